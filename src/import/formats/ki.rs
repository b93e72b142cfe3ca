//! Note files of ki, which keeps a collection of Anki as a folder under version control.
//!
//! ````text
//! # Note
//! ```
//! guid: e+/O]%*qfk
//! notetype: Basic
//! ```
//!
//! ### Tags
//! ```
//! http
//! ```
//!
//! ## Front
//! Which status code …
//! ````
//!
//! One file is one note. Fields are HTML whose line ends say nothing; folders are decks; note types
//! stand in a `models.json` in the folder of the note or above it, media in `_media`. Without
//! `models.json` the first field is the question and the second the answer.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::anki::model::{note_type, text};
use crate::import::formats::anki::notes::{Note, NoteType, Recipe, Template};
use crate::import::limits::Limits;
use crate::import::text::beside::Beside;
use serde_json::Value;

/// The format.
pub struct Ki;

impl Format for Ki {
    fn name(&self) -> &'static str {
        "ki"
    }

    fn label(&self) -> &'static str {
        "Note files of ki"
    }

    fn likeness(&self, file: &File) -> Likeness {
        match file.text(None, &Limits::default()) {
            Ok(text) if parse(&text).is_some() => Likeness::Sure,
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let Some(sheet) = parse(&text) else {
            let what = "it has no `# Note` with a guid and a notetype";
            return Err(Fault::new(file.path, what, "write it with ki again"));
        };
        let kind = kind(file, &sheet, &options.limits)?;
        let place = format!("{}: note {}", file.path, sheet.guid);
        let note = Note {
            guid: sheet.guid.to_string(),
            fields: fields(&sheet, &kind),
            tags: sheet.tags.iter().map(|tag| tag.to_string()).collect(),
            place: place.clone(),
            cards: None,
            deck: deck(file).into(),
        };
        let names = Recipe::new(kind, &options.limits).take(note, options, harvest);
        let mut beside = Beside::in_folder(file, "_media/");
        for name in names {
            beside.take(&name, &place, harvest);
        }
        Ok(())
    }
}

/// The parts of a note file.
struct Sheet<'t> {
    guid: &'t str,
    kind: &'t str,
    tags: Vec<&'t str>,
    /// All that stands below the tags.
    body: Vec<&'t str>,
}

/// Takes a file apart; nothing where it is no note of ki.
fn parse(text: &str) -> Option<Sheet<'_>> {
    let mut lines = text.lines().map(str::trim_end).peekable();
    while lines.next_if(|line| line.is_empty()).is_some() {}
    if lines.next()? != "# Note" {
        return None;
    }
    let head = fenced(&mut lines)?;
    let value = |name: &str| head.iter().find_map(|line| line.strip_prefix(name));
    let (guid, kind) = (value("guid:")?.trim(), value("notetype:")?.trim());
    while lines.next_if(|line| line.is_empty()).is_some() {}
    let mut tags = Vec::new();
    if lines.next_if_eq(&"### Tags").is_some() {
        tags = fenced(&mut lines)?;
    }
    Some(Sheet {
        guid,
        kind,
        tags: tags.into_iter().flat_map(str::split_whitespace).collect(),
        body: lines.collect(),
    })
}

/// The lines of a fence that stands next.
fn fenced<'t>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'t str>>,
) -> Option<Vec<&'t str>> {
    while lines.next_if(|line| line.is_empty()).is_some() {}
    let fence = lines.next()?;
    if !fence.starts_with("```") {
        return None;
    }
    let mut inside = Vec::new();
    for line in lines {
        if line == "```" {
            return Some(inside);
        }
        inside.push(line);
    }
    None
}

/// The texts of the fields, in the order of the note type. Only its own names are headings: others
/// stand in a text.
fn fields(sheet: &Sheet, kind: &NoteType) -> Vec<String> {
    let mut fields = vec![String::new(); kind.fields.len()];
    let mut current = None;
    for line in &sheet.body {
        let name = line.strip_prefix("## ").map(str::trim);
        let field = name.and_then(|name| kind.fields.iter().position(|field| field == name));
        match (field, current) {
            (Some(field), _) => current = Some(field),
            (None, Some(current)) => {
                let field: &mut String = &mut fields[current];
                field.push_str(line);
                field.push('\n');
            }
            (None, None) => (),
        }
    }
    fields
        .iter()
        .map(|field| field.trim().to_string())
        .collect()
}

/// The folders that the file stands in.
fn deck(file: &File) -> Vec<String> {
    let folders = file
        .path
        .rsplit_once('/')
        .map_or("", |(folders, _)| folders);
    let names = folders.split('/').filter(|name| !name.is_empty());
    names.map(str::to_string).collect()
}

/// The note type of that name, from the nearest `models.json`, or what the file itself shows.
fn kind(file: &File, sheet: &Sheet, limits: &Limits) -> Result<NoteType, Fault> {
    let mut folder = file.path;
    while !folder.is_empty() {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let path = match folder {
            "" => "models.json".to_string(),
            folder => format!("{folder}/models.json"),
        };
        if file.beside.paths().contains(&path)
            && let Some(kind) = listed(file, &path, sheet.kind, limits)?
        {
            return Ok(kind);
        }
    }
    Ok(guessed(sheet))
}

fn listed(file: &File, path: &str, name: &str, limits: &Limits) -> Result<Option<NoteType>, Fault> {
    let wrong = |what| Fault::new(path, what, "write it with ki again");
    let bytes = file.beside.read(path, limits.text_bytes).map_err(wrong)?;
    let models: Value =
        serde_json::from_slice(&bytes).map_err(|error| wrong(format!("it is no JSON: {error}")))?;
    let Some(models) = models.as_object() else {
        return Ok(None);
    };
    let found = models.values().find(|model| text(model, "name") == name);
    Ok(found.map(note_type))
}

/// A note type as Anki has it from the start.
fn guessed(sheet: &Sheet) -> NoteType {
    let headings = sheet
        .body
        .iter()
        .filter_map(|line| line.strip_prefix("## "));
    let fields: Vec<String> = headings.map(|name| name.trim().to_string()).collect();
    let is_cloze = sheet.body.iter().any(|line| line.contains("{{c1::"));
    let shown = |idx: usize| {
        fields
            .get(idx)
            .map_or(String::new(), |name| format!("{{{{{name}}}}}"))
    };
    let (question, answer) = match (is_cloze, fields.first()) {
        (true, Some(first)) => (format!("{{{{cloze:{first}}}}}"), shown(1)),
        _ => (shown(0), shown(1)),
    };
    NoteType {
        name: sheet.kind.to_string(),
        is_cloze,
        fields,
        templates: vec![Template {
            name: "Card 1".to_string(),
            question,
            answer,
        }],
        css: String::new(),
    }
}

#[cfg(test)]
mod tests;
