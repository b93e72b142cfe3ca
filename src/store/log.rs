//! The log of events: appended to, read, joined with another; never edited.

pub(super) mod past;
mod whole;
mod write;

pub use past::Packed;

use super::cards::{STATE_COLUMNS, state};
use super::{CardRow, Result, Store};
use crate::model::event::{Action, Adopted, Answer, Event, Mode, Rating, Uid};
use crate::model::memory::{CardState, Memory};
use crate::model::time::{Day, Timestamp};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::HashSet;

/// One event of one card, for replay.
#[derive(Clone, Debug, PartialEq)]
pub struct CardEvent {
    pub uid: Uid,
    pub at: Timestamp,
    pub day: Day,
    pub action: Action,
}

/// An event of a card that has a row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowEvent {
    pub card: CardRow,
    pub utc_offset_minutes: i32,
    pub event: CardEvent,
}

/// An answer that another program tells of, of a card that has a row: of these come many at once. It
/// happened at the instant of its uid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForeignAnswer {
    pub uid: Uid,
    pub card: CardRow,
    pub day: Day,
    pub interval: u32,
    pub duration_ms: Option<u32>,
    /// Fits, since no place on earth is 23 days ahead.
    pub utc_offset_minutes: i16,
    pub rating: Rating,
}

const EVENT_COLUMNS: &str = "e.uid, e.at_ms, e.day, e.kind, e.rating, e.interval, e.duration_ms, e.mode, \
     e.predicted, e.params, e.suggested, e.voids, e.stability, e.difficulty, e.reps, e.lapses";

const NOT_VOIDED: &str = "not exists (select 1 from event v where v.voids = e.uid)";

impl Store {
    /// The row and the cached state of a card.
    pub fn state(&self, key: &str) -> Result<Option<(CardRow, CardState)>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "select c.id, {STATE_COLUMNS} from card c where c.key = ?"
                ))?
                .query_row([key], |row| Ok((row.get(0)?, state(row, 1)?)))
                .optional()
        })
    }

    /// The greatest uid in the log. Packed answers are earlier than some that have rows.
    pub fn last_uid(&self) -> Result<Option<Uid>> {
        self.read(|connection| {
            let uid: Option<[u8; 16]> = connection
                .prepare_cached("select max(uid) from event")?
                .query_row([], |row| row.get(0))?;
            Ok(uid.map(Uid))
        })
    }

    /// The name of this machine in the log; made of `fresh` where there is none yet.
    pub fn device(&mut self, fresh: impl FnOnce() -> String) -> Result<String> {
        if let Some(name) = self.meta("device")? {
            return Ok(name);
        }
        let name = fresh();
        self.set_meta("device", &name)?;
        Ok(name)
    }

    /// The events of one card that count, oldest first, without those that were taken back.
    pub fn history(&self, card: CardRow) -> Result<Vec<CardEvent>> {
        self.read(|connection| {
            let mut events: Vec<CardEvent> = connection
                .prepare_cached(&format!(
                    "select {EVENT_COLUMNS} from event e where e.card = ? and e.kind <> {UNDO}
                         and {NOT_VOIDED} order by e.uid"
                ))?
                .query_map([card], card_event)?
                .collect::<rusqlite::Result<_>>()?;
            let past = past::of_card(connection, card)?;
            if !past.is_empty() {
                let voided = voided(connection)?;
                let past = past.iter().filter(|one| !voided.contains(&one.uid));
                events.extend(past.map(ForeignAnswer::event));
                events.sort_by_key(|event| event.uid);
            }
            Ok(events)
        })
    }

    /// The last thing done by `device` that can be taken back, with its card: what was written
    /// last, also where it was told of an earlier instant. A placement is taken back as a whole.
    pub fn last_undoable(&self, device: &str) -> Result<Option<(CardRow, CardEvent)>> {
        let live = self.last_of(device, "e.written is null", "e.uid")?;
        let told = self.last_of(device, "e.written is not null", "e.written desc, e.uid")?;
        let when =
            |found: &(CardRow, CardEvent, Option<i64>)| found.2.unwrap_or(found.1.uid.at().0);
        let last = live.into_iter().chain(told).max_by_key(when);
        Ok(last.map(|(row, event, _)| (row, event)))
    }

    fn last_of(
        &self,
        device: &str,
        which: &str,
        order: &str,
    ) -> Result<Option<(CardRow, CardEvent, Option<i64>)>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "select {EVENT_COLUMNS}, e.card, e.written from event e
                     where {which} and e.kind not in ({UNDO}, {PLACE}) and e.mode is not {IMPORT}
                         and e.device = (select id from device where name = ?) and {NOT_VOIDED}
                     order by {order} desc limit 1"
                ))?
                .query_row([device], |row| {
                    Ok((row.get(16)?, card_event(row)?, row.get(17)?))
                })
                .optional()
        })
    }

    /// The last placement: the cards that got their first interval at one instant, each with the
    /// event, and none of them taken back yet.
    pub fn last_placement(&self) -> Result<Vec<(CardRow, CardEvent)>> {
        self.read(|connection| {
            connection
                .prepare(&format!(
                    "select {EVENT_COLUMNS}, e.card from event e
                     where e.kind = {PLACE} and {NOT_VOIDED} and (e.at_ms, e.device) = (
                         select e.at_ms, e.device from event e
                         where e.kind = {PLACE} and {NOT_VOIDED} order by e.uid desc limit 1)
                     order by e.uid"
                ))?
                .query_map([], |row| Ok((row.get(16)?, card_event(row)?)))?
                .collect()
        })
    }

    /// The uid of the last event that was written here as it happened: what the clock said then.
    pub fn last_live(&self, device: &str) -> Result<Option<Uid>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "select uid from event
                     where written is null and mode is not {IMPORT}
                         and device = (select id from device where name = ?)
                     order by uid desc limit 1"
                ))?
                .query_row([device], |row| Ok(Uid(row.get(0)?)))
                .optional()
        })
    }

    /// Whether the log holds that event.
    pub fn has_event(&self, event: &Event) -> Result<bool> {
        self.read(|connection| has_event(connection, event))
    }

    /// The key of a review card.
    pub fn key(&self, card: CardRow) -> Result<String> {
        self.read(|connection| {
            connection
                .prepare_cached("select key from card where id = ?")?
                .query_row([card], |row| row.get(0))
        })
    }

    /// How many events the log holds.
    pub fn count_events(&self) -> Result<u64> {
        self.read(|connection| {
            let count: i64 =
                connection.query_row("select count(*) from event", [], |row| row.get(0))?;
            Ok(count as u64 + past::count(connection)? as u64)
        })
    }
}

