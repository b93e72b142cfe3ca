//! Brings the index of deck text up to date with the built-in decks and the deck files.
//!
//! Nothing that is unchanged is parsed again. A deck that breaks or vanishes stays as it was when
//! last read, and the fault is remembered; one faulty deck never stops the others.

mod written;

pub use written::{Ready, Written};

use super::failure::os_words;
use super::order;
use crate::catalogue::folder::{self, Found, Scanned};
use crate::catalogue::{Catalogue, embedded};
use crate::deck;
use crate::model::card::{Card, Part};
use crate::model::deck::Deck;
use crate::store::decks::{Change, DeckEntry, FILES_STAMP, FileRow, NoteEntry, tags_column};
use crate::store::{Result, Store};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

const HASH_KEY: &str = "decks_hash";

/// Rank of decks in the learner's folders: before all built-in ones.
const OWN_RANK: i64 = 500;

/// What is to be written, collected before anything is.
#[derive(Default)]
struct Plan {
    decks: Vec<Parsed>,
    files: Vec<FileRow>,
    gone_decks: Vec<String>,
    gone_files: Vec<String>,
    built_in: bool,
}

struct Parsed {
    deck: Deck,
    /// `None` for a built-in deck.
    path: Option<String>,
}

/// Takes in what changed since the last time. Cheap where nothing did.
pub fn refresh(store: &mut Store, roots: &[PathBuf]) -> Result<()> {
    let scanned = folder::scan_all(roots);
    let found = found(&scanned);
    let stamp = found.as_deref().map(stamp);
    if stamp.is_some() && store.meta(FILES_STAMP)? == stamp {
        return Ok(());
    }
    let plan = plan(store, roots, scanned)?;
    if !plan.is_empty() {
        write(store, &plan)?;
    }
    // A file that is to be looked at again stands in the index with another size or time.
    match (found, stamp) {
        (Some(found), Some(stamp)) if is_as_indexed(store, &found)? => {
            store.set_meta(FILES_STAMP, &stamp)
        }
        _ => Ok(()),
    }
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.decks.is_empty()
            && self.files.is_empty()
            && self.gone_decks.is_empty()
            && self.gone_files.is_empty()
            && !self.built_in
    }
}

/// The files of all roots, each once; `None` where a root could not be listed.
fn found(scanned: &[Scanned]) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    for (_, files) in scanned {
        found.extend(files.as_ref().ok()?.iter().cloned());
    }
    // Roots may overlap.
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// One word for these files, as they stand, and this binary's decks: where it is that of the last
/// time, nothing has changed, and no row of the index needs to be read.
fn stamp(found: &[Found]) -> String {
    let mut hash = Sha256::new();
    for file in found {
        hash.update(file.path.as_bytes());
        hash.update(file.size.to_le_bytes());
        hash.update(file.modified_ns.to_le_bytes());
    }
    let hash: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{} {hash}", embedded::HASH)
}

/// Whether the index holds exactly these files, with these sizes and times.
fn is_as_indexed(store: &Store, found: &[Found]) -> Result<bool> {
    let stamps = found
        .iter()
        .map(|file| (file.path.as_str(), file.size, file.modified_ns));
    store.has_files(stamps)
}

fn plan(store: &Store, roots: &[PathBuf], scanned: Vec<Scanned>) -> Result<Plan> {
    let mut plan = Plan::default();
    let known: HashMap<String, FileRow> = store
        .files()?
        .into_iter()
        .map(|file| (file.path.clone(), file))
        .collect();
    plan_files(&mut plan, &known, roots, scanned);
    plan.built_in = store.meta(HASH_KEY)?.as_deref() != Some(embedded::HASH);
    if plan.built_in || !plan.gone_decks.is_empty() {
        plan_built_in(&mut plan, store, &known)?;
    }
    Ok(plan)
}

