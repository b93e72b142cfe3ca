//! How long it takes to compute every state anew: a million answers to 100,000 cards, in the order
//! of the log, in memory. Also one step of the model, the four buttons, and the queue of a day.
//!
//! `cargo bench --bench replay` prints the median of several runs.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use retain::model::event::{Action, Answer, Event, Mode, Rating, Uid};
use retain::model::memory::{CardState, Memory, Phase};
use retain::model::time::{Day, Timestamp};
use retain::schedule::fsrs::Model;
use retain::schedule::interval::{Fuzz, next_four};
use retain::schedule::queue::{Done, Due, Fresh, Limits, Plan, Queue, first};
use retain::schedule::{replay, rng};
use retain::store::Store;
use std::collections::HashSet;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const CARDS: usize = 100_000;
const EVENTS: usize = 1_000_000;
const RUNS: usize = 7;

fn main() {
    let model = Model::default();
    let log = log();
    report("replay of 1,000,000 answers", EVENTS, || fold(&log, &model));
    let store = stored(&log);
    report("the same, read from SQLite", EVENTS, || {
        read(&store, &model)
    });
    report("one step of the model", EVENTS, || steps(&model));
    report("four buttons with fuzz", EVENTS, || buttons(&model));
    let (due, fresh, met) = (due(50_000), fresh(), HashSet::new());
    let limits = Limits {
        new: 12,
        total: None,
    };
    let plan = Plan {
        today: Day(400),
        limits,
        done: Done::default(),
        met: &met,
    };
    let rows = || (due.clone(), fresh.clone());
    report("queue of 50,000 due cards", 50_000, || {
        let (due, fresh) = rows();
        Queue::build(due, fresh, &plan).next()
    });
    report("its first card alone", 1, || {
        let (due, fresh) = (due.iter().copied(), fresh.iter().copied());
        first(std::iter::empty(), due, fresh, &plan, |_| false)
    });
}

/// Prints the median and the least time of a run, and the median's share for each of `n` things.
fn report<T>(name: &str, n: usize, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let median = times[RUNS / 2];
    println!(
        "{name}: {median:?}, least {:?}, {:.1} ns each",
        times[0],
        median.as_nanos() as f64 / n as f64
    );
}

/// Answers as a log of two years holds them: of all cards mixed, nine of ten recalled.
fn log() -> Vec<(usize, Uid, Day, Action)> {
    (0..EVENTS)
        .map(|idx| {
            let card = rng::pick(idx as u64, CARDS as u32) as usize;
            let rating = match rng::pick(!(idx as u64), 20) {
                0 | 1 => Rating::Again,
                2 => Rating::Hard,
                3 => Rating::Easy,
                _ => Rating::Good,
            };
            let uid = Uid::new(Timestamp(idx as i64), 0, 0);
            (card, uid, Day((idx / 1_400) as i32), answer(rating))
        })
        .collect()
}

fn answer(rating: Rating) -> Action {
    Action::Answer(Answer {
        rating,
        interval: 10,
        duration_ms: Some(9_000),
        mode: Mode::Review,
        predicted: None,
        params: 0,
        suggested: None,
    })
}

fn fold(log: &[(usize, Uid, Day, Action)], model: &Model) -> Vec<CardState> {
    let mut states = vec![CardState::default(); CARDS];
    for (card, uid, day, action) in log {
        replay::apply(&mut states[*card], *uid, *day, action, model);
    }
    states
}

/// The same log in a collection on the disk, as `retain doctor` finds it.
fn stored(log: &[(usize, Uid, Day, Action)]) -> Store {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let mut store =
        Store::open(&folder.join("retain.db"), |_| Ok(())).expect("a new collection opens");
    for part in log.chunks(100_000) {
        let events: Vec<Event> = part.iter().map(event).collect();
        store.join(&events).expect("the events are kept");
    }
    store
}

fn event((card, uid, day, action): &(usize, Uid, Day, Action)) -> Event {
    Event {
        uid: *uid,
        device: "bench".to_string(),
        card: format!("deck/card-{card}"),
        at: uid.at(),
        utc_offset_minutes: 0,
        day: *day,
        written: None,
        action: action.clone(),
    }
}

fn read(store: &Store, model: &Model) -> Vec<CardState> {
    // Rows of cards are numbered from 1.
    let mut states = vec![CardState::default(); CARDS + 1];
    store
        .each_counting(|row, uid, day, action| {
            replay::apply(&mut states[row as usize], uid, day, action, model);
        })
        .expect("the log is read");
    states
}

fn steps(model: &Model) -> f32 {
    (0..EVENTS)
        .map(|idx| model.after(Some(memory(idx)), Rating::Good, 7).stability)
        .sum()
}

fn memory(idx: usize) -> Memory {
    Memory {
        stability: 1.0 + (idx % 500) as f32,
        difficulty: 5.0,
    }
}

fn buttons(model: &Model) -> u32 {
    let load = |day: Day| day.0 as u32 % 7;
    (0..EVENTS)
        .map(|idx| {
            let state = CardState {
                phase: Phase::Review,
                memory: Some(memory(idx)),
                last_day: Some(Day(100)),
                interval: 12,
                ..CardState::default()
            };
            let fuzz = Fuzz {
                seed: idx as u64,
                load: &load,
            };
            next_four(model, &state, Day(112), Some(fuzz))[2].interval
        })
        .sum()
}

fn due(n: usize) -> Vec<Due> {
    let mut rows: Vec<Due> = (0..n)
        .map(|idx| Due {
            card: idx as i64,
            family: (idx % 3 == 0).then_some(idx as i64 / 6),
            deck: 1,
            phase: Phase::Review,
            due: Day(rng::pick(idx as u64, 400) as i32),
            shuffle: rng::seed("card", idx as u32) as i64,
            since: 0,
        })
        .collect();
    rows.sort_by_key(|row| (row.due, row.shuffle));
    rows
}

fn fresh() -> Vec<Fresh> {
    (0..12)
        .map(|idx| Fresh {
            card: 1_000_000 + idx,
            family: None,
            deck: 1,
        })
        .collect()
}
