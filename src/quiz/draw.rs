//! Which cards a quiz asks: spread over topics by their weight, what is weak or unseen first.
//!
//! What comes out is an order of all candidates of which any beginning is a fair quiz, so that the
//! caller may pass over a card that cannot be asked and simply take the next one.

use crate::model::chance::{SplitMix64, stable_hash};
use std::collections::{BTreeMap, HashSet};

/// A card that may be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it is about: a topic, or its deck where it has none.
    pub topic: String,
    /// Cards of one family never meet in a quiz.
    pub family: String,
    /// How much there is to gain, 0..=1: 1 less the chance of recall.
    pub need: f32,
    /// Whether the last quiz asked it, or one of its family.
    pub recent: bool,
}

/// How far chance may move a card among those of its topic.
const JITTER: f32 = 0.15;

/// Returns places in `candidates`, of each family one; those of the last quiz at the very end.
///
/// `weight` says how important a topic is, above 0. A topic's `k`-th card comes at the time
/// `(k + u) / weight` with one random `u` in 0..1 for each topic: the expected number of its cards
/// in any beginning is then proportional to the weight, and no topic waits longer than that.
pub fn order(candidates: &[Candidate], weight: impl Fn(&str) -> f64, seed: u64) -> Vec<usize> {
    let mut by_topic: BTreeMap<(bool, &str), Vec<(f32, usize)>> = BTreeMap::new();
    for (idx, candidate) in candidates.iter().enumerate() {
        let mut dice = SplitMix64::new(seed ^ stable_hash(&candidate.family));
        let jitter = (unit(&mut dice) as f32 * 2.0 - 1.0) * JITTER;
        let place = (candidate.need + jitter, idx);
        let group = (candidate.recent, candidate.topic.as_str());
        by_topic.entry(group).or_default().push(place);
    }
    let mut timed: Vec<(bool, f64, usize)> = Vec::with_capacity(candidates.len());
    for ((recent, topic), mut cards) in by_topic {
        cards.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let start = unit(&mut SplitMix64::new(
            seed ^ stable_hash(topic).rotate_left(17),
        ));
        let weight = weight(topic).max(f64::MIN_POSITIVE);
        let mut families = HashSet::new();
        cards.retain(|(_, idx)| families.insert(candidates[*idx].family.as_str()));
        for (k, (_, idx)) in cards.into_iter().enumerate() {
            timed.push((recent, (k as f64 + start) / weight, idx));
        }
    }
    timed.sort_by(|a, b| {
        (a.0.cmp(&b.0))
            .then(a.1.total_cmp(&b.1))
            .then(a.2.cmp(&b.2))
    });
    let mut families = HashSet::new();
    let fresh =
        |(_, _, idx): &(bool, f64, usize)| families.insert(candidates[*idx].family.as_str());
    timed.into_iter().filter(fresh).map(|one| one.2).collect()
}

/// A random number in 0..1.
fn unit(dice: &mut SplitMix64) -> f64 {
    (dice.draw() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(topic: &str, family: &str, need: f32) -> Candidate {
        Candidate {
            topic: topic.to_string(),
            family: family.to_string(),
            need,
            recent: false,
        }
    }

    fn cards(topic: &str, count: usize) -> Vec<Candidate> {
        let one = |n| card(topic, &format!("{topic}/{n}"), 0.5);
        (0..count).map(one).collect()
    }

    #[test]
    fn a_topic_of_twice_the_weight_is_asked_twice_as_often() {
        let mut candidates = cards("heavy", 60);
        candidates.extend(cards("light", 60));
        let weight = |topic: &str| if topic == "heavy" { 2.0 } else { 1.0 };
        for seed in 0..50 {
            let order = order(&candidates, weight, seed);
            let n_heavy = order[..30].iter().filter(|idx| **idx < 60).count();
            assert!((19..=21).contains(&n_heavy), "{n_heavy}");
        }
    }

    #[test]
    fn a_light_topic_gets_its_turn_over_many_quizzes() {
        let candidates: Vec<Candidate> =
            (0..100).flat_map(|n| cards(&format!("t{n}"), 5)).collect();
        let asked = |seed| order(&candidates, |_| 1.0, seed)[..10].to_vec();
        let met: HashSet<usize> = (0..80).flat_map(asked).map(|idx| idx / 5).collect();
        assert!(90 < met.len(), "{}", met.len());
    }

    #[test]
    fn what_is_weak_comes_before_what_is_known() {
        let candidates = [
            card("t", "a", 0.05),
            card("t", "b", 0.9),
            card("t", "c", 0.5),
        ];
        for seed in 0..20 {
            assert_eq!(order(&candidates, |_| 1.0, seed), [1, 2, 0]);
        }
    }

    #[test]
    fn the_cards_of_the_last_quiz_come_only_where_no_others_are_left() {
        let mut candidates = cards("t", 6);
        candidates[0].recent = true;
        candidates[1].recent = true;
        let order = order(&candidates, |_| 1.0, 3);
        assert!(order[4..].iter().all(|idx| *idx < 2), "{order:?}");
    }

    proptest! {
        #[test]
        fn every_family_stands_once_and_the_seed_decides(
            families in prop::collection::vec((0..8_u8, 0..12_u8, 0.0..1.0_f32, any::<bool>()), 0..60),
            seed: u64,
        ) {
            let candidates: Vec<Candidate> = families
                .iter()
                .map(|(topic, family, need, recent)| Candidate {
                    topic: topic.to_string(),
                    family: family.to_string(),
                    need: *need,
                    recent: *recent,
                })
                .collect();
            let first = order(&candidates, |topic| topic.len() as f64, seed);
            prop_assert_eq!(&first, &order(&candidates, |topic| topic.len() as f64, seed));
            let met: HashSet<&str> = first.iter().map(|idx| candidates[*idx].family.as_str()).collect();
            let all: HashSet<&str> = candidates.iter().map(|one| one.family.as_str()).collect();
            prop_assert_eq!(met.len(), first.len());
            prop_assert_eq!(met, all);
        }
    }
}