/// Adds the built-in decks that no file of the learner's lies over.
fn plan_built_in(plan: &mut Plan, store: &Store, known: &HashMap<String, FileRow>) -> Result<()> {
    let gone: HashSet<String> = plan.gone_decks.iter().cloned().collect();
    let mut covered: HashSet<String> = known
        .values()
        .filter_map(|file| file.deck.clone())
        .collect();
    covered.retain(|slug| !gone.contains(slug));
    covered.extend(plan.decks.iter().map(|parsed| parsed.deck.front.id.clone()));
    let mut present = HashSet::new();
    for (path, text) in embedded::decks() {
        let slug = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".md")
            .to_string();
        let wanted = !covered.contains(&slug) && (plan.built_in || gone.contains(&slug));
        if wanted && let Ok(deck) = deck::parse(&text) {
            plan.gone_decks.retain(|gone| *gone != deck.front.id);
            plan.decks.push(Parsed { deck, path: None });
        }
        present.insert(slug);
    }
    if plan.built_in {
        // A built-in deck of an older binary that this one no longer carries.
        let stale =
            |row: &crate::store::decks::DeckRow| row.path.is_none() && !present.contains(&row.slug);
        plan.gone_decks
            .extend(store.decks()?.into_iter().filter(stale).map(|row| row.slug));
    }
    Ok(())
}

fn plan_files(
    plan: &mut Plan,
    known: &HashMap<String, FileRow>,
    roots: &[PathBuf],
    scanned: Vec<Scanned>,
) {
    // What stands where decks are no longer looked for holds no id.
    let here: HashMap<String, FileRow> = known
        .iter()
        .filter(|(path, _)| roots.iter().any(|root| Path::new(path).starts_with(root)))
        .map(|(path, row)| (path.clone(), row.clone()))
        .collect();
    let mut seen = HashSet::new();
    for (root, found) in scanned {
        // A root that cannot be listed keeps what was read from it.
        let Ok(found) = found else {
            seen.extend(
                known
                    .keys()
                    .filter(|path| Path::new(path).starts_with(&root))
                    .cloned(),
            );
            continue;
        };
        for file in found {
            if seen.insert(file.path.clone()) {
                plan_file(plan, &here, file);
            }
        }
    }
    let moved: HashSet<String> = plan
        .files
        .iter()
        .filter_map(|file| file.deck.clone())
        .collect();
    for file in known.values().filter(|file| !seen.contains(&file.path)) {
        plan_missing(plan, file, roots, &moved);
    }
}

/// Reads one file that is new or changed.
fn plan_file(plan: &mut Plan, known: &HashMap<String, FileRow>, found: Found) {
    let before = known.get(&found.path);
    if before.is_some_and(|row| row.size == found.size && row.modified_ns == found.modified_ns) {
        return;
    }
    let mut row = FileRow {
        path: found.path,
        size: found.size,
        modified_ns: found.modified_ns,
        hash: Vec::new(),
        deck: before.and_then(|row| row.deck.clone()),
        fault: before.and_then(|row| row.fault.clone()),
    };
    match folder::read(Path::new(&row.path)) {
        Err(error) => {
            // Read anew each time: permissions change without a trace in size and time.
            (row.size, row.modified_ns) = (0, 0);
            row.fault = Some(format!(
                "{}: cannot be read: {}",
                row.path,
                os_words(&error)
            ))
        }
        Ok(bytes) => {
            row.hash = Sha256::digest(&bytes).to_vec();
            if before.is_none_or(|before| before.hash != row.hash) {
                take_in(plan, known, &mut row, &bytes);
            }
        }
    }
    if before != Some(&row) {
        plan.files.push(row);
    }
}

fn take_in(plan: &mut Plan, known: &HashMap<String, FileRow>, row: &mut FileRow, bytes: &[u8]) {
    if !deck::looks_like_deck(bytes) {
        row.fault = None;
        plan.gone_decks.extend(row.deck.take());
        return;
    }
    match deck::parse_bytes(bytes) {
        Err(faults) => {
            let shown: Vec<String> = faults.iter().map(|fault| fault.render(&row.path)).collect();
            row.fault = Some(shown.join("\n"));
        }
        Ok(deck) => {
            let slug = deck.front.id.clone();
            if let Some(other) = holder(plan, known, &slug, &row.path) {
                row.fault = Some(format!(
                    "{}: deck id `{slug}` is already used by `{other}`: choose another",
                    row.path
                ));
                // Read anew each time: it takes over when the other goes.
                (row.size, row.modified_ns) = (0, 0);
                row.hash.clear();
                return;
            }
            let before = row.deck.replace(slug.clone());
            plan.gone_decks
                .extend(before.filter(|before| *before != slug));
            row.fault = None;
            plan.decks.push(Parsed {
                deck,
                path: Some(row.path.clone()),
            });
        }
    }
}

