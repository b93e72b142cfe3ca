use super::*;
use crate::model::event::{Answer, Mode};
use crate::model::time::Timestamp;
use proptest::prelude::*;

fn answer(rating: Rating, interval: u32) -> Action {
    Action::Answer(Answer {
        rating,
        interval,
        duration_ms: None,
        mode: Mode::Review,
        predicted: None,
        params: 0,
        suggested: None,
    })
}

fn uid(number: usize) -> Uid {
    Uid::new(Timestamp(number as i64), 0, 0)
}

/// Replays actions on their days.
fn replayed(events: &[(i32, Action)]) -> CardState {
    let events = events.iter().enumerate();
    replay(
        events.map(|(idx, (day, action))| (uid(idx), Day(*day), action)),
        &Model::default(),
    )
}

#[test]
fn a_placed_card_is_remembered_as_if_its_interval_had_been_earned() {
    let placed = replayed(&[(10, Action::Place { interval: 21 })]);
    assert_eq!(placed.phase, Phase::Review);
    assert_eq!((placed.due, placed.interval), (Some(Day(31)), 21));
    assert_eq!((placed.reps, placed.lapses), (0, 0));
    let model = Model::default();
    let memory = placed.memory.unwrap();
    assert!((model.retrievability(memory, 21.0) - 0.9).abs() < 1e-6);
    assert_eq!(
        memory.difficulty,
        model.after(None, Rating::Good, 0).difficulty
    );
}

#[test]
fn a_card_that_was_answered_is_not_placed() {
    let answered = (3, answer(Rating::Good, 2));
    let place = (5, Action::Place { interval: 30 });
    let mut both = replayed(&[answered.clone(), place]);
    both.last_event = Some(uid(0));
    assert_eq!(both, replayed(&[answered]));
}

const AGAIN: (Rating, u32) = (Rating::Again, 0);

/// Replays answers on their days: rating, promised interval.
fn answered_on(answers: &[(i32, (Rating, u32))]) -> CardState {
    let events = answers
        .iter()
        .map(|(day, (rating, interval))| (*day, answer(*rating, *interval)));
    replayed(&events.collect::<Vec<_>>())
}

#[test]
fn a_passed_card_is_due_on_the_day_that_its_button_promised() {
    let state = answered_on(&[(5, (Rating::Good, 3))]);
    assert_eq!(
        (state.phase, state.due, state.reps),
        (Phase::Review, Some(Day(8)), 1)
    );
}

#[test]
fn a_new_card_graded_again_is_due_the_same_day_and_has_not_lapsed() {
    let state = answered_on(&[(5, AGAIN)]);
    assert_eq!(
        (state.phase, state.due, state.lapses),
        (Phase::Learning, Some(Day(5)), 0)
    );
}

#[test]
fn a_lapse_counts_once_until_the_card_is_passed() {
    let mut answers = vec![(5, (Rating::Good, 3)), (8, AGAIN), (8, AGAIN), (9, AGAIN)];
    assert_eq!(answered_on(&answers).lapses, 1);
    assert_eq!(answered_on(&answers).phase, Phase::Relearning);
    answers.extend([(9, (Rating::Hard, 1)), (10, AGAIN)]);
    assert_eq!(answered_on(&answers).lapses, 2);
}

#[test]
fn an_answer_of_the_same_day_is_no_day_of_memory() {
    let model = Model::default();
    let state = answered_on(&[(5, AGAIN), (5, (Rating::Good, 1))]);
    let again = model.after(None, Rating::Again, 0);
    assert_eq!(
        state.memory,
        Some(model.after(Some(again), Rating::Good, 0))
    );
}

#[test]
fn a_clock_that_went_back_makes_no_time_pass_twice() {
    let state = answered_on(&[(5, (Rating::Good, 3)), (2, (Rating::Good, 4))]);
    assert_eq!(state.last_day, Some(Day(5)));
    assert_eq!(state.due, Some(Day(6)));
    let straight = answered_on(&[(5, (Rating::Good, 3)), (5, (Rating::Good, 4))]);
    assert_eq!(state.memory, straight.memory);
}

#[test]
fn a_passed_card_never_returns_on_the_same_day() {
    assert_eq!(answered_on(&[(5, (Rating::Good, 0))]).due, Some(Day(6)));
    assert_eq!(
        answered_on(&[(5, (Rating::Good, u32::MAX))]).interval,
        MAXIMUM
    );
}

