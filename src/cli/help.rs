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
  retain quiz --exam --minutes 20
  retain show kafka/consumer-groups
  retain due --format '{due} due'
  retain import deck.apkg --progress
  retain export deck:kafka kafka.apkg

Topics: retain help selectors | exit-codes | environment | json | decks |
  writing-decks | formats | roadmaps | assess | interview | keys";

#[derive(Debug, clap::Args)]
pub struct HelpArgs {
    /// A command (`review`, `deck lint`) or a topic
    words: Vec<String>,
}

/// Topics: the word, and the text.
const TOPICS: [(&str, &str); 11] = [
    ("selectors", crate::select::HELP),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("environment", include_str!("help/environment.txt")),
    ("json", include_str!("../../docs/json.md")),
    ("decks", include_str!("../../docs/deck-format.md")),
    ("writing-decks", include_str!("../../docs/writing-decks.md")),
    ("formats", include_str!("../../docs/import.md")),
    ("roadmaps", include_str!("../../docs/roadmaps.md")),
    ("assess", include_str!("../../docs/assess.md")),
    ("interview", include_str!("../../docs/interview.md")),
    ("keys", include_str!("help/keys.txt")),
];

pub fn run(args: &HelpArgs, global: &GlobalArgs) -> Result<()> {
    let context = Context::lenient(global.clone())?;
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

/// A fault of the command line as a failure: its first sentence, and clap's tip as the hint.
pub fn fault(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let head = text.split("\n\n").next().unwrap_or(&text);
    let words: Vec<&str> = head.split_whitespace().collect();
    let message = words.join(" ");
    let failure = Failure::usage(message.strip_prefix("error: ").unwrap_or(&message));
    match text
        .lines()
        .find_map(|line| line.trim().strip_prefix("tip: "))
    {
        Some(tip) => failure.hint(tip),
        None => failure.hint("`retain help` lists commands and topics"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_command_line_is_one_sentence_with_a_hint() {
        let error = super::super::command()
            .try_get_matches_from(["retain", "due", "--jsno"])
            .unwrap_err();
        let failure = fault(&error);
        assert_eq!(failure.message, "unexpected argument '--jsno' found");
        assert_eq!(
            failure.hint.as_deref(),
            Some("a similar argument exists: '--json'")
        );
    }
}
