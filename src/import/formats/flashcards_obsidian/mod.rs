//! Notes of Obsidian with cards of its plugin "Flashcards": `Question #card` with the answer below,
//! `Question::Answer`, and highlights that it has given a number.
//!
//! In comes a Markdown note, out go its cards. The plugin shows the headings above a question with
//! it; here they do where the question is no sentence that asks. Lines with `::` alone are no sign
//! of this plugin, since others have them, too.

mod cards;
#[cfg(test)]
mod tests;

use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::formats::obsidian::{highlights, unlisted};
use crate::import::text::admit::{admit, count_note};
use crate::import::text::curly;
use crate::import::text::dialect::{self, Page};
use crate::import::text::holes::{Hole, cleaned, finished, marked};
use crate::import::text::vault::Vault;
use crate::import::text::wiki::Reader;
use cards::{Card, Shape};
use std::collections::HashMap;

const REMINDERS: &str = "lines to be seen again, which ask nothing";

/// The format.
pub struct FlashcardsObsidian;

impl Format for FlashcardsObsidian {
    fn name(&self) -> &'static str {
        "flashcards-obsidian"
    }

    fn label(&self) -> &'static str {
        "Obsidian notes with #card of the plugin Flashcards (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Some(text) = dialect::beginning(file).filter(|text| has_sign(text)) else {
            return Likeness::No;
        };
        let page = Page::new(&text);
        let cards = cards::read(&page);
        let whole: Vec<&Card> = cards.iter().filter(|card| is_whole(card)).collect();
        // Lists of such cards are Logseq's.
        let is_theirs = |card: &&Card| {
            let is_tagged = matches!(card.shape, Shape::Tagged { .. });
            card.anchor.is_some() || is_tagged && !card.is_listed
        };
        let has_deck = page
            .front
            .as_ref()
            .is_some_and(|front| has_deck(front.text));
        if whole.iter().any(|card| card.anchor.is_some()) {
            return Likeness::Sure;
        }
        match whole.iter().copied().any(|card| is_theirs(&card)) || has_deck {
            true => Likeness::Cards(whole.iter().filter(|card| !card.is_listed).count()),
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = cleaned(&text);
        let page = Page::new(&text);
        let vault = Vault::new(file, &harvest.media);
        let about = About::of(&page);
        for card in cards::read(&page) {
            count_note(file, options, harvest)?;
            match card.shape {
                Shape::Reminder => harvest.losses.add(REMINDERS, file.line(card.line)),
                _ => take(&card, &about, (file, &vault), options, harvest),
            }
        }
        Ok(())
    }
}

/// Whether something of the plugin may be in a text at all.
fn has_sign(text: &str) -> bool {
    let signs = ["#card", "cards-deck:", "^", "ankiID:"];
    signs.iter().any(|sign| text.contains(sign))
}

fn has_deck(front: &str) -> bool {
    front.lines().any(|line| line.starts_with("cards-deck:"))
}

fn is_whole(card: &Card) -> bool {
    let has = |side: &str| !side.trim_matches(['#', ' ', '\n']).is_empty();
    match card.shape {
        Shape::Cloze => true,
        Shape::Reminder => false,
        Shape::Tagged { .. } | Shape::Single { .. } => has(&card.front) && has(&card.back),
    }
}

/// What the front matter says of all cards.
struct About {
    deck: Vec<String>,
    tags: Vec<String>,
}

impl About {
    fn of(page: &Page) -> About {
        let front = page.front.as_ref();
        let deck = front.and_then(|front| front.value(&["cards-deck"]));
        let names = deck.iter().flat_map(|deck| deck.split("::"));
        let tags = front.map_or_else(Vec::new, |front| front.values("tags"));
        let words = tags.iter().flat_map(|tags| tags.split([',', ' ']));
        let words = words.map(|word| word.trim_matches(['#', '[', ']']));
        About {
            deck: names.map(|name| name.trim().to_string()).collect(),
            tags: words
                .filter(|word| !word.is_empty())
                .map(str::to_string)
                .collect(),
        }
    }
}

fn take(
    card: &Card,
    about: &About,
    (file, vault): (&File, &Vault),
    options: &Options,
    harvest: &mut Harvest,
) {
    let footnotes = HashMap::new();
    let mut reader = Reader::new(vault, &footnotes);
    let mut draft = Draft {
        deck: about.deck.clone(),
        id: card.anchor.map(str::to_string),
        place: file.line(card.line),
        ..Draft::default()
    };
    match card.shape {
        Shape::Cloze => {
            draft.ask = Ask::Cloze;
            let text = marked(&card.front, &holes(&card.front));
            draft.answer = finished(&reader.side(unlisted(&text)));
        }
        Shape::Tagged { reversed } | Shape::Single { reversed } => {
            draft.reversed = reversed;
            let question = reader.side(&card.front);
            draft.question = asking(unlisted(question.trim()), &card.above);
            draft.answer = reader.side(card.back.trim_start_matches([' ', '\n']));
        }
        Shape::Reminder => return,
    }
    // The first heading is the note's title, and one that asks is no topic.
    let topics = card.above.iter().skip(1).copied();
    let topics = topics.filter(|topic| !topic.ends_with('?'));
    let inside = reader.tags.iter().map(String::as_str);
    let own = card.tags.iter().copied().chain(inside);
    let tags = about.tags.iter().map(String::as_str).chain(own);
    for tag in tags.chain(topics).filter(|tag| !tag.is_empty()) {
        if !draft.tags.iter().any(|held| held == tag) {
            draft.tags.push(tag.to_string());
        }
    }
    admit(draft, reader.luggage, options, harvest);
}

/// The question, with the headings above it where it would not be understood alone.
fn asking(question: &str, above: &[&str]) -> String {
    // `[What is it?](https://…)`
    let label = question
        .rsplit_once("](")
        .map_or(question, |(label, _)| label);
    let is_alone = label.trim_end_matches(['*', '_']).ends_with('?');
    match is_alone || question.contains('\n') || question.is_empty() || above.is_empty() {
        true => question.to_string(),
        false => format!("{} > {question}", above.join(" > ")),
    }
}

/// Highlights hide in order; a line without any hides what stands in curly brackets.
fn holes(text: &str) -> Vec<Hole> {
    let highlights = highlights(text);
    match highlights.is_empty() {
        true => curly::holes(text),
        false => highlights,
    }
}
