//! Which questions a file has, and which `<details>` blocks answer each.
//!
//! A block whose summary asks is a card. A block whose summary only reveals answers the heading above
//! it; several under one heading are one answer, unless each of them has a line of its own that asks.
//! Blocks in blocks are part of the answer; but a block that holds nothing else than blocks is a
//! topic of theirs.

use crate::import::text::headed::blocks::{Block, Spot, between, blocks};
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

/// A block that is no part of another's answer.
struct Fold<'b> {
    block: &'b Block,
    end: Spot,
    /// Behind its closing tag.
    after: Spot,
    heading: Option<usize>,
    wrapped_in: Option<String>,
    /// The text between it and the block or heading before.
    lead: (Spot, Spot),
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

/// A question as it stands in a summary or heading: lists, code and paragraphs keep their lines.
fn question(text: &str) -> String {
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
fn line_question(lines: &[&str]) -> String {
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
fn asking_row(outline: &Outline, fold: &Fold) -> Option<usize> {
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

/// The blocks that are no part of another's answer, each with its end and what stands above it.
fn folds<'b>(outline: &Outline, blocks: &'b [Block]) -> Vec<Fold<'b>> {
    let wrappers = wrappers(outline, blocks);
    let mut outer = vec![false; blocks.len()];
    for idx in 0..blocks.len() {
        outer[idx] = blocks[idx]
            .parent
            .is_none_or(|parent| outer[parent] && wrappers[parent]);
    }
    let chosen: Vec<usize> = (0..blocks.len())
        .filter(|idx| outer[*idx] && !wrappers[*idx])
        .collect();
    let open = open_headings(outline, blocks, &chosen);
    let mut folds: Vec<Fold> = Vec::new();
    for (nth, idx) in chosen.iter().enumerate() {
        let block = &blocks[*idx];
        let before =
            open.partition_point(|heading| outline.headings[*heading].row < block.start.row);
        let heading = before.checked_sub(1).map(|last| open[last]);
        let stop = stop(
            outline,
            blocks,
            block,
            chosen.get(nth + 1),
            open.get(before),
        );
        let (end, after) = block.close.unwrap_or((stop, stop));
        let top = heading.map_or(0, |heading| outline.headings[heading].body);
        let mut from = Spot { row: top, byte: 0 };
        from = folds.last().map_or(from, |last| last.after.max(from));
        let wrapper = block.parent.map(|parent| &blocks[parent]);
        from = wrapper.map_or(from, |wrapper| wrapper.body.max(from));
        let name = wrapper.map(|wrapper| names::topic(&wrapper.summary));
        folds.push(Fold {
            block,
            end: end.max(block.body),
            after: after.max(block.body),
            heading,
            wrapped_in: name.filter(|name| !name.is_empty() && !asks::is_reveal(name)),
            lead: (from, block.start.max(from)),
        });
    }
    folds
}

/// Where a block ends that is never closed: at the next block or heading.
fn stop(
    outline: &Outline,
    blocks: &[Block],
    block: &Block,
    next: Option<&usize>,
    heading: Option<&usize>,
) -> Spot {
    let end = Spot {
        row: outline.rows.len().saturating_sub(1),
        byte: outline.rows.last().map_or(0, |row| row.text.len()),
    };
    let heading = heading.map(|heading| Spot {
        row: outline.headings[*heading].row,
        byte: 0,
    });
    let next = next.map(|next| blocks[*next].start);
    let parent = block.parent.and_then(|parent| blocks[parent].close);
    let stops = [Some(end), heading, next, parent.map(|(start, _)| start)];
    stops.into_iter().flatten().min().unwrap_or(end)
}

/// The headings that stand in no answer.
fn open_headings(outline: &Outline, blocks: &[Block], chosen: &[usize]) -> Vec<usize> {
    let mut covered = vec![false; outline.rows.len()];
    for block in chosen.iter().map(|idx| &blocks[*idx]) {
        if let Some((end, _)) = block.close.filter(|(end, _)| block.start.row < end.row) {
            covered[block.start.row..end.row].fill(true);
        }
    }
    let is_open = |idx: &usize| !covered[outline.headings[*idx].row];
    (0..outline.headings.len()).filter(is_open).collect()
}

/// Which blocks hold nothing but other blocks and headings.
fn wrappers(outline: &Outline, blocks: &[Block]) -> Vec<bool> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    for (idx, block) in blocks.iter().enumerate() {
        if let Some(parent) = block.parent {
            children[parent].push(idx);
        }
    }
    let wraps = |idx: usize| {
        let closed: Option<Vec<&Block>> = children[idx]
            .iter()
            .map(|child| Some(&blocks[*child]).filter(|child| child.close.is_some()))
            .collect();
        let asking = |children: &[&Block]| {
            children
                .iter()
                .filter(|child| !asks::is_reveal(&child.summary))
                .count()
        };
        let children = closed.filter(|children| 2 <= asking(children));
        children.is_some_and(|children| only_blocks(outline, &blocks[idx], &children))
    };
    (0..blocks.len()).map(wraps).collect()
}

fn only_blocks(outline: &Outline, block: &Block, children: &[&Block]) -> bool {
    let Some((end, _)) = block.close else {
        return false;
    };
    let mut from = block.body;
    for child in children {
        if !is_bare(outline, from, child.start) {
            return false;
        }
        from = child.close.map_or(from, |(_, after)| after);
    }
    is_bare(outline, from, end)
}

/// Whether nothing is said between two places, but for headings, rules and breaks.
fn is_bare(outline: &Outline, from: Spot, to: Spot) -> bool {
    let lines = between(outline, from, to.max(from));
    lines.iter().all(|line| {
        let plain = inline::plain(line);
        plain.is_empty() || plain.starts_with('#') || names::is_rule(line)
    })
}
