//! A plan carried out: all of it, or nothing, also when the machine stops in the middle.
//!
//! New files are first written into a hidden folder beside the decks. Then one transaction of the
//! collection takes in ledger and log, and notes the files that wait. From then on the import has
//! happened: the files are put in their places, by this command, or by the next one that opens the
//! collection.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use super::super::index::{self, Ready};
use super::super::keep::Desk;
use super::super::{clock, copies, log};
use super::arguments::Reading;
use super::history::{Learned, Telling};
use super::media::{Media, Renewed};
use super::planned::Seen;
use super::progress::Progress;
use super::source::Source;
use super::staging::{PENDING, Staging, clear_abandoned, finish_noted};
use crate::catalogue::Catalogue;
use crate::deck::{parse_card, parts};
use crate::import::draft::Medium;
use crate::import::plan::Plan;
use crate::model::chance::stable_hash;
use crate::model::cores;
use crate::model::event::{Action, Event, Uid};
use crate::model::ledger::LedgerCard;
use crate::model::memory::CardState;
use crate::store::Store;
use crate::store::decks::States;
use crate::store::origins::{Origin, Sheet};
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// What was read, for the ledger.
pub struct Edition<'e> {
    pub source: &'e Source,
    /// [`Source::hash`].
    pub hash: &'e [u8],
    pub formats: &'e [&'static str],
    pub reading: &'e Reading,
    pub media: &'e [Medium],
    pub seen: &'e Seen,
}

/// Fetches the media as a real import would, and writes nothing.
pub fn check(store: &Store, plan: &Plan, edition: &Edition, context: &Context) -> Result<Renewed> {
    let known = store.origin_media()?;
    let mut media = Media::new(edition, &known, plan.origin);
    media.stage_all(plan, &mut Staging::new(true, context))?;
    Ok(media.renewed)
}

/// Carries the plan out; returns what was learned of its cards, and what became of its media. What is
/// written is taken out of the plan, to make room for the next.
pub fn apply(
    mut store: Store,
    plan: &mut Plan,
    edition: &Edition,
    context: &Context,
) -> Result<(Learned, Renewed)> {
    let progress = Progress::new(context, "writing");
    clear_abandoned(&context.deck_dir(), store.meta(PENDING)?.as_deref());
    let marked = marked(plan);
    let known = store.origin_media()?;
    let mut media = Media::new(edition, &known, plan.origin);
    let mut staging = Staging::new(false, context);
    // They may be large, and are written before the collection is held for oneself.
    media.stage_all(plan, &mut staging)?;
    let copy = SafetyCopy::of(&store, plan, context)?;
    progress.say("taking the cards in");
    let origin = origin(
        edition,
        plan.origin,
        !plan.report.undecided.is_empty(),
        context,
    );
    let device = context.device(&mut store)?;
    let mut desk = Desk::around(store, context)?;
    let n_cards: usize = plan.cards.values().map(Vec::len).sum();
    if LARGE < n_cards + plan.histories.len() {
        desk.store.write_in_place();
    }
    let learned = desk.together(|store, model| {
        // Another import may have got here first.
        finish_noted(store, &context.deck_dir())?;
        is_as_planned(plan, &origin, edition.seen, store, context)?;
        let histories = std::mem::take(&mut plan.histories);
        let telling = Telling::of(histories, store, model, context)?;
        let learned = write(&origin, plan, &mut staging, &mut media, telling, store)?;
        let (cards, _) = store.join(&marks(&marked, store, &device, context)?)?;
        log::replay_cards(store, model, &cards)?;
        if let Some(note) = staging.note() {
            store.set_meta(PENDING, &note)?;
        }
        Ok(learned)
    });
    desk.store.write_ahead();
    let learned = learned?;
    progress.say("putting the files in place");
    staging.is_noted = true;
    copy.keep();
    if let Some(note) = staging.note() {
        staging.put().map_err(|failure| failure.hint(LATER))?;
        desk.store.clear_meta(PENDING, &note)?;
    }
    index::refresh(&mut desk.store, &context.deck_roots())?;
    Ok((learned, media.renewed))
}

/// Cards and histories above which an import writes in place: below, there is little to gain, and who reads need
/// not wait.
const LARGE: usize = 2000;

/// What is written of one deck; and last, of all that no deck file is written for.
struct Lot {
    sheets: Vec<Sheet>,
    deck: Option<Ready>,
    learned: Vec<(String, CardState)>,
}

