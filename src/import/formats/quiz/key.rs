//! Keys: the answers to all questions in one place, as `## Answer key` at the end or a line
//! `Answers: 1-B, 2-C` below the last.
//!
//! A file comes in; out go the answers by the row of their question, and the rows of the key, which
//! are no part of any question. Numbers must fit: where two questions share one, or the last question
//! has none in the key, nothing is taken from it.

mod entries;

use super::answer::{self, Announced};
use super::options::Choices;
use super::starts::{self, Start};
use super::tail;
use crate::import::text::headed::blocks::blocks;
use crate::import::text::headed::{Heading, Outline, Row, asks, inline, names};
pub use entries::Entry;
use entries::{Reader, n_lettered, pairs};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The answers that stand in keys, by the rows of their questions.
#[derive(Debug, Default)]
pub struct Keys {
    answers: HashMap<usize, Entry>,
    rows: Vec<Range<usize>>,
}

impl Keys {
    pub fn of(text: &str) -> Keys {
        let outline = Outline::new(text);
        let keys = keys(&outline);
        let mut found = Keys::default();
        if keys.is_empty() {
            return found;
        }
        let starts = starts::starts(&outline);
        let mut above = 0;
        for key in keys {
            let scope = above..key.rows.start;
            let answers = key.answers(&outline, &starts, scope);
            if !answers.is_empty() {
                found.answers.extend(answers);
                found.rows.push(key.rows.clone());
            }
            above = key.rows.end;
        }
        found
    }

    pub fn answer(&self, row: usize) -> Option<&Entry> {
        self.answers.get(&row)
    }

    /// Ends each question where a key starts.
    pub fn cut(&self, starts: &mut [Start]) {
        for start in starts {
            let inside = self
                .rows
                .iter()
                .find(|rows| start.body.contains(&rows.start));
            let options = start.options.as_ref().map_or(0, |options| options.rows.end);
            if let Some(rows) = inside {
                start.body.end = rows.start.max(options);
            }
        }
    }

    /// The text with blank lines for the keys, so that all others keep their numbers.
    pub fn without<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.rows.is_empty() {
            return Cow::Borrowed(text);
        }
        let kept = text.split('\n').enumerate().map(|(row, line)| {
            let is_key = self.rows.iter().any(|rows| rows.contains(&row));
            if is_key { "" } else { line }
        });
        Cow::Owned(kept.collect::<Vec<_>>().join("\n"))
    }
}

struct Key {
    rows: Range<usize>,
    entries: Vec<Entry>,
}

impl Key {
    /// The answers to the questions of `scope` that have options and name none themselves.
    fn answers(
        &self,
        outline: &Outline,
        starts: &[Start],
        scope: Range<usize>,
    ) -> Vec<(usize, Entry)> {
        let asked: Vec<&Start> = starts
            .iter()
            .filter(|start| scope.contains(&start.row) && start.options.is_some())
            .collect();
        let (Some(last), false) = (asked.last(), self.is_of_one(outline, &scope)) else {
            return Vec::new();
        };
        if !self
            .entries
            .iter()
            .any(|entry| last.number == Some(entry.number))
        {
            return Vec::new();
        }
        let numbers = asked.iter().map(|start| start.number);
        let lettered: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| !entry.places.is_empty())
            .collect();
        let is_parallel = numbers.eq(lettered.iter().map(|entry| Some(entry.number)));
        let mut answers = Vec::new();
        for (nth, start) in asked.iter().enumerate() {
            let entry = match is_parallel {
                true => Some(lettered[nth]),
                false => self.only(start, &asked),
            };
            let lacks = start.options.as_ref().is_some_and(|options| {
                lacks_answer(outline, options, start.body.end.min(self.rows.start))
            });
            if let Some(entry) = entry.filter(|_| lacks) {
                answers.push((start.row, entry.clone()));
            }
        }
        match 2 <= answers.len() || asked.len() == 1 {
            true => answers,
            false => Vec::new(),
        }
    }

    /// Whether it stands below a counted heading that it does not know: it answers that one alone.
    fn is_of_one(&self, outline: &Outline, scope: &Range<usize>) -> bool {
        let above = |heading: &&Heading| scope.contains(&heading.row);
        let last = outline.headings.iter().rfind(above);
        let counted = last.and_then(|last| names::numbered(names::unwrapped(&last.text)));
        let number = counted
            .filter(|counted| counted.says_question)
            .and_then(|counted| counted.number);
        number.is_some_and(|number| self.entries.iter().all(|entry| entry.number != number))
    }

    /// The entry of a question whose number no other has.
    fn only(&self, start: &Start, asked: &[&Start]) -> Option<&Entry> {
        let number = start.number?;
        let mut own = self.entries.iter().filter(|entry| entry.number == number);
        let entry = own.next().filter(|entry| !entry.places.is_empty())?;
        let n_questions = asked
            .iter()
            .filter(|start| start.number == Some(number))
            .count();
        (own.next().is_none() && n_questions == 1).then_some(entry)
    }
}

