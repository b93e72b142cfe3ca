//! Answers of long ago that another program tells of: packed, a row a card, and part of the log.
//!
//! Bytes: the last half of the uids, which answers of one card have in common, then for each answer, in
//! the order of the log, the first half, and what else is known of it in little-endian numbers. SQL counts
//! on the places of both halves.

use super::{CardEvent, ForeignAnswer};
use crate::model::event::{Action, Answer, Event, Mode, Rating, Uid};
use crate::model::time::Day;
use crate::store::CardRow;
use crate::store::many::{Many, unchecked};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;

/// Bytes of half a uid, and of an answer.
const HALF: usize = 8;
const ANSWER: usize = HALF + 4 + 4 + 4 + 2 + 1;

/// A duration that nobody measured.
const UNMEASURED: u32 = u32::MAX;

/// The packed answers of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub card: CardRow,
    answers: Vec<u8>,
}

impl Packed {
    /// Packs answers of one card. `None` where there are none, or where they cannot be packed: they are not in
    /// the order of the log, their uids tell of several cards, or a duration is none.
    pub fn of(answers: &[ForeignAnswer]) -> Option<Packed> {
        let first = answers.first()?;
        let half = &first.uid.0[HALF..];
        let fits =
            |one: &ForeignAnswer| one.uid.0[HALF..] == *half && one.duration_ms != Some(UNMEASURED);
        if !answers.iter().all(fits) || !answers.is_sorted_by(|a, b| a.uid < b.uid) {
            return None;
        }
        let mut bytes = Vec::with_capacity(HALF + ANSWER * answers.len());
        bytes.extend_from_slice(half);
        for one in answers {
            bytes.extend_from_slice(&one.uid.0[..HALF]);
            bytes.extend_from_slice(&one.interval.to_le_bytes());
            bytes.extend_from_slice(&one.duration_ms.unwrap_or(UNMEASURED).to_le_bytes());
            bytes.extend_from_slice(&one.day.0.to_le_bytes());
            bytes.extend_from_slice(&one.utc_offset_minutes.to_le_bytes());
            bytes.push(one.rating.number());
        }
        Some(Packed {
            card: first.card,
            answers: bytes,
        })
    }

    /// The study days of its answers.
    fn days(&self) -> impl Iterator<Item = i32> {
        let (answers, _) = self.answers[HALF..].as_chunks::<ANSWER>();
        let day = |one: &[u8; ANSWER]| {
            one[HALF + 8..]
                .first_chunk()
                .map(|day| i32::from_le_bytes(*day))
        };
        answers.iter().filter_map(day)
    }
}

impl ForeignAnswer {
    /// As the log has it.
    pub(super) fn event(&self) -> CardEvent {
        CardEvent {
            uid: self.uid,
            at: self.uid.at(),
            day: self.day,
            action: Action::Answer(self.answer()),
        }
    }

    pub(super) fn answer(&self) -> Answer {
        Answer {
            rating: self.rating,
            interval: self.interval,
            duration_ms: self.duration_ms,
            mode: Mode::Import,
            predicted: None,
            params: 0,
            suggested: None,
        }
    }
}

/// Unpacks the answers of a card, oldest first.
fn unpacked(card: CardRow, bytes: &[u8]) -> rusqlite::Result<Vec<ForeignAnswer>> {
    let damaged = || {
        let what = "the packed answers of a card are damaged";
        rusqlite::Error::FromSqlConversionFailure(1, Type::Blob, what.into())
    };
    let (half, answers) = bytes.split_first_chunk::<HALF>().ok_or_else(damaged)?;
    let (answers, rest) = answers.as_chunks::<ANSWER>();
    let all = answers.iter().map(|one| answer(card, half, one));
    let all: Option<Vec<ForeignAnswer>> = all.collect();
    all.filter(|_| rest.is_empty()).ok_or_else(damaged)
}

fn answer(card: CardRow, half: &[u8; HALF], bytes: &[u8; ANSWER]) -> Option<ForeignAnswer> {
    let (first, rest) = bytes.split_first_chunk::<HALF>()?;
    let (interval, rest) = rest.split_first_chunk()?;
    let (duration, rest) = rest.split_first_chunk()?;
    let (day, rest) = rest.split_first_chunk()?;
    let (offset, rest) = rest.split_first_chunk()?;
    let mut uid = [0; 2 * HALF];
    uid[..HALF].copy_from_slice(first);
    uid[HALF..].copy_from_slice(half);
    let duration = u32::from_le_bytes(*duration);
    Some(ForeignAnswer {
        uid: Uid(uid),
        card,
        day: Day(i32::from_le_bytes(*day)),
        interval: u32::from_le_bytes(*interval),
        duration_ms: (duration != UNMEASURED).then_some(duration),
        utc_offset_minutes: i16::from_le_bytes(*offset),
        rating: Rating::from_number(*rest.first()?)?,
    })
}

