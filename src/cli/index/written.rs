//! Decks that were just written here: they go into the index without being read again.

use super::entry;
use crate::catalogue::{Catalogue, folder};
use crate::deck;
use crate::model::card::Card;
use crate::model::deck::Deck;
use crate::store::decks::{Change, FileRow, NoteEntry};
use crate::store::{Result, Store};
use sha2::{Digest, Sha256};
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

/// A deck file that was just written here.
pub struct Written {
    pub deck: Deck,
    pub path: PathBuf,
    /// Where it stands until it is moved there, as the deck was printed.
    pub staged: PathBuf,
    /// The bytes of each card in the text.
    pub places: Vec<Range<usize>>,
}

/// Takes in decks that were just written, without parsing them again, and before they are in their
/// places. What cannot be taken so is left for `refresh`.
pub fn take_written(store: &mut Store, written: impl Iterator<Item = Written>) -> Result<()> {
    let catalogue = Catalogue::built_in();
    for written in written {
        // One at a time: all texts of a large import would take much memory.
        let found = folder::scan(&written.staged).ok();
        let Some(found) = found.and_then(|found| found.into_iter().next()) else {
            continue;
        };
        let Ok(text) = fs::read_to_string(&written.staged) else {
            continue;
        };
        let path = written.path.to_string_lossy();
        let file = FileRow {
            path: path.to_string(),
            size: found.size,
            modified_ns: found.modified_ns,
            hash: Sha256::digest(text.as_bytes()).to_vec(),
            deck: Some(written.deck.front.id.clone()),
            fault: None,
        };
        let notes = notes(&written, &text);
        store.index(&Change {
            decks: &[entry(&written.deck, Some(&path), notes, &catalogue, None)],
            files: &[file],
            ..Change::default()
        })?;
    }
    Ok(())
}

/// The cards of a deck that was just written, with their lines and texts there.
fn notes<'w>(written: &'w Written, text: &'w str) -> Vec<NoteEntry<'w>> {
    let (mut at, mut line) = (0, 1);
    let places = written.deck.cards.iter().zip(&written.places);
    let note = |(card, place): (&'w Card, &Range<usize>)| {
        let between = &text.as_bytes()[at..place.start];
        line += between.iter().filter(|byte| **byte == b'\n').count();
        at = place.start;
        NoteEntry {
            card,
            line,
            source: &text[place.clone()],
            parts: deck::parts(card),
        }
    };
    places.map(note).collect()
}
