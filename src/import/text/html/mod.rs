//! HTML as Markdown that reads well in a terminal.
//!
//! `token` and `tree` read HTML as a browser does, `flow` makes blocks of what it shows, `write`
//! prints them; `simple` does the same at once for what needs none of it. What a terminal cannot show is left out and named; nothing is fetched.

mod block;
mod cloze;
mod code;
mod colour;
pub mod elements;
mod flow;
mod formula;
mod inline;
mod lines;
mod link;
mod literal;
mod look;
mod marks;
mod simple;
mod style;
mod table;
mod token;
mod tree;
mod write;

use crate::import::limits::Limits;
use block::Block;
use flow::{Context, Flow};
use tree::{ROOT, Tree};

/// Which side of a card is read: what a `<details>` hides stays hidden on the front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    Front,
    #[default]
    Back,
}

/// How a piece of HTML is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub side: Side,
    /// `{{c1::…}}` is a cloze of the deck format and stays one; else it is text, and escaped.
    pub clozes: bool,
    /// The text between the tags is Markdown already: it is not escaped.
    pub is_markdown: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    pub markdown: String,
    /// Names of files that it refers to as `media/<name>`, as the HTML has them. Of a path such as
    /// `images/a.png` the Markdown has only the last part.
    pub media: Vec<String>,
    /// What was left out, a word for each kind: for `Losses::add`.
    pub losses: Vec<&'static str>,
}

/// Converts a piece of HTML, or a whole page. An error says which limit it is beyond.
pub fn read(html: &str, page: Page, limits: &Limits) -> Result<Read, String> {
    if html.len() > limits.field_bytes {
        let (found, most) = (html.len(), limits.field_bytes);
        return Err(format!(
            "{found} bytes of HTML, the limit is {most} (`--max-field`)"
        ));
    }
    if let Some(markdown) = simple::markdown(html).filter(|_| !page.is_markdown) {
        return Ok(Read {
            markdown,
            ..Read::default()
        });
    }
    Ok(in_full(html, page, limits))
}

fn in_full(html: &str, page: Page, limits: &Limits) -> Read {
    let mut tree = Tree::of(html, limits.nesting);
    marks::prepare(&mut tree, page.clozes);
    let mut flow = Flow::new(&tree, page);
    let markdown = match page.is_markdown {
        true => literal::markdown(&mut flow),
        false => usual(&mut flow),
    };
    Read {
        markdown,
        media: flow.media,
        losses: flow.losses,
    }
}

fn usual(flow: &mut Flow) -> String {
    let context = Context {
        colour_is_code: colour::is_emphasis(flow.tree),
        ..Context::default()
    };
    let mut blocks = flow.blocks_in(ROOT, context);
    block::for_each_line(&mut blocks, &mut |pieces| flow.marked(pieces));
    drop_outer_rules(&mut blocks);
    if flow.page.side == Side::Front {
        open_with_text(&mut blocks);
    }
    write::markdown(&blocks)
}

/// A rule at the end of a side is the one that shows the answer below it: it parts nothing here.
fn drop_outer_rules(blocks: &mut Vec<Block>) {
    let is_text = |block: &Block| !matches!(block, Block::Rule);
    let end = blocks.iter().rposition(is_text).map_or(0, |last| last + 1);
    blocks.truncate(end);
    let start = blocks.iter().position(is_text).unwrap_or(0);
    blocks.drain(..start);
}

/// A question that is a heading in its source is a line of text: it becomes the heading of a card.
fn open_with_text(blocks: &mut [Block]) {
    if let Some(first) = blocks.first_mut()
        && let Block::Heading(_, pieces) = first
    {
        *first = Block::Paragraph(std::mem::take(pieces));
    }
}

/// Returns the text of a piece of HTML on one line, without any formatting.
pub fn plain(html: &str) -> String {
    let mut tree = Tree::of(html, usize::MAX);
    marks::prepare(&mut tree, false);
    let mut flow = Flow::new(&tree, Page::default());
    let flat = true;
    let pieces = flow.pieces_in(
        ROOT,
        Context {
            flat,
            ..Context::default()
        },
    );
    block::plain(&pieces)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
