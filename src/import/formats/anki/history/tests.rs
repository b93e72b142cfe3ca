use super::*;
use crate::model::civil::{format_day, parse_instant_and_offset};

const CLOCK: Clock = Clock {
    created: Some(1_700_000_000),
    minutes_west: Some(0),
    rollover: Some(4),
    is_first_scheduler: false,
};

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn at(text: &str) -> i64 {
    parse_instant_and_offset(text).unwrap().0.0
}

fn answer(ease: u8, kind: u8) -> Answer {
    Answer {
        card: 1,
        at: at("2026-11-20T08:00:00Z"),
        ease,
        kind,
        has_factor: true,
        ..Answer::default()
    }
}

fn past(answer: Answer, clock: &Clock) -> Result<Option<Deed>, &'static str> {
    let known = known(&Schedule::default(), &[answer], clock, &utc);
    match known.lost.first() {
        Some(lost) => Err(lost),
        None => Ok(known.history.past.first().map(|past| past.what)),
    }
}

fn rated(answer: Answer, clock: &Clock) -> Option<Rating> {
    match past(answer, clock) {
        Ok(Some(Deed::Answer { rating, .. })) => Some(rating),
        _ => None,
    }
}

#[test]
fn answers_keep_rating_days_and_duration() {
    let row = Answer {
        interval: 12,
        duration_ms: 900,
        ..answer(3, 1)
    };
    let kept = Deed::Answer {
        rating: Rating::Good,
        interval: 12,
        duration_ms: Some(900),
    };
    assert_eq!(past(row, &CLOCK), Ok(Some(kept)));
    let seconds = Answer {
        interval: -600,
        ..answer(1, 0)
    };
    let kept = Deed::Answer {
        rating: Rating::Again,
        interval: 0,
        duration_ms: None,
    };
    assert_eq!(past(seconds, &CLOCK), Ok(Some(kept)));
}

#[test]
fn the_first_scheduler_has_no_hard_in_learning() {
    let first = Clock {
        is_first_scheduler: true,
        ..CLOCK
    };
    let of = |ease, kind| rated(answer(ease, kind), &first);
    assert_eq!(of(1, 0), Some(Rating::Again));
    assert_eq!(of(2, 0), Some(Rating::Good));
    assert_eq!(of(3, 2), Some(Rating::Easy));
    assert_eq!(of(2, 1), Some(Rating::Hard));
    assert_eq!(rated(answer(2, 0), &CLOCK), Some(Rating::Hard));
}

#[test]
fn rows_by_hand_are_resets_or_nothing() {
    let by_hand = |has_factor| Answer {
        has_factor,
        ..answer(0, 4)
    };
    assert_eq!(past(by_hand(false), &CLOCK), Ok(Some(Deed::Reset)));
    assert_eq!(past(by_hand(true), &CLOCK), Ok(None));
    assert_eq!(past(answer(0, 5), &CLOCK), Ok(None));
    assert_eq!(past(answer(0, 1), &CLOCK), Ok(None));
}

#[test]
fn practice_and_nonsense_are_left_out_and_named() {
    let practice = Answer {
        has_factor: false,
        ..answer(3, 3)
    };
    assert_eq!(past(practice, &CLOCK), Err(PRACTICE));
    let late = Answer {
        at: at("2100-01-01T00:00:00Z"),
        ..answer(3, 1)
    };
    assert_eq!(past(late, &CLOCK), Err(BAD_DATE));
    let long = Answer {
        interval: 36_501,
        ..answer(3, 1)
    };
    assert_eq!(past(long, &CLOCK), Err(BAD_INTERVAL));
    assert_eq!(past(answer(5, 1), &CLOCK), Err(BAD_RATING));
}

fn due_on(schedule: Schedule, clock: &Clock) -> Option<String> {
    let known = known(&schedule, &[], clock, &utc);
    known.history.standing?.due.map(format_day)
}

fn review(due: i64) -> Schedule {
    Schedule {
        kind: 2,
        queue: 2,
        due,
        interval: 10,
        ease: 2500,
        reps: 3,
        ..Schedule::default()
    }
}

#[test]
fn day_0_is_the_date_where_the_collection_was_made() {
    let made = |instant: &str, minutes_west| Clock {
        created: Some(at(instant) / 1000),
        minutes_west,
        ..CLOCK
    };
    let day = |clock| due_on(review(1), &clock).unwrap();
    assert_eq!(day(made("2026-03-01T04:00:00Z", Some(0))), "2026-03-02");
    // 04:00 in Sydney.
    assert_eq!(day(made("2026-02-28T17:00:00Z", Some(-660))), "2026-03-02");
    // Nobody says where; most hours of its day 0 are on the first of March.
    assert_eq!(day(made("2026-02-28T17:00:00Z", None)), "2026-03-02");
    assert_eq!(day(made("2026-03-01T04:00:00Z", None)), "2026-03-02");
    assert_eq!(day(made("2026-03-01T11:00:00Z", None)), "2026-03-02");
}

#[test]
fn a_borrowed_card_is_due_when_its_home_says() {
    let borrowed = Schedule {
        due: -100_000,
        home_due: 7,
        ..review(0)
    };
    assert_eq!(due_on(borrowed, &CLOCK), due_on(review(7), &CLOCK));
}

#[test]
fn a_card_in_learning_is_due_on_the_day_of_its_second() {
    let learning = Schedule {
        kind: 1,
        queue: 1,
        due: at("2026-11-21T02:00:00Z") / 1000,
        ..Schedule::default()
    };
    assert_eq!(due_on(learning, &CLOCK).unwrap(), "2026-11-20");
}

#[test]
fn days_that_nobody_lives_to_see_are_left_out() {
    for due in [i64::MAX, i64::MIN, 40_000, -20_000, 99_999_999_999_999] {
        let known = known(&review(due), &[], &CLOCK, &utc);
        assert_eq!(known.history.standing.unwrap().due, None, "{due}");
        assert_eq!(known.lost, [BAD_DUE]);
    }
    let ancient = Clock {
        created: Some(0),
        ..CLOCK
    };
    assert_eq!(due_on(review(1), &ancient), None);
}

#[test]
fn memory_stands_before_ease() {
    let with_memory = Schedule {
        memory: Some(Memory {
            stability: Some(12.5),
            difficulty: Some(4.2),
            last_answer: Some(at("2026-11-20T02:00:00Z") / 1000),
        }),
        ..review(1)
    };
    let standing = |schedule| {
        known(&schedule, &[], &CLOCK, &utc)
            .history
            .standing
            .unwrap()
    };
    let kept = standing(with_memory);
    assert_eq!(
        (kept.stability, kept.difficulty, kept.ease),
        (Some(12.5), Some(4.2), None)
    );
    assert_eq!(kept.last_day.map(format_day).as_deref(), Some("2026-11-19"));
    assert_eq!(standing(review(1)).ease, Some(2.5));
}

#[test]
fn a_new_card_stands_nowhere_but_may_be_suspended_or_flagged() {
    let new = Schedule {
        queue: -1,
        due: 17,
        flags: 10,
        ..Schedule::default()
    };
    let known = known(&new, &[], &CLOCK, &utc);
    assert_eq!(
        known.history,
        History {
            suspended: true,
            flagged: true,
            ..History::default()
        }
    );
}
