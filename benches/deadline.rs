//! Ways to study before a date, compared on a learner who obeys the model.
//!
//! `cargo bench --bench deadline -- 200` runs each 200 times; scenario A: 600 new cards, 30 days, 30
//! minutes a day; B: the same with answers that take 2.5 times as long.

use retain::schedule::deadline::{Candidate, Costs, Deadline, learned, plan, review};
use retain::schedule::fsrs::Model;
use retain::schedule::simulate::{Card, Scenario, paced, run};
use std::time::Instant;

/// Gives the order of a day's cards.
type Choose = fn(&Model, &[Card], u32, &Scenario) -> Vec<usize>;

const POLICIES: [(&str, Choose); 5] = [
    (
        "plain FSRS at 0.90, 20 new a day, reviews first",
        plain_twenty,
    ),
    ("plain FSRS at 0.90, new cards fill the rest", plain_filled),
    ("new cards first, then due ones", new_first),
    ("gain per second from day one", greedy),
    ("paced gain per second", paced),
];

fn main() {
    let n_runs = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(50);
    let model = Model::default();
    for (name, factor) in [("A", 1.0), ("B", 2.5)] {
        let scenario = Scenario {
            days: 30,
            budget: 1800.0,
            costs: Costs {
                pass: 13.0 * factor,
                lapse: 38.0 * factor,
                new: 38.0 * factor,
            },
            unseen: 0.0,
        };
        println!(
            "scenario {name}: 600 new cards, 30 days, 30 min, {factor} x costs, {n_runs} runs"
        );
        for (policy, choose) in POLICIES {
            let (mut recall, mut seen) = (0.0, 0);
            for seed in 0..n_runs {
                let mut cards = vec![
                    Card {
                        memory: None,
                        last: 0,
                        weight: 1.0
                    };
                    600
                ];
                let outcome = run(&model, &mut cards, &scenario, seed, |day, cards| {
                    choose(&model, cards, day, &scenario)
                });
                recall += f64::from(outcome.recall);
                seen += outcome.seen;
            }
            let (recall, seen) = (recall / n_runs as f64, seen / n_runs as usize);
            println!("  {policy:<50} {recall:.3}  {seen:>4} seen");
        }
    }
    planning(&model);
}

/// How long a day's plan takes at 100,000 cards.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn planning(model: &Model) {
    let candidates: Vec<Candidate> = (0..100_000)
        .map(|id| Candidate {
            id,
            memory: (id % 3 != 0).then_some(retain::model::memory::Memory {
                stability: 1.0 + (id % 97) as f32,
                difficulty: 1.0 + (id % 9) as f32,
            }),
            elapsed: (id % 61) as u32,
            answered_today: false,
            weight: 1.0,
        })
        .collect();
    let deadline = Deadline {
        days_left: 21,
        budget: 1800.0,
        costs: Costs::default(),
        unseen: 0.0,
    };
    let mut times: Vec<f64> = (0..15)
        .map(|_| {
            let started = Instant::now();
            assert!(!plan(model, &candidates, &deadline).is_empty());
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "planning a day at 100,000 cards: {:.0} ms (least {:.0})",
        times[7], times[0]
    );
}

fn greedy(model: &Model, cards: &[Card], day: u32, scenario: &Scenario) -> Vec<usize> {
    let days_left = scenario.days - day;
    let of_new = learned(model, days_left) / scenario.costs.new;
    let worth = |card: &Card| match card.memory {
        None => of_new,
        Some(memory) => review(
            model,
            memory,
            card.elapsed(day as i32),
            days_left,
            &scenario.costs,
        )
        .per_second(),
    };
    let mut scored: Vec<(f32, usize)> = cards
        .iter()
        .enumerate()
        .map(|(place, card)| (worth(card), place))
        .collect();
    scored.retain(|(worth, _)| 0.0 < *worth);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, place)| place).collect()
}

/// Due cards by due day.
fn due(model: &Model, cards: &[Card], day: u32) -> Vec<usize> {
    let mut due: Vec<(i32, usize)> = cards
        .iter()
        .enumerate()
        .filter_map(|(place, card)| {
            let interval = model.interval(card.memory?.stability).round().max(1.0) as i32;
            Some((card.last + interval, place))
        })
        .filter(|(due, _)| *due <= day as i32)
        .collect();
    due.sort_unstable();
    due.into_iter().map(|(_, place)| place).collect()
}

fn new(cards: &[Card]) -> impl Iterator<Item = usize> {
    let places = cards.iter().enumerate();
    places
        .filter(|(_, card)| card.memory.is_none())
        .map(|(place, _)| place)
}

fn plain_twenty(model: &Model, cards: &[Card], day: u32, _: &Scenario) -> Vec<usize> {
    due(model, cards, day)
        .into_iter()
        .chain(new(cards).take(20))
        .collect()
}

fn plain_filled(model: &Model, cards: &[Card], day: u32, _: &Scenario) -> Vec<usize> {
    due(model, cards, day)
        .into_iter()
        .chain(new(cards))
        .collect()
}

fn new_first(model: &Model, cards: &[Card], day: u32, _: &Scenario) -> Vec<usize> {
    new(cards).chain(due(model, cards, day)).collect()
}
