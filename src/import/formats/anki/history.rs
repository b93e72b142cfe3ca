//! What was learned of a card: Anki's columns and log rows become a [`History`].
//!
//! Days are numbers from the day on which the collection was created, so its own clock is needed
//! to know which day one is. No clock of this machine is read; what the learner's day is at an
//! instant is asked of the caller.

use crate::import::draft::{Deed, History, Past, Standing};
use crate::model::event::Rating;
use crate::model::time::{Day, DayBoundary, Timestamp};

/// How a collection counts its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Seconds since 1970, on day 0: at 04:00 of the place where it was made, as a rule.
    pub created: Option<i64>,
    /// Minutes that UTC was ahead of that place, where the file says so.
    pub minutes_west: Option<i32>,
    /// The hour at which a day begins, where the file says so.
    pub rollover: Option<u8>,
    /// Its log numbers answers in learning 1, 2, 3, without a "hard".
    pub is_first_scheduler: bool,
}

/// The columns of a card that schedule it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub kind: i64,
    /// -1 suspended; buried ones count as any others.
    pub queue: i64,
    /// A position, a day's number, or seconds since 1970.
    pub due: i64,
    /// `due` as it was before a filtered deck borrowed the card; else 0.
    pub home_due: i64,
    pub interval: i64,
    /// In thousandths.
    pub ease: i64,
    pub reps: i64,
    pub lapses: i64,
    /// The lowest three bits are the flag.
    pub flags: i64,
    pub memory: Option<Memory>,
}

/// The FSRS state of a card; what the file has no good value for is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Memory {
    pub stability: Option<f32>,
    pub difficulty: Option<f32>,
    /// Seconds since 1970.
    pub last_answer: Option<i64>,
}

/// One row of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub card: i64,
    /// Milliseconds since 1970, and the row's id.
    pub at: i64,
    /// Days, or below 0 seconds.
    pub interval: i64,
    pub duration_ms: u32,
    /// 1 to 4; 0 where nobody answered.
    pub ease: u8,
    /// 0 learning, 1 review, 2 relearning, 3 filtered, 4 by hand, 5 by the program.
    pub kind: u8,
    /// Practice that does not count, and cards made new by hand, have none.
    pub has_factor: bool,
}

/// What is known of one card, and what of it was left out.
#[derive(Debug, Default, PartialEq)]
pub struct Known {
    pub history: History,
    /// A kind of loss for each row that was left out.
    pub lost: Vec<&'static str>,
}

/// 2000-01-01 and 2100-01-01, in milliseconds since 1970.
const SENSIBLE: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;
const DAY_MS: i64 = 86_400_000;
/// A hundred years, in days.
const INTERVAL_MAX: i64 = 36_500;
/// Numbers from here on are seconds and no days.
const SECONDS_FROM: i64 = 1_000_000_000;

const BAD_DATE: &str = "answers dated outside 2000 to 2100 are left out";
const BAD_INTERVAL: &str = "answers with an interval above 100 years are left out";
const BAD_RATING: &str = "answers with an unknown rating are left out";
const PRACTICE: &str = "answers of practice that did not count are left out";
const BAD_DUE: &str = "due days outside 2000 to 2100 are left out";

/// Puts together what the collection knows of a card. `answers` are oldest first.
pub fn known(
    schedule: &Schedule,
    answers: &[Answer],
    clock: &Clock,
    local: &dyn Fn(Timestamp) -> DayBoundary,
) -> Known {
    let mut lost = Vec::new();
    let mut past = Vec::with_capacity(answers.len());
    for answer in answers {
        match deed(answer, clock) {
            Ok(Some(what)) => past.push(Past {
                at: Timestamp(answer.at),
                what,
            }),
            Ok(None) => (),
            Err(why) => lost.push(why),
        }
    }
    let standing = (1..=3).contains(&schedule.kind).then(|| {
        let due = due(schedule, clock, local);
        if due.is_none() {
            lost.push(BAD_DUE);
        }
        standing(schedule, due, &past, local)
    });
    let history = History {
        past,
        standing,
        suspended: schedule.queue == -1,
        flagged: schedule.flags & 7 != 0,
    };
    Known { history, lost }
}

