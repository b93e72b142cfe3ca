//! Quizzes and drills from outside: what is asked, what is kept, and what they never touch.

mod harness;

use harness::{Collection, acknowledged, harmful};
use serde_json::Value;
use std::collections::BTreeSet;

/// A deck of five cards with written choices: the right one says `right`.
fn choices(id: &str) -> String {
    let card = |n: usize| {
        format!(
            "\n## Question {n}? {{#c{n}}}\n\n- [ ] wrong {n}\n  > Never, says note {n}.\n\
             - [x] right {n}\n- [ ] also wrong {n}\n- [ ] wrong as well {n}\n\nWhy: reason {n}.\n"
        )
    };
    let cards: String = (1..=5).map(card).collect();
    format!("---\nid: {id}\ntitle: Title of {id}\n---\n{cards}")
}

fn with_choices() -> Collection {
    let collection = Collection::new();
    collection.deck("small", choices("small"));
    collection
}

/// The last quiz as JSON.
fn last(collection: &Collection) -> Value {
    collection.run("quiz show --json").json()
}

fn cards(quiz: &Value) -> Vec<String> {
    let questions = quiz["questions"].as_array().unwrap();
    let text = |one: &Value| one["card"].as_str().unwrap().to_string();
    questions.iter().map(text).collect()
}

/// The letters that answer a question of a quiz: the right one, or one that is wrong.
fn letter(question: &Value, right: bool) -> String {
    let shown = question["shown"].as_array().unwrap();
    let place = shown.iter().position(|offer| offer["right"] == right);
    char::from(b'a' + place.unwrap() as u8).to_string()
}

/// Every question of a quiz as practice, none of them known.
fn preview(collection: &Collection, words: &str) -> Value {
    // Enter alone: not known; twice where the learner would judge.
    let blank = "\n".repeat(500);
    collection.feed(&words.replace(" --exam", ""), &blank).ok();
    last(collection)
}

/// The letters of a whole quiz that will be asked with that seed.
fn letters(words: &str, right: bool) -> Vec<String> {
    letters_of(&preview(&with_choices(), words), right)
}

fn letters_of(quiz: &Value, right: bool) -> Vec<String> {
    let questions = quiz["questions"].as_array().unwrap();
    questions.iter().map(|one| letter(one, right)).collect()
}

#[test]
fn practice_says_what_was_right_and_why() {
    let mut collection = with_choices();
    collection.var("COLUMNS", "40");
    let words = "quiz deck:small --count 2 --seed 1";
    let (right, wrong) = (letters(words, true), letters(words, false));
    let run = collection.feed(words, &format!("{}!\n{}!\n\n", right[0], wrong[1]));
    let text = run.ok();
    let expected = "
2 of 2 · Title of small
Question 1?

a) wrong 1
b) wrong as well 1
c) also wrong 1
d) right 1
[2/2] letter: 
✗ wrong
────────────────────────────────────────
✗ a) wrong 1 (wrong, yours)
     Never, says note 1.
  b) wrong as well 1
  c) also wrong 1
✓ d) right 1 (right, missed)

Why: reason 1.

1 of 2 right; 33 % after taking away
what guessing is worth
";
    assert!(text.contains(expected), "{text}");
    assert!(
        text.contains("Confidently wrong: read these first"),
        "{text}"
    );
    assert!(text.contains("  sure      1 of 2 right"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 40),
        "{text}"
    );
    assert!(harmful(text).is_empty() && run.stderr.is_empty(), "{run:?}");
    assert!(collection.log().is_empty());
}

#[test]
fn the_same_seed_and_progress_give_the_same_quiz() {
    let asked = || {
        let collection = Collection::new();
        preview(&collection, "quiz --seed 11")["questions"].clone()
    };
    let first = asked();
    assert_eq!(first, asked());
    assert_eq!(first.as_array().unwrap().len(), 20);
    let topics: BTreeSet<&str> = first
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["topic"].as_str().unwrap())
        .collect();
    assert!(10 <= topics.len(), "{topics:?}");
}

#[test]
fn the_cards_of_the_last_quiz_are_not_asked_again() {
    let collection = Collection::new();
    let asked = || -> BTreeSet<String> {
        // Enter alone: not known; twice where the learner would judge.
        let run = collection.feed("quiz --count 40 --seed 1", &"\n".repeat(100));
        assert!(run.ok().contains("0 of 40 right"));
        cards(&last(&collection)).into_iter().collect()
    };
    let (first, second) = (asked(), asked());
    assert_eq!((first.len(), second.len()), (40, 40));
    assert!(first.is_disjoint(&second));
}

