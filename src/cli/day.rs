//! The study day as the collection stands: what is due, what is new, what was done already.

use super::context::Context;
use super::failure::Result;
use crate::model::event::Rating;
use crate::model::memory::Phase;
use crate::model::time::{Day, Timestamp};
use crate::schedule::pace::{self, Pace, Timed};
use crate::schedule::queue::{self, Done, Due, Fresh, Limits, Plan, Queue};
use crate::store::cards::{DueRow, NewRow};
use crate::store::recent::{AnswerTime, RecentAnswer};
use crate::store::{CardRow, Store};
use std::collections::{HashMap, HashSet};

/// The study day: its number, the learner's limits, and what was answered so far.
pub struct Today {
    pub day: Day,
    /// Answers of the day, oldest first.
    pub answers: Vec<RecentAnswer>,
    /// Families of which a card was answered.
    met: HashSet<i64>,
    new_per_day: usize,
}

/// How many cards wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Cards to be reviewed, pending ones included.
    pub due: u32,
    /// New cards that today's limit allows.
    pub new: u32,
    /// Cards graded Again that are not passed yet.
    pub pending: u32,
}

/// What a sitting is restricted to.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Cards that match a selector; `None` for all.
    pub chosen: Option<HashSet<CardRow>>,
    /// Cards in all.
    pub total: Option<usize>,
    /// New cards, in place of what today's limit leaves.
    pub new: Option<usize>,
}

impl Waiting {
    pub fn total(&self) -> u32 {
        self.due + self.new
    }
}

impl Today {
    /// Reads the answers of the study day.
    ///
    /// Uids sort by time, so only the tail of the log is read: two days back are enough for any
    /// rollover and offset.
    pub fn read(store: &Store, context: &Context) -> Result<Today> {
        let (day, now) = (context.today(), context.clock.now());
        let answers = store.answers_of(day, Timestamp(now.0 - 2 * 86_400_000))?;
        let met = answers.iter().filter_map(|answer| answer.family).collect();
        Ok(Today {
            day,
            answers,
            met,
            new_per_day: context.config.new_per_day as usize,
        })
    }

    /// What was answered already, of each card once.
    pub fn done(&self) -> Done {
        let new: HashSet<CardRow> = self
            .answers
            .iter()
            .filter(|answer| answer.first)
            .map(|answer| answer.card)
            .collect();
        let all: HashSet<CardRow> = self.answers.iter().map(|answer| answer.card).collect();
        Done {
            new: new.len(),
            due: all.len() - new.len(),
        }
    }

    /// New cards that the learner's limit still allows.
    pub fn n_new_left(&self) -> usize {
        self.new_per_day.saturating_sub(self.done().new)
    }

    fn plan(&self, wish: &Wish) -> Plan<'_> {
        let new = wish.new.unwrap_or_else(|| self.n_new_left());
        let limits = Limits {
            new,
            total: wish.total,
        };
        Plan {
            today: self.day,
            limits,
            done: self.done(),
            met: &self.met,
        }
    }

    /// For every card last graded Again: the answers given to others since.
    fn since_again(&self) -> HashMap<CardRow, u32> {
        let mut last: HashMap<CardRow, (usize, Rating)> = HashMap::new();
        for (idx, answer) in self.answers.iter().enumerate() {
            last.insert(answer.card, (idx, answer.rating));
        }
        let n_answers = self.answers.len();
        let again = last
            .into_iter()
            .filter(|(_, (_, rating))| *rating == Rating::Again);
        again
            .map(|(card, (idx, _))| (card, (n_answers - 1 - idx) as u32))
            .collect()
    }
}

/// Counts what waits in the whole collection. Its cost grows with what is due.
pub fn waiting(store: &Store, today: &Today) -> Result<Waiting> {
    let counted = store.count_due(today.day)?;
    // Only families met today can hold a due card back, so only their due rows are looked at.
    let met: Vec<i64> = today.met.iter().copied().collect();
    let rows = store.due_in_families(today.day, &met)?;
    let mut held: HashSet<Option<i64>> = rows.iter().map(|row| row.family).collect();
    for row in rows.iter().filter(|row| waits(row, today.day)) {
        held.remove(&row.family);
    }
    Ok(Waiting {
        due: counted.due.saturating_sub(held.len() as u32),
        new: fresh_queue(store, today)?.remaining().new as u32,
        pending: counted.pending,
    })
}

/// Whether the card was graded Again on that day and is not passed yet.
fn waits(row: &DueRow, day: Day) -> bool {
    row.phase.is_pending() && row.due == day
}

/// The new cards of today alone, to count them by the queue's own rules.
fn fresh_queue(store: &Store, today: &Today) -> Result<Queue> {
    let plan = today.plan(&Wish::default());
    let fresh = read_fresh(store, today, plan.limits.new, None)?;
    Ok(Queue::build(Vec::new(), fresh, &plan))
}

