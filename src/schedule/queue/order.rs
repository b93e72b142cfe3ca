//! Which cards of a day may come, and in which order.
//!
//! The rules that the whole queue and the search for its first card share: families, waiting
//! cards, and the places of the new cards among the due ones.

use super::{DUE_PER_NEW, Done, Due, Fresh, Plan};
use crate::model::time::Day;
use std::collections::{HashSet, VecDeque};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub card: i64,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Due,
    New,
    Pending,
}

/// Families that may not come any more today.
#[derive(Clone)]
pub struct Families<'a> {
    met: &'a HashSet<i64>,
    taken: HashSet<i64>,
}

impl Families<'_> {
    pub fn new(met: &HashSet<i64>) -> Families<'_> {
        Families {
            met,
            taken: HashSet::new(),
        }
    }

    /// Says whether a card of this family may come, and then lets no other one of it come.
    fn admit(&mut self, family: Option<i64>) -> bool {
        family.is_none_or(|family| !self.met.contains(&family) && self.taken.insert(family))
    }

    /// As [`admit`](Self::admit), for a card that was itself answered today.
    fn admit_waiting(&mut self, family: Option<i64>) -> bool {
        family.is_none_or(|family| self.taken.insert(family))
    }
}

/// Whether the card was graded Again today. One of an earlier day is due like any other.
pub fn waits(row: &Due, today: Day) -> bool {
    row.phase.is_pending() && row.due == today
}

/// The waiting cards, the one that waits longest first.
pub fn waiting(rows: impl Iterator<Item = Due>, today: Day, seen: &mut Families<'_>) -> Vec<Due> {
    let mut rows: Vec<Due> = rows.filter(|row| waits(row, today)).collect();
    rows.sort_by_key(|row| (u32::MAX - row.since, row.shuffle, row.card));
    rows.retain(|row| seen.admit_waiting(row.family));
    rows
}

pub fn of_other_families(
    rows: impl Iterator<Item = Due>,
    today: Day,
    seen: &mut Families<'_>,
) -> impl Iterator<Item = Due> {
    rows.filter(move |row| !waits(row, today) && seen.admit(row.family))
}

pub fn new_cards(
    rows: impl Iterator<Item = Fresh>,
    plan: &Plan<'_>,
    seen: &mut Families<'_>,
    is_due: impl Fn(i64) -> bool,
) -> Vec<i64> {
    rows.filter(|row| !row.family.is_some_and(&is_due) && seen.admit(row.family))
        .map(|row| row.card)
        .take(plan.limits.new)
        .collect()
}

/// Spreads the new cards of the day evenly among its due ones, those answered already included:
/// with R due cards and N new ones, the new card number i comes after i (R + 1) / (N + 1) due ones.
///
/// Of R no more than `DUE_PER_NEW` for each new card count.
pub fn mixed(due: Vec<i64>, fresh: Vec<i64>, plan: &Plan<'_>) -> VecDeque<Entry> {
    let Done {
        new: mut new_done,
        due: mut due_done,
    } = plan.done;
    let all_new = new_done + fresh.len();
    let all_due = (due_done + due.len()).min(DUE_PER_NEW * all_new);
    let most = plan
        .limits
        .total
        .unwrap_or(usize::MAX)
        .min(due.len() + fresh.len());
    let mut due = due
        .into_iter()
        .map(|card| Entry {
            card,
            kind: Kind::Due,
        })
        .peekable();
    let mut fresh = fresh
        .into_iter()
        .map(|card| Entry {
            card,
            kind: Kind::New,
        })
        .peekable();
    let mut entries = VecDeque::with_capacity(most);
    while entries.len() < most {
        let place = (new_done + 1) * (all_due + 1) / (all_new + 1);
        let new_turn = fresh.peek().is_some() && (place <= due_done || due.peek().is_none());
        entries.extend(if new_turn { fresh.next() } else { due.next() });
        *if new_turn {
            &mut new_done
        } else {
            &mut due_done
        } += 1;
    }
    entries
}
