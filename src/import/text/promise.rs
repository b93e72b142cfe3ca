//! Answers that are still to be written.

use super::headed::inline;

/// Whether a text only promises an answer. Code is one: a card may ask for the word.
pub fn is_promise(markdown: &str) -> bool {
    const PROMISES: [&str; 14] = [
        "to be completed",
        "to be done",
        "to be added",
        "to do",
        "todo",
        "tbd",
        "tba",
        "tbc",
        "wip",
        "coming soon",
        "work in progress",
        "no answer yet",
        "answer needed",
        "not answered yet",
    ];
    !markdown.contains('`') && PROMISES.contains(&words(markdown).as_str())
}

/// A text in small letters, without marks around it.
pub fn words(markdown: &str) -> String {
    let plain = inline::plain(markdown).to_lowercase();
    plain
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_string()
}
