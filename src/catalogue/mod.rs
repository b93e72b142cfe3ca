//! Which topics and decks exist: the built-in ones, and those in the learner's folders.
//!
//! It knows text and places; it does not know progress.

pub mod embedded;
pub mod folder;
pub mod prompts;
pub mod roadmaps;
mod topics;

pub use topics::{Catalogue, in_order};
