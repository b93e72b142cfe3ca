//! hascard: cards parted by lines `---`, each a line `# question` and what answers it.
//!
//! `- wrong` and one `* right` are choices, `[*]` or `[x]` and `[ ]` are boxes, numbered lines are steps to be
//! put in order, `_gap_` is to be filled in (`_one|other_`), and all else is a definition. A picture
//! under the question belongs to it.

mod cards;
mod drafts;

use crate::import::draft::{Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::text::beside::Beside;
use crate::import::text::markdown::picture;
use cards::{Body, Card, cards};
use drafts::draft;

/// The files of hascard.
pub struct Hascard;

impl Format for Hascard {
    fn name(&self) -> &'static str {
        "hascard"
    }

    fn label(&self) -> &'static str {
        "hascard (.txt)"
    }

    /// Definitions alone look like slides and like other programs' decks: in a file that is not
    /// called `.txt`, one card must be of a kind that only hascard has.
    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let cards = cards(&text);
        if text.contains('\0') || cards.iter().any(|card| card.question.is_none()) {
            return Likeness::No;
        }
        let bodies: Vec<Body> = cards.iter().map(Card::body).collect();
        let n_own = bodies.iter().filter(|body| body.is_own()).count();
        let n_cards = bodies.iter().filter(|body| body.is_complete()).count();
        let is_named = file.has_extension("txt") && 1 < n_cards;
        match 0 < n_cards && (0 < n_own || is_named) {
            true => Likeness::Cards(n_cards),
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let mut beside = Beside::new(file);
        let cards = cards(&text);
        if cards.is_empty() {
            return Err(Fault::new(file.path, "there is no card in it", ""));
        }
        for card in &cards {
            let limit = options.limits.notes;
            if harvest.n_notes == limit {
                let what = format!("there are more than {limit} cards");
                return Err(Fault::new(
                    file.path,
                    what,
                    "part it, or raise `--max-notes`",
                ));
            }
            harvest.n_notes += 1;
            let place = file.line(card.line);
            match draft(card, options) {
                Ok(mut draft) => {
                    for image in &card.images {
                        if beside.take(image, &place, harvest) {
                            draft
                                .question
                                .push_str(&format!("\n\n{}", picture("", image)));
                        }
                    }
                    harvest.drafts.push(Draft { place, ..draft });
                }
                Err((what, hint)) => harvest.refused.push(Fault::new(place, what, hint)),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
