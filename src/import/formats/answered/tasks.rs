//! Which bold lines set a task without asking, in a file whose other bold lines ask.
//!
//! Answers have bold lines, too: their steps and sub-headings. So a line must stand for itself and
//! either where rules part the questions, behind a rule, or start with a word that only tests do.

use super::entries::{bold, bold_line};
use crate::import::text::headed::{Outline, asks, names};

/// What the bold questions of a file are like.
pub struct Tasks {
    /// Whether there are any to go by.
    is_list: bool,
    /// Whether most of them stand behind rules.
    is_ruled: bool,
}

impl Tasks {
    pub fn of(outline: &Outline) -> Tasks {
        let rows = outline.rows.iter().enumerate();
        let asking: Vec<usize> = rows
            .filter(|(_, row)| !row.hidden && bold(row.text.trim()).is_some())
            .map(|(idx, _)| idx)
            .collect();
        let n_behind = asking
            .iter()
            .filter(|row| is_behind_rule(outline, **row))
            .count();
        let n_first = asking.iter().filter(|row| is_first(outline, **row)).count();
        Tasks {
            is_list: 2 <= asking.len(),
            is_ruled: asking.len() - n_first < 2 * n_behind,
        }
    }

    /// The task of a row that is a paragraph of its own, in bold, with an answer below.
    pub fn task(&self, outline: &Outline, row: usize) -> Option<String> {
        const OPENERS: [&str; 13] = [
            "compare",
            "define",
            "differentiate",
            "discuss",
            "distinguish",
            "enumerate",
            "give",
            "list",
            "mention",
            "name",
            "outline",
            "state",
            "tell",
        ];
        if !self.is_list || !stands_alone(outline, row) {
            return None;
        }
        let text = bold_line(outline.rows[row].text.trim())?;
        let n_words = text.split_whitespace().count();
        let is_task = asks::opens_with(&text, &OPENERS) && 3 <= n_words;
        let is_said = text.ends_with(['.', ':']) && 3 <= n_words && !is_remark(&text);
        let counts = match self.is_ruled {
            true => is_behind_rule(outline, row) && (is_task || is_said),
            false => is_task && 4 <= n_words && text.ends_with('.'),
        };
        counts.then_some(text)
    }
}

/// Whether a bold line says something about the answer above it.
fn is_remark(text: &str) -> bool {
    const OPENERS: [&str; 9] = [
        "good",
        "important",
        "in",
        "key",
        "note",
        "remember",
        "summary",
        "tip",
        "warning",
    ];
    let bare = text.replace(':', " ");
    asks::opens_with(&bare, &OPENERS) || asks::answer_mark(text).is_some()
}

/// Whether a row is a paragraph, and text of another stands below it.
fn stands_alone(outline: &Outline, row: usize) -> bool {
    let is_gap = |idx: Option<usize>| {
        let row = idx.and_then(|idx| outline.rows.get(idx));
        row.is_none_or(|row| row.is_blank() || !row.hidden && names::is_rule(row.text))
    };
    let below = (row + 1..outline.rows.len()).find(|row| !outline.rows[*row].is_blank());
    let answers = below.is_some_and(|below| {
        let line = outline.rows[below];
        let is_mark = names::is_rule(line.text) || bold(line.text.trim()).is_some();
        !is_heading(outline, below) && !line.is_comment && (line.hidden || !is_mark)
    });
    answers && is_gap(row.checked_sub(1)) && is_gap(Some(row + 1))
}

/// The last row above that is not blank.
fn above(outline: &Outline, row: usize) -> Option<usize> {
    (0..row).rev().find(|row| !outline.rows[*row].is_blank())
}

fn is_behind_rule(outline: &Outline, row: usize) -> bool {
    above(outline, row).is_some_and(|above| {
        let line = outline.rows[above];
        !line.hidden && names::is_rule(line.text) && !is_heading(outline, above)
    })
}

/// Whether nothing stands between a row and the heading above it.
fn is_first(outline: &Outline, row: usize) -> bool {
    above(outline, row).is_none_or(|above| is_heading(outline, above))
}

/// Whether a row is a heading, or the line under one.
fn is_heading(outline: &Outline, row: usize) -> bool {
    let before = outline
        .headings
        .partition_point(|heading| heading.row <= row);
    before
        .checked_sub(1)
        .is_some_and(|last| row < outline.headings[last].body)
}
