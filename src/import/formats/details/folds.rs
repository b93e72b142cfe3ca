//! Which `<details>` blocks stand for themselves, and what stands above each.
//!
//! Blocks in blocks are part of the answer; but a block that holds nothing else than blocks is a
//! topic of theirs. Headings in a block that answers are no sections of the file.

use crate::import::text::headed::blocks::{Block, Spot, between, blocks};
use crate::import::text::headed::{Heading, Outline, asks, inline, names};

/// A block that is no part of another's answer.
pub struct Fold<'b> {
    pub block: &'b Block,
    /// The blocks directly in it.
    pub inner: Vec<&'b Block>,
    pub end: Spot,
    /// Behind its closing tag.
    pub after: Spot,
    pub heading: Option<usize>,
    pub wrapped_in: Option<String>,
    /// The text between it and the block or heading before.
    pub lead: (Spot, Spot),
    /// Whether its summary is that of most blocks.
    pub is_repeated: bool,
}

/// The rows of a text, and those of its headings that stand in no answer.
pub fn outline(text: &str) -> Outline<'_> {
    let mut outline = Outline::new(text);
    let blocks = blocks(&outline);
    let mut covered = vec![false; outline.rows.len()];
    for block in chosen(&outline, &blocks).iter().map(|idx| &blocks[*idx]) {
        if let Some((end, _)) = block.close.filter(|(end, _)| block.start.row < end.row) {
            covered[block.start.row..end.row].fill(true);
        }
    }
    outline.headings.retain(|heading| !covered[heading.row]);
    outline
}

/// Which blocks are neither topics nor part of an answer.
fn chosen(outline: &Outline, blocks: &[Block]) -> Vec<usize> {
    let wrappers = wrappers(outline, blocks);
    let mut outer = vec![false; blocks.len()];
    for idx in 0..blocks.len() {
        outer[idx] = blocks[idx]
            .parent
            .is_none_or(|parent| outer[parent] && wrappers[parent]);
    }
    let is_chosen = |idx: &usize| outer[*idx] && !wrappers[*idx];
    (0..blocks.len()).filter(is_chosen).collect()
}

/// The blocks that are no part of another's answer, each with its end and what stands above it.
pub fn folds<'b>(outline: &Outline, blocks: &'b [Block]) -> Vec<Fold<'b>> {
    let chosen = chosen(outline, blocks);
    let children = children(blocks);
    let mut folds: Vec<Fold> = Vec::new();
    for (nth, idx) in chosen.iter().enumerate() {
        let block = &blocks[*idx];
        let headings = &outline.headings;
        let before = headings.partition_point(|heading| heading.row < block.start.row);
        let heading = before.checked_sub(1);
        let (next, below) = (chosen.get(nth + 1), headings.get(before));
        let stop = stop(outline, blocks, block, next, below);
        let (end, after) = block.close.unwrap_or((stop, stop));
        let top = heading.map_or(0, |heading| outline.headings[heading].body);
        let mut from = Spot { row: top, byte: 0 };
        from = folds.last().map_or(from, |last| last.after.max(from));
        let wrapper = block.parent.map(|parent| &blocks[parent]);
        from = wrapper.map_or(from, |wrapper| wrapper.body.max(from));
        let name = wrapper.map(|wrapper| names::topic(&wrapper.summary));
        folds.push(Fold {
            block,
            inner: children[*idx].iter().map(|inner| &blocks[*inner]).collect(),
            end: end.max(block.body),
            after: after.max(block.body),
            heading,
            wrapped_in: name.filter(|name| !name.is_empty() && !asks::is_reveal(name)),
            lead: (from, block.start.max(from)),
            is_repeated: false,
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
    heading: Option<&Heading>,
) -> Spot {
    let end = Spot {
        row: outline.rows.len().saturating_sub(1),
        byte: outline.rows.last().map_or(0, |row| row.text.len()),
    };
    let heading = heading.map(|heading| Spot {
        row: heading.row,
        byte: 0,
    });
    let next = next.map(|next| blocks[*next].start);
    let parent = block.parent.and_then(|parent| blocks[parent].close);
    let stops = [Some(end), heading, next, parent.map(|(start, _)| start)];
    stops.into_iter().flatten().min().unwrap_or(end)
}

/// By block: those directly in it.
fn children(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    for (idx, block) in blocks.iter().enumerate() {
        if let Some(parent) = block.parent {
            children[parent].push(idx);
        }
    }
    children
}

/// Which blocks hold nothing but other blocks and headings.
fn wrappers(outline: &Outline, blocks: &[Block]) -> Vec<bool> {
    let children = children(blocks);
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
pub fn is_bare(outline: &Outline, from: Spot, to: Spot) -> bool {
    let lines = between(outline, from, to.max(from));
    lines.iter().all(|line| {
        let plain = inline::plain(line);
        plain.is_empty() || plain.starts_with('#') || names::is_rule(line)
    })
}
