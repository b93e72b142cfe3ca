//! What a sitting may ask.

use crate::model::prompt::{Behaviour, Prompt};
use crate::store::mocks::ShortCard;

/// What is asked, each list in its order; a sitting takes from the front as far as it needs.
#[derive(Default)]
pub struct Drawn {
    pub cards: Vec<ShortCard>,
    pub deep_dives: Vec<Prompt>,
    pub designs: Vec<Prompt>,
    pub behaviours: Vec<Behaviour>,
}
