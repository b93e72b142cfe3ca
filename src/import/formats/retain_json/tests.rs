use super::media::bytes_of;
use super::*;
use crate::import::file::tests::Shelf;
use crate::import::limits::Limits;
use crate::model::card::Part;
use crate::model::time::{Day, DayBoundary, Timestamp};
use proptest::prelude::*;

fn read(text: &str) -> Result<Harvest, String> {
    let local = |_: Timestamp| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: true,
        limits: Limits::default(),
        local: &local,
    };
    let file = File {
        path: "a.json",
        bytes: text.as_bytes(),
        beside: &Shelf::default(),
    };
    let mut harvest = Harvest::default();
    let read = RetainJson.read(&file, &options, &mut harvest);
    read.map(|()| harvest).map_err(|fault| fault.to_string())
}

fn likeness(text: &str) -> Likeness {
    RetainJson.likeness(&File {
        path: "a.json",
        bytes: text.as_bytes(),
        beside: &Shelf::default(),
    })
}

fn cards(cards: &str) -> Harvest {
    let text = format!(
        "{{\"format\":\"retain-json\",\"decks\":[{{\"name\":[\"a\"],\"cards\":[{cards}]}}]}}"
    );
    read(&text).expect("it can be read")
}

#[test]
fn it_is_known_by_its_mark_wherever_that_stands() {
    assert_eq!(
        likeness("{\"decks\":[],\"format\":\"retain-json\"}"),
        Likeness::Sure
    );
    assert_eq!(
        likeness("{\"format\":\"other\",\"a\":\"retain-json\",\"decks\":[]}"),
        Likeness::No
    );
    assert_eq!(likeness("# retain-json"), Likeness::No);
    assert_eq!(likeness("{\"retain-json\""), Likeness::No);
}

#[test]
fn a_card_with_its_own_text_is_that_card() {
    let harvest = cards("{\"key\":\"d/x\",\"text\":\"## a {#x}\\n\\nb\",\"question\":\"old\"}");
    assert_eq!(harvest.drafts[0].key.as_deref(), Some("d/x"));
    assert_eq!(harvest.drafts[0].native.as_deref(), Some("## a {#x}\n\nb"));
}

#[test]
fn a_card_without_it_is_made_of_its_keys() {
    let harvest = cards(
        "{\"question\":\"a\",\"prompt\":\"b\",\"answer\":\"c\",\"kind\":\"typed\",\"accept\":[\"d\"],\
         \"tags\":[\"e\"],\"guid\":\"f\"}",
    );
    assert_eq!(
        harvest.drafts[0],
        Draft {
            deck: vec!["a".to_string()],
            id: Some("f".to_string()),
            place: "a.json: decks[0].cards[0]".to_string(),
            question: "a\n\nb".to_string(),
            answer: "c".to_string(),
            ask: Ask::Typed(vec!["d".to_string()]),
            tags: vec!["e".to_string()],
            ..Draft::default()
        }
    );
}

#[test]
fn a_faulty_card_is_refused_alone() {
    let refused = |card: &str, expected: &str| {
        let harvest = cards(&format!("{card},{{\"question\":\"a\",\"answer\":\"b\"}}"));
        assert_eq!(harvest.drafts.len(), 1);
        assert_eq!(
            harvest.refused[0].to_string(),
            format!("a.json: decks[0].cards[0]: {expected}")
        );
    };
    let named = cards("{\"key\":\"d/x\",\"question\":\"b\"},{\"guid\":\"g\"},{\"answer\":\"b\"}");
    assert_eq!(named.refused_ids, ["d/x", "g"]);
    refused(
        "{\"answer\":\"b\"}",
        "the card has no question: give it a `question`",
    );
    refused(
        "{\"question\":\"b\"}",
        "the card has no answer: give it an `answer`",
    );
    refused(
        "{\"key\":\"d/y\",\"text\":\"## a {#x}\\n\\nb\"}",
        "its `text` is not the card `y` that `key` names: export it again, or leave `text` out",
    );
    refused(
        "{\"text\":\"## a {#x}\\n\\nb\"}",
        "a card with a `text` needs its `key`: deck id, slash, card id: export it again, or \
         leave `text` out",
    );
}

#[test]
fn progress_comes_back() {
    let harvest = cards(
        "{\"key\":\"d/x\",\"text\":\"## a {#x}\\n\\n{{c1::b}}\",\"progress\":[{\"part\":\"c1\",\
         \"state\":{\"stability\":3.5,\"difficulty\":5,\"due\":\"2026-11-30\",\"interval\":9,\
         \"reps\":1,\"suspended\":true},\"events\":[{\"at\":\"2026-11-21T08:00:00Z\",\
         \"kind\":\"answer\",\"rating\":\"good\",\"interval\":9},\
         {\"at\":\"2026-11-21T08:00:01Z\",\"kind\":\"suspend\"}]}]}",
    );
    let (part, history) = &harvest.drafts[0].history[0];
    assert_eq!(*part, Part::Cloze(1));
    assert_eq!(history.past.len(), 1);
    assert!(history.suspended);
    let standing = history.standing.unwrap();
    assert_eq!(
        (standing.stability, standing.due),
        (Some(3.5), Some(Day(20_787)))
    );
}

#[test]
fn a_newer_shape_is_refused_in_words() {
    let error = read("{\"format\":\"retain-json\",\"version\":2}").err();
    assert_eq!(
        error.as_deref(),
        Some(
            "a.json: it was written by a newer retain (shape 2, this one reads up to 1): update retain"
        )
    );
}

#[test]
fn files_come_out_of_base64() {
    // The vectors of RFC 4648, section 10.
    let bytes = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="].map(|text| bytes_of(text).unwrap());
    let texts = ["", "f", "fo", "foo", "foob"].map(|text| text.as_bytes().to_vec());
    assert_eq!(bytes, texts);
    assert_eq!(bytes_of("Zg="), None);
    assert_eq!(bytes_of("Z*=="), None);
    let text = "{\"format\":\"retain-json\",\"media\":[{\"name\":\"a/b\",\"base64\":\"\"}]}";
    assert_eq!(read(text).unwrap().refused.len(), 1);
}

proptest! {
    #[test]
    fn nothing_panics(text in ".{0,200}", base64 in "[A-Za-z0-9+/=é]{0,20}") {
        likeness(&text);
        let _ = read(&text);
        let _ = read(&format!("{{\"format\":\"retain-json\",\"decks\":[{{\"name\":[],\"cards\":[{text}]}}]}}"));
        bytes_of(&base64);
    }
}