/// Whether neither the options nor what stands behind them say what is right.
fn lacks_answer(outline: &Outline, options: &Choices, end: usize) -> bool {
    let is_known = options.items.iter().any(|item| item.ticked || item.marked);
    let behind = &outline.rows[options.rows.end.min(end)..end];
    let tail = tail::read(behind, &options.items);
    !is_known && tail.named.is_none() && tail.said.is_none()
}

/// All keys of a file, in order.
fn keys(outline: &Outline) -> Vec<Key> {
    let folded = blocks(outline).into_iter().filter_map(|block| {
        let (end, _) = block.close.filter(|_| asks::is_reveal(&block.summary))?;
        Some((block.start.row, block.body.row + 1..end.row))
    });
    let headed = outline
        .headings
        .iter()
        .enumerate()
        .filter_map(|(idx, heading)| {
            let mut behind = outline.headings[idx + 1..].iter();
            let next = behind.find(|next| next.level <= heading.level);
            let end = next.map_or(outline.rows.len(), |next| next.row);
            names_key(&heading.text).then_some((heading.row, heading.body..end))
        });
    let lines = (0..outline.rows.len()).filter_map(|row| {
        let line = outline.rows[row];
        let plain = inline::plain(line.text.trim_start_matches(['-', '*', '>', ' ']));
        let leads = !line.hidden && !line.text.trim_start().starts_with('#') && names_key(&plain);
        let section = outline.headings.iter().find(|heading| row < heading.row);
        let end = section.map_or(outline.rows.len(), |heading| heading.row);
        leads.then_some((row, row + 1..end))
    });
    let mut places: Vec<(usize, Range<usize>)> = headed.chain(folded).chain(lines).collect();
    places.sort_by_key(|(row, _)| *row);
    let mut keys: Vec<Key> = Vec::new();
    for (row, inside) in places {
        let is_inner = keys.last().is_some_and(|last| last.rows.contains(&row));
        if let Some(key) = (!is_inner).then(|| key(outline, row, inside)).flatten() {
            keys.push(key);
        }
    }
    for row in 0..outline.rows.len() {
        let is_inner = keys.iter().any(|key| key.rows.contains(&row));
        if let Some(entries) = (!is_inner).then(|| inline_key(outline.rows[row])).flatten() {
            keys.push(Key {
                rows: row..row + 1,
                entries,
            });
        }
    }
    keys.sort_by_key(|key| key.rows.start);
    keys
}

/// Whether a heading, or a line of its own, says that a key follows.
fn names_key(text: &str) -> bool {
    const NAMES: [&str; 25] = [
        "answer key",
        "answer keys",
        "answers key",
        "key",
        "answers",
        "correct answers",
        "quiz answers",
        "solutions",
        "respuestas",
        "respuestas correctas",
        "respostas",
        "gabarito",
        "réponses",
        "bonnes réponses",
        "corrigé",
        "corrections",
        "risposte",
        "antworten",
        "lösungen",
        "odpowiedzi",
        "cevaplar",
        "ответы",
        "правильные ответы",
        "đáp án",
        "答案",
    ];
    let name = names::topic(text).to_lowercase();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    NAMES.contains(&name)
        || ["answer key ", "answers and "]
            .iter()
            .any(|front| name.starts_with(front))
}

/// `Answers: 1-B, 2-C`.
fn inline_key(row: Row) -> Option<Vec<Entry>> {
    if row.hidden {
        return None;
    }
    let Some(Announced::Text(words)) = answer::announced(row.text) else {
        return None;
    };
    pairs(&words)
}

/// The key whose entries stand in `inside`; `None` where they are less than two.
fn key(outline: &Outline, row: usize, inside: Range<usize>) -> Option<Key> {
    let mut reader = Reader::default();
    for at in inside {
        reader.row(at, outline.rows[at]);
    }
    (2 <= n_lettered(&reader.entries)).then_some(Key {
        rows: row..reader.end,
        entries: reader.entries,
    })
}
