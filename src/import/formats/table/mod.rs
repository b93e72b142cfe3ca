//! Delimited text: CSV, TSV, pipes, semicolons, Anki's text exports, Quizlet's.
//!
//! `separator` finds out what parts the cells, `records` reads them, `columns` says what each is,
//! `rows` makes drafts of them, and `likeness` keeps prose, code and logs from being taken for a
//! table. `anki_text` reads what starts with `#key:value` lines, `separated` what the learner
//! describes with `--between-sides` and `--between-cards`.

pub mod anki_text;
mod columns;
mod headers;
mod likeness;
mod names;
mod records;
mod rows;
mod separated;
mod separator;
mod tags;

pub use anki_text::AnkiText;
pub use separated::Quizlet;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use columns::{Cells, Columns};
use names::{Choices, Role};
use records::{Record, Records};
use rows::{Intake, Key, Markup, Row};
use separator::Reading;
use std::borrow::Cow;

/// Tables: CSV, TSV and the like.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn label(&self) -> &'static str {
        "tables: CSV, TSV, or with `|` or `;` between the columns"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let is_named = ["csv", "tsv", "tab"]
            .iter()
            .any(|end| file.has_extension(end));
        let Ok(text) = text(file, None, &Limits::default()) else {
            return Likeness::No;
        };
        if text.trim().is_empty() || headers::are_there(&text) {
            return Likeness::No;
        }
        match likeness::of_table(Body::of(&text).rows, is_named) {
            Likeness::No if is_named => Likeness::Meant,
            likeness => likeness,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        if options.between_sides.is_some() || options.between_cards.is_some() {
            return Quizlet.read(file, options, harvest);
        }
        let text = text(file, options.encoding.as_deref(), &options.limits)?;
        let body = Body::of(&text);
        let reading = match body.separator {
            Some(separator) => separator::reading(body.rows, separator),
            None => found(file, body.rows, options)?,
        };
        for line in &body.remarks {
            harvest.losses.add(REMARKS, file.line(*line));
        }
        Table {
            file,
            body: body.rows,
            first_line: body.first_line,
            reading,
        }
        .read(options, harvest)
    }
}

/// The headings of an export of retain.
const OURS: [&str; 8] = [
    "question", "answer", "tags", "deck", "id", "hint", "why", "source",
];

/// Takes the apostrophe off that such an export puts in front of what a spreadsheet would compute.
fn unmark(cell: &mut Cow<str>) {
    let computes = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
        )
    };
    if cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(computes) {
        *cell = Cow::Owned(cell[1..].to_string());
    }
}

/// The text of a table; a NUL says that it is something else.
fn text<'f>(
    file: &File<'f>,
    encoding: Option<&str>,
    limits: &Limits,
) -> Result<Cow<'f, str>, Fault> {
    let text = file.text(encoding, limits)?;
    match text.find('\0') {
        None => Ok(text),
        Some(at) => {
            let line = 1 + text[..at].matches('\n').count();
            let hint = "if it is UTF-16 or UTF-32 without a mark, save it as UTF-8, or name its encoding: `--encoding utf-16le`";
            Err(Fault::new(
                file.line(line),
                "there is a NUL byte in the text",
                hint,
            ))
        }
    }
}

const REMARKS: &str = "lines with `#` above the table are remarks, not cards";

/// A table, and what stands above it.
struct Body<'t> {
    /// What the line `sep=;` says, which Excel reads and writes.
    separator: Option<u8>,
    rows: &'t str,
    /// The number of the first line of `rows`.
    first_line: usize,
    /// The lines of remarks above.
    remarks: Vec<usize>,
}

impl<'t> Body<'t> {
    fn of(text: &'t str) -> Body<'t> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let sign = first.trim_matches('"').strip_prefix("sep=");
        if let Some([separator]) = sign.map(str::as_bytes)
            && separator.is_ascii()
        {
            return Body {
                separator: Some(*separator),
                rows: rest,
                first_line: 2,
                remarks: Vec::new(),
            };
        }
        let n_remarks = n_remarks(text);
        let above = text.split_inclusive('\n').take(n_remarks);
        Body {
            separator: None,
            rows: &text[above.map(str::len).sum()..],
            first_line: n_remarks + 1,
            remarks: (1..=n_remarks).collect(),
        }
    }
}

