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
use crate::model::memory::CardState;
use crate::model::text::harmless_line;
use crate::model::time::{Day, Timestamp};
use crate::schedule::replay;
use crate::store::decks::DeckRow;
use crate::store::{CardRow, Store};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

/// Reads what is to go out.
pub fn book(store: Store, selector: &[String], progress: bool, context: &Context) -> Result<Book> {
    let mut rows = select::matching(&store, selector, context)?;
    if rows.is_empty() {
        return Err(
            Failure::not_found("no card matches").hint("`retain help selectors` explains them")
        );
    }
    let decks = store.decks()?;
    let mut states: HashMap<String, (CardRow, CardState)> = HashMap::new();
    let mut headings: HashSet<String> = HashSet::new();
    store.each_state(|row, key, state| {
        if rows.contains(&row) {
            headings.insert(heading(&key).to_string());
        }
        states.insert(key, (row, state));
    })?;
    // A heading goes out whole.
    rows.extend(
        states
            .iter()
            .filter(|(key, _)| headings.contains(heading(key)))
            .map(|(_, (row, _))| *row),
    );
    let desk = Desk::around(store, context)?;
    let wanted: HashSet<&str> = headings
        .iter()
        .filter_map(|key| key.split('/').next())
        .collect();
    let wanted: Vec<&DeckRow> = decks
        .iter()
        .filter(|row| wanted.contains(row.slug.as_str()))
        .collect();
    let deck_dir = context.deck_dir();
    // Decks are parsed while the log is read.
    let (lived, present) = std::thread::scope(|scope| {
        let parsing = scope.spawn(|| -> Result<Vec<Option<PresentDeck>>> {
            cores::map(wanted.clone(), |row| present(row, &deck_dir)).collect()
        });
        let lived = match progress {
            true => lived(&desk, &rows, &states),
            false => Ok(HashMap::new()),
        };
        let present = parsing.join().expect("parsing a deck does not panic");
        Ok::<_, Failure>((lived?, present?))
    })?;
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
    let origins = desk.store.origin_decks()?;
    let there = wanted.iter().zip(present);
    let volumes = there
        .filter_map(|(row, present)| shelf.volume(row, present?, &origins, &headings))
        .collect();
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

/// The events of the cards that count, each with the memory behind it.
fn lived(
    desk: &Desk,
    rows: &HashSet<CardRow>,
    states: &HashMap<String, (CardRow, CardState)>,
) -> Result<HashMap<CardRow, Vec<Lived>>> {
    // Its deck, and about how many events it has.
    let known: HashMap<CardRow, (&str, usize)> = states
        .iter()
        .filter_map(|(key, (row, state))| {
            Some((*row, (key.split('/').next()?, state.reps as usize + 1)))
        })
        .collect();
    let mut lived: HashMap<CardRow, Vec<Lived>> = HashMap::new();
    let mut now: HashMap<CardRow, CardState> = HashMap::new();
    desk.store.each_lived(|row, event| {
        if !rows.contains(&row) {
            return;
        }
        let state = now.entry(row).or_default();
        let (deck, n_events) = known.get(&row).copied().unzip();
        let model = desk.model(deck);
        replay::apply(state, event.uid, event.day, &event.action, model);
        let events = lived.entry(row);
        let events = events.or_insert_with(|| Vec::with_capacity(n_events.unwrap_or(1)));
        events.push(Lived {
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
        row: &DeckRow,
        mut present: PresentDeck,
        origins: &[LedgerDeck],
        headings: &HashSet<String>,
    ) -> Option<Volume> {
        let wanted = |id: &Option<String>| {
            id.as_ref()
                .is_some_and(|id| headings.contains(&format!("{}/{id}", row.slug)))
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
