//! How well each topic is known today, and how that compares with a roadmap's windows.

use super::super::context::Context;
use super::super::failure::Result;
use super::whole;
use crate::catalogue::roadmaps;
use crate::model::memory::Memory;
use crate::model::roadmap::Roadmap;
use crate::model::time::Day;
use crate::roadmap::calendar;
use crate::roadmap::{Standing, Standings};
use crate::schedule::fsrs::Model;
use crate::store::Store;
use crate::store::roadmaps::FollowRow;

/// The standing of every topic that has cards.
pub fn standings(store: &Store, today: Day) -> Result<Standings> {
    let model = Model::default();
    let mut standings: Standings = store
        .topics(today)?
        .into_iter()
        .map(|row| {
            let standing = Standing {
                cards: row.cards,
                due: row.due,
                ..Standing::default()
            };
            (row.topic, standing)
        })
        .collect();
    for row in store.seen()? {
        let memory = Memory {
            stability: row.stability,
            difficulty: row.difficulty,
        };
        let elapsed = today.since(row.last_day) as f32;
        let standing = standings.entry(row.topic).or_default();
        standing.seen += 1;
        standing.recall += f64::from(model.retrievability(memory, elapsed));
    }
    Ok(standings)
}

/// `followed since 2026-11-01, month 3: you are 2 weeks ahead`.
pub fn pace_words(roadmap: &Roadmap, row: &FollowRow, standings: &Standings, today: Day) -> String {
    let elapsed = f64::from(today.since(row.since));
    match calendar::pace(roadmap, standings, elapsed) {
        Some(pace) => pace.words(),
        None => format!(
            "followed since {}",
            crate::model::civil::format_day(row.since)
        ),
    }
}

/// A line for each followed roadmap, for the page of the day: title, mastery, pace.
pub fn footing(store: &Store, context: &Context) -> Result<Vec<String>> {
    let followed = store.followed()?;
    if followed.is_empty() {
        return Ok(Vec::new());
    }
    let standings = standings(store, context.today())?;
    let roadmaps = roadmaps::built_in();
    let line = |row: &FollowRow| {
        let roadmap = roadmaps.iter().find(|roadmap| roadmap.id == row.roadmap)?;
        let mastery = whole(roadmap, &standings).mastery() * 100.0;
        let pace = pace_words(roadmap, row, &standings, context.today());
        Some(format!(
            "{}: {mastery:.0} % mastered, {pace}",
            roadmap.title
        ))
    };
    Ok(followed.iter().filter_map(line).collect())
}
