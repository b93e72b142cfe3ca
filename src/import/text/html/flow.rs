//! From the tree to blocks: what each element does to the text in it.
//!
//! Text gathers in a line of pieces; a block element makes a paragraph of what has gathered. Lines
//! of Anki's editor, `<div>a</div><div>b</div>`, are lines of one paragraph; an empty one, or two
//! `<br>`, part paragraphs. Nothing is escaped here. `context` is what an element hands down,
//! `line` the line that gathers; `lists` and `math` have what their names say.

mod context;
mod line;
mod lists;
mod math;

pub use context::Context;

use super::block::{Block, Piece};
use super::tree::{Element, Kind, NodeId, Tree};
use super::{Page, Side, code, elements, lines};
use math::{subscript, superscript};

/// Lists and quotes in each other; deeper ones would be squeezed to the edge of the screen.
const LEVELS_MAX: usize = 12;

/// Walks a tree; the blocks so far, and what else came of it.
pub struct Flow<'t> {
    pub tree: &'t Tree,
    pub page: Page,
    pub blocks: Vec<Block>,
    pub media: Vec<String>,
    pub losses: Vec<&'static str>,
    line: Vec<Piece>,
}

impl<'t> Flow<'t> {
    pub fn new(tree: &'t Tree, page: Page) -> Flow<'t> {
        Flow {
            tree,
            page,
            blocks: Vec::new(),
            media: Vec::new(),
            losses: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Returns what `id` holds as blocks.
    pub fn blocks_in(&mut self, id: NodeId, context: Context) -> Vec<Block> {
        self.apart(context, |flow| flow.children(id, context))
    }

    /// Returns what `node` itself is as blocks.
    pub fn blocks_of(&mut self, id: NodeId, context: Context) -> Vec<Block> {
        self.apart(context, |flow| flow.node(id, context))
    }

    fn apart(&mut self, context: Context, walk: impl FnOnce(&mut Self)) -> Vec<Block> {
        let blocks = std::mem::take(&mut self.blocks);
        let line = std::mem::take(&mut self.line);
        walk(self);
        self.end_paragraph(context);
        self.line = line;
        lines::joined(std::mem::replace(&mut self.blocks, blocks))
    }

    pub fn lose(&mut self, loss: &'static str) {
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    pub fn children(&mut self, id: NodeId, context: Context) {
        let tree = self.tree;
        let children = tree.children(id);
        let mut at = 0;
        while at < children.len() {
            let items = match tree.is(children[at], "li") && !context.flat {
                true => self.run_of_items(&children[at..]),
                false => 0,
            };
            if items > 0 {
                self.list_of(&children[at..at + items], None, context);
            } else {
                self.node(children[at], context);
            }
            at += items.max(1);
        }
    }

    pub fn node(&mut self, id: NodeId, context: Context) {
        let tree = self.tree;
        match &tree.node(id).kind {
            Kind::Text(text) => self.text(&text.text, context.without(&text.ended)),
            Kind::Element(element) => self.element(id, element, context),
        }
    }

    fn element(&mut self, id: NodeId, element: &'t Element, context: Context) {
        let name = element.name.as_str();
        if name == "svg" {
            return self.drawing(id, element, context);
        }
        if element.is_hidden() {
            return self.hidden(id, element, context);
        }
        let context = context.with(element);
        match name {
            "br" => self.line_break(context),
            "hr" => self.block(context, Block::Rule),
            "sup" => self.raised(id, context, '^', superscript),
            "sub" => self.raised(id, context, '_', subscript),
            "q" => self.wrapped(id, context, "“", "”"),
            "rt" => self.wrapped(id, context, "(", ")"),
            "a" => self.link(id, element, context),
            "img" => self.picture(element, context),
            "audio" | "video" => self.sound(id, element, context),
            "iframe" | "embed" => self.frame(element, context),
            "input" => self.input(element, context),
            "math" => self.formula(id, element, context),
            "anki-mathjax" => self.tex(
                &self.tree.raw_text(id),
                element.attribute("block").is_some(),
                context,
            ),
            "details" => self.details(id, element, context),
            "table" => self.table(id, context),
            "blockquote" => self.quote(id, context),
            _ if elements::is_heading(name) => self.heading(id, name, context),
            _ if elements::is_list(name) => self.list(id, element, context),
            _ if code::is_listing(self.tree, id, element) => self.listing(id, context),
            _ => self.plain_element(id, element, context),
        }
    }

    /// An element that only parts lines or paragraphs, or does nothing.
    fn plain_element(&mut self, id: NodeId, element: &Element, context: Context) {
        match breaks_of(element) {
            Breaks::None => self.children(id, context),
            Breaks::Line => {
                self.end_line(context);
                self.children(id, context);
                self.end_line(context);
            }
            Breaks::Paragraph => {
                self.end_paragraph(context);
                self.children(id, context);
                let is_blank = self.line.iter().all(Piece::is_blank);
                if is_blank && context.code_block && element.name == "p" {
                    self.line.clear();
                    self.blocks.push(Block::CodeLines(vec![String::new()]));
                }
                self.end_paragraph(context);
            }
        }
    }

    fn hidden(&mut self, id: NodeId, element: &Element, context: Context) {
        match element.name.as_str() {
            "script"
                if element
                    .attribute("type")
                    .is_some_and(|kind| kind.starts_with("math/tex")) =>
            {
                let is_display = element
                    .attribute("type")
                    .is_some_and(|kind| kind.contains("display"));
                let tex: String = self
                    .tree
                    .children(id)
                    .iter()
                    .filter_map(|id| self.tree.text(*id))
                    .map(|text| text.text.as_str())
                    .collect();
                self.tex(&tex, is_display, context);
            }
            "script" => self.lose("scripts are left out"),
            "canvas" | "object" | "applet" => self.lose("drawings are left out"),
            _ => (),
        }
    }

    fn block(&mut self, context: Context, block: Block) {
        self.end_paragraph(context);
        if !context.flat {
            self.blocks.push(block);
        }
    }

    fn wrapped(&mut self, id: NodeId, context: Context, open: &str, close: &str) {
        self.text(open, context);
        self.children(id, context);
        self.text(close, context);
    }

    fn input(&mut self, element: &Element, context: Context) {
        if element.attribute("type") == Some("checkbox") {
            let checked = element.attributes.contains_key("checked");
            self.text(if checked { "[x] " } else { "[ ] " }, context);
        }
    }

    fn details(&mut self, id: NodeId, element: &Element, context: Context) {
        let tree = self.tree;
        let is_shut = self.page.side == Side::Front && !element.attributes.contains_key("open");
        self.end_paragraph(context);
        for child in tree.children(id) {
            if tree.is(*child, "summary") {
                let mut pieces = self.pieces_in(*child, context);
                if !is_shut {
                    pieces.iter_mut().for_each(|piece| piece.style.bold = true);
                }
                self.pieces(pieces);
                self.end_paragraph(context);
            } else if !is_shut {
                self.node(*child, context);
            }
        }
        self.end_paragraph(context);
    }

    fn heading(&mut self, id: NodeId, name: &str, context: Context) {
        if !context.flat && self.holds_blocks(id) {
            return self.wrapping_heading(id, context);
        }
        let mut pieces = self.pieces_in(id, context);
        if context.flat {
            return self.pieces(pieces);
        }
        self.end_paragraph(context);
        if pieces.iter().all(Piece::is_blank) {
            return;
        }
        // Bold is what a heading is already; deeper down a bold line stands for a heading.
        let is_inner = context.n_levels > 0;
        pieces
            .iter_mut()
            .for_each(|piece| piece.style.bold = is_inner);
        match is_inner {
            true => lines::add_paragraphs(pieces, false, &mut self.blocks),
            false => {
                let level = name.as_bytes()[1] - b'0';
                self.blocks.push(Block::Heading(level, lines::tidy(pieces)));
            }
        }
    }

    /// A heading around whole paragraphs is none: some editors leave such behind.
    fn wrapping_heading(&mut self, id: NodeId, mut context: Context) {
        context.style.bold = false;
        self.end_paragraph(context);
        self.children(id, context);
        self.end_paragraph(context);
    }

    /// Whether an element is around more than a line.
    pub fn holds_blocks(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let is_block = |element: &Element| elements::is_more_than_line(&element.name);
        let mut children = tree.children(id).iter();
        children.any(|child| tree.find(*child, &is_block).is_some())
    }

    fn quote(&mut self, id: NodeId, context: Context) {
        self.end_paragraph(context);
        if context.flat || context.n_levels >= LEVELS_MAX {
            self.children(id, context);
            return self.end_paragraph(context);
        }
        let blocks = self.blocks_in(id, context.deeper());
        if !blocks.is_empty() {
            self.blocks.push(Block::Quote(blocks));
        }
    }

    fn listing(&mut self, id: NodeId, context: Context) {
        let listing = code::listing(self.tree, id);
        self.end_paragraph(context);
        if context.flat {
            let code = true;
            return self.text(&listing.text, Context { code, ..context });
        }
        if !listing.text.is_empty() {
            self.blocks.push(Block::Code {
                language: listing.language,
                text: listing.text,
            });
        }
    }
}

/// What an element does to the lines around it.
pub enum Breaks {
    None,
    Line,
    Paragraph,
}

pub fn breaks_of(element: &Element) -> Breaks {
    match element.name.as_str() {
        "p" | "figure" | "section" | "article" | "aside" | "main" | "header" | "footer" | "nav"
        | "dl" | "form" | "fieldset" | "address" | "hgroup" => Breaks::Paragraph,
        "div" | "center" | "dt" | "dd" | "figcaption" | "legend" | "option" | "summary" | "li"
        | "tr" | "caption" | "search" | "select" | "textarea" => Breaks::Line,
        "td" | "th" => Breaks::Line,
        _ if element.look.block == Some(true) => Breaks::Line,
        _ => Breaks::None,
    }
}
