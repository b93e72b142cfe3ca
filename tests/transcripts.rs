//! Whole transcripts, JSON against its documentation, exit codes, and round trips.

mod harness;

use harness::{Collection, MORNING};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// What `docs/json.md` promises: its text.
const DOCS: &str = include_str!("../docs/json.md");

/// The names in backticks in the first column of the tables below a heading.
fn documented(heading: &str) -> BTreeSet<String> {
    let start = DOCS
        .find(heading)
        .unwrap_or_else(|| panic!("no `{heading}` in docs/json.md"));
    let section = &DOCS[start + heading.len()..];
    let section = &section[..section.find("\n## ").unwrap_or(section.len())];
    let cells = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').nth(1).unwrap());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_string)
        .collect()
}

fn fields(value: &Value) -> BTreeSet<String> {
    value
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| *name != "schema")
        .cloned()
        .collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| name.to_string()).collect()
}

/// The fields of a card without its text: those of the first table of its section.
fn of_card() -> BTreeSet<String> {
    let start = DOCS.find("## Cards").unwrap();
    let end = start + DOCS[start..].find("Where the text belongs").unwrap();
    let rows = DOCS[start..end]
        .lines()
        .filter(|line| line.starts_with("| `"));
    rows.flat_map(|line| {
        line.split('|')
            .nth(1)
            .unwrap()
            .split('`')
            .skip(1)
            .step_by(2)
    })
    .map(str::to_string)
    .collect()
}

#[test]
fn today_at_a_glance_in_a_pipe() {
    let mut collection = Collection::with_cards(3);
    collection.set("new_per_day", "2");
    collection.run("answer small/c1 good").ok();
    collection.at("2026-11-22T08:00:00Z");
    let run = collection.run("");
    assert!(run.ok().starts_with("1 due, 2 new, about "), "{run:?}");
    assert!(run.stdout.contains("Title of small"), "{run:?}");
    assert!(
        run.stderr.is_empty() && !run.stdout.contains('\u{1b}'),
        "{run:?}"
    );
}

#[test]
fn a_review_in_a_pipe() {
    let mut collection = Collection::with_cards(2);
    collection.set("fuzz", "false");
    collection.var("COLUMNS", "40");
    let run = collection.feed("review deck:small", "\n3\n\n1\n\n2\n");
    let expected = "
Title of small · small/c1
Question 1?
[0/2] Enter to reveal
────────────────────────────────────────
Answer 1.
[0/2] 1 Again now  2 Hard 1 d  3 Good 2 d  4 Easy 8 d
→ Good, next in 2 d

Title of small · small/c2
Question 2?
[1/2] Enter to reveal
────────────────────────────────────────
Answer 2.
[1/2] 1 Again now  2 Hard 1 d  3 Good 2 d  4 Easy 8 d
→ Again, again in this sitting

Title of small · small/c2
Question 2?
[1/2] Enter to reveal
────────────────────────────────────────
Answer 2.
[1/2] 1 Again now  2 Hard 1 d  3 Good 2 d  4 Easy 3 d
→ Hard, next in 1 d
";
    let transcript = run.ok();
    let end = transcript
        .find("\n3 answers to 2 cards in <1 min\n")
        .unwrap_or_else(|| panic!("{transcript}"));
    assert_eq!(&transcript[..end], expected, "{transcript}");
    assert_eq!(run.stderr, "");
}

#[test]
fn due_has_the_documented_fields() {
    let collection = Collection::with_cards(2);
    assert_eq!(
        fields(&collection.run("due --json").json()),
        documented("## retain due --json")
    );
}

#[test]
fn cards_have_the_documented_fields() {
    let collection = Collection::with_cards(2);
    collection.run("answer small/c2 good").ok();
    let with_text = documented("## Cards");
    assert_eq!(fields(&collection.run("next --json").json()), with_text);
    let mut shown = with_text;
    shown.insert("history".to_string());
    assert_eq!(fields(&collection.card("small/c2")), shown);
    let next = &collection.card("small/c2")["next"];
    for rating in ["again", "hard", "good", "easy"] {
        assert_eq!(
            fields(&next[rating]),
            set(&["interval", "due", "stability", "difficulty"])
        );
    }
    let found = collection.run("search deck:small --json").json();
    assert_eq!(fields(&found), set(&["count", "cards"]));
    let mut listed = of_card();
    listed.insert("question".to_string());
    assert_eq!(fields(&found["cards"][0]), listed);
}

