//! Rows with lettered choices beside the answer.
//!
//! The answer says by letter or by its text which of them are right. One that is neither leaves a
//! plain card: the choices may be the wrong ones alone.

use super::{Intake, Row};
use crate::import::formats::table::names;
use crate::import::text::html::Side;
use crate::model::card::Choice;

impl Intake<'_, '_> {
    /// The choices of a row with the right ones marked; none where a plain card is to be made.
    pub fn choices(&mut self, row: &Row) -> Result<Vec<Choice>, (String, &'static str)> {
        let answer = row.answer.join("\n");
        let n_choices = row.choices.iter().filter(|text| !text.is_empty()).count();
        if n_choices == 0 || answer.is_empty() {
            return Ok(Vec::new());
        }
        let right = right(&answer, &row.choices)?;
        if right.is_empty() || n_choices == 1 {
            let what = "choices that do not hold the answer: the card has the answer alone";
            self.lose(what, row.line);
            return Ok(Vec::new());
        }
        let mut choices = Vec::with_capacity(n_choices);
        for (place, text) in row.choices.iter().enumerate() {
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
fn right(answer: &str, choices: &[&str]) -> Result<Vec<usize>, (String, &'static str)> {
    let hint = "name the right one by its letter";
    let told = choices
        .iter()
        .position(|text| text.to_lowercase() == answer.to_lowercase());
    let lettered = letters(answer);
    match (told, lettered) {
        (Some(told), Some(places)) if places != [told] => {
            let what = "the answer is the letter of one choice and the text of another";
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
