use super::*;
use crate::import::draft::Ask;
use crate::import::file::tests::Shelf;
use crate::model::time::{DayBoundary, Timestamp};
use proptest::prelude::*;

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn harvest_of(bytes: &[u8], beside: &[(&str, &[u8])]) -> Result<Harvest, String> {
    let file = File {
        path: "Backend/HTTP/codes.md",
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
    let read = Ki.read(&file, &options, &mut harvest);
    read.map_err(|fault| fault.to_string())?;
    Ok(harvest)
}

fn note(kind: &str, body: &str) -> String {
    format!(
        "# Note\n```\nguid: e+/O]%*qfk\nnotetype: {kind}\n```\n\n### Tags\n```\nhttp\nweb dev\n```\n\n{body}"
    )
}

const MODELS: &str = r#"{"1": {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
              {"name": "Card 2", "qfmt": "{{Back}}", "afmt": "{{FrontSide}}<hr id=answer>{{Front}}"}]}}"#;

#[test]
fn a_file_is_a_note_in_the_deck_of_its_folder() {
    let text = note("Basic", "## Front\nq\n\n## Back\na\n");
    let harvest = harvest_of(text.as_bytes(), &[]).unwrap();
    let draft = &harvest.drafts[0];
    assert_eq!((draft.question.as_str(), draft.answer.as_str()), ("q", "a"));
    assert_eq!(draft.id.as_deref(), Some("e+/O]%*qfk"));
    assert_eq!(draft.deck, ["Backend", "HTTP"]);
    assert_eq!(draft.tags, ["http", "web", "dev"]);
    assert_eq!(draft.place, "Backend/HTTP/codes.md: note e+/O]%*qfk");
}

#[test]
fn note_types_stand_in_the_folder_or_above() {
    let text = note("Basic", "## Front\nq\n## Other\n## Back\na\n");
    for path in ["Backend/HTTP/models.json", "models.json"] {
        let harvest = harvest_of(text.as_bytes(), &[(path, MODELS.as_bytes())]).unwrap();
        let draft = &harvest.drafts[0];
        assert!(draft.reversed);
        assert!(draft.question.contains("## Other"), "{}", draft.question);
    }
    let broken = harvest_of(text.as_bytes(), &[("models.json", b"{")])
        .err()
        .unwrap();
    assert!(broken.starts_with("models.json: it is no JSON"), "{broken}");
}

#[test]
fn clozes_are_clozes() {
    let text = note("Cloze", "## Text\n{{c1::a}} b\n\n## Back Extra\nwhy\n");
    let draft = &harvest_of(text.as_bytes(), &[]).unwrap().drafts[0];
    assert_eq!(
        (draft.answer.as_str(), draft.why.as_deref()),
        ("{{c1::a}} b", Some("why"))
    );
    assert_eq!(draft.ask, Ask::Cloze);
}

#[test]
fn only_notes_look_like_one() {
    let likeness = |text: &str| {
        let file = File {
            path: "a.md",
            bytes: text.as_bytes(),
            beside: &Shelf::default(),
        };
        Ki.likeness(&file)
    };
    assert_eq!(likeness(&note("Basic", "")), Likeness::Sure);
    for other in [
        "",
        "# Note\n",
        "# Note\n\n```\ncode\n```\n",
        "## Note\nguid: a\nnotetype: b",
        "# Note\n```\nguid: a",
    ] {
        assert_eq!(likeness(other), Likeness::No, "{other}");
        assert!(harvest_of(other.as_bytes(), &[]).is_err());
    }
}

proptest! {
    #[test]
    fn no_note_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "# Note", "```", "guid: a", "notetype: b", "### Tags", "## Front", "## ", "{{c1::", "}}", "\n", "\n", "é",
    ]), 0..30)) {
        let _ = harvest_of(parts.concat().as_bytes(), &[]);
        let _ = harvest_of(note("Basic", &parts.concat()).as_bytes(), &[("models.json", MODELS.as_bytes())]);
    }

    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = harvest_of(&bytes, &[]);
    }
}
