//! Pieces as one line, or lines, of Markdown.

use super::block::{Piece, Style, What};
use super::cloze::{LONE_CLOSE, LONE_OPEN};
use super::marks::opening;
use super::style::{LOOKS, Look, restyled};
use crate::import::text::markdown::{code_span, escaped_inline, unblocked};
use std::borrow::Cow;

/// Where a line of pieces stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Paragraph,
    Heading,
    Cell,
}

/// Writes pieces; in headings and cells line ends become blanks.
pub fn inline(pieces: Vec<Piece>, line: Line) -> String {
    let pieces = restyled(pieces);
    let mut writer = Writer {
        line,
        strikes: has_strikes(&pieces),
        out: String::new(),
        open: Vec::new(),
    };
    writer.pieces(&pieces);
    match line {
        Line::Paragraph => without_blocks(&writer.out),
        Line::Heading => heading(writer.out.trim()),
        Line::Cell => writer.out.trim().to_string(),
    }
}

/// Whether tildes have a meaning in these pieces: there are signs of struck text, or two in a row
/// may be taken for such.
fn has_strikes(pieces: &[Piece]) -> bool {
    let is_struck = pieces.iter().any(|piece| piece.style.struck);
    n_tildes(pieces) > usize::from(!is_struck)
}

fn n_tildes(pieces: &[Piece]) -> usize {
    let of_one = |piece: &Piece| match &piece.what {
        What::Text(text) | What::Code(text) | What::Markdown(text) => text.matches('~').count(),
        What::Link(_, inner) => n_tildes(inner),
        What::Break | What::Open(_) | What::Hint | What::Close(_) => 0,
    };
    pieces.iter().map(of_one).sum()
}

fn without_blocks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for (idx, line) in text.split('\n').enumerate() {
        out.push_str(if idx == 0 { "" } else { "\n" });
        out.push_str(&without_block(line.trim_matches(' ')));
    }
    out
}

/// Escapes the start of a block, also where clozes that show as plain text would make one.
fn without_block(line: &str) -> Cow<'_, str> {
    if !line.contains("{{c") {
        return unblocked(line);
    }
    let shown = shown(line);
    let plain: String = shown.iter().map(|(_, c)| *c).collect();
    let safe = unblocked(&plain);
    let differs = plain
        .chars()
        .zip(safe.chars())
        .position(|(one, other)| one != other);
    match differs {
        None if plain == safe => line.into(),
        // The sign that is escaped is the one that the backslash has pushed on.
        at => {
            let (at, _) = shown[at.unwrap_or(0)];
            format!("{}\\{}", &line[..at], &line[at..]).into()
        }
    }
}

/// The characters of a line without the marks of its clozes and without their hints, and where they
/// stand.
fn shown(line: &str) -> Vec<(usize, char)> {
    let mut out = Vec::with_capacity(line.len());
    let (mut at, mut in_cloze) = (0, false);
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let mark = match in_cloze {
            false => opening(rest).map(|numbers| numbers.len() + "{{c::".len()),
            true if rest.starts_with("::") => rest.find("}}").or(Some(rest.len())),
            true if rest.starts_with("}}") => Some(2),
            _ => None,
        };
        match mark {
            Some(length) => {
                in_cloze = !in_cloze ^ rest.starts_with("::");
                at += length;
            }
            None => {
                out.push((at, c));
                at += c.len_utf8();
            }
        }
    }
    out
}

/// Escapes signs at the end of a heading, which would be taken for its closing ones.
fn heading(text: &str) -> String {
    if !text.contains('#') {
        return text.to_string();
    }
    let shown = shown(text);
    let is_sign = |(_, c): &&(usize, char)| *c == '#';
    let n_signs = shown.iter().rev().take_while(is_sign).count();
    let (before, signs) = shown.split_at(shown.len() - n_signs);
    match signs.first() {
        Some((at, _)) if before.last().is_none_or(|(_, c)| *c == ' ') => {
            format!("{}\\{}", &text[..*at], &text[*at..])
        }
        _ => text.to_string(),
    }
}

struct Writer {
    line: Line,
    /// There are tildes enough to strike something out.
    strikes: bool,
    out: String,
    /// Looks that are open, the outermost first.
    open: Vec<Look>,
}

