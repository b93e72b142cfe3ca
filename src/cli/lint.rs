//! `retain deck lint` and `fmt`: deck files checked, and brought into the usual form.

use super::context::Context;
use super::failure::{Failure, Result};
use super::files::write_whole;
use crate::catalogue::{Catalogue, folder};
use crate::deck::{self, Fault, Rules};
use crate::model::deck::Deck;
use crate::model::text::harmless;
use crate::ui::words;
use std::path::{Path, PathBuf};

/// A deck file that was read, or why it could not be.
pub struct Checked {
    pub path: String,
    pub text: String,
    pub deck: std::result::Result<Deck, Vec<Fault>>,
}

/// Reads the deck files at the paths; other Markdown below a folder is passed over.
pub fn read(paths: &[PathBuf], context: &Context) -> Result<Vec<Checked>> {
    let mut checked = Vec::new();
    let own = context.deck_roots();
    for root in if paths.is_empty() { &own } else { paths } {
        if !paths.is_empty() && !root.exists() {
            return Err(Failure::not_found(format!(
                "`{}` is not there",
                root.display()
            )));
        }
        let found = folder::scan(root).map_err(|error| Failure::io("read", root, &error))?;
        for file in found {
            let path = Path::new(&file.path);
            let bytes = folder::read(path).map_err(|error| Failure::io("read", path, &error))?;
            let is_named = root.is_file();
            if is_named || deck::looks_like_deck(&bytes) {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                checked.push(Checked {
                    deck: deck::parse_bytes(&bytes),
                    path: file.path,
                    text,
                });
            }
        }
    }
    Ok(checked)
}

pub fn lint(paths: &[PathBuf], strict: bool, context: &Context) -> Result<()> {
    let checked = read(paths, context)?;
    let catalogue = Catalogue::built_in();
    let (mut faults, mut n_warnings) = (Vec::new(), 0);
    let mut ids: Vec<(&str, &str)> = Vec::new();
    for file in &checked {
        match &file.deck {
            Err(found) => faults.extend(found.iter().map(|fault| fault.render(&file.path))),
            Ok(deck) => {
                let id = deck.front.id.as_str();
                if let Some((_, other)) = ids.iter().find(|(known, _)| *known == id) {
                    faults.push(format!(
                        "{}: deck id `{id}` is already used by `{other}`: choose another",
                        file.path
                    ));
                }
                ids.push((id, &file.path));
                let topic = deck
                    .front
                    .topic
                    .as_deref()
                    .and_then(|id| catalogue.topic(id));
                let found = deck::lint(
                    deck,
                    &file.text,
                    &Rules {
                        built_in: strict,
                        topic,
                    },
                );
                for fault in &found {
                    let mark = if strict { "" } else { "warning: " };
                    context.say(&harmless(&format!("{mark}{}", fault.render(&file.path))));
                }
                n_warnings += found.len();
            }
        }
    }
    if strict {
        let read: Vec<(&Checked, &Deck)> = checked
            .iter()
            .filter_map(|file| file.deck.as_ref().ok().map(|deck| (file, deck)))
            .collect();
        let decks: Vec<&Deck> = read.iter().map(|(_, deck)| *deck).collect();
        let found = deck::lint_together(&decks);
        for (at, fault) in &found {
            context.say(&harmless(&fault.render(&read[*at].0.path)));
        }
        n_warnings += found.len();
    }
    if !faults.is_empty() {
        return Err(Failure::invalid(faults.join("\n"))
            .hint(format!("{} in all", words::count(faults.len(), "fault"))));
    }
    if strict && 0 < n_warnings {
        return Err(Failure::invalid(format!(
            "{} in all",
            words::count(n_warnings, "fault")
        )));
    }
    Ok(())
}

pub fn fmt(paths: &[PathBuf], check: bool, context: &Context) -> Result<()> {
    let (mut faults, mut changed) = (Vec::new(), Vec::new());
    for file in read(paths, context)? {
        match deck::format(&file.text) {
            Err(found) => faults.extend(found.iter().map(|fault| fault.render(&file.path))),
            Ok(text) if text != file.text => {
                if !check {
                    write_whole(Path::new(&file.path), &text)?;
                }
                changed.push(file.path);
            }
            Ok(_) => (),
        }
    }
    let said = if check { "would change" } else { "formatted" };
    changed
        .iter()
        .for_each(|path| context.say(&format!("{said} {path}")));
    if !faults.is_empty() {
        return Err(Failure::invalid(faults.join("\n")).hint("files at fault were not changed"));
    }
    if check && !changed.is_empty() {
        return Err(Failure::invalid(format!(
            "{} not in the usual form",
            words::count(changed.len(), "file")
        ))
        .hint("`retain deck fmt` writes them"));
    }
    Ok(())
}