/// Keeps the packed answers of cards of which the log holds none.
pub(in crate::store) fn put(
    connection: &Connection,
    device: i64,
    past: &[Packed],
) -> rusqlite::Result<()> {
    let mut days = BTreeSet::new();
    for one in past {
        days.extend(one.days());
    }
    let mut put_day =
        connection.prepare_cached("insert or ignore into past_day (day) values (?)")?;
    for day in days {
        put_day.execute([day])?;
    }
    let insert = "insert or fail into past (card, device, answers) values (?, ?, ?)";
    unchecked(connection, || {
        Many::of(connection, insert)?.put(
            past,
            |statement, first, one| {
                statement.raw_bind_parameter(first, one.card)?;
                statement.raw_bind_parameter(first + 1, device)?;
                statement.raw_bind_parameter(first + 2, &one.answers)
            },
            |_| Ok(()),
        )
    })
}

/// The packed answers of a card, oldest first.
pub(super) fn of_card(
    connection: &Connection,
    card: CardRow,
) -> rusqlite::Result<Vec<ForeignAnswer>> {
    let answers: Option<Vec<u8>> = connection
        .prepare_cached("select answers from past where card = ?")?
        .query_row([card], |row| row.get(0))
        .optional()?;
    answers.map_or(Ok(Vec::new()), |answers| unpacked(card, &answers))
}

/// All packed answers in the order of the log.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<ForeignAnswer>> {
    let mut all = Vec::with_capacity(count(connection)?);
    let mut statement = connection.prepare("select card, answers from past")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        all.extend(unpacked(row.get(0)?, row.get_ref(1)?.as_blob()?)?);
    }
    all.sort_unstable_by_key(|one| one.uid.number());
    Ok(all)
}

pub(super) fn count(connection: &Connection) -> rusqlite::Result<usize> {
    let sql = format!("select total((length(answers) - {HALF}) / {ANSWER}) from past");
    connection.query_row(&sql, [], |row| Ok(row.get::<_, f64>(0)? as usize))
}

/// Whether the event is a packed answer.
pub(super) fn has(connection: &Connection, event: &Event) -> rusqlite::Result<bool> {
    if !matches!(&event.action, Action::Answer(answer) if answer.mode == Mode::Import) {
        return Ok(false);
    }
    let card = connection
        .prepare_cached("select id from card where key = ?")?
        .query_row([&event.card], |row| row.get(0))
        .optional()?;
    let answers = card.map_or(Ok(Vec::new()), |card| of_card(connection, card))?;
    Ok(answers.iter().any(|one| one.uid == event.uid))
}

/// Gives SQL the function `rated(answers, day, rating)`: whether any of a card's packed answers is of a later
/// study day, with that grade where it is not null.
pub(in crate::store) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("rated", 3, flags, |context| {
        let answers = unpacked(0, context.get_raw(0).as_blob()?)?;
        let (day, rating): (i64, Option<u8>) = (context.get(1)?, context.get(2)?);
        Ok(answers.iter().any(|one| {
            day < i64::from(one.day.0) && rating.is_none_or(|rating| one.rating.number() == rating)
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Timestamp;
    use proptest::prelude::*;

    fn any_answers() -> impl Strategy<Value = Vec<ForeignAnswer>> {
        let one = (
            0..0x1000u16,
            any::<(u32, i32, i16)>(),
            prop::option::of(0..UNMEASURED),
            1..=4u8,
        );
        let answers = prop::collection::btree_map(0..1i64 << 47, one, 1..20);
        (answers, any::<u64>()).prop_map(|(answers, random)| {
            let answer =
                |(at, (counter, (interval, day, offset), duration_ms, rating))| ForeignAnswer {
                    uid: Uid::new(Timestamp(at), counter, random),
                    card: 7,
                    day: Day(day),
                    interval,
                    duration_ms,
                    utc_offset_minutes: offset,
                    rating: Rating::from_number(rating).unwrap(),
                };
            answers.into_iter().map(answer).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(answers in any_answers()) {
            let packed = Packed::of(&answers).unwrap();
            prop_assert_eq!(unpacked(7, &packed.answers).unwrap(), answers);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = unpacked(1, &bytes);
        }

        #[test]
        fn what_cannot_come_back_is_not_packed(answers in any_answers(), what in 0..3) {
            let mut answers = answers;
            let last = *answers.last().unwrap();
            match what {
                0 => answers.push(last),
                1 => answers.push(ForeignAnswer { uid: Uid::new(Timestamp(1 << 47), 0, !0), ..last }),
                _ => answers[0].duration_ms = Some(UNMEASURED),
            }
            let is_of_one = answers.iter().all(|one| one.uid.0[HALF..] == last.uid.0[HALF..]);
            prop_assume!(what != 1 || !is_of_one);
            prop_assert_eq!(Packed::of(&answers), None);
        }
    }

    #[test]
    fn half_an_answer_and_an_unknown_grade_are_damage() {
        let answer = ForeignAnswer {
            uid: Uid::new(Timestamp(5), 0, 9),
            card: 7,
            day: Day(3),
            interval: 4,
            duration_ms: None,
            utc_offset_minutes: -60,
            rating: Rating::Hard,
        };
        let whole = Packed::of(&[answer]).unwrap().answers;
        assert_eq!(unpacked(7, &whole).unwrap(), [answer]);
        let mut unknown = whole.clone();
        *unknown.last_mut().unwrap() = 5;
        for bad in [&whole[..whole.len() - 1], &whole[..HALF - 1], &unknown] {
            assert!(unpacked(7, bad).is_err());
        }
        assert_eq!(Packed::of(&[]), None);
    }
}
