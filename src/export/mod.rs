//! Decks and progress out, in formats that other programs read.
//!
//! A `Book` comes in: decks that are read already, what was learned of their cards, and files that
//! are fetched when they are written. Bytes go out through an `Output`, which alone knows where they
//! end. No store is read here and no clock; the one file that is opened is the temporary database
//! that becomes a package. `ALL` lists the formats; what each keeps is told in `docs/export.md`.

mod anki;
mod apkg;
mod crowdanki;
mod gift;
mod json;
mod losses;
mod markdown;
mod media;
mod table;
#[cfg(test)]
mod tests;

use crate::model::card::{Card, Part};
use crate::model::deck::Deck;
use crate::model::event::{Action, Uid};
pub use crate::model::losses::{Loss, Losses};
use crate::model::memory::{CardState, Memory};
use crate::model::time::{Day, DayBoundary, Timestamp};
use std::io::{self, Seek, Write};

/// All that goes into one export.
pub struct Book {
    pub volumes: Vec<Volume>,
    /// When the export was asked for.
    pub made: Timestamp,
    /// The study day of `made`.
    pub today: Day,
    /// The day from which other programs count their days: that of the first event or before.
    pub created: Day,
    /// Offset and rollover in force at `made`.
    pub boundary: DayBoundary,
    /// FSRS: the chance of recall at which cards come back.
    pub desired_retention: f32,
    /// FSRS: how the forgetting curve falls, parameter 20, above 0.
    pub decay: f32,
}

/// One deck, reduced to the cards that were selected.
pub struct Volume {
    /// Names of the decks that hold it and its own, outermost first.
    pub name: Vec<String>,
    /// Every card has an id.
    pub deck: Deck,
    /// One for each card of the deck, in the same order.
    pub entries: Vec<Entry>,
    pub media: Vec<Medium>,
}

/// What is known of one card beside its text.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What the program that it came from calls it.
    pub guid: Option<String>,
    /// When its text was last written, if that is known. It must grow when the text changes: other
    /// programs take a text over only where this is later than what they have.
    pub changed: Option<Timestamp>,
    /// The deck's and the card's own.
    pub tags: Vec<String>,
    /// One for each review card that has a state; those that are missing are new.
    pub learned: Vec<Learned>,
}

/// What was learned of one review card.
#[derive(Clone, Debug)]
pub struct Learned {
    pub part: Part,
    pub state: CardState,
    /// In the order of their uids; without those that were taken back, and without the undo.
    pub events: Vec<Lived>,
}

/// One event of a review card.
#[derive(Clone, Debug)]
pub struct Lived {
    pub uid: Uid,
    pub at: Timestamp,
    pub day: Day,
    pub action: Action,
    /// The memory behind it, where it was computed.
    pub memory: Option<Memory>,
}

/// A file beside a deck.
pub struct Medium {
    /// As the texts refer to it: `media/diagram.png`.
    pub path: String,
    /// Fetches its bytes; an error in words.
    pub read: Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>,
}

/// What the learner says of an export, besides the cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// States and answers go along, where the format can hold them.
    pub progress: bool,
}

/// What an export makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    File,
    Folder,
}

/// One format to write.
pub trait Export: Sync {
    /// For `--to`: small letters.
    fn name(&self) -> &'static str;

    /// For the list in the help: `Anki package (.apkg)`.
    fn label(&self) -> &'static str;

    /// Of the file that is made, or of the files in the folder.
    fn extension(&self) -> &'static str;

    fn shape(&self, book: &Book) -> Shape;

    /// Writes the book. Of [`Shape::File`] exactly one file is created, and its path means nothing.
    fn write(&self, book: &Book, options: &Options, out: &mut dyn Output)
    -> Result<Report, String>;
}

/// Where the files of an export go.
pub trait Output {
    /// Begins a file; `path` is relative, with `/` between its parts. The file before is complete.
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Sink + '_>>;
}

/// A file that is being written.
pub trait Sink: Write + Seek {}

impl<T: Write + Seek> Sink for T {}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Cards as decks count them: headings.
    pub n_cards: usize,
    /// Answers and other events of the log.
    pub n_events: usize,
    pub n_media: usize,
    pub losses: Losses,
}

/// All formats, in the order in which the help lists them.
pub const ALL: &[&dyn Export] = &[
    &apkg::Apkg,
    &table::CSV,
    &table::TSV,
    &json::Json,
    &markdown::Markdown,
    &crowdanki::CrowdAnki,
    &gift::Gift,
];

/// Returns the format of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Export> {
    ALL.iter().copied().find(|format| format.name() == name)
}

impl Book {
    pub fn n_cards(&self) -> usize {
        let decks = self.volumes.iter();
        decks.map(|volume| volume.deck.cards.len()).sum()
    }
}

impl Volume {
    /// The cards with what is known of each.
    fn cards(&self) -> impl Iterator<Item = (&Card, &Entry)> {
        self.deck.cards.iter().zip(&self.entries)
    }

    /// `deck id/card id`.
    fn key(&self, card: &Card) -> String {
        let id = card.id.as_deref().unwrap_or_default();
        format!("{}/{id}", self.deck.front.id)
    }
}

impl Entry {
    fn learned(&self, part: Part) -> Option<&Learned> {
        self.learned.iter().find(|learned| learned.part == part)
    }
}

impl Report {
    /// A report of all cards of a book, for a format that holds neither progress nor files nor what
    /// decks say of themselves.
    fn of_texts(book: &Book, options: &Options) -> Report {
        let mut report = Report {
            n_cards: book.n_cards(),
            ..Report::default()
        };
        if options.progress {
            losses::add_progress(book, &mut report.losses);
        }
        losses::add_media(book, &mut report.losses);
        losses::add_fronts(book, &mut report.losses);
        report
    }
}

/// An error of writing in words.
fn unwritten(error: io::Error) -> String {
    format!("cannot write: {error}")
}