#[test]
fn an_open_question_keeps_the_points_that_were_made() {
    let collection = Collection::new();
    let points = "- names the cache\n- names the owner\n- names the price\n";
    collection.deck(
        "small",
        format!("---\nid: small\ntitle: Small\n---\n\n## Design it {{#design .open}}\n\n{points}"),
    );
    let run = collection.feed("quiz deck:small", "a queue\na c\n");
    assert!(run.ok().contains("1 of 1 right"), "{run:?}");
    let one = last(&collection)["questions"][0].clone();
    assert_eq!(one["answer"], "a queue (points a c)");
    assert_eq!(one["kind"], "open");
}

#[test]
fn cards_without_choices_get_them_from_their_siblings_or_are_recalled() {
    let collection = Collection::new();
    let words = ["alpha", "beta", "gamma", "delta"];
    let mut deck = "---\nid: small\ntitle: Small\n---\n".to_string();
    for word in words {
        deck.push_str(&format!(
            "\n## Which is {}? {{#{word}}}\n\n{word}.\n",
            word.len()
        ));
        deck = deck.replace("Which is", &format!("Which for {word}-like things, is"));
    }
    deck.push_str("\n## Say yes? {#yes}\n\nYes.\n");
    collection.deck("small", deck);
    let quiz = preview(&collection, "quiz deck:small --seed 2");
    let of_kind = |kind: &str| {
        let questions = quiz["questions"].as_array().unwrap().iter();
        questions.filter(|one| one["kind"] == kind).count()
    };
    assert_eq!((of_kind("choice"), of_kind("recall")), (4, 1), "{quiz:#}");
    for one in quiz["questions"].as_array().unwrap() {
        let shown = one["shown"].as_array().unwrap();
        let n_right = shown.iter().filter(|offer| offer["right"] == true).count();
        assert_eq!(n_right, usize::from(one["kind"] == "choice"));
    }
}

#[test]
fn a_recall_is_shown_and_graded_by_the_learner() {
    let collection = Collection::new();
    collection.deck(
        "small",
        "---\nid: small\ntitle: Small\n---\n\n## Why? {#why}\n\nBecause.\n",
    );
    let run = collection.feed("quiz deck:small", "\nmaybe\ny\n");
    assert!(run.ok().contains("Because."), "{run:?}");
    assert!(run.stdout.contains("write y or n"), "{run:?}");
    assert_eq!(last(&collection)["questions"][0]["outcome"], "right");
    assert!(run.stdout.contains("Nothing was missed"), "{run:?}");
}

#[test]
fn an_exam_says_nothing_until_it_is_handed_in() {
    let collection = with_choices();
    let words = "quiz deck:small --exam --count 4 --seed 1";
    let (right, wrong) = (letters(words, true), letters(words, false));
    // 1 is flagged and skipped, 2 wrong, 3 right, 4 left open, back to 1, back to 2 and mended.
    let input = [
        "flag", "skip", &wrong[1], &right[2], "map", "go 1", &right[0], "go 2", &right[1], "end",
        "end", "",
    ];
    let run = collection.feed(words, &(input.join("\n") + "\n"));
    let text = run.ok();
    let (before, after) = text.split_at(text.find(" of 4 right").unwrap());
    assert!(!before.contains("Why:") && !before.contains('✗'), "{text}");
    assert!(
        before.contains("[1/4 · 20:00 left · 4 open] letter: "),
        "{text}"
    );
    assert!(before.contains(" 1·!  2✓   3✓  ▶4· "), "{text}");
    assert!(before.contains("your answer:"), "{text}");
    assert!(
        before.contains("1 question not answered yet: `end` once more hands in"),
        "{text}"
    );
    assert!(before.ends_with('3'), "{text}");
    assert!(after.contains("75 %"), "{text}");
    let quiz = last(&collection);
    assert_eq!(quiz["asked"], 4);
    assert_eq!(quiz["questions"][0]["flagged"], true);
    assert_eq!(quiz["questions"][3]["outcome"], Value::Null);
    assert!(collection.log().is_empty());
}

