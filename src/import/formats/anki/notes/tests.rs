use super::*;
use crate::import::draft::{Ask, Draft};
use crate::model::card::Part;
use crate::model::time::{DayBoundary, Timestamp};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn kind(fields: &[&str], templates: &[(&str, &str)]) -> NoteType {
    let template = |(idx, sides): (usize, &(&str, &str))| Template {
        name: format!("Card {}", idx + 1),
        question: sides.0.to_string(),
        answer: sides.1.to_string(),
    };
    NoteType {
        name: "Basic".to_string(),
        is_cloze: false,
        fields: fields.iter().map(|field| field.to_string()).collect(),
        templates: templates.iter().enumerate().map(template).collect(),
        css: String::new(),
    }
}

fn basic() -> NoteType {
    kind(
        &["Front", "Back"],
        &[("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")],
    )
}

fn reversed() -> NoteType {
    let second = ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}");
    let mut kind = basic();
    kind.templates.push(Template {
        name: "Card 2".to_string(),
        question: second.0.to_string(),
        answer: second.1.to_string(),
    });
    kind
}

fn cloze() -> NoteType {
    NoteType {
        is_cloze: true,
        ..kind(
            &["Text", "Back Extra"],
            &[("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")],
        )
    }
}

fn note(fields: &[&str], ords: Option<&[u32]>) -> Note {
    let card = |ord: &u32| NoteCard {
        ord: *ord,
        deck: ["D".to_string()].into(),
        history: Some(History {
            suspended: *ord == 0,
            ..History::default()
        }),
    };
    Note {
        guid: "g".to_string(),
        fields: fields.iter().map(|field| field.to_string()).collect(),
        tags: vec!["db::sql".to_string(), "leech".to_string()],
        place: "a.apkg: note g (D)".to_string(),
        cards: ords.map(|ords| ords.iter().map(card).collect()),
        deck: ["D".to_string()].into(),
    }
}

fn options() -> Options<'static> {
    Options {
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
    }
}

fn harvest(kind: &NoteType, note: Note) -> Harvest {
    let mut harvest = Harvest::default();
    take(note, kind, &options(), &mut harvest);
    assert_eq!(harvest.n_notes, 1);
    harvest
}

fn drafts(kind: &NoteType, fields: &[&str], ords: Option<&[u32]>) -> Vec<Draft> {
    let harvest = harvest(kind, note(fields, ords));
    assert_eq!(harvest.refused, []);
    harvest.drafts
}

/// Question, answer and id of each draft.
fn check(kind: &NoteType, fields: &[&str], ords: Option<&[u32]>, expected: &[(&str, &str, &str)]) {
    let drafts = drafts(kind, fields, ords);
    let found: Vec<(&str, &str, &str)> = drafts
        .iter()
        .map(|draft| {
            let id = draft.id.as_deref().unwrap_or_default();
            (draft.question.as_str(), draft.answer.as_str(), id)
        })
        .collect();
    assert_eq!(found, expected);
}

/// What is refused and lost, where there is no draft.
fn check_none(kind: &NoteType, fields: &[&str], ords: Option<&[u32]>, expected: &str) {
    let harvest = harvest(kind, note(fields, ords));
    assert_eq!(harvest.drafts, []);
    let refused = harvest.refused.iter().map(Fault::to_string);
    let lost = harvest.losses.all().iter().map(|loss| loss.what.clone());
    assert_eq!(refused.chain(lost).collect::<Vec<_>>(), [expected]);
    assert!(harvest.knows_refused());
}

#[test]
fn one_template_makes_one_card() {
    check(&basic(), &["q", "a"], Some(&[0]), &[("q", "a", "g")]);
    check(&basic(), &["q", "a"], None, &[("q", "a", "g")]);
    let draft = &drafts(&basic(), &["q", "a"], Some(&[0]))[0];
    assert_eq!(draft.deck, ["D"]);
    assert_eq!(draft.tags, ["db::sql"]);
    assert_eq!(draft.history[0].0, Part::Whole);
    assert_eq!(draft.place, "a.apkg: note g (D)");
}

#[test]
fn two_templates_that_ask_for_each_other_make_one_reversed_card() {
    let draft = &drafts(&reversed(), &["301", "Moved"], Some(&[0, 1]))[0];
    assert!(draft.reversed);
    assert_eq!(
        (draft.question.as_str(), draft.answer.as_str()),
        ("301", "Moved")
    );
    let parts: Vec<Part> = draft.history.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, [Part::Whole, Part::Reversed]);
    assert!(draft.history[0].1.suspended && !draft.history[1].1.suspended);
}

