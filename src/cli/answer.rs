//! `retain answer`: grade a card from a script, an editor or another program.

use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::{self, Desk, Moment};
use super::{json, select};
use crate::import::log::is_sensible;
use crate::model::civil::{format_day, format_instant, parse_instant_and_offset};
use crate::model::event::{Action, Answer, Mode, Rating};
use crate::store::cards::CardRecord;
use clap_complete::engine::ArgValueCompleter;
use serde_json::json;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  retain answer kafka/consumer-groups good
  retain answer kafka/consumer-groups 1 --duration-ms 8200
  retain answer kafka/consumer-groups good --at 2026-11-20T08:00:00Z")]
pub struct AnswerArgs {
    /// The card: `deck/card`, or a beginning of it that means only one
    #[arg(add = ArgValueCompleter::new(super::complete::card))]
    card: String,
    /// again, hard, good, easy, or 1 to 4
    #[arg(value_parser = rating)]
    rating: Rating,
    /// When it was answered [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// How long the answer took, in milliseconds
    #[arg(long, value_name = "N")]
    duration_ms: Option<u32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write also where the clock seems wrong
    #[arg(long)]
    force: bool,
}

fn rating(text: &str) -> std::result::Result<Rating, String> {
    Rating::from_name(text).ok_or_else(|| "write again, hard, good, easy, or 1 to 4".to_string())
}

pub fn run(args: &AnswerArgs, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    let card = select::card(&desk.store, &args.card)?;
    let at = args
        .at
        .as_deref()
        .map(|text| moment(text, context))
        .transpose()?;
    match at {
        None => desk.check_clock(args.force)?,
        Some(moment) => check_instant(moment, args.force, context)?,
    }
    let action = Action::Answer(answer(args, &desk, &card, at, context)?);
    let outcome = desk.keep(&card, action, at)?;
    let Action::Answer(kept) = &outcome.event.action else {
        return Ok(());
    };
    if args.json {
        let fields = json!({
            "event": json::event(&outcome.event),
            "state": json::card(&CardRecord { state: outcome.after.clone(), ..card }, None),
        });
        return context.print(&json::object("answer", fields));
    }
    let due = outcome.after.due.map(format_day).unwrap_or_default();
    let when = if kept.interval == 0 {
        "again in this sitting".to_string()
    } else {
        format!("due {due}")
    };
    context.print(&format!("{} {}: {when}\n", card.key, kept.rating.name()))
}

fn moment(text: &str, context: &Context) -> Result<Moment> {
    let (at, offset) = parse_instant_and_offset(text).ok_or_else(|| {
        Failure::usage(format!("`{text}` is no instant")).hint("write it as 2026-11-20T08:00:00Z")
    })?;
    Ok(Moment::of(at, offset, context))
}

/// Refuses an instant at which nobody can have answered yet.
fn check_instant(moment: Moment, force: bool, context: &Context) -> Result<()> {
    let ahead = moment.at.0 - context.clock.now().0;
    if !is_sensible(moment.at) || (DAY_MS < ahead && !force) {
        let at = format_instant(moment.at);
        return Err(Failure::usage(format!("{at} is no time for an answer"))
            .hint("it lies more than a day ahead of the clock; if it is meant, pass --force"));
    }
    Ok(())
}

const DAY_MS: i64 = 86_400_000;

fn answer(
    args: &AnswerArgs,
    desk: &Desk,
    card: &CardRecord,
    at: Option<Moment>,
    context: &Context,
) -> Result<Answer> {
    let day = at.map_or_else(|| context.today(), |moment| moment.day);
    let next = desk.next(&card.key, &card.state, day);
    Ok(Answer {
        rating: args.rating,
        interval: keep::interval(&next, args.rating),
        duration_ms: args.duration_ms,
        mode: Mode::Script,
        predicted: desk.predicted(&card.key, &card.state, day),
        params: keep::PARAMS,
        suggested: None,
    })
}