/// Counts the lines `# …` at the top, if the first of them is no row of the table below.
fn n_remarks(text: &str) -> usize {
    let above = text.split_inclusive('\n');
    let above: Vec<&str> = above.take_while(|line| line.starts_with("# ")).collect();
    let Some(first) = above.first() else {
        return 0;
    };
    let rows = &text[above.iter().map(|line| line.len()).sum()..];
    let Ok(reading) = separator::find(rows, columns::is_named) else {
        return 0;
    };
    let is_row = Records::new(first, reading.separator)
        .next()
        .is_some_and(|record| reading.width <= trimmed_width(&record));
    if is_row { 0 } else { above.len() }
}

/// Finds the separator, or says why there is none.
fn found(file: &File, body: &str, options: &Options) -> Result<Reading, Fault> {
    let is_header = |first: &Record| columns::is_header(first, options);
    let readings = match separator::find(body, is_header) {
        Ok(reading) => return Ok(reading),
        Err(readings) => readings,
    };
    // A quote that swallows the rest of the file hides all separators.
    let mut records = Records::new(body, b',');
    while records.next_outline().is_some() {}
    if let Some(line) = records.unclosed {
        return Err(unclosed(file, line));
    }
    let hint = "make the rows even, quote cells that hold the separator, or say what stands between the sides with `--between-sides`";
    let Some(best) = readings.first() else {
        let what = match body.trim().is_empty() {
            true => "it is empty",
            false => "it is no table: neither tabs nor `|`, `;` or `,` part it into columns",
        };
        return Err(Fault::new(
            file.path,
            what,
            if body.trim().is_empty() { "" } else { hint },
        ));
    };
    if best.n_records == 1 {
        let what = "a single row is no table";
        return Err(Fault::new(
            file.line(1),
            what,
            "name its columns with `--map`, or add headings",
        ));
    }
    let what = format!(
        "the rows are too uneven for a table: {}",
        separator::described(&readings)
    );
    Err(match separator::first_odd(body, best) {
        Some((line, width)) => {
            let what = format!("{what}; this one has {width} by {}", best.name());
            Fault::new(file.line(line), what, hint)
        }
        None => Fault::new(file.path, what, hint),
    })
}

fn unclosed(file: &File, line: usize) -> Fault {
    let what = "a quote opens here and is not closed at the end of a cell";
    let hint = "close it, and write quotes inside a quoted cell twice: `\"\"`";
    Fault::new(file.line(line), what, hint)
}

/// A table whose separator is known.
struct Table<'t, 'f> {
    file: &'t File<'f>,
    body: &'t str,
    first_line: usize,
    reading: Reading,
}