/// Puts the cards of today in the order in which they are asked.
pub fn queue(store: &Store, today: &Today, wish: &Wish) -> Result<Queue> {
    let plan = today.plan(wish);
    let since = today.since_again();
    let is_chosen = |card: &CardRow| {
        wish.chosen
            .as_ref()
            .is_none_or(|chosen| chosen.contains(card))
    };
    let due = store.with_due(today.day, |rows| {
        rows.filter(|row| is_chosen(&row.card))
            .map(|row| due(row, &since))
            .collect::<Vec<_>>()
    })?;
    let fresh = read_fresh(store, today, plan.limits.new, wish.chosen.as_ref())?;
    Ok(Queue::build(due, fresh, &plan))
}

/// The card that would be asked next, without a look at the whole backlog.
pub fn first(store: &Store, today: &Today) -> Result<Option<CardRow>> {
    let plan = today.plan(&Wish::default());
    let since = today.since_again();
    let fresh = read_fresh(store, today, plan.limits.new, None)?;
    let mut waiting = Vec::new();
    for card in since.keys() {
        waiting.extend(store.due_row(*card, today.day)?.map(|row| due(row, &since)));
    }
    let first = store.with_due(today.day, |rows| {
        let rows = rows.map(|row| due(row, &since));
        // New cards with a due sibling are left out by the store already.
        queue::first(waiting.into_iter(), rows, fresh.into_iter(), &plan, |_| {
            false
        })
    })?;
    Ok(first)
}

/// The decks of the cards that wait today, once for each card.
pub fn due_decks(store: &Store, today: &Today) -> Result<Vec<i64>> {
    let fresh = read_fresh(store, today, today.n_new_left(), None)?;
    let mut met = today.met.clone();
    let mut decks = store.with_due(today.day, |rows| {
        let comes = |row: &DueRow| {
            waits(row, today.day) || row.family.is_none_or(|family| met.insert(family))
        };
        rows.filter(comes).map(|row| row.deck).collect::<Vec<_>>()
    })?;
    decks.extend(fresh.iter().map(|row| row.deck));
    Ok(decks)
}

/// How long the learner takes, from the last answers.
pub fn pace(store: &Store) -> Result<Pace> {
    Ok(pace::pace(times(store)?))
}

/// The last answers with their times.
pub fn times(store: &Store) -> Result<Vec<Timed>> {
    let answers = store.last_times(pace::RECENT)?;
    Ok(answers.iter().filter_map(timed).collect())
}

/// The cards graded Again today that are not passed yet.
pub fn waiting_rows(store: &Store, today: &Today) -> Result<Vec<Due>> {
    let since = today.since_again();
    let mut waiting = Vec::new();
    for card in since.keys() {
        let row = store.due_row(*card, today.day)?;
        waiting.extend(
            row.filter(|row| waits(row, today.day))
                .map(|row| due(row, &since)),
        );
    }
    waiting.sort_by_key(|row| std::cmp::Reverse(row.since));
    Ok(waiting)
}

/// An answer with its time. An unseen card was new; one asked again on the day it was answered
/// was pending; any other was to be recalled.
fn timed(answer: &AnswerTime) -> Option<Timed> {
    let phase = match answer.predicted {
        _ if answer.first => Phase::New,
        Some(predicted) if 1.0 <= predicted => Phase::Relearning,
        _ => Phase::Review,
    };
    Some(Timed {
        phase,
        rating: answer.rating,
        duration_ms: answer.duration_ms?,
    })
}

/// Reads as many new cards as can be needed: of each family the first.
fn read_fresh(
    store: &Store,
    today: &Today,
    wanted: usize,
    chosen: Option<&HashSet<CardRow>>,
) -> Result<Vec<Fresh>> {
    let mut seen = today.met.clone();
    let mut enters = |row: &NewRow| {
        chosen.is_none_or(|chosen| chosen.contains(&row.card))
            && row.family.is_none_or(|family| seen.insert(family))
    };
    let fresh = |row: NewRow| Fresh {
        card: row.card,
        family: row.family,
        deck: row.deck,
    };
    Ok(store.with_new(today.day, |rows| {
        rows.filter(|row| enters(row))
            .take(wanted)
            .map(fresh)
            .collect::<Vec<_>>()
    })?)
}

fn due(row: DueRow, since: &HashMap<CardRow, u32>) -> Due {
    Due {
        card: row.card,
        family: row.family,
        deck: row.deck,
        phase: row.phase,
        due: row.due,
        shuffle: row.shuffle,
        since: since.get(&row.card).copied().unwrap_or(queue::GAP),
    }
}
