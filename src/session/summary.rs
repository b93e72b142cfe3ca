//! What a sitting came to.

use super::{CardRow, Item};
use crate::model::event::{Action, Answer, Rating};
use crate::model::memory::{CardState, Phase};
use std::collections::HashSet;

/// One answer of the sitting.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    row: CardRow,
    key: String,
    question: String,
    rating: Rating,
    duration_ms: u32,
    /// Whether the card had been passed before and was asked on a later day: its recall says
    /// something about memory.
    is_test: bool,
    was_new: bool,
    lapses: u32,
}

/// Counts the answers while the sitting goes on.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    entries: Vec<Entry>,
}

/// The end of a sitting in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub n_answers: usize,
    pub n_cards: usize,
    pub n_new: usize,
    /// Answers by grade, Again first.
    pub by_rating: [usize; 4],
    /// Recalled and asked, of the cards that were to be recalled from an earlier day.
    pub recalled: (usize, usize),
    /// Cards that were graded Again, most often first: key, question, times.
    pub hardest: Vec<(String, String, usize)>,
    pub elapsed_ms: i64,
}

impl Tally {
    pub(super) fn count(&mut self, item: &Item, answer: &Answer, after: &CardState) {
        self.entries.push(Entry {
            row: item.row,
            key: item.key.clone(),
            question: item.card.question.clone(),
            rating: answer.rating,
            duration_ms: answer.duration_ms.unwrap_or(0),
            is_test: item.state.phase == Phase::Review,
            was_new: item.state.phase == Phase::New,
            lapses: after.lapses,
        });
    }

    /// Leaves out the last answer to a card whose answer was taken back.
    pub(super) fn forget(&mut self, row: CardRow, action: &Action) {
        let last = self.entries.iter().rposition(|entry| entry.row == row);
        if let (Action::Answer(_), Some(idx)) = (action, last) {
            self.entries.remove(idx);
        }
    }

    /// Cards whose last answer was a pass.
    pub(super) fn n_passed(&self) -> usize {
        let last_is_pass = |idx: usize, entry: &Entry| {
            entry.rating != Rating::Again
                && !self.entries[idx + 1..]
                    .iter()
                    .any(|later| later.row == entry.row)
        };
        self.entries
            .iter()
            .enumerate()
            .filter(|(idx, entry)| last_is_pass(*idx, entry))
            .count()
    }

    pub(super) fn summary(&self, elapsed_ms: i64) -> Summary {
        let count = |wanted: &dyn Fn(&&Entry) -> bool| self.entries.iter().filter(wanted).count();
        let cards: HashSet<CardRow> = self.entries.iter().map(|entry| entry.row).collect();
        Summary {
            n_answers: self.entries.len(),
            n_cards: cards.len(),
            n_new: count(&|entry| entry.was_new),
            by_rating: Rating::ALL.map(|rating| count(&|entry| entry.rating == rating)),
            recalled: (
                count(&|entry| entry.is_test && entry.rating != Rating::Again),
                count(&|entry| entry.is_test),
            ),
            hardest: self.hardest(),
            elapsed_ms,
        }
    }

    fn hardest(&self) -> Vec<(String, String, usize)> {
        let mut hardest: Vec<(u32, String, String, usize)> = Vec::new();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.rating == Rating::Again)
        {
            match hardest.iter_mut().find(|(_, key, _, _)| *key == entry.key) {
                Some((_, _, _, times)) => *times += 1,
                None => hardest.push((entry.lapses, entry.key.clone(), entry.question.clone(), 1)),
            }
        }
        hardest.sort_by_key(|(lapses, _, _, times)| std::cmp::Reverse((*times, *lapses)));
        hardest
            .into_iter()
            .take(5)
            .map(|(_, key, question, times)| (key, question, times))
            .collect()
    }
}
