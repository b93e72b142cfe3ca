//! One card as commands show it: its record and its text, in words or as JSON.

use super::context::Context;
use super::failure::{Failure, Result};
use super::json;
use super::keep::Desk;
use crate::deck;
use crate::model::card::{Card, Part};
use crate::model::time::Day;
use crate::schedule::interval::Next;
use crate::session::{Item, seeded_order};
use crate::store::cards::{CardRecord, CardText};
use crate::ui::screen;
use serde_json::Value;

pub struct View {
    pub record: CardRecord,
    pub text: CardText,
    pub card: Card,
    pub part: Part,
    pub next: [Next; 4],
    pub predicted: Option<f32>,
}

impl View {
    /// Reads the text of a card and computes what its grades would do on `today`.
    pub fn of(record: CardRecord, desk: &Desk, today: Day) -> Result<View> {
        let text = record.text.clone().ok_or_else(|| {
            Failure::not_found(format!(
                "the text of `{}` is gone: its deck no longer holds it",
                record.key
            ))
            .hint("its history is kept, and comes back with the text")
        })?;
        let card = deck::parse_card(&text.source).map_err(|faults| {
            let shown: Vec<String> = faults
                .iter()
                .map(|fault| fault.render(&record.key))
                .collect();
            Failure::invalid(shown.join("\n"))
        })?;
        let part = part(&record.key);
        let next = desk.next(&record.key, &record.state, today);
        let predicted = desk.predicted(&record.key, &record.state, today);
        Ok(View {
            record,
            text,
            card,
            part,
            next,
            predicted,
        })
    }

    /// The card as a session asks it; `seed` orders its steps and choices.
    pub fn item(&self, seed: u64) -> Item {
        Item {
            row: self.record.row,
            key: self.record.key.clone(),
            deck_title: self.text.deck_title.clone(),
            card: self.card.clone(),
            part: self.part,
            state: self.record.state.clone(),
            next: self.next,
            predicted: self.predicted,
            params: super::keep::PARAMS,
            order: seeded_order(&self.card, seed),
        }
    }

    pub fn json(&self, today: Day) -> Value {
        let item = self.item(0);
        let body = screen::question(&item, None).body;
        let answer = screen::answer(&item, None).answer;
        let base = json::card(&self.record, self.predicted);
        let text = json::text(&self.card, &body, &answer);
        let next = serde_json::json!({ "next": json::next(&self.next, today) });
        json::joined(json::joined(base, text), next)
    }

    /// The question as it would be asked, for a terminal or a pipe.
    pub fn question_text(&self, context: &Context) -> String {
        let palette = context.palette();
        let mut question = screen::question(&self.item(0), None);
        question.caption = screen::caption(&self.text.deck_title, &self.record.key);
        palette.paint_all(&question.lines(palette.page(context.width())))
    }

    /// The answer under it.
    pub fn answer_text(&self, context: &Context) -> String {
        let palette = context.palette();
        palette.paint_all(&screen::answer(&self.item(0), None).lines(palette.page(context.width())))
    }
}

/// Which review card of its heading a key means.
pub fn part(key: &str) -> Part {
    key.split('/')
        .nth(2)
        .and_then(Part::from_name)
        .unwrap_or(Part::Whole)
}
