//! One question in hand: a card, the form in which it is asked, and both of its faces.

use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::keep::Desk;
use crate::cli::view::View;
use crate::deck::cloze;
use crate::model::card::{Card, Part};
use crate::model::quiz::{Confidence, Outcome};
use crate::quiz::confidence;
use crate::quiz::form::{Form, Offer};
use crate::quiz::typed;
use crate::store::quiz::QuestionRow;
use crate::ui::face::Choice;
use crate::ui::given::{Given, Verdict};
use crate::ui::page::Page;
use crate::ui::screen;
use crate::ui::style::{Line, Style};
use serde_json::{Value, json};

pub struct Put {
    pub view: View,
    pub form: Form,
}

impl Put {
    /// A card in the form that it is written for; `seed` orders its choices and steps.
    pub fn written(view: View, seed: u64) -> Put {
        let form = Form::written(&view.card, view.part, &hidden(&view), seed);
        Put { view, form }
    }

    /// A question of a quiz as it was first shown; an error where its card is gone or another.
    pub fn again(row: &QuestionRow, desk: &Desk, context: &Context) -> Result<Put> {
        let record = desk
            .store
            .card_by_key(&row.card)?
            .ok_or_else(|| Failure::not_found(format!("`{}` is gone", row.card)))?;
        let put = Put::written(View::of(record, desk, context.today())?, 0);
        let changed = || Failure::not_found(format!("`{}` was changed meanwhile", row.card));
        let shown: Vec<Value> = serde_json::from_str(&row.shown).unwrap_or_default();
        if put.view.card.question != row.question {
            return Err(changed());
        }
        let form = match put.form {
            Form::Order { steps, .. } => {
                let place = |step: &Value| {
                    steps
                        .iter()
                        .position(|one| Some(one.as_str()) == step.as_str())
                };
                let order: Option<Vec<usize>> = shown.iter().map(place).collect();
                let order = order.filter(|order| order.len() == steps.len());
                Form::Order {
                    shown: order.ok_or_else(changed)?,
                    steps,
                }
            }
            _ if row.way == crate::model::quiz::Way::Choice => Form::Choice {
                offers: own_still(shown.iter().filter_map(offer).collect(), &put.view.card)
                    .ok_or_else(changed)?,
            },
            form => form,
        };
        match form.way() == row.way {
            true => Ok(Put { form, ..put }),
            false => Err(changed()),
        }
    }

    /// What the question shows in an order of its own, for the record.
    pub fn shown(&self) -> Value {
        match &self.form {
            Form::Choice { offers } => offers
                .iter()
                .map(
                    |offer| json!({ "text": offer.text, "right": offer.right, "card": offer.from }),
                )
                .collect(),
            Form::Order { steps, shown } => shown.iter().map(|idx| json!(steps[*idx])).collect(),
            _ => json!([]),
        }
    }

    /// The question laid out, with `lead` above it.
    pub fn question(&self, lead: &str, page: Page) -> Vec<Line> {
        let mut question = screen::question(&self.view.item(0), None);
        question.caption = lead.to_string();
        question.items = match &self.form {
            Form::Choice { offers } => offers.iter().map(|offer| offer.text.clone()).collect(),
            Form::Order { steps, shown } => shown.iter().map(|idx| steps[*idx].clone()).collect(),
            _ => Vec::new(),
        };
        let mut lines = vec![Line::new()];
        lines.extend(question.lines(page));
        lines
    }

