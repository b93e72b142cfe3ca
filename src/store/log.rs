//! The log of events: appended to, read, joined with another; never edited.

use super::cards::{STATE_COLUMNS, put_state, state};
use super::decks::card_row;
use super::{CardRow, Result, Store};
use crate::model::event::{Action, Answer, Event, Mode, Rating, Uid};
use crate::model::memory::CardState;
use crate::model::time::{Day, Timestamp};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use std::collections::HashSet;

/// What became of an event that was to be kept.
#[derive(Debug, PartialEq)]
pub enum Kept {
    /// It is on the disk, and so is the new state.
    Yes,
    /// Nothing was written: somebody else changed the card since it was read. This is its state now.
    Stale(CardState),
}

/// One event of one card, for replay.
#[derive(Clone, Debug, PartialEq)]
pub struct CardEvent {
    pub uid: Uid,
    pub at: Timestamp,
    pub day: Day,
    pub action: Action,
}

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
    pub duration_ms: Option<u32>,
    /// Chance of recall before it; `None` where the card was new or nobody computed it.
    pub predicted: Option<f32>,
    /// Whether it is the card's first event.
    pub first: bool,
}

const EVENT_COLUMNS: &str = "e.uid, e.at_ms, e.day, e.kind, e.rating, e.interval, e.duration_ms, e.mode, \
     e.predicted, e.params, e.suggested, e.voids";

const NOT_VOIDED: &str = "not exists (select 1 from event v where v.voids = e.uid)";

impl Store {
    /// Appends `event` and overwrites the card's state by `state`, in one transaction, provided
    /// that the card's last event is still `base`.
    pub fn keep(
        &mut self,
        row: CardRow,
        base: Option<Uid>,
        event: &Event,
        after: &CardState,
    ) -> Result<Kept> {
        self.write(|transaction| {
            let found = transaction
                .prepare_cached(&format!(
                    "select {STATE_COLUMNS} from card c where c.id = ?"
                ))?
                .query_row([row], |row| state(row, 0))?;
            if found.last_event != base {
                return Ok(Kept::Stale(found));
            }
            let device = device_row(transaction, &event.device)?;
            insert(transaction, row, device, event)?;
            let mut statement = transaction.prepare_cached(include_str!("put_state.sql"))?;
            put_state(&mut statement, row, after)?;
            Ok(Kept::Yes)
        })
    }

    /// The greatest uid in the log.
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
            connection
                .prepare_cached(&format!(
                    "select {EVENT_COLUMNS} from event e where e.card = ? and e.kind <> {UNDO}
                         and {NOT_VOIDED} order by e.uid"
                ))?
                .query_map([card], card_event)?
                .collect()
        })
    }

    /// The last event that can be taken back, written by `device`, with its card.
    pub fn last_undoable(&self, device: &str) -> Result<Option<(CardRow, CardEvent)>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "select {EVENT_COLUMNS}, e.card from event e
                     where e.kind <> {UNDO} and e.device = (select id from device where name = ?)
                         and e.mode is not {IMPORT} and {NOT_VOIDED}
                     order by e.uid desc limit 1"
                ))?
                .query_row([device], |row| Ok((row.get(12)?, card_event(row)?)))
                .optional()
        })
    }

    /// Hands every event that counts to `take`, in the order of the log.
    pub fn each_counting(&self, mut take: impl FnMut(CardRow, CardEvent)) -> Result<()> {
        self.read(|connection| {
            let voided = voided(connection)?;
            let sql = format!("select {EVENT_COLUMNS}, e.card from event e order by e.uid");
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let event = card_event(row)?;
                let counts = !matches!(event.action, Action::Undo { .. });
                if counts && (voided.is_empty() || !voided.contains(&event.uid)) {
                    take(row.get(12)?, event);
                }
            }
            Ok(())
        })
    }

    /// Hands every event, voided ones and undos included, to `take`, in the order of the log.
    pub fn each_event(
        &self,
        mut take: impl FnMut(Event) -> std::ops::ControlFlow<()>,
    ) -> Result<()> {
        self.read(|connection| {
            let sql = format!(
                "select {EVENT_COLUMNS}, c.key, d.name, e.utc_offset
                 from event e join card c on c.id = e.card join device d on d.id = e.device
                 order by e.uid"
            );
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if take(event(row)?).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Answers that count, given since the instant `since`, oldest first.
    pub fn answers_since(&self, since: Timestamp) -> Result<Vec<RecentAnswer>> {
        let sql = format!(
            "{RECENT} where e.kind = {ANSWER} and ?1 <= e.uid and {NOT_VOIDED} order by e.uid"
        );
        self.read(|connection| {
            connection
                .prepare_cached(&sql)?
                .query_map([Uid::floor(since).0], recent)?
                .collect()
        })
    }

    /// The last `limit` answers that count, newest first.
    pub fn last_answers(&self, limit: usize) -> Result<Vec<RecentAnswer>> {
        let sql = format!(
            "{RECENT} where e.kind = {ANSWER} and {NOT_VOIDED} order by e.uid desc limit ?1"
        );
        self.read(|connection| {
            connection
                .prepare_cached(&sql)?
                .query_map([limit as i64], recent)?
                .collect()
        })
    }

    /// The study days with at least one answer, newest first, handed to `take` until it returns false.
    pub fn each_active_day(&self, mut take: impl FnMut(Day) -> bool) -> Result<()> {
        self.read(|connection| {
            let sql = format!("select e.day from event e where e.kind = {ANSWER} and {NOT_VOIDED} order by e.uid desc");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut last = None;
            while let Some(row) = rows.next()? {
                let day = Day(row.get(0)?);
                if last != Some(day) && !take(day) {
                    break;
                }
                last = Some(day);
            }
            Ok(())
        })
    }

    /// Adds the events that are not there yet; returns the keys of the cards they belong to, with
    /// how many were added. All or nothing. States are not touched.
    pub fn join(&mut self, events: &[Event]) -> Result<(HashSet<CardRow>, usize)> {
        self.write(|transaction| {
            let mut cards = HashSet::new();
            let mut n_added = 0;
            for event in events {
                let known: bool = transaction
                    .prepare_cached("select exists (select 1 from event where uid = ?)")?
                    .query_row([event.uid.0], |row| row.get(0))?;
                if known {
                    continue;
                }
                let row = card_row(transaction, &event.card)?;
                let device = device_row(transaction, &event.device)?;
                insert(transaction, row, device, event)?;
                cards.insert(row);
                n_added += 1;
            }
            Ok((cards, n_added))
        })
    }

    /// Makes sure that a card of that key has a row.
    pub fn ensure_card(&mut self, key: &str) -> Result<CardRow> {
        self.write(|transaction| card_row(transaction, key))
    }

    /// Whether the log holds an event of that uid.
    pub fn has_event(&self, uid: Uid) -> Result<bool> {
        self.read(|connection| {
            connection
                .prepare_cached("select exists (select 1 from event where uid = ?)")?
                .query_row([uid.0], |row| row.get(0))
        })
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
            Ok(count as u64)
        })
    }
}

