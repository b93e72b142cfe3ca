//! Ways through the whole log: rows and packed answers in one order.

use super::{
    ADOPT, ANSWER, CardEvent, EVENT_COLUMNS, ForeignAnswer, PLACE, UNDO, adopted, card_event, mark,
    past, rating, voided,
};
use crate::model::event::{Action, Answer, Event, Mode, Uid};
use crate::model::time::{Day, Timestamp};
use crate::store::{CardRow, Result, Store};
use rusqlite::{Connection, Row};
use std::ops::ControlFlow;

impl Store {
    /// Hands every event that counts to `take`, in the order of the log.
    ///
    /// Of an answer only grade and interval are read, all that replay needs; the rest is left blank.
    pub fn each_counting(&self, mut take: impl FnMut(CardRow, Uid, Day, &Action)) -> Result<()> {
        self.read(|connection| {
            let voided = voided(connection)?;
            let counts = |uid: &Uid| voided.is_empty() || !voided.contains(uid);
            let sql = include_str!("../each_counting.sql");
            in_order(connection, sql, |entry| {
                match entry {
                    Entry::Row(uid, row) if counts(&uid) => {
                        take(row.get(1)?, uid, Day(row.get(2)?), &counting(row)?);
                    }
                    Entry::Past(one) if counts(&one.uid) => {
                        take(one.card, one.uid, one.day, &Action::Answer(one.answer()));
                    }
                    _ => (),
                }
                Ok(ControlFlow::Continue(()))
            })
        })
    }

    /// Hands every event that counts to `take`, with all that is known of it, in the order of the log.
    pub fn each_lived(&self, mut take: impl FnMut(CardRow, CardEvent)) -> Result<()> {
        self.read(|connection| {
            let voided = voided(connection)?;
            let sql = format!(
                "select {EVENT_COLUMNS}, e.card from event e where e.kind <> {UNDO} order by e.uid"
            );
            in_order(connection, &sql, |entry| {
                let (card, event) = match entry {
                    Entry::Row(_, row) => (row.get(16)?, card_event(row)?),
                    Entry::Past(one) => (one.card, one.event()),
                };
                if !voided.contains(&event.uid) {
                    take(card, event);
                }
                Ok(ControlFlow::Continue(()))
            })
        })
    }

    /// Hands every event, voided ones and undos included, to `take`, in the order of the log.
    pub fn each_event(&self, mut take: impl FnMut(Event) -> ControlFlow<()>) -> Result<()> {
        self.read(|connection| {
            let sql = format!(
                "select {EVENT_COLUMNS}, c.key, d.name, e.utc_offset, e.written
                 from event e join card c on c.id = e.card join device d on d.id = e.device
                 order by e.uid"
            );
            let teller = "select c.key, d.name from past p join card c on c.id = p.card
                 join device d on d.id = p.device where p.card = ?";
            let mut teller = connection.prepare(teller)?;
            in_order(connection, &sql, |entry| {
                Ok(take(match entry {
                    Entry::Row(_, row) => Event {
                        utc_offset_minutes: row.get(18)?,
                        written: row.get::<_, Option<i64>>(19)?.map(Timestamp),
                        ..event(card_event(row)?, row, 16)?
                    },
                    Entry::Past(one) => Event {
                        utc_offset_minutes: one.utc_offset_minutes.into(),
                        ..teller.query_row([one.card], |row| event(one.event(), row, 0))?
                    },
                }))
            })
        })
    }
}

/// An event with its card and device, which are two columns from `first` on.
fn event(inner: CardEvent, row: &Row, first: usize) -> rusqlite::Result<Event> {
    Ok(Event {
        uid: inner.uid,
        at: inner.at,
        day: inner.day,
        action: inner.action,
        card: row.get(first)?,
        device: row.get(first + 1)?,
        utc_offset_minutes: 0,
        written: None,
    })
}

/// An event in the order of the log.
enum Entry<'e> {
    /// One that has a row, with its uid, which is its first column.
    Row(Uid, &'e Row<'e>),
    Past(&'e ForeignAnswer),
}

/// Goes through the rows of a query, which come in the order of the log, and through packed answers, until
/// `take` has enough.
fn in_order(
    connection: &Connection,
    sql: &str,
    mut take: impl FnMut(Entry) -> rusqlite::Result<ControlFlow<()>>,
) -> rusqlite::Result<()> {
    let past = past::all(connection)?;
    let mut past = past.iter().peekable();
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let uid = Uid(row.get(0)?);
        while let Some(earlier) = past.next_if(|one| one.uid < uid) {
            if take(Entry::Past(earlier))?.is_break() {
                return Ok(());
            }
        }
        if take(Entry::Row(uid, row))?.is_break() {
            return Ok(());
        }
    }
    for one in past {
        if take(Entry::Past(one))?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads kind, rating and interval behind the first three columns.
fn counting(row: &Row) -> rusqlite::Result<Action> {
    match row.get::<_, i64>(3)? {
        ANSWER => Ok(Action::Answer(Answer {
            rating: rating(row, 4)?,
            interval: row.get(5)?,
            duration_ms: None,
            mode: Mode::Review,
            predicted: None,
            params: 0,
            suggested: None,
        })),
        PLACE => Ok(Action::Place {
            interval: row.get(5)?,
        }),
        ADOPT => Ok(Action::Adopt(adopted(row, 5, 6)?)),
        other => mark(3, other),
    }
}
