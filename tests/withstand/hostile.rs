//! Decks that were written to do harm: escapes, bombs, deep nesting, ids as paths.
//!
//! Every file of `tests/data/hostile` is made the learner's own deck, as it is and with sound front
//! matter before it, and everything that prints deck text is run.

use crate::harness::{Collection, MORNING, harmful};
use std::fs;
use std::path::{Path, PathBuf};

/// Address space that a command may use, in KiB; a debug build and SQLite need a fraction of it.
pub const MOST_MEMORY: u64 = 1_500_000;

/// CPU seconds that a command may use; the largest of these files is 160 kB.
const MOST_SECONDS: u64 = 20;

fn fixtures() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in ["md", "toml"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/hostile")
            .join(folder);
        paths.extend(
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    paths.sort();
    assert!(10 < paths.len());
    paths
}

/// Runs commands with bounds, and looks at every byte that comes out.
pub fn is_harmless(collection: &Collection, commands: &[String]) {
    fs::write(collection.path().join("answers"), "\n3\ni\n\n3\n\n3\n").unwrap();
    fs::create_dir_all(collection.path().join("there")).unwrap();
    for words in commands {
        let script = format!(
            "ulimit -v {MOST_MEMORY}; ulimit -t {MOST_SECONDS}; cd there; \"$RETAIN\" {words} < ../answers"
        );
        let run = collection.shell(&script);
        assert_eq!(
            (harmful(&run.stdout), harmful(&run.stderr)),
            (vec![], vec![]),
            "{words}: {run:?}"
        );
        assert!(matches!(run.code, Some(0 | 4 | 5)), "{words}: {run:?}");
    }
    let left: Vec<_> = fs::read_dir(collection.path().join("there"))
        .unwrap()
        .collect();
    assert!(
        left.is_empty(),
        "something was written beside the collection"
    );
}

/// Everything that shows the text of a deck.
pub fn of_deck(id: &str) -> Vec<String> {
    let words = [
        "deck show",
        "deck show --json",
        "search --json",
        "review --limit 3",
    ];
    let words = words.map(|words| match words.split_once(' ') {
        Some(("deck", _)) => format!("{words} {id}"),
        _ => format!("{words} deck:{id}"),
    });
    words.into()
}

/// Everything that shows the texts of all decks, or tells of their faults.
pub fn of_all() -> Vec<String> {
    [
        "",
        "deck list",
        "deck lint",
        "search is:new",
        "next",
        "doctor",
        "doctor --json",
    ]
    .map(str::to_string)
    .into()
}

#[test]
fn hostile_files_harm_nothing() {
    let collection = Collection::new();
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        collection.deck(name, fs::read(&path).unwrap());
    }
    is_harmless(&collection, &of_all());
    let decks = collection.run("deck list --json").json();
    for deck in decks["decks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|deck| !deck["path"].is_null())
    {
        let id = deck["deck"].as_str().unwrap();
        assert!(
            id.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
            "{id}"
        );
        is_harmless(&collection, &of_deck(id));
    }
}

#[test]
fn hostile_text_as_the_body_of_a_card_harms_nothing() {
    let collection = Collection::new();
    let n_files = fixtures().len();
    for (idx, path) in fixtures().into_iter().enumerate() {
        let head = format!(
            "---\nid: hostile-{idx}\ntitle: Hostile\n---\n\n## First? {{#first}}\n\nText.\n\n"
        );
        let text = [head.as_bytes(), &fs::read(&path).unwrap()].concat();
        collection.deck(&format!("hostile-{idx}"), text);
    }
    is_harmless(&collection, &of_all());
    for idx in 0..n_files {
        is_harmless(&collection, &of_deck(&format!("hostile-{idx}")));
        let key = format!("hostile-{idx}/first");
        is_harmless(
            &collection,
            &[format!("show {key}"), format!("show {key} --json")],
        );
    }
}

/// Text that would colour, clear, retitle, reverse, or hide.
const STEERING: &str =
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\u{202e}desrever\u{2066}\u{8}\u{7f}\u{85}\rover";

#[test]
fn steering_in_every_field_of_a_deck_is_shown_and_not_sent() {
    let text = format!(
        "---\nid: hostile\ntitle: \"T {STEERING}\"\ntags: [a]\n---\n\nAbout {STEERING}.\n\n## Q {STEERING} {{#q}}\n\nPrompt {STEERING}\n\n---\n\nA {STEERING} `code {STEERING}`\n\n- [x] right {STEERING}\n- [ ] wrong {STEERING}\n\nHint: {STEERING}\nWhy: {STEERING}\nSource: <https://example.org/{STEERING}>\n"
    );
    let collection = Collection::new();
    collection.deck("hostile", text);
    is_harmless(&collection, &of_all());
    is_harmless(&collection, &of_deck("hostile"));
    is_harmless(
        &collection,
        &[
            "show hostile/q".to_string(),
            "show hostile/q --json".to_string(),
        ],
    );
}

#[test]
fn steering_in_file_names_and_arguments_is_shown_and_not_sent() {
    let collection = Collection::new();
    let name = "a\u{1b}[31m\u{202e}b";
    collection.deck(name, "---\nid: x\ntitle: X\n\nnever closed\n");
    for words in [
        vec!["deck", "lint"],
        vec![""],
        vec!["doctor"],
        vec!["review"],
    ] {
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let run = collection.run_words(&words);
        assert_eq!(
            (harmful(&run.stdout), harmful(&run.stderr)),
            (vec![], vec![]),
            "{words:?}"
        );
    }
    let cases: [&[&str]; 9] = [
        &["show", STEERING],
        &["answer", STEERING, "good"],
        &["search", STEERING],
        &["search", "deck:\u{1b}[31m"],
        &["deck", "show", STEERING],
        &["deck", "lint", STEERING],
        &["help", STEERING],
        &["config", "get", STEERING],
        &["config", "set", "fuzz", STEERING],
    ];
    for words in cases {
        let run = collection.run_words(words);
        assert_ne!(run.code, Some(0), "{words:?}");
        assert_eq!(
            (harmful(&run.stdout), harmful(&run.stderr)),
            (vec![], vec![]),
            "{words:?}: {run:?}"
        );
    }
}

#[test]
fn steering_in_an_imported_log_is_shown_and_not_sent() {
    let collection = Collection::with_cards(1);
    let escaped = "\\u001b[31m\\u202e\\u009b2J";
    let lines = [
        format!("{{\"card\":\"small/{escaped}\",\"at\":\"{MORNING}\",\"rating\":\"good\"}}"),
        format!("{{\"card\":\"small/c1\",\"at\":\"{escaped}\",\"rating\":\"good\"}}"),
        format!("{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"{escaped}\"}}"),
        format!(
            "{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"good\",\"mode\":\"{escaped}\"}}"
        ),
        format!("{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"kind\":\"{escaped}\"}}"),
        format!(
            "{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"good\",\"day\":\"{escaped}\"}}"
        ),
        format!(
            "{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"good\",\"uid\":\"{escaped}\"}}"
        ),
        "\u{1b}[31m not json".to_string(),
    ];
    for line in lines {
        let run = collection.feed("log import -", &line);
        assert_eq!(harmful(run.fails(5)), [], "{run:?}");
    }
    assert!(collection.log().is_empty());
}

#[test]
fn a_device_name_from_a_log_is_shown_and_not_sent() {
    let collection = Collection::with_cards(1);
    let line = format!(
        "{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"good\",\"device\":\"\\u001b[31mme\"}}"
    );
    collection.feed("log import -", &line);
    for words in ["show small/c1", "doctor", "review", "log export"] {
        let run = collection.run(words);
        assert_eq!(
            (harmful(&run.stdout), harmful(&run.stderr)),
            (vec![], vec![]),
            "{run:?}"
        );
    }
}

#[test]
fn a_log_that_is_one_endless_line_is_refused_within_bounds() {
    let collection = Collection::with_cards(1);
    let run = collection.shell(&format!(
        "ulimit -v {MOST_MEMORY}; head -c 300000000 /dev/zero | \"$RETAIN\" log import -"
    ));
    assert!(run.fails(5).contains("longer than 1 MiB"), "{run:?}");
}
