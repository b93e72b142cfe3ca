//! How much of a foreign file is read at the most. Each number is named in the error that it causes.

/// The limits of one import; `Default` has the usual ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one text file.
    pub text_bytes: u64,
    /// Bytes of a package's database, inflated.
    pub collection_bytes: u64,
    /// Bytes of all media of one source together, inflated.
    pub media_bytes: u64,
    /// Bytes of a package's list of media, inflated.
    pub media_list_bytes: u64,
    /// Inflated bytes for each packed one, once `RATIO_FROM` bytes are out.
    pub ratio: u64,
    /// Entries of a package.
    pub entries: usize,
    /// Notes, or cards where the source knows no notes.
    pub notes: usize,
    /// Bytes of one field.
    pub field_bytes: usize,
    /// Levels of nesting: Markdown, HTML, JSON, EDN, templates.
    pub nesting: usize,
    /// Levels of a deck's name.
    pub deck_levels: usize,
    /// Clozes of one note.
    pub clozes: usize,
}

/// Inflated bytes up to which a packed file may swell as it likes.
pub const RATIO_FROM: u64 = 64 << 20;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            text_bytes: 64 << 20,
            collection_bytes: 1 << 30,
            media_bytes: 256 << 20,
            media_list_bytes: 16 << 20,
            ratio: 200,
            entries: 100_000,
            notes: 500_000,
            field_bytes: 1 << 20,
            nesting: 128,
            deck_levels: 100,
            clozes: 500,
        }
    }
}
