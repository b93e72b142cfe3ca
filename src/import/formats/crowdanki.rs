//! Folders of CrowdAnki: decks of Anki as JSON, with their pictures in `media/` beside it.
//!
//! ```text
//! {"__type__": "Deck", "name": …, "crowdanki_uuid": …, "note_models": […], "children": [decks],
//!  "notes": [{"guid": …, "fields": […], "tags": […], "note_model_uuid": …}]}
//! ```
//!
//! There are no card rows: cards are what templates and clozes make. Faults name the place in the
//! JSON, `deck.json: children[2].notes[14]`. Hand-made files are read with what they leave out.

use crate::import::draft::{DeckFacts, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::anki::model::{list, note_type, text};
use crate::import::formats::anki::notes::{Note, Recipe};
use crate::import::text::beside::Beside;
use crate::import::text::html::{Page, read};
use serde_json::Value;
use std::collections::BTreeMap;

/// The format.
pub struct CrowdAnki;

impl Format for CrowdAnki {
    fn name(&self) -> &'static str {
        "crowdanki"
    }

    fn label(&self) -> &'static str {
        "CrowdAnki folders (deck.json)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let bytes = file
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(file.bytes);
        match bytes.trim_ascii_start().starts_with(b"{") && has_deck_mark(bytes) {
            true => Likeness::Sure,
            false if file.path.rsplit('/').next() == Some("deck.json") => Likeness::Meant,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let root: Value = serde_json::from_str(&text).map_err(|error| in_words(file, &error))?;
        let decks = decks(file, &root, options, harvest)?;
        let mut reading = Reading {
            file,
            options,
            recipes: recipes(&decks, options),
            media: Vec::new(),
            harvest,
        };
        for deck in &decks {
            reading.deck(deck)?;
        }
        let media = reading.media;
        let mut beside = Beside::in_folder(file, "media/");
        for (name, place) in media {
            beside.take(&name, &place, harvest);
        }
        Ok(())
    }
}

/// `"__type__": "Deck"`, with or without blanks.
fn has_deck_mark(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"\"__type__\"";
    let mut rest = bytes;
    while let Some(found) = rest.windows(KEY.len()).position(|window| window == KEY) {
        rest = &rest[found + KEY.len()..];
        let value = rest.trim_ascii_start();
        let value = value.strip_prefix(b":").unwrap_or_default();
        if value.trim_ascii_start().starts_with(b"\"Deck\"") {
            return true;
        }
    }
    false
}

/// What is wrong with the JSON as a whole.
fn in_words(file: &File, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let what = &text[..text.find(" at line").unwrap_or(text.len())];
    let place = file.at(error.line(), error.column());
    match (error.is_eof(), what) {
        (true, _) => Fault::new(place, "the JSON is cut off", "fetch it again"),
        (false, "recursion limit exceeded") => Fault::new(
            place,
            "lists and objects stand inside each other more than 128 deep",
            "export the inner decks on their own",
        ),
        (false, what) => Fault::new(place, format!("it is no JSON: {what}"), "export it again"),
    }
}

/// One deck of the tree.
struct Deck<'v> {
    value: &'v Value,
    /// Its place in the JSON, with a dot behind it; empty for the root.
    path: String,
    name: Vec<String>,
}

/// All decks, each in front of those inside it.
fn decks<'v>(
    file: &File,
    root: &'v Value,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<Vec<Deck<'v>>, Fault> {
    let mut decks = Vec::new();
    let mut left = vec![Deck {
        value: root,
        path: String::new(),
        name: Vec::new(),
    }];
    while let Some(mut deck) = left.pop() {
        let place = || at(file, deck.path.trim_end_matches('.'));
        if !deck.value.is_object() {
            let fault = Fault::new(place(), "it is no deck", "take it out");
            harvest.refused.push(fault);
            continue;
        }
        deck.name.extend(names(text(deck.value, "name")));
        let limit = options.limits.deck_levels;
        if limit < deck.name.len() {
            let what = format!("the deck stands more than {limit} levels deep");
            return Err(Fault::new(place(), what, "raise `--max-deck-levels`"));
        }
        let children = list(deck.value, "children");
        left.extend(children.iter().enumerate().rev().map(|(idx, value)| Deck {
            value,
            path: format!("{}children[{idx}].", deck.path),
            name: deck.name.clone(),
        }));
        decks.push(deck);
    }
    Ok(decks)
}

