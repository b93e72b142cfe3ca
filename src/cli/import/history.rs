//! What was learned elsewhere, as events of the log: answers by union, and where a card stands if
//! its answers do not lead there.

use super::super::context::Context;
use super::super::failure::Result;
use super::super::keep::Desk;
use crate::import::draft::{Deed, History, Standing};
use crate::model::chance::stable_hash;
use crate::model::event::{Action, Adopted, Answer, Mode, Uid};
use crate::model::memory::{CardState, Memory};
use crate::model::time::{Day, DayBoundary, Timestamp};
use crate::schedule::fsrs::Model;
use crate::schedule::replay;
use crate::store::log::{CardEvent, RowEvent};
use crate::store::{CardRow, Store};

/// What was taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    pub answers: usize,
    /// Cards that stand elsewhere than their answers say.
    pub standings: usize,
}

/// Counts what would be taken over.
pub fn counted(histories: &[(String, History)], context: &Context) -> Result<Learned> {
    let mut learned = Learned::default();
    if histories.is_empty() {
        return Ok(learned);
    }
    let desk = Desk::open(context)?;
    let local = |at| context.clock.boundary(at);
    for (key, history) in histories {
        let card = Card {
            key,
            history,
            model: desk.model(key.split('/').next()),
            local: &local,
            now: context.clock.now(),
        };
        made(&card, &known(&desk.store, key)?, &mut learned);
    }
    Ok(learned)
}

/// A history with what the log holds of its card already.
pub struct Remembered {
    key: String,
    history: History,
    known: Vec<CardEvent>,
}

/// Looks up what the log holds.
pub fn remembered(histories: Vec<(String, History)>, store: &Store) -> Result<Vec<Remembered>> {
    // An empty log need not be asked for each card.
    let has_log = store.last_uid()?.is_some();
    let remembered = histories.into_iter().map(|(key, history)| {
        let known = match has_log {
            true => known(store, &key)?,
            false => Vec::new(),
        };
        Ok(Remembered {
            key,
            history,
            known,
        })
    });
    remembered.collect()
}

/// Histories as events.
pub struct Told {
    /// The cards that have any, and where they stand after them.
    cards: Vec<(String, CardState)>,
    /// In the order of the log; `card` is a place in `cards` until it is known by its row.
    events: Vec<RowEvent>,
    learned: Learned,
}

/// Makes events of histories.
pub fn told<'m>(
    histories: Vec<Remembered>,
    model: &(dyn Fn(&str) -> &'m Model + Sync),
    context: &Context,
) -> Told {
    let local = |at| context.clock.boundary(at);
    let n_events = histories.iter().map(|one| one.history.past.len() + 1);
    let mut events = Vec::with_capacity(n_events.sum());
    let mut cards = Vec::with_capacity(histories.len());
    let mut learned = Learned::default();
    for one in histories {
        let card = Card {
            key: &one.key,
            history: &one.history,
            model: model(&one.key),
            local: &local,
            now: context.clock.now(),
        };
        let made = made(&card, &one.known, &mut learned);
        let Some(state) = made.state else { continue };
        let row_events = made.events.into_iter();
        events.extend(row_events.map(|(event, utc_offset_minutes)| RowEvent {
            card: cards.len() as CardRow,
            utc_offset_minutes,
            event,
        }));
        cards.push((one.key, state));
    }
    // In the order of the log each goes to the end of it, where pages are at hand.
    events.sort_unstable_by_key(|one| one.event.uid);
    Told {
        cards,
        events,
        learned,
    }
}

/// Brings events into the log, and the states of their cards. Must be called with the write lock
/// held.
pub fn take_over(told: Told, store: &mut Store) -> Result<Learned> {
    let rows = store.rows_of(told.cards.iter().map(|(key, _)| key.as_str()))?;
    let mut events = told.events;
    for event in &mut events {
        event.card = rows[event.card as usize];
    }
    store.take_over(DEVICE, &events)?;
    let states = told.cards.iter().map(|(_, state)| state);
    store.put_states(rows.iter().copied().zip(states))?;
    Ok(told.learned)
}

/// What stands in the log for the machine on which it was learned.
const DEVICE: &str = "import";

/// What a card needs to become events.
pub struct Card<'c> {
    pub key: &'c str,
    pub history: &'c History,
    pub model: &'c Model,
    pub local: &'c dyn Fn(Timestamp) -> DayBoundary,
    pub now: Timestamp,
}

/// What becomes of one card.
pub struct Made {
    /// Those that the log does not hold yet, each with the minutes that local time was ahead of UTC.
    pub events: Vec<(CardEvent, i32)>,
    /// Where the card stands after them; `None` where there are none.
    pub state: Option<CardState>,
}

/// Makes the events of one card; `known` are those that the log holds of it.
pub fn made(card: &Card, known: &[CardEvent], learned: &mut Learned) -> Made {
    let mut events: Vec<(CardEvent, i32)> = Vec::with_capacity(card.history.past.len() + 1);
    for past in &card.history.past {
        if is_known(known, past.at, &past.what) {
            continue;
        }
        let earlier = events.iter().rev();
        let ties = earlier.take_while(|(event, _)| event.at == past.at);
        let counter = ties.count() as u16;
        learned.answers += usize::from(matches!(past.what, Deed::Answer { .. }));
        events.push(card.event(past.at, counter, action(&past.what)));
    }
    let mut state = card.replayed(known, &events);
    if let Some(adopted) = card.adopted(known, &state) {
        learned.standings += 1;
        events.push(adopted);
        state = card.replayed(known, &events);
    }
    let marks = card.marks(known);
    for (mark, _) in &marks {
        replay::apply(&mut state, mark.uid, mark.day, &mark.action, card.model);
    }
    events.extend(marks);
    Made {
        state: (!events.is_empty()).then_some(state),
        events,
    }
}

