//! From a selector to the questions of a quiz.

use super::QuizArgs;
use super::put::Put;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::keep::Desk;
use crate::cli::select;
use crate::cli::view::View;
use crate::deck;
use crate::model::chance::{SplitMix64, stable_hash};
use crate::model::memory::{Memory, Phase};
use crate::model::quiz::Way;
use crate::quiz::distract::{self, Sibling};
use crate::quiz::draw::{self, Candidate};
use crate::quiz::form::Form;
use crate::store::quiz::{CandidateRow, QuestionRow};
use std::collections::{HashMap, HashSet};

/// How much there is to gain from a card that was never seen: more than from a known one, less
/// than from a forgotten one.
const UNSEEN: f32 = 0.6;

/// As many cards of a deck, topic or area are looked at for wrong choices.
const POOL_MAX: usize = 200;

/// Chooses the questions; the same ones for the same seed and state.
pub fn compose(
    args: &QuizArgs,
    ways: &HashSet<Way>,
    seed: u64,
    desk: &Desk,
    context: &Context,
) -> Result<Vec<QuestionRow>> {
    let all = desk.store.quiz_candidates()?;
    let chosen = in_scope(&all, args, desk, context)?;
    let recent: HashSet<String> = desk
        .store
        .last_quiz_cards()?
        .iter()
        .map(|key| family(key).to_string())
        .collect();
    let candidates: Vec<Candidate> = chosen
        .iter()
        .map(|row| Candidate {
            topic: row.topic.clone(),
            family: family(&row.key).to_string(),
            need: need(row, desk, context),
            recent: recent.contains(family(&row.key)),
        })
        .collect();
    let weights = weights(&chosen);
    let order = draw::order(&candidates, |topic| weights[topic], seed);
    let mut siblings = Siblings::new(&all, desk, seed);
    let mut questions = Vec::new();
    let mut families: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, candidate) in candidates.iter().enumerate() {
        families.entry(&candidate.family).or_default().push(idx);
    }
    for idx in order {
        if args.count as usize <= questions.len() {
            break;
        }
        // Where the neediest of a family cannot be asked in these ways, another one stands in.
        let mut family = families[candidates[idx].family.as_str()].clone();
        family.sort_by_key(|other| *other != idx);
        for member in family {
            let found = question(chosen[member], ways, &mut siblings, context)?;
            if let Some(found) = found {
                questions.push(found);
                break;
            }
        }
    }
    if questions.is_empty() {
        let cards = crate::ui::words::count(chosen.len(), "card");
        return Err(
            Failure::not_found(format!("none of {cards} can be asked in that way"))
                .hint("name other kinds with `--kind`, or other cards"),
        );
    }
    // They were drawn by topic and need; asked they are in an order of chance.
    SplitMix64::new(seed).shuffle(&mut questions);
    Ok(questions)
}

fn in_scope<'a>(
    all: &'a [CandidateRow],
    args: &QuizArgs,
    desk: &Desk,
    context: &Context,
) -> Result<Vec<&'a CandidateRow>> {
    let selected = match args.selector.is_empty() {
        true => None,
        false => Some(select::matching(&desk.store, &args.selector, context)?),
    };
    let is_chosen = |row: &&CandidateRow| {
        let of_level =
            |level: &crate::model::level::Level| row.level.as_deref() == Some(level.name());
        selected
            .as_ref()
            .is_none_or(|rows| rows.contains(&row.card))
            && (args.level.is_empty() || args.level.iter().any(of_level))
    };
    let chosen: Vec<&CandidateRow> = all.iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        return Err(Failure::not_found("no card matches")
            .hint("`retain search SELECTOR` shows what a selector means"));
    }
    Ok(chosen)
}

/// A topic weighs more the more cards it has and the more often roadmaps list it.
fn weights<'a>(chosen: &[&'a CandidateRow]) -> HashMap<&'a str, f64> {
    let mut n_cards: HashMap<&str, (u32, u32)> = HashMap::new();
    for row in chosen {
        let counts = n_cards.entry(&row.topic).or_default();
        *counts = (counts.0 + 1, row.n_listings);
    }
    let weight =
        |(cards, listings): (u32, u32)| (f64::from(cards) * f64::from(1 + listings)).sqrt();
    n_cards
        .into_iter()
        .map(|(topic, counts)| (topic, weight(counts)))
        .collect()
}

/// The heading that a review card belongs to: `deck/card`.
pub fn family(key: &str) -> &str {
    match key.match_indices('/').nth(1) {
        Some((idx, _)) => &key[..idx],
        None => key,
    }
}

