//! Quizzes: what was asked as it was shown, and each answer the moment it is given.

#[cfg(test)]
mod tests;

use super::{CardRow, Result, Store};
use crate::model::event::Uid;
use crate::model::memory::Phase;
use crate::model::quiz::{Confidence, Outcome, Way};
use crate::model::time::{Day, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params, params};

/// A card that a quiz may ask.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateRow {
    pub card: CardRow,
    pub key: String,
    /// The topic, or the deck where it has none.
    pub topic: String,
    pub area: Option<String>,
    /// As selectors call it: `choices`, `typed` and so on.
    pub kind: String,
    pub level: Option<String>,
    pub phase: Phase,
    pub stability: Option<f32>,
    pub last_day: Option<Day>,
    /// How many places of roadmaps list the topic.
    pub n_listings: u32,
}

/// A quiz without its questions.
#[derive(Clone, Debug, PartialEq)]
pub struct QuizRow {
    pub id: i64,
    pub uid: Uid,
    pub started: Timestamp,
    pub day: Day,
    /// `None` while it can be continued.
    pub ended: Option<Timestamp>,
    pub exam: bool,
    pub seed: u64,
    pub minutes: Option<u32>,
    pub spent_ms: i64,
    pub selector: String,
}

/// One question of a quiz.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionRow {
    pub card: String,
    pub topic: String,
    pub way: Way,
    pub question: String,
    /// Choices or steps in the order shown, JSON.
    pub shown: String,
    pub chance: f64,
    pub flagged: bool,
    pub given: Option<GivenRow>,
    /// Whether it was let count as Again.
    pub counted: bool,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenRow {
    pub answer: String,
    /// `None` while it waits for the learner's own judgement.
    pub outcome: Option<Outcome>,
    pub confidence: Option<Confidence>,
    pub duration_ms: Option<u32>,
    pub at: Timestamp,
}

const QUIZ: &str =
    "select id, uid, started_ms, day, ended_ms, exam, seed, minutes, spent_ms, selector from quiz";

const QUESTION: &str = "select card, topic, way, question, shown, chance, flagged, answer, outcome,
    confidence, duration_ms, answered_ms, counted from quiz_question";

