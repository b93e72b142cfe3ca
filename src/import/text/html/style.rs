//! Which looks of a line's pieces can be written, and where their signs stand.
//!
//! Stars only open and close next to certain characters. So the edges of bold and italic text are
//! moved to where they work, and where there is no such place the look is dropped: a star that is
//! read as a star is worse than a word that is not bold. Clozes count as their plain text, which is
//! what they are on the cards of other numbers.

use super::block::{Piece, Style, What};
use std::collections::VecDeque;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Struck,
    Bold,
    Italic,
}

pub const LOOKS: [Look; 3] = [Look::Struck, Look::Bold, Look::Italic];

impl Look {
    pub fn sign(self) -> &'static str {
        match self {
            Look::Struck => "~~",
            Look::Bold => "**",
            Look::Italic => "*",
        }
    }

    pub fn is_in(self, style: Style) -> bool {
        match self {
            Look::Struck => style.struck,
            Look::Bold => style.bold,
            Look::Italic => style.italic,
        }
    }

    fn set(self, style: &mut Style, value: bool) {
        match self {
            Look::Struck => style.struck = value,
            Look::Bold => style.bold = value,
            Look::Italic => style.italic = value,
        }
    }

    /// Whether any other look is in `style`.
    fn others_in(self, style: Style) -> bool {
        LOOKS.iter().any(|look| *look != self && look.is_in(style))
    }
}

/// Returns the pieces with looks whose signs work, neighbours that look the same as one.
pub fn restyled(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut pieces = merged(pieces);
    for piece in &mut pieces {
        // Struck text has signs of its own, that bold's could not stand beside.
        if piece.style.struck {
            piece.style.bold = false;
            piece.style.italic = false;
        }
        if let What::Link(_, inner) = &mut piece.what {
            plain_where(inner, piece.style);
        }
    }
    for look in LOOKS {
        pieces = fitted(pieces, look);
    }
    merged(without_touching(pieces))
}

/// Puts together neighbouring pieces that look the same.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let same = out.last().is_some_and(|last| last.style == piece.style);
        match (out.last_mut().map(|last| &mut last.what), &piece.what) {
            (Some(What::Text(known)), What::Text(text)) if same => {
                let is_spaced = known.ends_with(' ');
                known.push_str(if is_spaced {
                    text.trim_start_matches(' ')
                } else {
                    text
                });
            }
            (Some(What::Code(known)), What::Code(code)) => known.push_str(code),
            (_, What::Text(text) | What::Code(text)) if text.is_empty() => (),
            _ => out.push(piece),
        }
    }
    out
}

/// A link has the look of the text around it already.
fn plain_where(pieces: &mut [Piece], outer: Style) {
    for piece in pieces {
        for look in LOOKS {
            if look.is_in(outer) || outer.struck {
                look.set(&mut piece.style, false);
            }
        }
    }
}

/// What stands beside an edge of a look.
#[derive(Clone, Copy)]
struct Beside {
    sign: char,
    /// Another look goes on there.
    styled: bool,
}

/// How much of a piece can keep its look at an edge.
enum Fit {
    /// All but so many bytes of text.
    But(usize),
    None,
}

/// Fits each stretch of one look into its surroundings.
fn fitted(mut pieces: Vec<Piece>, look: Look) -> Vec<Piece> {
    if !pieces.iter().any(|piece| look.is_in(piece.style)) {
        return pieces;
    }
    for range in stretches(&pieces, look) {
        let (before, behind) = (
            before(&pieces[..range.start], look),
            behind(&pieces[range.end..], look),
        );
        clear_marks(&mut pieces[range], look, before, behind);
    }
    let stretches = stretches(&pieces, look);
    let behinds: Vec<Beside> = stretches
        .iter()
        .map(|range| behind(&pieces[range.end..], look))
        .collect();
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter();
    let mut done = 0;
    for (range, behind) in stretches.into_iter().zip(behinds) {
        out.extend(pieces.by_ref().take(range.start - done));
        let stretch: VecDeque<Piece> = pieces.by_ref().take(range.len()).collect();
        add_fitted(stretch, look, behind, &mut out);
        done = range.end;
    }
    out.extend(pieces);
    out
}

