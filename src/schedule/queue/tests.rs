use super::*;

pub(super) const TODAY: Day = Day(100);

/// A card in review, due by `due`; its number is its place in the shuffle as well.
fn due_on(due: i32, card: i64) -> Due {
    Due {
        card,
        family: None,
        deck: 1,
        phase: Phase::Review,
        due: Day(due),
        shuffle: card,
        since: 0,
    }
}

/// A card graded Again today, `since` answers ago.
pub(super) fn pending(card: i64, since: u32) -> Due {
    Due {
        phase: Phase::Learning,
        since,
        ..due_on(100, card)
    }
}

fn new(card: i64) -> Fresh {
    Fresh {
        card,
        family: None,
        deck: 1,
    }
}

/// The rows of a day, and what was done on it.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) due: Vec<Due>,
    pub(super) fresh: Vec<Fresh>,
    pub(super) limits: Limits,
    pub(super) done: Done,
    pub(super) met: HashSet<i64>,
}

impl Rows {
    fn new(due: Vec<Due>, fresh: Vec<Fresh>) -> Rows {
        let limits = Limits {
            new: 12,
            total: None,
        };
        Rows {
            due,
            fresh,
            limits,
            done: Done::default(),
            met: HashSet::new(),
        }
    }

    pub(super) fn plan(&self) -> Plan<'_> {
        Plan {
            today: TODAY,
            limits: self.limits,
            done: self.done,
            met: &self.met,
        }
    }

    pub(super) fn queue(&self) -> Queue {
        Queue::build(self.due.clone(), self.fresh.clone(), &self.plan())
    }

    /// What [`first`] finds, and how many due rows it read.
    pub(super) fn first(&self) -> (Option<i64>, usize) {
        let mut rows = self.due.clone();
        rows.sort_by_key(|row| (row.due, row.shuffle));
        let mut n_read = 0;
        let due = rows.iter().copied().inspect(|_| n_read += 1);
        let is_due = |family| {
            rows.iter()
                .any(|row| row.due <= TODAY && row.family == Some(family))
        };
        let fresh = self.fresh.iter().copied();
        let card = first(self.due.iter().copied(), due, fresh, &self.plan(), is_due);
        (card, n_read)
    }
}

/// The cards in the order in which they are asked when all are passed.
pub(super) fn asked(mut queue: Queue) -> Vec<i64> {
    std::iter::from_fn(|| {
        let card = queue.next()?;
        queue.answered(card, Rating::Good);
        Some(card)
    })
    .collect()
}

fn order(due: Vec<Due>, fresh: Vec<Fresh>) -> Vec<i64> {
    asked(Rows::new(due, fresh).queue())
}

#[test]
fn the_longest_due_card_comes_first_and_a_day_is_shuffled() {
    let rows = vec![due_on(100, 1), due_on(99, 8), due_on(99, 5), due_on(101, 2)];
    assert_eq!(order(rows, vec![]), [5, 8, 1]);
}

#[test]
fn new_cards_are_spread_evenly_among_the_due_ones() {
    let due = (1..=8).map(|card| due_on(99, card)).collect();
    assert_eq!(
        order(due, vec![new(91), new(92)]),
        [1, 2, 3, 91, 4, 5, 6, 92, 7, 8]
    );
}

#[test]
fn due_cards_are_spread_among_many_new_ones() {
    let due = vec![due_on(99, 1), due_on(99, 2)];
    let fresh = (91..=94).map(new).collect();
    assert_eq!(order(due, fresh), [91, 1, 92, 93, 2, 94]);
}

#[test]
fn new_cards_do_not_drown_in_a_backlog() {
    let due: Vec<Due> = (1..=2_000).map(|card| due_on(99, card)).collect();
    let asked = order(due, vec![new(9_001), new(9_002)]);
    let places = [9_001, 9_002].map(|card| asked.iter().position(|asked| *asked == card).unwrap());
    assert_eq!(places, [7, 15]);
}

#[test]
fn no_more_new_cards_come_than_the_limit_allows() {
    let mut rows = Rows::new(vec![], (91..=99).map(new).collect());
    rows.limits.new = 2;
    assert_eq!(asked(rows.queue()), [91, 92]);
}

#[test]
fn a_limit_in_all_counts_due_and_new_cards_but_not_those_to_be_passed() {
    let mut rows = Rows::new(
        (1..=8).map(|card| due_on(99, card)).collect(),
        vec![new(91)],
    );
    rows.due.push(pending(50, 3));
    rows.limits.total = Some(3);
    assert_eq!(asked(rows.queue()), [50, 1, 2, 3]);
}

#[test]
fn the_pattern_of_new_cards_goes_on_after_a_restart() {
    let due: Vec<Due> = (1..=8).map(|card| due_on(99, card)).collect();
    let whole = order(due.clone(), vec![new(91), new(92)]);
    let mut rest = Rows::new(due[5..].to_vec(), vec![new(92)]);
    rest.done = Done { new: 1, due: 5 };
    assert_eq!(asked(rest.queue()), whole[6..]);
}

#[test]
fn siblings_never_meet_on_one_day() {
    let family = Some(7);
    let due = vec![
        Due {
            family,
            ..due_on(98, 1)
        },
        Due {
            family,
            ..due_on(99, 2)
        },
    ];
    let fresh = vec![
        Fresh { family, ..new(91) },
        Fresh {
            family: Some(8),
            ..new(92)
        },
        Fresh {
            family: Some(8),
            ..new(93)
        },
    ];
    let mut rows = Rows::new(due, fresh);
    assert_eq!(asked(rows.queue()), [1, 92]);
    rows.met.insert(7);
    assert_eq!(asked(rows.queue()), [92]);
}

