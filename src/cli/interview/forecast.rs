//! What the days until the date will bring: the same policy, run forward on simulated learners.

use super::plan::{Ahead, Card, UNSEEN};
use crate::model::time::Day;
use crate::schedule::fsrs::Model;
use crate::schedule::simulate::{self, DayDone, Scenario};

/// Simulated learners.
const RUNS: u64 = 10;

/// Above so many cards a sample of them is simulated, with a budget in proportion.
const SAMPLE: usize = 2000;

/// Days that are simulated at most; who is further off is told of the first.
pub const DAYS_MAX: u32 = 120;

/// The mean of the simulated learners.
pub struct Forecast {
    /// Expected share of weighted cards recalled on the date, 0..=1.
    pub recall: f32,
    pub days: Vec<DayMean>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct DayMean {
    pub new: f32,
    pub reviews: f32,
    pub recall: f32,
}

/// Runs the plan with `minutes` a day from `today` on, on which `first` seconds are left.
pub fn forecast(ahead: &Ahead, today: Day, minutes: f32) -> Forecast {
    let model = Model::default();
    let asked: Vec<&Card> = ahead
        .cards
        .iter()
        .filter(|card| 0.0 < card.importance)
        .collect();
    let step = asked.len().div_ceil(SAMPLE).max(1);
    let cards: Vec<simulate::Card> = asked
        .iter()
        .step_by(step)
        .map(|card| simulate::Card {
            memory: card.row.memory,
            last: card.row.last_day.map_or(0, |last| last.0 - today.0),
            weight: card.importance,
        })
        .collect();
    let share = cards.len() as f32 / asked.len().max(1) as f32;
    let scenario = Scenario {
        days: ahead.days_left.min(DAYS_MAX),
        budget: minutes * 60.0 * share,
        costs: ahead.costs,
        unseen: UNSEEN,
    };
    let runs: Vec<simulate::Outcome> = (0..RUNS)
        .map(|seed| {
            simulate::run(&model, &mut cards.clone(), &scenario, seed, |day, cards| {
                simulate::paced(&model, cards, day, &scenario)
            })
        })
        .collect();
    let n_runs = RUNS as f32;
    let mean = |of: &dyn Fn(&DayDone) -> f32, day: usize| -> f32 {
        runs.iter().map(|run| of(&run.days[day])).sum::<f32>() / n_runs
    };
    let days = (0..scenario.days as usize).map(|day| DayMean {
        new: mean(&|done| done.new as f32, day) / share.max(f32::MIN_POSITIVE),
        reviews: mean(&|done| done.reviews as f32, day) / share.max(f32::MIN_POSITIVE),
        recall: mean(&|done| done.recall, day),
    });
    Forecast {
        recall: runs.iter().map(|run| run.recall).sum::<f32>() / n_runs,
        days: days.collect(),
    }
}
