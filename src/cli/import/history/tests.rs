//! What becomes of a foreign history beside what the log holds.

use super::*;
use crate::import::draft::Past;
use crate::model::event::Rating;

const DAY_MS: i64 = 86_400_000;

fn instant(day: i32) -> Timestamp {
    Timestamp(i64::from(day) * DAY_MS + 12 * 3_600_000)
}

fn good(day: i32, interval: u32) -> Past {
    Past {
        at: instant(day),
        what: Deed::Answer {
            rating: Rating::Good,
            interval,
            duration_ms: None,
        },
    }
}

/// The events that a history becomes beside those that are known, and the state behind them.
fn taken(history: &History, known: &[CardEvent]) -> (Vec<CardEvent>, Option<CardState>) {
    let utc = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let card = Card {
        key: "d/a",
        history,
        model: &Model::new(&[], 0.9).unwrap(),
        local: &utc,
        now: instant(20_100),
    };
    let made = made(&card, known, &mut Learned::default());
    let events = made.events.into_iter().map(|(event, _)| event);
    (events.collect(), made.state)
}

fn kinds(events: &[CardEvent]) -> Vec<&'static str> {
    let kind = |event: &CardEvent| match event.action {
        Action::Answer(_) => "answer",
        Action::Adopt(_) => "adopt",
        Action::Suspend => "suspend",
        Action::Flag => "flag",
        Action::Reset => "reset",
        _ => "other",
    };
    events.iter().map(kind).collect()
}

fn answered() -> History {
    History {
        past: vec![good(20_000, 3), good(20_003, 10)],
        ..History::default()
    }
}

fn standing(due: i32, stability: f32, difficulty: f32) -> Option<Standing> {
    Some(Standing {
        stability: Some(stability),
        difficulty: Some(difficulty),
        due: Some(Day(due)),
        last_day: Some(Day(20_003)),
        ..Standing::default()
    })
}

#[test]
fn answers_are_taken_once() {
    let (events, state) = taken(&answered(), &[]);
    assert_eq!(kinds(&events), ["answer", "answer"]);
    assert_eq!(state.unwrap().due, Some(Day(20_013)));
    assert_eq!(taken(&answered(), &events), (Vec::new(), None));
    let (more, _) = taken(&answered(), &events[..1]);
    assert_eq!(more, events[1..]);
}

#[test]
fn an_answer_that_was_moved_by_milliseconds_is_the_same() {
    let (known, _) = taken(&answered(), &[]);
    let mut moved = answered();
    moved.past[1].at.0 += 7;
    assert_eq!(taken(&moved, &known).0, []);
    moved.past[1].at.0 += 1000;
    assert_eq!(kinds(&taken(&moved, &known).0), ["answer"]);
}

#[test]
fn a_standing_is_adopted_only_where_the_answers_do_not_lead_there() {
    let (_, state) = taken(&answered(), &[]);
    let memory = state.unwrap().memory.unwrap();
    let with = |standing| History {
        standing,
        ..answered()
    };
    let reached = with(standing(20_013, memory.stability * 1.01, memory.difficulty));
    assert_eq!(kinds(&taken(&reached, &[]).0), ["answer", "answer"]);
    for other in [
        standing(20_014, memory.stability, memory.difficulty),
        standing(20_013, memory.stability * 1.5, memory.difficulty),
    ] {
        let (events, state) = taken(&with(other), &[]);
        assert_eq!(kinds(&events), ["answer", "answer", "adopt"]);
        let state = state.unwrap();
        assert_eq!(state.due, other.unwrap().due);
        assert_eq!(
            state.memory.unwrap().stability,
            other.unwrap().stability.unwrap()
        );
        assert_eq!(taken(&with(other), &events), (Vec::new(), None));
    }
}

#[test]
fn a_card_that_was_answered_here_since_keeps_its_standing() {
    let (mut known, _) = taken(&answered(), &[]);
    let own = CardEvent {
        uid: Uid::new(instant(20_010), 0, 1),
        at: instant(20_010),
        day: Day(20_010),
        ..known[0].clone()
    };
    known.push(own);
    if let Action::Answer(answer) = &mut known[2].action {
        answer.mode = Mode::Review;
    }
    let elsewhere = History {
        standing: standing(20_050, 40.0, 5.0),
        ..answered()
    };
    assert_eq!(taken(&elsewhere, &known), (Vec::new(), None));
}

#[test]
fn marks_are_set_where_nobody_has_decided() {
    let marked = History {
        suspended: true,
        flagged: true,
        ..History::default()
    };
    let (known, state) = taken(&marked, &[]);
    assert_eq!(kinds(&known), ["suspend", "flag"]);
    assert!(state.is_some_and(|state| state.suspended && state.flagged));
    let decided = |action: Action| CardEvent {
        action,
        ..known[0].clone()
    };
    let both = [decided(Action::Resume), decided(Action::Unflag)];
    assert_eq!(taken(&marked, &both), (Vec::new(), None));
    assert_eq!(kinds(&taken(&marked, &both[..1]).0), ["flag"]);
}
