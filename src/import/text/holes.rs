//! Clozes on their way through a conversion.
//!
//! A dialect finds the pieces that are hidden in its own text; `marked` puts noncharacters around
//! them, which every later step leaves alone; `finished` makes clozes of the deck format of them,
//! once the text between is Markdown.

use crate::import::text::markdown::is_in_code;
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

const OPEN: char = '\u{fdd0}';
const NUMBERED: char = '\u{fdd1}';
const HINTED: char = '\u{fdd2}';
const CLOSE: char = '\u{fdd3}';

/// Stands for a line break that Markdown is to keep; whoever writes it takes it out again.
pub const BREAK: char = '\u{fdd4}';

/// Whether a character is a mark of this module.
pub fn is_mark(c: char) -> bool {
    (OPEN..=BREAK).contains(&c)
}

/// One hidden piece of a text; ranges are bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// With its marks.
    pub range: Range<usize>,
    pub hidden: Range<usize>,
    pub hint: Option<String>,
    /// From 1. None: it is shown, without its marks.
    pub numbers: Vec<u16>,
}

/// Returns `text` without the characters that are marks here; no text may have them.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    match text.contains(is_mark) {
        true => Cow::Owned(text.replace(is_mark, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

/// Returns `text` with noncharacters around its holes, which are in order and apart.
pub fn marked(text: &str, holes: &[Hole]) -> String {
    let mut out = String::with_capacity(text.len() + holes.len() * 16);
    let mut done = 0;
    for hole in holes {
        out.push_str(&text[done..hole.range.start]);
        let numbers: Vec<String> = hole.numbers.iter().map(u16::to_string).collect();
        let hidden = &text[hole.hidden.clone()];
        let _ = write!(out, "{OPEN}{}{NUMBERED}{hidden}", numbers.join(","));
        if let Some(hint) = &hole.hint {
            let _ = write!(out, "{HINTED}{}", hint.replace('\n', " "));
        }
        out.push(CLOSE);
        done = hole.range.end;
    }
    out + &text[done..]
}

/// Whether a line begins with a hidden piece.
pub fn starts_hole(line: &str) -> bool {
    line.starts_with(OPEN)
}

/// Returns a line as a reader sees it: hidden pieces without marks, numbers and hints.
pub fn visible(line: &str) -> Cow<'_, str> {
    if !line.contains(is_mark) {
        return Cow::Borrowed(line);
    }
    let mut is_shown = true;
    let seen = line.chars().filter(|c| {
        match *c {
            OPEN | HINTED => is_shown = false,
            NUMBERED | CLOSE => is_shown = true,
            _ => (),
        }
        is_shown && !is_mark(*c)
    });
    Cow::Owned(seen.collect())
}

/// Returns the Markdown with its marks as clozes.
pub fn finished(markdown: &str) -> String {
    written(markdown, clozed)
}

/// Returns the Markdown with nothing hidden.
pub fn opened(markdown: &str) -> String {
    written(markdown, |_, hidden, _| hidden.to_string())
}

fn written(markdown: &str, write: impl Fn(&str, &str, Option<&str>) -> String) -> String {
    let mut out = String::with_capacity(markdown.len() + 32);
    let mut rest = markdown;
    while let Some((before, from)) = rest.split_once(OPEN) {
        out.push_str(before);
        let Some((piece, behind)) = from.split_once(CLOSE) else {
            rest = from;
            break;
        };
        let (numbers, piece) = piece.split_once(NUMBERED).unwrap_or(("1", piece));
        let (hidden, hint) = match piece.split_once(HINTED) {
            Some((hidden, hint)) => (hidden, Some(hint)),
            None => (piece, None),
        };
        out.push_str(&write(numbers, hidden, hint));
        rest = behind;
    }
    out.push_str(rest);
    match out.contains(is_mark) {
        true => out.replace(is_mark, ""),
        false => out,
    }
}

/// A cloze ends in its paragraph, so a hidden list is hidden line by line, under one number.
fn clozed(numbers: &str, hidden: &str, hint: Option<&str>) -> String {
    let lines: Vec<&str> = hidden.split('\n').collect();
    if numbers.is_empty() || lines.iter().any(|line| is_fence(line)) {
        return hidden.to_string();
    }
    let parted = lines[1..]
        .iter()
        .any(|line| line.trim().is_empty() || 0 < prefix_of(line));
    if !parted {
        return piece(numbers, hidden, hint);
    }
    let mut hint = hint;
    let pieces: Vec<String> = lines
        .iter()
        .map(|line| {
            let (prefix, text) = line.split_at(prefix_of(line));
            let (text, end) = match text.strip_suffix('\\') {
                Some(text) => (text, "\\"),
                None => (text, ""),
            };
            match text.trim().is_empty() {
                true => line.to_string(),
                false => format!("{prefix}{}{end}", piece(numbers, text, hint.take())),
            }
        })
        .collect();
    pieces.join("\n")
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// The length of what stands in front of the text of a list item or a quote; 0 where it is neither.
fn prefix_of(line: &str) -> usize {
    let text = line.trim_start_matches([' ', '\t', '>']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match &text.as_bytes()[digits..] {
        [b'-' | b'*' | b'+', b' ', ..] if digits == 0 => 2,
        [b'.' | b')', b' ', ..] if 0 < digits => digits + 2,
        _ => 0,
    };
    let front = line.len() - text.len();
    match mark == 0 && !line[..front].contains('>') {
        true => 0,
        false => front + mark,
    }
}

fn piece(numbers: &str, hidden: &str, hint: Option<&str>) -> String {
    if hidden.trim().is_empty() {
        return hidden.to_string();
    }
    let hint = hint.map(str::trim).filter(|hint| !hint.is_empty());
    let hint = hint.map_or(String::new(), |hint| format!("::{}", guarded(hint)));
    format!("{{{{c{numbers}::{}{hint}}}}}", guarded(hidden))
}

/// Escapes what would end a cloze before its time: `::` and lone braces, outside of code.
fn guarded(text: &str) -> String {
    if !text.contains("::") && !text.contains(['{', '}']) {
        return text.to_string();
    }
    let in_code = is_in_code(text);
    let braces = has_stray_braces(text, &in_code);
    let mut out = String::with_capacity(text.len() + 8);
    for (idx, c) in text.char_indices() {
        match c {
            _ if in_code[idx] => out.push(c),
            ':' if text[idx + 1..].starts_with(':') => out.push_str(":\\"),
            '{' if braces => out.push_str("&#123;"),
            '}' if braces => out.push_str("&#125;"),
            _ => out.push(c),
        }
    }
    out
}

fn has_stray_braces(text: &str, in_code: &[bool]) -> bool {
    let mut open = 0_usize;
    for (idx, byte) in text.bytes().enumerate().filter(|(idx, _)| !in_code[*idx]) {
        match byte {
            b'{' if text[idx + 1..].starts_with('{') => return true,
            b'{' => open += 1,
            b'}' if open == 0 => return true,
            b'}' => open -= 1,
            _ => (),
        }
    }
    0 < open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::cloze;

    /// Hides what stands between `<` and `>`, all under number 1.
    fn check(text: &str, expected: &str) {
        let mut holes = Vec::new();
        let mut at = 0;
        while let Some(start) = text[at..].find('<').map(|found| at + found) {
            let end = start + text[start..].find('>').unwrap();
            holes.push(Hole {
                range: start..end + 1,
                hidden: start + 1..end,
                hint: None,
                numbers: vec![1],
            });
            at = end;
        }
        let finished = finished(&marked(text, &holes));
        assert_eq!(finished, expected);
        assert_eq!(
            cloze::numbers(&finished).len(),
            usize::from(!holes.is_empty()),
            "{finished}"
        );
    }

    #[test]
    fn a_piece_of_a_line_becomes_a_cloze() {
        check("a <b> c", "a {{c1::b}} c");
        check("a\n<b\nc> d", "a\n{{c1::b\nc}} d");
    }

    #[test]
    fn a_hidden_list_is_hidden_line_by_line() {
        check(
            "- <a\n  - b\n\n  1. c>",
            "- {{c1::a}}\n  - {{c1::b}}\n\n  1. {{c1::c}}",
        );
    }

    #[test]
    fn what_would_end_a_cloze_is_escaped() {
        check("<std::move>", "{{c1::std:\\:move}}");
        check("<`a::b}`>", "{{c1::`a::b}`}}");
        check("<f{x}>", "{{c1::f{x}}}");
        check("<a } b>", "{{c1::a &#125; b}}");
        check("<{{c1::x}}>", "{{c1::&#123;&#123;c1:\\:x&#125;&#125;}}");
    }

    #[test]
    fn a_hint_and_several_numbers_are_kept() {
        let hole = Hole {
            range: 0..1,
            hidden: 0..1,
            hint: Some("x::y\nz".into()),
            numbers: vec![1, 3],
        };
        assert_eq!(finished(&marked("a", &[hole])), "{{c1,3::a::x:\\:y z}}");
    }

    #[test]
    fn marks_without_partners_vanish() {
        assert_eq!(finished("a\u{fdd0}b"), "ab");
        assert_eq!(finished("a\u{fdd3}b"), "ab");
        assert_eq!(cleaned("a\u{fdd0}"), "a\u{fffd}");
    }
}
