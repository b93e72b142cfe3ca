//! Numbers: what was typed against the quantity that the card accepts.

use super::Verdict;
use crate::model::quantity::{Agreement, Quantity};

/// Judges a number with its unit. A known unit converts; a noun may be left out.
pub fn judge(given: &str, accept: &Quantity) -> Verdict {
    match accept.compare(given) {
        Agreement::Within => Verdict::Right,
        _ => Verdict::Wrong,
    }
}
