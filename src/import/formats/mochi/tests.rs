use super::*;
use crate::import::draft::{Ask, Draft};
use crate::import::file::tests::Shelf;
use crate::model::time::{DayBoundary, Timestamp};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn harvest_as(format: &dyn Format, path: &str, bytes: &[u8]) -> Result<Harvest, String> {
    let file = File {
        path,
        bytes,
        beside: &Shelf::default(),
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
    let read = format.read(&file, &options, &mut harvest);
    read.map_err(|fault| fault.to_string())?;
    Ok(harvest)
}

fn package(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn harvest(entries: &[(&str, &str)]) -> Result<Harvest, String> {
    harvest_as(&Mochi, "a.mochi", &package(entries))
}

fn edn(cards: &str) -> String {
    format!(r#"{{:version 2 :decks [{{:id :d :name "D" :cards ({cards})}}]}}"#)
}

/// The one draft of a card.
fn draft(card: &str) -> Draft {
    let mut harvest = harvest(&[("data.edn", &edn(card))]).unwrap();
    assert_eq!(harvest.refused, []);
    harvest.drafts.remove(0)
}

fn check(content: &str, question: &str, answer: &str) {
    let draft = draft(&format!("{{:content {content:?}}}"));
    assert_eq!(
        (draft.question.as_str(), draft.answer.as_str()),
        (question, answer)
    );
}

fn fault(entries: &[(&str, &str)]) -> String {
    harvest(entries).err().unwrap()
}

fn fault_of(edn: &str) -> String {
    fault(&[("data.edn", edn)])
}

#[test]
fn sides_are_parted_by_rules_outside_of_code() {
    check("q\n---\na", "q", "a");
    check("one\n---\ntwo\n---\nthree", "one", "two\n\nthree");
    check("q\n```\n---\n```\n---\na", "q\n```\n---\n```", "a");
}

#[test]
fn clozes_get_numbers() {
    check("A {{1::b}} {{2::c}}", "", "A {{c1::b}} {{c2::c}}");
    check("A {{b}} {{c}}", "", "A {{c1::b}} {{c1::c}}");
    check(
        "A {{1::b}} {{c::d}}\n---\nmore",
        "",
        "A {{c1::b}} {{c2::c::d}}\n\nmore",
    );
    check(
        "`{{x}}`\n```\n{{y}}\n```\n---\n{{z}}",
        "`{{x}}`\n```\n{{y}}\n```",
        "{{z}}",
    );
}

#[test]
fn a_card_has_its_id_tags_and_place() {
    let draft = draft(r#"{:id :Qw12 :content "q\n---\na" :tags #{"x" "y z"}}"#);
    assert_eq!(draft.id.as_deref(), Some("Qw12"));
    assert_eq!(draft.tags, ["x", "y z"]);
    assert_eq!(draft.deck, ["D"]);
    assert_eq!(draft.place, "a.mochi: data.edn: decks[0].cards[0] (Qw12)");
}

#[test]
fn a_template_is_filled_with_the_fields_of_the_card() {
    let data = r#"{:decks [{:id :a :name "A"} {:name "B" :parent-id :a :cards
        [{:content "" :template-id :t :fields {:f1 {:id :f1 :value "Raft"} :name {:value "n"}}}]}]
        :templates [{:id :t :content "<< Term >>\n---\n<< Name >> << Nope >>!" :fields {:f1 {:id :f1 :name "Term"}}}]}"#;
    let harvest = harvest(&[("data.edn", data)]).unwrap();
    let draft = &harvest.drafts[0];
    assert_eq!(
        (draft.question.as_str(), draft.answer.as_str()),
        ("Raft", "n !")
    );
    assert_eq!(draft.deck, ["A", "B"]);
}

#[test]
fn media_are_taken_from_the_package() {
    let card = r#"{:content "q ![](@media/a.png)\n---\n![](@media/../../../etc/passwd)"}"#;
    let harvest = harvest(&[("data.edn", &edn(card)), ("a.png", "x"), ("b.png", "y")]).unwrap();
    let names: Vec<&str> = harvest
        .media
        .iter()
        .map(|medium| medium.name.as_str())
        .collect();
    assert_eq!(names, ["a.png"]);
    assert_eq!(harvest.drafts[0].question, "q ![](media/a.png)");
    assert_eq!(harvest.drafts[0].answer, "![](media/passwd)");
    assert_eq!(
        harvest.losses.all()[0].what,
        "pictures and sounds that are not there"
    );
}

#[test]
fn cards_without_a_side_are_refused_and_those_in_the_bin_left_there() {
    let cards = r#"{:content "q"} {:content nil} 5 {:id :x :content "q\n---\na" :trashed? #inst "2020-01-01"}"#;
    let harvest = harvest(&[("data.edn", &edn(cards))]).unwrap();
    let refused: Vec<String> = harvest.refused.iter().map(Fault::to_string).collect();
    let place = "a.mochi: data.edn: decks[0].cards";
    assert_eq!(
        refused,
        [
            format!(
                "{place}[0]: it has no answer: take it as an open question with `--keep-unanswered`"
            ),
            format!("{place}[1]: it has no question"),
            format!("{place}[2]: it has no question"),
        ]
    );
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (4, 0));
    assert_eq!(harvest.losses.all()[0].what, "cards in the bin");
}

