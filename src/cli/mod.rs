//! The command line: what is asked for, and which file answers it.
//!
//! Arguments, paths, clock, seed, hints and exit codes; no rule of review. One file a command.

mod answer;
mod archive;
mod assess;
mod backup;
mod clock;
mod complete;
mod config;
mod context;
mod copies;
mod day;
mod deck;
mod doctor;
mod drill;
mod due;
mod edit;
mod editor;
mod export;
mod failure;
mod files;
mod help;
mod import;
mod index;
mod interview;
mod json;
mod keep;
mod lint;
mod log;
mod losses;
mod mark;
mod mock;
mod next;
mod order;
mod pager;
mod prompt;
mod quiz;
mod review;
mod roadmap;
mod search;
mod select;
mod settings;
mod show;
mod summary;
mod talk;
mod today;
mod topic;
mod undo;
mod view;
mod welcome;

use clap::{CommandFactory, Parser, Subcommand};
use context::{Context, GlobalArgs};
use failure::{Failure, Kind, Result};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Spaced repetition for backend engineers: review what is due, a few minutes a day.
///
/// Without a command it shows today at a glance; Enter starts the review.
#[derive(Debug, Parser)]
#[command(name = "retain", version, disable_help_subcommand = true, after_help = help::EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Review the cards that are due
    #[command(visible_alias = "r")]
    Review(review::ReviewArgs),
    /// Show what is due, for a prompt, a status bar or a script
    Due(due::DueArgs),
    /// Print the card that would be asked next
    Next(next::NextArgs),
    /// Grade a card from a script
    Answer(answer::AnswerArgs),
    /// Take back the last answer, suspension, flag or other action
    Undo(undo::UndoArgs),
    /// Show a card: text, memory, history and the next intervals
    Show(show::ShowArgs),
    /// Find cards
    Search(search::SearchArgs),
    /// Take cards out of the reviews until they are resumed
    Suspend(mark::MarkArgs),
    /// Bring suspended cards back
    Resume(mark::MarkArgs),
    /// Hide cards until the next study day
    Bury(mark::MarkArgs),
    /// Flag cards, to come back to them
    Flag(mark::FlagArgs),
    /// Forget cards: they are new again, their history stays
    Reset(mark::MarkArgs),
    /// List, show, check, format, write and add decks
    #[command(visible_alias = "decks")]
    Deck(deck::DeckArgs),
    /// Follow a roadmap: its tree with your mastery, what comes next, milestones
    #[command(visible_alias = "roadmaps")]
    Roadmap(roadmap::RoadmapArgs),
    /// Find out which topics you know already, so that their cards come later
    Assess(assess::AssessArgs),
    /// Prepare for a date: how ready you are, and the plan until then
    Interview(interview::InterviewArgs),
    /// Take a quiz or an exam: questions from the cards, a score, a history
    Quiz(quiz::QuizArgs),
    /// Ask cards until each was right once, without touching the schedule
    Drill(drill::DrillArgs),
    /// Show a topic: what it asks for, where roadmaps list it, how well you know it
    Topic(topic::TopicArgs),
    /// Bring decks in: Anki packages, tables, Markdown, org, from files, the web and git
    Import(Box<import::ImportArgs>),
    /// Take decks and progress out: for Anki, as tables, JSON, Markdown, or everything
    Export(export::ExportArgs),
    /// Export the log of answers, or take one in
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Write a copy of the collection
    Backup(backup::BackupArgs),
    /// Bring a backup back
    Restore(backup::RestoreArgs),
    /// Show and change the settings
    #[command(subcommand)]
    Config(settings::ConfigCommand),
    /// Check the collection, replay the log, and repair what differs
    Doctor(doctor::DoctorArgs),
    /// Print what a shell needs: completions, and a line when cards are due
    Init(complete::InitArgs),
    /// Print completions for a shell
    Completions(complete::CompletionsArgs),
    /// Print the manual page, or write one a command into a folder
    Man(complete::ManArgs),
    /// Explain a command or a topic
    Help(help::HelpArgs),
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    clap_complete::CompleteEnv::with_factory(complete::command).complete();
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    let arguments = match Arguments::try_parse_from(select::without_minus(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) if wants_json && error.use_stderr() => {
            return report(&help::fault(&error), wants_json);
        }
        Err(error) => return help::usage(&error),
    };
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, wants_json),
    }
}

