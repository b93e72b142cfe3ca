//! A plan carried out: all of it, or nothing, also when the machine stops in the middle.
//!
//! New files are first written into a hidden folder beside the decks. Then one transaction of the
//! collection takes in ledger and log, and notes the files that wait. From then on the import has
//! happened: the files are put in their places, by this command, or by the next one that opens the
//! collection.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use super::super::files::make_private_folder;
use super::super::keep::Desk;
use super::super::{clock, copies, index, log};
use super::history::{self, Learned};
use super::progress::Progress;
use super::source::Source;
use super::{Reading, Seen};
use crate::deck::{parse_card, parts, print};
use crate::import::draft::{Content, Medium};
use crate::import::plan::{FileChange, Plan};
use crate::import::text::markdown::{media_in, media_renamed};
use crate::model::chance::stable_hash;
use crate::model::event::{Action, Event, Uid};
use crate::store::Store;
use crate::store::origins::Origin;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Cards whose answers are in memory at once.
const CARDS_AT_ONCE: usize = 2_000;

/// Under which key of the collection the files that wait are noted.
const PENDING: &str = "pending_files";

/// How folders of files that wait are called; the scan for decks passes them over.
const STAGING: &str = ".import-";

/// What was read, for the ledger.
pub struct Edition<'e> {
    pub source: &'e Source,
    pub formats: &'e [&'static str],
    pub reading: &'e Reading,
    pub media: &'e [Medium],
    pub seen: &'e Seen,
}

/// Fetches the media as a real import would, and writes nothing.
pub fn check(plan: &Plan, edition: &Edition, context: &Context) -> Result<()> {
    let mut nowhere = Staging::nowhere(context);
    let mut media = Media::new(edition.media, edition.reading.limits.limits().media_bytes);
    for file in &plan.files {
        media.take(file, edition.source, &mut nowhere)?;
    }
    Ok(())
}

/// Carries the plan out; returns what was learned of its cards.
pub fn apply(
    store: &mut Store,
    plan: &Plan,
    edition: &Edition,
    context: &Context,
) -> Result<Learned> {
    let progress = Progress::new(context, "writing");
    clear_abandoned(&context.deck_dir(), store.meta(PENDING)?.as_deref());
    let mut staged = Staging::fill(plan, edition, context)?;
    let copy = SafetyCopy::of(store, plan, context)?;
    progress.say("taking the cards in");
    let origin = origin(
        edition,
        plan.origin,
        !plan.report.undecided.is_empty(),
        context,
    );
    let mut desk = Desk::open(context)?;
    let device = context.device(&mut desk.store)?;
    let learned = desk.together(|store, model| {
        // Another import may have got here first.
        finish_noted(store, &context.deck_dir())?;
        is_as_planned(plan, &origin, edition.seen, store, context)?;
        let mut learned = Learned::default();
        store.put_origin(&origin, &plan.decks, &plan.cards)?;
        let local = |at| context.clock.boundary(at);
        let has_log = store.last_uid()?.is_some();
        for some in plan.histories.chunks(CARDS_AT_ONCE) {
            let (mut events, mut states) = (Vec::new(), Vec::new());
            for (key, history) in some {
                let card = history::Card {
                    key,
                    history,
                    model: model(key),
                    local: &local,
                    now: context.clock.now(),
                };
                // An empty log need not be asked for each card.
                let known = match has_log {
                    true => history::known(store, key)?,
                    false => Vec::new(),
                };
                let made = history::made(&card, &known, &mut learned);
                states.extend(made.state.map(|state| (key.as_str(), state)));
                events.extend(made.events);
            }
            store.take_over(&events, &states)?;
        }
        let (cards, _) = store.join(&marks(plan, store, &device, context)?)?;
        log::replay_cards(store, model, &cards)?;
        if let Some(note) = staged.note() {
            store.set_meta(PENDING, &note)?;
        }
        Ok(learned)
    })?;
    progress.say("putting the files in place");
    staged.is_noted = true;
    copy.keep();
    if let Some(note) = staged.note() {
        staged.put().map_err(|failure| failure.hint(LATER))?;
        desk.store.clear_meta(PENDING, &note)?;
        index::take_written(&mut desk.store, staged.written(plan))?;
    }
    index::refresh(&mut desk.store, &context.deck_roots())?;
    Ok(learned)
}

/// What is said where the collection has taken an import in, but its files cannot follow.
const LATER: &str =
    "the cards are taken in; their files follow with the next command that can write them";

