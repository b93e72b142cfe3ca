//! Review cards: their states, and what is due.

use super::{CardRow, Result, Store};
use crate::model::event::Uid;
use crate::model::memory::{CardState, Memory, Phase};
use crate::model::time::Day;
use rusqlite::{OptionalExtension, Row, Statement, named_params};
use std::collections::HashMap;

/// What is known of one review card: text, place and state.
#[derive(Clone, Debug, PartialEq)]
pub struct CardRecord {
    pub row: CardRow,
    pub key: String,
    pub state: CardState,
    /// The note again, where it has several review cards.
    pub family: Option<i64>,
    /// `None` where its text is gone.
    pub text: Option<CardText>,
}

/// Where a card's text stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CardText {
    pub deck: String,
    pub deck_title: String,
    pub topic: Option<String>,
    pub area: Option<String>,
    pub level: Option<String>,
    /// The file of the deck; `None` for a built-in one.
    pub path: Option<String>,
    pub line: usize,
    pub source: String,
}

/// A card that waits to be asked, in the order of the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueRow {
    pub card: CardRow,
    pub family: Option<i64>,
    pub deck: i64,
    pub phase: Phase,
    pub due: Day,
    pub shuffle: i64,
}

/// A card that was never answered, in the order in which they enter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewRow {
    pub card: CardRow,
    pub family: Option<i64>,
    pub deck: i64,
}

/// How many cards wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCount {
    /// Cards to be asked, of several siblings one; pending ones included.
    pub due: u32,
    /// Those among them whose last answer was Again.
    pub pending: u32,
}

/// Review cards of one deck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeckCount {
    pub all: u32,
    pub due: u32,
    pub new: u32,
}

pub(super) const STATE_COLUMNS: &str = "c.phase, c.due, c.stability, c.difficulty, c.last_day, c.interval, \
     c.reps, c.lapses, c.suspended, c.buried, c.flagged, c.last_event";

const RECORD: &str = "select c.id, c.key, c.family, n.line, n.source, d.slug, d.title, d.topic, d.area,
           coalesce(n.level, d.level), d.path, c.phase, c.due, c.stability, c.difficulty, c.last_day,
           c.interval, c.reps, c.lapses, c.suspended, c.buried, c.flagged, c.last_event
    from card c left join note n on n.id = c.note left join deck d on d.id = n.deck";

