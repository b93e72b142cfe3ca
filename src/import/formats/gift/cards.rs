//! Drafts of GIFT questions.

use super::marks::plain;
use super::pieces::Piece;
use super::question::{Body, Item, Markup, Question, Refusal, marked, parse};
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::text::beside::Beside;
use crate::import::text::html::{self, Page, Read, Side};
use crate::import::text::loose;
use crate::import::text::markdown::escaped;
use crate::model::card::Choice;

/// What a missing word looks like.
const BLANK: &str = "_____";

/// Bytes of a category: it is repeated with each card.
const CATEGORY_MAX: usize = 1_000;

/// The choices of a card, at the most.
pub const CHOICES_MAX: usize = 26;

/// Makes drafts of one file's questions.
pub struct Maker<'m, 'f> {
    file: &'m File<'f>,
    pub(super) options: &'m Options<'m>,
    harvest: &'m mut Harvest,
    beside: Beside<'f>,
    /// Of the question that is read.
    place: String,
    markup: Markup,
}

impl<'m, 'f> Maker<'m, 'f> {
    pub fn new(
        file: &'m File<'f>,
        options: &'m Options<'m>,
        harvest: &'m mut Harvest,
    ) -> Maker<'m, 'f> {
        Maker {
            file,
            options,
            harvest,
            beside: Beside::new(file),
            place: String::new(),
            markup: Markup::default(),
        }
    }

    /// Counts a question; an error where there are more than are read.
    pub fn count(&mut self) -> Result<(), Fault> {
        let limit = self.options.limits.notes;
        // Pairs make more cards than there are questions.
        if limit <= self.harvest.n_notes.max(self.harvest.drafts.len()) {
            let what = format!("there are more than {limit} questions");
            return Err(Fault::new(
                self.file.path,
                what,
                "part it, or raise `--max-notes`",
            ));
        }
        self.harvest.n_notes += 1;
        Ok(())
    }

    /// Takes a question that was counted.
    pub fn take(&mut self, piece: &Piece) {
        self.place = self.file.line(piece.line);
        if piece.has_preface {
            self.lose("text in front of a question's name");
        }
        match self.drafts(piece) {
            Ok(drafts) => self.harvest.drafts.extend(drafts),
            Err((what, hint)) => {
                let fault = Fault::new(&self.place, what, hint);
                self.harvest.refused.push(fault);
            }
        }
    }

    pub(super) fn lose(&mut self, what: &str) {
        self.harvest.losses.add(what, &self.place);
    }

    fn drafts(&mut self, piece: &Piece) -> Result<Vec<Draft>, Refusal> {
        let limits = &self.options.limits;
        if limits.field_bytes < piece.text.len() {
            let (found, limit) = (piece.text.len(), limits.field_bytes);
            let what = format!("it has {found} bytes, at most {limit} are read");
            return Err((what, "shorten it, or raise `--max-field`"));
        }
        let length: usize = piece.category.iter().map(String::len).sum();
        if CATEGORY_MAX < length {
            let what = format!("its category has {length} bytes, at most {CATEGORY_MAX} are read");
            return Err((what, "shorten it"));
        }
        if limits.deck_levels < piece.category.len() {
            let (found, limit) = (piece.category.len(), limits.deck_levels);
            let what = format!("its category is {found} levels deep, at most {limit} are read");
            return Err((what, "shorten it, or raise `--max-deck-levels`"));
        }
        let question = parse(piece)?;
        self.markup = question.markup;
        let mut drafts = self.bodies(&question)?;
        let why = match question.feedback {
            Some(feedback) => self.text(feedback)?,
            None => String::new(),
        };
        for draft in &mut drafts {
            let whys: Vec<&str> = draft
                .why
                .as_deref()
                .into_iter()
                .chain([why.as_str()])
                .collect();
            draft.why = Some(whys.join("\n\n").trim().to_string()).filter(|why| !why.is_empty());
            draft.deck.clone_from(&piece.category);
            draft.tags.clone_from(&piece.tags);
            draft.place.clone_from(&self.place);
            draft.id = id(piece, &question, draft.id.take());
        }
        Ok(drafts)
    }

    fn bodies(&mut self, question: &Question) -> Result<Vec<Draft>, Refusal> {
        let one = match &question.body {
            Body::Description => {
                self.lose("descriptions: text without a question");
                return Ok(Vec::new());
            }
            Body::Pairs(pairs) => return self.pairs(question, pairs),
            Body::Blanks(blanks) => self.blanks(question, blanks)?,
            Body::Essay => Draft {
                ask: Ask::Open,
                ..self.asking(question)?
            },
            Body::Statement {
                is_true,
                when_wrong,
                when_right,
            } => self.statement(question, *is_true, when_wrong, when_right)?,
            Body::Choices(items) => self.choices(question, items)?,
            Body::Short(items) => self.short(question, items)?,
            Body::Numbers(items) => self.numbers(question, items)?,
        };
        Ok(vec![one])
    }

