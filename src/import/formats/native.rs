//! Decks of retain itself: they are read as such, and each card stays what it is.
//!
//! A deck with a fault is refused whole, with all its faults; of what is read nothing is lost.

use crate::deck;
use crate::import::draft::{DeckFacts, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::beside::Beside;
use crate::import::text::dialect;
use crate::import::text::markdown::media_in;
use crate::model::deck::Deck;

pub struct Native;

impl Format for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn label(&self) -> &'static str {
        "decks of retain"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let is_deck = deck::looks_like_deck(file.bytes) && !is_note(file);
        match (is_deck, has_ids(file)) {
            (true, has_ids) if has_ids || has_key(file, &["id"]) => Likeness::Sure,
            // Notes of any program may have a title alone.
            (true, _) | (_, true) => Likeness::Meant,
            _ => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let read = match &options.encoding {
            Some(name) => deck::parse(&file.text(Some(name), &options.limits)?),
            None => {
                check_size(file, options)?;
                deck::parse_bytes(file.bytes)
            }
        };
        match read {
            Ok(deck) => take(deck, file, options, harvest),
            Err(faults) => {
                harvest
                    .refused
                    .extend(faults.iter().map(|fault| foreign(fault, file)));
                Ok(())
            }
        }
    }
}

/// Keys of front matter by which notes and pages of other tools are known. They may have `id` and
/// `title` too.
const FOREIGN: &[&str] = &[
    "alias",
    "aliases",
    "card_id",
    "categories",
    "created",
    "cssclass",
    "cssclasses",
    "date",
    "deck",
    "description",
    "layout",
    "model",
    "modified",
    "note_type",
    "notetype",
    "permalink",
    "publish",
    "sidebar_label",
    "sidebar_position",
    "slug",
    "type",
    "updated",
];

/// Whether a heading of the second level ends in an id, `{#id}`.
fn has_ids(file: &File) -> bool {
    let has_id = |line: &str| line.starts_with("## ") && line.contains(" {#");
    file.has_extension("md")
        && dialect::beginning(file).is_some_and(|text| text.lines().any(has_id))
}

fn is_note(file: &File) -> bool {
    has_key(file, FOREIGN)
}

/// Whether the front matter has one of these keys.
fn has_key(file: &File, keys: &[&str]) -> bool {
    let Some(text) = dialect::beginning(file) else {
        return false;
    };
    let mut front = text
        .lines()
        .skip(1)
        .take_while(|line| line.trim_end() != "---");
    front.any(|line| {
        line.split_once(':')
            .is_some_and(|(key, _)| keys.contains(&key))
    })
}

fn check_size(file: &File, options: &Options) -> Result<(), Fault> {
    let (found, most) = (file.bytes.len() as u64, options.limits.text_bytes);
    if found <= most {
        return Ok(());
    }
    let what = format!("the file has {found} bytes, at most {most} are read");
    Err(Fault::new(
        file.path,
        what,
        "part it, or raise `--max-text`",
    ))
}

fn foreign(fault: &deck::Fault, file: &File) -> Fault {
    let hint = fault.hint.clone().unwrap_or_default();
    Fault::new(file.at(fault.line, fault.column), &fault.message, hint)
}

fn take(
    mut deck: Deck,
    file: &File,
    options: &Options,
    harvest: &mut Harvest,
) -> Result<(), Fault> {
    harvest.n_notes += deck.cards.len();
    let most = options.limits.notes;
    if most < harvest.n_notes {
        let what = format!("more than {most} notes stand in the source");
        return Err(Fault::new(
            file.path,
            what,
            "part it, or raise `--max-notes`",
        ));
    }
    deck::give_ids(&mut deck);
    let name = vec![deck.front.id.clone()];
    let mut beside = Beside::new(file);
    for card in &deck.cards {
        for medium in media_in(&card.source) {
            beside.take(&medium, &file.line(card.line), harvest);
        }
        let id = card.id.as_deref().unwrap_or_default();
        harvest.drafts.push(Draft {
            deck: name.clone(),
            place: file.line(card.line),
            question: card.question.clone(),
            key: Some(format!("{}/{id}", deck.front.id)),
            native: Some(deck::print_card(card)),
            ..Draft::default()
        });
    }
    harvest.decks.push(facts(deck, name));
    Ok(())
}

fn facts(deck: Deck, name: Vec<String>) -> DeckFacts {
    DeckFacts {
        deck: name,
        id: Some(deck.front.id),
        title: Some(deck.front.title),
        about: deck.about,
        topic: deck.front.topic,
        level: deck.front.level,
        tags: deck.front.tags,
        checked: deck.front.checked,
        licence: deck.front.licence,
        authors: deck.front.authors,
    }
}

#[cfg(test)]
mod tests;
