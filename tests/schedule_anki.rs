//! Anki 26.9.3 as the oracle: what it answered for the histories of `tests/data/fsrs/anki-26.9.json`.
//!
//! `tests/data/fsrs/README.md` tells how that file was made.

use retain::model::event::{Action, Answer, Mode, Rating, Uid};
use retain::model::memory::{CardState, Memory, Phase};
use retain::model::time::{Day, Timestamp};
use retain::schedule::fsrs::Model;
use retain::schedule::interval::{Next, next_four};
use retain::schedule::replay::replay;
use serde::Deserialize;

#[derive(Deserialize)]
struct Group {
    weights: Vec<f32>,
    desired_retention: f32,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Case {
    /// Grade and days since the answer before.
    history: Vec<(u8, u32)>,
    /// Days since the last answer.
    elapsed: u32,
    /// Stability and difficulty as Anki keeps them: to 4 and 3 places.
    s: f32,
    d: f32,
    /// The interval before; absent where the last answer was Again.
    prev: Option<u32>,
    /// Intervals of Hard, Good and Easy.
    ivl: Option<[u32; 3]>,
    /// Stability and difficulty after each grade, starting from the kept ones.
    next: Option<[(f32, f32); 4]>,
}

impl Case {
    /// The state that our replay leaves, with the interval that Anki's card had.
    fn state(&self, model: &Model) -> CardState {
        let mut day = Day(20_000);
        let events: Vec<(Uid, Day, Action)> = self
            .history
            .iter()
            .enumerate()
            .map(|(idx, (grade, delta))| {
                day = day.plus(*delta);
                (Uid::new(Timestamp(idx as i64), 0, 0), day, answer(*grade))
            })
            .collect();
        let mut state = replay(
            events.iter().map(|(uid, day, action)| (*uid, *day, action)),
            model,
        );
        state.interval = self.prev.unwrap_or(0);
        state
    }

    fn four(&self, model: &Model, state: &CardState) -> [Next; 4] {
        let last = state.last_day.expect("every history has an answer");
        next_four(model, state, last.plus(self.elapsed), None)
    }
}

fn answer(grade: u8) -> Action {
    Action::Answer(Answer {
        rating: Rating::from_number(grade).expect("1 to 4"),
        interval: 1,
        duration_ms: None,
        mode: Mode::Import,
        predicted: None,
        params: 0,
        suggested: None,
    })
}

fn check(mut claim: impl FnMut(&Model, &Case)) {
    let text = std::fs::read_to_string("tests/data/fsrs/anki-26.9.json").expect("the fixture");
    let groups: Vec<Group> = serde_json::from_str(&text).expect("its layout");
    for group in &groups {
        let model = Model::new(&group.weights, group.desired_retention).expect("Anki took them");
        group.cases.iter().for_each(|case| claim(&model, case));
    }
}

/// Half a unit of the last place that Anki keeps, and what `f32` loses on the way.
fn is_near(ours: f32, ankis: f32, half_unit: f32) -> bool {
    (ours - ankis).abs() <= half_unit * 1.01 + ankis.abs() * 2e-5
}

#[test]
fn the_memory_after_any_history_is_ankis() {
    check(|model, case| {
        let memory = case.state(model).memory.expect("answered");
        let close =
            is_near(memory.stability, case.s, 5e-5) && is_near(memory.difficulty, case.d, 5e-4);
        assert!(
            close,
            "{memory:?} for {:?}, Anki: {} {}",
            case.history, case.s, case.d
        );
    });
}

#[test]
fn the_four_intervals_are_ankis() {
    let mut compared = 0;
    check(|model, case| {
        let (Some(ivl), Some(next)) = (case.ivl, case.next) else {
            return;
        };
        let mut state = case.state(model);
        assert_eq!(state.phase, Phase::Review);
        // Anki goes on from the rounded numbers that it keeps.
        state.memory = Some(Memory {
            stability: case.s,
            difficulty: case.d,
        });
        let four = case.four(model, &state);
        assert_eq!(
            four[1..]
                .iter()
                .map(|next| next.interval)
                .collect::<Vec<_>>(),
            ivl,
            "{case:?}"
        );
        for (ours, (stability, difficulty)) in four.iter().zip(next) {
            assert!(is_near(ours.memory.stability, stability, 0.0));
            assert!(is_near(ours.memory.difficulty, difficulty, 0.0));
        }
        compared += 1;
    });
    assert!(300 < compared, "{compared}");
}

#[test]
fn from_our_own_memory_intervals_differ_only_where_ankis_rounding_decides() {
    let (mut compared, mut different) = (0, 0);
    check(|model, case| {
        let Some(ivl) = case.ivl else { return };
        let state = case.state(model);
        for (ours, ankis) in case.four(model, &state)[1..].iter().zip(ivl) {
            // The kept difficulty is off by up to 0.0005 of 11 - difficulty.
            let slack = 2.0 + ours.raw * 0.002;
            assert!(
                (ours.interval as f32 - ankis as f32).abs() <= slack,
                "{ours:?} {ankis}"
            );
            compared += 1;
            different += usize::from(ours.interval != ankis);
        }
    });
    assert!(different * 50 < compared, "{different} of {compared}");
}
