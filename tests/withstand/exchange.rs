//! Files from elsewhere that were made to do harm: bombs, lies about sizes, damaged databases, paths,
//! escapes, deep nesting.
//!
//! `tests/data/hostile/imports.txt` says of each what an import must come to. Whatever it is, memory
//! and time are bounded, nothing outside of the collection is touched, and what is refused as a whole
//! leaves the collection byte for byte as it was.

use crate::harness::{Collection, Run, binary, harmful};
use crate::hostile::{MOST_MEMORY, is_harmless, of_all, of_deck};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// CPU seconds that one import may take; a debug build is slower than what learners have.
const MOST_SECONDS: u64 = 5;

/// The most memory that may ever be in use, in KiB.
const MOST_RESIDENT: i64 = 256 * 1024;

fn hostile(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/hostile")
        .join(name)
}

/// One line of the table.
struct Case {
    name: &'static str,
    code: i32,
    said: Vec<String>,
}

fn cases() -> Vec<Case> {
    let table = include_str!("../data/hostile/imports.txt");
    let case = |line: &'static str| {
        let mut parts = line.split(" | ");
        let (name, code) = (parts.next().unwrap(), parts.next().unwrap());
        let file = match name.starts_with("crowdanki/") {
            true => "deck.json",
            false => name.rsplit('/').next().unwrap(),
        };
        let said = parts.map(|part| match part.starts_with(':') {
            true => format!("{file}{part}"),
            false => part.to_string(),
        });
        Case {
            name,
            code: code.parse().unwrap(),
            said: said.collect(),
        }
    };
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(case).collect()
}

/// Every file below a folder with its bytes, but for what SQLite and the stamps leave.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() && name != "state" {
            found.extend(contents(&path));
        } else if path.is_file() && !name.ends_with("-shm") && !name.ends_with("-wal") {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// Imports with bounds, and with a folder of its own for temporary files, which must end empty.
/// Returns how much memory was in use at the most, in KiB, too.
fn import(collection: &Collection, words: &str) -> (Run, i64) {
    let temporary = collection.path().join("temporary");
    fs::create_dir_all(&temporary).unwrap();
    let script = format!(
        "ulimit -v {MOST_MEMORY}; ulimit -t {MOST_SECONDS}; exec \"$RETAIN\" import {words}"
    );
    let mut command = collection.program("bash");
    command
        .env("RETAIN", binary())
        .env("TMPDIR", &temporary)
        .args(["-c", &script]);
    let ended = measured(command);
    let left = contents(&temporary);
    assert!(left.is_empty(), "{words}: left behind: {:?}", left.keys());
    ended
}

/// Runs to the end, as `harness::finished`, and says what was used.
#[expect(
    clippy::zombie_processes,
    reason = "wait4 waits, and says what was used"
)]
fn measured(mut command: Command) -> (Run, i64) {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let mut stdout = String::new();
    out.read_to_string(&mut stdout).unwrap();
    let stderr = reader.join().unwrap();
    let pid = child.id() as libc::pid_t;
    let mut status = 0;
    // SAFETY: plain numbers, for which zero is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the child is ours and was not waited for; both places live until the call returns.
    let waited = unsafe { libc::wait4(pid, &mut status, 0, &mut usage) };
    assert_eq!(waited, pid);
    let run = Run {
        stdout,
        stderr,
        code: libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status)),
    };
    assert!(!run.stderr.contains("panicked at"), "{run:?}");
    (run, usage.ru_maxrss)
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}

fn is_as_told(case: &Case) {
    let Case { name, code, said } = case;
    let collection = Collection::new();
    let before = contents(collection.path());
    let (run, resident) = import(&collection, &quoted(&hostile(name)));
    assert_eq!(run.code, Some(*code), "{name}: {run:?}");
    let all = format!("{}{}", run.stdout, run.stderr);
    for part in said {
        assert!(all.contains(part), "{name}: `{part}` is not said: {all}");
    }
    assert_eq!(harmful(&all), [], "{name}: {all}");
    assert!(resident <= MOST_RESIDENT, "{name}: {resident} KiB");
    let after = contents(collection.path());
    let is_new = |path: &&PathBuf| before.get(*path) != after.get(*path);
    let changed: Vec<&PathBuf> = after.keys().filter(is_new).collect();
    if *code == 5 || all.contains(": 0 new") {
        assert!(before == after, "{name}: changed {changed:?}");
        return;
    }
    let decks = collection.data().join("decks");
    for path in changed {
        let is_staged = path.to_string_lossy().contains("/.import-");
        let is_due = path.starts_with(&decks) && !is_staged || *path == collection.database();
        assert!(is_due, "{name}: written: {path:?}");
    }
    // What was taken in is read by the same rules as any deck.
    collection.run("deck lint").ok();
}