const ANSWER: i64 = 1;
const UNDO: i64 = 2;
const IMPORT: i64 = 2;

const RECENT: &str =
    "select e.uid, e.card, c.family, c.deck, e.day, e.at_ms, e.rating, e.duration_ms, e.predicted,
        not exists (select 1 from event p where p.card = e.card and p.uid < e.uid)
    from event e join card c on c.id = e.card";

fn recent(row: &Row) -> rusqlite::Result<RecentAnswer> {
    Ok(RecentAnswer {
        uid: Uid(row.get(0)?),
        card: row.get(1)?,
        family: row.get(2)?,
        deck: row.get(3)?,
        day: Day(row.get(4)?),
        at: Timestamp(row.get(5)?),
        rating: rating(row, 6)?,
        duration_ms: row.get(7)?,
        predicted: row.get(8)?,
        first: row.get(9)?,
    })
}

fn voided(connection: &Connection) -> rusqlite::Result<HashSet<Uid>> {
    connection
        .prepare("select voids from event where voids is not null")?
        .query_map([], |row| Ok(Uid(row.get(0)?)))?
        .collect()
}

fn device_row(transaction: &Transaction, name: &str) -> rusqlite::Result<i64> {
    let found = transaction
        .prepare_cached("select id from device where name = ?")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    transaction.execute("insert into device (name) values (?)", [name])?;
    Ok(transaction.last_insert_rowid())
}

fn insert(
    transaction: &Transaction,
    row: CardRow,
    device: i64,
    event: &Event,
) -> rusqlite::Result<()> {
    let answer = match &event.action {
        Action::Answer(answer) => Some(answer),
        _ => None,
    };
    let voids = match event.action {
        Action::Undo { voids } => Some(voids.0),
        _ => None,
    };
    transaction
        .prepare_cached(include_str!("insert_event.sql"))?
        .execute(named_params! {
            ":uid": event.uid.0,
            ":card": row,
            ":kind": kind(&event.action),
            ":at_ms": event.at.0,
            ":utc_offset": event.utc_offset_minutes,
            ":day": event.day.0,
            ":device": device,
            ":rating": answer.map(|answer| answer.rating.number()),
            ":interval": answer.map(|answer| answer.interval),
            ":duration_ms": answer.and_then(|answer| answer.duration_ms),
            ":mode": answer.map(|answer| answer.mode as i64),
            ":predicted": answer.and_then(|answer| answer.predicted).map(f64::from),
            ":params": answer.map(|answer| answer.params),
            ":suggested": answer.and_then(|answer| answer.suggested).map(Rating::number),
            ":voids": voids,
        })?;
    Ok(())
}

fn kind(action: &Action) -> i64 {
    match action {
        Action::Answer(_) => ANSWER,
        Action::Undo { .. } => UNDO,
        Action::Suspend => 3,
        Action::Resume => 4,
        Action::Bury => 5,
        Action::Flag => 6,
        Action::Unflag => 7,
        Action::Reset => 8,
    }
}

fn event(row: &Row) -> rusqlite::Result<Event> {
    let inner = card_event(row)?;
    Ok(Event {
        uid: inner.uid,
        at: inner.at,
        day: inner.day,
        action: inner.action,
        card: row.get(12)?,
        device: row.get(13)?,
        utc_offset_minutes: row.get(14)?,
    })
}

fn card_event(row: &Row) -> rusqlite::Result<CardEvent> {
    let action = match row.get::<_, i64>(3)? {
        ANSWER => Action::Answer(answer(row)?),
        UNDO => Action::Undo {
            voids: Uid(row.get(11)?),
        },
        3 => Action::Suspend,
        4 => Action::Resume,
        5 => Action::Bury,
        6 => Action::Flag,
        7 => Action::Unflag,
        8 => Action::Reset,
        other => return Err(unknown(3, other)),
    };
    Ok(CardEvent {
        uid: Uid(row.get(0)?),
        at: Timestamp(row.get(1)?),
        day: Day(row.get(2)?),
        action,
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

fn rating(row: &Row, column: usize) -> rusqlite::Result<Rating> {
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