#[test]
fn an_open_exam_gives_nothing_away() {
    let collection = with_choices();
    collection.feed("quiz deck:small --exam", "a\nq\n").ok();
    for words in ["quiz show", "quiz show --json", "quiz show --markdown"] {
        let refused = collection.run(words);
        assert!(
            refused.fails(2).contains("not handed in yet"),
            "{refused:?}"
        );
    }
    let history = collection.run("quiz history");
    assert!(!history.ok().contains('%'), "{history:?}");
}

#[test]
fn enter_keeps_what_was_answered_in_an_exam() {
    let collection = with_choices();
    let words = "quiz deck:small --exam --count 2 --seed 1";
    let right = letters(words, true);
    let input = [&right[0], "go 1", "", &right[1], ""].join("\n") + "\n";
    let run = collection.feed(words, &input);
    assert!(run.ok().contains("2 of 2 right"), "{run:?}");
}

#[test]
fn a_quiz_without_an_answer_is_not_kept() {
    let collection = with_choices();
    let run = collection.feed("quiz deck:small", "q\n");
    run.ok();
    assert!(run.stderr.contains("no quiz is kept"), "{run:?}");
    collection.run("quiz show").fails(4);
    collection.run("quiz --continue").fails(4);
}

#[test]
fn an_exam_asks_only_what_can_be_judged_unless_it_is_wanted() {
    let collection = Collection::new();
    let deck = "---\nid: small\ntitle: Small\n---\n\n## Why? {#why}\n\nBecause it is so.\n";
    collection.deck("small", deck);
    collection.run("quiz deck:small --exam").fails(4);
    // Said in the exam, judged after it.
    let run = collection.feed("quiz deck:small --exam --kind recall", "it is so\n\ny\n");
    let text = run.ok();
    let handed_in = text.find("Enter hands in").unwrap();
    assert!(handed_in < text.find("Because").unwrap(), "{text}");
    assert!(
        text.contains("your answer: it is so") && text.contains("1 of 1 right"),
        "{text}"
    );
}

#[test]
fn a_quiz_that_was_killed_goes_on_where_it_was() {
    let collection = with_choices();
    let mut sitting = collection.sitting("quiz deck:small --seed 1");
    sitting.until("[1/5]");
    sitting.send("a?");
    sitting.until("[2/5]");
    sitting.kill();
    let before = last(&collection);
    // What is still to be asked keeps its answer.
    assert_eq!(cards(&before).len(), 1);
    assert_eq!(before["questions"][0]["confidence"], "guess");
    assert_eq!(before["ended"], Value::Null);
    let run = collection.feed("quiz --continue", "a\na\na\na\n\n");
    assert!(
        run.ok().contains("\n2 of 5 ·") && !run.stdout.contains("\n1 of 5 ·"),
        "{run:?}"
    );
    let after = last(&collection);
    assert_eq!(after["questions"][0], before["questions"][0]);
    let whole = preview(&with_choices(), "quiz deck:small --seed 1");
    assert_eq!(cards(&after), cards(&whole));
    assert_ne!(after["ended"], Value::Null);
    collection.run("quiz --continue").fails(4);
    collection.is_sound();
}

#[test]
fn a_new_quiz_says_that_another_was_broken_off() {
    let collection = with_choices();
    let run = collection.feed("quiz deck:small", "a\nq\n");
    assert!(run.stderr.contains("broken off at 1 of 5"), "{run:?}");
    let run = collection.feed("quiz deck:small", "");
    assert!(
        run.stderr.contains("quiz 1 was broken off at 1 of 5"),
        "{run:?}"
    );
}

#[test]
fn two_quizzes_at_once_do_not_meet() {
    let collection = with_choices();
    let mut first = collection.sitting("quiz deck:small --seed 1");
    first.until("[1/5]");
    let mut second = collection.sitting("quiz deck:small --seed 2");
    second.until("[1/5]");
    assert!(
        collection
            .run("quiz --continue")
            .fails(6)
            .contains("another terminal")
    );
    for quiz in [&mut first, &mut second] {
        quiz.send("a");
        quiz.until("[2/5]");
        quiz.send("end");
    }
    assert!(first.end().ok().contains("of 1 right"));
    assert!(second.end().ok().contains("of 1 right"));
    let history = collection.run("quiz history --json").json();
    assert_eq!(history["quizzes"].as_array().unwrap().len(), 2);
}

