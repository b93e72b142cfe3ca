//! Rows of a table as drafts: sides become Markdown, clozes are found, ids and questions that stand
//! twice are told.

mod choices;
mod clozes;
mod key;

pub use key::Key;

use crate::deck::parse_card;
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::formats::anki::notes::part_id;
use crate::import::text::beside::Beside;
use crate::import::text::clozed_code::freed;
use crate::import::text::html::{self, Page, Side};
use crate::import::text::loose;
use crate::import::text::quoted::quoted;
use crate::model::card::Kind;
use std::collections::{HashMap, HashSet};

/// Bytes of a deck's name: it is repeated with each of its cards.
pub const DECK_MAX: usize = 1_000;

/// What the cells of a table are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// Judged cell by cell.
    #[default]
    Loose,
    Html,
    /// Plain text or Markdown.
    NotHtml,
    /// As retain writes them: Markdown, with choices and clozes in the answer.
    Ours,
}

/// Whether a row is a cloze.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cloze {
    /// Where its question has one.
    #[default]
    IfMarked,
    Always,
    Never,
}

/// One row, its cells as written.
#[derive(Clone, Debug, Default)]
pub struct Row<'r> {
    pub line: usize,
    pub question: &'r str,
    /// One paragraph each.
    pub answer: Vec<&'r str>,
    /// By their letters or numbers, from A or 1 on; empty ones are none.
    pub choices: Vec<&'r str>,
    /// How the answer may call them.
    pub key: Key,
    /// All choices in one cell.
    pub list: &'r str,
    pub hint: &'r str,
    pub why: &'r str,
    pub id: &'r str,
    pub source: &'r str,
    pub tags: Vec<String>,
    pub deck: &'r str,
    pub cloze: Cloze,
    pub reversed: bool,
    pub typed: bool,
}

/// The row of an export, where its answer has choices or clozes: of the kind of its card nothing
/// else stands in a table.
fn own(row: &Row) -> Option<Draft> {
    let answer = row.answer.join("\n\n");
    let card = parse_card(&format!("## Q {{#q}}\n\n{answer}\n")).ok()?;
    let is_cloze = card.kind == Kind::Cloze;
    let has_rest = [&card.hint, &card.why].iter().any(|field| field.is_some());
    (!row.question.is_empty() && !has_rest && card.prompt.is_empty())
        .then_some(())
        .filter(|()| is_cloze || !card.choices.is_empty())?;
    Some(Draft {
        question: row.question.to_string(),
        answer: card.answer,
        choices: card.choices,
        ask: if is_cloze { Ask::Cloze } else { Ask::Recall },
        ..Draft::default()
    })
}

/// The error of a file with more notes than are read.
pub fn too_many(file: &File, limit: usize) -> Fault {
    let what = format!("there are more than {limit} notes");
    Fault::new(file.path, what, "part it, or raise `--max-notes`")
}

/// Takes rows in, one after the other.
pub struct Intake<'i, 'f> {
    file: &'i File<'f>,
    options: &'i Options<'i>,
    harvest: &'i mut Harvest,
    markup: Markup,
    beside: Beside<'f>,
    /// The lines of the ids.
    ids: HashMap<String, usize>,
    cards: HashSet<(String, String)>,
}

impl<'i, 'f> Intake<'i, 'f> {
    pub fn new(
        file: &'i File<'f>,
        options: &'i Options<'i>,
        harvest: &'i mut Harvest,
        markup: Markup,
    ) -> Intake<'i, 'f> {
        Intake {
            file,
            options,
            harvest,
            markup,
            beside: Beside::new(file),
            ids: HashMap::new(),
            cards: HashSet::new(),
        }
    }

    /// Counts a record; an error where there are more than are read.
    pub fn count(&mut self) -> Result<(), Fault> {
        let limit = self.options.limits.notes;
        if self.harvest.n_notes == limit {
            return Err(too_many(self.file, limit));
        }
        self.harvest.n_notes += 1;
        Ok(())
    }

