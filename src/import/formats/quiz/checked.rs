//! Options that nothing marks but the verdict of those that are right: `- text ✅`, `2) ✅ text`,
//! `+ text (+)`.

use super::options::{Choices, How, Item};
use super::wording::{without_verdict, without_verdict_in_front};
use crate::import::text::headed::{Row, names};
use std::ops::Range;

/// Finds the first list that has right signs on some of its items.
pub fn find(rows: &[Row], range: Range<usize>, max_indent: usize) -> Option<Choices> {
    let mut start = range.start;
    while start < range.end {
        let listed = |row: &usize| item(&rows[*row], max_indent).is_some();
        let Some(first) = (start..range.end).find(listed) else {
            break;
        };
        let is_like = |row: &usize| {
            let same = look(rows[*row]) == look(rows[first]);
            same && item(&rows[*row], max_indent).is_some()
        };
        let end = (first..range.end)
            .find(|row| !is_like(row))
            .unwrap_or(range.end);
        let is_free = end == range.end || rows[end].is_blank() || rows[end].text.starts_with('#');
        let items: Vec<Item> = (first..end)
            .filter_map(|row| Some(read(row, item(&rows[row], max_indent)?)))
            .collect();
        let signs: Vec<Sign> = (first..end)
            .filter_map(|row| Some(sign(item(&rows[row], max_indent)?)))
            .collect();
        if is_free && is_choice(&signs) {
            let rows = first..end;
            let how = How::Bullets;
            return Some(Choices {
                items,
                rows,
                how,
                ..Choices::default()
            });
        }
        start = end.max(first + 1);
    }
    None
}

/// What stands in front of an item or behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Right,
    RightInFront,
    Wrong,
}

fn sign(text: &str) -> Sign {
    let is_wrong = text.contains(['❌', '✗', '✘']);
    match (without_verdict(text).1, without_verdict_in_front(text).1) {
        (true, _) => Sign::Right,
        (_, true) => Sign::RightInFront,
        _ if is_wrong => Sign::Wrong,
        _ => Sign::None,
    }
}

/// Whether few enough are right for a choice. Merits and flaws all have signs, and of notes more
/// than one may start with a tick.
fn is_choice(signs: &[Sign]) -> bool {
    let count = |sign: Sign| signs.iter().filter(|own| **own == sign).count();
    let n_right = count(Sign::Right) + count(Sign::RightInFront);
    let few = 2 * n_right <= signs.len() && count(Sign::RightInFront) <= 1;
    2 <= signs.len() && 0 < n_right && few && 0 < count(Sign::None)
}

/// Takes the signs off options some of which have one in front, and marks those that are right.
pub fn judge(items: &mut [Item]) {
    let n_right = items
        .iter()
        .filter(|item| without_verdict_in_front(&item.text).1)
        .count();
    if n_right == 0 || n_right == items.len() {
        return;
    }
    for item in items {
        let (text, marked) = without_verdict_in_front(&item.text);
        item.marked |= marked;
        item.text = without_cross(text).to_string();
    }
}

/// The kind of a list item's mark, and where it stands.
fn look(row: Row) -> (Option<char>, usize) {
    let first = row.text.trim_start().chars().next();
    (
        first.map(|c| if c.is_ascii_digit() { '1' } else { c }),
        row.indent(),
    )
}

fn item<'t>(row: &Row<'t>, max_indent: usize) -> Option<&'t str> {
    let is_shown = !row.hidden && row.indent() <= max_indent;
    let (_, text) = names::list_mark(row.text.trim()).filter(|_| is_shown)?;
    (!text.is_empty()).then_some(text)
}

fn read(row: usize, text: &str) -> Item {
    let (text, is_behind) = without_verdict(text);
    let (text, is_front) = without_verdict_in_front(text);
    Item {
        row,
        marked: is_behind || is_front,
        text: names::unwrapped(without_cross(text)).to_string(),
        ..Item::default()
    }
}

fn without_cross(text: &str) -> &str {
    let rest = ["❌", "✗", "✘"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    rest.map_or(text, |rest| rest.trim_start_matches(['\u{fe0f}', ' ']))
}
