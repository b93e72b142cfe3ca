//! The database of a package.

use super::super::anki::identity::{FIELD_SIGN, checksum, number, plain};
use super::super::anki::kind::{self, CHANGED, Kind, STYLE};
use super::super::anki::note::{self, Note, Notes};
use super::super::anki::{day_zero, deck_name};
use super::super::media::Media;
use super::super::{Book, Entry, Learned, Options, Report};
use super::schedule::{self, Review};
use rusqlite::{Connection, Statement, params};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Writes all cards of a book into a new database at `path`, and counts them.
pub fn write(
    path: &Path,
    book: &Book,
    media: &Media,
    options: &Options,
    report: &mut Report,
) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    // Nothing is lost with this file: until it is complete it is not there.
    connection.execute_batch(
        "pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;
         pragma locking_mode = exclusive; pragma cache_size = -16384;",
    )?;
    connection.execute_batch(include_str!("schema.sql"))?;
    connection.execute_batch("begin")?;
    let decks = fill(&connection, book, media, options, report)?;
    insert_col(&connection, book, decks)?;
    connection.execute_batch(include_str!("indexes.sql"))?;
    connection.execute_batch("commit")
}

/// Writes notes, cards and log; returns the decks.
fn fill(
    connection: &Connection,
    book: &Book,
    media: &Media,
    options: &Options,
    report: &mut Report,
) -> rusqlite::Result<Map<String, Value>> {
    let mut rows = Rows {
        book,
        options,
        note: connection.prepare(include_str!("insert_note.sql"))?,
        card: connection.prepare(include_str!("insert_card.sql"))?,
        n_notes: 0,
        n_cards: 0,
        first_id: day_zero(book) * 1000,
        reviews: Vec::with_capacity(n_events(book, options)),
    };
    let mut decks = Map::new();
    decks.insert("1".to_string(), deck(1, "Default", ""));
    let mut ids = Vec::with_capacity(book.volumes.len());
    for (idx, volume) in book.volumes.iter().enumerate() {
        let notes = Notes::new(book, volume, media.names(idx));
        let name = deck_name(&volume.name);
        // For Anki `A` and `a` are one deck.
        let id = number(&name.to_lowercase());
        let about = notes.about(&name);
        notes.tell_missing(&volume.deck.front.id, report);
        decks
            .entry(id.to_string())
            .or_insert_with(|| deck(id, &name, &about));
        ids.push(id);
    }
    note::each(book, media, |made| {
        let volume = &book.volumes[made.volume];
        for note in &made.notes {
            rows.insert(note, ids[made.volume], &volume.entries[made.card])?;
        }
        made.tell_missing(volume, report);
        report.n_cards += 1;
        Ok::<_, rusqlite::Error>(())
    })?;
    let mut reviews = rows.reviews;
    schedule::in_order(&mut reviews);
    report.n_events = reviews.len();
    insert_reviews(connection, &reviews)?;
    Ok(decks)
}

fn n_events(book: &Book, options: &Options) -> usize {
    let entries = book.volumes.iter().flat_map(|volume| &volume.entries);
    let learned = entries.flat_map(|entry| &entry.learned);
    match options.progress {
        true => learned.map(|learned| learned.events.len()).sum(),
        false => 0,
    }
}

struct Rows<'c> {
    book: &'c Book,
    options: &'c Options,
    note: Statement<'c>,
    card: Statement<'c>,
    n_notes: i64,
    n_cards: i64,
    first_id: i64,
    reviews: Vec<Review>,
}

impl Rows<'_> {
    fn insert(&mut self, note: &Note, deck: i64, entry: &Entry) -> rusqlite::Result<()> {
        let id = self.first_id + self.n_notes;
        self.n_notes += 1;
        let first = plain(&note.fields[0]);
        let tags = match note.tags.is_empty() {
            true => String::new(),
            false => format!(" {} ", note.tags.join(" ")),
        };
        self.note.execute(params![
            id,
            note.guid,
            note.kind.id(),
            note.changed,
            tags,
            note.fields.join(FIELD_SIGN),
            first,
            checksum(&first),
        ])?;
        for (ord, part) in &note.cards {
            let learned = entry.learned(*part).filter(|_| self.options.progress);
            self.insert_card(id, deck, *ord, learned)?;
        }
        Ok(())
    }

    fn insert_card(
        &mut self,
        note: i64,
        deck: i64,
        ord: u32,
        learned: Option<&Learned>,
    ) -> rusqlite::Result<()> {
        let id = self.first_id + self.n_cards;
        self.n_cards += 1;
        let row = match learned {
            Some(learned) => schedule::standing(learned, self.n_cards, self.book),
            None => schedule::new(self.n_cards),
        };
        self.card.execute(params![
            id,
            note,
            deck,
            ord,
            self.book.made.0.div_euclid(1000),
            row.kind,
            row.queue,
            row.due,
            row.ivl,
            row.factor,
            row.reps,
            row.lapses,
            row.left,
            row.flags,
            row.data,
        ])?;
        if let Some(learned) = learned {
            schedule::reviews(learned, id, self.book, &mut self.reviews);
        }
        Ok(())
    }
}

fn insert_reviews(connection: &Connection, reviews: &[Review]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare(include_str!("insert_review.sql"))?;
    for row in reviews {
        insert.execute(params![
            row.id,
            row.card,
            row.ease,
            row.ivl,
            row.last_ivl,
            row.factor,
            row.time,
            row.kind,
        ])?;
    }
    Ok(())
}

fn insert_col(
    connection: &Connection,
    book: &Book,
    decks: Map<String, Value>,
) -> rusqlite::Result<()> {
    let conf = json!({
        "schedVer": 2, "sched2021": true, "fsrs": true,
        "creationOffset": -book.boundary.utc_offset_minutes,
        "localOffset": -book.boundary.utc_offset_minutes,
        "rollover": book.boundary.rollover_hour,
        "nextPos": book.n_cards() + 1, "curDeck": 1, "activeDecks": [1],
    });
    let models: Map<String, Value> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.id().to_string(), model(kind)))
        .collect();
    let insert = include_str!("insert_col.sql");
    connection.execute(
        insert,
        params![
            day_zero(book),
            book.made.0,
            conf.to_string(),
            Value::Object(models).to_string(),
            Value::Object(decks).to_string(),
            json!({ "1": preset() }).to_string(),
        ],
    )?;
    Ok(())
}

fn model(kind: Kind) -> Value {
    json!({
        "id": kind.id(), "name": kind.name(), "type": i32::from(kind.is_cloze()),
        "mod": CHANGED, "usn": -1, "sortf": 0, "did": null,
        "flds": kind::fields(kind), "tmpls": kind::templates(kind), "css": STYLE,
        "latexPre": "", "latexPost": "", "latexsvg": false, "req": [], "tags": [], "vers": [],
    })
}

fn deck(id: i64, name: &str, about: &str) -> Value {
    json!({
        "id": id, "name": name, "mod": CHANGED, "usn": -1, "desc": about, "dyn": 0, "conf": 1,
        "collapsed": false, "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    })
}

/// The preset that every collection has.
fn preset() -> Value {
    json!({
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true,
        "timer": 0, "replayq": true, "dyn": false,
        "new": {
            "bury": true, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0],
            "order": 1, "perDay": 20,
        },
        "rev": {
            "bury": true, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
            "hardFactor": 1.2,
        },
        "lapse": {
            "delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0,
        },
    })
}
