//! Editing a card or a deck in the learner's editor, and taking the result in.
//!
//! A built-in deck cannot be changed where it stands: its text is copied into the learner's
//! folder first, and the copy lies over it. An edit that does not parse is shown with its faults
//! and can be opened again; until it is mended the last good version stays live.

use super::context::Context;
use super::editor;
use super::failure::{Failure, Result};
use super::files::make_private_folder;
use super::files::write_whole;
use super::{import, index, select};
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
    let own = Own::of(&text.deck, text.path.as_deref(), context)?;
    let line = line_of(&own.path, &slug).unwrap_or(text.line);
    own.edit(line, store, context)
}

/// Opens the file of a deck.
pub fn deck(slug: &str, store: &mut Store, context: &Context) -> Result<()> {
    let deck = select::deck(store, slug)?;
    Own::of(&deck.slug, deck.path.as_deref(), context)?.edit(1, store, context)
}

/// The file to edit: the deck's own, or a copy of the built-in text in the learner's folder.
struct Own {
    path: PathBuf,
    copied: Option<Copied>,
}

/// A fresh copy of a built-in deck.
///
/// It has a hidden name until it is changed: the folder scan passes it over, so that no other
/// command takes it in while it is open and then misses it.
struct Copied {
    slug: String,
    text: String,
    target: PathBuf,
}

impl Own {
    fn of(slug: &str, path: Option<&str>, context: &Context) -> Result<Own> {
        if let Some(path) = path {
            return Ok(Own {
                path: PathBuf::from(path),
                copied: None,
            });
        }
        let target = context.deck_dir().join(format!("{slug}.md"));
        if target.exists() {
            return Ok(Own {
                path: target,
                copied: None,
            });
        }
        let text = embedded::deck(slug)
            .ok_or_else(|| Failure::not_found(format!("no deck is called `{slug}`")))?;
        make_private_folder(&context.deck_dir())?;
        let path = context.deck_dir().join(format!(".{slug}.md"));
        // One that is there already is what an edit left that was cut short.
        if !path.exists() {
            write_whole(&path, &text)?;
        }
        Ok(Own {
            path,
            copied: Some(Copied {
                slug: slug.to_string(),
                text,
                target,
            }),
        })
    }

    /// Edits and reads the file; a copy that was left as it is goes again.
    fn edit(&self, line: usize, store: &mut Store, context: &Context) -> Result<()> {
        let target = self.copied.as_ref().map(|copied| copied.target.as_path());
        let edited = until_valid(&self.path, target.unwrap_or(&self.path), line, context);
        if let Some(copied) = &self.copied
            && copied.settle(&self.path)?
        {
            // A later edition of the built-in deck is merged with the changes.
            import::built_in_edit(store, &copied.slug, context)?;
            context.say(&format!(
                "the deck is built in; your copy is {}",
                copied.target.display()
            ));
        }
        index::refresh(store, &context.deck_roots())?;
        edited
    }
}

impl Copied {
    /// Gives a changed copy its name, and removes an unchanged one; says whether it was changed.
    fn settle(&self, path: &Path) -> Result<bool> {
        if fs::read_to_string(path).is_ok_and(|now| now == self.text) {
            fs::remove_file(path).map_err(|error| Failure::io("remove", path, &error))?;
            return Ok(false);
        }
        if self.target.exists() {
            return Err(Failure::runtime(format!(
                "`{}` was written meanwhile: the edit is in `{}`",
                self.target.display(),
                path.display()
            )));
        }
        fs::rename(path, &self.target)
            .map_err(|error| Failure::io("write", &self.target, &error))?;
        Ok(true)
    }
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

/// Opens a deck file until it parses or the learner leaves it; faults name it as `shown`.
fn until_valid(path: &Path, shown: &Path, line: usize, context: &Context) -> Result<()> {
    let mut line = line;
    loop {
        editor::open(path, line)?;
        let bytes = crate::catalogue::folder::read(path)
            .map_err(|error| Failure::io("read", path, &error))?;
        let Err(faults) = deck::parse_bytes(&bytes) else {
            return Ok(());
        };
        let name = shown.display().to_string();
        let faults_shown: Vec<String> = faults.iter().map(|fault| fault.render(&name)).collect();
        context.say(&crate::model::text::harmless(&faults_shown.join("\n")));
        line = faults.first().map_or(1, |fault| fault.line);
        if !reopens(context)? {
            return Err(Failure::invalid(format!(
                "{name}: the edit is not valid yet: the last good version stays in use until it is mended"
            )));
        }
    }
}

fn reopens(context: &Context) -> Result<bool> {
    if !context.is_interactive() || !std::io::stderr().is_terminal() {
        return Ok(false);
    }
    super::prompt::confirm("Open it again?", true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_gets_its_name_only_where_it_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".kafka.md");
        let copied = Copied {
            slug: "kafka".to_string(),
            text: "built in".to_string(),
            target: folder.path().join("kafka.md"),
        };
        fs::write(&path, "built in").unwrap();
        assert!(!copied.settle(&path).unwrap());
        assert!(!path.exists() && !copied.target.exists());
        fs::write(&path, "changed").unwrap();
        assert!(copied.settle(&path).unwrap());
        assert_eq!(fs::read_to_string(&copied.target).unwrap(), "changed");
    }
}
