//! Drafts of GIFT questions.

use super::super::beside::Beside;
use super::super::draft::{Ask, Draft, Fault, Harvest};
use super::super::file::File;
use super::super::format::Options;
use super::super::html::{self, Page, Read, Side};
use super::super::loose;
use super::super::markdown::{escaped, escaped_inline};
use super::marks::{plain, split_once};
use super::numbers;
use super::pieces::Piece;
use super::question::{Body, Item, Markup, Question, Refusal, marked, parse};
use crate::model::card::Choice;
use std::collections::HashSet;
use std::ops::Range;

/// What a missing word looks like.
const BLANK: &str = "_____";

/// The choices of a card, at the most.
const CHOICES_MAX: usize = 26;

/// Makes drafts of one file's questions.
pub struct Maker<'m, 'f> {
    file: &'m File<'f>,
    options: &'m Options<'m>,
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
        if self.harvest.n_notes == limit {
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

    fn lose(&mut self, what: &str) {
        self.harvest.losses.add(what, &self.place);
    }

    fn drafts(&mut self, piece: &Piece) -> Result<Vec<Draft>, Refusal> {
        let limits = &self.options.limits;
        if limits.field_bytes < piece.text.len() {
            let (found, limit) = (piece.text.len(), limits.field_bytes);
            let what = format!("it has {found} bytes, at most {limit} are read");
            return Err((what, "shorten it, or raise `--max-field`"));
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
    fn asking(&mut self, question: &Question) -> Result<Draft, Refusal> {
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

    fn short(&mut self, question: &Question, items: &[Item]) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let is_right = |item: &&Item| 100.0 <= item.share();
        let accepted: Vec<String> = items
            .iter()
            .filter(is_right)
            .map(|item| plain_text(item.text))
            .collect();
        if accepted.iter().all(String::is_empty) {
            return Err(("no answer gives all points".into(), "write it as `=answer`"));
        }
        if accepted.iter().any(|answer| answer.contains('*')) {
            self.lose("`*` for any text in an answer: it is taken as a sign");
        }
        let shown: Vec<String> = accepted
            .iter()
            .map(|answer| escaped_inline(answer))
            .collect();
        Ok(Draft {
            answer: shown.join(" or "),
            ask: Ask::Typed(accepted),
            why: self.remarks(items, |answer| escaped_inline(answer))?,
            ..asking
        })
    }

    fn numbers(&mut self, question: &Question, items: &[Item]) -> Result<Draft, Refusal> {
        let asking = self.asking(question)?;
        let found = numbers::accepted(items)?;
        Ok(Draft {
            answer: found.answer,
            ask: found.ask,
            why: self.remarks(items, numbers::shown)?,
            ..asking
        })
    }

    /// What is said of typed answers, right ones first.
    fn remarks(
        &mut self,
        items: &[Item],
        shown: impl Fn(&str) -> String,
    ) -> Result<Option<String>, Refusal> {
        let (mut right, mut others, mut said) = (Vec::new(), Vec::new(), HashSet::new());
        for item in items {
            let (share, answer) = (item.share(), plain_text(item.text));
            let note = self.note(item.feedback)?;
            if 100.0 <= share {
                right.extend(note.filter(|note| said.insert(note.clone())));
            } else if answer.is_empty() || answer == "*" {
                if note.is_some() {
                    self.lose("feedback for all other answers");
                }
            } else if 0.0 < share || note.is_some() {
                let answer = shown(&answer);
                let partly = (0.0 < share).then(|| format!("partly right ({share} %)."));
                let remark: Vec<String> = partly.into_iter().chain(note).collect();
                others.push(format!("{answer}: {}", remark.join(" ")));
            }
        }
        right.append(&mut others);
        Ok((!right.is_empty()).then(|| right.join("\\\n")))
    }

    fn pairs(
        &mut self,
        question: &Question,
        pairs: &[(&str, &str)],
    ) -> Result<Vec<Draft>, Refusal> {
        let asking = self.asking(question)?.question;
        let (mut answers, mut known) = (Vec::new(), HashSet::new());
        let mut asked: Vec<(String, String, String)> = Vec::new();
        for (left, right) in pairs {
            let answer = loose::on_one_line(&self.text(right)?);
            let left_text = self.text(left)?;
            if answer.is_empty() {
                return Err((
                    "a pair has no right side".into(),
                    "write each as `=left -> right`",
                ));
            }
            if known.insert(answer.clone()) {
                answers.push(answer.clone());
            }
            if !left_text.is_empty() {
                asked.push((plain_text(left), left_text, answer));
            }
        }
        let is_choice = (2..=CHOICES_MAX).contains(&answers.len());
        let choices = |right: &str| -> Vec<Choice> {
            let all = answers.iter().filter(|_| is_choice);
            all.map(|text| Choice {
                right: text == right,
                text: text.clone(),
                note: None,
            })
            .collect()
        };
        let draft = |(id, left, answer): (String, String, String)| Draft {
            id: Some(id),
            question: format!("{left}\n\n{asking}"),
            choices: choices(&answer),
            answer,
            ..Draft::default()
        };
        Ok(asked.into_iter().map(draft).collect())
    }

    /// A text with embedded answers becomes a cloze, a number for each.
    fn blanks(&mut self, question: &Question, blanks: &[Range<usize>]) -> Result<Draft, Refusal> {
        let limit = self.options.limits.clozes;
        if limit < blanks.len() {
            let what = format!("it has {} blanks, at most {limit} are read", blanks.len());
            return Err((what, "part it, or raise `--max-clozes`"));
        }
        let mut text = String::new();
        let mut done = 0;
        for (idx, blank) in blanks.iter().enumerate() {
            text.push_str(&question.before[done..blank.start]);
            text.push_str(&embedded(&question.before[blank.clone()], idx + 1)?);
            done = blank.end;
        }
        text.push_str(&question.before[done..]);
        let answer = self.side(&text, Side::Back, true)?;
        match loose::n_clozes(&answer) == blanks.len() {
            true => Ok(Draft {
                answer,
                ask: Ask::Cloze,
                ..Draft::default()
            }),
            false => Err((
                "a blank cannot be hidden".into(),
                "write it without braces and `::`",
            )),
        }
    }

    fn note(&mut self, text: &str) -> Result<Option<String>, Refusal> {
        let note = loose::on_one_line(&self.text(text)?);
        Ok((!note.is_empty()).then_some(note))
    }

    fn text(&mut self, text: &str) -> Result<String, Refusal> {
        self.side(text, Side::Back, false)
    }

    /// Converts a text with escapes, in its own format or else in the question's.
    fn side(&mut self, text: &str, side: Side, clozes: bool) -> Result<String, Refusal> {
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

/// A typed answer: never anything but plain text, on one line.
fn plain_text(text: &str) -> String {
    let text = plain(marked(text).1);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `{1:MC:~a~=b}` as the cloze of a number.
fn embedded(blank: &str, number: usize) -> Result<String, Refusal> {
    let inside = blank.trim_start_matches('{').trim_end_matches('}');
    let parts = inside
        .split_once(':')
        .and_then(|(_, rest)| rest.split_once(':'));
    let (kind, answers) = parts.unwrap_or(("", inside));
    let mut right = None;
    let mut options = Vec::new();
    for answer in super::marks::parts(answers, '~') {
        let all = answer.strip_prefix('=').or(answer.strip_prefix("%100%"));
        let weighted = answer
            .strip_prefix('%')
            .and_then(|rest| rest.split_once('%'));
        let text = all.unwrap_or(weighted.map_or(answer, |(_, text)| text));
        let text = split_once(text, "#").map_or(text, |(text, _)| text);
        let text = plain_text(text);
        if all.is_some() && right.is_none() {
            right = Some(text.clone());
        }
        options.push(text);
    }
    let Some(right) = right.filter(|right| !right.is_empty()) else {
        return Err(("a blank has no right answer".into(), "mark it with `=`"));
    };
    let is_choice = kind.starts_with('M') && !kind.starts_with("MW");
    let hint = match is_choice && 1 < options.len() {
        true => format!("::{}", options.join(" / ")),
        false => String::new(),
    };
    Ok(format!("{{{{c{number}::{right}{hint}}}}}"))
}
