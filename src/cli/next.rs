//! `retain next`: the card that a review would ask now.

use super::context::Context;
use super::day::{self, Today};
use super::failure::Result;
use super::json;
use super::keep::Desk;
use super::view::View;
use crate::model::civil;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  retain next --json | jq -r .question
  retain answer \"$(retain next --key)\" good")]
pub struct NextArgs {
    /// Print JSON
    #[arg(long, conflicts_with = "key")]
    json: bool,
    /// Print the key of the card alone
    #[arg(long)]
    key: bool,
}

pub fn run(args: &NextArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let today = Today::read(&desk.store, context)?;
    let card = match day::first(&desk.store, &today)? {
        Some(row) => desk.store.card(row)?,
        None => None,
    };
    let Some(record) = card else {
        let text = if args.json {
            json::object("next", nothing(&desk, &today)?)
        } else {
            String::new()
        };
        context.print(&text)?;
        context.say(if args.json { "" } else { "nothing is due" });
        return Ok(());
    };
    if args.key {
        return context.print(&format!("{}\n", record.key));
    }
    let view = View::of(record, &desk, today.day)?;
    if args.json {
        return context.print(&json::object("next", view.json(today.day)));
    }
    context.print(&view.question_text(context))
}

fn nothing(desk: &Desk, today: &Today) -> Result<Value> {
    let next_due = desk.store.next_due(today.day)?.map(civil::format_day);
    Ok(json!({ "card": Value::Null, "next_due": next_due }))
}
