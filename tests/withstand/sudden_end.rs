//! `kill -9` at random points of a session.

use crate::harness::{Collection, Dice, acknowledged, hours_later};
use rustix::process::Signal;
use std::collections::HashMap;
use std::time::Duration;

/// Claims that the log holds every acknowledged answer, at most what was sent, and replays.
fn nothing_is_lost(collection: &Collection, acknowledged: &[String], n_sent: usize) {
    let mut logged: HashMap<String, usize> = HashMap::new();
    let answers = collection.answers();
    for (card, _) in &answers {
        *logged.entry(card.clone()).or_default() += 1;
    }
    let mut promised: HashMap<&str, usize> = HashMap::new();
    for card in acknowledged {
        *promised.entry(card).or_default() += 1;
    }
    for (card, n_promised) in promised {
        let n_logged = logged.get(card).copied().unwrap_or(0);
        assert!(
            n_promised <= n_logged,
            "{card}: {n_promised} acknowledged, {n_logged} in the log"
        );
    }
    assert!(
        answers.len() <= n_sent,
        "{} in the log, {n_sent} sent",
        answers.len()
    );
    collection.is_sound();
}

/// Kills `n_runs` sessions on plain lines, one a day, each after some answers.
fn killed(seed: u64, n_runs: i64) {
    let mut collection = Collection::with_cards(300);
    collection.set("new_per_day", "9999");
    let mut dice = Dice(seed);
    let (mut promised, mut n_sent) = (Vec::new(), 0);
    for run in 0..n_runs {
        collection.at(&hours_later(24 * run));
        let mut sitting = collection.sitting("review deck:small");
        if dice.below(5) == 0 {
            // While it starts.
            std::thread::sleep(Duration::from_micros(dice.below(40_000)));
        } else {
            for _ in 0..dice.below(4) {
                sitting.answer(["1", "2", "3", "4"][dice.below(4) as usize]);
                n_sent += 1;
            }
            // While an answer is on its way to the disk.
            sitting.send("");
            sitting.send("3");
            n_sent += 1;
            std::thread::sleep(Duration::from_micros(dice.below(6_000)));
        }
        sitting.kill();
        promised.extend(acknowledged(&sitting.seen, "small"));
        if run % 25 == 24 {
            nothing_is_lost(&collection, &promised, n_sent);
        }
    }
    assert!(
        n_runs as usize <= promised.len(),
        "most runs are to get as far as an answer"
    );
    nothing_is_lost(&collection, &promised, n_sent);
}

#[test]
fn an_acknowledged_answer_outlives_a_hundred_killed_sessions() {
    killed(1, 110);
}

#[test]
fn an_acknowledged_answer_outlives_another_hundred_killed_sessions() {
    killed(2, 110);
}

#[test]
fn an_acknowledged_answer_outlives_a_session_killed_on_a_terminal() {
    let mut collection = Collection::with_cards(60);
    collection.set("new_per_day", "9999");
    let mut dice = Dice(3);
    let (mut promised, mut n_sent) = (Vec::new(), 0);
    for run in 0..12 {
        collection.at(&hours_later(24 * run));
        // High enough that no caption scrolls away.
        let mut terminal = collection.terminal("review deck:small", 80, 60);
        terminal.until("any key");
        for n_answers in 1..=dice.below(4) as usize {
            terminal.press_until(" ", "1 Again");
            terminal.press("3");
            terminal.until_it("→", |screen| screen.matches("→ ").count() == n_answers);
            n_sent += 1;
        }
        terminal.press(" 3");
        n_sent += 1;
        std::thread::sleep(Duration::from_micros(dice.below(6_000)));
        terminal.signal(Signal::KILL);
        let transcript = terminal.settled();
        promised.extend(acknowledged(&transcript, "small"));
    }
    assert!(12 <= promised.len());
    nothing_is_lost(&collection, &promised, n_sent);
}

#[test]
fn a_first_start_that_is_killed_can_be_started_again() {
    let mut dice = Dice(4);
    for _ in 0..15 {
        let collection = Collection::bare();
        let mut child = collection
            .command(&["due"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        collection.run("due --json").ok();
        collection.is_sound();
    }
}
