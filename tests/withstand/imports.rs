//! Imports that end too early, meet company, or find no room: all of an import is there, or nothing.

use crate::disk::{Mounted, fill};
use crate::harness::{Collection, Dice};
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Writes a table of `n_cards` cards in `n_decks` decks, whose names start with `name`.
fn table(collection: &Collection, name: &str, n_decks: usize, n_cards: usize) -> String {
    let row = |number: usize| {
        let deck = number % n_decks;
        format!("Question {number} of {name}?,Answer {number}.,{name} {deck}\n")
    };
    let rows: String = (0..n_cards).map(row).collect();
    let path = collection.path().join(format!("{name}.csv"));
    fs::write(&path, format!("question,answer,deck\n{rows}")).unwrap();
    path.to_str().unwrap().to_string()
}

/// How many cards stand in deck files that begin with `name`.
fn in_files(folder: &Path, name: &str) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let file = file.to_str().unwrap();
        if entry.path().is_dir() && !file.starts_with('.') {
            count += in_files(&entry.path(), name);
        } else if file.starts_with(name) {
            let text = fs::read_to_string(entry.path()).unwrap();
            count += text.matches("\n## ").count();
        }
    }
    count
}

/// How many cards the ledger has of decks that begin with `name`.
fn in_ledger(collection: &Collection, name: &str) -> usize {
    let connection = Connection::open(collection.database()).unwrap();
    let mut statement = connection
        .prepare("select cards from origin_cards where deck like ? || '%'")
        .unwrap();
    let rows = statement.query_map([name], |row| row.get(0)).unwrap();
    let count = |row: rusqlite::Result<Vec<u8>>| {
        let row = row.unwrap();
        let json = match row[0] {
            b'[' => String::from_utf8(row).unwrap(),
            _ => std::io::read_to_string(flate2::read::ZlibDecoder::new(&row[..])).unwrap(),
        };
        serde_json::from_str::<Vec<serde_json::Value>>(&json)
            .unwrap()
            .len()
    };
    rows.map(count).sum()
}

/// Claims that either all cards of an import are there or none; returns which.
fn all_or_nothing(collection: &Collection, name: &str, n_cards: usize) -> bool {
    // Whatever opens the collection puts files in place that wait.
    collection.run("due --json").ok();
    let files = in_files(&collection.data().join("decks"), name);
    let ledger = in_ledger(collection, name);
    assert_eq!(files, ledger, "cards in files, rows in the ledger");
    assert!([0, n_cards].contains(&files), "{files} of {n_cards} cards");
    files == n_cards
}

/// Kills imports of so many cards.
#[expect(
    clippy::disallowed_methods,
    reason = "kills are to fall within the time that an import takes here"
)]
fn killed(n_cards: usize, n_rounds: usize) {
    let mut dice = Dice(5);
    let collection = Collection::new();
    let source = table(&collection, "whole", 6, n_cards);
    let start = Instant::now();
    collection.run_words(&["import", &source]).ok();
    let usual = start.elapsed().as_micros() as u64;
    let (mut n_whole, mut n_none) = (0, 0);
    for round in 0..n_rounds {
        let collection = Collection::with_cards(3);
        collection.run("answer small/c1 good").ok();
        let source = table(&collection, "part", 6, n_cards);
        let mut child = collection
            .command(&["import", &source])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The end is where files are written; most rounds stop there.
        let from = if round % 3 == 0 { 0 } else { usual / 2 };
        std::thread::sleep(Duration::from_micros(from + dice.below(usual - from)));
        let _ = child.kill();
        child.wait().unwrap();
        match all_or_nothing(&collection, "part", n_cards) {
            true => n_whole += 1,
            false => n_none += 1,
        }
        collection.is_sound();
        collection.run_words(&["import", &source]).ok();
        assert!(all_or_nothing(&collection, "part", n_cards));
        assert_eq!(collection.answers().len(), 1);
    }
    assert!(0 < n_none, "{n_whole} whole, {n_none} not at all");
}