impl Writer {
    fn pieces(&mut self, pieces: &[Piece]) {
        for (idx, piece) in pieces.iter().enumerate() {
            self.turn_to(piece.style, &pieces[idx..]);
            self.piece(piece);
        }
        self.close_to(0);
    }

    /// Closes and opens looks; of those that begin together the longer one is the outer.
    fn turn_to(&mut self, style: Style, rest: &[Piece]) {
        if self.open.is_empty() && style == Style::default() {
            return;
        }
        let kept = self
            .open
            .iter()
            .take_while(|look| look.is_in(style))
            .count();
        let closes = kept < self.open.len();
        self.close_to(kept);
        let mut begun: Vec<Look> = LOOKS
            .into_iter()
            .filter(|look| look.is_in(style) && !self.open.contains(look) && !closes)
            .collect();
        let length = |look: &Look| {
            rest.iter()
                .take_while(|piece| look.is_in(piece.style))
                .count()
        };
        if begun.len() > 1 {
            begun.sort_by_key(|look| std::cmp::Reverse(length(look)));
        }
        for look in begun {
            self.out.push_str(look.sign());
            self.open.push(look);
        }
    }

    fn close_to(&mut self, kept: usize) {
        while kept < self.open.len() {
            if let Some(look) = self.open.pop() {
                self.out.push_str(look.sign());
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match &piece.what {
            What::Text(text) => self.text(text),
            What::Code(code) => self.code(code),
            What::Break => self.end_of_line(),
            What::Link(url, inner) => self.link(url, inner),
            What::Markdown(markdown) => self.sign(markdown),
            What::Open(numbers) => self.out.push_str(&format!("{{{{c{numbers}::")),
            What::Close(hint) => self.close(hint.as_deref()),
            What::Hint => (),
        }
    }

    fn text(&mut self, text: &str) {
        let mut escaped = match self.strikes {
            // Tildes of several pieces may strike out together.
            true => text
                .split('~')
                .map(escaped_inline)
                .collect::<Vec<_>>()
                .join("\\~"),
            false => escaped_inline(text),
        };
        if escaped.contains([LONE_OPEN, LONE_CLOSE]) {
            escaped = escaped
                .replace(LONE_OPEN, "&#123;")
                .replace(LONE_CLOSE, "&#125;");
        }
        self.out.push_str(&escaped);
    }

    fn close(&mut self, hint: Option<&str>) {
        if let Some(hint) = hint {
            self.out.push_str("::");
            self.text(hint);
        }
        self.out.push_str("}}");
    }

    fn code(&mut self, code: &str) {
        let span = code_span(code);
        match self.line {
            Line::Cell => self.out.push_str(&span.replace('|', "\\|")),
            _ => self.out.push_str(&span),
        }
    }

    fn end_of_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        match self.line {
            Line::Paragraph if self.out.is_empty() || self.out.ends_with('\n') => (),
            Line::Paragraph => self.out.push_str("\\\n"),
            Line::Heading | Line::Cell => self.out.push(' '),
        }
    }

    fn link(&mut self, url: &str, inner: &[Piece]) {
        if is_address(inner, url) {
            return self.out.push_str(&format!("<{url}>"));
        }
        let inner = Writer {
            line: self.line,
            strikes: self.strikes,
            out: String::new(),
            open: Vec::new(),
        }
        .written(inner);
        let url = match url.contains(';') {
            true => url.replace('&', "\\&"),
            false => url.to_string(),
        };
        self.sign(&format!("[{}]({url})", inner.trim()));
    }

    fn written(mut self, pieces: &[Piece]) -> String {
        self.pieces(&restyled(pieces.to_vec()));
        self.out
    }

    /// Adds what starts with a bracket: behind `!` a link would be a picture.
    fn sign(&mut self, markdown: &str) {
        if self.out.ends_with('!') && markdown.starts_with('[') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        match self.line {
            Line::Cell => self
                .out
                .push_str(&markdown.replace("\\|", "|").replace('|', "\\|")),
            _ => self.out.push_str(markdown),
        }
    }
}

/// Whether a link shows just where it leads.
fn is_address(inner: &[Piece], url: &str) -> bool {
    matches!(inner, [Piece { what: What::Text(text), style }] if text == url && *style == Style::default())
        && !url.contains('\u{a0}')
}
