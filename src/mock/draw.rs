//! Which cards and prompts are asked: by chance, the weak and the rarely asked more often.

use crate::model::chance::SplitMix64;

/// Something that could be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'a> {
    /// Ids of topics that it is about.
    pub topics: Vec<&'a str>,
    /// How many interviews ago it was asked, from 1; `None` for never.
    pub since: Option<u32>,
    /// The share of its topics that the learner wants asked, 0..=1.
    pub focus: f64,
}

/// After so many interviews a question is as good as one never asked.
const FORGOTTEN: f64 = 20.0;

/// What lies outside the focus comes only where nothing else is left.
const OUTSIDE: f64 = 1e-6;

/// Puts candidates into an order of chance; returns their places.
///
/// `mastery` of a topic is 0..=1, 0 for one never seen. The weights are those of sampling without
/// replacement (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
pub fn order(
    candidates: &[Candidate],
    mastery: &dyn Fn(&str) -> f64,
    random: &mut SplitMix64,
) -> Vec<usize> {
    let keys: Vec<f64> = candidates
        .iter()
        .map(|one| -uniform(random).ln() / weight(one, mastery))
        .collect();
    let mut places: Vec<usize> = (0..candidates.len()).collect();
    places.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
    places
}

/// Takes `n` of the places in `order`, of each topic one before any gets a second.
pub fn spread(order: &[usize], candidates: &[Candidate], n: usize) -> Vec<usize> {
    let topic = |place: &usize| candidates[*place].topics.first().copied();
    let mut left = order.to_vec();
    let mut taken = Vec::new();
    while !left.is_empty() && taken.len() < n {
        let mut seen = Vec::new();
        let mut later = Vec::new();
        for place in left {
            match seen.contains(&topic(&place)) {
                true => later.push(place),
                false => {
                    seen.push(topic(&place));
                    taken.push(place);
                }
            }
        }
        left = later;
    }
    taken.truncate(n);
    taken
}

fn weight(one: &Candidate, mastery: &dyn Fn(&str) -> f64) -> f64 {
    let n_topics = one.topics.len().max(1) as f64;
    let mean = one.topics.iter().map(|topic| mastery(topic)).sum::<f64>() / n_topics;
    let need = 1.05 - mean;
    let rest = one
        .since
        .map_or(1.0, |since| (f64::from(since) / FORGOTTEN).min(1.0));
    need * need * rest * rest * one.focus.max(OUTSIDE)
}

/// A number above 0, at most 1.
fn uniform(random: &mut SplitMix64) -> f64 {
    ((random.draw() >> 11) + 1) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate<'a>(topics: &[&'a str], since: Option<u32>, focus: f64) -> Candidate<'a> {
        Candidate {
            topics: topics.to_vec(),
            since,
            focus,
        }
    }

    /// How often each candidate comes first, of 1,000 seeds.
    fn firsts(candidates: &[Candidate], mastery: &dyn Fn(&str) -> f64) -> Vec<usize> {
        let mut counts = vec![0; candidates.len()];
        for seed in 0..1_000 {
            counts[order(candidates, mastery, &mut SplitMix64::new(seed))[0]] += 1;
        }
        counts
    }

    #[test]
    fn a_seed_gives_the_same_order_again() {
        let candidates = vec![candidate(&["a"], None, 1.0); 20];
        let drawn = |seed| order(&candidates, &|_| 0.0, &mut SplitMix64::new(seed));
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn weak_topics_come_first_most_of_the_time() {
        let candidates = [
            candidate(&["known"], None, 1.0),
            candidate(&["weak"], None, 1.0),
        ];
        let mastery = |topic: &str| if topic == "known" { 0.9 } else { 0.1 };
        assert!(900 < firsts(&candidates, &mastery)[1]);
    }

    #[test]
    fn what_was_asked_last_time_hardly_comes_again() {
        let candidates = [
            candidate(&["a"], Some(1), 1.0),
            candidate(&["a"], None, 1.0),
        ];
        assert!(firsts(&candidates, &|_| 0.0)[0] < 20);
    }

    #[test]
    fn outside_the_focus_comes_only_what_must() {
        let candidates = [
            candidate(&["a"], None, 0.0),
            candidate(&["b"], Some(1), 0.25),
        ];
        assert!(firsts(&candidates, &|_| 0.0)[0] < 10);
    }

    #[test]
    fn each_topic_is_asked_once_before_any_is_asked_twice() {
        let topics = ["a", "a", "a", "b", "c"];
        let candidates = topics.map(|topic| candidate(&[topic], None, 1.0));
        assert_eq!(spread(&[0, 1, 2, 3, 4], &candidates, 4), [0, 3, 4, 1]);
        assert_eq!(spread(&[0, 1], &candidates, 10), [0, 1]);
    }
}
