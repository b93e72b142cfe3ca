//! Decks that were just written here: they go into the index without being read again.

use super::entry;
use crate::catalogue::{Catalogue, folder};
use crate::deck;
use crate::model::deck::Deck;
use crate::store::decks::{Change, FileRow, NoteEntry, States};
use crate::store::{Result, Store};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::PathBuf;

/// A deck file that was just written here.
pub struct Written {
    pub deck: Deck,
    pub path: PathBuf,
    /// Where it stands until it is moved there.
    pub staged: PathBuf,
    /// The deck as it was printed.
    pub text: String,
    /// The bytes of each card in the text.
    pub places: Vec<Range<usize>>,
}

/// Such a deck with all that the index needs.
pub struct Ready {
    deck: Deck,
    text: String,
    /// Where each card stands in the text, and in which line.
    places: Vec<(Range<usize>, usize)>,
    file: FileRow,
}

impl Ready {
    /// Looks at what was written; what cannot be taken so is left for `refresh`.
    pub fn of(written: Written) -> Option<Ready> {
        let found = folder::scan(&written.staged).ok()?.into_iter().next()?;
        let text = written.text;
        let (mut at, mut line) = (0, 1);
        let place = |place: Range<usize>| {
            let between = &text.as_bytes()[at..place.start];
            line += between.iter().filter(|byte| **byte == b'\n').count();
            at = place.start;
            (place, line)
        };
        Some(Ready {
            places: written.places.into_iter().map(place).collect(),
            file: FileRow {
                path: written.path.to_string_lossy().into_owned(),
                size: found.size,
                modified_ns: found.modified_ns,
                hash: Sha256::digest(text.as_bytes()).to_vec(),
                deck: Some(written.deck.front.id.clone()),
                fault: None,
            },
            deck: written.deck,
            text,
        })
    }

    /// Takes the deck in without parsing it again, and before it is in its place, with what was learned
    /// of its new cards, which is taken out of `states`.
    pub fn index(
        &self,
        catalogue: &Catalogue,
        states: &mut States,
        store: &mut Store,
    ) -> Result<()> {
        let path = Some(self.file.path.as_str());
        let change = Change {
            decks: &[entry(&self.deck, path, self.notes(), catalogue, None)],
            files: std::slice::from_ref(&self.file),
            ..Change::default()
        };
        store.index_learned(&change, states)
    }

    fn notes(&self) -> Vec<NoteEntry<'_>> {
        let places = self.deck.cards.iter().zip(&self.places);
        let note = |(card, (place, line)): (_, &(Range<usize>, usize))| NoteEntry {
            card,
            line: *line,
            source: &self.text[place.clone()],
            parts: deck::parts(card),
        };
        places.map(note).collect()
    }
}
