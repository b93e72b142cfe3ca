//! Lines of pieces become paragraphs and listings.

use super::block::{Block, Piece, Style, What};

/// Makes paragraphs of a line with breaks in it: a blank line parts them, and two lines or more that
/// are nothing but code are a listing. If `is_code`, a single one is kept for that, too.
pub fn add_paragraphs(pieces: Vec<Piece>, is_code: bool, blocks: &mut Vec<Block>) {
    let mut lines = vec![Vec::new()];
    for piece in pieces {
        match (piece.is_break(), lines.last_mut()) {
            (false, Some(line)) => line.push(piece),
            _ => lines.push(Vec::new()),
        }
    }
    let mut lines: Vec<Vec<Piece>> = lines.into_iter().map(tidy).collect();
    let mut paragraph: Vec<Vec<Piece>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let code = code_run(&lines[at..]);
        if code.len() >= 2 || is_code && code.len() == 1 {
            end(&mut paragraph, blocks);
            at += code.len();
            blocks.push(Block::CodeLines(code));
            continue;
        }
        match lines[at].is_empty() {
            true => end(&mut paragraph, blocks),
            false => paragraph.push(std::mem::take(&mut lines[at])),
        }
        at += 1;
    }
    end(&mut paragraph, blocks);
}

fn end(lines: &mut Vec<Vec<Piece>>, blocks: &mut Vec<Block>) {
    let lines = std::mem::take(lines);
    if lines.is_empty() {
        return;
    }
    let mut pieces = Vec::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    for line in lines {
        if !pieces.is_empty() {
            pieces.push(Piece::new(What::Break, Style::default()));
        }
        pieces.extend(line);
    }
    blocks.push(Block::Paragraph(pieces));
}

/// The lines from here on that are code, with single blank lines between them.
fn code_run(lines: &[Vec<Piece>]) -> Vec<String> {
    let mut code = Vec::new();
    let mut n_sure = 0;
    for line in lines {
        match (line.as_slice(), code.last().is_some_and(String::is_empty)) {
            (
                [
                    Piece {
                        what: What::Code(text),
                        ..
                    },
                ],
                _,
            ) => {
                code.push(text.clone());
                n_sure = code.len();
            }
            ([], false) if n_sure > 0 => code.push(String::new()),
            _ => break,
        }
    }
    code.truncate(n_sure);
    code
}

/// Returns the blocks with lines of code that follow each other made listings.
pub fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(Block::CodeLines(known)), Block::CodeLines(more)) => known.extend(more),
            (_, block) => out.push(block),
        }
    }
    out.into_iter().filter_map(settled).collect()
}

fn settled(block: Block) -> Option<Block> {
    let Block::CodeLines(lines) = block else {
        return Some(block);
    };
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    Some(match &lines[first..=last] {
        [line] => {
            let code = What::Code(line.trim().to_string());
            Block::Paragraph(vec![Piece::new(code, Style::default())])
        }
        lines => Block::Code {
            language: String::new(),
            text: lines.join("\n"),
        },
    })
}

/// Returns one line without blanks at its ends, and with those that do not break as plain ones; an
/// indentation of such blanks stays. In code all of them stay.
pub fn tidy(line: Vec<Piece>) -> Vec<Piece> {
    let is_code = is_code(&line);
    let mut out: Vec<Piece> = Vec::with_capacity(line.len());
    for piece in line {
        match piece.what {
            What::Text(text) => add_text(&text, piece.style, &mut out),
            What::Code(text) if is_code => {
                let code = What::Code(text.replace('\u{a0}', " "));
                out.push(Piece::new(code, piece.style));
            }
            What::Code(text) => add_code(&text.replace('\u{a0}', " "), piece.style, &mut out),
            _ => out.push(piece),
        }
    }
    while out.last().is_some_and(is_empty_text) {
        out.pop();
    }
    if let Some(Piece {
        what: What::Text(text) | What::Code(text),
        ..
    }) = out.last_mut()
    {
        text.truncate(text.trim_end_matches([' ', '\u{a0}']).len());
    }
    out.retain(
        |piece| !matches!(&piece.what, What::Text(text) | What::Code(text) if text.is_empty()),
    );
    out
}

/// Whether a line is one piece of code and blanks that are not seen.
fn is_code(line: &[Piece]) -> bool {
    let mut seen = line.iter().filter(|piece| !piece.is_blank());
    matches!(
        seen.next(),
        Some(Piece {
            what: What::Code(_),
            ..
        })
    ) && line
        .iter()
        .all(|piece| !matches!(&piece.what, What::Text(text) if !text.trim_matches(' ').is_empty()))
        && line
            .iter()
            .filter(|piece| matches!(piece.what, What::Code(_)))
            .count()
            == 1
}

fn is_empty_text(piece: &Piece) -> bool {
    matches!(&piece.what, What::Text(text) | What::Code(text) if text.trim().is_empty())
}

fn add_text(text: &str, style: Style, out: &mut Vec<Piece>) {
    let is_start = out.is_empty();
    let body = text.trim_start_matches([' ', '\u{a0}']);
    let indent = text[..text.len() - body.len()].chars().count();
    let mut words = String::with_capacity(text.len());
    if is_start && indent >= 2 && text.starts_with('\u{a0}') && !body.is_empty() {
        words.extend(std::iter::repeat_n('\u{a0}', indent));
    } else if is_start {
    } else if indent > 0 && !ends_blank(out) {
        words.push(' ');
    }
    if !body.contains("  ") && !body.contains('\u{a0}') {
        words.push_str(body);
        return push_text(words, style, out);
    }
    let mut spaced = false;
    for c in body.chars() {
        let is_space = matches!(c, ' ' | '\u{a0}');
        if !(is_space && spaced) {
            words.push(if is_space { ' ' } else { c });
        }
        spaced = is_space;
    }
    push_text(words, style, out);
}

fn push_text(words: String, style: Style, out: &mut Vec<Piece>) {
    if words.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Piece {
            what: What::Text(known),
            style: known_style,
        }) if *known_style == style => known.push_str(&words),
        _ => out.push(Piece::new(What::Text(words), style)),
    }
}

/// Blanks at the ends of code in a line of text stand better outside of it.
fn add_code(code: &str, style: Style, out: &mut Vec<Piece>) {
    let body = code.trim_matches(' ');
    if code.starts_with(' ') && !out.is_empty() && !ends_blank(out) {
        push_text(" ".into(), style, out);
    }
    if body.is_empty() {
        return;
    }
    match out.last_mut() {
        // Two spans side by side would be read as one with backquotes in it.
        Some(Piece {
            what: What::Code(known),
            ..
        }) => known.push_str(body),
        _ => out.push(Piece::new(What::Code(body.to_string()), style)),
    }
    if code.ends_with(' ') {
        push_text(" ".into(), style, out);
    }
}

fn ends_blank(out: &[Piece]) -> bool {
    matches!(out.last(), Some(Piece { what: What::Text(text), .. }) if text.ends_with([' ', '\u{a0}']))
}
