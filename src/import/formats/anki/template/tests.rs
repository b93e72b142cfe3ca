use super::*;
use proptest::prelude::*;

const FIELDS: [(&str, &str); 4] = [
    ("Front", "f"),
    ("Back", "b"),
    ("Empty", "<div><br></div>&nbsp; "),
    ("Kanji", "日本[にほん] 語[ご]"),
];

fn names() -> Vec<String> {
    FIELDS.iter().map(|(name, _)| name.to_string()).collect()
}

fn shown(template: &str, is_front: bool) -> Shown {
    let fields: Vec<String> = FIELDS.iter().map(|(_, text)| text.to_string()).collect();
    let layout = parse(template, &names(), 8).unwrap();
    let scene = Scene {
        fields: &fields,
        frame: Frame {
            tags: &["x".to_string(), "y::z".to_string()],
            note_type: "Basic",
            deck: &["A".to_string(), "B".to_string()],
            card: "Card 1",
        },
        is_front,
        number: 1,
        clozes: Clozes::Blank,
        left_out: &[],
        words: Words::All,
        limit: 100,
    };
    layout.render(&scene).unwrap()
}

fn check(template: &str, expected: &str) {
    assert_eq!(shown(template, false).html, expected, "{template}");
}

fn fault(template: &str, expected: &str) {
    assert_eq!(parse(template, &names(), 2).unwrap_err(), expected);
}

#[test]
fn fields_are_shown_by_their_names() {
    check("a {{Front}} {{ Back }}!", "a f b!");
    check("{{front}}", "");
    check("{{{Front}}}", "f");
    check("{{Front", "{{Front");
    check("}} {{", "}} {{");
}

#[test]
fn what_every_note_has_is_shown_behind_the_question() {
    let all = "{{Tags}}|{{Type}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{CardID}}|{{FrontSide}}";
    check(all, "x y::z|Basic|A::B|B|Card 1||");
    assert_eq!(shown(all, true).html, "||||||");
    assert!(shown("{{Tags}}", true).makes_card);
    let labelled = "<div><b>Tags:</b> {{Tags}}</div>{{Front}}";
    check(labelled, "<div><b>Tags:</b> x y::z</div>f");
    assert!(!shown(labelled, true).html.contains("Tags"));
    assert!(shown("Which is it? {{Tags}}", true).html.contains("Which"));
}

#[test]
fn conditions_look_at_the_text_of_a_field() {
    check("{{#Front}}a{{/Front}}{{^Front}}b{{/Front}}", "a");
    check("{{#Empty}}a{{/Empty}}{{^Empty}}b{{/Empty}}c", "bc");
    check("{{#Front}}{{^Back}}a{{/Back}}b{{/Front}}", "b");
    check("{{#c1}}a{{/c1}}{{#c2}}b{{/c2}}{{^c2}}c{{/c2}}", "ac");
    check("{{#Nope}}a{{/Nope}}{{^Nope}}b{{/Nope}}", "b");
}

#[test]
fn conditions_have_to_match() {
    fault("{{#Front}}", "the condition on `Front` is never closed");
    fault("{{/Front}}", "`{{/Front}}` closes no condition");
    fault(
        "{{#Front}}{{#Back}}{{/Front}}{{/Back}}",
        "`{{/Front}}` stands where `{{/Back}}` has to",
    );
    fault(
        &"{{#Front}}".repeat(20_000),
        "conditions stand inside each other more than 2 deep (`--max-nesting`)",
    );
}

#[test]
fn filters_work_from_right_to_left() {
    check("{{text:Front}} {{unknown:Front}}", "f f");
    check("{{kanji:Kanji}}", "日本語");
    check("{{kana:Kanji}}", "にほんご");
    check(
        "{{furigana:Kanji}}",
        "<ruby>日本<rt>にほん</rt></ruby><ruby>語<rt>ご</rt></ruby>",
    );
    check("{{tts en_US voices=A:Front}}", "");
    check("{{hint:Front}} {{type:Back}} {{type:nc:Back}}", "f b b");
}

#[test]
fn hints_and_typed_answers_do_not_show_on_the_front() {
    let front = shown("{{hint:Front}}{{type:nc:Back}}", true);
    assert_eq!(front.html, "");
    assert_eq!(front.hints, ["f"]);
    assert_eq!(front.typed, ["b"]);
    assert!(front.makes_card);
}