const ANSWER: i64 = 1;
const PLACE: i64 = 9;
const ADOPT: i64 = 10;
const UNDO: i64 = 2;
const IMPORT: i64 = 2;

fn voided(connection: &Connection) -> rusqlite::Result<HashSet<Uid>> {
    connection
        .prepare("select voids from event where voids is not null")?
        .query_map([], |row| Ok(Uid(row.get(0)?)))?
        .collect()
}

fn has_event(connection: &Connection, event: &Event) -> rusqlite::Result<bool> {
    let has_row = connection
        .prepare_cached("select exists (select 1 from event where uid = ?)")?
        .query_row([event.uid.0], |row| row.get(0))?;
    Ok(has_row || past::has(connection, event)?)
}

fn card_event(row: &Row) -> rusqlite::Result<CardEvent> {
    let action = match row.get::<_, i64>(3)? {
        ANSWER => Action::Answer(answer(row)?),
        UNDO => Action::Undo {
            voids: Uid(row.get(11)?),
        },
        PLACE => Action::Place {
            interval: row.get(5)?,
        },
        ADOPT => Action::Adopt(adopted(row, 5, 12)?),
        other => mark(3, other)?,
    };
    Ok(CardEvent {
        uid: Uid(row.get(0)?),
        at: Timestamp(row.get(1)?),
        day: Day(row.get(2)?),
        action,
    })
}

/// Reads an interval, and memory and counts from column `memory` on.
fn adopted(row: &Row, interval: usize, memory: usize) -> rusqlite::Result<Adopted> {
    Ok(Adopted {
        memory: Memory {
            stability: row.get(memory)?,
            difficulty: row.get(memory + 1)?,
        },
        interval: row.get(interval)?,
        reps: row.get(memory + 2)?,
        lapses: row.get(memory + 3)?,
    })
}

/// The action of a kind that has no columns of its own.
fn mark(column: usize, kind: i64) -> rusqlite::Result<Action> {
    Ok(match kind {
        3 => Action::Suspend,
        4 => Action::Resume,
        5 => Action::Bury,
        6 => Action::Flag,
        7 => Action::Unflag,
        8 => Action::Reset,
        other => return Err(unknown(column, other)),
    })
}

fn answer(row: &Row) -> rusqlite::Result<Answer> {
    let mode: i64 = row.get(7)?;
    let suggested: Option<u8> = row.get(10)?;
    Ok(Answer {
        rating: rating(row, 4)?,
        interval: row.get(5)?,
        duration_ms: row.get(6)?,
        mode: *Mode::ALL
            .get(mode as usize)
            .ok_or_else(|| unknown(7, mode))?,
        predicted: row.get(8)?,
        params: row.get(9)?,
        suggested: suggested.and_then(Rating::from_number),
    })
}

pub(super) fn rating(row: &Row, column: usize) -> rusqlite::Result<Rating> {
    let number: u8 = row.get(column)?;
    Rating::from_number(number).ok_or_else(|| unknown(column, i64::from(number)))
}

fn unknown(column: usize, value: i64) -> rusqlite::Error {
    let what = format!(
        "{:?} stands where retain never writes it",
        Value::Integer(value)
    );
    rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, what.into())
}
