//! Marks that stand in the text: formulas and sounds.
//!
//! `\(…\)`, `[$]…[/$]` and `[latex]…[/latex]` become `$…$`, their display forms `$$…$$`; what is in
//! them is neither bold nor italic. `[sound:…]` becomes a link to the file.

use super::block::{self, Piece, Style, What, plain};
use super::flow::{Context, Flow};
use super::inline::{Line, inline};
use super::marks;
use std::ops::Range;

/// Stands for what is no text while marks are sought.
const THING: char = '\u{fdd8}';

const SPEECH: &str = "texts that Anki reads aloud are left out";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Formula,
    Display,
    Sound,
    /// Nothing that can be read.
    Speech,
}

const MARKS: &[(&str, &str, Kind)] = &[
    ("\\(", "\\)", Kind::Formula),
    ("\\[", "\\]", Kind::Display),
    ("[$]", "[/$]", Kind::Formula),
    ("[$$]", "[/$$]", Kind::Display),
    ("[latex]", "[/latex]", Kind::Formula),
    ("[sound:", "]", Kind::Sound),
    ("[anki:tts", "[/anki:tts]", Kind::Speech),
    ("[anki:play:", "]", Kind::Speech),
];

impl<'t> Flow<'t> {
    /// Replaces the marks in one line of pieces.
    pub fn marked(&mut self, pieces: &mut Vec<Piece>) {
        for piece in pieces.iter_mut() {
            if let What::Link(_, inner) = &mut piece.what {
                self.marked(inner);
            }
        }
        // No mark begins otherwise.
        let begins =
            |piece: &Piece| matches!(&piece.what, What::Text(text) if text.contains(['\\', '[']));
        if !pieces.iter().any(begins) {
            return;
        }
        let strip = Strip::new(std::mem::take(pieces));
        let found = found(&strip.text);
        let mut done = 0;
        for (range, inside, kind) in found {
            pieces.extend(strip.cut(done..range.start));
            let style = strip.style_at(range.start);
            self.replace(kind, &strip.plain(inside), style, pieces);
            done = range.end;
        }
        pieces.extend(strip.cut(done..strip.text.len()));
        if done > 0 {
            block::trim(pieces);
        }
    }

    /// Replaces the marks in a text that is Markdown already, but no code.
    pub fn marked_text(&mut self, text: &str, rest: fn(&str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (range, inside, kind) in found(text) {
            out.push_str(&rest(&text[done..range.start]));
            let mut pieces = Vec::new();
            self.replace(kind, &text[inside], Style::default(), &mut pieces);
            out.push_str(&inline(pieces, Line::Paragraph));
            done = range.end;
        }
        out + &rest(&text[done..])
    }

    fn replace(&mut self, kind: Kind, inside: &str, style: Style, out: &mut Vec<Piece>) {
        let end_of_line = || Piece::new(What::Break, Style::default());
        match kind {
            Kind::Formula => out.push(Piece::text(formula(inside))),
            Kind::Display => {
                let formula = Piece::text(format!("$${}$$", one_line(inside)));
                out.extend([end_of_line(), formula, end_of_line()]);
            }
            Kind::Sound => {
                let context = Context {
                    style,
                    ..Context::default()
                };
                // A cloze that ends in a name would be no name.
                let name = marks::written(inside.trim());
                let line = self.line_of(|flow| flow.sound_of(&name, context));
                out.extend(line);
            }
            Kind::Speech => self.lose(SPEECH),
        }
    }
}

fn formula(inside: &str) -> String {
    let inside = one_line(inside);
    match inside {
        // A whole piece of LaTeX says itself where it is mathematics.
        _ if inside.contains('$') || inside.contains("\\(") => inside,
        _ if inside.starts_with("\\begin") => format!("$${inside}$$"),
        _ => format!("${inside}$"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the marks of a text: the whole range, what is inside, and the kind.
fn found(text: &str) -> Vec<(Range<usize>, Range<usize>, Kind)> {
    let mut out = Vec::new();
    let mut never_end = [false; MARKS.len()];
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '[']) {
        at += found;
        let rest = &text[at..];
        let mark = MARKS
            .iter()
            .enumerate()
            .find(|(idx, (open, ..))| !never_end[*idx] && rest.starts_with(open));
        let Some((idx, (open, close, kind))) = mark else {
            // The second of two backslashes opens nothing.
            at += if rest.starts_with("\\\\") { 2 } else { 1 };
            continue;
        };
        let inside = at + open.len();
        match text[inside..].find(close) {
            Some(length) if text[inside..inside + length].trim().is_empty() => at += open.len(),
            Some(length) => {
                let end = inside + length + close.len();
                out.push((at..end, inside..inside + length, *kind));
                at = end;
            }
            None => {
                never_end[idx] = true;
                at += 1;
            }
        }
    }
    out
}

/// Pieces laid side by side as one text.
struct Strip {
    pieces: Vec<Piece>,
    /// Where each of them starts.
    starts: Vec<usize>,
    text: String,
}

impl Strip {
    fn new(pieces: Vec<Piece>) -> Strip {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(pieces.len());
        for piece in &pieces {
            starts.push(text.len());
            match &piece.what {
                What::Text(own) => text.push_str(own),
                _ => text.push(THING),
            }
        }
        Strip {
            pieces,
            starts,
            text,
        }
    }

    fn idx_at(&self, at: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    }

    fn style_at(&self, at: usize) -> Style {
        self.pieces
            .get(self.idx_at(at))
            .map(|piece| piece.style)
            .unwrap_or_default()
    }

    /// Returns the pieces of a range; text is cut where the range ends.
    fn cut(&self, range: Range<usize>) -> Vec<Piece> {
        let mut out = Vec::new();
        let mut idx = self.idx_at(range.start);
        while let Some(start) = self
            .starts
            .get(idx)
            .copied()
            .filter(|start| *start < range.end)
        {
            let piece = &self.pieces[idx];
            match &piece.what {
                What::Text(text) => {
                    let from = range.start.max(start) - start;
                    let to = (range.end - start).min(text.len());
                    if from < to {
                        out.push(Piece::new(
                            What::Text(text[from..to].to_string()),
                            piece.style,
                        ));
                    }
                }
                _ if start >= range.start => out.push(piece.clone()),
                _ => (),
            }
            idx += 1;
        }
        out
    }

    fn plain(&self, range: Range<usize>) -> String {
        plain(&self.cut(range))
    }
}