impl Store {
    /// The cards that a quiz may ask, by key.
    pub fn quiz_candidates(&self) -> Result<Vec<CandidateRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("quiz_candidates.sql"))?
                .query_map([], |row| {
                    Ok(CandidateRow {
                        card: row.get(0)?,
                        key: row.get(1)?,
                        topic: row.get(2)?,
                        kind: row.get(3)?,
                        level: row.get(4)?,
                        phase: Phase::ALL[usize::from(row.get::<_, u8>(5)?.min(3))],
                        stability: row.get(6)?,
                        last_day: row.get::<_, Option<i32>>(7)?.map(Day),
                        n_listings: row.get(8)?,
                        area: row.get(9)?,
                    })
                })?
                .collect()
        })
    }

    /// Keeps a new quiz with all its questions; returns its number. `quiz.id` is not looked at.
    pub fn begin_quiz(&mut self, quiz: &QuizRow, questions: &[QuestionRow]) -> Result<i64> {
        self.write(|transaction| {
            transaction.execute(
                "insert into quiz (uid, started_ms, day, exam, seed, minutes, selector)
                 values (?, ?, ?, ?, ?, ?, ?)",
                params![
                    quiz.uid.0,
                    quiz.started.0,
                    quiz.day.0,
                    quiz.exam,
                    quiz.seed as i64,
                    quiz.minutes,
                    quiz.selector
                ],
            )?;
            let id = transaction.last_insert_rowid();
            let mut add = transaction.prepare_cached(
                "insert into quiz_question (quiz, number, card, topic, way, question, shown, chance)
                 values (?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for (idx, one) in questions.iter().enumerate() {
                add.execute(params![
                    id,
                    idx as i64 + 1,
                    one.card,
                    one.topic,
                    one.way.name(),
                    one.question,
                    one.shown,
                    one.chance
                ])?;
            }
            Ok(id)
        })
    }

    /// Keeps an answer to a question, counted from 0, and the time spent on the quiz so far.
    ///
    /// A quiz that has ended takes no answer; returns whether it was kept.
    pub fn keep_quiz_answer(
        &mut self,
        quiz: i64,
        idx: usize,
        given: &GivenRow,
        spent_ms: i64,
    ) -> Result<bool> {
        self.write(|transaction| {
            let spent = "update quiz set spent_ms = max(spent_ms, ?2)
                 where id = ?1 and ended_ms is null";
            if transaction.execute(spent, params![quiz, spent_ms])? == 0 {
                return Ok(false);
            }
            transaction
                .prepare_cached(
                    "update quiz_question set answer = :answer, outcome = :outcome,
                         confidence = :confidence, duration_ms = :duration, answered_ms = :at
                     where quiz = :quiz and number = :number",
                )?
                .execute(named_params! {
                    ":quiz": quiz,
                    ":number": idx as i64 + 1,
                    ":answer": given.answer,
                    ":outcome": given.outcome.map(Outcome::name),
                    ":confidence": given.confidence.map(Confidence::name),
                    ":duration": given.duration_ms,
                    ":at": given.at.0,
                })?;
            Ok(true)
        })
    }

    /// Sets or takes off the flag of a question, counted from 0.
    pub fn flag_quiz_question(&mut self, quiz: i64, idx: usize, flagged: bool) -> Result<()> {
        self.write(|transaction| {
            transaction
                .execute(
                    "update quiz_question set flagged = ? where quiz = ? and number = ?",
                    params![flagged, quiz, idx as i64 + 1],
                )
                .map(|_| ())
        })
    }

    /// Keeps the time spent on a quiz that goes on, or is broken off.
    pub fn spend_on_quiz(&mut self, quiz: i64, spent_ms: i64) -> Result<()> {
        self.write(|transaction| {
            let sql = "update quiz set spent_ms = max(spent_ms, ?) where id = ?";
            transaction
                .execute(sql, params![spent_ms, quiz])
                .map(|_| ())
        })
    }

    /// Ends a quiz; one that has ended stays as it is.
    pub fn end_quiz(&mut self, quiz: i64, at: Timestamp) -> Result<()> {
        self.write(|transaction| {
            let sql = "update quiz set ended_ms = ? where id = ? and ended_ms is null";
            transaction.execute(sql, params![at.0, quiz]).map(|_| ())
        })
    }

    /// Forgets a quiz with its questions.
    pub fn forget_quiz(&mut self, quiz: i64) -> Result<()> {
        self.write(|transaction| {
            let sql = "delete from quiz where id = ?";
            transaction.execute(sql, [quiz]).map(|_| ())
        })
    }

    /// Keeps that a missed question, counted from 0, was let count as Again.
    pub fn count_quiz_question(&mut self, quiz: i64, idx: usize) -> Result<()> {
        self.write(|transaction| {
            let sql = "update quiz_question set counted = 1 where quiz = ? and number = ?";
            transaction
                .execute(sql, params![quiz, idx as i64 + 1])
                .map(|_| ())
        })
    }

    /// A quiz by its number.
    pub fn quiz(&self, id: i64) -> Result<Option<QuizRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{QUIZ} where id = ?"))?
                .query_row([id], quiz_row)
                .optional()
        })
    }

    /// The last quizzes, newest first, at most `limit`.
    pub fn quizzes(&self, limit: usize) -> Result<Vec<QuizRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{QUIZ} order by id desc limit ?"))?
                .query_map([limit as i64], quiz_row)?
                .collect()
        })
    }

    /// The quizzes that have not ended, newest first: broken off, or being answered.
    pub fn open_quizzes(&self) -> Result<Vec<QuizRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{QUIZ} where ended_ms is null order by id desc"))?
                .query_map([], quiz_row)?
                .collect()
        })
    }

    /// The questions of a quiz, in their order.
    pub fn quiz_questions(&self, quiz: i64) -> Result<Vec<QuestionRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{QUESTION} where quiz = ? order by number"))?
                .query_map([quiz], question_row)?
                .collect()
        })
    }

    /// The cards that were answered in the last quiz that had any answer.
    pub fn last_quiz_cards(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "select card from quiz_question where answer is not null and quiz =
                         (select max(quiz) from quiz_question where answer is not null)",
                )?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// The number of the last quiz before `quiz` that has ended and says something of the topic.
    pub fn quiz_before(&self, quiz: i64, topic: &str) -> Result<Option<i64>> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "select max(q.quiz) from quiz_question q join quiz z on z.id = q.quiz
                     where q.topic = ? and q.quiz < ? and z.ended_ms is not null
                         and (q.outcome is not null or z.exam)",
                )?
                .query_row(params![topic, quiz], |row| row.get(0))
        })
    }

    /// How long the last `limit` answers of quizzes before `quiz` took, in milliseconds.
    pub fn quiz_times(&self, quiz: i64, limit: usize) -> Result<Vec<u32>> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "select duration_ms from quiz_question
                     where quiz < ? and duration_ms is not null
                     order by quiz desc, number desc limit ?",
                )?
                .query_map(params![quiz, limit as i64], |row| row.get(0))?
                .collect()
        })
    }
}

fn quiz_row(row: &Row) -> rusqlite::Result<QuizRow> {
    Ok(QuizRow {
        id: row.get(0)?,
        uid: Uid(row.get(1)?),
        started: Timestamp(row.get(2)?),
        day: Day(row.get(3)?),
        ended: row.get::<_, Option<i64>>(4)?.map(Timestamp),
        exam: row.get(5)?,
        seed: row.get::<_, i64>(6)? as u64,
        minutes: row.get(7)?,
        spent_ms: row.get(8)?,
        selector: row.get(9)?,
    })
}

fn question_row(row: &Row) -> rusqlite::Result<QuestionRow> {
    let answer: Option<String> = row.get(7)?;
    let given = match answer {
        None => None,
        Some(answer) => Some(GivenRow {
            answer,
            outcome: named(row, 8, Outcome::from_name)?,
            confidence: named(row, 9, Confidence::from_name)?,
            duration_ms: row.get(10)?,
            at: Timestamp(row.get::<_, Option<i64>>(11)?.unwrap_or_default()),
        }),
    };
    Ok(QuestionRow {
        card: row.get(0)?,
        topic: row.get(1)?,
        way: named(row, 2, Way::from_name)?.unwrap_or(Way::Recall),
        question: row.get(3)?,
        shown: row.get(4)?,
        chance: row.get(5)?,
        flagged: row.get(6)?,
        given,
        counted: row.get(12)?,
    })
}

/// A word of ours; one that a newer program wrote counts as none.
fn named<T>(row: &Row, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    Ok(word.as_deref().and_then(read))
}
