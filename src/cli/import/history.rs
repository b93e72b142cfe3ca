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
use crate::schedule::{pace, replay};
use crate::store::log::{CardEvent, ForeignAnswer, Packed, RowEvent};
use crate::store::{CardRow, Store};
use std::collections::BTreeMap;

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
struct Remembered {
    key: String,
    history: History,
    known: Vec<CardEvent>,
}

/// Histories on their way into the log: made into events deck by deck, while the decks before are written,
/// then brought in all at once.
pub struct Telling<'t, 'm> {
    /// By deck.
    histories: BTreeMap<String, Vec<Remembered>>,
    model: &'t (dyn Fn(&str) -> &'m Model + Sync),
    context: &'t Context,
    /// The cards that have any event; `card` in the two lists is a place among them until it is known
    /// by its row.
    n_cards: usize,
    /// Answers before this instant are packed.
    long_ago: Timestamp,
    past: Vec<Packed>,
    answers: Vec<ForeignAnswer>,
    others: Vec<RowEvent>,
    learned: Learned,
}

impl<'t, 'm> Telling<'t, 'm> {
    /// Looks up what the log holds already.
    pub fn of(
        histories: Vec<(String, History)>,
        store: &Store,
        model: &'t (dyn Fn(&str) -> &'m Model + Sync),
        context: &'t Context,
    ) -> Result<Telling<'t, 'm>> {
        // An empty log need not be asked for each card.
        let has_log = store.last_uid()?.is_some();
        let mut telling = Telling {
            long_ago: long_ago(&histories, context.clock.now()),
            histories: BTreeMap::new(),
            model,
            context,
            n_cards: 0,
            past: Vec::with_capacity(histories.len()),
            answers: Vec::new(),
            others: Vec::new(),
            learned: Learned::default(),
        };
        for (key, history) in histories {
            let known = match has_log {
                true => known(store, &key)?,
                false => Vec::new(),
            };
            let remembered = Remembered {
                key,
                history,
                known,
            };
            let deck = remembered.key.split('/').next().unwrap_or_default();
            match telling.histories.get_mut(deck) {
                Some(histories) => histories.push(remembered),
                None => _ = telling.histories.insert(deck.to_string(), vec![remembered]),
            }
        }
        Ok(telling)
    }

    /// Makes the events of a deck's cards; returns where those stand that have any.
    pub fn deck(&mut self, slug: &str) -> Vec<(String, CardState)> {
        let histories = self.histories.remove(slug).unwrap_or_default();
        let made = histories.into_iter().filter_map(|one| self.tell(one));
        made.collect()
    }

    /// The same for all that is left; with it the log is in its order, in which each event goes to the
    /// end of what is written, where pages are at hand.
    pub fn rest(&mut self) -> Vec<(String, CardState)> {
        let histories = std::mem::take(&mut self.histories).into_values().flatten();
        let made = histories.filter_map(|one| self.tell(one)).collect();
        self.answers
            .sort_unstable_by_key(|answer| answer.uid.number());
        self.others.sort_unstable_by_key(|one| one.event.uid);
        made
    }

    fn tell(&mut self, one: Remembered) -> Option<(String, CardState)> {
        let local = |at| self.context.clock.boundary(at);
        let card = Card {
            key: &one.key,
            history: &one.history,
            model: (self.model)(&one.key),
            local: &local,
            now: self.context.clock.now(),
        };
        let made = made(&card, &one.known, &mut self.learned);
        let state = made.state?;
        let card = self.n_cards as CardRow;
        self.n_cards += 1;
        let mut events = made.events;
        if one.known.is_empty()
            && let Some((past, n_past)) = packed(card, &events, self.long_ago)
        {
            self.past.push(past);
            events.drain(..n_past);
        }
        for (event, utc_offset_minutes) in events {
            match foreign_answer(card, &event, utc_offset_minutes) {
                Some(answer) => self.answers.push(answer),
                None => self.others.push(RowEvent {
                    card,
                    utc_offset_minutes,
                    event,
                }),
            }
        }
        Some((one.key, state))
    }

    /// Brings the events into the log. `cards` are those of all calls of `deck` and `rest`, in their
    /// order. Must be called with the write lock held.
    pub fn take_over(mut self, cards: &[String], store: &mut Store) -> Result<TakenOver> {
        let rows = store.rows_of(cards.iter().map(String::as_str))?;
        for answer in &mut self.answers {
            answer.card = rows[answer.card as usize];
        }
        for event in &mut self.others {
            event.card = rows[event.card as usize];
        }
        for past in &mut self.past {
            past.card = rows[past.card as usize];
        }
        store.take_over(DEVICE, &self.past, &self.answers, &self.others)?;
        Ok((self.learned, rows))
    }
}

/// What was learned, and the rows of the cards.
type TakenOver = (Learned, Vec<CardRow>);

/// How long ago answers are that are packed: no count of a day or a week reads them any more.
const LONG_AGO_MS: i64 = 30 * 86_400_000;

/// The instant before which answers are packed. The last ones stay as they are, be they ever so old: of these is
/// told how long an answer takes.
fn long_ago(histories: &[(String, History)], now: Timestamp) -> Timestamp {
    let answers = histories.iter().flat_map(|(_, history)| &history.past);
    let mut instants: Vec<i64> = answers.map(|past| -past.at.0).collect();
    if instants.len() <= pace::RECENT {
        return Timestamp(i64::MIN);
    }
    let (_, last, _) = instants.select_nth_unstable(pace::RECENT - 1);
    Timestamp((now.0 - LONG_AGO_MS).min(-*last))
}

/// Packs the answers of long ago that a card begins with; returns how many they are, too.
fn packed(
    card: CardRow,
    events: &[(CardEvent, i32)],
    long_ago: Timestamp,
) -> Option<(Packed, usize)> {
    let is_old = |(event, _): &&(CardEvent, i32)| event.at < long_ago;
    let answer = |(event, offset): &(CardEvent, i32)| foreign_answer(card, event, *offset);
    let answers: Vec<ForeignAnswer> = events.iter().take_while(is_old).map_while(answer).collect();
    Some((Packed::of(&answers)?, answers.len()))
}

/// The event as the log takes many of, if it is an answer and nothing else is to be said of it.
fn foreign_answer(card: CardRow, event: &CardEvent, offset: i32) -> Option<ForeignAnswer> {
    match event.action {
        Action::Answer(Answer {
            rating,
            interval,
            duration_ms,
            mode: Mode::Import,
            predicted: None,
            params: 0,
            suggested: None,
        }) if event.uid.at() == event.at => Some(ForeignAnswer {
            uid: event.uid,
            card,
            day: event.day,
            interval,
            duration_ms,
            utc_offset_minutes: offset.try_into().ok()?,
            rating,
        }),
        _ => None,
    }
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
