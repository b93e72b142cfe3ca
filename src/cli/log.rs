//! `retain log`: the log of answers out and in, as JSON lines, without a loss either way.

use super::context::Context;
use super::copies;
use super::failure::{Failure, Result};
use super::json;
use super::keep::Desk;
use crate::import::log::{Read, Ties, parse};
use crate::model::event::{Action, Event, Uid};
use crate::model::memory::CardState;
use crate::model::time::Day;
use crate::schedule::fsrs::Model;
use crate::schedule::replay;
use crate::store::log::CardEvent;
use crate::store::{CardRow, Store};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

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

/// Writes the log, to standard output where no file is named.
pub fn export(file: Option<&Path>, context: &Context) -> Result<()> {
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
    let n_read = read.len();
    let n_added = match dry_run {
        true => count_new(&desk.store, &read)?,
        false => add(&mut desk, read, context)?,
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

fn count_new(store: &Store, read: &[Read]) -> Result<usize> {
    let mut new = HashSet::new();
    for read in read {
        if !store.has_event(&read.event)? {
            new.insert(read.event.uid);
        }
    }
    Ok(new.len())
}

/// Adds the events and computes anew the states of their cards, all or nothing; a copy of what was
/// there is made before.
fn add(desk: &mut Desk, mut read: Vec<Read>, context: &Context) -> Result<usize> {
    if count_new(&desk.store, &read)? == 0 {
        return Ok(0);
    }
    if desk.store.last_uid()?.is_some() {
        let copy = copies::path_for(&context.data_dir, "before-import", context.clock.now());
        copies::make_folder(&copy)?;
        desk.store.back_up(&copy)?;
    }
    let fuzz = context.config.fuzz;
    desk.together(|store, model| {
        complete(&mut read, store, model, fuzz)?;
        let events: Vec<Event> = read.into_iter().map(|read| read.event).collect();
        let (cards, n_added) = store.join(&events)?;
        replay_cards(store, model, &cards)?;
        Ok(n_added)
    })
}

/// Computes anew the states of these cards from the log.
pub fn replay_cards<'m>(
    store: &mut Store,
    model: &dyn Fn(&str) -> &'m Model,
    cards: &HashSet<CardRow>,
) -> Result<()> {
    let mut states: HashMap<CardRow, (CardState, &Model)> = HashMap::with_capacity(cards.len());
    for row in cards {
        states.insert(*row, (CardState::default(), model(&store.key(*row)?)));
    }
    let mut fold = |row: CardRow, uid: Uid, day: Day, action: &Action| {
        if let Some((state, model)) = states.get_mut(&row) {
            replay::apply(state, uid, day, action, model);
        }
    };
    // Few cards are looked up, many are met on one way through the log.
    if cards.len() < 1000 {
        for row in cards {
            let history = store.history(*row)?;
            history
                .iter()
                .for_each(|event| fold(*row, event.uid, event.day, &event.action));
        }
    } else {
        store.each_counting(&mut fold)?;
    }
    Ok(store.put_states(states.iter().map(|(row, (state, _))| (*row, state)))?)
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

/// What is known of a card while its foreign answers are completed.
struct Known<'m> {
    state: CardState,
    model: &'m Model,
    /// Events of the log that are not applied yet.
    history: Peekable<IntoIter<CardEvent>>,
}

/// Gives foreign answers the interval that a button would have promised, in the order of the log
/// and from what the log already holds of the card.
fn complete<'m>(
    read: &mut [Read],
    store: &Store,
    model: &dyn Fn(&str) -> &'m Model,
    fuzz: bool,
) -> Result<()> {
    if read.iter().all(|read| read.has_interval) {
        return Ok(());
    }
    let mut known: HashMap<String, Known> = HashMap::new();
    for read in read {
        let event = &mut read.event;
        if !known.contains_key(&event.card) {
            known.insert(event.card.clone(), look_up(&event.card, store, model)?);
        }
        let card = known
            .get_mut(&event.card)
            .expect("it was put in just above");
        while let Some(earlier) = card.history.next_if(|earlier| earlier.uid <= event.uid) {
            if earlier.uid < event.uid {
                replay::apply(
                    &mut card.state,
                    earlier.uid,
                    earlier.day,
                    &earlier.action,
                    card.model,
                );
            }
        }
        if let Action::Answer(answer) = &mut event.action
            && !read.has_interval
        {
            answer.interval = replay::complete(
                &card.state,
                &event.card,
                event.day,
                answer.rating,
                card.model,
                fuzz,
            );
        }
        replay::apply(
            &mut card.state,
            event.uid,
            event.day,
            &event.action,
            card.model,
        );
    }
    Ok(())
}

fn look_up<'m>(key: &str, store: &Store, model: &dyn Fn(&str) -> &'m Model) -> Result<Known<'m>> {
    let history = match store.state(key)? {
        Some((row, _)) => store.history(row)?,
        None => Vec::new(),
    };
    Ok(Known {
        state: CardState::default(),
        model: model(key),
        history: history.into_iter().peekable(),
    })
}
