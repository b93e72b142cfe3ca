//! Clocks that are wrong, and days that are not 24 hours long.

use crate::harness::{Collection, MORNING, hours_later};
use serde_json::Value;

/// The study days of the log, in its order.
fn days(collection: &Collection) -> Vec<String> {
    collection
        .log()
        .iter()
        .map(|event| event["day"].as_str().unwrap().to_string())
        .collect()
}

/// Answers `small/c1` with Good at each instant, in a time zone.
fn answered(zone: &str, instants: &[&str]) -> Collection {
    let mut collection = Collection::with_cards(2);
    collection.var("TZ", zone);
    for instant in instants {
        collection.at(instant).run("answer small/c1 good").ok();
    }
    collection.is_sound();
    collection
}

#[test]
fn a_clock_half_an_hour_behind_is_a_warning() {
    let mut collection = answered("UTC", &[MORNING]);
    let run = collection
        .at("2026-11-20T07:30:00Z")
        .run("answer small/c2 good");
    run.ok();
    assert_eq!(run.stderr.matches("warning: ").count(), 1, "{run:?}");
    assert!(run.stderr.contains("clock"), "{run:?}");
    assert_eq!(days(&collection), ["2026-11-20", "2026-11-20"]);
    collection.is_sound();
}

#[test]
fn events_keep_the_order_in_which_they_were_given_when_the_clock_goes_back() {
    let mut collection = answered("UTC", &[MORNING]);
    collection
        .at("2026-11-20T07:30:00Z")
        .run("answer small/c2 good")
        .ok();
    let cards: Vec<String> = collection
        .answers()
        .into_iter()
        .map(|(card, _)| card)
        .collect();
    assert_eq!(cards, ["small/c1", "small/c2"]);
    collection.run("undo").ok();
    assert_eq!(collection.card("small/c2")["reps"], 0);
}

#[test]
fn a_clock_two_hours_behind_is_refused_until_it_is_forced() {
    let mut collection = answered("UTC", &[MORNING]);
    collection.at("2026-11-20T06:00:00Z");
    for words in ["answer small/c2 good", "review deck:small"] {
        let run = collection.run(words);
        let said = run.fails(1);
        assert!(
            said.contains("before the last answer") && said.contains("--force"),
            "{words}: {said}"
        );
    }
    assert_eq!(collection.answers().len(), 1);
    collection.run("answer small/c2 good --force").ok();
    let run = collection.feed("review deck:small --force", "\n3\n");
    assert_eq!(run.code, Some(0), "{run:?}");
    collection.is_sound();
}

#[test]
fn a_clock_more_than_a_year_ahead_is_refused_until_it_is_forced() {
    let mut collection = answered("UTC", &[MORNING]);
    collection.at("2027-11-25T08:00:00Z");
    for words in ["answer small/c1 good", "review deck:small"] {
        let run = collection.run(words);
        let said = run.fails(1);
        assert!(
            said.contains("more than a year after") && said.contains("--force"),
            "{words}: {said}"
        );
    }
    collection.run("answer small/c1 good --force").ok();
    assert_eq!(days(&collection), ["2026-11-20", "2027-11-25"]);
    collection.is_sound();
}

#[test]
fn what_only_reads_does_not_mind_the_clock() {
    let mut collection = answered("UTC", &[MORNING]);
    for now in ["2020-01-01T00:00:00Z", "2036-01-01T00:00:00Z"] {
        collection.at(now);
        for words in [
            "due",
            "",
            "next",
            "show small/c1",
            "search is:new",
            "log export",
            "deck list",
            "doctor",
        ] {
            collection.run(words).ok();
        }
    }
}

#[test]
fn an_answer_after_midnight_belongs_to_the_evening_before() {
    let collection = answered(
        "UTC",
        &[
            "2026-11-20T23:30:00Z",
            "2026-11-21T03:59:00Z",
            "2026-11-21T04:00:00Z",
        ],
    );
    assert_eq!(
        days(&collection),
        ["2026-11-20", "2026-11-20", "2026-11-21"]
    );
}

#[test]
fn a_sitting_across_the_rollover_counts_each_answer_on_its_day() {
    let mut collection = Collection::with_cards(4);
    collection
        .at("2026-11-20T03:55:00Z")
        .feed("review deck:small", "\n3\n")
        .ok();
    let run = collection
        .at("2026-11-20T04:05:00Z")
        .run("due --json")
        .json();
    assert_eq!(
        (run["study_day"].as_str(), run["answered_today"].as_u64()),
        (Some("2026-11-20"), Some(0))
    );
    collection.feed("review deck:small", "\n3\n").ok();
    assert_eq!(days(&collection), ["2026-11-19", "2026-11-20"]);
    collection.is_sound();
}

