//! A placement: which topics somebody knows already, from as few questions as will do.
//!
//! A Bayesian estimate over all topics at once. A topic is known or not; a right answer speaks for
//! it as far as guessing does not explain it, a wrong one against it as far as a slip does not.
//! What is known of a topic says something of those it builds on, of those that build on it, and
//! of the rest of its area. `docs/assess.md` states the model and what it reaches on simulated
//! learners. Values in, values out; the same seed and answers give the same placement.

mod belief;
mod choose;
mod graph;
mod verdict;

pub use verdict::{Basis, KNOWN, SHAKY, Verdict};

use crate::model::catalogue::Topic;
use belief::Belief;
use graph::Graph;

/// Chance of a wrong answer although the topic is known.
pub const SLIP: f64 = 0.1;

/// Chance of a right answer to a typed question although the topic is not known.
pub const GUESS_TYPED: f64 = 0.05;

/// What a guesser gets right beyond pure chance: some choices can be ruled out by half a knowledge.
const HALF_KNOWLEDGE: f64 = 0.05;

/// More questions about one topic tell little more of it.
pub const QUESTIONS_OF_TOPIC_MAX: usize = 3;

/// A question that is expected to tell less than this many bits is not worth asking.
const GAIN_MIN: f64 = 0.2;

/// Chance of a right guess among `n_choices`.
pub fn guess_of(n_choices: usize) -> f64 {
    1.0 / n_choices.max(2) as f64 + HALF_KNOWLEDGE
}

/// The first day on which a card of a known topic may come, and how far they spread at the least
/// and at the most.
const FIRST_DAYS: u32 = 14;
const A_DAY_MIN: usize = 8;
const SPREAD_MAX: usize = 112;

/// The intervals of `n_cards` new cards of known topics, in days: from two weeks on, eight a day,
/// or more where they would not come within 18 weeks.
pub fn first_intervals(n_cards: usize) -> Vec<u32> {
    let a_day = n_cards.div_ceil(SPREAD_MAX).max(A_DAY_MIN);
    (0..n_cards)
        .map(|idx| FIRST_DAYS + (idx / a_day) as u32)
        .collect()
}

/// A placement under way.
#[derive(Clone, Debug)]
pub struct Assessment {
    graph: Graph,
    belief: Belief,
    answers: Vec<Answered>,
}

/// A question that was answered.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Answered {
    topic: usize,
    right: bool,
}

impl Assessment {
    /// Begins with the topics of the catalogue; prerequisites outside of them are left aside.
    pub fn new(topics: &[Topic], seed: u64) -> Assessment {
        let graph = Graph::new(topics);
        let belief = Belief::new(&graph, seed);
        Assessment {
            graph,
            belief,
            answers: Vec::new(),
        }
    }

    /// The topic to ask about next, of those that `can_ask` has a question for; `None` where the
    /// estimate is firm.
    pub fn next(&self, can_ask: impl Fn(&str) -> bool) -> Option<&str> {
        let is_open = |topic: &usize| {
            self.n_asked(*topic) < QUESTIONS_OF_TOPIC_MAX && can_ask(&self.graph.ids[*topic])
        };
        let open: Vec<usize> = (0..self.graph.ids.len()).filter(is_open).collect();
        let (topic, gain) = choose::best(&self.graph, self.belief.samples(), &open)?;
        (GAIN_MIN <= gain).then(|| self.graph.ids[topic].as_str())
    }

    /// Takes in an answer about the topic `id`, to which somebody who does not know it gives the
    /// right answer with the chance `guess`, 0..1. An unknown topic changes nothing.
    pub fn answer(&mut self, id: &str, right: bool, guess: f64) {
        let Some(topic) = self.graph.ids.iter().position(|known| known == id) else {
            return;
        };
        let evidence = match right {
            true => (1.0 - SLIP) / guess,
            false => SLIP / (1.0 - guess),
        };
        self.answers.push(Answered { topic, right });
        self.belief.take(&self.graph, topic, evidence.ln());
    }

    /// Questions that were answered.
    pub fn n_answers(&self) -> usize {
        self.answers.len()
    }

    /// What is to be said of each topic, in the order of the catalogue.
    pub fn verdicts(&self) -> Vec<Verdict> {
        verdict::verdicts(&self.graph, &self.belief, &self.answers)
    }

    fn n_asked(&self, topic: usize) -> usize {
        self.answers
            .iter()
            .filter(|answer| answer.topic == topic)
            .count()
    }
}

#[cfg(test)]
mod tests;
