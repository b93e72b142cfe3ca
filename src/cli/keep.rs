//! Writing to the log: answers, marks and undos, each safe the moment it is given.
//!
//! The new state is computed from the state that was read; the store refuses it where somebody
//! else was quicker, and it is computed again from what stands there now. So two sessions, or a
//! session and a script, lose nothing of each other.

use super::clock;
use super::context::Context;
use super::failure::{Failure, Result};
use crate::model::civil;
use crate::model::event::{Action, Answer, Event, Rating, Uid};
use crate::model::memory::CardState;
use crate::model::time::{Day, DayBoundary, Timestamp};
use crate::schedule::fsrs::Model;
use crate::schedule::interval::{Fuzz, Next, next_four};
use crate::schedule::{replay, rng};
use crate::store::log::{CardEvent, Kept};
use crate::store::{CardRow, Store, cards::CardRecord};

/// The FSRS parameter set in force: the published defaults.
pub const PARAMS: i64 = 0;

/// An open collection that can be written to, with the models that schedule its cards.
pub struct Desk<'a> {
    pub store: Store,
    context: &'a Context,
    device: String,
    model: Model,
    own: Vec<(String, Model)>,
}

/// What became of an action.
#[derive(Debug)]
pub struct Outcome {
    pub event: Event,
    pub after: CardState,
    /// Whether the card had been changed elsewhere since it was read.
    pub elsewhere: bool,
}

