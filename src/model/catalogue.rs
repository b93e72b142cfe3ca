//! The curriculum: areas, their topics, and which topic stands before which.

use super::level::Level;
use serde::Deserialize;

/// A group of topics; also the folder of their decks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Area {
    pub id: String,
    pub title: String,
    pub summary: String,
}

/// What one built-in deck teaches.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Topic {
    pub id: String,
    pub title: String,
    /// The id of its area.
    pub area: String,
    pub level: Level,
    /// What a learner must know.
    pub summary: String,
    /// Names that a reader of the roadmaps meets under this topic.
    pub terms: Vec<String>,
    /// Topic ids, direct ones only.
    pub prerequisites: Vec<String>,
}
