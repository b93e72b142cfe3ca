//! Steps that the learner puts in order.
//!
//! Steps are numbered from 0 in their right order. The screen shows them as [`shuffled`] gives
//! them, labelled from 1; what [`read`] returns are places there, what [`judge`] takes are steps:
//! `places.map(|place| shuffled[place])`.

use super::Verdict;
use super::label::{self, LabelFault};
use crate::model::chance::SplitMix64;

/// Returns the steps in the order in which they are shown, which is never the right one where
/// there are two or more.
pub fn shuffled(n_steps: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_steps).collect();
    let mut generator = SplitMix64::new(seed);
    while 1 < n_steps && order.is_sorted() {
        generator.shuffle(&mut order);
    }
    order
}

/// Reads the labels of all steps, each once, in the order that the learner gives them, or moves of
/// some: `d>a c>b` puts d first, then c second, and leaves the rest as it stands.
///
/// Returns places on the screen, from 0.
pub fn read(text: &str, n_steps: usize) -> Result<Vec<usize>, LabelFault> {
    if let Some(pairs) = moves(text) {
        let shown = (0..n_steps).collect();
        return pairs.iter().try_fold(shown, |places, (step, to)| {
            let (step, to) = (label::single(step, n_steps)?, label::single(to, n_steps)?);
            Ok(moved(places, step, to))
        });
    }
    let given = label::read(text, n_steps)?;
    let missing: Vec<usize> = (0..n_steps)
        .filter(|place| !given.contains(place))
        .collect();
    if missing.is_empty() {
        Ok(given)
    } else {
        Err(LabelFault::Missing(missing))
    }
}

/// The pairs of `d>a, c>b`; `None` where anything else stands there, such as the chain `b>a>c`.
fn moves(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace(" >", ">").replace("> ", ">");
    let words = text.split([' ', ',', ';']).filter(|word| !word.is_empty());
    let pair = |word: &str| match word.split('>').collect::<Vec<_>>()[..] {
        [step, to] => Some((step.to_string(), to.to_string())),
        _ => None,
    };
    let pairs: Option<Vec<(String, String)>> = words.map(pair).collect();
    pairs.filter(|pairs| !pairs.is_empty())
}

fn moved(mut places: Vec<usize>, step: usize, to: usize) -> Vec<usize> {
    places.retain(|place| *place != step);
    places.insert(to, step);
    places
}

/// How an order differs from the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Positions, from 0, at which another step belongs.
    pub misplaced: Vec<usize>,
    /// Pairs of steps that stand the wrong way round: Kendall's tau distance, 0 where all is right.
    pub inversions: usize,
}

/// Compares the steps, as the learner put them, to the right order.
pub fn difference(steps: &[usize]) -> Difference {
    let places = 0..steps.len();
    let overtaken = |place: usize| {
        let later = steps[place + 1..].iter();
        later.filter(|step| **step < steps[place]).count()
    };
    Difference {
        misplaced: places
            .clone()
            .filter(|place| steps[*place] != *place)
            .collect(),
        inversions: places.map(overtaken).sum(),
    }
}

/// The fewest steps of which two neighbours may be exchanged and the answer still be near.
const NEAR_FROM: usize = 4;