    /// A draft with the question, a missing word as a blank.
    pub(super) fn asking(&mut self, question: &Question) -> Result<Draft, Refusal> {
        let (before, after) = (question.before, question.after);
        let ends = before.ends_with(['?', ':', '.', '!']);
        let is_stray = after.is_empty() || ends && after.chars().all(|c| c.is_ascii_punctuation());
        let text = match (before.is_empty(), is_stray) {
            (_, true) => before.to_string(),
            (true, false) => format!("{BLANK} {after}"),
            (false, false) => {
                let gap = if after.starts_with(['.', ',', ';', ':', '!', '?', ')']) {
                    ""
                } else {
                    " "
                };
                format!("{before} {BLANK}{gap}{after}")
            }
        };
        let question = self.side(&text, Side::Front, false)?;
        match question.is_empty() {
            true => Err((
                "there is no question".into(),
                "write it in front of the braces",
            )),
            false => Ok(Draft {
                question,
                ..Draft::default()
            }),
        }
    }

    fn statement(
        &mut self,
        question: &Question,
        is_true: bool,
        when_wrong: &str,
        when_right: &str,
    ) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let mut choices = Vec::new();
        for (text, right) in [("True", is_true), ("False", !is_true)] {
            let note = if right { when_right } else { when_wrong };
            choices.push(Choice {
                right,
                text: text.to_string(),
                note: self.note(note)?,
            });
        }
        Ok(Draft {
            question: as_statement(asking.question),
            answer: if is_true { "True" } else { "False" }.to_string(),
            choices,
            ..Draft::default()
        })
    }

    fn choices(&mut self, question: &Question, items: &[Item]) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let is_single = items.iter().any(|item| item.right);
        let mut choices = Vec::new();
        for item in items {
            let share = item.share();
            let right = if is_single {
                100.0 <= share
            } else {
                0.0 < share
            };
            let text = loose::on_one_line(&self.text(item.text)?);
            if text.is_empty() {
                return Err((
                    "a choice is empty".into(),
                    "write it, or leave its mark out",
                ));
            }
            let note = self.note(item.feedback)?;
            let partly = (!right && 0.0 < share).then(|| format!("Partly right ({share} %)."));
            let note: Vec<String> = partly.into_iter().chain(note).collect();
            choices.push(Choice {
                right,
                text,
                note: (!note.is_empty()).then(|| note.join(" ")),
            });
        }
        check_choices(&choices)?;
        Ok(Draft { choices, ..asking })
    }

    pub(super) fn note(&mut self, text: &str) -> Result<Option<String>, Refusal> {
        let note = loose::on_one_line(&self.text(text)?);
        Ok((!note.is_empty()).then_some(note))
    }

    pub(super) fn text(&mut self, text: &str) -> Result<String, Refusal> {
        self.side(text, Side::Back, false)
    }

    /// Converts a text with escapes, in its own format or else in the question's.
    pub(super) fn side(&mut self, text: &str, side: Side, clozes: bool) -> Result<String, Refusal> {
        let (markup, text) = marked(text);
        let text = plain(text).replace("@@PLUGINFILE@@/", "");
        let page = Page {
            side,
            clozes,
            is_markdown: false,
        };
        let limits = &self.options.limits;
        let read = match markup.unwrap_or(self.markup) {
            Markup::Html => html::read(&text, page, limits),
            Markup::Markdown => loose::markdown(&text, page, limits),
            Markup::Moodle => loose::read(&text, page, limits),
            Markup::Plain => {
                let markdown = escaped(&text);
                let markdown = if clozes {
                    loose::with_clozes(&markdown)
                } else {
                    markdown
                };
                Ok(Read {
                    markdown,
                    ..Read::default()
                })
            }
        };
        let read = read.map_err(|what| (what, ""))?;
        for loss in &read.losses {
            self.harvest.losses.add(loss, &self.place);
        }
        for name in &read.media {
            self.beside.take(name, &self.place, self.harvest);
        }
        Ok(read.markdown.trim().to_string())
    }
}

/// What a question is called where that outlives a rewording; `part` names one of its pairs.
fn id(piece: &Piece, question: &Question, part: Option<String>) -> Option<String> {
    let named = || question.name.map(plain);
    let id = piece.id.clone().or_else(named)?;
    Some(match part {
        Some(part) => format!("{id}: {part}"),
        None => id,
    })
}

/// Asks whether a statement is true, unless it does so itself.
fn as_statement(statement: String) -> String {
    match statement.to_lowercase().contains("true or false") {
        true => statement,
        false if statement.contains('\n') => format!("{statement}\n\nTrue or false?"),
        false => format!("True or false: {statement}"),
    }
}

fn check_choices(choices: &[Choice]) -> Result<(), Refusal> {
    let hint = "mark the right choices with `=`, or with weights above 0";
    match choices.len() {
        _ if choices.iter().all(|choice| !choice.right) => Err(("no choice is right".into(), hint)),
        0 | 1 => Err((
            "there is only one choice".into(),
            "write a wrong one, with `~`",
        )),
        n if CHOICES_MAX < n => {
            let what = format!("there are {n} choices, a card has at most {CHOICES_MAX}");
            Err((what, "leave some out"))
        }
        _ => Ok(()),
    }
}
