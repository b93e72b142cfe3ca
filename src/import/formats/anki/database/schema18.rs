//! Note types, decks and settings as rows whose blobs are protobuf: schema 15 to 18, which Anki
//! has had since 2.1.28 and writes into packages of the latest generation.

use super::{Deck, Facts};
use crate::import::formats::anki::history::Clock;
use crate::import::formats::anki::loose::Loose;
use crate::import::formats::anki::notes::{NoteType, Template};
use crate::import::formats::anki::protobuf::{self, Broken, Value};
use crate::import::untrusted::Wrong;
use crate::import::untrusted::sqlite::{Database, Row};
use std::collections::HashMap;

pub fn facts(tables: &Database) -> Result<Facts, Wrong> {
    Ok(Facts {
        note_types: note_types(tables)?,
        decks: decks(tables)?,
        clock: clock(tables)?,
    })
}

/// Calls `take` for each row; a row for which it returns `None` is broken.
fn each(
    tables: &Database,
    table: &str,
    columns: &[&str],
    mut take: impl FnMut(Row) -> Option<()>,
) -> Result<(), Wrong> {
    tables.rows(table, columns, usize::MAX, |row| {
        take(row)
            .ok_or_else(|| Wrong::damaged(&format!("a row of its table `{table}` cannot be read")))
    })
}

fn note_types(tables: &Database) -> Result<HashMap<i64, NoteType>, Wrong> {
    let mut types: HashMap<i64, NoteType> = HashMap::new();
    each(tables, "notetypes", &["id", "name", "config"], |row| {
        let mut kind = NoteType {
            name: row.text(1)?.to_string(),
            ..NoteType::default()
        };
        message(row.bytes(2)?, |field, value| match (field, value) {
            (1, Value::Varint(kind_of)) => kind.is_cloze = kind_of == 1,
            (3, value) => kind.css = owned(value),
            _ => (),
        })?;
        types.insert(row.number(0)?, kind);
        Some(())
    })?;
    let fields = numbered(tables, "fields", "name", |row| {
        Some(row.text(2)?.to_string())
    })?;
    let templates = numbered(tables, "templates", "name, config", template)?;
    // Both tables keep rows of note types that were deleted.
    for (id, kind) in &mut types {
        kind.fields = fields.get(id).cloned().unwrap_or_default();
        kind.templates = templates.get(id).cloned().unwrap_or_default();
    }
    Ok(types)
}

/// Rows that belong to a note type, in the order of their numbers.
fn numbered<T>(
    tables: &Database,
    table: &str,
    columns: &str,
    read: impl Fn(Row) -> Option<T>,
) -> Result<HashMap<i64, Vec<T>>, Wrong> {
    let columns: Vec<&str> = ["ntid", "ord"]
        .into_iter()
        .chain(columns.split(", "))
        .collect();
    let mut rows: HashMap<i64, Vec<(i64, T)>> = HashMap::new();
    each(tables, table, &columns, |row| {
        let (id, ord) = (row.number(0)?, row.number(1)?);
        rows.entry(id).or_default().push((ord, read(row)?));
        Some(())
    })?;
    let ordered = |mut rows: Vec<(i64, T)>| {
        rows.sort_by_key(|(ord, _)| *ord);
        rows.into_iter().map(|(_, row)| row).collect()
    };
    Ok(rows
        .into_iter()
        .map(|(id, rows)| (id, ordered(rows)))
        .collect())
}

fn template(row: Row) -> Option<Template> {
    let mut template = Template {
        name: row.text(2)?.to_string(),
        ..Template::default()
    };
    message(row.bytes(3)?, |field, value| match field {
        1 => template.question = owned(value),
        2 => template.answer = owned(value),
        _ => (),
    })?;
    Some(template)
}

fn decks(tables: &Database) -> Result<HashMap<i64, Deck>, Wrong> {
    let mut decks = HashMap::new();
    each(tables, "decks", &["id", "name", "kind"], |row| {
        let mut deck = Deck {
            name: super::parts(row.text(1)?.split('\x1f')),
            ..Deck::default()
        };
        let mut inner = Some(());
        message(row.bytes(2)?, |field, value| match field {
            1 => inner = value.bytes().and_then(|normal| about(normal, &mut deck)),
            2 => deck.is_filtered = true,
            _ => (),
        })?;
        inner?;
        decks.insert(row.number(0)?, deck);
        Some(())
    })?;
    Ok(decks)
}

/// What an ordinary deck says of itself.
fn about(normal: &[u8], deck: &mut Deck) -> Option<()> {
    message(normal, |field, value| match field {
        4 => deck.about = owned(value),
        5 => deck.about_is_markdown = value.varint() == Some(1),
        _ => (),
    })
}

fn clock(tables: &Database) -> Result<Clock, Wrong> {
    let created = tables.first("col", &["crt"], |row| row.number(0))?;
    let mut clock = Clock {
        created,
        ..Clock::default()
    };
    each(tables, "config", &["KEY", "val"], |row| {
        let value = || {
            let json = row.bytes(1)?;
            serde_json::from_slice::<Loose>(json).ok()?.number()
        };
        match row.text(0)? {
            "creationOffset" => clock.minutes_west = value().map(|west| west as i32),
            "rollover" => clock.rollover = value().map(|hour| hour as u8),
            "schedVer" => clock.is_first_scheduler = value().is_some_and(|version| version < 2.0),
            _ => (),
        }
        Some(())
    })?;
    Ok(clock)
}

/// Calls `take` for each field of a message; `None` where it is none.
fn message(bytes: &[u8], mut take: impl FnMut(u32, Value)) -> Option<()> {
    let mut all = protobuf::fields(bytes);
    let read: Result<(), Broken> =
        all.try_for_each(|field| field.map(|(field, value)| take(field, value)));
    read.ok()
}

/// A text of a template or style. What is not UTF-8 in it cannot be shown anyway.
fn owned(value: Value) -> String {
    String::from_utf8_lossy(value.bytes().unwrap_or_default()).into_owned()
}
