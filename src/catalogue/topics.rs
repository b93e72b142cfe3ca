//! The catalogue's text as values, and the order of topics that follows from it.

use super::embedded;
use crate::model::catalogue::{Area, Topic};
use crate::model::level::Level;
use serde::Deserialize;

/// Areas and topics, in the catalogue's own order.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub areas: Vec<Area>,
    pub topics: Vec<Topic>,
}

#[derive(Deserialize)]
struct Wire {
    area: Vec<WireArea>,
    topic: Vec<WireTopic>,
}

#[derive(Deserialize)]
struct WireArea {
    id: String,
    title: String,
    summary: String,
}

#[derive(Deserialize)]
struct WireTopic {
    id: String,
    title: String,
    area: String,
    level: String,
    summary: String,
    terms: Vec<String>,
    prerequisites: Vec<String>,
}

impl Catalogue {
    /// Reads the catalogue that the binary carries; a test makes sure that it can be read.
    pub fn built_in() -> Catalogue {
        let wire: Wire =
            toml::from_str(embedded::topics()).expect("the built-in catalogue is valid");
        let area = |wire: WireArea| Area {
            id: wire.id,
            title: wire.title,
            summary: wire.summary,
        };
        Catalogue {
            areas: wire.area.into_iter().map(area).collect(),
            topics: wire.topic.into_iter().map(topic).collect(),
        }
    }

    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The topics in the order in which a learner meets them: a topic behind all of its
    /// prerequisites; among those that are free, lower levels first, then the catalogue's order.
    pub fn in_learning_order(&self) -> Vec<&Topic> {
        let mut left: Vec<&Topic> = self.topics.iter().collect();
        left.sort_by_key(|topic| topic.level);
        let mut order: Vec<&Topic> = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let free = |topic: &&Topic| {
                topic
                    .prerequisites
                    .iter()
                    .all(|id| order.iter().any(|before| before.id == *id))
            };
            // A circle cannot stand in the built-in catalogue; if it did, its first topic would go.
            let next = left.iter().position(free).unwrap_or(0);
            order.push(left.remove(next));
        }
        order
    }
}

fn topic(wire: WireTopic) -> Topic {
    Topic {
        id: wire.id,
        title: wire.title,
        area: wire.area,
        level: Level::from_name(&wire.level).expect("the built-in catalogue names known levels"),
        summary: wire.summary,
        terms: wire.terms,
        prerequisites: wire.prerequisites,
    }
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
