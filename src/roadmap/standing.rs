//! How well a topic is known today.

use crate::model::catalogue::Topic;
use std::collections::HashMap;
use std::ops::AddAssign;

/// The mastery from which a topic counts as mastered, and unlocks those behind it.
pub const MASTERED: f64 = 0.8;

/// The review cards of a topic, a section or a whole roadmap.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    pub cards: u32,
    /// Answered at least once.
    pub seen: u32,
    pub due: u32,
    /// Sum of the predicted chances of recall today over the cards that were seen.
    pub recall: f64,
}

/// By topic id; a topic without a deck has none.
pub type Standings = HashMap<String, Standing>;

impl Standing {
    /// Mean predicted chance of recall today, 0..=1; a card never seen counts as none.
    pub fn mastery(&self) -> f64 {
        match self.cards {
            0 => 0.0,
            cards => self.recall / f64::from(cards),
        }
    }

    /// The share of cards that were answered at least once, 0..=1.
    pub fn seen_share(&self) -> f64 {
        match self.cards {
            0 => 0.0,
            cards => f64::from(self.seen) / f64::from(cards),
        }
    }

    pub fn is_mastered(&self) -> bool {
        0 < self.cards && MASTERED <= self.mastery()
    }
}

impl AddAssign for Standing {
    fn add_assign(&mut self, other: Standing) {
        self.cards += other.cards;
        self.seen += other.seen;
        self.due += other.due;
        self.recall += other.recall;
    }
}

/// The standing of `topic`; nothing where it has no deck.
pub fn of(standings: &Standings, topic: &str) -> Standing {
    standings.get(topic).copied().unwrap_or_default()
}

/// The standing of several topics together, each counted once.
pub fn sum<'a>(standings: &Standings, topics: impl IntoIterator<Item = &'a str>) -> Standing {
    let mut ids: Vec<&str> = topics.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut sum = Standing::default();
    for id in ids {
        sum += of(standings, id);
    }
    sum
}

/// The prerequisites of `topic` that are not mastered yet. One that has no cards asks for nothing.
pub fn missing<'t>(topic: &'t Topic, standings: &Standings) -> Vec<&'t str> {
    let is_open = |id: &&str| {
        let standing = of(standings, id);
        0 < standing.cards && !standing.is_mastered()
    };
    topic
        .prerequisites
        .iter()
        .map(String::as_str)
        .filter(is_open)
        .collect()
}

/// Whether `topic` is what to learn now: not mastered, and all that it builds on is.
pub fn is_next(topic: &Topic, standings: &Standings) -> bool {
    let own = of(standings, &topic.id);
    0 < own.cards && !own.is_mastered() && missing(topic, standings).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::level::Level;

    fn topic(id: &str, prerequisites: &[&str]) -> Topic {
        Topic {
            id: id.to_string(),
            title: id.to_string(),
            area: "a".to_string(),
            level: Level::Senior,
            summary: String::new(),
            terms: Vec::new(),
            prerequisites: prerequisites.iter().map(|id| id.to_string()).collect(),
        }
    }

    fn standing(cards: u32, seen: u32, recall: f64) -> Standing {
        Standing {
            cards,
            seen,
            due: 0,
            recall,
        }
    }

    #[test]
    fn a_card_never_seen_counts_as_not_recalled() {
        assert_eq!(standing(10, 5, 4.5).mastery(), 0.45);
        assert_eq!(standing(0, 0, 0.0).mastery(), 0.0);
        assert!(standing(10, 9, 8.1).is_mastered());
        assert!(!standing(10, 8, 7.9).is_mastered());
    }

    #[test]
    fn a_topic_is_next_once_all_it_builds_on_is_mastered() {
        let standings: Standings = [
            ("done".to_string(), standing(10, 10, 9.5)),
            ("half".to_string(), standing(10, 5, 4.5)),
            ("new".to_string(), standing(10, 0, 0.0)),
        ]
        .into();
        let is_next = |topic| is_next(&topic, &standings);
        assert!(is_next(topic("new", &["done"])));
        assert!(!is_next(topic("new", &["done", "half"])));
        assert!(is_next(topic("new", &["without-deck"])));
        assert!(!is_next(topic("done", &[])));
        assert!(!is_next(topic("without-deck", &[])));
    }

    #[test]
    fn a_topic_that_is_listed_twice_counts_once() {
        let standings: Standings = [("a".to_string(), standing(10, 5, 4.0))].into();
        assert_eq!(sum(&standings, ["a", "b", "a"]), standing(10, 5, 4.0));
    }
}
