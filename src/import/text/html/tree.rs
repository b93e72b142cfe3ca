//! Tokens as a tree, as a browser would build it where that changes what is read: end tags that
//! nobody wrote, looks that cross, a `<head>` inside a field.
//!
//! The tree is never deeper than its limit. Elements beyond it leave their content to the last one
//! that fits, or nothing if they hide it.

use super::elements;
use super::look::{Look, Sheet};
use super::token::{Token, tokens};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Position of a node in its tree.
pub type NodeId = usize;

/// The node that holds all others.
pub const ROOT: NodeId = 0;

/// No card is nested deeper; a higher limit would only cost stack.
const DEPTH_MAX: usize = 128;

/// Looks that are cut off by the end of a block and go on behind it.
const CUT_OFF_MAX: usize = 8;

/// How far an end tag is sought among elements beyond the depth.
const BEYOND_SEEN: usize = 16;

#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
pub struct Node {
    pub parent: NodeId,
    pub children: Vec<NodeId>,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    Element(Element),
    Text(Text),
}

#[derive(Debug, Default)]
pub struct Element {
    /// In lower case.
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub look: Look,
}

#[derive(Debug)]
pub struct Text {
    pub text: String,
    /// Names of elements that hold it in the tree, but ended before it.
    pub ended: Vec<&'static str>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class")
            .unwrap_or_default()
            .split_whitespace()
    }

    /// Whether neither it nor anything in it is shown.
    pub fn is_hidden(&self) -> bool {
        elements::is_unseen(&self.name)
            || self.look.hidden == Some(true)
            || self.attributes.contains_key("hidden")
            || self.attribute("aria-hidden") == Some("true")
            || self.classes().any(is_gutter)
    }
}

/// Whether a class is that of line numbers beside code.
fn is_gutter(class: &str) -> bool {
    matches!(
        class,
        "blob-num"
            | "gutter"
            | "hljs-ln-numbers"
            | "line-numbers-rows"
            | "lineno"
            | "linenos"
            | "rouge-gutter"
    )
}

impl Tree {
    /// Builds the tree of `html`, at most `depth` levels deep.
    pub fn of(html: &str, depth: usize) -> Tree {
        let html = match html.contains('\r') {
            true => Cow::Owned(html.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(html),
        };
        let tokens = tokens(&html);
        let mut builder = Builder::new(sheet(&tokens), depth.min(DEPTH_MAX));
        for token in tokens {
            builder.take(token);
        }
        builder.tree
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id]
    }

    pub fn children(&self, id: NodeId) -> &[NodeId] {
        &self.nodes[id].children
    }

    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes[id].kind {
            Kind::Element(element) => Some(element),
            Kind::Text(_) => None,
        }
    }

    pub fn text(&self, id: NodeId) -> Option<&Text> {
        match &self.nodes[id].kind {
            Kind::Text(text) => Some(text),
            Kind::Element(_) => None,
        }
    }

    pub fn is(&self, id: NodeId, name: &str) -> bool {
        self.element(id).is_some_and(|element| element.name == name)
    }

    /// Returns the first element in `id` for which `wanted` holds, `id` itself included.
    pub fn find(&self, id: NodeId, wanted: &dyn Fn(&Element) -> bool) -> Option<NodeId> {
        if self.element(id).is_some_and(wanted) {
            return Some(id);
        }
        self.children(id)
            .iter()
            .find_map(|child| self.find(*child, wanted))
    }

    /// Returns the elements above `id`, the nearest first.
    pub fn above(&self, id: NodeId) -> impl Iterator<Item = &Element> {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != ROOT).then(|| at = self.nodes[at].parent)?;
            self.element(at)
        })
    }

    /// Returns all text in `id` as it stands, without what is hidden.
    pub fn raw_text(&self, id: NodeId) -> String {
        let mut out = String::new();
        self.add_text(id, &mut out);
        out
    }

    fn add_text(&self, id: NodeId, out: &mut String) {
        match &self.nodes[id].kind {
            Kind::Text(text) => out.push_str(&text.text),
            Kind::Element(element) if element.is_hidden() => (),
            Kind::Element(_) => {
                for child in self.children(id) {
                    self.add_text(*child, out);
                }
            }
        }
    }

    fn add(&mut self, parent: NodeId, kind: Kind) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node {
            parent,
            children: Vec::new(),
            kind,
        });
        self.nodes[parent].children.push(id);
        id
    }
}

