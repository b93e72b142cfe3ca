//! Numbered questions that are headings of the first level, in a file that has a few of the second,
//! such as "Useful links".
//!
//! `### Answer:` may part what belongs to the question from the answer.

use crate::import::draft::Fault;
use crate::import::text::dialect::page::{heading, is_rule, text_of};
use crate::import::text::dialect::sections::{Section, sections};
use crate::import::text::dialect::wording::unnumbered;
use crate::import::text::dialect::{Desk, Found, is_blank};
use crate::import::text::headed::asks::asks;
use crate::import::text::markdown::Line;

const OUTSIDE: &str = "text outside of cards is left out";

/// The questions of a file.
pub struct Questions<'p, 't> {
    cards: Vec<Section<'p, 't>>,
    /// Where chapters stand behind all of them.
    behind: Option<usize>,
}

/// The sections of the first level, if they are such questions.
pub fn questions<'p, 't>(lines: &'p [Line<'t>]) -> Option<Questions<'p, 't>> {
    let n_below = lines.iter().filter(|line| level(line) == Some(2)).count();
    if n_below == 0 {
        return None;
    }
    let mut cards = sections(lines, 1).cards;
    let n_numbered = cards.iter().filter(|card| is_numbered(card)).count();
    if n_numbered < 2 || n_numbered <= n_below || n_numbered + 1 < cards.len() {
        return None;
    }
    let mut behind = None;
    // What only the last card has is behind all cards.
    if let Some((last, others)) = cards.split_last_mut() {
        let is_chapter = |line: &Line| level(line) == Some(2);
        let end = last.body.iter().position(is_chapter);
        let is_usual = others
            .iter()
            .any(|card| is_numbered(card) && card.body.iter().any(is_chapter));
        if let Some(end) = end.filter(|_| !is_usual) {
            behind = Some(last.body[end].number);
            last.body = &last.body[..end];
        }
    }
    Some(Questions { cards, behind })
}

/// Counts those with an answer.
pub fn whole(questions: &Questions) -> usize {
    let numbered = questions.cards.iter().filter(|card| is_numbered(card));
    numbered.filter(|card| !is_blank(&sides(card).1)).count()
}

/// Hands the questions to the desk.
pub fn give(questions: &Questions, desk: &mut Desk) -> Result<(), Fault> {
    for card in &questions.cards {
        if !is_numbered(card) {
            desk.lose(OUTSIDE, card.line);
            continue;
        }
        let (more, answer) = sides(card);
        let question = match more.is_empty() {
            true => card.heading.to_string(),
            false => format!("{}\n\n{more}", card.heading),
        };
        desk.take(Found {
            line: card.line,
            question,
            answer,
            ..Found::default()
        })?;
    }
    if let Some(line) = questions.behind {
        desk.lose(OUTSIDE, line);
    }
    Ok(())
}

/// What belongs to the question besides the heading, and the answer.
fn sides(card: &Section) -> (String, String) {
    let parts = card.body.iter().position(is_answer);
    let (more, answer) = match parts {
        Some(at) => (&card.body[..at], &card.body[at + 1..]),
        None => (&[][..], card.body),
    };
    let end = answer.iter().position(is_rule).unwrap_or(answer.len());
    (text_of(more), text_of(&answer[..end]))
}

fn is_answer(line: &Line) -> bool {
    let bare = |text: &str| {
        text.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    heading(line)
        .is_some_and(|heading| matches!(bare(heading.text).as_str(), "answer" | "solution"))
}

fn level(line: &Line) -> Option<usize> {
    heading(line).map(|heading| heading.level)
}

fn is_numbered(card: &Section) -> bool {
    let question = unnumbered(card.heading);
    question.len() < card.heading.len() && asks(question)
}
