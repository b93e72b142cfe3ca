//! Answers that are typed: words and numbers.

use super::cards::Maker;
use super::marks::plain;
use super::numbers;
use super::question::{Item, Question, Refusal, marked};
use crate::import::draft::{Ask, Draft};
use crate::import::text::markdown::escaped_inline;
use std::collections::HashSet;

impl Maker<'_, '_> {
    pub(super) fn short(&mut self, question: &Question, items: &[Item]) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let is_right = |item: &&Item| 100.0 <= item.share();
        let accepted: Vec<String> = items
            .iter()
            .filter(is_right)
            .map(|item| plain_text(item.text))
            .collect();
        if accepted.iter().all(String::is_empty) {
            return Err(("no answer gives all points".into(), "write it as `=answer`"));
        }
        if accepted.iter().any(|answer| answer.contains('*')) {
            self.lose("`*` for any text in an answer: it is taken as a sign");
        }
        let shown: Vec<String> = accepted
            .iter()
            .map(|answer| escaped_inline(answer))
            .collect();
        Ok(Draft {
            answer: shown.join(" or "),
            ask: Ask::Typed(accepted),
            why: self.remarks(items, escaped_inline)?,
            ..asking
        })
    }

    pub(super) fn numbers(
        &mut self,
        question: &Question,
        items: &[Item],
    ) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let found = numbers::accepted(items)?;
        Ok(Draft {
            answer: found.answer,
            ask: found.ask,
            why: self.remarks(items, numbers::shown)?,
            ..asking
        })
    }

    /// What is said of typed answers, right ones first; each on a line of its own.
    fn remarks(
        &mut self,
        items: &[Item],
        shown: impl Fn(&str) -> String,
    ) -> Result<Option<String>, Refusal> {
        let (mut right, mut others, mut said) = (Vec::new(), Vec::new(), HashSet::new());
        for item in items {
            let (share, answer) = (item.share(), plain_text(item.text));
            let note = self.note(item.feedback)?;
            if 100.0 <= share {
                right.extend(note.filter(|note| said.insert(note.clone())));
            } else if answer.is_empty() || answer == "*" {
                if note.is_some() {
                    self.lose("feedback for all other answers");
                }
            } else if 0.0 < share || note.is_some() {
                let answer = shown(&answer);
                let partly = (0.0 < share).then(|| format!("partly right ({share} %)."));
                let remark: Vec<String> = partly.into_iter().chain(note).collect();
                others.push(format!("{answer}: {}", remark.join(" ")));
            }
        }
        Ok(apart(right, others))
    }
}

/// Remarks one below the other: those on the right answers as paragraphs, the others as a list,
/// unless there is only one.
fn apart(right: Vec<String>, others: Vec<String>) -> Option<String> {
    let others = match right.len() + others.len() {
        0 | 1 => others.concat(),
        _ => others
            .iter()
            .map(|other| format!("- {other}"))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    let all = right.into_iter().chain([others]);
    let all: Vec<String> = all.filter(|remark| !remark.is_empty()).collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}

/// A typed answer: never anything but plain text, on one line.
pub fn plain_text(text: &str) -> String {
    let text = plain(marked(text).1);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
