//! A stranger's SQLite database, opened from memory.
//!
//! Nothing of it is run and nothing is written: no views, no triggers, no functions of its schema,
//! a limit on every value and on the work of reading it. `tables` reads what are tables of rows, and
//! nothing else; there is no other way to what a database holds.

mod tables;

pub use tables::Row;

use super::Wrong;
use super::inflate::{Cap, Pieces, gather};
use crate::import::limits::Limits;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, MAIN_DB};
use std::io::Read;

/// An open database.
pub struct Database {
    connection: Connection,
    expected: Expected,
}

/// What a database is taken for, in the words of its faults.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// `Anki collection`.
    pub name: &'static str,
    /// What to do where its tables are others.
    pub hint: &'static str,
}

/// The first bytes of every SQLite database.
pub const HEADER: &[u8] = b"SQLite format 3\0";

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

/// Returns the bytes of a database that is in no package, if they are not too many.
pub fn bare(bytes: &[u8], limits: &Limits) -> Result<Pieces, Wrong> {
    let most = limits.collection_bytes;
    if bytes.len() as u64 <= most {
        let cap = Cap {
            bytes: most,
            option: "--max-collection",
            ratio: limits.ratio,
        };
        return gather(bytes, bytes.len() as u64, cap);
    }
    let what = format!("it has {} bytes, at most {most} are read", bytes.len());
    Err(Wrong::new(what, "raise `--max-collection`"))
}

impl Database {
    /// Opens a database. `bytes` are freed as SQLite takes them over.
    pub fn open(mut bytes: Pieces, expected: Expected) -> Result<Database, Wrong> {
        check_header(bytes.head())?;
        if let Some(versions) = bytes.head_mut().get_mut(18..20) {
            versions.fill(NO_LOG);
        }
        let len = bytes.len();
        let connection = connected(bytes, len).map_err(wrong)?;
        Ok(Database {
            connection,
            expected,
        })
    }

    /// Opens a database while its bytes come, which need not stand in memory twice then. `None` where they
    /// are not as its header says: `open` says why, or reads it all the same.
    pub fn stream(
        source: &mut impl Read,
        packed: u64,
        cap: Cap,
        expected: Expected,
    ) -> Option<Database> {
        let mut head = [0; HEAD];
        source.read_exact(&mut head).ok()?;
        check_header(&head).ok()?;
        let len = len(&head)?;
        cap.check(len, packed).ok()?;
        head[18..20].fill(NO_LOG);
        let connection = connected(head.chain(&mut *source), len).ok()?;
        let is_all = matches!(source.read(&mut [0]), Ok(0));
        is_all.then_some(Database {
            connection,
            expected,
        })
    }
}

/// Bytes of the header.
const HEAD: usize = 100;

/// Every collection of Anki's latest generation says that it has a write-ahead log, which a database in
/// memory cannot have. The log is not in the package either.
const NO_LOG: u8 = 1;

/// How many bytes a database has, by its header, where that can be believed: a program that does not
/// know the field leaves it as it was.
fn len(head: &[u8; HEAD]) -> Option<u64> {
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let page_size = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let (changed, valid_for, n_pages) = (number(24), number(92), number(28));
    (changed == valid_for && 0 < n_pages).then_some(page_size * u64::from(n_pages))
}

fn connected(bytes: impl Read, len: u64) -> rusqlite::Result<Connection> {
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
    // Declared by the names of Anki's later schema; nothing is ordered by it.
    connection.create_collation("unicase", |a: &str, b: &str| {
        a.to_lowercase().cmp(&b.to_lowercase())
    })?;
    connection.progress_handler(STEPS, Some(budget(len)))?;
    Ok(connection)
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

/// SQLite's errors in words.
fn wrong(error: rusqlite::Error) -> Wrong {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => {
            Wrong::damaged("reading it takes more work than its size allows")
        }
        Some(ErrorCode::TooBig) => Wrong::new(
            format!("a value of it has more than {VALUE_MAX} bytes"),
            "shorten it where it was written",
        ),
        Some(ErrorCode::OutOfMemory) => Wrong::new("there is not enough memory for it", ""),
        _ => Wrong::damaged(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_where_a_file_takes_more_steps_than_it_has_bytes() {
        let mut is_spent = budget(1 << 20);
        let looks = std::iter::from_fn(|| (!is_spent()).then_some(()))
            .take(1000)
            .count();
        assert_eq!(looks, 140);
    }

    #[test]
    fn a_database_is_read_as_it_comes_where_it_is_as_its_header_says() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("create table t (a); insert into t values (7)")
            .unwrap();
        let good = connection.serialize(MAIN_DB).unwrap().to_vec();
        let open = |bytes: &[u8]| {
            let cap = Cap {
                bytes: good.len() as u64,
                option: "--max-collection",
                ratio: 200,
            };
            let expected = Expected { name: "", hint: "" };
            Database::stream(&mut &*bytes, bytes.len() as u64, cap, expected)
        };
        let mut found = 0;
        let database = open(&good).unwrap();
        let take = |row: Row| {
            found = row.number(0).unwrap_or_default();
            Ok(())
        };
        database.rows("t", &["a"], 9, take).unwrap();
        assert_eq!(found, 7);
        let changed = |at: usize| {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            bytes
        };
        // Cut, followed by more, of another magic, with a length of an older change, or none of pages.
        for bad in [&good[..good.len() - 1], &[&good[..], b"x"].concat()] {
            assert!(open(bad).is_none());
        }
        for at in [0, 27, 30, 95] {
            assert!(open(&changed(at)).is_none(), "{at}");
        }
    }

    #[test]
    fn a_file_larger_than_the_limit_names_the_option() {
        let limits = Limits {
            collection_bytes: 3,
            ..Limits::default()
        };
        assert_eq!(
            bare(b"abc", &limits).map(Pieces::into_vec),
            Ok(b"abc".to_vec())
        );
        let wrong = bare(b"abcd", &limits).err().unwrap();
        assert_eq!(
            wrong.at("a").to_string(),
            "a: it has 4 bytes, at most 3 are read: raise `--max-collection`"
        );
    }
}
