//! A mock interview from outside: what is asked, what is kept, and what is withstood.

mod harness;

use harness::{Collection, harmful};
use std::fs;
use unicode_width::UnicodeWidthStr;

/// A deep dive alone, the same one each time, and its text.
const DIVE: &str =
    "interview mock --only deep-dive --minutes 20 --prompt kafka-consumer-lag --seed 1";
const DIVE_TEXT: &str = include_str!("../decks/interview/deep-dive/kafka-consumer-lag.toml");

/// A design alone, and its text.
const DESIGN: &str = "interview mock --only design --minutes 35 --prompt web-crawler";
const DESIGN_TEXT: &str = include_str!("../decks/interview/design/web-crawler.toml");

/// What tests must know of a prompt; its wording may change.
struct Prompt(toml::Table);

impl Prompt {
    fn read(text: &str) -> Prompt {
        Prompt(text.parse().unwrap())
    }

    fn list(&self, name: &str) -> &[toml::Value] {
        self.0[name].as_array().unwrap()
    }

    /// How a rubric point begins.
    fn point(&self, idx: usize) -> &str {
        let text = self.list("point")[idx]["text"].as_str().unwrap();
        &text[..text.char_indices().nth(12).unwrap().0]
    }
}

/// Answers one deep dive: the brief and its follow-ups aloud, then the ticks.
fn dive(ticks: &str) -> String {
    let n_turns = Prompt::read(DIVE_TEXT).list("follow_ups").len();
    format!("\n{}{ticks}\n", "\n".repeat(n_turns))
}

/// Begins the sitting first.
fn begun(input: &str) -> String {
    format!("\n{input}")
}

#[test]
fn a_deep_dive_from_the_brief_to_the_report() {
    let collection = Collection::new();
    let run = collection.feed(DIVE, &begun(&dive("a c")));
    let prompt = Prompt::read(DIVE_TEXT);
    let n_points = prompt.list("point").len();
    let said = run.ok();
    let rubric = format!("  a) {}", prompt.point(0));
    for text in [
        "▶ Deep dive 1 of 2: ",
        "Follow-up 3 of ",
        &rubric,
        &format!("2 of {n_points} points"),
        "Report 1 is kept",
    ] {
        assert!(said.contains(text), "`{text}`: {said}");
    }
    // The rubric is shown only when all is answered.
    assert!(said.rfind("Follow-up ") < said.find(&rubric));
    let report = collection.run("interview mock --show 1").ok().to_string();
    for text in [
        "# Mock interview, 2026-11-20 08:00\n",
        &format!("- Points heard: 2 of {n_points} ("),
        &format!("- [x] {}", prompt.point(0)),
        &format!("- [ ] {}", prompt.point(1)),
        "(`kafka`",
        "  - `retain review topic:kafka`\n",
        "  - cards `kafka/",
    ] {
        assert!(report.contains(text), "`{text}`: {report}");
    }
    assert_eq!(collection.answers(), [], "a mock interview moves no card");
}

#[test]
fn the_parts_share_the_clock_and_staff_are_asked_otherwise() {
    let collection = Collection::new();
    let backend = collection.feed("interview mock", "q\n");
    for text in [
        "Rapid fire, 5 min",
        "Deep dive 2 of 2, 9 min",
        "System design, 22 min",
    ] {
        assert!(backend.ok().contains(text), "{backend:?}");
    }
    let staff = collection.feed("interview mock --role staff --minutes 90", "q\n");
    for text in ["Deep dive, 18 min", "Behavioural question 2 of 2, 9 min"] {
        assert!(staff.ok().contains(text), "{staff:?}");
    }
}

