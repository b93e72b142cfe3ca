//! The index of deck text: which decks and cards exist, and where their text stands.
//!
//! Text goes in and out; progress is never touched. A card whose text is gone loses its note and
//! keeps its row, so that its history comes back with it.

use super::cards::bind_state;
use super::many::Many;
use super::{CardRow, Result, Store};
use crate::model::card::{Card, Kind, Part};
use crate::model::chance::stable_hash;
use crate::model::memory::CardState;
use rusqlite::{Connection, OptionalExtension, Statement, named_params, params};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Under which key of the collection the stamp of all deck files is kept. Whatever writes to the
/// index takes it away.
pub const FILES_STAMP: &str = "files_stamp";

/// A deck as the index is to hold it.
#[derive(Clone, Debug)]
pub struct DeckEntry<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub topic: Option<&'a str>,
    pub area: Option<&'a str>,
    pub level: Option<&'a str>,
    pub tags: &'a [String],
    pub licence: Option<&'a str>,
    pub about: &'a str,
    /// Decks of a lower rank give their new cards first.
    pub rank: i64,
    /// `None` for a built-in deck.
    pub path: Option<&'a str>,
    /// Its cards. Those without an id are left out.
    pub cards: Vec<NoteEntry<'a>>,
}

/// A heading of a deck as the index is to hold it.
#[derive(Clone, Debug)]
pub struct NoteEntry<'a> {
    pub card: &'a Card,
    /// Where its own lines start in the file, from 1.
    pub line: usize,
    /// Its own lines, heading first.
    pub source: &'a str,
    /// The review cards that it expands to.
    pub parts: Vec<Part>,
}

/// A deck of the index, for lists.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckRow {
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub topic: Option<String>,
    pub area: Option<String>,
    pub level: Option<String>,
    pub tags: Vec<String>,
    pub licence: Option<String>,
    pub about: String,
    pub path: Option<String>,
    /// Headings.
    pub n_notes: u32,
}

/// A deck file that was read once.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    pub path: String,
    pub size: u64,
    pub modified_ns: i64,
    pub hash: Vec<u8>,
    /// The slug of the deck that it holds.
    pub deck: Option<String>,
    pub fault: Option<String>,
}

/// What is to change in the index.
#[derive(Default)]
pub struct Change<'a> {
    /// Decks and files to take out; first, so that a deck may also come back in another place.
    pub gone_decks: &'a [String],
    pub gone_files: &'a [String],
    pub decks: &'a [DeckEntry<'a>],
    pub files: &'a [FileRow],
    pub meta: &'a [(&'a str, &'a str)],
}

/// Where review cards stand, by their keys.
pub type States<'k> = HashMap<&'k str, CardState>;

/// One heading of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteRow {
    pub slug: String,
    pub line: usize,
    pub source: String,
}

impl Store {
    /// Takes in what changed: decks, and the state of the files that they came from, all or nothing.
    ///
    /// A deck that is already there is replaced; its cards keep their progress by their keys.
    pub fn index(&mut self, change: &Change) -> Result<()> {
        self.index_learned(change, &mut HashMap::new())
    }

    /// The same with states by key of the review card, for those that have no row yet: these are taken
    /// out of `states`. To write them later would write the rows a second time.
    pub fn index_learned(&mut self, change: &Change, states: &mut States) -> Result<()> {
        self.with_cache(32, |store| {
            store.write(|transaction| {
                take_out(transaction, change.gone_decks, change.gone_files)?;
                for deck in change.decks {
                    put_deck(transaction, deck, states)?;
                }
                for file in change.files {
                    put_file(transaction, file)?;
                }
                for (key, value) in change.meta {
                    transaction
                        .execute("insert or replace into meta values (?, ?)", [key, value])?;
                }
                Ok(())
            })
        })
    }

    /// Takes decks out of the index, and files whose content no longer matters.
    pub fn unindex(&mut self, decks: &[String], files: &[String]) -> Result<()> {
        self.write(|transaction| take_out(transaction, decks, files))
    }

