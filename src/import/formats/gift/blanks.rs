//! Texts with embedded answers, as Moodle's cloze questions have them: `{1:SA:=few}`.

use super::cards::Maker;
use super::marks::{parts, split_once};
use super::question::{Question, Refusal};
use super::typed::plain_text;
use crate::import::draft::{Ask, Draft};
use crate::import::text::html::Side;
use crate::import::text::loose;
use std::ops::Range;

impl Maker<'_, '_> {
    /// A text with embedded answers becomes a cloze, a number for each.
    pub(super) fn blanks(
        &mut self,
        question: &Question,
        blanks: &[Range<usize>],
    ) -> Result<Draft, Refusal> {
        let limit = self.options.limits.clozes;
        if limit < blanks.len() {
            let what = format!("it has {} blanks, at most {limit} are read", blanks.len());
            return Err((what, "part it, or raise `--max-clozes`"));
        }
        let mut text = String::new();
        let mut done = 0;
        for (idx, blank) in blanks.iter().enumerate() {
            text.push_str(&question.before[done..blank.start]);
            text.push_str(&embedded(&question.before[blank.clone()], idx + 1)?);
            done = blank.end;
        }
        text.push_str(&question.before[done..]);
        let answer = self.side(&text, Side::Back, true)?;
        match loose::n_clozes(&answer) == blanks.len() {
            true => Ok(Draft {
                answer,
                ask: Ask::Cloze,
                ..Draft::default()
            }),
            false => Err(unhideable()),
        }
    }
}

fn unhideable() -> Refusal {
    (
        "a blank cannot be hidden".into(),
        "write it without braces and `::`",
    )
}

/// `{1:MC:~a~=b}` as the cloze of a number.
fn embedded(blank: &str, number: usize) -> Result<String, Refusal> {
    let inside = blank.trim_start_matches('{').trim_end_matches('}');
    let fields = inside
        .split_once(':')
        .and_then(|(_, rest)| rest.split_once(':'));
    let (kind, answers) = fields.unwrap_or(("", inside));
    let mut right = None;
    let mut options = Vec::new();
    for answer in parts(answers, '~') {
        let all = answer.strip_prefix('=').or(answer.strip_prefix("%100%"));
        let weighted = answer
            .strip_prefix('%')
            .and_then(|rest| rest.split_once('%'));
        let text = all.unwrap_or(weighted.map_or(answer, |(_, text)| text));
        let text = split_once(text, "#").map_or(text, |(text, _)| text);
        let text = plain_text(text);
        if all.is_some() && right.is_none() {
            right = Some(text.clone());
        }
        options.push(text);
    }
    let Some(right) = right.filter(|right| !right.is_empty()) else {
        return Err(("a blank has no right answer".into(), "mark it with `=`"));
    };
    // The rest would be taken for a hint.
    if right.contains("::") {
        return Err(unhideable());
    }
    let is_choice = kind.starts_with('M') && !kind.starts_with("MW");
    let hint = match is_choice && 1 < options.len() {
        true => format!("::{}", options.join(" / ")),
        false => String::new(),
    };
    Ok(format!("{{{{c{number}::{right}{hint}}}}}"))
}
