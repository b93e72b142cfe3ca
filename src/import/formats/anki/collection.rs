//! Notes of a collection with their cards, decks and histories: what is to become of them is
//! said by the caller.
//!
//! The card rows are the truth: which cards of a note exist is not guessed from templates. What
//! cannot be read is refused by note or counted; the rest is read on.

use super::database::{Card, Database, Deck, Facts, Log, NoteRow};
use super::history::known;
use super::notes::{Names, Note, NoteCard, NoteType};
use crate::import::draft::{DeckFacts, Fault, Harvest, History};
use crate::import::format::Options;
use crate::import::text::html::{self, Page};
use crate::import::untrusted::Wrong;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is read of one collection, and whom it is told to.
struct Reading<'r> {
    /// `deck.apkg`.
    path: &'r str,
    facts: Facts,
    /// By note and template.
    cards: Vec<Card>,
    /// Cards of notes that were read already.
    n_read: usize,
    log: Log,
    /// How many rows of the log belong to cards that are there.
    n_answers: usize,
    /// Decks that hold a card, by id.
    used: BTreeSet<i64>,
    n_notes: usize,
    options: &'r Options<'r>,
    harvest: &'r mut Harvest,
    take: &'r mut Take<'r>,
}

/// What is done with each note.
pub type Take<'t> = dyn FnMut(Note, &NoteType, &Options, &mut Harvest) + 't;

/// Hands all notes to `take`. `path` is the file as shown, errors are about the collection as a whole.
pub fn read<'r>(
    database: &Database,
    path: &'r str,
    options: &'r Options,
    harvest: &'r mut Harvest,
    take: &'r mut Take<'r>,
) -> Result<(), Wrong> {
    let facts = database.facts()?;
    refuse_stub(database)?;
    let (cards, broken) = database.cards(options.progress)?;
    for card in broken {
        let place = format!("{path}: card {card}");
        harvest
            .losses
            .add("cards whose rows cannot be read are left out", place);
    }
    // At once, since a list that grows is copied again and again; few notes make more drafts than cards.
    harvest.drafts.reserve(cards.len());
    let log = match options.progress {
        true => database.log()?,
        false => Log::default(),
    };
    let mut reading = Reading {
        path,
        facts,
        cards,
        n_read: 0,
        log,
        n_answers: 0,
        used: BTreeSet::new(),
        n_notes: 0,
        options,
        harvest,
        take,
    };
    database.notes(|row| reading.note(row))?;
    reading.finish();
    Ok(())
}

/// What the only note of a `collection.anki2` says that stands beside a newer collection.
const STUBS: [&str; 2] = [
    "Please update to the latest Anki version",
    "This file requires a newer version of Anki",
];

fn refuse_stub(database: &Database) -> Result<(), Wrong> {
    let note = database.only_note()?.unwrap_or_default();
    if STUBS.iter().any(|stub| note.starts_with(stub)) {
        let what = "its only note is Anki's request to update: the collection itself is missing";
        return Err(Wrong::new(what, "export it again from Anki"));
    }
    Ok(())
}

