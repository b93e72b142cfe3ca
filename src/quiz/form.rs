//! A card as a question: what is offered or accepted, and what a line of the learner is worth.
//!
//! What comes in is a card and what the deck format hides in it; what goes out is a [`Form`] that
//! judges lines by itself. Choices drawn from other cards are `distract`'s matter.

use super::{Verdict, choice, label, number, open, order, typed};
use crate::model::card::{Card, Kind, Part};
use crate::model::quantity::Quantity;
use crate::model::quiz::{Outcome, Way};

/// One of the choices, in the order shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Markdown, one line.
    pub text: String,
    pub right: bool,
    /// The card whose answer it is, where it was drawn from another one.
    pub from: Option<String>,
}

/// How a card is asked, with all that is needed to judge an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    Choice {
        offers: Vec<Offer>,
    },
    Typed {
        accept: Vec<String>,
    },
    Number {
        accept: Quantity,
    },
    /// `shown` are the steps in the order on the screen.
    Order {
        steps: Vec<String>,
        shown: Vec<usize>,
    },
    Cloze {
        accept: Vec<String>,
    },
    Open {
        rubric: Vec<String>,
    },
    Recall,
}

/// What a cloze may hide and still be typed: nobody hits a longer phrase word by word.
const HIDDEN_CHARS_MAX: usize = 30;
const HIDDEN_WORDS_MAX: usize = 3;

impl Form {
    pub fn way(&self) -> Way {
        match self {
            Form::Choice { .. } => Way::Choice,
            Form::Typed { .. } => Way::Typed,
            Form::Number { .. } => Way::Number,
            Form::Order { .. } => Way::Order,
            Form::Cloze { .. } => Way::Cloze,
            Form::Open { .. } => Way::Open,
            Form::Recall => Way::Recall,
        }
    }

    /// The form that the card itself is written for; `Recall` where only the learner can judge.
    ///
    /// `hidden` is what the gap of a cloze card hides, each piece; `seed` orders choices and steps.
    pub fn written(card: &Card, part: Part, hidden: &[String], seed: u64) -> Form {
        match (&card.kind, part) {
            (Kind::Cloze, Part::Cloze(_)) => cloze(hidden),
            (_, Part::Reversed | Part::Cloze(_)) => Form::Recall,
            (Kind::Typed { accept }, _) => Form::Typed {
                accept: accept.clone(),
            },
            (Kind::Number { accept }, _) => Form::Number {
                accept: accept.clone(),
            },
            (Kind::Order { steps }, _) => Form::Order {
                steps: steps.clone(),
                shown: order::shuffled(steps.len(), seed),
            },
            (Kind::Open { rubric, .. }, _) if !rubric.is_empty() => Form::Open {
                rubric: rubric.clone(),
            },
            _ if is_askable(card) => Form::Choice {
                offers: offers(card, seed),
            },
            _ => Form::Recall,
        }
    }