#[test]
fn an_import_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    killed(300, 20);
}

#[test]
fn a_large_import_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    killed(3000, 20);
}

#[test]
fn an_import_on_a_disk_that_fills_up_changes_nothing() {
    let collection = Collection::bare();
    let data = collection.data();
    fs::create_dir_all(&data).unwrap();
    let Some(_mounted) = Mounted::new(&data, &["-t", "tmpfs", "-o", "size=32m", "tmpfs"]) else {
        return;
    };
    collection.deck("small", crate::harness::deck("small", 5));
    collection.run("answer small/c1 good").ok();
    let source = table(&collection, "part", 4, 3000);
    let mut n_refused = 0;
    // Less than the files need, less than the copy, less than the log of the transaction.
    for kibibytes in [0, 60, 250, 700, 1500, 3000, 5000, 6500, 8000] {
        let room = data.join("room");
        fs::write(&room, vec![0; kibibytes * 1024]).unwrap();
        let filler = fill(&data);
        fs::remove_file(room).unwrap();
        let run = collection.run_words(&["import", &source]);
        fs::remove_file(filler).unwrap();
        collection.is_sound();
        if run.code == Some(0) {
            assert!(all_or_nothing(&collection, "part", 3000));
            break;
        }
        n_refused += 1;
        let said = run.fails(1);
        assert!(said.contains("full") || said.contains("space"), "{said}");
        assert!(!all_or_nothing(&collection, "part", 3000), "{said}");
        let left = fs::read_dir(data.join("decks")).unwrap().count();
        assert_eq!(left, 1, "something was left of the import");
        let copies = fs::read_dir(data.join("backups")).into_iter().flatten();
        let copies: Vec<_> = copies.flatten().map(|copy| copy.path()).collect();
        assert!(copies.is_empty(), "{kibibytes} KiB: {copies:?}: {said}");
    }
    assert!(3 <= n_refused, "{n_refused}");
    collection.run_words(&["import", &source]).ok();
    assert!(all_or_nothing(&collection, "part", 3000));
    assert_eq!(collection.answers().len(), 1);
}

#[test]
fn files_that_find_no_place_follow_later() {
    let collection = Collection::with_cards(1);
    let folder = collection.data().join("decks").join("part");
    fs::create_dir_all(&folder).unwrap();
    // Another disk, too: a file cannot just be renamed.
    let small = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
    let Some(_mounted) = Mounted::new(&folder, &small) else {
        return;
    };
    let filler = fill(&folder);
    let source = table(&collection, "part", 4, 100);
    let run = collection.run_words(&["import", &source]);
    assert!(run.fails(1).contains("their files follow"), "{run:?}");
    assert_eq!(in_ledger(&collection, "part"), 100);
    // What does not need them goes on.
    let run = collection.run("answer small/c1 good");
    run.ok();
    assert!(run.stderr.contains("waits for its files"), "{run:?}");
    let other = table(&collection, "other", 1, 10);
    assert_ne!(collection.run_words(&["import", &other]).code, Some(0));
    assert_eq!(in_ledger(&collection, "other"), 0);
    fs::remove_file(filler).unwrap();
    assert!(all_or_nothing(&collection, "part", 100));
    assert_eq!(collection.run("due").stderr, "");
    collection.run_words(&["import", &other]).ok();
    assert!(all_or_nothing(&collection, "other", 10));
}

