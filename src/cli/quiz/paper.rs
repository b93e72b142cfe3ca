//! A quiz in hand: its questions, where the learner stands, and the clock.

use crate::model::time::Timestamp;
use crate::quiz::exam::{Exam, Place};
use crate::store::quiz::{QuestionRow, QuizRow};
use crate::ui::style::Line;

/// A quiz in hand.
pub struct Quiz {
    pub row: QuizRow,
    pub questions: Vec<QuestionRow>,
    pub exam: Exam,
    /// When this sitting of it began.
    began: Timestamp,
    /// Whether an answer without a sign means `think so`.
    pub confidence: bool,
}

impl Quiz {
    pub fn new(
        row: QuizRow,
        questions: Vec<QuestionRow>,
        now: Timestamp,
        confidence: bool,
    ) -> Quiz {
        let place = |one: &QuestionRow| Place {
            answered: one.given.is_some(),
            flagged: one.flagged,
        };
        let exam = Exam::new(questions.iter().map(place).collect());
        Quiz {
            row,
            questions,
            exam,
            began: now,
            confidence,
        }
    }

    pub fn n_answered(&self) -> usize {
        self.questions.len() - self.exam.n_open()
    }

    /// Time spent on the quiz, in all of its sittings.
    pub fn spent_ms(&self, now: Timestamp) -> i64 {
        self.row.spent_ms + (now.0 - self.began.0).max(0)
    }

    /// What is left of the time allowed; `None` where it is not limited.
    fn left_ms(&self, now: Timestamp) -> Option<i64> {
        let allowed = i64::from(self.row.minutes?) * 60_000;
        Some((allowed - self.spent_ms(now)).max(0))
    }

    pub fn is_time_up(&self, now: Timestamp) -> bool {
        self.left_ms(now) == Some(0)
    }

    /// Where the learner stands, and what is wanted: the line before the answer. An exam has none
    /// once its time is up.
    pub fn prompt(&self, wanted: &str, columns: usize, now: Timestamp) -> Option<Line> {
        if self.row.exam && self.is_time_up(now) {
            return None;
        }
        let mut facts = Vec::new();
        let n_all = self.questions.len();
        match self.exam.at() {
            Some(at) => facts.push(format!("{}/{n_all}", at + 1)),
            None => facts.push(format!("{n_all} answered")),
        }
        facts.extend(
            self.left_ms(now)
                .map(|left| format!("{} left", clock(left))),
        );
        if self.row.exam {
            facts.push(format!("{} open", self.exam.n_open()));
        }
        if 0 < self.exam.n_flagged() {
            facts.push(format!("{} flagged", self.exam.n_flagged()));
        }
        let line = |gap: &str| format!("[{}] {wanted}: ", facts.join(gap));
        let long = line(" · ");
        if long.chars().count() + TYPED_MIN <= columns {
            return Some(Line::from(long));
        }
        let short = line(" ").replace(" left", "").replace(" flagged", "!");
        Some(Line::from(short))
    }
}

/// Room for what is typed behind a prompt.
const TYPED_MIN: usize = 20;

/// `12:05`, rounded up: a clock shows 0:00 only when it is over.
fn clock(left_ms: i64) -> String {
    let seconds = (left_ms + 999) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Uid;
    use crate::model::quiz::Way;
    use crate::model::time::Day;

    fn exam(minutes: Option<u32>, spent_ms: i64) -> Quiz {
        let row = QuizRow {
            id: 1,
            uid: Uid::new(Timestamp(0), 0, 0),
            started: Timestamp(0),
            day: Day(0),
            ended: None,
            exam: true,
            seed: 0,
            minutes,
            spent_ms,
            selector: String::new(),
        };
        let question = QuestionRow {
            card: "a/b".to_string(),
            topic: "a".to_string(),
            way: Way::Choice,
            question: "Q?".to_string(),
            shown: "[]".to_string(),
            chance: 0.25,
            flagged: false,
            given: None,
            counted: false,
        };
        let questions = vec![question; 20];
        Quiz::new(row, questions, Timestamp(1_000_000), false)
    }

    fn prompt(quiz: &Quiz, columns: usize, after_ms: i64) -> Option<String> {
        let line = quiz.prompt("letter", columns, Timestamp(1_000_000 + after_ms));
        line.map(|line| line.text())
    }

    #[test]
    fn the_clock_runs_on_where_a_quiz_is_continued_and_stands_still_between() {
        let quiz = exam(Some(20), 5 * 60_000);
        let text = prompt(&quiz, 80, 1_000).unwrap();
        assert_eq!(text, "[1/20 · 14:59 left · 20 open] letter: ");
        assert_eq!(prompt(&quiz, 80, 15 * 60_000), None);
        assert_eq!(
            prompt(&exam(None, 0), 80, 0).unwrap(),
            "[1/20 · 20 open] letter: "
        );
    }

    #[test]
    fn forty_columns_leave_room_to_type() {
        let text = prompt(&exam(Some(20), 0), 40, 0).unwrap();
        assert_eq!(text, "[1/20 20:00 20 open] letter: ");
    }
}
