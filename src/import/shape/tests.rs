//! Drafts and the cards that come of them.

use super::*;
use crate::import::text::plain::tests::PARAGRAPHS;
use crate::model::card::Choice;
use proptest::prelude::*;

fn draft(question: &str, answer: &str) -> Draft {
    Draft {
        place: "a:1".to_string(),
        question: question.to_string(),
        answer: answer.to_string(),
        ..Draft::default()
    }
}

fn check(draft: &Draft, expected: &str) {
    let made = card(draft, "x").expect("the test's draft makes a card");
    assert_eq!(made.source, expected);
}

fn refuses(draft: &Draft, expected: &str) {
    assert_eq!(card(draft, "x").unwrap_err().to_string(), expected);
}

#[test]
fn a_plain_draft_is_a_heading_and_an_answer() {
    check(
        &draft("What?\n\n    code", "# That\n\n---\n\nWhy: so"),
        "## What? {#x}\n\n    code\n\n---\n\n### That\n\n***\n\nWhy\\: so",
    );
}

#[test]
fn a_card_without_a_side_is_refused() {
    refuses(&draft("", "a"), "a:1: the card has no question");
    refuses(&draft("a", " "), "a:1: the card has no answer");
}

#[test]
fn what_is_accepted_brings_no_control_character() {
    let typed = Draft {
        ask: Ask::Typed(vec!["a\0".into()]),
        ..draft("Which?", "b")
    };
    check(&typed, "## Which? {#x .typed}\n\nb\n\nAccept: a␀");
}

#[test]
fn clozes_get_a_heading_with_blanks() {
    let cloze = Draft {
        ask: Ask::Cloze,
        ..draft("", "The {{c1::CAP}} theorem")
    };
    check(&cloze, "## The … theorem {#x}\n\nThe {{c1::CAP}} theorem");
}

#[test]
fn typed_and_numbers_have_what_they_accept() {
    let typed = Draft {
        ask: Ask::Typed(vec!["429".into(), "a|b".into()]),
        ..draft("Which?", "")
    };
    check(&typed, "## Which? {#x .typed}\n\n429\n\nAccept: 429");
    let number = Draft {
        ask: Ask::Number("43.2 min ±5%".into()),
        ..draft("How long?", "")
    };
    check(
        &number,
        "## How long? {#x .number}\n\n43.2 min ±5%\n\nAccept: 43.2 min ±5%",
    );
    let words = Draft {
        ask: Ask::Number("many".into()),
        ..draft("How many?", "")
    };
    check(&words, "## How many? {#x .typed}\n\nmany\n\nAccept: many");
}

#[test]
fn choices_keep_order_and_notes() {
    let choice = |right, text: &str| Choice {
        right,
        text: text.to_string(),
        note: (!right).then(|| "no".to_string()),
    };
    let quiz = Draft {
        choices: vec![choice(false, "a"), choice(true, "b")],
        tags: vec!["Data Bases".into()],
        why: Some("because\nof it".into()),
        ..draft("Which?", "")
    };
    check(
        &quiz,
        "## Which? {#x}\n\n- [ ] a\n  > no\n- [x] b\n\nWhy: because of it\nTags: data-bases",
    );
    let none = Draft {
        choices: vec![choice(false, "a"), choice(false, "b")],
        ..draft("Which?", "")
    };
    refuses(
        &none,
        "a:1: no choice is marked right: mark it in the source",
    );
}

#[test]
fn a_question_without_an_answer_is_open() {
    let open = Draft {
        ask: Ask::Open,
        ..draft("Tell me about TCP.", "")
    };
    check(
        &open,
        &format!("## Tell me about TCP. {{#x .open}}\n\n{RUBRIC}"),
    );
}

#[test]
fn steps_are_numbered() {
    let order = Draft {
        ask: Ask::Order(vec!["a".into(), "# of b".into()]),
        ..draft("In order?", "")
    };
    check(&order, "## In order? {#x .order}\n\n1. a\n2. \\# of b");
}

#[test]
fn a_card_of_retains_own_comes_back_as_it_was() {
    let text = "## What? {#y .reversed}\n\nThat.\n\nWhy: so\nTags: a";
    let own = Draft {
        native: Some(text.to_string()),
        ..draft("", "")
    };
    check(&own, text);
}

#[test]
fn escapes_become_visible() {
    check(
        &draft("a\u{1b}[2Jb", "c\u{202e}d"),
        "## a␛[2Jb {#x}\n\nc<U+202E>d",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn what_is_made_is_read_again_as_the_same(question in TEXT, answer in TEXT) {
        if let Ok(made) = card(&draft(&question, &answer), "x") {
            let again = read(&draft("", ""), &made.source, None).expect("it was read once");
            prop_assert_eq!(again, made);
        }
    }

    #[test]
    fn a_plain_card_comes_back_as_it_is(question in PARAGRAPHS, answer in PARAGRAPHS, tags in prop::collection::vec("[a-c:/_.é -]{1,6}", 0..3), reversed: bool) {
        let draft = Draft { tags, reversed, ..draft(&question, &answer) };
        if let Ok((wanted, true)) = built(&draft, "x") {
            let text = print_card(&wanted);
            let made = read(&draft, &text, None).expect("it is plain");
            prop_assert_eq!(made, Card { source: text, ..wanted });
        }
    }

    #[test]
    fn ordinary_text_is_never_refused(question in "[a-z#{}*`\\-=:. \n]{0,30}[a-z]", answer in "[a-z#{}*\\-=:|.\\[\\] \n]{0,60}[a-z]") {
        let made = card(&draft(&question, &answer), "x");
        prop_assert!(made.is_ok(), "{:?}", made.unwrap_err());
    }
}

/// Marks of the deck format and of Markdown in any order.
const TEXT: &str = "(# |## |---|===|\\*\\*\\*|```|~~~|Why: |Source:|- \\[x\\] |- |1\\. |\\{\\{c1::|::|\\}\\}|\\{#a\\}|<b>|\\||> |    |a|b c|\n|\n\n|\\\\){0,24}";
