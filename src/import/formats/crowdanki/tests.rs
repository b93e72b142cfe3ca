use super::*;
use crate::import::draft::{Ask, Draft};
use crate::import::file::tests::Shelf;
use crate::import::limits::Limits;
use crate::model::time::{DayBoundary, Timestamp};
use proptest::prelude::*;

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn harvest_of(bytes: &[u8], beside: &[(&str, &[u8])]) -> Result<Harvest, Fault> {
    let file = File {
        path: "d/deck.json",
        bytes,
        beside: &Shelf::new(beside),
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &utc,
    };
    let mut harvest = Harvest::default();
    CrowdAnki.read(&file, &options, &mut harvest)?;
    Ok(harvest)
}

fn harvest(json: &str) -> Harvest {
    harvest_of(json.as_bytes(), &[]).unwrap()
}

fn fault(json: &str) -> String {
    harvest_of(json.as_bytes(), &[]).err().unwrap().to_string()
}

/// A deck whose note type `m` has the fields Front and Back.
fn deck(rest: &str) -> String {
    let model = r#"{"crowdanki_uuid": "m", "name": "Basic", "flds": [{"name": "Back", "ord": 1},
        {"name": "Front", "ord": 0}], "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}]}"#;
    format!(r#"{{"__type__": "Deck", "name": "A::B", "note_models": [{model}], {rest}}}"#)
}