    /// All deck files that were read, by path.
    pub fn files(&self) -> Result<Vec<FileRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select path, size, modified_ns, hash, (select slug from deck d where d.id = deck), fault
                     from file order by path",
                )?
                .query_map([], |row| {
                    Ok(FileRow {
                        path: row.get(0)?,
                        size: row.get::<_, i64>(1)? as u64,
                        modified_ns: row.get(2)?,
                        hash: row.get(3)?,
                        deck: row.get(4)?,
                        fault: row.get(5)?,
                    })
                })?
                .collect()
        })
    }

    /// Whether the deck files that were read are exactly these, by path: path, size, time.
    pub fn has_files<'a>(
        &self,
        mut files: impl Iterator<Item = (&'a str, u64, i64)>,
    ) -> Result<bool> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("select path, size, modified_ns from file order by path")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let stamp = (row.get_ref(0)?.as_str()?, row.get(1)?, row.get(2)?);
                let same = files.next().is_some_and(|(path, size, modified_ns)| {
                    (path, size as i64, modified_ns) == stamp
                });
                if !same {
                    return Ok(false);
                }
            }
            Ok(files.next().is_none())
        })
    }

    /// All decks, in the order in which their new cards enter.
    pub fn decks(&self) -> Result<Vec<DeckRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select id, slug, title, topic, area, level, tags, licence, about, path,
                            (select count(*) from note n where n.deck = d.id)
                     from deck d order by rank, id",
                )?
                .query_map([], |row| {
                    Ok(DeckRow {
                        id: row.get(0)?,
                        slug: row.get(1)?,
                        title: row.get(2)?,
                        topic: row.get(3)?,
                        area: row.get(4)?,
                        level: row.get(5)?,
                        tags: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
                        licence: row.get(7)?,
                        about: row.get(8)?,
                        path: row.get(9)?,
                        n_notes: row.get(10)?,
                    })
                })?
                .collect()
        })
    }

    /// The tags of all cards, each once, without those that only decks have.
    pub fn card_tags(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select distinct tag.value from note n, json_each(n.tags) as tag
                     where n.tags <> '[]'",
                )?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// The decks that hold any of these cards.
    pub fn decks_of(&self, cards: &HashSet<CardRow>) -> Result<HashSet<i64>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("select id, deck from card where note is not null")?;
            let mut rows = statement.query([])?;
            let mut decks = HashSet::new();
            while let Some(row) = rows.next()? {
                if cards.contains(&row.get(0)?) {
                    decks.insert(row.get(1)?);
                }
            }
            Ok(decks)
        })
    }

    /// Row, title and area of every deck.
    pub fn deck_areas(&self) -> Result<Vec<(i64, String, Option<String>)>> {
        self.read(|connection| {
            connection
                .prepare("select id, title, area from deck")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
    }

    /// The headings of a deck, in the order of its file.
    pub fn notes(&self, deck: &str) -> Result<Vec<NoteRow>> {
        self.read(|connection| {
            connection
                .prepare(
                    "select n.slug, n.line, n.source from note n join deck d on d.id = n.deck
                     where d.slug = ? order by n.position",
                )?
                .query_map([deck], |row| {
                    Ok(NoteRow {
                        slug: row.get(0)?,
                        line: row.get::<_, i64>(1)? as usize,
                        source: row.get(2)?,
                    })
                })?
                .collect()
        })
    }
}

// By way of the notes: there is no index of cards by deck, and a look at every card for every deck
// would make indexing quadratic.
const NO_FAMILY: &str = "update card set family = null
    where note in (select id from note where deck = ?) and family is not null";

fn take_out(transaction: &Connection, decks: &[String], files: &[String]) -> rusqlite::Result<()> {
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

fn put_file(transaction: &Connection, file: &FileRow) -> rusqlite::Result<()> {
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

fn put_deck(
    transaction: &Connection,
    deck: &DeckEntry,
    states: &mut States,
) -> rusqlite::Result<()> {
    let id: i64 = transaction
        .prepare_cached(include_str!("put_deck.sql"))?
        .query_row(
            named_params! {
                ":slug": deck.slug, ":title": deck.title, ":topic": deck.topic, ":area": deck.area,
                ":level": deck.level, ":tags": serde_json::json!(deck.tags).to_string(),
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
    Many::of(transaction, include_str!("insert_note.sql"))?.put(
        &notes,
        |statement, first, line| line.bind(statement, first, id, deck.level),
        |_| Ok(()),
    )?;
    put_cards(transaction, deck, id, &notes, states)
}

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
        let tags = match card.tags.is_empty() {
            true => Cow::Borrowed("[]"),
            false => serde_json::to_string(&card.tags)
                .expect("strings are JSON")
                .into(),
        };
        statement.raw_bind_parameter(first, self.note)?;
        statement.raw_bind_parameter(first + 1, deck)?;
        statement.raw_bind_parameter(first + 2, &card.id)?;
        statement.raw_bind_parameter(first + 3, self.position)?;
        statement.raw_bind_parameter(first + 4, self.entry.line as i64)?;
        let level = card.level.map(|level| level.name()).or(level);
        statement.raw_bind_parameter(first + 5, level)?;
        statement.raw_bind_parameter(first + 6, kind_name(card))?;
        statement.raw_bind_parameter(first + 7, self.entry.source)?;
        statement.raw_bind_parameter(first + 8, &*tags)
    }
}

/// A review card on its way into the index.
struct CardLine<'k> {
    key: String,
    note: i64,
    family: Option<i64>,
    place: i64,
    learned: Option<(&'k str, CardState)>,
}

impl CardLine<'_> {
    fn bind(&self, statement: &mut Statement, first: usize, deck: i64) -> rusqlite::Result<()> {
        statement.raw_bind_parameter(first, &self.key)?;
        statement.raw_bind_parameter(first + 1, self.note)?;
        statement.raw_bind_parameter(first + 2, deck)?;
        statement.raw_bind_parameter(first + 3, self.family)?;
        statement.raw_bind_parameter(first + 4, self.place)?;
        statement.raw_bind_parameter(first + 5, shuffle(&self.key))?;
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
    let mut cards: Vec<CardLine<'k>> = Vec::with_capacity(notes.len());
    for line in notes {
        let (card, parts) = (line.entry.card, &line.entry.parts);
        let slug = card.id.as_deref().unwrap_or_default();
        for (part_idx, part) in parts.iter().enumerate() {
            let key = [deck.slug, "/", slug, &part.suffix()].concat();
            cards.push(CardLine {
                learned: states.remove_entry(key.as_str()),
                key,
                note: line.note,
                family: (1 < parts.len()).then_some(line.note),
                place: place(deck.rank, deck_id, line.position, part_idx),
            });
        }
    }
    let mut known = transaction.prepare_cached(include_str!("update_card.sql"))?;
    Many::of(transaction, include_str!("insert_card.sql"))?.put(
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
pub(super) const RANK_BITS: i64 = 50;

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
pub(super) fn card_row(transaction: &Connection, key: &str) -> rusqlite::Result<CardRow> {
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
