//! Selectors on the command line: from words to the cards that they mean.

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use crate::catalogue::Catalogue;
use crate::model::roadmap::Priority;
use crate::schedule::fsrs::Model;
use crate::select::{self, Names, SelectError, Selector, TermName};
use crate::store::cards::CardRecord;
use crate::store::decks::DeckRow;
use crate::store::{CardRow, Store};
use std::collections::HashSet;
use std::ffi::OsString;

/// Commands whose words are a selector.
const SELECTING: [&str; 14] = [
    "review", "r", "due", "search", "suspend", "resume", "bury", "flag", "reset", "next", "list",
    "quiz", "drill", "export",
];

/// Turns `-tag:redis` behind such a command into `(-tag:redis)`, which clap does not take for an
/// option. Short options (`-n`, `-q`) and long ones stay as they are.
pub fn without_minus(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let (mut is_selecting, mut is_literal, mut is_export) = (false, false, false);
    let turn = |word: OsString| {
        let Some(text) = word.to_str() else {
            return word;
        };
        is_export |= !is_selecting && text == "export";
        is_selecting |= SELECTING.contains(&text);
        is_literal |= text == "--";
        let letters = if is_export { "qhnVyof" } else { "qhnVy" };
        let is_option = text.starts_with("--") || text.chars().skip(1).all(|c| letters.contains(c));
        match text.strip_prefix('-') {
            Some(negated) if is_selecting && !is_literal && !is_option => {
                format!("(-{negated})").into()
            }
            _ => word,
        }
    };
    words.map(turn).collect()
}

/// The cards that the words of a selector mean; an error where a name means nothing.
pub fn matching(store: &Store, words: &[String], context: &Context) -> Result<HashSet<CardRow>> {
    Ok(ordered(store, words, context)?.into_iter().collect())
}

/// The same, in the order in which they are learned.
pub fn ordered(store: &Store, words: &[String], context: &Context) -> Result<Vec<CardRow>> {
    let selector = read(store, words)?;
    let decay = Model::default().decay();
    let rows = store.matching(&selector, context.today(), context.clock.now(), decay)?;
    if rows.is_empty() {
        meant(store, words)?;
    }
    Ok(rows)
}

/// Fails where a bare word of a selector that matches nothing is close to a name.
fn meant(store: &Store, words: &[String]) -> Result<()> {
    let names = names(store)?;
    let known = [&names.decks, &names.topics, &names.areas, &names.tags];
    for word in words.iter().filter(|word| !word.contains([':', ' '])) {
        let likeness = |name: &&String| strsim::jaro_winkler(name, word);
        let best = known
            .iter()
            .flat_map(|names| names.iter())
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        if let Some(best) = best.filter(|best| *best != word && 0.8 <= likeness(best)) {
            return Err(Failure::not_found(format!("no card matches `{word}`"))
                .hint(format!("did you mean `{best}`?")));
        }
    }
    Ok(())
}

/// Reads words as one selector whose names are all known.
pub fn read(store: &Store, words: &[String]) -> Result<Selector> {
    let parsed = select::parse(words).map_err(failed)?;
    // Tags stand in the cards: to list them, all are read.
    let names = match parsed.names_tags() {
        true => names(store)?,
        false => names_but_tags(store)?,
    };
    select::resolve(parsed, &names).map_err(failed)
}

/// Every name that a selector may mean.
pub fn names(store: &Store) -> Result<Names> {
    let mut names = names_but_tags(store)?;
    names.tags = store.card_tags()?;
    let decks = store.decks()?;
    names
        .tags
        .extend(decks.into_iter().flat_map(|deck| deck.tags));
    Ok(names)
}

fn names_but_tags(store: &Store) -> Result<Names> {
    let catalogue = Catalogue::built_in();
    let decks = store.decks()?;
    let mut names = Names {
        decks: decks.iter().map(|deck| deck.slug.clone()).collect(),
        topics: catalogue
            .topics
            .iter()
            .map(|topic| topic.id.clone())
            .collect(),
        areas: catalogue.areas.iter().map(|area| area.id.clone()).collect(),
        levels: crate::model::level::Level::ALL
            .iter()
            .map(|level| level.name().to_string())
            .collect(),
        terms: catalogue.topics.iter().flat_map(TermName::of).collect(),
        priorities: Priority::ALL
            .map(|priority| priority.name().to_string())
            .to_vec(),
        ..Names::default()
    };
    for (roadmap, section) in store.listed_sections()? {
        names.sections.push(format!("{roadmap}/{section}"));
        names.sections.push(section);
        names.roadmaps.push(roadmap);
    }
    for list in [&mut names.roadmaps, &mut names.sections] {
        list.sort_unstable();
        list.dedup();
    }
    names
        .topics
        .extend(decks.into_iter().filter_map(|deck| deck.topic));
    Ok(names)
}

