use super::*;
use crate::model::card::{Choice, Kind};

/// Reads cards without their front matter; the first line of the test is the first of the file.
fn faults(body: &str) -> Vec<String> {
    let text = Text::new(body);
    let mut report = Report::new(&text);
    let split = split(&text, 0..text.as_str().len(), &mut report);
    cards(&text, &split.cards, &mut report);
    report
        .into_faults()
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn check(body: &str, expected: &str) {
    assert_eq!(faults(body), [expected], "{body}");
}

fn card(source: &str) -> Card {
    match parse_card(source) {
        Ok(card) => card,
        Err(faults) => panic!("{}", faults[0].render("card")),
    }
}

fn choice(right: bool, text: &str, note: Option<&str>) -> Choice {
    Choice {
        right,
        text: text.to_string(),
        note: note.map(str::to_string),
    }
}

#[test]
fn two_cards_may_not_share_an_id() {
    check(
        "## One {#a}\n\n1\n\n## Two {#a}\n\n2\n",
        "5:8: id `a` is already used on line 1: choose another",
    );
}

#[test]
fn a_card_needs_an_answer_or_choices() {
    check(
        "## a {#a}\n",
        "1:6: the card has no answer: write it under the heading",
    );
    check(
        "## a {#a}\n\nWhy: b\n",
        "1:6: the card has no answer: write it under the heading",
    );
    check(
        "## a {#a}\n\nb\n\n---\n",
        "1:6: the card has no answer: write it under the `---`",
    );
    assert_eq!(faults("## a\n\n- [x] b\n- [ ] c\n"), Vec::<String>::new());
}

#[test]
fn the_first_dashes_part_prompt_and_answer() {
    let card = card("## a {#a}\n\n```\n---\n```\n\n***\n\n---\n\nb\n\n---\n\nc\n");
    assert_eq!(card.prompt, "```\n---\n```\n\n***");
    assert_eq!(card.answer, "b\n\n---\n\nc");
}

#[test]
fn text_directly_over_dashes_is_a_trap() {
    check(
        "## a {#a}\n\nb\n---\n\nc\n",
        "4:1: text directly over `---` is a heading: put a blank line above it",
    );
}

#[test]
fn dashes_need_something_above() {
    check(
        "## a {#a}\n\n---\n\nc\n",
        "3:1: nothing stands above `---`: remove it, or write the longer question above it",
    );
}

#[test]
fn an_indented_heading_is_named() {
    check(
        "## a {#a}\n\nb\n\n  ## c\n\nd\n",
        "5:3: this `##` heading starts no card: start it in the first column, with a blank line above",
    );
}

#[test]
fn choices_keep_their_notes() {
    let card = card("## a {#a}\n\n- [x] b\n- [ ] c\n  > d\n  e\n- [X] f\n  g\n");
    assert_eq!(
        card.choices,
        [
            choice(true, "b", None),
            choice(false, "c", Some("d\ne")),
            choice(true, "f\ng", None),
        ]
    );
    assert_eq!(card.answer, "");
}

#[test]
fn choices_may_stand_above_the_answer() {
    let card = card("## a {#a}\n\n- [x] b\n- [ ] c\n\nd\n\nSource: e\n");
    assert_eq!((card.answer.as_str(), card.choices.len()), ("d", 2));
}

#[test]
fn choices_need_right_and_wrong() {
    check(
        "## a {#a}\n\n- [ ] b\n- [ ] c\n",
        "3:1: no choice is marked right: put `[x]` on at least one line",
    );
    check(
        "## a {#a}\n\n- [x] b\n",
        "3:1: no choice is marked wrong: put `[ ]` on at least one line",
    );
}

#[test]
fn every_choice_is_marked_and_filled() {
    check(
        "## a {#a}\n\n- [x] b\n- [ ] c\n- d\n",
        "5:1: this choice is not marked: put `[x]` or `[ ]` in front",
    );
    check(
        "## a {#a}\n\n- [x] b\n- [ ]\n",
        "4:3: the choice is empty: write it directly behind the brackets",
    );
    check(
        "## a {#a}\n\n1. [x] b\n2. [ ] c\n",
        "3:1: choices have no numbers: write them as a `-` list: the quiz shuffles them",
    );
}

#[test]
fn a_choice_stays_what_it_is_when_its_lines_are_indented() {
    let two_lines = card("## a {#a}\n\n- [x] b\nc\n- [ ] d\n");
    assert_eq!(two_lines.choices[0].text, "b\nc");
    check(
        "## a {#a}\n\n- [x] b | c |\n| - | - |\n- [ ] d\n",
        "3:1: this choice can be read in two ways: put a blank line between its lines",
    );
}

#[test]
fn a_note_has_words() {
    check(
        "## a {#a}\n\n- [x] b\n  >\n- [ ] c\n",
        "4:3: the note is empty: write it behind the `>`",
    );
}

#[test]
fn a_card_has_one_list_of_choices() {
    check(
        "## a {#a}\n\n- [x] b\n- [ ] c\n\nd\n\n- [ ] e\n",
        "8:1: the card has a second list of choices: join the two lists",
    );
}

#[test]
fn the_line_and_the_mark_are_shown() {
    let faults = parse_card("## a\n\n- [ ] the borrower\n- [ ] b\n").unwrap_err();
    assert_eq!(
        faults[0].render("decks/rust/ownership.md"),
        "decks/rust/ownership.md:3:1: no choice is marked right: put `[x]` on at least one line\n    \
         3 | - [ ] the borrower\n      | ^^^^^"
    );
}

#[test]
fn typed_cards_need_what_they_accept() {
    let kind = card("## a {#a .typed}\n\nb\n\nAccept: 429 | Too  Many\n").kind;
    let accept = vec!["429".to_string(), "Too  Many".to_string()];
    assert_eq!(kind, Kind::Typed { accept });
    check(
        "## a {#a .typed}\n\nb\n",
        "1:6: a `.typed` card needs `Accept:`: add `Accept: one | another` under the answer",
    );
    check(
        "## a {#a .typed}\n\nb\n\nAccept: c |  | d\n",
        "5:9: an alternative is empty: part the alternatives by ` | `",
    );
    check(
        "## a {#a}\n\nb\n\nAccept: c\n",
        "5:9: `Accept:` goes with `.typed` and `.number` only: add the class, or remove the line",
    );
}

#[test]
fn number_cards_need_a_number() {
    assert!(matches!(
        card("## a {.number}\n\nb\n\nAccept: 4 min ±5%\n").kind,
        Kind::Number { .. }
    ));
    check(
        "## a {#a .number}\n\nb\n\nAccept: many\n",
        "5:9: `many` does not start with a number: write it as `43.2 min ±5%`",
    );
}

#[test]
fn order_cards_need_steps() {
    let kind = card("## a {#a .order}\n\nb\n\n1. c\n2. d\n   e\n").kind;
    let steps = vec!["c".to_string(), "d\ne".to_string()];
    assert_eq!(kind, Kind::Order { steps });
    for body in ["1. b", "- b\n- c", "b"] {
        check(
            &format!("## a {{#a .order}}\n\n{body}\n"),
            "1:6: an `.order` card needs a list of at least two steps: \
             write them as `1.`, `2.`, `3.`",
        );
    }
}

#[test]
fn open_cards_need_a_rubric() {
    let kind = card("## a {#a .open minutes=35}\n\nb\n\n---\n\n- x\n\nc\n\n- d\n- e\n").kind;
    let rubric = vec!["d".to_string(), "e".to_string()];
    assert_eq!(
        kind,
        Kind::Open {
            minutes: Some(35),
            rubric
        }
    );
    check(
        "## a {#a .open}\n\nb\n",
        "1:6: an `.open` card needs a rubric: end it with a `-` list of what a good answer says",
    );
}

#[test]
fn kinds_that_clash_are_refused() {
    check(
        "## a {#a .order}\n\n1. b\n2. c\n\n- [x] d\n- [ ] e\n",
        "1:6: a `.order` card has no choices: write the list without `[x]` and `[ ]`",
    );
    check(
        "## a {#a .typed}\n\n{{c1::b}}\n\nAccept: b\n",
        "1:6: a `.typed` card has no clozes: put the braces in backticks",
    );
    check(
        "## a {#a}\n\n{{c1::b}}\n\n- [x] d\n- [ ] e\n",
        "1:6: the card has clozes and choices: keep one of them, or put the braces in backticks",
    );
}

#[test]
fn clozes_stand_in_the_answer_only() {
    assert_eq!(card("## a\n\n{{c1::b}}\n").kind, Kind::Cloze);
    assert_eq!(
        card("## a\n\n`{{c1::b}}` {{ .Values.x }}\n").kind,
        Kind::Basic
    );
    check(
        "## a {{c1::b}} {#a}\n\nc\n",
        "1:6: a cloze stands outside the answer: move it below",
    );
    check(
        "## a {#a}\n\nb\n\n{{c1::c}}\n\n---\n\nd\n",
        "5:1: a cloze stands outside the answer: move it below",
    );
    check(
        "## a {#a}\n\nb {{c1::c\n",
        "3:3: the cloze is never closed: \
         close it with `}}` in the same paragraph, lone braces in backticks",
    );
}

#[test]
fn all_faults_of_a_deck_come_at_once() {
    let faults = parse("---\nid: A\nlevel: x\n---\n\n## a {#b .c}\n\nd\nSorce: e\n").unwrap_err();
    let places: Vec<(usize, usize)> = faults
        .iter()
        .map(|fault| (fault.line, fault.column))
        .collect();
    assert_eq!(places, [(1, 1), (2, 5), (3, 8), (6, 10), (9, 1)]);
}

#[test]
fn a_deck_without_cards_is_no_deck() {
    let faults = parse("---\nid: a\ntitle: A\n---\n").unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "4:4: the deck has no card: start one with a line `## …`"
    );
}

#[test]
fn cards_know_their_line_and_their_lines() {
    let deck =
        parse("---\nid: a\ntitle: A\n---\n\nabout\n\n## b\r\n\r\nc\n\n\n## d\n\ne\n").unwrap();
    assert_eq!(deck.about, "about");
    let places: Vec<(usize, &str)> = deck
        .cards
        .iter()
        .map(|card| (card.line, card.source.as_str()))
        .collect();
    assert_eq!(places, [(8, "## b\n\nc"), (13, "## d\n\ne")]);
}

#[test]
fn control_characters_come_out_visible() {
    let card = card("## a\u{1b}[2J {#a}\n\nb\u{202e}\n\nSource: \u{7}\n");
    assert_eq!(card.question, "a␛[2J");
    assert_eq!(card.answer, "b<U+202E>");
    assert_eq!(card.sources, ["␇"]);
    assert_eq!(parse_card(&card.source), Ok(card));
}

#[test]
fn the_prose_in_front_is_read_for_the_same_traps() {
    let faults = parse("---\nid: a\ntitle: A\n---\n\nb\n---\n\n## c\n\nd\n").unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "7:1: text directly over `---` is a heading: put a blank line above it"
    );
}