impl<'a> Desk<'a> {
    pub fn open(context: &'a Context) -> Result<Desk<'a>> {
        Desk::around(context.store()?, context)
    }

    pub fn around(mut store: Store, context: &'a Context) -> Result<Desk<'a>> {
        let device = context.device(&mut store)?;
        let config = &context.config;
        let model = Model::new(&[], config.desired_retention)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let own = config.deck_retention.iter().map(|(deck, retention)| {
            Ok((
                deck.clone(),
                model
                    .with_retention(*retention)
                    .map_err(|error| Failure::usage(error.to_string()))?,
            ))
        });
        let own = own.collect::<Result<_>>()?;
        Ok(Desk {
            store,
            context,
            device,
            model,
            own,
        })
    }

    /// The model that schedules the cards of a deck.
    pub fn model(&self, deck: Option<&str>) -> &Model {
        let own = self
            .own
            .iter()
            .find(|(slug, _)| Some(slug.as_str()) == deck);
        own.map_or(&self.model, |(_, model)| model)
    }

    fn model_of_key(&self, key: &str) -> &Model {
        self.model(key.split('/').next())
    }

    /// What each grade would do to the card on `today`.
    pub fn next(&self, key: &str, state: &CardState, today: Day) -> [Next; 4] {
        let load = |day: Day| {
            // Spreading is a kindness: where the load cannot be read, the seed alone decides.
            self.store.load(day, day).map_or(0, |load| load[0])
        };
        let fuzz = Fuzz {
            seed: rng::seed(key, state.reps),
            load: &load,
        };
        next_four(
            self.model_of_key(key),
            state,
            today,
            self.context.config.fuzz.then_some(fuzz),
        )
    }

    /// Chance of recall on `today`, by whole study days; `None` for a new card.
    pub fn predicted(&self, key: &str, state: &CardState, today: Day) -> Option<f32> {
        let elapsed = today.since(state.last_day?);
        Some(
            self.model_of_key(key)
                .retrievability(state.memory?, elapsed as f32),
        )
    }

    /// Appends `action` to the log for a card that was read in the state `base`.
    pub fn keep(
        &mut self,
        card: &CardRecord,
        action: Action,
        at: Option<Moment>,
    ) -> Result<Outcome> {
        let (mut base, mut action) = (card.state.clone(), action);
        let mut elsewhere = false;
        loop {
            let event = self.event(&card.key, &base, action.clone(), at)?;
            let after = self.after(card.row, &card.key, &base, &event)?;
            match self.store.keep(card.row, base.last_event, &event, &after)? {
                Kept::Yes => {
                    return Ok(Outcome {
                        event,
                        after,
                        elsewhere,
                    });
                }
                Kept::Stale(fresh) => {
                    elsewhere = true;
                    action = self.renewed(&card.key, &fresh, action);
                    base = fresh;
                }
            }
        }
    }

    fn event(
        &self,
        key: &str,
        base: &CardState,
        action: Action,
        at: Option<Moment>,
    ) -> Result<Event> {
        let now = at.unwrap_or_else(|| Moment::now(self.context));
        let uid = match at {
            // A past answer that is told now takes its place in the past.
            Some(moment) => Uid::new(moment.at, 0, clock::chance()),
            None => Uid::after(
                self.store.last_uid()?.max(base.last_event),
                now.at,
                clock::chance(),
            ),
        };
        Ok(Event {
            uid,
            device: self.device.clone(),
            card: key.to_string(),
            at: now.at,
            utc_offset_minutes: now.utc_offset_minutes,
            day: now.day,
            action,
        })
    }

    /// The state of the card once the event is in the log.
    fn after(&self, row: CardRow, key: &str, base: &CardState, event: &Event) -> Result<CardState> {
        let model = self.model_of_key(key);
        if base.last_event.is_none_or(|last| last < event.uid) {
            let mut after = base.clone();
            replay::apply(&mut after, event.uid, event.day, &event.action, model);
            return Ok(after);
        }
        let mut history = self.store.history(row)?;
        history.push(CardEvent {
            uid: event.uid,
            at: event.at,
            day: event.day,
            action: event.action.clone(),
        });
        history.sort_by_key(|event| event.uid);
        Ok(replayed(&history, model))
    }

    /// The same answer to the card as it stands now: its interval follows from that.
    fn renewed(&self, key: &str, fresh: &CardState, action: Action) -> Action {
        let Action::Answer(answer) = action else {
            return action;
        };
        let today = self.context.today();
        let next = self.next(key, fresh, today)[usize::from(answer.rating.number() - 1)];
        let predicted = self.predicted(key, fresh, today);
        Action::Answer(Answer {
            interval: next.interval,
            predicted,
            ..answer
        })
    }

    /// Takes back the last thing done on this machine; returns the card and what it was.
    pub fn undo(&mut self) -> Result<Option<(CardRecord, CardEvent)>> {
        loop {
            let Some((row, last)) = self.store.last_undoable(&self.device)? else {
                return Ok(None);
            };
            let Some(card) = self.store.card(row)? else {
                return Ok(None);
            };
            let mut history = self.store.history(row)?;
            history.retain(|event| event.uid != last.uid);
            let after = replayed(&history, self.model_of_key(&card.key));
            let event = self.event(
                &card.key,
                &card.state,
                Action::Undo { voids: last.uid },
                None,
            )?;
            if self
                .store
                .keep(row, card.state.last_event, &event, &after)?
                == Kept::Yes
            {
                return Ok(Some((
                    CardRecord {
                        state: after,
                        ..card
                    },
                    last,
                )));
            }
        }
    }

    /// Refuses to write where the clock is likely wrong: more than an hour before the last event,
    /// or more than a year behind it.
    pub fn check_clock(&self, force: bool) -> Result<()> {
        let Some(last) = self.store.last_uid()? else {
            return Ok(());
        };
        let ahead = self.context.clock.now().0 - last.at().0;
        if (-HOUR_MS..0).contains(&ahead) {
            self.context
                .warn("the clock is a little behind the last answer: the day stays as it was");
        }
        if force || (-HOUR_MS..=YEAR_MS).contains(&ahead) {
            return Ok(());
        }
        let side = if ahead < 0 {
            "before"
        } else {
            "more than a year after"
        };
        Err(Failure::runtime(format!(
            "the clock says {}, {side} the last answer ({})",
            civil::format_instant(self.context.clock.now()),
            civil::format_instant(last.at()),
        ))
        .hint("set the clock right; if it is right, pass --force"))
    }
}

const HOUR_MS: i64 = 3_600_000;
const YEAR_MS: i64 = 366 * 24 * HOUR_MS;

/// When something happened, and on which study day that was.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub at: Timestamp,
    pub utc_offset_minutes: i32,
    pub day: Day,
}

impl Moment {
    pub fn now(context: &Context) -> Moment {
        Moment::of(context.clock.now(), None, context)
    }

    /// The instant `at`; `offset` where it is known, else the one of the local zone at that time.
    pub fn of(at: Timestamp, offset: Option<i32>, context: &Context) -> Moment {
        let utc_offset_minutes = offset.unwrap_or_else(|| context.clock.offset_minutes(at));
        let boundary = DayBoundary {
            rollover_hour: context.clock.rollover_hour(),
            utc_offset_minutes,
        };
        Moment {
            at,
            utc_offset_minutes,
            day: boundary.day_of(at),
        }
    }
}

pub fn replayed(history: &[CardEvent], model: &Model) -> CardState {
    replay::replay(
        history
            .iter()
            .map(|event| (event.uid, event.day, &event.action)),
        model,
    )
}

/// The interval that goes with a grade.
pub fn interval(next: &[Next; 4], rating: Rating) -> u32 {
    next[usize::from(rating.number() - 1)].interval
}