#[test]
fn imports_at_the_same_time_lose_nothing_of_each_other() {
    for _ in 0..6 {
        let collection = Collection::with_cards(1);
        let sources = ["one", "two", "three"].map(|name| table(&collection, name, 3, 90));
        let imports = sources.each_ref().map(|source| {
            let mut command = collection.command(&["import", source]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        });
        for (child, name) in imports.into_iter().zip(["one", "two", "three"]) {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{output:?}");
            assert!(all_or_nothing(&collection, name, 90));
        }
        collection.is_sound();
    }
}

#[test]
fn one_source_imported_twice_at_once_is_there_once() {
    for _ in 0..6 {
        let collection = Collection::with_cards(1);
        let source = table(&collection, "part", 3, 90);
        let imports = [0, 1].map(|_| {
            let mut command = collection.command(&["import", &source]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        });
        let outputs = imports.map(|child| child.wait_with_output().unwrap());
        let codes = outputs.each_ref().map(|output| output.status.code());
        assert!(codes.contains(&Some(0)), "{outputs:?}");
        for output in outputs.iter().filter(|output| !output.status.success()) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(6), "{said}");
            assert!(said.contains("while this import was running"), "{said}");
        }
        assert!(all_or_nothing(&collection, "part", 90));
        collection.is_sound();
    }
}

#[test]
fn a_session_and_an_import_do_not_disturb_each_other() {
    let collection = Collection::with_cards(5);
    let source = table(&collection, "part", 4, 2000);
    let mut sitting = collection.sitting("review deck:small");
    sitting.answer("3");
    let mut command = collection.command(&["import", &source]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let import = command.spawn().unwrap();
    for _ in 0..3 {
        sitting.answer("3");
    }
    let output = import.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    sitting.answer("3");
    assert_eq!(sitting.end().code, Some(0));
    assert_eq!(collection.answers().len(), 5);
    assert!(all_or_nothing(&collection, "part", 2000));
    collection.is_sound();
}

#[test]
fn a_deck_that_is_edited_while_a_conflict_is_asked_about_is_not_overwritten() {
    let collection = Collection::new();
    let source = collection.path().join("part.csv");
    let write = |answer: &str| {
        fs::write(&source, format!("id,question,answer\n1,Which?,{answer}\n")).unwrap();
    };
    write("first");
    collection.run("import part.csv").ok();
    let deck = collection.data().join("decks").join("part.md");
    let text = fs::read_to_string(&deck).unwrap();
    fs::write(&deck, text.replace("first", "mine")).unwrap();
    write("theirs");
    let mut terminal = collection.terminal("import part.csv", 80, 40);
    terminal.until("Which text?");
    let edited = text.replace("first", "mine, edited meanwhile");
    fs::write(&deck, &edited).unwrap();
    // The second choice takes the source's text.
    terminal.press("\x1b[B\r");
    terminal.until("was changed while this import was running");
    assert_eq!(fs::read_to_string(&deck).unwrap(), edited);
    assert_eq!(fs::read_dir(deck.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_deck_in_the_place_of_a_new_one_is_not_overwritten() {
    let collection = Collection::new();
    let mine = collection.deck("part/part-0", crate::harness::deck("my-own", 2));
    let before = fs::read_to_string(&mine).unwrap();
    let source = table(&collection, "part", 2, 10);
    let run = collection.run_words(&["import", &source]);
    assert!(run.fails(1).contains("is there already"), "{run:?}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), before);
    assert_eq!(in_ledger(&collection, "part"), 0);
}

#[test]
fn a_deck_that_is_a_link_stays_one() {
    let collection = Collection::new();
    let write = |answer: &str| {
        let text = format!("id,question,answer\n1,Which?,{answer}\n");
        fs::write(collection.path().join("part.csv"), text).unwrap();
    };
    write("first");
    collection.run("import part.csv").ok();
    let deck = collection.data().join("decks").join("part.md");
    let kept = collection.path().join("kept.md");
    fs::rename(&deck, &kept).unwrap();
    std::os::unix::fs::symlink(&kept, &deck).unwrap();
    write("second");
    collection.run("import part.csv").ok();
    assert!(fs::symlink_metadata(&deck).unwrap().is_symlink());
    assert!(fs::read_to_string(&kept).unwrap().contains("second"));
}