    /// Judges a line; nothing typed is blank. The error says why the line can be no answer.
    ///
    /// A line for an open question names the points made; one for a recall says `y` or `n`.
    pub fn judge(&self, line: &str) -> Result<Outcome, String> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(Outcome::Blank);
        }
        match self {
            Form::Choice { offers } => {
                let picked = self.picked(line)?;
                if 1 < picked.len() && self.n_right() == 1 {
                    return Err("one of them is right: write one letter".to_string());
                }
                let is_same = |(idx, offer): (usize, &Offer)| picked.contains(&idx) == offer.right;
                let is_right = offers.iter().enumerate().all(is_same);
                Ok(if is_right {
                    Outcome::Right
                } else {
                    Outcome::Wrong
                })
            }
            Form::Typed { accept } | Form::Cloze { accept } => Ok(of(typed::judge(line, accept))),
            Form::Number { accept } => Ok(of(number::judge(line, accept))),
            Form::Order { steps, shown } => {
                let places = order::read(line, steps.len()).map_err(|fault| fault.to_string())?;
                let steps: Vec<usize> = places.iter().map(|place| shown[*place]).collect();
                Ok(of(order::judge(&steps)))
            }
            Form::Open { rubric } => {
                let ticked = open::read(line, rubric.len()).map_err(|fault| fault.to_string())?;
                let grade = open::suggest(ticked.len(), rubric.len());
                let grade = grade.unwrap_or(crate::model::event::Rating::Again);
                Ok(if grade == crate::model::event::Rating::Again {
                    Outcome::Wrong
                } else {
                    Outcome::Right
                })
            }
            Form::Recall => match line.to_lowercase().as_str() {
                "y" | "yes" | "1" => Ok(Outcome::Right),
                "n" | "no" | "0" => Ok(Outcome::Wrong),
                _ => Err("write y or n".to_string()),
            },
        }
    }

    /// The choices that a line names, in the order shown.
    pub fn picked(&self, line: &str) -> Result<Vec<usize>, String> {
        match self {
            Form::Choice { offers } => {
                label::read(line, offers.len()).map_err(|fault| fault.to_string())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The chance of hitting the answer blindly: of `n` choices one, or one of the sets of them.
    pub fn chance(&self) -> f64 {
        let Form::Choice { offers } = self else {
            return 0.0;
        };
        match offers.iter().filter(|offer| offer.right).count() {
            1 => 1.0 / offers.len().max(1) as f64,
            _ => 1.0 / (2_f64.powi(offers.len().min(60) as i32) - 1.0).max(1.0),
        }
    }

    /// How many of the choices are right; 0 where there are none.
    pub fn n_right(&self) -> usize {
        match self {
            Form::Choice { offers } => offers.iter().filter(|offer| offer.right).count(),
            _ => 0,
        }
    }
}

/// Two choices or more, of which one is right and one is not.
fn is_askable(card: &Card) -> bool {
    let n_right = card.choices.iter().filter(|choice| choice.right).count();
    2 <= card.choices.len() && 0 < n_right
}

fn offers(card: &Card, seed: u64) -> Vec<Offer> {
    let shown = choice::shuffled(&card.choices, seed);
    let offer = |idx: &usize| Offer {
        text: card.choices[*idx].text.clone(),
        right: card.choices[*idx].right,
        from: None,
    };
    shown.iter().map(offer).collect()
}

/// A gap that hides one short thing is typed; anything else is recalled.
fn cloze(hidden: &[String]) -> Form {
    let mut pieces = hidden.to_vec();
    pieces.dedup();
    let is_short = |text: &String| {
        text.chars().count() <= HIDDEN_CHARS_MAX
            && text.split_whitespace().count() <= HIDDEN_WORDS_MAX
    };
    match pieces.as_slice() {
        [only] if is_short(only) => Form::Cloze { accept: pieces },
        _ => Form::Recall,
    }
}

fn of(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Right => Outcome::Right,
        Verdict::Near { .. } => Outcome::Near,
        Verdict::Wrong => Outcome::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(text: &str, right: bool) -> Offer {
        Offer {
            text: text.to_string(),
            right,
            from: None,
        }
    }

    #[test]
    fn the_exact_set_of_choices_is_right() {
        let form = Form::Choice {
            offers: vec![offer("x", true), offer("y", false), offer("z", true)],
        };
        assert_eq!(form.judge("a c"), Ok(Outcome::Right));
        assert_eq!(form.judge("31"), Ok(Outcome::Right));
        assert_eq!(form.judge("a"), Ok(Outcome::Wrong));
        assert_eq!(form.judge(" "), Ok(Outcome::Blank));
        assert!(form.judge("d").is_err());
        assert!((form.chance() - 1.0 / 7.0).abs() < 1e-9);
    }

    #[test]
    fn steps_are_named_as_they_stand_on_the_screen() {
        let steps = ["one", "two", "three"].map(str::to_string).to_vec();
        let form = Form::Order {
            steps,
            shown: vec![2, 0, 1],
        };
        assert_eq!(form.judge("b c a"), Ok(Outcome::Right));
        assert_eq!(form.judge("a b c"), Ok(Outcome::Wrong));
        assert!(form.judge("a b").is_err());
    }

    #[test]
    fn a_gap_that_hides_several_things_is_recalled() {
        let gap = |hidden: &[&str]| {
            let hidden: Vec<String> = hidden.iter().map(|text| text.to_string()).collect();
            cloze(&hidden).way()
        };
        assert_eq!(gap(&["ETag"]), Way::Cloze);
        assert_eq!(gap(&["ETag", "ETag"]), Way::Cloze);
        assert_eq!(gap(&["ETag", "304"]), Way::Recall);
        assert_eq!(gap(&["x".repeat(31).as_str()]), Way::Recall);
        assert_eq!(gap(&["a b c d"]), Way::Recall);
    }
}
