//! Decks: a titled list of cards, and how hard they are.

use super::card::Card;
use super::level::Level;

/// One Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    pub front: Front,
    /// The prose between front matter and first card, Markdown; empty where there is none.
    pub about: String,
    pub cards: Vec<Card>,
}

/// What the front matter says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// A slug.
    pub id: String,
    pub title: String,
    /// A topic id of the catalogue.
    pub topic: Option<String>,
    pub level: Option<Level>,
    pub tags: Vec<String>,
    pub authors: Vec<String>,
    pub licence: Option<String>,
    /// When the facts were last checked, `YYYY-MM`.
    pub checked: Option<String>,
    /// By key; those above a key before the one behind its value.
    pub comments: Vec<Comment>,
}

/// A comment of the front matter, kept for whoever reads the file next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The key that it belongs to; empty at the end.
    pub key: String,
    pub place: CommentPlace,
    /// From its `#` on.
    pub text: String,
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommentPlace {
    /// On a line of its own, above its key.
    Above,
    /// Behind the value, on the same line.
    Behind,
}
