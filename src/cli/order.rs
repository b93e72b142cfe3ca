//! What the roadmaps say to the index: in which order topics bring new cards, and what is listed where.

use crate::catalogue::{Catalogue, roadmaps};
use crate::roadmap::order::{self, Followed};
use crate::store::roadmaps::{FollowRow, Listing};
use crate::store::{Result, Store};

/// Rank of the first built-in topic; the others follow in the order of learning.
const BUILT_IN_RANK: i64 = 1000;

/// The rank of every topic's built-in deck, as the learner follows roadmaps now.
pub fn ranks<'c>(store: &Store, catalogue: &'c Catalogue) -> Result<Vec<(&'c str, i64)>> {
    Ok(ranks_of(catalogue, &store.followed()?))
}

/// The rank of every topic's built-in deck for those who follow these.
pub fn ranks_of<'c>(catalogue: &'c Catalogue, followed: &[FollowRow]) -> Vec<(&'c str, i64)> {
    let roadmaps = match followed {
        [] => Vec::new(),
        _ => roadmaps::built_in(),
    };
    let followed: Vec<Followed> = followed
        .iter()
        .filter_map(|row| {
            let roadmap = roadmaps.iter().find(|roadmap| roadmap.id == row.roadmap)?;
            let path = row.path.as_deref();
            Some(Followed { roadmap, path })
        })
        .collect();
    let topics = order::topics(catalogue, &followed).into_iter().enumerate();
    topics
        .map(|(idx, topic)| (topic.id.as_str(), BUILT_IN_RANK + idx as i64))
        .collect()
}

/// Copies into the collection what the built-in roadmaps list, for selectors.
pub fn record_listings(store: &mut Store) -> Result<()> {
    let roadmaps = roadmaps::built_in();
    let mut listings: Vec<Listing> = Vec::new();
    for roadmap in &roadmaps {
        for section in &roadmap.sections {
            listings.extend(section.entries.iter().map(|entry| {
                let priority = entry.priority.map_or("", |priority| priority.name());
                [&entry.topic, &roadmap.id, &section.id, priority]
            }));
        }
    }
    store.set_listings(&listings)
}
