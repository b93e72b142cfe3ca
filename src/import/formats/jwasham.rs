//! The SQLite file of jwasham's flash cards program: a table `cards` of plain texts.
//!
//! ```sql
//! create table cards (id integer, type tinyint, front text, back text, known boolean);
//! create table tags (id integer, tagName text);  -- newer files; `type` is one of them
//! ```
//!
//! Cards of type 2 are code. Texts are neither HTML nor Markdown: `Array<T>` and `2^16` stand as
//! they are; only lines that start with a hyphen are taken for the list that they are meant as.
//! `database` reads the tables.

mod database;

use crate::import::draft::{Ask, Draft, Fault, Harvest, History};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::markdown::{escaped, escaped_inline, fenced};
use crate::import::untrusted::Wrong;
use crate::import::untrusted::sqlite::HEADER;
use crate::model::card::Part;
use database::{Database, Row};

/// The format.
pub struct Jwasham;

/// Where the schema stands, if it is a short one.
const SCHEMA_MAX: usize = 64 << 10;

/// The type of cards whose back is code.
const CODE: i64 = 2;

impl Format for Jwasham {
    fn name(&self) -> &'static str {
        "jwasham"
    }

    fn label(&self) -> &'static str {
        "jwasham's flash cards (cards.db, SQLite)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let start = &file.bytes[..file.bytes.len().min(SCHEMA_MAX)];
        let start = start.to_ascii_lowercase();
        let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
        let is_sqlite = file.bytes.starts_with(HEADER);
        let words: [&[u8]; 4] = [b"create table", b"cards", b"front", b"back"];
        match is_sqlite && words.into_iter().all(has) && !has(b"table notes") {
            true => Likeness::Sure,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read(file, options, harvest).map_err(|wrong| wrong.at(file.path))
    }
}

fn read(file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Wrong> {
    let database = Database::open(file.bytes, &options.limits)?;
    let tags = database.tags()?;
    database.cards(|row| {
        if options.limits.notes <= harvest.n_notes {
            let what = format!("it has more than {} cards", options.limits.notes);
            return Err(Wrong::new(what, "raise `--max-notes`"));
        }
        take(file, row, &tags, options, harvest);
        Ok(())
    })
}

/// Adds what becomes of one row.
fn take(file: &File, row: Row, tags: &[(i64, String)], options: &Options, harvest: &mut Harvest) {
    harvest.n_notes += 1;
    let place = format!("{}: card {}", file.path, row.id);
    match draft(row, &place, tags, options) {
        Ok(draft) => harvest.drafts.push(draft),
        Err((what, hint)) => harvest.refused.push(Fault::new(place, what, hint)),
    }
}

fn draft(
    row: Row,
    place: &str,
    tags: &[(i64, String)],
    options: &Options,
) -> Result<Draft, (String, &'static str)> {
    let limit = options.limits.field_bytes;
    let side = |side: Option<String>, name: &str| match side {
        None => Err((format!("its `{name}` is no text"), "")),
        Some(text) if limit < text.len() => {
            let bytes = text.len();
            let what = format!("its `{name}` has {bytes} bytes, at most {limit} are read");
            Err((what, "shorten it, or raise `--max-field`"))
        }
        Some(text) => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
    };
    let (front, back) = (side(row.front, "front")?, side(row.back, "back")?);
    let is_answered = !back.trim().is_empty();
    if front.trim().is_empty() {
        return Err(("it has no question".to_string(), ""));
    }
    if !is_answered && !options.unanswered {
        let hint = "take it as an open question with `--keep-unanswered`";
        return Err(("it has no answer".to_string(), hint));
    }
    let known = History {
        suspended: true,
        ..History::default()
    };
    let is_known = options.progress && row.is_known;
    Ok(Draft {
        id: Some(row.id.to_string()),
        place: place.to_string(),
        question: escaped(&front),
        answer: match row.kind {
            CODE if is_answered => fenced("", &back),
            _ => listed(&back),
        },
        ask: if is_answered { Ask::Recall } else { Ask::Open },
        tags: tags_of(row.kind, tags),
        history: Vec::from_iter(is_known.then_some((Part::Whole, known))),
        ..Draft::default()
    })
}

/// The name of the card's type; the two that every file has say nothing.
fn tags_of(kind: i64, tags: &[(i64, String)]) -> Vec<String> {
    let own = tags.iter().filter(|(id, _)| *id == kind && 2 < *id);
    own.map(|(_, name)| name.clone()).collect()
}

/// Plain text as Markdown, with the lists that it has.
fn listed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_item = |line: &str| line.starts_with("- ");
    let blocks = lines.chunk_by(|line, next| is_item(line) == is_item(next));
    let block = |lines: &[&str]| match lines.iter().all(|line| is_item(line)) {
        true => {
            let items = lines
                .iter()
                .map(|line| format!("- {}", escaped_inline(line[2..].trim())));
            items.collect::<Vec<_>>().join("\n")
        }
        false => escaped(&lines.join("\n")),
    };
    let blocks: Vec<String> = blocks
        .map(block)
        .filter(|block| !block.is_empty())
        .collect();
    blocks.join("\n\n")
}

#[cfg(test)]
mod tests;
