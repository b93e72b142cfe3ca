//! The memory model, FSRS-6: what an answer does to a memory, and how long it then lasts.
//!
//! The only file that names the `fsrs` crate. It checks what the crate takes on trust: the number
//! of weights, the desired retention, negative times, states that are no states.

use crate::model::event::Rating;
use crate::model::memory::Memory;
use ::fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState, check_and_fill_parameters};
use std::ops::RangeInclusive;
use thiserror::Error;

/// Desired retentions that may be asked for. Below, most of a deck is forgotten when it returns;
/// above, reviews multiply without end.
pub const RETENTIONS: RangeInclusive<f32> = 0.70..=0.99;

/// The desired retention where nobody chose one.
pub const DEFAULT_RETENTION: f32 = 0.90;

/// The crate clips the decay to this range without saying so, and hands it out nowhere.
const DECAYS: RangeInclusive<f32> = 0.1..=0.8;

/// Why a model cannot be made.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ModelError {
    #[error("FSRS takes 17, 19 or 21 weights, or none for the defaults, not {count}")]
    WeightCount { count: usize },
    #[error("weight {number} is not a finite number")]
    WeightNotFinite { number: usize },
    #[error("desired retention `{retention}` is not in 0.70 to 0.99")]
    Retention { retention: f32 },
}

/// FSRS-6 with one set of weights and one desired retention.
#[derive(Clone, Debug)]
pub struct Model {
    fsrs: FSRS,
    desired_retention: f32,
    decay: f32,
}

impl Default for Model {
    /// The published default weights at a desired retention of 0.90.
    fn default() -> Model {
        Model::new(&[], DEFAULT_RETENTION).expect("the defaults are valid")
    }
}

impl Model {
    /// Makes a model of 21 weights, of the 17 or 19 of FSRS 4.5 and 5, or of none: the defaults.
    ///
    /// Weights outside of their ranges are clipped, as Anki does.
    pub fn new(weights: &[f32], desired_retention: f32) -> Result<Model, ModelError> {
        if let Some(idx) = weights.iter().position(|weight| !weight.is_finite()) {
            return Err(ModelError::WeightNotFinite { number: idx });
        }
        let count = weights.len();
        let filled =
            check_and_fill_parameters(weights).map_err(|_| ModelError::WeightCount { count })?;
        let fsrs = FSRS::new(&filled).map_err(|_| ModelError::WeightCount { count })?;
        let decay = filled[20].clamp(*DECAYS.start(), *DECAYS.end());
        Model {
            fsrs,
            desired_retention,
            decay,
        }
        .with_retention(desired_retention)
    }

    /// Returns the same memory model for another desired retention.
    pub fn with_retention(&self, desired_retention: f32) -> Result<Model, ModelError> {
        if !RETENTIONS.contains(&desired_retention) {
            return Err(ModelError::Retention {
                retention: desired_retention,
            });
        }
        Ok(Model {
            desired_retention,
            ..self.clone()
        })
    }

    /// The chance of recall at which cards are to return.
    pub fn desired_retention(&self) -> f32 {
        self.desired_retention
    }

    /// The exponent of the forgetting curve, above 0; 0.1542 with the default weights.
    pub fn decay(&self) -> f32 {
        self.decay
    }

    /// Returns the memory after one answer.
    ///
    /// `elapsed` counts whole study days since the last answer; it says nothing for a first one.
    pub fn after(&self, memory: Option<Memory>, rating: Rating, elapsed: u32) -> Memory {
        let review = FSRSReview {
            rating: u32::from(rating.number()),
            delta_t: elapsed,
        };
        // One review on top of a state costs a quarter of `next_states`, which computes all four.
        self.fsrs
            .memory_state(
                FSRSItem {
                    reviews: vec![review],
                },
                memory.and_then(start),
            )
            .map(kept)
            .expect("weights and states are finite, and the crate clamps what it returns")
    }

    /// Returns the memory of a card that SM-2 scheduled: its ease, 1.3 and above, and its interval in
    /// days, taken for the days after which 90 % are recalled.
    ///
    /// Only for cards whose answers are not known: a replay of them says more.
    pub fn of_sm2(&self, ease: f32, interval: f32) -> Memory {
        let ease = ease.clamp(1.3, 5.0);
        let memory = self
            .fsrs
            .memory_state_from_sm2(ease, interval.max(1.0), 0.9);
        memory.map(kept).unwrap_or(Memory {
            stability: interval.clamp(1.0, 36_500.0),
            difficulty: 5.0,
        })
    }

