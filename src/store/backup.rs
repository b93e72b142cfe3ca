//! Copies of the whole collection, by SQLite's own backup API.

use super::{Result, Store, StoreError};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, ffi};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a copy waits for another program, and for how much it asks at a time, in pages.
const PATIENCE: Duration = Duration::from_secs(5);
const PAGES: i32 = 4096;

impl Store {
    /// Writes a complete copy to `target`, which must not exist, also while others write. Half a
    /// copy is taken away again.
    pub fn back_up(&self, target: &Path) -> Result<()> {
        let is_ours = !target.exists();
        let copied = self.copy_to(target);
        if copied.is_err() && is_ours {
            let mut journal = target.as_os_str().to_owned();
            journal.push("-journal");
            let _ = std::fs::remove_file(target);
            let _ = std::fs::remove_file(journal);
        }
        copied
    }

    fn copy_to(&self, target: &Path) -> Result<()> {
        let mut copy = Connection::open(target).map_err(|error| super::named(target, error))?;
        run(&self.connection, &mut copy, PATIENCE).map_err(|error| {
            match error.sqlite_error_code() {
                // It is the collection that another program holds; the copy is new.
                Some(ErrorCode::DatabaseBusy) => self.named(error),
                _ => super::named(target, error),
            }
        })?;
        // The copy stands alone: no log file beside it.
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
            .map_err(|error| super::named(target, error))
    }

    /// Replaces the content of this collection by that of `source`, a collection of the same or
    /// an older schema. All of it, or nothing.
    pub fn restore(&mut self, source: &Path) -> Result<()> {
        let other = Store::open_for_copy(source)?;
        run(&other.connection, &mut self.connection, PATIENCE)
            .map_err(|error| self.named(error))?;
        self.write_ahead();
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

/// Copies all pages; gives up as busy where none could be copied for as long as `patience`.
#[expect(
    clippy::disallowed_methods,
    reason = "measures a wait; nothing is kept of it"
)]
fn run(from: &Connection, to: &mut Connection, patience: Duration) -> rusqlite::Result<()> {
    let backup = Backup::new(from, to)?;
    let mut moved = Instant::now();
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => moved = Instant::now(),
            _ if patience <= moved.elapsed() => {
                let busy = ffi::Error::new(ffi::SQLITE_BUSY);
                return Err(rusqlite::Error::SqliteFailure(busy, None));
            }
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
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

    #[test]
    fn a_copy_does_not_wait_for_ever_for_one_that_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held.db");
        let holder = Connection::open(&path).unwrap();
        holder.execute_batch("begin exclusive").unwrap();
        let mut target = Connection::open(&path).unwrap();
        target.busy_timeout(Duration::ZERO).unwrap();
        let store = Store::in_memory().unwrap();
        let error = run(&store.connection, &mut target, Duration::ZERO).unwrap_err();
        assert!(matches!(
            super::super::named(&path, error),
            StoreError::Busy { .. }
        ));
    }
}
