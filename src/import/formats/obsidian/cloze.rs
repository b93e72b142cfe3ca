//! Cloze patterns as the plugin's settings write them, and what they hide.
//!
//! A pattern is literal text around the word `answer`; groups in brackets are optional and hold a
//! number (`123`) or a hint: `==[123;;]answer[;;hint]==`, `==answer==[^\[hint\]][\[^123\]]`.

use crate::import::text::ends::Ends;
use crate::import::text::holes::Hole;
use crate::import::text::markdown::is_in_code;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A longer hint is text that happens to follow.
const HINT_MAX: usize = 1000;
const NUMBER_MAX: usize = 40;

/// One way to write a cloze.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    open: String,
    /// What stands around a number in front of the hidden text.
    number_first: Option<(String, String)>,
    /// What stands in front of a hint between the hidden text and the closing mark.
    hint_inside: Option<String>,
    close: String,
    /// Behind the closing mark.
    groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    is_hint: bool,
    before: String,
    after: String,
}

/// A cloze as written.
struct Written {
    range: Range<usize>,
    hidden: Range<usize>,
    hint: Option<String>,
    /// Digits, or a letter of `ahs` for each card.
    number: Option<String>,
}

impl Pattern {
    /// `==…==` with hints and numbers in either of the two usual ways.
    pub fn highlight() -> Pattern {
        let group = |is_hint: bool, before: &str| Group {
            is_hint,
            before: before.to_string(),
            after: "]".to_string(),
        };
        Pattern {
            open: "==".into(),
            number_first: Some((String::new(), ";;".into())),
            hint_inside: Some(";;".into()),
            close: "==".into(),
            groups: vec![group(true, "^["), group(false, "[^")],
        }
    }

    /// Reads a pattern of the settings; `None` where nothing stands on one of its sides.
    pub fn parse(text: &str) -> Option<Pattern> {
        let mut pattern = Pattern::default();
        let mut is_behind = false;
        for (is_group, text) in pieces(text) {
            match (is_group, text.split_once("answer")) {
                (false, Some((before, after))) => {
                    pattern.open.push_str(before);
                    pattern.close.push_str(after);
                    is_behind = true;
                }
                (false, None) if is_behind => pattern.close.push_str(&text),
                (false, None) => pattern.open.push_str(&text),
                (true, _) => pattern.add_group(&text, is_behind),
            }
        }
        (is_behind && !pattern.open.is_empty() && !pattern.close.is_empty()).then_some(pattern)
    }

    fn add_group(&mut self, text: &str, is_behind: bool) {
        let parted = |word: &str| {
            let (before, after) = text.split_once(word)?;
            Some((before.to_string(), after.to_string()))
        };
        match (parted("123"), parted("hint")) {
            (Some(around), _) if !is_behind => self.number_first = Some(around),
            (_, Some((before, _))) if is_behind && self.close.is_empty() => {
                self.hint_inside = Some(before);
            }
            (number, hint) if is_behind => {
                let is_hint = number.is_none();
                if let Some((before, after)) = number.or(hint) {
                    self.groups.push(Group {
                        is_hint,
                        before,
                        after,
                    });
                }
            }
            _ => (),
        }
    }

    /// Reads what may be a cloze at `start`.
    fn read(&self, text: &str, start: usize, ends: &mut Ends) -> Option<Written> {
        let mut inside = start + self.open.len();
        let mut number = None;
        let first = self.number_first.as_ref();
        let first = first.and_then(|(before, after)| number_at(text, inside, before, after));
        if let Some((digits, end)) = first {
            number = Some(digits);
            inside = end;
        }
        let close = ends.find(inside + 1, &self.close)?;
        // The end belongs to the innermost of several.
        let inner = ends
            .find(inside, &self.open)
            .filter(|_| self.open != self.close);
        if inner.is_some_and(|inner| inner < close) {
            return None;
        }
        let mut hidden = inside..close;
        let mut hint = None;
        let before = self
            .hint_inside
            .as_ref()
            .filter(|before| !before.is_empty());
        let hidden_text = text.get(hidden.clone())?;
        if let Some((answer, found)) = before.and_then(|before| hidden_text.split_once(before)) {
            hint = Some(found.to_string());
            hidden.end = inside + answer.len();
        }
        let shown = text.get(hidden.clone())?;
        if shown.trim().len() < shown.len() || shown.is_empty() || shown.contains("\n\n") {
            return None;
        }
        let mut end = close + self.close.len();
        for group in &self.groups {
            let slot = if group.is_hint {
                &mut hint
            } else {
                &mut number
            };
            if let Some((found, behind)) = group.read(text, end, ends) {
                *slot = Some(found);
                end = behind;
            }
        }
        Some(Written {
            range: start..end,
            hidden,
            hint,
            number,
        })
    }
}

