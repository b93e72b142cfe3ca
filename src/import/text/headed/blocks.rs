//! `<details>` blocks: where they open and close, and what their summaries say.
//!
//! A closing tag belongs to the last block that is open, as in HTML; a block that none closes is
//! left open, and whoever reads it says where it ends.

use super::inline::{self, Tag};
use super::{Outline, Row, asks, names};

/// A place in a file: a row from 0, and a byte in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub row: usize,
    pub byte: usize,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where its opening tag starts.
    pub start: Spot,
    /// What stands in `<summary>`, as written.
    pub summary: String,
    /// Where its content starts, behind the summary.
    pub body: Spot,
    /// Where its closing tag starts and ends; `None` where there is none.
    pub close: Option<(Spot, Spot)>,
    /// The block around it that is closed, too.
    pub parent: Option<usize>,
}

/// One tag that matters here.
struct Found {
    is_details: bool,
    closing: bool,
    start: Spot,
    end: Spot,
}

/// Returns all blocks of a file, in order of their opening tags.
pub fn blocks(outline: &Outline) -> Vec<Block> {
    let tags = tags(&outline.rows);
    let (mut blocks, mut open): (Vec<Block>, Vec<usize>) = (Vec::new(), Vec::new());
    for (idx, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.is_details) {
        if !tag.closing {
            open.push(blocks.len());
            blocks.push(opened(outline, tag, &tags[idx + 1..]));
        } else if let Some(last) = open.pop() {
            blocks[last].close = Some((tag.start, tag.end));
        }
    }
    set_parents(&mut blocks);
    blocks
}

fn set_parents(blocks: &mut [Block]) {
    let mut around: Vec<(usize, Spot)> = Vec::new();
    for (idx, block) in blocks.iter_mut().enumerate() {
        let start = block.start;
        while around.last().is_some_and(|(_, end)| *end <= start) {
            around.pop();
        }
        block.parent = around.last().map(|(parent, _)| *parent);
        if let Some((end, _)) = block.close {
            around.push((idx, end));
        }
    }
}

fn opened(outline: &Outline, tag: &Found, behind: &[Found]) -> Block {
    let mut block = Block {
        start: tag.start,
        summary: String::new(),
        body: tag.end,
        close: None,
        parent: None,
    };
    let Some(summary) = behind
        .first()
        .filter(|next| !next.is_details && !next.closing)
    else {
        return block;
    };
    let end = behind
        .get(1)
        .filter(|next| !next.is_details && next.closing);
    let line_end = Spot {
        row: summary.end.row,
        byte: outline.rows[summary.end.row].text.len(),
    };
    let (stop, body) = end.map_or((line_end, line_end), |end| (end.start, end.end));
    block.summary = between(outline, summary.end, stop).join("\n");
    block.body = body;
    block
}

/// The pieces of lines between two places.
pub fn between<'t>(outline: &Outline<'t>, from: Spot, to: Spot) -> Vec<&'t str> {
    let last = to.row.min(outline.rows.len().saturating_sub(1));
    let piece = |row: usize| {
        let text = outline.rows[row].text;
        let start = if row == from.row { from.byte } else { 0 };
        let end = if row == to.row { to.byte } else { text.len() };
        text.get(start..end).unwrap_or_default()
    };
    (from.row..=last).map(piece).collect()
}

/// Takes the tags of blocks off a line: `<details>`, `<p>`, `<div>`. A summary that says something
/// becomes a bold line; whether there was one that only reveals is the second part.
pub fn without_tags(line: &str) -> (String, bool) {
    let (mut out, mut rest, mut reveals) = (String::new(), line, false);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::at(rest).filter(is_block) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if tag.is("summary") && !tag.closing {
            let (summary, behind) = rest.split_once("</summary>").unwrap_or((rest, ""));
            reveals |= asks::is_reveal(summary);
            let said = names::unwrapped(summary.trim());
            if !said.is_empty() && !asks::is_reveal(summary) {
                out.push_str(&format!("**{}**", inline::plain(said)));
            }
            rest = behind;
        }
    }
    out.push_str(rest);
    (out, reveals)
}

fn is_block(tag: &Tag) -> bool {
    let names = ["details", "summary", "p", "div", "center"];
    names.iter().any(|name| tag.is(name))
}

fn tags(rows: &[Row]) -> Vec<Found> {
    let mut found = Vec::new();
    for (idx, row) in rows.iter().enumerate().filter(|(_, row)| !row.hidden) {
        for (at, _) in row.text.match_indices('<') {
            let Some(tag) = Tag::at(&row.text[at..]) else {
                continue;
            };
            let is_details = tag.is("details");
            // A tag that is talked about stands in a code span.
            let quoted = row.text[..at].ends_with('`');
            if quoted || !is_details && !tag.is("summary") {
                continue;
            }
            let spot = |byte: usize| Spot { row: idx, byte };
            found.push(Found {
                is_details,
                closing: tag.closing,
                start: spot(at),
                end: spot(at + tag.length),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summaries(text: &str) -> Vec<(String, bool, Option<usize>)> {
        let seen = |block: Block| (block.summary, block.close.is_some(), block.parent);
        blocks(&Outline::new(text)).into_iter().map(seen).collect()
    }

    #[test]
    fn a_closing_tag_closes_the_last_block_that_is_open() {
        let text = "<details><summary>a</summary>\n<details><summary>b</summary>c</details>\n";
        assert_eq!(
            summaries(text),
            [("a".into(), false, None), ("b".into(), true, None)]
        );
        let text = format!("{text}</details>");
        assert_eq!(
            summaries(&text),
            [("a".into(), true, None), ("b".into(), true, Some(0))]
        );
    }

    #[test]
    fn a_summary_may_stand_on_lines_of_its_own_or_never_end() {
        assert_eq!(
            summaries("<details open>\n<summary><b>a\nb</b>\n</summary>c</details>")[0].0,
            "<b>a\nb</b>\n"
        );
        assert_eq!(summaries("<details><summary>a\nb</details>")[0].0, "a");
    }

    #[test]
    fn tags_in_code_are_none() {
        assert_eq!(summaries("```\n<details>\n```\na `<details>` b\n"), []);
    }
}