fn note(fields: &str) -> String {
    format!(r#"{{"guid": "g", "note_model_uuid": "m", "tags": ["x y"], "fields": {fields}}}"#)
}

#[test]
fn notes_of_all_decks_are_read_with_the_types_of_the_root() {
    let inner = format!(r#"{{"name": "C", "notes": [{}]}}"#, note(r#"["q", "a"]"#));
    let json = deck(&format!(
        r#""crowdanki_uuid": "u", "children": [null, {inner}]"#
    ));
    let harvest = harvest(&json);
    assert_eq!(harvest.n_notes, 1);
    let draft = &harvest.drafts[0];
    assert_eq!(draft.deck, ["A", "B", "C"]);
    assert_eq!((draft.question.as_str(), draft.answer.as_str()), ("q", "a"));
    assert_eq!(draft.id.as_deref(), Some("g"));
    assert_eq!(draft.place, "d/deck.json: children[1].notes[0] (g)");
    assert_eq!(harvest.decks[0].id.as_deref(), Some("u"));
    assert_eq!(
        harvest.refused[0].to_string(),
        "d/deck.json: children[0]: it is no deck: take it out"
    );
}

#[test]
fn notes_that_cannot_be_read_are_refused_by_their_place() {
    let refused = |note: &str| {
        let harvest = harvest(&deck(&format!(r#""notes": [{note}]"#)));
        assert_eq!((harvest.n_notes, harvest.drafts.len()), (1, 0));
        let ids: &[&str] = if note.contains("guid") { &["g"] } else { &[] };
        assert_eq!(harvest.refused_ids, ids);
        harvest.refused[0].to_string()
    };
    let place = "d/deck.json: notes[0]";
    assert_eq!(
        refused("{}"),
        format!("{place}.fields: a list of texts has to stand there")
    );
    assert_eq!(
        refused(&note("[1]")),
        format!("{place}.fields[0]: a text has to stand there")
    );
    assert_eq!(
        refused(r#"{"fields": [], "note_model_uuid": "n"}"#),
        format!("{place}: its note type `n` is not in the file: export the deck with its parent")
    );
    assert!(refused(&note("[\"q\"]")).starts_with("d/deck.json: notes[0] (g): it has 1 fields"));
}

#[test]
fn json_that_cannot_be_read_is_named_by_line_and_column() {
    let cut = "{\"__type__\": \"Deck\",\n \"notes\": [{\"fields\": [\"a";
    assert_eq!(
        fault(cut),
        "d/deck.json:2:25: the JSON is cut off: fetch it again"
    );
    assert_eq!(
        fault("{\"a\": tru}"),
        "d/deck.json:1:10: it is no JSON: expected ident: export it again"
    );
    let nested = "{\"name\":\"d\",\"children\":[".repeat(5_000);
    assert_eq!(
        fault(&nested),
        "d/deck.json:1:1536: lists and objects stand inside each other more than 128 deep: export the inner decks on their own"
    );
}

#[test]
fn a_deck_stands_at_most_so_many_levels_deep() {
    let name = "a::".repeat(100);
    assert_eq!(
        fault(&format!(r#"{{"__type__": "Deck", "name": "{name}"}}"#)),
        "d/deck.json: the deck stands more than 100 levels deep: raise `--max-deck-levels`"
    );
}

#[test]
fn only_decks_look_like_one() {
    let likeness = |text: &str| {
        let file = File {
            path: "a.json",
            bytes: text.as_bytes(),
            beside: &Shelf::default(),
        };
        CrowdAnki.likeness(&file)
    };
    assert_eq!(
        likeness("\u{feff} {\"__type__\" :\n\"Deck\"}"),
        Likeness::Sure
    );
    for other in [
        "[\"not\", \"a\", \"deck\"]",
        "{}",
        "{\"__type__\": \"Note\"}",
        "",
        "\"__type__\": \"Deck\"",
    ] {
        assert_eq!(likeness(other), Likeness::No, "{other}");
    }
}

fn by_deck(harvest: &Harvest) -> Vec<(String, usize)> {
    let mut decks: Vec<(String, usize)> = Vec::new();
    for draft in &harvest.drafts {
        let name = draft.deck.join("::");
        match decks.iter_mut().find(|(deck, _)| *deck == name) {
            Some((_, count)) => *count += 1,
            None => decks.push((name, 1)),
        }
    }
    decks
}

fn n_review_cards(draft: &Draft) -> usize {
    match draft.ask {
        Ask::Cloze => crate::deck::cloze::numbers(&draft.answer).len(),
        _ => 1 + usize::from(draft.reversed),
    }
}

#[test]
fn a_deck_of_decks_gives_all_its_notes() {
    let bytes =
        include_bytes!("../../../../tests/data/community/crowdanki/public_anki_deck/deck.json");
    let media: [(&str, &[u8]); 2] = [
        ("d/media/American_Chemical_Society_logo.svg.png", b""),
        ("d/media/gunnys_noun_004_1440.jpg", b""),
    ];
    let harvest = harvest_of(bytes, &media).unwrap();
    assert_eq!((harvest.n_notes, harvest.refused.len()), (41, 0));
    let expected = [
        ("public_anki_deck", 11),
        ("public_anki_deck::General knowledge", 19),
        (
            "public_anki_deck::General knowledge::Business::Brand Ownership",
            1,
        ),
        ("public_anki_deck::catch_all", 6),
        ("public_anki_deck::til_2024", 4),
    ];
    assert_eq!(
        by_deck(&harvest),
        expected.map(|(name, count)| (name.to_string(), count))
    );
    let clozes = harvest
        .drafts
        .iter()
        .filter(|draft| draft.ask == Ask::Cloze);
    assert_eq!(clozes.map(n_review_cards).sum::<usize>(), 49);
}

#[test]
fn conditions_decide_how_many_cards_a_country_has() {
    let bytes = include_bytes!(
        "../../../../tests/data/community/crowdanki/ultimate-geography-2018/Ultimate_Geography.json"
    );
    let harvest = harvest_of(bytes, &[]).unwrap();
    assert_eq!((harvest.n_notes, harvest.refused.len()), (319, 0));
    // Its description says 1097. The notes have 259 capitals, asked both ways, 260 flags and 317 maps.
    assert_eq!(harvest.drafts.len(), 1095);
}

#[test]
fn decks_made_by_hand_are_read() {
    let decks: [(&[u8], &str); 3] = [
        (
            include_bytes!("../../../../tests/data/community/crowdanki/nlp-interview/LLM-1.json"),
            "ML:LLM:01 Understanding large language models",
        ),
        (
            include_bytes!("../../../../tests/data/community/crowdanki/nlp-interview/LLM-2.json"),
            "ML:LLM:02 Working with text data",
        ),
        (
            include_bytes!(
                "../../../../tests/data/community/crowdanki/nlp-interview/01_nlp_overview.json"
            ),
            "ML:NLP:01 NLP Overview",
        ),
    ];
    for (bytes, name) in decks {
        let harvest = harvest_of(bytes, &[]).unwrap();
        assert_eq!((harvest.n_notes, harvest.refused.len()), (20, 0));
        assert_eq!(by_deck(&harvest), [(name.to_string(), 20)]);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = harvest_of(text.as_bytes(), &[]);
    }

    #[test]
    fn no_deck_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"notes\"", "\"children\"", "\"name\"", "\"a::\"", "null", "1", "\"fields\"", "\"guid\"",
    ]), 0..30)) {
        let _ = harvest_of(parts.concat().as_bytes(), &[]);
        let _ = harvest_of(deck(&parts.concat()).as_bytes(), &[]);
    }
}