impl Group {
    fn read(&self, text: &str, at: usize, ends: &mut Ends) -> Option<(String, usize)> {
        if !self.is_hint {
            return number_at(text, at, &self.before, &self.after);
        }
        let from = at
            + text[at..]
                .strip_prefix(&self.before)
                .map(|_| self.before.len())?;
        let end = ends.on_line(from, &self.after)?;
        (end - from <= HINT_MAX).then(|| (text[from..end].to_string(), end + self.after.len()))
    }
}

/// Parts a pattern into groups and the text between them.
fn pieces(text: &str) -> Vec<(bool, String)> {
    let mut pieces = vec![(false, String::new())];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let last = pieces.last_mut().expect("there is a piece from the start");
        match c {
            '\\' if chars.peek() == Some(&'\\') => (),
            '\\' => last.1.extend(chars.next()),
            '[' if !last.0 => pieces.push((true, String::new())),
            ']' if last.0 => pieces.push((false, String::new())),
            c => last.1.push(c),
        }
    }
    pieces
}

/// Reads digits, or letters of `ahs`, between `before` and `after`; returns where they end.
fn number_at(text: &str, at: usize, before: &str, after: &str) -> Option<(String, usize)> {
    let rest = text.get(at..)?.strip_prefix(before)?;
    let is_letter = |byte: &u8| b"ahs".contains(byte);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let letters = rest.bytes().take_while(is_letter).count();
    let length = digits.max(letters);
    let fits = (1..=NUMBER_MAX).contains(&length) && rest[length..].starts_with(after);
    let end = at + before.len() + length + after.len();
    fits.then(|| (rest[..length].to_string(), end))
}

/// What is hidden in one text.
#[derive(Default)]
pub struct Holes {
    /// In order, and apart.
    pub holes: Vec<Hole>,
    /// Some clozes tell what other cards hide, which is left out.
    pub has_overlaps: bool,
}

/// Finds all clozes of a text, outside of code and mathematics.
pub fn find(text: &str, patterns: &[Pattern]) -> Holes {
    let mut found: Vec<Written> = Vec::new();
    let in_code = is_in_code(text);
    for pattern in patterns {
        let mut ends = Ends::new(text);
        let mut at = 0;
        while let Some(start) = ends.find(at, &pattern.open) {
            let is_text = !in_code[start] && !text[..start].ends_with('\\');
            let cloze = if is_text {
                pattern.read(text, start, &mut ends)
            } else {
                None
            };
            at = cloze.as_ref().map_or(start + 1, |cloze| cloze.range.end);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            found.extend(cloze);
        }
    }
    found.sort_by_key(|cloze| cloze.range.start);
    let mut end = 0;
    found.retain(|cloze| {
        let is_apart = end <= cloze.range.start;
        if is_apart {
            end = cloze.range.end;
        }
        is_apart
    });
    numbered(found)
}

fn numbered(found: Vec<Written>) -> Holes {
    let has_overlaps = found.iter().any(|cloze| {
        let letters = cloze.number.as_deref().filter(|number| is_letters(number));
        letters.is_some_and(|letters| 1 < letters.len())
    });
    let given = given_numbers(&found);
    let taken: BTreeSet<u16> = given.values().copied().collect();
    let mut free = (1_usize..)
        .map(narrowed)
        .filter(|number| !taken.contains(number) || *number == u16::MAX);
    let mut holes = Vec::new();
    for cloze in found {
        let numbers = match cloze.number.as_deref() {
            None => free.next().into_iter().collect(),
            Some(number) if is_letters(number) => asked(number),
            Some(number) => number_of(number)
                .and_then(|number| given.get(&number).copied())
                .into_iter()
                .collect(),
        };
        // What is never asked is not hidden either, nor what has a number beyond all reason.
        if !numbers.is_empty() {
            holes.push(Hole {
                range: cloze.range,
                hidden: cloze.hidden,
                hint: cloze.hint,
                numbers,
            });
        }
    }
    Holes {
        holes,
        has_overlaps,
    }
}