impl Store {
    /// Counts the cards that are due on `today` and not buried.
    pub fn count_due(&self, today: Day) -> Result<DueCount> {
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("count_due.sql"))?
                .query_row(named_params! { ":today": today.0 }, |row| {
                    Ok(DueCount {
                        due: row.get(0)?,
                        pending: row.get(1)?,
                    })
                })
        })
    }

    /// Hands the cards that are due on `today`, in the order of the queue, to `take`. Rows are read
    /// as they are asked for.
    pub fn with_due<T>(
        &self,
        today: Day,
        take: impl FnOnce(&mut dyn Iterator<Item = DueRow>) -> T,
    ) -> Result<T> {
        self.with_rows(include_str!("each_due.sql"), today, due_row, take)
    }

    /// Hands the new cards that are not buried, in the order in which they enter, to `take`. A card
    /// of which a sibling is due today is left out.
    pub fn with_new<T>(
        &self,
        today: Day,
        take: impl FnOnce(&mut dyn Iterator<Item = NewRow>) -> T,
    ) -> Result<T> {
        let new_row = |row: &Row| {
            Ok(NewRow {
                card: row.get(0)?,
                family: row.get(1)?,
                deck: row.get(2)?,
            })
        };
        self.with_rows(include_str!("each_new.sql"), today, new_row, take)
    }

    fn with_rows<R, T>(
        &self,
        sql: &str,
        today: Day,
        read: impl Fn(&Row) -> rusqlite::Result<R>,
        take: impl FnOnce(&mut dyn Iterator<Item = R>) -> T,
    ) -> Result<T> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut failed = None;
            let rows = statement.query_map(named_params! { ":today": today.0 }, |row| read(row))?;
            let taken =
                take(&mut rows.map_while(|row| row.map_err(|error| failed = Some(error)).ok()));
            failed.map_or(Ok(taken), Err)
        })
    }

    /// The cards of these families that are due on `today` and not buried.
    pub fn due_in_families(&self, today: Day, families: &[i64]) -> Result<Vec<DueRow>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("due_in_family.sql"))?;
            let mut due = Vec::new();
            for family in families {
                let rows = statement.query_map(
                    named_params! { ":today": today.0, ":family": family },
                    due_row,
                )?;
                for row in rows {
                    due.push(row?);
                }
            }
            Ok(due)
        })
    }

    /// The card as the queue sees it, where it is due on `today` and neither buried nor suspended.
    pub fn due_row(&self, card: CardRow, today: Day) -> Result<Option<DueRow>> {
        self.read(|connection| {
            connection
                .prepare_cached(include_str!("due_row.sql"))?
                .query_row(named_params! { ":card": card, ":today": today.0 }, due_row)
                .optional()
        })
    }

    /// Finds a review card by its row.
    pub fn card(&self, row: CardRow) -> Result<Option<CardRecord>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{RECORD} where c.id = ?"))?
                .query_row([row], record)
                .optional()
        })
    }

    /// Finds a review card by its key.
    pub fn card_by_key(&self, key: &str) -> Result<Option<CardRecord>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{RECORD} where c.key = ?"))?
                .query_row([key], record)
                .optional()
        })
    }

    /// Keys of review cards with a text that start with `prefix`, at most `limit`, for hints and
    /// for keys cut short.
    pub fn keys_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "select key from card where :from <= key and key < :from || char(1114111)
                         and note is not null
                     order by key limit :limit",
                )?
                .query_map(
                    named_params! { ":from": prefix, ":limit": limit as i64 },
                    |row| row.get(0),
                )?
                .collect()
        })
    }

    /// For every deck: its review cards, those due on `today`, and the new ones.
    pub fn deck_counts(&self, today: Day) -> Result<HashMap<i64, DeckCount>> {
        self.read(|connection| {
            connection
                .prepare(include_str!("deck_counts.sql"))?
                .query_map(named_params! { ":today": today.0 }, |row| {
                    Ok((
                        row.get(0)?,
                        DeckCount {
                            all: row.get(1)?,
                            due: row.get(2)?,
                            new: row.get(3)?,
                        },
                    ))
                })?
                .collect()
        })
    }

    /// How many review cards have a text, and how many were answered at least once.
    pub fn count_cards(&self) -> Result<(u32, u32)> {
        self.read(|connection| {
            connection.query_row(include_str!("count_cards.sql"), [], |row| {
                let (all, unseen): (u32, u32) = (row.get(0)?, row.get(1)?);
                Ok((all, all - unseen))
            })
        })
    }

    /// The first day behind `today` on which a card is due.
    pub fn next_due(&self, today: Day) -> Result<Option<Day>> {
        self.read(|connection| {
            let day: Option<i32> = connection
                .prepare_cached(
                    "select min(due) from card indexed by card_due
                     where note is not null and suspended = 0 and phase > 0 and ? < due",
                )?
                .query_row([today.0], |row| row.get(0))?;
            Ok(day.map(Day))
        })
    }

    /// How many due days each of the days `from..=to` holds already, for spreading new intervals.
    pub fn load(&self, from: Day, to: Day) -> Result<Vec<u32>> {
        let mut load = vec![0; to.since(from) as usize + 1];
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("load.sql"))?;
            let mut rows = statement.query(named_params! { ":from": from.0, ":to": to.0 })?;
            while let Some(row) = rows.next()? {
                load[Day(row.get(0)?).since(from) as usize] = row.get(1)?;
            }
            Ok(load)
        })
    }

    /// Hands every card's key and cached state to `take`.
    pub fn each_state(&self, mut take: impl FnMut(CardRow, String, CardState)) -> Result<()> {
        self.read(|connection| {
            let sql = format!("select c.id, c.key, {STATE_COLUMNS} from card c order by c.id");
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(row.get(0)?, row.get(1)?, state(row, 2)?);
            }
            Ok(())
        })
    }

    /// Overwrites cached states, all or nothing.
    pub fn put_states<'a>(
        &mut self,
        states: impl Iterator<Item = (CardRow, &'a CardState)>,
    ) -> Result<()> {
        self.with_cache(32, |store| {
            store.write(|transaction| {
                let mut statement = transaction.prepare_cached(include_str!("put_state.sql"))?;
                for (row, state) in states {
                    put_state(&mut statement, row, state)?;
                }
                Ok(())
            })
        })
    }
}

