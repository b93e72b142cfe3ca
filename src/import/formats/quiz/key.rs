//! Keys: the answers to all questions in one place, as `## Answer key` at the end or a line
//! `Answers: 1-B, 2-C` below the last.
//!
//! A file comes in; out go the answers by the row of their question, and the rows of the key, which
//! are no part of any question. Numbers must fit: where two questions share one, or the last question
//! has none in the key, nothing is taken from it.

use super::answer::{self, Announced};
use super::options::Choices;
use super::starts::{self, Start};
use super::tail;
use crate::import::text::headed::blocks::{blocks, without_tags};
use crate::import::text::headed::{Heading, Outline, Row, asks, inline, names};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// What a key says of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    number: u32,
    /// The options that are right, from 0; none where the answer is in words.
    pub places: Vec<usize>,
    /// What stands behind the letter, and below it. Markdown.
    pub said: String,
    pub below: String,
}

impl Entry {
    fn new(number: u32, places: Vec<usize>) -> Entry {
        Entry {
            number,
            places,
            said: String::new(),
            below: String::new(),
        }
    }
}

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
    const NAMES: [&str; 14] = [
        "answer key",
        "answer keys",
        "answers key",
        "key",
        "answers",
        "correct answers",
        "quiz answers",
        "solutions",
        "respuestas",
        "respostas",
        "gabarito",
        "ответы",
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

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    /// Behind the last row of the last entry.
    end: usize,
    /// A number that stood alone.
    label: Option<u32>,
    /// Whether more text goes to the last entry.
    is_open: bool,
}

impl Reader {
    fn row(&mut self, at: usize, row: Row) {
        let (line, _) = without_tags(row.text);
        let bare = line
            .trim()
            .trim_start_matches(['-', '*', '>', '+', '#', ' ']);
        let plain = inline::plain(bare);
        let is_heading = row.text.trim_start().starts_with('#');
        self.is_open &= !row.text.contains("</details");
        if row.hidden || plain.is_empty() {
            return self.go_on(at, row.text, row.hidden);
        }
        let several = |entries: &Vec<Entry>| 2 <= n_lettered(entries);
        if let Some(entries) = cells(&line).or_else(|| pairs(&plain).filter(several)) {
            self.entries.extend(entries);
            self.is_open = false;
            self.end = at + 1;
            return;
        }
        let counted = names::numbered(&plain);
        let own = counted.and_then(|counted| Some((counted.number?, counted.rest)));
        if let Some((number, _)) = own.filter(|(_, rest)| rest.is_empty()) {
            self.label = Some(number);
            self.is_open = false;
            return;
        }
        let labelled = self.label.map(|number| (number, plain.as_str()));
        let found = own.or(labelled).and_then(|(number, rest)| {
            let letters = answer::at_front(rest)?;
            Some((number, letters))
        });
        match (found, own) {
            (Some((number, letters)), _) => {
                let said = match letters.rest.is_empty() {
                    true => String::new(),
                    false => tail::as_written(bare, &letters.rest),
                };
                self.entries.push(Entry {
                    said,
                    ..Entry::new(number, letters.places)
                });
                self.label = None;
                self.is_open = true;
                self.end = at + 1;
            }
            // Its answer is in words, or it is a list of the explanation.
            (None, Some((number, _))) if row.indent() == 0 => {
                self.entries.push(Entry::new(number, Vec::new()));
                self.is_open = false;
            }
            _ if is_heading || names::is_rule(row.text) => self.is_open = false,
            _ => self.go_on(at, &line, false),
        }
    }

    fn go_on(&mut self, at: usize, line: &str, is_code: bool) {
        let Some(last) = self.entries.last_mut().filter(|_| self.is_open) else {
            return;
        };
        let is_end = !is_code && names::is_rule(line);
        if is_end {
            self.is_open = false;
            return;
        }
        last.below.push('\n');
        last.below.push_str(line);
        if !line.trim().is_empty() {
            self.end = at + 1;
        }
    }
}

fn n_lettered(entries: &[Entry]) -> usize {
    let is_lettered = |entry: &&Entry| !entry.places.is_empty();
    entries.iter().filter(is_lettered).count()
}

/// `| 1 | B | easy |`.
fn cells(line: &str) -> Option<Vec<Entry>> {
    let inside = line.trim().strip_prefix('|')?;
    let mut cells = inside.split('|').map(str::trim);
    let number = inline::plain(cells.next()?);
    let number = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number = number.trim_end_matches('.').parse().ok()?;
    let places = answer::only_letters(cells.next()?)?.places;
    Some(vec![Entry::new(number, places)])
}

/// Two or more answers on a line: `1-B, 2-C`, `1. b 2. word 3. a`.
fn pairs(text: &str) -> Option<Vec<Entry>> {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let (mut entries, mut at): (Vec<Entry>, usize) = (Vec::new(), 0);
    while at < chars.len() {
        let starts =
            is_digit(at) && (at == 0 || matches!(chars[at - 1], ' ' | ',' | ';' | 'Q' | 'q'));
        if !starts {
            // `11-(1-B, 2-A)` answers one question.
            if chars[at] == '(' && is_digit(at + 1) {
                return None;
            }
            at += 1;
            continue;
        }
        let digits = chars[at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count();
        let number: String = chars[at..at + digits].iter().collect();
        at += digits;
        let signs = chars[at..]
            .iter()
            .take_while(|c| " .)-–:=(".contains(**c))
            .count();
        let letter = chars.get(at + signs).filter(|_| 0 < signs);
        let ends = chars
            .get(at + signs + 1)
            .is_none_or(|c| " ,;.)".contains(*c));
        let place = letter
            .and_then(|c| "abcdefghij".find(c.to_ascii_lowercase()))
            .filter(|_| ends);
        entries.push(Entry::new(
            number.parse().ok()?,
            place.into_iter().collect(),
        ));
        at += signs;
    }
    let rising = entries.windows(2).all(|two| two[0].number < two[1].number);
    // `A, C` behind a number would be cut to `A`.
    let has_more = text.split([',', ' ', ';', '&']).any(|part| {
        matches!(
            part.trim_matches('.').as_bytes(),
            [b'A'..=b'J' | b'a'..=b'j']
        ) && !text.contains(&format!(". {part}"))
    });
    (rising && 2 <= entries.len() && 0 < n_lettered(&entries) && !has_more).then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&[(u32, &[usize])]>) {
        let found = pairs(text);
        let found: Option<Vec<(u32, &[usize])>> = found.as_ref().map(|found| {
            found
                .iter()
                .map(|entry| (entry.number, &entry.places[..]))
                .collect()
        });
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn several_answers_may_stand_on_a_line() {
        check("1-B, 2-C", Some(&[(1, &[1]), (2, &[2])]));
        check("1. D 2. C 3. A.", Some(&[(1, &[3]), (2, &[2]), (3, &[0])]));
        check("1. b 2. word 3. c", Some(&[(1, &[1]), (2, &[]), (3, &[2])]));
        check("1) (b), 2) (c)", Some(&[(1, &[1]), (2, &[2])]));
        for other in [
            "1-B",
            "11-(1-B,2-A), 12-B",
            "2-B, 1-C",
            "1: A, C, 2: B",
            "80 and 443",
        ] {
            check(other, None);
        }
    }

    #[test]
    fn rows_of_a_table_are_answers() {
        assert_eq!(cells("| Q7 | B, C | hard |").unwrap()[0].places, [1, 2]);
        assert_eq!(cells("| No | Answer |"), None);
        assert_eq!(cells("|----|----|"), None);
    }
}
