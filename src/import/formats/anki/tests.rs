//! Whole packages: the community's with the counts that Anki gives them, and small ones made here.

mod properties;

use super::collection::Take;
use super::database::Log;
use super::format::{Anki, read_with};
use super::notes::{Note, NoteType};
use super::package::Package;
use crate::import::draft::{Content, Harvest};
use crate::import::file::File;
use crate::import::file::tests::Shelf;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::model::time::{DayBoundary, Timestamp};
use rusqlite::Connection;
use rusqlite::serialize::Data;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What came of a file.
pub struct Outcome {
    pub read: Result<(), String>,
    pub notes: Vec<(Note, NoteType)>,
    pub harvest: Harvest,
}

impl Outcome {
    pub fn refused(&self) -> Vec<String> {
        let refused = self.harvest.refused.iter();
        refused.map(|fault| fault.to_string()).collect()
    }

    pub fn losses(&self) -> Vec<(usize, &str)> {
        let losses = self.harvest.losses.all().iter();
        losses
            .map(|loss| (loss.count, loss.what.as_str()))
            .collect()
    }

    /// The fields of all notes, with ` | ` between them.
    pub fn fields(&self) -> Vec<String> {
        let notes = self.notes.iter();
        notes.map(|(note, _)| note.fields.join(" | ")).collect()
    }

    pub fn media(&self) -> BTreeSet<&str> {
        let media = self.harvest.media.iter();
        media.map(|medium| medium.name.as_str()).collect()
    }

    /// What the medium of that name holds.
    pub fn fetched(&self, name: &str) -> Result<Vec<u8>, String> {
        let medium = self.harvest.media.iter().find(|medium| medium.name == name);
        match &medium.unwrap().content {
            Content::Lazy(fetch) => fetch(),
            _ => panic!("media of packages are fetched"),
        }
    }
}

pub fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

pub fn options(progress: bool, limits: Limits) -> Options<'static> {
    Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress,
        limits,
        local: &utc,
    }
}

pub fn read_as(name: &str, bytes: &[u8], progress: bool, limits: Limits) -> Outcome {
    let shelf = Shelf::default();
    let file = File {
        path: name,
        bytes,
        beside: &shelf,
    };
    let mut harvest = Harvest::default();
    let mut notes = Vec::new();
    let take: &mut Take = &mut |note, kind: &NoteType, _, _| notes.push((note, kind.clone()));
    let read = read_with(&file, &options(progress, limits), &mut harvest, take);
    Outcome {
        read: read.map_err(|fault| fault.to_string()),
        notes,
        harvest,
    }
}

pub fn read(bytes: &[u8]) -> Outcome {
    read_as("a.apkg", bytes, true, Limits::default())
}

/// A zip of these entries.
pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A package of the first generation.
pub fn package(collection: &[u8]) -> Vec<u8> {
    zipped(&[("collection.anki2", collection), ("media", b"{}")])
}

/// The tables of schema 11, one note type, one deck.
const SCHEMA: &str = r#"
    create table col (id integer primary key, crt integer not null, mod integer, scm integer,
        ver integer not null, dty integer, usn integer, ls integer, conf text, models text,
        decks text, dconf text, tags text);
    create table notes (id integer primary key, guid text not null, mid integer not null,
        mod integer not null, usn integer not null, tags text not null, flds text not null,
        sfld integer not null, csum integer not null, flags integer, data text);
    create table cards (id integer primary key, nid integer not null, did integer not null,
        ord integer not null, mod integer, usn integer, type integer not null,
        queue integer not null, due integer not null, ivl integer not null,
        factor integer not null, reps integer not null, lapses integer not null, left integer,
        odue integer not null, odid integer not null, flags integer not null, data text not null);
    create table revlog (id integer primary key, cid integer not null, usn integer,
        ease integer not null, ivl integer not null, lastIvl integer not null,
        factor integer not null, time integer not null, type integer not null);
    insert into col values (1, 1763611200, 0, 0, 11, 0, 0, 0,
        '{"creationOffset": 0, "schedVer": 2}',
        '{"7": {"name": "Basic", "type": 0, "css": "", "flds": [{"name": "Front"}, {"name": "Back"}],
            "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}]}}',
        '{"1": {"name": "Net::HTTP"}, "2": {"name": "Cram", "dyn": 1}}', '{}', '{}');
