//! Topics by number, and how they hang together.

use crate::model::catalogue::Topic;
use crate::model::level::Level;

#[derive(Clone, Debug)]
pub struct Graph {
    pub ids: Vec<String>,
    pub level: Vec<Level>,
    /// The number of each topic's area.
    pub area: Vec<usize>,
    pub n_areas: usize,
    /// The topics of each area.
    pub of_area: Vec<Vec<usize>>,
    /// Direct prerequisites, and the topics that have this one as theirs.
    pub parents: Vec<Vec<usize>>,
    pub children: Vec<Vec<usize>>,
    /// All topics before and behind, at any distance.
    pub ancestors: Vec<Vec<usize>>,
    pub descendants: Vec<Vec<usize>>,
}

impl Graph {
    pub fn new(topics: &[Topic]) -> Graph {
        let ids: Vec<String> = topics.iter().map(|topic| topic.id.clone()).collect();
        let number = |id: &String| ids.iter().position(|known| known == id);
        let mut areas: Vec<&str> = topics.iter().map(|topic| topic.area.as_str()).collect();
        areas.sort_unstable();
        areas.dedup();
        let area = |topic: &Topic| areas.partition_point(|area| *area < topic.area.as_str());
        let parents: Vec<Vec<usize>> = topics
            .iter()
            .map(|topic| topic.prerequisites.iter().filter_map(number).collect())
            .collect();
        let mut children = vec![Vec::new(); topics.len()];
        for (topic, parents) in parents.iter().enumerate() {
            parents
                .iter()
                .for_each(|parent| children[*parent].push(topic));
        }
        let area: Vec<usize> = topics.iter().map(area).collect();
        let mut of_area = vec![Vec::new(); areas.len()];
        for (topic, area) in area.iter().enumerate() {
            of_area[*area].push(topic);
        }
        let reach =
            |next: &[Vec<usize>]| (0..topics.len()).map(|from| reached(next, from)).collect();
        Graph {
            level: topics.iter().map(|topic| topic.level).collect(),
            n_areas: areas.len(),
            of_area,
            area,
            ancestors: reach(&parents),
            descendants: reach(&children),
            ids,
            parents,
            children,
        }
    }

    /// The topics of which an answer about `topic` says most: itself, those before and behind it,
    /// and its area.
    pub fn near(&self, topic: usize) -> Vec<usize> {
        let mut near = self.of_area[self.area[topic]].clone();
        near.extend(&self.ancestors[topic]);
        near.extend(&self.descendants[topic]);
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// All that can be reached from `from`, without itself.
fn reached(next: &[Vec<usize>], from: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut left = next[from].clone();
    while let Some(topic) = left.pop() {
        if topic != from && !found.contains(&topic) {
            found.push(topic);
            left.extend(&next[topic]);
        }
    }
    found.sort_unstable();
    found
}
