//! A Markdown table with a heading for questions and one for answers: each row is a card.
//!
//! Other columns are read by their headings: tags, hint, explanation, source. A bar in a code span
//! is text where the row would be too wide for its table otherwise; `\|` always is.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::page::heading;
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::markdown::{Line, is_in_code};

pub struct MarkdownTable;

impl Format for MarkdownTable {
    fn name(&self) -> &'static str {
        "markdown-table"
    }

    fn label(&self) -> &'static str {
        "Markdown tables with a Question and an Answer column"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| {
            let rows = rows(&Page::new(text));
            let has_cards = rows.iter().any(|row| !row.is_glossary);
            has_cards.then(|| rows.iter().filter(|row| row.is_whole()).count())
        })
    }

    fn yields_to_quiz(&self) -> bool {
        true
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let mut desk = Desk::new(file, &page, None, options, harvest);
        for row in rows(&page) {
            row.give(&mut desk)?;
        }
        Ok(())
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Question,
    Answer,
    Tags,
    Hint,
    Why,
    Source,
    Other,
}

const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Question,
        &[
            "question",
            "questions",
            "front",
            "q",
            "prompt",
            "frage",
            "vorderseite",
            "pregunta",
            "pergunta",
            "frente",
            "domanda",
            "vraag",
            "вопрос",
            "问题",
            "正面",
            "質問",
        ],
    ),
    (
        Column::Answer,
        &[
            "answer",
            "answers",
            "back",
            "a",
            "response",
            "antwort",
            "rückseite",
            "respuesta",
            "resposta",
            "verso",
            "réponse",
            "risposta",
            "antwoord",
            "ответ",
            "答案",
            "背面",
            "回答",
        ],
    ),
    (Column::Tags, &["tags", "tag", "topic", "category"]),
    (Column::Hint, &["hint", "hints"]),
    (
        Column::Why,
        &["explanation", "why", "notes", "note", "comment"],
    ),
    (Column::Source, &["source", "sources", "reference", "link"]),
];

/// Headings of a glossary. Any document may have one, so it alone makes no deck of a file.
const GLOSSARY: &[(Column, &[&str])] = &[
    (Column::Question, &["term", "word", "concept"]),
    (Column::Answer, &["definition", "meaning"]),
];

fn column(name: &str, is_glossary: bool) -> Column {
    let glossary = if is_glossary { GLOSSARY } else { &[] };
    // `Question / Concept` says it twice.
    let words = name.split('/').map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_lowercase()
    });
    let column = |word: String| {
        let mut known = NAMES.iter().chain(glossary);
        let found = known.find(|(_, names)| names.contains(&word.as_str()));
        found.map(|(column, _)| *column)
    };
    words.into_iter().find_map(column).unwrap_or(Column::Other)
}

/// A row with its columns.
struct Row<'t> {
    line: usize,
    is_glossary: bool,
    columns: Vec<Column>,
    cells: Vec<&'t str>,
    topics: Vec<&'t str>,
}

/// The rows of all tables that hold cards.
fn rows<'t>(page: &Page<'t>) -> Vec<Row<'t>> {
    let (mut rows, mut topics) = (Vec::new(), Vec::<(usize, &str)>::new());
    let mut head: Option<Head> = None;
    for (idx, line) in page.lines.iter().enumerate() {
        if let Some(heading) = heading(line) {
            topics.retain(|(level, _)| *level < heading.level);
            topics.push((heading.level, heading.text));
        }
        if line.verbatim || !line.text.contains('|') {
            head = None;
            continue;
        }
        match &head {
            None => head = page.lines.get(idx + 1).and_then(|next| head_of(line, next)),
            Some(_) if is_delimiter(line.text) => (),
            Some(head) => rows.push(Row {
                line: line.number,
                is_glossary: head.is_glossary,
                columns: head.columns.clone(),
                cells: fitting(line.text, head.columns.len()),
                topics: topics.iter().skip(1).map(|(_, text)| *text).collect(),
            }),
        }
    }
    rows
}

/// The heading of a table with cards in it.
struct Head {
    columns: Vec<Column>,
    is_glossary: bool,
}

