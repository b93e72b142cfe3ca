//! NeuraCache: a line with `#flashcard`, `⚡️` or `🧠` is a card, or the question of one.
//!
//! `question : answer #flashcard` is whole. Else the paragraph up to the mark is the question; the
//! answer reaches to a line `- - -` or the number of its note, or where there is none, over one
//! paragraph. Outlines are Logseq's, and not counted here.

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
            let is_whole =
                |found: &Found| !found.question.is_empty() && !dialect::is_blank(&found.answer);
            // Outlines and clozes of Logseq have the same tag.
            let is_theirs =
                |card: &&Card| card.is_outline || card.found.question.contains("{{cloze ");
            let whole = |card: &&Card| !is_theirs(card) && is_whole(&card.found);
            (!cards.is_empty()).then(|| cards.iter().filter(whole).count())
        })
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let mut desk = Desk::new(file, &page, deck(&page), options, harvest);
        for card in cards(&page) {
            let n_taken = desk.harvest.drafts.len();
            desk.take(card.found)?;
            if let Some(draft) = desk.harvest.drafts.get_mut(n_taken) {
                draft.id = card.id;
            }
        }
        Ok(())
    }
}

/// The deck that a line for the plugin Obsidian_to_Anki names, which reads these cards, too.
fn deck(page: &Page) -> Option<String> {
    let mut lines = page.lines.iter().filter(|line| !line.verbatim);
    let name = lines.find_map(|line| line.text.strip_prefix("TARGET DECK:"))?;
    Some(name.trim().to_string()).filter(|name| !name.is_empty())
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

/// One card, and what only this dialect knows of it.
struct Card {
    found: Found,
    /// Anki's number of the note.
    id: Option<String>,
    /// A bullet with bullets under it: such outlines are Logseq's.
    is_outline: bool,
}

fn cards(page: &Page) -> Vec<Card> {
    let lines = &page.lines;
    let rules = rules(lines);
    let (mut cards, mut done) = (Vec::new(), 0);
    let mut topics: Vec<(usize, &str)> = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        let marked = mark(line);
        if let Some(heading) = heading(line) {
            topics.retain(|(level, _)| *level < heading.level);
            // A heading that asks is a card, and says of no other what it is about.
            if marked.is_none() && !heading.text.ends_with(['?', '？']) {
                topics.push((heading.level, heading.text));
            }
        }
        let Some((start, end)) = marked.filter(|_| done <= idx) else {
            continue;
        };
        let below = branch(lines, idx);
        let (mut found, next) = match inline(&line.text[..start]) {
            Some(found) => (found, idx + 1),
            None => block(lines, done, idx, start, below.or(rules[idx])),
        };
        found.line = line.number;
        // The first heading of a file is its title.
        let above = topics.iter().filter(|(level, _)| 1 < *level);
        found.tags = above.map(|(_, text)| text.to_string()).collect();
        found.tags.extend(tags(&line.text[end..]));
        let behind = lines.get(next.saturating_sub(1)).map(|line| line.text);
        cards.push(Card {
            found,
            id: note_id(&line.text[end..]).or(behind.and_then(note_id)),
            is_outline: below.is_some(),
        });
        done = next;
    }
    cards
}

/// The end of the bullets under the bullet in line `idx`; `None` where there are none.
fn branch(lines: &[Line], idx: usize) -> Option<usize> {
    let indent = |line: &Line| line.text.len() - line.text.trim_start().len();
    let own = indent(&lines[idx]);
    let is_below = |line: &&Line| line.text.trim().is_empty() || own < indent(line);
    let is_child = |line: &Line| is_bullet(line.text) && own < indent(line);
    let has_child = lines.get(idx + 1).is_some_and(is_child);
    (is_bullet(lines[idx].text) && has_child)
        .then(|| idx + 1 + lines[idx + 1..].iter().take_while(is_below).count())
}

/// Reads `<!--ID: 1700156773473-->`, which the plugin Obsidian_to_Anki writes below a note.
fn note_id(text: &str) -> Option<String> {
    let (_, inside) = text.split_once("<!--")?;
    let (inside, _) = inside.split_once("-->")?;
    let number = inside.trim().strip_prefix("ID:")?.trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_string())
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

/// Whether the line is a rule, of dashes with or without blanks, or the number of a note.
fn is_end(line: &Line) -> bool {
    if line.text.trim_start().starts_with("<!--") && note_id(line.text).is_some() {
        return true;
    }
    let dashes = line.text.bytes().filter(|byte| *byte == b'-').count();
    !line.verbatim
        && 3 <= dashes
        && line
            .text
            .trim()
            .bytes()
            .all(|byte| matches!(byte, b'-' | b' '))
}

/// Reads `question : answer`, `question :: answer` and `Question?:: answer`.
fn inline(text: &str) -> Option<Found> {
    let parted = [" : ", " :: ", "?:: "].iter().find_map(|mark| {
        let at = text.find(mark)?;
        let own = usize::from(mark.starts_with('?'));
        Some((&text[..at + own], &text[at + mark.len()..]))
    });
    let (question, answer) = parted?;
    let sides = (without_bullet(question), answer.trim());
    (!sides.0.is_empty() && !sides.1.is_empty()).then(|| Found {
        question: sides.0.to_string(),
        answer: sides.1.to_string(),
        ..Found::default()
    })
}

/// Reads the paragraph up to the mark in line `idx`, and the answer below, up to line `end` or over
/// one paragraph; returns where to go on.
fn block(
    lines: &[Line],
    done: usize,
    idx: usize,
    start: usize,
    end: Option<usize>,
) -> (Found, usize) {
    let above = lines[done..idx].iter().rev();
    let is_start = is_bullet(lines[idx].text) || heading(&lines[idx]).is_some();
    let own = match is_start {
        true => 0,
        false => above.take_while(|line| !ends_paragraph(line)).count(),
    };
    let mut question = lines[idx - own..=idx].to_vec();
    question[own].text = lines[idx].text[..start].trim_end();
    question[0].text = without_bullet(question[0].text);
    let end = end.unwrap_or_else(|| paragraph(lines, idx + 1));
    let found = Found {
        question: text_of(&question),
        answer: text_of(&dedented(&lines[idx + 1..end])),
        ..Found::default()
    };
    (found, end + usize::from(lines.get(end).is_some_and(is_end)))
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

/// Lines without the indentation that they share.
fn dedented<'t>(lines: &[Line<'t>]) -> Vec<Line<'t>> {
    let indent = |line: &Line| line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    let full = lines.iter().filter(|line| !line.text.trim().is_empty());
    let common = full.map(indent).min().unwrap_or(0);
    let cut = |line: &Line<'t>| Line {
        text: line.text.get(common..).unwrap_or_default(),
        ..*line
    };
    lines.iter().map(cut).collect()
}

fn is_bullet(line: &str) -> bool {
    let text = line.trim_start();
    text.starts_with(['-', '*', '+']) && text[1..].starts_with(' ')
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
