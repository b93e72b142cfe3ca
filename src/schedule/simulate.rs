//! A learner who obeys the model, day by day until a date: what a way of choosing cards reaches.
//!
//! Each day the cards come in the order that is chosen until the time is used up. A card is
//! recalled with its chance of recall, a pass is Hard, Good or Easy as often as with others, and a
//! card that is forgotten or new is answered again the same day as others do it. On the date nothing is studied any more.

use super::deadline::{Candidate, Costs, Deadline, FIRST_SPLIT, PASS_SPLIT, ranking};
use super::fsrs::Model;
use crate::model::chance::SplitMix64;
use crate::model::event::Rating;
use crate::model::memory::Memory;

/// A card of the simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    pub memory: Option<Memory>,
    /// The day of its last answer, counted from today; below 0 where it lies back.
    pub last: i32,
    pub weight: f32,
}

impl Card {
    /// Days since its last answer on `day`.
    pub fn elapsed(&self, day: i32) -> u32 {
        (day - self.last).max(0) as u32
    }
}

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Days until the date; on day 0 to `days` - 1 there is a sitting.
    pub days: u32,
    /// Seconds of each sitting.
    pub budget: f32,
    pub costs: Costs,
    /// The chance to answer a card right that was never seen, 0..=1.
    pub unseen: f32,
}

/// What was reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Expected share of weighted cards recalled on the date, 0..=1.
    pub recall: f32,
    /// Cards seen at least once.
    pub seen: usize,
    pub days: Vec<DayDone>,
}

/// What one day was spent on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayDone {
    pub new: u32,
    pub reviews: u32,
    /// Expected share recalled on the date if nothing is studied after this day.
    pub recall: f32,
}

/// Runs the days; `choose` gives the places of today's cards, the first to be asked first.
pub fn run(
    model: &Model,
    cards: &mut [Card],
    scenario: &Scenario,
    seed: u64,
    mut choose: impl FnMut(u32, &[Card]) -> Vec<usize>,
) -> Outcome {
    let mut random = SplitMix64::new(seed);
    let mut days = Vec::new();
    for day in 0..scenario.days {
        let mut left = scenario.budget;
        let mut done = DayDone::default();
        for place in choose(day, cards) {
            if left <= 0.0 {
                break;
            }
            match cards[place].memory {
                None => done.new += 1,
                Some(_) => done.reviews += 1,
            }
            left -= answer(
                model,
                &mut cards[place],
                day as i32,
                &scenario.costs,
                &mut random,
            );
        }
        done.recall = recall(model, cards, scenario);
        days.push(done);
    }
    Outcome {
        recall: recall(model, cards, scenario),
        seen: cards.iter().filter(|card| card.memory.is_some()).count(),
        days,
    }
}

/// The places of a day's cards as the paced plan orders them.
pub fn paced(model: &Model, cards: &[Card], day: u32, scenario: &Scenario) -> Vec<usize> {
    let candidate = |(id, card): (usize, &Card)| Candidate {
        id: id as i64,
        memory: card.memory,
        elapsed: card.elapsed(day as i32),
        answered_today: false,
        weight: card.weight,
    };
    let candidates: Vec<Candidate> = cards.iter().enumerate().map(candidate).collect();
    let deadline = Deadline {
        days_left: scenario.days - day,
        budget: scenario.budget,
        costs: scenario.costs,
        unseen: scenario.unseen,
    };
    let chosen = ranking(model, &candidates, &deadline).into_iter();
    chosen.map(|chosen| chosen.id as usize).collect()
}

/// Answers one card; returns the seconds that it took.
fn answer(model: &Model, card: &mut Card, day: i32, costs: &Costs, random: &mut SplitMix64) -> f32 {
    let prior = Costs::default();
    let Some(memory) = card.memory else {
        let first = draw(&FIRST_SPLIT, random);
        let start = (
            model.after(None, Rating::ALL[first], 0),
            first,
            LEARNING_SECONDS[first],
        );
        let (memory, seconds) = steps(model, start, &LEARNING, random);
        (card.memory, card.last) = (Some(memory), day);
        return seconds * costs.new / prior.new;
    };
    let elapsed = card.elapsed(day);
    let is_recalled = unit(random) < model.retrievability(memory, elapsed as f32);
    card.last = day;
    if is_recalled {
        let grade = 1 + draw(&PASS_SPLIT, random);
        card.memory = Some(model.after(Some(memory), Rating::ALL[grade], elapsed));
        return REVIEW_SECONDS[grade] * costs.pass / prior.pass;
    }
    let lapsed = model.after(Some(memory), Rating::Again, elapsed);
    let (memory, seconds) = steps(model, (lapsed, 0, REVIEW_SECONDS[0]), &RELEARNING, random);
    card.memory = Some(memory);
    seconds * costs.lapse / prior.lapse
}

