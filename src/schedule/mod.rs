//! When a card returns, and which one comes next.
//!
//! The log of answers goes in; memories, days and an order come out. Nothing here reads a clock,
//! asks a generator whose stream could change, or knows where the log is stored: the study day,
//! the seed and the load of a day are arguments.
//!
//! - [`fsrs`]: the memory model, and the only file that names the `fsrs` crate;
//! - [`deadline`]: what to study before a date, and [`simulate`]: what that will reach;
//! - [`interval`]: from a memory to the days on the four buttons;
//! - [`replay`]: from the log to the state of a card;
//! - [`queue`]: the order in which cards are asked;
//! - [`pace`]: how many minutes that will take;
//! - [`rng`]: the seed of a card, and numbers drawn from it.

pub mod deadline;
pub mod fsrs;
pub mod interval;
pub mod pace;
pub mod queue;
pub mod replay;
pub mod rng;
pub mod simulate;
