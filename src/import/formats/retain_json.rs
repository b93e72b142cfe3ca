//! What `retain export --to json` writes, back again.
//!
//! A card that has its own text is that card again, whatever its other keys say; one without it is
//! made of them, so that other programs can write this shape too. It is told in `docs/export.md`.

mod history;
mod media;

use crate::deck::parse_card;
use crate::import::draft::{Ask, DeckFacts, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::model::card::{Choice, is_slug};
use crate::model::level::Level;
use history::{Progress, history};
use media::{SourceMedium, read_media};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The one format of this file.
pub struct RetainJson;

/// What stands in `format`.
const MARK: &str = "retain-json";

/// The newest shape that is known.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Source {
    #[serde(default = "one")]
    version: u32,
    #[serde(default)]
    decks: Vec<SourceDeck>,
    #[serde(default)]
    media: Vec<SourceMedium>,
}

#[derive(Deserialize)]
struct SourceDeck {
    name: Vec<String>,
    id: Option<String>,
    title: Option<String>,
    topic: Option<String>,
    level: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    authors: Vec<String>,
    licence: Option<String>,
    checked: Option<String>,
    #[serde(default)]
    about: String,
    /// Read one by one, so that a fault in one refuses one.
    #[serde(default)]
    cards: Vec<Value>,
}

#[derive(Deserialize)]
struct SourceCard {
    key: Option<String>,
    text: Option<String>,
    guid: Option<String>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    reversed: bool,
    #[serde(default)]
    choices: Vec<SourceChoice>,
    #[serde(default)]
    accept: Vec<String>,
    #[serde(default)]
    steps: Vec<String>,
    hint: Option<String>,
    why: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    progress: Vec<Progress>,
}

#[derive(Deserialize)]
struct SourceChoice {
    #[serde(default)]
    right: bool,
    text: String,
    note: Option<String>,
}

fn one() -> u32 {
    1
}

impl Format for RetainJson {
    fn name(&self) -> &'static str {
        MARK
    }

    fn label(&self) -> &'static str {
        "what `retain export --to json` writes"
    }

    fn likeness(&self, file: &File) -> Likeness {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            #[serde(rename = "decks")]
            _decks: IgnoredAny,
        }
        let bytes = file
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(file.bytes);
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if first != Some(&b'{') || !bytes.windows(MARK.len()).any(|at| at == MARK.as_bytes()) {
            return Likeness::No;
        }
        match serde_json::from_slice::<Head>(bytes) {
            Ok(head) if head.format == MARK => Likeness::Sure,
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let source: Source = serde_json::from_str(&text).map_err(|error| broken(file, &error))?;
        if VERSION < source.version {
            let what = format!(
                "it was written by a newer retain (shape {}, this one reads up to {VERSION})",
                source.version
            );
            return Err(Fault::new(file.path, what, "update retain"));
        }
        check_count(file, &source, options)?;
        for (deck_idx, deck) in source.decks.into_iter().enumerate() {
            let place = format!("{}: decks[{deck_idx}]", file.path);
            read_deck(deck, &place, options, harvest)?;
        }
        read_media(file, source.media, options, harvest)
    }
}

fn check_count(file: &File, source: &Source, options: &Options) -> Result<(), Fault> {
    let n_cards: usize = source.decks.iter().map(|deck| deck.cards.len()).sum();
    if n_cards <= options.limits.notes {
        return Ok(());
    }
    let what = format!(
        "it has {n_cards} cards, at most {} are read",
        options.limits.notes
    );
    Err(Fault::new(file.path, what, "raise `--max-notes`"))
}

fn broken(file: &File, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let end = text.rfind(" at line").unwrap_or(text.len());
    let place = file.at(error.line(), error.column().max(1));
    Fault::new(place, &text[..end], "export it again")
}

