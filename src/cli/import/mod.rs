//! `retain import`: decks from elsewhere, into the learner's folder and the collection.
//!
//! `source` finds what was named and fetches it (`git`, `web`), `import::detect` reads it,
//! `planned` works out what changes, `report` shows it, `apply` writes it: all or nothing.

mod apply;
mod arguments;
mod git;
mod history;
mod media;
mod planned;
mod progress;
mod report;
mod source;
mod staging;
mod update;
mod web;

pub use arguments::{ImportArgs, Manner, Reading};
pub use planned::present_deck;
pub use progress::Progress;
pub use staging::finish_interrupted;
pub use update::{UpdateArgs, add, built_in_edit, update};

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use crate::import::detect::{self, Found};
use crate::import::draft::Fault;
use crate::import::format::{Format, Options};
use crate::model::cores;
use crate::model::ledger::OriginRow;
use crate::model::text::harmless_line;
use crate::ui::words;
use planned::planned;
use source::Source;

pub fn run(args: &ImportArgs, context: &Context) -> Result<()> {
    let limits = args.reading.limits.limits();
    // Everything is read before anything is written.
    let mut read = Vec::new();
    for named in &args.source {
        let source = Source::open(named, None, &limits, context)?.expect("no edition was named");
        let found = reading_and_hashing(&source, &args.reading, context)?;
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

/// What came of one source.
pub struct Done {
    /// Nothing was refused, and no conflict is left.
    pub is_whole: bool,
}

/// What was read of a source, and its hash.
type Read = (Found, Vec<u8>);

fn reading_and_hashing(source: &Source, how: &Reading, context: &Context) -> Result<Read> {
    let limits = how.limits.limits();
    let (found, hash) = cores::both(|| reading(source, how, context), || source.hash(&limits));
    Ok((found?, hash))
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
    (mut found, hash): Read,
    reading: &Reading,
    manner: &Manner,
    origin: Option<OriginRow>,
    context: &Context,
) -> Result<Done> {
    let store = context.store()?;
    let origin = match origin {
        Some(origin) => Some(origin),
        None if source.address == "-" => None,
        None => store.origin(&source.address)?.map(|origin| origin.id),
    };
    let media = std::mem::take(&mut found.harvest.media);
    let (mut planned, seen) = planned(
        source,
        found.harvest,
        reading,
        manner,
        origin,
        &store,
        context,
    )?;
    let is_whole = planned.report.refused.is_empty() && planned.report.undecided.is_empty();
    let edition = apply::Edition {
        source,
        hash: &hash,
        formats: &found.formats,
        reading,
        media: &media,
        seen: &seen,
    };
    let (learned, renewed) = match manner.dry_run {
        true => {
            let renewed = apply::check(&store, &planned, &edition, context)?;
            drop(store);
            (history::counted(&planned.histories, context)?, renewed)
        }
        // Of a source that is refused as a whole nothing is kept, not even that it was there.
        false if planned.takes_nothing() => Default::default(),
        false => apply::apply(store, &mut planned, &edition, context)?,
    };
    let shown = report::Shown {
        source: &source.name,
        formats: &found.formats,
        passed_over: found.passed_over,
        plan: &planned,
        learned,
        renewed,
        dry_run: manner.dry_run,
    };
    match manner.json {
        true => context.print(&report::json(&shown))?,
        false => report::show(&shown, context)?,
    }
    Ok(Done { is_whole })
}

/// How many cards, in words.
fn cards(count: usize) -> String {
    words::count(count, "card")
}