#[test]
fn edn_is_read_as_clojure_reads_it() {
    let read = |text: &str| edn::read(text, 8).unwrap();
    let text = |text: &str| Value::Text(text.to_string());
    assert_eq!(
        read(
            "; c\n[1, :a/b \"\\t\\u00e9\\ud83d\\ude00\" \\( \\newline #_ #_ x y nil true #inst \"2020\"]"
        ),
        Value::List(vec![
            text("1"),
            text("a/b"),
            text("\té😀"),
            Value::Nothing,
            Value::Nothing,
            Value::Nothing,
            Value::True,
            text("2020"),
        ])
    );
    assert_eq!(read("{:a#{}:b(1)}").list("b"), [text("1")]);
}

#[test]
fn edn_that_cannot_be_read_is_named_by_line_and_column() {
    let place = "a.mochi: data.edn";
    let check = |edn: &str, expected: &str| assert_eq!(fault_of(edn), format!("{place}{expected}"));
    check("", ":1:1: it is empty");
    check("{:a", ":1:4: it is cut off: a collection is never closed");
    check("{:a \n \"x", ":2:2: it is cut off: a text is never closed");
    check("{:a]", ":1:4: a bracket closes nothing");
    check("{:a}", ":1:4: a key of the map has no value");
    check("{} {}", ":1:6: something stands behind the data");
    check(
        "[\"\\ud800\"]",
        ":1:3: `\\u` has to be followed by four hex digits of a character",
    );
    check("[\"\\q\"]", ":1:3: `\\q` is no escape");
    check(
        "(#=(eval (System/exit 0)))",
        ":1:2: `#=(eval (System/exit` asks for what is not done here",
    );
    check("[#", ":1:2: `#` asks for what is not done here");
    check(
        &"[".repeat(50_000),
        ":1:129: collections stand inside each other more than 128 deep (`--max-nesting`)",
    );
}

#[test]
fn codes_of_transit_stand_for_what_came_before() {
    let data = r##"["^ ","~:decks",[["^ ","~:name","D","~:cards",["~#list",[
        ["^ ","~:content","q\n---\na","~:tags",["~#set",["x"]]],["^ ","^4","~~r\n---\n~^s","^5",["^6",["~:yy"]]]]]]]]"##;
    let harvest = harvest(&[("data.json", data)]).unwrap();
    assert_eq!(harvest.drafts[0].tags, ["x"]);
    assert_eq!(harvest.drafts[1].tags, ["yy"]);
    assert_eq!(harvest.drafts[1].question, "~r");
}

#[test]
fn transit_that_cannot_be_read_is_named_by_its_place() {
    let check = |json: &str, expected: &str| {
        assert_eq!(
            fault(&[("data.json", json)]),
            format!("a.mochi: data.json{expected}")
        );
    };
    check(
        r#"["^ ","~:decks",[["^ ","^z","x"]]]"#,
        ": [2][0][1]: the code `^z` stands for nothing",
    );
    check(
        r#"["^ ","^99"]"#,
        ": [1]: the code `^99` stands for nothing",
    );
    check("[1", ":1:2: the JSON is cut off");
    check(
        &"[".repeat(500),
        ":1:128: lists stand inside each other more than 128 deep",
    );
}

#[test]
fn the_cache_of_transit_is_forgotten_when_it_is_full() {
    let many: Vec<String> = (0..BASE_SQUARED).map(|n| format!("\"~:key{n}\"")).collect();
    let list = format!("[{},\"~:next\",\"^0\"]", many.join(","));
    let Value::List(items) = transit::read(&list).unwrap() else {
        panic!("it is a list");
    };
    assert_eq!(items.last(), Some(&Value::Text("next".to_string())));
}

const BASE_SQUARED: usize = 44 * 44;

#[test]
fn packages_without_data_are_told() {
    assert_eq!(
        fault(&[("x", "y")]),
        "a.mochi: neither `data.edn` nor `data.json` is in it: export it from Mochi again"
    );
    let bytes = package(&[("data.edn", "{}")]);
    let cut = harvest_as(&Mochi, "a.mochi", &bytes[..bytes.len() - 30]);
    assert!(cut.err().unwrap().starts_with("a.mochi: it is cut off"));
}

