//! Which questions a file has, and which `<details>` blocks answer each.
//!
//! A block whose summary asks is a card. A block whose summary only reveals answers the heading above
//! it; several under one heading are one answer, unless each of them has a line of its own that asks.
//! Blocks in blocks are part of the answer; but a block that holds nothing else than blocks is a
//! topic of theirs.

use super::asking::{Asking, answered, asking, is_label, line_question, question};
use super::folds::{Fold, folds, is_bare};
use crate::import::text::headed::blocks::{Block, Spot, between, blocks};
use crate::import::text::headed::{Outline, asks, inline, names, text_of};
use std::collections::HashMap;

/// Blocks with one summary from which on it is none of a question.
const REPEATED: usize = 3;

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
    let mut folds = folds(outline, &blocks);
    tell_repeated(&mut folds);
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

/// Notes which summaries stand on most blocks, so that they say nothing of any: `Press me`.
fn tell_repeated(folds: &mut [Fold]) {
    let n_folds = folds.len();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for fold in folds.iter() {
        *counts.entry(fold.block.summary.trim()).or_default() += 1;
    }
    for fold in folds.iter_mut() {
        let summary = fold.block.summary.trim();
        let count = counts[summary];
        fold.is_repeated = REPEATED <= count && n_folds < 2 * count && !asks::asks(summary);
    }
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

/// A block, and its part in a section.
struct Part<'f> {
    fold: &'f Fold<'f>,
    /// Whether its summary says nothing by itself, so that the question stands above; or it stands
    /// between a question and the block that answers it.
    reveals: bool,
    asking: Option<Asking>,
}

/// Reads the blocks under one heading.
fn section(outline: &Outline, folds: &[Fold], entries: &mut Vec<Entry>) {
    let heading = folds[0].heading;
    let followed = followed(outline, folds);
    let parts: Vec<Part> = folds
        .iter()
        .zip(followed)
        .map(|(fold, is_followed)| part(outline, fold, is_followed))
        .collect();
    let with_line = parts
        .iter()
        .filter(|part| part.reveals && part.asking.is_some());
    let each_asks = 2 <= with_line.count() || heading.is_none();
    let mut open: Option<usize> = None;
    for part in &parts {
        if !part.reveals {
            // A table of contents that is folded away asks nothing.
            let entry = nested(outline, part.fold).unwrap_or_else(|| by_summary(part.fold));
            entries.extend(Some(entry).filter(|entry| !names::is_apart(&entry.question)));
            open = None;
            continue;
        }
        let own = part.asking.filter(|asking| each_asks || asking.is_labelled);
        match (own, open) {
            (None, Some(last)) => entries[last].go_on(outline, part),
            (own, _) => {
                open = Some(entries.len());
                entries.push(by_line(outline, part, own.map(|asking| asking.row)));
            }
        }
    }
}

/// By block: whether its answer stands directly below, or below hints.
fn followed(outline: &Outline, folds: &[Fold]) -> Vec<bool> {
    let mut followed = vec![false; folds.len()];
    for idx in (1..folds.len()).rev() {
        let (summary, lead) = (&folds[idx].block.summary, folds[idx].lead);
        let leads_on = asks::reveals_answer(summary) || asks::is_hint(summary) && followed[idx];
        followed[idx - 1] = leads_on && is_bare(outline, lead.0, lead.1);
    }
    followed
}

fn part<'f>(outline: &Outline, fold: &'f Fold<'f>, is_followed: bool) -> Part<'f> {
    let summary = &fold.block.summary;
    let is_answer = asks::reveals_answer(summary) || asks::is_hint(summary) && is_followed;
    let found = asking(outline, fold);
    let reveals = reveals(outline, fold);
    let is_short = summary.split_whitespace().count() <= 3 && !asks::asks_or_tasks(summary);
    let above = found.or_else(|| answered(outline, fold));
    let is_aside = !reveals && is_short && is_followed && above.is_some();
    let by_answer = (is_answer || is_aside) && !heading_asks(outline, fold);
    Part {
        fold,
        reveals: reveals || is_aside,
        asking: if by_answer { above } else { found },
    }
}

