//! Rows whose question hides something.
//!
//! Clozes inside each other are found as in Anki's packages, and their cards have the same ids.

use super::{Intake, Row};
use crate::import::draft::{Ask, Draft};
use crate::import::formats::anki::cloze;
use crate::import::text::clozed_code::freed;
use crate::import::text::html::Side;
use crate::import::text::loose;

/// Drafts, each with what tells it apart from others of its row.
pub type Parts = Vec<(Option<String>, Draft)>;

impl Intake<'_, '_> {
    /// One draft for all clozes; where one stands inside another, which the deck format cannot say,
    /// one for each number, with what tells it apart.
    pub fn clozes(&mut self, row: &Row) -> Result<Parts, (String, &'static str)> {
        if !loose::nested_cloze(row.question) {
            return Ok(vec![(None, self.cloze(row.question, row)?)]);
        }
        let marks = cloze::parse(row.question);
        self.check_clozes(marks.count())?;
        for loss in marks.losses() {
            self.lose(loss, row.line);
        }
        if !marks.is_nested(&|_| true) {
            let draft = self.cloze(&marks.marked(&|_| true), row)?;
            return Ok(vec![(None, draft)]);
        }
        let numbers = marks.numbers();
        self.check_length(row.question.len() * numbers.len())?;
        let mut drafts = Vec::with_capacity(numbers.len());
        for number in numbers {
            let text = marks.marked(&|other| other == number);
            drafts.push((Some(cloze::part(number)), self.cloze(&text, row)?));
        }
        Ok(drafts)
    }

    fn cloze(&mut self, text: &str, row: &Row) -> Result<Draft, (String, &'static str)> {
        let answer = self.markdown(&freed(text), Side::Back, true, row)?;
        let found = loose::n_clozes(&answer);
        if found == 0 {
            let hint = "write it as `{{c1::hidden}}`, with a number from 1 to 500";
            return Err(("there is no cloze in it".into(), hint));
        }
        self.check_clozes(found)?;
        let why = self.answer(row)?;
        Ok(Draft {
            answer,
            ask: Ask::Cloze,
            why: (!why.is_empty()).then_some(why),
            ..Draft::default()
        })
    }

    fn check_clozes(&self, found: usize) -> Result<(), (String, &'static str)> {
        if self.options.limits.clozes < found {
            let limit = self.options.limits.clozes;
            let what = format!("it has {found} clozes, at most {limit} are read");
            return Err((what, "part it, or raise `--max-clozes`"));
        }
        Ok(())
    }

    /// A long text with many clozes in each other would be written once for each.
    fn check_length(&self, length: usize) -> Result<(), (String, &'static str)> {
        let limit = self.options.limits.field_bytes;
        if limit < length {
            let what = format!("its cards have {length} bytes, at most {limit} are read");
            return Err((what, "part it, or raise `--max-field`"));
        }
        Ok(())
    }
}
