//! No draft makes its shaping panic, and a card that comes of one is read again from its deck as
//! the same card, with the next behind it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::deck::parse;
use retain::import::draft::{Ask, Draft};
use retain::import::shape::card;
use retain::model::card::{Card, Choice};

/// Stands between the texts of a draft.
const NEXT: char = '\u{1e}';

/// A draft of flags and texts: question, answer, hint, why, source, tag, then items.
fn draft(flags: u8, text: &str) -> Draft {
    let mut texts = text.split(NEXT).map(str::to_string);
    let mut next = || texts.next();
    let [question, answer] = [next(), next()].map(Option::unwrap_or_default);
    let [hint, why] = [next(), next()];
    let [source, tag] = [next(), next()].map(|text| text.filter(|text| !text.is_empty()));
    let items: Vec<String> = texts.collect();
    let choice = |(idx, text): (usize, &String)| Choice {
        right: idx % 2 == 0,
        text: text.clone(),
        note: (idx % 3 == 0).then(|| text.clone()),
    };
    let choices = match flags & 16 {
        0 => Vec::new(),
        _ => items.iter().enumerate().map(choice).collect(),
    };
    let ask = match flags & 7 {
        1 => Ask::Cloze,
        2 => Ask::Typed(items),
        3 => Ask::Number(items.into_iter().next().unwrap_or_default()),
        4 => Ask::Order(items),
        5 => Ask::Open,
        _ => Ask::Recall,
    };
    Draft {
        place: "a:1".to_string(),
        question,
        answer,
        ask,
        reversed: flags & 8 != 0,
        choices,
        hint,
        why,
        sources: source.into_iter().collect(),
        tags: tag.into_iter().collect(),
        ..Draft::default()
    }
}

/// Without what depends on the place in a file.
fn content(card: Card) -> Card {
    Card { line: 0, ..card }
}

fuzz_target!(|input: (u8, &str)| {
    let (flags, text) = input;
    let made = match card(&draft(flags, text), "a") {
        Ok(made) => made,
        Err(fault) => return assert!(fault.place == "a:1" && !fault.what.is_empty()),
    };
    let next = "## Next {#b}\n\nc";
    let text = format!("---\nid: d\ntitle: D\n---\n\n{}\n\n{next}\n", made.source);
    let deck = parse(&text).unwrap_or_else(|faults| panic!("{text}{faults:?}"));
    let [first, second] = <[Card; 2]>::try_from(deck.cards).expect("two were written");
    assert_eq!(content(first), content(made));
    assert_eq!(second.source, next);
});
