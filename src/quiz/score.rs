//! What a quiz says about the learner, and how far that can be trusted.
//!
//! Choices are corrected for guessing: a wrong pick costs as much as blind picks would win, so that
//! guessing is worth nothing on average. The share of right answers comes with a Wilson interval
//! (E. B. Wilson, JASA 22, 1927): three of four is not 75 %.

use crate::model::quiz::{Confidence, Outcome};
use std::collections::BTreeMap;

/// One question, as far as the score is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub topic: String,
    pub outcome: Outcome,
    /// The chance of hitting the answer blindly, below 1; 0 where nothing was offered.
    pub chance: f64,
    pub confidence: Option<Confidence>,
    pub duration_ms: Option<u32>,
}

/// Counts of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub asked: u32,
    pub right: u32,
    /// Right answers less what guessing is worth.
    pub points: f64,
}

impl Tally {
    pub fn add(&mut self, outcome: Outcome, chance: f64) {
        self.asked += 1;
        self.right += u32::from(outcome.is_right());
        self.points += points(outcome, chance);
    }

    /// The share of points, at most 1; below 0 where it is worse than guessing. 0 of 0 is 0.
    pub fn share(&self) -> f64 {
        self.points / f64::from(self.asked.max(1))
    }

    /// Where the share of right answers lies with 90 % confidence.
    pub fn interval(&self) -> (f64, f64) {
        wilson(self.right, self.asked)
    }
}

/// What one answer is worth: 1, 0 for a blank, and `-chance / (1 - chance)` for a wrong one, which
/// for one right choice of `n` is `-1 / (n - 1)`.
pub fn points(outcome: Outcome, chance: f64) -> f64 {
    match outcome {
        Outcome::Right | Outcome::Near => 1.0,
        Outcome::Blank => 0.0,
        Outcome::Wrong if chance < 1.0 => -chance / (1.0 - chance),
        Outcome::Wrong => 0.0,
    }
}

/// The quantile of the normal distribution that leaves 5 % above it.
const Z: f64 = 1.644_853_626_951_472_2;

/// Returns Wilson's interval of a share at 90 %; the whole of 0..=1 where nothing was asked.
pub fn wilson(right: u32, asked: u32) -> (f64, f64) {
    if asked == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(asked);
    let share = f64::from(right) / n;
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (
        ((middle - half) / whole).clamp(0.0, share),
        ((middle + half) / whole).clamp(share, 1.0),
    )
}

/// What a quiz came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    pub all: Tally,
    /// Weakest first.
    pub topics: Vec<(String, Tally)>,
    /// Answers by how sure the learner was, surest first; none where nothing was said.
    pub calibration: Vec<(Confidence, Tally)>,
    /// Places of questions that were answered wrongly, and surely.
    pub confidently_wrong: Vec<usize>,
    /// Of the answers, in milliseconds.
    pub median_ms: Option<u32>,
}

/// Adds up the marks of a quiz.
pub fn score(marks: &[Mark]) -> Score {
    let mut all = Tally::default();
    let mut topics: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut by_confidence: BTreeMap<Confidence, Tally> = BTreeMap::new();
    for mark in marks {
        all.add(mark.outcome, mark.chance);
        let topic = topics.entry(&mark.topic).or_default();
        topic.add(mark.outcome, mark.chance);
        if let Some(confidence) = mark.confidence {
            let tally = by_confidence.entry(confidence).or_default();
            tally.add(mark.outcome, mark.chance);
        }
    }
    let mut topics: Vec<(String, Tally)> = topics
        .into_iter()
        .map(|(topic, tally)| (topic.to_string(), tally))
        .collect();
    topics.sort_by(|a, b| {
        let share = a.1.share().total_cmp(&b.1.share());
        share.then(b.1.asked.cmp(&a.1.asked))
    });
    let is_sure_and_wrong =
        |mark: &Mark| mark.confidence == Some(Confidence::Sure) && mark.outcome == Outcome::Wrong;
    Score {
        all,
        topics,
        calibration: by_confidence.into_iter().rev().collect(),
        confidently_wrong: (0..marks.len())
            .filter(|idx| is_sure_and_wrong(&marks[*idx]))
            .collect(),
        median_ms: median(marks.iter().filter_map(|mark| mark.duration_ms).collect()),
    }
}

