//! Editing a card or a deck in the learner's editor, and taking the result in.
//!
//! A built-in deck cannot be changed where it stands: its text is copied into the learner's
//! folder first, and the copy lies over it. An edit that does not parse is shown with its faults
//! and can be opened again; until it is mended the last good version stays live.

use super::context::{Context, make_private_folder};
use super::editor;
use super::failure::{Failure, Result};
use super::{index, select};
use crate::catalogue::embedded;
use crate::deck;
use crate::store::Store;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Opens the file that holds a card, at the card's line.
pub fn card(key: &str, store: &mut Store, context: &Context) -> Result<()> {
    let record = select::card(store, key)?;
    let text = record
        .text
        .ok_or_else(|| Failure::not_found(format!("the text of `{key}` is gone")))?;
    let slug = record.key.split('/').nth(1).unwrap_or("").to_string();
    let path = own_file(&text.deck, text.path.as_deref(), context)?;
    let line = line_of(&path, &slug).unwrap_or(text.line);
    file(&path, line, store, context)
}

/// Opens the file of a deck.
pub fn deck(slug: &str, store: &mut Store, context: &Context) -> Result<()> {
    let deck = super::deck::find(store, slug)?;
    let path = own_file(&deck.slug, deck.path.as_deref(), context)?;
    file(&path, 1, store, context)
}

/// The file to edit: the deck's own, or a copy of the built-in text in the learner's folder.
fn own_file(slug: &str, path: Option<&str>, context: &Context) -> Result<PathBuf> {
    if let Some(path) = path {
        return Ok(PathBuf::from(path));
    }
    let target = context.deck_dir().join(format!("{slug}.md"));
    if target.exists() {
        return Ok(target);
    }
    let ending = format!("/{slug}.md");
    let found = embedded::decks()
        .into_iter()
        .find(|(path, _)| path.ends_with(&ending));
    let (_, text) =
        found.ok_or_else(|| Failure::not_found(format!("no deck is called `{slug}`")))?;
    make_private_folder(&context.deck_dir())?;
    fs::write(&target, text).map_err(|error| Failure::io("write", &target, &error))?;
    context.say(&format!(
        "{slug} is built in: your copy is {}",
        target.display()
    ));
    Ok(target)
}

/// The line of a card's heading in a file, from 1.
fn line_of(path: &Path, slug: &str) -> Option<usize> {
    let text = fs::read_to_string(path).ok()?;
    let mark = format!("{{#{slug}");
    let is_heading = |line: &&str| {
        line.starts_with("## ")
            && line
                .rfind(&mark)
                .is_some_and(|idx| line[idx + mark.len()..].starts_with(['}', ' ']))
    };
    text.lines()
        .position(|line| is_heading(&line))
        .map(|idx| idx + 1)
}

/// Opens a deck file until it parses or the learner leaves it; then reads it.
fn file(path: &Path, line: usize, store: &mut Store, context: &Context) -> Result<()> {
    let mut line = line;
    loop {
        editor::open(path, line)?;
        let bytes = crate::catalogue::folder::read(path)
            .map_err(|error| Failure::io("read", path, &error))?;
        let faults = match deck::parse_bytes(&bytes) {
            Ok(_) => break,
            Err(faults) => faults,
        };
        let shown: Vec<String> = faults
            .iter()
            .map(|fault| fault.render(&path.display().to_string()))
            .collect();
        eprintln!("{}", crate::model::text::harmless(&shown.join("\n")));
        line = faults.first().map_or(1, |fault| fault.line);
        if !reopens(context)? {
            index::refresh(store, &context.deck_roots())?;
            return Err(Failure::invalid(format!(
                "{}: the edit is not valid yet: the last good version stays in use until it is mended",
                path.display()
            )));
        }
    }
    Ok(index::refresh(store, &context.deck_roots())?)
}

fn reopens(context: &Context) -> Result<bool> {
    if !context.is_interactive() || !std::io::stderr().is_terminal() {
        return Ok(false);
    }
    super::prompt::confirm("Open it again?", true)
}
