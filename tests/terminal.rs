//! A review on a terminal: keys in, a screen out, at 80 and at 40 columns.

mod harness;

use harness::Collection;
use harness::terminal::Terminal;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A session on a deck, up to the first question.
fn sitting(collection: &Collection, columns: u16, rows: u16) -> Terminal {
    let mut terminal = collection.terminal("review deck:small", columns, rows);
    terminal.until("any key");
    terminal
}

/// Ends the session and returns the last screen.
fn quit(mut terminal: Terminal) -> String {
    terminal.press("q");
    assert_eq!(terminal.code(), 0, "{}", terminal.contents());
    assert!(terminal.is_restored());
    terminal.contents()
}

/// Answers of the log, as `c1 good`.
fn kept(collection: &Collection) -> Vec<String> {
    let short = |(card, rating): (String, String)| {
        format!("{} {rating}", card.trim_start_matches("small/"))
    };
    collection.answers().into_iter().map(short).collect()
}

/// An editor that is a shell script; the file is `$1`.
fn editor(collection: &mut Collection, script: &str) {
    let path = collection.path().join("editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let path = path.to_str().unwrap().to_string();
    collection.var("RETAIN_EDITOR", &path);
}

/// One card of a kind, as a deck.
fn one_card(card: &str) -> Collection {
    let collection = Collection::new();
    collection.deck(
        "small",
        format!("---\nid: small\ntitle: Small\n---\n\n{card}\n"),
    );
    collection
}

#[test]
fn a_card_is_asked_revealed_and_graded() {
    for columns in [80, 40] {
        let collection = Collection::with_cards(2);
        let mut terminal = sitting(&collection, columns, 24);
        let question = terminal.contents();
        assert!(
            question.contains("Question 1?") && !question.contains("Answer 1."),
            "{question}"
        );
        let answer = terminal.press_until(" ", "1 Again");
        assert!(
            answer.contains("Question 1?") && answer.contains("Answer 1."),
            "{answer}"
        );
        assert_eq!(kept(&collection), [""; 0]);
        let next = terminal.press_until("3", "Question 2?");
        assert!(next.contains("→ Good, next in "), "{next}");
        assert_eq!(kept(&collection), ["c1 good"]);
        let summary = quit(terminal);
        assert!(summary.contains("1 answer to 1 card"), "{summary}");
    }
}

#[test]
fn every_button_names_the_interval_that_is_kept() {
    for (key, name) in [("2", "Hard"), ("3", "Good"), ("4", "Easy")] {
        let collection = Collection::with_cards(1);
        let mut terminal = sitting(&collection, 80, 24);
        let screen = terminal.press_until(" ", "4 Easy");
        let promised = screen.split(&format!("{key} {name} ")).nth(1).unwrap();
        let promised: String = promised
            .chars()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        terminal.press_until(key, &format!("→ {name}, next in {promised} d"));
        assert_eq!(collection.log()[0]["interval"].to_string(), promised);
    }
}

#[test]
fn all_four_buttons_fit_a_narrow_terminal() {
    let collection = Collection::with_cards(1);
    let mut terminal = sitting(&collection, 40, 24);
    terminal.press(" ");
    terminal.until("1 Again");
    let row = terminal.settled();
    for button in ["1 Again", "2 Hard", "3 Good", "4 Easy"] {
        assert!(row.contains(button), "{row}");
    }
}

#[test]
fn space_reveals_and_only_a_second_press_grades() {
    let collection = Collection::with_cards(2);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "1 Again");
    terminal.settled();
    assert_eq!(kept(&collection), [""; 0]);
    terminal.press_until(" ", "→ Good");
    assert_eq!(kept(&collection), ["c1 good"]);
    terminal.press_until("\r", "Answer 2.");
    assert_eq!(kept(&collection), ["c1 good"]);
    terminal.press("\r");
    assert_eq!(terminal.code(), 0);
    assert_eq!(kept(&collection), ["c1 good", "c2 good"]);
}

#[test]
fn a_grade_at_the_question_is_never_kept() {
    let collection = Collection::with_cards(2);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press("3");
    terminal.settled();
    assert_eq!(kept(&collection), [""; 0]);
}

