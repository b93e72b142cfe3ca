use super::*;

#[test]
fn an_empty_day_has_no_card() {
    let (queue, asked) = both(&[], &[], 12);
    assert_eq!((queue.next(), asked), (None, None));
}

/// Builds the queue and asks [`first`] about the same rows.
fn both(due: &[Due], fresh: &[Fresh], new: usize) -> (Queue, Option<i64>) {
    let met = HashSet::new();
    let limits = Limits { new, total: None };
    let plan = Plan {
        today: Day(100),
        limits,
        done: Done::default(),
        met: &met,
    };
    let rows = || due.iter().copied();
    let asked = first(rows(), rows(), fresh.iter().copied(), &plan, |family| {
        rows().any(|row| row.family == Some(family))
    });
    (Queue::build(due.to_vec(), fresh.to_vec(), &plan), asked)
}
