//! Judging what the learner typed, chose, put in order or ticked off; and quizzes made of that.
//!
//! A quiz in one breath: `draw` says which cards, `form` how each is asked, `distract` finds wrong
//! choices, `exam` knows where the learner stands, `score` says what it came to.
//!
//! One file for each way to ask. What comes in is the learner's text and what the card accepts;
//! what goes out is a [`Verdict`], or what is needed to show where the two differ. Nothing here
//! prints, knows the schedule, or decides the grade: it is suggested, and the learner's to give.

pub mod choice;
pub mod confidence;
mod diff;
pub mod distract;
pub mod draw;
pub mod exam;
pub mod form;
pub mod label;
mod normal;
pub mod number;
pub mod open;
pub mod order;
pub mod score;
pub mod shuffle;
pub mod typed;

use crate::model::event::Rating;

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// A slip: `distance` small changes away from `wanted`.
    Near {
        wanted: String,
        distance: usize,
    },
    Wrong,
}

/// Returns the grade that fits: Good, Hard for a slip, Again. Easy is for the learner to say.
pub fn suggest(verdict: &Verdict) -> Rating {
    match verdict {
        Verdict::Right => Rating::Good,
        Verdict::Near { .. } => Rating::Hard,
        Verdict::Wrong => Rating::Again,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_was_recalled_with_effort() {
        let near = Verdict::Near {
            wanted: "idempotent".into(),
            distance: 1,
        };
        assert_eq!(suggest(&Verdict::Right), Rating::Good);
        assert_eq!(suggest(&near), Rating::Hard);
        assert_eq!(suggest(&Verdict::Wrong), Rating::Again);
    }
}
