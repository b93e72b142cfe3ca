//! Two sessions, or a session and scripts, on one collection at the same time.

use crate::harness::{Collection, finished};

#[test]
fn two_sessions_on_one_card_keep_both_answers() {
    let collection = Collection::with_cards(2);
    let mut first = collection.sitting("review deck:small");
    let mut second = collection.sitting("review deck:small");
    first.until("small/c1");
    second.until("small/c1");
    first.answer("3");
    second.answer("1");
    let second = second.end();
    first.end();
    assert!(
        second
            .stdout
            .contains("the card was changed elsewhere meanwhile"),
        "{}",
        second.stdout
    );
    assert_eq!(
        collection.answers(),
        [
            ("small/c1".into(), "good".into()),
            ("small/c1".into(), "again".into())
        ]
    );
    collection.is_sound();
}

#[test]
fn a_session_that_is_alone_says_nothing_of_others() {
    let collection = Collection::with_cards(2);
    let mut sitting = collection.sitting("review deck:small");
    sitting.answer("3");
    sitting.answer("1");
    assert!(!sitting.end().stdout.contains("elsewhere"));
}

#[test]
fn a_script_may_answer_the_card_that_a_session_shows() {
    let collection = Collection::with_cards(1);
    let mut sitting = collection.sitting("review deck:small");
    sitting.until("Enter to reveal");
    collection.run("answer small/c1 easy").ok();
    sitting.send("");
    sitting.until("1 Again");
    sitting.send("3");
    sitting.until("→ Good");
    let run = sitting.end();
    assert!(
        run.stdout
            .contains("the card was changed elsewhere meanwhile"),
        "{}",
        run.stdout
    );
    let card = collection.card("small/c1");
    assert_eq!(card["reps"], 2);
    // The interval that was kept follows from the state after the script's answer.
    assert_eq!(collection.log()[1]["interval"], card["interval"]);
    collection.is_sound();
}

#[test]
fn a_card_suspended_elsewhere_stays_suspended_when_it_is_answered() {
    let collection = Collection::with_cards(1);
    let mut sitting = collection.sitting("review deck:small");
    sitting.until("Enter to reveal");
    collection.run("suspend small/c1").ok();
    sitting.send("");
    sitting.send("3");
    sitting.until("→ Good");
    sitting.end();
    let card = collection.card("small/c1");
    assert_eq!(
        (&card["suspended"], &card["reps"]),
        (&true.into(), &1.into())
    );
    collection.is_sound();
}

#[test]
fn an_undo_elsewhere_is_not_overwritten() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c1 again").ok();
    let mut sitting = collection.sitting("review deck:small");
    sitting.until("Enter to reveal");
    collection.run("undo").ok();
    sitting.send("");
    sitting.send("3");
    sitting.until("→ Good");
    sitting.end();
    let total = collection.card("small/c1")["reps"].as_u64().unwrap()
        + collection.card("small/c2")["reps"].as_u64().unwrap();
    assert_eq!(total, 1, "the answer that was taken back does not count");
    collection.is_sound();
}

#[test]
fn the_same_card_answered_twice_counts_twice() {
    let collection = Collection::with_cards(1);
    collection.run("answer small/c1 good").ok();
    collection.run("answer small/c1 good").ok();
    assert_eq!(collection.answers().len(), 2);
    assert_eq!(collection.card("small/c1")["reps"], 2);
    collection.is_sound();
}

#[test]
fn many_scripts_at_once_lose_nothing() {
    let collection = Collection::with_cards(6);
    let answers = |_| {
        let answer = |number: usize| {
            let key = format!("small/c{}", number % 6 + 1);
            let run = finished(collection.command(&["answer", &key, "good"]));
            match run.code {
                Some(6) => assert!(run.stderr.contains("is busy"), "{run:?}"),
                _ => assert_eq!(run.code, Some(0), "{run:?}"),
            }
            usize::from(run.code == Some(0))
        };
        (0..25).map(answer).sum::<usize>()
    };
    let n_kept: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|worker| scope.spawn(move || answers(worker)))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .sum()
    });
    assert_eq!(collection.answers().len(), n_kept);
    assert!(150 < n_kept, "only {n_kept} of 200 were kept");
    collection.is_sound();
}

#[test]
fn many_first_starts_at_once_make_one_collection() {
    let collection = Collection::bare();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| finished(collection.command(&["due", "--json"])).json());
        }
    });
    collection.is_sound();
}

#[test]
fn a_session_keeps_nobody_waiting() {
    let collection = Collection::with_cards(3);
    let mut sitting = collection.sitting("review deck:small");
    sitting.until("Enter to reveal");
    collection.deck("small", crate::harness::deck("small", 4));
    collection.run("due --json").ok();
    collection.run("backup").ok();
    collection.run("flag small/c3").ok();
    sitting.send("q");
    assert_eq!(sitting.end().code, Some(0));
}
