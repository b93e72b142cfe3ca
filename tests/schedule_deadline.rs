//! The worth of a review and of a new card before a date, against published reference values.

use retain::model::memory::Memory;
use retain::schedule::deadline::{Candidate, Chosen, Costs, Deadline, learned, plan, review};
use retain::schedule::fsrs::Model;
use retain::schedule::simulate::{self, Card, Scenario, run};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    learn: Vec<Learn>,
    review: Vec<Review>,
}

#[derive(Deserialize)]
struct Learn {
    days_left: u32,
    recall_if_learned: f32,
    gain_per_second: f32,
    seconds: f32,
}

#[derive(Deserialize)]
struct Review {
    s: f32,
    d: f32,
    elapsed: u32,
    days_left: u32,
    recall_if_reviewed: f32,
    recall_if_skipped: f32,
    gain_per_second: f32,
    seconds: f32,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("data/deadline_vectors.json")).expect("the file is valid")
}

fn close(found: f32, wanted: f32, what: &str) {
    assert!(
        (found - wanted).abs() <= 1e-4 * wanted.abs(),
        "{what}: {found}, not {wanted}"
    );
}

#[test]
fn reviews_are_worth_what_was_published() {
    let (model, costs) = (Model::default(), Costs::default());
    let vectors = vectors().review;
    assert_eq!(vectors.len(), 96);
    for one in vectors {
        let memory = Memory {
            stability: one.s,
            difficulty: one.d,
        };
        let worth = review(&model, memory, one.elapsed, one.days_left, &costs);
        close(worth.reviewed, one.recall_if_reviewed, "reviewed");
        close(worth.skipped, one.recall_if_skipped, "skipped");
        close(worth.seconds, one.seconds, "seconds");
        // The difference of two nearly equal single-precision numbers.
        let slack = 1e-4 * one.gain_per_second.abs() + 2e-8;
        assert!(
            (worth.per_second() - one.gain_per_second).abs() <= slack,
            "gain"
        );
    }
}

#[test]
fn new_cards_are_worth_what_was_published() {
    let (model, costs) = (Model::default(), Costs::default());
    for one in vectors().learn {
        let recall = learned(&model, one.days_left);
        close(recall, one.recall_if_learned, "learned");
        close(costs.new, one.seconds, "seconds");
        close(recall / costs.new, one.gain_per_second, "gain");
    }
}

/// Expected recall on the date of 600 new cards after 30 days of 30 minutes: paced, and plain.
fn compared(factor: f32, seed: u64) -> (f32, f32) {
    let model = Model::default();
    let prior = Costs::default();
    let scenario = Scenario {
        days: 30,
        budget: 1800.0,
        costs: Costs {
            pass: prior.pass * factor,
            lapse: prior.lapse * factor,
            new: prior.new * factor,
        },
        unseen: 0.0,
    };
    let mut cards = vec![
        Card {
            memory: None,
            last: 0,
            weight: 1.0
        };
        600
    ];
    let paced = run(&model, &mut cards.clone(), &scenario, seed, |day, cards| {
        simulate::paced(&model, cards, day, &scenario)
    });
    let plain = run(&model, &mut cards, &scenario, seed, |day, cards| {
        let due = |card: &Card| {
            let interval = model.interval(card.memory?.stability).round().max(1.0) as i32;
            (card.last + interval <= day as i32).then_some(card.last + interval)
        };
        let mut places: Vec<usize> = (0..cards.len())
            .filter(|place| due(&cards[*place]).is_some())
            .collect();
        places.sort_by_key(|place| due(&cards[*place]));
        places.extend((0..cards.len()).filter(|place| cards[*place].memory.is_none()));
        places
    });
    (paced.recall, plain.recall)
}

#[test]
fn the_paced_plan_beats_plain_scheduling_by_what_was_published() {
    for (factor, gain) in [(1.0, 0.015), (2.5, 0.25)] {
        let runs: Vec<(f32, f32)> = (0..4).map(|seed| compared(factor, seed)).collect();
        let paced: f32 = runs.iter().map(|run| run.0).sum::<f32>() / 4.0;
        let plain: f32 = runs.iter().map(|run| run.1).sum::<f32>() / 4.0;
        assert!(plain + gain <= paced, "{factor}: {paced} and {plain}");
    }
}

/// A few cards of all sorts.
fn mixture() -> Vec<Candidate> {
    (0..60)
        .map(|id| Candidate {
            id,
            memory: (id % 3 != 0).then_some(Memory {
                stability: 0.5 + id as f32,
                difficulty: 1.0 + (id % 9) as f32,
            }),
            elapsed: (id % 11) as u32,
            answered_today: id % 3 != 0 && id % 13 == 1,
            weight: if id % 7 == 0 { 0.0 } else { 1.0 },
        })
        .collect()
}

fn planned(budget: f32, days_left: u32) -> Vec<Chosen> {
    let deadline = Deadline {
        days_left,
        budget,
        costs: Costs::default(),
        unseen: 0.0,
    };
    plan(&Model::default(), &mixture(), &deadline)
}

#[test]
fn the_budget_is_kept_within_one_card() {
    for budget in [0.0, 1.0, 60.0, 300.0] {
        let plan = planned(budget, 10);
        let seconds: Vec<f32> = plan.iter().map(|chosen| chosen.seconds).collect();
        let before_last: f32 = seconds.iter().rev().skip(1).sum();
        assert!(
            before_last < budget.max(f32::MIN_POSITIVE),
            "{budget}: {before_last}"
        );
    }
    assert!(planned(0.0, 1).is_empty());
}

#[test]
fn the_same_cards_give_the_same_plan_and_weight_nothing_is_never_asked() {
    assert_eq!(planned(900.0, 10), planned(900.0, 10));
    let chosen = planned(1e6, 3);
    let cards = mixture();
    let card = |id: i64| cards.iter().find(|card| card.id == id).unwrap();
    assert!(
        chosen
            .iter()
            .all(|one| 0.0 < card(one.id).weight && !card(one.id).answered_today)
    );
}
