//! Decks and their cards on their way into the index.

use super::{DeckEntry, FILES_STAMP, FileRow, NoteEntry, States, tags_column};
use crate::model::card::{Card, Kind};
use crate::model::chance::stable_hash;
use crate::model::memory::CardState;
use crate::store::CardRow;
use crate::store::cards::bind_state;
use crate::store::many::{Many, unchecked};
use rusqlite::{Connection, OptionalExtension, Statement, named_params, params};

// By way of the notes: there is no index of cards by deck, and a look at every card for every deck
// would make indexing quadratic.
const NO_FAMILY: &str = "update card set family = null
    where note in (select id from note where deck = ?) and family is not null";

pub(super) fn take_out(
    transaction: &Connection,
    decks: &[String],
    files: &[String],
) -> rusqlite::Result<()> {
    transaction.execute("delete from meta where key = ?", [FILES_STAMP])?;
    for slug in decks {
        let id: Option<i64> = transaction
            .query_row("select id from deck where slug = ?", [slug], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(id) = id {
            transaction.execute(NO_FAMILY, [id])?;
            transaction.execute("delete from deck where id = ?", [id])?;
        }
    }
    for path in files {
        transaction.execute("delete from file where path = ?", [path])?;
    }
    Ok(())
}

pub(super) fn put_file(transaction: &Connection, file: &FileRow) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "insert or replace into file (path, size, modified_ns, hash, deck, fault)
             values (?, ?, ?, ?, (select id from deck where slug = ?), ?)",
        )?
        .execute(params![
            file.path,
            file.size as i64,
            file.modified_ns,
            file.hash,
            file.deck,
            file.fault
        ])?;
    Ok(())
}

pub(super) fn put_deck(
    transaction: &Connection,
    deck: &DeckEntry,
    states: &mut States,
) -> rusqlite::Result<()> {
    let id: i64 = transaction
        .prepare_cached(include_str!("../put_deck.sql"))?
        .query_row(
            named_params! {
                ":slug": deck.slug, ":title": deck.title, ":topic": deck.topic, ":area": deck.area,
                ":level": deck.level, ":tags": tags_column(deck.tags),
                ":licence": deck.licence, ":about": deck.about, ":rank": deck.rank, ":path": deck.path,
            },
            |row| row.get(0),
        )?;
    // Cards that are no longer in the text lose their note by the foreign key.
    transaction.prepare_cached(NO_FAMILY)?.execute([id])?;
    transaction
        .prepare_cached("delete from note where deck = ?")?
        .execute([id])?;
    let last = "select coalesce(max(id), 0) from note";
    let last: i64 = transaction
        .prepare_cached(last)?
        .query_row([], |row| row.get(0))?;
    let has_id = |(_, entry): &(usize, &NoteEntry)| entry.card.id.is_some();
    let notes = deck.cards.iter().enumerate().filter(has_id).zip(last + 1..);
    let notes: Vec<NoteLine> = notes
        .map(|((position, entry), note)| NoteLine {
            note,
            position: position as i64,
            entry,
        })
        .collect();
    let mut put = || {
        Many::of(transaction, include_str!("../insert_note.sql"))?.put(
            &notes,
            |statement, first, line| line.bind(statement, first, id, deck.level),
            |_| Ok(()),
        )?;
        let last = notes.last().map(|line| line.note);
        debug_assert!(last.is_none_or(|last| last == transaction.last_insert_rowid()));
        put_cards(transaction, deck, id, &notes, states)
    };
    match FEW < notes.len() {
        true => unchecked(transaction, put),
        false => put(),
    }
}

/// Headings of a deck up to which their references are looked at: without, all statements are made anew.
const FEW: usize = 200;

/// A heading on its way into the index.
struct NoteLine<'n> {
    note: i64,
    position: i64,
    entry: &'n NoteEntry<'n>,
}

impl NoteLine<'_> {
    fn bind(
        &self,
        statement: &mut Statement,
        first: usize,
        deck: i64,
        level: Option<&str>,
    ) -> rusqlite::Result<()> {
        let card = self.entry.card;
        statement.raw_bind_parameter(first, deck)?;
        statement.raw_bind_parameter(first + 1, &card.id)?;
        statement.raw_bind_parameter(first + 2, self.position)?;
        statement.raw_bind_parameter(first + 3, self.entry.line as i64)?;
        let level = card.level.map(|level| level.name()).or(level);
        statement.raw_bind_parameter(first + 4, level)?;
        statement.raw_bind_parameter(first + 5, kind_name(card))?;
        statement.raw_bind_parameter(first + 6, self.entry.source)?;
        statement.raw_bind_parameter(first + 7, &*self.entry.tags)
    }
}