fn need(row: &CandidateRow, desk: &Desk, context: &Context) -> f32 {
    match (row.phase, row.stability, row.last_day) {
        (Phase::New, ..) => UNSEEN,
        (Phase::Review, Some(stability), Some(last)) => {
            let memory = Memory {
                stability,
                difficulty: 5.0,
            };
            let model = desk.model(row.key.split('/').next());
            1.0 - model.retrievability(memory, context.today().since(last) as f32)
        }
        _ => 1.0,
    }
}

/// The card as a question of one of the `ways`; `None` where it can be none.
fn question(
    row: &CandidateRow,
    ways: &HashSet<Way>,
    siblings: &mut Siblings,
    context: &Context,
) -> Result<Option<QuestionRow>> {
    let Some(record) = siblings.desk.store.card(row.card)? else {
        return Ok(None);
    };
    // A card that cannot be read is `deck lint`'s matter, not a quiz's.
    let Ok(view) = View::of(record, siblings.desk, context.today()) else {
        return Ok(None);
    };
    let mut put = Put::written(view, siblings.seed ^ stable_hash(&row.key));
    let is_plain = put.form == Form::Recall || !ways.contains(&put.form.way());
    if is_plain && ways.contains(&Way::Choice) && row.key == family(&row.key) {
        put.form = siblings.offers(row, &put)?.unwrap_or(put.form);
    }
    if !ways.contains(&put.form.way()) {
        return Ok(None);
    }
    Ok(Some(QuestionRow {
        card: row.key.clone(),
        topic: row.topic.clone(),
        way: put.form.way(),
        question: put.view.card.question.clone(),
        shown: put.shown().to_string(),
        chance: put.form.chance(),
        flagged: false,
        given: None,
        counted: false,
    }))
}

/// Short answers of other cards, read once for each deck, topic and area.
struct Siblings<'a> {
    all: &'a [CandidateRow],
    desk: &'a Desk<'a>,
    seed: u64,
    pools: HashMap<String, Vec<Sibling>>,
}

impl<'a> Siblings<'a> {
    fn new(all: &'a [CandidateRow], desk: &'a Desk<'a>, seed: u64) -> Siblings<'a> {
        Siblings {
            all,
            desk,
            seed,
            pools: HashMap::new(),
        }
    }

    /// The card with choices drawn from its deck, then its topic, then its area.
    fn offers(&mut self, row: &CandidateRow, put: &Put) -> Result<Option<Form>> {
        let Some(card) = Sibling::of(&row.key, &put.view.card) else {
            return Ok(None);
        };
        let deck = deck_of(&row.key).to_string();
        let (topic, area) = (row.topic.clone(), row.area.clone());
        let names = [
            format!("deck:{deck}"),
            format!("topic:{topic}"),
            format!("area:{}", area.as_deref().unwrap_or_default()),
        ];
        self.read(&names[0], |other| deck_of(&other.key) == deck)?;
        self.read(&names[1], |other| {
            other.topic == topic && deck_of(&other.key) != deck
        })?;
        self.read(&names[2], |other| {
            area.is_some() && other.area == area && other.topic != topic
        })?;
        let pools: Vec<&[Sibling]> = names
            .iter()
            .map(|name| self.pools[name].as_slice())
            .collect();
        let offers = distract::offers(&card, &pools[..2], pools[2], self.seed);
        Ok(offers.map(|offers| Form::Choice { offers }))
    }

    fn read(&mut self, name: &str, is_in: impl Fn(&CandidateRow) -> bool) -> Result<()> {
        if self.pools.contains_key(name) {
            return Ok(());
        }
        let has_short = |row: &&CandidateRow| {
            row.key == family(&row.key) && ["basic", "typed", "number"].contains(&row.kind.as_str())
        };
        let mut rows: Vec<&CandidateRow> = self
            .all
            .iter()
            .filter(|row| is_in(row))
            .filter(has_short)
            .collect();
        // Of a large deck not always the same ones.
        rows.sort_by_key(|row| self.seed ^ stable_hash(&row.key));
        rows.truncate(POOL_MAX);
        let mut pool = Vec::new();
        for row in rows {
            let source = self.desk.store.card(row.card)?.and_then(|card| card.text);
            let card = source.and_then(|text| deck::parse_card(&text.source).ok());
            pool.extend(card.and_then(|card| Sibling::of(&row.key, &card)));
        }
        self.pools.insert(name.to_string(), pool);
        Ok(())
    }
}

fn deck_of(key: &str) -> &str {
    key.split('/').next().unwrap_or(key)
}
