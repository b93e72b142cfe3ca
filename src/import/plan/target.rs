//! One deck file while an import works on it.

use super::{Conflict, PresentDeck, Report, Side};
use crate::deck::print_card;
use crate::import::merge::{Merged, merge};
use crate::model::card::Card;
use crate::model::deck::Deck;
use crate::model::ledger::LedgerCard;
use std::collections::HashMap;

/// A deck, and what was done to it.
pub struct Target {
    pub deck: Deck,
    pub path: String,
    pub is_new: bool,
    pub is_changed: bool,
    /// The places of the cards that stood in it before.
    pub index: HashMap<String, usize>,
    pub foreign: Option<String>,
    /// Rows of the ledger that are new or changed.
    pub rows: Vec<LedgerCard>,
}

impl Target {
    pub fn of(present: PresentDeck, usual: String) -> Target {
        let cards = present.deck.cards.iter().enumerate();
        let index = cards
            .filter_map(|(idx, card)| Some((card.id.clone()?, idx)))
            .collect();
        Target {
            index,
            deck: present.deck,
            path: present.path.unwrap_or(usual),
            is_new: false,
            is_changed: false,
            foreign: present.foreign,
            rows: Vec::new(),
        }
    }

    pub fn add(&mut self, card: Card) {
        self.deck.cards.push(card);
        self.is_changed = true;
    }

    /// Brings the source's text to the card; false where nobody decided between two.
    pub fn change(
        &mut self,
        idx: usize,
        base: Option<&Card>,
        theirs: Card,
        key: &str,
        report: &mut Report,
        decide: &mut dyn FnMut(&Conflict) -> Side,
    ) -> bool {
        let ours = self.deck.cards[idx].clone();
        let before = print_card(&ours);
        let (made, decided) = match merge(base, &ours, &theirs) {
            Merged::Clean(card) => (*card, true),
            Merged::Conflict { ours, theirs } => {
                let conflict = Conflict {
                    key: key.to_string(),
                    ours: &ours,
                    theirs: &theirs,
                };
                match decide(&conflict) {
                    Side::Ours => (*ours, true),
                    Side::Theirs => (*theirs, true),
                    Side::Undecided => (self.deck.cards[idx].clone(), false),
                }
            }
        };
        let after = print_card(&made);
        if !decided {
            report.undecided.push(key.to_string());
            return false;
        }
        if after == before {
            report.unchanged += 1;
            return true;
        }
        report.n_merged += usize::from(after != theirs.source);
        self.deck.cards[idx] = made;
        self.is_changed = true;
        report.changed.push((key.to_string(), before, after));
        true
    }
}
