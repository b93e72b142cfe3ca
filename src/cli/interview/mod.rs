//! `retain interview`: dates to prepare for, how ready one is, and the plan until then.

mod forecast;
mod plan;
mod status;

pub use plan::{Ahead, Planned, ahead, planned_queue};

use super::context::Context;
use super::failure::{Failure, Result};
use super::{json, mock, select};
use crate::model::civil;
use crate::model::time::Day;
use crate::store::Store;
use crate::store::interviews::InterviewRow;
use crate::ui::words;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

/// The name of an interview that was given none.
const NAME: &str = "interview";

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  retain interview set 2026-12-15 --focus roadmap:backend-roadmap --minutes 30
  retain interview set 2027-01-20 --name acme --weight area:databases=2 --weight topic:graphql=0
  retain interview                     how ready you are, and the plan day by day
  retain interview mock --minutes 45   rapid fire, deep dives, a system design
  retain interview done

Until the date `retain review` asks the cards that raise most what you recall on the day, within
the minutes you have. Due dates stay as they are, so that clearing the date needs no repair."
)]
pub struct InterviewArgs {
    #[command(subcommand)]
    command: Option<InterviewCommand>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum InterviewCommand {
    /// Set a date to prepare for; of several the nearest rules
    Set(SetArgs),
    /// List the dates
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Forget a date
    Clear {
        /// Its name [default: the nearest one]
        name: Option<String>,
    },
    /// Hold a mock interview: rapid fire, deep dives, a system design, with a report
    Mock(mock::MockArgs),
    /// Tell that an interview is over
    Done {
        /// Its name [default: the nearest one]
        name: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct SetArgs {
    /// The day, as 2026-12-15
    date: String,
    /// What to call it; setting the same name again changes it
    #[arg(long, default_value = NAME)]
    name: String,
    /// Only cards that match may be asked; may be given several times, and a card must meet all
    #[arg(long, value_name = "SELECTOR", add = ArgValueCompleter::new(super::complete::selector))]
    focus: Vec<String>,
    /// Minutes of study a day until then
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=1440))]
    minutes: u32,
    /// How much cards matter, `area:databases=2`; 1 is the default, 0 leaves them out
    #[arg(long, value_name = "SELECTOR=N")]
    weight: Vec<String>,
}

pub fn run(args: &InterviewArgs, context: &Context) -> Result<()> {
    match &args.command {
        None => status::run(args.json, context),
        Some(InterviewCommand::Set(args)) => set(args, context),
        Some(InterviewCommand::List { json }) => list(*json, context),
        Some(InterviewCommand::Mock(args)) => mock::run(args, context),
        Some(InterviewCommand::Clear { name }) => {
            let mut store = context.store()?;
            let row = named(&store, name.as_deref(), context.today())?;
            store.forget_interview(&row.name)?;
            context.say(&format!(
                "forgot `{}`; due dates are what they were",
                row.name
            ));
            Ok(())
        }
        Some(InterviewCommand::Done { name }) => {
            let mut store = context.store()?;
            let row = named(&store, name.as_deref(), context.today())?;
            let done = Some(context.today());
            let name = row.name.clone();
            store.keep_interview(&InterviewRow { done, ..row })?;
            let after = match plan::ahead(&store, context)? {
                Some(next) => format!("the next one is `{}`", next.interview.name),
                None => "`retain review` asks what is due again".to_string(),
            };
            context.say(&format!("`{name}` is over: {after}"));
            Ok(())
        }
    }
}

