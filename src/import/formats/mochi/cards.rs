//! From Mochi's data to drafts.

use super::text::{clozes, filled, media, sides};
use super::value::Value;
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::format::Options;
use std::collections::{HashMap, HashSet};

/// Where the data came from.
pub struct Source<'s> {
    pub path: &'s str,
    /// `data.edn` or `data.json`.
    pub entry: &'s str,
    pub options: &'s Options<'s>,
    /// Whether a file of that name may be taken.
    pub has_medium: &'s dyn Fn(&str) -> bool,
}

/// Adds all that the data says; returns the names of files that drafts refer to, each once.
pub fn read(source: &Source, root: &Value, harvest: &mut Harvest) -> Result<Vec<String>, Fault> {
    let place = |path: String| format!("{}: {}: {path}", source.path, source.entry);
    let decks = root.list("decks");
    let by_id = |key: &str| -> HashMap<&str, &Value> {
        let named = root.list(key).iter().map(|value| (value.text("id"), value));
        named.filter(|(id, _)| !id.is_empty()).collect()
    };
    let mut reading = Reading {
        source,
        decks: by_id("decks"),
        templates: by_id("templates"),
        media: Vec::new(),
        seen: HashSet::new(),
        harvest,
    };
    for (idx, deck) in decks.iter().enumerate() {
        let path = format!("decks[{idx}]");
        if deck.is_set("trashed?") {
            reading.lose("decks in the bin", place(path));
            continue;
        }
        let name = reading.name(deck, &place(path.clone()))?;
        for (idx, card) in deck.list("cards").iter().enumerate() {
            reading.card(card, &name, place(format!("{path}.cards[{idx}]")))?;
        }
    }
    Ok(reading.media)
}

struct Reading<'r> {
    source: &'r Source<'r>,
    decks: HashMap<&'r str, &'r Value>,
    templates: HashMap<&'r str, &'r Value>,
    media: Vec<String>,
    /// The same names, to find them.
    seen: HashSet<String>,
    harvest: &'r mut Harvest,
}

impl Reading<'_> {
    fn lose(&mut self, what: &str, place: String) {
        self.harvest.losses.add(what, place);
    }

    /// The names of a deck and those it stands in, outermost first.
    fn name(&self, deck: &Value, place: &str) -> Result<Vec<String>, Fault> {
        let limit = self.source.options.limits.deck_levels;
        let mut names = Vec::new();
        let mut next = Some(deck);
        while let Some(deck) = next {
            if names.len() == limit {
                let what = format!("the deck stands more than {limit} levels deep, or in itself");
                return Err(Fault::new(place, what, "raise `--max-deck-levels`"));
            }
            names.push(match deck.text("name").trim() {
                "" => "blank".to_string(),
                name => name.to_string(),
            });
            next = self.decks.get(deck.text("parent-id")).copied();
        }
        names.reverse();
        Ok(names)
    }

    fn card(&mut self, card: &Value, deck: &[String], place: String) -> Result<(), Fault> {
        let limit = self.source.options.limits.notes;
        if limit <= self.harvest.n_notes {
            let what = format!("it has more than {limit} cards");
            return Err(Fault::new(self.source.path, what, "raise `--max-notes`"));
        }
        self.harvest.n_notes += 1;
        let id = card.text("id");
        let place = match id {
            "" => place,
            id => format!("{place} ({id})"),
        };
        if card.is_set("trashed?") {
            self.lose("cards in the bin", place);
            return Ok(());
        }
        if self.source.options.progress && card.is_set("reviews") {
            self.lose("what was learned in Mochi", place.clone());
        }
        match self.draft(card, deck, &place) {
            Ok(draft) => self.harvest.drafts.push(draft),
            Err((what, hint)) => self.harvest.refused.push(Fault::new(place, what, hint)),
        }
        Ok(())
    }

    fn draft(
        &mut self,
        card: &Value,
        deck: &[String],
        place: &str,
    ) -> Result<Draft, (String, &'static str)> {
        let text = self.content(card);
        let limit = self.source.options.limits.field_bytes;
        if limit < text.len() {
            let what = format!("it has {} bytes, at most {limit} are read", text.len());
            return Err((what, "shorten it, or raise `--max-field`"));
        }
        let (text, names, n_missing) = media(&text, self.source.has_medium);
        let id = card.text("id");
        let draft = Draft {
            deck: deck.to_vec(),
            id: (!id.is_empty()).then(|| id.to_string()),
            place: place.to_string(),
            tags: tags(card),
            ..Draft::default()
        };
        let draft = asked(&text, draft, self.source.options.unanswered)?;
        for _ in 0..n_missing {
            self.lose("pictures and sounds that are not there", place.to_string());
        }
        let new = names
            .into_iter()
            .filter(|name| self.seen.insert(name.clone()));
        self.media.extend(new);
        Ok(draft)
    }

    /// The text of a card: its own, or its template filled in.
    fn content(&self, card: &Value) -> String {
        let own = card.text("content");
        let template = self.templates.get(card.text("template-id"));
        let Some(template) = template.filter(|_| own.trim().is_empty()) else {
            return own.to_string();
        };
        // Templates name fields by what they are called, cards by their ids.
        let id_of = |name: &str| match template.get("fields") {
            Some(Value::Map(fields)) => {
                let named = fields.iter().find(|(_, field)| field.text("name") == name);
                named.map(|(id, _)| id.as_str())
            }
            _ => None,
        };
        filled(template.text("content"), |name| {
            let id = id_of(name).unwrap_or(name);
            Some(field(card, id).unwrap_or_default().to_string())
        })
    }
}

/// The value of a field of a card, in any case of its name.
fn field<'v>(card: &'v Value, id: &str) -> Option<&'v str> {
    let Some(Value::Map(fields)) = card.get("fields") else {
        return None;
    };
    let found = fields
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(id));
    found.map(|(_, field)| match field {
        Value::Text(text) => text.as_str(),
        field => field.text("value"),
    })
}

fn tags(card: &Value) -> Vec<String> {
    let tags = card.list("tags").iter().filter_map(|tag| match tag {
        Value::Text(tag) => Some(tag.clone()),
        _ => None,
    });
    tags.collect()
}

/// What a card's text asks: the first side is the question, all others are the answer. Clozes of the
/// first side make it a cloze.
pub fn asked(
    text: &str,
    draft: Draft,
    keeps_unanswered: bool,
) -> Result<Draft, (String, &'static str)> {
    let mut sides = sides(text);
    let question = sides.remove(0);
    sides.retain(|side| !side.is_empty());
    let answer = sides.join("\n\n");
    if let Some(text) = clozes(&question) {
        let answer = match answer.is_empty() {
            true => text,
            false => format!("{text}\n\n{answer}"),
        };
        return Ok(Draft {
            answer,
            ask: Ask::Cloze,
            ..draft
        });
    }
    if question.is_empty() {
        return Err(("it has no question".to_string(), ""));
    }
    let ask = match answer.is_empty() {
        false => Ask::Recall,
        true if keeps_unanswered => Ask::Open,
        true => {
            let hint = "take it as an open question with `--keep-unanswered`";
            return Err(("it has no answer".to_string(), hint));
        }
    };
    Ok(Draft {
        question,
        answer,
        ask,
        ..draft
    })
}
