use super::super::parse::parse;
use super::*;
use crate::model::level::Level;

const FRONT: &str = "---\nid: t\ntitle: T\ntopic: t\nlevel: senior\n---\n\n";

fn faults(cards: &str, rules: &Rules) -> Vec<String> {
    let text = format!("{FRONT}{cards}");
    let deck = parse(&text).expect("the test's deck can be read");
    lint(&deck, &text, rules)
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn check(cards: &str, expected: &[&str]) {
    assert_eq!(faults(cards, &Rules::default()), expected);
}

fn topic(terms: &[&str]) -> Topic {
    Topic {
        id: "t".to_string(),
        title: "T".to_string(),
        area: "a".to_string(),
        level: Level::Senior,
        summary: String::new(),
        terms: terms.iter().map(ToString::to_string).collect(),
        prerequisites: Vec::new(),
    }
}

#[test]
fn missing_ids_are_counted_once() {
    check(
        "## a\n\nb\n\n## c\n\nd\n",
        &[
            "8:1: 2 cards have no id, this is the first: run `retain deck fmt`: progress hangs on the id",
        ],
    );
}

#[test]
fn a_question_is_asked_once_unless_its_prompt_differs() {
    check("## A {#a}\n\nb\n\n## a {#c}\n\np\n\n---\n\nd\n", &[]);
    check(
        "## A {#a}\n\nb\n\n## a {#c}\n\nd\n",
        &["12:1: the question is that of line 8: ask for something else, or join the two"],
    );
}

#[test]
fn the_length_of_the_right_choice_gives_nothing_away() {
    let card = |idx, right: &str| {
        format!("## q{idx} {{#q{idx}}}\n\n- [x] {right}\n- [ ] bb\n- [ ] cc\n\n")
    };
    let deck = |count| {
        (0..10)
            .map(|idx| card(idx, if idx < count { "aaa" } else { "aa" }))
            .collect()
    };
    let (few, many): (String, String) = (deck(3), deck(4));
    check(&few, &[]);
    check(
        &many,
        &[
            "8:1: the right choice is the longest on 4 of 10 cards, this is the first: \
           even out the lengths: at most 35 %",
        ],
    );
}

#[test]
fn headings_and_answers_are_short() {
    let heading = "w ".repeat(26);
    check(
        &format!("## {heading}{{#a}}\n\nb\n"),
        &["8:1: the heading has 26 words: at most 25: move the scenario above `---`"],
    );
    let words = "w ".repeat(61);
    check(&format!("## a {{#a}}\n\n```\n{words}\n```\n"), &[]);
    check(
        &format!("## a {{#a}}\n\n{words}\n"),
        &["8:1: the answer has 61 words: at most 60: move reasons to `Why:`, or part the card"],
    );
}

#[test]
fn a_heading_does_not_give_its_cloze_away() {
    check("## Partitions {#a}\n\n{{c1::partition}} {{c2::a}}\n", &[]);
    check(
        "## A partition {#a}\n\n{{c1::`partition`}}\n",
        &["8:1: the heading gives `partition` away: hide something else, or reword the heading"],
    );
}

#[test]
fn a_field_in_the_middle_is_pointed_out() {
    check(
        "## a {#a}\n\nb\n\nWhy: c\n\nd\n\n```\nHint: e\n```\n",
        &["12:1: `Why:` stands in the middle and is read as text: move it below everything else"],
    );
}

#[test]
fn choices_above_the_dashes_are_pointed_out() {
    check(
        "## a {#a}\n\n- [x] b\n- [ ] c\n\n---\n\nd\n",
        &["8:1: the choices stand above `---` and are read as text: move them below it"],
    );
}

#[test]
fn choices_differ_and_do_not_count_on_their_order() {
    check(
        "## a {#a}\n\n- [x] b\n- [ ] B\n- [ ] None of the above\n",
        &[
            "8:1: two choices say the same: change one of them",
            "8:1: `of the above` keeps the choices in one order: name what is meant",
        ],
    );
}

#[test]
fn several_right_choices_are_announced() {
    check("## Which two? {#a}\n\n- [x] b\n- [x] c\n- [ ] d\n", &[]);
    check(
        "## Which? {#a}\n\n- [x] b\n- [x] c\n- [ ] d\n",
        &["8:1: 2 choices are right, and the question does not say so: say how many to choose"],
    );
}

#[test]
fn terms_come_from_the_topic() {
    let topic = topic(&["T", "U"]);
    let rules = Rules {
        built_in: false,
        topic: Some(&topic),
    };
    assert_eq!(
        faults("## a {#a}\n\nb\n\nTerms: T, V\n", &rules),
        ["8:1: `V` is no term of the topic `t`: take one of the catalogue's"]
    );
}

#[test]
fn a_built_in_deck_keeps_more_rules() {
    let mut topic = topic(&["T", "U"]);
    topic.title = "Topic".to_string();
    topic.level = Level::Foundation;
    let rules = Rules {
        built_in: true,
        topic: Some(&topic),
    };
    assert_eq!(
        faults("## a {#a}\n\nb\n\nTerms: T\n", &rules),
        [
            "1:1: the deck has 1 cards: a built-in deck has at least 12",
            "1:1: 0 % of the cards are with choices: at least 60 %",
            "1:1: 0 % of the cards are of cloze, typed, number or order: at least 15 %",
            "1:1: 0 cards show a listing or a table with the question: a senior deck has at least 2",
            "1:1: no card teaches `U`: name it in the `Terms:` of the card that does",
            "3:1: `title` is not the topic's: write `title: Topic`",
            "5:1: `level` is not the topic's: write `level: foundation`",
            "8:1: the card names no source: add a line `Source:`",
        ]
    );
}

#[test]
fn a_deck_that_is_not_of_the_text_is_linted_all_the_same() {
    let deck = parse(&format!("{FRONT}## a\n\nb\n")).expect("the test's deck can be read");
    assert_eq!(lint(&deck, "", &Rules::default()).len(), 1);
}

/// What the rules for built-in decks say of cards, all else left aside.
fn built_in(cards: &str) -> Vec<String> {
    let rules = Rules {
        built_in: true,
        topic: None,
    };
    let mut found = faults(cards, &rules);
    found.retain(|fault| !fault.starts_with("1:1: "));
    found
}

#[test]
fn links_lead_to_the_publisher() {
    let card = |source: &str| format!("## q {{#q}}\n\na\n\nSource: {source}\n");
    for source in [
        "RFC 9110, section 5",
        "<https://www.rfc-editor.org/rfc/rfc9110>",
    ] {
        assert_eq!(built_in(&card(source)), [""; 0], "{source}");
    }
    for (source, fault) in [
        (
            "<http://example.com/a>",
            "`http://example.com/a` does not begin with https://",
        ),
        (
            "<https://medium.com/x>",
            "medium.com retells what others publish",
        ),
        (
            "<https://en.wikipedia.org/wiki/X>",
            "wikipedia.org retells what others publish",
        ),
        (
            "<https://example.com/a?utm_source=b>",
            "`https://example.com/a?utm_source=b` is not the page's plain address",
        ),
    ] {
        let expected = format!("8:1: {fault}: give the page on its publisher's own site");
        assert_eq!(built_in(&card(source)), [expected], "{source}");
    }
}

#[test]
fn a_why_is_short_and_choices_are_few() {
    let why = format!(
        "## q {{#q}}\n\na\n\nWhy: {}\nSource: s\n",
        "word ".repeat(51)
    );
    assert_eq!(built_in(&why), ["8:1: the why has 51 words: at most 50"]);
    let two = "## q {#q}\n\n- [x] a\n- [ ] b\n\nSource: s\n";
    assert_eq!(built_in(two), ["8:1: the card has 2 choices: write 3 to 6"]);
}

#[test]
fn the_right_choice_stands_in_no_place_of_its_own() {
    let card = |idx: usize| {
        let mut choices = ["- [ ] ba\n", "- [ ] bb\n", "- [ ] bc\n", "- [ ] bd\n"];
        choices[if idx < 7 { 1 } else { idx % 4 }] = "- [x] ok\n";
        format!(
            "## q{idx} {{#q{idx}}}\n\n{}\nSource: s\n\n",
            choices.concat()
        )
    };
    let deck: String = (0..12).map(card).collect();
    let rules = Rules {
        built_in: true,
        topic: None,
    };
    let fault = "1:1: the right choice stands in place 2 on 8 of 12 cards: spread them";
    assert!(faults(&deck, &rules).contains(&fault.to_string()));
}