fn failed(error: SelectError) -> Failure {
    let kind = if error.is_unknown_name() {
        Kind::NotFound
    } else {
        Kind::Usage
    };
    Failure::new(kind, error.to_string()).hint("`retain help selectors` explains them")
}

/// Finds one card by its key, or by a beginning of it that means only one.
pub fn card(store: &Store, key: &str) -> Result<CardRecord> {
    if let Some(card) = store.card_by_key(key)? {
        return Ok(card);
    }
    let found = store.keys_from(key, 6)?;
    let with_text = found
        .iter()
        .filter(|found| !key.is_empty() && found.starts_with(key))
        .collect::<Vec<_>>();
    match with_text.as_slice() {
        [one] => store.card_by_key(one)?.ok_or_else(|| unknown(key, &[])),
        [] => Err(unknown(key, &near(store, key)?)),
        several => {
            let shown: Vec<&str> = several.iter().take(5).map(|key| key.as_str()).collect();
            Err(
                Failure::not_found(format!("`{key}` means several cards: {}", shown.join(", ")))
                    .hint("write more of the one you mean"),
            )
        }
    }
}

/// Finds one card by its whole key.
pub fn whole(store: &Store, key: &str) -> Result<CardRecord> {
    if let Some(card) = store.card_by_key(key)? {
        return Ok(card);
    }
    let mut near_by = store.keys_from(key, 1)?;
    near_by.retain(|found| found.starts_with(key));
    near_by.extend(near(store, key)?);
    Err(unknown(key, &near_by))
}

fn unknown(key: &str, near: &[String]) -> Failure {
    let failure = Failure::not_found(format!("no card is called `{key}`"));
    match near.first() {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`retain search WORDS` finds cards by their text"),
    }
}

/// Cards of the same deck, or decks, that are written alike; the best first.
fn near(store: &Store, key: &str) -> Result<Vec<String>> {
    let deck = key.split('/').next().unwrap_or(key);
    let mut keys = store.keys_from(&format!("{deck}/"), 2000)?;
    if keys.is_empty() {
        keys = store.keys_from("", 5000)?;
    }
    let likeness = |other: &String| strsim::jaro_winkler(key, other);
    keys.retain(|other| 0.85 <= likeness(other));
    keys.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    Ok(keys)
}

/// Finds a deck by its id.
pub fn deck(store: &Store, slug: &str) -> Result<DeckRow> {
    let decks = store.decks()?;
    if let Some(deck) = decks.iter().find(|deck| deck.slug == slug) {
        return Ok(deck.clone());
    }
    let likeness = |deck: &&DeckRow| strsim::jaro_winkler(&deck.slug, slug);
    let best = decks
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let failure = Failure::not_found(format!("no deck is called `{slug}`"));
    Err(match best {
        Some(best) if 0.8 <= likeness(&best) => {
            failure.hint(format!("did you mean `{}`?", best.slug))
        }
        _ => failure.hint("`retain deck list` lists them"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_no_whole_key_and_says_which_may_be_meant() {
        let folder = tempfile::tempdir().unwrap();
        let deck = "---\nid: own\ntitle: Own\n---\n\n## Q? {#question}\n\nA.\n";
        std::fs::write(folder.path().join("own.md"), deck).unwrap();
        let mut store = Store::in_memory().unwrap();
        super::super::index::refresh(&mut store, &[folder.path().to_path_buf()]).unwrap();
        let failure = whole(&store, "own/q").unwrap_err();
        assert_eq!(failure.message, "no card is called `own/q`");
        assert_eq!(
            failure.hint.as_deref(),
            Some("did you mean `own/question`?")
        );
        assert!(whole(&store, "own/question").is_ok());
    }

    fn turned(line: &str) -> String {
        let words = without_minus(line.split(' ').map(OsString::from));
        let words: Vec<String> = words
            .into_iter()
            .map(|word| word.into_string().unwrap())
            .collect();
        words.join(",")
    }

    #[test]
    fn a_minus_before_a_term_is_no_option() {
        assert_eq!(
            turned("retain search -is:new --json"),
            "retain,search,(-is:new),--json"
        );
        assert_eq!(
            turned("retain suspend -n kafka -q"),
            "retain,suspend,-n,kafka,-q"
        );
        assert_eq!(turned("retain show -x"), "retain,show,-x");
    }
}