fn read_deck(
    deck: SourceDeck,
    place: &str,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    if options.limits.deck_levels < deck.name.len() {
        let what = format!(
            "its name has {} levels, at most {} are read",
            deck.name.len(),
            options.limits.deck_levels
        );
        return Err(Fault::new(place, what, "raise `--max-deck-levels`"));
    }
    for (card_idx, card) in deck.cards.into_iter().enumerate() {
        harvest.n_notes += 1;
        let place = format!("{place}.cards[{card_idx}]");
        let text = |name: &str| card.get(name)?.as_str().map(str::to_string);
        let id = text("key").or_else(|| text("guid"));
        let read = serde_json::from_value(card)
            .map_err(|error| Fault::new(&place, error.to_string(), "export it again"))
            .and_then(|card| draft(card, &deck.name, place, options));
        match read {
            Ok(draft) => harvest.drafts.push(draft),
            Err(fault) => harvest.refuse(fault, id.as_deref()),
        }
    }
    harvest.decks.push(DeckFacts {
        deck: deck.name,
        title: deck.title,
        topic: deck.topic,
        level: deck.level.as_deref().and_then(Level::from_name),
        tags: deck.tags,
        id: deck.id,
        about: deck.about,
        checked: deck.checked,
        licence: deck.licence,
        authors: deck.authors,
    });
    Ok(())
}

fn draft(
    card: SourceCard,
    deck: &[String],
    place: String,
    options: &Options,
) -> Result<Draft, Fault> {
    if let Some(text) = &card.text {
        check_text(text, card.key.as_deref(), &place)?;
    }
    let history = match options.progress {
        true => card
            .progress
            .iter()
            .map(|one| history(one, &place))
            .collect::<Result<_, _>>()?,
        false => Vec::new(),
    };
    let parts = [card.question.as_str(), card.prompt.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let is_open = card.kind == "open";
    if card.text.is_none() && parts.is_empty() && card.kind != "cloze" {
        return Err(Fault::new(
            place,
            "the card has no question",
            "give it a `question`",
        ));
    }
    let answers = !card.answer.trim().is_empty()
        || card.choices.iter().any(|choice| choice.right)
        || !card.accept.is_empty()
        || !card.steps.is_empty();
    if card.text.is_none() && !answers && !is_open && !options.unanswered {
        return Err(Fault::new(
            place,
            "the card has no answer",
            "give it an `answer`",
        ));
    }
    let ask = ask(&card, answers);
    Ok(Draft {
        deck_id: None,
        format: "",
        deck: deck.to_vec(),
        id: card.key.clone().or(card.guid),
        place,
        question: parts.join("\n\n"),
        ask,
        answer: card.answer,
        reversed: card.reversed,
        choices: card.choices.into_iter().map(Choice::from).collect(),
        hint: card.hint,
        why: card.why,
        sources: card.sources,
        tags: card.tags,
        history,
        // Without its text the key alone does not make it that card.
        key: card.key.filter(|_| card.text.is_some()),
        native: card.text,
    })
}

impl From<SourceChoice> for Choice {
    fn from(choice: SourceChoice) -> Choice {
        Choice {
            right: choice.right,
            text: choice.text,
            note: choice.note,
        }
    }
}

/// A card's own text must be one card, and the one that its key names.
fn check_text(text: &str, key: Option<&str>, place: &str) -> Result<(), Fault> {
    let hint = "export it again, or leave `text` out";
    let named = key.and_then(|key| key.split_once('/'));
    let Some((_, id)) = named.filter(|(deck, id)| is_slug(deck) && is_slug(id)) else {
        let what = "a card with a `text` needs its `key`: deck id, slash, card id";
        return Err(Fault::new(place, what, hint));
    };
    match parse_card(text) {
        Ok(card) if card.id.as_deref() == Some(id) => Ok(()),
        Ok(_) => {
            let what = format!("its `text` is not the card `{id}` that `key` names");
            Err(Fault::new(place, what, hint))
        }
        Err(faults) => {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            let first = first.lines().next().unwrap_or_default();
            Err(Fault::new(
                place,
                format!("its `text` cannot be read: {first}"),
                hint,
            ))
        }
    }
}

fn ask(card: &SourceCard, answers: bool) -> Ask {
    match card.kind.as_str() {
        "cloze" => Ask::Cloze,
        "typed" if !card.accept.is_empty() => Ask::Typed(card.accept.clone()),
        "number" if !card.accept.is_empty() => Ask::Number(card.accept[0].clone()),
        "order" if !card.steps.is_empty() => Ask::Order(card.steps.clone()),
        "open" => Ask::Open,
        _ if !answers => Ask::Open,
        _ => Ask::Recall,
    }
}

#[cfg(test)]
mod tests;
