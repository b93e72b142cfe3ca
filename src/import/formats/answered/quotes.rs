//! Quotes that answer, as inka has them: `1. What?`, and `> This.` below.

use super::entries::Entry;
use crate::import::text::headed::{Outline, names};

/// Ends each entry with the quote below its question, where all entries have one.
///
/// Prose may stand between such cards. Text behind the last quote alone does not show that it does,
/// and stays a part of the answer.
pub fn answer(outline: &Outline, entries: &mut [Entry]) {
    let quotes: Option<Vec<usize>> = entries.iter().map(|entry| quote(outline, entry)).collect();
    let quotes = quotes.unwrap_or_default();
    let ends: Vec<usize> = entries
        .iter()
        .zip(&quotes)
        .map(|(entry, quote)| end(outline, entry, *quote))
        .collect();
    let mut goes_on = entries
        .iter()
        .zip(&ends)
        .map(|(entry, end)| goes_on(outline, *end, entry.end));
    if goes_on.next_back() == Some(true) && !goes_on.any(|goes_on| goes_on) {
        return;
    }
    for (entry, (quote, end)) in entries.iter_mut().zip(quotes.into_iter().zip(ends)) {
        entry.quote = Some(quote);
        entry.end = end;
    }
}

fn is_quote(outline: &Outline, row: usize) -> bool {
    !outline.rows[row].hidden && outline.rows[row].text.starts_with('>')
}

/// Where the quote starts, below nothing but pictures.
fn quote(outline: &Outline, entry: &Entry) -> Option<usize> {
    let is_shown = |row: &usize| {
        let line = outline.rows[*row];
        !line.is_blank() && !line.is_comment && !line.text.starts_with("![")
    };
    let first = (entry.row + 1..entry.end).find(is_shown);
    first.filter(|row| is_quote(outline, *row))
}

fn end(outline: &Outline, entry: &Entry, quote: usize) -> usize {
    let mut rows = quote..entry.end;
    rows.find(|row| !is_quote(outline, *row))
        .unwrap_or(entry.end)
}

/// Whether text stands in the rows, and not below a rule.
fn goes_on(outline: &Outline, from: usize, to: usize) -> bool {
    let mut rows = outline.rows[from..to].iter();
    let first = rows.find(|row| !row.is_blank() && !row.is_comment);
    first.is_some_and(|row| row.hidden || !names::is_rule(row.text))
}