#[test]
fn undo_brings_the_card_back_as_often_as_asked() {
    let collection = Collection::with_cards(3);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" 3", "Question 2?");
    terminal.press_until(" 4", "Question 3?");
    terminal.press_until("u", "took back");
    terminal.press_until("u", "took back `good` on small/c1");
    terminal.press_until(" ", "Answer 1.");
    terminal.press_until("1", "→ Again");
    quit(terminal);
    let kinds: Vec<String> = collection
        .log()
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(kinds, ["answer", "answer", "undo", "undo", "answer"]);
    assert_eq!(collection.card("small/c2")["reps"], 0);
    assert_eq!(collection.card("small/c1")["reps"], 1);
    collection.is_sound();
}

#[test]
fn undo_reaches_into_the_sitting_before() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 easy").ok();
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until("u", "took back `easy` on small/c1");
    quit(terminal);
    assert_eq!(collection.card("small/c1")["reps"], 0);
}

#[test]
fn a_card_graded_again_comes_back_in_the_same_sitting() {
    let collection = Collection::with_cards(1);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" 1", "again in this sitting");
    terminal.until_it("the card again", |screen| {
        screen.matches("Question 1?").count() == 2
    });
    terminal.press_until(" ", "1 Again");
    terminal.press("3");
    assert_eq!(terminal.code(), 0);
    assert_eq!(kept(&collection), ["c1 again", "c1 good"]);
}

#[test]
fn suspend_bury_and_flag_are_said_and_kept() {
    let collection = Collection::with_cards(4);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until("s", "suspended");
    terminal.until("Question 2?");
    terminal.press_until("b", "buried until tomorrow");
    terminal.until("Question 3?");
    terminal.press_until("f", "flagged");
    quit(terminal);
    assert_eq!(collection.card("small/c1")["suspended"], true);
    assert_eq!(collection.card("small/c2")["buried"], "2026-11-20");
    assert_eq!(collection.card("small/c3")["flagged"], true);
    assert_eq!(collection.card("small/c3")["reps"], 0);
    collection.is_sound();
}

#[test]
fn info_and_keys_come_back_to_the_card() {
    for columns in [80, 40] {
        let collection = Collection::with_cards(1);
        let mut terminal = sitting(&collection, columns, 60);
        let info = terminal.press_until("i", "history");
        assert!(info.contains("small/c1"), "{info}");
        terminal.press_until("?", "bury the card");
        terminal.press_until(" ", "Answer 1.");
        terminal.press("3");
        assert_eq!(terminal.code(), 0, "{}", terminal.contents());
        assert_eq!(kept(&collection), ["c1 good"]);
    }
}

#[test]
fn an_edit_comes_back_to_the_card_with_its_new_text() {
    let mut collection = Collection::with_cards(2);
    editor(
        &mut collection,
        "sed -i 's/Question 1?/Reworded 1?/' \"$1\"",
    );
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until("e", "Reworded 1?");
    terminal.press_until(" ", "Answer 1.");
    terminal.press_until("3", "→ Good");
    quit(terminal);
    assert_eq!(kept(&collection), ["c1 good"]);
}

#[test]
fn an_edit_that_breaks_the_deck_is_said_and_costs_nothing() {
    let mut collection = Collection::with_cards(2);
    editor(&mut collection, "sed -i '4d' \"$1\"");
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until("e", "Open it again?");
    terminal.press_until("n", "Question 1?");
    terminal.until("the last good");
    terminal.press_until(" ", "Answer 1.");
    terminal.press_until("3", "→ Good");
    quit(terminal);
    assert_eq!(kept(&collection), ["c1 good"]);
    collection.is_sound();
}

#[test]
fn an_editor_that_is_not_there_is_named() {
    let mut collection = Collection::with_cards(1);
    collection.var("RETAIN_EDITOR", "no-such-editor");
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until("e", "no-such-editor");
    terminal.press_until(" ", "Answer 1.");
    quit(terminal);
}

#[test]
fn a_resize_draws_the_open_card_anew_at_its_width() {
    let collection = Collection::new();
    let words = "a long sentence that must be broken somewhere ".repeat(6);
    collection.deck("small", format!("---\nid: small\ntitle: Small\n---\n\n## Why? {{#c1}}\n\n{words}\n\n## Next? {{#c2}}\n\nNo.\n"));
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "1 Again");
    for columns in [40, 100, 57] {
        terminal.resize(columns, 24);
        terminal.settled();
        let screen = terminal.until("1 Again");
        assert!(screen.contains("Why?"), "{screen}");
        // A line wider than the screen would have been broken inside a word.
        for line in screen
            .lines()
            .filter(|line| line.contains("sentence") || line.contains("broken"))
        {
            assert!(
                line.split_whitespace()
                    .all(|word| words.contains(&format!("{word} "))),
                "{columns}: {line}"
            );
        }
    }
    terminal.press_until("3", "→ Good");
    assert_eq!(kept(&collection), ["c1 good"]);
}

