//! What holds for every day, however many cards, families and limits it has.

use super::order::waits;
use super::tests::{Rows, TODAY, asked, pending};
use super::*;
use proptest::prelude::*;

fn any_due() -> impl Strategy<Value = Vec<Due>> {
    let phase = prop::sample::select(vec![
        Phase::Review,
        Phase::Review,
        Phase::Learning,
        Phase::Relearning,
    ]);
    let row = (
        prop::option::of(0_i64..12),
        phase,
        96_i32..=101,
        0_i64..9,
        0_u32..6,
    );
    prop::collection::vec(row, 0..60).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(idx, (family, phase, due, shuffle, since))| {
                let card = idx as i64;
                Due {
                    card,
                    family,
                    deck: 1,
                    phase,
                    due: Day(due),
                    shuffle,
                    since,
                }
            })
            .collect()
    })
}

fn any_rows() -> impl Strategy<Value = Rows> {
    let fresh = prop::collection::vec(prop::option::of(0_i64..16), 0..12);
    let limits = (0_usize..9, prop::option::of(0_usize..9));
    let done = (0_usize..9, 0_usize..90);
    let met = prop::collection::hash_set(0_i64..16, 0..5);
    (any_due(), fresh, limits, done, met).prop_map(|(due, fresh, limits, done, met)| {
        let fresh = fresh
            .into_iter()
            .enumerate()
            .map(|(idx, family)| Fresh {
                card: 1_000 + idx as i64,
                family,
                deck: 1,
            })
            .collect();
        let limits = Limits {
            new: limits.0,
            total: limits.1,
        };
        Rows {
            due,
            fresh,
            limits,
            done: Done {
                new: done.0,
                due: done.1,
            },
            met,
        }
    })
}

/// A learner's day: the rows as the log would give them, changed by every answer.
struct Sitting {
    rows: Rows,
    /// Cards answered today.
    seen: HashSet<i64>,
}

impl Sitting {
    /// Changes the rows as the answer changes what is stored.
    fn answered(&mut self, card: i64, rating: Rating) {
        let Rows {
            due,
            fresh,
            limits,
            done,
            met,
        } = &mut self.rows;
        let was_new = fresh.iter().any(|row| row.card == card);
        let family = due
            .iter()
            .find(|row| row.card == card)
            .map(|row| row.family);
        let family = family.or(fresh
            .iter()
            .find(|row| row.card == card)
            .map(|row| row.family));
        let waited = due.iter().any(|row| row.card == card && waits(row, TODAY));
        due.retain(|row| row.card != card);
        fresh.retain(|row| row.card != card);
        due.iter_mut().for_each(|row| row.since += 1);
        if rating == Rating::Again {
            due.push(Due {
                family: family.flatten(),
                ..pending(card, 0)
            });
        }
        met.extend(family.flatten());
        if self.seen.insert(card) && !waited {
            limits.new -= usize::from(was_new);
            limits.total = limits.total.map(|total| total - 1);
            *if was_new {
                &mut done.new
            } else {
                &mut done.due
            } += 1;
        }
    }
}

proptest! {
    #[test]
    fn the_first_card_is_that_of_the_whole_queue(rows in any_rows()) {
        prop_assert_eq!(rows.first().0, rows.queue().next());
    }

    #[test]
    fn each_card_is_asked_once_and_siblings_never_meet(rows in any_rows()) {
        let asked = asked(rows.queue());
        let mut cards = HashSet::new();
        let mut families = HashSet::new();
        for card in &asked {
            prop_assert!(cards.insert(*card));
            let due = rows.due.iter().find(|row| row.card == *card);
            let family = due.map(|row| row.family).or_else(|| {
                rows.fresh.iter().find(|row| row.card == *card).map(|row| row.family)
            });
            if let Some(family) = family.flatten() {
                prop_assert!(families.insert(family));
                let is_waiting = due.is_some_and(|row| waits(row, TODAY));
                prop_assert!(is_waiting || !rows.met.contains(&family));
            }
        }
        let n_new = asked.iter().filter(|card| 1_000 <= **card).count();
        prop_assert!(n_new <= rows.limits.new);
        let Remaining { due, new, pending } = rows.queue().remaining();
        prop_assert_eq!(due + new + pending, asked.len());
        prop_assert!(rows.limits.total.is_none_or(|total| due + new <= total));
    }

    #[test]
    fn a_restart_at_any_moment_changes_nothing(
        mut rows in any_rows(), grades in prop::collection::vec(1_u8..=4, 0..80),
    ) {
        // Of siblings only one can wait, unless a script answers several.
        let mut families = HashSet::new();
        rows.due.retain(|row| {
            !waits(row, TODAY) || row.family.is_none_or(|family| families.insert(family))
        });
        let mut queue = rows.queue();
        let mut sitting = Sitting { rows, seen: HashSet::new() };
        for grade in grades {
            let rating = Rating::from_number(grade).unwrap();
            let Some(card) = queue.next() else { break };
            queue.answered(card, rating);
            sitting.answered(card, rating);
            prop_assert_eq!(sitting.rows.queue().next(), queue.next());
            prop_assert_eq!(sitting.rows.first().0, queue.next());
            prop_assert_eq!(sitting.rows.queue().remaining(), queue.remaining());
        }
    }

    #[test]
    fn a_card_graded_again_waits_for_three_others_while_others_are_left(
        rows in any_rows(), grades in prop::collection::vec(1_u8..=4, 0..80),
    ) {
        let mut queue = rows.queue();
        let mut asked: Vec<(i64, Rating)> = Vec::new();
        for grade in grades {
            let Some(card) = queue.next() else { break };
            let Remaining { due, new, .. } = queue.remaining();
            let last = asked.iter().rposition(|(other, _)| *other == card);
            if let Some(last) = last.filter(|_| 0 < due + new) {
                prop_assert!(3 < asked.len() - last);
            }
            let rating = Rating::from_number(grade).unwrap();
            queue.answered(card, rating);
            asked.push((card, rating));
        }
    }
}