fn is_letters(number: &str) -> bool {
    number.starts_with(|c: char| !c.is_ascii_digit())
}

fn number_of(number: &str) -> Option<u64> {
    number.parse().ok()
}

/// Where there are too many clozes for this, the limit of clozes refuses the card.
fn narrowed(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The numbers as written, each with the one it gets: itself, or its rank where one is out of range.
fn given_numbers(found: &[Written]) -> BTreeMap<u64, u16> {
    let numbers = found.iter().filter_map(|cloze| cloze.number.as_deref());
    let numbers: BTreeSet<u64> = numbers.filter_map(number_of).collect();
    let fit = numbers.iter().all(|number| (1..=500).contains(number));
    let ranked = numbers.iter().enumerate();
    let given = ranked.map(|(idx, number)| match u16::try_from(*number) {
        Ok(own) if fit => (*number, own),
        _ => (*number, narrowed(idx + 1)),
    });
    given.collect()
}

/// The cards that ask for a piece: `hsa` is asked on the third.
fn asked(letters: &str) -> Vec<u16> {
    let letters = letters.bytes().zip(1_u16..);
    letters
        .filter(|(letter, _)| *letter == b'a')
        .map(|(_, card)| card)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::holes::{finished, marked};

    fn check(patterns: &[Pattern], text: &str, expected: &str) {
        let found = find(text, patterns);
        assert_eq!(finished(&marked(text, &found.holes)), expected);
    }

    fn usual(text: &str, expected: &str) {
        check(&[Pattern::highlight()], text, expected);
    }

    #[test]
    fn highlights_are_numbered_in_order() {
        usual("a ==b== c ==d==", "a {{c1::b}} c {{c2::d}}");
        usual("a == b and c == d", "a == b and c == d");
        usual("`a ==b== c` ==d==", "`a ==b== c` {{c1::d}}");
    }

    #[test]
    fn hints_and_numbers_stand_behind_or_inside() {
        usual("==a==^[b][^2] ==c==[^1]", "{{c2::a::b}} {{c1::c}}");
        usual("==2;;a;;b== ==c==", "{{c2::a::b}} {{c1::c}}");
        usual("==a==[^1] ==b==[^1]", "{{c1::a}} {{c1::b}}");
    }

    #[test]
    fn numbers_out_of_range_are_counted_anew() {
        usual("==a==[^0] ==b==[^9000]", "{{c1::a}} {{c2::b}}");
    }

    #[test]
    fn a_piece_is_asked_on_each_card_that_says_so() {
        usual(
            "==a==[^ah] ==b==[^sa] ==c==[^hs]",
            "{{c1::a}} {{c2::b}} ==c==[^hs]",
        );
        assert!(find("==a==[^ah]", &[Pattern::highlight()]).has_overlaps);
        assert!(!find("==a==[^a]", &[Pattern::highlight()]).has_overlaps);
    }

    #[test]
    fn a_vault_may_have_patterns_of_its_own() {
        let patterns: Vec<Pattern> = [
            "{{[123::]answer[::hint]}}",
            "==answer==[^\\\\[hint\\\\]][\\\\[^123\\\\]]",
        ]
        .iter()
        .filter_map(|text| Pattern::parse(text))
        .collect();
        check(&patterns, "{{a}} {{7::b::c}}", "{{c1::a}} {{c7::b::c}}");
        check(&patterns, "==a==^[b][^1]", "{{c1::a::b}}");
        assert_eq!(Pattern::parse("answer"), None);
        assert_eq!(Pattern::parse("=="), None);
    }

    #[test]
    fn the_pattern_of_the_settings_reads_as_the_usual_one() {
        let pattern = Pattern::parse("==[123;;]answer[;;hint]==").unwrap();
        check(&[pattern], "==1;;a;;b== c", "{{c1::a::b}} c");
    }
}
