//! What shells and packagers need: completions with live names, a reminder, manual pages.

use super::context::{Context, GlobalArgs};
use super::failure::{Failure, Result};
use clap_complete::engine::CompletionCandidate;
use clap_complete::{Shell, env::Shells};
use std::ffi::OsStr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  echo 'eval \"$(retain init bash)\"' >> ~/.bashrc
  echo 'retain init fish | source' >> ~/.config/fish/config.fish")]
pub struct InitArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
    /// Leave out the line that says, once a day, how much is due
    #[arg(long)]
    no_reminder: bool,
}

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write one page a command into this folder [default: print the main page]
    folder: Option<PathBuf>,
}

/// The whole command line.
pub fn command() -> clap::Command {
    super::command()
}

pub fn init(args: &InitArgs, context: &Context) -> Result<()> {
    let mut text = registration(args.shell)?;
    if !args.no_reminder {
        text.push_str(reminder(args.shell));
    }
    context.print(&text)
}

pub fn completions(args: &CompletionsArgs, context: &Context) -> Result<()> {
    context.print(&registration(args.shell)?)
}

/// The shell's own code, which asks this program for candidates at each TAB.
fn registration(shell: Shell) -> Result<String> {
    let shells = Shells::builtins();
    let name = shell.to_string();
    let completer = shells
        .completer(&name)
        .ok_or_else(|| Failure::usage(format!("no completions for `{name}`")))?;
    let mut text = Vec::new();
    completer
        .write_registration("COMPLETE", "retain", "retain", "retain", &mut text)
        .map_err(|error| Failure::runtime(format!("cannot write completions: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Asks once a study day, when an interactive shell starts; silent where nothing is due.
fn reminder(shell: Shell) -> &'static str {
    match shell {
        Shell::Fish => "status is-interactive; and retain due --remind\n",
        Shell::PowerShell => "if ([Environment]::UserInteractive) { retain due --remind }\n",
        Shell::Elvish => "retain due --remind\n",
        _ => "case $- in *i*) retain due --remind ;; esac\n",
    }
}

pub fn man(args: &ManArgs, context: &Context) -> Result<()> {
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command())
            .render(&mut page)
            .map_err(|error| Failure::runtime(format!("cannot write the page: {error}")))?;
        return context.print(&String::from_utf8_lossy(&page));
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::io("make the folder", folder, &error))?;
    clap_mangen::generate_to(command(), folder)
        .map_err(|error| Failure::io("write into", folder, &error))
}

/// Candidates for a selector: keys, deck, topic and area names as they are now.
pub fn selector(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let Some(names) = names() else {
        return Vec::new();
    };
    let valued = |key: &str, values: &[String]| {
        values
            .iter()
            .map(|value| format!("{key}:{value}"))
            .collect::<Vec<_>>()
    };
    let mut words = names.decks.clone();
    words.extend(valued("deck", &names.decks));
    words.extend(valued("topic", &names.topics));
    words.extend(valued("area", &names.areas));
    words.extend(valued("roadmap", &names.roadmaps));
    words.extend(valued("section", &names.sections));
    words.extend(valued("priority", &names.priorities));
    words.extend(valued("tag", &names.tags));
    words.extend(valued("level", &names.levels));
    let states = [
        "due",
        "new",
        "learning",
        "review",
        "suspended",
        "buried",
        "leech",
        "flagged",
    ];
    words.extend(states.map(|state| format!("is:{state}")));
    matching(words, &typed)
}

/// Candidates for the key of a card.
pub fn card(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let keys = context()
        .and_then(|context| context.store_as_it_is().ok())
        .and_then(|store| store.keys_from(&typed, 200).ok());
    matching(keys.unwrap_or_default(), &typed)
}

/// Candidates for the name of a deck.
pub fn deck(current: &OsStr) -> Vec<CompletionCandidate> {
    let decks = names().map(|names| names.decks).unwrap_or_default();
    matching(decks, &current.to_string_lossy())
}

/// Candidates for the id of an area.
pub fn area(current: &OsStr) -> Vec<CompletionCandidate> {
    let areas = crate::catalogue::Catalogue::built_in().areas;
    let ids = areas.into_iter().map(|area| area.id).collect();
    matching(ids, &current.to_string_lossy())
}

/// Candidates for the id of a topic.
pub fn topic(current: &OsStr) -> Vec<CompletionCandidate> {
    let topics = crate::catalogue::Catalogue::built_in().topics;
    let ids = topics.into_iter().map(|topic| topic.id).collect();
    matching(ids, &current.to_string_lossy())
}

/// Candidates for the id of a roadmap.
pub fn roadmap(current: &OsStr) -> Vec<CompletionCandidate> {
    let roadmaps = crate::catalogue::roadmaps::built_in();
    let ids = roadmaps.into_iter().map(|roadmap| roadmap.id).collect();
    matching(ids, &current.to_string_lossy())
}

/// Candidates for the id of an interview prompt.
pub fn prompt(current: &OsStr) -> Vec<CompletionCandidate> {
    let prompts = crate::catalogue::prompts::Prompts::built_in();
    let at_length = prompts.designs.into_iter().chain(prompts.deep_dives);
    let ids = at_length.map(|prompt| prompt.id);
    let ids = ids.chain(prompts.behaviours.into_iter().map(|question| question.id));
    matching(ids.collect(), &current.to_string_lossy())
}

/// Candidates for the name of a setting.
pub fn setting(current: &OsStr) -> Vec<CompletionCandidate> {
    let keys = super::config::SETTINGS
        .iter()
        .map(|setting| setting.key.to_string())
        .collect();
    matching(keys, &current.to_string_lossy())
}

fn matching(words: Vec<String>, typed: &str) -> Vec<CompletionCandidate> {
    words
        .into_iter()
        .filter(|word| word.starts_with(typed))
        .map(CompletionCandidate::new)
        .collect()
}

/// The collection of the environment; a TAB never makes one.
fn context() -> Option<Context> {
    let global = GlobalArgs {
        quiet: true,
        ..GlobalArgs::default()
    };
    Context::new(global)
        .ok()
        .filter(|context| context.store_path().exists())
}

fn names() -> Option<crate::select::Names> {
    super::select::names(&context()?.store_as_it_is().ok()?).ok()
}
