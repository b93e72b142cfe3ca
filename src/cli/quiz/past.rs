//! `retain quiz history` and `retain quiz show`: quizzes that were taken.

use super::result::{self, Outcomes, between, percent};
use super::{put::Put, quiz, shapes};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::keep::Desk;
use crate::cli::{json, pager};
use crate::model::civil::format_day;
use crate::model::text::{harmless, harmless_line};
use crate::store::quiz::QuestionRow;
use crate::ui::page::Page;
use crate::ui::style::Line;
use crate::ui::words;
use serde_json::{Value, json};

#[derive(Debug, clap::Subcommand)]
pub enum PastCommand {
    /// List the quizzes that were taken, newest first
    History(HistoryArgs),
    /// Show a quiz: what was asked and answered, and the score
    Show(ShowArgs),
}

#[derive(Debug, clap::Args)]
pub struct HistoryArgs {
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Print JSON
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print a Markdown table
    #[arg(long)]
    markdown: bool,
}

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Its number [default: the last one]
    id: Option<i64>,
    /// Print JSON
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print Markdown
    #[arg(long)]
    markdown: bool,
}

pub fn run(command: &PastCommand, context: &Context) -> Result<()> {
    match command {
        PastCommand::History(args) => history(args, context),
        PastCommand::Show(args) => show(args, context),
    }
}

fn history(args: &HistoryArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let quizzes = desk.store.quizzes(args.limit as usize)?;
    let quizzes = quizzes
        .into_iter()
        .map(|row| Outcomes::read(row, &desk.store));
    let quizzes = quizzes.collect::<Result<Vec<_>>>()?;
    if args.json {
        let quizzes: Vec<Value> = quizzes.iter().map(shapes::brief).collect();
        return context.print(&json::object("quizzes", json!({ "quizzes": quizzes })));
    }
    if args.markdown {
        let cell = |text: &String| harmless_line(text).replace('|', "\\|");
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(cell).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = row(&HEADER.map(|_| "---".to_string()));
        let rows: String = quizzes.iter().map(|one| row(&cells(one))).collect();
        return context.print(&format!("{}{rule}{rows}", row(&HEADER.map(str::to_string))));
    }
    if quizzes.is_empty() {
        context.say("no quiz was taken yet: `retain quiz` begins one");
    }
    let rows: Vec<Vec<String>> = quizzes.iter().map(|one| cells(one).to_vec()).collect();
    context.print(&context.columns(&HEADER, &rows))
}

const HEADER: [&str; 7] = ["quiz", "day", "kind", "right", "score", "between", "about"];

fn cells(one: &Outcomes) -> [String; 7] {
    let all = &one.score.all;
    let kind = match (one.row.exam, one.row.ended) {
        (_, None) => "open",
        (true, _) => "exam",
        (false, _) => "quiz",
    };
    let about = match (one.row.selector.is_empty(), one.score.topics.len()) {
        (false, _) => one.row.selector.clone(),
        (true, n_topics) => words::count(n_topics, "topic"),
    };
    [
        one.row.id.to_string(),
        format_day(one.row.day),
        kind.to_string(),
        match all.asked {
            0 => "-".to_string(),
            _ => format!("{} of {}", all.right, all.asked),
        },
        match all.asked {
            0 => "-".to_string(),
            _ => format!("{} %", percent(all.share())),
        },
        match all.asked {
            0 => "-".to_string(),
            _ => between(all),
        },
        about,
    ]
}

fn show(args: &ShowArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let row = match args.id {
        Some(id) => quiz(id, &desk)?,
        None => desk.store.quizzes(1)?.pop().ok_or_else(|| {
            Failure::not_found("no quiz was taken yet").hint("`retain quiz` begins one")
        })?,
    };
    if row.exam && row.ended.is_none() {
        return Err(
            Failure::usage(format!("exam {} is not handed in yet", row.id))
                .hint("`retain quiz --continue` goes on with it"),
        );
    }
    let mut outcomes = Outcomes::read(row, &desk.store)?;
    if outcomes.row.ended.is_none() && (args.json || args.markdown) {
        // What is still to be asked keeps its answer.
        outcomes.questions.retain(|one| one.given.is_some());
    }
    if args.json {
        return context.print(&shapes::whole(&outcomes));
    }
    if args.markdown {
        return context.print(&harmless(&shapes::markdown(&outcomes)));
    }
    let palette = context.palette();
    let page = palette.page(context.width());
    let has_ended = outcomes.row.ended.is_some();
    let mut lines = Vec::new();
    for (idx, one) in outcomes.questions.iter().enumerate() {
        let lead = format!("{} · {} · {}", idx + 1, one.topic, one.card);
        match Put::again(one, &desk, context) {
            Ok(put) => lines.extend(asked(&put, one, &lead, has_ended, &desk, page)),
            Err(_) => lines.extend([
                Line::new(),
                Line::from(lead),
                Line::from(one.question.as_str()),
            ]),
        }
        lines.push(Line::from(format!("→ {}", shapes::given(one))));
    }
    lines.extend(result::lines(&outcomes, context));
    pager::print(context, &palette.paint_all(&lines))
}

/// A question as it was asked; with its answer once the quiz is over.
fn asked(
    put: &Put,
    one: &QuestionRow,
    lead: &str,
    has_ended: bool,
    desk: &Desk,
    page: Page,
) -> Vec<Line> {
    let mut lines = put.question(lead, page);
    if has_ended {
        let given = one.given.as_ref();
        let line = given.map_or("", |given| given.answer.as_str());
        let outcome = given.and_then(|given| given.outcome);
        lines.extend(put.answer(line, outcome, desk, page));
        lines.push(Line::new());
    }
    lines
}