#[test]
fn the_table_names_every_hostile_file() {
    let mut found: Vec<String> = Vec::new();
    for folder in fs::read_dir(hostile("")).unwrap().flatten() {
        for entry in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let (folder, name) = (folder.file_name(), entry.file_name());
            found.push(format!("{}/{}", folder.display(), name.display()));
        }
    }
    found.sort_unstable();
    let mut named: Vec<&str> = cases().iter().map(|case| case.name).collect();
    named.sort_unstable();
    assert_eq!(named, found);
}

#[test]
fn each_hostile_file_comes_to_what_the_table_says() {
    let (cases, next) = (cases(), AtomicUsize::new(0));
    let n_workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n_workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    is_as_told(case);
                }
            });
        }
    });
}

#[test]
fn a_field_of_almost_a_megabyte_is_taken() {
    let collection = Collection::new();
    let file = collection.path().join("field.csv");
    fs::write(
        &file,
        format!("front,back\nbig,{}\n", "a".repeat(1_000_000)),
    )
    .unwrap();
    let (run, resident) = import(&collection, &quoted(&file));
    run.ok();
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(all.contains("1 note read as csv: 1 new"), "{all}");
    assert!(resident <= MOST_RESIDENT, "{resident} KiB");
}

/// Those of the files that are imported and have the worst texts, names and tags.
const STEERING: [&str; 13] = [
    "apkg/escapes-everywhere.apkg",
    "apkg/html-oddities.apkg",
    "apkg/deck-names.apkg",
    "apkg/tags.apkg",
    "apkg/cloze-oddities.apkg",
    "apkg/template-oddities.apkg",
    "csv/escapes.csv",
    "csv/formula-cells.csv",
    "csv/anki-headers-hostile.txt",
    "md/escapes-native.md",
    "md/escapes-hashcards.md",
    "md/links-and-images.md",
    "org/same-id-twice.org",
];

fn with_steering() -> Collection {
    let collection = Collection::new();
    for name in STEERING {
        let (run, _) = import(&collection, &quoted(&hostile(name)));
        assert!(matches!(run.code, Some(0 | 1)), "{name}: {run:?}");
    }
    collection
}

/// The ids of the decks that were imported.
fn own_decks(collection: &Collection) -> Vec<String> {
    let listed = collection.run("deck list --json").json();
    let decks = listed["decks"].as_array().unwrap().iter();
    let own = decks.filter(|deck| !deck["path"].is_null());
    own.map(|deck| deck["deck"].as_str().unwrap().to_string())
        .collect()
}

#[test]
fn what_came_with_hostile_files_is_shown_and_not_sent() {
    let collection = with_steering();
    is_harmless(&collection, &of_all());
    let decks = own_decks(&collection);
    assert!(STEERING.len() < decks.len(), "{decks:?}");
    for id in &decks {
        is_harmless(&collection, &of_deck(id));
    }
    let found = collection.run("search --json deck:escapes").json();
    let cards = found["cards"].as_array().unwrap();
    assert_eq!(cards.len(), 32);
    for card in cards {
        let key = card["card"].as_str().unwrap();
        is_harmless(&collection, &[format!("show {key}")]);
    }
}

#[test]
fn an_answer_behind_a_fold_of_html_is_not_in_the_question() {
    let collection = Collection::new();
    let file = quoted(&hostile("apkg/html-oddities.apkg"));
    import(&collection, &file).0.ok();
    for (path, bytes) in contents(&collection.data().join("decks")) {
        let text = String::from_utf8(bytes).unwrap();
        let mut headings = text.lines().filter(|line| line.starts_with("## "));
        assert!(
            headings.all(|line| !line.contains("ANSWER-MUST-NOT-SHOW")),
            "{path:?}"
        );
        assert!(
            !text.contains("<script") && !text.contains("<style"),
            "{path:?}"
        );
    }
}