/// A review card on its way into the index.
struct CardLine<'n, 'k> {
    key: &'n str,
    note: i64,
    family: Option<i64>,
    place: i64,
    learned: Option<(&'k str, CardState)>,
}

impl CardLine<'_, '_> {
    fn bind(&self, statement: &mut Statement, first: usize, deck: i64) -> rusqlite::Result<()> {
        statement.raw_bind_parameter(first, self.key)?;
        statement.raw_bind_parameter(first + 1, self.note)?;
        statement.raw_bind_parameter(first + 2, deck)?;
        statement.raw_bind_parameter(first + 3, self.family)?;
        statement.raw_bind_parameter(first + 4, self.place)?;
        statement.raw_bind_parameter(first + 5, shuffle(self.key))?;
        match &self.learned {
            Some((_, state)) => bind_state(statement, first + 6, state),
            None => bind_state(statement, first + 6, &CardState::default()),
        }
    }
}

/// Gives the headings of a deck their review cards. One that has a row already keeps its progress.
fn put_cards<'k>(
    transaction: &Connection,
    deck: &DeckEntry,
    deck_id: i64,
    notes: &[NoteLine],
    states: &mut States<'k>,
) -> rusqlite::Result<()> {
    let mut cards: Vec<CardLine> = Vec::with_capacity(notes.len());
    for line in notes {
        let keys = &line.entry.keys;
        for (part_idx, key) in keys.iter().enumerate() {
            cards.push(CardLine {
                learned: states.remove_entry(key.as_str()),
                key,
                note: line.note,
                family: (1 < keys.len()).then_some(line.note),
                place: place(deck.rank, deck_id, line.position, part_idx),
            });
        }
    }
    let mut known = transaction.prepare_cached(include_str!("../update_card.sql"))?;
    Many::of(transaction, include_str!("../insert_card.sql"))?.put(
        &cards,
        |statement, first, card| card.bind(statement, first, deck_id),
        // Some of them have rows.
        |cards| {
            for card in cards {
                known.execute(params![
                    card.note,
                    deck_id,
                    card.family,
                    card.place,
                    card.key
                ])?;
                states.extend(card.learned.clone());
            }
            Ok(())
        },
    )
}

/// Where the rank begins in a card's place.
pub(in crate::store) const RANK_BITS: i64 = 50;

/// Packs rank (13 bits), deck (18), position (22) and part (10) so that they sort as written.
fn place(rank: i64, deck: i64, position: i64, part_idx: usize) -> i64 {
    let part = (part_idx as i64).min(0x3ff);
    rank.clamp(0, 0x1fff) << RANK_BITS
        | deck.min(0x3_ffff) << 32
        | position.min(0x3f_ffff) << 10
        | part
}

/// A stable hash of the key folded to 31 bits: the order among cards of one due day.
fn shuffle(key: &str) -> i64 {
    let hash = stable_hash(key);
    ((hash ^ hash >> 32) & 0x7fff_ffff) as i64
}

/// The word by which selectors and lists call a card's kind.
pub fn kind_name(card: &Card) -> &'static str {
    match card.kind {
        Kind::Basic if !card.choices.is_empty() => "choices",
        Kind::Basic => "basic",
        Kind::Cloze => "cloze",
        Kind::Typed { .. } => "typed",
        Kind::Number { .. } => "number",
        Kind::Order { .. } => "order",
        Kind::Open { .. } => "open",
    }
}

/// Makes sure that a card of that key has a row, also where no deck holds its text.
pub(in crate::store) fn card_row(transaction: &Connection, key: &str) -> rusqlite::Result<CardRow> {
    let found = transaction
        .prepare_cached("select id from card where key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(row) = found {
        return Ok(row);
    }
    transaction
        .prepare_cached("insert into card (key, shuffle) values (?, ?)")?
        .execute(params![key, shuffle(key)])?;
    Ok(transaction.last_insert_rowid())
}