/// Makes sure that nobody has changed what the plan was made of: an editor, or another import.
fn is_as_planned(
    plan: &Plan,
    origin: &Origin,
    seen: &Seen,
    store: &Store,
    context: &Context,
) -> Result<()> {
    let changed = |what: String| {
        let what = format!("{what} while this import was running");
        Err(Failure::new(Kind::Busy, what).hint("nothing was changed; import it again"))
    };
    if plan.origin == 0 && store.origin(&origin.address)?.is_some() {
        return changed(format!("`{}` was imported", origin.address));
    }
    for file in &plan.files {
        let target = context.deck_dir().join(&file.path);
        let found = match fs::read(&target) {
            Ok(bytes) => Some(stable_hash(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                let failure = Failure::io("write", &target, &error);
                return Err(failure.hint("nothing was changed"));
            }
        };
        match (seen.get(&file.path), found) {
            (before, found) if before.copied() == found => (),
            (None, _) => {
                let what = format!(
                    "`{}` is there already, and no deck of this import",
                    target.display()
                );
                return Err(Failure::runtime(what).hint("nothing was changed; move it away"));
            }
            _ => return changed(format!("`{}` was changed", target.display())),
        }
    }
    Ok(())
}

/// The copy of the collection as it was before; it goes again where the import fails.
struct SafetyCopy(Option<PathBuf>);

impl SafetyCopy {
    fn of(store: &Store, plan: &Plan, context: &Context) -> Result<SafetyCopy> {
        if store.last_uid()?.is_none() || plan.files.is_empty() && plan.histories.is_empty() {
            return Ok(SafetyCopy(None));
        }
        let path = copies::path_for(&context.data_dir, "before-import", context.clock.now());
        copies::make_folder(&path)?;
        store.back_up(&path)?;
        Ok(SafetyCopy(Some(path)))
    }

    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for SafetyCopy {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

fn origin(edition: &Edition, id: i64, undecided: bool, context: &Context) -> Origin {
    let source = edition.source;
    let format = match edition.formats {
        [format] => format.to_string(),
        _ => String::new(),
    };
    // What nobody decided is asked again at the next update.
    let hash = match undecided {
        true => Vec::new(),
        false => source.hash(&edition.reading.limits.limits()),
    };
    // What came by a pipe has no address; its content stands for it.
    let address = match source.address.as_str() {
        "-" => format!("-{}", super::git::short_name(&format!("{hash:?}"))),
        address => address.to_string(),
    };
    Origin {
        id,
        address,
        format,
        options: serde_json::to_string(edition.reading).unwrap_or_else(|_| "{}".to_string()),
        hash,
        revision: source.revision.clone().filter(|_| !undecided),
        imported: context.clock.now(),
    }
}

/// Cards that the source no longer has are suspended; those that are back are resumed.
fn marks(plan: &Plan, store: &Store, device: &str, context: &Context) -> Result<Vec<Event>> {
    let texts: HashMap<(&str, &str), &str> = plan
        .cards
        .iter()
        .map(|card| ((card.deck.as_str(), card.card.as_str()), card.text.as_str()))
        .collect();
    let mut events = Vec::new();
    let now = context.clock.now();
    let mut last = store.last_uid()?;
    let gone = plan.report.gone.iter().map(|key| (key, true));
    for (key, is_gone) in gone.chain(plan.report.back.iter().map(|key| (key, false))) {
        let text = key.split_once('/').and_then(|key| texts.get(&key));
        let Some(card) = text.and_then(|text| parse_card(text).ok()) else {
            continue;
        };
        for part in parts(&card) {
            let key = format!("{key}{}", part.suffix());
            let suspended = store.state(&key)?.is_some_and(|(_, state)| state.suspended);
            if suspended == is_gone {
                continue;
            }
            let uid = Uid::after(last, now, clock::chance());
            last = Some(uid);
            let boundary = context.clock.boundary(now);
            events.push(Event {
                uid,
                device: device.to_string(),
                card: key,
                at: now,
                utc_offset_minutes: boundary.utc_offset_minutes,
                day: boundary.day_of(now),
                written: None,
                action: if is_gone {
                    Action::Suspend
                } else {
                    Action::Resume
                },
            });
        }
    }
    Ok(events)
}

/// Files that are complete on the disk and wait for their places.
struct Staging {
    folder: Option<PathBuf>,
    /// Names in the folder, and where they go below the decks.
    files: Vec<(String, String)>,
    decks: PathBuf,
    /// The texts of the decks, in the order of the plan: where they go, and what they are.
    texts: Vec<(String, String)>,
    /// The collection knows of them: they must not go before they are in their places.
    is_noted: bool,
}

impl Staging {
    /// Without a folder: what is written to it goes nowhere.
    fn nowhere(context: &Context) -> Staging {
        Staging {
            folder: None,
            files: Vec::new(),
            decks: context.deck_dir(),
            texts: Vec::new(),
            is_noted: false,
        }
    }

    fn fill(plan: &Plan, edition: &Edition, context: &Context) -> Result<Staging> {
        let decks = context.deck_dir();
        let mut staging = Staging::nowhere(context);
        if plan.files.is_empty() {
            return Ok(staging);
        }
        make_private_folder(&decks)?;
        let folder = tempfile::Builder::new()
            .prefix(STAGING)
            .tempdir_in(&decks)
            .map_err(|error| Failure::io("write to", &decks, &error))?;
        staging.folder = Some(folder.path().to_path_buf());
        let mut media = Media::new(edition.media, edition.reading.limits.limits().media_bytes);
        for file in &plan.files {
            let text = media.take(file, edition.source, &mut staging)?;
            staging.write(&file.path, text.as_bytes())?;
            staging.texts.push((file.path.clone(), text));
        }
        sync(folder.path());
        // From here on the folder must outlive this function; whoever fails later takes it away.
        let _ = folder.keep();
        Ok(staging)
    }

    fn write(&mut self, target: &str, bytes: &[u8]) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let name = self.files.len().to_string();
        let path = folder.join(&name);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|error| {
            Failure::io("write", &self.decks.join(target), &error).hint("nothing was changed")
        })?;
        self.files.push((name, target.to_string()));
        Ok(())
    }

    /// The decks in their places, for the index, which need not read them again.
    fn written<'p>(&self, plan: &'p Plan) -> Vec<index::Written<'p, '_>> {
        let files = plan.files.iter().zip(&self.texts);
        files
            .map(|(file, (path, text))| index::Written {
                deck: &file.deck,
                path: self.decks.join(path),
                text,
            })
            .collect()
    }

    /// What the collection notes of it.
    fn note(&self) -> Option<String> {
        let folder = self.folder.as_ref()?.file_name()?.to_str()?;
        Some(json!({ "folder": folder, "files": self.files }).to_string())
    }

    /// Puts the files in their places.
    fn put(&self) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        put_all(folder, &self.decks, &self.files)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.is_noted) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// How long a folder of an import that was killed is left alone: another may be running.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Takes away what imports that were killed have left, but for one that is noted.
