//! Anki's clozes inside of code spans: `` `docker {{c1::stop}}` ``.
//!
//! For Anki backquotes are text, so a cloze between them hides; in the deck format code is code. The
//! span is parted around each cloze, and what is hidden is code by itself.

use crate::deck::cloze;
use crate::import::text::markdown::{code_span, is_in_code, lines};
use std::borrow::Cow;

/// The longest piece of code that is looked for, in bytes.
const HIDDEN_MAX: usize = 2_000;

/// How many pieces a text hides, as the deck format reads it.
pub fn n_clozes(markdown: &str) -> usize {
    cloze::clozes(markdown).len()
}

/// Returns the text with the clozes of its code spans outside of code.
pub fn freed(text: &str) -> Cow<'_, str> {
    if !text.contains("{{c") || !text.contains('`') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in lines(text) {
        match line.verbatim || !line.text.contains("{{c") {
            true => out.push_str(line.text),
            false => out.push_str(&freed_line(line.text)),
        }
        out.push('\n');
    }
    out.truncate(out.len() - 1);
    out.into()
}

fn freed_line(line: &str) -> String {
    let in_code = is_in_code(line);
    let (mut out, mut at) = (String::with_capacity(line.len() + 16), 0);
    while let Some(start) = (at..line.len()).find(|idx| in_code[*idx]) {
        let end = (start..line.len())
            .find(|idx| !in_code[*idx])
            .unwrap_or(line.len());
        out.push_str(&line[at..start]);
        out.push_str(&span(&line[start..end]));
        at = end;
    }
    out + &line[at..]
}

/// A code span with its marks, or the pieces of one.
fn span(text: &str) -> String {
    let marks = text.bytes().take_while(|byte| *byte == b'`').count();
    let inside = text
        .get(marks..text.len().saturating_sub(marks))
        .unwrap_or_default();
    let (mut out, mut rest, mut is_parted) = (String::new(), inside, false);
    while let Some((range, number, hidden, hint)) = first_cloze(rest) {
        out.push_str(&code(&rest[..range.start]));
        let hint = hint.map_or(String::new(), |hint| format!("::{hint}"));
        out.push_str(&format!("{{{{c{number}::{}{hint}}}}}", code(hidden)));
        rest = &rest[range.end..];
        is_parted = true;
    }
    match is_parted {
        true => out + &code(rest),
        false => text.to_string(),
    }
}

type Found<'t> = (std::ops::Range<usize>, &'t str, &'t str, Option<&'t str>);

fn first_cloze(text: &str) -> Option<Found<'_>> {
    let mut starts = text.match_indices("{{c").map(|(start, _)| start);
    starts.find_map(|start| {
        let from = start + 3;
        let digits = text[from..].bytes().take(4).take_while(u8::is_ascii_digit);
        let number = &text[from..from + digits.count()];
        let behind = text[from + number.len()..].strip_prefix("::")?;
        let mut pairs = behind.as_bytes().windows(2).take(HIDDEN_MAX);
        let length = pairs.position(|pair| pair == b"}}")?;
        let inside = &behind[..length];
        let end = from + number.len() + 2 + length + 2;
        let (hidden, hint) = match inside.split_once("::") {
            Some((hidden, hint)) if !hint.contains(['(', '<', ':']) => (hidden, Some(hint)),
            _ => (inside, None),
        };
        let is_one = !number.is_empty() && !hidden.trim().is_empty();
        is_one.then_some((start..end, number, hidden, hint))
    })
}

/// A piece of code as a span, with its blanks around it.
fn code(text: &str) -> String {
    let bare = text.trim();
    if bare.is_empty() {
        return text.to_string();
    }
    let front = &text[..text.len() - text.trim_start().len()];
    let back = &text[text.trim_end().len()..];
    format!("{front}{}{back}", code_span(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_parted_around_its_clozes() {
        for (text, expected) in [
            ("a `b {{c1::-c}}`.", "a `b` {{c1::`-c`}}."),
            (
                "`a {{c1::b}} {{c2::<d>::e}} f`",
                "`a` {{c1::`b`}} {{c2::`<d>`::e}} `f`",
            ),
            ("`{{c1::a}}` and {{c2::b}}", "{{c1::`a`}} and {{c2::b}}"),
            (
                "``a` {{c1::std::move(b)}}``",
                "`` a` `` {{c1::`std::move(b)`}}",
            ),
            ("`a` {{c1::b}}", "`a` {{c1::b}}"),
            ("`{{ .c }}` {{c1::b}}", "`{{ .c }}` {{c1::b}}"),
            ("```\na {{c1::b}}\n```", "```\na {{c1::b}}\n```"),
        ] {
            assert_eq!(freed(text), expected);
        }
    }
}