#[test]
fn a_design_goes_through_its_stages() {
    let collection = Collection::new();
    let prompt = Prompt::read(DESIGN_TEXT);
    let n_answers = 8 + prompt.list("estimate").len() + prompt.list("follow_ups").len();
    let input = format!("\nfacts\n{}all\n", "\n".repeat(n_answers));
    let run = collection.feed(DESIGN, &input);
    let said = run.ok();
    let stages = [
        "Requirements",
        "Estimates",
        "API",
        "Data",
        "High-level design",
        "Deep dive",
        "Failure",
        "Trade-offs",
    ];
    let places: Vec<_> = stages
        .iter()
        .enumerate()
        .map(|(idx, stage)| {
            said.find(&format!("Stage {} of 8: {stage}", idx + 1))
                .expect(stage)
        })
        .collect();
    assert!(places.is_sorted());
    assert!(
        said[places[0]..places[1]].contains("\n  • "),
        "no facts: {said}"
    );
    assert!(places[1] < said.find("  • Working: ").unwrap());
    assert!(said.rfind("  • Answer: ").unwrap() < places[2]);
    let n_points = prompt.list("point").len();
    assert!(
        said.contains(&format!("{n_points} of {n_points} points")),
        "{said}"
    );
}

#[test]
fn behavioural_questions_show_what_is_weak_and_what_is_strong() {
    let collection = Collection::new();
    let words = "interview mock --only behaviour --prompt disagreed-with-decision --minutes 10";
    let run = collection.feed(words, "\n\n\n\nb\nq\n");
    let said = run.ok();
    assert!(said.contains("Signs of a weak answer"), "{said}");
    assert!(said.contains("\n1 of "), "{said}");
}

#[test]
fn a_question_at_the_end_where_time_is_left() {
    let collection = Collection::new();
    let input = begun(&format!(
        "{}skip\nskip\n{}",
        "skip\n".repeat(10),
        "skip\n".repeat(8)
    ));
    let run = collection.feed("interview mock", &input);
    assert!(run.ok().contains("Behavioural question: "), "{run:?}");
    assert!(run.ok().contains("0 of 10 right"), "{run:?}");
}

/// Puts one card as rapid fire; returns what was said to `input`.
fn asked(card: &str, input: &str) -> String {
    let collection = Collection::new();
    collection.deck("own", format!("---\nid: own\ntitle: Own\n---\n\n{card}"));
    let run = collection.feed(
        "interview mock --only rapid-fire --focus deck:own",
        &begun(input),
    );
    run.ok().to_string()
}

#[test]
fn a_choice_is_judged_by_its_letter() {
    let card = "## Which? {#which}\n\n- [x] this\n- [ ] that\n";
    let said = asked(card, "z\na\n");
    assert!(said.contains("name the letter of a choice"), "{said}");
    let is_right = said.contains("a) this");
    assert_eq!(said.contains("\nright\n1 of 1 right"), is_right, "{said}");
    assert_eq!(said.contains("not right: b) this"), !is_right, "{said}");
}

#[test]
fn a_typed_answer_is_compared_and_a_missed_one_is_told() {
    let card = "## Status? {#status .typed}\n\n429.\n\nAccept: 429\n";
    assert!(asked(card, "429\n").contains("1 of 1 right"));
    assert!(asked(card, "500\n").contains("not right: 429"));
}

#[test]
fn what_cannot_be_compared_is_for_the_learner_to_say() {
    let card = "## Why? {#why}\n\nBecause.\n";
    let said = asked(card, "because\nperhaps\ny\n");
    assert!(said.find("Because.") < said.find("write y or n"), "{said}");
    assert!(said.contains("1 of 1 right"), "{said}");
}

#[test]
fn a_seed_asks_the_same_again_and_the_last_prompts_rest() {
    let (one, two) = (Collection::new(), Collection::new());
    let words = "interview mock --seed 5 --only rapid-fire --only design";
    let input = begun(&"skip\n".repeat(30));
    let first = one.feed(words, &input).ok().to_string();
    assert_eq!(first, two.feed(words, &input).ok());
    assert_ne!(first, one.feed(words, &input).ok());
}

