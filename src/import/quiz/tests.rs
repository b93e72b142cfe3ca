use super::super::draft::{Draft, Harvest};
use super::super::file::File;
use super::super::file::tests::Shelf;
use super::super::format::{Format, Likeness, Options};
use super::super::limits::Limits;
use super::Quiz;
use crate::model::time::DayBoundary;
use proptest::prelude::*;

fn read(path: &str, bytes: &[u8]) -> (Harvest, Likeness) {
    let shelf = Shelf::default();
    let file = File {
        path,
        bytes,
        beside: &shelf,
    };
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    };
    let mut harvest = Harvest::default();
    if let Err(fault) = Quiz.read(&file, &options, &mut harvest) {
        harvest.refused.push(fault);
    }
    (harvest, Quiz.likeness(&file))
}

/// A card as text: question, answer, choices with their ticks, why, sources.
fn shown(draft: &Draft) -> String {
    let mut out = draft.question.clone();
    if !draft.answer.is_empty() {
        out += &format!("\n=> {}", draft.answer);
    }
    for choice in &draft.choices {
        out += &format!(
            "\n[{}] {}",
            if choice.right { "x" } else { " " },
            choice.text
        );
    }
    if let Some(why) = &draft.why {
        out += &format!("\nWhy: {why}");
    }
    for source in &draft.sources {
        out += &format!("\nSource: {source}");
    }
    out
}

/// All cards of a text, then all refusals, parted by lines `%`.
fn told(text: &str) -> String {
    let (harvest, _) = read("a.md", text.as_bytes());
    let cards = harvest.drafts.iter().map(shown);
    let refused = harvest.refused.iter().map(ToString::to_string);
    cards.chain(refused).collect::<Vec<_>>().join("\n%\n")
}

/// Compares all cards and refusals of a text with what is expected.
fn check(text: &str, expected: &str) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn boxes_under_any_heading_are_a_question() {
    check(
        "###### What is a?\n* [ ] b\n* [X] c\n",
        "What is a?\n[ ] b\n[x] c",
    );
}