"#;

/// A note and its card, both of that number.
pub fn note(id: u32, fields: &str) -> String {
    format!(
        "insert into notes values ({id}, 'g{id}', 7, 0, 0, ' a b::c ', '{fields}', 0, 0, 0, '');
         insert into cards values ({id}, {id}, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '');"
    )
}

/// A collection of schema 11, with what else `sql` makes of it.
pub fn collection(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    connection.execute_batch(sql).unwrap();
    match connection.serialize(rusqlite::MAIN_DB).unwrap() {
        Data::Shared(data) => data.to_vec(),
        Data::Owned(data) => data.to_vec(),
    }
}

pub const FRONT_BACK: &str = "front\u{1f}back";

macro_rules! community {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../../../tests/data/community/apkg/", $name)),
        )
    };
}

const COMMUNITY: [(&str, &[u8]); 11] = [
    community!("backend-sampler.anki21.apkg"),
    community!("backend-sampler.anki21b.apkg"),
    community!("backend-sampler.colpkg"),
    community!("backend-sampler.edition2.anki21b.apkg"),
    community!("backend-sampler.genanki.anki2.apkg"),
    community!("backend-sampler.with-scheduling.anki21b.apkg"),
    community!("oo-design.anki2.apkg"),
    community!("system-design-exercises.anki2.apkg"),
    community!("system-design.anki2.apkg"),
    community!("system-design.reexport.anki21.apkg"),
    community!("system-design.reexport.anki21b.apkg"),
];

fn count<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// The queues of the cards and the length of the log, as the database has them.
fn scheduled(name: &str, bytes: &[u8]) -> (BTreeMap<String, u64>, Log) {
    let shelf = Shelf::default();
    let file = File {
        path: name,
        bytes,
        beside: &shelf,
    };
    let mut package = Package::open(&file, &Limits::default()).unwrap();
    let database = package.collection(&Limits::default()).unwrap();
    let (cards, broken) = database.cards(true).unwrap();
    assert!(broken.is_empty());
    let queues = cards
        .iter()
        .map(|card| card.schedule.as_ref().unwrap().queue.to_string());
    (count(queues), database.log().unwrap())
}

#[test]
fn the_communitys_packages_have_what_anki_finds_in_them() {
    let expected = include_str!("../../../../tests/data/community/EXPECTED.json");
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    for (name, bytes) in COMMUNITY {
        let expected = &expected[format!("apkg/{name}")];
        let outcome = read_as(name, bytes, true, Limits::default());
        assert_eq!(outcome.read, Ok(()), "{name}");
        assert_eq!((outcome.refused(), outcome.losses()), (vec![], vec![]));
        let notes = || outcome.notes.iter();
        let cards = || notes().flat_map(|(note, _)| note.cards.iter().flatten());
        let empty = notes().filter(|(note, _)| note.cards.as_ref().is_some_and(Vec::is_empty));
        let (queues, log) = scheduled(name, bytes);
        let tags: BTreeSet<&String> = notes().flat_map(|(note, _)| &note.tags).collect();
        let found = serde_json::json!({
            "notes": notes().count(),
            "cards": cards().count(),
            "cards_by_deck": count(cards().map(|card| card.deck.join("::"))),
            "notes_by_notetype": count(notes().map(|(_, kind)| kind.name.clone())),
            "notes_without_cards": empty.count(),
            "queues": queues,
            "revlog": log.answers.len(),
            "tags": tags,
        });
        for (key, found) in found.as_object().unwrap() {
            assert_eq!(*found, expected[key], "{name}: {key}");
        }
        let media = expected["media"].as_array().unwrap().iter();
        assert_eq!(
            outcome.media(),
            media.map(|name| name.as_str().unwrap()).collect()
        );
        assert!(
            outcome
                .media()
                .iter()
                .all(|name| outcome.fetched(name).is_ok())
        );
    }
}

#[test]
fn the_same_deck_is_the_same_from_all_generations() {
    let of = |name: &str| {
        let (_, bytes) = COMMUNITY.iter().find(|(known, _)| *known == name).unwrap();
        let outcome = read(bytes);
        let facts = outcome.notes.into_iter().map(|(note, kind)| {
            let decks: Vec<_> = note
                .cards
                .into_iter()
                .flatten()
                .map(|card| card.deck)
                .collect();
            (note.guid, note.fields, note.tags, decks, kind.templates)
        });
        facts.collect::<Vec<_>>()
    };
    let second = of("backend-sampler.anki21.apkg");
    assert_eq!(of("backend-sampler.anki21b.apkg"), second);
    assert!(second.iter().all(|(.., templates)| !templates.is_empty()));
}

