//! What a format cannot hold of a book: each kind in words that stand behind "does not keep".
//!
//! Here is what several formats leave out; what only one of them does, it says itself.

use super::{Book, Learned, Losses, Volume};
use crate::model::card::{Card, Kind};
use crate::model::memory::Phase;

/// What is said of a file whose bytes cannot be fetched.
pub const UNREADABLE: &str = "pictures and sounds that cannot be read";

/// What is said of a file that a text names and that is not there.
pub const MISSING: &str = "pictures and sounds that are not there";

/// Adds all that was learned.
pub fn add_progress(book: &Book, losses: &mut Losses) {
    add_learned(book, losses, "schedules and answers", |learned| {
        learned.state.phase != Phase::New
    });
    let what = "which cards are suspended or flagged";
    add_learned(book, losses, what, |learned| {
        learned.state.suspended || learned.state.flagged
    });
    add_buried(book, losses);
}

/// Adds the cards that are hidden today or later.
pub fn add_buried(book: &Book, losses: &mut Losses) {
    let is_hidden = |learned: &Learned| learned.state.buried >= Some(book.today);
    add_learned(book, losses, "until when cards are hidden", is_hidden);
}

fn add_learned(book: &Book, losses: &mut Losses, what: &str, is_lost: impl Fn(&Learned) -> bool) {
    for volume in &book.volumes {
        for (card, entry) in volume.cards() {
            for learned in entry.learned.iter().filter(|learned| is_lost(learned)) {
                let key = volume.key(card) + &learned.part.suffix();
                losses.add(what, key);
            }
        }
    }
}

/// Adds all pictures and sounds.
pub fn add_media(book: &Book, losses: &mut Losses) {
    for volume in &book.volumes {
        for medium in &volume.media {
            losses.add("pictures and sounds", place(volume, &medium.path));
        }
    }
}

/// A file as it is named to the learner: with its deck.
pub fn place(volume: &Volume, path: &str) -> String {
    format!("{}: {path}", volume.deck.front.id)
}

/// Adds what decks say of themselves, besides names and tags.
pub fn add_fronts(book: &Book, losses: &mut Losses) {
    for volume in &book.volumes {
        let front = &volume.deck.front;
        let has_facts = front.topic.is_some()
            || front.level.is_some()
            || !front.authors.is_empty()
            || front.licence.is_some()
            || front.checked.is_some();
        let facts = [
            (!volume.deck.about.is_empty(), "descriptions of decks"),
            (
                has_facts,
                "topic, level, authors, licence and date of decks",
            ),
        ];
        for (_, what) in facts.iter().filter(|(is_there, _)| *is_there) {
            losses.add(what, &front.id);
        }
    }
    add_comments(book, losses);
}

/// Adds the decks with comments in their front matter.
pub fn add_comments(book: &Book, losses: &mut Losses) {
    let decks = book.volumes.iter().map(|volume| &volume.deck.front);
    for front in decks.filter(|front| !front.comments.is_empty()) {
        losses.add("comments in the front matter of decks", &front.id);
    }
}

/// Adds the fields of a card that only the deck format has.
pub fn add_fields(card: &Card, key: &str, losses: &mut Losses) {
    let has_minutes = matches!(
        card.kind,
        Kind::Open {
            minutes: Some(_),
            ..
        }
    );
    let fields = [
        (card.reversed, "ways back of cards that ask both ways"),
        (has_minutes, "minutes for open cards"),
        (!card.terms.is_empty(), "terms of cards"),
        (card.level.is_some(), "levels of cards"),
    ];
    for (_, what) in fields.iter().filter(|(is_there, _)| *is_there) {
        losses.add(what, key);
    }
}