#[test]
fn what_is_written_stands_in_the_report() {
    let mut collection = Collection::new();
    let editor = collection.path().join("editor");
    fs::write(
        &editor,
        "#!/bin/sh\nhead -1 \"$1\" | grep -q '<!--' && echo '# Lag grows' >> \"$1\"\n",
    )
    .unwrap();
    fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    collection.var("EDITOR", editor.to_str().unwrap());
    let run = collection.feed(DIVE, "\ne\n\nnoted on one line\n\nq\n");
    assert!(run.ok().contains("kept: 3 words"), "{run:?}");
    let report = collection.run("interview mock --show 1").ok().to_string();
    assert!(
        report.contains("**Answer**, as written:\n\n> # Lag grows\n"),
        "{report}"
    );
    assert!(report.contains("\n> noted on one line\n"), "{report}");
    assert!(report.contains("Not finished"), "{report}");
    let mut sitting = collection.sitting(DIVE);
    sitting.send("");
    sitting.send("e");
    sitting.until("kept: 3 words");
    sitting.send("?");
    sitting.until("answered");
    sitting.kill();
    let report = collection.run("interview mock --show 2").ok().to_string();
    assert!(report.contains("> # Lag grows\n"), "{report}");
    collection.var("EDITOR", "no-such-editor");
    let run = collection.feed(DIVE, "\ne\n\nq\n");
    assert!(run.ok().contains("cannot start the editor"), "{run:?}");
}

#[test]
fn a_killed_sitting_loses_no_part_that_had_ended() {
    let collection = Collection::new();
    let mut sitting = collection.sitting(DIVE);
    for line in begun(&dive("a b c")).lines() {
        sitting.send(line);
    }
    sitting.until("▶ Deep dive 2 of 2");
    sitting.kill();
    let history = collection.run("interview mock --history --json").json();
    assert_eq!(history["mocks"][0]["heard"], 3);
    assert_eq!(history["mocks"][0]["complete"], false);
    collection.is_sound();
}

#[test]
fn a_collection_that_takes_nothing_costs_no_answer() {
    let collection = Collection::new();
    let database = rusqlite::Connection::open(collection.database()).unwrap();
    collection.run("interview mock --history").ok();
    let trigger =
        "create trigger full before insert on mock begin select raise(abort, 'full'); end";
    database.execute_batch(trigger).unwrap();
    let run = collection.feed(DIVE, &begun(&dive("a")));
    assert!(run.fails(1).contains("warning: not kept so far"), "{run:?}");
    assert!(
        run.stdout.contains("# Mock interview, 2026-11-20 08:00\n"),
        "{run:?}"
    );
}

