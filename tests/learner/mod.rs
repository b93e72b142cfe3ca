//! Simulated learners, who answer with slips and guesses, and what a placement makes of them.

use retain::assess::{Assessment, GUESS_TYPED, SLIP, Verdict, guess_of};
use retain::catalogue::Catalogue;
use retain::model::catalogue::Topic;
use retain::model::chance::SplitMix64;
use std::collections::HashSet;

/// Somebody who knows some topics, and answers with slips and guesses.
pub struct Learner {
    known: HashSet<String>,
    random: SplitMix64,
}

impl Learner {
    /// Knows about `share` of the topics, always with all that they build on.
    pub fn anyone(topics: &[Topic], share: f64, seed: u64) -> Learner {
        let mut random = SplitMix64::new(seed);
        let mut order: Vec<&Topic> = topics.iter().collect();
        random.shuffle(&mut order);
        Learner::taking(topics, share, order, random)
    }

    /// Knows whole areas rather than a little of each.
    pub fn specialist(topics: &[Topic], share: f64, seed: u64) -> Learner {
        let mut random = SplitMix64::new(seed);
        let mut areas: Vec<&str> = topics.iter().map(|topic| topic.area.as_str()).collect();
        areas.dedup();
        random.shuffle(&mut areas);
        let mut order: Vec<&Topic> = topics.iter().collect();
        order.sort_by_key(|topic| areas.iter().position(|area| *area == topic.area));
        Learner::taking(topics, share, order, random)
    }

    /// Knows the easier topics first.
    pub fn by_level(topics: &[Topic], share: f64, seed: u64) -> Learner {
        let mut random = SplitMix64::new(seed);
        let mut order: Vec<&Topic> = topics.iter().collect();
        random.shuffle(&mut order);
        order.sort_by_key(|topic| topic.level);
        Learner::taking(topics, share, order, random)
    }

    fn taking(topics: &[Topic], share: f64, order: Vec<&Topic>, random: SplitMix64) -> Learner {
        let wanted = (share * topics.len() as f64) as usize;
        let mut known = HashSet::new();
        for topic in order {
            let mut new = vec![topic];
            while let Some(topic) = new.pop() {
                if known.len() < wanted && known.insert(topic.id.clone()) {
                    let below = |id: &String| topics.iter().find(|topic| topic.id == *id);
                    new.extend(topic.prerequisites.iter().filter_map(below));
                }
            }
        }
        Learner { known, random }
    }

    fn answers(&mut self, topic: &str, guess: f64) -> bool {
        let chance = if self.known.contains(topic) {
            1.0 - SLIP
        } else {
            guess
        };
        (self.random.draw() as f64 / u64::MAX as f64) < chance
    }
}

/// What a placement reached.
struct Reached {
    n_questions: usize,
    n_called: usize,
    n_right: usize,
    n_known: usize,
}

const QUESTIONS_MAX: usize = 40;

fn place(topics: &[Topic], mut learner: Learner, seed: u64) -> Reached {
    let mut assessment = Assessment::new(topics, seed);
    while assessment.n_answers() < QUESTIONS_MAX {
        let Some(topic) = assessment.next(|_| true) else {
            break;
        };
        let topic = topic.to_string();
        // Every fourth question is typed, the others have four choices.
        let guess = match assessment.n_answers() % 4 {
            0 => GUESS_TYPED,
            _ => guess_of(4),
        };
        let right = learner.answers(&topic, guess);
        assessment.answer(&topic, right, guess);
    }
    let verdicts = assessment.verdicts();
    let called: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.known).collect();
    let is_known = |verdict: &&&Verdict| learner.known.contains(&verdict.topic);
    Reached {
        n_questions: assessment.n_answers(),
        n_right: called.iter().filter(is_known).count(),
        n_called: called.len(),
        n_known: learner.known.len(),
    }
}

/// How a learner of that kind, who knows that share of all topics, is made from a seed.
pub type Kind = fn(&[Topic], f64, u64) -> Learner;

/// The kinds, each with a name.
pub const KINDS: [(&str, Kind); 3] = [
    ("any topics with what they build on", Learner::anyone),
    ("whole areas", Learner::specialist),
    ("easy topics first", Learner::by_level),
];

/// What some placements reached together.
pub struct Placed {
    /// Of the topics called known, the share that are.
    pub precision: f64,
    /// Of the topics that are known, the share called so.
    pub recall: f64,
    /// The most questions that anyone was asked.
    pub questions: usize,
}

/// Places `n_learners` of a kind.
pub fn placed(kind: Kind, share: f64, n_learners: u64) -> Placed {
    let topics = Catalogue::built_in().topics;
    let (mut called, mut right, mut known, mut questions) = (0, 0, 0, 0);
    for seed in 0..n_learners {
        let reached = place(&topics, kind(&topics, share, seed * 7 + 1), seed);
        called += reached.n_called;
        right += reached.n_right;
        known += reached.n_known;
        questions = questions.max(reached.n_questions);
    }
    Placed {
        precision: right as f64 / called.max(1) as f64,
        recall: right as f64 / known.max(1) as f64,
        questions,
    }
}
