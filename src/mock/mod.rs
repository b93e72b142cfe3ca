//! A mock interview as values: how the clock is shared out, what is asked, how it is scored.
//!
//! Parts of a sitting come in as they end; a report comes out. Nothing here asks, reads a clock or
//! keeps anything.

pub mod advice;
pub mod draw;
pub mod plan;
pub mod record;
pub mod report;

pub use plan::{PartKind, Slot};
pub use record::{Mock, Part, Point, Written};
