//! From the log to the state of a card.
//!
//! The log is the truth and the state a cache of it. Each answer tells the interval that its button
//! promised, so the due day is read and never computed again; the memory is computed from the
//! whole history with the weights in force, so that new weights reach old answers too.
//!
//! An event that was taken back is left out by the caller, and so is the undo that took it back.

use super::fsrs::Model;
use super::interval::{Fuzz, MAXIMUM, next_four};
use super::rng;
use crate::model::event::{Action, Adopted, Rating, Uid};
use crate::model::memory::{CardState, Memory, Phase};
use crate::model::time::Day;

/// Folds the events of one card, in the order of their uids, into its state.
pub fn replay<'a>(
    events: impl Iterator<Item = (Uid, Day, &'a Action)>,
    model: &Model,
) -> CardState {
    let mut state = CardState::default();
    for (uid, day, action) in events {
        apply(&mut state, uid, day, action, model);
    }
    state
}

/// Changes the state as one event of the card does. An undo changes nothing.
pub fn apply(state: &mut CardState, uid: Uid, day: Day, action: &Action, model: &Model) {
    match action {
        Action::Undo { .. } => return,
        Action::Answer(answer) => answered(state, day, answer.rating, answer.interval, model),
        Action::Suspend => state.suspended = true,
        Action::Resume => (state.suspended, state.buried) = (false, None),
        Action::Bury => state.buried = Some(day),
        Action::Flag => state.flagged = true,
        Action::Unflag => state.flagged = false,
        Action::Reset => *state = forgotten(state),
        Action::Place { interval } => placed(state, day, *interval, model),
        Action::Adopt(adopted) => taken_over(state, day, adopted),
    }
    state.last_event = Some(uid);
}

/// Returns the interval of an answer that came without one, as other programs' logs do.
///
/// Called once for each such answer, in order, when the log is taken over; the interval is then
/// stored with the answer. `state` is the card before it. With `fuzz_on` the seed spreads it.
pub fn complete(
    state: &CardState,
    key: &str,
    day: Day,
    rating: Rating,
    model: &Model,
    fuzz_on: bool,
) -> u32 {
    if rating == Rating::Again {
        return 0;
    }
    let fuzz = fuzz_on.then(|| Fuzz::by_seed(rng::seed(key, state.reps)));
    next_four(model, state, day, fuzz)[usize::from(rating.number()) - 1].interval
}

fn answered(state: &mut CardState, day: Day, rating: Rating, interval: u32, model: &Model) {
    let elapsed = state.last_day.map_or(0, |last| day.since(last));
    state.memory = Some(model.after(state.memory, rating, elapsed));
    // A clock that went back must not make the next elapsed time longer than it was.
    state.last_day = state.last_day.max(Some(day));
    // Foreign and damaged logs must not bring a passed card back on the same day.
    state.interval = if rating == Rating::Again {
        0
    } else {
        interval.clamp(1, MAXIMUM)
    };
    state.due = Some(day.plus(state.interval));
    state.reps += 1;
    state.lapses += u32::from(state.phase == Phase::Review && rating == Rating::Again);
    state.phase = phase_after(state.phase, rating);
}

/// A card that was never answered, of a topic that is known: remembered as if the interval had been
/// earned, so that it comes back when the chance of recall is 90 %, and as hard as after a first
/// Good. A card that has been answered meanwhile speaks for itself.
fn placed(state: &mut CardState, day: Day, interval: u32, model: &Model) {
    if state.phase != Phase::New {
        return;
    }
    let interval = interval.clamp(1, MAXIMUM);
    state.memory = Some(Memory {
        stability: interval as f32,
        ..model.after(None, Rating::Good, 0)
    });
    state.last_day = Some(day);
    state.interval = interval;
    state.due = Some(day.plus(interval));
    state.phase = Phase::Review;
}

/// A card as it stood elsewhere, whatever is known of it from before.
fn taken_over(state: &mut CardState, day: Day, adopted: &Adopted) {
    state.memory = Some(adopted.memory);
    state.last_day = state.last_day.max(Some(day));
    state.interval = adopted.interval.min(MAXIMUM);
    state.due = Some(day.plus(state.interval));
    (state.reps, state.lapses) = (adopted.reps, adopted.lapses);
    state.phase = match state.interval {
        0 => Phase::Relearning,
        _ => Phase::Review,
    };
}

fn phase_after(phase: Phase, rating: Rating) -> Phase {
    match (phase, rating) {
        (Phase::New | Phase::Learning, Rating::Again) => Phase::Learning,
        (Phase::Review | Phase::Relearning, Rating::Again) => Phase::Relearning,
        (_, Rating::Hard | Rating::Good | Rating::Easy) => Phase::Review,
    }
}

/// The card as new: what the learner wants of it stays, what was learned goes.
fn forgotten(state: &CardState) -> CardState {
    CardState {
        suspended: state.suspended,
        buried: state.buried,
        flagged: state.flagged,
        ..CardState::default()
    }
}

#[cfg(test)]
mod tests;
