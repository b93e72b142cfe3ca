//! A whole deck, or one card, out of text.

use super::body::prose;
use super::card::card;
use super::fault::{Fault, Report};
use super::front::front;
use super::split::split;
use super::text::Text;
use crate::model::card::Card;
use crate::model::deck::Deck;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// The largest deck, in bytes.
pub const DECK_MAX: usize = 64 << 20;

/// Reads a deck; on any fault all of them, and no deck.
///
/// Control characters come out visible and harmless. One byte order mark in front is passed over.
pub fn parse(raw: &str) -> Result<Deck, Vec<Fault>> {
    if raw.len() > DECK_MAX {
        let message = format!(
            "the file has {} bytes, at most {DECK_MAX} are read",
            raw.len()
        );
        return Err(vec![Fault::of_file(1, message, "part the deck")]);
    }
    let raw = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    if let Some(fault) = unreadable(raw) {
        return Err(vec![fault]);
    }
    let text = Text::new(raw);
    let mut report = Report::new(&text);
    let deck = deck(&text, &mut report);
    report.into_result(deck)
}

/// Reads one card from its own lines, heading first, as `Card::source` keeps them.
pub fn parse_card(source: &str) -> Result<Card, Vec<Fault>> {
    let text = Text::new(source);
    let mut report = Report::new(&text);
    let split = split(&text, 0..text.as_str().len(), &mut report);
    let [range] = &split.cards[..] else {
        report.add(
            0..1,
            "these lines are not one card",
            "start with its `## ` heading",
        );
        return Err(report.into_faults());
    };
    let (card, _) = card(&text, range, &mut report);
    report.into_result(card)
}

/// What makes reading further pointless.
fn unreadable(raw: &str) -> Option<Fault> {
    let (at, message, hint) = if raw.starts_with('\u{feff}') {
        (
            0,
            "a second byte order mark stands here".to_string(),
            "remove it",
        )
    } else if let Some(at) = raw.find('\0') {
        (at, format!("byte {at} is NUL"), "remove it: a deck is text")
    } else if raw.trim().is_empty() {
        (
            0,
            "the file is empty".to_string(),
            "write front matter and a card",
        )
    } else {
        return None;
    };
    let line = raw[..at].matches('\n').count() + 1;
    Some(Fault::of_file(line, message, hint))
}

fn deck(text: &Text, report: &mut Report) -> Deck {
    let (front, body) = front(text, report);
    let split = split(text, body..text.as_str().len(), report);
    if split.cards.is_empty() {
        let end = text.as_str().trim_end().len();
        report.add(
            end..end,
            "the deck has no card",
            "start one with a line `## …`",
        );
    }
    Deck {
        front,
        about: prose(text, split.about, report),
        cards: cards(text, &split.cards, report),
    }
}

fn cards(text: &Text, ranges: &[Range<usize>], report: &mut Report) -> Vec<Card> {
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut cards = Vec::with_capacity(ranges.len());
    for range in ranges {
        let (card, place) = card(text, range, report);
        if let Some(id) = &card.id {
            match lines.entry(id.clone()) {
                Entry::Vacant(free) => _ = free.insert(card.line),
                Entry::Occupied(used) => {
                    let message = format!("id `{id}` is already used on line {}", used.get());
                    report.add(place, message, "choose another");
                }
            }
        }
        cards.push(card);
    }
    cards
}

#[cfg(test)]
mod tests;
