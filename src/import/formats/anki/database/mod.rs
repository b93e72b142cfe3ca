//! The tables of an Anki collection.
//!
//! `rows` reads notes, cards and log; `schema11` and `schema18` know where the two kinds of
//! collections keep note types and decks. The file is opened by `untrusted::sqlite`.

mod rows;
mod schema11;
mod schema18;
#[cfg(test)]
mod tests;

pub use rows::{Card, Log, NoteRow};

use super::history::Clock;
use super::notes::{Names, NoteType};
use crate::import::untrusted::Wrong;
use crate::import::untrusted::inflate::Pieces;
use crate::import::untrusted::sqlite::{self, Expected};
use std::collections::HashMap;

/// An open collection.
pub struct Database {
    tables: sqlite::Database,
}

/// What a collection says besides notes, cards and log.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    pub note_types: HashMap<i64, NoteType>,
    pub decks: HashMap<i64, Deck>,
    pub clock: Clock,
}

/// One deck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    pub name: Names,
    /// It only borrows cards from others.
    pub is_filtered: bool,
    /// What it says of itself: HTML, or Markdown.
    pub about: String,
    pub about_is_markdown: bool,
}

pub const EXPECTED: Expected = Expected {
    name: "Anki collection",
    hint: "export it again from Anki",
};

impl Database {
    /// Opens what was unpacked.
    pub fn open(bytes: Pieces) -> Result<Database, Wrong> {
        Ok(Database::of(sqlite::Database::open(bytes, EXPECTED)?))
    }

    pub fn of(tables: sqlite::Database) -> Database {
        Database { tables }
    }

    /// Reads note types, decks and the clock.
    pub fn facts(&self) -> Result<Facts, Wrong> {
        self.check_kind()?;
        match self.version()? {
            11..=14 => schema11::facts(&self.tables),
            15..=18 => schema18::facts(&self.tables),
            newer @ 19.. => {
                let what = format!("it was made by a newer Anki (schema {newer}, 18 is known)");
                Err(Wrong::new(
                    what,
                    "export it with \"support older Anki versions\"",
                ))
            }
            older => {
                let what = format!("it was made by an old Anki (schema {older}, 11 is the first)");
                Err(Wrong::new(what, "open it in Anki 2.1 and export it again"))
            }
        }
    }

    /// Names the programs whose databases look like Anki's.
    fn check_kind(&self) -> Result<(), Wrong> {
        let has = |table: &str| self.tables.is_there(table);
        if has("facts")? && has("cardModels")? {
            let hint = "open it in Anki 2.0 and export it again";
            return Err(Wrong::new("it is a deck of Anki 1", hint));
        }
        if has("data_for_fact")? {
            let hint = "export it from Mnemosyne as text";
            return Err(Wrong::new("it is a database of Mnemosyne", hint));
        }
        Ok(())
    }

    fn version(&self) -> Result<i64, Wrong> {
        let version = self.tables.first("col", &["ver"], |row| row.number(0))?;
        version.ok_or_else(|| Wrong::damaged("`col.ver` is no number"))
    }
}

/// The parts of a deck's name; an empty one gets Anki's own word for it.
fn parts<'n>(parts: impl Iterator<Item = &'n str>) -> Names {
    let named = |part: &str| match part.trim() {
        "" => "blank".to_string(),
        part => part.to_string(),
    };
    parts.map(named).collect()
}
