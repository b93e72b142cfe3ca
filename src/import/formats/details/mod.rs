//! Questions whose answers are folded away: `<details><summary>Question</summary> answer</details>`,
//! and headings with `<details><summary>show</summary>` below them.
//!
//! A file comes in; a card for each question goes out, its answer as the Markdown that stands in the
//! block. `folds` finds the blocks, `asking` what is asked above them, `sections` which of them
//! belong to each question; `content` makes Markdown of a block, `loose` finds questions that no
//! block answers.

mod asking;
mod content;
mod folds;
mod loose;
mod sections;
#[cfg(test)]
mod tests;

use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::quiz;
use crate::import::limits::Limits;
use crate::import::text::headed::links::{Definitions, with_pictures};
use crate::import::text::headed::topics::Topics;
use crate::import::text::headed::{Outline, asks, names};
use content::Content;
use sections::{Entry, Kind};

/// Lists of `<details>`.
pub struct Details;

impl Format for Details {
    fn name(&self) -> &'static str {
        "details"
    }

    fn label(&self) -> &'static str {
        "Markdown with answers in <details> (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let outline = folds::outline(&text);
        let entries = sections::entries(&outline);
        let complete: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.is_complete(&outline))
            .collect();
        let asking = complete.iter().filter(|entry| entry.looks_asked()).count();
        match 2 <= asking && complete.len() <= 2 * asking {
            true => Likeness::Cards(complete.len()),
            false => Likeness::No,
        }
    }

    /// The answers of a quiz are folded away, too.
    fn yields_to_quiz(&self) -> bool {
        true
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let outline = folds::outline(&text);
        let entries = sections::entries(&outline);
        quiz::check_count(file, entries.len(), &options.limits)?;
        let reader = Reader {
            file,
            topics: Topics::new(&outline, &sections::asked(&outline, &entries), file),
            definitions: Definitions::of(&outline),
            outline: &outline,
            options,
        };
        for entry in &entries {
            harvest.n_notes += 1;
            match reader.draft(entry, harvest) {
                Ok(draft) => harvest.drafts.push(draft),
                Err(fault) => harvest.refused.push(fault),
            }
        }
        for row in loose::loose_questions(&outline) {
            let what = "questions without an answer are left out";
            harvest.losses.add(what, file.line(row + 1));
        }
        Ok(())
    }
}

struct Reader<'r> {
    file: &'r File<'r>,
    outline: &'r Outline<'r>,
    topics: Topics,
    definitions: Definitions,
    options: &'r Options<'r>,
}

impl Reader<'_> {
    fn draft(&self, entry: &Entry, harvest: &mut Harvest) -> Result<Draft, Fault> {
        let place = self.file.line(entry.row + 1);
        let refused = |what: &str, hint: &str| Err(Fault::new(place.clone(), what, hint));
        if entry.question.is_empty() {
            return refused(
                "nothing is asked",
                "write the question into `<summary>` or into a heading above",
            );
        }
        self.check_size(entry, &place)?;
        let mut answer = entry
            .content(false, self.outline, &self.options.limits)
            .map_err(|what| Fault::new(place.clone(), what, ""))?;
        let hints = entry
            .content(true, self.outline, &self.options.limits)
            .map_err(|what| Fault::new(place.clone(), what, ""))?;
        if content::is_unanswered(&answer.markdown) {
            answer.markdown.clear();
            if !self.options.unanswered {
                return refused(
                    "no answer is given",
                    "pass `--keep-unanswered` to take it as an open question",
                );
            }
        }
        if let Some(below) = content::below_promise(&answer.markdown) {
            answer.markdown = below.to_string();
            let what = "promises of an answer are left out: only what stands below them answers";
            harvest.losses.add(what, &place);
        }
        let is_open = answer.markdown.is_empty();
        let mut draft = Draft {
            deck: self.topics.deck.clone(),
            question: entry.question.clone(),
            tags: self.tags(entry),
            ask: if is_open { Ask::Open } else { Ask::Recall },
            ..Draft::default()
        };
        for content in [&answer, &hints] {
            content.report(self.file, &place, harvest);
        }
        self.set_texts(&mut draft, answer.markdown, hints.markdown);
        let hint = draft.hint.as_mut();
        for text in [&mut draft.question, &mut draft.answer]
            .into_iter()
            .chain(hint)
        {
            *text = with_pictures(&self.definitions.resolve(text), self.file, &place, harvest);
        }
        draft.place = place;
        Ok(draft)
    }

    /// A short hint is a hint; a long one is the start of the answer.
    fn set_texts(&self, draft: &mut Draft, answer: String, hints: String) {
        let (first, rest) = answer.split_once('\n').unwrap_or((&answer, ""));
        let answer = match asks::answer_mark(first) {
            Some(first) => format!("{}\n{rest}", first.trim_start()).trim().to_string(),
            None => answer,
        };
        draft.answer = match hints.contains('\n') || content::HINT_MAX < hints.chars().count() {
            true => format!("{hints}\n\n{answer}").trim().to_string(),
            false => {
                draft.hint = Some(hints).filter(|hint| !hint.is_empty());
                answer
            }
        };
    }

    fn tags(&self, entry: &Entry) -> Vec<String> {
        let mut tags = match (entry.kind, entry.heading) {
            (Kind::Heading, Some(heading)) => self.topics.above(heading),
            (_, heading) => self.topics.within(heading),
        };
        tags.extend(entry.wrapped_in.clone().filter(|name| !tags.contains(name)));
        tags
    }

    fn check_size(&self, entry: &Entry, place: &str) -> Result<(), Fault> {
        let lines = entry
            .pieces
            .iter()
            .flat_map(|piece| piece.lines(self.outline));
        let bytes: usize = entry.question.len() + lines.map(|line| line.len() + 1).sum::<usize>();
        let limit = self.options.limits.field_bytes;
        if bytes <= limit {
            return Ok(());
        }
        let what = format!("the card has {bytes} bytes, at most {limit} are read");
        Err(Fault::new(
            place,
            what,
            "shorten it, or raise `--max-field`",
        ))
    }
}

impl Entry {
    /// What its hints say, or else its answer. An error says in words which limit it is beyond.
    fn content(
        &self,
        of_hints: bool,
        outline: &Outline,
        limits: &Limits,
    ) -> Result<Content, String> {
        let mut content = Content::default();
        for piece in self.pieces.iter().filter(|piece| piece.is_hint == of_hints) {
            content.read(&piece.lines(outline), limits)?;
        }
        Ok(content)
    }

    /// Whether there is a question with an answer.
    fn is_complete(&self, outline: &Outline) -> bool {
        let answer = self.content(false, outline, &Limits::default());
        !self.question.is_empty()
            && answer.is_ok_and(|answer| !content::is_unanswered(&answer.markdown))
    }

    /// Whether it looks like a question, and not like a part of a manual that is folded away.
    fn looks_asked(&self) -> bool {
        let words = self.question.split_whitespace().count();
        // Manuals fold `How to install it on Linux` away.
        let is_manual = names::strip_word(&self.question, "how").is_some();
        let tasks = 4 <= words && asks::asks_or_tasks(&self.question) && !is_manual;
        match self.kind {
            Kind::Summary => self.question.contains(['?', '_']) || tasks,
            _ => self.says_answer || asks::asks_or_tasks(&self.question),
        }
    }
}
