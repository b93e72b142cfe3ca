//! The tail of the log: the answers of a day, how long the last ones took, which days had any.
//!
//! Uids sort by time, so each question is asked of a short range of the log; none of them costs
//! more because the log is long.

use super::log::rating;
use super::{CardRow, Result, Store};
use crate::model::event::{Rating, Uid};
use crate::model::time::{Day, Timestamp};
use rusqlite::{Row, named_params};

/// One answer of the last days, for counts and for the order of the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecentAnswer {
    pub uid: Uid,
    pub card: CardRow,
    pub family: Option<i64>,
    pub deck: Option<i64>,
    pub day: Day,
    pub at: Timestamp,
    pub rating: Rating,
    /// Whether the card was new before it.
    pub first: bool,
}

/// How long an answer took, and what the card was before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerTime {
    pub rating: Rating,
    /// `None` where nobody measured; nothing else is then looked up.
    pub duration_ms: Option<u32>,
    /// Chance of recall before it; `None` where the card was new or nobody computed it.
    pub predicted: Option<f32>,
    /// Whether the card was new before it.
    pub first: bool,
}

const HOUR_MS: i64 = 3_600_000;

impl Store {
    /// The answers of a study day that count, oldest first. Only the log from the instant `since`
    /// on is read.
    pub fn answers_of(&self, day: Day, since: Timestamp) -> Result<Vec<RecentAnswer>> {
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("answers_of_day.sql"))?
                .query_map(
                    named_params! { ":since": Uid::floor(since).0, ":day": day.0 },
                    recent,
                )?
                .collect()
        })
    }

    /// The last `limit` answers that count, newest first, with what tells how long they took.
    pub fn last_times(&self, limit: usize) -> Result<Vec<AnswerTime>> {
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("answer_times.sql"))?
                .query_map(named_params! { ":limit": limit as i64 }, |row| {
                    Ok(AnswerTime {
                        rating: rating(row, 0)?,
                        duration_ms: row.get(1)?,
                        predicted: row.get(2)?,
                        first: row.get(3)?,
                    })
                })?
                .collect()
        })
    }

    /// Whether the study day has an answer that counts.
    ///
    /// The day by UTC is looked through first, as nearly all answers lie in it; then all the time
    /// that a study day can take up anywhere, with any rollover.
    pub fn was_active(&self, day: Day) -> Result<bool> {
        Ok(self.has_answer(day, 0, 24)? || self.has_answer(day, -14, 59)?)
    }

    /// Whether a day has an answer between two hours, counted from its midnight by UTC.
    fn has_answer(&self, day: Day, from_hour: i64, to_hour: i64) -> Result<bool> {
        let at = |hour: i64| Uid::floor(Timestamp((i64::from(day.0) * 24 + hour) * HOUR_MS)).0;
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("has_answer.sql"))?
                .query_row(
                    named_params! { ":from": at(from_hour), ":to": at(to_hour), ":day": day.0 },
                    |row| row.get(0),
                )
        })
    }
}

fn recent(row: &Row) -> rusqlite::Result<RecentAnswer> {
    Ok(RecentAnswer {
        uid: Uid(row.get(0)?),
        card: row.get(1)?,
        family: row.get(2)?,
        deck: row.get(3)?,
        day: Day(row.get(4)?),
        at: Timestamp(row.get(5)?),
        rating: rating(row, 6)?,
        first: row.get(7)?,
    })
}
