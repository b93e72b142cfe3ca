//! What a card looks like before and after the answer.

use super::{check_file, page, plain};
use crate::model::card::{Card, Choice, Kind, Part};
use crate::ui::face::{Answer, Question};
use crate::ui::given::{Given, Verdict};
use crate::ui::page::Page;

fn choice(right: bool, text: &str, note: Option<&str>) -> Choice {
    Choice {
        right,
        text: text.to_string(),
        note: note.map(str::to_string),
    }
}

fn card() -> Card {
    Card {
        id: Some("read-committed-recheck".to_string()),
        question: "How many rows does session B delete at PostgreSQL's *default* isolation level?".to_string(),
        prompt: "```sql\nA: BEGIN; UPDATE tasks SET prio = prio + 1;\nB: DELETE FROM tasks WHERE prio = 2; -- waits\nA: COMMIT;\n```".to_string(),
        answer: "None. B chose row 2, waited, and found that `prio` is now **3**.".to_string(),
        kind: Kind::Basic,
        reversed: false,
        choices: vec![
            choice(true, "None: one no longer matches", None),
            choice(false, "One: row 2, which matched when B began", Some("The condition is evaluated again, on the newest version of the row.")),
            choice(false, "None: the statement fails", None),
        ],
        hint: None,
        why: Some("Read Committed re-evaluates the condition only on rows it was about to change.".to_string()),
        sources: vec!["PostgreSQL 18 documentation, [13.2.1](https://www.postgresql.org/docs/18/transaction-iso.html)".to_string()],
        terms: Vec::new(),
        tags: Vec::new(),
        level: None,
        line: 1,
        source: String::new(),
    }
}

fn both(card: &Card, page: Page) -> String {
    let shown = Some(&[2, 1, 0][..]);
    let mut question = Question::new(card, Part::Whole, shown);
    question.caption = "Transactions, MVCC and deadlocks · 3 of 12".to_string();
    let mut answer = Answer::new(card, Part::Whole, shown);
    answer.choices[1].taken = true;
    format!(
        "{}\n{}",
        plain(&question.lines(page)),
        plain(&answer.lines(page))
    )
}

#[test]
fn a_card_with_choices_at_three_widths() {
    for width in [40, 80, 120] {
        check_file(&format!("card-{width}.txt"), &both(&card(), page(width)));
    }
}

fn answer_lines(answer: &Answer, width: usize) -> Vec<String> {
    let lines = answer.lines(width);
    assert!(lines.iter().all(|line| line.width() <= width));
    lines.iter().skip(1).map(|line| line.text()).collect()
}

fn check_given(width: usize, given: Given, expected: &[&str]) {
    let answer = Answer {
        given: Some(given),
        answer: "The answer.".to_string(),
        ..Answer::default()
    };
    assert_eq!(answer_lines(&answer, width), expected);
}

fn typed(given: &str, verdict: Verdict) -> Given {
    let accepted = "Too Many Requests".to_string();
    Given::Typed {
        given: given.to_string(),
        accepted,
        verdict,
    }
}

#[test]
fn a_right_answer_is_repeated() {
    check_given(
        40,
        typed("too many requests", Verdict::Right),
        &["✓ right: too many requests", "", "The answer."],
    );
}

#[test]
fn a_near_miss_shows_the_letters() {
    check_given(
        40,
        typed("To Many Requests!", Verdict::Near),
        &["≈ nearly: To{+o+} Many Requests[-!-]", "", "The answer."],
    );
}

#[test]
fn a_wrong_answer_stands_over_the_accepted_one() {
    check_given(
        40,
        typed("Forbidden", Verdict::Wrong),
        &[
            "✗ wrong: Forbidden",
            "accepted: Too Many Requests",
            "",
            "The answer.",
        ],
    );
}

#[test]
fn a_number_stands_over_what_is_accepted() {
    let given = Given::Number {
        given: "43 min".to_string(),
        accepted: "43.2 min ±5%".to_string(),
        verdict: Verdict::Right,
    };
    check_given(
        40,
        given,
        &[
            "✓ right: 43 min",
            "accepted: 43.2 min ±5%",
            "",
            "The answer.",
        ],
    );
}

