//! Multiple choice in Markdown: task lists under headings as in the LinkedIn quizzes, lettered
//! options with an answer line, exam dumps with their answers in `<details>`.
//!
//! A file comes in; a card for each question with 2 to 10 options of which at least one is known to
//! be right goes out, and one for each numbered question that has an answer in words and no options;
//! every other question is refused with its line. Nothing is guessed.
//! `quizdown` leaves out what is said to a site; `starts` finds where questions begin, `options` their choices and `wording` what each says;
//! `checked` finds options by their verdicts, `inrow` those in one line, `cyrillic` reads other letters;
//! `parts` knows headings inside a question, `tail` reads what stands behind them, `told` answers without options, `answer` the lines that name the right ones, and `question`
//! makes a draft of it all. `key` finds answers that stand together at the end.

mod answer;
mod checked;
mod cyrillic;
mod inrow;
mod key;
mod marks;
mod options;
mod parts;
mod question;
mod quizdown;
mod sections;
mod starts;
mod tail;
#[cfg(test)]
mod tests;
mod told;
mod wording;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::text::headed::links::Definitions;
use crate::import::text::headed::topics::Topics;
use crate::import::text::headed::{Outline, Row, asks};
pub use cyrillic::latinised;
use key::Keys;
use question::Reader;
use starts::Start;

/// Multiple choice in Markdown.
pub struct Quiz;

impl Format for Quiz {
    fn name(&self) -> &'static str {
        "quiz"
    }

    fn label(&self) -> &'static str {
        "Multiple choice in Markdown (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let text = quizdown::without_settings(&text);
        let text = latinised(&text);
        let keys = Keys::of(&text);
        let text = keys.without(&text);
        let outline = Outline::new(&text);
        let mut starts = starts::starts(&outline);
        keys.cut(&mut starts);
        let (limits, mut harvest) = (Limits::default(), Harvest::default());
        let reader = Reader::new(file, &outline, &keys, &limits);
        let taken: Vec<&Start> = starts
            .iter()
            .filter(|start| reader.draft(start, &mut harvest).is_ok())
            .collect();
        match is_quiz(&starts, &taken, &outline) {
            true => Likeness::Cards(taken.len()),
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = quizdown::without_settings(&text);
        let text = latinised(&text);
        let keys = Keys::of(&text);
        let text = keys.without(&text);
        let outline = Outline::new(&text);
        let mut starts = starts::starts(&outline);
        keys.cut(&mut starts);
        check_count(file, starts.len(), &options.limits)?;
        let topics = Topics::new(&outline, &starts::asked(&outline, &starts), file);
        let definitions = Definitions::of(&outline);
        let reader = Reader::new(file, &outline, &keys, &options.limits);
        for start in &starts {
            harvest.n_notes += 1;
            match reader.draft(start, harvest) {
                Err(fault) => harvest.refused.push(fault),
                Ok(mut draft) => {
                    draft.deck = topics.deck.clone();
                    draft.tags = match start.is_heading {
                        true => topics.above(start.heading.unwrap_or_default()),
                        false => topics.within(start.heading),
                    };
                    draft.tags.extend(start.section.clone());
                    reader.finish(&mut draft, &definitions, harvest);
                    harvest.drafts.push(draft);
                }
            }
        }
        Ok(())
    }
}

/// Whether rows have options in one line, or a list with signs on what is right.
pub fn has_signed_options(rows: &[Row]) -> bool {
    let range = 0..rows.len();
    inrow::find(rows, range.clone()).is_some() || checked::find(rows, range, usize::MAX).is_some()
}

/// An error where a file has more questions than are read.
pub fn check_count(file: &File, found: usize, limits: &Limits) -> Result<(), Fault> {
    if found <= limits.notes {
        return Ok(());
    }
    let what = format!(
        "it has {found} questions, at most {} are read",
        limits.notes
    );
    Err(Fault::new(
        file.path,
        what,
        "part it, or raise `--max-notes`",
    ))
}

/// Whether boxes and letters are those of a quiz. A to-do list has headings with boxes under them,
/// too: what it lacks are headings that ask, numbers that say `Q`, and answers by letter.
fn is_quiz(starts: &[Start], taken: &[&Start], outline: &Outline) -> bool {
    let groups = starts
        .iter()
        .filter(|start| start.options.is_some())
        .count();
    let asks = |start: &&&Start| start.is_sure() || asks::asks(&start.text(outline));
    let with_options = |start: &&&Start| start.options.is_some();
    let asking = taken.iter().filter(with_options).filter(asks).count();
    let sure = taken.iter().any(|start| start.is_sure());
    let native = taken
        .iter()
        .any(|start| start.head.trim_end().ends_with('}') && start.head.contains("{#"));
    !native && groups <= 2 * asking && (2 <= asking || asking == 1 && sure)
}
