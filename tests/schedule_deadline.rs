//! The worth of a review and of a new card before a date, against published reference values.

use retain::model::memory::Memory;
use retain::schedule::deadline::{Costs, learned, review};
use retain::schedule::fsrs::Model;
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
