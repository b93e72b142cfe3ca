//! What a page says, between HTML and Markdown: blocks of pieces.

/// One block of text; lists and quotes hold others.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Vec<Piece>),
    /// Lines set in the font of code, one paragraph of the source or many.
    CodeLines(Vec<String>),
    /// The level is that of HTML, 1 to 6.
    Heading(u8, Vec<Piece>),
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u32>,
    pub items: Vec<Vec<Block>>,
}

/// All rows are as long as the header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub header: Vec<Vec<Piece>>,
    pub rows: Vec<Vec<Vec<Piece>>>,
}

/// A stretch of a line that looks the same all over.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub what: What,
    pub style: Style,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Text(String),
    Code(String),
    /// The end of a line.
    Break,
    Link(String, Vec<Piece>),
    /// A picture or a sound: finished Markdown that starts and ends with a sign.
    Markdown(String),
    /// `{{c1::`, with its numbers.
    Open(String),
    /// `::` in front of a cloze's hint.
    Hint,
    /// `}}`, with the cloze's hint in front of it once that is known.
    Close(Option<String>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
}

impl Piece {
    pub fn new(what: What, style: Style) -> Piece {
        Piece { what, style }
    }

    /// Text without any style.
    pub fn text(text: impl Into<String>) -> Piece {
        Piece::new(What::Text(text.into()), Style::default())
    }

    pub fn is_break(&self) -> bool {
        self.what == What::Break
    }

    /// Whether nothing of it is seen.
    pub fn is_blank(&self) -> bool {
        match &self.what {
            What::Text(text) | What::Code(text) => text.trim().is_empty(),
            What::Break | What::Hint => true,
            What::Link(_, pieces) => pieces.iter().all(Piece::is_blank),
            What::Markdown(_) | What::Open(_) | What::Close(_) => false,
        }
    }
}

/// Returns what stands in the pieces, without any formatting.
pub fn plain(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match &piece.what {
            What::Text(text) | What::Code(text) | What::Markdown(text) => out.push_str(text),
            What::Break => out.push(' '),
            What::Link(_, inner) => out.push_str(&plain(inner)),
            What::Open(_) | What::Hint | What::Close(_) => (),
        }
    }
    out
}

/// Changes each line of pieces, in the order of the page.
pub fn for_each_line(blocks: &mut [Block], change: &mut dyn FnMut(&mut Vec<Piece>)) {
    for block in blocks {
        match block {
            Block::Paragraph(pieces) | Block::Heading(_, pieces) => change(pieces),
            Block::Quote(inner) => for_each_line(inner, change),
            Block::List(list) => {
                for item in &mut list.items {
                    for_each_line(item, change);
                }
            }
            Block::Table(table) => {
                let rows = std::iter::once(&mut table.header).chain(&mut table.rows);
                rows.flatten().for_each(&mut *change);
            }
            Block::CodeLines(_) | Block::Code { .. } | Block::Rule => (),
        }
    }
}

/// Drops blanks and ends of lines at both ends.
pub fn trim(pieces: &mut Vec<Piece>) {
    take_blank_start(pieces);
    take_blank_end(pieces);
}

/// Takes away the blanks and ends of lines that pieces start with.
pub fn take_blank_start(pieces: &mut Vec<Piece>) -> Vec<Piece> {
    let n_blank = pieces
        .iter()
        .take_while(|piece| is_blank_text(piece))
        .count();
    let mut blank: Vec<Piece> = pieces.drain(..n_blank).collect();
    if let Some(Piece {
        what: What::Text(text),
        style,
    }) = pieces.first_mut()
        && text.starts_with(' ')
    {
        *text = text.trim_start().to_string();
        blank.push(Piece::new(What::Text(" ".into()), *style));
    }
    blank
}

/// Takes away the blanks and ends of lines that pieces end with.
pub fn take_blank_end(pieces: &mut Vec<Piece>) -> Vec<Piece> {
    let n_blank = pieces
        .iter()
        .rev()
        .take_while(|piece| is_blank_text(piece))
        .count();
    let mut blank = pieces.split_off(pieces.len() - n_blank);
    if let Some(Piece {
        what: What::Text(text),
        style,
    }) = pieces.last_mut()
        && text.ends_with(' ')
    {
        *text = text.trim_end().to_string();
        blank.insert(0, Piece::new(What::Text(" ".into()), *style));
    }
    blank
}

fn is_blank_text(piece: &Piece) -> bool {
    match &piece.what {
        What::Text(text) => text.trim().is_empty(),
        What::Break => true,
        _ => false,
    }
}