#[test]
fn answers_and_undos_have_the_documented_fields() {
    let collection = Collection::with_cards(2);
    let answer = collection
        .run("answer small/c1 3 --duration-ms 4200 --json")
        .json();
    assert_eq!(fields(&answer), set(&["event", "state"]));
    assert_eq!(fields(&answer["state"]), of_card());
    let undo = collection.run("undo --json").json();
    assert_eq!(fields(&undo), set(&["undone", "state"]));
    assert_eq!(undo["state"]["reps"], 0);
    let events = documented("## Events");
    let log = collection.log();
    let mut answered = events.clone();
    answered.remove("voids");
    assert_eq!(fields(&log[0]), answered);
    assert_eq!(log[0]["duration_ms"], 4200);
    assert_eq!(
        fields(&log[1]),
        set(&[
            "uid",
            "device",
            "card",
            "at",
            "utc_offset",
            "day",
            "kind",
            "voids",
            "written"
        ])
    );
    assert_eq!(log[1]["voids"], log[0]["uid"]);
}

#[test]
fn every_result_names_its_schema() {
    let collection = Collection::with_cards(2);
    let cases = [
        ("due --json", "retain.due/1"),
        ("next --json", "retain.next/1"),
        ("show small/c1 --json", "retain.card/1"),
        ("search deck:small --json", "retain.search/1"),
        ("answer small/c1 good --json", "retain.answer/1"),
        ("undo --json", "retain.undo/1"),
        ("deck list --json", "retain.decks/1"),
        ("deck show small --json", "retain.deck/1"),
        ("config list --json", "retain.config/1"),
        ("doctor --json", "retain.doctor/1"),
    ];
    for (words, schema) in cases {
        let run = collection.run(words);
        assert_eq!(run.json()["schema"], schema, "{words}");
        assert_eq!(run.stdout.lines().count(), 1, "{words}");
        assert!(DOCS.contains(schema), "{schema} is not documented");
    }
}

#[test]
fn the_other_shapes_have_the_documented_fields() {
    let collection = Collection::with_cards(2);
    let deck = [
        "deck",
        "title",
        "topic",
        "area",
        "level",
        "tags",
        "licence",
        "path",
        "cards",
        "review_cards",
        "due",
        "new",
    ];
    let list = collection.run("deck list --json").json();
    assert_eq!(fields(&list["decks"][0]), set(&deck));
    let shown = collection.run("deck show small --json").json();
    assert!(
        fields(&shown).is_superset(&set(&["deck", "title", "about", "questions"])),
        "{shown}"
    );
    let doctor = collection.run("doctor --json").json();
    assert_eq!(
        fields(&doctor["findings"][0]),
        set(&["mark", "about", "text"])
    );
    let waybar = collection.run("due --format waybar").json();
    assert_eq!(
        fields(&waybar),
        set(&["text", "tooltip", "class", "percentage"])
    );
    let line = format!("{{\"card\":\"small/c1\",\"at\":\"{MORNING}\",\"rating\":\"good\"}}");
    assert_eq!(
        fields(&collection.feed("log import - --json", &line).json()),
        set(&["read", "added", "known"])
    );
}

#[test]
fn nothing_due_is_a_null_card_with_the_next_day() {
    let collection = Collection::with_cards(1);
    collection.set("new_per_day", "1");
    collection.run("answer small/c1 good").ok();
    let next = collection.run("next --json").json();
    assert_eq!(fields(&next), set(&["card", "next_due"]));
    assert!(
        next["card"].is_null() && next["next_due"].is_string(),
        "{next}"
    );
    collection.run("due --check").fails(3);
    assert!(collection.run("review").ok().contains("Nothing is due"));
}

