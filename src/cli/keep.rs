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
use crate::model::memory::{CardState, Phase};
use crate::model::time::{Day, DayBoundary, Timestamp};
use crate::schedule::fsrs::Model;
use crate::schedule::interval::{Fuzz, Next, next_four};
use crate::schedule::{replay, rng};
use crate::store::log::CardEvent;
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

    /// Runs `work` with the write lock held; it is given the store, and the model for a card's key.
    pub fn together<T>(
        &mut self,
        work: impl for<'m> FnOnce(&mut Store, &(dyn Fn(&str) -> &'m Model + Sync)) -> Result<T>,
    ) -> Result<T> {
        let (model, own) = (&self.model, &self.own);
        let of = |key: &str| model_for(model, own, key.split('/').next());
        self.store.together(|store| work(store, &of))
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

    /// Appends `action` to the log for a card that was read in the state `card.state`.
    ///
    /// State, interval and event are settled with the write lock held. Where the card was changed
    /// since it was read, an answer gets its interval from what stands there now.
    pub fn keep(
        &mut self,
        card: &CardRecord,
        action: Action,
        at: Option<Moment>,
    ) -> Result<Outcome> {
        let model = self.model_of_key(&card.key).clone();
        let (context, device) = (self.context, self.device.clone());
        self.store.together(|store| {
            let (row, found) = store.state(&card.key)?.ok_or_else(|| gone(&card.key))?;
            let elsewhere = found != card.state;
            let moment = at.unwrap_or_else(|| Moment::now(context));
            let uid = match at {
                // What is told of an earlier instant takes its place there.
                Some(moment) => Uid::new(moment.at, 0, clock::chance()),
                None => Uid::after(
                    store.last_uid()?.max(found.last_event),
                    moment.at,
                    clock::chance(),
                ),
            };
            let earlier = earlier(store, row, &found, uid, &model)?;
            let before = earlier.as_ref().map_or(&found, |(before, _)| before);
            let action = match action {
                Action::Answer(answer) if elsewhere || earlier.is_some() => Action::Answer(
                    renewed(answer, &card.key, before, moment.day, &model, context),
                ),
                action => action,
            };
            let event = Event {
                uid,
                device,
                card: card.key.clone(),
                at: moment.at,
                utc_offset_minutes: moment.utc_offset_minutes,
                day: moment.day,
                written: at.map(|_| context.clock.now()),
                action,
            };
            let mut after = before.clone();
            replay::apply(&mut after, uid, event.day, &event.action, &model);
            for later in earlier.iter().flat_map(|(_, later)| later) {
                replay::apply(&mut after, later.uid, later.day, &later.action, &model);
            }
            store.keep(row, &event, &after)?;
            Ok(Outcome {
                event,
                after,
                elsewhere,
            })
        })
    }

    /// Gives new cards their first interval, all at one instant, all or none. A card that is no
    /// longer new is passed over; returns how many were placed.
    pub fn place(&mut self, cards: &[(String, u32)]) -> Result<usize> {
        let (context, device) = (self.context, self.device.clone());
        let models = (self.model.clone(), self.own.clone());
        self.store.together(|store| {
            let now = Moment::now(context);
            let mut last = store.last_uid()?;
            let mut n_placed = 0;
            for (key, interval) in cards {
                let Some((row, mut state)) = store.state(key)? else {
                    continue;
                };
                if state.phase != Phase::New {
                    continue;
                }
                let action = Action::Place {
                    interval: *interval,
                };
                let uid = Uid::after(last.max(state.last_event), now.at, clock::chance());
                last = Some(uid);
                let model = model_for(&models.0, &models.1, key.split('/').next());
                replay::apply(&mut state, uid, now.day, &action, model);
                store.keep(row, &now.event(uid, &device, key, action), &state)?;
                n_placed += 1;
            }
            Ok(n_placed)
        })
    }

    /// Takes back the last placement as a whole; returns how many cards were in it.
    pub fn unplace(&mut self) -> Result<usize> {
        let (context, device) = (self.context, self.device.clone());
        let models = (self.model.clone(), self.own.clone());
        self.store.together(|store| {
            let placed = store.last_placement()?;
            let now = Moment::now(context);
            let mut last = store.last_uid()?;
            for (row, event) in &placed {
                let key = store.key(*row)?;
                let mut history = store.history(*row)?;
                history.retain(|one| one.uid != event.uid);
                let model = model_for(&models.0, &models.1, key.split('/').next());
                let after = replayed(&history, model);
                let uid = Uid::after(last, now.at, clock::chance());
                last = Some(uid);
                let action = Action::Undo { voids: event.uid };
                store.keep(*row, &now.event(uid, &device, &key, action), &after)?;
            }
            Ok(placed.len())
        })
    }

    /// Takes back the last thing done on this machine; returns the card and what it was.
    pub fn undo(&mut self) -> Result<Option<(CardRecord, CardEvent)>> {
        let (context, device) = (self.context, self.device.clone());
        let models = (self.model.clone(), self.own.clone());
        self.store.together(|store| {
            let Some((row, last)) = store.last_undoable(&device)? else {
                return Ok(None);
            };
            let card = store.card(row)?.ok_or_else(|| gone("the card"))?;
            let mut history = store.history(row)?;
            history.retain(|event| event.uid != last.uid);
            let after = replayed(
                &history,
                model_for(&models.0, &models.1, card.key.split('/').next()),
            );
            let now = Moment::now(context);
            let uid = Uid::after(store.last_uid()?, now.at, clock::chance());
            let action = Action::Undo { voids: last.uid };
            let event = now.event(uid, &device, &card.key, action);
            store.keep(row, &event, &after)?;
            Ok(Some((
                CardRecord {
                    state: after,
                    ..card
                },
                last,
            )))
        })
    }

    /// Refuses to write where the clock is likely wrong: more than an hour before the last event,
    /// or more than a year behind it.
    pub fn check_clock(&self, force: bool) -> Result<()> {
        let Some(last) = self.store.last_live(&self.device)? else {
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

fn model_for<'m>(model: &'m Model, own: &'m [(String, Model)], deck: Option<&str>) -> &'m Model {
    let own = own.iter().find(|(slug, _)| Some(slug.as_str()) == deck);
    own.map_or(model, |(_, model)| model)
}

fn gone(key: &str) -> Failure {
    Failure::not_found(format!("`{key}` is no longer in the collection"))
}

type Parted = (CardState, Vec<CardEvent>);

/// The state before `uid` and the events behind it, where the card has any behind it.
fn earlier(
    store: &Store,
    row: CardRow,
    found: &CardState,
    uid: Uid,
    model: &Model,
) -> Result<Option<Parted>> {
    if found.last_event.is_none_or(|last| last < uid) {
        return Ok(None);
    }
    let mut history = store.history(row)?;
    let later = history.split_off(history.partition_point(|event| event.uid < uid));
    Ok(Some((replayed(&history, model), later)))
}

/// The same answer to the card as it stands now: its interval follows from that.
fn renewed(
    answer: Answer,
    key: &str,
    state: &CardState,
    day: Day,
    model: &Model,
    context: &Context,
) -> Answer {
    let fuzz = context
        .config
        .fuzz
        .then(|| Fuzz::by_seed(rng::seed(key, state.reps)));
    let next = next_four(model, state, day, fuzz);
    let elapsed = state.last_day.map(|last| day.since(last));
    let recall = |memory| elapsed.map(|days| model.retrievability(memory, days as f32));
    Answer {
        interval: interval(&next, answer.rating),
        predicted: state.memory.and_then(recall),
        ..answer
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

    /// An event that happens at this moment.
    fn event(&self, uid: Uid, device: &str, key: &str, action: Action) -> Event {
        Event {
            uid,
            device: device.to_string(),
            card: key.to_string(),
            at: self.at,
            utc_offset_minutes: self.utc_offset_minutes,
            day: self.day,
            written: None,
            action,
        }
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
