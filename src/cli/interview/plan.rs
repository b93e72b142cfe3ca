//! The cards of today for the nearest date, and the queue that a review makes of them.

use super::super::context::Context;
use super::super::day::{self, Today};
use super::super::failure::Result;
use super::super::select;
use super::matching;
use crate::model::event::Rating;
use crate::model::memory::Phase;
use crate::model::time::Day;
use crate::schedule::deadline::{self, Candidate, Chosen, Costs, Deadline};
use crate::schedule::fsrs::Model;
use crate::schedule::pace::Timed;
use crate::schedule::queue::Queue;
use crate::store::Store;
use crate::store::interviews::{InterviewRow, PlannedRow};
use crate::ui::words;
use std::collections::{HashMap, HashSet};

/// The longest that one answer counts for, and what one counts for that nobody measured, in seconds.
const ANSWER_MAX: f32 = 120.0;
const ANSWER_UNMEASURED: f32 = 13.0;

/// The chance to answer a card right that was never seen.
pub const UNSEEN: f32 = 0.0;

/// A card with how much it matters.
#[derive(Clone, Debug)]
pub struct Card {
    pub row: PlannedRow,
    /// 0 where it is not asked for.
    pub importance: f32,
}

/// A date that lies ahead, and what is to be done for it today.
pub struct Ahead {
    pub interview: InterviewRow,
    pub days_left: u32,
    pub cards: Vec<Card>,
    pub costs: Costs,
    pub chosen: Vec<Chosen>,
}

/// Today's plan in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub reviews: usize,
    pub new: usize,
    pub minutes: u32,
}

impl Ahead {
    pub fn planned(&self) -> Planned {
        let new = self.chosen.iter().filter(|chosen| chosen.is_new).count();
        let seconds: f32 = self.chosen.iter().map(|chosen| chosen.seconds).sum();
        Planned {
            reviews: self.chosen.len() - new,
            new,
            minutes: (seconds / 60.0).ceil() as u32,
        }
    }

    /// `acme in 21 days: 12 reviews and 25 new cards, about 30 min`.
    pub fn in_words(&self) -> String {
        let Planned {
            reviews,
            new,
            minutes,
        } = self.planned();
        let (reviews, new) = (
            words::count(reviews, "review"),
            words::count(new, "new card"),
        );
        let days = words::due(self.days_left as i32);
        format!(
            "{} {days}: {reviews} and {new}, about {minutes} min",
            self.interview.name
        )
    }

    /// How many cards of the plan each topic has.
    pub fn by_topic(&self) -> HashMap<Option<&str>, usize> {
        let chosen: HashSet<i64> = self.chosen.iter().map(|chosen| chosen.id).collect();
        let mut counts = HashMap::new();
        for card in self
            .cards
            .iter()
            .filter(|card| chosen.contains(&card.row.card))
        {
            *counts.entry(card.row.topic.as_deref()).or_default() += 1;
        }
        counts
    }
}

/// The nearest date that is not today's or past, with today's plan; `None` where there is none.
pub fn ahead(store: &Store, context: &Context) -> Result<Option<Ahead>> {
    let today = context.today();
    let rows = store.interviews()?;
    let next = rows
        .into_iter()
        .find(|row| row.done.is_none() && today < row.day);
    match next {
        None => Ok(None),
        Some(interview) => of(store, interview, context).map(Some),
    }
}

/// Today's plan for an interview that lies ahead.
fn of(store: &Store, interview: InterviewRow, context: &Context) -> Result<Ahead> {
    let today = context.today();
    let days_left = interview.day.since(today);
    let interview = living(store, interview, context);
    let cards = cards(store, &interview, context)?;
    let model = Model::default();
    let costs = costs(store)?;
    let spent = store.seconds_of(today, ANSWER_MAX, ANSWER_UNMEASURED)?;
    let budget = (interview.minutes as f32 * 60.0 - spent).max(0.0);
    let deadline = Deadline {
        days_left,
        budget,
        costs,
        unseen: UNSEEN,
    };
    let candidates = candidates(&cards, &model, days_left, today);
    let ranking = deadline::ranking(&model, &candidates, &deadline);
    let chosen = apart(ranking, &cards, met(&cards, today), budget);
    Ok(Ahead {
        interview,
        days_left,
        cards,
        costs,
        chosen,
    })
}

/// The interview without the selectors that mean nothing any more, as those of a removed deck; says
/// so. A date must not keep a learner from the review.
fn living(store: &Store, mut interview: InterviewRow, context: &Context) -> InterviewRow {
    let name = interview.name.clone();
    let is_living = |words: &String| {
        let read = select::read(store, std::slice::from_ref(words));
        if let Err(failure) = &read {
            context.warn(&format!(
                "`{words}` of the interview `{name}` is left out: {}; `retain interview set` \
                 changes it",
                failure.message
            ));
        }
        read.is_ok()
    };
    interview.focus.retain(&is_living);
    interview.weights.retain(|(words, _)| is_living(words));
    interview
}