#[test]
fn missed_cards_count_as_again_only_where_the_learner_says_so() {
    let passed = || {
        let mut collection = with_choices();
        for card in ["small/c1", "small/c2", "small/c3"] {
            collection.run_words(&["answer", card, "good"]).ok();
        }
        collection.at("2026-12-20T08:00:00Z");
        collection
    };
    let wrong = |collection: &Collection, words: &str| {
        letters_of(&preview(collection, words), false).join("\n") + "\n"
    };
    let mut collection = passed();
    let before = collection.card("small/c1");
    let words = "quiz deck:small --seed 1";
    // All of it wrong: three cards were passed before, two are new.
    let first = wrong(&passed(), words);
    collection.feed(words, &format!("{first}\n")).ok();
    assert_eq!(collection.card("small/c1"), before);
    let words = "quiz deck:small --seed 2";
    let other = passed();
    other.feed("quiz deck:small --seed 1", &first).ok();
    let second = wrong(&other, words);
    let run = collection.feed(words, &format!("{second}t\n\n"));
    assert!(
        run.ok().contains("3 cards counted as Again, due tomorrow"),
        "{run:?}"
    );
    let answers: Vec<Value> = collection
        .log()
        .into_iter()
        .filter(|event| event["mode"] == "quiz")
        .collect();
    assert_eq!(answers.len(), 3);
    assert!(answers.iter().all(|event| event["rating"] == "again"));
    assert_eq!(collection.card("small/c4")["phase"], "new");
    let due =
        |collection: &Collection| collection.run("due deck:small --json").json()["due"].clone();
    assert_eq!(due(&collection), 0);
    collection.at("2026-12-21T08:00:00Z");
    assert_eq!(due(&collection), 3);
    collection.is_sound();
}

#[test]
fn a_right_answer_raises_nothing() {
    let collection = with_choices();
    collection.run("answer small/c1 good").ok();
    let before = collection.card("small/c1");
    let words = "quiz card:small/c1 --seed 1";
    let right = &letters(words, true)[0];
    let run = collection.feed(&format!("{words} --again"), &format!("{right}\n"));
    assert!(run.ok().contains("1 of 1 right"), "{run:?}");
    assert_eq!(collection.card("small/c1"), before);
}

#[test]
fn nothing_and_nobody_make_no_quiz() {
    let collection = with_choices();
    collection.run("quiz --count 0").fails(2);
    collection.run("quiz --minutes 0").fails(2);
    collection.run("quiz deck:nowhere").fails(4);
    collection.run("quiz deck:small is:leech").fails(4);
    let refused = collection.run("quiz deck:small --kind number");
    assert!(
        refused.fails(4).contains("none of 5 cards can be asked"),
        "{refused:?}"
    );
    collection.run("quiz show").fails(4);
    collection.run("quiz show 7").fails(4);
    collection.run("drill deck:small is:leech").fails(4);
    collection.run("drill deck:small --count 0").fails(2);
    collection.run("drill").ok();
    assert_eq!(collection.run("quiz history").ok(), "");
    let run = collection.feed("quiz deck:small --count 5", "end\n");
    assert!(run.ok().contains("No question was answered."), "{run:?}");
}

#[test]
fn a_quiz_is_kept_as_it_was_shown() {
    let collection = with_choices();
    collection
        .feed("quiz deck:small --seed 1 --count 2", "b~\n\n\n")
        .ok();
    let markdown = collection.run("quiz show 1 --markdown");
    let text = markdown.ok();
    assert!(text.starts_with("# Quiz 1 of 2026-11-20\n"), "{text}");
    assert!(text.contains("\n- [x] d) right 1\n"), "{text}");
    assert!(text.contains("b, think so · `small/c"), "{text}");
    assert!(text.contains("\nblank · `small/c"), "{text}");
    // The cards go; what was asked stays.
    std::fs::remove_file(collection.data().join("decks/small.md")).unwrap();
    collection.run("deck remove small --yes");
    let shown = collection.run("quiz show 1");
    assert!(shown.ok().contains("→ wrong: b, think so"), "{shown:?}");
    assert_eq!(collection.run("quiz show 1 --markdown").ok(), text);
    assert!(collection.run("quiz show 1").ok().contains("Question 1?"));
    let table = collection.run("quiz history --markdown");
    assert!(table.ok().starts_with("| quiz | day | kind |"), "{table:?}");
    assert!(
        table.stdout.contains("| 1 | 2026-11-20 | quiz |"),
        "{table:?}"
    );
}

