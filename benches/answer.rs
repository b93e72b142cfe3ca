//! What an answer costs beside the least that any durable answer can cost: one row, inserted and
//! flushed to the disk in the same SQLite settings.
//!
//! `cargo bench --bench answer` takes turns between the two, in a collection of 20,000 cards and
//! 200,000 events, and prints medians and minima.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

#[allow(dead_code, reason = "each benchmark uses its part")]
mod generate;

use generate::Random;
use retain::model::event::{Action, Answer, Event, Mode, Rating, Uid};
use retain::model::time::{Day, Timestamp};
use retain::schedule::fsrs::Model;
use retain::schedule::replay;
use retain::store;
use retain::store::Store;
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

const CARDS: usize = 20_000;
const EVENTS: usize = 200_000;
const RUNS: usize = 2_000;
const DAY_MS: i64 = 86_400_000;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("answer");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let model = Model::default();
    let mut store =
        Store::open(&folder.join("retain.db"), |_| Ok(())).expect("a new collection opens");
    fill(&mut store, &model);
    let bare = bare(&folder.join("bare.db"));
    let (mut kept, mut inserted) = (Vec::with_capacity(RUNS), Vec::with_capacity(RUNS));
    let mut random = Random(7);
    for idx in 0..RUNS {
        inserted.push(insert(&bare, idx));
        kept.push(keep(&mut store, EVENTS + idx, &mut random, &model));
    }
    report("one bare row", &mut inserted);
    report("store::keep", &mut kept);
    let ratio = |at: usize| kept[at].as_secs_f64() / inserted[at].as_secs_f64();
    println!(
        "ratio of the medians {:.2}, of the minima {:.2}",
        ratio(RUNS / 2),
        ratio(0)
    );
}

/// A log with a state for every card.
fn fill(store: &mut Store, model: &Model) {
    let events: Vec<Event> = (0..EVENTS)
        .map(|idx| event(format!("deck/card-{}", idx % CARDS), idx, None))
        .collect();
    store.join(&events).expect("the events are kept");
    let mut rows = Vec::new();
    store
        .each_state(|row, key, _| rows.push((row, key)))
        .expect("the states are read");
    let states: Vec<_> = rows
        .into_iter()
        .map(|(row, _)| {
            let history = store.history(row).expect("the history is read");
            let events = history
                .iter()
                .map(|event| (event.uid, event.day, &event.action));
            (row, replay::replay(events, model))
        })
        .collect();
    store
        .put_states(states.iter().map(|(row, state)| (*row, state)))
        .expect("the states are kept");
}

fn event(card: String, idx: usize, predicted: Option<f32>) -> Event {
    let at = Timestamp(1_700_000_000_000 + idx as i64 * 60_000);
    Event {
        uid: Uid::new(at, 0, idx as u64 * 0x9e37_79b9),
        device: "bench".to_string(),
        card,
        at,
        utc_offset_minutes: 60,
        day: Day((at.0 / DAY_MS) as i32),
        written: None,
        action: Action::Answer(Answer {
            rating: Rating::Good,
            interval: 1 + (idx % 90) as u32,
            duration_ms: Some(8_000),
            mode: Mode::Review,
            predicted,
            params: 0,
            suggested: None,
        }),
    }
}

/// Answers a card: the transaction alone is timed, not the choice of the card.
fn keep(store: &mut Store, idx: usize, random: &mut Random, model: &Model) -> Duration {
    let key = format!("deck/card-{}", random.below(CARDS as u64));
    let event = event(key, idx, Some(0.9));
    let start = Instant::now();
    let kept: store::Result<()> = store.together(|store| {
        let (row, mut state) = store.state(&event.card)?.expect("it was made");
        replay::apply(&mut state, event.uid, event.day, &event.action, model);
        store.keep(row, &event, &state)
    });
    let elapsed = start.elapsed();
    kept.expect("the answer is kept");
    elapsed
}

/// A database of one table, in the settings of the store.
fn bare(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a new database opens");
    connection
        .execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
             create table line (id integer primary key, text text not null) strict;",
        )
        .expect("the table is made");
    connection
}

fn insert(bare: &Connection, idx: usize) -> Duration {
    let start = Instant::now();
    let inserted = bare
        .prepare_cached("insert into line (text) values (?)")
        .and_then(|mut statement| {
            statement.execute([format!("answer {idx} of a card, and its grade")])
        });
    let elapsed = start.elapsed();
    assert_eq!(inserted.expect("the row is kept"), 1);
    elapsed
}

fn report(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    println!(
        "{name:<14} median {:>8.1?}, least {:>8.1?}",
        times[times.len() / 2],
        times[0]
    );
}
