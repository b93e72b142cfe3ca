//! States and answers in Anki's terms: one row for a card, one for each answer.

use super::super::anki::day_zero;
use super::super::{Book, Learned};
use crate::model::event::{Action, Rating};
use crate::model::memory::{CardState, Memory, Phase};
use crate::model::time::Timestamp;

/// The columns of a card that tell where it stands; named as Anki names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    pub kind: i64,
    pub queue: i64,
    pub due: i64,
    pub ivl: i64,
    pub factor: i64,
    pub reps: u32,
    pub lapses: u32,
    pub left: i64,
    pub flags: i64,
    /// JSON, or empty.
    pub data: String,
}

/// One row of Anki's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The instant in milliseconds, made different from those of all other rows later.
    pub id: i64,
    pub card: i64,
    pub ease: u8,
    /// Days; below 0 seconds.
    pub ivl: i32,
    pub last_ivl: i32,
    pub factor: i32,
    pub time: i32,
    pub kind: u8,
}

/// Anki's ease where it is not used: with FSRS.
const EASE: i64 = 2500;

/// A card that was forgotten comes back in the same sitting; Anki wants to know in how many seconds.
const AGAIN: i32 = -60;

/// The first of Anki's flags, the red one.
const FLAG: i64 = 1;

/// Kinds of rows in Anki's log.
mod kind {
    pub const LEARNING: u8 = 0;
    pub const REVIEW: u8 = 1;
    pub const RELEARNING: u8 = 2;
    pub const MANUAL: u8 = 4;
    pub const RESCHEDULED: u8 = 5;
}

/// A card without progress, at that place among the new ones.
pub fn new(position: i64) -> Standing {
    Standing {
        due: position,
        ..Standing::default()
    }
}

/// A card as it stands. `position` is its place among the new ones.
pub fn standing(learned: &Learned, position: i64, book: &Book) -> Standing {
    let state = &learned.state;
    let mut standing = match (state.phase, state.memory) {
        (Phase::New, _) | (_, None) => new(position),
        (_, Some(memory)) => seen(learned, memory, position, book),
    };
    if state.suspended {
        standing.queue = -1;
    }
    standing.flags = if state.flagged { FLAG } else { 0 };
    standing
}

fn seen(learned: &Learned, memory: Memory, position: i64, book: &Book) -> Standing {
    let state = &learned.state;
    let last = last_answer(learned);
    let day = |state: &CardState| {
        let due = state.due.or(state.last_day).unwrap_or(book.today);
        i64::from(due.0) - i64::from(book.created.0)
    };
    // Learning cards are due at an instant, the others on a day.
    let (kind, queue, due, left) = match state.phase {
        Phase::Learning => (1, 1, last.0.div_euclid(1000), 1),
        Phase::Relearning => (3, 1, last.0.div_euclid(1000), 1),
        Phase::New | Phase::Review => (2, 2, day(state), 0),
    };
    Standing {
        kind,
        queue,
        due,
        ivl: if kind == 1 {
            0
        } else {
            i64::from(state.interval.max(1))
        },
        factor: EASE,
        reps: state.reps,
        lapses: state.lapses,
        left,
        flags: 0,
        data: data(memory, last, position, book),
    }
}

/// What FSRS keeps with a card.
fn data(memory: Memory, last: Timestamp, position: i64, book: &Book) -> String {
    let rounded = |figure: f32, places: i32| {
        let scale = 10_f64.powi(places);
        (f64::from(figure) * scale).round() / scale
    };
    format!(
        "{{\"pos\":{position},\"s\":{},\"d\":{},\"dr\":{},\"decay\":{},\"lrt\":{}}}",
        rounded(memory.stability, 4),
        rounded(memory.difficulty, 3),
        rounded(book.desired_retention, 2),
        rounded(book.decay, 3),
        last.0.div_euclid(1000),
    )
}

/// When the card was last answered or given its interval.
fn last_answer(learned: &Learned) -> Timestamp {
    let counts = |action: &Action| {
        matches!(
            action,
            Action::Answer(_) | Action::Place { .. } | Action::Adopt(_)
        )
    };
    let events = learned.events.iter().rev();
    let last = events.clone().find(|event| counts(&event.action));
    last.or(events.clone().next())
        .map_or(Timestamp(0), |event| event.at)
}

/// Adds the rows of one card, oldest first. `book` tells nothing of them but where its days begin.
pub fn reviews(learned: &Learned, card: i64, book: &Book, rows: &mut Vec<Review>) {
    let (mut phase, mut last_ivl) = (Phase::New, 0);
    // No row is from before the collection, and those of a card stay in their order.
    let mut earliest = day_zero(book) * 1000;
    let last = last_answer(learned);
    for event in &learned.events {
        let mut row = Review {
            id: event.at.0.max(earliest),
            card,
            ease: 0,
            ivl: 0,
            last_ivl,
            factor: 0,
            time: 0,
            kind: kind::MANUAL,
        };
        let memory = match event.at == last {
            true => event.memory.or(learned.state.memory),
            false => event.memory,
        };
        match &event.action {
            Action::Answer(answer) => {
                row.ease = answer.rating.number();
                row.ivl = match answer.rating {
                    Rating::Again => AGAIN,
                    _ => days(answer.interval),
                };
                row.time = i32::try_from(answer.duration_ms.unwrap_or(0)).unwrap_or(i32::MAX);
                row.factor = memory.map_or(0, difficulty);
                row.kind = kind_of(phase);
                phase = after(phase, answer.rating);
            }
            Action::Place { interval } => {
                row.ivl = days(*interval);
                row.factor = memory.map_or(0, difficulty);
                row.kind = kind::RESCHEDULED;
                phase = Phase::Review;
            }
            Action::Adopt(adopted) => {
                row.ivl = days(adopted.interval);
                row.factor = difficulty(adopted.memory);
                row.kind = kind::RESCHEDULED;
                phase = Phase::Review;
            }
            // With factor 0 a manual row makes the card new.
            Action::Reset => phase = Phase::New,
            _ => continue,
        }
        last_ivl = row.ivl;
        earliest = row.id + 1;
        rows.push(row);
    }
}

/// Puts all rows in the order of time, and gives each an instant of its own.
pub fn in_order(rows: &mut [Review]) {
    rows.sort_unstable_by_key(|row| (row.id, row.card));
    let mut last = i64::MIN;
    for row in rows {
        row.id = row.id.max(last + 1);
        last = row.id;
    }
}

fn days(interval: u32) -> i32 {
    i32::try_from(interval.max(1)).unwrap_or(i32::MAX)
}

/// FSRS's difficulty where SM-2 had its ease: 100 for 1, 1100 for 10.
fn difficulty(memory: Memory) -> i32 {
    let share = (memory.difficulty.clamp(1.0, 10.0) - 1.0) / 9.0;
    ((share + 0.1) * 1000.0).round() as i32
}

fn kind_of(phase: Phase) -> u8 {
    match phase {
        Phase::New | Phase::Learning => kind::LEARNING,
        Phase::Review => kind::REVIEW,
        Phase::Relearning => kind::RELEARNING,
    }
}

fn after(phase: Phase, rating: Rating) -> Phase {
    match (phase, rating) {
        (Phase::New | Phase::Learning, Rating::Again) => Phase::Learning,
        (Phase::Review | Phase::Relearning, Rating::Again) => Phase::Relearning,
        _ => Phase::Review,
    }
}
