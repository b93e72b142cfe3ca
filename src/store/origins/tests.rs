//! What the ledger keeps of each card.

use super::*;

fn origin(address: &str) -> Origin {
    Origin {
        id: 0,
        address: address.to_string(),
        format: "anki".to_string(),
        options: "{}".to_string(),
        hash: Vec::new(),
        revision: None,
        imported: Timestamp(0),
    }
}

fn card(id: &str, text: &str) -> LedgerCard {
    LedgerCard {
        origin: 0,
        deck: "d".to_string(),
        card: id.to_string(),
        source_id: format!("\"{id}\"\n"),
        text: text.to_string(),
        gone: false,
    }
}

fn put(store: &mut Store, origin: &Origin, card: LedgerCard) {
    let origin = store.put_origin(origin, &[]).unwrap();
    let sheet = Sheet::of("d".to_string(), &[card]);
    store.put_cards(origin, &sheet).unwrap();
}

/// Origin, card and text of all that is kept, in order.
fn check(store: &Store, expected: &[(OriginRow, &str, &str)]) {
    let cards = store.origin_cards().unwrap();
    let mut found: Vec<(OriginRow, &str, &str)> = cards
        .iter()
        .map(|card| (card.origin, card.card.as_str(), card.text.as_str()))
        .collect();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_large_deck_is_packed_and_comes_back() {
    let mut store = Store::in_memory().unwrap();
    let origin = store.put_origin(&origin("x"), &[]).unwrap();
    let ids: Vec<String> = (0..200).map(|number| format!("card-{number:03}")).collect();
    let cards: Vec<LedgerCard> = ids.iter().map(|id| card(id, &format!("## {id}"))).collect();
    let texts: Vec<String> = cards.iter().map(|card| card.text.clone()).collect();
    for part in [&cards[..150], &cards[100..]] {
        let sheet = Sheet::of("d".to_string(), part);
        store.put_cards(origin, &sheet).unwrap();
    }
    let expected = ids.iter().zip(&texts);
    let expected: Vec<(OriginRow, &str, &str)> = expected
        .map(|(id, text)| (1, id.as_str(), text.as_str()))
        .collect();
    check(&store, &expected);
    let size = "select length(cards) from origin_cards";
    let size: i64 = store
        .read(|connection| connection.query_row(size, [], |row| row.get(0)))
        .unwrap();
    assert!(size < SMALL as i64, "{size}");
}

#[test]
fn a_card_is_kept_once_as_it_was_last_imported() {
    let mut store = Store::in_memory().unwrap();
    let cards = [card("a", "1"), card("b", "2")];
    let first = store.put_origin(&origin("x"), &[]).unwrap();
    let sheet = Sheet::of("d".to_string(), &cards);
    store.put_cards(first, &sheet).unwrap();
    check(&store, &[(1, "a", "1"), (1, "b", "2")]);
    let known = store.origin("x").unwrap().unwrap();
    put(&mut store, &known, card("b", "3"));
    check(&store, &[(1, "a", "1"), (1, "b", "3")]);
    put(&mut store, &origin("y"), card("a", "4"));
    check(&store, &[(1, "b", "3"), (2, "a", "4")]);
    let mut ids = store.source_ids("anki").unwrap();
    ids.sort_unstable();
    assert_eq!(ids[0].2, "\"a\"\n");
    store.forget_origin(1).unwrap();
    check(&store, &[(2, "a", "4")]);
}