/// The answers of one day until a card is passed: after a grade the next one comes as often as its
/// row says, and takes so many seconds; Good counts, and so many are needed.
struct Steps {
    next: [[f32; 4]; 3],
    seconds: [f32; 4],
    needed: u32,
}

/// Habits of others, published with the `fsrs` crate 6.6 (`SimulatorConfig`).
const LEARNING: Steps = Steps {
    next: [
        [0.3686, 0.0628, 0.5108, 0.0577],
        [0.0442, 0.4553, 0.4457, 0.0549],
        [0.0519, 0.047, 0.8462, 0.055],
    ],
    seconds: LEARNING_SECONDS,
    needed: 2,
};
const RELEARNING: Steps = Steps {
    next: [
        [0.2157, 0.0643, 0.6595, 0.0604],
        [0.05, 0.4638, 0.4475, 0.0387],
        [0.1057, 0.1434, 0.7266, 0.0244],
    ],
    seconds: [16.44, 15.25, 12.32, 8.03],
    needed: 1,
};
const LEARNING_SECONDS: [f32; 4] = [19.58, 18.79, 13.78, 10.71];
const REVIEW_SECONDS: [f32; 4] = [19.38, 17.59, 12.38, 8.94];

/// Nobody goes on for ever.
const STEPS_MAX: u32 = 5;

/// Goes on from a memory, the last grade (0 for Again) and the seconds so far.
fn steps(
    model: &Model,
    (mut memory, mut grade, mut seconds): (Memory, usize, f32),
    steps: &Steps,
    random: &mut SplitMix64,
) -> (Memory, f32) {
    let needed = if 2 <= grade {
        steps.needed - 1
    } else {
        steps.needed
    };
    let mut passed = 0;
    for _ in 0..STEPS_MAX {
        if needed <= passed || grade == 3 {
            break;
        }
        grade = draw(&steps.next[grade], random);
        memory = model.after(Some(memory), Rating::ALL[grade], 0);
        seconds += steps.seconds[grade];
        match grade {
            0 => passed = 0,
            1 => (),
            _ => passed += 1,
        }
    }
    (memory, seconds)
}

/// The expected share of weighted cards recalled on the date.
fn recall(model: &Model, cards: &[Card], scenario: &Scenario) -> f32 {
    let (mut recalled, mut weights) = (0.0, 0.0);
    for card in cards {
        let chance = match card.memory {
            None => scenario.unseen,
            Some(memory) => {
                let elapsed = card.elapsed(scenario.days as i32);
                model.retrievability(memory, elapsed as f32)
            }
        };
        recalled += f64::from(card.weight * chance);
        weights += f64::from(card.weight);
    }
    match weights {
        0.0 => 0.0,
        weights => (recalled / weights) as f32,
    }
}

/// A place, each as likely as its share.
fn draw(shares: &[f32], random: &mut SplitMix64) -> usize {
    let mut left = unit(random) * shares.iter().sum::<f32>();
    for (place, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return place;
        }
    }
    shares.len() - 1
}

/// A number in 0..1, of 24 random bits.
fn unit(random: &mut SplitMix64) -> f32 {
    (random.draw() >> 40) as f32 / (1_u32 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const COSTS: Costs = Costs {
        pass: 13.0,
        lapse: 38.0,
        new: 38.0,
    };

    fn unseen(n_cards: usize) -> Vec<Card> {
        vec![
            Card {
                memory: None,
                last: 0,
                weight: 1.0
            };
            n_cards
        ]
    }

    fn paced(n_cards: usize, days: u32, minutes: f32, seed: u64) -> Outcome {
        let model = Model::default();
        let scenario = Scenario {
            days,
            budget: minutes * 60.0,
            costs: COSTS,
            unseen: 0.0,
        };
        run(
            &model,
            &mut unseen(n_cards),
            &scenario,
            seed,
            |day, cards| super::paced(&model, cards, day, &scenario),
        )
    }

    #[test]
    fn the_same_seed_gives_the_same_days() {
        assert_eq!(paced(60, 5, 10.0, 3), paced(60, 5, 10.0, 3));
    }

    #[test]
    fn more_time_never_recalls_less() {
        let mean = |minutes| {
            (0..4)
                .map(|seed| paced(150, 8, minutes, seed).recall)
                .sum::<f32>()
        };
        assert!(mean(0.0) < mean(5.0));
        assert!(mean(5.0) < mean(10.0));
        assert!(mean(10.0) < mean(20.0));
    }

    #[test]
    fn without_time_nothing_is_learned() {
        let outcome = paced(10, 5, 0.0, 1);
        assert_eq!((outcome.recall, outcome.seen), (0.0, 0));
        assert_eq!(outcome.days, vec![DayDone::default(); 5]);
    }
}
