//! From verdicts to first intervals, and back.

use crate::assess::Verdict;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::keep::Desk;
use crate::cli::prompt;
use crate::model::chance::stable_hash;
use crate::ui::words;
use std::collections::HashSet;

/// A new card of a topic that is known, and the days until it is asked first.
pub struct Placed {
    key: String,
    interval: u32,
}

pub fn to_place(verdicts: &[Verdict], desk: &Desk) -> Result<Vec<Placed>> {
    let known: HashSet<&str> = verdicts
        .iter()
        .filter(|verdict| verdict.known)
        .map(|verdict| verdict.topic.as_str())
        .collect();
    let mut keys: Vec<String> = desk
        .store
        .new_of_topics()?
        .into_iter()
        .filter(|(topic, _)| known.contains(topic.as_str()))
        .map(|(_, key)| key)
        .collect();
    // Topics are mixed, siblings come apart, and the same cards get the same days.
    keys.sort_by_key(|key| stable_hash(key));
    let intervals = crate::assess::first_intervals(keys.len());
    let both = keys.into_iter().zip(intervals);
    Ok(both
        .map(|(key, interval)| Placed { key, interval })
        .collect())
}

pub fn offer(placed: Vec<Placed>, is_json: bool, desk: &mut Desk, context: &Context) -> Result<()> {
    let Some(last) = placed.iter().map(|card| card.interval).max() else {
        return Ok(());
    };
    let cards = words::count(placed.len(), "new card");
    let weeks = (f64::from(last) / 7.0).round();
    let question = format!("Ask the {cards} of known topics first in 2 to {weeks} weeks?");
    let wanted = match context.global.yes {
        true => true,
        false if is_json || !context.is_interactive() => {
            context.say(&format!(
                "{cards} could be placed, and nothing was kept: `retain assess --yes` asks and places"
            ));
            return Ok(());
        }
        false => prompt::confirm(&question, true)?,
    };
    if !wanted {
        context.say("nothing was changed");
        return Ok(());
    }
    let placed: Vec<(String, u32)> = placed
        .into_iter()
        .map(|card| (card.key, card.interval))
        .collect();
    let n_placed = desk.place(&placed)?;
    let placed = words::count(n_placed, "card");
    context.say(&format!(
        "{placed} placed; `retain assess --undo` takes it back"
    ));
    Ok(())
}

pub fn undo(desk: &mut Desk, context: &Context) -> Result<()> {
    match desk.unplace()? {
        0 => Err(Failure::not_found("there is no placement to take back")),
        n_cards => {
            let cards = words::count(n_cards, "card");
            context.say(&format!(
                "took the placement of {cards} back: they are new again, unless answered since"
            ));
            Ok(())
        }
    }
}
