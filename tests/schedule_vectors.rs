//! Published FSRS programs as the oracle: the histories of `tests/data/fsrs/vectors.json`.

use retain::model::event::Rating;
use retain::model::memory::Memory;
use retain::schedule::fsrs::Model;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Vectors {
    params: HashMap<String, Vec<f32>>,
    suggested_tolerance: Tolerance,
    parameter_fill: Vec<Fill>,
    retrievability: Vec<Recall>,
    interval: Vec<Interval>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Tolerance {
    stability_rel: f32,
    difficulty_abs: f32,
    retrievability_abs: f32,
}

#[derive(Deserialize)]
struct Fill {
    r#in: Vec<f32>,
    out: Vec<f32>,
}

#[derive(Deserialize)]
struct Recall {
    decay: f32,
    s: f32,
    t: f32,
    r: f32,
}

#[derive(Deserialize)]
struct Interval {
    params: String,
    s: f32,
    dr: f32,
    days_float: f32,
    ts_days: u32,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    params: String,
    desired_retention: f32,
    preview_elapsed: u32,
    /// Grade and days since the answer before.
    reviews: Vec<(u8, u32)>,
    stability: Vec<f32>,
    difficulty: Vec<f32>,
    interval_days_float: Vec<f32>,
    interval_days: Vec<u32>,
    retrievability_at_preview: f32,
    preview: HashMap<String, Preview>,
}

#[derive(Deserialize)]
struct Preview {
    stability: f32,
    difficulty: f32,
    interval_float: f32,
}

impl Vectors {
    fn read() -> Vectors {
        let text = std::fs::read_to_string("tests/data/fsrs/vectors.json").expect("the fixture");
        serde_json::from_str(&text).expect("its layout")
    }

    fn model(&self, params: &str, desired_retention: f32) -> Model {
        Model::new(&self.params[params], desired_retention).expect("valid weights")
    }
}

impl Tolerance {
    fn check(&self, ours: Memory, stability: f32, difficulty: f32, id: &str) {
        let is_stable = is_near(ours.stability, stability, self.stability_rel);
        let is_hard = (ours.difficulty - difficulty).abs() <= self.difficulty_abs;
        assert!(
            is_stable && is_hard,
            "{id}: {ours:?}, expected {stability} {difficulty}"
        );
    }
}

fn is_near(ours: f32, expected: f32, relative: f32) -> bool {
    (ours - expected).abs() <= expected.abs() * relative
}

/// Rounded days are exact unless the fraction is within 0.002 of a half.
fn same_days(ours: f32, expected: u32) -> bool {
    let is_tie = (ours.fract() - 0.5).abs() < 2e-3;
    let ours = (ours.round() as u32).clamp(1, 36_500);
    ours == expected || is_tie && ours.abs_diff(expected) == 1
}

#[test]
fn every_state_of_every_history_is_the_published_one() {
    let vectors = Vectors::read();
    let mut states = 0;
    for case in &vectors.cases {
        let model = vectors.model(&case.params, case.desired_retention);
        let mut memory = None;
        for (idx, (grade, elapsed)) in case.reviews.iter().enumerate() {
            let after = model.after(memory, Rating::from_number(*grade).unwrap(), *elapsed);
            let (stability, difficulty) = (case.stability[idx], case.difficulty[idx]);
            vectors
                .suggested_tolerance
                .check(after, stability, difficulty, &case.id);
            let days = model.interval(after.stability);
            assert!(
                is_near(days, case.interval_days_float[idx], 3e-5),
                "{}: {days}",
                case.id
            );
            assert!(
                same_days(days, case.interval_days[idx]),
                "{}: {days}",
                case.id
            );
            memory = Some(after);
            states += 1;
        }
    }
    assert_eq!(
        states,
        vectors
            .cases
            .iter()
            .map(|case| case.reviews.len())
            .sum::<usize>()
    );
}

#[test]
fn the_four_next_states_are_the_published_ones() {
    let vectors = Vectors::read();
    for case in &vectors.cases {
        let model = vectors.model(&case.params, case.desired_retention);
        let memory = case.reviews.iter().fold(None, |memory, (grade, elapsed)| {
            Some(model.after(memory, Rating::from_number(*grade).unwrap(), *elapsed))
        });
        let four = model.four(memory, case.preview_elapsed);
        for (rating, (after, days)) in Rating::ALL.into_iter().zip(four) {
            let expected = &case.preview[rating.name()];
            let (stability, difficulty) = (expected.stability, expected.difficulty);
            vectors
                .suggested_tolerance
                .check(after, stability, difficulty, &case.id);
            assert!(
                is_near(days, expected.interval_float, 3e-5),
                "{}: {days}",
                case.id
            );
        }
        let recall = model.retrievability(memory.unwrap(), case.preview_elapsed as f32);
        let tolerance = vectors.suggested_tolerance.retrievability_abs;
        assert!(
            (recall - case.retrievability_at_preview).abs() <= tolerance,
            "{}",
            case.id
        );
    }
}

#[test]
fn weights_of_older_versions_mean_what_they_meant() {
    let vectors = Vectors::read();
    for fill in &vectors.parameter_fill {
        let (old, new) = (
            Model::new(&fill.r#in, 0.9).unwrap(),
            Model::new(&fill.out, 0.9).unwrap(),
        );
        assert_eq!(old.decay(), new.decay());
        for rating in Rating::ALL {
            let after = |model: &Model| {
                let first = model.after(None, rating, 0);
                model.after(
                    Some(model.after(Some(first), Rating::Good, 0)),
                    Rating::Hard,
                    9,
                )
            };
            let Memory {
                stability,
                difficulty,
            } = after(&new);
            vectors
                .suggested_tolerance
                .check(after(&old), stability, difficulty, "old weights");
        }
    }
}

#[test]
fn chances_of_recall_are_the_published_ones() {
    let vectors = Vectors::read();
    for case in &vectors.retrievability {
        let mut weights = vectors.params["default"].clone();
        weights[20] = case.decay;
        let model = Model::new(&weights, 0.9).unwrap();
        let memory = Memory {
            stability: case.s,
            difficulty: 5.0,
        };
        let recall = model.retrievability(memory, case.t);
        assert!(
            (recall - case.r).abs() <= 1e-6,
            "{recall}, expected {}",
            case.r
        );
    }
}

#[test]
fn intervals_for_other_retentions_are_the_published_ones() {
    let vectors = Vectors::read();
    for case in &vectors.interval {
        let days = vectors.model(&case.params, case.dr).interval(case.s);
        assert!(
            is_near(days, case.days_float, 3e-5),
            "{days}, expected {}",
            case.days_float
        );
        assert!(
            same_days(days, case.ts_days),
            "{days}, expected {}",
            case.ts_days
        );
    }
}