    /// Tells a loss of the record on `line`.
    pub fn lose(&mut self, what: &str, line: usize) {
        self.harvest.losses.add(what, self.file.line(line));
    }

    /// Refuses the record on `line`.
    pub fn refuse(&mut self, line: usize, what: impl Into<String>, hint: &str) {
        let fault = Fault::new(self.file.line(line), what, hint);
        self.harvest.refuse(fault, None);
    }

    /// Makes drafts of a counted row, usually one, or refuses it.
    pub fn take(&mut self, row: Row) {
        let (line, id) = (row.line, row.id);
        match self.drafts(row) {
            Ok(drafts) => self.harvest.drafts.extend(drafts),
            Err((what, hint)) => {
                let fault = Fault::new(self.file.line(line), what, hint);
                self.harvest.refuse(fault, Some(id));
            }
        }
    }

    /// None for a row that stands twice, word for word.
    fn drafts(&mut self, row: Row) -> Result<Vec<Draft>, (String, &'static str)> {
        self.check_size(&row)?;
        let deck = self.deck(row.deck)?;
        let own = match self.markup {
            Markup::Ours => own(&row),
            _ => None,
        };
        let drafts = match own {
            Some(own) => vec![(None, own)],
            None if self.is_cloze(&row) => self.clozes(&row)?,
            None => vec![(None, self.sides(&row)?)],
        };
        self.check_id(&row)?;
        if self.is_repeated(&row) {
            return Ok(Vec::new());
        }
        let (hint, why) = (self.field(row.hint, &row)?, self.field(row.why, &row)?);
        let sources: Vec<String> = self.field(row.source, &row)?.into_iter().collect();
        let id = |part: Option<String>| match part {
            Some(part) => part_id(row.id, &part),
            None => row.id.to_string(),
        };
        let drafts = drafts.into_iter().map(|(part, draft)| {
            let why: Vec<String> = draft.why.into_iter().chain(why.clone()).collect();
            Draft {
                deck: deck.clone(),
                id: (!row.id.is_empty()).then(|| id(part)),
                place: self.file.line(row.line),
                hint: hint.clone(),
                why: (!why.is_empty()).then(|| why.join("\n\n")),
                sources: sources.clone(),
                tags: row.tags.clone(),
                ..draft
            }
        });
        Ok(drafts.collect())
    }

    fn check_size(&self, row: &Row) -> Result<(), (String, &'static str)> {
        let limit = self.options.limits.field_bytes;
        let others = [
            row.question,
            row.hint,
            row.why,
            row.id,
            row.source,
            row.deck,
            row.list,
        ];
        let cells = row.answer.iter().chain(&row.choices).chain(&others);
        match cells.map(|cell| cell.len()).find(|length| limit < *length) {
            None => Ok(()),
            Some(length) => {
                let what = format!("a cell has {length} bytes, at most {limit} are read");
                Err((what, "shorten it, or raise `--max-field`"))
            }
        }
    }

