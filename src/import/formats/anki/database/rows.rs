//! Notes, cards and the log, row by row: each table is read once, from beginning to end.

use super::Database;
use crate::import::formats::anki::history::{Answer, Memory, Schedule};
use crate::import::formats::anki::loose::Loose;
use crate::import::untrusted::Wrong;
use crate::import::untrusted::sqlite::Row;
use serde::Deserialize;

/// One row of `notes`, as it stands there.
pub struct NoteRow<'r> {
    pub id: i64,
    pub kind: i64,
    pub guid: &'r str,
    pub tags: &'r str,
    /// Parted by U+001F.
    pub fields: &'r str,
}

/// One row of `cards`.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: i64,
    pub note: i64,
    pub deck: i64,
    /// The deck that it was borrowed from; 0 where it is at home.
    pub home: i64,
    pub ord: u32,
    /// Where it was asked for.
    pub schedule: Option<Box<Schedule>>,
}

/// The log, by card and then by instant.
#[derive(Debug, Default)]
pub struct Log {
    pub answers: Vec<Answer>,
    /// Numbers of rows that cannot be read.
    pub broken: Vec<i64>,
}

impl Log {
    /// The rows of one card, oldest first.
    pub fn of(&self, card: i64) -> &[Answer] {
        let start = self.answers.partition_point(|answer| answer.card < card);
        let rest = &self.answers[start..];
        let own = rest.iter().take_while(|answer| answer.card == card);
        &rest[..own.count()]
    }
}

impl Database {
    /// Calls `take` for each note, in the order of their ids: with the row, or where it cannot be
    /// read with its id. Ends at the first error.
    pub fn notes(
        &self,
        mut take: impl FnMut(Result<NoteRow, i64>) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        let columns = ["id", "guid", "mid", "tags", "flds"];
        self.each("notes", &columns, |row, id| {
            let read = || {
                Some(NoteRow {
                    id,
                    guid: row.text(1)?,
                    kind: row.number(2)?,
                    tags: row.text(3)?,
                    fields: row.text(4)?,
                })
            };
            take(read().ok_or(id))
        })
    }

    /// The fields of the note where there is only one, and it is text.
    pub fn only_note(&self) -> Result<Option<String>, Wrong> {
        let mut fields = Vec::new();
        self.tables.rows("notes", &["flds"], 2, |row| {
            fields.push(row.text(0).map(str::to_string));
            Ok(())
        })?;
        let first = fields.pop().flatten();
        Ok(first.filter(|_| fields.is_empty()))
    }

    /// The cards, ordered by note and template, and the ids of those that cannot be read.
    pub fn cards(&self, with_progress: bool) -> Result<(Vec<Card>, Vec<i64>), Wrong> {
        let columns = [
            "id", "nid", "did", "odid", "ord", "type", "queue", "due", "odue", "ivl", "factor",
            "reps", "lapses", "flags", "data",
        ];
        let columns = &columns[..if with_progress { columns.len() } else { 5 }];
        let (mut cards, mut broken) = (Vec::new(), Vec::new());
        self.each("cards", columns, |row, id| {
            match card(row, id, with_progress) {
                Some(card) => cards.push(card),
                None => broken.push(id),
            }
            Ok(())
        })?;
        cards.sort_unstable_by_key(|card| (card.note, card.ord, card.id));
        Ok((cards, broken))
    }

    /// The log, where there is one.
    pub fn log(&self) -> Result<Log, Wrong> {
        let mut log = Log::default();
        if !self.tables.is_there("revlog")? {
            return Ok(log);
        }
        let columns = ["id", "cid", "ease", "ivl", "factor", "time", "type"];
        self.each("revlog", &columns, |row, id| {
            match answer(row, id) {
                Some(answer) => log.answers.push(answer),
                None => log.broken.push(id),
            }
            Ok(())
        })?;
        log.answers
            .sort_unstable_by_key(|answer| (answer.card, answer.at));
        Ok(log)
    }

    /// Calls `take` with each row of a table and its id, the first of `columns`.
    ///
    /// SQLite gives them in the order of their ids; where it does not, pages point back at earlier
    /// ones, and the rows are not there or come again.
    fn each(
        &self,
        table: &str,
        columns: &[&str],
        mut take: impl FnMut(Row, i64) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        let mut last = None;
        self.tables.rows(table, columns, usize::MAX, |row| {
            let id = row.number(0);
            if id <= last {
                let how = format!("the rows of its table `{table}` are not in order");
                return Err(Wrong::damaged(&how));
            }
            last = id;
            take(row, id.unwrap_or_default())
        })
    }
}

fn card(row: Row, id: i64, with_progress: bool) -> Option<Card> {
    let at = |column| row.number(column);
    let schedule = || {
        Some(Schedule {
            kind: at(5)?,
            queue: at(6)?,
            due: at(7)?,
            home_due: at(8)?,
            interval: at(9)?,
            ease: at(10)?,
            reps: at(11)?,
            lapses: at(12)?,
            flags: at(13)?,
            memory: row.text(14).and_then(memory),
        })
    };
    let schedule = match with_progress {
        true => Some(Box::new(schedule()?)),
        false => None,
    };
    Some(Card {
        id,
        note: at(1)?,
        deck: at(2)?,
        home: at(3)?,
        ord: u32::try_from(at(4)?).ok()?,
        schedule,
    })
}

fn answer(row: Row, at: i64) -> Option<Answer> {
    let column = |column| row.number(column);
    Some(Answer {
        card: column(1)?,
        at,
        ease: u8::try_from(column(2)?).ok()?,
        interval: column(3)?,
        has_factor: column(4)? != 0,
        duration_ms: u32::try_from(column(5)?).unwrap_or(0),
        kind: u8::try_from(column(6)?).ok()?,
    })
}

/// What `cards.data` says of the memory.
///
/// Nearly all cards have numbers there; the few others are read again with more patience, so that
/// one bad value does not cost the others.
fn memory(json: &str) -> Option<Memory> {
    #[derive(Deserialize)]
    struct Plain {
        s: Option<f64>,
        d: Option<f64>,
        lrt: Option<f64>,
    }
    #[derive(Deserialize)]
    struct Patient {
        #[serde(default)]
        s: Loose,
        #[serde(default)]
        d: Loose,
        #[serde(default)]
        lrt: Loose,
    }
    let (s, d, lrt) = match serde_json::from_str::<Plain>(json) {
        Ok(plain) => (plain.s, plain.d, plain.lrt),
        Err(_) => {
            let patient: Patient = serde_json::from_str(json).ok()?;
            (patient.s.number(), patient.d.number(), patient.lrt.number())
        }
    };
    Some(Memory {
        stability: s.map(|s| s as f32).filter(|s| s.is_finite() && 0.0 < *s),
        difficulty: d.map(|d| d as f32).filter(|d| (1.0..=10.0).contains(d)),
        last_answer: lrt.map(|seconds| seconds as i64),
    })
}