/// Every card that may be studied, with its importance: the focus, then each weight in turn.
pub fn cards(store: &Store, interview: &InterviewRow, context: &Context) -> Result<Vec<Card>> {
    let rows = store.planned(context.today())?;
    let focus = match interview.focus.as_slice() {
        [] => None,
        words => Some(matching(store, words, context)?),
    };
    let mut cards: Vec<Card> = rows
        .into_iter()
        .map(|row| {
            let is_meant = focus.as_ref().is_none_or(|focus| focus.contains(&row.card));
            let importance = if is_meant { 1.0 } else { 0.0 };
            Card { row, importance }
        })
        .collect();
    for (words, weight) in &interview.weights {
        let meant = matching(store, std::slice::from_ref(words), context)?;
        let meant = cards
            .iter_mut()
            .filter(|card| meant.contains(&card.row.card));
        meant.for_each(|card| card.importance *= weight);
    }
    Ok(cards)
}

/// The cards as the plan weighs them: a topic that is weak on the date weighs more than a strong one.
pub fn candidates(cards: &[Card], model: &Model, days_left: u32, today: Day) -> Vec<Candidate> {
    let plain: Vec<Candidate> = cards
        .iter()
        .map(|card| candidate(card, card.importance, today))
        .collect();
    let topics: HashMap<i64, Option<&str>> = cards
        .iter()
        .map(|card| (card.row.card, card.row.topic.as_deref()))
        .collect();
    let (_, by_topic) = deadline::readiness(model, &plain, days_left, UNSEEN, |candidate| {
        topics.get(&candidate.id).copied().flatten()
    });
    cards
        .iter()
        .map(|card| {
            let recall = by_topic
                .get(&card.row.topic.as_deref())
                .copied()
                .unwrap_or(0.0);
            candidate(card, deadline::concave(card.importance, recall), today)
        })
        .collect()
}

pub fn candidate(card: &Card, weight: f32, today: Day) -> Candidate {
    let elapsed = card.row.last_day.map_or(0, |last| today.since(last));
    Candidate {
        id: card.row.card,
        memory: card.row.memory,
        elapsed,
        // One that waits to be passed comes anyway.
        answered_today: card.row.last_day == Some(today) || card.row.pending,
        weight,
    }
}

/// Families of which a card was answered today.
fn met(cards: &[Card], today: Day) -> HashSet<i64> {
    let answered = cards.iter().filter(|card| card.row.last_day == Some(today));
    answered.filter_map(|card| card.row.family).collect()
}

/// The first cards that fit the budget; cards of one family never meet on one day.
fn apart(
    ranking: Vec<Chosen>,
    cards: &[Card],
    mut met: HashSet<i64>,
    mut left: f32,
) -> Vec<Chosen> {
    let families: HashMap<i64, i64> = cards
        .iter()
        .filter_map(|card| Some((card.row.card, card.row.family?)))
        .collect();
    let mut chosen = Vec::new();
    for one in ranking {
        if left <= 0.0 {
            break;
        }
        if families
            .get(&one.id)
            .is_none_or(|family| met.insert(*family))
        {
            left -= one.seconds;
            chosen.push(one);
        }
    }
    chosen
}

/// What answers cost this learner.
fn costs(store: &Store) -> Result<Costs> {
    let (mut passes, mut lapses, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for Timed {
        phase,
        rating,
        duration_ms,
    } in day::times(store)?
    {
        let seconds = duration_ms as f32 / 1000.0;
        match (phase, rating) {
            (Phase::New, _) => new.push(seconds),
            (Phase::Review, Rating::Again) => lapses.push(seconds),
            (Phase::Review, _) => passes.push(seconds),
            _ => (),
        }
    }
    // A lapse and a new card bring more answers with them; what is measured is the first alone.
    let prior = Costs::default();
    let rest = prior.lapse - FIRST_OF_LAPSE;
    lapses.iter_mut().for_each(|seconds| *seconds += rest);
    let rest = prior.new - FIRST_OF_NEW;
    new.iter_mut().for_each(|seconds| *seconds += rest);
    Ok(Costs::of(&passes, &lapses, &new))
}

/// Seconds of the first answer among those that a lapse and a new card take others.
const FIRST_OF_LAPSE: f32 = 19.4;
const FIRST_OF_NEW: f32 = 15.1;

/// Today's plan as a queue; those that wait to be passed come with it.
pub fn planned_queue(store: &Store, today: &Today, ahead: &Ahead) -> Result<Queue> {
    let waiting = day::waiting_rows(store, today)?;
    let cards = ahead.chosen.iter().map(|chosen| (chosen.id, chosen.is_new));
    Ok(Queue::planned(waiting, cards))
}