fn clear_abandoned(decks: &Path, noted: Option<&str>) {
    for entry in fs::read_dir(decks).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| name.starts_with(STAGING)) else {
            continue;
        };
        let age = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok();
        let age = age.and_then(|time| time.elapsed().ok()).unwrap_or_default();
        if ABANDONED < age && noted.is_none_or(|noted| !noted.contains(name)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn put_all(folder: &Path, decks: &Path, files: &[(String, String)]) -> Result<()> {
    for (name, target) in files {
        let (from, to) = (folder.join(name), decks.join(target));
        let home = to.parent().unwrap_or(decks);
        make_private_folder(home)?;
        match put_one(&from, &to) {
            // Somebody who opened the collection meanwhile has put it there.
            Err(error) if error.kind() == ErrorKind::NotFound => (),
            Err(error) => return Err(Failure::io("write", &to, &error)),
            Ok(()) => (),
        }
    }
    let homes: BTreeSet<&Path> = files
        .iter()
        .flat_map(|(_, target)| Path::new(target).ancestors().skip(1))
        .collect();
    homes.iter().for_each(|home| sync(&decks.join(home)));
    let _ = fs::remove_dir_all(folder);
    Ok(())
}

/// Puts a file in its place, with the rights of the one that stood there. A link is followed, so
/// that decks which are kept elsewhere stay there.
fn put_one(from: &Path, to: &Path) -> std::io::Result<()> {
    let to = &fs::canonicalize(to).unwrap_or_else(|_| to.to_path_buf());
    if let Ok(metadata) = fs::metadata(to) {
        fs::set_permissions(from, metadata.permissions())?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => across(from, to),
        renamed => renamed,
    }
}

/// A folder of decks may stand on another disk.
fn across(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut copy = tempfile::NamedTempFile::new_in(to.parent().unwrap_or(Path::new(".")))?;
    let mut file = File::open(from)?;
    std::io::copy(&mut file, &mut copy)?;
    copy.as_file()
        .set_permissions(file.metadata()?.permissions())?;
    copy.as_file().sync_all()?;
    copy.persist(to).map_err(|error| error.error)?;
    fs::remove_file(from)
}

/// Makes the names in a folder last; where a system cannot, the names last soon after.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Ends an import that was interrupted: its files go where they belong. Where they cannot, that is
/// a warning: the cards are kept, and the files wait.
pub fn finish_interrupted(store: &mut Store, context: &Context) {
    if let Err(failure) = finish_noted(store, &context.deck_dir()) {
        context.warn(&format!(
            "the last import waits for its files: {}",
            failure.message
        ));
    }
}

fn finish_noted(store: &mut Store, decks: &Path) -> Result<()> {
    let Some(note) = store.meta(PENDING)?.filter(|note| !note.is_empty()) else {
        return Ok(());
    };
    #[derive(serde::Deserialize)]
    struct Note {
        folder: String,
        files: Vec<(String, String)>,
    }
    if let Ok(Note { folder, files }) = serde_json::from_str(&note) {
        put_all(&decks.join(folder), decks, &files)?;
    }
    Ok(store.clear_meta(PENDING, &note)?)
}

/// The media of a source, written once for each folder that a deck of it stands in.
struct Media<'m> {
    by_name: HashMap<&'m str, &'m Medium>,
    /// Names in a folder that are given, with the hash of what stands there.
    given: BTreeMap<String, Vec<u8>>,
    left: u64,
}

