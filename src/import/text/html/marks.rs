//! Marks that stand in the text itself: clozes, formulas, sounds.
//!
//! Clozes are found before anything else, since they may start in one element and end in another.
//! Until they are written, noncharacters stand for them, which Unicode keeps free for use inside a
//! program; those of the source are dropped.

use super::block::{Piece, Style, What};
use super::token::is_own;
use super::tree::{Kind, NodeId, ROOT, Tree};
use std::ops::Range;

/// In front of a cloze's numbers.
pub const OPEN: char = '\u{fdd0}';
/// Behind its numbers.
pub const OPENED: char = '\u{fdd1}';
/// In front of its hint.
pub const HINT: char = '\u{fdd2}';
/// At its end.
pub const CLOSE: char = '\u{fdd3}';

/// Whether a character has no width and no meaning, or is one of this program's own.
pub fn is_dropped(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}') || is_own(c)
}

/// Drops what has no width and, if `clozes`, puts marks for clozes that are opened and closed.
pub fn prepare(tree: &mut Tree, clozes: bool) {
    let mut finder = Finder::default();
    let mut texts = Vec::new();
    visible_texts(tree, ROOT, None, &mut texts);
    for (id, code) in texts {
        let Kind::Text(text) = &mut tree.node_mut(id).kind else {
            continue;
        };
        if !text.text.is_ascii() && text.text.contains(is_dropped) {
            text.text.retain(|c| !is_dropped(c));
        }
        if clozes {
            finder.read(id, code, &text.text);
        }
    }
    finder.write(tree);
}

/// Lists the texts that are shown, each with the outermost element of code that it stands in.
fn visible_texts(
    tree: &Tree,
    id: NodeId,
    code: Option<NodeId>,
    out: &mut Vec<(NodeId, Option<NodeId>)>,
) {
    match &tree.node(id).kind {
        Kind::Text(_) => out.push((id, code)),
        Kind::Element(element) if element.is_hidden() => (),
        Kind::Element(element) => {
            let is_code = element.look.mono == Some(true)
                || matches!(
                    element.name.as_str(),
                    "code" | "pre" | "kbd" | "samp" | "tt"
                );
            let code = code.or(is_code.then_some(id));
            for child in tree.children(id) {
                visible_texts(tree, *child, code, out);
            }
        }
    }
}

/// A mark and where it stands.
struct Mark {
    node: NodeId,
    at: usize,
    length: usize,
    sign: String,
}

/// A cloze by its marks.
struct Cloze {
    /// The code that it stands in.
    home: Option<NodeId>,
    marks: Vec<Mark>,
    has_hint: bool,
    /// The signs in front of its first and its last one.
    signs: Range<usize>,
}

/// Finds clozes over all texts of a page.
#[derive(Default)]
struct Finder {
    open: Vec<Cloze>,
    closed: Vec<Cloze>,
    n_signs: usize,
}

impl Finder {
    fn read(&mut self, node: NodeId, code: Option<NodeId>, text: &str) {
        let mut at = 0;
        while let Some(found) = text[at..].find(['{', '}', ':']) {
            at += found;
            at += self.sign(node, code, &text[at..], at).max(1);
        }
    }

    /// Reads the sign that `rest` starts with; returns its length if it is one.
    fn sign(&mut self, node: NodeId, code: Option<NodeId>, rest: &str, at: usize) -> usize {
        let mark = |length: usize, sign: String| Mark {
            node,
            at,
            length,
            sign,
        };
        self.n_signs += 1;
        if let Some(numbers) = opening(rest) {
            let length = "{{c::".len() + numbers.len();
            self.open.push(Cloze {
                home: code,
                marks: vec![mark(length, format!("{OPEN}{numbers}{OPENED}"))],
                has_hint: false,
                signs: self.n_signs..0,
            });
            return length;
        }
        let Some(cloze) = self.open.last_mut() else {
            return 0;
        };
        if rest.starts_with("::") {
            // `std::move` in code inside the cloze is no hint.
            if !cloze.has_hint && (code.is_none() || code == cloze.home) {
                cloze.marks.push(mark(2, HINT.to_string()));
                cloze.has_hint = true;
            }
            return 2;
        }
        if rest.starts_with("}}") {
            cloze.marks.push(mark(2, CLOSE.to_string()));
            cloze.signs.end = self.n_signs;
            self.closed.extend(self.open.pop());
            return 2;
        }
        0
    }

