//! What is said of a topic when the placement ends, and what it rests on.

use super::Answered;
use super::belief::Belief;
use super::graph::Graph;

/// From this chance on a topic is called known, provided that answers speak for it.
pub const KNOWN: f64 = 0.9;

/// From this chance on a topic that is not called known is called shaky.
pub const SHAKY: f64 = 0.5;

/// What a placement says of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The id of the topic.
    pub topic: String,
    /// The chance that it is known, 0..=1.
    pub chance: f64,
    pub known: bool,
    pub basis: Basis,
}

/// What a verdict rests on, the firmest thing there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Its own questions.
    Asked { right: usize, of: usize },
    /// Topics that build on it and were answered right.
    Credited(Vec<String>),
    /// Prerequisites that were answered wrong.
    Unmet(Vec<String>),
    /// Nothing but the level of the other answers.
    Guess,
}

impl Verdict {
    /// `known`, `shaky` or `unknown`.
    pub fn name(&self) -> &'static str {
        match self.known {
            true => "known",
            false if SHAKY <= self.chance => "shaky",
            false => "unknown",
        }
    }
}

pub fn verdicts(graph: &Graph, belief: &Belief, answers: &[Answered]) -> Vec<Verdict> {
    let of = |topic: usize| {
        let chance = belief.chance(topic);
        let basis = basis(graph, answers, topic);
        let speaks_for_it = match &basis {
            Basis::Asked { right, .. } => 0 < *right,
            Basis::Credited(_) => true,
            Basis::Unmet(_) | Basis::Guess => false,
        };
        Verdict {
            topic: graph.ids[topic].clone(),
            chance,
            known: speaks_for_it && KNOWN <= chance,
            basis,
        }
    };
    (0..graph.ids.len()).map(of).collect()
}

fn basis(graph: &Graph, answers: &[Answered], topic: usize) -> Basis {
    let own = answers.iter().filter(|answer| answer.topic == topic);
    let (of, right) = own.fold((0, 0), |(of, right), answer| {
        (of + 1, right + usize::from(answer.right))
    });
    if 0 < of {
        return Basis::Asked { right, of };
    }
    // Only what was answered the one way and never the other.
    let all = |topics: &[usize], wanted: bool| {
        let told = |other: &&usize, right: bool| {
            answers
                .iter()
                .any(|answer| answer.topic == **other && answer.right == right)
        };
        let found = topics
            .iter()
            .filter(|other| told(other, wanted) && !told(other, !wanted));
        found
            .map(|other| graph.ids[*other].clone())
            .collect::<Vec<String>>()
    };
    let credited = all(&graph.descendants[topic], true);
    let unmet = all(&graph.ancestors[topic], false);
    match (credited.is_empty(), unmet.is_empty()) {
        (false, _) => Basis::Credited(credited),
        (true, false) => Basis::Unmet(unmet),
        (true, true) => Basis::Guess,
    }
}