#[test]
fn a_later_quiz_is_compared_with_the_one_before() {
    let missed = || {
        let collection = with_choices();
        preview(&collection, "quiz deck:small --seed 1 --count 2");
        collection
    };
    let words = "quiz deck:small --seed 2 --count 2";
    let right = letters_of(&preview(&missed(), words), true);
    let collection = missed();
    let run = collection.feed(words, &(right.join("\n") + "\n"));
    let text = run.ok();
    assert!(
        text.contains("quiz before: 0 %, now 100 % (+100 points)"),
        "{text}"
    );
    assert_eq!(last(&collection)["change"], 1.0);
}

#[test]
fn the_json_has_the_documented_fields() {
    let docs = include_str!("../docs/json.md");
    let section = &docs[docs.find("`retain.quiz/1`").unwrap()..];
    let section = &section[..section.find("\n- `retain config").unwrap()];
    let documented: BTreeSet<&str> = section.split('`').skip(1).step_by(2).collect();
    let collection = with_choices();
    let run = collection.feed("quiz deck:small --json", "a\nb!\nend\n");
    assert!(run.stderr.contains("[1/5] letter:"), "{run:?}");
    let quiz: Value = serde_json::from_str(run.ok()).unwrap();
    let has = |value: &Value| {
        for name in value
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| *name != "schema")
        {
            assert!(documented.contains(name.as_str()), "{name}");
        }
    };
    has(&quiz);
    has(&quiz["questions"][0]);
    has(&quiz["questions"][0]["shown"][0]);
    has(&quiz["topics"][0]);
    has(&quiz["calibration"][0]);
    let mut shown = last(&collection);
    shown["spent_ms"] = quiz["spent_ms"].clone();
    assert_eq!(shown, quiz);
}

#[test]
fn a_drill_goes_on_until_each_card_was_right_once() {
    let collection = Collection::with_cards(3);
    collection.run("answer small/c1 again").ok();
    let log = collection.log();
    // The first one is missed and comes again behind the two others.
    let run = collection.feed("drill deck:small --seed 1", "\nn\n\ny\n\ny\n\ny\n");
    let text = run.ok();
    assert!(
        text.contains("3 cards right after 4 answers; a drill moves no due date"),
        "{text}"
    );
    assert_eq!(collection.log(), log);
    assert_eq!(acknowledged(text, "small"), [""; 0]);
    let run = collection.feed("drill", "\ny\n");
    assert!(run.ok().contains("1 card right after 1 answer"), "{run:?}");
}

#[test]
fn an_exam_on_a_terminal_has_a_clock_and_can_be_left() {
    for columns in [80, 40] {
        let collection = with_choices();
        let mut terminal = collection.terminal("quiz deck:small --exam --seed 1", columns, 24);
        terminal.until("20:00");
        terminal.until("letter");
        terminal.press("a\r");
        let second = terminal.until("4 open");
        assert!(
            second.contains("2 of 5") && !second.contains("Why"),
            "{second}"
        );
        terminal.resize(60, 20);
        terminal.until_it("the question again", |screen| screen.contains("2 of 5"));
        terminal.press("\u{3}");
        assert_eq!(terminal.code(), 130, "{}", terminal.contents());
        assert!(terminal.is_restored());
        assert!(terminal.contents().contains("broken off at 1 of 5"));
        let mut terminal = collection.terminal("quiz --continue", columns, 24);
        terminal.until("2 of 5");
        terminal.press("end\rend\r");
        terminal.until("Missed");
        terminal.press("\r");
        assert_eq!(terminal.code(), 0, "{}", terminal.contents());
        assert_ne!(last(&collection)["ended"], Value::Null);
    }
}

#[test]
fn a_quiz_that_was_broken_off_is_offered_on_a_terminal() {
    let collection = with_choices();
    collection.feed("quiz deck:small --seed 1", "a\n").ok();
    let mut terminal = collection.terminal("quiz deck:small", 80, 24);
    terminal.until("Quiz 1 was broken off at 1 of 5: go on with it?");
    terminal.press("y");
    terminal.until("2 of 5");
    terminal.press("q\r");
    assert_eq!(terminal.code(), 0);
    let mut terminal = collection.terminal("quiz deck:small", 80, 24);
    terminal.until("go on with it?");
    terminal.press("n");
    terminal.until("Quiz 2: 5 questions");
    terminal.press("\u{3}");
    assert_eq!(terminal.code(), 130);
    let ended = collection.run("quiz show 1 --json").json()["ended"].clone();
    assert_ne!(ended, Value::Null);
}

