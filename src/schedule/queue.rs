//! The order in which cards are asked.
//!
//! Due cards come by due day and then by their shuffle number, new cards are spread evenly among
//! them, a card graded Again comes back after three others, and cards of one family never meet on
//! one day. Nothing here is kept between two runs: what was answered today is an argument, and a
//! queue built anew goes on where the last one stopped.
//!
//! [`Queue`] serves a sitting. [`first`] finds the one card that `retain next` shows, and reads no
//! more rows than it needs; the two always agree.

mod order;

use self::order::{Entry, Families, Kind, mixed, new_cards, of_other_families, waiting};
use crate::model::event::Rating;
use crate::model::memory::Phase;
use crate::model::time::Day;
use std::collections::{HashSet, VecDeque};

/// Other answers before a card graded Again is asked again, where there are so many.
pub const GAP: u32 = 3;

/// Due cards between two new ones, at most: new cards must not drown in a backlog.
///
/// With this bound the place of the next new card depends on a prefix of the due cards alone.
pub const DUE_PER_NEW: usize = 10;

/// A card answered before and due by today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub card: i64,
    /// Cards of one family never meet on one day.
    pub family: Option<i64>,
    pub deck: i64,
    pub phase: Phase,
    pub due: Day,
    /// Place among the cards of one due day.
    pub shuffle: i64,
    /// Answers to other cards since this one was graded Again; read only where it waits, that is
    /// where its phase is pending and it is due today.
    pub since: u32,
}

/// A card never answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    pub card: i64,
    pub family: Option<i64>,
    pub deck: i64,
}

/// How many cards may still come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// New cards.
    pub new: usize,
    /// Due and new cards together; those waiting to be passed come on top.
    pub total: Option<usize>,
}

/// What was answered today already, so that the pattern of new cards goes on after a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Cards answered for the first time.
    pub new: usize,
    /// Other cards.
    pub due: usize,
}

/// The day that a queue is for.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    pub today: Day,
    pub limits: Limits,
    pub done: Done,
    /// Families of which a card was answered today.
    pub met: &'a HashSet<i64>,
}

/// Cards left, for the line of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    pub due: usize,
    pub new: usize,
    /// Graded Again today and not passed since.
    pub pending: usize,
}