fn head_of(line: &Line, next: &Line) -> Option<Head> {
    if !is_delimiter(next.text) {
        return None;
    }
    let names = cells(line.text, &[]);
    let head = |is_glossary| -> Option<Head> {
        let columns = names.iter().map(|name| column(name, is_glossary));
        let columns: Vec<Column> = columns.collect();
        let once = |wanted| columns.iter().filter(|column| **column == wanted).count() == 1;
        (columns.len() <= COLUMNS_MAX && once(Column::Question) && once(Column::Answer)).then_some(
            Head {
                columns,
                is_glossary,
            },
        )
    };
    head(false).or_else(|| head(true))
}

/// Tables with more columns hold something else.
const COLUMNS_MAX: usize = 20;

fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row in a table of so many columns.
///
/// A bar in a code span parts cells for Markdown, but those who write one there seldom know: where
/// there are too many cells, and as many as wanted without such bars, they are text.
fn fitting(line: &str, n_columns: usize) -> Vec<&str> {
    let parted = cells(line, &[]);
    if parted.len() <= n_columns || !line.contains('`') {
        return parted;
    }
    let joined = cells(line, &is_in_code(row_of(line)));
    match joined.len() == n_columns {
        true => joined,
        false => parted,
    }
}

/// The row without the bar in front of it.
fn row_of(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('|').unwrap_or(line)
}

/// The cells of a row, with `\|` in them, and with the bars at bytes that are `kept`.
fn cells<'t>(line: &'t str, kept: &[bool]) -> Vec<&'t str> {
    let line = row_of(line);
    let (mut cells, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, byte) in line.bytes().enumerate() {
        let is_text = is_escaped || kept.get(at) == Some(&true);
        if byte == b'|' && !is_text {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    if !line[start..].trim().is_empty() {
        cells.push(line[start..].trim());
    }
    cells
}

impl Row<'_> {
    fn is_whole(&self) -> bool {
        let has = |column| !self.text(column).is_empty();
        self.cells.len() <= self.columns.len() && has(Column::Question) && has(Column::Answer)
    }

    /// The text of a column as Markdown outside of a table.
    fn text(&self, wanted: Column) -> String {
        let idx = self.columns.iter().position(|column| *column == wanted);
        let cell = idx
            .and_then(|idx| self.cells.get(idx))
            .copied()
            .unwrap_or_default();
        let text = cell.replace("\\|", "|");
        match text.contains("<br") {
            true => ["<br>", "<br/>", "<br />"]
                .iter()
                .fold(text, |text, mark| text.replace(mark, "\\\n")),
            false => text,
        }
    }

    fn give(self, desk: &mut Desk) -> Result<(), Fault> {
        let (found, most) = (self.cells.len(), self.columns.len());
        if most < found {
            desk.harvest.n_notes += 1;
            let what = format!("the row has {found} cells, its table {most} columns");
            desk.refuse(self.line, what, "write `\\|` for a bar inside a cell");
            return Ok(());
        }
        let other = |column: &Column, cell: &&str| {
            *column == Column::Other && !cell.is_empty() && !is_number(cell)
        };
        if self
            .columns
            .iter()
            .zip(&self.cells)
            .any(|(column, cell)| other(column, cell))
        {
            desk.lose("other columns of the table are left out", self.line);
        }
        let some = |column| Some(self.text(column)).filter(|text| !text.is_empty());
        let tags = self.text(Column::Tags);
        let tags = tags
            .split([',', ';'])
            .map(|tag| tag.trim().trim_start_matches('#'));
        let tags = self
            .topics
            .iter()
            .copied()
            .chain(tags.filter(|tag| !tag.is_empty()));
        desk.take(Found {
            line: self.line,
            question: self.text(Column::Question),
            answer: self.text(Column::Answer),
            hint: some(Column::Hint),
            why: some(Column::Why),
            sources: some(Column::Source).into_iter().collect(),
            tags: tags.map(str::to_string).collect(),
            ..Found::default()
        })
    }
}

/// Whether a cell only counts the rows.
fn is_number(cell: &str) -> bool {
    cell.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests;
