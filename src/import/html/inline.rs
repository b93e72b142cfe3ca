//! Pieces as one line, or lines, of Markdown.
//!
//! Stars only open and close next to certain characters. So the edges of bold and italic text are
//! moved to where they work, and where there is no such place the look is dropped: a star that is
//! read as a star is worse than a word that is not bold.

use super::super::markdown::{code_span, escaped_inline, unblocked};
use super::block::{Piece, Style, What, plain};
use super::cloze::{LONE_CLOSE, LONE_OPEN};

/// Where a line of pieces stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Paragraph,
    Heading,
    Cell,
}

/// Writes pieces; in headings and cells line ends become blanks.
pub fn inline(pieces: Vec<Piece>, line: Line) -> String {
    let pieces = restyled(merged(pieces));
    let mut writer = Writer {
        line,
        strikes: plain(&pieces).matches('~').count() > 1,
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

fn without_blocks(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(without_block).collect();
    lines.join("\n")
}

/// What a cloze hides may come to stand at the start of the line.
fn without_block(line: &str) -> String {
    let hidden = line
        .strip_prefix("{{c")
        .and_then(|rest| rest.split_once("::"));
    match hidden {
        Some((numbers, hidden)) => format!("{{{{c{numbers}::{}", unblocked(hidden)),
        None => unblocked(line),
    }
}

/// Signs at the end of a heading would be taken for its closing ones.
fn heading(text: &str) -> String {
    let rest = text.trim_end_matches('#');
    match rest.len() < text.len() && (rest.is_empty() || rest.ends_with(' ')) {
        true => format!("{rest}\\{}", &text[rest.len()..]),
        false => text.to_string(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Struck,
    Bold,
    Italic,
}

const LOOKS: [Look; 3] = [Look::Struck, Look::Bold, Look::Italic];

impl Look {
    fn sign(self) -> &'static str {
        match self {
            Look::Struck => "~~",
            Look::Bold => "**",
            Look::Italic => "*",
        }
    }

    fn is_in(self, style: Style) -> bool {
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
}

/// Puts together neighbouring pieces that look the same.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), &piece.what) {
            (
                Some(Piece {
                    what: What::Text(known),
                    style,
                }),
                What::Text(text),
            ) if *style == piece.style => {
                known.push_str(text);
            }
            (
                Some(Piece {
                    what: What::Code(known),
                    ..
                }),
                What::Code(code),
            ) => known.push_str(code),
            (_, What::Text(text) | What::Code(text)) if text.is_empty() => (),
            _ => out.push(piece),
        }
    }
    out
}

/// Moves the edges of looks to where signs can stand.
fn restyled(mut pieces: Vec<Piece>) -> Vec<Piece> {
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
    without_touching(merged(pieces))
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

/// Fits each stretch of one look into its surroundings.
fn fitted(pieces: Vec<Piece>, look: Look) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        if !look.is_in(piece.style) {
            out.push(piece);
            continue;
        }
        let mut stretch = vec![piece];
        while let Some(piece) = pieces.next_if(|piece| look.is_in(piece.style)) {
            stretch.push(piece);
        }
        clear_lone_marks(&mut stretch, look);
        let next = pieces.peek().map_or(' ', first_char);
        for part in parts(stretch, look) {
            match look.is_in(part[0].style) {
                true => add_fitted(part, look, next, &mut out),
                false => out.extend(part),
            }
        }
    }
    out
}

/// Parts pieces where a look ends or begins.
fn parts(pieces: Vec<Piece>, look: Look) -> Vec<Vec<Piece>> {
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match parts.last_mut() {
            Some(part) if look.is_in(part[0].style) == look.is_in(piece.style) => part.push(piece),
            _ => parts.push(vec![piece]),
        }
    }
    parts
}

/// A look may hold whole clozes, but not reach into one or out of one.
fn clear_lone_marks(pieces: &mut [Piece], look: Look) {
    let mut open: Option<Vec<usize>> = None;
    let mut lone = Vec::new();
    for (idx, piece) in pieces.iter().enumerate() {
        match piece.what {
            What::Open(_) => lone.extend(open.replace(vec![idx]).into_iter().flatten()),
            What::Hint => match &mut open {
                Some(marks) => marks.push(idx),
                None => lone.push(idx),
            },
            What::Close if open.take().is_none() => lone.push(idx),
            _ => (),
        }
    }
    lone.extend(open.into_iter().flatten());
    for idx in lone {
        look.set(&mut pieces[idx].style, false);
    }
}

