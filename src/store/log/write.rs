//! Events on their way into the log: one at a time, many of another log, a whole foreign history.

use super::{ADOPT, ANSWER, ForeignAnswer, PLACE, Packed, RowEvent, UNDO, has_event, past};
use crate::model::event::{Action, Event, Rating, Uid};
use crate::model::memory::CardState;
use crate::model::time::{Day, Timestamp};
use crate::store::cards::put_state;
use crate::store::decks::card_row;
use crate::store::many::{Many, unchecked};
use crate::store::{CardRow, Result, Store};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

const INSERT: &str = include_str!("insert_event.sql");

impl Store {
    /// Appends `event` to the log and overwrites the state of its card by `after`.
    ///
    /// What `after` was computed from must still stand: call it inside of [`Store::together`].
    pub fn keep(&mut self, row: CardRow, event: &Event, after: &CardState) -> Result<()> {
        self.write(|transaction| {
            let device = device_row(transaction, &event.device)?;
            let mut statement = transaction.prepare_cached(INSERT)?;
            if !insert(&mut statement, row, device, &event.into())? {
                return Err(rusqlite::Error::StatementChangedRows(0));
            }
            let mut statement = transaction.prepare_cached(include_str!("../put_state.sql"))?;
            put_state(&mut statement, row, after)
        })
    }

    /// Adds the events that are not there yet; returns the cards they belong to, with how many
    /// were added. All or nothing. States are not touched.
    pub fn join(&mut self, events: &[Event]) -> Result<(HashSet<CardRow>, usize)> {
        self.with_cache(64, |store| {
            store.write(|transaction| join(transaction, events))
        })
    }

    /// Adds events that `device` tells of, but for those that are there already. All or nothing;
    /// states are not touched. It is quickest where both come in the order of their uids: each then
    /// goes to the end of the log, where pages are at hand. `past` is of cards of which the log holds none.
    pub fn take_over(
        &mut self,
        device: &str,
        past: &[Packed],
        answers: &[ForeignAnswer],
        others: &[RowEvent],
    ) -> Result<()> {
        self.with_cache(32, |store| {
            store.write(|transaction| {
                let device = device_row(transaction, device)?;
                past::put(transaction, device, past)?;
                let insert =
                    |transaction: &Connection| insert_all(transaction, device, answers, others);
                match is_empty(transaction)? && MANY < answers.len() + others.len() {
                    true => in_bulk(transaction, insert),
                    false => insert(transaction),
                }
            })
        })
    }

    /// The rows of review cards; one that has none gets it.
    pub fn rows_of<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Result<Vec<CardRow>> {
        self.write(|transaction| {
            let keys: Vec<&str> = keys.collect();
            let known = match FEW_CARDS < keys.len() {
                true => rows_in_turn(transaction, &keys)?,
                false => vec![None; keys.len()],
            };
            let row = |(key, known): (&str, Option<CardRow>)| match known {
                Some(row) => Ok(row),
                None => card_row(transaction, key),
            };
            keys.into_iter().zip(known).map(row).collect()
        })
    }
}

/// How many cards are looked up one by one.
const FEW_CARDS: usize = 1_000;

/// The rows that keys have, found in one turn through all: quicker than to look up many.
fn rows_in_turn(connection: &Connection, keys: &[&str]) -> rusqlite::Result<Vec<Option<CardRow>>> {
    let mut by_key: Vec<(&str, usize)> = keys.iter().copied().zip(0..).collect();
    by_key.sort_unstable();
    let mut wanted = by_key.into_iter().peekable();
    let mut found = vec![None; keys.len()];
    let mut statement = connection.prepare("select key, id from card order by key")?;
    let mut rows = statement.query([])?;
    while let (Some(row), Some(_)) = (rows.next()?, wanted.peek()) {
        let key = row.get_ref(0)?.as_str()?;
        while wanted.next_if(|(wanted, _)| *wanted < key).is_some() {}
        while let Some((_, idx)) = wanted.next_if(|(wanted, _)| *wanted == key) {
            found[idx] = Some(row.get(1)?);
        }
    }
    Ok(found)
}

fn device_row(transaction: &Connection, name: &str) -> rusqlite::Result<i64> {
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

fn join(transaction: &Connection, events: &[Event]) -> rusqlite::Result<(HashSet<CardRow>, usize)> {
    // A log names few cards and fewer devices many times over.
    let (mut rows, mut devices) = (HashMap::new(), HashMap::new());
    let (mut cards, mut n_added) = (HashSet::new(), 0);
    let mut statement = transaction.prepare_cached(INSERT)?;
    for event in events {
        let row = match rows.get(event.card.as_str()) {
            Some(_) if past::has(transaction, event)? => continue,
            Some(row) => *row,
            None if has_event(transaction, event)? => continue,
            None => {
                let row = card_row(transaction, &event.card)?;
                rows.insert(event.card.as_str(), row);
                row
            }
        };
        let device = match devices.get(event.device.as_str()) {
            Some(device) => *device,
            None => {
                let device = device_row(transaction, &event.device)?;
                devices.insert(event.device.as_str(), device);
                device
            }
        };
        if insert(&mut statement, row, device, &event.into())? {
            cards.insert(row);
            n_added += 1;
            if let Action::Undo { voids } = event.action {
                // What it takes back may be of another card.
                cards.extend(card_of(transaction, voids)?);
            }
        }
    }
    Ok((cards, n_added))
}

/// From how many events on an index is better made at once than entry by entry.
const MANY: usize = 10_000;

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("select not exists (select 1 from event)", [], |row| {
        row.get(0)
    })
}

