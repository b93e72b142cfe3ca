//! Which questions a file has, and which `<details>` blocks answer each.
//!
//! A block whose summary asks is a card. A block whose summary only reveals answers the heading above
//! it; several under one heading are one answer, unless each of them has a line of its own that asks.
//! Blocks in blocks are part of the answer; but a block that holds nothing else than blocks is a
//! topic of theirs.

use super::asking::{asking_row, line_question, question};
use super::folds::{Fold, folds};
use crate::import::text::headed::blocks::{Spot, between, blocks};
use crate::import::text::headed::{Outline, asks, inline, names, text_of};

/// One question of the file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its row, from 0.
    pub row: usize,
    /// Markdown.
    pub question: String,
    pub kind: Kind,
    /// The heading that it is, or below which it stands.
    pub heading: Option<usize>,
    /// The summary of a block around it.
    pub wrapped_in: Option<String>,
    pub pieces: Vec<Piece>,
    /// Whether a summary says that it holds the answer.
    pub says_answer: bool,
}

/// Where the question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Summary,
    Heading,
    /// A list item or a line above the block.
    Line,
}

/// A stretch of the file that belongs to an answer.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    from: Spot,
    to: Spot,
    pub is_hint: bool,
}

impl Piece {
    pub fn lines<'t>(&self, outline: &Outline<'t>) -> Vec<&'t str> {
        between(outline, self.from, self.to)
    }
}

/// Finds all questions, in order.
pub fn entries(outline: &Outline) -> Vec<Entry> {
    let blocks = blocks(outline);
    let folds = folds(outline, &blocks);
    let mut entries = Vec::new();
    let mut start = 0;
    while start < folds.len() {
        let heading = folds[start].heading;
        let same = folds[start..]
            .iter()
            .take_while(|fold| fold.heading == heading);
        let end = start + same.count();
        section(outline, &folds[start..end], &mut entries);
        start = end;
    }
    entries
}

/// Which headings are questions.
pub fn asked(outline: &Outline, entries: &[Entry]) -> Vec<bool> {
    let mut asked = vec![false; outline.headings.len()];
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Heading) {
        if let Some(heading) = entry.heading {
            asked[heading] = true;
        }
    }
    asked
}

/// Reads the blocks under one heading.
fn section(outline: &Outline, folds: &[Fold], entries: &mut Vec<Entry>) {
    let heading = folds[0].heading;
    let reveals: Vec<bool> = folds.iter().map(|fold| reveals(outline, fold)).collect();
    let asks: Vec<Option<usize>> = folds.iter().map(|fold| asking_row(outline, fold)).collect();
    let with_line = reveals
        .iter()
        .zip(&asks)
        .filter(|(reveals, asks)| **reveals && asks.is_some());
    let each_asks = 2 <= with_line.count() || heading.is_none();
    let mut open: Option<usize> = None;
    for (idx, fold) in folds.iter().enumerate() {
        if !reveals[idx] {
            // A table of contents that is folded away asks nothing.
            let entry = by_summary(outline, fold);
            entries.extend(Some(entry).filter(|entry| !names::is_apart(&entry.question)));
            open = None;
            continue;
        }
        let own = asks[idx].filter(|_| each_asks);
        match (own, open) {
            (None, Some(last)) => entries[last].go_on(outline, fold),
            (own, _) => {
                open = Some(entries.len());
                entries.push(by_line(outline, fold, own));
            }
        }
    }
}

/// Whether the summary says nothing by itself, so that the question stands above.
fn reveals(outline: &Outline, fold: &Fold) -> bool {
    let summary = &fold.block.summary;
    let plain = inline::plain(summary);
    let heading_asks = fold
        .heading
        .is_some_and(|heading| asks::asks(&outline.headings[heading].text));
    plain.is_empty() || asks::is_reveal(summary) || heading_asks && !asks::asks_or_tasks(summary)
}

fn by_summary(outline: &Outline, fold: &Fold) -> Entry {
    Entry {
        row: fold.block.start.row,
        question: question(&fold.block.summary),
        kind: Kind::Summary,
        heading: fold.heading,
        wrapped_in: fold.wrapped_in.clone(),
        pieces: vec![piece(outline, fold)],
        says_answer: false,
    }
}

/// A question that stands above the block: at `own`, or in the heading.
fn by_line(outline: &Outline, fold: &Fold, own: Option<usize>) -> Entry {
    let lead = between(outline, fold.lead.0, fold.lead.1);
    let heading = fold.heading.map(|idx| &outline.headings[idx]);
    let (row, kind, question) = match (own, heading) {
        (Some(row), _) => {
            let from = row - fold.lead.0.row;
            (row, Kind::Line, line_question(&lead[from..]))
        }
        (None, Some(heading)) => {
            let head = question(&heading.text);
            let body = text_of(&lead);
            (
                heading.row,
                Kind::Heading,
                format!("{head}\n\n{body}").trim().to_string(),
            )
        }
        (None, None) => {
            let last = lead.iter().rposition(|line| !line.trim().is_empty());
            let end = last.map_or(0, |last| last + 1);
            let gap = lead[..end].iter().rposition(|line| line.trim().is_empty());
            let from = gap.map_or(0, |gap| gap + 1).min(end);
            (
                fold.lead.0.row + from,
                Kind::Line,
                line_question(&lead[from..end]),
            )
        }
    };
    let mut entry = Entry {
        row: if question.is_empty() {
            fold.block.start.row
        } else {
            row
        },
        question,
        kind,
        heading: fold.heading,
        wrapped_in: fold.wrapped_in.clone(),
        pieces: Vec::new(),
        says_answer: false,
    };
    entry.take(outline, fold);
    entry
}

impl Entry {
    /// Adds a block and the text above it to the answer.
    fn go_on(&mut self, outline: &Outline, fold: &Fold) {
        self.pieces.push(Piece {
            from: fold.lead.0,
            to: fold.lead.1,
            is_hint: false,
        });
        self.take(outline, fold);
    }

    fn take(&mut self, outline: &Outline, fold: &Fold) {
        let plain = inline::plain(&fold.block.summary).to_lowercase();
        self.says_answer |= asks::ANSWER_WORDS.iter().any(|word| plain.contains(word));
        self.pieces.push(piece(outline, fold));
    }
}

/// What stands in a block; with its summary where that says more than that something is there.
fn piece(outline: &Outline, fold: &Fold) -> Piece {
    let summary = &fold.block.summary;
    let said = reveals(outline, fold) && !asks::is_reveal(summary);
    Piece {
        from: if said {
            fold.block.start
        } else {
            fold.block.body
        },
        to: fold.end,
        is_hint: asks::is_hint(summary),
    }
}
