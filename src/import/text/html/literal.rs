//! Text that is Markdown already, with HTML only for its lines and here and there a picture.
//!
//! What stands between the tags is not escaped, and its line ends count. Elements that mean
//! something become Markdown in the usual way.

use super::block::Piece;
use super::cloze::Clozes;
use super::flow::{Breaks, Context, Flow, breaks_of};
use super::inline::{Line, inline};
use super::tree::{Element, Kind, NodeId, ROOT};
use super::{elements, lines as line, marks, write};
use crate::import::text::markdown::{lines, unblocked};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// Stands for an end of line that HTML asks for, until all lines are known.
const LINE_END: char = '\u{fdd9}';

/// Returns the Markdown of a page whose text is Markdown.
pub fn markdown(flow: &mut Flow) -> String {
    let mut literal = Literal {
        flow,
        clozes: Clozes::default(),
        out: String::new(),
    };
    literal.children(ROOT);
    let text = with_line_ends(&literal.out);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for code in code_in(&text) {
        out.push_str(&flow.marked_text(&text[done..code.start], without_tags));
        out.push_str(&text[code.clone()]);
        done = code.end;
    }
    out.push_str(&flow.marked_text(&text[done..], without_tags));
    marks::written(out.trim_matches('\n'))
}

struct Literal<'f, 't> {
    flow: &'f mut Flow<'t>,
    clozes: Clozes,
    out: String,
}

impl Literal<'_, '_> {
    fn children(&mut self, id: NodeId) {
        let tree = self.flow.tree;
        for child in tree.children(id) {
            match &tree.node(*child).kind {
                Kind::Text(text) => self.out.push_str(&text.text.replace('\u{a0}', " ")),
                Kind::Element(element) => self.element(*child, element),
            }
        }
    }

    fn element(&mut self, id: NodeId, element: &Element) {
        let name = element.name.as_str();
        match name {
            "br" => self.out.push(LINE_END),
            "b" | "strong" => self.signed(id, "**"),
            "i" | "em" => self.signed(id, "*"),
            "s" | "del" | "strike" => self.signed(id, "~~"),
            _ if element.is_hidden() => self.finished(id),
            _ if elements::is_more_than_line(name) && name != "p" || name == "hr" => {
                let blocks = self.flow.blocks_of(id, Context::default());
                self.paragraph_end();
                self.out.push_str(&write::markdown(&blocks));
                self.paragraph_end();
            }
            _ if is_finished(name) => self.finished(id),
            _ => self.broken(id, breaks_of(element)),
        }
    }

    /// Adds what is in an element, on lines of its own if it has them.
    fn broken(&mut self, id: NodeId, breaks: Breaks) {
        let end = |literal: &mut Self| match breaks {
            Breaks::None => (),
            Breaks::Line => literal.line_end(),
            Breaks::Paragraph => literal.paragraph_end(),
        };
        end(self);
        self.children(id);
        end(self);
    }

    fn signed(&mut self, id: NodeId, sign: &str) {
        let before = std::mem::take(&mut self.out);
        self.children(id);
        let inside = std::mem::replace(&mut self.out, before);
        let text = inside.trim();
        match text.is_empty() || text.contains(LINE_END) || text.contains('\n') {
            true => self.out.push_str(&inside),
            false => self
                .out
                .push_str(&inside.replacen(text, &format!("{sign}{text}{sign}"), 1)),
        }
    }

    /// Adds an element as the usual way makes it.
    fn finished(&mut self, id: NodeId) {
        let context = Context {
            flat: true,
            ..Context::default()
        };
        let mut pieces: Vec<Piece> = self.flow.line_of(|flow| flow.node(id, context));
        self.flow.marked(&mut pieces);
        let pieces = self.clozes.whole(line::tidy(pieces));
        self.out.push_str(&inline(pieces, Line::Heading));
    }

    fn line_end(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(['\n', LINE_END]) {
            self.out.push(LINE_END);
        }
    }

    fn paragraph_end(&mut self) {
        self.line_end();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// Whether an element means more than its text.
fn is_finished(name: &str) -> bool {
    matches!(
        name,
        "a" | "anki-mathjax"
            | "audio"
            | "code"
            | "embed"
            | "iframe"
            | "img"
            | "input"
            | "kbd"
            | "math"
            | "q"
            | "rt"
            | "samp"
            | "sub"
            | "sup"
            | "svg"
            | "tt"
            | "video"
    )
}

/// Ends lines as Markdown does: hard where it would join them.
fn with_line_ends(text: &str) -> String {
    let plain = text.replace(LINE_END, "\n");
    let mut ends = text.chars().filter(|c| matches!(*c, '\n' | LINE_END));
    let lines = lines(&plain);
    let mut out = String::with_capacity(text.len());
    let mut n_blank = 0;
    for (idx, line) in lines.iter().enumerate() {
        let next = lines.get(idx + 1);
        let is_hard = ends.next() == Some(LINE_END)
            && !line.verbatim
            && next.is_some_and(|next| !next.verbatim && is_prose(next.text))
            && is_continued(line.text);
        n_blank = if line.text.trim().is_empty() {
            n_blank + 1
        } else {
            0
        };
        if n_blank > 1 && !line.verbatim {
            continue;
        }
        out.push_str(line.text.trim_end());
        out.push_str(if is_hard { "\\\n" } else { "\n" });
    }
    out
}

/// Whether a line, read as Markdown, goes on with the paragraph above it.
fn is_prose(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && unblocked(line) == line && !line.starts_with(['|', '*', '`', '<'])
}

/// Whether a line is text that the next may be joined to.
fn is_continued(line: &str) -> bool {
    let line = line.trim();
    let is_heading = line.starts_with('#') && unblocked(line) != line;
    !line.is_empty() && !is_heading && !line.starts_with('|') && !line.ends_with('\\')
}

/// Escapes what Markdown would take for tags: it was text in the HTML.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices('<') {
        // The target of a link may stand in angle brackets.
        if is_tag(&text[at..]) && !text[..at].ends_with(['\\', '(']) {
            out.push_str(&text[done..at]);
            out.push('\\');
            done = at;
        }
    }
    out + &text[done..]
}

fn is_tag(text: &str) -> bool {
    let rest = &text[1..];
    let is_address = ["http://", "https://", "mailto:", "ftp://"]
        .iter()
        .any(|scheme| rest.starts_with(scheme));
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) && !is_address
}

fn code_in(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let code = events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))));
    code.map(|(_, range)| range).collect()
}
