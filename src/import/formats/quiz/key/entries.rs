//! The entries of a key: rows come in, the number and the right options of each question go out.

use super::super::{answer, tail};
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::{Row, inline, names};

/// What a key says of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub number: u32,
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

/// Reads the rows of a key one by one.
#[derive(Default)]
pub struct Reader {
    pub entries: Vec<Entry>,
    /// Behind the last row of the last entry.
    pub end: usize,
    /// A number that stood alone.
    label: Option<u32>,
    /// Whether more text goes to the last entry.
    is_open: bool,
}

impl Reader {
    /// Reads a row of a key.
    pub fn row(&mut self, at: usize, row: Row) {
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

/// How many entries name letters.
pub fn n_lettered(entries: &[Entry]) -> usize {
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
pub fn pairs(text: &str) -> Option<Vec<Entry>> {
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