/// The cards of one sitting, in the order in which they are asked.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Due and new cards, mixed.
    main: VecDeque<Entry>,
    /// Cards to pass, the one that waits longest first.
    waiting: VecDeque<Waiting>,
    /// Cards put back, the last one on top.
    back: Vec<Entry>,
    /// Cards that left, in that order.
    gone: Vec<Gone>,
    answers: u32,
    remaining: Remaining,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Waiting {
    card: i64,
    /// The count of answers from which on it may come.
    ready_at: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gone {
    entry: Entry,
    /// Whether by an answer.
    answered: bool,
}

impl Queue {
    /// Puts the cards of a day in order. `due` may come in any order, `fresh` in that of the new
    /// cards; neither holds suspended or buried cards.
    pub fn build(mut due: Vec<Due>, fresh: Vec<Fresh>, plan: &Plan<'_>) -> Queue {
        due.retain(|row| row.due <= plan.today);
        due.sort_by_key(|row| (row.due, row.shuffle));
        let families: HashSet<i64> = due.iter().filter_map(|row| row.family).collect();
        let mut seen = Families::new(plan.met);
        let waiting = waiting(due.iter().copied(), plan.today, &mut seen);
        let due: Vec<i64> = of_other_families(due.into_iter(), plan.today, &mut seen)
            .map(|row| row.card)
            .collect();
        let fresh = new_cards(fresh.into_iter(), plan, &mut seen, |family| {
            families.contains(&family)
        });
        Queue::of(waiting, mixed(due, fresh, plan))
    }

    /// The cards of a plan in its order, each with whether it is new; behind those that wait to be
    /// passed.
    pub fn planned(waiting: Vec<Due>, cards: impl Iterator<Item = (i64, bool)>) -> Queue {
        let entry = |(card, is_new)| Entry {
            card,
            kind: if is_new { Kind::New } else { Kind::Due },
        };
        Queue::of(waiting, cards.map(entry).collect())
    }

    fn of(waiting: Vec<Due>, main: VecDeque<Entry>) -> Queue {
        let new = main.iter().filter(|entry| entry.kind == Kind::New).count();
        let remaining = Remaining {
            due: main.len() - new,
            new,
            pending: waiting.len(),
        };
        let waiting = waiting
            .iter()
            .map(|row| Waiting {
                card: row.card,
                ready_at: GAP.saturating_sub(row.since),
            })
            .collect();
        Queue {
            main,
            waiting,
            remaining,
            ..Queue::default()
        }
    }

    /// The card to ask now; `None` where all are done.
    pub fn next(&self) -> Option<i64> {
        let ready = self
            .waiting
            .front()
            .filter(|waiting| waiting.ready_at <= self.answers);
        let back = self.back.last().map(|entry| entry.card);
        back.or_else(|| ready.map(|waiting| waiting.card))
            .or_else(|| self.main.front().map(|entry| entry.card))
            .or_else(|| self.waiting.front().map(|waiting| waiting.card))
    }

    /// Takes note of an answer: a card graded Again waits, any other one leaves.
    ///
    /// A card that is not in the queue counts as an answer all the same.
    pub fn answered(&mut self, card: i64, rating: Rating) {
        self.answers += 1;
        if let Some(entry) = self.take(card) {
            self.gone.push(Gone {
                entry,
                answered: true,
            });
        }
        if rating == Rating::Again {
            self.waiting.push_back(Waiting {
                card,
                ready_at: self.answers + GAP,
            });
            self.remaining.pending += 1;
        }
    }

    /// Takes a card out that was suspended or buried.
    pub fn remove(&mut self, card: i64) {
        if let Some(entry) = self.take(card) {
            self.gone.push(Gone {
                entry,
                answered: false,
            });
        }
    }

    /// Undoes the last [`answered`](Self::answered) or [`remove`](Self::remove) of the card: it is
    /// asked next.
    pub fn put_back(&mut self, card: i64) {
        let now = self.take(card);
        let gone = self.gone.iter().rposition(|gone| gone.entry.card == card);
        let gone = gone.map(|idx| self.gone.remove(idx));
        self.answers -= u32::from(gone.is_some_and(|gone| gone.answered));
        let before = gone.map(|gone| gone.entry).or(now);
        let entry = before.unwrap_or(Entry {
            card,
            kind: Kind::Due,
        });
        self.back.push(entry);
        *self.count(entry.kind) += 1;
    }

    /// Counts the cards left.
    pub fn remaining(&self) -> Remaining {
        self.remaining
    }

    /// Takes a card out, wherever it stands.
    fn take(&mut self, card: i64) -> Option<Entry> {
        let entry = take_entry(&mut self.back, card)
            .or_else(|| self.take_main(card))
            .or_else(|| self.take_waiting(card))?;
        *self.count(entry.kind) -= 1;
        Some(entry)
    }

    fn take_main(&mut self, card: i64) -> Option<Entry> {
        let idx = self.main.iter().position(|entry| entry.card == card)?;
        self.main.remove(idx)
    }

    fn take_waiting(&mut self, card: i64) -> Option<Entry> {
        let idx = self
            .waiting
            .iter()
            .position(|waiting| waiting.card == card)?;
        let waiting = self.waiting.remove(idx)?;
        Some(Entry {
            card: waiting.card,
            kind: Kind::Pending,
        })
    }

    fn count(&mut self, kind: Kind) -> &mut usize {
        match kind {
            Kind::Due => &mut self.remaining.due,
            Kind::New => &mut self.remaining.new,
            Kind::Pending => &mut self.remaining.pending,
        }
    }
}

fn take_entry(entries: &mut Vec<Entry>, card: i64) -> Option<Entry> {
    let idx = entries.iter().position(|entry| entry.card == card)?;
    Some(entries.remove(idx))
}

/// Returns the card that [`Queue::build`] would ask first, without reading all rows.
///
/// `waiting` holds at least the cards graded Again today, in any order; `due` all cards answered
/// before, by due day and shuffle (the waiting ones may be among them); `fresh` the new cards in
/// order. `is_due` says whether a family has a card answered before that is due by today.
///
/// Rows read: those waiting, at most `DUE_PER_NEW` due ones for each new card of the day, and at
/// most the limit of new ones; rows of families met today come on top.
pub fn first(
    waiting_rows: impl Iterator<Item = Due>,
    due: impl Iterator<Item = Due>,
    fresh: impl Iterator<Item = Fresh>,
    plan: &Plan<'_>,
    is_due: impl Fn(i64) -> bool,
) -> Option<i64> {
    let mut seen = Families::new(plan.met);
    let waiting = waiting(waiting_rows, plan.today, &mut seen);
    let longest = waiting.first();
    if let Some(ready) = longest.filter(|row| GAP <= row.since) {
        return Some(ready.card);
    }
    let due = due.take_while(|row| row.due <= plan.today);
    let main = if plan.limits.total == Some(0) {
        None
    } else {
        first_of_main(due, fresh, plan, &mut seen, is_due)
    };
    main.or(longest.map(|row| row.card))
}

fn first_of_main(
    due: impl Iterator<Item = Due>,
    fresh: impl Iterator<Item = Fresh>,
    plan: &Plan<'_>,
    seen: &mut Families<'_>,
    is_due: impl Fn(i64) -> bool,
) -> Option<i64> {
    // Due families are told by `is_due`, so new cards can be read before the due ones.
    let mut seen_new = seen.clone();
    let fresh = new_cards(fresh, plan, &mut seen_new, is_due);
    let enough = DUE_PER_NEW * (plan.done.new + fresh.len());
    let prefix = enough.saturating_sub(plan.done.due).max(1);
    let due: Vec<i64> = of_other_families(due, plan.today, seen)
        .map(|row| row.card)
        .take(prefix)
        .collect();
    mixed(due, fresh, plan).front().map(|entry| entry.card)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
