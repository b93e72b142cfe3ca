//! Decks and progress out of one collection and into another, by the program from outside.

mod harness;

use harness::Collection;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A card of each kind, with all that a card can have.
const MINE: &str = "---
id: mine
title: \"Mine: a deck\"
topic: https-and-tls
level: senior
tags: [own, area::one]
authors: [Ada, \"Lovelace_, B.\"]
licence: CC-BY-4.0
checked: 2026-03
---

All kinds of cards.

## What is a WAL? {#wal}

A *write-ahead* log.

```sql
select 1;
  -- indented
```

Hint: log
Why: durability
Source: https://example.org/wal
Tags: db

## Both ways {#both .reversed}

Forward and `back`.

## Clozes {#cz}

A {{c1::quorum}} is {{c2::more than half}} of {{c1::all}}.

## Which is safe? {#safe}

- [x] GET
  > It changes nothing.
- [ ] POST

## Port of HTTPS? {#port .typed}

443.

Accept: 443 | tcp/443

## Bits of IPv4? {#bits .number}

32 bits.

Accept: 32 bit

## In order? {#ord .order}

1. SYN
2. SYN-ACK
3. ACK

## Explain back-pressure {#open .open}

- names the queue
- names the limit

## =1+1 {#formula}

-2 is not it, @ + =.

## A picture {#pic}

![diagram](media/d.png)
";

/// The review cards of it.
const KEYS: [&str; 12] = [
    "mine/wal",
    "mine/both",
    "mine/both/reversed",
    "mine/cz/c1",
    "mine/cz/c2",
    "mine/safe",
    "mine/port",
    "mine/bits",
    "mine/ord",
    "mine/open",
    "mine/formula",
    "mine/pic",
];

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nno picture";

/// What was learned of it: instant and command.
const LIFE: [(&str, &str); 19] = [
    ("2026-11-01T08:00:00Z", "answer mine/wal good"),
    ("2026-11-01T08:01:00Z", "answer mine/both again"),
    ("2026-11-01T08:02:00Z", "answer mine/both good"),
    // Several in one instant.
    ("2026-11-01T08:02:00Z", "answer mine/both/reversed easy"),
    ("2026-11-01T08:02:00Z", "answer mine/cz/c1 hard"),
    ("2026-11-01T08:02:00Z", "answer mine/cz/c2 good"),
    // Taken back: it is no answer any more.
    ("2026-11-01T08:03:00Z", "answer mine/safe good"),
    ("2026-11-01T08:03:00Z", "undo"),
    ("2026-11-01T08:03:00Z", "answer mine/safe hard"),
    ("2026-11-03T23:30:00Z", "answer mine/wal good"),
    // Before the new day begins.
    ("2026-11-04T01:30:00Z", "answer mine/bits again"),
    ("2026-11-04T01:30:00Z", "answer mine/port good"),
    ("2026-11-09T09:00:00Z", "answer mine/wal again"),
    ("2026-11-09T09:10:00Z", "answer mine/wal good"),
    ("2026-11-09T09:11:00Z", "answer mine/ord good"),
    ("2026-11-09T09:12:00Z", "suspend mine/ord"),
    ("2026-11-09T09:12:00Z", "flag mine/cz/c1"),
    ("2026-11-12T09:10:00Z", "reset mine/bits --yes"),
    ("2026-11-12T09:10:00Z", "answer mine/formula good"),
];

/// A collection with the deck and what was learned of it; lived through once a test program.
fn learned() -> Collection {
    static FILES: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let collection = lived();
        let data = collection.data();
        let below = |path: &Path| path.strip_prefix(&data).unwrap().to_path_buf();
        let files = files_below(&data).into_iter();
        files
            .map(|path| (below(&path), fs::read(path).unwrap()))
            .collect()
    });
    let collection = Collection::bare();
    for (path, bytes) in files {
        let path = collection.data().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    collection
}

