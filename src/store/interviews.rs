//! The dates for which the learner prepares, and the cards as a plan for a date sees them.

use super::{CardRow, Result, Store};
use crate::model::memory::Memory;
use crate::model::time::Day;
use rusqlite::params;

/// A date, and what is to be known on it.
#[derive(Clone, Debug, PartialEq)]
pub struct InterviewRow {
    pub name: String,
    pub day: Day,
    /// Minutes of study a day until then.
    pub minutes: u32,
    /// Words of a selector; empty for all cards.
    pub focus: Vec<String>,
    /// A selector, and how much its cards matter; 1 is the default.
    pub weights: Vec<(String, f32)>,
    /// The study day on which it was told to be over.
    pub done: Option<Day>,
}

/// A card as a plan sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRow {
    pub card: CardRow,
    pub family: Option<i64>,
    pub topic: Option<String>,
    pub memory: Option<Memory>,
    pub last_day: Option<Day>,
    /// Whether its last answer was Again: it waits to be passed, outside of any plan.
    pub pending: bool,
}

impl Store {
    /// All interviews, by day.
    pub fn interviews(&self) -> Result<Vec<InterviewRow>> {
        self.read(|connection| {
            connection
                .prepare("select name, day, minutes, focus, weights, done from interview order by day, name")?
                .query_map([], |row| {
                    let (focus, weights): (String, String) = (row.get(3)?, row.get(4)?);
                    Ok(InterviewRow {
                        name: row.get(0)?,
                        day: Day(row.get(1)?),
                        minutes: row.get(2)?,
                        focus: serde_json::from_str(&focus).unwrap_or_default(),
                        weights: serde_json::from_str(&weights).unwrap_or_default(),
                        done: row.get::<_, Option<i32>>(5)?.map(Day),
                    })
                })?
                .collect()
        })
    }

    /// Keeps an interview in place of the one of that name.
    pub fn keep_interview(&mut self, row: &InterviewRow) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "insert or replace into interview values (?, ?, ?, ?, ?, ?)",
                params![
                    row.name,
                    row.day.0,
                    row.minutes,
                    serde_json::json!(row.focus).to_string(),
                    serde_json::json!(row.weights).to_string(),
                    row.done.map(|day| day.0)
                ],
            )?;
            Ok(())
        })
    }

    /// Forgets an interview.
    pub fn forget_interview(&mut self, name: &str) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("delete from interview where name = ?", [name])?;
            Ok(())
        })
    }

    /// Every card with text that is neither suspended nor buried on `today`, in the order in which
    /// new cards enter.
    pub fn planned(&self, today: Day) -> Result<Vec<PlannedRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select c.id, c.family, d.topic, c.stability, c.difficulty, c.last_day, c.phase
                     from card c join deck d on d.id = c.deck
                     where c.note is not null and not c.suspended and ifnull(c.buried, ?1 - 1) < ?1
                     order by c.place, c.id",
                )?
                .query_map([today.0], |row| {
                    let stability: Option<f32> = row.get(3)?;
                    let difficulty: Option<f32> = row.get(4)?;
                    Ok(PlannedRow {
                        card: row.get(0)?,
                        family: row.get(1)?,
                        topic: row.get(2)?,
                        memory: stability
                            .zip(difficulty)
                            .map(|(stability, difficulty)| Memory {
                                stability,
                                difficulty,
                            }),
                        last_day: row.get::<_, Option<i32>>(5)?.map(Day),
                        pending: matches!(row.get::<_, i64>(6)?, 1 | 3),
                    })
                })?
                .collect()
        })
    }

    /// Seconds of the answers of a study day, each at most `most`; those that nobody measured
    /// count as `unmeasured`.
    pub fn seconds_of(&self, day: Day, most: f32, unmeasured: f32) -> Result<f32> {
        self.read(|connection| {
            let sum: f64 = connection.query_row(
                "select total(min(ifnull(e.duration_ms / 1000.0, ?3), ?2)) from event e
                 where e.kind = 1 and e.day = ?1 and e.uid >= ?4
                     and not exists (select 1 from event v where v.voids = e.uid)",
                params![day.0, most, unmeasured, since(day).to_vec()],
                |row| row.get(0),
            )?;
            Ok(sum as f32)
        })
    }
}

/// The smallest uid that an answer of that study day can have, in any zone.
fn since(day: Day) -> [u8; 16] {
    let ms = (i64::from(day.0) - 2) * 86_400_000;
    crate::model::event::Uid::floor(crate::model::time::Timestamp(ms.max(0))).0
}
