//! Lists of questions with the answer below each, as interview questions are passed around:
//! `1. What is a pod?` or `**What is a pod?**`, bullets that ask, `> [!question] What…` of Obsidian and
//! `??? question "What…"` of MkDocs, paragraphs that begin with a question.
//!
//! A file comes in; a card for each question goes out. `entries` finds the questions of one kind and
//! the rows below each, `tasks` the bold lines among them that do not ask, `quotes` the quotes that answer,
//! `sides` parts them where a word such as `Answer:` does. A file is read by the kind of which
//! it has most. Questions that are headings of their own are left to `flashdown`.

mod entries;
mod quotes;
mod sides;
mod tasks;
#[cfg(test)]
mod tests;

use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::quiz;
use crate::import::text::dialect;
use crate::import::text::headed::Outline;
use crate::import::text::headed::links::{Definitions, with_pictures};
use crate::import::text::headed::topics::Topics;
use entries::{Entry, Kind, entries};
use sides::Sides;

/// Lists of questions with answers.
pub struct Answered;

impl Format for Answered {
    fn name(&self) -> &'static str {
        "answered"
    }

    fn label(&self) -> &'static str {
        "Lists of questions with their answers below: numbered, bold, callouts (.md, .txt)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| {
            let text = quiz::latinised(text);
            let outline = Outline::new(&text);
            let found = Kind::ALL.map(|kind| Evidence::of(&outline, kind).cards());
            found.into_iter().max()
        })
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let outline = Outline::new(&text);
        let kind = Kind::ALL.into_iter().max_by_key(|kind| {
            let evidence = Evidence::of(&outline, *kind);
            (evidence.cards(), evidence.n_complete)
        });
        let found = entries(&outline, kind.unwrap_or(Kind::Numbered));
        quiz::check_count(file, found.len(), &options.limits)?;
        let reader = Reader {
            file,
            topics: Topics::new(&outline, &[], file),
            definitions: Definitions::of(&outline),
            outline: &outline,
            options,
        };
        for entry in &found {
            harvest.n_notes += 1;
            match reader.draft(entry, harvest) {
                Ok(draft) => harvest.drafts.push(draft),
                Err(fault) => harvest.refused.push(fault),
            }
        }
        Ok(())
    }
}

/// What speaks for a file being a list of one kind.
struct Evidence {
    kind: Kind,
    n_entries: usize,
    n_complete: usize,
    /// Complete ones that ask.
    n_asking: usize,
    /// Complete ones that say that they are cards.
    n_cards: usize,
    /// Rows with text in complete ones, and in the whole file.
    n_covered: usize,
    n_rows: usize,
}

impl Evidence {
    fn of(outline: &Outline, kind: Kind) -> Evidence {
        let found = entries(outline, kind);
        let complete: Vec<&Entry> = found
            .iter()
            .filter(|entry| !entry.is_foreign(outline))
            .filter(|entry| !Sides::of(entry, outline).answer.is_empty())
            .collect();
        let has_text = |row: &usize| entries::has_text(outline, *row);
        let covered = complete.iter().flat_map(|entry| entry.row..entry.end);
        Evidence {
            kind,
            n_entries: found.len(),
            n_complete: complete.len(),
            n_asking: complete.iter().filter(|entry| entry.asks).count(),
            n_cards: complete.iter().filter(|entry| entry.is_card).count(),
            n_covered: covered.filter(has_text).count(),
            n_rows: (0..outline.rows.len()).filter(has_text).count(),
        }
    }

    /// The cards it is worth; none where the file is rather a manual, or asks without an answer.
    fn cards(&self) -> usize {
        // Any notes have bullets, some of which ask.
        let (least, share) = match self.kind {
            Kind::Bullet | Kind::Paragraph => (3, 8),
            _ => (2, 5),
        };
        let most = |part: usize, of: usize| 6 * of <= 10 * part;
        let is_list = least <= self.n_asking
            && most(self.n_asking, self.n_entries)
            && share * self.n_rows <= 10 * self.n_covered;
        if is_list || 0 < self.n_cards {
            self.n_complete
        } else {
            0
        }
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
        let sides = Sides::of(entry, self.outline);
        let bytes = sides.question.len().max(sides.answer.len());
        let limit = self.options.limits.field_bytes;
        if limit < bytes {
            let what = format!("the card has {bytes} bytes, at most {limit} are read");
            let hint = "shorten it, or raise `--max-field`";
            return Err(Fault::new(place, what, hint));
        }
        let is_open = sides.answer.is_empty();
        if is_open && !self.options.unanswered {
            let hint = "pass `--keep-unanswered` to take it as an open question";
            return Err(Fault::new(place, "no answer is given", hint));
        }
        let mut settled =
            |text: &str| with_pictures(&self.definitions.resolve(text), self.file, &place, harvest);
        Ok(Draft {
            deck: self.topics.deck.clone(),
            tags: self.topics.within(entry.heading),
            question: settled(&sides.question),
            answer: settled(&sides.answer),
            ask: if is_open { Ask::Open } else { Ask::Recall },
            place: place.clone(),
            ..Draft::default()
        })
    }
}