#[test]
fn an_error_is_json_where_json_was_asked_for() {
    let collection = Collection::with_cards(1);
    let run = collection.run("show small/c2 --json");
    let error: Value = serde_json::from_str(run.fails(4)).unwrap();
    assert_eq!(fields(&error["error"]), set(&["code", "message", "hint"]));
    assert_eq!(error["error"]["code"], "not-found");
    assert_eq!(run.stdout, "");
}

#[test]
fn exit_codes_are_as_documented() {
    let collection = Collection::with_cards(2);
    collection.deck(
        "broken",
        "---\nid: broken\ntitle: Broken\n\n## A? {#a}\n\nB.\n",
    );
    let cases = [
        ("", 0),
        ("--help", 0),
        ("-h", 0),
        ("--version", 0),
        ("help", 0),
        ("review --help", 0),
        ("due --check", 0),
        ("--no-such-flag", 2),
        ("answer small/c1 5", 2),
        ("answer small/c1", 2),
        ("config set fuzz maybe", 2),
        ("show small/none", 4),
        ("deck show none", 4),
        ("search tag:none", 4),
        ("search is:none", 2),
        ("deck lint", 5),
        ("undo", 4),
    ];
    for (words, code) in cases {
        let run = collection.run(words);
        assert_eq!(run.code, Some(code), "{words}: {run:?}");
    }
    collection.feed("log import -", "{}").fails(5);
}

#[test]
fn near_names_are_offered() {
    let collection = Collection::with_cards(2);
    let cases = [
        ("reviw", "review"),
        ("review --limt 3", "--limit"),
        ("deck shwo small", "show"),
        ("deck show smal", "small"),
        ("show small/c", "small/c1"),
        ("show smal/c1", "small/c1"),
        ("review deck:smal", "small"),
        ("search is:suspendd", "suspended"),
        ("config get new_per_dya", "new_per_day"),
        ("help selctors", "selectors"),
    ];
    for (words, near) in cases {
        let run = collection.run(words);
        assert!(matches!(run.code, Some(2 | 4)), "{words}: {run:?}");
        assert!(run.stderr.contains(near), "{words}: {}", run.stderr);
    }
}

#[test]
fn an_unknown_setting_in_the_file_is_a_warning_with_the_nearest_name() {
    let collection = Collection::with_cards(1);
    fs::write(collection.path().join("config.toml"), "new_per_dya = 5\n").unwrap();
    let run = collection.run("due");
    run.ok();
    assert!(
        run.stderr.contains("new_per_dya") && run.stderr.contains("new_per_day"),
        "{run:?}"
    );
}

#[test]
fn flags_may_stand_behind_a_selector() {
    let collection = Collection::with_cards(5);
    let run = collection.feed("review deck:small -is:flagged --limit 1", "");
    assert!(run.ok().contains("[0/1]"), "{run:?}");
    assert_eq!(
        collection.run("search deck:small -small/c1 --json").json()["schema"],
        "retain.search/1"
    );
    assert_eq!(
        collection.run("due -deck:small --json").json()["schema"],
        "retain.due/1"
    );
}

#[test]
fn every_topic_of_the_help_is_there() {
    let collection = Collection::bare();
    let help = collection.run("help");
    let start = help.ok().find("retain help selectors |").unwrap();
    let list = help.stdout[start..].split("\n\n").next().unwrap();
    let topics = list.trim_start_matches("retain help ").split('|');
    for topic in topics.map(str::trim) {
        let run = collection.run(&format!("help {topic}"));
        assert!(run.ok().lines().count() > 5, "{topic}");
    }
    for command in [
        "review",
        "deck lint",
        "log import",
        "config set",
        "due",
        "answer",
    ] {
        assert!(
            collection
                .run(&format!("help {command}"))
                .ok()
                .contains("Usage"),
            "{command}"
        );
    }
    assert!(!collection.data().exists(), "help made a collection");
}

#[test]
fn completions_ask_the_program_itself() {
    let collection = Collection::bare();
    for shell in ["bash", "zsh", "fish"] {
        let run = collection.run(&format!("completions {shell}"));
        assert!(run.ok().contains("COMPLETE"), "{shell}");
        let init = collection.run(&format!("init {shell}"));
        assert!(
            init.ok().contains("COMPLETE") && init.stdout.contains("retain due --remind"),
            "{shell}"
        );
        assert!(
            !collection
                .run(&format!("init {shell} --no-reminder"))
                .ok()
                .contains("--remind")
        );
    }
    collection.run("completions nosuchshell").fails(2);
}

