//! Texts that are nothing but paragraphs. They need not be made safe for the deck format, and nothing
//! can read them otherwise than they are meant: most cards are of this kind, and are made several
//! times faster for it.

use crate::deck::looks_like_field;
use crate::model::text::harmless;
use std::borrow::Cow;
use unicode_normalization::is_nfc;

/// Whether each line is text of a paragraph, wherever it stands in a card, or parts two of them.
///
/// It says so of far fewer texts than it could: code, lists, links, HTML, clozes and formulas are never
/// among them.
pub fn is_paragraphs(text: &str) -> bool {
    let is_mark = |byte: u8| {
        matches!(byte, b'<' | b'[' | b'{' | b'}' | b'|' | b'$' | b'\x7f')
            || byte < b' ' && byte != b'\n'
    };
    if text.bytes().any(is_mark) || !text.is_ascii() && !is_usual(text) {
        return false;
    }
    let mut is_behind_text = false;
    let all = text.split('\n').all(|line| {
        let fits = is_of_paragraph(line) || line.is_empty() && is_behind_text;
        is_behind_text = !line.is_empty();
        fits
    });
    all && is_behind_text && !text.ends_with('\\')
}

/// Composed, and nothing that is shown otherwise than it is written.
fn is_usual(text: &str) -> bool {
    is_nfc(text) && matches!(harmless(text), Cow::Borrowed(_))
}

/// The same of one line that can be a heading as it stands.
pub fn is_heading(text: &str) -> bool {
    !text.contains(['\n', '#', '\\']) && is_paragraphs(text)
}

/// A line that starts with a word, maybe one that is bold or code.
fn is_of_paragraph(line: &str) -> bool {
    let word = line.strip_prefix("**").or(line.strip_prefix('`'));
    let starts_with_word = word.unwrap_or(line).starts_with(char::is_alphanumeric);
    let behind_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    starts_with_word
        && !line.ends_with(char::is_whitespace)
        && (behind_number.len() == line.len() || !behind_number.starts_with(['.', ')']))
        && !looks_like_field(line)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::import::heading::{Question, parted};
    use proptest::prelude::*;

    #[test]
    fn paragraphs_are_told_from_all_else() {
        for text in [
            "a",
            "a **b** `c`.\n\n**d**: e\\\n`f` > g",
            "3 a",
            "Ä: é",
            "a - b",
        ] {
            assert!(is_paragraphs(text), "{text}");
        }
        let others = "\n|\na|a\n\n\nb|- a|# a|1. a|Why: a| a|a |```\na\n```|===|a\n---|a <b>|[a]: b|a\\|\
                      e\u{301}|a\u{202e}|> a|~~~|*a|{{c1::a}}|$a$";
        for text in others.split('|') {
            assert!(!is_paragraphs(text), "{text}");
        }
    }

    /// Words, signs and ends of lines as they stand in paragraphs, and some that do not.
    pub const PARAGRAPHS: &str = "(a|b c|Why|Note|12|: |:|\\. |\\) |\n|\n\n|\\*\\*|`|```|\\*|_|-|=|> |#|\\\\|é|\\?| |  |~|&lt;|!){1,16}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn a_plain_line_is_its_own_heading(text in PARAGRAPHS) {
            if is_heading(&text) {
                prop_assert_eq!(parted(&text), Question::line(text));
            }
        }
    }
}
