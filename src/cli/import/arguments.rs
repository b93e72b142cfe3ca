//! What is said of an import on the command line, and kept with its source.

use crate::import::format::ALL;
use crate::import::limits::Limits;
use clap::builder::PossibleValuesParser;
use serde::{Deserialize, Serialize};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats are told by content; `retain help formats` lists them.

  retain import deck.apkg                    an Anki package
  retain import notes.csv --map question=Term --map answer=Meaning
  retain import https://github.com/you/decks --dry-run
  retain import git@example.org:you/decks.git//kafka#main
  retain import ~/vault --from obsidian"
)]
pub struct ImportArgs {
    /// Files, folders, `-`, https addresses, git repositories (ADDRESS[//FOLDER][#BRANCH])
    #[arg(required = true, value_hint = clap::ValueHint::AnyPath)]
    pub(super) source: Vec<String>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) manner: Manner,
}

/// How a source is read: kept with it, so that an update reads it in the same way.
#[derive(Clone, Debug, Default, PartialEq, clap::Args, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Read it as this format [default: by its content]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(ALL.iter().map(|format| format.name())))]
    pub(super) from: Option<String>,
    /// Put all cards into one deck of this name
    #[arg(long, value_name = "NAME")]
    pub(super) deck: Option<String>,
    /// One deck for a deck with all below it, whose names become tags
    #[arg(long, conflicts_with = "deck")]
    pub(super) flat: bool,
    /// Take schedules and answers over too
    #[arg(long)]
    pub(super) progress: bool,
    /// Which column or field is what: question=Front, answer=3, tags, deck, hint, why, id, source
    #[arg(long, value_name = "PART=COLUMN", value_parser = mapping)]
    pub(super) map: Vec<(String, String)>,
    /// Whether the first row of a table names its columns [default: judged by its cells]
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    pub(super) header: Option<bool>,
    /// Encoding of text files [default: UTF-8, or UTF-16 with a byte order mark]
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// What stands between question and answer, where it is no table: `" - "`, `\t`
    #[arg(long, value_name = "TEXT", value_parser = unescaped)]
    pub(super) between_sides: Option<String>,
    /// What stands between two cards: `\n\n`, `";;;"`
    #[arg(long, value_name = "TEXT", value_parser = unescaped)]
    pub(super) between_cards: Option<String>,
    /// Take questions without an answer as open questions
    #[arg(long, visible_alias = "keep-unanswered")]
    pub(super) unanswered: bool,
    /// Make the cards of Anki notes that have none
    #[arg(long)]
    pub(super) all_cards: bool,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// What is done with what was read.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Manner {
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// Where both sides changed a card, keep yours
    #[arg(long, conflicts_with = "theirs")]
    pub(super) ours: bool,
    /// Where both sides changed a card, take the source's
    #[arg(long)]
    pub(super) theirs: bool,
    /// End with 0 although cards were refused
    #[arg(long)]
    pub(super) skip_bad: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    /// The source was asked for by name, so that what was taken away comes back.
    #[arg(skip = true)]
    pub(super) revives: bool,
}

/// The limits of `import::limits`, each an option.
#[derive(Clone, Debug, Default, PartialEq, clap::Args, Serialize, Deserialize)]
#[serde(default)]
#[command(next_help_heading = "Limits (in MiB or in number)")]
pub struct LimitArgs {
    /// MiB of one text file [default: 64]
    #[arg(long, value_name = "MIB", hide_short_help = true)]
    max_text: Option<u64>,
    /// MiB of a package's database, unpacked [default: 1024]
    #[arg(long, value_name = "MIB", hide_short_help = true)]
    max_collection: Option<u64>,
    /// MiB of all media, unpacked [default: 256]
    #[arg(long, value_name = "MIB", hide_short_help = true)]
    max_media: Option<u64>,
    /// MiB of a package's list of media [default: 16]
    #[arg(long, value_name = "MIB", hide_short_help = true)]
    max_media_list: Option<u64>,
    /// Unpacked bytes for each packed one, above 64 MiB [default: 200]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_ratio: Option<u64>,
    /// Entries of a package, files of a folder [default: 100000]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_entries: Option<usize>,
    /// Notes, or cards [default: 500000]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_notes: Option<usize>,
    /// KiB of one field [default: 1024]
    #[arg(long, value_name = "KIB", hide_short_help = true)]
    max_field: Option<usize>,
    /// Levels of nesting [default: 128]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_nesting: Option<usize>,
    /// Levels of a deck's name [default: 100]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_deck_levels: Option<usize>,
    /// Clozes of one note [default: 500]
    #[arg(long, value_name = "N", hide_short_help = true)]
    max_clozes: Option<usize>,
}

impl LimitArgs {
    pub fn limits(&self) -> Limits {
        let usual = Limits::default();
        let mib =
            |asked: Option<u64>, usual| asked.map_or(usual, |mib| mib.saturating_mul(1 << 20));
        Limits {
            text_bytes: mib(self.max_text, usual.text_bytes),
            collection_bytes: mib(self.max_collection, usual.collection_bytes),
            media_bytes: mib(self.max_media, usual.media_bytes),
            media_list_bytes: mib(self.max_media_list, usual.media_list_bytes),
            ratio: self.max_ratio.unwrap_or(usual.ratio),
            entries: self.max_entries.unwrap_or(usual.entries),
            notes: self.max_notes.unwrap_or(usual.notes),
            field_bytes: self
                .max_field
                .map_or(usual.field_bytes, |kib| kib.saturating_mul(1 << 10)),
            // Deeper than this no reader of Markdown goes.
            nesting: self.max_nesting.unwrap_or(usual.nesting).min(usual.nesting),
            deck_levels: self.max_deck_levels.unwrap_or(usual.deck_levels),
            clozes: self.max_clozes.unwrap_or(usual.clozes).min(usual.clozes),
        }
    }
}

fn mapping(text: &str) -> std::result::Result<(String, String), String> {
    const PARTS: [&str; 8] = [
        "question", "answer", "tags", "deck", "hint", "why", "id", "source",
    ];
    let (part, column) = text
        .split_once('=')
        .ok_or("write PART=COLUMN, such as question=Front")?;
    let part = part.trim().to_lowercase();
    match PARTS.contains(&part.as_str()) && !column.trim().is_empty() {
        true => Ok((part, column.trim().to_string())),
        false => Err(format!("`{part}` is none of {}", PARTS.join(", "))),
    }
}

fn yes_or_no(text: &str) -> std::result::Result<bool, String> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err("write yes or no".to_string()),
    }
}

/// `\t` and `\n` as the learner writes them in a shell.
fn unescaped(text: &str) -> std::result::Result<String, String> {
    let text = text.replace("\\t", "\t").replace("\\n", "\n");
    match text.is_empty() {
        true => Err("write what stands between, such as `\\t`".to_string()),
        false => Ok(text),
    }
}