#[test]
fn the_manual_page_is_one() {
    let collection = Collection::bare();
    let page = collection.run("man");
    let is_title = |line: &str| line.starts_with(".TH");
    assert!(page.ok().lines().take(4).any(is_title), "{}", page.stdout);
    collection.run("man pages").ok();
    let n_pages = fs::read_dir(collection.path().join("pages"))
        .unwrap()
        .count();
    assert!(10 < n_pages, "{n_pages}");
}

#[test]
fn the_reminder_is_said_once_a_day_and_makes_no_collection() {
    let mut collection = Collection::bare();
    assert_eq!(collection.run("due --remind").ok(), "");
    assert!(!collection.data().exists());
    collection.run("due").ok();
    assert!(
        collection
            .run("due --remind")
            .ok()
            .ends_with("retain review\n")
    );
    assert_eq!(collection.run("due --remind").ok(), "");
    collection.at("2026-11-21T08:00:00Z");
    assert!(
        collection
            .run("due --remind")
            .ok()
            .ends_with("retain review\n")
    );
}

/// A collection with some of every kind of event.
fn with_history() -> Collection {
    let mut collection = Collection::with_cards(6);
    let days: [(&str, &[&str]); 3] = [
        (
            MORNING,
            &[
                "answer small/c1 good --duration-ms 900",
                "answer small/c2 again",
                "flag small/c3",
                "bury small/c4",
            ],
        ),
        (
            "2026-11-22T09:00:00.5Z",
            &[
                "answer small/c1 again",
                "undo",
                "answer small/c1 easy",
                "suspend small/c2",
            ],
        ),
        (
            "2026-12-01T07:00:00Z",
            &[
                "resume small/c2",
                "reset small/c1",
                "answer small/c5 hard",
                "flag small/c3 --off",
            ],
        ),
    ];
    for (now, commands) in days {
        collection.at(now);
        commands
            .iter()
            .for_each(|words| drop(collection.run(words).ok().to_string()));
    }
    collection.feed("review deck:small --limit 1", "\n3\n").ok();
    collection.is_sound();
    collection
}

#[test]
fn a_log_exported_and_imported_is_the_same_to_the_byte() {
    let collection = with_history();
    let log = collection.run("log export").ok().to_string();
    assert_eq!(log.lines().count(), 13);
    let mut other = Collection::bare();
    other.at("2026-12-01T07:00:00Z");
    other.deck("small", harness::deck("small", 6));
    other.feed("log import -", &log).ok();
    assert_eq!(other.run("log export").ok(), log);
    for number in 1..=6 {
        let key = format!("small/c{number}");
        let (mut one, mut two) = (collection.card(&key), other.card(&key));
        one["path"] = Value::Null;
        two["path"] = Value::Null;
        assert_eq!(one, two);
    }
    other.is_sound();
    // Back where it came from it changes nothing.
    let run = collection.feed("log import -", &log);
    assert_eq!(run.ok(), "13 read, 0 added, 13 known already\n");
    assert_eq!(collection.run("log export").ok(), log);
}

#[test]
fn a_log_in_a_file_is_the_log_on_standard_output() {
    let collection = with_history();
    collection.run("log export log.jsonl").ok();
    let file = fs::read_to_string(collection.path().join("log.jsonl")).unwrap();
    assert_eq!(file, collection.run("log export").ok());
    assert_eq!(
        collection.run("log import log.jsonl").ok(),
        "13 read, 0 added, 13 known already\n"
    );
}

#[test]
fn a_log_may_arrive_in_any_order_and_in_parts() {
    let collection = with_history();
    let log = collection.run("log export").ok().to_string();
    let mut lines: Vec<&str> = log.lines().collect();
    lines.reverse();
    let other = Collection::new();
    for part in lines.chunks(4) {
        other.feed("log import -", &part.join("\n")).ok();
    }
    assert_eq!(other.run("log export").ok(), log);
    other.is_sound();
}

