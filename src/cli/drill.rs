//! `retain drill`: ask until each card was right once. Nothing is kept, no due date moves.

use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::Desk;
use super::quiz::own;
use super::quiz::put::{Put, verdict};
use super::review::Stopped;
use super::view::View;
use super::{clock, select, talk};
use crate::model::chance::{SplitMix64, stable_hash};
use crate::model::quiz::Outcome;
use crate::quiz::exam::{Command, command};
use crate::ui::style::Line;
use crate::ui::talk::{Query, Said, Talk};
use crate::ui::words;
use crate::ui::wrap::wrap;
use clap_complete::engine::ArgValueCompleter;
use std::collections::VecDeque;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  retain drill rated:7:again         what you forgot in the last seven days
  retain drill deck:kafka --count 30

A drill keeps nothing and moves no due date. `skip` leaves a card out, `q` ends.")]
pub struct DrillArgs {
    /// Which cards [default: those forgotten in the last 7 days]
    #[arg(add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// At most this many cards
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Ask in the order of this seed [default: by chance]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// A missed card comes back after so many others, or at the end.
const GAP: usize = 3;

pub fn run(args: &DrillArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let recent = ["rated:7:again".to_string()];
    let words = if args.selector.is_empty() {
        &recent
    } else {
        args.selector.as_slice()
    };
    let rows = select::ordered(&desk.store, words, context)?;
    let mut keys = Vec::new();
    for row in rows {
        let record = desk.store.card(row)?.filter(|card| card.text.is_some());
        keys.extend(
            record
                .filter(|card| !card.state.suspended)
                .map(|card| card.key),
        );
    }
    if keys.is_empty() && args.selector.is_empty() {
        return context.print("Nothing was forgotten in the last 7 days.\n");
    }
    if keys.is_empty() {
        return Err(Failure::not_found("no card matches")
            .hint("`retain search SELECTOR` shows what a selector means"));
    }
    SplitMix64::new(args.seed.unwrap_or_else(clock::seed)).shuffle(&mut keys);
    keys.truncate(args.count as usize);
    let mut front = talk::talk(context, false)?;
    let drilled = cards(&keys, &desk, front.as_mut(), context);
    let _ = front.tell(&[]);
    drop(front);
    talk::ended(drilled)
}

/// Asks the cards until each was right once.
pub fn cards(
    keys: &[String],
    desk: &Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> std::result::Result<(), Stopped> {
    let mut queue: VecDeque<&String> = keys.iter().collect();
    let (mut n_right, mut n_answers) = (0, 0_usize);
    let text = format!(
        "Drill: {}, each until it was right once. Nothing is kept.",
        words::count(keys.len(), "card")
    );
    let page = talk.page();
    talk.tell(&wrap(&Line::from(text), page.prose()))?;
    while let Some(key) = queue.pop_front() {
        let Some(put) = put(key, desk, context)? else {
            continue;
        };
        let place = (n_right, n_right + queue.len() + 1);
        match ask(&put, place, desk, talk)? {
            Turn::Left => break,
            Turn::Skipped => (),
            Turn::Answered(outcome) => {
                n_answers += 1;
                if outcome.is_right() {
                    n_right += 1;
                } else {
                    queue.insert(GAP.min(queue.len()), key);
                }
            }
        }
    }
    let text = format!(
        "{} right after {}; a drill moves no due date",
        words::count(n_right, "card"),
        words::count(n_answers, "answer")
    );
    Ok(talk.tell(&[Line::new(), Line::from(text)])?)
}

enum Turn {
    Answered(Outcome),
    Skipped,
    Left,
}

/// A card whose text is gone or broken is left out.
fn put(key: &str, desk: &Desk, context: &Context) -> Result<Option<Put>> {
    let Some(record) = desk.store.card_by_key(key)? else {
        return Ok(None);
    };
    let view = View::of(record, desk, context.today()).ok();
    Ok(view.map(|view| Put::written(view, clock::seed() ^ stable_hash(key))))
}

fn ask(
    put: &Put,
    (done, all): (usize, usize),
    desk: &Desk,
    talk: &mut dyn Talk,
) -> std::result::Result<Turn, Stopped> {
    let lead = screen_lead(put);
    let mut fresh = true;
    loop {
        let said = talk.ask(&Query {
            shown: &|page| put.question(&lead, page),
            fresh,
            prompt: &|_| Some(Line::from(format!("[{done}/{all}] {}: ", put.wanted()))),
        })?;
        fresh = false;
        let Said::Line(line) = said else {
            return Ok(Turn::Left);
        };
        let text = match command(&line, put.takes_bare_commands(&line)) {
            Command::Answer(text) => text,
            Command::Skip => return Ok(Turn::Skipped),
            Command::Quit | Command::End => return Ok(Turn::Left),
            _ => {
                talk.tell(&[Line::from("an answer, or skip, or q (`/skip`, `/q`)")])?;
                continue;
            }
        };
        if put.form.way().is_self_graded() {
            let grade = own::grade(put, desk, talk)?;
            let outcome = grade.map(|grade| grade.outcome);
            if let Some(outcome) = outcome {
                talk.tell(&[verdict(outcome)])?;
            }
            return Ok(outcome.map_or(Turn::Left, Turn::Answered));
        }
        let (text, _) = put.parted(&text);
        match put.form.judge(text) {
            Err(why) => talk.tell(&[Line::from(why)])?,
            Ok(outcome) => {
                let page = talk.page();
                talk.tell(&put.answer(text, Some(outcome), desk, page))?;
                return Ok(Turn::Answered(outcome));
            }
        }
    }
}

fn screen_lead(put: &Put) -> String {
    crate::ui::screen::caption(&put.view.text.deck_title, &put.view.record.key)
}
