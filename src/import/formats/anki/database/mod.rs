//! The database of an Anki collection, opened from memory as what it is: a stranger's.
//!
//! Nothing of it is run and nothing is written: no views, no triggers, no functions of its schema,
//! a limit on every value and on the work of reading it. `tables` checks that what is read are
//! tables, `rows` reads notes, cards and log; `schema11` and `schema18` know where the two kinds of
//! collections keep note types and decks.

mod rows;
mod schema11;
mod schema18;
mod tables;
#[cfg(test)]
mod tests;

pub use rows::{Card, Log, NoteRow};

use super::history::Clock;
use super::notes::NoteType;
use crate::import::untrusted::Wrong;
use crate::import::untrusted::inflate::Pieces;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, MAIN_DB};
use std::collections::HashMap;

/// An open collection.
pub struct Database {
    connection: Connection,
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
    /// Outermost first.
    pub name: Vec<String>,
    /// It only borrows cards from others.
    pub is_filtered: bool,
    /// What it says of itself: HTML, or Markdown.
    pub about: String,
    pub about_is_markdown: bool,
}

/// Bytes of one value at the most. A field has its own limit, which names the note; this one keeps
/// SQLite from making what no file holds.
const VALUE_MAX: i32 = 64 << 20;

/// What SQLite may be asked for; far above what the statements here need.
const LIMITS: [(Limit, i32); 8] = [
    (Limit::SQLITE_LIMIT_LENGTH, VALUE_MAX),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 20),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: i32 = 100_000;

impl Database {
    /// Opens what was unpacked. `bytes` are freed as SQLite takes them over.
    pub fn open(mut bytes: Pieces) -> Result<Database, Wrong> {
        check_header(bytes.head())?;
        // Every collection of the latest generation says that it has a write-ahead log, which
        // a database in memory cannot have. The log is not in the package either.
        if let Some(versions) = bytes.head_mut().get_mut(18..20) {
            versions.fill(1);
        }
        let len = bytes.len();
        Database::prepared(bytes, len).map_err(wrong)
    }

    fn prepared(bytes: Pieces, len: u64) -> rusqlite::Result<Database> {
        let mut connection = Connection::open_in_memory()?;
        for (limit, value) in LIMITS {
            connection.set_limit(limit, value)?;
        }
        for config in [
            DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
            DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
            DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
        ] {
            connection.set_db_config(config, false)?;
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.deserialize_read_exact(MAIN_DB, bytes, len as usize, true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "query_only", true)?;
        // Declared by the names of the later schema; nothing here is ordered by it.
        connection.create_collation("unicase", |a: &str, b: &str| {
            a.to_lowercase().cmp(&b.to_lowercase())
        })?;
        connection.progress_handler(STEPS, Some(budget(len)))?;
        Ok(Database { connection })
    }

    /// Reads note types, decks and the clock.
    pub fn facts(&self) -> Result<Facts, Wrong> {
        self.check_kind()?;
        match self.version()? {
            11..=14 => schema11::facts(&self.connection),
            15..=18 => schema18::facts(&self.connection),
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
        let has = |table: &str| tables::is_there(&self.connection, table);
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
        tables::require(&self.connection, "col", &["ver"])?;
        let read = self
            .connection
            .query_row("select ver from col", [], |row| row.get(0));
        match read {
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                Err(Wrong::damaged("its table `col` is empty"))
            }
            read => read.map_err(wrong),
        }
    }
}

/// Ends the reading once it took more steps than an honest file of that size can need: a row has
/// more bytes than it takes steps to read it, but pages that point at each other have no end.
fn budget(len: u64) -> impl FnMut() -> bool + Send + 'static {
    let mut left = (len.saturating_mul(4) + 10_000_000) / STEPS as u64;
    move || {
        left = left.saturating_sub(1);
        left == 0
    }
}

fn check_header(head: &[u8]) -> Result<(), Wrong> {
    match head {
        [] => Err(Wrong::damaged("it is empty")),
        _ if head.starts_with(HEADER) => Ok(()),
        _ => Err(Wrong::new("it is no SQLite database", "export it again")),
    }
}

/// The first bytes of every SQLite database.
pub const HEADER: &[u8] = b"SQLite format 3\0";

/// SQLite's errors in words.
fn wrong(error: rusqlite::Error) -> Wrong {
    let code = error.sqlite_error_code();
    match code {
        Some(ErrorCode::OperationInterrupted) => {
            Wrong::damaged("reading it takes more work than its size allows")
        }
        Some(ErrorCode::TooBig) => Wrong::new(
            format!("a value of it has more than {VALUE_MAX} bytes"),
            "take it out in Anki",
        ),
        Some(ErrorCode::OutOfMemory) => Wrong::new("there is not enough memory for it", ""),
        _ => Wrong::damaged(&error.to_string()),
    }
}

/// The parts of a deck's name; an empty one gets Anki's own word for it.
fn parts<'n>(parts: impl Iterator<Item = &'n str>) -> Vec<String> {
    let named = |part: &str| match part.trim() {
        "" => "blank".to_string(),
        part => part.to_string(),
    };
    parts.map(named).collect()
}
