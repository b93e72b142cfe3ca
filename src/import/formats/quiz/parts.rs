//! Headings inside a question: those that only name its parts, such as `### Options`, and those that
//! say more about it below its options.

use super::starts::Start;
use crate::import::text::headed::{Heading, Outline, asks, names};

/// Names of the options.
const OPTIONS: [&str; 13] = [
    "options",
    "answer options",
    "answer choices",
    "choices",
    "possible answers",
    "opciones",
    "opções",
    "alternativas",
    "optionen",
    "antwortmöglichkeiten",
    "варианты ответа",
    "варианты ответов",
    "选项",
];

/// Names of what is asked; only below a numbered heading, since elsewhere it is the question.
const ASKED: [&str; 11] = [
    "enunciado",
    "question",
    "the question",
    "question text",
    "scenario",
    "code",
    "pregunta",
    "pergunta",
    "вопрос",
    "题目",
    "问题",
];

/// Whether a heading names a part of the question that the heading above is.
pub fn is_part(heading: &Heading, above: &Heading) -> bool {
    let name = names::topic(&heading.text).to_lowercase();
    let is_below = above.level < heading.level;
    let is_counted = || names::numbered(names::unwrapped(&above.text)).is_some();
    is_below && (OPTIONS.contains(&name.as_str()) || ASKED.contains(&name.as_str()) && is_counted())
}

/// Whether a row is a heading that only names a part, or a line such as `Options:`.
pub fn names_part(row: &str) -> bool {
    let text = row.trim();
    let bare = text.trim_matches(['*', '_', ' ']);
    let is_label = bare.ends_with([':', '：']) || text.ends_with(":**");
    let name = names::topic(bare.trim_start_matches('#')).to_lowercase();
    let is_known = OPTIONS.contains(&name.as_str()) || ASKED.contains(&name.as_str());
    is_known && (text.starts_with('#') || is_label)
}

/// Whether a heading without options says more about the last question, which has some and is a
/// heading above it.
pub fn is_remark(outline: &Outline, starts: &[Start], idx: usize) -> bool {
    let heading = &outline.headings[idx];
    let last = starts
        .last()
        .filter(|last| last.is_heading && last.options.is_some());
    let above = last.and_then(|last| last.heading);
    let is_below = above.is_some_and(|above| outline.headings[above].level < heading.level);
    let is_question =
        asks::asks(&heading.text) || names::numbered(names::unwrapped(&heading.text)).is_some();
    is_below && !is_question && !names::is_apart(&heading.text)
}