#[test]
fn without_colour_no_colour_is_sent() {
    let mut collection = Collection::with_cards(1);
    collection.var("NO_COLOR", "1");
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "1 Again");
    terminal.press("3");
    assert_eq!(terminal.code(), 0);
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    let styles: Vec<&str> = raw
        .split("\x1b[")
        .skip(1)
        .filter(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
                .starts_with('m')
        })
        .filter(|rest| !rest.starts_with("0m") && !rest.starts_with('m'))
        .collect();
    assert!(styles.is_empty(), "{styles:?}");
}

#[test]
fn with_colour_grades_are_words_too() {
    let collection = Collection::with_cards(1);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "1 Again");
    assert!(
        terminal
            .raw
            .windows(2)
            .filter(|bytes| bytes == b"\x1b[")
            .count()
            > 3
    );
    assert!(terminal.contents().contains("3 Good"));
}

#[test]
fn a_dumb_terminal_is_served_on_plain_lines() {
    let mut collection = Collection::with_cards(1);
    collection.var("TERM", "dumb");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("Enter to reveal");
    terminal.press_until("\n", "Answer 1.");
    terminal.press("3\n");
    assert_eq!(terminal.code(), 0);
    assert!(!terminal.raw.contains(&0x1b), "{}", terminal.contents());
    assert_eq!(kept(&collection), ["c1 good"]);
}

#[test]
fn a_near_miss_is_shown_beside_what_was_wanted() {
    let collection =
        one_card("## Which code? {#c1 .typed}\n\nToo Many Requests.\n\nAccept: Too Many Requests");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("answer, Enter");
    terminal.press_until("too many requets", "too many requets");
    let screen = terminal.press_until("\r", "1 Again");
    assert!(screen.contains("Too Many Requests"), "{screen}");
    assert!(screen.contains('*'), "no grade is suggested:\n{screen}");
    terminal.press("3");
    assert_eq!(terminal.code(), 0);
    let log = collection.log();
    assert_eq!(
        (log[0]["rating"].as_str(), log[0]["suggested"].as_str()),
        (Some("good"), Some("hard"))
    );
}

#[test]
fn letters_of_a_typed_answer_are_no_commands() {
    let collection = one_card("## Which? {#c1 .typed}\n\nsubq.\n\nAccept: subq");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("answer, Enter");
    terminal.press_until("xx\x15subbq\x7f\x7fq", ": subq");
    let screen = terminal.press_until("\r", "1 Again");
    assert!(screen.contains("3 Good*"), "{screen}");
    quit(terminal);
    assert!(collection.log().is_empty());
}

#[test]
fn what_is_typed_is_seen_on_a_narrow_terminal() {
    let collection = one_card("## Which? {#c1 .typed}\n\nsubq.\n\nAccept: subq");
    let mut terminal = collection.terminal("review deck:small", 40, 24);
    terminal.until("answer, Enter");
    terminal.press_until("subquery", ": subquery");
    terminal.press_until("\r", "1 Again");
    quit(terminal);
}

#[test]
fn tab_makes_the_next_letter_a_command_where_text_is_typed() {
    let collection = one_card("## Which? {#c1 .typed}\n\nThis.\n\nAccept: this");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("answer, Enter");
    terminal.press_until("\t", "Tab to type on");
    terminal.press("q");
    assert_eq!(terminal.code(), 0);
}

#[test]
fn a_number_with_a_unit_is_judged() {
    let collection =
        one_card("## How long? {#c1 .number}\n\n43.2 minutes.\n\nAccept: 43.2 min ±5%");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("number and unit, Enter");
    let screen = terminal.press_until("43 min\r", "1 Again");
    assert!(screen.contains("3 Good*"), "{screen}");
}

#[test]
fn vi_keys_grade_where_they_are_chosen() {
    for (key, rating) in [("h", "again"), ("j", "hard"), ("k", "good"), ("l", "easy")] {
        let collection = Collection::with_cards(2);
        collection.set("keys", "vi");
        let mut terminal = sitting(&collection, 80, 24);
        terminal.press_until(" ", "1 Again");
        terminal.press_until(key, "→ ");
        assert_eq!(kept(&collection), [format!("c1 {rating}")]);
    }
}

