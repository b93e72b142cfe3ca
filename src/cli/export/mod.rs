//! `retain export`: decks and progress out, for other programs, for other people, for good.

mod book;
mod place;

use super::context::Context;
use super::failure::{Failure, Result};
use super::import::Progress;
use super::{archive, json, log, losses};
use crate::export::{ALL, Export, Options, Report, Shape, by_name};
use crate::ui::words;
use book::book;
use clap::builder::PossibleValuesParser;
use clap_complete::engine::ArgValueCompleter;
use place::{to_file, to_folder};
use serde_json::json as value;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "  retain export deck:kafka kafka.apkg          for Anki and AnkiDroid
  retain export --to csv > cards.csv            all cards as a table
  retain export tag:db db.apkg --no-progress    for somebody else
  retain export --log log.jsonl                 every answer ever given
  retain export --all backup.zip                everything, for another machine: `retain restore` reads it"
)]
pub struct ExportArgs {
    /// Which cards (`retain help selectors`), and the file or folder to write as the last word
    #[arg(add = ArgValueCompleter::new(super::complete::selector))]
    words: Vec<String>,
    /// The format [default: by the ending of the file]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(ALL.iter().map(|format| format.name())))]
    to: Option<String>,
    /// Write here; `-` for standard output
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    output: Option<PathBuf>,
    /// Leave schedules and answers out
    #[arg(long)]
    no_progress: bool,
    /// Write the log of answers as JSON lines
    #[arg(long, conflicts_with_all = ["to", "all", "no_progress"])]
    log: bool,
    /// Write decks, media, log and settings as one archive
    #[arg(long, conflicts_with_all = ["to", "no_progress"])]
    all: bool,
    /// Replace what is there
    #[arg(short, long)]
    force: bool,
    /// Print JSON about what was written
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ExportArgs, context: &Context) -> Result<()> {
    let (selector, target) = parted(args);
    if args.log {
        return log::export(only(&selector, target)?.as_deref(), context);
    }
    if args.all {
        let target = only(&selector, target)?;
        return archive::write(target.as_deref(), args.force, context);
    }
    let format = format(args, target.as_deref())?;
    let progress = Progress::new(context, "reading decks and answers");
    let store = context.store()?;
    let book = book(store, &selector, !args.no_progress, context)?;
    progress.say("writing");
    let is_shown = target.as_deref().is_none_or(|path| path == Path::new("-"));
    let progress = (!is_shown).then_some(progress);
    let options = Options {
        progress: !args.no_progress,
    };
    let (report, place) = match format.shape(&book) {
        Shape::File => to_file(format, &book, &options, target.as_deref(), args, context)?,
        Shape::Folder => to_folder(format, &book, &options, target.as_deref(), args, context)?,
    };
    drop(progress);
    // The program ends here: to give a large book back piece by piece takes longer than to tell of it.
    std::mem::forget(book);
    told(&report, &place, format, args, context)
}

/// The words of the selector, and the file: `--output`, or a last word that is a path.
fn parted(args: &ExportArgs) -> (Vec<String>, Option<PathBuf>) {
    let mut words = args.words.clone();
    if let Some(output) = &args.output {
        return (words, Some(output.clone()));
    }
    let is_path = |word: &String| {
        let endings = ALL
            .iter()
            .map(|format| format.extension())
            .chain(["zip", "jsonl"]);
        let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
        word == "-"
            || word.ends_with('/')
            || word.starts_with(['/', '.', '~'])
            || !word.contains(':')
                && endings
                    .into_iter()
                    .any(|known| known.eq_ignore_ascii_case(ending))
    };
    match words.last().is_some_and(is_path) || (args.log || args.all) && words.len() == 1 {
        true => {
            let path = words
                .pop()
                .map(|word| super::context::expand(Path::new(&word)));
            (words, path)
        }
        false => (words, None),
    }
}

/// The target of an export that takes no selector.
fn only(selector: &[String], target: Option<PathBuf>) -> Result<Option<PathBuf>> {
    match selector {
        [] => Ok(target),
        [word, ..] => Err(Failure::usage(format!(
            "`{word}`: everything is written, nothing is selected"
        ))
        .hint("name one file")),
    }
}

fn format(args: &ExportArgs, target: Option<&Path>) -> Result<&'static dyn Export> {
    if let Some(format) = args.to.as_deref().and_then(by_name) {
        return Ok(format);
    }
    let ending = target
        .and_then(|path| path.extension()?.to_str())
        .map(str::to_lowercase);
    let found = ending.and_then(|ending| {
        ALL.iter()
            .find(|format| format.extension() == ending && format.name() != "crowdanki")
    });
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|format| format.name()).collect();
        Failure::usage("the format is not clear")
            .hint(format!("say `--to` with one of {}", names.join(", ")))
    })
}

fn told(
    report: &Report,
    place: &Option<PathBuf>,
    format: &dyn Export,
    args: &ExportArgs,
    context: &Context,
) -> Result<()> {
    for loss in report.losses.all() {
        context.say(&format!(
            "note: {} does not keep {}",
            format.name(),
            losses::words(loss)
        ));
    }
    let Some(path) = place else { return Ok(()) };
    if args.json {
        let fields = value!({
            "path": path, "format": format.name(), "cards": report.n_cards,
            "events": report.n_events, "media": report.n_media,
            "losses": losses::json(&report.losses),
        });
        return context.print(&json::object("export", fields));
    }
    let mut counts = vec![words::count(report.n_cards, "card")];
    if 0 < report.n_events {
        counts.push(words::count(report.n_events, "answer"));
    }
    if 0 < report.n_media {
        counts.push(words::count(report.n_media, "file"));
    }
    context.say(&format!("wrote {}: {}", path.display(), counts.join(", ")));
    Ok(())
}
