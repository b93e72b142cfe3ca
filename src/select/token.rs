//! The words, operators and brackets of a selector, each with its place.

use super::error::{Fault, SelectError};
use std::ops::Range;

/// One piece of the text; its place says what it holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    /// In bytes. For a phrase, the quotes belong to it.
    pub at: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Or,
    And,
    /// `-` or `not`.
    Not,
    /// `"…"`
    Phrase,
    /// A word, or `key:value`, where the value may be quoted.
    Word,
}

/// Splits `text`; escapes stay as written.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, SelectError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let token = next(text, at, c)?;
        at = token.at.end;
        out.push(token);
    }
    Ok(out)
}

fn next(text: &str, at: usize, first: char) -> Result<Token, SelectError> {
    let single = |kind| {
        Ok(Token {
            kind,
            at: at..at + 1,
        })
    };
    match first {
        '(' => single(Kind::Open),
        ')' => single(Kind::Close),
        '-' if negates(&text[at + 1..]) => single(Kind::Not),
        '"' => Ok(Token {
            kind: Kind::Phrase,
            at: at..phrase_end(text, at)?,
        }),
        _ => word(text, at),
    }
}

/// Says whether a `-` before `rest` negates: `-->`, `->` and a dash on its own are text.
fn negates(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '>' | ')'))
}

fn word(text: &str, at: usize) -> Result<Token, SelectError> {
    let mut end = at + word_len(&text[at..]);
    if text[end..].starts_with('"') && is_key(&text[at..end]) {
        end = phrase_end(text, end)?;
    }
    Ok(Token {
        kind: word_kind(&text[at..end]),
        at: at..end,
    })
}

/// Returns where the word ends: at a blank, a bracket or a quote that is not escaped.
fn word_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' | ')' | '"' => return at,
            _ if c.is_whitespace() => return at,
            _ => (),
        }
    }
    text.len()
}

/// Letters and a colon: what may stand before a quoted value.
fn is_key(word: &str) -> bool {
    let key = word.strip_suffix(':').unwrap_or_default();
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn word_kind(word: &str) -> Kind {
    match () {
        _ if word.eq_ignore_ascii_case("or") => Kind::Or,
        _ if word.eq_ignore_ascii_case("and") => Kind::And,
        _ if word.eq_ignore_ascii_case("not") => Kind::Not,
        _ => Kind::Word,
    }
}

/// Returns the place behind the quote that closes the one at `start`.
fn phrase_end(text: &str, start: usize) -> Result<usize, SelectError> {
    let mut escaped = false;
    for (at, c) in text[start + 1..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(start + 1 + at + 1),
            _ => (),
        }
    }
    Err(SelectError::at(
        text,
        start..start + 1,
        Fault::UnclosedQuote,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let tokens = tokens(text).unwrap();
        let shown: Vec<String> = tokens
            .iter()
            .map(|t| format!("{:?} {}", t.kind, &text[t.at.clone()]))
            .collect();
        assert_eq!(shown.join(" | "), expected);
    }

    #[test]
    fn blanks_and_brackets_part_words() {
        check("a(b) c", "Word a | Open ( | Word b | Close ) | Word c");
    }

    #[test]
    fn operators_are_words_of_their_own_in_any_case() {
        check(
            "a OR b And nor",
            "Word a | Or OR | Word b | And And | Word nor",
        );
    }

    #[test]
    fn a_dash_negates_what_it_touches() {
        check(
            "-a b-c - -> --x",
            "Not - | Word a | Word b-c | Word - | Word -> | Word --x",
        );
    }

    #[test]
    fn a_value_may_be_quoted() {
        check(
            r#"tag:"a b" c"d""#,
            r#"Word tag:"a b" | Word c | Phrase "d""#,
        );
    }

    #[test]
    fn an_escaped_quote_does_not_close() {
        check(r#""a \" b" \"c"#, r#"Phrase "a \" b" | Word \"c"#);
    }
}