impl<'m> Media<'m> {
    fn new(media: &'m [Medium], limit: u64) -> Media<'m> {
        Media {
            by_name: media
                .iter()
                .map(|medium| (medium.name.as_str(), medium))
                .collect(),
            given: BTreeMap::new(),
            left: limit,
        }
    }

    /// Stages what the deck refers to; returns its text, with the names that the files got.
    fn take(
        &mut self,
        file: &FileChange,
        source: &Source,
        staging: &mut Staging,
    ) -> Result<String> {
        let text = print(&file.deck);
        if self.by_name.is_empty() || !text.contains("media/") {
            return Ok(text);
        }
        let home = file
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_string();
        let mut renamed: Vec<(String, String)> = Vec::new();
        for name in media_in(&text) {
            let Some(medium) = self.by_name.get(name.as_str()) else {
                continue;
            };
            let bytes = match &medium.content {
                Content::Bytes(bytes) => Ok(bytes.clone()),
                Content::File(path) => source.files.read(path, u64::MAX),
                Content::Lazy(fetch) => fetch(),
            };
            let bytes = bytes.map_err(|why| {
                Failure::invalid(format!("{name}: {why}")).hint("nothing was changed")
            })?;
            let left = self.left.checked_sub(bytes.len() as u64);
            self.left = left.ok_or_else(|| {
                Failure::invalid("the media are larger than the limit")
                    .hint("raise `--max-media`; nothing was changed")
            })?;
            let target = self.place(&home, &name, &bytes, staging)?;
            if target != name {
                renamed.push((name, target));
            }
        }
        Ok(renamed
            .into_iter()
            .fold(text, |text, (from, to)| media_renamed(&text, &from, &to)))
    }

    /// Stages one file, under its own name or, where that is taken by another, with its hash.
    fn place(
        &mut self,
        home: &str,
        name: &str,
        bytes: &[u8],
        staging: &mut Staging,
    ) -> Result<String> {
        let hash = Sha256::digest(bytes).to_vec();
        let path = |name: &str| match home {
            "" => format!("media/{name}"),
            _ => format!("{home}/media/{name}"),
        };
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let mark: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let other = if end.is_empty() {
            format!("{stem}-{mark}")
        } else {
            format!("{stem}-{mark}.{end}")
        };
        for candidate in [name.to_string(), other] {
            let target = path(&candidate);
            let given = match self.given.get(&target) {
                Some(given) => Some(given.clone()),
                None => fs::read(staging.decks.join(&target))
                    .ok()
                    .map(|bytes| Sha256::digest(bytes).to_vec()),
            };
            match given {
                Some(given) if given == hash => return Ok(candidate),
                Some(_) => continue,
                None => {
                    staging.write(&target, bytes)?;
                    self.given.insert(target, hash);
                    return Ok(candidate);
                }
            }
        }
        Err(Failure::invalid(format!(
            "{name}: another file has its name"
        )))
    }
}
