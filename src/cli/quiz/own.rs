//! Answers that only the learner can judge: shown, then ticked off or said to be known.

use super::given::{Ended, Sat, keep};
use super::paper::Quiz;
use super::put::Put;
use crate::cli::context::Context;
use crate::cli::keep::Desk;
use crate::model::quiz::Outcome;
use crate::quiz::exam::{Command, command};
use crate::quiz::form::Form;
use crate::store::quiz::GivenRow;
use crate::ui::style::Line;
use crate::ui::talk::{Query, Said, Talk};

/// What the learner thinks of an answer of theirs.
pub struct Grade {
    pub outcome: Outcome,
    /// The letters of the points that it made, for an open question.
    points: Option<String>,
}

impl Grade {
    /// The answer as it is kept: what was typed, and the points that were ticked off.
    pub fn recorded(&self, text: &str) -> String {
        match &self.points {
            Some(points) if text.is_empty() => format!("points {points}"),
            Some(points) => format!("{text} (points {points})"),
            None => text.to_string(),
        }
    }
}

/// Shows the answer and asks the learner how good theirs was; `None` where they leave.
pub fn grade(put: &Put, desk: &Desk, talk: &mut dyn Talk) -> Sat<Option<Grade>> {
    let is_open = matches!(put.form, Form::Open { .. });
    let wanted = match is_open {
        true => "points made, e.g. a c, or Enter for none: ",
        false => "did you know it? y or n: ",
    };
    let mut fresh = true;
    loop {
        let said = talk.ask(&Query {
            shown: &|page| put.answer("", None, desk, page),
            fresh,
            prompt: &|_| Some(Line::from(wanted)),
        })?;
        fresh = false;
        let Said::Line(line) = said else {
            return Ok(None);
        };
        if command(&line, true) == Command::Quit {
            return Ok(None);
        }
        match put.form.judge(&line) {
            Ok(outcome) => {
                let line = line.trim().to_string();
                let points = Some(line).filter(|line| is_open && !line.is_empty());
                return Ok(Some(Grade { outcome, points }));
            }
            Err(why) => talk.tell(&[Line::from(why)])?,
        }
    }
}

/// After an exam: the answers that only the learner can judge, one by one.
pub fn mark(
    quiz: &mut Quiz,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> Sat<Ended> {
    for at in 0..quiz.questions.len() {
        let Some(given) = quiz.questions[at].given.clone() else {
            continue;
        };
        if given.outcome.is_some() {
            continue;
        }
        let Ok(put) = Put::again(&quiz.questions[at], desk, context) else {
            continue;
        };
        let lead = format!("{} · your answer: {}", at + 1, given.answer);
        let page = talk.page();
        talk.tell(&put.question(&lead, page))?;
        let Some(grade) = grade(&put, desk, talk)? else {
            return Ok(Ended::Left);
        };
        let marked = GivenRow {
            outcome: Some(grade.outcome),
            answer: grade.recorded(&given.answer),
            ..given
        };
        keep(quiz, at, marked, desk, context)?;
    }
    Ok(Ended::Done)
}
