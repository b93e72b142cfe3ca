//! Deck files that break, vanish, come back, move, or are no decks.

use crate::harness::{Collection, Sitting, deck};
use std::fs;

/// A deck that does not parse: its front matter never ends.
const BROKEN: &str = "---\nid: small\ntitle: Small\n\n## Question 1? {#c1}\n\nAnswer.\n";

/// What today at a glance says of deck files at fault; nothing where there is none.
fn faults(collection: &Collection) -> String {
    let run = collection.run("");
    run.ok()
        .lines()
        .filter(|line| line.contains("retain doctor"))
        .collect()
}

/// Keys of the cards that have a text, of one deck.
fn keys(collection: &Collection, deck: &str) -> Vec<String> {
    let run = collection.run(&format!("deck show {deck} --json")).json();
    let cards = run["questions"].as_array().unwrap().iter();
    cards
        .map(|card| card["card"].as_str().unwrap().to_string())
        .collect()
}

/// How many cards a session on a deck has.
fn n_asked(sitting: &mut Sitting) -> String {
    let line = sitting.until("Enter to reveal");
    line[line.find('/').unwrap() + 1..line.find(']').unwrap()].to_string()
}

#[test]
fn a_deck_that_breaks_stays_as_it_was_and_the_fault_is_said() {
    let collection = Collection::with_cards(3);
    collection.deck("other", deck("other", 2));
    assert_eq!(keys(&collection, "small").len(), 3);
    let path = collection.deck("small", BROKEN);
    assert_eq!(keys(&collection, "small").len(), 3);
    assert_eq!(keys(&collection, "other").len(), 2);
    let mut sitting = collection.sitting("review deck:small");
    assert_eq!(n_asked(&mut sitting), "3");
    let run = sitting.end();
    assert!(
        run.stderr.contains("warning: ") && run.stderr.contains("small.md:"),
        "{run:?}"
    );
    assert!(faults(&collection).starts_with("1 deck file "));
    let lint = collection.run("deck lint");
    assert!(lint.fails(5).contains(path.to_str().unwrap()), "{lint:?}");
    let doctor = collection.run("doctor");
    assert!(doctor.ok().contains("small.md"), "{doctor:?}");
}

#[test]
fn a_deck_that_is_mended_is_read_again() {
    let collection = Collection::with_cards(3);
    collection.run("due").ok();
    collection.deck("small", BROKEN);
    collection.run("due").ok();
    collection.deck("small", deck("small", 4));
    assert_eq!(keys(&collection, "small").len(), 4);
    assert_eq!(faults(&collection), "");
    assert_eq!(collection.run("deck lint").ok(), "");
}

#[test]
fn a_deck_that_was_never_right_stops_no_other() {
    let collection = Collection::with_cards(2);
    collection.deck("broken", BROKEN.replace("id: small", "id: broken"));
    assert_eq!(keys(&collection, "small").len(), 2);
    assert!(faults(&collection).starts_with("1 deck file "));
    collection.run("deck show broken").fails(4);
}

#[test]
fn a_file_that_vanishes_keeps_its_cards_until_it_is_let_go() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 good").ok();
    fs::remove_file(collection.data().join("decks/small.md")).unwrap();
    assert_eq!(keys(&collection, "small").len(), 2);
    let run = collection.feed("review deck:small", "\n3\n");
    assert!(run.stderr.contains("the file is gone"), "{run:?}");
    assert_eq!(collection.answers().len(), 2);
    collection.run("deck remove small").ok();
    collection.run("deck show small").fails(4);
    assert_eq!(collection.answers().len(), 2);
    collection.is_sound();
    collection.deck("small", deck("small", 2));
    assert_eq!(collection.card("small/c1")["reps"], 1);
    assert_eq!(faults(&collection), "");
}

#[test]
fn a_folder_that_vanishes_keeps_its_decks() {
    let collection = Collection::with_cards(2);
    collection.run("due").ok();
    fs::rename(
        collection.data().join("decks"),
        collection.path().join("elsewhere"),
    )
    .unwrap();
    assert_eq!(keys(&collection, "small").len(), 2);
    fs::rename(
        collection.path().join("elsewhere"),
        collection.data().join("decks"),
    )
    .unwrap();
    assert_eq!(faults(&collection), "");
}

#[test]
fn a_deck_that_vanishes_or_breaks_during_a_session_is_asked_to_the_end() {
    for change in ["vanishes", "breaks"] {
        let collection = Collection::with_cards(2);
        let mut sitting = collection.sitting("review deck:small");
        sitting.answer("3");
        match change {
            "vanishes" => fs::remove_file(collection.data().join("decks/small.md")).unwrap(),
            _ => drop(collection.deck("small", BROKEN)),
        }
        // Another command notices it first.
        collection.run("due").ok();
        sitting.answer("3");
        let run = sitting.end();
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(collection.answers().len(), 2, "{change}");
        collection.is_sound();
    }
}

#[test]
fn a_card_removed_during_a_session_is_passed_over() {
    let collection = Collection::with_cards(3);
    let mut sitting = collection.sitting("review deck:small");
    sitting.answer("3");
    collection.deck(
        "small",
        deck("small", 3).replace("## Question 3? {#c3}\n\nAnswer 3.\n", ""),
    );
    collection.run("due").ok();
    sitting.answer("3");
    let run = sitting.end();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.stdout.contains("the text of `small/c3` is gone"),
        "{run:?}"
    );
    assert_eq!(collection.answers().len(), 2);
}

