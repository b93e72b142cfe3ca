//! `retain log`: the log of answers out and in, as JSON lines, without a loss either way.

use super::context::Context;
use super::failure::{Failure, Result};
use super::json;
use super::keep::Desk;
use crate::import::log::{Read, Ties, parse};
use crate::model::event::{Action, Event, Uid};
use crate::model::memory::CardState;
use crate::model::time::Day;
use crate::schedule::replay;
use crate::store::CardRow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum LogCommand {
    /// Write the log as JSON lines
    Export {
        /// Write here [default: standard output]
        file: Option<PathBuf>,
    },
    /// Take in a log: one of retain's, or lines of card, instant and rating
    #[command(after_help = "A line needs no more than this:
  {\"card\":\"kafka/consumer-groups\",\"at\":\"2026-11-20T08:00:00Z\",\"rating\":\"good\"}
Lines that are there already are passed over, so that importing twice changes nothing.")]
    Import {
        /// Read this; `-` for standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Say what would be added, and add nothing
        #[arg(short = 'n', long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// The longest line that is read, in bytes.
const MAX_LINE: u64 = 1024 * 1024;

/// The most lines that are at fault before reading stops.
const MAX_FAULTS: usize = 20;

pub fn run(command: &LogCommand, context: &Context) -> Result<()> {
    match command {
        LogCommand::Export { file } => export(file.as_deref(), context),
        LogCommand::Import {
            file,
            dry_run,
            json,
        } => import(file, *dry_run, *json, context),
    }
}

fn export(file: Option<&Path>, context: &Context) -> Result<()> {
    let store = context.store_as_it_is()?;
    let Some(path) = file.filter(|path| *path != Path::new("-")) else {
        let written = write_all(&store, &mut BufWriter::new(io::stdout().lock()));
        return written?.map_err(|error| closed(&error));
    };
    let folder = path
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    let failed = |error: io::Error| Failure::io("write", path, &error);
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    write_all(&store, &mut BufWriter::new(temporary.as_file_mut()))?.map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary
        .persist(path)
        .map_err(|error| failed(error.error))?;
    Ok(())
}

fn closed(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::silent(super::failure::Kind::BrokenPipe);
    }
    Failure::runtime(format!("cannot write the log: {error}"))
}

fn write_all(store: &crate::store::Store, out: &mut dyn Write) -> Result<io::Result<()>> {
    let mut written = Ok(());
    store.each_event(|event| {
        written = writeln!(out, "{}", json::line(&json::event(&event)));
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    Ok(written.and_then(|()| out.flush()))
}

fn import(file: &Path, dry_run: bool, as_json: bool, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    let mut read = read_all(file, context)?;
    read.sort_by_key(|read| read.event.uid);
    complete(&mut read, &desk, context)?;
    let events: Vec<Event> = read.into_iter().map(|read| read.event).collect();
    let n_read = events.len();
    let n_added = if dry_run {
        count_new(&desk, &events)?
    } else {
        join(&mut desk, &events)?
    };
    if as_json {
        let fields =
            serde_json::json!({ "read": n_read, "added": n_added, "known": n_read - n_added });
        return context.print(&json::object("log-import", fields));
    }
    let would = if dry_run { "would be " } else { "" };
    context.print(&format!(
        "{n_read} read, {n_added} {would}added, {} known already\n",
        n_read - n_added
    ))
}

fn count_new(desk: &Desk, events: &[Event]) -> Result<usize> {
    let mut n_new = 0;
    for event in events {
        n_new += usize::from(!desk.store.has_event(event.uid)?);
    }
    Ok(n_new)
}

/// Adds the events and computes anew the states of the cards they belong to.
fn join(desk: &mut Desk, events: &[Event]) -> Result<usize> {
    let (cards, n_added) = desk.store.join(events)?;
    let mut states: HashMap<CardRow, CardState> = HashMap::with_capacity(cards.len());
    let mut models = HashMap::with_capacity(cards.len());
    for row in &cards {
        let key = desk.store.key(*row)?;
        models.insert(*row, desk.model(key.split('/').next()));
    }
    let mut fold = |row: CardRow, uid: Uid, day: Day, action: &Action| {
        if let Some(model) = models.get(&row) {
            replay::apply(states.entry(row).or_default(), uid, day, action, model);
        }
    };
    if cards.len() < 1000 {
        for row in &cards {
            desk.store
                .history(*row)?
                .into_iter()
                .for_each(|event| fold(*row, event.uid, event.day, &event.action));
        }
    } else {
        desk.store.each_counting(&mut fold)?;
    }
    // A card whose every event was taken back is new again.
    let blank = CardState::default();
    let states: Vec<(CardRow, &CardState)> = cards
        .iter()
        .map(|row| (*row, states.get(row).unwrap_or(&blank)))
        .collect();
    desk.store.put_states(states.into_iter())?;
    Ok(n_added)
}

fn read_all(file: &Path, context: &Context) -> Result<Vec<Read>> {
    let name = if file == Path::new("-") {
        "standard input".to_string()
    } else {
        file.display().to_string()
    };
    let source: Box<dyn io::Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| Failure::io("read", file, &error))?)
    };
    let mut lines = BufReader::new(source);
    let (mut read, mut faults, mut ties) = (Vec::new(), Vec::new(), Ties::new());
    let local = |at| context.clock.boundary(at);
    for number in 1.. {
        let mut line = Vec::new();
        let n_bytes = io::Read::take(&mut lines, MAX_LINE + 1)
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::io("read", file, &error))?;
        if n_bytes == 0 || MAX_FAULTS <= faults.len() {
            break;
        }
        if MAX_LINE < n_bytes as u64 {
            faults.push(format!("{name}:{number}: the line is longer than 1 MiB"));
            break;
        }
        match parse(&line, &mut ties, &local) {
            Ok(event) => read.extend(event),
            Err(why) => faults.push(format!("{name}:{number}: {why}")),
        }
    }
    if faults.is_empty() {
        return Ok(read);
    }
    Err(Failure::invalid(faults.join("\n"))
        .hint("nothing was added; mend these lines and import again"))
}

