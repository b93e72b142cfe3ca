//! Note types, decks and settings as JSON in the one row of `col`: schema 11, which Anki wrote up
//! to 2.1.27 and still writes for older programs, as nearly all other programs do.

use super::{Deck, Facts};
use crate::import::formats::anki::history::Clock;
use crate::import::formats::anki::loose::Loose;
use crate::import::formats::anki::notes::{NoteType, Template};
use crate::import::untrusted::Wrong;
use crate::import::untrusted::sqlite::Database;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// A note type, of which these keys always stand there.
#[derive(Deserialize)]
struct Model {
    name: String,
    #[serde(rename = "type", default)]
    kind: Loose,
    flds: Vec<Field>,
    tmpls: Vec<Side>,
    #[serde(default)]
    css: String,
}

#[derive(Deserialize)]
struct Field {
    name: String,
}

#[derive(Deserialize)]
struct Side {
    name: String,
    qfmt: String,
    #[serde(default)]
    afmt: String,
}

#[derive(Deserialize)]
struct JsonDeck {
    name: String,
    /// 1 where it is filtered.
    #[serde(rename = "dyn", default)]
    is_filtered: Loose,
    #[serde(default)]
    desc: Loose,
    #[serde(default)]
    md: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Settings {
    #[serde(rename = "creationOffset")]
    west: Loose,
    rollover: Loose,
    #[serde(rename = "schedVer")]
    scheduler: Loose,
}

pub fn facts(tables: &Database) -> Result<Facts, Wrong> {
    let columns = ["crt", "models", "decks", "conf"];
    let (created, models, decks, conf) = tables.first("col", &columns, |row| {
        let json = |column| row.text(column).map(str::to_string);
        (row.number(0), json(1), json(2), json(3))
    })?;
    let models: HashMap<String, Model> = parsed("models", models)?;
    let decks: HashMap<String, JsonDeck> = parsed("decks", decks)?;
    // What it says is only of use for dates; an odd one is no reason to refuse the notes.
    let settings: Settings = parsed("conf", conf).unwrap_or_default();
    Ok(Facts {
        note_types: by_id(models, NoteType::from),
        decks: by_id(decks, Deck::from),
        clock: Clock {
            created,
            minutes_west: settings.west.number().map(|west| west as i32),
            rollover: settings.rollover.number().map(|hour| hour as u8),
            // Files without the key are of the first scheduler.
            is_first_scheduler: settings.scheduler.number().unwrap_or(1.0) < 2.0,
        },
    })
}

/// Bytes of JSON at the most: note types of megabytes are known, of ten they are not.
const JSON_MAX: usize = 16 << 20;

fn parsed<T: DeserializeOwned>(column: &str, json: Option<String>) -> Result<T, Wrong> {
    let json = json.ok_or_else(|| Wrong::damaged(&format!("`col.{column}` is no text")))?;
    if JSON_MAX < json.len() {
        let what = format!(
            "its `col.{column}` has {} bytes, at most {JSON_MAX} are read",
            json.len()
        );
        return Err(Wrong::new(what, "take out note types that are not used"));
    }
    serde_json::from_str(&json).map_err(|error| {
        let (line, at) = (error.line(), error.column());
        Wrong::damaged(&match error.is_data() {
            true => format!("`col.{column}` is not as Anki writes it (line {line}, column {at})"),
            false => format!("`col.{column}` is no JSON (line {line}, column {at})"),
        })
    })
}

/// Keys are ids; what has another key cannot be referred to.
fn by_id<J, T>(map: HashMap<String, J>, convert: fn(J) -> T) -> HashMap<i64, T> {
    map.into_iter()
        .filter_map(|(id, value)| Some((id.trim().parse().ok()?, convert(value))))
        .collect()
}

impl From<Model> for NoteType {
    fn from(model: Model) -> NoteType {
        let template = |side: Side| Template {
            name: side.name,
            question: side.qfmt,
            answer: side.afmt,
        };
        NoteType {
            name: model.name,
            is_cloze: model.kind.is_true(),
            fields: model.flds.into_iter().map(|field| field.name).collect(),
            templates: model.tmpls.into_iter().map(template).collect(),
            css: model.css,
        }
    }
}

impl From<JsonDeck> for Deck {
    fn from(deck: JsonDeck) -> Deck {
        Deck {
            name: super::parts(deck.name.split("::")),
            is_filtered: deck.is_filtered.is_true(),
            about: deck.desc.text().unwrap_or_default(),
            about_is_markdown: deck.md.is_true(),
        }
    }
}