fn sheet(tokens: &[Token]) -> Sheet {
    let mut sheet = Sheet::default();
    for pair in tokens.windows(2) {
        if let [Token::Start { name, .. }, Token::Text(css)] = pair
            && name == "style"
        {
            sheet.add(css);
        }
    }
    sheet
}

/// An element whose end is still to come.
struct Open {
    id: NodeId,
    name: String,
    /// Its end tag came, but a block that started in it goes on.
    ended: bool,
}

/// An element that is too deep for the tree.
struct Beyond {
    name: String,
    hides: bool,
}

struct Builder {
    tree: Tree,
    sheet: Sheet,
    depth: usize,
    open: Vec<Open>,
    beyond: Vec<Beyond>,
    n_hiding: usize,
    /// Looks whose block ended before they did.
    cut_off: Vec<(String, BTreeMap<String, String>)>,
}

impl Builder {
    fn new(sheet: Sheet, depth: usize) -> Builder {
        let root = Node {
            parent: ROOT,
            children: Vec::new(),
            kind: Kind::Element(Element::default()),
        };
        Builder {
            tree: Tree { nodes: vec![root] },
            sheet,
            depth,
            open: Vec::new(),
            beyond: Vec::new(),
            n_hiding: 0,
            cut_off: Vec::new(),
        }
    }