impl Reading<'_> {
    fn note(&mut self, row: Result<NoteRow, i64>) -> Result<(), Wrong> {
        let limits = self.options.limits;
        self.n_notes += 1;
        if limits.notes < self.n_notes {
            let what = format!("it has more than {} notes", limits.notes);
            return Err(Wrong::new(what, "raise `--max-notes`"));
        }
        let row = match row {
            Ok(row) => row,
            Err(id) => {
                let fault = Fault::new(
                    format!("{}: note id {id}", self.path),
                    "its row is not of text and numbers, or not UTF-8",
                    "repair it with Anki's \"Check Database\"",
                );
                self.refuse(fault, None);
                self.cards_of(id);
                return Ok(());
            }
        };
        let cards = self.cards_of(row.id);
        let place = self.place(
            &row,
            self.cards.get(cards.start).filter(|_| !cards.is_empty()),
        );
        match self.checked(&row, cards, &place) {
            Ok(note) => self.hand_on(row.kind, Note { place, ..note }),
            Err(wrong) => self.refuse(wrong.at(place), Some(row.guid)),
        }
        Ok(())
    }

    /// Counts a note that is not handed on.
    fn refuse(&mut self, fault: Fault, guid: Option<&str>) {
        self.harvest.n_notes += 1;
        self.harvest.refuse(fault, guid);
    }

    fn hand_on(&mut self, kind: i64, note: Note) {
        if let Some(kind) = self.facts.note_types.get(&kind) {
            (self.take)(note, kind, self.options, self.harvest);
        }
    }

    /// Where the cards of a note are; those before them belong to no note.
    fn cards_of(&mut self, note: i64) -> std::ops::Range<usize> {
        let rest = &self.cards[self.n_read..];
        let start = self.n_read + rest.iter().take_while(|card| card.note < note).count();
        for card in &self.cards[self.n_read..start] {
            let place = format!("{}: card {}", self.path, card.id);
            self.harvest.losses.add(ORPHAN, place);
        }
        let own = self.cards[start..]
            .iter()
            .take_while(|card| card.note == note);
        let end = start + own.count();
        self.n_read = end;
        start..end
    }

    /// `deck.apkg: note e+/O]%*qfk (HTTP)`.
    fn place(&self, row: &NoteRow, first: Option<&Card>) -> String {
        let deck = first.and_then(|card| self.facts.decks.get(&self.home(card)));
        let deck = deck.and_then(|deck| deck.name.last());
        let guid = match row.guid {
            "" => format!("id {}", row.id).into(),
            guid => shortened(guid),
        };
        let note = [self.path, ": note ", &*guid];
        match deck {
            Some(deck) => [&note[..], &[" (", &*shortened(deck), ")"]]
                .concat()
                .concat(),
            None => note.concat(),
        }
    }

    /// The deck where a card is at home, if a filtered one has borrowed it.
    fn home(&self, card: &Card) -> i64 {
        let deck = self.facts.decks.get(&card.deck);
        match card.home != 0 && deck.is_none_or(|deck| deck.is_filtered) {
            true => card.home,
            false => card.deck,
        }
    }

    fn checked(
        &mut self,
        row: &NoteRow,
        cards: std::ops::Range<usize>,
        place: &str,
    ) -> Result<Note, Wrong> {
        let fields = self.fields(row)?;
        let mut kept: Vec<NoteCard> = Vec::with_capacity(cards.len());
        for idx in cards {
            // Each is looked at once.
            let schedule = self.cards[idx].schedule.take();
            let card = Card {
                schedule,
                ..self.cards[idx]
            };
            if kept.last().is_some_and(|last| last.ord == card.ord) {
                let what = "cards that stand twice are taken once";
                self.harvest.losses.add(what, place);
                continue;
            }
            kept.push(NoteCard {
                ord: card.ord,
                deck: self.deck(&card, place)?,
                history: self.history(&card, place),
            });
        }
        let deck = kept.first().map(|card| card.deck.clone());
        Ok(Note {
            guid: row.guid.to_string(),
            fields,
            tags: row.tags.split_whitespace().map(str::to_string).collect(),
            deck: deck.unwrap_or_default(),
            cards: Some(kept),
            ..Note::default()
        })
    }

    /// The fields, as many as the note type has and none too long.
    fn fields(&self, row: &NoteRow) -> Result<Vec<String>, Wrong> {
        let repair = "repair it with Anki's \"Check Database\"";
        let kind = self.facts.note_types.get(&row.kind);
        let kind = kind.ok_or_else(|| Wrong::new("its note type is not there", repair))?;
        let n_fields = row.fields.split('\x1f').count();
        if n_fields != kind.fields.len() {
            let NoteType { name, fields, .. } = kind;
            let (name, wanted) = (shortened(name), fields.len());
            let what = format!("it has {n_fields} fields, its note type `{name}` has {wanted}");
            return Err(Wrong::new(what, repair));
        }
        let most = self.options.limits.field_bytes;
        for (field, name) in row.fields.split('\x1f').zip(&kind.fields) {
            if most < field.len() {
                let name = shortened(name);
                let what = format!(
                    "field `{name}` has {} bytes, at most {most} are read",
                    field.len()
                );
                return Err(Wrong::new(what, "raise `--max-field`"));
            }
        }
        Ok(row.fields.split('\x1f').map(str::to_string).collect())
    }

    fn deck(&mut self, card: &Card, place: &str) -> Result<Names, Wrong> {
        let id = self.home(card);
        let Some(deck) = self.facts.decks.get(&id) else {
            let what = "cards whose deck is not there go to the deck of the file";
            self.harvest.losses.add(what, place);
            return Ok(Names::default());
        };
        check_name(&deck.name, self.options)?;
        self.used.insert(id);
        Ok(deck.name.clone())
    }

    /// What was learned; `None` where nothing is known.
    fn history(&mut self, card: &Card, place: &str) -> Option<History> {
        let schedule = card.schedule.as_ref()?;
        let answers = self.log.of(card.id);
        self.n_answers += answers.len();
        let known = known(schedule, answers, &self.facts.clock, self.options.local);
        for what in known.lost {
            self.harvest.losses.add(what, place);
        }
        (known.history != History::default()).then_some(known.history)
    }

    /// Counts what belonged to nothing, and keeps what decks say of themselves.
    fn finish(mut self) {
        self.cards_of(i64::MAX);
        for row in &self.log.broken {
            let place = format!("{}: revlog {row}", self.path);
            self.harvest
                .losses
                .add("answers that cannot be read are left out", place);
        }
        for _ in self.n_answers..self.log.answers.len() {
            let place = format!("{}: revlog", self.path);
            self.harvest
                .losses
                .add("answers to cards that are gone are left out", place);
        }
        for deck in self.used.iter().filter_map(|id| self.facts.decks.get(id)) {
            if let Some(about) = about(deck, self.options) {
                self.harvest
                    .decks
                    .push(DeckFacts::of_about(deck.name.to_vec(), &about));
            }
        }
    }
}

const ORPHAN: &str = "cards without a note are left out";

/// Bytes of a deck's whole name at the most.
const DECK_NAME_MAX: usize = 4096;

fn check_name(name: &[String], options: &Options) -> Result<(), Wrong> {
    let most = options.limits.deck_levels;
    if most < name.len() {
        let what = format!(
            "its deck is {} levels deep, at most {most} are read",
            name.len()
        );
        return Err(Wrong::new(what, "raise `--max-deck-levels`"));
    }
    let bytes: usize = name.iter().map(String::len).sum();
    if DECK_NAME_MAX < bytes {
        let what = format!("its deck's name has {bytes} bytes, at most {DECK_NAME_MAX} are read");
        return Err(Wrong::new(what, "shorten it in Anki"));
    }
    Ok(())
}

/// What a deck says of itself, as Markdown. One that cannot be converted is no reason for a fault.
fn about(deck: &Deck, options: &Options) -> Option<String> {
    if options.limits.field_bytes < deck.about.len() {
        return None;
    }
    let page = Page {
        is_markdown: deck.about_is_markdown,
        ..Page::default()
    };
    let read = html::read(&deck.about, page, &options.limits).ok()?;
    let about = read.markdown.trim();
    (!about.is_empty()).then(|| about.to_string())
}

/// Characters of a name in a place at the most.
const SHOWN: usize = 60;

fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &name[..end]).into(),
        None => name.into(),
    }
}
