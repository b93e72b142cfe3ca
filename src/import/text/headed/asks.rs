//! Which texts ask something, and which only say that an answer is near.

mod words;

use super::{inline, names};
use std::borrow::Cow;
pub use words::ANSWER_WORDS;
use words::{ENDS, FILLING, FOREIGN, HINT_WORDS, REVEALING};

/// Whether a text asks: it has a question mark or a blank, or starts with a question word.
pub fn asks(text: &str) -> bool {
    const OPENERS: [&str; 26] = [
        "what", "what's", "why", "how", "which", "who", "whose", "when", "where", "can", "could",
        "do", "does", "did", "is", "are", "was", "will", "would", "should", "has", "have",
        "describe", "explain", "fill", "given",
    ];
    let blank = text.contains("__") || text.contains("\\_");
    let ends = || {
        let plain = inline::plain(text);
        let bare = plain.trim_end_matches(['.', '。', ' ', ':', '：']);
        ENDS.iter().any(|end| bare.ends_with(end))
    };
    text.contains(['?', '？'])
        || blank
        || opens_with(text, &OPENERS)
        || opens_with(text, &FOREIGN)
        || ends()
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

/// Whether a text has several words, the first of which is one of those.
pub fn opens_with(text: &str, openers: &[&str]) -> bool {
    let plain = inline::plain(text);
    let mut words = plain.split(|c: char| c.is_whitespace() || c == ',');
    let first = words.next().unwrap_or_default().to_lowercase();
    words.next().is_some() && openers.contains(&first.as_str())
}

/// Words in front of the one for an answer.
const QUALIFIERS: [&str; 10] = [
    "sample ",
    "short ",
    "model ",
    "suggested ",
    "correct ",
    "right ",
    "example ",
    "expected ",
    "правильный ",
    "верный ",
];

/// What stands behind the word that says an answer follows: `Answer:`, `- **Ans**: …`, `*A:*`.
pub fn answer_mark(line: &str) -> Option<Cow<'_, str>> {
    let text = line.trim();
    let item = names::list_mark(text).map_or(text, |(_, item)| item);
    let bare = item.trim_start_matches(['#', '*', '_', ' ']);
    let is_marked = bare.len() < item.len();
    let bare = QUALIFIERS
        .iter()
        .find_map(|word| names::strip_prefix(bare, word))
        .unwrap_or(bare);
    let word = ANSWER_WORDS
        .iter()
        .find_map(|word| names::strip_word(bare, word));
    let word = word.map(without_remark);
    let rest = word.or_else(|| {
        bare.strip_prefix('A')
            .filter(|rest| rest.starts_with([':', '*']))
    })?;
    let behind = rest.trim_start_matches(['*', '_', ' ']);
    let is_closed = rest[..rest.len() - behind.len()].contains(['*', '_']);
    match behind.strip_prefix([':', '：']) {
        Some(behind) if is_closed => Some(behind.into()),
        Some(behind) => Some(without_mark(behind, opening(item))),
        None => (is_marked && behind.is_empty()).then_some("".into()),
    }
}

/// What stands behind a remark on the word: `Answer (short): …`, `Respuesta modelo: …`.
fn without_remark(rest: &str) -> &str {
    let text = rest.trim_start();
    let bracketed = text
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'));
    let remark = bracketed.filter(|(remark, _)| remark.len() <= 40);
    remark
        .map(|(_, behind)| behind)
        .or_else(|| names::strip_word(text, "modelo"))
        .filter(|behind| behind.starts_with([':', '：', '*', '_']))
        .unwrap_or(rest)
}

/// The stars in front of the word.
fn opening(item: &str) -> &str {
    let item = item.trim_start_matches(['#', ' ']);
    &item[..item.len() - item.trim_start_matches(['*', '_']).len()]
}

