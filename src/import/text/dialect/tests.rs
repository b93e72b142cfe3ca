//! What the tests of dialects share, and what holds for all of them.

use crate::import::draft::{Ask, Harvest};
use crate::import::file::File;
use crate::import::file::tests::Shelf;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::{
    ankiops, cloze_lines, flashcards_obsidian, flashdown, hashcards, markdown_table, mdanki,
    native, neuracache, obsidian_to_anki, pandoc, qa, repeater,
};
use crate::import::limits::Limits;
use crate::model::time::DayBoundary;
use proptest::prelude::*;

pub const ALL: &[&dyn Format] = &[
    &native::Native,
    &ankiops::AnkiOps,
    &cloze_lines::ClozeLines,
    &hashcards::Hashcards,
    &repeater::Repeater,
    &qa::Qa,
    &mdanki::Mdanki,
    &flashdown::Flashdown,
    &pandoc::Pandoc,
    &neuracache::Neuracache,
    &obsidian_to_anki::ObsidianToAnki,
    &flashcards_obsidian::FlashcardsObsidian,
    &markdown_table::MarkdownTable,
];

/// Options of an import without any.
pub fn options() -> Options<'static> {
    Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &|_| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        },
    }
}

/// Reads the first of `files`; the others stand beside it.
pub fn read(format: &dyn Format, files: &[(&str, &[u8])], options: &Options) -> Harvest {
    let mut harvest = Harvest::default();
    let beside = Shelf::new(files);
    let file = File {
        path: files[0].0,
        bytes: files[0].1,
        beside: &beside,
    };
    if let Err(fault) = format.read(&file, options, &mut harvest) {
        harvest.refused.push(fault);
    }
    harvest
}

/// All that came of a file, as text.
pub fn shown(harvest: &Harvest) -> String {
    let mut out = String::new();
    for draft in &harvest.drafts {
        let tags: String = draft.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let ask = match &draft.ask {
            Ask::Recall => String::new(),
            ask => format!(" {ask:?}"),
        };
        out += &format!("@{} {}{tags}{ask}\n", draft.place, draft.deck.join("/"));
        out += &format!("{}\n=> {}\n", draft.question, draft.answer);
        for (name, text) in [("hint", &draft.hint), ("why", &draft.why)] {
            if let Some(text) = text {
                out += &format!("{name}: {text}\n");
            }
        }
    }
    for fault in &harvest.refused {
        out += &format!("! {fault}\n");
    }
    for loss in harvest.losses.all() {
        out += &format!(
            "- {} {}: {}\n",
            loss.count,
            loss.what,
            loss.places.join(", ")
        );
    }
    for medium in &harvest.media {
        out += &format!("+ {}\n", medium.name);
    }
    out
}

/// Compares all that comes of a text in the file `a.md`.
pub fn check(format: &dyn Format, text: &str, expected: &str) {
    let harvest = read(format, &[("a.md", text.as_bytes())], &options());
    assert_eq!(shown(&harvest), expected);
}

pub fn likeness(format: &dyn Format, bytes: &[u8]) -> Likeness {
    let file = File {
        path: "a.md",
        bytes,
        beside: &Shelf::default(),
    };
    format.likeness(&file)
}

/// The formats that claim a file, by name and number of cards, those with most first.
pub fn claims(bytes: &[u8]) -> Vec<(&'static str, usize)> {
    let mut claims: Vec<(&str, usize)> = ALL
        .iter()
        .filter_map(|format| match likeness(*format, bytes) {
            Likeness::Cards(n_cards) if 0 < n_cards => Some((format.name(), n_cards)),
            Likeness::Sure => Some((format.name(), usize::MAX)),
            _ => None,
        })
        .collect();
    claims.sort_by_key(|(_, n_cards)| std::cmp::Reverse(*n_cards));
    claims
}

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!("../../../../tests/data/community/", $path))[..]
    };
}

#[test]
fn each_community_deck_is_claimed_by_its_own_tool_alone() {
    for (bytes, format, n_cards) in [
        (community!("markdown-hashcards/Art.md"), "hashcards", 2),
        (community!("markdown-hashcards/Audio.md"), "hashcards", 1),
        (community!("markdown-hashcards/French.md"), "hashcards", 1),
        (
            community!("markdown-hashcards/Geography.md"),
            "hashcards",
            2,
        ),
        (community!("markdown-hashcards/Geology.md"), "hashcards", 1),
        (community!("markdown-hashcards/Math.md"), "hashcards", 6),
        (community!("markdown-hashcards/Quotes.md"), "hashcards", 1),
        (community!("markdown-repeater/test.md"), "repeater", 8),
        (community!("markdown-repeater/physics.md"), "repeater", 2),
        (community!("markdown-mdanki/samples/simple.md"), "mdanki", 4),
        (
            community!("markdown-mdanki/samples/complex.md"),
            "mdanki",
            3,
        ),
        (community!("markdown-flashdown/sample.md"), "flashdown", 5),
        (community!("markdown-flashdown/test-1.md"), "flashdown", 5),
        (community!("markdown-flashdown/test-2.md"), "flashdown", 4),
        (
            community!("markdown-pandoc/rust-flashcards/cards.md"),
            "pandoc",
            557,
        ),
    ] {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert_eq!(claims(bytes), [(format, n_cards)], "{start}");
    }
}

