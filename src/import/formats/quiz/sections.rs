//! Lines of plain text that name a part of a list: `French writers` above a question 1.

use super::answer;
use super::marks;
use crate::import::text::headed::{Row, links, names};

/// Characters of such a line.
const NAME_MAX: usize = 60;

/// For each question, by its row and its number, the row of the line that names the part which
/// begins with it.
///
/// Such a line stands between an answer and numbering that begins again. Above the first question
/// it is one only where another follows: otherwise it may say anything.
pub fn above(
    rows: &[Row],
    top: usize,
    questions: impl Iterator<Item = (usize, Option<u32>)>,
) -> Vec<Option<usize>> {
    let mut above = top;
    let mut parts: Vec<Option<usize>> = Vec::new();
    for (row, number) in questions {
        let is_below = |line: &usize| parts.is_empty() || is_behind_answer(&rows[above..*line]);
        let line = named(rows, above, row).filter(|line| number == Some(1) && is_below(line));
        parts.push(line.or_else(|| titled(rows, above, row)));
        above = row + 1;
    }
    if parts.iter().flatten().count() < 2 && parts.first().is_some_and(Option::is_some) {
        parts[0] = None;
    }
    parts
}

/// The row of a bold line right above a question that says what questions follow.
fn titled(rows: &[Row], top: usize, question: usize) -> Option<usize> {
    let (row, is_free) = last(rows, top, question)?;
    let line = rows[row];
    let name = names::unwrapped(line.text.trim());
    let is_bold = name.len() < line.text.trim().len();
    let is_title = name.ends_with(':') || name.to_lowercase().contains("questions");
    let is_short = name.chars().count() <= NAME_MAX && !marks::ends_options(name);
    (is_free && !line.hidden && is_bold && is_title && is_short).then_some(row)
}

/// The last row with text above a question, and whether it is a paragraph of its own.
fn last(rows: &[Row], top: usize, question: usize) -> Option<(usize, bool)> {
    let row = (top..question).rev().find(|row| !rows[*row].is_blank())?;
    Some((row, row == top || rows[row - 1].is_blank()))
}

/// The row of a short line that stands alone above a question.
fn named(rows: &[Row], top: usize, question: usize) -> Option<usize> {
    let (row, is_free) = last(rows, top, question)?;
    let line = rows[row];
    let text = line.text.trim();
    let is_name = text.chars().count() <= NAME_MAX
        && text.starts_with(char::is_alphanumeric)
        && !text.ends_with(['.', '?', '!', ';'])
        && !links::is_definition(text)
        && marks::mark(text).is_none()
        && names::numbered(text).is_none()
        && !marks::ends_options(text);
    (is_free && !line.hidden && line.indent() == 0 && is_name).then_some(row)
}

/// Whether the last of these rows that has text is an answer line or a labelled explanation.
fn is_behind_answer(rows: &[Row]) -> bool {
    let last = rows.iter().rev().find(|row| !row.is_blank());
    last.is_some_and(|row| {
        let is_answer = answer::announced(row.text).is_some() || marks::label(row.text).is_some();
        !row.hidden && is_answer
    })
}