/// Runs `work`, which fills the log, without what makes many events dear: the index by cards, whose
/// pages the order of the log touches at random, and the look whether each card has a row, which is
/// known of [`RowEvent`].
fn in_bulk(
    transaction: &Connection,
    work: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let find = "select sql from sqlite_master where name = 'event_card'";
    let index: String = transaction.query_row(find, [], |row| row.get(0))?;
    transaction.execute_batch("drop index event_card")?;
    unchecked(transaction, || work(transaction))?;
    // SQLite sorts in pieces of this size: small ones stay in the processor's cache.
    transaction.pragma_update(None, "cache_size", -SORTED_KIB)?;
    transaction.execute_batch(&index)
}

const SORTED_KIB: i64 = 2048;

fn insert_all(
    transaction: &Connection,
    device: i64,
    answers: &[ForeignAnswer],
    others: &[RowEvent],
) -> rusqlite::Result<()> {
    let mut many = Many::of(transaction, INSERT)?;
    let mut lines = Vec::with_capacity(AT_ONCE);
    let mut others = others.iter().peekable();
    let bind = |statement: &mut Statement, first: usize, (card, line): &(CardRow, Line)| {
        bind(statement, first, *card, device, line)
    };
    for one in answers {
        while let Some(earlier) = others.next_if(|other| other.event.uid < one.uid) {
            lines.push((earlier.card, earlier.into()));
        }
        lines.push((one.card, one.into()));
        if AT_ONCE <= lines.len() {
            many.put(&lines, bind, |_| Ok(()))?;
            lines.clear();
        }
    }
    lines.extend(others.map(|last| (last.card, last.into())));
    many.put(&lines, bind, |_| Ok(()))
}

/// Lines that are held while they are written.
const AT_ONCE: usize = 1024;

fn card_of(connection: &Connection, uid: Uid) -> rusqlite::Result<Option<CardRow>> {
    connection
        .prepare_cached("select card from event where uid = ?")?
        .query_row([uid.0], |row| row.get(0))
        .optional()
}

/// What the log keeps of an event beside its card and device.
struct Line<'e> {
    uid: Uid,
    at: Timestamp,
    utc_offset_minutes: i32,
    day: Day,
    written: Option<Timestamp>,
    action: Cow<'e, Action>,
}

impl<'e> From<&'e Event> for Line<'e> {
    fn from(event: &'e Event) -> Line<'e> {
        Line {
            uid: event.uid,
            at: event.at,
            utc_offset_minutes: event.utc_offset_minutes,
            day: event.day,
            written: event.written,
            action: Cow::Borrowed(&event.action),
        }
    }
}

impl<'e> From<&'e RowEvent> for Line<'e> {
    fn from(one: &'e RowEvent) -> Line<'e> {
        Line {
            uid: one.event.uid,
            at: one.event.at,
            utc_offset_minutes: one.utc_offset_minutes,
            day: one.event.day,
            written: None,
            action: Cow::Borrowed(&one.event.action),
        }
    }
}

impl From<&ForeignAnswer> for Line<'_> {
    fn from(one: &ForeignAnswer) -> Self {
        Line {
            uid: one.uid,
            at: one.uid.at(),
            utc_offset_minutes: one.utc_offset_minutes.into(),
            day: one.day,
            written: None,
            action: Cow::Owned(Action::Answer(one.answer())),
        }
    }
}

/// Appends one event by the statement `INSERT`; false where the log holds its uid already.
fn insert(
    statement: &mut Statement,
    row: CardRow,
    device: i64,
    event: &Line,
) -> rusqlite::Result<bool> {
    bind(statement, 1, row, device, event)?;
    Ok(statement.raw_execute()? == 1)
}

/// Binds the parameters of `INSERT`, the first of which has the number `first`. By their places, since a
/// million names would have to be looked up.
fn bind(
    statement: &mut Statement,
    first: usize,
    row: CardRow,
    device: i64,
    event: &Line,
) -> rusqlite::Result<()> {
    let action = &*event.action;
    let answer = match action {
        Action::Answer(answer) => Some(answer),
        _ => None,
    };
    let voids = match action {
        Action::Undo { voids } => Some(voids.0),
        _ => None,
    };
    let adopted = match action {
        Action::Adopt(adopted) => Some(adopted),
        _ => None,
    };
    let interval = match action {
        Action::Answer(answer) => Some(answer.interval),
        Action::Place { interval } => Some(*interval),
        Action::Adopt(adopted) => Some(adopted.interval),
        _ => None,
    };
    let (predicted, suggested) = (
        answer.and_then(|answer| answer.predicted),
        answer.and_then(|answer| answer.suggested),
    );
    let mut number = first;
    let mut next = |value: &dyn ToSql| {
        number += 1;
        statement.raw_bind_parameter(number - 1, value)
    };
    next(&event.uid.0)?;
    next(&row)?;
    next(&kind(action))?;
    next(&event.at.0)?;
    next(&event.utc_offset_minutes)?;
    next(&event.day.0)?;
    next(&device)?;
    next(&answer.map(|answer| answer.rating.number()))?;
    next(&interval)?;
    next(&answer.and_then(|answer| answer.duration_ms))?;
    next(&answer.map(|answer| answer.mode as i64))?;
    next(&predicted.map(f64::from))?;
    next(&answer.map(|answer| answer.params))?;
    next(&suggested.map(Rating::number))?;
    next(&voids)?;
    next(&event.written.map(|at| at.0))?;
    next(&adopted.map(|adopted| f64::from(adopted.memory.stability)))?;
    next(&adopted.map(|adopted| f64::from(adopted.memory.difficulty)))?;
    next(&adopted.map(|adopted| adopted.reps))?;
    next(&adopted.map(|adopted| adopted.lapses))
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
        Action::Place { .. } => PLACE,
        Action::Adopt(_) => ADOPT,
    }
}
