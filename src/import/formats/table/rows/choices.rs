//! Rows with choices beside the answer, in columns of their own or listed in one cell.
//!
//! The answer says by letter, by number where the headings count, or by its text which of them are
//! right. One that is neither leaves a
//! plain card: the choices may be the wrong ones alone.

use super::{Intake, Row};
use crate::import::formats::table::names;
use crate::import::text::html::Side;
use crate::model::card::Choice;

impl Intake<'_, '_> {
    /// The choices of a row with the right ones marked; none where a plain card is to be made.
    pub fn choices(&mut self, row: &Row) -> Result<Vec<Choice>, (String, &'static str)> {
        let answer = row.answer.join("\n");
        let listed = listed(row.list, &answer);
        let texts: Vec<&str> = match row.choices.is_empty() {
            true => listed.iter().map(String::as_str).collect(),
            false => row.choices.clone(),
        };
        let n_choices = texts.iter().filter(|text| !text.is_empty()).count();
        let has_some = 0 < n_choices || !row.list.is_empty();
        if !has_some || answer.is_empty() {
            return Ok(Vec::new());
        }
        let right = right(&answer, &texts, row.counted)?;
        if right.is_empty() || n_choices < 2 {
            let what = "choices that do not hold the answer: the card has the answer alone";
            self.lose(what, row.line);
            return Ok(Vec::new());
        }
        let mut choices = Vec::with_capacity(n_choices);
        for (place, text) in texts.iter().enumerate() {
            if !text.is_empty() {
                choices.push(Choice {
                    right: right.contains(&place),
                    text: self.markdown(text, Side::Back, false, row)?,
                    note: None,
                });
            }
        }
        Ok(choices)
    }
}

/// The places of the right choices; none where the answer speaks of none of them.
fn right(
    answer: &str,
    choices: &[&str],
    counted: bool,
) -> Result<Vec<usize>, (String, &'static str)> {
    let hint = "name the right one by its letter";
    let told = choices
        .iter()
        .position(|text| text.to_lowercase() == answer.to_lowercase());
    let named = match counted {
        true => numbers(answer),
        false => letters(answer),
    };
    match (told, named) {
        (Some(told), Some(places)) if places != [told] => {
            let what = match counted {
                true => "the answer is the number of one choice and the text of another",
                false => "the answer is the letter of one choice and the text of another",
            };
            Err((what.into(), "write the choices out"))
        }
        (Some(told), _) => Ok(vec![told]),
        (None, Some(places)) if places.iter().all(|place| is_there(choices, *place)) => Ok(places),
        (None, Some(_)) => Err(("the answer names a choice that is not there".into(), hint)),
        // Some count from 0, some from 1.
        (None, None) if answer.parse().is_ok_and(|n: usize| n <= choices.len()) => Err((
            "which choice the number stands for is not clear".into(),
            hint,
        )),
        (None, None) => Ok(Vec::new()),
    }
}

fn is_there(choices: &[&str], place: usize) -> bool {
    choices.get(place).is_some_and(|text| !text.is_empty())
}

/// `b`, `Option B`, `A, C`.
fn letters(answer: &str) -> Option<Vec<usize>> {
    let parts = answer.split([',', ';', '/', '&', '|']);
    parts.map(names::choice).collect()
}

/// `2`, `1, 3`, `Answer 2`.
fn numbers(answer: &str) -> Option<Vec<usize>> {
    let parts = answer.split([',', ';', '/', '&', '|']).map(str::trim);
    let place = |part: &str| match part.parse::<usize>() {
        Ok(number) => number.checked_sub(1),
        Err(_) => names::counted(part),
    };
    parts.map(place).collect()
}

/// The choices that a cell lists: as JSON or Python has them, on lines, or between bars or
/// semicolons; between commas only if the answer is one of them, since texts have commas, too.
fn listed(cell: &str, answer: &str) -> Vec<String> {
    let cell = cell.trim();
    if let Some(texts) = bracketed(cell) {
        return texts;
    }
    let parted = |sign: char| -> Vec<String> {
        let parts = cell.split(sign).map(|part| part.trim().to_string());
        parts.filter(|part| !part.is_empty()).collect()
    };
    let sure = ['\n', '|', ';'].into_iter().map(parted);
    let holds = |texts: &Vec<String>| texts.iter().any(|text| text == answer);
    let texts = sure.clone().find(|texts| 1 < texts.len());
    let texts = texts.or_else(|| Some(parted(',')).filter(holds));
    texts.map(unlabelled).unwrap_or_default()
}

/// Reads `["a", "b"]` and `['a', 'b']`; `None` for anything else.
fn bracketed(cell: &str) -> Option<Vec<String>> {
    let mut rest = cell.strip_prefix('[')?.trim_start();
    let mut texts = Vec::new();
    while !rest.starts_with(']') {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (mut text, mut is_escaped, mut end) = (String::new(), false, None);
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if is_escaped => {
                    text.push(if c == 'n' { '\n' } else { c });
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                _ if c == quote => {
                    end = Some(at + 1);
                    break;
                }
                _ => text.push(c),
            }
        }
        texts.push(text.trim().to_string());
        rest = rest[end?..].trim_start();
        rest = match rest.strip_prefix(',') {
            Some(behind) => behind.trim_start(),
            None if rest == "]" => rest,
            None => return None,
        };
    }
    (rest == "]").then_some(texts)
}

/// The texts without the letters in front, if all have them in order: `A) x`.
fn unlabelled(texts: Vec<String>) -> Vec<String> {
    let bare = |(place, text): (usize, &String)| -> Option<String> {
        let (label, rest) = text.split_once([')', '.', ':'])?;
        let is_label = names::choice(label) == Some(place) && rest.starts_with(' ');
        is_label.then(|| rest.trim().to_string())
    };
    let bare: Option<Vec<String>> = texts.iter().enumerate().map(bare).collect();
    bare.unwrap_or(texts)
}
