//! One value of the front matter: plain, quoted, or a list in brackets.

use crate::deck::text::Text;
use std::ops::Range;

/// A text, and where it stands with its quotes.
#[derive(Debug)]
pub struct Scalar {
    pub text: String,
    pub at: Range<usize>,
}

/// A fault in a value: where, what, and what to do.
pub type Refused = (Range<usize>, &'static str, &'static str);

/// Reads a plain or quoted text from `start`; in a `[ ]` list a plain one ends at `,` or `]`.
pub fn scalar(text: &Text, start: usize, end: usize, in_list: bool) -> Result<Scalar, Refused> {
    let rest = text.slice(&(start..end));
    match rest.bytes().next() {
        Some(b'"') => double_quoted(rest, start),
        Some(b'\'') => single_quoted(rest, start),
        Some(_) => plain(rest, start, in_list),
        None => Ok(Scalar {
            text: String::new(),
            at: start..start,
        }),
    }
}

fn double_quoted(rest: &str, start: usize) -> Result<Scalar, Refused> {
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((idx, c)) = chars.next() {
        match c {
            '"' => return Ok(quoted(out, start, idx)),
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\' | '/'))) => out.push(escaped),
                _ => {
                    let at = start + idx..start + idx + 2;
                    return Err((at, "unknown escape", "only `\\\"` and `\\\\` are read"));
                }
            },
            '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    Err((
        start..start + 1,
        "the quote is never closed",
        "close it on the same line",
    ))
}

fn single_quoted(rest: &str, start: usize) -> Result<Scalar, Refused> {
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((idx, c)) = chars.next() {
        match c {
            '\'' if chars.next_if(|(_, next)| *next == '\'').is_some() => out.push('\''),
            '\'' => return Ok(quoted(out, start, idx)),
            '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    Err((
        start..start + 1,
        "the quote is never closed",
        "close it on the same line",
    ))
}

fn quoted(text: String, start: usize, closed: usize) -> Scalar {
    Scalar {
        text,
        at: start..start + closed + 1,
    }
}

fn plain(rest: &str, start: usize, in_list: bool) -> Result<Scalar, Refused> {
    let mut end = rest.len();
    for (idx, byte) in rest.bytes().enumerate() {
        let before = rest.as_bytes()[..idx].last();
        match byte {
            b'#' if matches!(before, Some(b' ' | b'\t')) => end = idx,
            b',' | b']' if in_list => end = idx,
            _ => continue,
        }
        break;
    }
    let value = rest[..end].trim_end_matches([' ', '\t']);
    match refused_start(value, in_list) {
        Some((message, hint)) => Err((start..start + value.len().max(1), message, hint)),
        None if value.contains(": ") || value.ends_with(':') => {
            let at = start + value.find(':').unwrap_or(0);
            Err((
                at..at + 1,
                "a `:` stands in the value",
                "put the value in quotes",
            ))
        }
        None => Ok(Scalar {
            text: value.replace('\t', " "),
            at: start..start + value.len(),
        }),
    }
}

/// What YAML would read as more than a text.
fn refused_start(value: &str, in_list: bool) -> Option<(&'static str, &'static str)> {
    const QUOTES: &str = "put the value in quotes";
    let refused = match value.bytes().next()? {
        b'&' => ("anchors are not read here", QUOTES),
        b'*' => ("aliases are not read here", QUOTES),
        b'!' => ("tags are not read here", QUOTES),
        b'{' | b'}' => ("mappings are not read here", QUOTES),
        b'[' if in_list => ("a list stands inside a list", "write one list"),
        b'[' | b']' => ("a value does not start with a bracket", QUOTES),
        b'|' | b'>' => (
            "block texts are not read here",
            "write the value on one line",
        ),
        b'%' | b'@' | b'`' | b',' => ("a value does not start with this sign", QUOTES),
        b'?' | b'-' if value.len() == 1 || value[1..].starts_with(' ') => {
            ("a value does not start with this sign", QUOTES)
        }
        _ => return None,
    };
    Some(refused)
}

/// Reads `[a, "b"]` from its bracket on.
pub fn flow_list(text: &Text, start: usize, end: usize) -> Result<(Vec<Scalar>, usize), Refused> {
    let mut items = Vec::new();
    let mut at = start + 1;
    loop {
        at = skip_blanks(text, at, end);
        if text.slice(&(at..end)).starts_with(']') {
            return Ok((items, at + 1));
        }
        if at == end {
            let hint = "close it with `]` on the same line";
            return Err((start..start + 1, "the list is never closed", hint));
        }
        let item = scalar(text, at, end, true)?;
        at = skip_blanks(text, item.at.end, end);
        items.push(item);
        match text.slice(&(at..end)).bytes().next() {
            Some(b',') => at += 1,
            Some(b']') | None => (),
            Some(_) => {
                let hint = "part the items by commas";
                return Err((at..at + 1, "no comma stands behind the item", hint));
            }
        }
    }
}

fn skip_blanks(text: &Text, at: usize, end: usize) -> usize {
    let rest = text.slice(&(at..end));
    end - rest.trim_start_matches([' ', '\t']).len()
}

/// Says whether a text has to be quoted, here or for other readers of YAML.
pub fn needs_quotes(text: &str, in_list: bool) -> bool {
    const WORDS: [&str; 10] = [
        "yes", "no", "on", "off", "true", "false", "null", "~", "y", "n",
    ];
    let lower = text.to_ascii_lowercase();
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && !text
            .bytes()
            .any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'x' | b'o'));
    text.is_empty()
        || text != text.trim()
        || number
        || WORDS.contains(&lower.as_str())
        || refused_start(text, true).is_some()
        || text.starts_with(['"', '\'', '#'])
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || in_list && text.contains([',', ']'])
}
