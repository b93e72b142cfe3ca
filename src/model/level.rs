//! How hard a deck or a card is.

use serde::Deserialize;

/// How much a reader should already know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Foundation,
    Intermediate,
    Senior,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Foundation, Level::Intermediate, Level::Senior];

    pub fn name(self) -> &'static str {
        match self {
            Level::Foundation => "foundation",
            Level::Intermediate => "intermediate",
            Level::Senior => "senior",
        }
    }

    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}