#[test]
fn documents_and_decks_of_other_formats_are_not_claimed() {
    for bytes in [
        community!("SOURCES.md"),
        community!("EXPECTED.json"),
        community!("details-markdown/ckad-a.core_concepts.md"),
        community!("details-markdown/ckad-c.pod_design.md"),
        community!("details-markdown/ckad-j.podman.md"),
        community!("details-markdown/test-your-sysadmin-skills.md"),
        community!("interview-lists/linux-sysadmin-interview-questions.md"),
        community!("quiz-markdown/javascript-questions.md"),
        community!("quiz-markdown/own.linkedin-style.postgres-quiz.md"),
        community!("markdown-obsidian/own/every-syntax.md"),
        community!("markdown-obsidian/morganjbradford/COA/flashcards/memory/mapping.md"),
        community!(
            "markdown-obsidian/morganjbradford/COA/flashcards/architecture/classifications.md"
        ),
        community!("gift/pkeir-30.gift"),
        community!("hascard/long.txt"),
        community!("csv/timcondit-docker.csv"),
        community!("markdown-mdanki/samples/media.md"),
        &include_bytes!("../../../../README.md")[..],
        &include_bytes!("../../../../CHANGELOG.md")[..],
        &include_bytes!("../../../../docs/deck-format.md")[..],
        &include_bytes!("../../../../docs/writing-decks.md")[..],
        b"",
        b"\xef\xbb\xbf",
        b"\x89PNG\r\n\x1a\n\0\x01Q: a\nA: b\n",
        b"PK\x03\x04\0\0",
    ] {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert_eq!(claims(bytes), [], "{start}");
    }
}

/// Marks of all dialects, to be mixed.
const MARKS: &[&str] = &[
    "---",
    "- - -",
    "...",
    "%",
    ". . .",
    "Q:",
    "A:",
    "C: [a] [b](c)",
    "**Q:** a",
    "**A:** b",
    "Question: a",
    "Answer: b",
    "Q. a",
    "A. b",
    "- Q: a",
    "  A: b",
    "# a",
    "## b?",
    "### Q1",
    "####",
    "a : b #flashcard",
    "a #flashcard",
    "a #card",
    "a::b",
    "a ==b== ^1607361487244",
    "START",
    "Basic",
    "Back: b",
    "END",
    "STARTI [Basic] a Back: b ENDI",
    "⚡️",
    "| Question | Answer |",
    "|---|---|",
    "| a | b | c",
    "[#t](u) [#v]()",
    "![a](b.png){width=50%}",
    "![](../b.mp3 \"c\")",
    "[a][b]",
    "[b]: c.png",
    "[a](#b)",
    "```",
    "~~~~",
    "<!--",
    "-->",
    "<AnkiTags a b/>",
    "name = \"a\"",
    "name: a",
    "id: a",
    "title: b",
    "    x",
    "\t- [ ] y",
    "{{c1::a}}",
    "[",
    "]",
    "`",
    "\\",
    "é",
    "",
    " ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_a_dialect_panic(text in any::<String>()) {
        for format in ALL {
            likeness(*format, text.as_bytes());
            read(*format, &[("a/b.md", text.as_bytes())], &options());
        }
    }

    #[test]
    fn no_bytes_make_a_dialect_panic(bytes in any::<Vec<u8>>()) {
        for format in ALL {
            likeness(*format, &bytes);
            read(*format, &[("a/b.md", &bytes)], &options());
        }
    }

    #[test]
    fn marks_in_any_order_make_cards_as_many_as_claimed(
        marks in prop::collection::vec((prop::sample::select(MARKS), prop::sample::select(&["\n", "\n\n", " ", ""][..])), 0..40)
    ) {
        let text: String = marks.iter().map(|(mark, end)| format!("{mark}{end}")).collect();
        for format in ALL {
            let claimed = likeness(*format, text.as_bytes());
            let harvest = read(*format, &[("a/b.md", text.as_bytes())], &options());
            for draft in &harvest.drafts {
                prop_assert!(!draft.answer.trim().is_empty() || draft.native.is_some());
                prop_assert!(!draft.question.trim().is_empty() || draft.ask == Ask::Cloze);
            }
            // A fault of the whole file comes alone.
            let is_read = !harvest.drafts.is_empty() || harvest.refused.len() != 1;
            if let Likeness::Cards(n_cards) = claimed && is_read {
                let n_found = harvest.drafts.len() + harvest.refused.len();
                prop_assert!(n_cards <= n_found, "{}: {text:?}", format.name());
            }
        }
    }
}