#[test]
fn a_medium_is_fetched_as_it_was_packed() {
    let (_, first) = COMMUNITY[4];
    let (_, latest) = COMMUNITY[1];
    let fetched = |bytes: &[u8]| read(bytes).fetched("btree diagram.svg").unwrap();
    assert!(fetched(first).starts_with(b"<svg"));
    assert_eq!(fetched(first), fetched(latest));
}

#[test]
fn progress_comes_only_where_it_is_asked_for() {
    let (name, bytes) = COMMUNITY[5];
    let known = |progress| {
        let outcome = read_as(name, bytes, progress, Limits::default());
        let cards = outcome
            .notes
            .into_iter()
            .flat_map(|(note, _)| note.cards.unwrap());
        cards.filter_map(|card| card.history).collect::<Vec<_>>()
    };
    assert_eq!(known(false), []);
    let known = known(true);
    let due = known.iter().filter_map(|history| history.standing?.due);
    // 2026-11-20 is day 0; five in learning today, one on day 3, two on day 5.
    let days = count(due.map(|day| day.0 - 20_777));
    assert_eq!(days, BTreeMap::from([(0, 5), (3, 1), (5, 2)]));
    let answers: usize = known.iter().map(|history| history.past.len()).sum();
    let suspended = known.iter().filter(|history| history.suspended).count();
    let flagged = known.iter().filter(|history| history.flagged).count();
    assert_eq!((answers, suspended, flagged), (6, 1, 1));
}

#[test]
fn a_log_beside_a_bare_collection_is_counted_as_not_read() {
    let collection = collection(&note(1, FRONT_BACK));
    let shelf = Shelf::new(&[("collection.anki2", b""), ("collection.anki2-wal", b"")]);
    let file = File {
        path: "collection.anki2",
        bytes: &collection,
        beside: &shelf,
    };
    let mut harvest = Harvest::default();
    let read = read_with(
        &file,
        &options(false, Limits::default()),
        &mut harvest,
        &mut |_, _, _, _| (),
    );
    assert_eq!(read, Ok(()));
    assert_eq!(harvest.losses.all()[0].places, ["collection.anki2-wal"]);
}

fn likeness(name: &str, bytes: &[u8]) -> Likeness {
    let shelf = Shelf::default();
    Anki.likeness(&File {
        path: name,
        bytes,
        beside: &shelf,
    })
}

#[test]
fn packages_and_collections_are_known_by_their_content() {
    for (_, bytes) in COMMUNITY {
        assert_eq!(likeness("whatever.bin", bytes), Likeness::Sure);
        assert_eq!(
            likeness("cut.bin", &bytes[..bytes.len() / 2]) == Likeness::Sure,
            bytes[30] == b'c'
        );
    }
    assert_eq!(likeness("x", &collection("")), Likeness::Sure);
    let inner = zipped(&[("decks/a.apkg", b"")]);
    assert_eq!(likeness("x.zip", &inner), Likeness::Sure);
}

#[test]
fn what_is_of_others_is_left_to_them() {
    let jwasham = include_bytes!("../../../../tests/data/community/sqlite/cards-jwasham.db");
    let mochi = include_bytes!("../../../../tests/data/community/mochi/own.data-edn.mochi");
    for (name, bytes) in [
        ("cards.db", &jwasham[..]),
        ("a.mochi", mochi),
        ("a.zip", &zipped(&[("notes.md", b"Q: a")])),
        ("deck.apkg", b"front;back\nfront;back\n"),
        (
            "collection.md",
            b"The file collection.anki2 has a table revlog.",
        ),
        ("page.html", b"<!doctype html>"),
        ("empty", b""),
    ] {
        assert_eq!(likeness(name, bytes), Likeness::No, "{name}");
    }
    for bytes in [&b""[..], b"<html>", b"PK\x03\x04", b"\x1f\x8b\x08", b"\0\0"] {
        assert_eq!(likeness("a.apkg", bytes), Likeness::Sure);
    }
}