fn set(args: &SetArgs, context: &Context) -> Result<()> {
    let day = civil::parse_day(&args.date).ok_or_else(|| {
        Failure::usage(format!("`{}` is no date", args.date)).hint("write it as 2026-12-15")
    })?;
    if args.name.trim().is_empty() || args.name.chars().any(char::is_control) {
        return Err(Failure::usage("an interview needs a name of a line")
            .hint("leave out `--name` where there is only one"));
    }
    let today = context.today();
    if day < today {
        let date = civil::format_day(day);
        return Err(Failure::usage(format!("{date} lies in the past"))
            .hint("a plan needs days that are left"));
    }
    let weights = args
        .weight
        .iter()
        .map(|text| weight(text))
        .collect::<Result<Vec<_>>>()?;
    let row = InterviewRow {
        name: args.name.clone(),
        day,
        minutes: args.minutes,
        focus: args.focus.clone(),
        weights,
        done: None,
    };
    let mut store = context.store()?;
    // Words that mean nothing, and a focus that matches no card, are told before anything is kept.
    let cards = plan::cards(&store, &row, context)?;
    if !cards.iter().any(|card| 0.0 < card.importance) {
        return Err(Failure::not_found("no card matches the focus")
            .hint("`retain search` shows what a selector means"));
    }
    store.keep_interview(&row)?;
    let days = words::due(day.0 - today.0);
    context.say(&format!(
        "`{}` is {days}: `retain interview` shows the plan",
        row.name
    ));
    Ok(())
}

/// Reads `area:databases=2`.
fn weight(text: &str) -> Result<(String, f32)> {
    let parted = text.rsplit_once('=').and_then(|(words, number)| {
        let number: f32 = number.trim().parse().ok()?;
        (!words.is_empty() && (0.0..=100.0).contains(&number)).then(|| (words.to_string(), number))
    });
    parted.ok_or_else(|| {
        Failure::usage(format!("`{text}` is no weight"))
            .hint("write a selector, = and a number from 0 to 100: area:databases=2")
    })
}

/// The interview of that name, or the nearest one that is not over.
fn named(store: &Store, name: Option<&str>, today: Day) -> Result<InterviewRow> {
    let rows = store.interviews()?;
    let found = match name {
        Some(name) => rows.into_iter().find(|row| row.name == name),
        None => {
            let mut open: Vec<InterviewRow> =
                rows.into_iter().filter(|row| row.done.is_none()).collect();
            // One to come goes before one that lies back.
            open.sort_by_key(|row| (row.day < today, row.day));
            open.into_iter().next()
        }
    };
    found.ok_or_else(|| {
        let failure = match name {
            Some(name) => Failure::not_found(format!("no interview is called `{name}`")),
            None => Failure::not_found("no interview is set"),
        };
        failure.hint("`retain interview list` lists them, `retain interview set DATE` sets one")
    })
}

fn list(as_json: bool, context: &Context) -> Result<()> {
    let rows = context.store()?.interviews()?;
    if as_json {
        let rows: Vec<Value> = rows.iter().map(fields).collect();
        return context.print(&json::object("interviews", json!({ "interviews": rows })));
    }
    if rows.is_empty() {
        return context.print("no interview is set: `retain interview set 2026-12-15`\n");
    }
    let today = context.today();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let state = match row.done {
                Some(day) => format!("over since {}", civil::format_day(day)),
                None if row.day < today => "past".to_string(),
                None => words::due(row.day.0 - today.0),
            };
            let minutes = format!("{} min a day", row.minutes);
            let focus = row.focus.join(" ");
            vec![
                row.name.clone(),
                civil::format_day(row.day),
                state,
                minutes,
                focus,
            ]
        })
        .collect();
    let columns = ["name", "date", "when", "minutes", "focus"];
    context.print(&context.columns(&columns, &rows))
}

fn fields(row: &InterviewRow) -> Value {
    json!({
        "name": row.name,
        "date": civil::format_day(row.day),
        "minutes": row.minutes,
        "focus": row.focus,
        "weights": row.weights.iter().map(|(words, weight)| json!({ "selector": words, "weight": weight })).collect::<Vec<_>>(),
        "done": row.done.map(civil::format_day),
    })
}

/// The cards that words mean; shared by focus and weights.
fn matching(
    store: &Store,
    words: &[String],
    context: &Context,
) -> Result<std::collections::HashSet<i64>> {
    select::matching(store, words, context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_selector_and_a_number() {
        assert_eq!(
            weight("area:databases=2").unwrap(),
            ("area:databases".to_string(), 2.0)
        );
        assert_eq!(
            weight("prop:s>=3=0.5").unwrap(),
            ("prop:s>=3".to_string(), 0.5)
        );
        for text in ["area:databases", "=2", "a=b", "a=-1", "a=1e9"] {
            assert!(weight(text).is_err(), "{text}");
        }
    }
}
