//! Deck files that break careless readers, and what becomes of each.
//!
//! That a case ends at all is the test for those that are deep or slow: a reader that takes more
//! than one pass over them does not end while anyone waits.

use Outcome::{Reads, Refuses};
use retain::deck::{parse, parse_bytes, print};
use std::fs;
use std::path::Path;

enum Outcome {
    /// So many cards.
    Reads(usize),
    /// So many faults, and the first one.
    Refuses(usize, &'static str),
}

#[rustfmt::skip]
const FILES: &[(&str, Outcome)] = &[
    ("angle-brackets-50k.md", Reads(1)),
    ("backticks.md", Reads(1)),
    ("bom-only.md", Refuses(1, "1:1: the file is empty: write front matter and a card")),
    ("bom-twice.md", Refuses(1, "1:1: a second byte order mark stands here: remove it")),
    ("brackets-50k.md", Reads(1)),
    ("cloze-oddities.md", Refuses(6, "8:7: a cloze stands inside another: close the first one before it")),
    ("confusables.md", Refuses(2, "10:12: `pа` is no id: use 1 to 64 of a-z, 0-9 and `-`")),
    ("cr-only-line-ends.md", Reads(1)),
    ("duplicate-deck-id-1.md", Reads(1)),
    ("duplicate-deck-id-2.md", Reads(1)),
    ("duplicate-ids.md", Refuses(3, "10:8: id `same` is already used on line 6: choose another")),
    ("empty.md", Refuses(1, "1:1: the file is empty: write front matter and a card")),
    ("error-echoes-the-line.md", Refuses(3, "4:1: unknown key `levell`: did you mean `level`?")),
    ("escapes-hashcards.md", Refuses(2, "1:1: the file has no front matter: start the file with `---`, `id: …`, `title: …` and `---`, a line each")),
    ("escapes-native.md", Reads(32)),
    ("fence-never-closed.md", Refuses(1, "8:1: the code fence opened here is never closed: close it with ```` on a line of its own")),
    ("front-matter-missing.md", Refuses(1, "1:1: the file has no front matter: start the file with `---`, `id: …`, `title: …` and `---`, a line each")),
    ("front-matter-never-closed.md", Refuses(1, "1:1: the front matter is never closed: put `---` on a line of its own behind it")),
    ("front-matter-twice.md", Refuses(1, "8:1: text directly over `---` is a heading: put a blank line above it")),
    ("hashcards-toml-bomb.md", Refuses(2, "2:1: this line has no key: write `key: value`")),
    ("headings-5k.md", Reads(5000)),
    ("ids-as-paths.md", Refuses(7, "2:5: `../../../tmp/pwned` is no id: use 1 to 64 of a-z, 0-9 and `-`")),
    ("ids-sql.md", Refuses(2, "2:5: `'; DROP TABLE cards; --` is no id: use 1 to 64 of a-z, 0-9 and `-`")),
    ("images-nested-10k.md", Refuses(1, "8:255: Markdown is nested deeper than 128 levels: flatten it")),
    ("line-separators.md", Reads(1)),
    ("link-definitions-5k.md", Reads(1)),
    ("links-and-images.md", Reads(2)),
    ("mixed-line-ends.md", Reads(2)),
    ("nested-emphasis-20k.md", Reads(1)),
    ("nested-list-one-line-10k.md", Refuses(1, "8:129: Markdown is nested deeper than 128 levels: flatten it")),
    ("nested-lists-400.md", Refuses(1, "72:129: Markdown is nested deeper than 128 levels: flatten it")),
    ("nested-quotes-10k.md", Refuses(1, "8:257: Markdown is nested deeper than 128 levels: flatten it")),
    ("newlines-only.md", Refuses(1, "1:1: the file is empty: write front matter and a card")),
    ("no-final-newline.md", Reads(1)),
    ("nul-bytes.md", Refuses(1, "3:1: byte 20 is NUL: remove it: a deck is text")),
    ("numbers.md", Refuses(3, "10:9: `1e999999999 ns` is too large: at most 1e24: write it as `43.2 min ±5%`")),
    ("png-named.md", Refuses(1, "1:1: byte 0 (0x89) is no UTF-8: save the file as UTF-8")),
    ("regex-like.md", Refuses(3, "10:9: at most 100 alternatives of 200 characters each: ask for something shorter")),
    ("spaces-only.md", Refuses(1, "1:1: the file is empty: write front matter and a card")),
    ("table-2000-columns.md", Reads(1)),
    ("utf16le-bom.md", Refuses(1, "1:1: the file is UTF-16, little endian: save it as UTF-8")),
    ("utf8-invalid-in-front-matter.md", Refuses(1, "3:8: byte 19 (0xff) is no UTF-8: save the file as UTF-8")),
    ("utf8-invalid.md", Refuses(1, "6:7: byte 34 (0xe9) is no UTF-8: save the file as UTF-8")),
    ("yaml-alias-bomb.md", Refuses(20, "4:1: unknown key `a`: known are id, title, topic, level, tags, authors, licence, checked")),
    ("yaml-duplicate-keys.md", Refuses(1, "3:1: `id` stands here a second time: keep one of them")),
    ("yaml-huge-scalar.md", Refuses(1, "3:8: `title` has more than 200 characters: shorten it")),
    ("yaml-merge-keys.md", Refuses(3, "3:1: unknown key `base`: known are id, title, topic, level, tags, authors, licence, checked")),
    ("yaml-nested-10k.md", Refuses(1, "4:8: a list stands inside a list: write one list")),
    ("yaml-nested-blocks.md", Refuses(2, "4:1: unknown key `a0`: known are id, title, topic, level, tags, authors, licence, checked")),
    ("yaml-norway.md", Refuses(1, "4:8: unknown level `off`: use foundation, intermediate, senior")),
    ("yaml-tags.md", Refuses(3, "2:5: tags are not read here: put the value in quotes")),
    ("yaml-two-documents.md", Refuses(1, "6:1: text directly over `---` is a heading: put a blank line above it")),
];

fn folder() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/hostile/md"
    ))
}

