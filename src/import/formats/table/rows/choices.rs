//! Rows with choices beside the answer, in columns of their own or listed in one cell.
//!
//! The answer says by letter, by number or by its text which of them are right. One that is none of
//! these leaves a plain card: the choices may be the wrong ones alone.

use super::key::{self, Key, Named};
use super::{Intake, Row};
use crate::import::formats::table::names;
use crate::import::text::html::Side;
use crate::model::card::Choice;

const HINT: &str = "name the right one by its letter";

impl Intake<'_, '_> {
    /// The choices of a row with the right ones marked; none where a plain card is to be made, and
    /// a single one where it is the answer.
    pub fn choices(&mut self, row: &Row) -> Result<Vec<Choice>, (String, &'static str)> {
        let answer = row.answer.join("\n");
        let listed = listed(row.list, &answer);
        let texts = texts(row, &listed);
        let n_choices = texts.iter().filter(|text| !text.is_empty()).count();
        let is_void = row.list.is_empty() || bracketed(row.list).is_some_and(|it| it.is_empty());
        let has_some = 0 < n_choices || !is_void;
        if !has_some && row.key.is_mark(&answer, row.choices.len()) {
            return Err(("the answer names a choice that is not there".into(), HINT));
        }
        if !has_some || answer.is_empty() {
            return Ok(Vec::new());
        }
        let right = right(&answer, &texts, &row.key)?;
        if right.is_empty() {
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

impl Key {
    /// Takes note of the answer of a row.
    pub fn see_row(&mut self, row: &Row) {
        let answer = row.answer.join("\n");
        let listed = listed(row.list, &answer);
        self.see(&answer, &texts(row, &listed));
    }
}

fn texts<'t>(row: &Row<'t>, listed: &'t [String]) -> Vec<&'t str> {
    match row.choices.is_empty() {
        true => listed.iter().map(String::as_str).collect(),
        false => row.choices.clone(),
    }
}

/// The places of the right choices; none where the answer speaks of none of them.
fn right(answer: &str, choices: &[&str], key: &Key) -> Result<Vec<usize>, (String, &'static str)> {
    let told = key::told(answer, choices);
    let are_there = |places: &[usize]| places.iter().all(|place| key::is_there(choices, *place));
    match key.named(answer, choices) {
        Named::Nothing => Ok(told),
        Named::Places(places) if told.is_empty() => match are_there(&places) {
            true => Ok(places),
            false => Err(("the answer names a choice that is not there".into(), HINT)),
        },
        Named::Places(places) if places == told || !are_there(&places) => Ok(told),
        Named::Places(_) => {
            let sign = match answer.contains(|c: char| c.is_ascii_digit()) {
                true => "number",
                false => "letter",
            };
            let what = format!("the answer is the {sign} of one choice and the text of another");
            Err((what, "write the choices out"))
        }
        // Some count from 0, some from 1.
        Named::Unclear => Err((
            "which choice the number stands for is not clear".into(),
            HINT,
        )),
    }
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
    let texts = texts.or_else(|| in_a_row(cell));
    texts.map(unlabelled).unwrap_or_default()
}

/// Reads `["a", "b"]`, `['a', 'b']` and `{"A": "a", "B": "b"}`; `None` for anything else.
fn bracketed(cell: &str) -> Option<Vec<String>> {
    let (end, mut rest) = match cell.strip_prefix('[') {
        Some(rest) => (']', rest.trim_start()),
        None => ('}', cell.strip_prefix('{')?.trim_start()),
    };
    let mut texts = Vec::new();
    while !rest.starts_with(end) {
        let (mut text, mut behind) = string(rest)?;
        if end == '}' {
            let is_label =
                names::choice(&text) == Some(texts.len()) || text.parse() == Ok(texts.len() + 1);
            let value = behind.strip_prefix(':').filter(|_| is_label)?;
            (text, behind) = string(value.trim_start())?;
        }
        texts.push(text.trim().to_string());
        rest = match behind.strip_prefix(',') {
            Some(behind) => behind.trim_start(),
            None if behind.starts_with(end) => behind,
            None => return None,
        };
    }
    (rest.len() == 1).then_some(texts)
}

/// The text between quotes at the start, and what follows it.
fn string(rest: &str) -> Option<(String, &str)> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (mut text, mut is_escaped) = (String::new(), false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => {
                text.push(if c == 'n' { '\n' } else { c });
                is_escaped = false;
            }
            '\\' => is_escaped = true,
            _ if c == quote => return Some((text, rest[at + 1..].trim_start())),
            _ => text.push(c),
        }
    }
    None
}

/// Choices in a row, each with its letter: `A) x B) y`.
fn in_a_row(cell: &str) -> Option<Vec<String>> {
    let sign = cell.strip_prefix(['A', 'a'])?.chars().next()?;
    if ![')', '.', ':'].contains(&sign) {
        return None;
    }
    let (mut texts, mut rest) = (Vec::new(), cell);
    let first = cell.bytes().next()?;
    for letter in first + 1..first + 26 {
        let mark = format!(" {}{sign} ", char::from(letter));
        let Some((text, behind)) = rest.split_once(&mark) else {
            break;
        };
        texts.push(text.trim().to_string());
        rest = &rest[rest.len() - behind.len() - mark.len() + 1..];
    }
    texts.push(rest.trim().to_string());
    (1 < texts.len()).then_some(texts)
}

/// The texts without the letters in front, if all have them in order: `A) x`, `a-> x`.
fn unlabelled(texts: Vec<String>) -> Vec<String> {
    let bare = |(place, text): (usize, &String)| -> Option<String> {
        let arrow = text.split_once("->");
        let (label, rest) = arrow.or_else(|| text.split_once([')', '.', ':']))?;
        let is_label = names::choice(label) == Some(place) && rest.starts_with(' ');
        is_label.then(|| rest.trim().to_string())
    };
    let bare: Option<Vec<String>> = texts.iter().enumerate().map(bare).collect();
    bare.unwrap_or(texts)
}