/// Writes ledger, index and log.
fn write(
    origin: &Origin,
    plan: &mut Plan,
    staging: &mut Staging,
    media: &mut Media,
    mut telling: Telling,
    store: &mut Store,
) -> Result<Learned> {
    let row = store.put_origin(origin, &plan.decks)?;
    let catalogue = Catalogue::built_in();
    let mut sheets = std::mem::take(&mut plan.cards);
    // One deck at a time, since all texts of a large import would take much memory.
    let decks = plan.files.iter_mut().map(Some).chain([None]);
    let lots = decks.map(|file| -> Result<Lot> {
        let Some(file) = file else {
            staging.sync()?;
            return Ok(Lot {
                sheets: std::mem::take(&mut sheets).into_iter().map(sheet).collect(),
                deck: None,
                learned: telling.rest(),
            });
        };
        let slug = &file.deck.front.id;
        Ok(Lot {
            sheets: sheets.remove_entry(slug).map(sheet).into_iter().collect(),
            learned: telling.deck(slug),
            deck: staging.deck(file, media)?.and_then(Ready::of),
        })
    });
    let (mut cards, mut left) = (Vec::new(), Vec::new());
    store.with_cache(32, |store| {
        cores::ahead(lots, |lot: Result<Lot>| {
            let mut lot = lot?;
            for sheet in &lot.sheets {
                store.put_cards(row, sheet)?;
            }
            let (keys, states): (Vec<String>, Vec<CardState>) = lot.learned.drain(..).unzip();
            let mut states: States = keys.iter().map(String::as_str).zip(states).collect();
            if let Some(deck) = &lot.deck {
                deck.index(&catalogue, &mut states, store)?;
            }
            let first = cards.len();
            let place =
                |(idx, key): (usize, &String)| Some((first + idx, states.remove(key.as_str())?));
            left.extend(keys.iter().enumerate().filter_map(place));
            cards.extend(keys);
            Ok::<Lot, Failure>(lot)
        })
    })?;
    store.put_media(row, media.rows())?;
    let (learned, rows) = telling.take_over(&cards, store)?;
    store.put_states(left.iter().map(|(idx, state)| (rows[*idx], state)))?;
    Ok(learned)
}

fn sheet((deck, cards): (String, Vec<LedgerCard>)) -> Sheet {
    Sheet::of(deck, &cards)
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
    let decks = store.origin_decks()?;
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
            // Of another import of the same, which was not yet at its end when this one began.
            (None, _) if decks.iter().any(|deck| deck.path == file.path) => {
                return changed(format!("`{}` was imported", target.display()));
            }
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
        false => edition.hash.to_vec(),
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

/// The review cards that the source no longer has, and those that it has again, which are not gone.
fn marked(plan: &Plan) -> Vec<(String, bool)> {
    let gone = plan.report.gone.iter().map(|key| (key.as_str(), true));
    let back = plan.report.back.iter().map(|key| (key.as_str(), false));
    let is_gone: HashMap<&str, bool> = gone.chain(back).collect();
    let mut marked = Vec::new();
    for row in plan
        .cards
        .values()
        .flatten()
        .filter(|_| !is_gone.is_empty())
    {
        let key = format!("{}/{}", row.deck, row.card);
        let (Some(is_gone), Ok(card)) = (is_gone.get(key.as_str()), parse_card(&row.text)) else {
            continue;
        };
        let parts = parts(&card).into_iter();
        marked.extend(parts.map(|part| (format!("{key}{}", part.suffix()), *is_gone)));
    }
    marked
}

/// Gone cards are suspended; those that are back are resumed.
fn marks(
    marked: &[(String, bool)],
    store: &Store,
    device: &str,
    context: &Context,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let now = context.clock.now();
    let mut last = store.last_uid()?;
    for (key, is_gone) in marked {
        let suspended = store.state(key)?.is_some_and(|(_, state)| state.suspended);
        if suspended == *is_gone {
            continue;
        }
        let uid = Uid::after(last, now, clock::chance());
        last = Some(uid);
        let boundary = context.clock.boundary(now);
        events.push(Event {
            uid,
            device: device.to_string(),
            card: key.clone(),
            at: now,
            utc_offset_minutes: boundary.utc_offset_minutes,
            day: boundary.day_of(now),
            written: None,
            action: if *is_gone {
                Action::Suspend
            } else {
                Action::Resume
            },
        });
    }
    Ok(events)
}
