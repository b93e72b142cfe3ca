//! Which texts ask something, and which only say that an answer is near.

use super::{inline, names};

/// Whether a text asks: it has a question mark or a blank, or starts with a question word.
pub fn asks(text: &str) -> bool {
    const OPENERS: [&str; 26] = [
        "what", "what's", "why", "how", "which", "who", "whose", "when", "where", "can", "could",
        "do", "does", "did", "is", "are", "was", "will", "would", "should", "has", "have",
        "describe", "explain", "fill", "given",
    ];
    let blank = text.contains("__") || text.contains("\\_");
    text.contains(['?', '？']) || blank || opens_with(text, &OPENERS)
}

/// Whether a text asks or sets a task.
pub fn asks_or_tasks(text: &str) -> bool {
    const OPENERS: [&str; 46] = [
        "a",
        "add",
        "after",
        "an",
        "apply",
        "build",
        "change",
        "check",
        "choose",
        "compare",
        "configure",
        "convert",
        "create",
        "define",
        "delete",
        "demonstrate",
        "deploy",
        "difference",
        "explore",
        "find",
        "get",
        "give",
        "if",
        "implement",
        "in",
        "install",
        "let",
        "list",
        "make",
        "name",
        "pick",
        "print",
        "remove",
        "run",
        "select",
        "set",
        "show",
        "talk",
        "tell",
        "use",
        "verify",
        "walk",
        "write",
        "you",
        "your",
        "the",
    ];
    asks(text) || opens_with(text, &OPENERS)
}

fn opens_with(text: &str, openers: &[&str]) -> bool {
    let plain = inline::plain(text);
    let mut words = plain.split(|c: char| c.is_whitespace() || c == ',');
    let first = words.next().unwrap_or_default().to_lowercase();
    words.next().is_some() && openers.contains(&first.as_str())
}

/// The word for an answer in the languages in which such lists are passed around.
pub const ANSWER_WORDS: [&str; 18] = [
    "answers",
    "answer",
    "ans",
    "solutions",
    "solution",
    "antwort",
    "lösung",
    "réponse",
    "respuesta",
    "resposta",
    "risposta",
    "antwoord",
    "odpowiedź",
    "ответ",
    "відповідь",
    "答案",
    "答え",
    "정답",
];

/// What stands behind the word that says an answer follows: `Answer:`, `- **Ans**: …`, `*A:*`.
pub fn answer_mark(line: &str) -> Option<&str> {
    let text = line.trim();
    let item = names::list_mark(text).map_or(text, |(_, item)| item);
    let bare = item.trim_start_matches(['#', '*', '_', ' ']);
    let is_marked = bare.len() < item.len();
    let bare = ["sample ", "short ", "model ", "suggested "]
        .iter()
        .find_map(|word| names::strip_prefix(bare, word))
        .unwrap_or(bare);
    let word = ANSWER_WORDS
        .iter()
        .find_map(|word| names::strip_word(bare, word));
    let rest = word.or_else(|| {
        bare.strip_prefix('A')
            .filter(|rest| rest.starts_with([':', '*']))
    })?;
    let behind = rest.trim_start_matches(['*', '_', ' ']);
    match behind.strip_prefix([':', '：']) {
        Some(behind) => Some(without_closing(behind, item)),
        None => (is_marked && behind.is_empty()).then_some(""),
    }
}

/// Without the stars that close those in front of the word.
fn without_closing<'t>(behind: &'t str, item: &str) -> &'t str {
    let stars = item.len() - item.trim_start_matches(['*', '_']).len();
    let closing = behind.len() - behind.trim_start_matches(['*', '_']).len();
    match 0 < stars && stars <= closing {
        true => &behind[stars..],
        false => behind,
    }
}

/// Whether the words of a `<summary>` only say that something is behind it: `Show answer`, `Hint`.
pub fn is_reveal(summary: &str) -> bool {
    const KEYS: [&str; 14] = [
        "show",
        "hint",
        "hints",
        "click",
        "reveal",
        "view",
        "expand",
        "spoiler",
        "details",
        "explanation",
        "description",
        "see",
        "solve",
        "result",
    ];
    const OTHERS: [&str; 26] = [
        "a",
        "and",
        "check",
        "code",
        "correct",
        "example",
        "for",
        "full",
        "here",
        "hide",
        "in",
        "it",
        "me",
        "model",
        "more",
        "my",
        "of",
        "open",
        "output",
        "possible",
        "sample",
        "suggested",
        "the",
        "this",
        "to",
        "your",
    ];
    let plain = inline::plain(summary).to_lowercase();
    let words = plain
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let mut keyed = false;
    for word in words {
        let is_key = KEYS.contains(&word) || ANSWER_WORDS.contains(&word);
        if !is_key && !OTHERS.contains(&word) {
            return false;
        }
        keyed |= is_key;
    }
    keyed
}

/// Whether a `<summary>` says that a hint is behind it, and not the answer.
pub fn is_hint(summary: &str) -> bool {
    let plain = inline::plain(summary).to_lowercase();
    let answers = ANSWER_WORDS.iter().any(|word| plain.contains(word));
    is_reveal(summary) && plain.contains("hint") && !answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_ask() {
        for text in ["Fill in ____ here", "a?", "Describe how ps works"] {
            assert!(asks(text), "{text}");
        }
        for text in ["Screenshots", "Installation guide", "What", "Add tests"] {
            assert!(!asks(text), "{text}");
        }
        assert!(asks_or_tasks("Create a pod"));
    }

    #[test]
    fn summaries_that_only_reveal_are_known() {
        for text in [
            "show",
            "<b>Answer</b>",
            "Click here to see the solution",
            "Hint 1",
            "答案",
            "Correct answer:",
        ] {
            assert!(is_reveal(text), "{text}");
        }
        for text in ["Show the pods", "What is DNS?", "", "Code", "The"] {
            assert!(!is_reveal(text), "{text}");
        }
        assert!(is_hint("Hint") && !is_hint("Show answer") && !is_hint("Hint and solution"));
    }
}
