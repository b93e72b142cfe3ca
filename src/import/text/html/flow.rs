//! From the tree to blocks: what each element does to the text in it.
//!
//! Text gathers in a line of pieces; a block element makes a paragraph of what has gathered. Lines
//! of Anki's editor, `<div>a</div><div>b</div>`, are lines of one paragraph; an empty one, or two
//! `<br>`, part paragraphs. Nothing is escaped here.

use super::block::{Block, List, Piece, Style, What, plain};
use super::colour::is_coloured;
use super::elements;
use super::lines;
use super::look::is_mono;
use super::tree::{Element, Kind, NodeId, Tree};
use super::{Page, Side, code};

/// Lists and quotes in each other; deeper ones would be squeezed to the edge of the screen.
const LEVELS_MAX: usize = 12;

/// What an element hands down to those in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    pub style: Style,
    pub code: bool,
    /// A whole block is set as code by its font.
    pub code_block: bool,
    pub keeps_lines: bool,
    /// In a heading or a link, where lines cannot end.
    pub flat: bool,
    pub n_levels: usize,
    /// Coloured words are all that the page stresses.
    pub colour_is_code: bool,
}

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

    /// Returns what `id` holds as pieces of one line.
    pub fn pieces_in(&mut self, id: NodeId, context: Context) -> Vec<Piece> {
        let flat = true;
        self.line_of(|flow| flow.children(id, Context { flat, ..context }))
    }

    /// Returns the pieces that `add` adds to a line.
    pub fn line_of(&mut self, add: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let line = std::mem::take(&mut self.line);
        add(self);
        std::mem::replace(&mut self.line, line)
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

    /// How many nodes from here on are list items that no list holds, and blanks between.
    fn run_of_items(&self, nodes: &[NodeId]) -> usize {
        let belongs = |id: &&NodeId| {
            let blank = |text: &super::tree::Text| text.text.trim().is_empty();
            self.tree.is(**id, "li") || self.tree.text(**id).is_some_and(blank)
        };
        nodes.iter().take_while(belongs).count()
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

    /// Adds a piece to the line.
    pub fn piece(&mut self, what: What, context: Context) {
        self.line.push(Piece::new(what, context.style));
    }

    pub fn pieces(&mut self, pieces: Vec<Piece>) {
        self.line.extend(pieces);
    }

    pub fn text(&mut self, text: &str, context: Context) {
        if context.keeps_lines && !context.flat {
            for (idx, line) in text.split('\n').enumerate() {
                if idx > 0 {
                    self.line_break(context);
                }
                self.words(line, context);
            }
        } else {
            self.words(text, context);
        }
    }

    /// Adds text with its white space made one, as browsers show it.
    fn words(&mut self, text: &str, context: Context) {
        let mut spaced = match self.line.last().map(|piece| &piece.what) {
            None | Some(What::Break) => true,
            Some(What::Text(text) | What::Code(text)) => text.ends_with(' '),
            Some(_) => false,
        };
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\u{c}');
            if !(is_space && spaced) {
                words.push(if is_space { ' ' } else { c });
            }
            spaced = is_space;
        }
        if words.is_empty() {
            return;
        }
        match self.line.last_mut() {
            Some(Piece {
                what: What::Text(known),
                style,
            }) if !context.code && *style == context.style => known.push_str(&words),
            Some(Piece {
                what: What::Code(known),
                style,
            }) if context.code && *style == context.style => known.push_str(&words),
            _ if context.code => self.piece(What::Code(words), context),
            _ => self.piece(What::Text(words), context),
        }
    }

    fn line_break(&mut self, context: Context) {
        match context.flat {
            true => self.words(" ", context),
            false => self.piece(What::Break, context),
        }
    }

    /// Ends the line, if there is one.
    pub fn end_line(&mut self, context: Context) {
        if self.line.last().is_some_and(|piece| !piece.is_break()) {
            self.line_break(context);
        }
    }

    /// Makes paragraphs of what has gathered.
    pub fn end_paragraph(&mut self, context: Context) {
        if context.flat {
            return self.end_line(context);
        }
        let line = std::mem::take(&mut self.line);
        lines::add_paragraphs(line, context.code_block, &mut self.blocks);
    }

    fn wrapped(&mut self, id: NodeId, context: Context, open: &str, close: &str) {
        self.text(open, context);
        self.children(id, context);
        self.text(close, context);
    }

    /// `x<sup>2</sup>` as `x²`, or between signs where there are no such letters.
    fn raised(
        &mut self,
        id: NodeId,
        context: Context,
        sign: char,
        letter: fn(char) -> Option<char>,
    ) {
        let pieces = self.pieces_in(id, context);
        let text = plain(&pieces);
        let is_text = pieces
            .iter()
            .all(|piece| matches!(piece.what, What::Text(_)));
        if !is_text || text.trim().is_empty() {
            return self.pieces(pieces);
        }
        let small: Option<String> = text.trim().chars().map(letter).collect();
        let small = small.unwrap_or_else(|| format!("{sign}{}{sign}", text.trim()));
        self.text(&small, context);
    }

    fn input(&mut self, element: &Element, context: Context) {
        if element.attribute("type") == Some("checkbox") {
            let checked = element.attributes.contains_key("checked");
            self.text(if checked { "[x] " } else { "[ ] " }, context);
        }
    }

    fn formula(&mut self, id: NodeId, element: &Element, context: Context) {
        let is_tex = |element: &Element| {
            element.name == "annotation"
                && element
                    .attribute("encoding")
                    .is_some_and(|encoding| encoding.contains("tex"))
        };
        let is_display = element.attribute("display") == Some("block");
        match self.tree.find(id, &is_tex) {
            Some(tex) => self.tex(&self.tree.raw_text(tex), is_display, context),
            None => match element.attribute("alttext") {
                Some(tex) => self.tex(tex, is_display, context),
                None => self.children(id, context),
            },
        }
    }

    /// Adds a formula in the language of TeX.
    pub fn tex(&mut self, tex: &str, is_display: bool, context: Context) {
        let signs = if is_display { "$$" } else { "$" };
        let style = Style::default();
        let code = false;
        let context = Context {
            style,
            code,
            ..context
        };
        self.text(&format!("{signs}{}{signs}", tex.trim()), context);
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

    fn list(&mut self, id: NodeId, element: &Element, context: Context) {
        let tree = self.tree;
        let children = tree.children(id);
        self.end_paragraph(context);
        let has_items = children.iter().any(|child| tree.is(*child, "li"));
        if context.flat || context.n_levels >= LEVELS_MAX || !has_items {
            for child in children {
                self.node(*child, context);
                self.end_line(context);
            }
            return self.end_paragraph(context);
        }
        let start = element
            .attribute("start")
            .and_then(|start| start.trim().parse().ok());
        let start = (element.name == "ol").then(|| start.unwrap_or(1));
        self.list_of(children, start, context);
    }

    /// Makes a list of items and of what else stands directly in a list.
    fn list_of(&mut self, nodes: &[NodeId], start: Option<u32>, context: Context) {
        let context = context.deeper();
        let mut list = List {
            start,
            items: Vec::new(),
        };
        let mut stray = Vec::new();
        self.end_paragraph(context);
        for id in nodes {
            let element = self.tree.element(*id);
            match element {
                Some(element) if element.is_hidden() => (),
                Some(element) if element.name == "li" => {
                    self.stray_item(&mut stray, &mut list, context);
                    self.renumber(element, &mut list);
                    let item = self.blocks_in(*id, context.with(element));
                    list.items.push(item);
                }
                // Many editors put the inner list behind its item, not into it.
                Some(element) if elements::is_list(&element.name) => {
                    self.stray_item(&mut stray, &mut list, context);
                    let blocks = self.blocks_of(*id, context);
                    match list.items.last_mut() {
                        Some(item) => item.extend(blocks),
                        None => list.items.push(blocks),
                    }
                }
                _ => stray.push(*id),
            }
        }
        self.stray_item(&mut stray, &mut list, context);
        self.add_list(list);
    }

    /// Makes an item of what stands between items.
    fn stray_item(&mut self, stray: &mut Vec<NodeId>, list: &mut List, context: Context) {
        let stray = std::mem::take(stray);
        let blocks = self.apart(context, |flow| {
            for id in stray {
                flow.node(id, context);
            }
        });
        if !blocks.is_empty() {
            list.items.push(blocks);
        }
    }

    /// Begins another list at an item that has a number of its own.
    fn renumber(&mut self, item: &Element, list: &mut List) {
        let value = item
            .attribute("value")
            .and_then(|value| value.trim().parse().ok());
        let (Some(value), Some(start)) = (value, list.start) else {
            return;
        };
        if u64::from(start) + list.items.len() as u64 != u64::from(value) {
            let start = Some(value);
            let items = Vec::new();
            let before = std::mem::replace(list, List { start, items });
            self.add_list(before);
        }
    }

    fn add_list(&mut self, mut list: List) {
        if list.start.is_none() {
            list.items.retain(|item| !item.is_empty());
        }
        if list.items.iter().any(|item| !item.is_empty()) {
            self.blocks.push(Block::List(list));
        }
    }
}

impl Context {
    fn deeper(self) -> Context {
        let n_levels = self.n_levels + 1;
        Context { n_levels, ..self }
    }

    /// Returns what holds inside `element`.
    pub fn with(self, element: &Element) -> Context {
        let (look, mut inner) = (element.look, self);
        inner.style.bold = look.bold.unwrap_or(self.style.bold);
        inner.style.italic = look.italic.unwrap_or(self.style.italic);
        inner.style.struck |= look.struck == Some(true);
        inner.keeps_lines = look.keeps_lines.unwrap_or(self.keeps_lines);
        inner.code = look.mono.unwrap_or(self.code);
        if elements::is_block(&element.name) && look.mono.is_some() {
            inner.code_block = inner.code;
        }
        inner.code |= self.colour_is_code && is_coloured(element);
        match element.name.as_str() {
            "b" | "strong" | "dt" => inner.style.bold = look.bold != Some(false),
            "i" | "em" | "cite" | "dfn" | "var" => inner.style.italic = look.italic != Some(false),
            "s" | "strike" | "del" => inner.style.struck = true,
            "code" | "tt" | "kbd" | "samp" => inner.code = true,
            "font"
                if element
                    .attribute("face")
                    .is_some_and(|face| is_mono(face) == Some(true)) =>
            {
                inner.code = true
            }
            _ => (),
        }
        inner
    }

    /// Returns what holds where elements of these names have ended.
    fn without(mut self, ended: &[&str]) -> Context {
        for name in ended {
            match *name {
                "b" | "strong" => self.style.bold = false,
                "i" | "em" | "var" => self.style.italic = false,
                "s" | "strike" | "del" => self.style.struck = false,
                "code" | "tt" | "kbd" | "samp" => self.code = false,
                _ => (),
            }
        }
        self
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

fn superscript(c: char) -> Option<char> {
    letter_of(c, "0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
}

fn subscript(c: char) -> Option<char> {
    letter_of(
        c,
        "0123456789+-=()aeoxhklmnpstij",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ",
    )
}

fn letter_of(c: char, from: &str, to: &str) -> Option<char> {
    let idx = from.chars().position(|known| known == c)?;
    to.chars().nth(idx)
}