#[test]
fn a_card_needs_a_field_with_text() {
    assert!(!shown("words {{Empty}}", true).makes_card);
    assert!(shown("{{Front}}", true).makes_card);
}

#[test]
fn comments_hold_no_tags() {
    check("<!-- {{Front}} -->{{Back}}", "<!-- {{Front}} -->b");
    check("<!-- {{Front}}", "<!-- f");
}

#[test]
fn other_handlebars_may_be_chosen() {
    check("{{=<% %>=}}<%Front%> {{Back}}", "f {{Back}}");
}

#[test]
fn the_answer_starts_behind_its_rule() {
    let behind = |template: &str| shown(template, false).behind_question().to_string();
    for rule in [
        "<hr id=answer>",
        "<HR ID=\"answer\" />",
        "<hr class=x id='answer'>",
    ] {
        assert_eq!(behind(&format!("{{{{Front}}}}{rule}{{{{Back}}}}")), "b");
    }
    assert_eq!(
        behind("q<div id=answer>{{Back}}</div>"),
        "<div id=answer>b</div>"
    );
    assert_eq!(behind("{{Front}}<hr>{{Back}}"), "f<hr>b");
    assert_eq!(behind("{{Front}}<hr id=answer> "), "f<hr id=answer> ");
    assert_eq!(behind("{{Front}}<hr id=answer>{{Empty}}"), FIELDS[2].1);
}

#[test]
fn a_side_has_an_end() {
    let fields = vec!["ab".to_string(); 4];
    let scene = Scene {
        fields: &fields,
        frame: Frame::default(),
        is_front: true,
        number: 0,
        clozes: Clozes::Text,
        left_out: &[],
        words: Words::All,
        limit: 100,
    };
    let fault = |fields: &[String], template: &str| {
        let layout = parse(&template.repeat(60), &names(), 8).unwrap();
        layout.render(&Scene { fields, ..scene }).unwrap_err()
    };
    let shows = "a side shows more than 100 bytes (`--max-field`)";
    assert_eq!(fault(&fields, "{{Front}}"), shows);
    // What is shown nowhere takes its time, too.
    let long = vec!["a".repeat(10_000); 4];
    let often = "a side shows its fields too often";
    assert_eq!(fault(&long, "{{cloze-only:Front}}"), often);
    assert_eq!(fault(&long, "{{type:text:Front}}"), often);
}

#[test]
fn what_a_side_shows_is_told_without_its_looks() {
    let question = parse("<b>{{Front}}</b>", &names(), 8).unwrap();
    let items = |template| parse(template, &names(), 8).unwrap().items(Some(&question));
    let back = [Item::Field(Key::Field(1), Vec::new())];
    for answer in [
        "{{FrontSide}}<hr id=answer><i>{{Back}}</i>",
        "{{Front}}<br>{{Back}}",
        "{{FrontSide}} {{Back}} {{tts en:Back}}",
        "{{#Kanji}}{{#Back}}{{Back}}{{/Back}}{{/Kanji}}",
    ] {
        assert_eq!(items(answer), back, "{answer}");
    }
    assert_eq!(items("{{Front}}is{{Back}}").len(), 2);
}

proptest! {
    #[test]
    fn no_template_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "{{", "}}", "{", "#", "^", "/", "Front", "Empty", ":", "type", "cloze", "hint", "c1", "{{#Front}}",
        "{{/Front}}", "{{^Empty}}", "{{/Empty}}", "<!--", "-->", "<hr id=answer>", "<", ">", "[", "]", " ", "é", "{{=<% %>=}}",
        "<%", "%>", "{{cloze:Front}}", "{{c1::", "furigana:", "{{Tags}}", "=",
    ]), 0..24)) {
        let template = parts.concat();
        if let Ok(layout) = parse(&template, &names(), 8) {
            let fields: Vec<String> = FIELDS.iter().map(|_| template.clone()).collect();
            for is_front in [true, false] {
                let scene = Scene {
                    fields: &fields,
                    frame: Frame::default(),
                    is_front,
                    number: 1,
                    clozes: Clozes::Blank,
                    left_out: &[1],
                    words: Words::Tags,
                    limit: 1_000,
                };
                let _ = layout.render(&scene).map(|shown| shown.behind_question().len());
            }
            layout.items(Some(&layout));
        }
    }
}
