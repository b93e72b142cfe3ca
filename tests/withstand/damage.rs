//! A collection that is damaged, foreign, or of a newer version.

use crate::harness::{Collection, Dice};
use rusqlite::Connection;
use std::fs;

/// A collection with some answers and a backup of them.
fn with_backup() -> (Collection, String) {
    let collection = Collection::with_cards(30);
    for number in 1..=10 {
        collection.run(&format!("answer small/c{number} good")).ok();
    }
    let backup = collection.run("backup").ok().trim().to_string();
    (collection, backup)
}

/// Everything that reads or writes the collection refuses it with exit code 7 and leaves it as it is.
fn is_refused(collection: &Collection, saying: &str) {
    let before = fs::read(collection.database()).unwrap();
    for words in [
        "",
        "due",
        "next --json",
        "review",
        "answer small/c1 good",
        "deck list",
        "log export",
        "backup",
        "undo",
    ] {
        let run = collection.run(words);
        let said = run.fails(7);
        assert!(
            said.contains(saying) && said.contains("retain.db"),
            "{words}: {said}"
        );
        assert!(run.stdout.is_empty(), "{run:?}");
    }
    assert!(
        fs::read(collection.database()).unwrap() == before,
        "the file was changed"
    );
}

/// Brings the backup back and finds all ten answers in it.
fn comes_back(collection: &Collection, backup: &str) {
    collection.run(&format!("restore {backup} --yes")).ok();
    assert_eq!(collection.answers().len(), 10);
    collection.is_sound();
    collection.run("answer small/c11 good").ok();
}

#[test]
fn a_file_with_another_header_is_refused_and_replaced_by_a_backup() {
    let (collection, backup) = with_backup();
    let mut bytes = fs::read(collection.database()).unwrap();
    bytes[..100].fill(b'#');
    fs::write(collection.database(), bytes).unwrap();
    is_refused(&collection, "is not a retain collection");
    comes_back(&collection, &backup);
}

#[test]
fn a_file_cut_short_is_refused_and_replaced_by_a_backup() {
    let (collection, backup) = with_backup();
    let bytes = fs::read(collection.database()).unwrap();
    fs::write(collection.database(), &bytes[..bytes.len() / 3]).unwrap();
    let run = collection.run("doctor");
    assert!(run.code == Some(7) || run.code == Some(1), "{run:?}");
    for words in ["due", "answer small/c1 good"] {
        let run = collection.run(words);
        assert!(run.fails(7).contains("damaged"), "{words}: {run:?}");
    }
    comes_back(&collection, &backup);
}

#[test]
fn an_emptied_file_is_not_taken_for_a_new_collection() {
    let (collection, backup) = with_backup();
    fs::write(collection.database(), "").unwrap();
    is_refused(&collection, "is empty");
    comes_back(&collection, &backup);
}

#[test]
fn a_file_that_was_only_begun_is_made() {
    // What a first start leaves that was killed before it wrote anything.
    let collection = Collection::bare();
    fs::create_dir_all(collection.data()).unwrap();
    fs::write(collection.database(), "").unwrap();
    collection.run("due").ok();
    collection.is_sound();
}

#[test]
fn random_bytes_anywhere_are_no_panic_and_a_backup_brings_all_back() {
    let (collection, backup) = with_backup();
    let whole = fs::read(collection.database()).unwrap();
    let mut dice = Dice(5);
    for _ in 0..25 {
        let mut bytes = whole.clone();
        let start = 100 + dice.below(bytes.len() as u64 - 5000) as usize;
        let length = 1 + dice.below(4000) as usize;
        bytes[start..start + length].fill_with(|| dice.below(256) as u8);
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(collection.data().join(format!("retain.db{ending}")));
        }
        fs::write(collection.database(), bytes).unwrap();
        for words in [
            "due --json",
            "doctor",
            "answer small/c12 good",
            "log export",
            "review deck:small",
            "show small/c1",
        ] {
            let run = collection.run(words);
            assert!(matches!(run.code, Some(0 | 1 | 4 | 7)), "{words}: {run:?}");
            if run.code == Some(0) {
                continue;
            }
            assert!(
                !run.stderr.is_empty() || words == "doctor",
                "{words}: {run:?}"
            );
        }
    }
    comes_back(&collection, &backup);
}

#[test]
fn a_state_that_does_not_follow_from_the_log_is_found_and_mended() {
    let (collection, _) = with_backup();
    let before = collection.card("small/c1");
    let connection = Connection::open(collection.database()).unwrap();
    connection
        .execute("update card set reps = 77 where key = 'small/c1'", [])
        .unwrap();
    drop(connection);
    let run = collection.run("doctor --dry-run");
    assert!(
        run.code == Some(1) && run.stdout.contains("1 card"),
        "{run:?}"
    );
    let run = collection.run("doctor");
    assert!(run.ok().contains("repaired"), "{run:?}");
    assert_eq!(collection.card("small/c1"), before);
    collection.is_sound();
}

#[test]
fn a_collection_of_a_newer_version_is_refused() {
    let (collection, _) = with_backup();
    let connection = Connection::open(collection.database()).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    is_refused(&collection, "was written by a newer retain (schema 99");
}

#[test]
fn a_database_of_another_program_is_refused() {
    let (collection, _) = with_backup();
    fs::remove_file(collection.database()).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(collection.data().join(format!("retain.db{ending}")));
    }
    let connection = Connection::open(collection.database()).unwrap();
    connection
        .execute_batch("create table notes (text); insert into notes values ('mine')")
        .unwrap();
    drop(connection);
    is_refused(&collection, "is not a retain collection");
}

#[test]
fn a_file_that_is_no_backup_is_not_restored() {
    let (collection, _) = with_backup();
    let other = collection.path().join("other.db");
    for content in [
        &b"not a database, but long enough to be read as one ".repeat(20)[..],
        b"",
        b"SQLite format 3\0",
    ] {
        fs::write(&other, content).unwrap();
        let run = collection.run("restore other.db --yes");
        assert!(matches!(run.code, Some(7)), "{run:?}");
        assert!(run.stderr.contains("other.db"), "{run:?}");
    }
    let run = collection.run("restore missing.db --yes");
    assert!(
        run.code == Some(1) && run.stderr.contains("missing.db"),
        "{run:?}"
    );
    assert_eq!(collection.answers().len(), 10);
    collection.is_sound();
}

#[test]
fn a_damaged_collection_is_put_aside_before_a_backup_takes_its_place() {
    let (collection, backup) = with_backup();
    fs::write(collection.database(), "ruined".repeat(2000)).unwrap();
    comes_back(&collection, &backup);
    let names: Vec<String> = fs::read_dir(collection.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.contains("damaged")),
        "{names:?}"
    );
}
