//! `retain undo`: take back the last thing done, again and again, across sittings.

use super::context::Context;
use super::failure::{Failure, Result};
use super::json;
use super::keep::Desk;
use crate::model::event::Action;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct UndoArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &UndoArgs, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    let Some((card, undone)) = desk.undo()? else {
        return Err(Failure::not_found("there is nothing to take back"));
    };
    if args.json {
        let fields = json!({ "undone": json::history(&undone), "state": json::card(&card, None) });
        return context.print(&json::object("undo", fields));
    }
    context.print(&format!(
        "took back `{}` on {}\n",
        in_words(&undone.action),
        card.key
    ))
}

/// What an action is called.
pub fn in_words(action: &Action) -> &'static str {
    match action {
        Action::Answer(answer) => answer.rating.name(),
        other => json::kind(other),
    }
}