#[test]
fn of_a_reversed_note_one_card_may_be_missing() {
    let first = drafts(&reversed(), &["301", "Moved"], Some(&[0]));
    assert!(!first[0].reversed);
    check(&reversed(), &["a", "b"], Some(&[0]), &[("a", "b", "g")]);
    check(
        &reversed(),
        &["a", "b"],
        Some(&[1]),
        &[("b", "a", "g\u{1f}t2")],
    );
}

#[test]
fn a_reverse_may_be_optional() {
    let back = "{{FrontSide}}<hr id=answer>";
    let kind = kind(
        &["Front", "Back", "Add"],
        &[
            ("{{Front}}", &format!("{back}{{{{Back}}}}")),
            ("{{#Add}}{{Back}}{{/Add}}", &format!("{back}{{{{Front}}}}")),
        ],
    );
    assert!(drafts(&kind, &["a", "b", "y"], None)[0].reversed);
    assert!(!drafts(&kind, &["a", "b", ""], None)[0].reversed);
    check(&kind, &["a", "b", "y"], None, &[("a", "b", "g")]);
}

#[test]
fn other_sets_of_templates_make_a_card_each() {
    let kind = kind(
        &["A", "B", "C"],
        &[
            ("{{A}}", "{{B}}"),
            ("What is {{B}}?", "{{A}}"),
            ("{{#C}}{{C}}{{/C}}", "{{A}}"),
        ],
    );
    check(
        &kind,
        &["a", "b", "c"],
        None,
        &[
            ("a", "b", "g"),
            ("What is b?", "a", "g\u{1f}t2"),
            ("c", "a", "g\u{1f}t3"),
        ],
    );
    assert_eq!(drafts(&kind, &["a", "b", ""], None).len(), 2);
}

#[test]
fn an_answer_that_repeats_the_question_loses_it() {
    let kind = kind(&["A", "B"], &[("{{A}}", "{{A}}<br>{{B}}")]);
    check(&kind, &["a", "b"], None, &[("a", "b", "g")]);
}

#[test]
fn a_label_stands_on_the_line_of_its_field() {
    let check = |question: &str, label: Option<&str>, expected: &str| {
        let label = label.map(str::to_string);
        assert_eq!(cards::labelled(question.to_string(), label), expected);
    };
    check("Country\\\nEngland", Some("Country"), "Country: England");
    check(
        "Which one?\\\nEngland",
        Some("Which one?"),
        "Which one? England",
    );
    check("Country\n\nEngland", Some("Country"), "Country\n\nEngland");
    check("Is England\\\nsafe?", Some("Is"), "Is England\\\nsafe?");
    check("England\\\nb", None, "England\\\nb");
}

#[test]
fn a_typed_field_is_what_is_accepted() {
    let kind = kind(
        &["Front", "Back"],
        &[(
            "{{Front}}\n\n{{type:Back}}",
            "{{Front}}<hr id=answer>{{type:Back}}",
        )],
    );
    let draft = &drafts(&kind, &["Signal?", "9"], None)[0];
    assert_eq!(draft.ask, Ask::Typed(vec!["9".to_string()]));
    assert_eq!(
        (draft.question.as_str(), draft.answer.as_str()),
        ("Signal?", "9")
    );
}

#[test]
fn a_hint_of_the_front_is_a_hint() {
    let kind = kind(
        &["A", "B", "H"],
        &[("{{A}}{{hint:H}}", "{{FrontSide}}<hr id=answer>{{B}}")],
    );
    let draft = &drafts(&kind, &["a", "b", "h"], None)[0];
    assert_eq!(draft.question, "a");
    assert_eq!(draft.hint.as_deref(), Some("h"));
    assert_eq!(drafts(&kind, &["a", "b", ""], None)[0].hint, None);
}

#[test]
fn cards_that_cannot_be_taken_are_told() {
    let place = "a.apkg: note g (D)";
    check_none(&basic(), &["", "a"], Some(&[0]), "cards without a question");
    check_none(&basic(), &["", "a"], None, "notes without a card");
    check_none(&basic(), &["q", "a"], Some(&[]), "notes without a card");
    check_none(
        &basic(),
        &["q", ""],
        None,
        &format!("{place}: it has no answer: take it as an open question with `--keep-unanswered`"),
    );
    check_none(
        &basic(),
        &["q"],
        None,
        &format!(
            "{place}: it has 1 fields, its note type `Basic` has 2: run \"Check Database\" in Anki and export it again"
        ),
    );
    check_none(
        &basic(),
        &["q", "a"],
        Some(&[99]),
        &format!(
            "{place}: note type `Basic` has no template 100: run \"Check Database\" in Anki and export it again"
        ),
    );
    check_none(
        &kind(&["A"], &[("{{#A}}", "x")]),
        &["a"],
        None,
        &format!(
            "{place}: template `Card 1` of note type `Basic`: the condition on `A` is never closed: mend it in Anki"
        ),
    );
    let long = "a".repeat(Limits::default().field_bytes + 1);
    check_none(
        &basic(),
        &["q", &long],
        None,
        &format!(
            "{place}: field `Back` of note `g` has 1048577 bytes, at most 1048576 are read: shorten it, or raise `--max-field`"
        ),
    );
}