/// What a row of the log says; nothing where it only moved the card to another day.
fn deed(answer: &Answer, clock: &Clock) -> Result<Option<Deed>, &'static str> {
    let is_reset = answer.kind == 4 && answer.ease == 0 && !answer.has_factor;
    if !is_reset && (answer.ease == 0 || matches!(answer.kind, 4 | 5)) {
        return Ok(None);
    }
    if !SENSIBLE.contains(&answer.at) {
        return Err(BAD_DATE);
    }
    if is_reset {
        return Ok(Some(Deed::Reset));
    }
    if answer.kind == 3 && !answer.has_factor {
        return Err(PRACTICE);
    }
    if INTERVAL_MAX < answer.interval {
        return Err(BAD_INTERVAL);
    }
    Ok(Some(Deed::Answer {
        rating: rating(answer, clock).ok_or(BAD_RATING)?,
        interval: days(answer.interval),
        duration_ms: (answer.duration_ms != 0).then_some(answer.duration_ms),
    }))
}

fn rating(answer: &Answer, clock: &Clock) -> Option<Rating> {
    let is_learning = matches!(answer.kind, 0 | 2);
    match (clock.is_first_scheduler && is_learning, answer.ease) {
        (true, ease @ 2..=3) => Rating::from_number(ease + 1),
        (_, ease) => Rating::from_number(ease),
    }
}

/// Whole days of an interval; those below 0 are seconds.
fn days(interval: i64) -> u32 {
    let days = match interval {
        0.. => interval,
        _ => interval.saturating_neg() / 86_400,
    };
    u32::try_from(days.min(INTERVAL_MAX)).unwrap_or(0)
}

fn standing(
    schedule: &Schedule,
    due: Option<Day>,
    past: &[Past],
    local: &dyn Fn(Timestamp) -> DayBoundary,
) -> Standing {
    let memory = schedule.memory.unwrap_or_default();
    let has_memory = memory.stability.is_some() && memory.difficulty.is_some();
    let at = memory
        .last_answer
        .map(|seconds| seconds.saturating_mul(1000));
    let answered = { past.iter().rev() }.find(|past| matches!(past.what, Deed::Answer { .. }));
    let at = at
        .filter(|at| SENSIBLE.contains(at))
        .or(answered.map(|past| past.at.0));
    let ease = schedule.ease as f32 / 1000.0;
    Standing {
        stability: memory.stability,
        difficulty: memory.difficulty,
        due,
        last_day: at.map(|at| local(Timestamp(at)).day_of(Timestamp(at))),
        interval: days(schedule.interval.max(0)),
        ease: (!has_memory && (1.3..=100.0).contains(&ease)).then_some(ease),
        reps: count(schedule.reps),
        lapses: count(schedule.lapses),
    }
}

fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// The day on which the card comes back; `None` where none can be meant.
fn due(
    schedule: &Schedule,
    clock: &Clock,
    local: &dyn Fn(Timestamp) -> DayBoundary,
) -> Option<Day> {
    let due = match schedule.home_due {
        0 => schedule.due,
        home_due => home_due,
    };
    let day = if SECONDS_FROM <= due {
        let at = Timestamp(due.saturating_mul(1000));
        SENSIBLE.contains(&at.0).then(|| local(at).day_of(at))?
    } else {
        let first = first_day(clock, local)?;
        Day(i32::try_from(i64::from(first.0) + due).ok()?)
    };
    SENSIBLE
        .contains(&(i64::from(day.0) * DAY_MS))
        .then_some(day)
}

/// Day 0: the date of the creation, where the file says how late it was there. Where it does not,
/// its days begin at the hour of the creation, and day 0 is the one that most of those hours
/// belong to.
fn first_day(clock: &Clock, local: &dyn Fn(Timestamp) -> DayBoundary) -> Option<Day> {
    let created = Timestamp(clock.created?.saturating_mul(1000));
    if !SENSIBLE.contains(&created.0) {
        return None;
    }
    let here = local(created);
    let boundary = match clock.minutes_west.filter(|west| west.abs() <= 18 * 60) {
        Some(west) => DayBoundary {
            rollover_hour: 0,
            utc_offset_minutes: -west,
        },
        None => DayBoundary {
            rollover_hour: clock
                .rollover
                .filter(|hour| *hour < 24)
                .unwrap_or(here.rollover_hour),
            ..here
        },
    };
    let noon = match clock.minutes_west {
        Some(_) => created,
        None => Timestamp(created.0 + DAY_MS / 2),
    };
    Some(boundary.day_of(noon))
}

#[cfg(test)]
mod tests;