#[test]
fn a_deck_may_not_stand_in_itself() {
    let data = r#"{:decks [{:id :a :name "A" :parent-id :a :cards []}]}"#;
    assert_eq!(
        fault_of(data),
        "a.mochi: data.edn: decks[0]: the deck stands more than 100 levels deep, or in itself: raise `--max-deck-levels`"
    );
}

#[test]
fn only_files_of_mochi_look_like_it() {
    let likeness = |path: &str, bytes: &[u8]| {
        let file = File {
            path,
            bytes,
            beside: &Shelf::default(),
        };
        (Mochi.likeness(&file), MochiMarkdown.likeness(&file))
    };
    let (sure, no) = (Likeness::Sure, Likeness::No);
    assert_eq!(likeness("a.zip", &package(&[("data.edn", "")])), (sure, no));
    assert_eq!(
        likeness("a.zip", &package(&[("data.json", "[\"^ \",")])),
        (sure, no)
    );
    assert_eq!(
        likeness("a.zip", &package(&[("data.json", "{}")])),
        (no, no)
    );
    assert_eq!(likeness("a.mochi", b"PK"), (sure, no));
    assert_eq!(
        likeness("a.md", b"\n---\ncard_id: a\n---\nq\n---\na"),
        (no, sure)
    );
    for prose in [
        "",
        "---\nid: a\ntitle: b\n---\n",
        "# card_id: x",
        "---\ncard_id: a\nprose\n---\n",
    ] {
        assert_eq!(likeness("a.md", prose.as_bytes()), (no, no), "{prose}");
    }
}

fn sheet(text: &str) -> Harvest {
    harvest_as(&MochiMarkdown, "a.md", text.as_bytes()).unwrap()
}

#[test]
fn sheets_repeat_their_headers() {
    let harvest = sheet(
        "---\ncard_id: \"x\"\ntags: [a, 'b c']\n---\nq\n---\none\n---\ntwo\n---\ncard_id: null\n---\n{{r}}\n",
    );
    let found: Vec<_> = harvest
        .drafts
        .iter()
        .map(|draft| {
            (
                draft.id.as_deref(),
                draft.question.as_str(),
                draft.answer.as_str(),
                draft.place.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (Some("x"), "q", "one\n\ntwo", "a.md:1"),
            (None, "", "{{c1::r}}", "a.md:10")
        ]
    );
    assert_eq!(harvest.drafts[0].tags, ["a", "b c"]);
    assert_eq!(harvest.drafts[1].ask, Ask::Cloze);
}

#[test]
fn the_community_files_give_all_their_cards() {
    let read = |bytes: &[u8]| harvest_as(&Mochi, "a.mochi", bytes).unwrap();
    let edn = read(include_bytes!(
        "../../../../tests/data/community/mochi/own.data-edn.mochi"
    ));
    assert_eq!((edn.n_notes, edn.drafts.len(), edn.media.len()), (4, 4, 1));
    assert_eq!(edn.drafts[0].deck, ["Backend \"sampler\""]);
    assert_eq!(edn.drafts[3].answer, "![](media/bt1234.png) B-tree é");
    let json = read(include_bytes!(
        "../../../../tests/data/community/mochi/own.data-json.mochi"
    ));
    assert_eq!(
        (json.n_notes, json.drafts.len() + json.refused.len()),
        (2, 2)
    );
    let text = include_str!("../../../../tests/data/community/mochi/own.mochi-mochi.md");
    assert_eq!(sheet(text).drafts.len(), 2);
}

proptest! {
    #[test]
    fn no_edn_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "(", ")", "[", "]", "{", "}", "#", "#{", "#_", "#inst ", "\"", "\\", "\\u", "d83d", ":a", ":decks", ":cards", ":content",
        " ", ",", ";", "\n", "é", "nil", "---", "{{1::", "}}", "<<", ">>", "@media/",
    ]), 0..30)) {
        let text = parts.concat();
        let _ = edn::read(&text, 8);
        let _ = harvest(&[("data.edn", &edn(&format!("{{:content {text:?}}}")))]);
        let _ = harvest(&[("data.edn", &edn(&text))]);
        let _ = harvest_as(&MochiMarkdown, "a.md", format!("---\ncard_id: x\n---\n{text}").as_bytes());
    }

    #[test]
    fn no_transit_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "[", "]", ",", "\"^ \"", "\"^0\"", "\"~:decks\"", "\"~#list\"", "\"~#cmap\"", "1", "{", "}", ":", "\"~\"", "\"^\"", "\"é\"",
    ]), 0..30)) {
        let _ = transit::read(&parts.concat());
        let _ = transit::read(&format!("[{}]", parts.join(",")));
    }

    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = harvest_as(&Mochi, "a.mochi", &bytes);
        let _ = harvest_as(&MochiMarkdown, "a.md", &bytes);
    }
}
