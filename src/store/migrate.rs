//! Numbered steps from one schema to the next; SQLite's `user_version` counts those applied.

use super::{APPLICATION_ID, Result, Store, StoreError};
use std::time::Duration;

/// One file a step, in order. A released one is never edited.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_start.sql"),
    include_str!("migrations/0002_roadmaps.sql"),
    include_str!("migrations/0003_quiz.sql"),
    include_str!("migrations/0004_interview.sql"),
    include_str!("migrations/0005_mock.sql"),
    include_str!("migrations/0006_exchange.sql"),
    include_str!("migrations/0007_media.sql"),
    include_str!("migrations/0008_packed.sql"),
    include_str!("migrations/0009_past.sql"),
];

/// Brings the collection to the newest schema: one transaction, or nothing.
pub fn up(store: &mut Store, before: impl FnOnce(&Store) -> Result<()>) -> Result<()> {
    let found = version(store)?;
    let known = STEPS.len() as i32;
    if found == known {
        return Ok(());
    }
    if known < found {
        return Err(StoreError::Newer {
            path: store.path.clone(),
            found,
            known,
        });
    }
    if found == 0 {
        return make(store);
    }
    before(store)?;
    apply(store)
}

/// Makes sure that the file is a collection which this program can read.
pub fn check(store: &Store) -> Result<()> {
    let (found, known) = (version(store)?, STEPS.len() as i32);
    if found == 0 {
        let reason = "it is empty".to_string();
        return Err(StoreError::Foreign {
            path: store.path.clone(),
            reason,
        });
    }
    if known < found {
        return Err(StoreError::Newer {
            path: store.path.clone(),
            found,
            known,
        });
    }
    Ok(())
}

/// Reads the schema number, after making sure that the file is ours.
fn version(store: &Store) -> Result<i32> {
    let (id, version, n_tables): (i32, i32, i64) = store.read(|connection| {
        // One snapshot: between two of these another first start may make the collection.
        let snapshot = connection.unchecked_transaction()?;
        let id = snapshot.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version = snapshot.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if id == APPLICATION_ID {
            return Ok((id, version, 0));
        }
        let count = "select count(*) from sqlite_schema";
        Ok((
            id,
            version,
            snapshot.query_row(count, [], |row| row.get(0))?,
        ))
    })?;
    if id == APPLICATION_ID || (id, version, n_tables) == (0, 0, 0) {
        return Ok(version);
    }
    let reason = format!("it is a database of another program (application id {id:#x})");
    Err(StoreError::Foreign {
        path: store.path.clone(),
        reason,
    })
}

/// Bytes of a page, twice of SQLite's usual ones: a large import then has half as many to write, and to
/// copy from the log written ahead.
const PAGE_BYTES: i64 = 8192;

fn make(store: &mut Store) -> Result<()> {
    store.read(|connection| connection.pragma_update(None, "page_size", PAGE_BYTES))?;
    // WAL is a property of the file; it cannot be chosen inside a transaction, and SQLite does not
    // wait for the lock that it takes: of several first starts at once all but one find it busy.
    let mut n_tries = 0;
    loop {
        let switched = store.read(|connection| {
            connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
        });
        match switched {
            Err(StoreError::Busy { .. }) if n_tries < MOST_TRIES => n_tries += 1,
            switched => {
                switched?;
                break;
            }
        }
        std::thread::sleep(PAUSE);
    }
    apply(store)
}

/// How long a first start waits for another one: 5 s in all, as for any other lock.
const MOST_TRIES: u32 = 250;
const PAUSE: Duration = Duration::from_millis(20);

fn apply(store: &mut Store) -> Result<()> {
    store.write(|transaction| {
        // Another process may have been here while this one waited for the lock.
        let done: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for step in STEPS.iter().skip(done.max(0) as usize) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", STEPS.len() as i32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_of_a_newer_program_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("retain.db");
        let store = Store::open(&path, |_| Ok(())).unwrap();
        store
            .connection
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(store);
        let error = Store::open(&path, |_| Ok(())).err().unwrap().to_string();
        let known = STEPS.len();
        let end = format!("was written by a newer retain (schema 99, this one knows {known})");
        assert!(error.ends_with(&end), "{error}");
    }

    #[test]
    fn a_database_of_another_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch("create table t(x)")
            .unwrap();
        let error = Store::open(&path, |_| Ok(())).err().unwrap();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    }

    #[test]
    fn a_file_that_is_no_database_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.db");
        std::fs::write(
            &path,
            "just some text, long enough to be read as a header".repeat(40),
        )
        .unwrap();
        let error = Store::open(&path, |_| Ok(())).err().unwrap();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    }

    #[test]
    fn opening_twice_finds_the_same_collection() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("retain.db");
        Store::open(&path, |_| Ok(()))
            .unwrap()
            .set_meta("a", "b")
            .unwrap();
        let store = Store::open(&path, |_| Ok(())).unwrap();
        assert_eq!(store.meta("a").unwrap().as_deref(), Some("b"));
        let mode: String = store
            .connection
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }
}
