//! `retain deck add` of what stands elsewhere, and `retain deck update`.

use super::super::context::Context;
use super::super::failure::{Failure, Kind, Result};
use super::source::Source;
use super::{Manner, Reading, bring_in, reading, reading_and_hashing};
use crate::catalogue::embedded;
use crate::deck::{parse, print_card};
use crate::import::limits::Limits;
use crate::model::ledger::{LedgerCard, LedgerDeck};
use crate::store::Store;
use crate::store::origins::{Origin, Sheet};
use std::path::Path;

/// The address of a built-in deck that lies under a file of the learner's.
const BUILT_IN: &str = "built-in:";

#[derive(Debug, clap::Args)]
pub struct UpdateArgs {
    /// Decks [default: all that came from somewhere]
    #[arg(add = clap_complete::engine::ArgValueCompleter::new(super::super::complete::deck))]
    deck: Vec<String>,
    #[command(flatten)]
    manner: Manner,
}

/// Imports a source and remembers where it came from.
pub fn add(named: &str, how: &Reading, manner: &Manner, context: &Context) -> Result<()> {
    let limits = how.limits.limits();
    let source = Source::open(named, None, &limits, context)?.expect("no edition was named");
    let found = reading_and_hashing(&source, how, context)?;
    let done = bring_in(&source, found, how, manner, None, context)?;
    match done.is_whole || manner.skip_bad {
        true => Ok(()),
        false => Err(Failure::silent(Kind::Runtime)),
    }
}

/// Fetches what decks came from and merges what is new.
pub fn update(args: &UpdateArgs, context: &Context) -> Result<()> {
    let store = context.store()?;
    let wanted = wanted(&store, &args.deck)?;
    drop(store);
    if wanted.is_empty() {
        context.say("no deck came from elsewhere: `retain import` or `retain deck add` brings one");
        return Ok(());
    }
    let mut n_failed = 0;
    for origin in wanted {
        match renew(&origin, args, context) {
            Ok(true) => (),
            Ok(false) => n_failed += 1,
            // One server that is away does not keep the others.
            Err(failure) if failure.kind != Kind::Interrupted => {
                n_failed += 1;
                context.say(&format!("{}: {}", origin.address, failure.message));
            }
            Err(failure) => return Err(failure),
        }
    }
    match 0 < n_failed && !args.manner.skip_bad {
        true => Err(Failure::silent(Kind::Runtime)),
        false => Ok(()),
    }
}

/// The origins of the decks that were named, or all that can be asked again.
fn wanted(store: &Store, decks: &[String]) -> Result<Vec<Origin>> {
    let (mut origins, rows) = (store.origins()?, store.origin_decks()?);
    for deck in decks {
        if !rows.iter().any(|row| row.slug == *deck) {
            let what = format!("`{deck}` did not come from elsewhere");
            return Err(Failure::not_found(what).hint("`retain deck list` shows the decks"));
        }
    }
    origins.retain(|origin| {
        let named = rows
            .iter()
            .any(|row| row.origin == origin.id && decks.contains(&row.slug));
        (decks.is_empty() || named) && !origin.address.starts_with('-')
    });
    Ok(origins)
}

/// Brings one origin up to date; false where something was refused or is in conflict.
fn renew(origin: &Origin, args: &UpdateArgs, context: &Context) -> Result<bool> {
    let how: Reading = serde_json::from_str(&origin.options).unwrap_or_default();
    let limits = how.limits.limits();
    let same = || context.say(&format!("{}: up to date", shown(&origin.address)));
    let source = match origin.address.strip_prefix(BUILT_IN) {
        Some(slug) => Source::built_in(slug)?,
        None => {
            let is_local =
                !origin.address.contains("://") && Path::new(&origin.address).is_absolute();
            if is_local && !Path::new(&origin.address).exists() {
                context.say(&format!(
                    "{}: is no longer there, its cards stay",
                    shown(&origin.address)
                ));
                return Ok(true);
            }
            Source::open(
                &origin.address,
                origin.revision.as_deref(),
                &limits,
                context,
            )?
        }
    };
    let source = source.map(|source| (source.hash(&limits), source));
    let Some((hash, source)) = source.filter(|(hash, _)| *hash != origin.hash) else {
        same();
        return Ok(true);
    };
    let read = (reading(&source, &how, context)?, hash);
    let done = bring_in(&source, read, &how, &args.manner, Some(origin.id), context)?;
    Ok(done.is_whole)
}

fn shown(address: &str) -> &str {
    address.strip_prefix(BUILT_IN).unwrap_or(address)
}

/// Remembers the text of a built-in deck that the learner is about to change, so that a later
/// edition can be merged with the changes.
pub fn built_in_edit(store: &mut Store, slug: &str, context: &Context) -> Result<()> {
    let address = format!("{BUILT_IN}{slug}");
    let Some(source) = Source::built_in(slug)? else {
        return Ok(());
    };
    if store.origin(&address)?.is_some() {
        return Ok(());
    }
    let text = embedded::deck(slug).unwrap_or_default();
    let deck = parse(&text)
        .map_err(|_| Failure::runtime(format!("the built-in deck `{slug}` cannot be read")))?;
    let cards = deck.cards.iter().filter_map(|card| {
        Some(LedgerCard {
            origin: 0,
            deck: slug.to_string(),
            card: card.id.clone()?,
            source_id: format!("{slug}/{}", card.id.as_ref()?),
            text: print_card(card),
            gone: false,
        })
    });
    let cards: Vec<LedgerCard> = cards.collect();
    let row = LedgerDeck {
        origin: 0,
        names: vec![deck.front.title.clone()],
        slug: slug.to_string(),
        path: format!("{slug}.md"),
    };
    let origin = Origin {
        id: 0,
        address,
        format: "retain".to_string(),
        options: "{}".to_string(),
        hash: source.hash(&Limits::default()),
        revision: None,
        imported: context.clock.now(),
    };
    Ok(store.together(|store| {
        let origin = store.put_origin(&origin, &[row])?;
        store.put_cards(origin, &Sheet::of(slug.to_string(), &cards))
    })?)
}