#[test]
fn what_goes_out_again_holds_nothing_that_steers() {
    let collection = with_steering();
    let decks = own_decks(&collection);
    let decks: Vec<String> = decks.iter().map(|deck| format!("deck:{deck}")).collect();
    let selector = decks.join(" or ");
    for format in ["csv", "tsv", "json", "markdown", "gift", "crowdanki"] {
        let target = collection.path().join(format!("out-{format}"));
        let place = target.to_str().unwrap();
        let run = collection.run_words(&["export", "--to", format, &selector, place]);
        let said = format!("{}{}", run.ok(), run.stderr);
        assert_eq!(harmful(&said), [], "{format}: {said}");
        let mut written = contents(&target);
        if target.is_file() {
            written.insert(target.clone(), fs::read(&target).unwrap());
        }
        assert!(!written.is_empty(), "{format}");
        for (path, bytes) in written {
            let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
            assert_eq!(harmful(&text), [], "{path:?}");
        }
    }
}

#[test]
fn two_decks_with_one_id_are_told_with_both_their_places() {
    let collection = Collection::new();
    let folder = collection.path().join("twins");
    fs::create_dir(&folder).unwrap();
    for name in ["duplicate-deck-id-1.md", "duplicate-deck-id-2.md"] {
        fs::copy(hostile("md").join(name), folder.join(name)).unwrap();
    }
    let run = collection.run("import twins");
    let expected = "duplicate-deck-id-2.md:6: `twin/x` stands in the source a second time, first at duplicate-deck-id-1.md:6";
    assert!(run.fails(1).contains(expected), "{run:?}");
}

#[test]
fn what_org_files_include_or_run_is_left_out() {
    let file = quoted(&hostile("org/oddities.org"));
    let cases: [(&str, i32, &[&str]); 2] = [
        (
            "org-drill",
            1,
            &[
                "oddities.org:1: a headline of 10000 stars, at most 128 are read",
                "oddities.org:3: the drawer is never closed",
            ],
        ),
        (
            "org-fc",
            0,
            &[
                "files to be included are left out (2)",
                "links that run something are left as their text (1)",
                "links to other files are left as their text (1)",
            ],
        ),
    ];
    for (format, code, parts) in cases {
        let collection = Collection::new();
        let (run, _) = import(&collection, &format!("--from {format} {file}"));
        let said = run.fails(code);
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
        for (path, bytes) in contents(&collection.data().join("decks")) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("root:"), "{path:?}: {text}");
        }
    }
}

/// Names that no file should have, and things that are no files.
#[test]
fn what_is_no_plain_file_is_neither_waited_for_nor_followed() {
    let collection = Collection::new();
    let script = "set -e
        mkdir -p odd/inner; cd odd
        mkfifo pipe.md; ln -s /dev/zero zero.md; ln -s . self; ln -s loop.md loop.md
        ln -s /etc/passwd inner/passwd.md; ln -s nowhere dangling.md
        truncate -s 10G sparse.md
        printf 'question,answer\\na,b\\n' > 'new
line.csv'
        printf 'question,answer\\nc,d\\n' > $'\\e]0;pwned\\a.csv'
        printf 'question,answer\\ne,f\\n' > -rf.csv";
    collection.shell(script).ok();
    let whole = import(&collection, "odd").0;
    assert!(whole.ok().contains(": 3 new"), "{whole:?}");
    assert_eq!(harmful(&whole.stdout), []);
    for (name, code) in [
        ("pipe.md", 2),
        ("zero.md", 2),
        ("loop.md", 1),
        ("dangling.md", 1),
        ("sparse.md", 5),
    ] {
        let (run, resident) = import(&collection, &format!("odd/{name}"));
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(resident <= MOST_RESIDENT, "{name}: {resident} KiB");
    }
    // A link that was named is read like any file; one that a folder holds is not.
    let named = import(&collection, "odd/inner/passwd.md").0;
    assert!(named.fails(5).contains("no cards"), "{named:?}");
    let folder = import(&collection, "odd/inner").0;
    assert!(folder.fails(5).contains("inner: there is no card in it"));
}