#[test]
fn leaving_at_once_keeps_nothing() {
    let collection = Collection::new();
    for input in ["", "q\n", "\n", "\nq\n", "\nskip\nskip\n"] {
        let run = collection.feed(DIVE, input);
        assert!(
            run.ok().ends_with("> \n") || run.stdout.contains("min"),
            "{run:?}"
        );
    }
    let history = collection.run("interview mock --history --json").json();
    assert_eq!(history["mocks"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_asked_is_said_in_words() {
    let collection = Collection::new();
    collection.run("interview mock --minutes 0").fails(2);
    collection.run("interview mock --json").fails(2);
    collection.run("interview mock --no-input").fails(2);
    let run = collection.run("interview mock --focus zzzz");
    assert!(run.fails(4).contains("no card matches `zzzz`"), "{run:?}");
    let run = collection.run("interview mock --prompt web-crawlr");
    assert!(
        run.fails(4).contains("did you mean `web-crawler`?"),
        "{run:?}"
    );
    collection
        .run("interview mock --only rapid-fire --prompt web-crawler")
        .fails(2);
    let run = collection.run("interview mock --show 9");
    assert!(run.fails(4).contains("there is no report 9"), "{run:?}");
}

#[test]
fn few_cards_are_enough() {
    let mut collection = Collection::with_cards(2);
    collection.var("COLUMNS", "40");
    let run = collection.feed(
        "interview mock --focus deck:small --seed 2",
        &begun(&"skip\n".repeat(30)),
    );
    assert!(run.ok().contains("2 of 2 · "), "{run:?}");
    assert!(run.ok().contains("System design"), "{run:?}");
    collection.run("suspend deck:small").ok();
    let run = collection.feed("interview mock --focus deck:small --only rapid-fire", "\n");
    assert!(run.ok().contains("no card that can be asked"), "{run:?}");
}

#[test]
fn a_focus_draws_prompts_that_touch_it() {
    let collection = Collection::new();
    let words = "interview mock --focus kafka --only design --seed";
    let listed = collection
        .run("interview mock --list --focus kafka --json")
        .json();
    let titles: Vec<String> = listed["prompts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prompt| prompt["title"].as_str().unwrap().to_string())
        .collect();
    for seed in 0..5 {
        let run = collection.feed(&format!("{words} {seed}"), "\nq\n");
        let is_asked = |title: &String| run.stdout.contains(&format!("System design: {title},"));
        assert!(titles.iter().any(is_asked), "{run:?}");
    }
    collection.deck("own", "---\nid: own\ntitle: Own\n---\n\n## Q? {#q}\n\nA.\n");
    let run = collection.feed("interview mock --focus deck:own", "q\n");
    assert!(
        run.stderr
            .contains("system design: no prompt touches `deck:own`"),
        "{run:?}"
    );
}

#[test]
fn forty_columns_hold_everything() {
    let mut collection = Collection::new();
    collection.var("COLUMNS", "40");
    let input = begun(&format!(
        "{}?\nfacts\n\n\n\n\n\na\n{}",
        "skip\n".repeat(10),
        "\n".repeat(60)
    ));
    let run = collection.feed("interview mock --seed 4", &input);
    let wide: Vec<&str> = run.ok().lines().filter(|line| 40 < line.width()).collect();
    assert_eq!(wide, [] as [&str; 0]);
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn nothing_of_a_card_or_an_answer_steers_the_terminal() {
    let collection = Collection::new();
    let deck = "---\nid: own\ntitle: \"Own \u{202e}\"\n---\n\n\
        ## Which \u{1b}]0;x\u{7}? {#which}\n\n- [x] this \u{9b}2J\n- [ ] that\n";
    collection.deck("own", deck);
    let words = "interview mock --focus deck:own --seed 2 --only rapid-fire --only deep-dive";
    let input = "\nb\nan answer \u{1b}[2J with an escape\n\n\n\n\n\na\n\u{1b}[2J\nq\n";
    let run = collection.feed(words, input);
    assert_eq!(harmful(run.ok()), []);
    for words in [
        "interview mock --show 1",
        "interview mock --show 1 --json",
        "interview mock --history",
    ] {
        assert_eq!(harmful(collection.run(words).ok()), [], "{words}");
    }
    assert!(
        collection
            .run("interview mock --show 1")
            .ok()
            .contains("an answer ␛[2J")
    );
}

#[test]
fn the_list_names_every_prompt() {
    let collection = Collection::new();
    let all = collection.run("interview mock --list --json").json();
    let all = all["prompts"].as_array().unwrap();
    let of = |kind: &str| all.iter().filter(|prompt| prompt["kind"] == kind).count();
    assert!(45 <= of("design") + of("deep-dive") && 40 <= of("behaviour"));
    let kafka = collection.run("interview mock --list --focus kafka --role backend");
    let is_dive = |line: &str| line.starts_with("kafka-consumer-lag\tdeep-dive\t");
    assert!(kafka.ok().lines().any(is_dive), "{kafka:?}");
    assert!(kafka.stdout.lines().count() < all.len() / 2);
}

#[test]
fn json_has_the_fields_that_the_documentation_names() {
    let collection = Collection::new();
    collection.feed(DIVE, &begun(&dive("a"))).ok();
    let docs = include_str!("../docs/json.md");
    let mut values = vec![
        collection.run("interview mock --show 1 --json").json(),
        collection.run("interview mock --history --json").json()["mocks"][0].clone(),
        collection.run("interview mock --list --json").json()["prompts"][0].clone(),
    ];
    values.push(values[0]["parts"][0].clone());
    values.push(values[0]["parts"][0]["missing"][0].clone());
    values.push(values[0]["next"][0].clone());
    for value in values {
        for name in value
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| *name != "schema")
        {
            assert!(docs.contains(&format!("`{name}`")), "{name}");
        }
    }
}