pub(super) fn put_state(
    statement: &mut Statement,
    row: CardRow,
    state: &CardState,
) -> rusqlite::Result<()> {
    bind_state(statement, 1, state)?;
    statement.raw_bind_parameter(13, row)?;
    statement.raw_execute().map(|_| ())
}

/// Binds the columns of a state, 12 of them, the first of which is parameter number `first`.
pub(super) fn bind_state(
    statement: &mut Statement,
    first: usize,
    state: &CardState,
) -> rusqlite::Result<()> {
    let memory = |part: fn(Memory) -> f32| state.memory.map(|memory| f64::from(part(memory)));
    statement.raw_bind_parameter(first, state.phase as i64)?;
    statement.raw_bind_parameter(first + 1, state.due.map(|day| day.0))?;
    statement.raw_bind_parameter(first + 2, memory(|memory| memory.stability))?;
    statement.raw_bind_parameter(first + 3, memory(|memory| memory.difficulty))?;
    statement.raw_bind_parameter(first + 4, state.last_day.map(|day| day.0))?;
    statement.raw_bind_parameter(first + 5, state.interval)?;
    statement.raw_bind_parameter(first + 6, state.reps)?;
    statement.raw_bind_parameter(first + 7, state.lapses)?;
    statement.raw_bind_parameter(first + 8, state.suspended)?;
    statement.raw_bind_parameter(first + 9, state.buried.map(|day| day.0))?;
    statement.raw_bind_parameter(first + 10, state.flagged)?;
    statement.raw_bind_parameter(first + 11, state.last_event.map(|uid| uid.0))
}

/// Reads the columns of `STATE_COLUMNS`, the first of which is number `first`.
pub(super) fn state(row: &Row, first: usize) -> rusqlite::Result<CardState> {
    let stability: Option<f64> = row.get(first + 2)?;
    let difficulty: Option<f64> = row.get(first + 3)?;
    Ok(CardState {
        phase: phase(row.get(first)?),
        due: row.get::<_, Option<i32>>(first + 1)?.map(Day),
        memory: stability
            .zip(difficulty)
            .map(|(stability, difficulty)| Memory {
                stability: stability as f32,
                difficulty: difficulty as f32,
            }),
        last_day: row.get::<_, Option<i32>>(first + 4)?.map(Day),
        interval: row.get(first + 5)?,
        reps: row.get(first + 6)?,
        lapses: row.get(first + 7)?,
        suspended: row.get(first + 8)?,
        buried: row.get::<_, Option<i32>>(first + 9)?.map(Day),
        flagged: row.get(first + 10)?,
        last_event: row.get::<_, Option<[u8; 16]>>(first + 11)?.map(Uid),
    })
}

fn record(row: &Row) -> rusqlite::Result<CardRecord> {
    let deck: Option<String> = row.get(5)?;
    let text = match deck {
        None => None,
        Some(deck) => Some(CardText {
            deck,
            deck_title: row.get(6)?,
            topic: row.get(7)?,
            area: row.get(8)?,
            level: row.get(9)?,
            path: row.get(10)?,
            line: row.get::<_, i64>(3)? as usize,
            source: row.get(4)?,
        }),
    };
    Ok(CardRecord {
        row: row.get(0)?,
        key: row.get(1)?,
        family: row.get(2)?,
        text,
        state: state(row, 11)?,
    })
}

fn due_row(row: &Row) -> rusqlite::Result<DueRow> {
    Ok(DueRow {
        card: row.get(0)?,
        family: row.get(1)?,
        deck: row.get(2)?,
        phase: phase(row.get(3)?),
        due: Day(row.get(4)?),
        shuffle: row.get(5)?,
    })
}

fn phase(number: u8) -> Phase {
    Phase::ALL[usize::from(number.min(3))]
}
