//! Pairs to match: a card for each, with all right sides as its choices.

use super::cards::{CHOICES_MAX, Maker};
use super::question::{Question, Refusal};
use super::typed::plain_text;
use crate::import::draft::Draft;
use crate::import::text::loose;
use crate::model::card::Choice;
use std::collections::HashSet;

/// Pairs of one question; each of their cards repeats it.
const PAIRS_MAX: usize = 100;

impl Maker<'_, '_> {
    pub(super) fn pairs(
        &mut self,
        question: &Question,
        pairs: &[(&str, &str)],
    ) -> Result<Vec<Draft>, Refusal> {
        if PAIRS_MAX < pairs.len() {
            let what = format!("it has {} pairs, at most {PAIRS_MAX} are read", pairs.len());
            return Err((what, "part it into several questions"));
        }
        let asking = self.asking(question)?.question;
        let (mut answers, mut known) = (Vec::new(), HashSet::new());
        let mut asked: Vec<(String, String, String)> = Vec::new();
        for (left, right) in pairs {
            let answer = loose::on_one_line(&self.text(right)?);
            let left_text = self.text(left)?;
            if answer.is_empty() {
                return Err((
                    "a pair has no right side".into(),
                    "write each as `=left -> right`",
                ));
            }
            if known.insert(answer.clone()) {
                answers.push(answer.clone());
            }
            if !left_text.is_empty() {
                asked.push((plain_text(left), left_text, answer));
            }
        }
        if !(2..=CHOICES_MAX).contains(&answers.len()) {
            answers.clear();
        }
        let choices = |right: &str| -> Vec<Choice> {
            let choice = |text: &String| Choice {
                right: text == right,
                text: text.clone(),
                note: None,
            };
            answers.iter().map(choice).collect()
        };
        let draft = |(id, left, answer): (String, String, String)| Draft {
            id: Some(id),
            question: format!("{left}\n\n{asking}"),
            choices: choices(&answer),
            answer,
            ..Draft::default()
        };
        Ok(asked.into_iter().map(draft).collect())
    }
}
