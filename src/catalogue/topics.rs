//! The catalogue's text as values, and the order of topics that follows from it.

use super::embedded;
use crate::model::catalogue::{Area, Topic};
use serde::Deserialize;
use std::collections::HashSet;

/// Areas and topics, in the catalogue's own order.
#[derive(Clone, Debug, Deserialize)]
pub struct Catalogue {
    #[serde(rename = "area")]
    pub areas: Vec<Area>,
    #[serde(rename = "topic")]
    pub topics: Vec<Topic>,
}

impl Catalogue {
    /// Reads the catalogue that the binary carries; a test makes sure that it can be read.
    pub fn built_in() -> Catalogue {
        toml::from_str(&embedded::topics()).expect("the built-in catalogue is valid")
    }

    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The topics in the order in which a learner meets them: a topic behind all of its
    /// prerequisites; among those that are free, lower levels first, then the catalogue's order.
    pub fn in_learning_order(&self) -> Vec<&Topic> {
        in_order(self.topics.iter().collect(), |topic| topic.level as usize)
    }
}

/// Puts topics behind those of their prerequisites that are among them; of the free ones the
/// smallest `key` goes first, and of equal keys the one that stood first.
pub fn in_order<K: Ord>(mut left: Vec<&Topic>, key: impl Fn(&Topic) -> K) -> Vec<&Topic> {
    left.sort_by_key(|topic| key(topic));
    let mut waiting: HashSet<&str> = left.iter().map(|topic| topic.id.as_str()).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let free = |topic: &&Topic| {
            let mut before = topic.prerequisites.iter();
            !before.any(|id| waiting.contains(id.as_str()))
        };
        // A circle cannot stand in the built-in catalogue; if it did, its first topic would go.
        let next = left.remove(left.iter().position(free).unwrap_or(0));
        waiting.remove(next.id.as_str());
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_reads_and_names_known_topics() {
        let catalogue = Catalogue::built_in();
        assert_eq!((catalogue.areas.len(), catalogue.topics.len()), (16, 146));
        for topic in &catalogue.topics {
            assert!(
                catalogue.areas.iter().any(|area| area.id == topic.area),
                "{}",
                topic.id
            );
            for id in &topic.prerequisites {
                assert!(catalogue.topic(id).is_some(), "{} needs {id}", topic.id);
            }
        }
    }

    #[test]
    fn a_topic_comes_behind_its_prerequisites() {
        let catalogue = Catalogue::built_in();
        let order = catalogue.in_learning_order();
        let place = |id: &str| order.iter().position(|topic| topic.id == id).unwrap();
        for topic in &catalogue.topics {
            for id in &topic.prerequisites {
                assert!(place(id) < place(&topic.id), "{id} before {}", topic.id);
            }
        }
    }
}
