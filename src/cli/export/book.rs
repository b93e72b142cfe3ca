//! What goes out, read from the collection and the deck files.

use super::super::context::Context;
use super::super::failure::{Failure, Result, os_words};
use super::super::import::present_deck;
use super::super::keep::Desk;
use super::super::select;
use crate::deck::parts;
use crate::export::{Book, Entry, Learned, Lived, Medium, Volume};
use crate::import::plan::PresentDeck;
use crate::import::text::markdown::media_in;
use crate::model::cores;
use crate::model::deck::Deck;
use crate::model::ledger::LedgerDeck;
use crate::model::map::{Map, Set};
use crate::model::memory::CardState;
use crate::model::text::harmless_line;
use crate::model::time::{Day, Timestamp};
use crate::schedule::fsrs::Model;
use crate::schedule::replay;
use crate::store::decks::DeckRow;
use crate::store::log::CardEvent;
use crate::store::{CardRow, Store};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;

/// Reads what is to go out.
pub fn book(store: Store, selector: &[String], progress: bool, context: &Context) -> Result<Book> {
    let mut rows = select::matching(&store, selector, context)?;
    if rows.is_empty() {
        return Err(
            Failure::not_found("no card matches").hint("`retain help selectors` explains them")
        );
    }
    let (decks, wanted) = (store.decks()?, store.decks_of(&rows)?);
    let is_wanted = |row: &&DeckRow| wanted.contains(&row.id);
    let wanted: Vec<&DeckRow> = decks.iter().filter(is_wanted).collect();
    let desk = Desk::around(store, context)?;
    let deck_dir = context.deck_dir();
    // Decks are parsed while the collection is read.
    let (known, present) = cores::both(
        || known(&desk, &mut rows, progress),
        || -> Result<Vec<Option<PresentDeck>>> {
            cores::map(wanted.clone(), |row| present(row, &deck_dir))
                .into_iter()
                .collect()
        },
    );
    let (shelf, present) = (known?, present?);
    let origins = desk.store.origin_decks()?;
    let there = wanted.iter().zip(present);
    let volume = |(row, present): (&&DeckRow, _)| shelf.volume(row, present?, &origins);
    let volumes = cores::map(there.collect(), volume)
        .into_iter()
        .flatten()
        .collect();
    let now = context.clock.now();
    let model = desk.model(None);
    Ok(Book {
        volumes,
        made: now,
        today: context.today(),
        created: Day(shelf
            .first
            .map_or(context.today().0, |first| first.min(context.today().0))),
        boundary: context.clock.boundary(now),
        desired_retention: model.desired_retention(),
        decay: model.decay(),
    })
}

/// What the collection knows of the cards that go out. A heading goes out whole: the others of its cards come to
/// `rows`.
fn known(desk: &Desk, rows: &mut HashSet<CardRow>, progress: bool) -> Result<Shelf> {
    let mut states: Map<String, (CardRow, CardState)> = Map::default();
    let mut headings: Set<String> = Set::default();
    desk.store.each_state(|row, key, state| {
        if rows.contains(&row) {
            headings.insert(heading(&key).to_string());
        }
        states.insert(key, (row, state));
    })?;
    let whole = states
        .iter()
        .filter(|(key, _)| headings.contains(heading(key)));
    rows.extend(whole.map(|(_, (row, _))| *row));
    let guids = desk.store.source_ids("anki")?.into_iter();
    let lived = match progress {
        true => lived(desk, rows, &states)?,
        false => Map::default(),
    };
    let days = lived.values().flatten().map(|event| event.day.0);
    Ok(Shelf {
        guids: guids
            .map(|(deck, card, id)| (format!("{deck}/{card}"), id))
            .collect(),
        first: days.min(),
        lived: { lived.into_iter() }
            .map(|(row, events)| (row, Mutex::new(events)))
            .collect(),
        states,
        headings,
    })
}

/// The deck as it stands in its file.
fn present(row: &DeckRow, deck_dir: &Path) -> Result<Option<PresentDeck>> {
    present_deck(&row.slug, row.path.as_deref(), deck_dir).map_err(|fault| {
        Failure::invalid(format!("{}: {}", fault.place, fault.what)).hint(fault.hint)
    })
}

/// `deck/card` of `deck/card/part`.
fn heading(key: &str) -> &str {
    let mut slashes = key.match_indices('/').map(|(idx, _)| idx);
    slashes.nth(1).map_or(key, |end| &key[..end])
}

/// A card while the log is read.
struct Life<'d> {
    model: &'d Model,
    state: CardState,
    events: Vec<Lived>,
}

