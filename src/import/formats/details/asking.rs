//! What is asked above a `<details>` block or in its summary, as Markdown.

use super::folds::Fold;
use crate::import::text::headed::{Outline, asks, inline, names, text_of};

/// A question as it stands in a summary or heading: lists, code and paragraphs keep their lines.
pub fn question(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    let starts_block = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with("```") || names::list_mark(line).is_some()
    };
    let below = lines.iter().skip(1).position(starts_block);
    let (head, rest) = lines.split_at(below.map_or(lines.len(), |below| below + 1));
    let joined = head.join(" ");
    let joined = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    let head = inline::markdown(&joined);
    format!("{}\n\n{}", names::unnumbered(&head).trim(), text_of(rest))
        .trim()
        .to_string()
}

/// A question that stands in lines, the first of which may be a list item.
pub fn line_question(lines: &[&str]) -> String {
    let Some((first, behind)) = lines.split_first() else {
        return String::new();
    };
    let first = first.trim();
    let head = names::list_mark(first).map_or(first, |(_, text)| text);
    format!("{}\n{}", question(head), text_of(behind))
        .trim()
        .to_string()
}

/// The last row above a block that asks: a line with a question mark, a numbered or bold one.
pub fn asking_row(outline: &Outline, fold: &Fold) -> Option<usize> {
    let first = fold.lead.0.row + usize::from(0 < fold.lead.0.byte);
    let rows = first..fold.lead.1.row.min(outline.rows.len());
    rows.rev().find(|row| {
        let line = outline.rows[*row];
        let text = line.text.trim();
        let bold = text.starts_with("**") && text.ends_with("**") && 4 < text.len();
        let numbered =
            text.starts_with(|c: char| c.is_ascii_digit()) && names::list_mark(text).is_some();
        let asks = inline::plain(text)
            .trim_end_matches([')', ' '])
            .ends_with('?');
        !line.hidden && (bold || asks || numbered && line.indent() <= 3)
    })
}