    /// Returns the memory after each of the four answers, and the days until its chance of recall
    /// has fallen to the desired retention: Again, Hard, Good, Easy.
    ///
    /// The days are as the model gives them: fractions, below 1 and above 36,500 too.
    pub fn four(&self, memory: Option<Memory>, elapsed: u32) -> [(Memory, f32); 4] {
        let states = self
            .fsrs
            .next_states(memory.and_then(start), self.desired_retention, elapsed)
            .expect("weights and states are finite, and the crate clamps what it returns");
        [states.again, states.hard, states.good, states.easy]
            .map(|state| (kept(state.memory), state.interval))
    }

    /// Returns the days until a memory of this stability has faded to the desired retention.
    pub fn interval(&self, stability: f32) -> f32 {
        // The rating counts only where there is no stability yet.
        self.fsrs
            .next_interval(Some(stability), self.desired_retention, 3)
    }

    /// Returns the chance of recall `elapsed_days` after the last answer, 0..=1.
    ///
    /// Parts of a day are allowed; a time before the answer gives 1.
    pub fn retrievability(&self, memory: Memory, elapsed_days: f32) -> f32 {
        let Some(state) = start(memory) else {
            return 1.0;
        };
        ::fsrs::current_retrievability(state, elapsed_days.max(0.0), self.decay).clamp(0.0, 1.0)
    }
}

/// The crate's form of a memory; `None` for numbers that no answer can have left behind.
fn start(memory: Memory) -> Option<MemoryState> {
    let Memory {
        stability,
        difficulty,
    } = memory;
    // The crate reads a stability of 0 as "no answer yet", and passes NaN on.
    (0.0 < stability && stability.is_finite() && difficulty.is_finite()).then_some(MemoryState {
        stability,
        difficulty,
    })
}

fn kept(state: MemoryState) -> Memory {
    Memory {
        stability: state.stability,
        difficulty: state.difficulty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_answer_is_the_same_step_as_one_of_four() {
        let model = Model::default();
        let mut memory = None;
        for (rating, elapsed) in [
            (Rating::Good, 0),
            (Rating::Good, 3),
            (Rating::Again, 9),
            (Rating::Hard, 0),
        ] {
            let of_four = model.four(memory, elapsed)[usize::from(rating.number()) - 1].0;
            assert_eq!(model.after(memory, rating, elapsed), of_four);
            memory = Some(of_four);
        }
    }

    #[test]
    fn a_first_answer_ignores_the_days_before_it() {
        let model = Model::default();
        let first = model.after(None, Rating::Good, 0);
        assert_eq!(model.after(None, Rating::Good, 5), first);
        assert_eq!(
            first,
            Memory {
                stability: 2.3065,
                difficulty: 2.118_104
            }
        );
    }

    #[test]
    fn numbers_that_are_no_memory_count_as_none() {
        let model = Model::default();
        let first = model.after(None, Rating::Good, 0);
        for (stability, difficulty) in [
            (0.0, 5.0),
            (-1.0, 5.0),
            (f32::NAN, 5.0),
            (3.0, f32::NAN),
            (f32::INFINITY, 5.0),
        ] {
            let memory = Some(Memory {
                stability,
                difficulty,
            });
            assert_eq!(model.after(memory, Rating::Good, 4), first);
        }
    }

    #[test]
    fn desired_retention_is_refused_outside_its_range() {
        assert!(Model::new(&[], 0.70).is_ok());
        assert!(Model::new(&[], 0.99).is_ok());
        for retention in [0.69, 0.991, 0.0, 1.0, -0.9] {
            assert_eq!(
                Model::new(&[], retention).unwrap_err(),
                ModelError::Retention { retention }
            );
        }
        assert!(Model::new(&[], f32::NAN).is_err());
    }

    #[test]
    fn weights_are_refused_by_count_and_by_value() {
        let error = Model::new(&[1.0; 20], 0.9).unwrap_err();
        assert_eq!(error, ModelError::WeightCount { count: 20 });
        let mut weights = ::fsrs::DEFAULT_PARAMETERS;
        weights[7] = f32::NAN;
        let error = Model::new(&weights, 0.9).unwrap_err();
        assert_eq!(error.to_string(), "weight 7 is not a finite number");
    }

    #[test]
    fn the_decay_is_the_clipped_one() {
        let mut weights = ::fsrs::DEFAULT_PARAMETERS;
        weights[20] = 3.0;
        assert_eq!(Model::new(&weights, 0.9).unwrap().decay(), 0.8);
        assert_eq!(Model::new(&weights[..19], 0.9).unwrap().decay(), 0.5);
        assert_eq!(Model::default().decay(), 0.1542);
    }

    #[test]
    fn recall_is_certain_before_the_answer_and_nine_in_ten_at_the_stability() {
        let model = Model::default();
        let memory = Memory {
            stability: 10.0,
            difficulty: 5.0,
        };
        assert_eq!(model.retrievability(memory, -1.0), 1.0);
        assert!((model.retrievability(memory, 10.0) - 0.9).abs() < 1e-6);
        assert!((model.interval(10.0) - 10.0).abs() < 1e-4);
    }
}
