//! Options that stand in one line: `a) TCP  b) UDP  c) ICMP`, or two and two in two lines.

use super::answer;
use crate::import::text::headed::{Row, names};
use std::ops::Range;

/// An option's row and text; its place is that in the list.
pub struct InRow<'t> {
    pub row: usize,
    pub text: &'t str,
}

/// How letters are written: all options of a question have them alike.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Style {
    opens: bool,
    sign: char,
    is_capital: bool,
}

/// Finds the first line with more than one option, and those in the lines right below that go on
/// with its letters.
pub fn find<'t>(rows: &[Row<'t>], range: Range<usize>) -> Option<Vec<InRow<'t>>> {
    let shown = |row: &usize| !rows[*row].hidden;
    let first = range
        .clone()
        .filter(shown)
        .find(|row| marked(item(rows[*row].text)).is_some())?;
    let (style, _, _) = marked(item(rows[first].text)).filter(|(_, place, _)| *place == 0)?;
    let mut found: Vec<InRow> = Vec::new();
    for (row, line) in rows.iter().enumerate().take(range.end).skip(first) {
        let text = item(line.text);
        let start = marked(text).filter(|_| !line.hidden);
        let Some((own, place, _)) = start else {
            break;
        };
        if own != style || place != found.len() {
            return None;
        }
        found.extend(
            run(text, style, place)
                .into_iter()
                .map(|text| InRow { row, text }),
        );
    }
    // `A. One` may have a name such as `B. Two` in it.
    let least = if style.sign == '.' { 3 } else { 2 };
    let n_rows = found.last()?.row + 1 - first;
    let last_tells = found.last().is_some_and(|last| tells(last.text));
    let is_whole = found.iter().all(|option| !option.text.is_empty());
    (n_rows < found.len() && least <= found.len() && is_whole && !last_tells).then_some(found)
}

/// A line without its bullet.
fn item(line: &str) -> &str {
    let trimmed = line.trim();
    let is_bullet = trimmed.starts_with(['-', '*', '+']);
    let item = names::list_mark(trimmed).filter(|_| is_bullet);
    item.map_or(trimmed, |(_, item)| item)
}

/// Characters at the end of a line in which the answer may be named.
const TOLD_MAX: usize = 80;

/// Whether the word for an answer stands behind an option, in its line.
fn tells(text: &str) -> bool {
    let ends = text.char_indices().rev().take(TOLD_MAX);
    let mut words = ends
        .filter(|(_, c)| *c == ' ')
        .map(|(at, _)| &text[at + 1..]);
    words.any(|rest| answer::announced(rest).is_some())
}

/// The letter that a text starts with: its style, its place, and what stands behind it.
fn marked(text: &str) -> Option<(Style, usize, &str)> {
    let inner = text.strip_prefix('(');
    let opens = inner.is_some();
    let inner = inner.unwrap_or(text);
    let mut chars = inner.chars();
    let c = chars.next().filter(char::is_ascii_alphabetic)?;
    let sign = chars.next()?;
    let is_sign = sign == ')' || sign == '.' && !opens;
    let rest = chars.as_str();
    let style = Style {
        opens,
        sign,
        is_capital: c.is_ascii_uppercase(),
    };
    let place = usize::from(c.to_ascii_lowercase() as u8 - b'a');
    (is_sign && rest.starts_with([' ', '\t', '\u{a0}'])).then_some((style, place, rest))
}

/// The texts behind the letters from `place` on.
fn run(text: &str, style: Style, place: usize) -> Vec<&str> {
    let (mut texts, mut start, mut next) = (Vec::new(), 0, place);
    let mut is_gap = true;
    for (at, c) in text.char_indices() {
        let found = marked(&text[at..]).filter(|_| is_gap);
        is_gap = c.is_whitespace();
        let Some((own, place, rest)) = found else {
            continue;
        };
        if own == style && place == next {
            if place_follows(&texts, start) {
                texts.push(text[start..at].trim());
            }
            start = text.len() - rest.len();
            next += 1;
        }
    }
    texts.push(text[start..].trim());
    texts
}

/// Whether an option ends where the next letter stands: not so in front of the first.
fn place_follows(texts: &[&str], start: usize) -> bool {
    !texts.is_empty() || 0 < start
}
