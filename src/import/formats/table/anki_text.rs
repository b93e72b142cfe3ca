//! Anki's "Notes in Plain Text" and what other programs write in its manner: a table below lines
//! such as `#separator:tab`.
//!
//! Note types are known by name only, so fields go by position: the first asks, the others answer,
//! unless `#columns` names them. A type that is a cloze, or a first field with one, makes a cloze.
//! As for Anki, lines that start with `#` are comments.

use super::columns;
use super::headers::{self, Headers};
use super::likeness;
use super::names::{self, Role};
use super::records::{Record, Records};
use super::rows::{Cloze, Intake, Markup, Row};
use super::separator;
use super::tags;
use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;

/// Names of Anki's own cloze type in several languages, in part.
const CLOZE_TYPES: [&str; 9] = [
    "cloze",
    "lückentext",
    "texte à trous",
    "testo da completare",
    "respuesta anidada",
    "omissão",
    "пропуск",
    "填空",
    "穴埋め",
];

/// Text exports of Anki.
pub struct AnkiText;

impl Format for AnkiText {
    fn name(&self) -> &'static str {
        "anki-text"
    }

    fn label(&self) -> &'static str {
        "Anki's notes in plain text (.txt, .csv)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        match super::text(file, None, &Limits::default()) {
            Ok(text) if headers::are_there(&text) => Likeness::Sure,
            Ok(text) if headers::is_tags_line(&text) => likeness_below(&text),
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = super::text(file, options.encoding.as_deref(), &options.limits)?;
        let headers = headers::read(&text);
        for line in &headers.odd_lines {
            harvest
                .losses
                .add("header lines that make no sense", file.line(*line));
        }
        let body = &text[headers.length..];
        let separator = headers.separator.unwrap_or_else(|| measured(body));
        let mut columns = headers.columns(separator, separator::reading(body, separator).width);
        let headings = headings(body, separator).filter(|_| columns.is_empty());
        let has_headings = headings.is_some();
        columns.extend(headings.into_iter().flatten());
        let export = Export {
            has_headings,
            file,
            separator,
            fields: Fields::of(&headers, &columns),
            columns,
            headers,
        };
        export.read(body, options, harvest)
    }
}

/// Below `tags:` the records must be even, and parted as a program parts them.
fn likeness_below(text: &str) -> Likeness {
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let separator = measured(body);
    let reading = separator::reading(body, separator);
    let is_even = reading.n_records == reading.n_even && 1 < reading.width;
    match likeness::of_table(body, false) {
        Likeness::No if is_even && reading.n_loose == 0 && reading.n_records == 1 => {
            Likeness::Cards(1)
        }
        likeness => likeness,
    }
}

/// The separator where no header names it; of a text that is no table, the first that occurs.
fn measured(body: &str) -> u8 {
    let found = separator::find(body, |_| false);
    let found = found.or_else(|readings| readings.first().copied().ok_or(()));
    found.map_or(b'\t', |reading| reading.separator)
}

/// The cells of a first record that name columns, as a table has them without Anki's headers.
fn headings(body: &str, separator: u8) -> Option<Vec<String>> {
    let mut records = Records::new(body, separator).commented();
    let first = records.next()?;
    records.next()?;
    let names: Vec<String> = columns::headings(&first)
        .map(|name| name.trim().to_string())
        .collect();
    let small: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    // The fields of Anki's cloze notes.
    let is_cloze =
        matches!(&small[..], [text, extra, ..] if text == "text" && extra.ends_with("extra"));
    (is_cloze || columns::is_named(&first)).then_some(names)
}

/// What each column holds, by number.
#[derive(Default)]
struct Fields {
    /// Columns with a name that is known.
    named: Vec<(usize, Role)>,
    special: Vec<usize>,
}

impl Fields {
    fn of(headers: &Headers, columns: &[String]) -> Fields {
        let special = [
            headers.note_type_column,
            headers.deck_column,
            headers.tags_column,
            headers.guid_column,
        ];
        let special: Vec<usize> = special.into_iter().flatten().collect();
        let mut named: Vec<(usize, Role)> = Vec::new();
        for (column, name) in columns.iter().enumerate() {
            let role =
                names::role(name).filter(|role| named.iter().all(|(_, known)| known != role));
            if let Some(role) = role
                && !special.contains(&column)
            {
                named.push((column, role));
            }
        }
        let asks = |role| named.iter().any(|(_, known)| *known == role);
        // Names help only where they name both sides.
        if !(asks(Role::Question) && asks(Role::Answer)) {
            named.clear();
        }
        Fields { named, special }
    }

