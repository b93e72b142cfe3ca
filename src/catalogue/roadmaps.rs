//! The published roadmaps that the binary carries.

use super::embedded;
use crate::model::roadmap::Roadmap;

/// All built-in roadmaps, by id. A test makes sure that they can be read.
pub fn built_in() -> Vec<Roadmap> {
    let read = |text: String| toml::from_str(&text).expect("a built-in roadmap is valid");
    embedded::roadmaps().into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use std::collections::HashSet;

    #[test]
    fn the_built_in_roadmaps_read_and_name_known_topics() {
        let catalogue = Catalogue::built_in();
        let roadmaps = built_in();
        let mut reached = HashSet::new();
        for roadmap in &roadmaps {
            let sections: HashSet<&str> = roadmap.sections.iter().map(|s| s.id.as_str()).collect();
            assert_eq!(sections.len(), roadmap.sections.len(), "{}", roadmap.id);
            for entry in roadmap.sections.iter().flat_map(|section| &section.entries) {
                let topic = catalogue.topic(&entry.topic).expect("a known topic");
                reached.insert(topic.id.as_str());
                for term in &entry.terms {
                    let known = |name: &String| name.to_lowercase() == term.to_lowercase();
                    assert!(topic.terms.iter().any(known), "{} {term}", topic.id);
                }
            }
            for path in &roadmap.paths {
                assert!(
                    path.sections
                        .iter()
                        .all(|id| sections.contains(id.as_str()))
                );
                assert_eq!(path.sections.len(), path.focus.len());
            }
            let milestones = roadmap.milestones.iter().map(|milestone| &milestone.topics);
            let resources = roadmap.resources.iter().map(|resource| &resource.topics);
            let tips = roadmap.tips.iter().map(|tip| &tip.topics);
            let needs = roadmap.prerequisites.iter().map(|needed| &needed.topics);
            for id in milestones
                .chain(resources)
                .chain(tips)
                .chain(needs)
                .flatten()
            {
                assert!(catalogue.topic(id).is_some(), "{} {id}", roadmap.id);
            }
        }
        let records = |count: fn(&Roadmap) -> usize| roadmaps.iter().map(count).sum::<usize>();
        assert_eq!(roadmaps.len(), 5);
        assert_eq!(reached.len(), 146);
        assert_eq!(records(|roadmap| roadmap.milestones.len()), 32);
        assert_eq!(records(|roadmap| roadmap.paths.len()), 3);
        assert_eq!(records(|roadmap| roadmap.resources.len()), 26);
    }
}
