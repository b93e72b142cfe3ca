//! Following a published roadmap: how far a learner is, what comes next, and how it is drawn.
//!
//! Values in, values out: progress comes in as [`Standings`], days as [`Day`](crate::model::time::Day).

pub mod calendar;
pub mod draw;
pub mod order;
pub mod standing;
pub mod tree;

pub use standing::{MASTERED, Standing, Standings};