    /// What is expected of a line, in a word or two.
    pub fn wanted(&self) -> &'static str {
        match &self.form {
            Form::Choice { .. } if 1 < self.form.n_right() => "all that are right",
            Form::Choice { .. } => "letter",
            Form::Typed { .. } => "answer",
            Form::Number { .. } => "number and unit",
            Form::Order { .. } => "order b a c, or c>a",
            Form::Cloze { .. } => "the gap",
            Form::Open { .. } | Form::Recall => "say it, then Enter",
        }
    }

    /// Parts a line from the sign of confidence behind it, unless the sign belongs to the answer.
    pub fn parted<'l>(&self, line: &'l str) -> (&'l str, Option<Confidence>) {
        let line = line.trim();
        let is_part = match &self.form {
            Form::Typed { accept } | Form::Cloze { accept } => {
                accept.iter().any(|one| one.trim() == line)
            }
            _ => false,
        };
        if is_part {
            (line, None)
        } else {
            confidence::parted(line)
        }
    }

    /// Whether a line that reads like a command is one, and no answer: `map` may be right.
    pub fn takes_bare_commands(&self, line: &str) -> bool {
        let is_picked = matches!(
            self.form,
            Form::Choice { .. } | Form::Order { .. } | Form::Recall | Form::Open { .. }
        );
        is_picked || !self.form.judge(line).is_ok_and(Outcome::is_right)
    }

    /// The answer laid out, with what became of the learner's line.
    pub fn answer(
        &self,
        line: &str,
        outcome: Option<Outcome>,
        desk: &Desk,
        page: Page,
    ) -> Vec<Line> {
        let mut answer = screen::answer(&self.view.item(0), None);
        answer.choices = self.choices(line, desk);
        answer.given = outcome.and_then(|outcome| self.given(line, outcome));
        // What was typed is shown with its verdict.
        let is_told = matches!(
            &answer.given,
            Some(Given::Typed { .. } | Given::Number { .. })
        );
        let verdict = outcome.filter(|_| !is_told).map(verdict);
        let mut lines: Vec<Line> = verdict.into_iter().collect();
        lines.extend(answer.lines(page));
        lines
    }

    fn choices(&self, line: &str, desk: &Desk) -> Vec<Choice> {
        let Form::Choice { offers } = &self.form else {
            return self.view.card.choices.iter().map(Choice::from).collect();
        };
        let picked = self.form.picked(line).unwrap_or_default();
        let choice = |(idx, offer): (usize, &Offer)| Choice {
            text: offer.text.clone(),
            note: self.note(offer, desk),
            right: offer.right,
            taken: picked.contains(&idx),
        };
        offers.iter().enumerate().map(choice).collect()
    }

    /// Why a choice is wrong: as written, or the question that it answers.
    fn note(&self, offer: &Offer, desk: &Desk) -> Option<String> {
        let Some(from) = &offer.from else {
            let same = |choice: &&crate::model::card::Choice| choice.text == offer.text;
            return self.view.card.choices.iter().find(same)?.note.clone();
        };
        let record = desk.store.card_by_key(from).ok()??;
        let card = crate::deck::parse_card(&record.text?.source).ok()?;
        Some(format!("answers: {}", card.question))
    }

    /// What was typed next to what was wanted.
    fn given(&self, line: &str, outcome: Outcome) -> Option<Given> {
        if outcome == Outcome::Blank {
            return None;
        }
        let verdict = match outcome {
            Outcome::Right => Verdict::Right,
            Outcome::Near => Verdict::Near,
            Outcome::Wrong | Outcome::Blank => Verdict::Wrong,
        };
        match &self.form {
            Form::Typed { accept } | Form::Cloze { accept } => Some(Given::Typed {
                given: line.to_string(),
                accepted: typed::nearest(line, accept).to_string(),
                verdict,
            }),
            Form::Number { accept } => Some(Given::Number {
                given: line.to_string(),
                accepted: accept.to_string(),
                verdict,
            }),
            Form::Order { steps, shown } => {
                let places = crate::quiz::order::read(line, steps.len()).ok()?;
                Some(Given::Order {
                    steps: steps.clone(),
                    order: places.iter().map(|place| shown[*place]).collect(),
                })
            }
            _ => None,
        }
    }
}

/// The verdict in a sign and a word.
pub fn verdict(outcome: Outcome) -> Line {
    match outcome {
        Outcome::Right => Line::new().with("✓ right", Style::Right),
        Outcome::Near => Line::new().with("≈ nearly: it counts as right", Style::Near),
        Outcome::Wrong => Line::new().with("✗ wrong", Style::Wrong),
        Outcome::Blank => Line::new().with("✗ not answered", Style::Wrong),
    }
}

/// The offers, where those of the card's own still stand in it and are right or wrong as before.
fn own_still(offers: Vec<Offer>, card: &Card) -> Option<Vec<Offer>> {
    let stands = |offer: &Offer| {
        let mut choices = card.choices.iter();
        choices.any(|choice| choice.text == offer.text && choice.right == offer.right)
    };
    let is_own = |offer: &&Offer| offer.from.is_none() && !card.choices.is_empty();
    offers.iter().filter(is_own).all(stands).then_some(offers)
}

fn offer(value: &Value) -> Option<Offer> {
    Some(Offer {
        text: value["text"].as_str()?.to_string(),
        right: value["right"].as_bool()?,
        from: value["card"].as_str().map(str::to_string),
    })
}

/// What the gap of a cloze card hides, each piece.
fn hidden(view: &View) -> Vec<String> {
    let Part::Cloze(number) = view.part else {
        return Vec::new();
    };
    let clozes = cloze::clozes(&view.card.answer).into_iter();
    clozes
        .filter(|cloze| cloze.numbers.contains(&number))
        .map(|cloze| view.card.answer[cloze.hidden].to_string())
        .collect()
}
