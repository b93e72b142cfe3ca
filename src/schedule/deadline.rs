//! What to study before a date: paced gain per second.
//!
//! Of all cards, those are studied that raise the expected number of cards recalled on the date most
//! for each second that they cost, within the minutes of the day; cards that fade below a threshold
//! and a steady share of the unseen ones come first. Due dates are not touched: when the date is past
//! or taken back, plain FSRS goes on as if nothing had been. `docs/interview.md` has the reasoning
//! and what it reaches.

use super::fsrs::Model;
use crate::model::event::Rating;
use crate::model::memory::Memory;
use std::collections::HashMap;

/// Seen cards at or below this chance of recall belong to the first tier.
const FADED: f32 = 0.85;

/// In the last days all seen cards do.
const LAST_DAYS: u32 = 7;

/// All unseen cards should have been seen within this share of the days that are left.
const UNSEEN_WITHIN: f64 = 0.4;

/// A recalled card was Hard, Good or Easy that often.
pub const PASS_SPLIT: [f32; 3] = [0.224, 0.631, 0.145];

/// A first answer is Again, Hard, Good or Easy that often.
pub const FIRST_SPLIT: [f32; 4] = [0.24, 0.094, 0.495, 0.171];

/// What an answer costs, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    pub pass: f32,
    /// A lapse with the answers until it is passed again.
    pub lapse: f32,
    /// A card never seen, with the answers until it is passed.
    pub new: f32,
}

impl Default for Costs {
    fn default() -> Costs {
        Costs {
            pass: 13.0,
            lapse: 38.0,
            new: 38.0,
        }
    }
}

/// A single answer is not taken to have lasted longer, in seconds.
const ANSWER_MAX: f32 = 120.0;

/// So many answers of a kind weigh as much as what is assumed before any.
const PRIOR_ANSWERS: f32 = 50.0;

impl Costs {
    /// Blends the prior with the seconds that answers took: passes, lapses, new cards.
    pub fn of(passes: &[f32], lapses: &[f32], new: &[f32]) -> Costs {
        let prior = Costs::default();
        Costs {
            pass: blended(prior.pass, passes),
            lapse: blended(prior.lapse, lapses),
            new: blended(prior.new, new),
        }
    }
}

fn blended(prior: f32, seconds: &[f32]) -> f32 {
    let sum: f32 = seconds.iter().map(|one| one.min(ANSWER_MAX)).sum();
    (PRIOR_ANSWERS * prior + sum) / (PRIOR_ANSWERS + seconds.len() as f32)
}

/// A card as the plan sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Any number that tells cards apart; of equals the lower goes first.
    pub id: i64,
    /// `None` for a card never seen.
    pub memory: Option<Memory>,
    /// Days since its last answer; 0 for a new card, and for one answered today.
    pub elapsed: u32,
    pub answered_today: bool,
    /// How much it matters, 0 or more; 0 is never studied.
    pub weight: f32,
}

/// What the plan is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deadline {
    /// Days until the date, 1 or more.
    pub days_left: u32,
    /// Seconds that are left today.
    pub budget: f32,
    pub costs: Costs,
    /// The chance to answer a card right that was never seen, 0..=1.
    pub unseen: f32,
}

/// A card of today's plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub id: i64,
    pub is_new: bool,
    /// Expected rise of the chance of recall on the date, times its weight.
    pub gain: f32,
    /// Expected seconds.
    pub seconds: f32,
}

/// What one more review of a seen card is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Expected chance of recall on the date if it is reviewed today, and if not.
    pub reviewed: f32,
    pub skipped: f32,
    pub seconds: f32,
}

impl Worth {
    pub fn per_second(&self) -> f32 {
        (self.reviewed - self.skipped) / self.seconds
    }
}

/// What a review today of a card with this memory is worth `days_left` days before the date.
pub fn review(model: &Model, memory: Memory, elapsed: u32, days_left: u32, costs: &Costs) -> Worth {
    let now = model.retrievability(memory, elapsed as f32);
    let four = model.four(Some(memory), elapsed);
    let on_date = |memory| model.retrievability(memory, days_left as f32);
    let passed: f32 = (1..4)
        .map(|grade| PASS_SPLIT[grade - 1] * on_date(four[grade].0))
        .sum();
    let relearned = model.after(Some(four[0].0), Rating::Good, 0);
    Worth {
        reviewed: now * passed + (1.0 - now) * on_date(relearned),
        skipped: model.retrievability(memory, (elapsed + days_left) as f32),
        seconds: now * costs.pass + (1.0 - now) * costs.lapse,
    }
}

/// The expected chance of recall on the date of a card that is learned today: each first grade,
/// followed the same day by Good until it is passed.
pub fn learned(model: &Model, days_left: u32) -> f32 {
    let each = Rating::ALL.into_iter().zip(FIRST_SPLIT);
    each.map(|(first, share)| {
        share * model.retrievability(new_memory(model, first), days_left as f32)
    })
    .sum()
}