/// The ranges of pieces that have a look.
fn stretches(pieces: &[Piece], look: Look) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate() {
        match out.last_mut() {
            _ if !look.is_in(piece.style) => (),
            Some(range) if range.end == idx => range.end += 1,
            _ => out.push(idx..idx + 1),
        }
    }
    out
}

fn before(pieces: &[Piece], look: Look) -> Beside {
    let piece = pieces.iter().rev().find(|piece| !is_mark(piece));
    Beside {
        sign: piece.map_or(' ', last_char),
        styled: piece.is_some_and(|piece| look.others_in(piece.style)),
    }
}

fn behind(pieces: &[Piece], look: Look) -> Beside {
    let piece = pieces.iter().find(|piece| !is_mark(piece));
    Beside {
        sign: piece.map_or(' ', first_char),
        styled: piece.is_some_and(|piece| look.others_in(piece.style)),
    }
}

fn is_mark(piece: &Piece) -> bool {
    matches!(piece.what, What::Open(_) | What::Close(_))
}

/// A look may hold whole clozes, but not reach into one or out of one; its edges then have to stay
/// where they are.
fn clear_marks(stretch: &mut [Piece], look: Look, before: Beside, behind: Beside) {
    let holds = |edge: Option<&Piece>, fit: &dyn Fn(&Piece) -> Fit| {
        edge.is_some_and(|piece| !is_mark(piece) && !matches!(fit(piece), Fit::None))
    };
    let is_kept = holds(stretch.first(), &|piece| fit_at_start(piece, look, before))
        && holds(stretch.last(), &|piece| fit_at_end(piece, look, behind))
        && are_whole(stretch);
    if !is_kept {
        for piece in stretch.iter_mut().filter(|piece| is_mark(piece)) {
            look.set(&mut piece.style, false);
        }
    }
}

/// Whether each cloze that a stretch has a part of is in it.
fn are_whole(stretch: &[Piece]) -> bool {
    let mut open = false;
    for piece in stretch {
        match piece.what {
            What::Open(_) => open = true,
            What::Close(_) if open => open = false,
            What::Close(_) => return false,
            _ => (),
        }
    }
    !open
}

/// Adds a stretch of one look, without it at edges where its signs would not work.
fn add_fitted(mut stretch: VecDeque<Piece>, look: Look, mut beside: Beside, out: &mut Vec<Piece>) {
    let mut cut_off: Vec<Piece> = Vec::new();
    while let Some(piece) = stretch.pop_back() {
        let fit = fit_at_end(&piece, look, beside);
        let (kept, cut) = cut_end(piece, look, fit);
        if let Some(cut) = &cut {
            beside = behind(std::slice::from_ref(cut), look);
        }
        cut_off.extend(cut);
        if let Some(kept) = kept {
            stretch.push_back(kept);
            break;
        }
    }
    while let Some(piece) = stretch.pop_front() {
        let fit = fit_at_start(&piece, look, before(out, look));
        let (cut, kept) = cut_start(piece, look, fit);
        out.extend(cut);
        if let Some(kept) = kept {
            stretch.push_front(kept);
            break;
        }
    }
    out.extend(stretch);
    out.extend(cut_off.into_iter().rev());
}

fn fit_at_end(piece: &Piece, look: Look, beside: Beside) -> Fit {
    let is_inner = beside.styled && look.others_in(piece.style);
    let What::Text(text) = &piece.what else {
        return fit_of_thing(&piece.what, beside.sign, is_inner);
    };
    let body = text.trim_end();
    let n_blank = text.len() - body.len();
    let sign = if n_blank > 0 { ' ' } else { beside.sign };
    let last_letter = body.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
    match body.chars().next_back() {
        None => Fit::None,
        Some(edge) if works(edge, sign, is_inner) => Fit::But(n_blank),
        Some(_) if is_inner => Fit::None,
        Some(_) => last_letter.map_or(Fit::None, |(at, c)| {
            Fit::But(text.len() - at - c.len_utf8())
        }),
    }
}

