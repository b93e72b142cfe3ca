//! Note types, decks and settings as rows whose blobs are protobuf: schema 15 to 18, which Anki
//! has had since 2.1.28 and writes into packages of the latest generation.

use super::tables::{bytes, number, require, text};
use super::{Deck, Facts, wrong};
use crate::import::formats::anki::history::Clock;
use crate::import::formats::anki::loose::Loose;
use crate::import::formats::anki::notes::{NoteType, Template};
use crate::import::formats::anki::protobuf::{self, Broken, Value};
use crate::import::untrusted::Wrong;
use rusqlite::{Connection, Row};
use std::collections::HashMap;

pub fn facts(connection: &Connection) -> Result<Facts, Wrong> {
    Ok(Facts {
        note_types: note_types(connection)?,
        decks: decks(connection)?,
        clock: clock(connection)?,
    })
}

/// Calls `take` for each row; a row for which it returns `None` is broken.
fn each(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    mut take: impl FnMut(&Row) -> Option<()>,
) -> Result<(), Wrong> {
    require(connection, table, columns)?;
    let sql = format!("select {} from {table} not indexed", columns.join(", "));
    let mut statement = connection.prepare(&sql).map_err(wrong)?;
    let mut rows = statement.query([]).map_err(wrong)?;
    while let Some(row) = rows.next().map_err(wrong)? {
        take(row).ok_or_else(|| {
            Wrong::damaged(&format!("a row of its table `{table}` cannot be read"))
        })?;
    }
    Ok(())
}

fn note_types(connection: &Connection) -> Result<HashMap<i64, NoteType>, Wrong> {
    let mut types: HashMap<i64, NoteType> = HashMap::new();
    each(connection, "notetypes", &["id", "name", "config"], |row| {
        let mut kind = NoteType {
            name: text(row.get_ref(1).ok()?)?.to_string(),
            ..NoteType::default()
        };
        message(
            row.get_ref(2).ok().and_then(bytes)?,
            |field, value| match (field, value) {
                (1, Value::Varint(kind_of)) => kind.is_cloze = kind_of == 1,
                (3, value) => kind.css = owned(value),
                _ => (),
            },
        )?;
        types.insert(number(row.get_ref(0).ok()?)?, kind);
        Some(())
    })?;
    let fields = numbered(connection, "fields", "name", |row| {
        Some(text(row.get_ref(2).ok()?)?.to_string())
    })?;
    let templates = numbered(connection, "templates", "name, config", template)?;
    // Both tables keep rows of note types that were deleted.
    for (id, kind) in &mut types {
        kind.fields = fields.get(id).cloned().unwrap_or_default();
        kind.templates = templates.get(id).cloned().unwrap_or_default();
    }
    Ok(types)
}

/// Rows that belong to a note type, in the order of their numbers.
fn numbered<T>(
    connection: &Connection,
    table: &str,
    columns: &str,
    read: impl Fn(&Row) -> Option<T>,
) -> Result<HashMap<i64, Vec<T>>, Wrong> {
    let columns: Vec<&str> = ["ntid", "ord"]
        .into_iter()
        .chain(columns.split(", "))
        .collect();
    let mut rows: HashMap<i64, Vec<(i64, T)>> = HashMap::new();
    each(connection, table, &columns, |row| {
        let (id, ord) = (number(row.get_ref(0).ok()?)?, number(row.get_ref(1).ok()?)?);
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

fn template(row: &Row) -> Option<Template> {
    let mut template = Template {
        name: text(row.get_ref(2).ok()?)?.to_string(),
        ..Template::default()
    };
    message(
        row.get_ref(3).ok().and_then(bytes)?,
        |field, value| match field {
            1 => template.question = owned(value),
            2 => template.answer = owned(value),
            _ => (),
        },
    )?;
    Some(template)
}

fn decks(connection: &Connection) -> Result<HashMap<i64, Deck>, Wrong> {
    let mut decks = HashMap::new();
    each(connection, "decks", &["id", "name", "kind"], |row| {
        let mut deck = Deck {
            name: super::parts(text(row.get_ref(1).ok()?)?.split('\x1f')),
            ..Deck::default()
        };
        let mut inner = Some(());
        message(
            row.get_ref(2).ok().and_then(bytes)?,
            |field, value| match field {
                1 => inner = value.bytes().and_then(|normal| about(normal, &mut deck)),
                2 => deck.is_filtered = true,
                _ => (),
            },
        )?;
        inner?;
        decks.insert(number(row.get_ref(0).ok()?)?, deck);
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

fn clock(connection: &Connection) -> Result<Clock, Wrong> {
    require(connection, "col", &["crt"])?;
    let created = connection
        .query_row("select crt from col", [], |row| row.get_ref(0).map(number))
        .map_err(wrong)?;
    let mut clock = Clock {
        created,
        ..Clock::default()
    };
    each(connection, "config", &["KEY", "val"], |row| {
        let value = || {
            let json = row.get_ref(1).ok().and_then(bytes)?;
            serde_json::from_slice::<Loose>(json).ok()?.number()
        };
        match text(row.get_ref(0).ok()?)? {
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
