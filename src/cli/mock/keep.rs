//! A sitting on its way to the disk: its report, and its record as JSON.

use crate::catalogue::Catalogue;
use crate::mock::advice::{self, Advice};
use crate::mock::record::{Mock, Part, Point};
use crate::model::civil::format_instant;
use crate::model::time::Timestamp;
use crate::store::mocks::ShortCard;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Cards that a report names for each topic.
const CARDS_MAX: usize = 3;

/// The gaps of a sitting with titles, and the cards to begin with: those missed in it, then the
/// weakest.
pub fn advice(mock: &Mock, cards: &[ShortCard], catalogue: &Catalogue) -> Vec<Advice> {
    let of_gap = |gap: advice::Gap| {
        let is_here = |card: &&ShortCard| card.topic.as_deref() == Some(gap.topic);
        let mut here: Vec<&ShortCard> = cards.iter().filter(is_here).collect();
        let was_missed = |card: &ShortCard| gap.cards.contains(&card.key.as_str());
        let stability = |card: &ShortCard| card.stability.unwrap_or(0.0);
        here.sort_by(|a, b| {
            let missed = was_missed(b).cmp(&was_missed(a));
            missed.then(stability(a).total_cmp(&stability(b)))
        });
        let mut headings = HashSet::new();
        here.retain(|card| headings.insert(card.heading()));
        let title = catalogue.topic(gap.topic).map(|topic| topic.title.clone());
        Advice {
            topic: gap.topic.to_string(),
            title: title.unwrap_or_else(|| gap.topic.to_string()),
            missing: gap.missing,
            cards: here
                .iter()
                .take(CARDS_MAX)
                .map(|card| card.key.clone())
                .collect(),
        }
    };
    advice::gaps(&mock.parts).into_iter().map(of_gap).collect()
}

/// What `--json` prints of a sitting, without its number and report.
pub fn record(mock: &Mock, at: Timestamp, advice: &[Advice]) -> Value {
    let next =
        |one: &Advice| json!({ "topic": one.topic, "missing": one.missing, "cards": one.cards });
    json!({
        "at": format_instant(at),
        "role": mock.role.name(),
        "minutes": mock.minutes,
        "focus": mock.focus,
        "seed": mock.seed,
        "complete": mock.complete,
        "used_ms": millis(mock.used()),
        "heard": mock.score().heard,
        "points": mock.score().of,
        "parts": mock.parts.iter().map(part).collect::<Vec<_>>(),
        "next": advice.iter().map(next).collect::<Vec<_>>(),
    })
}

fn part(part: &Part) -> Value {
    let missing =
        |point: &Point| json!({ "text": point.text, "topics": point.topics, "card": point.card });
    let answers = part.answers.iter();
    json!({
        "kind": part.kind.name(),
        "id": part.id,
        "title": part.title,
        "share_ms": millis(part.share),
        "used_ms": millis(part.used),
        "scored": part.scored,
        "heard": part.score().heard,
        "points": part.score().of,
        "missing": part.missing().map(missing).collect::<Vec<_>>(),
        "answers": answers.map(|one| json!({ "step": one.step, "text": one.text })).collect::<Vec<_>>(),
    })
}

fn millis(seconds: u32) -> u64 {
    u64::from(seconds) * 1000
}
