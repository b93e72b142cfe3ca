//! The index of deck text: which decks and cards exist, and where their text stands.
//!
//! Text goes in and out; progress is never touched. A card whose text is gone loses its note and
//! keeps its row, so that its history comes back with it.

mod write;

pub use write::kind_name;
pub(super) use write::{RANK_BITS, card_row};

use super::{CardRow, Result, Store};
use crate::model::card::Card;
use crate::model::map::Map;
use crate::model::memory::CardState;
use std::borrow::Cow;
use std::collections::HashSet;
use write::{put_deck, put_file, take_out};

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
    /// Its own tags, by [`tags_column`].
    pub tags: Cow<'a, str>,
    /// Keys of the review cards that it expands to.
    pub keys: Cow<'a, [String]>,
}

/// Tags as the index has them: a JSON array.
pub fn tags_column(tags: &[String]) -> String {
    serde_json::to_string(tags).expect("strings are JSON")
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
pub type States<'k> = Map<&'k str, CardState>;

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
        self.index_learned(change, &mut States::default())
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
