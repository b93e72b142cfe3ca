//! `retain import`: decks from elsewhere, into the learner's folder and the collection.
//!
//! `source` finds what was named and fetches it (`git`, `web`), `import::detect` reads it,
//! `import::plan` works out what changes, `report` shows it, `apply` writes it: all or nothing.

mod apply;
mod git;
mod history;
mod progress;
mod report;
mod source;
mod update;
mod web;

pub use apply::finish_interrupted;
pub use progress::Progress;
pub use update::{UpdateArgs, add, built_in_edit, update};

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use crate::catalogue::{embedded, folder};
use crate::deck;
use crate::import::detect::{self, Found};
use crate::import::draft::{Fault, Harvest};
use crate::import::format::{ALL, Format, Options};
use crate::import::limits::Limits;
use crate::import::plan::{self, Conflict, Plan, Present, PresentDeck, Side, Wish};
use crate::model::chance::stable_hash;
use crate::model::ledger::OriginRow;
use crate::model::text::harmless_line;
use crate::store::Store;
use crate::ui::words;
use clap::builder::PossibleValuesParser;
use history::Learned;
use serde::{Deserialize, Serialize};
use source::Source;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

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
    source: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    manner: Manner,
}

/// How a source is read: kept with it, so that an update reads it in the same way.
#[derive(Clone, Debug, Default, PartialEq, clap::Args, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Read it as this format [default: by its content]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(ALL.iter().map(|format| format.name())))]
    from: Option<String>,
    /// Put all cards into one deck of this name
    #[arg(long, value_name = "NAME")]
    deck: Option<String>,
    /// One deck for a deck with all below it, whose names become tags
    #[arg(long, conflicts_with = "deck")]
    flat: bool,
    /// Take schedules and answers over too
    #[arg(long)]
    progress: bool,
    /// Which column or field is what: question=Front, answer=3, tags, deck, hint, why, id, source
    #[arg(long, value_name = "PART=COLUMN", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// Whether the first row of a table names its columns [default: judged by its cells]
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    header: Option<bool>,
    /// Encoding of text files [default: UTF-8, or UTF-16 with a byte order mark]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between question and answer, where it is no table: `" - "`, `\t`
    #[arg(long, value_name = "TEXT", value_parser = unescaped)]
    between_sides: Option<String>,
    /// What stands between two cards: `\n\n`, `";;;"`
    #[arg(long, value_name = "TEXT", value_parser = unescaped)]
    between_cards: Option<String>,
    /// Take questions without an answer as open questions
    #[arg(long, visible_alias = "keep-unanswered")]
    unanswered: bool,
    /// Make the cards of Anki notes that have none
    #[arg(long)]
    all_cards: bool,
    #[command(flatten)]
    limits: LimitArgs,
}

/// What is done with what was read.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Manner {
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Where both sides changed a card, keep yours
    #[arg(long, conflicts_with = "theirs")]
    ours: bool,
    /// Where both sides changed a card, take the source's
    #[arg(long)]
    theirs: bool,
    /// End with 0 although cards were refused
    #[arg(long)]
    skip_bad: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The source was asked for by name, so that what was taken away comes back.
    #[arg(skip = true)]
    revives: bool,
}