/// Adds a stretch of one look, without it at edges where its signs would not work. `next` is what
/// comes behind the stretch.
fn add_fitted(mut stretch: Vec<Piece>, look: Look, mut next: char, out: &mut Vec<Piece>) {
    let mut behind: Vec<Piece> = Vec::new();
    while let Some(piece) = stretch.pop() {
        let (kept, cut) = cut_end(piece, look, next);
        if let Some(cut) = cut {
            next = first_char(&cut);
            behind.push(cut);
        }
        if let Some(kept) = kept {
            stretch.push(kept);
            break;
        }
    }
    let mut stretch = std::collections::VecDeque::from(stretch);
    while let Some(piece) = stretch.pop_front() {
        let before = out.last().map_or(' ', last_char);
        let (cut, kept) = cut_start(piece, look, before);
        out.extend(cut);
        if let Some(kept) = kept {
            stretch.push_front(kept);
            break;
        }
    }
    out.extend(stretch);
    out.extend(behind.into_iter().rev());
}

/// Parts a piece at its end: what can keep the look, and what cannot.
fn cut_end(piece: Piece, look: Look, next: char) -> (Option<Piece>, Option<Piece>) {
    let bare = |mut piece: Piece| {
        look.set(&mut piece.style, false);
        Some(piece)
    };
    match &piece.what {
        What::Text(text) => {
            let body = text.trim_end();
            let fits = body.len() == text.len() && stands_free(next);
            let kept = match fits || stands_free_behind(body, text) {
                true => body.len(),
                false => body.rfind(char::is_alphanumeric).map_or(0, |at| {
                    at + body[at..].chars().next().map_or(0, char::len_utf8)
                }),
            };
            let (kept, cut) = text.split_at(kept);
            let part = |part: &str| {
                (!part.is_empty()).then(|| Piece::new(What::Text(part.into()), piece.style))
            };
            (part(kept), part(cut).and_then(bare))
        }
        What::Break => (None, bare(piece)),
        _ if stands_free(next) => (Some(piece), None),
        _ => (None, bare(piece)),
    }
}

/// Whether blanks follow inside the text itself.
fn stands_free_behind(body: &str, text: &str) -> bool {
    body.len() < text.len() && !body.is_empty()
}

/// Parts a piece at its start: what cannot keep the look, and what can.
fn cut_start(piece: Piece, look: Look, before: char) -> (Option<Piece>, Option<Piece>) {
    let bare = |mut piece: Piece| {
        look.set(&mut piece.style, false);
        Some(piece)
    };
    match &piece.what {
        What::Text(text) => {
            let body = text.trim_start();
            let fits = body.len() < text.len() || stands_free(before);
            let cut = text.len()
                - match fits {
                    true => body.len(),
                    false => body
                        .find(char::is_alphanumeric)
                        .map_or(0, |at| body.len() - at),
                };
            let (cut, kept) = text.split_at(cut);
            let part = |part: &str| {
                (!part.is_empty()).then(|| Piece::new(What::Text(part.into()), piece.style))
            };
            (part(cut).and_then(bare), part(kept))
        }
        What::Break => (bare(piece), None),
        _ if stands_free(before) => (None, Some(piece)),
        _ => (bare(piece), None),
    }
}

/// Whether signs that stand beside this character work whatever they hold.
fn stands_free(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation()
}

fn first_char(piece: &Piece) -> char {
    match &piece.what {
        What::Text(text) => text.chars().next().unwrap_or(' '),
        What::Break => ' ',
        What::Code(_) => '`',
        What::Link(..) | What::Markdown(_) => '[',
        What::Open(_) => '{',
        What::Hint => ':',
        What::Close => '}',
    }
}

fn last_char(piece: &Piece) -> char {
    match &piece.what {
        What::Text(text) => text.chars().next_back().unwrap_or(' '),
        What::Break => ' ',
        What::Code(_) => '`',
        What::Link(..) | What::Markdown(_) => ')',
        What::Open(_) | What::Hint => ':',
        What::Close => '}',
    }
}

/// Where one look ends, no other begins at once: their signs would run together.
fn without_touching(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut last = Style::default();
    for piece in &mut pieces {
        let ends = LOOKS
            .iter()
            .any(|look| look.is_in(last) && !look.is_in(piece.style));
        if ends {
            for look in LOOKS {
                if !look.is_in(last) {
                    look.set(&mut piece.style, false);
                }
            }
        }
        last = piece.style;
    }
    pieces
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
            What::Hint => self.out.push_str("::"),
            What::Close => self.out.push_str("}}"),
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
        self.pieces(&restyled(merged(pieces.to_vec())));
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
