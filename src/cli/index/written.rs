//! Decks that were just written here: they go into the index without being read again.

use super::{Parsed, Plan, write};
use crate::catalogue::folder;
use crate::deck;
use crate::model::card::Card;
use crate::model::deck::Deck;
use crate::store::decks::{FileRow, NoteEntry};
use crate::store::{Result, Store};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

/// A deck file that was just written here.
pub struct Written<'w> {
    pub deck: &'w Deck,
    pub path: PathBuf,
    /// Where it stands until it is moved there.
    pub staged: PathBuf,
    /// As the deck was printed.
    pub text: &'w str,
    /// The bytes of each card in the text.
    pub places: &'w [Range<usize>],
}

/// Takes in decks that were just written, without reading them again, and before they are in their
/// places. What cannot be taken so is left for `refresh`.
pub fn take_written(store: &mut Store, written: &[Written]) -> Result<()> {
    let mut plan = Plan::default();
    for written in written {
        let path = written.path.to_string_lossy().into_owned();
        let Some(found) = folder::scan(&written.staged)
            .ok()
            .and_then(|found| found.into_iter().next())
        else {
            continue;
        };
        plan.files.push(FileRow {
            path: path.clone(),
            size: found.size,
            modified_ns: found.modified_ns,
            hash: Sha256::digest(written.text.as_bytes()).to_vec(),
            deck: Some(written.deck.front.id.clone()),
            fault: None,
        });
        plan.decks.push(Parsed {
            deck: Cow::Borrowed(written.deck),
            path: Some(path),
            written: Some(written),
        });
    }
    match plan.is_empty() {
        true => Ok(()),
        false => write(store, &plan),
    }
}

/// The cards of a deck that was just written, with their lines and texts there.
pub fn notes<'w>(written: &Written<'w>) -> Vec<NoteEntry<'w>> {
    let (mut at, mut line) = (0, 1);
    let places = written.deck.cards.iter().zip(written.places);
    let note = |(card, place): (&'w Card, &Range<usize>)| {
        let between = &written.text.as_bytes()[at..place.start];
        line += between.iter().filter(|byte| **byte == b'\n').count();
        at = place.start;
        NoteEntry {
            card,
            line,
            source: &written.text[place.clone()],
            parts: deck::parts(card),
        }
    };
    places.map(note).collect()
}