/// Judges the steps, as the learner put them: near where two neighbours of four steps or more are
/// exchanged. What was wanted are the steps' numbers in the deck.
pub fn judge(steps: &[usize]) -> Verdict {
    match difference(steps).inversions {
        0 => Verdict::Right,
        1 if NEAR_FROM <= steps.len() => {
            let numbers: Vec<String> = (1..=steps.len()).map(|n| n.to_string()).collect();
            Verdict::Near {
                wanted: numbers.join(" "),
                distance: 1,
            }
        }
        _ => Verdict::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(steps: &[usize], inversions: usize, misplaced: &[usize]) {
        let expected = Difference {
            misplaced: misplaced.to_vec(),
            inversions,
        };
        assert_eq!(difference(steps), expected);
    }

    #[test]
    fn the_right_order_is_right() {
        check(&[0, 1, 2, 3], 0, &[]);
        assert_eq!(judge(&[0, 1, 2, 3]), Verdict::Right);
    }

    #[test]
    fn two_neighbours_exchanged_are_near() {
        check(&[0, 2, 1, 3], 1, &[1, 2]);
        let near = Verdict::Near {
            wanted: "1 2 3 4".into(),
            distance: 1,
        };
        assert_eq!(judge(&[0, 2, 1, 3]), near);
    }

    #[test]
    fn two_of_three_exchanged_are_wrong() {
        assert_eq!(judge(&[1, 0, 2]), Verdict::Wrong);
    }

    #[test]
    fn the_reverse_is_as_far_as_can_be() {
        check(&[3, 2, 1, 0], 6, &[0, 1, 2, 3]);
        assert_eq!(judge(&[3, 2, 1, 0]), Verdict::Wrong);
    }

    #[test]
    fn one_step_moved_to_the_end_misplaces_the_rest() {
        check(&[1, 2, 3, 0], 3, &[0, 1, 2, 3]);
    }

    #[test]
    fn steps_are_moved_to_places() {
        let check = |text: &str, expected: &[usize]| {
            assert_eq!(read(text, 4), Ok(expected.to_vec()), "{text}");
        };
        check("d>a", &[3, 0, 1, 2]);
        check("4>1", &[3, 0, 1, 2]);
        check("a > d", &[1, 2, 3, 0]);
        check("d>a c>b", &[3, 2, 0, 1]);
        check("d>a, d > d", &[0, 1, 2, 3]);
        // A chain is the whole order.
        check("b>a>d>c", &[1, 0, 3, 2]);
        for text in ["e>a", "a>", ">", "ab>c", "a>5", "b>a c"] {
            assert!(read(text, 4).is_err(), "{text}");
        }
    }

    #[test]
    fn every_step_must_be_named() {
        let message = |text| read(text, 4).unwrap_err().to_string();
        assert_eq!(message("1 2 3"), "4 is not named: name each once");
        assert_eq!(message("3"), "1, 2, 4 are not named: name each once");
        assert_eq!(message("1 2 3 3"), "3 stands twice: name it once");
    }

    #[test]
    fn one_step_is_shown_as_it_is() {
        assert_eq!(shuffled(1, 1), [0]);
        assert!(shuffled(0, 1).is_empty());
    }

    proptest! {
        #[test]
        fn the_order_on_the_screen_is_never_the_answer(seed: u64, n_steps in 2..8_usize) {
            let shown = shuffled(n_steps, seed);
            prop_assert!(!shown.is_sorted());
            let mut sorted = shown;
            sorted.sort();
            prop_assert!(sorted.into_iter().eq(0..n_steps));
        }

        #[test]
        fn the_right_labels_are_judged_right(seed: u64, n_steps in 1..12_usize) {
            let shown = shuffled(n_steps, seed);
            let mut labels: Vec<usize> = (1..=n_steps).collect();
            labels.sort_by_key(|label| shown[label - 1]);
            let typed: Vec<String> = labels.iter().map(usize::to_string).collect();
            let places = read(&typed.join(" "), n_steps).unwrap();
            let steps: Vec<usize> = places.iter().map(|place| shown[*place]).collect();
            prop_assert_eq!(judge(&steps), Verdict::Right);
        }

        #[test]
        fn moving_each_step_to_its_place_is_right(seed: u64, n_steps in 1..12_usize) {
            let shown = shuffled(n_steps, seed);
            let to_place = |step: usize| {
                let label = shown.iter().position(|one| *one == step).unwrap() + 1;
                format!("{label}>{}", step + 1)
            };
            let typed: Vec<String> = (0..n_steps).map(to_place).collect();
            let places = read(&typed.join(" "), n_steps).unwrap();
            let steps: Vec<usize> = places.iter().map(|place| shown[*place]).collect();
            prop_assert_eq!(judge(&steps), Verdict::Right);
        }

        #[test]
        fn nothing_is_misplaced_exactly_where_nothing_is_inverted(
            steps in Just(vec![0, 1, 2, 3, 4]).prop_shuffle()
        ) {
            let difference = difference(&steps);
            prop_assert_eq!(difference.misplaced.is_empty(), difference.inversions == 0);
        }
    }
}