/// Without the other half of a mark that stands in front of the word; where it reaches over some of
/// the answer, that part keeps it.
fn without_mark<'t>(behind: &'t str, mark: &str) -> Cow<'t, str> {
    if mark.is_empty() {
        return behind.into();
    }
    if let Some(rest) = behind.strip_prefix(mark) {
        return rest.into();
    }
    let whole = behind.trim_end().strip_suffix(mark);
    match whole.filter(|inner| !inner.contains(mark)) {
        Some(inner) => inner.into(),
        None if behind.contains(mark) => format!("{mark}{}", behind.trim_start()).into(),
        None => behind.into(),
    }
}

/// Whether the words of a `<summary>` only say that something is behind it: `Show answer`, `Hint`.
pub fn is_reveal(summary: &str) -> bool {
    let plain = inline::plain(summary).to_lowercase();
    let phrases = ANSWER_WORDS.iter().filter(|word| word.contains(' '));
    let plain = phrases.fold(plain, |plain, phrase| plain.replace(phrase, "answer"));
    let plain = plain
        .replace("lời giải", "answer")
        .replace("giải thích", "explanation");
    let words = plain
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let mut keyed = false;
    for word in words {
        let lists = [&REVEALING[..], &ANSWER_WORDS[..], &HINT_WORDS[..]];
        let is_key = lists.iter().any(|words| words.contains(&word));
        if !is_key && !FILLING.contains(&word) {
            return false;
        }
        keyed |= is_key;
    }
    keyed
}

/// Whether a `<summary>` says that a hint is behind it, and not the answer.
pub fn is_hint(summary: &str) -> bool {
    is_reveal(summary) && names_one_of(summary, &HINT_WORDS) && !says_answer(summary)
}

/// Whether a `<summary>` only reveals, and says that it is the answer.
pub fn reveals_answer(summary: &str) -> bool {
    is_reveal(summary) && says_answer(summary)
}

/// Whether a `<summary>` speaks of an answer.
pub fn says_answer(summary: &str) -> bool {
    names_one_of(summary, &ANSWER_WORDS)
}

fn names_one_of(text: &str, words: &[&str]) -> bool {
    let plain = inline::plain(text).to_lowercase();
    words.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_ask() {
        for text in [
            "Fill in ____ here",
            "a?",
            "Describe how ps works",
            "Объясните работу ps",
            "Explique o que faz ps",
            "포트를 설명 해 주세요.",
            "ポートを説明してください。",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["Screenshots", "Installation guide", "What", "Add tests"] {
            assert!(!asks(text), "{text}");
        }
        assert!(asks_or_tasks("Create a pod"));
    }

    #[test]
    fn what_follows_the_word_for_an_answer_loses_its_mark() {
        let check = |line: &str, expected: &str| {
            assert_eq!(answer_mark(line).as_deref().map(str::trim), Some(expected));
        };
        for line in [
            "Answer: B.",
            "**Answer: B.**",
            "**Answer:** B.",
            "**Answer**: B.",
            "- *A: B.*",
            "__Ans: B.__",
        ] {
            check(line, "B.");
        }
        check("**Answer: B.** Since `c`", "**B.** Since `c`");
        check("**Answer: B** or **C**", "**B** or **C**");
        check("**Answer**: **B.**", "**B.**");
        check("### Answer", "");
        check("Correct answer: B.", "B.");
        check("Правильный ответ: B.", "B.");
        assert_eq!(answer_mark("Answers vary"), None);
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
            "Ver resposta",
            "Clique aqui para ver a resposta",
            "Antwort anzeigen",
            "Показать ответ",
            "查看答案",
        ] {
            assert!(is_reveal(text), "{text}");
        }
        for text in [
            "Show the pods",
            "Ver os pods",
            "What is DNS?",
            "",
            "Code",
            "The",
        ] {
            assert!(!is_reveal(text), "{text}");
        }
        assert!(is_hint("Clue") && is_hint("💡 Indice"));
        assert!(is_hint("Hint") && !is_hint("Show answer") && !is_hint("Hint and solution"));
    }
}