#[test]
fn reset_makes_the_card_new_and_keeps_what_the_learner_wants_of_it() {
    let good = answer(Rating::Good, 3);
    let events = [
        (5, good),
        (6, Action::Flag),
        (6, Action::Suspend),
        (7, Action::Reset),
    ];
    let state = replayed(&events);
    let expected = CardState {
        suspended: true,
        flagged: true,
        last_event: Some(uid(3)),
        ..CardState::default()
    };
    assert_eq!(state, expected);
}

#[test]
fn the_history_starts_again_after_a_reset() {
    let good = answer(Rating::Good, 3);
    let state = replayed(&[(5, good.clone()), (7, Action::Reset), (9, good.clone())]);
    let fresh = replayed(&[(9, good)]);
    assert_eq!(
        state,
        CardState {
            last_event: Some(uid(2)),
            ..fresh
        }
    );
}

#[test]
fn marks_are_set_and_taken_away() {
    let set = replayed(&[(5, Action::Suspend), (5, Action::Flag), (5, Action::Bury)]);
    assert_eq!(
        (set.suspended, set.flagged, set.buried),
        (true, true, Some(Day(5)))
    );
    let taken = replayed(&[
        (5, Action::Suspend),
        (5, Action::Flag),
        (6, Action::Resume),
        (6, Action::Unflag),
    ]);
    assert_eq!((taken.suspended, taken.flagged), (false, false));
}

#[test]
fn an_answer_leaves_marks_alone() {
    let state = replayed(&[
        (5, Action::Flag),
        (5, Action::Bury),
        (6, answer(Rating::Good, 3)),
    ]);
    assert_eq!((state.flagged, state.buried), (true, Some(Day(5))));
}

#[test]
fn an_undo_changes_nothing() {
    let mut state = answered_on(&[(5, (Rating::Good, 3))]);
    let before = state.clone();
    apply(
        &mut state,
        uid(9),
        Day(9),
        &Action::Undo { voids: uid(0) },
        &Model::default(),
    );
    assert_eq!(state, before);
}

#[test]
fn a_completed_answer_has_the_interval_of_its_button() {
    let model = Model::default();
    let state = answered_on(&[(5, (Rating::Good, 10))]);
    let of = |rating, fuzz_on| complete(&state, "rust/ownership", Day(15), rating, &model, fuzz_on);
    let four = next_four(&model, &state, Day(15), None);
    assert_eq!(of(Rating::Again, true), 0);
    assert_eq!(of(Rating::Good, false), four[2].interval);
    let fuzz = Fuzz::by_seed(rng::seed("rust/ownership", 1));
    assert_eq!(
        of(Rating::Easy, true),
        next_four(&model, &state, Day(15), Some(fuzz))[3].interval
    );
}

fn any_action() -> impl Strategy<Value = Action> {
    let rating = prop::sample::select(Rating::ALL.to_vec());
    prop_oneof![
        8 => (rating, 0_u32..500).prop_map(|(rating, interval)| answer(rating, interval)),
        1 => Just(Action::Reset),
        1 => Just(Action::Bury),
        1 => Just(Action::Suspend),
        1 => Just(Action::Resume),
        1 => Just(Action::Flag),
        1 => Just(Action::Undo { voids: uid(0) }),
    ]
}

proptest! {
    #[test]
    fn a_prefix_and_the_rest_make_the_whole(
        events in prop::collection::vec((0_i32..400, any_action()), 0..40), cut in 0_usize..40,
    ) {
        let cut = cut.min(events.len());
        let mut state = replayed(&events[..cut]);
        for (idx, (day, action)) in events.iter().enumerate().skip(cut) {
            apply(&mut state, uid(idx), Day(*day), action, &Model::default());
        }
        prop_assert_eq!(state, replayed(&events));
    }

    #[test]
    fn every_state_keeps_its_promises(
        events in prop::collection::vec((0_i32..400, any_action()), 0..40),
    ) {
        let mut state = CardState::default();
        for (idx, (day, action)) in events.iter().enumerate() {
            apply(&mut state, uid(idx), Day(*day), action, &Model::default());
            let is_new = state.phase == Phase::New;
            prop_assert_eq!(is_new, state.memory.is_none());
            prop_assert_eq!(is_new, state.due.is_none());
            prop_assert_eq!(is_new, state.reps == 0);
            prop_assert!(state.memory.is_none_or(|memory| 0.0 < memory.stability));
            if let Action::Answer(answer) = action {
                let due = state.due.unwrap();
                prop_assert_eq!(answer.rating == Rating::Again, due == Day(*day));
                prop_assert_eq!(state.phase.is_pending(), due == Day(*day));
            }
        }
    }
}