#[test]
fn one_line_of_three_fields_is_an_answer_and_counts_once() {
    let collection = Collection::with_cards(2);
    for rating in ["\"good\"", "3", "\"3\""] {
        let line = format!(
            "{{\"card\":\"small/c1\",\"at\":\"2026-11-18T08:00:00Z\",\"rating\":{rating}}}\n"
        );
        collection.feed("log import -", &line).ok();
        collection.feed("log import -", &line).ok();
        assert_eq!(collection.log().len(), 1, "{rating}");
    }
    let card = collection.card("small/c1");
    assert_eq!(
        (card["reps"].as_u64(), card["last_day"].as_str()),
        (Some(1), Some("2026-11-18"))
    );
    collection.is_sound();
}

#[test]
fn a_log_with_a_fault_adds_nothing_and_names_every_line() {
    let collection = Collection::with_cards(2);
    let good = "{\"card\":\"small/c1\",\"at\":\"2026-11-18T08:00:00Z\",\"rating\":\"good\"}";
    let run = collection.feed(
        "log import -",
        &format!("{good}\n{{\"card\":\"x\"}}\n\n{good}\nnonsense\n"),
    );
    let said = run.fails(5);
    assert!(
        said.contains("standard input:2: ") && said.contains("standard input:5: "),
        "{said}"
    );
    assert!(collection.log().is_empty());
}

#[test]
fn a_dry_run_of_an_import_adds_nothing() {
    let collection = Collection::with_cards(1);
    let line = "{\"card\":\"small/c1\",\"at\":\"2026-11-18T08:00:00Z\",\"rating\":\"good\"}";
    assert_eq!(
        collection.feed("log import - --dry-run", line).ok(),
        "1 read, 1 would be added, 0 known already\n"
    );
    assert!(collection.log().is_empty());
}

#[test]
fn settings_are_set_read_and_listed() {
    let collection = Collection::bare();
    let path = collection.path().join("config.toml");
    fs::write(
        &path,
        "# mine\nnew_per_day = 5 # few\n\n# theirs\nfuzz = true\n",
    )
    .unwrap();
    assert_eq!(
        collection.run("config path").ok(),
        format!("{}\n", path.display())
    );
    assert_eq!(collection.run("config get new_per_day").ok(), "5\n");
    collection.run("config set fuzz false").ok();
    collection.run("config set desired_retention 0.85").ok();
    assert_eq!(collection.run("config get fuzz").ok(), "false\n");
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("# mine\nnew_per_day = 5 # few\n\n# theirs\nfuzz = false\n"),
        "{text}"
    );
    let list = collection.run("config list");
    assert!(list.ok().contains("desired_retention = 0.85\n"), "{list:?}");
    for (key, value) in [
        ("desired_retention", "0.5"),
        ("desired_retention", "nan"),
        ("rollover_hour", "24"),
        ("buttons", "3"),
    ] {
        let run = collection.run(&format!("config set {key} {value}"));
        assert!(run.fails(2).contains(key), "{run:?}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_backup_brings_everything_back() {
    let collection = with_history();
    let log = collection.run("log export").ok().to_string();
    let card = collection.card("small/c1");
    collection.run("backup copy.db").ok();
    collection.run("backup copy.db").fails(2);
    collection.run("answer small/c1 again").ok();
    collection.run("restore copy.db").fails(2);
    collection.run("restore copy.db --yes").ok();
    assert_eq!(collection.run("log export").ok(), log);
    assert_eq!(collection.card("small/c1"), card);
    collection.is_sound();
    // What was there before is a backup too.
    let aside = collection
        .run("restore")
        .ok()
        .lines()
        .find(|line| line.contains("before-restore"))
        .unwrap()
        .to_string();
    collection.run_words(&["restore", &aside, "--yes"]).ok();
    assert_eq!(collection.log().len(), 14);
}

#[test]
fn a_daily_backup_is_made_before_the_first_review_of_a_day_and_ten_are_kept() {
    let mut collection = Collection::with_cards(3);
    collection.run("answer small/c1 good").ok();
    for day in 1..=12 {
        collection.at(&harness::hours_later(24 * day));
        collection.feed("review deck:small", "").ok();
    }
    let list = collection.run("restore").ok().to_string();
    assert_eq!(
        list.lines().filter(|line| line.contains("daily-")).count(),
        10,
        "{list}"
    );
}

#[test]
fn paths_follow_flags_then_environment_then_home() {
    let collection = Collection::bare();
    let run = |words: &str, vars: &[(&str, &str)]| {
        let mut command = std::process::Command::new(harness::binary());
        command
            .args(words.split_whitespace())
            .env_clear()
            .env("HOME", collection.path())
            .envs(vars.iter().copied());
        harness::finished(command)
    };
    let home = collection.path().display().to_string();
    assert_eq!(
        run("config path", &[]).ok(),
        format!("{home}/.config/retain/config.toml\n")
    );
    let xdg = format!("{home}/xdg");
    assert_eq!(
        run("config path", &[("XDG_CONFIG_HOME", &xdg)]).ok(),
        format!("{xdg}/retain/config.toml\n")
    );
    assert_eq!(
        run("config path", &[("XDG_CONFIG_HOME", "relative")]).ok(),
        format!("{home}/.config/retain/config.toml\n")
    );
    assert_eq!(
        run("config path", &[("RETAIN_CONFIG", "/a.toml")]).ok(),
        "/a.toml\n"
    );
    assert_eq!(
        run(
            "config path --config /b.toml",
            &[("RETAIN_CONFIG", "/a.toml")]
        )
        .ok(),
        "/b.toml\n"
    );
    run("due", &[]).ok();
    assert!(
        collection
            .path()
            .join(".local/share/retain/retain.db")
            .exists()
    );
    run("due", &[("RETAIN_DATA_DIR", &format!("{home}/named"))]).ok();
    assert!(collection.path().join("named/retain.db").exists());
}

#[cfg(unix)]
#[test]
fn the_collection_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let collection = Collection::bare();
    collection.run("due").ok();
    let mode = |path: std::path::PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(collection.data()), 0o700);
    assert_eq!(mode(collection.database()), 0o600);
}