impl<'t> Table<'t, '_> {
    fn records(&self) -> Records<'t> {
        Records::from_line(self.body, self.reading.separator, self.first_line)
    }

    fn read(&self, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        self.check(options, harvest.n_notes)?;
        let Some(first) = self.records().next() else {
            return Err(Fault::new(self.file.path, "it is empty", ""));
        };
        let width = match columns::is_header(&first, options) {
            true => trimmed_width(&first),
            false => self.reading.width,
        };
        let below = Below {
            table: self,
            is_headed: options
                .header
                .unwrap_or_else(|| columns::is_header(&first, options)),
        };
        let columns = columns::resolve(self.file, &first, width, options, &below)?;
        let key = self.key(&columns);
        let is_ours = columns.headed && first.cells == OURS;
        let markup = if is_ours { Markup::Ours } else { Markup::Loose };
        let mut intake = Intake::new(self.file, options, harvest, markup);
        for mut record in self.records().skip(usize::from(columns.headed)) {
            intake.count()?;
            if is_ours {
                record.cells.iter_mut().for_each(unmark);
            }
            self.take(record, &columns, key, &mut intake);
        }
        match harvest.n_notes {
            0 => Err(Fault::new(
                self.file.path,
                "there is no row below its headings",
                "",
            )),
            _ => Ok(()),
        }
    }

    /// Looks through all records before the first draft is made.
    fn check(&self, options: &Options, n_notes: usize) -> Result<(), Fault> {
        let mut records = self.records();
        let outlines = std::iter::from_fn(|| records.next_outline());
        let n_records = outlines.filter(|outline| !outline.blank).count();
        if let Some(line) = records.unclosed {
            return Err(unclosed(self.file, line));
        }
        // One of them may be the headings.
        let limit = options.limits.notes;
        match limit < (n_notes + n_records).saturating_sub(1) {
            true => Err(rows::too_many(self.file, limit)),
            false => Ok(()),
        }
    }

    /// How the answers call the choices, by all rows.
    fn key(&self, columns: &Columns) -> Key {
        let mut key = Key::new(columns.counted);
        if columns.has_choices() {
            for record in self.records().skip(usize::from(columns.headed)) {
                key.see_row(&row(&record, columns, key));
            }
        }
        key
    }

    fn take(&self, mut record: Record<'t>, columns: &Columns, key: Key, intake: &mut Intake) {
        let (width, line) = (columns.width, record.line);
        let n_cells = trimmed_width(&record);
        if width < n_cells {
            if !(columns.headed && width == 2) {
                let what = format!("there are {n_cells} cells in {width} columns");
                let hint = "quote the cell that holds the separator";
                // It is a note all the same, and the next rows may be well.
                return intake.refuse(line, what, hint);
            }
            let separator = char::from(self.reading.separator).to_string();
            let joined = record.cells[1..n_cells].join(&separator);
            record.cells.truncate(1);
            record.cells.push(Cow::Owned(joined));
            let what = "rows with more cells than headings: the answer takes in the rest";
            intake.lose(what, line);
        }
        self.lose_unused(&record, columns, intake);
        intake.take(row(&record, columns, key));
    }

    fn lose_unused(&self, record: &Record, columns: &Columns, intake: &mut Intake) {
        let has_text = |column: &usize| {
            let cell = record.cells.get(*column);
            cell.is_some_and(|cell| !cell.trim().is_empty())
        };
        if columns.unused.iter().any(has_text) {
            let what = format!(
                "columns that no card takes in, {}: `--map` names what they hold",
                columns.unused_names
            );
            intake.lose(&what, record.line);
        }
    }
}

/// The cells below the headings of a table.
struct Below<'b, 't, 'f> {
    table: &'b Table<'t, 'f>,
    is_headed: bool,
}

impl Cells for Below<'_, '_, '_> {
    fn third_is_tags(&self) -> bool {
        let records = self.table.records().skip(usize::from(self.is_headed));
        let cells: Vec<String> = records
            .filter_map(|record| record.cells.get(2).map(|cell| cell.trim().to_string()))
            .collect();
        tags::are_tags(cells.iter().map(String::as_str))
    }

    fn are_choices(&self, answer: usize, choices: &Choices) -> bool {
        let mut key = Key::default();
        for record in self.table.records().skip(usize::from(self.is_headed)) {
            let cell = |column: &usize| record.cells.get(*column).map_or("", |cell| cell.trim());
            let texts: Vec<&str> = choices.columns.iter().map(cell).collect();
            key.see(cell(&answer), &texts);
        }
        key.fits()
    }
}

fn row<'r>(record: &'r Record, columns: &Columns, key: Key) -> Row<'r> {
    let cell = |role| columns.cell(record, role);
    Row {
        line: record.line,
        question: cell(Role::Question),
        answer: vec![cell(Role::Answer)],
        choices: columns.choices(record),
        key,
        list: columns.list(record),
        hint: cell(Role::Hint),
        why: cell(Role::Why),
        id: cell(Role::Id),
        source: cell(Role::Source),
        tags: columns.tags(record),
        deck: cell(Role::Deck),
        ..Row::default()
    }
}

/// The cells of a record without the empty ones that a spreadsheet puts behind them.
fn trimmed_width(record: &Record) -> usize {
    let last = record
        .cells
        .iter()
        .rposition(|cell| !cell.trim().is_empty());
    last.map_or(0, |last| last + 1)
}

#[cfg(test)]
pub mod tests;
