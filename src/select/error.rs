//! What is wrong with a selector: facts in the fields, words in `Display`.

use super::vocabulary::Field;
use super::{DEPTH_MAX, LENGTH_MAX, TERMS_MAX, WILDCARDS_MAX};
use crate::model::text::harmless_line;
use std::fmt;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// A fault and, where it is one of writing, the place of it.
///
/// Prints as one line, followed by the line read and a mark below it:
///
/// ```text
/// selector:8: `duo` is not a state: did you mean `due`?
///    | kafka is:duo
///    |          ^^^
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SelectError {
    pub fault: Fault,
    /// `None` for a name that does not exist: the selector is then read already.
    pub place: Option<Box<Place>>,
}

/// A stretch of the text that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words of the command line, joined.
    pub text: String,
    /// In bytes.
    pub at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    TooLong {
        chars: usize,
    },
    TooDeep,
    TooManyTerms,
    TooManyWildcards,
    UnclosedQuote,
    UnclosedBracket,
    StrayBracket,
    EmptyBrackets,
    EmptyPhrase,
    /// `or`, `and`, `not` or `-` with nothing on one side.
    LoneOperator(&'static str),
    UnknownEscape(char),
    LoneBackslash,
    UnknownFilter {
        name: String,
        near: Option<String>,
    },
    EmptyValue {
        key: String,
    },
    /// `what` is the kind of word, with its article.
    NotOneOf {
        what: &'static str,
        word: String,
        near: Option<String>,
        all: Vec<&'static str>,
    },
    NoWildcardHere,
    NotDays(String),
    NoComparison(String),
    NotANumber(String),
    /// A share above 1, or a difficulty below 1: Anki's or a per cent figure was meant.
    OutOfScale {
        number: String,
        scale: &'static str,
    },
    /// No deck, topic, … has that name.
    UnknownName {
        field: Field,
        name: String,
        near: Option<String>,
    },
}

impl SelectError {
    /// Says whether it is well written, and only a name in it does not exist.
    pub fn is_unknown_name(&self) -> bool {
        matches!(self.fault, Fault::UnknownName { .. })
    }

    pub(super) fn at(text: &str, at: Range<usize>, fault: Fault) -> SelectError {
        SelectError {
            fault,
            place: Some(Box::new(Place {
                text: text.to_string(),
                at,
            })),
        }
    }
}

impl std::error::Error for SelectError {}

impl fmt::Display for SelectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(place) = &self.place else {
            return self.fault.fmt(f);
        };
        write!(
            f,
            "selector:{}: {}\n{}",
            place.column(),
            self.fault,
            place.marked()
        )
    }
}

/// How much of a long selector is shown before, in and behind the mark, in characters.
const SHOWN: (usize, usize, usize) = (36, 24, 12);

impl Place {
    /// The first character of the place, counted from 1.
    pub fn column(&self) -> usize {
        self.text[..self.at.start].chars().count() + 1
    }

    /// Two lines: the text around the place, and carets below the place.
    fn marked(&self) -> String {
        let before = harmless_line(&last_chars(&self.text[..self.at.start], SHOWN.0));
        let marked = harmless_line(&first_chars(&self.text[self.at.clone()], SHOWN.1));
        let behind = harmless_line(&first_chars(&self.text[self.at.end..], SHOWN.2));
        let indent = " ".repeat(before.width());
        let carets = "^".repeat(marked.width().max(1));
        format!("   | {before}{marked}{behind}\n   | {indent}{carets}")
    }
}

