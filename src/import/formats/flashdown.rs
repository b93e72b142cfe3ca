//! flashdown, ankdown, GoodNotes: a heading is the question, what stands under it the answer.
//!
//! Questions are `##` headings, or `#` where there are no others, or deeper ones that ask. A line `---` or `%` may end a
//! card. Numbered questions at the first level may have a chapter or two of the second among them.
//! Without any headings a line `---` parts cards, and `%` their sides, as ankdown has it.

mod numbered;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::mdanki;
use crate::import::text::dialect::page::{heading, is_mark, is_rule, text_of};
use crate::import::text::dialect::sections::{self, Evidence, Section, sections};
use crate::import::text::dialect::wording::is_document;
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::headed::names;
use crate::import::text::markdown::Line;

pub struct Flashdown;

impl Format for Flashdown {
    fn name(&self) -> &'static str {
        "flashdown"
    }

    fn label(&self) -> &'static str {
        "flashdown, ankdown, GoodNotes (Markdown with a heading for each question)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| cards(&Page::new(text)))
    }

    fn yields_to_quiz(&self) -> bool {
        true
    }

    fn takes_headings(&self) -> bool {
        true
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let mut desk = Desk::new(file, &page, None, options, harvest);
        if let Some(questions) = numbered::questions(&page.lines) {
            return numbered::give(&questions, &mut desk);
        }
        let Some(level) = level(&page.lines) else {
            return read_parted(&page.lines, &mut desk);
        };
        let found = sections(&page.lines, level);
        let titles = found.cards.iter().filter_map(|card| card.topics.first());
        let is_title = distinct(titles) == 1;
        // One heading above all cards says what the deck is, and tells no card from another.
        let topics = |card: &Section| {
            let topics = card.topics.iter().skip(usize::from(is_title));
            topics.map(|topic| names::topic(topic)).collect()
        };
        sections::give(found, &mut desk, true, topics)
    }
}

/// Counts different neighbours.
fn distinct<'t>(names: impl Iterator<Item = &'t &'t str>) -> usize {
    let mut names: Vec<&str> = names.copied().collect();
    names.dedup();
    names.len()
}

/// The level of the questions; `None` where there are no headings for them.
///
/// Lists of questions under headings of chapters have them further down. Those are taken where they
/// ask, or the file says that it holds flashcards, and are more than the chapters.
fn level(lines: &[Line]) -> Option<usize> {
    let mut found = [false; 7];
    for heading in lines.iter().filter_map(heading) {
        found[heading.level] = true;
    }
    let usual = [2, 1].into_iter().find(|level| found[*level]);
    let n_usual = usual.map_or(0, |level| sections(lines, level).cards.len());
    let is_named = says_flashcards(lines);
    let deeper = (3..=6).filter(|level| found[*level]).map(|level| {
        let evidence = Evidence::of(&sections(lines, level).cards, true);
        let n_cards = if is_named {
            evidence.cards()
        } else {
            evidence.asking()
        };
        (n_cards, level)
    });
    let deepest = deeper.max_by_key(|(n_cards, _)| *n_cards);
    match deepest.filter(|(n_cards, _)| n_usual < *n_cards) {
        Some((_, level)) => Some(level),
        None => usual,
    }
}

/// Whether the title ends in the word, and no heading is one of a manual, as that of a program for
/// flashcards has them.
fn says_flashcards(lines: &[Line]) -> bool {
    let mut headings = lines.iter().filter_map(heading);
    let title = headings.clone().find(|heading| heading.level == 1);
    let title = title.map_or(String::new(), |title| title.text.to_lowercase());
    let is_title = title.ends_with("flashcards") || title.ends_with("flash cards");
    is_title && !headings.any(|heading| is_document(heading.text))
}

fn cards(page: &Page) -> Option<usize> {
    if let Some(questions) = numbered::questions(&page.lines) {
        return Some(numbered::whole(&questions));
    }
    let Some(level) = level(&page.lines) else {
        let parted = parted(&page.lines);
        let n_whole = parted.iter().filter(|card| card.is_whole()).count();
        return (0 < n_whole).then_some(n_whole);
    };
    match mdanki::cards(page) {
        Some(n_cards) if 0 < n_cards => Some(0),
        _ if level == 1 && is_hascard(&page.lines) => Some(0),
        _ if names_sides(&page.lines, level) => Some(0),
        _ => Some(Evidence::of(&sections(&page.lines, level).cards, true).cards()),
    }
}

/// Whether headings only say which side of a card stands under them, `## Front` and `## Back`.
fn names_sides(lines: &[Line], level: usize) -> bool {
    let headings = || {
        lines
            .iter()
            .filter_map(heading)
            .filter(|heading| heading.level == level)
    };
    let is_side = |text: &str| {
        matches!(
            text.to_lowercase().as_str(),
            "front" | "back" | "question" | "answer"
        )
    };
    headings().count() <= 2 * headings().filter(|heading| is_side(heading.text)).count()
}

/// Whether a rule stands in front of each heading but the first: hascard has that, with the same
/// cards and more kinds of them.
fn is_hascard(lines: &[Line]) -> bool {
    let text = lines.iter().filter(|line| !line.text.trim().is_empty());
    let pairs = text.clone().zip(text.skip(1));
    let mut inner = pairs.filter(|(_, line)| heading(line).is_some()).peekable();
    inner.peek().is_some() && inner.all(|(above, _)| is_rule(above))
}

/// A card between rules, its sides between `%`.
struct Parts {
    line: usize,
    sides: Vec<String>,
}

impl Parts {
    fn is_whole(&self) -> bool {
        2 <= self.sides.len() && self.sides[..2].iter().all(|side| !side.is_empty())
    }
}

fn parted(lines: &[Line]) -> Vec<Parts> {
    let cards = lines.split(is_rule);
    let cards = cards.filter_map(|card| {
        let text = card.iter().find(|line| !line.text.trim().is_empty())?;
        let sides = card.split(|line| is_mark(line, "%"));
        Some(Parts {
            line: text.number,
            sides: sides.map(text_of).collect(),
        })
    });
    cards.collect()
}

fn read_parted(lines: &[Line], desk: &mut Desk) -> Result<(), Fault> {
    for card in parted(lines) {
        let line = card.line;
        let mut sides = card.sides.into_iter();
        let (question, answer) = (sides.next(), sides.next());
        // The third side is a list of tags.
        let tags = sides.next().unwrap_or_default();
        let tags = tags
            .split([',', ' ', '\n'])
            .map(|tag| tag.trim().trim_start_matches('#'));
        if 0 < sides.count() {
            desk.lose("sides behind the tags are left out", line);
        }
        desk.take(Found {
            line,
            question: question.unwrap_or_default(),
            answer: answer.unwrap_or_default(),
            tags: tags
                .filter(|tag| !tag.is_empty())
                .map(str::to_string)
                .collect(),
            ..Found::default()
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