#[test]
fn the_hour_that_is_skipped_in_spring_moves_no_day() {
    // 29 March 2026, Berlin: 01:59:59 is followed by 03:00.
    let mut collection = Collection::with_cards(2);
    collection
        .var("TZ", "Europe/Berlin")
        .set("rollover_hour", "2");
    for instant in [
        "2026-03-28T22:00:00Z",
        "2026-03-29T00:59:59Z",
        "2026-03-29T01:00:00Z",
        "2026-03-29T20:00:00Z",
    ] {
        collection.at(instant).run("answer small/c1 good").ok();
    }
    assert_eq!(
        days(&collection),
        ["2026-03-28", "2026-03-28", "2026-03-29", "2026-03-29"]
    );
    collection.is_sound();
}

#[test]
fn the_hour_that_comes_twice_in_autumn_moves_no_day_back() {
    // 25 October 2026, Berlin: 02:59:59 is followed by 02:00.
    let mut collection = Collection::with_cards(2);
    collection
        .var("TZ", "Europe/Berlin")
        .set("rollover_hour", "2");
    let instants = [
        "2026-10-24T23:59:00Z",
        "2026-10-25T00:01:00Z",
        "2026-10-25T00:59:00Z",
        "2026-10-25T01:30:00Z",
        "2026-10-25T22:00:00Z",
    ];
    for instant in instants {
        collection.at(instant).run("answer small/c1 good").ok();
    }
    assert_eq!(
        days(&collection),
        [
            "2026-10-24",
            "2026-10-25",
            "2026-10-25",
            "2026-10-25",
            "2026-10-25"
        ]
    );
    collection.is_sound();
}

#[test]
fn study_days_in_the_log_stay_when_the_zone_changes() {
    let mut collection = answered("Asia/Tokyo", &["2026-11-20T20:00:00Z"]);
    let before = days(&collection);
    assert_eq!(before, ["2026-11-21"]);
    collection.var("TZ", "America/Los_Angeles");
    assert_eq!(days(&collection), before);
    collection.is_sound();
}

#[test]
fn a_flight_west_gives_no_day_twice_and_no_negative_interval() {
    // Saturday morning in Tokyo, then Friday evening in Honolulu, three hours later.
    let mut collection = answered("Asia/Tokyo", &["2026-11-20T22:00:00Z"]);
    let first = collection.card("small/c1");
    assert_eq!(first["last_day"], "2026-11-21");
    collection
        .var("TZ", "Pacific/Honolulu")
        .at("2026-11-21T01:00:00Z");
    let run = collection.run("answer small/c1 good");
    run.ok();
    assert_eq!(days(&collection), ["2026-11-21", "2026-11-20"]);
    let second = collection.card("small/c1");
    // The lower day counts as the same one: nothing is gained by a flight.
    assert_eq!(second["last_day"], "2026-11-21");
    let days_of = |card: &Value| card["stability"].as_f64().unwrap();
    assert!(
        days_of(&second) < 2.0 * days_of(&first) + 1.0,
        "{first} {second}"
    );
    assert!(second["due"].as_str().unwrap() > "2026-11-20", "{second}");
    let log = collection.log();
    assert!(log[1]["predicted"].as_f64().unwrap() <= 1.0, "{log:?}");
    collection.is_sound();
}

#[test]
fn a_year_of_answers_at_every_hour_replays() {
    let mut collection = Collection::with_cards(3);
    collection.var("TZ", "Europe/Berlin");
    for step in 0..40 {
        collection
            .at(&hours_later(step * 217))
            .run(&format!("answer small/c{} good", step % 3 + 1))
            .ok();
    }
    let days = days(&collection);
    assert!(days.is_sorted(), "{days:?}");
    collection.is_sound();
}

#[test]
fn an_answer_may_be_told_later_with_the_offset_it_was_given_in() {
    let collection = Collection::with_cards(1);
    collection.run("answer small/c1 good").ok();
    collection
        .run("answer small/c1 again --at 2026-11-18T02:30:00+05:30")
        .ok();
    let log = collection.log();
    assert_eq!(
        (log[0]["day"].as_str(), log[0]["utc_offset"].as_i64()),
        (Some("2026-11-17"), Some(330))
    );
    assert_eq!(collection.card("small/c1")["reps"], 2);
    collection.is_sound();
}

#[test]
fn an_instant_that_is_none_is_named() {
    let mut collection = Collection::with_cards(1);
    for at in ["yesterday", "2026-13-01T00:00:00Z", "2026-11-20", ""] {
        let run = collection.run_words(&["answer", "small/c1", "good", "--at", at]);
        assert!(run.fails(2).contains("2026-11-20T08:00:00Z"), "{run:?}");
    }
    let run = collection.at("noon").run("due");
    assert!(run.fails(2).contains("RETAIN_NOW is `noon`"), "{run:?}");
}

#[test]
fn instants_at_the_ends_of_time_are_no_panic() {
    let mut collection = Collection::with_cards(1);
    for at in [
        "-009999-01-02T01:59:59Z",
        "9999-12-30T22:00:00Z",
        "1970-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
    ] {
        collection.at(at);
        for words in [
            "due",
            "",
            "review --force",
            "answer small/c1 good --force",
            "show small/c1 --json",
            "doctor",
            "undo",
        ] {
            let run = collection.run(words);
            assert!(
                matches!(run.code, Some(0 | 1 | 2 | 4)),
                "{at} {words}: {run:?}"
            );
        }
    }
}
