//! `retain export`: decks and progress out, for other programs, for other people, for good.

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use super::import::{Progress, present_deck};
use super::keep::Desk;
use super::{archive, json, log, select};
use crate::deck::parts;
use crate::export::{
    ALL, Book, Entry, Export, Learned, Lived, Medium, Options, Output, Report, Shape, Sink, Volume,
    by_name,
};
use crate::model::deck::Deck;
use crate::model::memory::CardState;
use crate::model::text::harmless_line;
use crate::model::time::{Day, Timestamp};
use crate::schedule::replay;
use crate::store::decks::DeckRow;
use crate::store::{CardRow, Store};
use crate::ui::words;
use clap::builder::PossibleValuesParser;
use clap_complete::engine::ArgValueCompleter;
use serde_json::json as value;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
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

/// Reads what is to go out.
fn book(store: Store, selector: &[String], progress: bool, context: &Context) -> Result<Book> {
    let mut rows = select::matching(&store, selector, context)?;
    if rows.is_empty() {
        return Err(
            Failure::not_found("no card matches").hint("`retain help selectors` explains them")
        );
    }
    let decks = store.decks()?;
    let mut keys: HashMap<CardRow, String> = HashMap::new();
    let mut states: HashMap<String, (CardRow, CardState)> = HashMap::new();
    let mut headings: HashSet<String> = HashSet::new();
    store.each_state(|row, key, state| {
        if rows.contains(&row) {
            headings.insert(heading(&key).to_string());
        }
        keys.insert(row, key.clone());
        states.insert(key, (row, state));
    })?;
    // A heading goes out whole.
    rows.extend(
        states
            .iter()
            .filter(|(key, _)| headings.contains(heading(key)))
            .map(|(_, (row, _))| *row),
    );
    drop(keys);
    let desk = Desk::around(store, context)?;
    let lived = match progress {
        true => lived(&desk, &rows, &states)?,
        false => HashMap::new(),
    };
    let first = lived.values().flatten().map(|event| event.day.0).min();
    let mut shelf = Shelf {
        guids: desk
            .store
            .source_ids("anki")?
            .into_iter()
            .map(|(deck, card, id)| (format!("{deck}/{card}"), id))
            .collect(),
        states,
        lived,
    };
    let mut volumes = Vec::new();
    for row in decks {
        if headings
            .iter()
            .any(|heading| heading.split('/').next() == Some(row.slug.as_str()))
            && let Some(volume) = shelf.volume(&desk.store, &row, &headings, context)?
        {
            volumes.push(volume);
        }
    }
    let now = context.clock.now();
    let model = desk.model(None);
    Ok(Book {
        volumes,
        made: now,
        today: context.today(),
        created: Day(first.unwrap_or(context.today().0).min(context.today().0)),
        boundary: context.clock.boundary(now),
        desired_retention: model.desired_retention(),
        decay: model.decay(),
    })
}

/// `deck/card` of `deck/card/part`.
fn heading(key: &str) -> &str {
    let mut slashes = key.match_indices('/').map(|(idx, _)| idx);
    slashes.nth(1).map_or(key, |end| &key[..end])
}

/// The events of the cards that count, each with the memory behind it.
fn lived(
    desk: &Desk,
    rows: &HashSet<CardRow>,
    states: &HashMap<String, (CardRow, CardState)>,
) -> Result<HashMap<CardRow, Vec<Lived>>> {
    let deck_of: HashMap<CardRow, &str> = states
        .iter()
        .filter_map(|(key, (row, _))| Some((*row, key.split('/').next()?)))
        .collect();
    let mut lived: HashMap<CardRow, Vec<Lived>> = HashMap::new();
    let mut now: HashMap<CardRow, CardState> = HashMap::new();
    desk.store.each_lived(|row, event| {
        if !rows.contains(&row) {
            return;
        }
        let state = now.entry(row).or_default();
        let model = desk.model(deck_of.get(&row).copied());
        replay::apply(state, event.uid, event.day, &event.action, model);
        lived.entry(row).or_default().push(Lived {
            uid: event.uid,
            at: event.at,
            day: event.day,
            action: event.action,
            memory: state.memory,
        });
    })?;
    Ok(lived)
}