fn first_chars(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

fn last_chars(text: &str, count: usize) -> String {
    match text.char_indices().rev().nth(count) {
        Some((start, c)) => format!("…{}", &text[start + c.len_utf8()..]),
        None => text.to_string(),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::TooLong { chars } => {
                write!(
                    f,
                    "the selector has {chars} characters: at most {LENGTH_MAX} are read"
                )
            }
            Fault::TooDeep => write!(f, "brackets stand more than {DEPTH_MAX} deep: use fewer"),
            Fault::TooManyTerms => write!(f, "more than {TERMS_MAX} conditions: use fewer"),
            Fault::TooManyWildcards => {
                write!(
                    f,
                    "more than {WILDCARDS_MAX} wildcards in one word: write `\\*` for a star"
                )
            }
            Fault::UnclosedQuote => {
                f.write_str("the quote is never closed: add `\"`, or write `\\\"` for a quote mark")
            }
            Fault::UnclosedBracket => {
                f.write_str("the bracket is never closed: add `)`, or write `\\(` for a bracket")
            }
            Fault::StrayBracket => {
                f.write_str("no bracket is open here: remove it, or write `\\)` for a bracket")
            }
            Fault::EmptyBrackets => {
                f.write_str("nothing stands between the brackets: put text with brackets in quotes")
            }
            Fault::EmptyPhrase => f.write_str("nothing stands between the quotes: remove them"),
            Fault::LoneOperator(word) => lone_operator(f, word),
            Fault::UnknownEscape(c) => {
                let c = harmless_line(&c.to_string());
                write!(f, "`\\{c}` means nothing: write `\\\\` for a backslash")
            }
            Fault::LoneBackslash => {
                f.write_str("nothing stands behind the backslash: write `\\\\` for a backslash")
            }
            Fault::NoWildcardHere => f.write_str("a wildcard cannot stand here: write the word"),
            _ => self.fmt_value(f),
        }
    }
}

impl Fault {
    /// The faults that quote what was written.
    fn fmt_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::UnknownFilter {
                name,
                near: Some(near),
            } => {
                write!(f, "`{name}:` is not a filter: did you mean `{near}:`?")
            }
            Fault::UnknownFilter { name, near: None } => {
                write!(
                    f,
                    "`{name}:` is not a filter: write `{name}\\:` to search for it as text"
                )
            }
            Fault::EmptyValue { key } => write!(f, "nothing stands behind `{key}:`: add a value"),
            Fault::NotOneOf {
                what,
                word,
                near: Some(near),
                ..
            } => {
                write!(
                    f,
                    "`{}` is not {what}: did you mean `{near}`?",
                    harmless_line(word)
                )
            }
            Fault::NotOneOf {
                what,
                word,
                near: None,
                all,
            } => {
                write!(
                    f,
                    "`{}` is not {what}: use {}",
                    harmless_line(word),
                    listed(all)
                )
            }
            Fault::NotDays(word) => {
                let word = harmless_line(word);
                write!(
                    f,
                    "`{word}` is not a count of days: write 1 for today, up to 36500"
                )
            }
            Fault::NoComparison(name) => {
                write!(
                    f,
                    "`{name}` is compared with nothing: write `prop:{name}<1`"
                )
            }
            Fault::NotANumber(word) => {
                write!(
                    f,
                    "`{}` is not a number: write one such as 3 or 0.8",
                    harmless_line(word)
                )
            }
            Fault::OutOfScale { number, scale } => write!(f, "{number} is off the scale: {scale}"),
            Fault::UnknownName { field, name, near } => unknown_name(f, *field, name, near),
            _ => unreachable!("`fmt` words the faults without a quotation"),
        }
    }
}

fn lone_operator(f: &mut fmt::Formatter<'_>, word: &str) -> fmt::Result {
    match word {
        "-" | "not" => {
            write!(
                f,
                "nothing stands behind `{word}`: write `-is:new`, or quote it as text"
            )
        }
        _ => write!(
            f,
            "one side of `{word}` is missing: write `a {word} b`, or quote it as text"
        ),
    }
}

fn unknown_name(
    f: &mut fmt::Formatter<'_>,
    field: Field,
    name: &str,
    near: &Option<String>,
) -> fmt::Result {
    let (field, name) = (field.name(), harmless_line(name));
    match near {
        Some(near) => write!(f, "no {field} is called `{name}`: did you mean `{near}`?"),
        None => write!(
            f,
            "no {field} is called `{name}`: to search the text, leave out `{field}:`"
        ),
    }
}

/// `a, b or c`
fn listed(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}