    /// Returns the marks of all clozes that are in no other.
    fn marks(mut self) -> Vec<Mark> {
        self.closed.sort_by_key(|cloze| cloze.signs.start);
        let mut end = 0;
        let mut marks = Vec::new();
        for cloze in self.closed {
            if end < cloze.signs.start {
                end = cloze.signs.end;
                marks.extend(cloze.marks);
            }
        }
        marks
    }

    /// Puts the marks into the texts, the last first.
    fn write(self, tree: &mut Tree) {
        let mut marks = self.marks().into_iter().peekable();
        while let Some(first) = marks.next() {
            let node = first.node;
            let mut all = vec![first];
            while let Some(mark) = marks.next_if(|mark| mark.node == node) {
                all.push(mark);
            }
            if let Kind::Text(text) = &mut tree.node_mut(node).kind {
                text.text = with_marks(&text.text, &all);
            }
        }
    }
}

fn with_marks(text: &str, marks: &[Mark]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for mark in marks {
        out.push_str(&text[done..mark.at]);
        out.push_str(&mark.sign);
        done = mark.at + mark.length;
    }
    out + &text[done..]
}

/// The numbers of a cloze that opens at the start of `text`.
pub fn opening(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("{{c")?;
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b',')
        .count();
    (0 < length && rest[length..].starts_with("::")).then_some(&rest[..length])
}

/// Writes the marks in `text` as the deck format has them.
pub fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            OPEN => out.push_str("{{c"),
            OPENED | HINT => out.push_str("::"),
            CLOSE => out.push_str("}}"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a text has marks of clozes, which all begin with the same byte.
pub fn is_marked(text: &str) -> bool {
    text.as_bytes().contains(&0xef) && text.contains([OPEN, HINT, CLOSE])
}

/// Parts pieces at the marks of clozes.
pub fn split(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece.what {
            What::Text(text) => split_text(&text, piece.style, What::Text, &mut out),
            What::Code(text) => split_text(&text, piece.style, What::Code, &mut out),
            What::Link(url, inner) => {
                let what = What::Link(url, split(inner));
                out.push(Piece::new(what, piece.style));
            }
            _ => out.push(piece),
        }
    }
    out
}

/// In code, a hint is text all the same.
fn split_text(text: &str, style: Style, kind: fn(String) -> What, out: &mut Vec<Piece>) {
    if !is_marked(text) {
        return out.push(Piece::new(kind(text.to_string()), style));
    }
    let mut rest = text;
    let mut kind_now = kind;
    while let Some(at) = rest.find([OPEN, HINT, CLOSE]) {
        let (before, behind) = rest.split_at(at);
        if !before.is_empty() {
            out.push(Piece::new(kind_now(before.to_string()), style));
        }
        let mark = behind.chars().next().unwrap_or(CLOSE);
        rest = &behind[mark.len_utf8()..];
        kind_now = if mark == HINT { What::Text } else { kind };
        let what = match mark {
            OPEN => {
                let (numbers, behind) = rest.split_once(OPENED).unwrap_or((rest, ""));
                rest = behind;
                What::Open(numbers.to_string())
            }
            HINT => What::Hint,
            _ => What::Close(None),
        };
        out.push(Piece::new(what, style));
    }
    if !rest.is_empty() {
        out.push(Piece::new(kind_now(rest.to_string()), style));
    }
}