fn lived() -> Collection {
    let mut collection = Collection::new();
    collection.deck("mine", MINE);
    let media = collection.data().join("decks/media");
    fs::create_dir_all(&media).unwrap();
    fs::write(media.join("d.png"), PICTURE).unwrap();
    for (at, words) in LIFE {
        collection.at(at).run(words).ok();
    }
    collection
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

/// Exports the deck to a file or folder of the collection's own, and returns its path.
fn exported(collection: &Collection, format: &str) -> String {
    let place = collection.path().join(format!("out.{format}"));
    let place = place.to_str().unwrap().to_string();
    collection
        .run_words(&[
            "export",
            "deck:mine",
            "--to",
            format,
            "-o",
            &place,
            "--force",
        ])
        .ok();
    place
}

/// A new collection with what stands at that place, schedules included.
fn imported(place: &str) -> Collection {
    let collection = Collection::new();
    collection.run_words(&["import", place, "--progress"]).ok();
    collection
}

/// All there is to know of a card, but for where it stands and when it was suspended.
fn known(collection: &Collection, key: &str) -> Value {
    let mut card = collection.card(key);
    let fields = card.as_object_mut().unwrap();
    for place in ["path", "line"] {
        fields.remove(place);
    }
    let history = fields.remove("history").unwrap();
    let is_learned = |event: &&Value| event["kind"] == "answer" || event["kind"] == "reset";
    let events = history.as_array().unwrap().iter().filter(is_learned);
    // A package numbers its log by milliseconds, so that no two answers have one.
    let second = |event: &Value| event["at"].as_str().unwrap()[..19].to_string();
    let events = events.map(|event| {
        json!([
            second(event),
            event["kind"],
            event["rating"],
            event["interval"]
        ])
    });
    fields.insert("learned".to_string(), events.collect());
    fields.insert("tags".to_string(), sorted(&fields["tags"]));
    card
}

fn sorted(texts: &Value) -> Value {
    let mut texts: Vec<&str> = texts
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    texts.sort_unstable();
    json!(texts)
}

/// The part of a card that is text.
fn text(collection: &Collection, key: &str) -> Value {
    const TEXT: [&str; 12] = [
        "question", "prompt", "body", "answer", "choices", "hint", "why", "sources", "tags",
        "kind", "accept", "level",
    ];
    let card = collection.card(key);
    let fields = TEXT
        .iter()
        .map(|name| (name.to_string(), card[*name].clone()));
    Value::Object(fields.collect())
}

/// The front matter of the deck, but for its tags, and its description.
fn front(collection: &Collection) -> String {
    let path = collection.card("mine/wal")["path"]
        .as_str()
        .unwrap()
        .to_string();
    let text = fs::read_to_string(path).unwrap();
    let head = text.split("\n## ").next().unwrap().lines();
    let head: Vec<&str> = head.filter(|line| !line.starts_with("tags:")).collect();
    head.join("\n")
}

/// Title, tags, licence and questions of the deck.
fn deck(collection: &Collection) -> Value {
    let shown = collection.run("deck show mine --json").json();
    let questions = shown["questions"].as_array().unwrap().iter();
    let questions = questions.map(|one| json!([one["card"], one["question"]]));
    json!([
        shown["title"],
        shown["licence"],
        sorted(&shown["tags"]),
        questions.collect::<Vec<_>>()
    ])
}

fn picture(collection: &Collection) -> Vec<u8> {
    let files = files_below(&collection.data().join("decks"));
    let path = files.iter().find(|path| path.ends_with("media/d.png"));
    path.map_or(Vec::new(), |path| fs::read(path).unwrap())
}

#[test]
fn packages_and_json_keep_every_card_text_tag_answer_and_state() {
    let before = learned();
    for format in ["apkg", "json"] {
        let after = imported(&exported(&before, format));
        assert_eq!(deck(&after), deck(&before), "{format}");
        assert_eq!(front(&after), front(&before), "{format}");
        for key in KEYS {
            assert_eq!(known(&after, key), known(&before, key), "{format}");
        }
        // The answers lead where the cards stand.
        assert!(
            after.log().iter().all(|event| event["kind"] != "adopt"),
            "{format}"
        );
        // One of them was taken back, and is none any more.
        assert_eq!(
            after.answers().len(),
            before.answers().len() - 1,
            "{format}"
        );
        assert_eq!(picture(&after), PICTURE, "{format}");
        after.is_sound();
    }
}

#[test]
fn decks_and_folders_of_crowdanki_keep_every_text_and_tag() {
    let before = learned();
    for format in ["markdown", "crowdanki"] {
        let after = imported(&exported(&before, format));
        assert_eq!(deck(&after), deck(&before), "{format}");
        assert_eq!(front(&after), front(&before), "{format}");
        for key in KEYS {
            assert_eq!(text(&after, key), text(&before, key), "{format}");
        }
        assert_eq!(picture(&after), PICTURE, "{format}");
        assert!(after.answers().is_empty(), "{format}");
    }
}

#[test]
fn a_table_keeps_texts_and_says_what_it_loses() {
    let before = learned();
    for format in ["csv", "tsv"] {
        let place = exported(&before, format);
        let words = [
            "export",
            "deck:mine",
            "--to",
            format,
            "-o",
            &place,
            "--force",
        ];
        let run = before.run_words(&words);
        for loss in [
            "schedules and answers (9)",
            "pictures and sounds (1)",
            "which cards are suspended or flagged (2): mine/cz/c1, mine/ord",
            "ways back of cards that ask both ways (1): mine/both",
            "typed cards as such (1): mine/port",
            "number cards as such (1): mine/bits",
            "what typed and number cards accept (2): mine/port, mine/bits",
            "order cards as such (1): mine/ord",
            "open cards as such (1): mine/open",
            "descriptions of decks (1): mine",
            "topic, level, authors, licence and date of decks (1): mine",
        ] {
            let said = format!("note: {format} does not keep {loss}");
            assert!(run.stderr.contains(&said), "{said}: {run:?}");
        }
        let after = imported(&place);
        let shown = after.run("deck show mine-a-deck --json").json();
        let questions = shown["questions"].as_array().unwrap();
        let known = before.run("deck show mine --json").json();
        let known = known["questions"].as_array().unwrap();
        // Of the clozes the first.
        let key = |one: &Value| {
            let part = if one["question"] == "Clozes" {
                "/c1"
            } else {
                ""
            };
            format!("{}{part}", one["card"].as_str().unwrap())
        };
        for one in questions {
            let twin = known
                .iter()
                .find(|twin| twin["question"] == one["question"]);
            let twin = key(twin.unwrap());
            let (ours, theirs) = (text(&before, &twin), text(&after, &key(one)));
            for field in ["answer", "choices", "hint", "why", "sources", "body"] {
                // A rubric is an answer like any other there.
                if (twin.as_str(), field) == ("mine/open", "answer") {
                    continue;
                }
                assert_eq!(theirs[field], ours[field], "{format} {twin} {field}");
            }
            // Those of the deck stand with each card.
            let tags = theirs["tags"].as_array().unwrap();
            assert!(
                ours["tags"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|tag| tags.contains(tag))
            );
            assert!(tags.contains(&json!("area::one")));
        }
        assert_eq!(questions.len(), 10);
    }
}

#[test]
fn gift_keeps_what_can_be_asked_in_a_test() {
    let before = learned();
    let after = imported(&exported(&before, "gift"));
    let decks = after.run("deck list --json").json();
    let slug = decks["decks"][0]["deck"].as_str().unwrap();
    let shown = after.run_words(&["deck", "show", slug, "--json"]).json();
    let question = |one: &&Value| one["question"] == "Which is safe?";
    let key = shown["questions"].as_array().unwrap().iter().find(question);
    let safe = text(&after, key.unwrap()["card"].as_str().unwrap());
    assert_eq!(safe["choices"], text(&before, "mine/safe")["choices"]);
}

#[test]
fn what_comes_back_to_where_it_was_changes_nothing() {
    let collection = learned();
    let before = (
        collection.log(),
        fs::read(collection.data().join("decks/mine.md")).unwrap(),
    );
    for format in ["apkg", "json", "crowdanki", "markdown"] {
        let place = exported(&collection, format);
        for _ in 0..2 {
            let run = collection.run_words(&["import", &place, "--progress"]);
            assert!(
                run.ok().contains("0 new, 10 unchanged; nothing changed"),
                "{format}: {run:?}"
            );
        }
    }
    let after = (
        collection.log(),
        fs::read(collection.data().join("decks/mine.md")).unwrap(),
    );
    assert_eq!(after, before);
}

#[test]
fn what_is_learned_meanwhile_is_joined_on_both_sides() {
    let mut here = learned();
    let mut there = imported(&exported(&here, "apkg"));
    here.at("2026-11-21T08:00:00Z")
        .run("answer mine/open good")
        .ok();
    there
        .at("2026-11-21T09:00:00Z")
        .run("answer mine/pic easy")
        .ok();
    let (from_here, from_there) = (exported(&here, "apkg"), exported(&there, "apkg"));
    for (collection, place) in [(&here, &from_there), (&there, &from_here)] {
        let run = collection.run_words(&["import", place, "--progress"]);
        assert!(
            run.ok()
                .contains("0 new, 10 unchanged, 1 answer taken over"),
            "{run:?}"
        );
        collection.is_sound();
    }
    for key in ["mine/open", "mine/pic"] {
        let state = |collection: &Collection| collection.card(key)["stability"].clone();
        assert_eq!(state(&here), state(&there), "{key}");
    }
}

#[test]
fn a_second_export_is_the_same_to_the_byte() {
    let collection = learned();
    for format in ["apkg", "json", "csv", "tsv", "gift"] {
        let bytes = || fs::read(exported(&collection, format)).unwrap();
        assert!(bytes() == bytes(), "{format}");
    }
    for (format, file) in [("crowdanki", "deck.json"), ("markdown", "mine/mine.md")] {
        let bytes = || fs::read(Path::new(&exported(&collection, format)).join(file)).unwrap();
        assert!(bytes() == bytes(), "{format}");
    }
}

#[test]
fn progress_stays_here_where_that_is_wanted() {
    let collection = learned();
    for format in ["apkg", "json"] {
        let place = exported(&collection, format);
        let words = [
            "export",
            "deck:mine",
            "--force",
            "--no-progress",
            "-o",
            &place,
            "--to",
            format,
        ];
        collection.run_words(&words).ok();
        let after = imported(&place);
        assert!(after.log().is_empty(), "{format}");
        assert_eq!(text(&after, "mine/wal"), text(&collection, "mine/wal"));
    }
}

#[test]
fn the_decks_of_the_program_are_known_when_they_come_back() {
    let collection = Collection::new();
    let decks = collection.run("deck list --json").json();
    let slug = decks["decks"][0]["deck"].as_str().unwrap();
    let selector = format!("deck:{slug}");
    for format in ["apkg", "json", "crowdanki"] {
        let place = collection.path().join(format!("out.{format}"));
        let place = place.to_str().unwrap();
        collection
            .run_words(&["export", &selector, "--to", format, "-o", place])
            .ok();
        let run = collection.run_words(&["import", place, "--progress"]);
        assert!(
            run.ok().contains(" unchanged; nothing changed"),
            "{format}: {run:?}"
        );
    }
    assert!(!collection.data().join("decks").exists());
}

#[test]
fn the_log_goes_out_whole_and_comes_back() {
    let collection = learned();
    let path = collection.path().join("log.jsonl");
    let path = path.to_str().unwrap();
    collection.run_words(&["export", "--log", path]).ok();
    let log = collection.run("log export");
    assert_eq!(fs::read_to_string(path).unwrap(), log.ok());
    let other = Collection::new();
    other.deck("mine", MINE);
    other.run_words(&["log", "import", path]).ok();
    assert_eq!(other.log(), collection.log());
    for key in KEYS {
        assert_eq!(known(&other, key), known(&collection, key));
    }
}

/// An archive of a collection with a setting of its own.
fn archived() -> (Collection, String) {
    let collection = learned();
    collection.set("new_per_day", "7");
    let path = collection.path().join("all.zip");
    let path = path.to_str().unwrap().to_string();
    collection.run_words(&["export", "--all", &path]).ok();
    (collection, path)
}

/// Claims that all of `before` is in `after`.
fn is_whole(after: &Collection, before: &Collection) {
    assert_eq!(after.log(), before.log());
    for key in KEYS {
        assert_eq!(known(after, key), known(before, key));
    }
    let path = after.card("mine/wal")["path"].as_str().unwrap().to_string();
    assert!(Path::new(&path).starts_with(after.data()), "{path}");
    assert_eq!(picture(after), PICTURE);
    let setting = after.run("config get new_per_day");
    assert_eq!(setting.ok().trim(), "7");
    after.is_sound();
}

#[test]
fn an_archive_brings_everything_to_another_machine() {
    let (before, archive) = archived();
    let again = before.run_words(&["export", "--all", &archive]);
    assert!(again.fails(2).contains("is there already"), "{again:?}");
    let after = Collection::bare();
    let asked = after.run_words(&["restore", &archive]);
    assert!(asked.fails(2).contains("--yes"), "{asked:?}");
    after.run_words(&["restore", &archive, "--yes"]).ok();
    is_whole(&after, &before);
}

#[test]
fn what_an_archive_replaces_is_put_aside() {
    let (before, archive) = archived();
    let after = Collection::with_cards(2);
    after.set("new_per_day", "3");
    after.run("answer small/c1 good").ok();
    let run = after.run_words(&["restore", &archive, "--yes"]);
    run.ok();
    is_whole(&after, &before);
    let aside = |mark: &str| {
        let line = run.stderr.lines().find(|line| line.contains(mark));
        let line = line.unwrap_or_else(|| panic!("{mark}: {run:?}"));
        line.split(" in ").last().unwrap().to_string()
    };
    let decks = aside("the decks that were there");
    assert!(Path::new(&decks).join("small.md").is_file(), "{decks}");
    let settings = fs::read_to_string(aside("the settings that were there")).unwrap();
    assert!(settings.contains("new_per_day = 3"), "{settings}");
    let copy = aside("what was there before");
    after.run_words(&["restore", &copy, "--yes"]).ok();
    assert_eq!(
        after.answers(),
        [("small/c1".to_string(), "good".to_string())]
    );
}

#[test]
fn a_broken_archive_changes_nothing() {
    let (_kept, archive) = archived();
    let collection = Collection::with_cards(1);
    collection.run("answer small/c1 good").ok();
    let bytes = fs::read(&archive).unwrap();
    let broken = collection.path().join("broken.zip");
    for end in [bytes.len() / 2, bytes.len() - 1, 30] {
        fs::write(&broken, &bytes[..end]).unwrap();
        let run = collection.run_words(&["restore", broken.to_str().unwrap(), "--yes"]);
        assert_ne!(run.code, Some(0), "{end}: {run:?}");
        assert_eq!(collection.answers().len(), 1);
        assert!(collection.data().join("decks/small.md").is_file());
    }
}

/// A Python that has the package `anki`: that of `RETAIN_ANKI_PYTHON`, or `python3`.
fn python() -> Option<String> {
    let named = std::env::var("RETAIN_ANKI_PYTHON").ok();
    let python = named.unwrap_or_else(|| "python3".to_string());
    let told = Command::new(&python).args(["-c", "import anki"]).output();
    told.ok()?.status.success().then_some(python)
}

#[test]
fn through_anki_every_card_text_tag_answer_and_state_comes_back() {
    let Some(python) = python() else {
        println!("no Python here has the package `anki`: nothing was tried");
        return;
    };
    let before = learned();
    let sent = exported(&before, "apkg");
    let came = before.path().join("came.apkg");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/anki_roundtrip.py");
    let told = Command::new(python)
        .arg(script)
        .args([sent.as_str(), came.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let came = came.to_str().unwrap();
    let after = imported(came);
    assert_eq!(deck(&after), deck(&before));
    assert_eq!(front(&after), front(&before));
    for key in KEYS {
        assert_eq!(known(&after, key), known(&before, key));
    }
    assert_eq!(picture(&after), PICTURE);
    after.is_sound();
    // Back where it was, nothing is new.
    let log = before.log();
    let run = before.run_words(&["import", came, "--progress"]);
    assert!(
        run.ok().contains("0 new, 10 unchanged; nothing changed"),
        "{run:?}"
    );
    assert_eq!(before.log(), log);
}
