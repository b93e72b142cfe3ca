//! Decks that were just written here: they go into the index without being read again.

use super::{entry, keys};
use crate::catalogue::{Catalogue, folder};
use crate::model::card::Card;
use crate::model::deck::Deck;
use crate::store::decks::{Change, FileRow, NoteEntry, States, tags_column};
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
    /// What stands of each card in the index.
    notes: Vec<Note>,
    file: FileRow,
}

struct Note {
    /// Its bytes in the text.
    place: Range<usize>,
    line: usize,
    tags: String,
    keys: Vec<String>,
}

impl Ready {
    /// Looks at what was written; what cannot be taken so is left for `refresh`.
    pub fn of(written: Written) -> Option<Ready> {
        let found = folder::scan(&written.staged).ok()?.into_iter().next()?;
        let (deck, text) = (written.deck, written.text);
        let (mut at, mut line) = (0, 1);
        let note = |(card, place): (&Card, Range<usize>)| {
            let between = &text.as_bytes()[at..place.start];
            line += between.iter().filter(|byte| **byte == b'\n').count();
            at = place.start;
            Note {
                place,
                line,
                tags: tags_column(&card.tags),
                keys: keys(&deck.front.id, card),
            }
        };
        Some(Ready {
            notes: { deck.cards.iter() }
                .zip(written.places)
                .map(note)
                .collect(),
            file: FileRow {
                path: written.path.to_string_lossy().into_owned(),
                size: found.size,
                modified_ns: found.modified_ns,
                hash: Sha256::digest(text.as_bytes()).to_vec(),
                deck: Some(deck.front.id.clone()),
                fault: None,
            },
            deck,
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
        let notes = self.deck.cards.iter().zip(&self.notes);
        let notes = notes.map(|(card, note)| NoteEntry {
            card,
            line: note.line,
            source: &self.text[note.place.clone()],
            tags: note.tags.as_str().into(),
            keys: note.keys.as_slice().into(),
        });
        notes.collect()
    }
}