    fn deck(&self, name: &str) -> Result<Vec<String>, (String, &'static str)> {
        if DECK_MAX < name.len() {
            let what = format!(
                "its deck's name has {} bytes, at most {DECK_MAX} are read",
                name.len()
            );
            return Err((what, "shorten it"));
        }
        let names = name
            .split("::")
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_string).collect();
        let limit = self.options.limits.deck_levels;
        match names.len() <= limit {
            true => Ok(names),
            false => {
                let what = format!(
                    "its deck is {} levels deep, at most {limit} are read",
                    names.len()
                );
                Err((what, "shorten its name, or raise `--max-deck-levels`"))
            }
        }
    }

    fn is_cloze(&self, row: &Row) -> bool {
        match row.cloze {
            Cloze::Always => true,
            Cloze::Never => false,
            Cloze::IfMarked => {
                let is_plain = row.choices.is_empty() && row.list.is_empty();
                is_plain && loose::has_cloze(&freed(row.question))
            }
        }
    }

    fn sides(&mut self, row: &Row) -> Result<Draft, (String, &'static str)> {
        let question = self.markdown(row.question, Side::Front, false, row)?;
        if question.is_empty() {
            return Err((
                "there is no question".into(),
                "write one, or leave the row out",
            ));
        }
        let choices = self.choices(row)?;
        if 1 < choices.len() {
            return Ok(Draft {
                question,
                choices,
                ..Draft::default()
            });
        }
        let answer = match choices.into_iter().next() {
            Some(only) => only.text,
            None => self.answer(row)?,
        };
        let ask = match answer.is_empty() {
            true if !self.options.unanswered => {
                let hint = "write one, or take it as an open card with `--keep-unanswered`";
                return Err(("there is no answer".into(), hint));
            }
            true => Ask::Open,
            false if row.typed => Ask::Typed(vec![self.plain(row.answer.first().unwrap_or(&""))]),
            false => Ask::Recall,
        };
        Ok(Draft {
            question,
            answer,
            ask,
            reversed: row.reversed,
            ..Draft::default()
        })
    }

    /// The parts of the answer as paragraphs.
    fn answer(&mut self, row: &Row) -> Result<String, (String, &'static str)> {
        let mut paragraphs = Vec::new();
        for cell in &row.answer {
            paragraphs.push(self.markdown(cell, Side::Back, false, row)?);
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        Ok(paragraphs.join("\n\n"))
    }

    fn field(&mut self, cell: &str, row: &Row) -> Result<Option<String>, (String, &'static str)> {
        let markdown = self.markdown(cell, Side::Back, false, row)?;
        Ok((!markdown.is_empty()).then_some(markdown))
    }

    fn markdown(
        &mut self,
        cell: &str,
        side: Side,
        clozes: bool,
        row: &Row,
    ) -> Result<String, (String, &'static str)> {
        if cell.trim().is_empty() {
            return Ok(String::new());
        }
        let page = Page {
            side,
            clozes,
            is_markdown: false,
        };
        let limits = &self.options.limits;
        let read = match self.markup {
            Markup::Loose => loose::read(cell, page, limits),
            Markup::Html => html::read(cell, page, limits),
            Markup::NotHtml => return Ok(loose::unmarked(cell, clozes)),
            Markup::Ours => return Ok(cell.trim().to_string()),
        };
        let read = read.map_err(|what| (what, ""))?;
        let place = self.file.line(row.line);
        for loss in &read.losses {
            self.harvest.losses.add(loss, &place);
        }
        for name in &read.media {
            self.beside.take(name, &place, self.harvest);
        }
        Ok(read.markdown.trim().to_string())
    }

    /// What is to be typed, without any markup.
    fn plain(&self, cell: &str) -> String {
        match self.markup {
            Markup::Html => html::plain(cell),
            _ => cell.trim().to_string(),
        }
    }

    fn check_id(&mut self, row: &Row) -> Result<(), (String, &'static str)> {
        if row.id.is_empty() {
            return Ok(());
        }
        match self.ids.get(row.id) {
            Some(line) => {
                let what = format!("the id {} stands on line {line} already", quoted(row.id));
                Err((what, "give each row an id of its own"))
            }
            None => {
                self.ids.insert(row.id.to_string(), row.line);
                Ok(())
            }
        }
    }

    /// Whether the same card was made of another row; that is told.
    fn is_repeated(&mut self, row: &Row) -> bool {
        let sides = row.answer.iter().chain(&row.choices).copied();
        let sides: Vec<&str> = sides.chain([row.list]).collect();
        let card = (row.question.to_string(), sides.join("\n"));
        let is_repeated = !self.cards.insert(card) && row.id.is_empty();
        if is_repeated {
            self.lose(
                "rows that stand twice, word for word: one card is made of them",
                row.line,
            );
        }
        is_repeated
    }
}
