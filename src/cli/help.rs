//! `retain help`: commands, and the topics that belong to no command.

use super::context::{Context, GlobalArgs};
use super::failure::{Failure, Result};
use super::pager;
use clap::error::ErrorKind;
use std::process::ExitCode;

/// What stands under the list of commands.
pub const EXAMPLES: &str = "Examples:
  retain                         today at a glance, then the review
  retain review caching          review one deck
  retain review area:security --minutes 10
  retain show kafka/consumer-groups
  retain due --format '{due} due'

Topics: retain help selectors | exit-codes | environment | json | decks | keys";

#[derive(Debug, clap::Args)]
pub struct HelpArgs {
    /// A command (`review`, `deck lint`) or a topic
    words: Vec<String>,
}

/// Topics: the word, and the text.
const TOPICS: [(&str, &str); 6] = [
    ("selectors", crate::select::HELP),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("environment", include_str!("help/environment.txt")),
    ("json", include_str!("../../docs/json.md")),
    ("decks", include_str!("../../docs/deck-format.md")),
    ("keys", include_str!("help/keys.txt")),
];

pub fn run(args: &HelpArgs, global: &GlobalArgs) -> Result<()> {
    let context = Context::new(global.clone())?;
    if args.words.is_empty() {
        return context.print(&super::command().render_help().to_string());
    }
    let word = args.words.join(" ");
    if let Some((_, text)) = TOPICS.iter().find(|(topic, _)| *topic == word) {
        return pager::print(&context, text);
    }
    match described(&args.words) {
        Some(text) => pager::print(&context, &text),
        None => Err(unknown(&word)),
    }
}

/// The long help of a command, or of one inside a group.
fn described(words: &[String]) -> Option<String> {
    let mut command = super::command();
    command.build();
    let mut found = &mut command;
    for word in words {
        found = found.find_subcommand_mut(word)?;
    }
    Some(found.render_long_help().to_string())
}

fn unknown(word: &str) -> Failure {
    let command = super::command();
    let commands = command
        .get_subcommands()
        .map(|command| command.get_name().to_string());
    let words = commands.chain(TOPICS.iter().map(|(topic, _)| topic.to_string()));
    let best = words
        .map(|known| (strsim::jaro_winkler(&known, word), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let failure = Failure::usage(format!("there is no help on `{word}`"));
    match best {
        Some((likeness, known)) if 0.8 <= likeness => {
            failure.hint(format!("did you mean `{known}`?"))
        }
        _ => failure.hint("`retain help` lists commands and topics"),
    }
}

/// Prints what clap has to say: help and version to standard output, faults to standard error.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
