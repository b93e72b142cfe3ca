//! Folders that have a file for each card: its one heading is the question, the text below the answer.
//!
//! Any note has a heading and text, so a file whose heading does not ask is a card only where most
//! of its kind in the folder do, or where the learner names the format.

use super::Rank;
use crate::import::file::File;
use crate::import::format::{Format, Likeness};
use crate::import::formats::flashdown::Flashdown;
use crate::import::limits::Limits;
use crate::import::text::headed::{Outline, Row, names};

/// Whether a file is a heading on top and text below, and may be a card.
pub fn is_one_card(file: &File) -> bool {
    let is_markdown = file.has_extension("md") || file.has_extension("markdown");
    if !is_markdown || file.stem().eq_ignore_ascii_case("readme") {
        return false;
    }
    let Ok(text) = file.text(None, &Limits::default()) else {
        return false;
    };
    let outline = Outline::new(&text);
    let [heading] = &outline.headings[..] else {
        return false;
    };
    // Front matter is hidden.
    let mut above = outline.rows[..heading.row].iter();
    let mut below = outline.rows[heading.body..].iter();
    !above.any(|row| !row.hidden && is_text(row)) && below.any(is_text)
}

fn is_text(row: &Row) -> bool {
    !row.is_blank() && !row.is_comment && !names::is_rule(row.text)
}

/// Gives the files that are one card each, and of no format, that of the others of their kind, where
/// those are as many or more.
pub fn join(ranks: &mut [(String, Vec<Rank>)], is_one_card: &[bool]) {
    let is_headed = |ranks: &[Rank]| {
        let first = ranks.first().map(|(format, _)| format.name());
        first == Some(Flashdown.name())
    };
    let ones = || ranks.iter().zip(is_one_card).filter(|(_, is_one)| **is_one);
    let n_asking = ones().filter(|((_, ranks), _)| is_headed(ranks)).count();
    let n_others = ones().filter(|((_, ranks), _)| ranks.is_empty()).count();
    if n_asking == 0 || n_asking < n_others {
        return;
    }
    for ((_, ranks), is_one) in ranks.iter_mut().zip(is_one_card) {
        if *is_one && ranks.is_empty() {
            ranks.push((&Flashdown, Likeness::Cards(1)));
        }
    }
}