fn fit_at_start(piece: &Piece, look: Look, beside: Beside) -> Fit {
    let is_inner = beside.styled && look.others_in(piece.style);
    let What::Text(text) = &piece.what else {
        return fit_of_thing(&piece.what, beside.sign, is_inner);
    };
    let body = text.trim_start();
    let n_blank = text.len() - body.len();
    let sign = if n_blank > 0 { ' ' } else { beside.sign };
    match body.chars().next() {
        None => Fit::None,
        Some(edge) if works(edge, sign, is_inner) => Fit::But(n_blank),
        Some(_) if is_inner => Fit::None,
        Some(_) => text.find(char::is_alphanumeric).map_or(Fit::None, Fit::But),
    }
}

/// Code, a link or a picture keeps its look whole or not at all.
fn fit_of_thing(what: &What, sign: char, is_inner: bool) -> Fit {
    match what {
        What::Code(_) | What::Link(..) | What::Markdown(_) if works('`', sign, is_inner) => {
            Fit::But(0)
        }
        _ => Fit::None,
    }
}

/// Whether stars work between the edge of a look and what is beside it. Inside another look they
/// must not be able to do both, open and close.
fn works(edge: char, beside: char, is_inner: bool) -> bool {
    match (edge.is_alphanumeric(), is_inner) {
        (true, false) => true,
        (true, true) | (false, false) => beside.is_whitespace() || beside.is_ascii_punctuation(),
        (false, true) => beside.is_whitespace(),
    }
}

/// Parts a piece at its end: what keeps the look, and what does not.
fn cut_end(piece: Piece, look: Look, fit: Fit) -> (Option<Piece>, Option<Piece>) {
    match (fit, &piece.what) {
        (Fit::But(0), _) => (Some(piece), None),
        (Fit::But(but), What::Text(text)) => {
            let (kept, cut) = text.split_at(text.len() - but);
            (
                part(kept, piece.style),
                part(cut, without(look, piece.style)),
            )
        }
        _ => (None, Some(bare(piece, look))),
    }
}

/// Parts a piece at its start: what does not keep the look, and what does.
fn cut_start(piece: Piece, look: Look, fit: Fit) -> (Option<Piece>, Option<Piece>) {
    match (fit, &piece.what) {
        (Fit::But(0), _) => (None, Some(piece)),
        (Fit::But(but), What::Text(text)) => {
            let (cut, kept) = text.split_at(but);
            (
                part(cut, without(look, piece.style)),
                part(kept, piece.style),
            )
        }
        _ => (Some(bare(piece, look)), None),
    }
}

fn part(text: &str, style: Style) -> Option<Piece> {
    (!text.is_empty()).then(|| Piece::new(What::Text(text.to_string()), style))
}

fn without(look: Look, mut style: Style) -> Style {
    look.set(&mut style, false);
    style
}

fn bare(piece: Piece, look: Look) -> Piece {
    let style = without(look, piece.style);
    Piece { style, ..piece }
}

fn first_char(piece: &Piece) -> char {
    match &piece.what {
        What::Text(text) => text.chars().next().unwrap_or(' '),
        What::Code(_) => '`',
        What::Link(..) | What::Markdown(_) => '[',
        What::Break | What::Open(_) | What::Hint | What::Close(_) => ' ',
    }
}

fn last_char(piece: &Piece) -> char {
    match &piece.what {
        What::Text(text) => text.chars().next_back().unwrap_or(' '),
        What::Code(_) => '`',
        What::Link(..) | What::Markdown(_) => ')',
        What::Break | What::Open(_) | What::Hint | What::Close(_) => ' ',
    }
}

/// Where one look ends, no other begins at once: their signs would run together. The marks of
/// clozes are nothing in between.
fn without_touching(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut last: Vec<Look> = Vec::new();
    // Looks that may not begin as long as they go on.
    let mut barred: Vec<Look> = Vec::new();
    let mut ended = false;
    for piece in &mut pieces {
        barred.retain(|look| look.is_in(piece.style));
        for look in &barred {
            look.set(&mut piece.style, false);
        }
        let n_last = last.len();
        last.retain(|look| look.is_in(piece.style));
        ended |= last.len() < n_last;
        if is_mark(piece) {
            continue;
        }
        for look in LOOKS {
            if ended && look.is_in(piece.style) && !last.contains(&look) {
                look.set(&mut piece.style, false);
                barred.push(look);
            }
        }
        last = LOOKS
            .into_iter()
            .filter(|look| look.is_in(piece.style))
            .collect();
        ended = false;
    }
    pieces
}