/// The events that the log holds of a card and that count.
pub fn known(store: &Store, key: &str) -> Result<Vec<CardEvent>> {
    Ok(match store.state(key)? {
        Some((row, state)) if state.last_event.is_some() => store.history(row)?,
        _ => Vec::new(),
    })
}

/// Whether the log holds it: the same kind at the same instant. Another program may have moved it
/// by some milliseconds, to give it a number of its own.
fn is_known(known: &[CardEvent], at: Timestamp, what: &Deed) -> bool {
    const NEAR_MS: i64 = 500;
    known.iter().any(|event| {
        let near = (event.at.0 - at.0).abs() < NEAR_MS;
        near && match (&event.action, what) {
            (Action::Answer(answer), Deed::Answer { rating, .. }) => answer.rating == *rating,
            (Action::Reset, Deed::Reset) => true,
            _ => false,
        }
    })
}

fn action(deed: &Deed) -> Action {
    match deed {
        Deed::Reset => Action::Reset,
        Deed::Answer {
            rating,
            interval,
            duration_ms,
        } => Action::Answer(Answer {
            rating: *rating,
            interval: *interval,
            duration_ms: *duration_ms,
            mode: Mode::Import,
            predicted: None,
            params: 0,
            suggested: None,
        }),
    }
}

impl Card<'_> {
    fn event(&self, at: Timestamp, counter: u16, action: Action) -> (CardEvent, i32) {
        let boundary = (self.local)(at);
        let event = CardEvent {
            uid: Uid::new(at, counter, stable_hash(self.key)),
            at,
            day: boundary.day_of(at),
            action,
        };
        (event, boundary.utc_offset_minutes)
    }

    /// Where the card stands, unless its answers lead there, or it was answered here since.
    fn adopted(&self, known: &[CardEvent], state: &CardState) -> Option<(CardEvent, i32)> {
        let standing = self.history.standing.as_ref()?;
        let is_own = |event: &&CardEvent| match &event.action {
            Action::Answer(answer) => answer.mode != Mode::Import,
            Action::Place { .. } => true,
            _ => false,
        };
        let last = self.last_instant(standing);
        if known.iter().any(|event| is_own(&event) && last <= event.at) {
            return None;
        }
        let last_day = standing.last_day.or(state.last_day)?;
        let wanted = self.wanted(standing, state, last_day)?;
        if is_reached(state, &wanted, last_day) {
            return None;
        }
        let mut event = self.event(last, 0x0fff, Action::Adopt(wanted));
        // The day is the one on which it was answered, whatever the hour says.
        event.0.day = last_day;
        Some(event)
    }

    /// The instant of the last answer.
    fn last_instant(&self, standing: &Standing) -> Timestamp {
        let last = self.history.past.last().map(|past| past.at);
        let of_day = |day: Day| Timestamp(i64::from(day.0) * 86_400_000 + 12 * 3_600_000);
        last.or(standing.last_day.map(of_day)).unwrap_or(self.now)
    }

    fn replayed(&self, known: &[CardEvent], events: &[(CardEvent, i32)]) -> CardState {
        let new = events.iter().map(|(event, _)| event);
        let mut all: Vec<(Uid, Day, &Action)> = known
            .iter()
            .chain(new)
            .map(|event| (event.uid, event.day, &event.action))
            .collect();
        all.sort_by_key(|(uid, _, _)| *uid);
        replay::replay(all.into_iter(), self.model)
    }

    fn wanted(&self, standing: &Standing, state: &CardState, last_day: Day) -> Option<Adopted> {
        let interval = match standing.due {
            Some(due) => due.since(last_day),
            None => standing.interval,
        };
        let own = standing
            .stability
            .zip(standing.difficulty)
            .map(|(stability, difficulty)| Memory {
                stability,
                difficulty,
            });
        let by_ease = || {
            Some(
                self.model
                    .of_sm2(standing.ease?, standing.interval.max(1) as f32),
            )
        };
        let memory = own.or(state.memory).or_else(by_ease)?;
        Some(Adopted {
            memory: Memory {
                stability: memory.stability.clamp(0.001, 36_500.0),
                difficulty: memory.difficulty.clamp(1.0, 10.0),
            },
            interval,
            reps: standing.reps.max(state.reps),
            lapses: standing.lapses.max(state.lapses),
        })
    }

    /// Suspended and flagged, where nobody has decided about it here.
    fn marks(&self, known: &[CardEvent]) -> Vec<(CardEvent, i32)> {
        let decided =
            |marks: &dyn Fn(&Action) -> bool| known.iter().any(|event| marks(&event.action));
        let mut events = Vec::new();
        if self.history.suspended
            && !decided(&|action| matches!(action, Action::Suspend | Action::Resume))
        {
            events.push(self.event(self.now, 1, Action::Suspend));
        }
        if self.history.flagged
            && !decided(&|action| matches!(action, Action::Flag | Action::Unflag))
        {
            events.push(self.event(self.now, 2, Action::Flag));
        }
        events
    }
}

/// Whether replay leads to what is wanted: the day exactly, the memory to a few hundredths, since
/// other programs round it.
fn is_reached(state: &CardState, wanted: &Adopted, last_day: Day) -> bool {
    let Some(memory) = state.memory else {
        return false;
    };
    let near = |a: f32, b: f32| (a - b).abs() <= 0.02 * b.abs().max(1.0);
    // A card that is still being learned comes back on the same day there, and in the sitting here.
    let due = wanted.interval == 0 || state.due == Some(last_day.plus(wanted.interval));
    due && near(memory.stability, wanted.memory.stability)
        && near(memory.difficulty, wanted.memory.difficulty)
}

#[cfg(test)]
mod tests;