/// The other file that still stands and holds the deck `slug`.
fn holder(plan: &Plan, known: &HashMap<String, FileRow>, slug: &str, path: &str) -> Option<String> {
    let holds = |row: &&FileRow| row.deck.as_deref() == Some(slug) && row.path != path;
    let planned = plan.files.iter().find(holds).map(|row| row.path.clone());
    planned.or_else(|| {
        let standing = |row: &&FileRow| holds(row) && Path::new(&row.path).exists();
        known.values().find(standing).map(|row| row.path.clone())
    })
}

/// A file that was there and is not found: its deck stays until it is removed by name, moved to
/// another file, or its folder is no longer one of the learner's.
fn plan_missing(plan: &mut Plan, file: &FileRow, roots: &[PathBuf], moved: &HashSet<String>) {
    let wanted = roots
        .iter()
        .any(|root| Path::new(&file.path).starts_with(root));
    match &file.deck {
        Some(slug) if wanted && !moved.contains(slug) => {
            let fault = format!(
                "{}: the file is gone; its cards stay until `retain deck remove {slug}`",
                file.path
            );
            if file.fault.as_deref() != Some(&fault) {
                plan.files.push(FileRow {
                    size: 0,
                    modified_ns: 0,
                    // Without a hash, so that the file is taken in when it comes back unchanged.
                    hash: Vec::new(),
                    fault: Some(fault),
                    ..file.clone()
                });
            }
        }
        Some(slug) => {
            plan.gone_decks
                .extend((!moved.contains(slug)).then(|| slug.clone()));
            plan.gone_files.push(file.path.clone());
        }
        None => plan.gone_files.push(file.path.clone()),
    }
}

fn write(store: &mut Store, plan: &Plan) -> Result<()> {
    let catalogue = Catalogue::built_in();
    let order: HashMap<&str, i64> = order::ranks(store, &catalogue)?.into_iter().collect();
    if plan.built_in {
        order::record_listings(store)?;
    }
    let entries: Vec<DeckEntry> = { plan.decks.iter() }
        .map(|Parsed { deck, path }| {
            let note = |card| own_note(&deck.front.id, card);
            let notes = deck.cards.iter().map(note).collect();
            let topic = deck.front.topic.as_deref();
            let rank = order.get(topic.unwrap_or("")).copied();
            entry(deck, path.as_deref(), notes, &catalogue, rank)
        })
        .collect();
    let meta: &[(&str, &str)] = if plan.built_in {
        &[(HASH_KEY, embedded::HASH)]
    } else {
        &[]
    };
    store.index(&Change {
        gone_decks: &plan.gone_decks,
        gone_files: &plan.gone_files,
        decks: &entries,
        files: &plan.files,
        meta,
    })
}

/// `rank` is that of its topic, where it has one.
fn entry<'a>(
    deck: &'a Deck,
    path: Option<&'a str>,
    cards: Vec<NoteEntry<'a>>,
    catalogue: &'a Catalogue,
    rank: Option<i64>,
) -> DeckEntry<'a> {
    let front = &deck.front;
    let topic = front.topic.as_deref().and_then(|id| catalogue.topic(id));
    DeckEntry {
        slug: &front.id,
        title: &front.title,
        topic: front.topic.as_deref(),
        area: topic.map(|topic| topic.area.as_str()),
        level: front.level.map(|level| level.name()),
        tags: &front.tags,
        licence: front.licence.as_deref(),
        about: &deck.about,
        rank: match path {
            Some(_) => OWN_RANK,
            None => rank.unwrap_or(OWN_RANK),
        },
        path,
        cards,
    }
}

fn own_note<'a>(deck: &str, card: &'a Card) -> NoteEntry<'a> {
    NoteEntry {
        card,
        line: card.line,
        source: &card.source,
        tags: tags_column(&card.tags).into(),
        keys: keys(deck, card).into(),
    }
}

/// Keys of its review cards.
fn keys(deck: &str, card: &Card) -> Vec<String> {
    let slug = card.id.as_deref().unwrap_or_default();
    let key = |part: Part| [deck, "/", slug, &part.suffix()].concat();
    deck::parts(card).into_iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_could_not_be_read_is_read_again_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let found = Found {
            path: folder.path().join("gone.md").display().to_string(),
            size: 7,
            modified_ns: 7,
        };
        let mut plan = Plan::default();
        plan_file(&mut plan, &HashMap::new(), found);
        let row = &plan.files[0];
        assert!(row.fault.is_some());
        assert_eq!((row.size, row.modified_ns), (0, 0));
    }
}
