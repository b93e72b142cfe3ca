//! What is remembered of imports: where decks and cards came from.

/// Row of an origin, a place that decks came from. 0 for one that is not kept yet.
pub type OriginRow = i64;

/// A deck of an origin: its names there, its id and its file here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerDeck {
    pub origin: OriginRow,
    /// Outermost first.
    pub names: Vec<String>,
    pub slug: String,
    /// Below the learner's folder of decks.
    pub path: String,
}

/// A card of an origin, as it was last imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerCard {
    pub origin: OriginRow,
    pub deck: String,
    pub card: String,
    /// What the source calls it.
    pub source_id: String,
    /// Its lines, heading first: the base of a three-way merge.
    pub text: String,
    /// Whether the source no longer has it.
    pub gone: bool,
}

/// A picture or sound of an origin, as it was last imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerMedium {
    pub origin: OriginRow,
    /// The folder of its decks, below the learner's folder; may be empty.
    pub folder: String,
    /// What the source calls it.
    pub name: String,
    /// What it is called in the folder's `media`.
    pub file: String,
    /// SHA-256 of its bytes in the source.
    pub hash: Vec<u8>,
}
