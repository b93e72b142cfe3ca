//! The nouns: what a deck, a card, an answer and a memory are.
//!
//! Units and invariants live here, and nothing else: no file, no clock, no SQL. The curriculum is read
//! from TOML straight into these types; nothing else knows a wire format.

pub mod card;
pub mod catalogue;
pub mod chance;
pub mod civil;
pub mod cores;
pub mod deck;
pub mod event;
pub mod ledger;
pub mod level;
pub mod losses;
pub mod map;
pub mod memory;
pub mod prompt;
pub mod quantity;
pub mod quiz;
pub mod roadmap;
pub mod text;
pub mod time;