#[test]
fn a_card_to_be_passed_comes_although_its_family_was_met_today_by_itself() {
    let mut rows = Rows::new(
        vec![Due {
            family: Some(7),
            ..pending(1, 0)
        }],
        vec![],
    );
    rows.met.insert(7);
    assert_eq!(rows.queue().next(), Some(1));
}

#[test]
fn a_card_forgotten_on_an_earlier_day_is_due_like_any_other() {
    let forgotten = Due {
        due: Day(99),
        ..pending(5, 0)
    };
    assert_eq!(
        order(vec![due_on(98, 1), forgotten, due_on(99, 9)], vec![]),
        [1, 5, 9]
    );
}

#[test]
fn a_card_graded_again_comes_back_after_three_others() {
    let mut queue = Rows::new((1..=5).map(|card| due_on(99, card)).collect(), vec![]).queue();
    queue.answered(1, Rating::Again);
    assert_eq!(asked(queue), [2, 3, 4, 1, 5]);
}

#[test]
fn a_card_graded_again_comes_back_at_the_end_where_fewer_are_left() {
    let mut queue = Rows::new(vec![due_on(99, 1), due_on(99, 2)], vec![]).queue();
    queue.answered(1, Rating::Again);
    assert_eq!(queue.next(), Some(2));
    queue.answered(2, Rating::Again);
    assert_eq!(queue.next(), Some(1));
    queue.answered(1, Rating::Good);
    queue.answered(2, Rating::Again);
    assert_eq!(asked(queue), [2]);
}

#[test]
fn a_restart_keeps_a_card_waiting_for_three_others() {
    let with = |since| {
        order(
            vec![
                due_on(99, 1),
                due_on(99, 2),
                due_on(99, 3),
                pending(50, since),
            ],
            vec![],
        )
    };
    assert_eq!(with(0), [1, 2, 3, 50]);
    assert_eq!(with(2), [1, 50, 2, 3]);
    assert_eq!(with(3), [50, 1, 2, 3]);
}

#[test]
fn the_card_that_waits_longest_comes_back_first() {
    assert_eq!(
        order(vec![pending(1, 0), pending(2, 9), pending(3, 1)], vec![]),
        [2, 3, 1]
    );
}

#[test]
fn an_answer_taken_back_is_asked_next() {
    let rows = Rows::new(vec![due_on(99, 1), due_on(99, 2)], vec![new(91)]);
    for rating in Rating::ALL {
        let mut queue = rows.queue();
        let card = queue.next().unwrap();
        queue.answered(card, rating);
        queue.put_back(card);
        assert_eq!(queue.remaining(), rows.queue().remaining());
        assert_eq!(asked(queue), asked(rows.queue()));
    }
}

#[test]
fn two_answers_to_one_card_are_taken_back_one_by_one() {
    let rows = Rows::new(vec![], vec![new(91)]);
    let mut queue = rows.queue();
    queue.answered(91, Rating::Again);
    queue.answered(91, Rating::Good);
    queue.put_back(91);
    assert_eq!(
        queue.remaining(),
        Remaining {
            pending: 1,
            ..Remaining::default()
        }
    );
    queue.put_back(91);
    assert_eq!(
        queue.remaining(),
        Remaining {
            new: 1,
            ..Remaining::default()
        }
    );
}

#[test]
fn a_removed_card_is_not_asked_and_can_be_put_back() {
    let mut queue = Rows::new(vec![due_on(99, 1), due_on(99, 2)], vec![]).queue();
    queue.remove(1);
    assert_eq!(queue.next(), Some(2));
    queue.put_back(1);
    assert_eq!(asked(queue), [1, 2]);
}

#[test]
fn a_card_from_elsewhere_can_be_put_back() {
    let mut queue = Queue::default();
    queue.put_back(4);
    assert_eq!(
        queue.remaining(),
        Remaining {
            due: 1,
            ..Remaining::default()
        }
    );
    assert_eq!(asked(queue), [4]);
}

#[test]
fn the_counts_follow_every_answer() {
    let mut queue = Rows::new(vec![due_on(99, 1), due_on(99, 2)], vec![new(91)]).queue();
    assert_eq!(
        queue.remaining(),
        Remaining {
            due: 2,
            new: 1,
            pending: 0
        }
    );
    queue.answered(1, Rating::Again);
    assert_eq!(
        queue.remaining(),
        Remaining {
            due: 1,
            new: 1,
            pending: 1
        }
    );
    queue.answered(91, Rating::Good);
    queue.answered(1, Rating::Good);
    assert_eq!(
        queue.remaining(),
        Remaining {
            due: 1,
            new: 0,
            pending: 0
        }
    );
}

#[test]
fn the_first_card_is_found_without_reading_the_backlog() {
    let due = (1..=50_000).map(|card| due_on(99, card)).collect();
    let mut rows = Rows::new(due, (90_001..=90_050).map(new).collect());
    assert_eq!(rows.first(), (Some(1), 12 * DUE_PER_NEW));
    rows.done = Done { new: 12, due: 500 };
    rows.limits.new = 0;
    assert_eq!(rows.first(), (Some(1), 1));
}