fn order(places: &[usize]) -> Given {
    let steps = [
        "The leader appends",
        "The followers fetch",
        "The leader answers",
    ];
    Given::Order {
        steps: steps.map(str::to_string).to_vec(),
        order: places.to_vec(),
    }
}

#[test]
fn a_right_order_is_shown_by_the_answer() {
    check_given(40, order(&[0, 1, 2]), &["✓ right order", "", "The answer."]);
}

#[test]
fn a_wrong_order_stands_beside_the_right_one() {
    check_given(
        80,
        order(&[2, 0, 1]),
        &[
            "✗ wrong order",
            "",
            "your order               │ right order",
            "─────────────────────────┼───────────────────────",
            "✗ 3. The leader answers  │ 1. The leader appends",
            "✓ 1. The leader appends  │ 2. The followers fetch",
            "✓ 2. The followers fetch │ 3. The leader answers",
        ],
    );
}

#[test]
fn on_a_narrow_page_the_right_order_says_what_moved() {
    check_given(
        40,
        order(&[2, 0, 1]),
        &[
            "✗ wrong order",
            "",
            "✓ 1. The leader appends",
            "✓ 2. The followers fetch",
            "✗ 3. The leader answers (yours: 1)",
        ],
    );
}

#[test]
fn a_rubric_shows_what_was_ticked() {
    let lines = vec![
        ("names an **owner**".to_string(), true),
        ("fails open".to_string(), false),
    ];
    check_given(
        40,
        Given::Rubric { lines },
        &["1 of 2 ticked", "", "[x] names an owner", "[ ] fails open"],
    );
}

#[test]
fn right_choices_are_the_answer_where_none_is_written() {
    let mut card = Card {
        answer: String::new(),
        why: None,
        sources: Vec::new(),
        ..card()
    };
    let hidden = Answer::new(&card, Part::Whole, None);
    assert_eq!(answer_lines(&hidden, 40), ["None: one no longer matches"]);
    card.choices[1].right = true;
    let hidden = Answer::new(&card, Part::Whole, None);
    let expected = [
        "• None: one no longer matches",
        "• One: row 2, which matched when B began",
    ];
    assert_eq!(answer_lines(&hidden, 80), expected);
}

#[test]
fn choices_that_nobody_was_asked_for_are_only_marked() {
    let card = Card {
        answer: String::new(),
        why: None,
        sources: Vec::new(),
        ..card()
    };
    let mut shown = Answer::new(&card, Part::Whole, Some(&[0, 2]));
    assert_eq!(
        answer_lines(&shown, 80),
        [
            "✓ a) None: one no longer matches (right)",
            "  b) None: the statement fails"
        ]
    );
    shown.choices[0].taken = true;
    assert_eq!(
        answer_lines(&shown, 80)[0],
        "✓ a) None: one no longer matches (right, yours)"
    );
}

#[test]
fn the_way_back_asks_for_the_heading() {
    let question = Question::new(&card(), Part::Reversed, None);
    let expected =
        "What is this?\n\nNone. B chose row 2, waited, and found that `prio` is now 3.\n";
    assert_eq!(plain(&question.lines(80)), expected);
    let answer = Answer::new(&card(), Part::Reversed, None);
    assert_eq!(
        answer_lines(&answer, 120)[..3],
        [
            "How many rows does session B delete at PostgreSQL's default isolation level?",
            "",
            "  A: BEGIN; UPDATE tasks SET prio = prio + 1;"
        ]
    );
}

#[test]
fn a_heading_that_looks_like_a_list_is_none() {
    let question = Question {
        heading: "1. What?".to_string(),
        ..Question::default()
    };
    assert_eq!(plain(&question.lines(40)), "1. What?\n");
}

#[test]
fn a_text_with_gaps_needs_no_heading() {
    let question = |body: &str| Question {
        caption: "Net".to_string(),
        body: body.to_string(),
        ..Question::default()
    };
    let lines = |body: &str| plain(&question(body).lines(40));
    assert_eq!(lines("The […] handshake"), "Net\nThe […] handshake\n");
    assert_eq!(lines("`SYN` and […]"), "Net\n`SYN` and […]\n");
    assert_eq!(lines("- […]\n- b"), "Net\n\n• […]\n• b\n");
}
