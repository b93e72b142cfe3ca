//! Spaced repetition for backend engineers, in the terminal.
//!
//! Text becomes cards, the log of answers becomes schedules, the two become a queue, a session
//! turns queue and keys into answers, answers go back to the log. Everything that decides is pure;
//! everything that touches the world is thin and stands at the edge. `docs/architecture.md` draws
//! the map.

pub mod assess;
pub mod catalogue;
pub mod cli;
pub mod deck;
pub mod export;
pub mod import;
pub mod mock;
pub mod model;
pub mod quiz;
pub mod roadmap;
pub mod schedule;
pub mod select;
pub mod session;
pub mod store;
pub mod ui;
