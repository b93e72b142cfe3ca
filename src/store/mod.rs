//! SQLite: the log of events, the card states computed from it, and the index of deck text.
//!
//! It keeps and finds; it never decides. It does not call the scheduler, does not choose a path
//! and does not know the time. Rows that the queue and the counts need stand in covering indexes,
//! so that their cost grows with what is due and not with the collection.

pub mod backup;
pub mod cards;
pub mod decks;
pub mod interviews;
pub mod log;
mod many;
mod migrate;
pub mod mocks;
pub mod origins;
pub mod quiz;
pub mod recent;
pub mod roadmaps;
pub mod select;
#[cfg(test)]
mod tests;

use crate::model::time::{Day, Timestamp};
use crate::select::Selector;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Marks a file as ours: `rtn1`.
pub const APPLICATION_ID: i32 = 0x7274_6e31;

/// An open collection.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

/// Row number of a review card.
pub type CardRow = i64;

/// Why the collection could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{}` was written by a newer retain (schema {found}, this one knows {known})", path.display())]
    Newer {
        path: PathBuf,
        found: i32,
        known: i32,
    },
    #[error("`{}` is not a retain collection: {reason}", path.display())]
    Foreign { path: PathBuf, reason: String },
    #[error("`{}` is damaged: {reason}", path.display())]
    Damaged { path: PathBuf, reason: String },
    #[error("`{}` is busy: another program has held it for 5 seconds", path.display())]
    Busy { path: PathBuf },
    #[error("cannot write `{}`: {reason}", path.display())]
    Unwritable { path: PathBuf, reason: String },
    #[error("the disk that holds `{}` is full: nothing of the last action was kept", path.display())]
    Full { path: PathBuf },
    #[error("cannot open `{}`: {reason}", path.display())]
    Unopenable { path: PathBuf, reason: String },
    #[error("the collection refused a statement: {0}")]
    Sql(rusqlite::Error),
}

pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens the collection at `path`, making or migrating it where needed.
    ///
    /// `before_migration` is called with the open connection's path once, before an existing
    /// collection of an older version is changed; it is the place for a backup.
    pub fn open(path: &Path, before_migration: impl FnOnce(&Store) -> Result<()>) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| named(path, error))?;
        let mut store = Store {
            connection,
            path: path.to_path_buf(),
        };
        store.configure()?;
        migrate::up(&mut store, before_migration)?;
        // An import that was killed has left it otherwise.
        store.write_ahead();
        Ok(store)
    }

    /// Opens a collection in memory, for tests.
    pub fn in_memory() -> Result<Store> {
        let connection = Connection::open_in_memory().map_err(StoreError::Sql)?;
        let mut store = Store {
            connection,
            path: PathBuf::from(":memory:"),
        };
        migrate::up(&mut store, |_| Ok(()))?;
        Ok(store)
    }

    /// The file it was opened from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn configure(&self) -> Result<()> {
        self.connection
            .execute_batch(
                "pragma foreign_keys = on; pragma synchronous = full; pragma trusted_schema = off;
                 pragma busy_timeout = 5000;",
            )
            .and_then(|()| log::past::teach(&self.connection))
            .map_err(|error| self.named(error))
    }

    /// Says which file an SQLite error is about, and what kind of trouble it is.
    fn named(&self, error: rusqlite::Error) -> StoreError {
        named(&self.path, error)
    }

    /// What is written from now on goes straight to its place, with what stood there before in a journal beside it,
    /// and not into the log written ahead and from there to its place: for what is large. Readers must wait
    /// meanwhile, so all stays as it is where somebody else has the collection open.
    pub fn write_in_place(&self) {
        self.keep_journal("delete");
    }

    /// What is written from now on goes into the log written ahead, as is usual: one writes while others read. An
    /// import that is running keeps it otherwise up to its end.
    pub fn write_ahead(&self) {
        self.keep_journal("wal");
    }

    /// Either way is as safe: where the change cannot be made, the other one goes on.
    fn keep_journal(&self, mode: &str) {
        let set = |connection: &Connection| {
            connection.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))
        };
        let _ = self.read(set);
    }

    /// Runs `work` with the write lock held: nobody else writes meanwhile, and all of what it does
    /// is kept, or nothing.
    pub fn together<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.read(|connection| connection.execute_batch("begin immediate"))?;
        let done = work(self);
        let end = if done.is_ok() { "commit" } else { "rollback" };
        let ended = self.read(|connection| connection.execute_batch(end));
        if done.is_ok() && ended.is_err() {
            let _ = self.read(|connection| connection.execute_batch("rollback"));
        }
        let value = done?;
        ended?;
        Ok(value)
    }

    /// Runs `work` in one write transaction: all of it is kept, or nothing. Inside of
    /// [`Store::together`] it is a part of that one.
    fn write<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let path = &self.path;
        if !self.connection.is_autocommit() {
            return work(&self.connection).map_err(|error| named(path, error));
        }
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let transaction = self
            .connection
            .transaction_with_behavior(behavior)
            .map_err(|error| named(path, error))?;
        let value = work(&transaction).map_err(|error| named(path, error))?;
        transaction.commit().map_err(|error| named(path, error))?;
        Ok(value)
    }

    /// Runs `read` on the connection, with errors that name the file.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        read(&self.connection).map_err(|error| self.named(error))
    }

    /// Runs `work` with room for the pages that a whole import or index touches, in MiB.
    ///
    /// With SQLite's usual 2 MB every page of a large index is written many times over.
    pub fn with_cache<T, E: From<StoreError>>(
        &mut self,
        mebibytes: i64,
        work: impl FnOnce(&mut Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let set = |store: &Store, size: i64| {
            store.read(|connection| connection.pragma_update(None, "cache_size", size))
        };
        let before = self.read(|connection| {
            connection.pragma_query_value(None, "cache_size", |row| row.get(0))
        })?;
        set(self, -mebibytes * 1024)?;
        let done = work(self);
        set(self, before)?;
        done
    }

    /// Reads a fact kept about the collection itself.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        self.read(|connection| {
            connection
                .prepare_cached("select value from meta where key = ?")?
                .query_row([key], |row| row.get(0))
                .optional()
        })
    }

    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute("insert or replace into meta values (?, ?)", [key, value])
                .map(|_| ())
        })
    }

    /// Empties a fact that still is `value`; what somebody else has noted meanwhile stays.
    pub fn clear_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.write(|transaction| {
            let clear = "update meta set value = '' where key = ? and value = ?";
            transaction.execute(clear, [key, value]).map(|_| ())
        })
    }

    /// Rows of the review cards that a selector means, in the order in which they are learned.
    pub fn matching(
        &self,
        selector: &Selector,
        today: Day,
        now: Timestamp,
        decay: f32,
    ) -> Result<Vec<CardRow>> {
        self.read(|connection| select::matching(connection, selector, today, now, decay))
    }

    /// Runs SQLite's integrity check and the check of foreign keys; returns what they found.
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut found: Vec<String> = connection
                .prepare("pragma integrity_check")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            found.retain(|line| line != "ok");
            let mut broken = connection.prepare("pragma foreign_key_check")?;
            let mut rows = broken.query([])?;
            while let Some(row) = rows.next()? {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                found.push(format!(
                    "a row of `{table}` names a missing row of `{parent}`"
                ));
            }
            Ok(found)
        })
    }
}

fn named(path: &Path, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::*;
    let path = path.to_path_buf();
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(DatabaseBusy | DatabaseLocked) => StoreError::Busy { path },
        Some(DatabaseCorrupt) => StoreError::Damaged { path, reason },
        Some(NotADatabase) => StoreError::Foreign { path, reason },
        Some(DiskFull) => StoreError::Full { path },
        Some(ReadOnly | PermissionDenied) => StoreError::Unwritable { path, reason },
        Some(SystemIoFailure) if std::io::Error::last_os_error().raw_os_error() == Some(28) => {
            StoreError::Full { path }
        }
        Some(SystemIoFailure) => StoreError::Unwritable { path, reason },
        Some(CannotOpen) => StoreError::Unopenable { path, reason },
        _ => StoreError::Sql(error),
    }
}

/// The version of the SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