    fn role(&self, column: usize) -> Option<Role> {
        let found = self.named.iter().find(|(known, _)| *known == column);
        found.map(|(_, role)| *role)
    }
}

struct Export<'e, 'f> {
    file: &'e File<'f>,
    separator: u8,
    /// What they are called; empty where nobody says it.
    columns: Vec<String>,
    /// Whether the first record says it.
    has_headings: bool,
    fields: Fields,
    headers: Headers,
}

impl Export<'_, '_> {
    fn read(&self, body: &str, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let markup = match self.headers.html {
            Some(true) => Markup::Html,
            Some(false) => Markup::NotHtml,
            None => Markup::Loose,
        };
        let records = || Records::from_line(body, self.separator, self.headers.n_lines + 1);
        let mut all = records().commented();
        while all.next_outline().is_some() {}
        if let Some(line) = all.unclosed {
            return Err(super::unclosed(self.file, line));
        }
        let mut intake = Intake::new(self.file, options, harvest, markup);
        for line in &all.comments {
            intake.lose(
                "lines that start with `#`: they are comments in this format",
                *line,
            );
        }
        for record in records().commented().skip(usize::from(self.has_headings)) {
            intake.count()?;
            self.take(&record, &mut intake);
        }
        match harvest.n_notes {
            0 => Err(Fault::new(self.file.path, "there is no note in it", "")),
            _ => Ok(()),
        }
    }

    fn take(&self, record: &Record, intake: &mut Intake) {
        let n_columns = self.columns.len();
        let n_cells = super::trimmed_width(record);
        if 0 < n_columns && n_columns < n_cells {
            let what = format!("there are {n_cells} cells in {n_columns} columns");
            return intake.refuse(record.line, what, "quote the cell that holds the separator");
        }
        intake.take(self.row(record));
    }

    fn row<'r>(&'r self, record: &'r Record) -> Row<'r> {
        let cell = |column: Option<usize>| -> &'r str {
            let cell = column.and_then(|column| record.cells.get(column));
            cell.map_or("", |cell| cell.trim())
        };
        let note_type = match self.headers.note_type_column {
            Some(column) => cell(Some(column)),
            None => &self.headers.note_type,
        };
        let deck = match self.headers.deck_column {
            Some(column) => cell(Some(column)),
            None => &self.headers.deck,
        };
        let mut tags = self.headers.tags.clone();
        tags.extend(headers::tags(cell(self.headers.tags_column)));
        let mut row = Row {
            line: record.line,
            id: cell(self.headers.guid_column),
            deck,
            tags,
            ..Row::default()
        };
        self.set_fields(&mut row, record);
        set_type(&mut row, note_type);
        row
    }

    fn set_fields<'r>(&self, row: &mut Row<'r>, record: &'r Record) {
        let columns =
            (0..record.cells.len()).filter(|column| !self.fields.special.contains(column));
        let mut is_first = true;
        for column in columns {
            let cell = record.cells[column].trim();
            let is_topic = |name: &String| names::is_topic(name);
            match self.fields.role(column) {
                None if !self.fields.named.is_empty()
                    && self.columns.get(column).is_some_and(is_topic) =>
                {
                    row.tags.extend(tags::topics(cell));
                }
                Some(Role::Question) => row.question = cell,
                Some(Role::Hint) => row.hint = cell,
                Some(Role::Why) => row.why = cell,
                Some(Role::Source) => row.source = cell,
                Some(Role::Tags) => row.tags.extend(headers::tags(cell)),
                Some(Role::Deck) if self.headers.deck_column.is_none() => row.deck = cell,
                Some(Role::Id) if row.id.is_empty() => row.id = cell,
                None if self.fields.named.is_empty() && is_first => row.question = cell,
                _ => row.answer.push(cell),
            }
            is_first = false;
        }
    }
}

/// Sets what follows from the name of a note type.
fn set_type(row: &mut Row, note_type: &str) {
    let name = note_type.to_lowercase();
    row.cloze = if CLOZE_TYPES.iter().any(|known| name.contains(known)) {
        Cloze::Always
    } else if name.starts_with("basic") {
        Cloze::Never
    } else {
        Cloze::IfMarked
    };
    if name.contains("type in the answer") {
        row.typed = true;
    } else if name.contains("optional reversed") {
        // The third field only says that there is a second card.
        row.reversed = row.answer.get(1).is_some_and(|flag| !flag.is_empty());
        row.answer.truncate(1);
    } else if name.contains("reversed card") {
        row.reversed = true;
    }
}

#[cfg(test)]
#[path = "anki_text_tests.rs"]
mod tests;
