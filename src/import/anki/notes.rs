//! From notes to drafts.

use super::super::draft::{Harvest, History};
use super::super::format::Options;

/// What notes of one kind have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteType {
    pub name: String,
    pub is_cloze: bool,
    pub fields: Vec<String>,
    pub templates: Vec<Template>,
    pub css: String,
}

/// How one card of a note is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub name: String,
    pub question: String,
    pub answer: String,
}

/// One note.
#[derive(Clone, Debug, Default)]
pub struct Note {
    pub guid: String,
    /// As many as the note type has.
    pub fields: Vec<String>,
    pub tags: Vec<String>,
    /// As shown: `deck.apkg: note e+/O]%*qfk (HTTP)`.
    pub place: String,
    /// The cards that exist. `None`: the source has no cards of its own, so all that the templates
    /// make are meant.
    pub cards: Option<Vec<NoteCard>>,
    /// The deck, where `cards` is `None`.
    pub deck: Vec<String>,
}

/// One card of a note.
#[derive(Clone, Debug, Default)]
pub struct NoteCard {
    /// The template; of a cloze the number less 1.
    pub ord: u32,
    /// Its decks, outermost first.
    pub deck: Vec<String>,
    pub history: Option<History>,
}

/// Adds what becomes of `note` to the harvest: drafts, refusals, losses. Counts it as one note.
pub fn take(note: Note, kind: &NoteType, options: &Options, harvest: &mut Harvest) {
    let _ = (note, kind, options, harvest);
}