fn dispatch(arguments: Arguments) -> Result<()> {
    if let Some(Command::Help(args)) = &arguments.command {
        return help::run(args, &arguments.global);
    }
    let context = match &arguments.command {
        Some(Command::Config(command)) if command.mends() => Context::lenient(arguments.global)?,
        _ => Context::new(arguments.global)?,
    };
    let context = &context;
    match arguments.command {
        None => today::run(context),
        Some(Command::Review(args)) => review::run(&args, context),
        Some(Command::Due(args)) => due::run(&args, context),
        Some(Command::Next(args)) => next::run(&args, context),
        Some(Command::Answer(args)) => answer::run(&args, context),
        Some(Command::Undo(args)) => undo::run(&args, context),
        Some(Command::Show(args)) => show::run(&args, context),
        Some(Command::Search(args)) => search::run(&args, context),
        Some(Command::Suspend(args)) => mark::run(&args, mark::Mark::Suspend, context),
        Some(Command::Resume(args)) => mark::run(&args, mark::Mark::Resume, context),
        Some(Command::Bury(args)) => mark::run(&args, mark::Mark::Bury, context),
        Some(Command::Flag(args)) => mark::flag(&args, context),
        Some(Command::Reset(args)) => mark::run(&args, mark::Mark::Reset, context),
        Some(Command::Deck(args)) => deck::run(&args, context),
        Some(Command::Roadmap(args)) => roadmap::run(&args, context),
        Some(Command::Interview(args)) => interview::run(&args, context),
        Some(Command::Assess(args)) => assess::run(&args, context),
        Some(Command::Quiz(args)) => quiz::run(&args, context),
        Some(Command::Drill(args)) => drill::run(&args, context),
        Some(Command::Topic(args)) => topic::run(&args, context),
        Some(Command::Import(args)) => import::run(&args, context),
        Some(Command::Export(args)) => export::run(&args, context),
        Some(Command::Log(command)) => log::run(&command, context),
        Some(Command::Backup(args)) => backup::run(&args, context),
        Some(Command::Restore(args)) => backup::restore(&args, context),
        Some(Command::Config(command)) => settings::run(&command, context),
        Some(Command::Doctor(args)) => doctor::run(&args, context),
        Some(Command::Init(args)) => complete::init(&args, context),
        Some(Command::Completions(args)) => complete::completions(&args, context),
        Some(Command::Man(args)) => complete::man(&args, context),
        Some(Command::Help(_)) => Ok(()),
    }
}

/// Says on standard error why the command ends, and returns its exit code.
fn report(failure: &Failure, wants_json: bool) -> ExitCode {
    let mut err = std::io::stderr().lock();
    if !failure.message.is_empty() {
        let text = if wants_json {
            json::failure(failure)
        } else {
            in_words(failure)
        };
        let _ = writeln!(err, "{text}");
    }
    ExitCode::from(failure.kind as u8)
}

fn in_words(failure: &Failure) -> String {
    let colour = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && !context::is_dumb();
    let mark = if colour {
        "\x1b[1;31merror\x1b[0m"
    } else {
        "error"
    };
    let message = crate::model::text::harmless(&failure.message);
    // A message that starts with a place is a report of its own, as compilers print them.
    let head = if failure.kind == Kind::Invalid {
        message.to_string()
    } else {
        format!("{mark}: {message}")
    };
    match &failure.hint {
        Some(hint) => format!("{head}\n  hint: {}", crate::model::text::harmless(hint)),
        None => head,
    }
}

/// The whole command line, for completions, manual pages and help.
fn command() -> clap::Command {
    Arguments::command()
}
