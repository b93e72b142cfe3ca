//! The plan of an import, made of what stands in the collection and the deck files.

use super::super::context::Context;
use super::super::failure::{Result, os_words};
use super::arguments::{Manner, Reading};
use super::progress::Progress;
use super::source::Source;
use super::{report, unreadable};
use crate::catalogue::{embedded, folder};
use crate::deck;
use crate::import::draft::{Fault, Harvest};
use crate::import::plan::{self, Conflict, Plan, Present, PresentDeck, Side, Wish};
use crate::model::chance::stable_hash;
use crate::model::ledger::OriginRow;
use crate::store::Store;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

/// The files that a plan was made of, by their paths below the decks, each with a hash of its text.
pub type Seen = HashMap<String, u64>;

/// Works out what the source changes, asking about conflicts where somebody is there to ask.
pub fn planned(
    source: &Source,
    harvest: Harvest,
    reading: &Reading,
    manner: &Manner,
    origin: Option<OriginRow>,
    store: &Store,
    context: &Context,
) -> Result<(Plan, Seen)> {
    let progress = Progress::new(context, &format!("making cards of {}", source.name));
    let decks = store.decks()?;
    let paths: HashMap<&str, Option<&str>> = decks
        .iter()
        .map(|deck| (deck.slug.as_str(), deck.path.as_deref()))
        .collect();
    let deck_dir = context.deck_dir();
    let is_taken =
        |slug: &str| paths.contains_key(slug) || deck_dir.join(format!("{slug}.md")).exists();
    let seen = RefCell::new(Seen::new());
    let read = |slug: &str| {
        let (present, text) = read_deck(slug, paths.get(slug).copied().flatten(), &deck_dir)?;
        if let Some(path) = present.as_ref().and_then(|present| present.path.clone()) {
            seen.borrow_mut().insert(path, stable_hash(&text));
        }
        Ok(present)
    };
    let present = Present {
        origin,
        decks: store.origin_decks()?,
        cards: store.origin_cards()?,
        read: &read,
        is_taken: &is_taken,
    };
    let provenance = provenance(source, &harvest);
    let wish = Wish {
        name: &source.name,
        deck: reading.deck.as_deref(),
        flat: reading.flat,
        revives: manner.revives,
        provenance: &provenance,
    };
    let asks = context.is_interactive() && !manner.dry_run && !manner.json && !context.global.yes;
    let decide = |conflict: &Conflict| match (manner.ours, manner.theirs, asks) {
        (true, _, _) => Ok(Side::Ours),
        (_, true, _) => Ok(Side::Theirs),
        (_, _, true) => progress.hidden(|| report::ask(conflict, context)),
        _ => Ok(Side::Undecided),
    };
    let mut failed = None;
    let plan = plan::plan(harvest, &wish, &present, &mut |conflict| {
        decide(conflict).unwrap_or_else(|failure| {
            failed = Some(failure);
            Side::Undecided
        })
    });
    match failed {
        Some(failure) => Err(failure),
        None => Ok((plan.map_err(unreadable)?, seen.into_inner())),
    }
}

/// What a reader of the file is told of where it came from.
fn provenance(source: &Source, harvest: &Harvest) -> String {
    let has_licence = harvest.decks.iter().any(|facts| facts.licence.is_some());
    let from = match source.address.as_str() {
        "-" => "standard input".to_string(),
        address if address.contains("://") || address.contains('@') => format!("<{address}>"),
        _ => {
            let file = source
                .file
                .as_deref()
                .and_then(|file| file.rsplit('/').next());
            crate::import::text::markdown::code_span(file.unwrap_or(&source.name))
        }
    };
    match has_licence {
        true => format!("Imported from {from}."),
        false => format!("Imported from {from}. It states no licence: for your own use."),
    }
}

/// The deck as it stands: the learner's file at `path`, or without one what is built in.
pub fn present_deck(
    slug: &str,
    path: Option<&str>,
    deck_dir: &Path,
) -> std::result::Result<Option<PresentDeck>, Fault> {
    Ok(read_deck(slug, path, deck_dir)?.0)
}

/// The same, with the text of the learner's file.
fn read_deck(
    slug: &str,
    path: Option<&str>,
    deck_dir: &Path,
) -> std::result::Result<(Option<PresentDeck>, String), Fault> {
    let Some(path) = path else {
        return Ok((built_in(slug), String::new()));
    };
    let file = Path::new(path);
    let bytes = match folder::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok((None, String::new()));
        }
        Err(error) => {
            return Err(Fault::new(path, os_words(&error), "nothing was changed"));
        }
    };
    let deck = deck::parse_bytes(&bytes).map_err(|faults| {
        let first = faults
            .first()
            .map(|fault| fault.render(path))
            .unwrap_or_default();
        Fault::new("the deck that is to be changed has a fault", first, "")
    })?;
    let own = file.strip_prefix(deck_dir).ok();
    let present = PresentDeck {
        deck,
        path: own.map(|path| path.to_string_lossy().into_owned()),
        foreign: own.is_none().then_some(path.to_string()),
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok((Some(present), text))
}

fn built_in(slug: &str) -> Option<PresentDeck> {
    Some(PresentDeck {
        deck: deck::parse(&embedded::deck(slug)?).ok()?,
        path: None,
        foreign: None,
    })
}
