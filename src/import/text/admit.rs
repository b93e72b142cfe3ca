//! The last look at a draft of a text format: what is no card is refused, what is beyond a limit
//! too, and what its texts bring along is counted only if it is taken.

use crate::deck::cloze;
use crate::import::draft::{Ask, Draft, Fault, Harvest, Medium};
use crate::import::file::File;
use crate::import::format::Options;
use crate::import::limits::Limits;

/// No deck has a longer name, with all its levels.
const DECK_MAX: usize = 1000;

/// What came to light while the texts of one card were read.
#[derive(Default)]
pub struct Luggage {
    /// Files that the texts refer to.
    pub media: Vec<Medium>,
    /// A word for each thing that was left out: for `Losses::add`.
    pub losses: Vec<&'static str>,
}

/// Counts one more note of `file`; an error where there are too many.
pub fn count_note(file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
    harvest.n_notes += 1;
    if harvest.n_notes <= options.limits.notes {
        return Ok(());
    }
    let what = format!("more than {} notes", options.limits.notes);
    Err(Fault::new(
        file.path,
        what,
        "part it, or raise `--max-notes`",
    ))
}

/// Takes `draft` with its `luggage`, or refuses it.
pub fn admit(mut draft: Draft, luggage: Luggage, options: &Options, harvest: &mut Harvest) {
    if draft.ask == Ask::Recall && is_unanswered(&draft) && options.unanswered {
        draft.ask = Ask::Open;
    }
    match fault(&draft, &options.limits) {
        Some((what, hint)) => harvest.refused.push(Fault::new(draft.place, what, hint)),
        None => {
            for loss in luggage.losses {
                harvest.losses.add(loss, draft.place.clone());
            }
            for medium in luggage.media {
                if !harvest.media.iter().any(|held| held.name == medium.name) {
                    harvest.media.push(medium);
                }
            }
            harvest.drafts.push(draft);
        }
    }
}

fn is_unanswered(draft: &Draft) -> bool {
    draft.answer.trim().is_empty() && draft.choices.is_empty()
}