#[test]
fn every_file_is_read_or_refused_as_the_table_says() {
    for (name, outcome) in FILES {
        let bytes = fs::read(folder().join(name)).expect("the table names files that are there");
        match (parse_bytes(&bytes), outcome) {
            (Ok(deck), Reads(count)) => assert_eq!(deck.cards.len(), *count, "{name}"),
            (Err(faults), Refuses(count, first)) => {
                assert_eq!(
                    (faults.len(), faults[0].to_string().as_str()),
                    (*count, *first),
                    "{name}"
                );
            }
            (Ok(_), Refuses(..)) => panic!("{name} was read"),
            (Err(faults), Reads(_)) => panic!("{}", faults[0].render(name)),
        }
    }
}

#[test]
fn the_table_names_every_file() {
    let files = fs::read_dir(folder()).expect("the folder is there");
    let mut found: Vec<String> = files
        .map(|file| {
            file.expect("it can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    found.sort();
    let named: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, named);
}

/// Line feeds and tabs are the only control characters that may stay.
fn is_harmless(text: &str) -> bool {
    let steering = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.contains(steering)
}

#[test]
fn nothing_in_them_can_steer_a_terminal() {
    for (name, _) in FILES {
        let bytes = fs::read(folder().join(name)).expect("the table names files that are there");
        match parse_bytes(&bytes) {
            Ok(deck) => assert!(is_harmless(&print(&deck)), "{name}"),
            Err(faults) => {
                for fault in faults {
                    assert!(is_harmless(&fault.render(name)), "{name}: {fault:?}");
                }
            }
        }
    }
}

/// What grows from `piece` in a card, thirty thousand times.
fn grown(piece: &str) -> String {
    format!(
        "---\nid: a\ntitle: A\n---\n\n## a {{#a}}\n\n{}\n",
        piece.repeat(30_000)
    )
}

#[test]
fn a_large_card_of_one_piece_is_read_or_refused_in_one_pass() {
    for piece in [
        "{{c1::",
        "{{c1::a}}",
        "}}",
        "{{",
        "- ",
        "> ",
        "1. ",
        "\t",
        "[",
        "![",
        "`",
        "`a ",
        "*a_ ",
        "<a ",
        "&amp;",
        "\\",
        "|a",
        "Why: a\n",
        "Source: a\n",
        "- [x] a\n",
        "- [ ] a\n  > b\n",
        "- a\n\n",
        "---\n\n",
        "<!-- ",
        "a\n",
        "\n",
        " ",
        "```\n",
        "\u{202e}",
        "[a]: b\n",
        "é",
        "  - a\n",
        "Terms: a,\n  b\n",
        "## b\n\n",
    ] {
        let text = grown(piece);
        if let Err(faults) = parse(&text) {
            assert!(faults.len() <= 101, "{piece:?}");
            let shown: usize = faults.iter().map(|fault| fault.render("a.md").len()).sum();
            assert!(shown < 100_000, "{piece:?}: {shown}");
        }
    }
}

#[test]
fn front_matter_of_one_piece_is_refused_in_one_pass() {
    for piece in ["[", "a: b\n", "- a\n", "\"", "# a\n", " a:\n", "'a', ", "{"] {
        for start in ["", "tags: [", "title: "] {
            let text = format!("---\n{start}{}\n---\n\n## a\n\nb\n", piece.repeat(30_000));
            let faults = parse(&text).expect_err("it has no id");
            assert!(faults.len() <= 101, "{piece:?}");
        }
    }
}