/// What goes with the texts.
struct Shelf {
    /// By `deck/card`.
    guids: HashMap<String, String>,
    states: HashMap<String, (CardRow, CardState)>,
    lived: HashMap<CardRow, Vec<Lived>>,
}

impl Shelf {
    fn volume(
        &mut self,
        store: &Store,
        row: &DeckRow,
        headings: &HashSet<String>,
        context: &Context,
    ) -> Result<Option<Volume>> {
        let present = present_deck(store, &row.slug, context).map_err(|fault| {
            Failure::invalid(format!("{}: {}", fault.place, fault.what)).hint(fault.hint)
        })?;
        let Some(mut present) = present else {
            return Ok(None);
        };
        let wanted = |id: &Option<String>| {
            id.as_ref()
                .is_some_and(|id| headings.contains(&format!("{}/{id}", row.slug)))
        };
        present.deck.cards.retain(|card| wanted(&card.id));
        if present.deck.cards.is_empty() {
            return Ok(None);
        }
        let changed = row.path.as_ref().and_then(|path| modified(Path::new(path)));
        let entries = present.deck.cards.iter().map(|card| {
            let key = format!("{}/{}", row.slug, card.id.as_deref().unwrap_or_default());
            let mut tags = present.deck.front.tags.clone();
            tags.extend(
                card.tags
                    .iter()
                    .filter(|tag| !present.deck.front.tags.contains(tag))
                    .cloned(),
            );
            let learned = parts(card).into_iter().filter_map(|part| {
                let (row, state) = self.states.remove(&format!("{key}{}", part.suffix()))?;
                let events = self.lived.remove(&row).unwrap_or_default();
                let is_marked = state.suspended || state.flagged;
                (state.last_event.is_some() || is_marked).then_some(Learned {
                    part,
                    state,
                    events,
                })
            });
            Entry {
                learned: learned.collect(),
                guid: self.guids.get(&key).cloned(),
                changed,
                tags,
            }
        });
        let entries = entries.collect();
        Ok(Some(Volume {
            name: names(store, row)?,
            media: media(&present.deck, row.path.as_deref()),
            entries,
            deck: present.deck,
        }))
    }
}

/// The names of the deck where it came from, else its title. What would steer a terminal is shown:
/// the ledger has names as the source wrote them, and a table is looked at with `cat`.
fn names(store: &Store, row: &DeckRow) -> Result<Vec<String>> {
    let known = store
        .origin_decks()?
        .into_iter()
        .find(|deck| deck.slug == row.slug);
    Ok(known
        .map(|deck| deck.names)
        .filter(|names| !names.is_empty())
        .unwrap_or_else(|| vec![row.title.clone()])
        .iter()
        .map(|name| harmless_line(name))
        .collect())
}

fn modified(path: &Path) -> Option<Timestamp> {
    let time = fs::metadata(path).ok()?.modified().ok()?;
    let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Timestamp(since.as_millis() as i64))
}

/// The files beside the deck that its texts name.
fn media(deck: &Deck, path: Option<&str>) -> Vec<Medium> {
    let Some(folder) = path
        .and_then(|path| Path::new(path).parent())
        .map(Path::to_path_buf)
    else {
        return Vec::new();
    };
    let mut names: Vec<String> = deck
        .cards
        .iter()
        .flat_map(|card| crate::import::text::markdown::media_in(&card.source))
        .collect();
    names.sort_unstable();
    names.dedup();
    let media = names.into_iter().filter_map(|name| {
        let place = folder.join("media").join(&name);
        let is_plain = !name.contains(['/', '\\'])
            && fs::symlink_metadata(&place).is_ok_and(|data| data.is_file());
        is_plain.then(|| Medium {
            path: format!("media/{name}"),
            read: Box::new(move || {
                fs::read(&place).map_err(|error| super::failure::os_words(&error))
            }),
        })
    });
    media.collect()
}

