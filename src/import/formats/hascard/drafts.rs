//! Drafts of hascard's cards.

use super::cards::{Body, Card, Piece};
use crate::import::draft::{Ask, Draft};
use crate::import::format::Options;
use crate::import::text::loose;
use crate::import::text::markdown::{escaped, escaped_inline};
use crate::model::card::Choice;

/// Why a card cannot be taken, and what to do.
pub type Refusal = (String, &'static str);

/// Makes a draft of a card, without its place and its pictures.
pub fn draft(card: &Card, options: &Options) -> Result<Draft, Refusal> {
    let Some(question) = card.question else {
        return Err((
            "a card starts with its question".into(),
            "write it as `# question`",
        ));
    };
    let length = question.len() + card.lines.iter().map(|line| line.len() + 1).sum::<usize>();
    let limit = options.limits.field_bytes;
    if limit < length {
        let what = format!("it has {length} bytes, at most {limit} are read");
        return Err((what, "shorten it, or raise `--max-field`"));
    }
    let draft = Draft {
        question: escaped_inline(&unescaped(question)),
        ..Draft::default()
    };
    Ok(match card.body() {
        Body::Nothing if !options.unanswered => {
            let hint = "write one, or take it as an open card with `--keep-unanswered`";
            return Err(("there is no answer".into(), hint));
        }
        Body::Nothing => Draft {
            ask: Ask::Open,
            ..draft
        },
        Body::Choices(choices) | Body::Boxes(choices, _) => Draft {
            choices: checked(choices)?,
            ..draft
        },
        Body::Steps(steps, _) => {
            let steps: Vec<String> = steps
                .iter()
                .map(|step| escaped_inline(&unescaped(step)))
                .collect();
            Draft {
                answer: numbered(&steps),
                ask: Ask::Order(steps),
                ..draft
            }
        }
        Body::Gaps(pieces) => filled(draft, &pieces, options)?,
        Body::Definition => Draft {
            answer: definition(&card.lines),
            ..draft
        },
    })
}

fn checked(choices: Vec<(bool, &str)>) -> Result<Vec<Choice>, Refusal> {
    if choices.iter().all(|(right, _)| !right) {
        return Err((
            "no choice is right".into(),
            "mark the right ones with `[*]`",
        ));
    }
    if choices.iter().any(|(_, text)| text.is_empty()) {
        return Err(("a choice is empty".into(), "write it, or leave it out"));
    }
    if !(2..=26).contains(&choices.len()) {
        let what = format!("there are {} choices, a card has 2 to 26", choices.len());
        return Err((what, "add some, or leave some out"));
    }
    let choice = |(right, text): (bool, &str)| Choice {
        right,
        text: escaped_inline(&unescaped(text)),
        note: None,
    };
    Ok(choices.into_iter().map(choice).collect())
}

/// Gaps become clozes; a card that is one gap and nothing else is typed.
fn filled(draft: Draft, pieces: &[Piece], options: &Options) -> Result<Draft, Refusal> {
    let is_text = |piece: &&Piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty());
    let solid: Vec<&Piece> = pieces.iter().filter(is_text).collect();
    if let [Piece::Gap(gap)] = solid.as_slice() {
        let accepted = alternatives(gap);
        let shown: Vec<String> = accepted
            .iter()
            .map(|answer| escaped_inline(answer))
            .collect();
        return Ok(Draft {
            answer: shown.join(" or "),
            ask: Ask::Typed(accepted),
            ..draft
        });
    }
    let (mut text, mut number) = (String::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(&unescaped(piece)),
            Piece::Gap(gap) => {
                number += 1;
                text.push_str(&format!(
                    "{{{{c{number}::{}}}}}",
                    alternatives(gap).join(" / ")
                ));
            }
        }
    }
    let limit = options.limits.clozes;
    if limit < number {
        let what = format!("it has {number} gaps, at most {limit} are read");
        return Err((what, "part it, or raise `--max-clozes`"));
    }
    let answer = loose::with_clozes(&escaped(&text));
    match loose::n_clozes(&answer) == number {
        true => Ok(Draft {
            answer,
            ask: Ask::Cloze,
            ..draft
        }),
        false => Err((
            "a gap cannot be hidden".into(),
            "write it without braces and `::`",
        )),
    }
}

fn alternatives(gap: &str) -> Vec<String> {
    let alternatives = gap.split('|').map(|answer| unescaped(answer.trim()));
    alternatives.filter(|answer| !answer.is_empty()).collect()
}

fn numbered(steps: &[String]) -> String {
    let lines: Vec<String> = steps
        .iter()
        .enumerate()
        .map(|(idx, step)| format!("{}. {step}", idx + 1))
        .collect();
    lines.join("\n")
}

/// Plain text; fences in it stay fences.
fn definition(lines: &[&str]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let is_fence = |line: &&str| line.trim_start().starts_with("```");
        let start = rest.iter().position(is_fence).unwrap_or(rest.len());
        let text = rest[..start]
            .iter()
            .map(|line| unescaped(line))
            .collect::<Vec<_>>();
        parts.push(escaped(&text.join("\n")));
        rest = &rest[start..];
        if let Some((open, behind)) = rest.split_first() {
            let end = behind.iter().position(is_fence).unwrap_or(behind.len());
            let code = behind[..end].join("\n");
            parts.push(format!("{}\n{code}\n```", open.trim()));
            rest = behind.get(end + 1..).unwrap_or(&[]);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Takes the backslashes from in front of signs.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\'
            && chars
                .peek()
                .is_some_and(|next| "_*#[]-|\\`".contains(*next));
        out.push(if is_escape {
            chars.next().unwrap_or(c)
        } else {
            c
        });
    }
    out
}