/// The limits of `import::limits`, each an option.
#[derive(Clone, Debug, Default, PartialEq, clap::Args, Serialize, Deserialize)]
#[serde(default)]
#[command(next_help_heading = "Limits (in MiB or in number)")]
struct LimitArgs {
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
    fn limits(&self) -> Limits {
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

pub fn run(args: &ImportArgs, context: &Context) -> Result<()> {
    let limits = args.reading.limits.limits();
    // Everything is read before anything is written.
    let mut read = Vec::new();
    for named in &args.source {
        let source = Source::open(named, None, &limits, context)?.expect("no edition was named");
        let found = reading(&source, &args.reading, context)?;
        read.push((source, found));
    }
    let mut ended = Ok(());
    for (source, found) in read {
        let done = bring_in(&source, found, &args.reading, &args.manner, None, context)?;
        if !done.is_whole && !args.manner.skip_bad {
            ended = Err(Failure::silent(Kind::Runtime));
        }
    }
    ended
}

/// The files that a plan was made of, by their paths below the decks, each with a hash of its text.
type Seen = HashMap<String, u64>;

/// What came of one source.
pub struct Done {
    /// Nothing was refused, and no conflict is left.
    pub is_whole: bool,
}

/// Reads the source by its format.
fn reading(source: &Source, reading: &Reading, context: &Context) -> Result<Found> {
    let progress = Progress::new(context, &format!("reading {}", source.name));
    let local = |at| context.clock.boundary(at);
    let options = Options {
        encoding: reading.encoding.clone(),
        header: reading.header,
        map: reading.map.clone(),
        between_sides: reading.between_sides.clone(),
        between_cards: reading.between_cards.clone(),
        unanswered: reading.unanswered,
        all_cards: reading.all_cards,
        progress: reading.progress,
        limits: reading.limits.limits(),
        local: &local,
    };
    let has_separators = reading.between_sides.is_some() || reading.between_cards.is_some();
    let from = reading
        .from
        .as_deref()
        .or(has_separators.then_some("quizlet"));
    let format: Option<&'static dyn Format> = from.and_then(detect::named);
    let found = match &source.file {
        Some(file) => detect::read_file(file, &*source.files, format, &options),
        None => detect::read_folder(&source.name, &*source.files, format, &options),
    };
    drop(progress);
    found.map_err(|fault| {
        unreadable(Fault {
            place: harmless_line(&fault.place),
            ..fault
        })
    })
}

fn unreadable(fault: Fault) -> Failure {
    let failure = Failure::invalid(format!("{}: {}", fault.place, fault.what));
    match fault.hint.is_empty() {
        true => failure.hint("nothing was changed"),
        false => failure.hint(fault.hint),
    }
}

/// Plans, shows and writes what a source brings.
fn bring_in(
    source: &Source,
    mut found: Found,
    reading: &Reading,
    manner: &Manner,
    origin: Option<OriginRow>,
    context: &Context,
) -> Result<Done> {
    let mut store = context.store()?;
    let origin = match origin {
        Some(origin) => Some(origin),
        None if source.address == "-" => None,
        None => store.origin(&source.address)?.map(|origin| origin.id),
    };
    let media = std::mem::take(&mut found.harvest.media);
    let (planned, seen) = planned(
        source,
        found.harvest,
        reading,
        manner,
        origin,
        &store,
        context,
    )?;
    let shown = report::Shown {
        source: &source.name,
        formats: &found.formats,
        passed_over: found.passed_over,
        plan: &planned,
        dry_run: manner.dry_run,
    };
    let is_whole = planned.report.refused.is_empty() && planned.report.undecided.is_empty();
    let edition = apply::Edition {
        source,
        formats: &found.formats,
        reading,
        media: &media,
        seen: &seen,
    };
    let learned = match manner.dry_run {
        true => {
            drop(store);
            apply::check(&planned, &edition, context)?;
            history::counted(&planned.histories, context)?
        }
        // Of a source that is refused as a whole nothing is kept, not even that it was there.
        false if planned.takes_nothing() => Learned::default(),
        false => apply::apply(&mut store, &planned, &edition, context)?,
    };
    match manner.json {
        true => context.print(&report::json(&shown, &learned))?,
        false => report::show(&shown, &learned, context)?,
    }
    Ok(Done { is_whole })
}

fn planned(
    source: &Source,
    harvest: Harvest,
    reading: &Reading,
    manner: &Manner,
    origin: Option<OriginRow>,
    store: &Store,
    context: &Context,
) -> Result<(Plan, Seen)> {
    let progress = Progress::new(context, &format!("making cards of {}", source.name));
    let decks = store.decks()?;
    let paths: HashMap<&str, Option<&str>> = decks
        .iter()
        .map(|deck| (deck.slug.as_str(), deck.path.as_deref()))
        .collect();
    let is_taken = |slug: &str| {
        paths.contains_key(slug) || context.deck_dir().join(format!("{slug}.md")).exists()
    };
    let seen = RefCell::new(Seen::new());
    let read = |slug: &str| {
        let (present, text) = read_deck(slug, paths.get(slug).copied().flatten(), context)?;
        if let Some(path) = present.as_ref().and_then(|present| present.path.clone()) {
            seen.borrow_mut().insert(path, stable_hash(&text));
        }
        Ok(present)
    };
    let present = Present {
        origin,
        decks: store.origin_decks()?,
        cards: store.origin_cards()?,
        read: &read,
        is_taken: &is_taken,
    };
    let provenance = provenance(source, &harvest);
    let wish = Wish {
        name: &source.name,
        deck: reading.deck.as_deref(),
        flat: reading.flat,
        revives: manner.revives,
        provenance: &provenance,
    };
    let asks = context.is_interactive() && !manner.dry_run && !manner.json && !context.global.yes;
    let decide = |conflict: &Conflict| match (manner.ours, manner.theirs, asks) {
        (true, _, _) => Ok(Side::Ours),
        (_, true, _) => Ok(Side::Theirs),
        (_, _, true) => progress.hidden(|| report::ask(conflict, context)),
        _ => Ok(Side::Undecided),
    };
    let mut failed = None;
    let plan = plan::plan(harvest, &wish, &present, &mut |conflict| {
        decide(conflict).unwrap_or_else(|failure| {
            failed = Some(failure);
            Side::Undecided
        })
    });
    match failed {
        Some(failure) => Err(failure),
        None => Ok((plan.map_err(unreadable)?, seen.into_inner())),
    }
}

/// What a reader of the file is told of where it came from.
fn provenance(source: &Source, harvest: &Harvest) -> String {
    let has_licence = harvest.decks.iter().any(|facts| facts.licence.is_some());
    let from = match source.address.as_str() {
        "-" => "standard input".to_string(),
        address if address.contains("://") || address.contains('@') => format!("<{address}>"),
        _ => {
            let file = source
                .file
                .as_deref()
                .and_then(|file| file.rsplit('/').next());
            crate::import::text::markdown::code_span(file.unwrap_or(&source.name))
        }
    };
    match has_licence {
        true => format!("Imported from {from}."),
        false => format!("Imported from {from}. It states no licence: for your own use."),
    }
}

/// The deck as it stands: the learner's file at `path`, or without one what is built in.
pub fn present_deck(
    slug: &str,
    path: Option<&str>,
    context: &Context,
) -> std::result::Result<Option<PresentDeck>, Fault> {
    Ok(read_deck(slug, path, context)?.0)
}

/// The same, with the text of the learner's file.
fn read_deck(
    slug: &str,
    path: Option<&str>,
    context: &Context,
) -> std::result::Result<(Option<PresentDeck>, String), Fault> {
    let Some(path) = path else {
        return Ok((built_in(slug), String::new()));
    };
    let file = Path::new(path);
    let bytes = match folder::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok((None, String::new()));
        }
        Err(error) => {
            return Err(Fault::new(
                path,
                super::failure::os_words(&error),
                "nothing was changed",
            ));
        }
    };
    let deck = deck::parse_bytes(&bytes).map_err(|faults| {
        let first = faults
            .first()
            .map(|fault| fault.render(&path))
            .unwrap_or_default();
        Fault::new("the deck that is to be changed has a fault", first, "")
    })?;
    let own = file.strip_prefix(context.deck_dir()).ok();
    let present = PresentDeck {
        deck,
        path: own.map(|path| path.to_string_lossy().into_owned()),
        foreign: own.is_none().then_some(path.to_string()),
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok((Some(present), text))
}

fn built_in(slug: &str) -> Option<PresentDeck> {
    Some(PresentDeck {
        deck: deck::parse(embedded::deck(slug)?).ok()?,
        path: None,
        foreign: None,
    })
}

/// How many cards, in words.
fn cards(count: usize) -> String {
    words::count(count, "card")
}