fn heading_asks(outline: &Outline, fold: &Fold) -> bool {
    let heading = fold.heading.map(|heading| &outline.headings[heading]);
    heading.is_some_and(|heading| asks::asks(&heading.text))
}

/// Whether the summary says nothing by itself.
fn reveals(outline: &Outline, fold: &Fold) -> bool {
    let summary = &fold.block.summary;
    inline::plain(summary).is_empty()
        || fold.is_repeated
        || asks::is_reveal(summary)
        || heading_asks(outline, fold) && !asks::asks_or_tasks(summary)
}

fn by_summary(fold: &Fold) -> Entry {
    Entry {
        row: fold.block.start.row,
        question: question(&fold.block.summary),
        kind: Kind::Summary,
        heading: fold.heading,
        wrapped_in: fold.wrapped_in.clone(),
        pieces: vec![piece(fold, false)],
        says_answer: false,
    }
}

/// A question in a block of its own, in which another block answers it.
fn nested(outline: &Outline, fold: &Fold) -> Option<Entry> {
    let head = Some(question(&fold.block.summary)).filter(|head| !is_label(head));
    let (first, last) = (fold.inner.first()?, fold.inner.last()?);
    let is_known = |block: &&Block| asks::is_reveal(&block.summary);
    let answers = |block: &&&Block| asks::reveals_answer(&block.summary);
    let is_one = fold.inner.iter().all(is_known) && fold.inner.iter().filter(answers).count() == 1;
    let lines = between(outline, fold.block.body, first.start);
    // Code between a question and its answer is asked about; text may be a first answer.
    let code = text_of(&lines);
    let is_code = code.starts_with("```") || code.starts_with("~~~");
    let body = if is_code { code } else { line_question(&lines) };
    let is_asked = head.as_ref().is_some_and(|head| asks::asks(head)) && !is_code;
    if !is_one || body.is_empty() || is_asked {
        return None;
    }
    let mut pieces = Vec::new();
    let mut from = first.start;
    for block in &fold.inner {
        pieces.extend(said(outline, from, block.start));
        let (end, after) = block.close?;
        pieces.push(Piece {
            from: block.body,
            to: end,
            is_hint: asks::is_hint(&block.summary),
        });
        from = after;
    }
    pieces.extend(said(outline, last.close?.1, fold.end));
    let question = match head {
        Some(head) => format!("{head}\n\n{body}"),
        None => body,
    };
    Some(Entry {
        question,
        kind: Kind::Line,
        says_answer: true,
        pieces,
        ..by_summary(fold)
    })
}

/// What stands between two places, if it says something.
fn said(outline: &Outline, from: Spot, to: Spot) -> Option<Piece> {
    let is_hint = false;
    (!is_bare(outline, from, to)).then_some(Piece { from, to, is_hint })
}

/// A question that stands above the block: at `own`, or in the heading.
fn by_line(outline: &Outline, part: &Part, own: Option<usize>) -> Entry {
    let fold = part.fold;
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
    entry.take(part);
    entry
}

impl Entry {
    /// Adds a block and the text above it to the answer.
    fn go_on(&mut self, outline: &Outline, part: &Part) {
        let (from, to) = part.fold.lead;
        self.pieces.extend(said(outline, from, to));
        self.take(part);
    }

    fn take(&mut self, part: &Part) {
        let summary = &part.fold.block.summary;
        self.says_answer |= asks::says_answer(summary);
        self.pieces.push(piece(
            part.fold,
            !asks::is_reveal(summary) && !part.fold.is_repeated,
        ));
    }
}

/// What stands in a block; with its summary where that says more than that something is there.
fn piece(fold: &Fold, is_named: bool) -> Piece {
    let block = fold.block;
    Piece {
        from: if is_named { block.start } else { block.body },
        to: fold.end,
        is_hint: asks::is_hint(&block.summary),
    }
}