#[test]
fn all_cards_and_unanswered_ones_are_made_when_asked() {
    let options = Options {
        all_cards: true,
        unanswered: true,
        ..options()
    };
    let mut harvest = Harvest::default();
    take(
        note(&["q", ""], Some(&[])),
        &basic(),
        &options,
        &mut harvest,
    );
    assert_eq!(harvest.drafts[0].ask, Ask::Open);
    assert_eq!(harvest.drafts[0].deck, ["D"]);
}

#[test]
fn the_clozes_of_a_note_are_one_card() {
    let fields = ["CAP: {{c1::C}}, {{c1::A}}, {{c3::two::how many}}", ""];
    check(&cloze(), &fields, Some(&[0, 2]), &[("", fields[0], "g")]);
    check(&cloze(), &fields, None, &[("", fields[0], "g")]);
    let draft = &drafts(&cloze(), &fields, Some(&[0, 2]))[0];
    assert_eq!(draft.ask, Ask::Cloze);
    let parts: Vec<Part> = draft.history.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, [Part::Cloze(1), Part::Cloze(3)]);
}

#[test]
fn clozes_without_a_card_are_text() {
    let harvest = harvest(&cloze(), note(&["{{c1::a}} {{c2::b}}", ""], Some(&[0, 6])));
    assert_eq!(harvest.drafts[0].answer, "{{c1::a}} b");
    let lost: Vec<&str> = harvest
        .losses
        .all()
        .iter()
        .map(|loss| loss.what.as_str())
        .collect();
    assert_eq!(
        lost,
        [
            "cards whose cloze is no longer in the text",
            "clozes without a card are text"
        ]
    );
}

#[test]
fn a_cloze_of_several_numbers_makes_all_its_cards() {
    let fields = ["{{c1,2,3::x}}", ""];
    check(&cloze(), &fields, Some(&[0]), &[("", fields[0], "g")]);
}

#[test]
fn clozes_inside_each_other_are_a_card_each() {
    check(
        &cloze(),
        &[
            "Raft elects {{c1::a leader with {{c2::a majority}}}}; {{c3::T}}",
            "",
        ],
        Some(&[0, 1, 2]),
        &[
            (
                "",
                "Raft elects {{c1::a leader with a majority}}; T",
                "g\u{1f}c1",
            ),
            (
                "",
                "Raft elects a leader with {{c2::a majority}}; T",
                "g\u{1f}c2",
            ),
            (
                "",
                "Raft elects a leader with a majority; {{c3::T}}",
                "g\u{1f}c3",
            ),
        ],
    );
}

#[test]
fn a_short_extra_is_the_reason_and_a_long_one_follows_the_answer() {
    let draft = &drafts(&cloze(), &["{{c1::a}}", "because"], None)[0];
    assert_eq!(
        (draft.answer.as_str(), draft.why.as_deref()),
        ("{{c1::a}}", Some("because"))
    );
    let long = "because ".repeat(30);
    let draft = drafts(&cloze(), &["{{c1::a}}", &long], None).remove(0);
    let expected = format!("{{{{c1::a}}}}\n\n{}", long.trim());
    assert_eq!((draft.answer, draft.why), (expected, None));
}

#[test]
fn another_field_above_a_cloze_is_its_question() {
    let kind = NoteType {
        is_cloze: true,
        ..kind(
            &["Title", "Text", "Extra"],
            &[(
                "{{#Title}}{{Title}}{{/Title}}{{cloze:Text}}",
                "{{Title}}{{cloze:Text}}{{Extra}}",
            )],
        )
    };
    check(
        &kind,
        &["CAP", "{{c1::x}}", ""],
        None,
        &[("CAP", "{{c1::x}}", "g")],
    );
    check(
        &kind,
        &["", "{{c1::x}}", ""],
        None,
        &[("", "{{c1::x}}", "g")],
    );
    assert_eq!(
        drafts(&kind, &["CAP", "{{c1::x}}", "e"], None)[0]
            .why
            .as_deref(),
        Some("e")
    );
}

#[test]
fn a_template_that_asks_for_the_number_makes_a_card_for_each() {
    let kind = NoteType {
        is_cloze: true,
        ..kind(
            &["Text", "H"],
            &[("{{cloze:Text}}{{#c1}}{{H}}{{/c1}}", "{{cloze:Text}}")],
        )
    };
    check(
        &kind,
        &["{{c1::a}} {{c2::b}}", "h"],
        None,
        &[
            ("h", "{{c1::a}} b", "g\u{1f}c1"),
            ("", "a {{c2::b}}", "g\u{1f}c2"),
        ],
    );
}

