//! What was learned of the cards of an export.

use crate::import::draft::{Deed, Fault, History, Past, Standing};
use crate::model::card::Part;
use crate::model::civil::{parse_day, parse_instant};
use crate::model::event::Rating;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Progress {
    part: Option<String>,
    #[serde(default)]
    events: Vec<SourceEvent>,
    #[serde(default)]
    state: State,
}

#[derive(Deserialize)]
struct SourceEvent {
    at: String,
    #[serde(default)]
    kind: String,
    rating: Option<String>,
    #[serde(default)]
    interval: u32,
    duration_ms: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct State {
    stability: Option<f32>,
    difficulty: Option<f32>,
    last_day: Option<String>,
    due: Option<String>,
    interval: u32,
    reps: u32,
    lapses: u32,
    suspended: bool,
    flagged: bool,
}

pub(super) fn history(progress: &Progress, place: &str) -> Result<(Part, History), Fault> {
    let wrong = |what: String| Fault::new(place, what, "export it again");
    let part = match &progress.part {
        None => Part::Whole,
        Some(name) => Part::from_name(name).ok_or_else(|| {
            wrong(format!(
                "`part` is `{name}`: neither `c1` to `c500` nor `reversed`"
            ))
        })?,
    };
    let mut past = Vec::new();
    for event in &progress.events {
        let deed = match event.kind.as_str() {
            "" | "answer" => {
                let rating = event.rating.as_deref().and_then(Rating::from_name);
                Deed::Answer {
                    rating: rating.ok_or_else(|| wrong("an answer has no `rating`".to_string()))?,
                    interval: event.interval,
                    duration_ms: event.duration_ms,
                }
            }
            "reset" => Deed::Reset,
            _ => continue,
        };
        let at = parse_instant(&event.at)
            .ok_or_else(|| wrong(format!("`at` is `{}`, which is no instant", event.at)))?;
        past.push(Past { at, what: deed });
    }
    let state = &progress.state;
    let standing = state.due.as_ref().map(|_| standing(state));
    Ok((
        part,
        History {
            past,
            standing,
            suspended: state.suspended,
            flagged: state.flagged,
        },
    ))
}

fn standing(state: &State) -> Standing {
    Standing {
        stability: state
            .stability
            .filter(|days| days.is_finite() && 0.0 < *days),
        difficulty: state
            .difficulty
            .filter(|figure| (1.0..=10.0).contains(figure)),
        due: state.due.as_deref().and_then(parse_day),
        last_day: state.last_day.as_deref().and_then(parse_day),
        interval: state.interval,
        ease: None,
        reps: state.reps,
        lapses: state.lapses,
    }
}
