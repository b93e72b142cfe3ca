//! Copies of the whole collection, by SQLite's own backup API.

use super::{Result, Store, StoreError};
use rusqlite::{Connection, backup::Backup};
use std::path::Path;
use std::time::Duration;

impl Store {
    /// Writes a complete copy to `target`, which must not exist, also while others write.
    pub fn back_up(&self, target: &Path) -> Result<()> {
        let mut copy = Connection::open(target).map_err(|error| super::named(target, error))?;
        run(&self.connection, &mut copy).map_err(|error| super::named(target, error))?;
        // The copy stands alone: no log file beside it.
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
            .map_err(|error| super::named(target, error))
    }

    /// Replaces the content of this collection by that of `source`, a collection of the same or
    /// an older schema. All of it, or nothing.
    pub fn restore(&mut self, source: &Path) -> Result<()> {
        let other = Store::open_for_copy(source)?;
        run(&other.connection, &mut self.connection).map_err(|error| self.named(error))?;
        self.read(|connection| {
            connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
        })?;
        super::migrate::up(self, |_| Ok(()))
    }

    /// Opens a backup without changing it, and makes sure that it is one.
    pub fn open_for_copy(path: &Path) -> Result<Store> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| super::named(path, error))?;
        let store = Store {
            connection,
            path: path.to_path_buf(),
        };
        super::migrate::check(&store)?;
        let found = store.integrity()?;
        match found.first() {
            None => Ok(store),
            Some(reason) => Err(StoreError::Damaged {
                path: path.to_path_buf(),
                reason: reason.clone(),
            }),
        }
    }
}

fn run(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    Backup::new(from, to)?.run_to_completion(4096, Duration::ZERO, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_comes_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        let mut store = Store::open(&folder.path().join("retain.db"), |_| Ok(())).unwrap();
        store.set_meta("mark", "first").unwrap();
        store.back_up(&copy).unwrap();
        store.set_meta("mark", "second").unwrap();
        store.restore(&copy).unwrap();
        assert_eq!(store.meta("mark").unwrap().as_deref(), Some("first"));
    }

    #[test]
    fn something_that_is_no_backup_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let bad = folder.path().join("bad.db");
        std::fs::write(&bad, "not a database at all".repeat(100)).unwrap();
        let mut store = Store::in_memory().unwrap();
        store.set_meta("mark", "kept").unwrap();
        assert!(store.restore(&bad).is_err());
        assert_eq!(store.meta("mark").unwrap().as_deref(), Some("kept"));
    }
}
