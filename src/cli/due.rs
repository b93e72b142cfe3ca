//! `retain due`: how much waits, for a prompt, a status bar or a script.

use super::context::Context;
use super::day::{self, Today, Waiting, Wish};
use super::failure::{Failure, Kind, Result};
use super::files::make_private_folder;
use super::files::write_whole;
use super::{json, select};
use crate::model::civil;
use crate::schedule::pace::Pace;
use crate::store::Store;
use clap_complete::engine::ArgValueCompleter;
use serde_json::json;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  retain due --format '{due} due, {new} new'
  retain due --check && retain review
  retain due area:security --json")]
pub struct DueArgs {
    /// Count only the cards that match; see `retain help selectors`
    #[arg(add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// Print JSON
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Print this, with {due}, {new}, {pending}, {total} and {minutes} replaced; `waybar` for its JSON
    #[arg(long, value_name = "TEXT")]
    format: Option<String>,
    /// Print nothing; exit with 0 where cards are due, 3 where none are
    #[arg(long)]
    check: bool,
    /// Print a line once a study day where cards are due; for the start of a shell
    #[arg(long, conflicts_with_all = ["json", "format", "check"])]
    remind: bool,
}

/// What waits, and how long it will take.
pub struct Counts {
    pub waiting: Waiting,
    pub minutes: u32,
}

pub fn run(args: &DueArgs, context: &Context) -> Result<()> {
    if args.remind {
        return remind(context);
    }
    let store = context.store()?;
    let today = Today::read(&store, context)?;
    let counts = counts(&store, &today, &args.selector, context)?;
    let waiting = counts.waiting;
    if args.check {
        let none = waiting.due + waiting.new == 0;
        return if none {
            Err(Failure::silent(Kind::NothingDue))
        } else {
            Ok(())
        };
    }
    let text = match &args.format {
        _ if args.json => in_json(&counts, &today),
        Some(format) if format == "waybar" => waybar(&counts),
        Some(format) => format!("{}\n", filled(format, &counts)),
        None => in_words(&counts),
    };
    context.print(&text)
}

/// Says once a study day what is due. Makes no collection, and never stops a shell from starting.
fn remind(context: &Context) -> Result<()> {
    let today = civil::format_day(context.today());
    let stamp = context.state_dir.join("reminded");
    let said = std::fs::read_to_string(&stamp).is_ok_and(|day| day == today);
    if said || !context.store_path().exists() {
        return Ok(());
    }
    let store = context.store_as_it_is()?;
    let counts = counts(&store, &Today::read(&store, context)?, &[], context)?;
    if counts.waiting.total() == 0 {
        return Ok(());
    }
    // Where the stamp cannot be kept, the line is said again; that is better than silence.
    let _ = make_private_folder(&context.state_dir).and_then(|()| write_whole(&stamp, &today));
    let due = counts.waiting.total();
    context.print(&format!(
        "{due} due (about {} min): retain review\n",
        counts.minutes
    ))
}

pub fn counts(
    store: &Store,
    today: &Today,
    selector: &[String],
    context: &Context,
) -> Result<Counts> {
    let waiting = if selector.is_empty() {
        day::waiting(store, today)?
    } else {
        let chosen = Some(select::matching(store, selector, context)?);
        let left = day::queue(
            store,
            today,
            &Wish {
                chosen,
                ..Wish::default()
            },
        )?
        .remaining();
        Waiting {
            due: (left.due + left.pending) as u32,
            new: left.new as u32,
            pending: left.pending as u32,
        }
    };
    let pace = day::pace(store)?;
    Ok(Counts {
        waiting,
        minutes: minutes(&pace, &waiting),
    })
}

pub fn minutes(pace: &Pace, waiting: &Waiting) -> u32 {
    let due = waiting.due.saturating_sub(waiting.pending);
    pace.minutes(due as usize, waiting.new as usize, waiting.pending as usize)
        .ceil() as u32
}

fn in_words(counts: &Counts) -> String {
    let Waiting { due, new, pending } = counts.waiting;
    if due + new == 0 {
        return "nothing is due\n".to_string();
    }
    let pending = if pending == 0 {
        String::new()
    } else {
        format!(", {pending} of them to be passed")
    };
    format!(
        "{due} due{pending}, {new} new, about {} min\n",
        counts.minutes
    )
}

fn in_json(counts: &Counts, today: &Today) -> String {
    let Waiting { due, new, pending } = counts.waiting;
    let fields = json!({
        "study_day": crate::model::civil::format_day(today.day),
        "due": due,
        "new": new,
        "pending": pending,
        "total": due + new,
        "minutes": counts.minutes,
        "answered_today": today.answers.len(),
    });
    json::object("due", fields)
}

/// Waybar's custom module: text, tooltip, class and percentage of the day that is done.
fn waybar(counts: &Counts) -> String {
    let Waiting { due, new, .. } = counts.waiting;
    let total = due + new;
    let class = if total == 0 { "none" } else { "due" };
    let text = if total == 0 {
        String::new()
    } else {
        total.to_string()
    };
    let tooltip = in_words(counts).trim_end().to_string();
    let percentage = if total == 0 { 100 } else { 0 };
    format!(
        "{}\n",
        json!({ "text": text, "tooltip": tooltip, "class": class, "percentage": percentage })
    )
}

fn filled(format: &str, counts: &Counts) -> String {
    let Waiting { due, new, pending } = counts.waiting;
    [
        ("{due}", due),
        ("{new}", new),
        ("{pending}", pending),
        ("{total}", due + new),
        ("{minutes}", counts.minutes),
    ]
    .iter()
    .fold(format.to_string(), |text, (name, value)| {
        text.replace(name, &value.to_string())
    })
}