/// The events of the cards that count, each with the memory behind it.
fn lived(
    desk: &Desk,
    rows: &HashSet<CardRow>,
    states: &Map<String, (CardRow, CardState)>,
) -> Result<Map<CardRow, Vec<Lived>>> {
    let wanted = states.iter().filter(|(_, (row, _))| rows.contains(row));
    let mut lives: Map<CardRow, Life> = wanted
        .map(|(key, (row, state))| {
            let life = Life {
                model: desk.model(key.split('/').next()),
                state: CardState::default(),
                // About as many as it will have: a mark and a standing of elsewhere beside answers.
                events: Vec::with_capacity(state.reps as usize + 2),
            };
            (*row, life)
        })
        .collect();
    // One thread reads while the other replays.
    let (send, receive) = sync_channel::<Vec<(CardRow, CardEvent)>>(4);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for (row, event) in receive.into_iter().flatten() {
                if let Some(life) = lives.get_mut(&row) {
                    life.live(event);
                }
            }
        });
        let mut read = Vec::with_capacity(BATCH);
        desk.store.each_lived(|row, event| {
            read.push((row, event));
            if read.len() == BATCH {
                let read = std::mem::replace(&mut read, Vec::with_capacity(BATCH));
                send.send(read).expect("it takes all that is sent");
            }
        })?;
        send.send(read).expect("it takes all that is sent");
        drop(send);
        Ok::<_, Failure>(())
    })?;
    let lives = lives.into_iter();
    Ok(lives.map(|(row, life)| (row, life.events)).collect())
}

/// Events that are read before they are replayed.
const BATCH: usize = 256;

impl Life<'_> {
    fn live(&mut self, event: CardEvent) {
        let CardEvent {
            uid,
            at,
            day,
            action,
        } = event;
        replay::apply(&mut self.state, uid, day, &action, self.model);
        self.events.push(Lived {
            uid,
            at,
            day,
            action,
            memory: self.state.memory,
        });
    }
}

/// What goes with the texts.
struct Shelf {
    /// `deck/card` of all that goes out.
    headings: Set<String>,
    /// By `deck/card`.
    guids: Map<String, String>,
    states: Map<String, (CardRow, CardState)>,
    /// Taken by the deck that has the card.
    lived: Map<CardRow, Mutex<Vec<Lived>>>,
    /// The first day on which anything was learned.
    first: Option<i32>,
}

impl Shelf {
    fn volume(
        &self,
        row: &DeckRow,
        mut present: PresentDeck,
        origins: &[LedgerDeck],
    ) -> Option<Volume> {
        let wanted = |id: &Option<String>| {
            id.as_ref()
                .is_some_and(|id| self.headings.contains(&format!("{}/{id}", row.slug)))
        };
        present.deck.cards.retain(|card| wanted(&card.id));
        if present.deck.cards.is_empty() {
            return None;
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
                let (row, state) = self.states.get(&format!("{key}{}", part.suffix()))?;
                let events = self.lived.get(row).map(|events| {
                    let mut events = events.lock().expect("nobody panics with it");
                    std::mem::take(&mut *events)
                });
                let is_marked = state.suspended || state.flagged;
                (state.last_event.is_some() || is_marked).then_some(Learned {
                    part,
                    state: state.clone(),
                    events: events.unwrap_or_default(),
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
        let media = media(&present.deck, row.path.as_deref());
        // From here on a card is its parts; its lines would be in memory twice.
        let cards = present.deck.cards.iter_mut();
        cards.for_each(|card| card.source = String::new());
        Some(Volume {
            name: names(row, origins),
            media,
            entries,
            deck: present.deck,
        })
    }
}

/// The names of the deck where it came from, else its title. What would steer a terminal is shown:
/// the ledger has names as the source wrote them, and a table is looked at with `cat`.
fn names(row: &DeckRow, origins: &[LedgerDeck]) -> Vec<String> {
    let known = origins.iter().find(|deck| deck.slug == row.slug);
    let names = known
        .map(|deck| deck.names.as_slice())
        .filter(|names| !names.is_empty());
    let names = names.unwrap_or(std::slice::from_ref(&row.title));
    names.iter().map(|name| harmless_line(name)).collect()
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
        .flat_map(|card| media_in(&card.source))
        .collect();
    names.sort_unstable();
    names.dedup();
    let media = names.into_iter().filter_map(|name| {
        let place = folder.join("media").join(&name);
        let is_plain = !name.contains(['/', '\\'])
            && fs::symlink_metadata(&place).is_ok_and(|data| data.is_file());
        is_plain.then(|| Medium {
            path: format!("media/{name}"),
            read: Box::new(move || fs::read(&place).map_err(|error| os_words(&error))),
        })
    });
    media.collect()
}