/// The middle one; of an even number the lower of the two. `None` of none.
pub fn median(mut values: Vec<u32>) -> Option<u32> {
    values.sort_unstable();
    let middle = values.len().checked_sub(1)? / 2;
    values.get(middle).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-4, "{value} for {expected}");
    }

    #[test]
    fn three_of_four_may_be_anything_from_a_third_to_nine_tenths() {
        // By the closed form, worked out by hand for p = 0.75, n = 4, z = 1.6449.
        let (low, high) = wilson(3, 4);
        near(low, 0.3562);
        near(high, 0.9421);
        let (low, high) = wilson(75, 100);
        assert!(0.67 < low && high < 0.82, "{low} {high}");
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn a_wrong_pick_of_four_costs_a_third() {
        let mut tally = Tally::default();
        for outcome in [
            Outcome::Right,
            Outcome::Right,
            Outcome::Wrong,
            Outcome::Blank,
        ] {
            tally.add(outcome, 0.25);
        }
        near(tally.share(), (2.0 - 1.0 / 3.0) / 4.0);
        assert_eq!((tally.right, tally.asked), (2, 4));
    }

    #[test]
    fn sure_and_wrong_is_told_apart() {
        let mark = |outcome, confidence| Mark {
            topic: "t".to_string(),
            outcome,
            chance: 0.0,
            confidence,
            duration_ms: Some(1000),
        };
        let score = score(&[
            mark(Outcome::Right, Some(Confidence::Sure)),
            mark(Outcome::Wrong, Some(Confidence::Sure)),
            mark(Outcome::Wrong, Some(Confidence::Guess)),
            mark(Outcome::Wrong, None),
        ]);
        assert_eq!(score.confidently_wrong, [1]);
        let levels: Vec<_> = score.calibration.iter().map(|(level, _)| *level).collect();
        assert_eq!(levels, [Confidence::Sure, Confidence::Guess]);
        assert_eq!(score.calibration[0].1.right, 1);
    }

    #[test]
    fn the_median_of_an_even_number_is_the_lower_middle() {
        assert_eq!(median(vec![9, 1, 5, 7]), Some(5));
        assert_eq!(median(Vec::new()), None);
    }

    proptest! {
        #[test]
        fn guessing_is_worth_nothing(n in 2..12_u32) {
            let chance = 1.0 / f64::from(n);
            let worth = chance * points(Outcome::Right, chance)
                + (1.0 - chance) * points(Outcome::Wrong, chance);
            prop_assert!(worth.abs() < 1e-9);
        }

        #[test]
        fn the_interval_holds_the_share_and_narrows(right in 0..200_u32, more in 0..200_u32) {
            let asked = right + more;
            let (low, high) = wilson(right, asked);
            prop_assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
            if 0 < asked {
                let share = f64::from(right) / f64::from(asked);
                prop_assert!(low <= share && share <= high);
                let (low_4, high_4) = wilson(right * 4, asked * 4);
                prop_assert!(high_4 - low_4 <= high - low + 1e-12);
            }
        }

        #[test]
        fn topics_add_up_to_the_whole(marks in prop::collection::vec((0..4_u8, 0..4_usize), 0..40)) {
            let marks: Vec<Mark> = marks
                .into_iter()
                .map(|(topic, outcome)| Mark {
                    topic: topic.to_string(),
                    outcome: Outcome::ALL[outcome],
                    chance: 0.25,
                    confidence: None,
                    duration_ms: None,
                })
                .collect();
            let score = score(&marks);
            let asked: u32 = score.topics.iter().map(|(_, tally)| tally.asked).sum();
            let points: f64 = score.topics.iter().map(|(_, tally)| tally.points).sum();
            prop_assert_eq!(asked, score.all.asked);
            prop_assert!((points - score.all.points).abs() < 1e-9);
            prop_assert!(score.all.share() <= 1.0);
        }
    }
}
