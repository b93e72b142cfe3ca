//! What a sitting is about: the cards of a selector, and their topics.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::select;
use super::drawn::Drawn;
use crate::mock::{PartKind, Slot};
use crate::model::prompt::Prompt;
use crate::store::mocks::ShortCard;
use crate::store::{CardRow, Store};
use std::collections::HashSet;

/// Which cards and topics the learner wants asked.
pub struct Focus {
    cards: Option<HashSet<CardRow>>,
    topics: HashSet<String>,
}

impl Focus {
    /// Fails where the selector matches no card.
    pub fn read(
        focus: Option<&str>,
        cards: &[ShortCard],
        store: &Store,
        context: &Context,
    ) -> Result<Focus> {
        let Some(words) = focus else {
            return Ok(Focus {
                cards: None,
                topics: HashSet::new(),
            });
        };
        let rows = select::matching(store, &[words.to_string()], context)?;
        if rows.is_empty() {
            return Err(Failure::not_found(format!("no card matches `{words}`"))
                .hint("`retain help selectors` explains them, such as `area:databases`"));
        }
        let matched = cards.iter().filter(|card| rows.contains(&card.card));
        let topics = matched.filter_map(|card| card.topic.clone()).collect();
        Ok(Focus {
            cards: Some(rows),
            topics,
        })
    }

    pub fn has_card(&self, card: &ShortCard) -> bool {
        self.cards
            .as_ref()
            .is_none_or(|rows| rows.contains(&card.card))
    }

    /// The share of these topics that is wanted, 0..=1.
    pub fn share(&self, topics: &[String]) -> f64 {
        if self.cards.is_none() {
            return 1.0;
        }
        let wanted = topics.iter().filter(|topic| self.topics.contains(*topic));
        wanted.count() as f64 / topics.len().max(1) as f64
    }

    /// Says which parts have to go beyond the focus, because too few prompts touch it.
    pub fn say_outside(&self, words: &str, drawn: &Drawn, slots: &[Slot], context: &Context) {
        for slot in slots.iter().filter(|slot| slot.number == 1) {
            let n_touching = match slot.kind {
                PartKind::DeepDive => self.count(&drawn.deep_dives),
                PartKind::Design => self.count(&drawn.designs),
                PartKind::RapidFire | PartKind::Behaviour => continue,
            };
            let prompts = match n_touching {
                n if slot.of <= n => continue,
                0 => "no prompt touches".to_string(),
                1 => "only 1 prompt touches".to_string(),
                n => format!("only {n} prompts touch"),
            };
            let part = slot.kind.title().to_lowercase();
            context.say(&format!("{part}: {prompts} `{words}`, so others are asked"));
        }
    }

    fn count(&self, prompts: &[Prompt]) -> usize {
        let touches = |prompt: &&Prompt| 0.0 < self.share(&prompt.topics);
        prompts.iter().filter(touches).count()
    }
}
