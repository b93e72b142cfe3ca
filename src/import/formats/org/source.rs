//! What the three kinds of org cards have in common: which headlines are cards, what their texts
//! are, and that no id is used twice.

use super::document::Document;
use super::inline::{FOOTNOTES_MAX, Reader};
use crate::import::draft::{Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::text::admit::{Luggage, count_note};
use crate::import::text::holes::{Hole, finished, marked};
use crate::import::text::vault::Vault;
use std::collections::HashMap;

/// A file with cards of one kind.
pub struct Source<'t> {
    pub file: File<'t>,
    pub document: Document<'t>,
    pub options: &'t Options<'t>,
    pub vault: Vault<'t>,
    /// For each headline, whether it is a card.
    pub is_card: Vec<bool>,
}

/// Names of headlines that say nothing of what stands under them.
const EMPTY_TITLES: &[&str] = &[
    "",
    "item",
    "card",
    "question",
    "fråga",
    "frage",
    "word",
    "fact",
    "cloze",
    "drill",
    "flashcard",
];

/// Names of headlines that only part the answer from the question.
const ANSWER_TITLES: &[&str] = &[
    "answer",
    "the answer",
    "back",
    "svar",
    "antwort",
    "solution",
    "réponse",
    "respuesta",
    "risposta",
];

impl<'t> Source<'t> {
    /// Counts the cards, and returns those that can be read; the others are refused.
    pub fn cards(&self, ids: &[&str], harvest: &mut Harvest) -> Result<Vec<usize>, Fault> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut cards = Vec::new();
        for idx in (0..self.is_card.len()).filter(|idx| self.is_card[*idx]) {
            count_note(&self.file, self.options, harvest)?;
            match self.fault(idx, ids, &mut seen) {
                Some(fault) => harvest.refused.push(fault),
                None => cards.push(idx),
            }
        }
        Ok(cards)
    }

    fn fault(&self, idx: usize, ids: &[&str], seen: &mut HashMap<&'t str, usize>) -> Option<Fault> {
        let headline = &self.document.headlines[idx];
        let levels = self.options.limits.nesting;
        if levels < headline.level {
            let what = format!(
                "a headline of {} stars, at most {levels} are read",
                headline.level
            );
            let hint = "raise it, or raise `--max-nesting`";
            return Some(Fault::new(self.file.line(headline.line), what, hint));
        }
        if let Some(line) = headline.open_drawer {
            let what = "the drawer is never closed";
            return Some(Fault::new(
                self.file.line(line),
                what,
                "put `:END:` behind it",
            ));
        }
        let id = ids.iter().find_map(|name| headline.property(name))?;
        if id.value.is_empty() {
            return None;
        }
        let first = *seen.entry(id.value).or_insert(id.line);
        (first != id.line).then(|| {
            let what = format!("the id `{}` is already used on line {first}", id.value);
            Fault::new(self.file.line(id.line), what, "give one of the two another")
        })
    }

    /// A draft with what all kinds have.
    pub fn draft(&self, idx: usize, ids: &[&str], own_tags: &[&str]) -> Draft {
        let headline = &self.document.headlines[idx];
        let tags = self.document.all_tags(idx);
        let tags = tags.into_iter().filter(|tag| !own_tags.contains(tag));
        Draft {
            id: ids
                .iter()
                .find_map(|id| headline.value(id))
                .map(str::to_string),
            place: self.file.line(headline.line),
            tags: tags.map(str::to_string).collect(),
            ..Draft::default()
        }
    }

    pub fn reader(&self) -> Reader<'_, 't> {
        Reader {
            vault: &self.vault,
            footnotes: &self.document.footnotes,
            luggage: Luggage::default(),
            room: FOOTNOTES_MAX,
        }
    }

    /// The title in Markdown.
    pub fn title(&self, idx: usize, reader: &mut Reader) -> String {
        reader.inline(self.document.headlines[idx].title)
    }

    /// The title, unless it says nothing.
    pub fn telling_title(&self, idx: usize, reader: &mut Reader) -> String {
        let title = self.document.headlines[idx].title.to_lowercase();
        match EMPTY_TITLES
            .contains(&title.trim_end_matches(|c: char| c.is_ascii_digit() || " .:?".contains(c)))
        {
            true => String::new(),
            false => self.title(idx, reader),
        }
    }

    /// Whether a headline only says that the answer comes.
    pub fn is_answer(&self, idx: usize) -> bool {
        let title = self.document.headlines[idx].title.to_lowercase();
        ANSWER_TITLES.contains(&title.trim_end_matches([':', '.', ' ']))
    }

    /// The own text of a headline, in Markdown.
    pub fn body(&self, idx: usize, reader: &mut Reader) -> String {
        reader.blocks(&self.document.body(idx))
    }

    /// The own text of a headline with its clozes.
    pub fn clozed(&self, text: &str, holes: &[Hole], reader: &mut Reader) -> String {
        let marked = marked(text, holes);
        let lines: Vec<&str> = marked.split('\n').collect();
        finished(&reader.blocks(&lines))
    }

    /// The text of a headline and of those below it, but for other cards, under their titles.
    pub fn whole(&self, idx: usize, reader: &mut Reader) -> String {
        let mut parts = vec![self.body(idx, reader)];
        let mut hidden_level = usize::MAX;
        for below in self.document.below(idx) {
            let level = self.document.headlines[below].level;
            if level <= hidden_level {
                hidden_level = if self.is_card[below] {
                    level
                } else {
                    usize::MAX
                };
            }
            if hidden_level == usize::MAX {
                parts.push(self.under_title(below, reader));
            }
        }
        joined(parts)
    }

    /// The own text of a headline under its title.
    pub fn under_title(&self, idx: usize, reader: &mut Reader) -> String {
        let title = self.title(idx, reader);
        let body = self.body(idx, reader);
        let title = if title.is_empty() {
            title
        } else {
            format!("**{title}**")
        };
        joined(vec![title, body])
    }
}

/// Parts that are not empty, with blank lines between them.
pub fn joined(parts: Vec<String>) -> String {
    let full = parts.into_iter().filter(|part| !part.trim().is_empty());
    full.collect::<Vec<String>>().join("\n\n")
}
