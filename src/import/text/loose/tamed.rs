//! Markdown of unknown hands, made harmless: what it holds of tags and clozes is text.

use super::opens_cloze;
use crate::import::text::markdown::lines;

/// Markdown that somebody wrote into a cell: angle brackets are text, and its line ends stay if
/// `breaks` says so, or two blanks in front of them.
pub fn tamed(text: &str, breaks: bool) -> String {
    let all = lines(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (idx, line) in all.iter().enumerate() {
        let trimmed = line.text.trim_end();
        if line.verbatim {
            out.push_str(trimmed);
        } else {
            out.push_str(&without_tags(trimmed));
            let next = all.get(idx + 1);
            let goes_on = next.is_some_and(|next| !next.verbatim && !starts_block(next.text));
            let is_open = !trimmed.is_empty() && !trimmed.starts_with(['|', '#']);
            let breaks = (breaks || line.text.ends_with("  "))
                && goes_on
                && is_open
                && !trimmed.ends_with('\\');
            out.push_str(if breaks { "\\" } else { "" });
        }
        out.push('\n');
    }
    out.trim().to_string()
}

/// Whether a line is blank, or the start of something that is no paragraph.
fn starts_block(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.is_empty()
        || line.starts_with(['-', '*', '+', '>', '|', '#'])
        || 0 < digits && line[digits..].starts_with(['.', ')'])
}

/// Escapes `<` in front of what Markdown would take for a tag, and clozes, outside of code spans.
fn without_tags(line: &str) -> String {
    let closed = line.matches('`').count() / 2 * 2;
    let mut out = String::with_capacity(line.len() + 8);
    let mut backquotes = 0;
    for (at, c) in line.char_indices() {
        let behind = &line[at + c.len_utf8()..];
        let in_code = backquotes % 2 == 1 && backquotes < closed;
        match c {
            '`' => backquotes += 1,
            '<' if !in_code && is_taglike(behind) => out.push('\\'),
            // In front of the first brace it would leave the mark whole.
            '{' if !in_code && line[..at].ends_with('{') && opens_cloze(&line[at - 1..]) => {
                out.push('\\');
            }
            _ => (),
        }
        out.push(c);
    }
    out
}

fn is_taglike(behind: &str) -> bool {
    let link = ["http://", "https://", "mailto:"];
    let starts = behind.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    starts && !link.iter().any(|scheme| behind.starts_with(scheme))
}
