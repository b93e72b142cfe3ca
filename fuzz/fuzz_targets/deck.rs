//! No text makes the reading of decks panic, and what was read prints and reads again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::deck::{
    Rules, cloze, format, lint, looks_like_deck, parse_bytes, parse_card, parts, print,
};
use retain::model::card::Part;
use retain::model::deck::Deck;

/// Without what may differ between two readings.
fn content(mut deck: Deck) -> Deck {
    for card in &mut deck.cards {
        card.line = 0;
        card.source.clear();
    }
    deck
}

fuzz_target!(|bytes: &[u8]| {
    looks_like_deck(bytes);
    let deck = match parse_bytes(bytes) {
        Ok(deck) => deck,
        Err(faults) => {
            assert!(
                faults
                    .iter()
                    .all(|fault| !fault.render("a.md").contains('\u{1b}'))
            );
            return;
        }
    };
    let text = String::from_utf8_lossy(bytes);
    lint(&deck, &text, &Rules::default());
    for card in &deck.cards {
        assert!(parse_card(&card.source).is_ok(), "{}", card.source);
        for part in parts(card) {
            if let Part::Cloze(number) = part {
                cloze::cloze_front(&card.answer, number);
                cloze::cloze_back(&card.answer, number);
            }
        }
    }
    let printed = print(&deck);
    let again = parse_bytes(printed.as_bytes()).map(content);
    assert_eq!(again.ok(), Some(content(deck)), "{printed}");
    let formatted = format(&text).expect("it was read before");
    assert_eq!(format(&formatted).as_ref(), Ok(&formatted));
});