/// Gives foreign answers the interval that a button would have promised, in the order of the log
/// and from what the log already holds of the card.
fn complete(read: &mut [Read], desk: &Desk, context: &Context) -> Result<()> {
    if read.iter().all(|read| read.has_interval) {
        return Ok(());
    }
    let mut states: HashMap<String, CardState> = HashMap::new();
    let mut pending: HashMap<
        String,
        std::iter::Peekable<std::vec::IntoIter<crate::store::log::CardEvent>>,
    > = HashMap::new();
    for read in read {
        let event = &mut read.event;
        let model = desk.model(event.card.split('/').next());
        if !states.contains_key(&event.card) {
            states.insert(event.card.clone(), CardState::default());
            let known = desk.store.card_by_key(&event.card)?;
            let history = known
                .map(|card| desk.store.history(card.row))
                .transpose()?
                .unwrap_or_default();
            pending.insert(event.card.clone(), history.into_iter().peekable());
        }
        let state = states
            .get_mut(&event.card)
            .expect("it was put in just above");
        let history = pending
            .get_mut(&event.card)
            .expect("it was put in just above");
        while let Some(known) = history.next_if(|known| known.uid <= event.uid) {
            if known.uid < event.uid {
                replay::apply(state, known.uid, known.day, &known.action, model);
            }
        }
        if let Action::Answer(answer) = &mut event.action
            && !read.has_interval
        {
            let fuzz = context.config.fuzz;
            answer.interval =
                replay::complete(state, &event.card, event.day, answer.rating, model, fuzz);
        }
        replay::apply(state, event.uid, event.day, &event.action, model);
    }
    Ok(())
}
