//! In which order the topics of followed roadmaps bring their new cards.

use crate::catalogue::{Catalogue, in_order};
use crate::model::catalogue::Topic;
use crate::model::roadmap::{Priority, Roadmap, Section, SectionKind};
use std::collections::HashSet;

/// A roadmap that is followed, along one of its paths where the learner named one.
#[derive(Clone, Copy, Debug)]
pub struct Followed<'r> {
    pub roadmap: &'r Roadmap,
    pub path: Option<&'r str>,
}

/// All topics: those of the roadmaps in the order of following, section by section, within a section
/// behind their prerequisites and mandatory before good before optional; then the others in
/// learning order.
pub fn topics<'c>(catalogue: &'c Catalogue, followed: &[Followed]) -> Vec<&'c Topic> {
    let mut taken = HashSet::new();
    let mut order = Vec::with_capacity(catalogue.topics.len());
    for one in followed {
        for section in sections(one) {
            let entries = section.entries.iter();
            let fresh = entries.filter(|entry| taken.insert(entry.topic.clone()));
            let topics = fresh.filter_map(|entry| catalogue.topic(&entry.topic));
            order.extend(in_order(topics.collect(), |topic| rank(section, topic)));
        }
    }
    let learning = catalogue.in_learning_order().into_iter();
    order.extend(learning.filter(|topic| !taken.contains(&topic.id)));
    order
}

/// The sections as the learner meets them: those of the path, then the curriculum, then the rest.
pub fn sections<'r>(followed: &Followed<'r>) -> Vec<&'r Section> {
    let all = &followed.roadmap.sections;
    let mut path = followed.roadmap.paths.iter();
    let path = path.find(|path| followed.path == Some(path.id.as_str()));
    let place = |section: &&Section| {
        let ids = path.map_or(&[][..], |path| &path.sections);
        let on_path = ids.iter().position(|id| *id == section.id);
        (
            on_path.unwrap_or(usize::MAX),
            section.kind != SectionKind::Core,
        )
    };
    let mut sections: Vec<&Section> = all.iter().collect();
    sections.sort_by_key(place);
    sections
}

/// The most urgent priority under which the section lists the topic; without one it is good.
fn rank(section: &Section, topic: &Topic) -> u8 {
    let entries = section.entries.iter();
    let listed = entries.filter(|entry| entry.topic == topic.id);
    let ranks = listed.map(|entry| entry.priority.unwrap_or(Priority::Good).rank());
    ranks.min().unwrap_or(Priority::Good.rank())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::roadmaps;

    fn order(catalogue: &Catalogue, followed: &[(&str, Option<&str>)]) -> Vec<String> {
        let all = roadmaps::built_in();
        let find = |id: &str| all.iter().find(|roadmap| roadmap.id == id).unwrap();
        let followed: Vec<Followed> = followed
            .iter()
            .map(|(id, path)| Followed {
                roadmap: find(id),
                path: *path,
            })
            .collect();
        topics(catalogue, &followed)
            .iter()
            .map(|topic| topic.id.clone())
            .collect()
    }

    #[test]
    fn every_topic_comes_once_whatever_is_followed() {
        let catalogue = Catalogue::built_in();
        let both = [
            ("backend-roadmap", None),
            ("zero-to-senior-backend-engineer", None),
        ];
        for followed in [&[][..], &both[..1], &both[..]] {
            let mut order = order(&catalogue, followed);
            order.sort();
            order.dedup();
            assert_eq!(order.len(), 146);
        }
    }

    #[test]
    fn sections_come_in_turn_and_prerequisites_first_within_one() {
        let catalogue = Catalogue::built_in();
        let order = order(&catalogue, &[("backend-roadmap", None)]);
        let place = |id: &str| order.iter().position(|topic| topic == id).unwrap();
        assert!(
            place("shell-scripting") < place("kafka"),
            "the first section goes first"
        );
        let all = roadmaps::built_in();
        let roadmap = all
            .iter()
            .find(|roadmap| roadmap.id == "backend-roadmap")
            .unwrap();
        let mut seen: HashSet<&str> = HashSet::new();
        for section in &roadmap.sections {
            let own: HashSet<&str> = section.entries.iter().map(|e| e.topic.as_str()).collect();
            for id in own.iter().filter(|id| !seen.contains(*id)) {
                for needed in &catalogue.topic(id).unwrap().prerequisites {
                    if own.contains(needed.as_str()) && !seen.contains(needed.as_str()) {
                        assert!(place(needed) < place(id), "{needed} before {id}");
                    }
                }
            }
            seen.extend(own);
        }
    }

    #[test]
    fn what_is_mandatory_comes_before_what_is_optional() {
        let catalogue = Catalogue::built_in();
        let order = order(&catalogue, &[("backend-roadmap", None)]);
        let place = |id: &str| order.iter().position(|topic| topic == id).unwrap();
        // Both stand in the first section, and neither needs the other.
        assert!(place("linux-basics") < place("process-management"));
        assert!(place("http-protocol") < place("shell-scripting"));
    }

    #[test]
    fn a_path_moves_its_sections_to_the_front() {
        let catalogue = Catalogue::built_in();
        let all = roadmaps::built_in();
        let id = "senior-backend-developer-roadmap";
        let roadmap = all.iter().find(|roadmap| roadmap.id == id).unwrap();
        for path in &roadmap.paths {
            let followed = Followed {
                roadmap,
                path: Some(&path.id),
            };
            let sections = sections(&followed);
            let first: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
            assert_eq!(first[..path.sections.len()], path.sections, "{}", path.id);
        }
        assert_ne!(
            order(&catalogue, &[(id, None)]),
            order(&catalogue, &[(id, Some("senior-engineers"))])
        );
    }
}