/// What is remembered of a new card at the end of its first day, after this first grade.
pub fn new_memory(model: &Model, first: Rating) -> Memory {
    let mut memory = model.after(None, first, 0);
    for _ in 0..goods_after(first) {
        memory = model.after(Some(memory), Rating::Good, 0);
    }
    memory
}

/// How often a new card is passed once more on its first day. Where it was Good at once, the same
/// day adds nothing in FSRS-6: stability is above 2.1 days.
fn goods_after(rating: Rating) -> u32 {
    match rating {
        Rating::Again | Rating::Hard => 2,
        Rating::Good | Rating::Easy => 0,
    }
}

/// Today's cards, the most worth first; pure, so that the same cards and day give the same plan.
///
/// `candidates` stand in the order in which new cards enter. The last card may take the plan over
/// its budget by itself, no more.
pub fn plan(model: &Model, candidates: &[Candidate], deadline: &Deadline) -> Vec<Chosen> {
    let mut left = deadline.budget;
    let fits = |chosen: &Chosen| {
        let has_room = 0.0 < left;
        left -= chosen.seconds;
        has_room
    };
    ranking(model, candidates, deadline)
        .into_iter()
        .take_while(fits)
        .collect()
}

/// All cards that are worth anything today, the most worth first, whatever the budget.
pub fn ranking(model: &Model, candidates: &[Candidate], deadline: &Deadline) -> Vec<Chosen> {
    let learned = learned(model, deadline.days_left);
    let mut scored: Vec<(u8, f32, Chosen)> = Vec::new();
    let mut unseen = Vec::new();
    for candidate in candidates.iter().filter(|candidate| 0.0 < candidate.weight) {
        match candidate.memory {
            None => unseen.push(candidate),
            Some(_) if candidate.answered_today => (),
            Some(memory) => scored.extend(seen(model, candidate, memory, deadline)),
        }
    }
    // By weight first; the order of entering is kept among equals.
    unseen.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let within = (UNSEEN_WITHIN * f64::from(deadline.days_left)).max(1.0);
    let n_first = (unseen.len() as f64 / within).ceil() as usize;
    for (idx, candidate) in unseen.into_iter().enumerate() {
        let gain = candidate.weight * (learned - deadline.unseen);
        if gain <= 0.0 {
            continue;
        }
        let chosen = Chosen {
            id: candidate.id,
            is_new: true,
            gain,
            seconds: deadline.costs.new,
        };
        scored.push((u8::from(n_first <= idx), gain / chosen.seconds, chosen));
    }
    scored.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then(b.1.total_cmp(&a.1))
            .then(a.2.id.cmp(&b.2.id))
    });
    scored.into_iter().map(|(_, _, chosen)| chosen).collect()
}

/// Tier, gain per second, and the card, where a review gains anything.
fn seen(
    model: &Model,
    candidate: &Candidate,
    memory: Memory,
    deadline: &Deadline,
) -> Option<(u8, f32, Chosen)> {
    let worth = review(
        model,
        memory,
        candidate.elapsed,
        deadline.days_left,
        &deadline.costs,
    );
    let gain = candidate.weight * (worth.reviewed - worth.skipped);
    let now = model.retrievability(memory, candidate.elapsed as f32);
    let is_first = now <= FADED || deadline.days_left <= LAST_DAYS;
    if gain <= 0.0 && !is_first {
        return None;
    }
    let chosen = Chosen {
        id: candidate.id,
        is_new: false,
        gain,
        seconds: worth.seconds,
    };
    Some((u8::from(!is_first), gain / worth.seconds, chosen))
}

/// The weight of a topic whose cards are expected to be recalled by `recall` on the date: a weak
/// topic gains more than a strong one, so that none is abandoned.
pub fn concave(importance: f32, recall: f32) -> f32 {
    importance * 0.5 / recall.max(0.05).sqrt()
}

/// The expected share of weighted cards that are recalled `days_left` days from now if nothing is
/// studied any more, 0..=1; over all cards, and by the key that `group` gives.
pub fn readiness<K: std::hash::Hash + Eq>(
    model: &Model,
    candidates: &[Candidate],
    days_left: u32,
    unseen: f32,
    group: impl Fn(&Candidate) -> K,
) -> (f32, HashMap<K, f32>) {
    let mut sums: HashMap<K, (f64, f64)> = HashMap::new();
    let (mut recalled, mut weights) = (0.0, 0.0);
    for candidate in candidates {
        let chance = match candidate.memory {
            None => unseen,
            Some(memory) => model.retrievability(memory, (candidate.elapsed + days_left) as f32),
        };
        let weight = f64::from(candidate.weight);
        let sum = sums.entry(group(candidate)).or_default();
        sum.0 += weight * f64::from(chance);
        sum.1 += weight;
        recalled += weight * f64::from(chance);
        weights += weight;
    }
    let share = |(recalled, weights): (f64, f64)| {
        if weights == 0.0 {
            0.0
        } else {
            (recalled / weights) as f32
        }
    };
    let by_group = sums.into_iter().map(|(key, sum)| (key, share(sum)));
    (share((recalled, weights)), by_group.collect())
}