    fn top(&self) -> NodeId {
        self.open.last().map_or(ROOT, |open| open.id)
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Start {
                name,
                attributes,
                self_closing,
            } => self.start(name, attributes, self_closing),
            Token::End(name) => self.end(&name),
        }
    }

    fn text(&mut self, text: String) {
        if self.n_hiding > 0 {
            return;
        }
        if !text.trim().is_empty() {
            self.leave_head();
            if self.beyond.is_empty() && !self.in_raw() {
                self.resume();
            }
        }
        let ended = self.ended();
        let top = self.top();
        if let Some(last) = self.tree.nodes[top].children.last().copied()
            && let Kind::Text(known) = &mut self.tree.nodes[last].kind
            && known.ended == ended
        {
            known.text.push_str(&text);
            return;
        }
        self.tree.add(top, Kind::Text(Text { text, ended }));
    }

    fn in_raw(&self) -> bool {
        let name = self.open.last().map_or("", |open| open.name.as_str());
        matches!(name, "script" | "style" | "title" | "textarea")
    }

    fn ended(&self) -> Vec<&'static str> {
        let ended = self.open.iter().filter(|open| open.ended);
        ended
            .filter_map(|open| elements::formatting(&open.name))
            .collect()
    }

    fn start(&mut self, name: String, attributes: BTreeMap<String, String>, self_closing: bool) {
        if matches!(name.as_str(), "html" | "body" | "frameset") {
            self.leave_head();
            return;
        }
        if !elements::belongs_to_head(&name) {
            self.leave_head();
        }
        let is_void = elements::is_void(&name) || self_closing && !elements::ends_paragraph(&name);
        if !self.beyond.is_empty() || self.open.len() >= self.depth {
            return self.start_beyond(name, attributes, is_void);
        }
        self.imply_ends(&name);
        if !elements::is_block(&name) && !elements::belongs_to_head(&name) {
            self.resume();
        }
        let id = self.add(&name, attributes);
        if !is_void {
            let ended = false;
            self.open.push(Open { id, name, ended });
        }
    }

    fn add(&mut self, name: &str, attributes: BTreeMap<String, String>) -> NodeId {
        let look = self.sheet.look(name, &attributes);
        let element = Element {
            name: name.to_string(),
            attributes,
            look,
        };
        self.tree.add(self.top(), Kind::Element(element))
    }

    /// Elements too deep for the tree are counted, so that their end tags end nothing else.
    fn start_beyond(&mut self, name: String, attributes: BTreeMap<String, String>, is_void: bool) {
        let look = self.sheet.look(&name, &attributes);
        let element = Element {
            name,
            attributes,
            look,
        };
        let hides = element.is_hidden() || matches!(element.name.as_str(), "details" | "svg");
        if is_void {
            if self.n_hiding == 0 && !hides {
                self.tree.add(self.top(), Kind::Element(element));
            }
            return;
        }
        self.n_hiding += usize::from(hides);
        let name = element.name;
        if elements::is_block(&name) && self.n_hiding == 0 {
            self.add("div", BTreeMap::new());
        }
        self.beyond.push(Beyond { name, hides });
    }

    fn imply_ends(&mut self, name: &str) {
        if name == "a" {
            self.end_look("a");
        }
        if let Some((ended, walls)) = elements::implied_ends(name) {
            let found = self.open.iter().rposition(|open| {
                ended.contains(&open.name.as_str())
                    || walls.contains(&open.name.as_str())
                    || elements::holds_in(name, &open.name)
            });
            if let Some(idx) = found.filter(|idx| ended.contains(&self.open[*idx].name.as_str())) {
                self.close_from(idx);
            }
        }
        if elements::ends_paragraph(name) {
            self.close_named("p");
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(idx) = self.beyond_idx(name) {
            let ended = self.beyond.drain(idx..);
            self.n_hiding -= ended.filter(|beyond| beyond.hides).count();
            // What is too deep keeps its lines apart at least.
            if elements::is_block(name) && self.n_hiding == 0 {
                self.add("div", BTreeMap::new());
            }
            return;
        }
        // A browser makes a line break, and an empty paragraph, of these.
        if name == "br" || name == "p" && !self.open.iter().any(|open| open.name == "p") {
            self.start(name.to_string(), BTreeMap::new(), true);
        }
        if elements::is_heading(name) {
            let found = self
                .open
                .iter()
                .rposition(|open| elements::is_heading(&open.name));
            if let Some(idx) = found {
                self.close_from(idx);
            }
            return;
        }
        match elements::is_formatting(name) {
            true => self.end_look(name),
            false => self.close_named(name),
        }
    }

    fn beyond_idx(&self, name: &str) -> Option<usize> {
        let from = self.beyond.len().saturating_sub(BEYOND_SEEN);
        let found = self.beyond[from..]
            .iter()
            .rposition(|beyond| beyond.name == name);
        found.map(|idx| from + idx)
    }

    /// Ends `<b>` and its like; a block that began inside goes on without it.
    fn end_look(&mut self, name: &str) {
        if let Some(idx) = self.cut_off.iter().rposition(|(cut, _)| cut == name) {
            self.cut_off.remove(idx);
            return;
        }
        let Some(idx) = self
            .open
            .iter()
            .rposition(|open| open.name == name && !open.ended)
        else {
            return;
        };
        let crosses = self.open[idx..]
            .iter()
            .any(|open| elements::is_block(&open.name));
        match crosses {
            true => self.open[idx].ended = true,
            false => self.close_from(idx),
        }
    }

    fn close_named(&mut self, name: &str) {
        let found = self
            .open
            .iter()
            .rposition(|open| open.name == name || elements::holds_in(name, &open.name));
        if let Some(idx) = found.filter(|idx| self.open[*idx].name == name) {
            self.close_from(idx);
        }
    }

    /// Closes an element and all in it; looks among these are cut off, not ended.
    fn close_from(&mut self, idx: usize) {
        let name = self.open[idx].name.clone();
        for open in self.open.drain(idx..).skip(1) {
            if elements::is_formatting(&open.name) && !open.ended {
                let attributes = match &self.tree.nodes[open.id].kind {
                    Kind::Element(element) => element.attributes.clone(),
                    Kind::Text(_) => BTreeMap::new(),
                };
                self.cut_off.push((open.name, attributes));
            }
        }
        self.beyond.clear();
        self.n_hiding = 0;
        let excess = self.cut_off.len().saturating_sub(CUT_OFF_MAX);
        self.cut_off.drain(..excess);
        if elements::is_wall(&name) {
            self.cut_off.clear();
        }
    }

    /// Starts again the looks that the end of a block has cut off.
    fn resume(&mut self) {
        for (name, attributes) in std::mem::take(&mut self.cut_off) {
            if self.open.len() < self.depth {
                let id = self.add(&name, attributes);
                let ended = false;
                self.open.push(Open { id, name, ended });
            }
        }
    }

    fn leave_head(&mut self) {
        if self.open.last().is_some_and(|open| open.name == "head") {
            self.open.pop();
        }
    }
}
