//! Choices of which one or several are right.
//!
//! As in [`super::order`]: what [`read`] returns are places on the screen, what [`judge`] takes
//! are the choices' numbers in the deck, from 0.

use super::Verdict;
use super::label::{self, LabelFault};
use super::shuffle;
use crate::model::card::Choice;

/// Returns the choices in the order in which they are shown: that of the deck where one of them
/// speaks of the others.
pub fn shuffled(choices: &[Choice], seed: u64) -> Vec<usize> {
    match choices.iter().any(Choice::speaks_of_others) {
        true => (0..choices.len()).collect(),
        false => shuffle::shuffled(choices.len(), seed),
    }
}

/// Reads the labels that the learner picked; returns places on the screen, from 0.
pub fn read(text: &str, n_choices: usize) -> Result<Vec<usize>, LabelFault> {
    label::read(text, n_choices)
}

/// What is wrong about a selection; both empty where it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Right, and not picked.
    pub missed: Vec<usize>,
    /// Picked, and not right.
    pub extra: Vec<usize>,
}

/// Compares what was picked to the right choices.
pub fn difference(picked: &[usize], choices: &[Choice]) -> Difference {
    let differs = |right: bool| {
        let same = (0..choices.len()).filter(move |number| choices[*number].right == right);
        same.filter(|number| picked.contains(number) != right)
            .collect()
    };
    Difference {
        missed: differs(true),
        extra: differs(false),
    }
}

/// Judges what was picked. Only the exact set is right, else picking all would be worth something.
pub fn judge(picked: &[usize], choices: &[Choice]) -> Verdict {
    let Difference { missed, extra } = difference(picked, choices);
    if missed.is_empty() && extra.is_empty() {
        Verdict::Right
    } else {
        Verdict::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choices(right: &[bool]) -> Vec<Choice> {
        let choice = |right: &bool| Choice {
            right: *right,
            text: String::new(),
            note: None,
        };
        right.iter().map(choice).collect()
    }

    /// Of four choices the first and the third are right.
    fn check(picked: &[usize], missed: &[usize], extra: &[usize], verdict: Verdict) {
        let choices = choices(&[true, false, true, false]);
        let expected = Difference {
            missed: missed.to_vec(),
            extra: extra.to_vec(),
        };
        assert_eq!(difference(picked, &choices), expected);
        assert_eq!(judge(picked, &choices), verdict);
    }

    #[test]
    fn the_exact_set_is_right_in_any_order() {
        check(&[0, 2], &[], &[], Verdict::Right);
        check(&[2, 0], &[], &[], Verdict::Right);
    }

    #[test]
    fn a_part_of_the_set_is_wrong() {
        check(&[0], &[2], &[], Verdict::Wrong);
    }

    #[test]
    fn one_too_many_is_wrong() {
        check(&[0, 2, 3], &[], &[3], Verdict::Wrong);
        check(&[0, 1, 2, 3], &[], &[1, 3], Verdict::Wrong);
    }

    #[test]
    fn labels_are_numbers_or_letters() {
        for text in ["1 3", "1,3", "a c", "AC", "13"] {
            assert_eq!(read(text, 4), Ok(vec![0, 2]), "{text}");
        }
    }

    #[test]
    fn a_choice_that_speaks_of_the_others_keeps_their_order() {
        for last in [
            "All of the above",
            "**None of the above.**",
            "Both A and B",
            "both (a) and (c)",
        ] {
            let mut all = choices(&[false, false, false, true]);
            all[3].text = last.to_string();
            assert!(
                (0..20).all(|seed| shuffled(&all, seed) == [0, 1, 2, 3]),
                "{last}"
            );
        }
        assert!((0..20).any(|seed| shuffled(&choices(&[true, false, false]), seed) != [0, 1, 2]));
    }

    proptest! {
        #[test]
        fn the_right_ones_are_right_however_they_are_shown(
            seed: u64,
            right in prop::collection::vec(any::<bool>(), 1..9)
        ) {
            let shown = shuffled(&choices(&right), seed);
            let picked: Vec<usize> = shown.into_iter().filter(|number| right[*number]).collect();
            prop_assert_eq!(judge(&picked, &choices(&right)), Verdict::Right);
        }
    }
}
