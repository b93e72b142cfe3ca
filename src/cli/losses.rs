//! How what an import or an export leaves out is told.

use crate::model::losses::{Loss, Losses};
use crate::model::text::harmless_line;
use serde_json::{Value, json};

/// `hints (12): kafka/acks, kafka/isr, kafka/log, …`
pub fn words(loss: &Loss) -> String {
    let places = harmless_line(&loss.places.join(", "));
    let more = if loss.places.len() < loss.count {
        ", …"
    } else {
        ""
    };
    format!("{} ({}): {places}{more}", loss.what, loss.count)
}

/// A list of `{"what", "count", "places"}`.
pub fn json(losses: &Losses) -> Value {
    let losses = losses.all().iter();
    let losses =
        losses.map(|loss| json!({ "what": loss.what, "count": loss.count, "places": loss.places }));
    losses.collect()
}
