//! A question that stands below what it asks about.
//!
//! Pictures or code come first, and a line of text below them asks: that line is the heading, and what
//! it asks about stays with it.

use super::{Question, WHOLE_MAX, is_picture, is_text, safe};
use crate::import::text::markdown::{Line, lines};

/// The question that stands below pictures, or below code if it asks; all else is shown with it.
pub fn asked(question: &str) -> Option<Question> {
    let all = lines(question);
    let says = |line: &&Line| line.verbatim || !line.text.trim().is_empty();
    let is_plain = |line: &Line| !line.verbatim && is_text(line.text) && !is_picture(line.text);
    let idx = all.iter().position(is_plain)?;
    let above = || all[..idx].iter().filter(says);
    let is_shown = above().all(|line| line.verbatim || is_picture(line.text));
    let text = all[idx].text.trim().trim_end_matches('\\').trim_end();
    let bare = text.trim_end_matches(['*', '_', ')', '"', '”']);
    let asks = bare.ends_with(['?', '？']);
    let is_named = above().all(|line| !line.verbatim);
    let is_short = text.chars().count() <= WHOLE_MAX;
    (is_shown && is_short && (asks || is_named)).then(|| Question {
        heading: safe(text),
        prompt: without_line(&all, idx),
    })
}

/// The lines but one, with no break left where a paragraph ends now.
fn without_line(all: &[Line], idx: usize) -> String {
    let is_end = all
        .get(idx + 1)
        .is_none_or(|below| below.text.trim().is_empty());
    let mut kept: Vec<&str> = all[..idx].iter().map(|line| line.text).collect();
    if let Some(last) = kept
        .last_mut()
        .filter(|_| is_end && 0 < idx && !all[idx - 1].verbatim)
    {
        *last = last.strip_suffix('\\').unwrap_or(last);
    }
    kept.extend(all[idx + 1..].iter().map(|line| line.text));
    kept.join("\n").trim_matches('\n').trim_end().to_string()
}