#[test]
fn vi_keys_mean_nothing_where_they_are_not_chosen() {
    let collection = Collection::with_cards(1);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "1 Again");
    terminal.press("hjkl");
    terminal.settled();
    assert_eq!(kept(&collection), [""; 0]);
}

#[test]
fn two_buttons_are_again_and_good() {
    let collection = Collection::with_cards(2);
    collection.set("buttons", "2");
    let mut terminal = sitting(&collection, 80, 24);
    let screen = terminal.press_until(" ", "1 Again");
    assert!(
        screen.contains("2 Good") && !screen.contains("Hard") && !screen.contains("Easy"),
        "{screen}"
    );
    terminal.press_until("4", "there are two grades here");
    assert_eq!(kept(&collection), [""; 0]);
    terminal.press_until("2", "→ Good");
    assert_eq!(kept(&collection), ["c1 good"]);
}

#[test]
fn a_long_answer_is_paged_and_no_line_of_it_is_lost() {
    let lines: String = (1..=60)
        .map(|number| format!("- point {number}.\n"))
        .collect();
    let collection = one_card(&format!("## What? {{#c1}}\n\n{lines}"));
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press_until(" ", "more lines: any key");
    assert_eq!(kept(&collection), [""; 0]);
    for _ in 0..2 {
        terminal.press(" ");
        terminal.settled();
    }
    terminal.until("1 Again");
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    for number in 1..=60 {
        assert!(
            raw.contains(&format!("point {number}.")),
            "point {number} was not shown"
        );
    }
    assert_eq!(kept(&collection), [""; 0]);
    terminal.press("3");
    assert_eq!(terminal.code(), 0);
    assert_eq!(kept(&collection), ["c1 good"]);
}

#[test]
fn pasted_text_is_no_key() {
    let collection = Collection::with_cards(3);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press("\x1b[200~ 3 3q1\r\x1b[201~");
    let screen = terminal.settled();
    assert!(!screen.contains("Answer 1."), "{screen}");
    terminal.press_until(" ", "1 Again");
    terminal.press("\x1b[200~3334\x1b[201~");
    terminal.settled();
    assert_eq!(kept(&collection), [""; 0]);
}

#[test]
fn text_pasted_into_a_typed_answer_is_the_answer() {
    let collection = one_card("## Which? {#c1 .typed}\n\nThis.\n\nAccept: two words");
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("answer, Enter");
    terminal.press_until("\x1b[200~two\x1b]0;x\x07 words\x1b[201~", "words");
    terminal.press_until("\x15two words\r", "3 Good*");
}

#[test]
fn today_at_a_glance_starts_the_review_with_enter() {
    let collection = Collection::with_cards(1);
    let mut terminal = collection.terminal("", 80, 24);
    let screen = terminal.until("Enter: review");
    assert!(screen.contains("0 due, 12 new"), "{screen}");
    terminal.press_until("\r", "any key");
    quit(terminal);
}

#[test]
fn today_at_a_glance_can_be_left() {
    let collection = Collection::with_cards(1);
    let mut terminal = collection.terminal("", 40, 24);
    terminal.until("Enter: review");
    let screen = quit(terminal);
    assert!(!screen.contains("any key"), "{screen}");
}

#[test]
fn today_at_a_glance_fits_any_width() {
    for columns in [40, 57, 80, 120, 200] {
        let collection = Collection::with_cards(3);
        let mut terminal = collection.terminal("", columns, 40);
        let screen = terminal.until("Enter: review");
        let widest = screen
            .lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap();
        assert!(widest <= usize::from(columns), "{screen}");
        // A line that was too long would go on at the left edge of the next.
        assert!(
            screen.lines().all(|line| !line.starts_with('█')),
            "{screen}"
        );
    }
}

#[test]
fn keys_are_not_echoed_while_the_program_is_busy() {
    let collection = Collection::with_cards(3);
    let mut terminal = sitting(&collection, 80, 24);
    terminal.press(" 3 3 3");
    assert_eq!(terminal.code(), 0);
    assert_eq!(kept(&collection), ["c1 good", "c2 good", "c3 good"]);
    let screen = terminal.contents();
    assert!(!screen.contains(" 3 3"), "{screen}");
}