#[test]
fn roadmaps_have_the_documented_fields() {
    let collection = Collection::new();
    let list = collection.run("roadmap --json").json();
    let rows = list["roadmaps"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let standing = ["cards", "seen", "due", "mastery", "mastered"];
    let expected = [
        &["id", "title", "audience", "followed", "path"][..],
        &standing,
    ]
    .concat();
    assert_eq!(fields(&rows[0]), set(&expected));
    let shown = collection.run("roadmap show backend --json").json();
    let section = &shown["sections"][0];
    assert_eq!(section["number"], "2.0");
    let line = &section["lines"][0];
    assert_eq!(
        fields(line),
        set(&["number", "label", "priority", "topics", "lines"])
    );
    let topic = collection.run("topic kafka --json").json();
    assert_eq!(topic["level"], "intermediate");
    assert!(topic["cards"].as_u64().unwrap() >= 12);
}

#[test]
fn a_followed_roadmap_orders_new_cards_and_nothing_else() {
    let collection = Collection::new();
    let next = || collection.run("next --json").json();
    let before = next()["card"].as_str().unwrap().to_string();
    collection.run(&format!("answer {before} good")).ok();
    let due = collection.card(&before)["due"].clone();
    let of_learning = next()["topic"].clone();
    let run = collection.run("roadmap follow senior-software --since 2026-11-01");
    assert!(run.ok().is_empty() && run.stderr.contains("new cards enter in the order of"));
    assert_eq!(next()["topic"], "scalability-reliability-availability");
    assert_eq!(collection.card(&before)["due"], due);
    let today = collection.run("");
    assert!(
        today
            .ok()
            .contains("Senior Software Engineering Roadmap: 0 % mastered, month 1:")
    );
    collection.run("roadmap unfollow senior-software").ok();
    assert_eq!(next()["topic"], of_learning);
}

#[test]
fn a_roadmap_is_drawn_for_other_programs() {
    let collection = Collection::new();
    let drawn = |format: &str| {
        collection
            .run(&format!("roadmap show backend --format {format}"))
            .ok()
            .to_string()
    };
    assert!(drawn("mermaid").contains("flowchart LR"));
    assert!(drawn("dot").starts_with("digraph roadmap {"));
    assert!(drawn("svg").starts_with("<svg "));
    assert!(drawn("markdown").starts_with("# Backend Roadmap\n"));
    let tree = collection
        .run("roadmap show backend --priority mandatory")
        .ok()
        .to_string();
    assert!(tree.contains("2.2.1 Linux Basics") && !tree.contains("2.2.2 Shell Scripting"));
    let failed = collection.run("roadmap show backend --section nowhere");
    assert!(
        failed.fails(4).contains("has no section `nowhere`"),
        "{failed:?}"
    );
}

#[test]
fn milestones_keep_day_link_and_note() {
    let collection = Collection::new();
    collection
        .run(
            "roadmap done rest-api-with-authentication --link https://example.com/api --note first",
        )
        .ok();
    let find = || {
        let list = collection.run("roadmap milestones junior --json").json();
        let rows = list["milestones"].as_array().unwrap().clone();
        rows.into_iter()
            .find(|row| row["id"] == "rest-api-with-authentication")
            .unwrap()
    };
    let row = find();
    assert_eq!(row["done"], "2026-11-20");
    assert_eq!(
        (&row["link"], &row["note"]),
        (&"https://example.com/api".into(), &"first".into())
    );
    assert!(!row["short"].as_array().unwrap().is_empty());
    collection
        .run("roadmap done rest-api-with-authentication --note second")
        .ok();
    assert_eq!(
        find()["link"],
        "https://example.com/api",
        "what is not given anew stays"
    );
    collection
        .run("roadmap done rest-api-with-authentication --not")
        .ok();
    assert_eq!(find()["done"], Value::Null);
    let failed = collection.run("roadmap done rest-api-with-autentication");
    assert!(
        failed
            .fails(4)
            .contains("did you mean `rest-api-with-authentication`?")
    );
}

#[test]
fn selectors_know_roadmaps_sections_and_priorities() {
    let collection = Collection::new();
    let count = |words: &str| {
        let found = collection.run_words(&["search", words, "--json"]).json();
        found["count"].as_u64().unwrap()
    };
    let whole = count("roadmap:backend-roadmap");
    let section = count("section:backend-roadmap/foundations");
    let both = count("roadmap:backend-roadmap priority:mandatory");
    assert!(0 < section && section < whole && 0 < both && both < whole);
    let failed = collection.run("search section:foundatons");
    assert!(
        failed.fails(4).contains("did you mean `foundations`?"),
        "{failed:?}"
    );
}

#[test]
fn a_placement_is_kept_when_asked_for_and_taken_back_as_a_whole() {
    let collection = Collection::new();
    // Whatever is asked, the first choice is picked; by chance some are right.
    let answers = "a\n".repeat(60);
    let run = collection.feed("assess --seed 4 --json --yes", &answers);
    let result: Value = serde_json::from_str(run.ok()).unwrap();
    assert!(result["questions"].as_u64().unwrap() <= 40);
    let topics = result["topics"].as_array().unwrap();
    assert!(
        topics.iter().all(
            |topic| ["known", "shaky", "unknown"].contains(&topic["verdict"].as_str().unwrap())
        )
    );
    let placed = || {
        collection
            .log()
            .iter()
            .filter(|event| event["kind"] == "place")
            .count()
    };
    assert_eq!(placed() as u64, result["placeable_cards"].as_u64().unwrap());
    collection.is_sound();
    if 0 < placed() {
        collection.run("assess --undo").ok();
        let undone = collection
            .log()
            .iter()
            .filter(|event| event["kind"] == "undo")
            .count();
        assert_eq!(undone, placed());
        collection.is_sound();
    }
    collection.run("assess --undo").fails(4);
}

#[test]
fn a_placement_that_is_broken_off_changes_nothing() {
    let collection = Collection::new();
    let run = collection.feed("assess --seed 4", "");
    assert!(run.ok().contains("At most 40 questions"));
    assert!(run.stderr.contains("nothing changes"), "{run:?}");
    assert!(collection.log().is_empty());
}

#[test]
fn a_date_plans_the_review_and_clearing_it_leaves_no_trace() {
    let collection = Collection::new();
    let dues = || collection.run("search is:review --json").json()["cards"].clone();
    collection.run("answer kafka/consumer-lag good");
    let before = dues();
    collection
        .run("interview set 2026-12-11 --name acme --focus topic:kafka --minutes 5")
        .ok();
    let status = collection.run("interview --json").json();
    assert_eq!(
        fields(&status),
        set(&[
            "interview",
            "days_left",
            "today",
            "recall",
            "topics",
            "plan"
        ])
    );
    assert_eq!(status["days_left"], 21);
    assert_eq!(status["plan"].as_array().unwrap().len(), 21);
    let recall = |name: &str| status["recall"][name].as_f64().unwrap();
    assert!(recall("now") < recall("after_today") && recall("after_today") < recall("plan"));
    assert!(recall("plan") <= recall("ten_minutes_more") + 0.01);
    let today = collection.run("");
    assert!(
        today.ok().contains("acme in 21 days: 0 reviews and "),
        "{today:?}"
    );
    let run = collection.feed("review", "\n3\nq\n");
    assert!(
        run.ok().contains("Apache Kafka · kafka/"),
        "the focus alone is asked: {run:?}"
    );
    collection.run("interview clear acme").ok();
    assert!(
        collection
            .run("interview")
            .ok()
            .contains("no interview is set")
    );
    let after = dues();
    assert_eq!(
        after.as_array().unwrap().len(),
        before.as_array().unwrap().len() + 1
    );
    collection.is_sound();
}

#[test]
fn dates_that_cannot_be_planned_for_are_refused_or_told() {
    let collection = Collection::new();
    assert!(
        collection
            .run("interview set 2026-11-01")
            .fails(2)
            .contains("lies in the past")
    );
    assert!(
        collection
            .run("interview set soon")
            .fails(2)
            .contains("is no date")
    );
    assert!(
        collection
            .run("interview set 2026-12-01 --weight kafka")
            .fails(2)
            .contains("no weight")
    );
    let focus = "interview set 2026-12-01 --focus is:suspended";
    assert!(
        collection
            .run(focus)
            .fails(4)
            .contains("no card matches the focus")
    );
    assert!(
        collection
            .run("interview list")
            .ok()
            .contains("no interview is set")
    );
    collection.run("interview set 2026-11-20").ok();
    assert!(collection.run("interview").ok().contains("is today"));
    collection
        .run("interview set 2027-11-20 --minutes 0 --name far")
        .ok();
    let status = collection.run("interview --json").json();
    assert_eq!(status["today"]["new"], 0, "no minutes, no cards");
    assert_eq!(
        status["interview"]["name"], "far",
        "the one of today is not planned for"
    );
    collection.run("interview done interview").ok();
    let list = collection.run("interview list --json").json();
    assert_eq!(list["interviews"][0]["done"], "2026-11-20");
}

#[test]
fn a_removed_deck_does_not_stop_the_plan_of_an_interview() {
    let collection = Collection::with_cards(2);
    collection
        .run("interview set 2026-12-11 --name acme --focus deck:small --weight deck:small=2")
        .ok();
    std::fs::remove_file(collection.data().join("decks/small.md")).unwrap();
    collection.run("deck remove small --yes").ok();
    for words in ["", "interview", "review"] {
        let run = collection.feed(words, "");
        run.ok();
        assert!(
            run.stderr.contains("`deck:small` of the interview `acme`"),
            "{run:?}"
        );
    }
}

#[test]
fn an_interview_has_a_day_that_can_be_shown_and_a_name() {
    let collection = Collection::new();
    collection.run("interview set 9999-12-31").fails(2);
    collection
        .run_words(&["interview", "set", "2026-12-11", "--name", "a\nb"])
        .fails(2);
    collection.run("interview set 2026-12-11 --name far").ok();
    collection.run("interview set 2026-12-01 --name near").ok();
    let run = collection.run("interview done");
    run.ok();
    assert!(
        run.stderr.contains("`near` is over: the next one is `far`"),
        "{run:?}"
    );
}