fn fault(draft: &Draft, limits: &Limits) -> Option<(String, String)> {
    let clozes = match draft.ask {
        Ask::Cloze => cloze::clozes(&draft.answer).len(),
        _ => 0,
    };
    let longest = draft.question.len().max(draft.answer.len());
    let levels = draft.deck.len();
    let told = |what: &str, hint: &str| Some((what.to_string(), hint.to_string()));
    if limits.field_bytes < longest {
        let what = format!(
            "a side of {longest} bytes, at most {} are read",
            limits.field_bytes
        );
        return Some((what, "part it, or raise `--max-field`".into()));
    }
    if limits.deck_levels < levels {
        let what = format!(
            "a deck of {levels} levels, at most {} are read",
            limits.deck_levels
        );
        return Some((what, "name it shorter, or raise `--max-deck-levels`".into()));
    }
    if DECK_MAX < draft.deck.iter().map(String::len).sum() {
        return told(
            "the name of its deck is longer than 1,000 bytes",
            "name it shorter",
        );
    }
    match draft.ask {
        Ask::Cloze if clozes == 0 => told("the card hides nothing", "mark a piece of it"),
        Ask::Cloze if limits.clozes < clozes => {
            let what = format!("{clozes} clozes, at most {} are read", limits.clozes);
            Some((what, "part it, or raise `--max-clozes`".into()))
        }
        Ask::Cloze => None,
        _ if draft.question.trim().is_empty() => told(
            "the card has no question",
            "write one, or pass `--skip-bad`",
        ),
        Ask::Recall if is_unanswered(draft) => told(
            "the card has no answer",
            "write one, or pass `--keep-unanswered`",
        ),
        _ => None,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;
    use crate::import::format::{Format, Likeness, UTC};
    use std::fmt::Write;

    /// What a learner says who says nothing, but wants schedules.
    pub fn options() -> Options<'static> {
        Options {
            progress: true,
            ..Options::plain(&UTC)
        }
    }

    /// Reads the first of `files` with the others beside it.
    pub fn read(format: &dyn Format, files: &[(&str, &[u8])]) -> Harvest {
        let shelf = Shelf::new(files);
        let file = File {
            path: files[0].0,
            bytes: files[0].1,
            beside: &shelf,
        };
        let mut harvest = Harvest::default();
        if let Err(fault) = format.read(&file, &options(), &mut harvest) {
            harvest.refused.push(fault);
        }
        harvest
    }

    /// How much a lone file looks like one of a format.
    pub fn likeness(format: &dyn Format, path: &str, bytes: &[u8]) -> Likeness {
        let shelf = Shelf::new(&[(path, bytes)]);
        format.likeness(&File {
            path,
            bytes,
            beside: &shelf,
        })
    }

    /// All that a harvest holds, for comparing in full.
    pub fn shown(harvest: &Harvest) -> String {
        let mut out = String::new();
        for draft in &harvest.drafts {
            let reversed = if draft.reversed { " reversed" } else { "" };
            let _ = write!(out, "[{}{reversed}", draft.place);
            for (name, words) in [("deck", &draft.deck), ("tags", &draft.tags)] {
                if !words.is_empty() {
                    let _ = write!(out, " {name}={}", words.join("/"));
                }
            }
            if let Some(id) = &draft.id {
                let _ = write!(out, " id={id}");
            }
            let _ = write!(
                out,
                " {:?}]\n{}\n--\n{}\n",
                draft.ask, draft.question, draft.answer
            );
            for (name, text) in [("hint", &draft.hint), ("why", &draft.why)] {
                if let Some(text) = text {
                    let _ = writeln!(out, "{name}: {text}");
                }
            }
        }
        for fault in &harvest.refused {
            let _ = writeln!(out, "refused {fault}");
        }
        for loss in harvest.losses.all() {
            let _ = writeln!(
                out,
                "lost {} {} ({})",
                loss.count,
                loss.what,
                loss.places.join(", ")
            );
        }
        out
    }

    fn refusal(draft: Draft) -> Option<String> {
        let mut harvest = Harvest::default();
        let options = Options {
            limits: Limits {
                field_bytes: 20,
                deck_levels: 1,
                clozes: 1,
                ..Limits::default()
            },
            ..options()
        };
        admit(draft, Luggage::default(), &options, &mut harvest);
        harvest.refused.first().map(Fault::to_string)
    }

    fn draft(question: &str, answer: &str, ask: Ask) -> Draft {
        Draft {
            place: "a.md:3".into(),
            question: question.into(),
            answer: answer.into(),
            ask,
            ..Draft::default()
        }
    }

    #[test]
    fn both_sides_must_stand() {
        assert_eq!(refusal(draft("q", "a", Ask::Recall)), None);
        assert_eq!(
            refusal(draft(" ", "a", Ask::Recall)).unwrap(),
            "a.md:3: the card has no question: write one, or pass `--skip-bad`"
        );
        assert_eq!(
            refusal(draft("q", "", Ask::Recall)).unwrap(),
            "a.md:3: the card has no answer: write one, or pass `--keep-unanswered`"
        );
    }

    #[test]
    fn a_cloze_card_needs_a_cloze_and_no_question() {
        assert_eq!(refusal(draft("", "{{c1::a}}", Ask::Cloze)), None);
        assert_eq!(
            refusal(draft("q", "a", Ask::Cloze)).unwrap(),
            "a.md:3: the card hides nothing: mark a piece of it"
        );
    }

    #[test]
    fn limits_are_named_with_their_options() {
        assert_eq!(
            refusal(draft("q", "123456789012345678901", Ask::Recall)).unwrap(),
            "a.md:3: a side of 21 bytes, at most 20 are read: part it, or raise `--max-field`"
        );
        assert_eq!(
            refusal(draft("", "{{c1::a}}{{c2::b}}", Ask::Cloze)).unwrap(),
            "a.md:3: 2 clozes, at most 1 are read: part it, or raise `--max-clozes`"
        );
        let deep = Draft {
            deck: vec!["a".into(), "b".into()],
            ..draft("q", "a", Ask::Recall)
        };
        assert_eq!(
            refusal(deep).unwrap(),
            "a.md:3: a deck of 2 levels, at most 1 are read: name it shorter, or raise `--max-deck-levels`"
        );
    }

    #[test]
    fn a_question_alone_is_open_where_that_is_wanted() {
        let mut harvest = Harvest::default();
        let options = Options {
            unanswered: true,
            ..options()
        };
        let question = draft("q", "", Ask::Recall);
        admit(question, Luggage::default(), &options, &mut harvest);
        assert_eq!(harvest.drafts[0].ask, Ask::Open);
    }
}