/// The levels of a deck's name: an exported subdeck has all of them in one.
fn names(name: &str) -> impl Iterator<Item = String> {
    let level = |level: &str| match level.trim() {
        "" => "blank".to_string(),
        level => level.to_string(),
    };
    name.split("::").map(level)
}

/// The note types, wherever in the tree they stand.
fn recipes(decks: &[Deck], options: &Options) -> BTreeMap<String, Recipe> {
    let models = decks
        .iter()
        .flat_map(|deck| list(deck.value, "note_models"));
    let recipe = |model| {
        let recipe = Recipe::new(note_type(model), &options.limits);
        (text(model, "crowdanki_uuid").to_string(), recipe)
    };
    models.map(recipe).collect()
}

struct Reading<'r> {
    file: &'r File<'r>,
    options: &'r Options<'r>,
    recipes: BTreeMap<String, Recipe>,
    /// Names of files that drafts refer to, with the places of their notes.
    media: Vec<(String, String)>,
    harvest: &'r mut Harvest,
}

impl Reading<'_> {
    fn deck(&mut self, deck: &Deck) -> Result<(), Fault> {
        self.facts(deck);
        for (idx, value) in list(deck.value, "notes").iter().enumerate() {
            let limit = self.options.limits.notes;
            if limit <= self.harvest.n_notes {
                let what = format!("it has more than {limit} notes");
                return Err(Fault::new(self.file.path, what, "raise `--max-notes`"));
            }
            let path = format!("{}notes[{idx}]", deck.path);
            if let Err(fault) = self.note(value, &path, &deck.name) {
                self.harvest.n_notes += 1;
                self.harvest.refuse(fault, Some(guid(value)));
            }
        }
        Ok(())
    }

    /// Keeps what a deck says of itself.
    fn facts(&mut self, deck: &Deck) {
        let uuid = text(deck.value, "crowdanki_uuid");
        // Line ends count in descriptions, in front of the tags of HTML.
        let html = text(deck.value, "desc").replace('\n', "<br>");
        let about = read(&html, Page::default(), &self.options.limits);
        let about = about.unwrap_or_default().markdown;
        self.harvest.decks.push(DeckFacts {
            id: (!uuid.is_empty()).then(|| uuid.to_string()),
            ..DeckFacts::of_about(deck.name.clone(), &about)
        });
    }

    fn note(&mut self, value: &Value, path: &str, deck: &[String]) -> Result<(), Fault> {
        let guid = guid(value);
        let place = match guid {
            "" => at(self.file, path),
            guid => format!("{} ({guid})", at(self.file, path)),
        };
        let fields = fields(self.file, value, path)?;
        let model = text(value, "note_model_uuid");
        let Some(recipe) = self.recipes.get(model) else {
            let what = format!("its note type `{model}` is not in the file");
            return Err(Fault::new(place, what, "export the deck with its parent"));
        };
        let note = Note {
            guid: guid.to_string(),
            fields,
            tags: tags(value),
            place: place.clone(),
            cards: None,
            deck: deck.into(),
        };
        let media = recipe.take(note, self.options, self.harvest);
        let media = media.into_iter().map(|name| (name, place.clone()));
        self.media.extend(media);
        Ok(())
    }
}

/// Some hand-made files have the one name, some the other.
fn guid(note: &Value) -> &str {
    match text(note, "guid") {
        "" => text(note, "crowdanki_uuid"),
        guid => guid,
    }
}

fn fields(file: &File, note: &Value, path: &str) -> Result<Vec<String>, Fault> {
    let path = format!("{path}.fields");
    let Some(values) = note.get("fields").and_then(Value::as_array) else {
        let what = "a list of texts has to stand there";
        return Err(Fault::new(at(file, &path), what, ""));
    };
    let field = |(idx, value): (usize, &Value)| match value.as_str() {
        Some(field) => Ok(field.to_string()),
        None => {
            let place = at(file, &format!("{path}[{idx}]"));
            Err(Fault::new(place, "a text has to stand there", ""))
        }
    };
    values.iter().enumerate().map(field).collect()
}

/// A list, or words in one text.
fn tags(note: &Value) -> Vec<String> {
    let words = text(note, "tags").split_whitespace().map(str::to_string);
    let listed = list(note, "tags").iter().filter_map(Value::as_str);
    words.chain(listed.map(str::to_string)).collect()
}

fn at(file: &File, path: &str) -> String {
    match path {
        "" => file.path.to_string(),
        path => format!("{}: {path}", file.path),
    }
}

#[cfg(test)]
mod tests;
