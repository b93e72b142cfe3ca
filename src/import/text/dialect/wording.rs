//! What the words of a heading or question tell: numbering of a list, and sections that belong to
//! the document and not to its cards.

use crate::import::text::headed::names;

/// Cuts off the number that a question has in its list, and the mark that it is not complete.
///
/// `1. What…`, `12) What…`, `Q17. What…`, `Question 5: What…`, `What… ***`.
pub fn unnumbered(question: &str) -> &str {
    let question = question.trim();
    let question = question.strip_suffix("***").unwrap_or(question).trim_end();
    if let Some(rest) = names::unlabelled(question) {
        return rest;
    }
    // `Вопрос 5. …`; `Q4 2024` is a time.
    let counted = names::numbered(question).filter(|counted| counted.says_question);
    let counted = counted.filter(|_| !question.starts_with(['Q', 'q']));
    if let Some(counted) = counted.filter(|counted| !counted.rest.is_empty()) {
        return counted.rest;
    }
    let rest = match word_and_number(question) {
        Some(rest) => rest,
        None => return question,
    };
    match rest.is_empty() {
        true => question,
        false => rest,
    }
}

/// What stands behind `17.`, `Q17.` or `Question 17:`.
fn word_and_number(question: &str) -> Option<&str> {
    let (has_word, rest) = match_word(question);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let behind = &rest[digits..];
    let signs: &[char] = if has_word {
        &['.', ')', ':']
    } else {
        &['.', ')']
    };
    let behind = match behind.strip_prefix(signs) {
        Some(behind) => behind,
        None if has_word && behind.starts_with(" - ") => &behind[2..],
        None if has_word && behind.is_empty() => "",
        None => return None,
    };
    let parted = behind.is_empty() || behind.starts_with([' ', '\t']);
    parted.then(|| behind.trim_start())
}

fn match_word(text: &str) -> (bool, &str) {
    for word in ["Question", "question", "Q", "q"] {
        if let Some(rest) = text.strip_prefix(word) {
            let number = rest.trim_start_matches([' ', '#']);
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                return (true, number);
            }
        }
    }
    (false, text)
}

/// Whether a heading is only the number of a question: `Q1`, `Question 5:`, `7.`
pub fn is_only_number(heading: &str) -> bool {
    let bare = heading.trim_matches(['*', '_', ' ']);
    matches!(word_and_number(bare), Some("")) || matches!(bare, "Question" | "Q")
}

/// Sections that hold no cards, whatever the file is about.
const APPARATUS: &[&str] = &[
    "acknowledgements",
    "acknowledgments",
    "back to top",
    "contents",
    "contributing",
    "contributors",
    "credits",
    "licence",
    "license",
    "references",
    "table of content",
    "table of contents",
    "toc",
];

/// Whether a heading is that of a table of contents, of references, of contributors.
pub fn is_apparatus(heading: &str) -> bool {
    APPARATUS.contains(&words(heading).as_str())
}

/// Headings of manuals and articles. One of them shows that headings are no questions there.
const DOCUMENT: &[&str] = &[
    "about",
    "abstract",
    "api",
    "authors",
    "background",
    "build",
    "building",
    "changelog",
    "conclusion",
    "configuration",
    "dependencies",
    "development",
    "documentation",
    "example",
    "examples",
    "features",
    "further reading",
    "getting started",
    "how it works",
    "how to use",
    "install",
    "installation",
    "introduction",
    "links",
    "motivation",
    "notes",
    "overview",
    "prerequisites",
    "quick start",
    "quickstart",
    "related",
    "requirements",
    "resources",
    "roadmap",
    "screenshots",
    "see also",
    "setup",
    "status",
    "summary",
    "support",
    "testing",
    "tests",
    "todo",
    "troubleshooting",
    "unreleased",
    "usage",
];

/// Whether a heading is one of a manual or an article, or names a version or a date.
pub fn is_document(heading: &str) -> bool {
    let words = words(heading);
    let numbers = words.trim_start_matches('v');
    let dated = !numbers.is_empty()
        && numbers.starts_with(|c: char| c.is_ascii_digit())
        && numbers.chars().all(|c| !c.is_alphabetic());
    dated || DOCUMENT.contains(&words.as_str()) || APPARATUS.contains(&words.as_str())
}

/// In small letters, without signs and emoji at both ends.
fn words(heading: &str) -> String {
    let bare = heading.trim_matches(|c: char| !c.is_alphanumeric());
    bare.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_the_list_is_no_part_of_the_question() {
        for (question, expected) in [
            ("1. What?", "What?"),
            ("12) What?", "What?"),
            ("Q17. What?", "What?"),
            ("Q3: What?", "What?"),
            ("Question 5: What?", "What?"),
            ("Question #5. What?", "What?"),
            ("What? ***", "What?"),
            ("2.5 GHz is what?", "2.5 GHz is what?"),
            ("3 reasons?", "3 reasons?"),
            ("2038: what happens?", "2038: what happens?"),
            ("Q4 2024 was what?", "Q4 2024 was what?"),
            ("Q1", "Q1"),
            ("", ""),
        ] {
            assert_eq!(unnumbered(question), expected);
        }
        assert!(is_only_number("Question 5:"));
        assert!(is_only_number("**Q1**"));
        assert!(!is_only_number("Q1. What?"));
    }

    #[test]
    fn sections_of_the_document_are_known() {
        assert!(is_apparatus("📖 Table of Contents"));
        assert!(is_apparatus("References:"));
        assert!(!is_apparatus("References in C++"));
        assert!(is_document("[1.2.0] - 2024-01-02"));
        assert!(is_document("v2.0"));
        assert!(is_document("Usage"));
        assert!(!is_document("2 phase commit"));
    }
}