#[test]
fn the_clock_of_an_exam_runs_while_nobody_types() {
    let mut collection = with_choices();
    collection.var("RETAIN_NOW", "");
    let mut terminal = collection.terminal("quiz deck:small --exam", 80, 24);
    terminal.until("left · 5 open");
    terminal.until("19:58 left");
    // What was typed so far stays behind the clock.
    terminal.press("ab");
    terminal.until("19:57 left · 5 open] letter: ab");
    assert!(terminal.vanish().is_some());
    let run = collection.feed("quiz --continue", "end\nend\n");
    assert!(run.ok().contains("[1/5 · 19:5"), "{run:?}");
}

#[test]
fn an_exam_whose_time_is_up_is_over() {
    let collection = with_choices();
    collection.feed("quiz deck:small --exam", "a\nq\n").ok();
    // As if it had been thought about for so long.
    let connection = rusqlite::Connection::open(collection.database()).unwrap();
    let spent = connection.execute("update quiz set spent_ms = 20 * 60000", []);
    assert_eq!(spent, Ok(1));
    drop(connection);
    let run = collection.feed("quiz --continue", "a\n");
    assert!(run.ok().contains("time is up"), "{run:?}");
    assert!(run.stdout.contains(" of 5 right"), "{run:?}");
    assert_ne!(last(&collection)["ended"], Value::Null);
}

#[test]
fn a_card_that_went_or_changed_is_passed_over() {
    let collection = with_choices();
    let steps = "---\nid: steps\ntitle: Steps\n---\n\n## In order? {#o .order}\n\n1. one\n2. two\n3. three\n";
    collection.deck("steps", steps);
    collection
        .feed("quiz deck:small or deck:steps --count 6 --seed 1", "\nq\n")
        .ok();
    collection.deck("steps", steps.replace("two", "zwei"));
    let gone = choices("small").replace("{#c4}", "{#c9}");
    collection.deck("small", gone);
    let run = collection.feed("quiz --continue", &"\n".repeat(10));
    let n_passed = run.ok().matches("is passed over").count();
    assert_eq!(cards(&last(&collection)).len(), 6);
    assert_eq!(n_passed, 2, "{run:?}");
    assert!(run.stdout.contains("0 of 4 right"), "{run:?}");
}

#[test]
fn what_was_typed_cannot_steer_a_terminal() {
    let collection = Collection::new();
    collection.deck(
        "small",
        "---\nid: small\ntitle: Small\n---\n\n## Code? {#code .typed}\n\n429.\n\nAccept: 429\n",
    );
    let run = collection.feed("quiz deck:small", "\u{1b}[2J\u{202e}x\n\n");
    assert!(harmful(run.ok()).is_empty(), "{run:?}");
    for words in [
        "quiz show",
        "quiz show --markdown",
        "quiz show --json",
        "quiz history",
    ] {
        let run = collection.run(words);
        assert!(harmful(run.ok()).is_empty(), "{run:?}");
    }
}

#[test]
fn only_the_wanted_levels_and_kinds_are_asked() {
    let collection = Collection::new();
    let asked = |words: &str| {
        let quiz = preview(&collection, words);
        quiz["questions"].as_array().unwrap().clone()
    };
    for one in asked("quiz --kind typed,number --count 30") {
        assert!(["typed", "number"].contains(&one["kind"].as_str().unwrap()));
    }
    for one in asked("quiz --level senior --count 10") {
        let card = collection.card(one["card"].as_str().unwrap());
        assert_eq!(card["level"], "senior");
    }
    let drawn = asked("quiz area:distributed-systems or area:databases --kind choice --count 200");
    let from_others = |one: &&Value| one["shown"].to_string().contains("\"card\":\"");
    assert!(drawn.iter().any(|one| one["kind"] == "choice"));
    for one in drawn.iter().filter(from_others) {
        let shown = one["shown"].as_array().unwrap();
        let texts: BTreeSet<&str> = shown
            .iter()
            .map(|one| one["text"].as_str().unwrap())
            .collect();
        assert!(
            (3..=4).contains(&texts.len()) && texts.len() == shown.len(),
            "{one}"
        );
    }
}
