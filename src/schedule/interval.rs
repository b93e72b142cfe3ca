//! From a memory to the days on the four buttons.
//!
//! The model gives fractions of days. Here they are rounded, kept in order (Hard before Good
//! before Easy), kept from shrinking by chance, and spread over the neighbouring days so that cards
//! learned together do not return together. The rules are those of Anki 26.9.
//!
//! Everything is a pure function of its arguments: the number on the button is the one kept.

use super::fsrs::Model;
use super::rng;
use crate::model::event::Rating;
use crate::model::memory::{CardState, Memory};
use crate::model::time::Day;

/// The longest interval, in days.
pub const MAXIMUM: u32 = 36_500;

/// Above this many days no day is looked at for what is due on it: nobody plans so far ahead.
const LOAD_HORIZON: f32 = 90.0;

/// How intervals are spread over neighbouring days.
#[derive(Clone, Copy)]
pub struct Fuzz<'a> {
    /// Of the card and its count of answers, see [`rng::seed`].
    pub seed: u64,
    /// How many cards are due on a day already; of equal days the seed takes one.
    pub load: &'a dyn Fn(Day) -> u32,
}

impl Fuzz<'static> {
    /// Spreads by the seed alone.
    pub fn by_seed(seed: u64) -> Fuzz<'static> {
        Fuzz { seed, load: &|_| 0 }
    }
}

/// What one button does, and why just so many days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    pub rating: Rating,
    pub memory: Memory,
    /// Days until the card returns; 0 for Again, which returns in the same sitting.
    pub interval: u32,
    /// Days as the model gives them.
    pub raw: f32,
    /// The fewest days allowed, by the button before and by the last interval.
    pub floor: u32,
    /// The first of the days that could be chosen; without fuzz the only one.
    pub earliest: u32,
    /// The last of the days that could be chosen.
    pub latest: u32,
}

/// What decided an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Again: the card returns in the same sitting.
    SameSitting,
    /// The model's days, rounded.
    Model,
    /// The button before, or the last interval, asks for more than the model does.
    Floor,
    /// One of several days was chosen.
    Spread,
    /// More than 36,500 days.
    Maximum,
}

impl Next {
    /// Says what decided the interval.
    pub fn why(&self) -> Why {
        match () {
            () if self.rating == Rating::Again => Why::SameSitting,
            () if self.earliest < self.latest => Why::Spread,
            () if whole_days(self.raw) < self.floor => Why::Floor,
            () if self.interval < whole_days(self.raw) => Why::Maximum,
            () => Why::Model,
        }
    }
}

/// Returns what each of the four buttons does to a card asked `today`: Again, Hard, Good, Easy.
///
/// Hard < Good < Easy always. Without fuzz the intervals of a card past its first day are those
/// of Anki, but for the last two days below the maximum, where Anki lets them meet.
pub fn next_four(
    model: &Model,
    state: &CardState,
    today: Day,
    fuzz: Option<Fuzz<'_>>,
) -> [Next; 4] {
    let elapsed = state.last_day.map_or(0, |last| today.since(last));
    let [again, hard, good, easy] = model.four(state.memory, elapsed);
    let pass = |rating, (memory, raw): (Memory, f32), least: u32, most: u32| {
        let floor = floor(raw, state.interval).max(least).min(most);
        let (earliest, latest) = match fuzz {
            Some(_) => fuzz_range(raw, floor, most),
            None => (
                whole_days(raw).clamp(floor, most),
                whole_days(raw).clamp(floor, most),
            ),
        };
        let interval = fuzz.map_or(earliest, |fuzz| choose(fuzz, today, raw, earliest, latest));
        Next {
            rating,
            memory,
            interval,
            raw,
            floor,
            earliest,
            latest,
        }
    };
    let hard = pass(Rating::Hard, hard, 1, MAXIMUM - 2);
    let good = pass(Rating::Good, good, hard.interval + 1, MAXIMUM - 1);
    let easy = pass(Rating::Easy, easy, good.interval + 1, MAXIMUM);
    [same_sitting(again), hard, good, easy]
}

fn same_sitting((memory, raw): (Memory, f32)) -> Next {
    let rating = Rating::Again;
    Next {
        rating,
        memory,
        interval: 0,
        raw,
        floor: 0,
        earliest: 0,
        latest: 0,
    }
}

/// Returns the fewest days that the last interval leaves to a new one.
///
/// An interval that grows grows by a day at least, and one that chance alone could have made
/// shorter stays. One that is clearly shorter is free: weights or retention were changed.
fn floor(raw: f32, previous: u32) -> u32 {
    if previous < whole_days(raw) {
        previous + 1
    } else if previous <= fuzz_bounds(raw).1 {
        previous
    } else {
        0
    }
}

/// Takes one day of the range: the one with the least due on it, or one of those.
fn choose(fuzz: Fuzz<'_>, today: Day, raw: f32, earliest: u32, latest: u32) -> u32 {
    let load = |days| {
        if raw <= LOAD_HORIZON {
            (fuzz.load)(today.plus(days))
        } else {
            0
        }
    };
    let loads: Vec<(u32, u32)> = (earliest..=latest).map(|days| (days, load(days))).collect();
    let least = loads.iter().map(|(_, load)| *load).min().unwrap_or(0);
    let lightest: Vec<u32> = loads
        .into_iter()
        .filter(|(_, load)| *load == least)
        .map(|(days, _)| days)
        .collect();
    lightest[rng::pick(fuzz.seed, lightest.len() as u32) as usize]
}

/// Returns the first and the last day that `raw` may be spread to, both in `floor..=most`.
///
/// Where the bounds leave a single day above 2, the next one is allowed as well.
pub fn fuzz_range(raw: f32, floor: u32, most: u32) -> (u32, u32) {
    let floor = floor.min(most);
    let (first, last) = fuzz_bounds(raw.clamp(floor as f32, most as f32));
    let (first, last) = (first.clamp(floor, most), last.clamp(floor, most));
    if first == last && 2 < last && last < most {
        (first, last + 1)
    } else {
        (first, last)
    }
}

fn fuzz_bounds(days: f32) -> (u32, u32) {
    let delta = fuzz_delta(days);
    (whole_days(days - delta), whole_days(days + delta))
}

/// Days to either side: none below 2.5, then 1, and a share of the days beyond 2.5, 7 and 20.
fn fuzz_delta(days: f32) -> f32 {
    if days < 2.5 {
        return 0.0;
    }
    let share = |from: f32, to: f32, factor: f32| factor * (days.min(to) - from).max(0.0);
    1.0 + share(2.5, 7.0, 0.15) + share(7.0, 20.0, 0.10) + share(20.0, f32::MAX, 0.05)
}

/// Rounds half away from zero; what is no number or below 0 gives 0.
fn whole_days(days: f32) -> u32 {
    days.round() as u32
}

#[cfg(test)]
mod tests;
