//! Clozes among the pieces of a line, in the way the deck format wants them: each ends in its
//! paragraph, hides something, and has no lone braces in it.

use super::block::{self, Block, Piece, Style, What, plain, take_blank_end, take_blank_start};
use super::marks;

/// Stand for braces that have no partner inside their cloze, until they are written.
pub const LONE_OPEN: char = '\u{fdd6}';
pub const LONE_CLOSE: char = '\u{fdd7}';

/// The cloze that goes on from one line of pieces to the next, by its numbers.
#[derive(Debug, Default)]
pub struct Clozes {
    open: Option<String>,
}

impl Clozes {
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Returns the pieces of one paragraph with whole clozes in it: one that goes on behind it is
    /// closed, and opened again in the next.
    pub fn whole(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        if self.open.is_none() && !pieces.iter().any(has_marks) {
            return pieces;
        }
        let mut out = Vec::with_capacity(pieces.len());
        if let Some(numbers) = &self.open {
            out.push(mark(What::Open(numbers.clone())));
        }
        self.add(marks::split(pieces), &mut out);
        if self.open.is_some() {
            out.push(mark(What::Close(None)));
        }
        match out.iter().any(|piece| matches!(piece.what, What::Open(_))) {
            true => {
                let mut out = tidied(out);
                block::trim(&mut out);
                out
            }
            false => out,
        }
    }

    fn add(&mut self, pieces: Vec<Piece>, out: &mut Vec<Piece>) {
        for piece in pieces {
            match &piece.what {
                What::Link(url, inner) if !is_whole(inner) => {
                    let address = What::Link(url.clone(), vec![Piece::text(url.clone())]);
                    self.add(inner.clone(), out);
                    out.extend([Piece::text(" "), mark(address)]);
                    continue;
                }
                What::Open(numbers) => self.open = Some(numbers.clone()),
                What::Close(_) if self.open.take().is_none() => continue,
                What::Hint if self.open.is_none() => continue,
                _ => (),
            }
            out.push(piece);
        }
    }
}

fn has_marks(piece: &Piece) -> bool {
    match &piece.what {
        What::Text(text) | What::Code(text) => marks::is_marked(text),
        What::Link(_, inner) => inner.iter().any(has_marks),
        What::Break | What::Markdown(_) => false,
        What::Open(_) | What::Hint | What::Close(_) => true,
    }
}

/// Whether each cloze in these pieces ends in them.
fn is_whole(pieces: &[Piece]) -> bool {
    let mut open = false;
    for piece in pieces {
        match piece.what {
            What::Open(_) => open = true,
            What::Close(_) if open => open = false,
            What::Close(_) | What::Hint if !open => return false,
            _ => (),
        }
    }
    !open
}

/// Whether a listing has a cloze in it.
pub fn is_in(text: &str) -> bool {
    marks::is_marked(text)
}

/// Returns a listing as lines of code in a paragraph, where clozes can be seen.
pub fn lines_of_code(text: &str) -> Block {
    let mut pieces = Vec::new();
    for line in text.split('\n') {
        if !pieces.is_empty() {
            pieces.push(mark(What::Break));
        }
        let line = if line.is_empty() { " " } else { line };
        pieces.push(mark(What::Code(line.to_string())));
    }
    Block::Paragraph(pieces)
}

fn mark(what: What) -> Piece {
    Piece::new(what, Style::default())
}

/// Moves blanks at the edges of clozes out of them, drops those that hide nothing, finds lone braces.
fn tidied(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter();
    while let Some(piece) = pieces.next() {
        if !matches!(piece.what, What::Open(_)) {
            out.push(piece);
            continue;
        }
        let mut inside: Vec<Piece> = Vec::new();
        let mut style = piece.style;
        for piece in pieces.by_ref() {
            if matches!(piece.what, What::Close(_)) {
                style = piece.style;
                break;
            }
            inside.push(piece);
        }
        add_cloze(piece, inside, style, &mut out);
    }
    out
}

fn add_cloze(open: Piece, mut hidden: Vec<Piece>, close: Style, out: &mut Vec<Piece>) {
    let at = hidden.iter().position(|piece| piece.what == What::Hint);
    let hint = at.map(|at| hidden.split_off(at)).unwrap_or_default();
    let (before, after) = (take_blank_start(&mut hidden), take_blank_end(&mut hidden));
    out.extend(before);
    if hidden.iter().all(Piece::is_blank) {
        out.extend(hidden);
        return out.extend(after);
    }
    mark_lone_braces(&mut hidden);
    out.push(open);
    out.extend(hidden);
    out.push(Piece::new(What::Close(hint_of(&hint)), close));
    out.extend(after);
}

/// A hint is text without any look.
fn hint_of(pieces: &[Piece]) -> Option<String> {
    let hint = plain(pieces);
    let mut hint = [Piece::text(hint.trim())];
    mark_lone_braces(&mut hint);
    match hint {
        [
            Piece {
                what: What::Text(hint),
                ..
            },
        ] if !hint.is_empty() => Some(hint),
        _ => None,
    }
}

/// The deck format counts braces in a cloze to find its end.
fn mark_lone_braces(pieces: &mut [Piece]) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut lone: Vec<(usize, usize)> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate() {
        let What::Text(text) = &piece.what else {
            continue;
        };
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => open.push((idx, at)),
                b'}' if open.pop().is_none() => lone.push((idx, at)),
                _ => (),
            }
        }
    }
    lone.append(&mut open);
    lone.sort_unstable();
    for (idx, at) in lone.into_iter().rev() {
        if let What::Text(text) = &mut pieces[idx].what {
            let sign = if text.as_bytes()[at] == b'{' {
                LONE_OPEN
            } else {
                LONE_CLOSE
            };
            text.replace_range(at..=at, sign.encode_utf8(&mut [0; 4]));
        }
    }
}
