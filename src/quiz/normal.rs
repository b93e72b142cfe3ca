//! Text without what does not count when answers are compared.

use unicode_normalization::UnicodeNormalization;

/// Punctuation that may stand behind an answer.
const FINAL: [char; 8] = ['.', ',', ';', ':', '!', '?', '…', '。'];

/// Returns `text` after NFKC and case folding, without white space, `-`, `_`, backticks and final
/// punctuation.
///
/// A minus before a digit stays: `-1` is not `1`. Where nothing would be left (`::`, `_`), only
/// case and outer white space are dropped.
pub fn normal(text: &str) -> String {
    let folded = folded(text);
    let folded = folded.trim();
    let chars: Vec<char> = folded.trim_end_matches(FINAL).chars().collect();
    let counts = |at: &usize| match chars[*at] {
        '-' => is_minus(&chars, *at),
        '_' | '`' => false,
        c => !c.is_whitespace(),
    };
    let kept: String = (0..chars.len())
        .filter(counts)
        .map(|at| chars[at])
        .collect();
    let kept = kept.trim_end_matches(FINAL);
    if kept.is_empty() {
        folded.to_string()
    } else {
        kept.to_string()
    }
}

/// Says whether the dash at `at` begins a word and a digit follows.
fn is_minus(chars: &[char], at: usize) -> bool {
    let begins = at == 0 || chars[at - 1].is_whitespace() || "([`".contains(chars[at - 1]);
    begins && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// Returns `text` after NFKC and case folding, with one dash and one apostrophe for their kin.
pub fn folded(text: &str) -> String {
    let plain = text.nfkc().map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        _ => c,
    });
    // By way of upper case, since `ß` and `SS` differ in lower case alone.
    plain
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_count_is_dropped() {
        for text in [
            "Write-Ahead Log",
            "write_ahead log.",
            " `write ahead-log` ",
            "WriteAheadLog!",
        ] {
            assert_eq!(normal(text), "writeaheadlog", "{text}");
        }
    }

    #[test]
    fn wide_letters_and_ligatures_are_plain_ones() {
        assert_eq!(normal("ＧＥＴ"), "get");
        assert_eq!(normal("ﬁle"), "file");
        assert_eq!(normal("Straße"), normal("STRASSE"));
    }

    #[test]
    fn typographic_dashes_are_dashes() {
        assert_eq!(normal("read\u{2011}only"), "readonly");
        assert_eq!(normal("\u{2212}1"), "-1");
    }

    #[test]
    fn a_minus_counts_and_a_hyphen_does_not() {
        assert_eq!(normal("kill -9"), "kill-9");
        assert_eq!(normal("`-1`"), "-1");
        assert_eq!(normal("utf-8"), "utf8");
    }

    #[test]
    fn signs_that_are_all_of_the_answer_stay() {
        for sign in ["::", "_", "-", "?", "``"] {
            assert_eq!(normal(sign), sign);
        }
    }

    #[test]
    fn punctuation_inside_an_answer_counts() {
        assert_eq!(normal("std::mem::take."), "std::mem::take");
        assert_eq!(normal("c++"), "c++");
    }

    proptest! {
        #[test]
        fn spacing_and_case_never_count(words in prop::collection::vec("[a-z]{1,6}", 1..5)) {
            prop_assert_eq!(normal(&words.join("-")), words.concat());
            prop_assert_eq!(normal(&words.join(" \t").to_uppercase()), words.concat());
        }

        #[test]
        fn any_text_has_a_normal_form(text in "\\PC{0,20}") {
            prop_assert_eq!(normal(&text).is_empty(), folded(&text).trim().is_empty());
        }
    }
}