#[test]
fn a_cloze_note_without_clozes_is_refused() {
    check_none(
        &cloze(),
        &["text", ""],
        Some(&[0]),
        "a.apkg: note g (D): no cloze is in it: mark what it hides with `{{c1::…}}`, or give it another note type",
    );
    let many = "{{c1::x}}".repeat(501);
    check_none(
        &cloze(),
        &[&many, ""],
        None,
        "a.apkg: note g (D): it has 501 clozes, at most 500 are read: part it, or raise `--max-clozes`",
    );
}

/// A note type and a note as retain exports them.
fn exported(native: &str) -> (NoteType, Note) {
    let mut kind = basic();
    kind.fields.push("Retain".to_string());
    let hash: String = Sha256::digest("q\u{1f}a")[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let own = format!("caching/hot-key\n{hash}\n{native}");
    let escaped = own
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\n', "<br>");
    (kind, note(&["q", "a", &escaped], Some(&[0, 1])))
}

#[test]
fn a_card_of_retain_comes_back_as_it_was() {
    let native = "## q {#hot-key}\n\n`a<b>&amp;`";
    let (kind, note) = exported(native);
    let harvest = harvest(&kind, note);
    let draft = &harvest.drafts[0];
    assert_eq!(draft.native.as_deref(), Some(native));
    assert_eq!(draft.key.as_deref(), Some("caching/hot-key"));
    let parts: Vec<Part> = draft.history.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, [Part::Whole, Part::Reversed]);
}

#[test]
fn a_card_of_retain_that_was_edited_keeps_its_key_only() {
    let (kind, mut note) = exported("## q");
    note.fields[1] = "b".to_string();
    note.cards = None;
    let harvest = harvest(&kind, note);
    let draft = &harvest.drafts[0];
    assert_eq!((draft.question.as_str(), draft.answer.as_str()), ("q", "b"));
    assert_eq!(draft.key.as_deref(), Some("caching/hot-key"));
    assert_eq!(draft.native, None);
}

#[test]
fn escapes_of_the_export_are_undone() {
    let (kind, mut note) = exported("## q");
    note.fields[2] = note.fields[2].replace("## q", "e&#769;&#x301;&quot;&nbsp;&amp;lt; &#; &x");
    let harvest = harvest(&kind, note);
    let native = harvest.drafts[0].native.as_deref();
    assert_eq!(native, Some("e\u{301}\u{301}\" &lt; &#; &x"));
}

#[test]
fn what_was_learned_of_the_way_back_joins_its_card() {
    let (kind, forward) = exported("## q");
    let mut back = forward.clone();
    back.fields[2] = back.fields[2].replace("hot-key<br>", "hot-key/reversed<br>");
    let mut harvest = Harvest::default();
    for note in [&forward, &back] {
        let card = note.cards.clone().unwrap().remove(0);
        let note = Note {
            cards: Some(vec![card]),
            ..note.clone()
        };
        take(note, &kind, &options(), &mut harvest);
    }
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (2, 1));
    let parts: Vec<Part> = harvest.drafts[0]
        .history
        .iter()
        .map(|(part, _)| *part)
        .collect();
    assert_eq!(parts, [Part::Whole, Part::Reversed]);
    let mut alone = Harvest::default();
    take(back, &kind, &options(), &mut alone);
    assert_eq!(alone.drafts[0].key.as_deref(), Some("caching/hot-key"));
    assert_eq!(alone.drafts[0].history[0].0, Part::Reversed);
}

#[test]
fn a_key_that_is_none_is_told() {
    let (kind, mut note) = exported("## q");
    note.fields[2] = "../../etc/passwd<br>x<br>y".to_string();
    note.cards = None;
    let harvest = harvest(&kind, note);
    assert_eq!(harvest.drafts[0].key, None);
    assert_eq!(
        harvest.losses.all()[0].what,
        "cards of retain that no longer say which"
    );
}

proptest! {
    #[test]
    fn no_note_panics(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{{c1::", "{{c2::", "}}", "::", "<b>", "</b>", "`", "\n", "- a", "<br>", "**", "é", "{{", "&", "<pre>",
        ]), 0..20),
        ords in prop::option::of(prop::collection::vec(prop_oneof![0..4_u32, Just(u32::MAX)], 0..4)),
    ) {
        let text = parts.concat();
        for kind in [basic(), reversed(), cloze()] {
            let mut harvest = Harvest::default();
            take(note(&[&text, &text], ords.as_deref()), &kind, &options(), &mut harvest);
        }
    }
}