#[test]
fn a_card_that_is_removed_and_restored_keeps_its_history() {
    let collection = Collection::with_cards(3);
    collection.run("answer small/c2 good").ok();
    let before = collection.card("small/c2");
    collection.deck("small", deck("small", 1));
    assert_eq!(keys(&collection, "small"), ["small/c1"]);
    let run = collection.run("show small/c2");
    assert!(run.ok().contains("gone"), "{run:?}");
    assert_eq!(collection.answers().len(), 1);
    collection.is_sound();
    collection.deck("small", deck("small", 3));
    assert_eq!(collection.card("small/c2"), before);
}

#[test]
fn a_card_that_is_reworded_or_moved_keeps_its_progress() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 good").ok();
    let text = "---\nid: small\ntitle: Small\n---\n\n## New {#n}\n\nNew.\n\n## Said otherwise? {#c1}\n\nNow *so*.\n";
    collection.deck("small", text);
    let card = collection.card("small/c1");
    assert_eq!(
        (card["question"].as_str(), card["reps"].as_u64()),
        (Some("Said otherwise?"), Some(1))
    );
}

#[test]
fn a_deck_that_moves_to_another_file_keeps_its_progress() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 good").ok();
    let decks = collection.data().join("decks");
    fs::create_dir_all(decks.join("deep/er")).unwrap();
    fs::rename(decks.join("small.md"), decks.join("deep/er/renamed.md")).unwrap();
    assert_eq!(collection.card("small/c1")["reps"], 1);
    assert_eq!(keys(&collection, "small").len(), 2);
    assert_eq!(faults(&collection), "");
}

#[test]
fn other_markdown_is_passed_over_without_a_word() {
    let collection = Collection::with_cards(2);
    collection.deck("README", "# My decks\n\n## Not a card\n\nText.\n");
    collection.deck("notes/todo", "- [ ] write more\n");
    collection.deck("blog", "---\nlayout: post\n---\n\n## A heading\n");
    collection.deck("empty", "");
    assert_eq!(faults(&collection), "");
    assert_eq!(collection.run("").stderr, "");
    collection.run("deck lint").ok();
    assert_eq!(keys(&collection, "small").len(), 2);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_read() {
    let text = "---\nid: small\ntitle: Small\n---\n\n## One? {#c1}\n\nFirst.\n\n## Two? {#c2}\n\n```\n## no card\n```\n";
    for text in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ] {
        let collection = Collection::new();
        collection.deck("small", &text);
        assert_eq!(
            keys(&collection, "small"),
            ["small/c1", "small/c2"],
            "{text:?}"
        );
        let card = collection.card("small/c1");
        assert_eq!(
            (card["question"].as_str(), card["answer"].as_str()),
            (Some("One?"), Some("First."))
        );
        let review = collection.feed("review deck:small", "\n3\n\n3\n");
        assert!(
            !review.ok().contains('\r') && review.stderr.is_empty(),
            "{review:?}"
        );
    }
}

#[test]
fn two_files_with_one_deck_id_are_said_and_the_first_stays() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 good").ok();
    collection.deck("twin", deck("small", 5));
    assert_eq!(keys(&collection, "small").len(), 2);
    let run = collection.feed("review deck:small", "");
    assert!(
        run.stderr.contains("deck id `small` is already used by"),
        "{run:?}"
    );
    fs::remove_file(collection.data().join("decks/twin.md")).unwrap();
    assert_eq!(faults(&collection), "");
    assert_eq!(collection.card("small/c1")["reps"], 1);
}

#[test]
fn the_second_of_two_twins_takes_over_when_the_first_goes() {
    let collection = Collection::with_cards(2);
    collection.deck("twin", deck("small", 5));
    collection.run("due").ok();
    fs::remove_file(collection.data().join("decks/small.md")).unwrap();
    collection.run("due").ok();
    assert_eq!(keys(&collection, "small").len(), 5);
    assert_eq!(faults(&collection), "");
}

#[test]
fn a_deck_of_ones_own_lies_over_a_built_in_one_and_uncovers_it() {
    let collection = Collection::new();
    let decks = collection.run("deck list --json").json();
    let built_in = decks["decks"][0]["deck"].as_str().unwrap().to_string();
    let n_cards = keys(&collection, &built_in).len();
    collection.deck("mine", deck(&built_in, 2));
    assert_eq!(keys(&collection, &built_in).len(), 2);
    fs::remove_file(collection.data().join("decks/mine.md")).unwrap();
    collection.run(&format!("deck remove {built_in}")).ok();
    assert_eq!(keys(&collection, &built_in).len(), n_cards);
}

#[test]
fn decks_added_from_elsewhere_come_and_go_with_their_folder() {
    let collection = Collection::new();
    let folder = collection.path().join("shared");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("far.md"), deck("far", 2)).unwrap();
    collection
        .run(&format!("deck add {}", folder.display()))
        .ok();
    collection.run("answer far/c1 good").ok();
    fs::rename(&folder, collection.path().join("unmounted")).unwrap();
    assert_eq!(keys(&collection, "far").len(), 2);
    fs::rename(collection.path().join("unmounted"), &folder).unwrap();
    collection
        .run(&format!("deck remove {}", folder.display()))
        .ok();
    collection.run("deck show far").fails(4);
    collection
        .run(&format!("deck add {}", folder.display()))
        .ok();
    assert_eq!(collection.card("far/c1")["reps"], 1);
}