/// Writes one file: whole, or not at all.
fn to_file(
    format: &dyn Export,
    book: &Book,
    options: &Options,
    target: Option<&Path>,
    args: &ExportArgs,
    context: &Context,
) -> Result<(Report, Option<PathBuf>)> {
    let is_text = format.name() != "apkg";
    let to_stdout = match target {
        Some(path) => path == Path::new("-"),
        None => is_text || !io::stdout().is_terminal(),
    };
    if to_stdout {
        let mut single = Single(tempfile::tempfile().map_err(|error| failed(&error))?);
        let report = format
            .write(book, options, &mut single)
            .map_err(Failure::runtime)?;
        copy_out(single.0)?;
        return Ok((report, None));
    }
    let path = match target {
        // A folder was named for what is one file.
        Some(path) if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') => {
            fs::create_dir_all(path)
                .map_err(|error| Failure::io("make the folder", path, &error))?;
            let deck = book
                .volumes
                .first()
                .map_or("retain", |volume| volume.deck.front.id.as_str());
            path.join(format!("{deck}.{}", format.extension()))
        }
        Some(path) => path.to_path_buf(),
        None => PathBuf::from(format!(
            "retain-{}.{}",
            crate::model::civil::format_day(context.today()),
            format.extension()
        )),
    };
    if path.exists() && !args.force {
        return Err(
            Failure::usage(format!("`{}` is there already", path.display()))
                .hint("pass --force, or name another file"),
        );
    }
    let folder = path
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    let unwritten = |error: io::Error| Failure::io("write", &path, &error);
    let temporary = for_everybody().tempfile_in(folder).map_err(unwritten)?;
    let mut single = Single(temporary.reopen().map_err(unwritten)?);
    let report = format
        .write(book, options, &mut single)
        .map_err(Failure::runtime)?;
    temporary.as_file().sync_all().map_err(unwritten)?;
    temporary
        .persist(&path)
        .map_err(|error| unwritten(error.error))?;
    Ok((report, Some(path)))
}

/// A file that others may read, as far as the learner's umask lets them: an export is for others.
fn for_everybody() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn failed(error: &io::Error) -> Failure {
    Failure::runtime(format!("cannot write the export: {error}"))
}

fn copy_out(mut file: File) -> Result<()> {
    use std::io::Seek;
    file.rewind().map_err(|error| failed(&error))?;
    let mut out = io::stdout().lock();
    match io::copy(&mut file, &mut out).and_then(|_| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            Err(Failure::silent(Kind::BrokenPipe))
        }
        Err(error) => Err(failed(&error)),
        Ok(()) => Ok(()),
    }
}

/// The one file of an export.
struct Single(File);

impl Output for Single {
    fn create(&mut self, _path: &str) -> io::Result<Box<dyn Sink + '_>> {
        Ok(Box::new(&mut self.0))
    }
}

/// Writes a folder beside its place first, and gives it its name when it is whole.
fn to_folder(
    format: &dyn Export,
    book: &Book,
    options: &Options,
    target: Option<&Path>,
    args: &ExportArgs,
    context: &Context,
) -> Result<(Report, Option<PathBuf>)> {
    let path = match target {
        Some(path) if path != Path::new("-") => path.to_path_buf(),
        _ => PathBuf::from(format!(
            "retain-{}-{}",
            format.name(),
            crate::model::civil::format_day(context.today())
        )),
    };
    let is_empty = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
    if path.exists() && !is_empty && !args.force {
        return Err(
            Failure::usage(format!("`{}` is there already", path.display()))
                .hint("name a new folder, or pass --force to write into it"),
        );
    }
    fs::create_dir_all(&path).map_err(|error| Failure::io("make the folder", &path, &error))?;
    let mut output = Folder(path.clone());
    let report = format
        .write(book, options, &mut output)
        .map_err(Failure::runtime)?;
    Ok((report, Some(path)))
}

struct Folder(PathBuf);

impl Output for Folder {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Sink + '_>> {
        let path = self.0.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(Box::new(File::create(path)?))
    }
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
            "note: {} does not keep {} ({})",
            format.name(),
            loss.what,
            loss.count
        ));
    }
    let Some(path) = place else { return Ok(()) };
    if args.json {
        let fields = value!({
            "path": path, "format": format.name(), "cards": report.n_cards,
            "events": report.n_events, "media": report.n_media,
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
