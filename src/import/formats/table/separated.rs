//! Cards with separators of one's own: Quizlet's export lets both be chosen.
//!
//! Between the sides stands a tab, between the cards a line end, unless `--between-sides` and
//! `--between-cards` say otherwise. Nothing is quoted; only the first separator of a card counts.

use super::rows::{Intake, Markup, Row};
use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};

/// Quizlet's export, and any text with a fixed string between sides and between cards.
pub struct Quizlet;

impl Format for Quizlet {
    fn name(&self) -> &'static str {
        "quizlet"
    }

    fn label(&self) -> &'static str {
        "Quizlet exports, with `--between-sides` and `--between-cards` where they were changed"
    }

    /// With tabs it is a table like any other, and other separators cannot be guessed.
    fn likeness(&self, _: &File) -> Likeness {
        Likeness::No
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = super::text(file, options.encoding.as_deref(), &options.limits)?;
        let sides = separator(file, &options.between_sides, "\t", "--between-sides")?;
        let cards = separator(file, &options.between_cards, "\n", "--between-cards")?;
        let mut intake = Intake::new(file, options, harvest, Markup::Loose);
        let mut line = 1;
        for card in text.split(cards.as_str()) {
            let start = line + leading_lines(card);
            line += lines_in(card) + lines_in(&cards);
            if card.trim().is_empty() {
                continue;
            }
            intake.count()?;
            match card.split_once(sides.as_str()) {
                Some((question, answer)) => intake.take(Row {
                    line: start,
                    question: question.trim(),
                    answer: vec![answer.trim()],
                    ..Row::default()
                }),
                None => {
                    let what = format!("`{}` does not stand in this card", sides.escape_debug());
                    intake.refuse(
                        start,
                        what,
                        "name what parts the sides with `--between-sides`",
                    );
                }
            }
        }
        match harvest.n_notes {
            0 => Err(Fault::new(file.path, "it is empty", "")),
            _ => Ok(()),
        }
    }
}

/// The separator that is named, with `\t` and `\n` for what is hard to type.
fn separator(
    file: &File,
    named: &Option<String>,
    usual: &str,
    option: &str,
) -> Result<String, Fault> {
    let named = named.as_deref().unwrap_or(usual);
    let separator = named.replace("\\t", "\t").replace("\\n", "\n");
    match separator.is_empty() {
        false => Ok(separator),
        true => {
            let what = format!("`{option}` is empty");
            Err(Fault::new(file.path, what, "name at least one sign"))
        }
    }
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}

/// How many lines stand in front of the text of a card.
fn leading_lines(card: &str) -> usize {
    lines_in(&card[..card.len() - card.trim_start().len()])
}
