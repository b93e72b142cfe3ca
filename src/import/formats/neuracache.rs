//! NeuraCache: a line with `#flashcard`, `⚡️` or `🧠` is a card, or the question of one.
//!
//! `question : answer #flashcard` is whole. Else the paragraph up to the mark is the question; the
//! answer reaches to a line `- - -`, or where there is none, over one paragraph.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::page::{heading, text_of};
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::markdown::Line;

pub struct Neuracache;

impl Format for Neuracache {
    fn name(&self) -> &'static str {
        "neuracache"
    }

    fn label(&self) -> &'static str {
        "NeuraCache (notes with #flashcard lines among them)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| {
            let cards = cards(&Page::new(text));
            let whole =
                |card: &&Found| !card.question.is_empty() && !dialect::is_blank(&card.answer);
            (!cards.is_empty()).then(|| cards.iter().filter(whole).count())
        })
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let mut desk = Desk::new(file, &page, None, options, harvest);
        for found in cards(&page) {
            desk.take(found)?;
        }
        Ok(())
    }
}

const MARKS: &[&str] = &["#flashcard", "⚡️", "⚡", "🧠"];

/// Finds the mark of a card in a line: where it starts and ends.
fn mark(line: &Line) -> Option<(usize, usize)> {
    if line.verbatim {
        return None;
    }
    MARKS.iter().find_map(|mark| {
        let start = line.text.find(mark)?;
        let end = start + mark.len();
        // `#flashcards` is another tool's tag, `` `#flashcard` `` is written about.
        let goes_on = |c: char| c.is_alphanumeric() || "-_/`".contains(c);
        let is_word = !mark.starts_with('#') || !line.text[end..].starts_with(goes_on);
        let is_code = line.text[..start].ends_with('`');
        (is_word && !is_code).then_some((start, end))
    })
}

fn cards(page: &Page) -> Vec<Found> {
    let lines = &page.lines;
    let rules = rules(lines);
    let (mut cards, mut done) = (Vec::new(), 0);
    let mut topics: Vec<(usize, &str)> = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        if let Some(heading) = heading(line) {
            topics.retain(|(level, _)| *level < heading.level);
            topics.push((heading.level, heading.text));
        }
        let Some((start, end)) = mark(line).filter(|_| done <= idx) else {
            continue;
        };
        let (mut found, next) = match inline(&line.text[..start]) {
            Some(found) => (found, idx + 1),
            None => block(lines, done, idx, start, rules[idx]),
        };
        found.line = line.number;
        // The first heading of a file is its title.
        let above = topics.iter().filter(|(level, _)| 1 < *level);
        found.tags = above.map(|(_, text)| text.to_string()).collect();
        found.tags.extend(tags(&line.text[end..]));
        cards.push(found);
        done = next;
    }
    cards
}

/// For each line the next rule in front of which no other card starts.
fn rules(lines: &[Line]) -> Vec<Option<usize>> {
    let mut rules = vec![None; lines.len()];
    let mut next = None;
    for (idx, line) in lines.iter().enumerate().rev() {
        rules[idx] = next;
        if is_end(line) {
            next = Some(idx);
        } else if mark(line).is_some() || heading(line).is_some() {
            next = None;
        }
    }
    rules
}

/// Whether the line is a rule, of dashes with or without blanks.
fn is_end(line: &Line) -> bool {
    let dashes = line.text.bytes().filter(|byte| *byte == b'-').count();
    !line.verbatim
        && 3 <= dashes
        && line
            .text
            .trim()
            .bytes()
            .all(|byte| matches!(byte, b'-' | b' '))
}

/// Reads `question : answer`.
fn inline(text: &str) -> Option<Found> {
    let (question, answer) = text.split_once(" : ")?;
    let sides = (without_bullet(question), answer.trim());
    (!sides.0.is_empty() && !sides.1.is_empty()).then(|| Found {
        question: sides.0.to_string(),
        answer: sides.1.to_string(),
        ..Found::default()
    })
}

/// Reads the paragraph up to the mark in line `idx`, and the answer below; returns where to go on.
fn block(
    lines: &[Line],
    done: usize,
    idx: usize,
    start: usize,
    rule: Option<usize>,
) -> (Found, usize) {
    let above = lines[done..idx].iter().rev();
    let own = above.take_while(|line| !ends_paragraph(line)).count();
    let mut question = lines[idx - own..=idx].to_vec();
    question[own].text = lines[idx].text[..start].trim_end();
    question[0].text = without_bullet(question[0].text);
    let end = rule.unwrap_or_else(|| paragraph(lines, idx + 1));
    let found = Found {
        question: text_of(&question),
        answer: text_of(&lines[idx + 1..end]),
        ..Found::default()
    };
    (found, end + usize::from(rule.is_some()))
}

fn ends_paragraph(line: &Line) -> bool {
    line.text.trim().is_empty() || line.verbatim || is_end(line) || heading(line).is_some()
}

/// The end of the paragraph, list or listing from line `start` on.
fn paragraph(lines: &[Line], start: usize) -> usize {
    let text = lines[start..]
        .iter()
        .position(|line| !line.text.trim().is_empty());
    let first = start + text.unwrap_or(0);
    let ends = |line: &Line| {
        let blank = line.text.trim().is_empty() && !line.verbatim;
        blank || heading(line).is_some() || mark(line).is_some()
    };
    let length = lines[first..].iter().position(ends);
    length.map_or(lines.len(), |length| first + length)
}

fn without_bullet(line: &str) -> &str {
    let trimmed = line.trim();
    let trimmed = trimmed
        .strip_prefix(['-', '*', '+'])
        .filter(|rest| rest.starts_with(' '))
        .unwrap_or(trimmed);
    let trimmed = trimmed.trim_start_matches('#');
    trimmed.trim()
}

fn tags(text: &str) -> impl Iterator<Item = String> {
    let words = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('#'));
    words.filter(|tag| !tag.is_empty()).map(str::to_string)
}

#[cfg(test)]
mod tests;
