//! Decks that come in, come again and are kept up to date, by the program from outside.

mod harness;

use harness::server::{Server, answer};
use harness::{Collection, Run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A table with ids: its first edition.
const FIRST: &str = "question,answer,id\n\
    What is a WAL?,A write-ahead log.,w\n\
    What is MVCC?,Many versions of a row.,m\n\
    What is a B-tree?,A balanced tree.,b\n";

/// The cards of [`FIRST`], by the word of the question.
struct Keys {
    wal: String,
    mvcc: String,
    tree: String,
}

/// A collection with `notes.csv` imported, and the path of the file.
struct Taken {
    collection: Collection,
    file: PathBuf,
    keys: Keys,
}

impl Taken {
    fn new() -> Taken {
        let collection = Collection::new();
        let file = collection.path().join("notes.csv");
        fs::write(&file, FIRST).unwrap();
        let report = collection.run("import notes.csv --json").json();
        assert_eq!(count(&report, "new"), 3, "{report:#}");
        let key = |idx: usize| report["new"][idx].as_str().unwrap().to_string();
        Taken {
            keys: Keys {
                wal: key(0),
                mvcc: key(1),
                tree: key(2),
            },
            collection,
            file,
        }
    }

    fn run(&self, words: &str) -> Run {
        self.collection.run(words)
    }

    /// The source as it is from now on.
    fn source(&self, text: &str) {
        fs::write(&self.file, text).unwrap();
    }

    fn deck(&self) -> PathBuf {
        self.collection.data().join("decks/notes.md")
    }

    /// The learner changes the text of the deck.
    fn edit(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.deck()).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(self.deck(), text.replace(from, to)).unwrap();
    }

    fn answer(&self, key: &str) -> String {
        self.collection.card(key)["answer"]
            .as_str()
            .unwrap()
            .to_string()
    }
}

fn count(report: &Value, field: &str) -> usize {
    let value = &report[field];
    let n_items = value.as_array().map(Vec::len);
    n_items.unwrap_or_else(|| value.as_u64().unwrap() as usize)
}

/// All files below a folder with their bytes, in order.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(everything(&path)),
            false => files.push((path.clone(), fs::read(path).unwrap())),
        }
    }
    files.sort();
    files
}

fn community(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/community");
    root.join(path).to_str().unwrap().to_string()
}

#[test]
fn a_dry_run_shows_the_difference_and_changes_nothing() {
    let taken = Taken::new();
    taken.source(&FIRST.replace("A balanced tree.", "A wide tree."));
    taken.run("due").ok();
    let data = taken.collection.data();
    let before = everything(&data);
    let run = taken.run("import notes.csv --dry-run");
    let text = run.ok();
    assert!(text.contains("\n-A balanced tree.\n"), "{text}");
    assert!(text.contains("\n+A wide tree.\n"), "{text}");
    assert!(
        text.contains("0 new, 1 changed, 2 unchanged (a dry run: nothing was changed)"),
        "{text}"
    );
    assert_eq!(everything(&data), before);
    taken.run("deck update --dry-run").ok();
    assert_eq!(everything(&data), before);
}

#[test]
fn a_file_that_comes_again_changes_nothing_and_says_so() {
    let taken = Taken::new();
    let data = taken.collection.data();
    let before = everything(&data.join("decks"));
    let run = taken.run("import notes.csv");
    assert_eq!(
        run.ok(),
        "notes: 3 notes read as csv: 0 new, 3 unchanged; nothing changed\n"
    );
    let run = taken.run("deck update");
    assert!(
        run.ok().is_empty() && run.stderr.contains("notes.csv: up to date"),
        "{run:?}"
    );
    assert_eq!(everything(&data.join("decks")), before);
    assert_eq!(taken.collection.log(), Vec::<Value>::new());
}

#[test]
fn an_edition_is_merged_with_the_edits_of_the_learner() {
    let taken = Taken::new();
    let wal = &taken.keys.wal;
    taken.collection.run_words(&["answer", wal, "good"]).ok();
    let state = taken.collection.card(wal)["stability"].clone();
    taken.edit(
        "A balanced tree.\n",
        "A balanced tree.\n\nHint: not binary\n",
    );
    let second = FIRST
        .replace("A balanced tree.", "A balanced search tree.")
        .replace("A write-ahead log.", "The write-ahead log.")
        + "What is a heap?,A file of rows.,h\n";
    taken.source(&second);
    let report = taken.run("deck update notes --json").json();
    assert_eq!(count(&report, "new"), 1, "{report:#}");
    assert_eq!(count(&report, "changed"), 2);
    assert_eq!(count(&report, "merged"), 1);
    let tree = taken.collection.card(&taken.keys.tree);
    assert_eq!(tree["answer"], "A balanced search tree.");
    assert_eq!(tree["hint"], "not binary");
    let card = taken.collection.card(wal);
    assert_eq!(card["answer"], "The write-ahead log.");
    assert_eq!(card["stability"], state);
    taken.collection.is_sound();
}

/// Both sides have changed one answer.
fn clashing() -> Taken {
    let taken = Taken::new();
    taken.edit("Many versions of a row.", "Snapshots.");
    taken.source(&FIRST.replace("Many versions of a row.", "Readers do not block."));
    taken
}

#[test]
fn a_conflict_that_nobody_decides_stays_and_is_asked_again() {
    let taken = clashing();
    for words in ["import notes.csv", "import notes.csv", "deck update"] {
        let run = taken.run(words);
        let said = run.fails(1);
        assert!(
            said.contains(&format!(
                "changed on both sides, left as you have it (1): {}",
                taken.keys.mvcc
            )),
            "{said}"
        );
        assert!(said.contains("`--ours` or `--theirs` decides"), "{said}");
        assert_eq!(taken.answer(&taken.keys.mvcc), "Snapshots.");
    }
}

#[test]
fn a_conflict_is_decided_once() {
    for (side, expected) in [
        ("--ours", "Snapshots."),
        ("--theirs", "Readers do not block."),
    ] {
        let taken = clashing();
        taken.run(&format!("import notes.csv {side}")).ok();
        assert_eq!(taken.answer(&taken.keys.mvcc), expected);
        let again = taken.run("import notes.csv");
        assert!(
            again.ok().contains("3 unchanged; nothing changed"),
            "{again:?}"
        );
        assert_eq!(taken.answer(&taken.keys.mvcc), expected);
    }
}

#[test]
fn a_conflict_after_an_undecided_one_can_still_be_decided_by_an_update() {
    let taken = clashing();
    taken.run("deck update").fails(1);
    taken.run("deck update --theirs").ok();
    assert_eq!(taken.answer(&taken.keys.mvcc), "Readers do not block.");
}

#[test]
fn on_a_terminal_both_sides_are_shown_and_the_learner_chooses() {
    let taken = clashing();
    let mut terminal = taken.collection.terminal("import notes.csv", 80, 24);
    let shown = terminal.until("Which text?");
    assert!(
        shown.contains("-Snapshots.") && shown.contains("+Readers do not block."),
        "{shown}"
    );
    terminal.press("\u{1b}[B\r");
    assert_eq!(terminal.code(), 0, "{}", terminal.contents());
    assert_eq!(taken.answer(&taken.keys.mvcc), "Readers do not block.");
}

#[test]
fn cards_that_are_gone_stay_suspended_until_they_are_back() {
    let taken = Taken::new();
    let tree = &taken.keys.tree;
    let without = FIRST.replace("What is a B-tree?,A balanced tree.,b\n", "");
    taken.source(&without);
    let run = taken.run("deck update");
    let said = format!("no longer in the source, kept and suspended (1): {tree}");
    assert!(run.stderr.contains(&said), "{run:?}");
    assert!(run.ok().contains("1 gone"), "{run:?}");
    assert_eq!(taken.collection.card(tree)["suspended"], true);
    assert_eq!(taken.answer(tree), "A balanced tree.");
    // It is told once.
    let again = taken.run("import notes.csv");
    assert!(again.ok().contains("nothing changed"), "{again:?}");
    taken.source(FIRST);
    let back = taken.run("deck update");
    assert!(
        back.stderr
            .contains(&format!("in the source again (1): {tree}")),
        "{back:?}"
    );
    assert_eq!(taken.collection.card(tree)["suspended"], false);
    taken.collection.is_sound();
}

#[test]
fn a_card_that_the_source_has_without_an_answer_is_not_gone() {
    let taken = Taken::new();
    let (tree, mvcc) = (&taken.keys.tree, &taken.keys.mvcc);
    let refused = FIRST.replace("A balanced tree.", "");
    // A row without an id might be any card.
    taken.source(&format!(
        "{}What is CAP?,,\n",
        FIRST.replace("What is a B-tree?,A balanced tree.,b\n", "")
    ));
    let run = taken.run("import notes.csv");
    let said = format!("no longer in the source, or refused there, kept as they are (1): {tree}");
    assert!(run.stderr.contains(&said), "{run:?}");
    assert!(
        run.stdout.contains("1 missing, 1 refused") && run.code == Some(1),
        "{run:?}"
    );
    taken.source(&refused);
    let run = taken.run("import notes.csv");
    assert!(run.stdout.contains("2 unchanged, 1 refused"), "{run:?}");
    // With its id it is known, and so is what is gone.
    taken.source(&refused.replace("What is MVCC?,Many versions of a row.,m\n", ""));
    let run = taken.run("import notes.csv");
    assert!(
        run.stdout.contains("1 unchanged, 1 gone, 1 refused"),
        "{run:?}"
    );
    assert_eq!(taken.collection.card(mvcc)["suspended"], true);
    assert_eq!(taken.collection.card(tree)["suspended"], false);
    taken.source(FIRST);
    assert!(taken.run("import notes.csv").ok().contains("3 unchanged"));
    taken.collection.is_sound();
}

#[test]
fn a_card_that_the_learner_took_out_stays_out() {
    let taken = Taken::new();
    let text = fs::read_to_string(taken.deck()).unwrap();
    let start = text.find("## What is MVCC?").unwrap();
    let end = text.find("## What is a B-tree?").unwrap();
    fs::write(taken.deck(), format!("{}{}", &text[..start], &text[end..])).unwrap();
    taken.source(&FIRST.replace("Many versions of a row.", "Snapshots."));
    let run = taken.run("import notes.csv");
    assert!(run.ok().contains("1 that you took out"), "{run:?}");
    let text = fs::read_to_string(taken.deck()).unwrap();
    assert!(!text.contains("MVCC"), "{text}");
}

#[test]
fn a_source_that_is_no_longer_there_leaves_its_cards() {
    let taken = Taken::new();
    fs::remove_file(&taken.file).unwrap();
    let run = taken.run("deck update");
    assert!(
        run.stderr.contains("is no longer there, its cards stay"),
        "{run:?}"
    );
    run.ok();
    assert_eq!(taken.answer(&taken.keys.wal), "A write-ahead log.");
    taken.run("deck update nowhere").fails(4);
}

#[test]
fn progress_that_comes_later_is_joined_to_what_was_learned_here() {
    let collection = Collection::new();
    let plain = community("apkg/backend-sampler.anki21b.apkg");
    let learned = community("apkg/backend-sampler.with-scheduling.anki21b.apkg");
    let report = collection.run_words(&["import", &plain, "--json"]).json();
    assert_eq!((count(&report, "new"), count(&report, "answers")), (22, 0));
    let own = report["new"][0].as_str().unwrap();
    collection.run_words(&["answer", own, "easy"]).ok();
    let before = collection.answers();
    let words = ["import", &learned, "--progress", "--json"];
    let report = collection.run_words(&words).json();
    assert_eq!(
        (count(&report, "new"), count(&report, "unchanged")),
        (0, 22)
    );
    assert_eq!(count(&report, "answers"), 6);
    let after = collection.answers();
    assert_eq!(after.len(), before.len() + 6);
    assert!(after.contains(&before[0]));
    let log = collection.log();
    let report = collection.run_words(&words).json();
    assert_eq!(
        (count(&report, "answers"), count(&report, "schedules")),
        (0, 0)
    );
    assert_eq!(collection.log(), log);
    collection.is_sound();
}

#[test]
fn a_long_history_of_elsewhere_is_a_log_like_any_other() {
    let taken = Taken::new();
    let mut lines = String::new();
    for number in 0..750 {
        let key = [&taken.keys.wal, &taken.keys.mvcc, &taken.keys.tree][number % 3];
        let (day, month) = (1 + number / 3 % 25, 1 + number / 75);
        let at = format!("2020-{month:02}-{day:02}T12:0{}:00Z", number % 3);
        let line = format!(r#"{{"card":"{key}","at":"{at}","rating":"good"}}"#);
        lines.push_str(&(line + "\n"));
    }
    taken.collection.feed("log import -", &lines).ok();
    taken.run("export deck:notes notes.apkg").ok();
    let package = taken.collection.path().join("notes.apkg");
    let other = Collection::new();
    let words = ["import", package.to_str().unwrap(), "--progress", "--json"];
    let report = other.run_words(&words).json();
    assert_eq!((count(&report, "new"), count(&report, "answers")), (3, 750));
    let told = |collection: &Collection| -> Vec<Vec<Value>> {
        let fields = ["at", "card", "day", "interval", "rating"];
        let line = |event: Value| fields.map(|field| event[field].clone()).to_vec();
        let answers = collection.log().into_iter();
        answers
            .filter(|event| event["kind"] == "answer")
            .map(line)
            .collect()
    };
    assert_eq!(told(&other), told(&taken.collection));
    // All but the last five hundred are packed.
    let database = rusqlite::Connection::open(other.database()).unwrap();
    let n_rows = |sql: &str| {
        database
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(n_rows("select count(*) from past"), 3);
    assert_eq!(n_rows("select count(*) from event where kind = 1"), 500);
    drop(database);
    let log = other.log();
    let report = other.run_words(&words).json();
    assert_eq!(count(&report, "answers"), 0);
    let export = other.run("log export");
    let text = export.ok();
    assert!(other.feed("log import -", text).ok().contains(" 0 added"));
    assert_eq!(other.log(), log);
    let again = Collection::new();
    again.feed("log import -", text).ok();
    assert_eq!(again.log(), log);
    other.is_sound();
}

#[test]
fn an_edited_deck_of_the_program_is_updated_with_it() {
    let mut collection = Collection::new();
    let decks = collection.run("deck list --json").json();
    let slug = decks["decks"][0]["deck"].as_str().unwrap().to_string();
    let deck = collection
        .run_words(&["deck", "show", &slug, "--json"])
        .json();
    let key = |idx: usize| deck["questions"][idx]["card"].as_str().unwrap().to_string();
    let question = |idx: usize| {
        deck["questions"][idx]["question"]
            .as_str()
            .unwrap()
            .to_string()
    };
    // The learner rewords the first question.
    let script = collection.path().join("editor");
    let line = format!("## {}", question(0));
    fs::write(
        &script,
        format!(
            "#!/bin/sh\nsed -i 's|^{}.*{{#|## My own words? {{#|' \"$@\"\n",
            line.replace(['?', '*', '.', '[', ']'], ".")
        ),
    )
    .unwrap();
    make_executable(&script);
    collection.var("EDITOR", script.to_str().unwrap());
    collection.run_words(&["deck", "edit", &slug]).ok();
    assert_eq!(collection.card(&key(0))["question"], "My own words?");
    let same = collection.run_words(&["deck", "update", &slug]);
    assert!(same.stderr.contains("up to date"), "{same:?}");
    same.ok();
    // As if the edition of an older program had been edited, which asked the second otherwise.
    let file = collection.data().join(format!("decks/{slug}.md"));
    let older = |text: String| text.replace(&question(1), "Asked otherwise?");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, older(text)).unwrap();
    let connection = rusqlite::Connection::open(collection.database()).unwrap();
    let cards = "select cards from origin_cards where deck = ?";
    let cards: Vec<u8> = connection
        .query_row(cards, [&slug], |row| row.get(0))
        .unwrap();
    let cards = std::io::read_to_string(flate2::read::ZlibDecoder::new(&cards[..])).unwrap();
    connection
        .execute(
            "update origin_cards set cards = ? where deck = ?",
            (older(cards).into_bytes(), &slug),
        )
        .unwrap();
    connection
        .execute("update origin set hash = x'00'", [])
        .unwrap();
    drop(connection);
    assert_eq!(collection.card(&key(1))["question"], "Asked otherwise?");
    let report = collection
        .run_words(&["deck", "update", &slug, "--json"])
        .json();
    assert_eq!(count(&report, "changed"), 1, "{report:#}");
    assert_eq!(
        collection.card(&key(1))["question"].as_str().unwrap(),
        question(1)
    );
    assert_eq!(collection.card(&key(0))["question"], "My own words?");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn decks_below_decks_become_tags_or_one_deck_on_request() {
    let sampler = community("apkg/backend-sampler.anki21b.apkg");
    let decks = |options: &[&str]| {
        let collection = Collection::new();
        let words = [&["import", sampler.as_str(), "--json"], options].concat();
        let report = collection.run_words(&words).json();
        let files = report["files"].as_array().unwrap().clone();
        (collection, files)
    };
    let (_, files) = decks(&[]);
    assert_eq!(files.len(), 7);
    let (collection, files) = decks(&["--flat"]);
    assert_eq!(files.len(), 1, "{files:?}");
    let shown = collection.run("search tag:databases::indexes --json");
    assert!(shown.ok().contains("backend-sampler/"), "{shown:?}");
    let (collection, files) = decks(&["--deck", "My sampler"]);
    assert_eq!(files[0]["path"], "my-sampler/my-sampler.md");
    let text = fs::read_to_string(collection.data().join("decks/my-sampler/my-sampler.md"));
    assert!(text.unwrap().contains("title: My sampler\n"));
}

#[test]
fn standard_input_is_a_source_too() {
    let collection = Collection::new();
    let run = collection.feed("import - --deck Piped", FIRST);
    assert!(run.ok().contains("3 notes read as csv: 3 new"), "{run:?}");
    let again = collection.feed("import - --deck Piped", FIRST);
    assert!(again.ok().contains("nothing changed"), "{again:?}");
    let update = collection.run("deck update");
    assert!(
        update.stderr.contains("no deck came from elsewhere"),
        "{update:?}"
    );
    assert!(collection.data().join("decks/piped.md").exists());
}

#[test]
fn the_json_of_an_import_has_the_documented_fields() {
    let docs = include_str!("../docs/json.md");
    let taken = Taken::new();
    let report = taken.run("import notes.csv --dry-run --json").json();
    assert_eq!(report["schema"], "retain.import/1");
    let start = docs
        .find("`retain.import/1`")
        .expect("docs/json.md tells of imports");
    let section = &docs[start..];
    for name in report
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| *name != "schema")
    {
        assert!(section.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn refused_cards_are_told_with_their_place_and_fail_unless_skipped() {
    let text = FIRST.to_string() + "What is lost?,,l\n";
    let collection = Collection::new();
    fs::write(collection.path().join("notes.csv"), &text).unwrap();
    let run = collection.run("import notes.csv");
    assert!(
        run.fails(1)
            .contains("refused: notes.csv:5: there is no answer: write one"),
        "{run:?}"
    );
    assert!(run.stdout.contains("3 new, 1 refused"), "{run:?}");
    collection.run("import notes.csv --skip-bad").ok();
    let report = collection.run("import notes.csv --skip-bad --json").json();
    assert_eq!(report["refused"][0]["place"], "notes.csv:5");
    let kept = collection.run("import notes.csv --unanswered");
    assert!(kept.ok().contains("1 new, 3 unchanged"), "{kept:?}");
}

#[test]
fn what_may_be_two_formats_is_an_error_that_names_both() {
    let collection = Collection::new();
    let text =
        "# T\n\n## A q?\n\nx\n\n## B q?\n\ny\n\nQ: What is a?\nA: b\n\nQ: What is c?\nA: d\n";
    fs::write(collection.path().join("both.md"), text).unwrap();
    let run = collection.run("import both.md");
    let said = run.fails(5);
    assert!(
        said.contains("it may be repeater (2 cards) or mdanki (1 card)"),
        "{said}"
    );
    assert!(said.contains("say which with `--from repeater`"), "{said}");
    collection.run("import both.md --from repeater").ok();
    assert!(!collection.data().join("decks/t.md").exists());
}

#[test]
fn one_bad_source_of_several_changes_nothing() {
    let collection = Collection::new();
    fs::write(collection.path().join("notes.csv"), FIRST).unwrap();
    fs::write(collection.path().join("bad.bin"), [0, 159, 146, 150]).unwrap();
    collection.run("import notes.csv bad.bin").fails(5);
    assert_eq!(everything(&collection.data().join("decks")), []);
    collection.run("import notes.csv nowhere.csv").fails(1);
    assert_eq!(everything(&collection.data().join("decks")), []);
}

#[test]
fn two_folders_may_each_have_a_picture_of_one_name() {
    let collection = Collection::new();
    for (folder, bytes) in [("one", b"1"), ("two", b"2")] {
        let media = collection.path().join(format!("src/{folder}/media"));
        fs::create_dir_all(&media).unwrap();
        fs::write(media.join("p.png"), bytes).unwrap();
        let deck = format!(
            "---\nid: {folder}\ntitle: {folder}\n---\n\n## Which of {folder}? {{#a}}\n\n![p](media/p.png)\n"
        );
        fs::write(
            collection.path().join(format!("src/{folder}/{folder}.md")),
            deck,
        )
        .unwrap();
    }
    let run = collection.run("import src");
    assert_eq!(run.ok(), "src: 2 notes read as native: 2 new\n");
    let decks = collection.data().join("decks/src");
    let shown = |deck: &str| {
        let text = fs::read_to_string(decks.join(format!("{deck}.md"))).unwrap();
        let name = text
            .split("(media/")
            .nth(1)
            .unwrap()
            .split(')')
            .next()
            .unwrap()
            .to_string();
        fs::read(decks.join("media").join(name)).unwrap()
    };
    assert_eq!((shown("one"), shown("two")), (b"1".to_vec(), b"2".to_vec()));
    let again = collection.run("import src");
    assert!(
        again.ok().contains("2 unchanged; nothing changed"),
        "{again:?}"
    );
}

/// Runs git in a folder; `None` where there is none.
#[test]
fn pictures_are_kept_up_to_date_but_for_those_that_the_learner_changed() {
    let collection = Collection::new();
    let source = collection.path().join("src");
    fs::create_dir_all(source.join("media")).unwrap();
    let text =
        "---\nid: d\ntitle: D\n---\n\n## Which? {#a}\n\n![p](media/p.png) ![q](media/q.png)\n";
    let edition = |name: &str, content: &str| fs::write(source.join(name), content).unwrap();
    edition("d.md", text);
    edition("media/p.png", "p1");
    edition("media/q.png", "q1");
    collection.run("import src").ok();
    let folder = collection.data().join("decks/d/media");
    let becomes = |words: &str, said: &str, p: &str, q: &str| {
        let run = collection.run(words);
        assert!(run.ok().ends_with(said), "{run:?}");
        let shown = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(
            (shown("p.png"), shown("q.png")),
            (p.to_string(), q.to_string())
        );
    };
    edition("media/p.png", "p2");
    let dry = "1 unchanged, 1 media file renewed (a dry run: nothing was changed)\n";
    becomes("import src --dry-run", dry, "p1", "q1");
    becomes(
        "deck update",
        "1 unchanged, 1 media file renewed\n",
        "p2",
        "q1",
    );
    becomes("import src", "1 unchanged; nothing changed\n", "p2", "q1");
    fs::write(folder.join("q.png"), "mine").unwrap();
    becomes("import src", "1 unchanged; nothing changed\n", "p2", "mine");
    edition("d.md", &text.replace("Which?", "Which one?"));
    becomes("deck update", "0 new, 1 changed\n", "p2", "mine");
    edition("media/q.png", "q2");
    let kept = "1 media file left as you changed it; nothing changed\n";
    becomes("deck update", kept, "p2", "mine");
    becomes("import src", "1 unchanged; nothing changed\n", "p2", "mine");
    fs::remove_file(folder.join("p.png")).unwrap();
    becomes("import src", "1 media file renewed\n", "p2", "mine");
}

fn git(folder: &Path, words: &str) -> Option<()> {
    let mut command = Command::new("git");
    for setting in [
        "user.name=T",
        "user.email=t@example.org",
        "init.defaultBranch=main",
    ] {
        command.args(["-c", setting]);
    }
    let output = command
        .args(words.split_whitespace())
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .ok()?;
    assert!(output.status.success(), "{output:?}");
    Some(())
}

#[test]
fn a_repository_is_fetched_by_branch_and_folder_and_kept_up_to_date() {
    let collection = Collection::new();
    let repository = collection.path().join("origin");
    fs::create_dir_all(repository.join("decks/db")).unwrap();
    fs::write(repository.join("decks/db/notes.csv"), FIRST).unwrap();
    fs::write(repository.join("other.csv"), "a,b\nc,d\n").unwrap();
    if git(&repository, "init -q").is_none() {
        println!("there is no git here: nothing was tried");
        return;
    }
    git(&repository, "checkout -q -b stable");
    git(&repository, "add .");
    git(&repository, "commit -q -m first");
    let address = format!("file://{}//decks/db#stable", repository.display());
    let report = collection
        .run_words(&["deck", "add", &address, "--json"])
        .json();
    assert_eq!(
        (count(&report, "new"), count(&report, "passed_over")),
        (3, 0)
    );
    let same = collection.run("deck update");
    assert!(same.stderr.contains("up to date"), "{same:?}");
    let second = FIRST.replace("A balanced tree.", "A search tree.");
    fs::write(repository.join("decks/db/notes.csv"), second).unwrap();
    git(&repository, "commit -q -a -m second");
    let run = collection.run("deck update");
    assert!(run.ok().contains("1 changed, 2 unchanged"), "{run:?}");
    let nowhere = format!("file://{}#nowhere", repository.display());
    let run = collection.run_words(&["import", &nowhere]);
    assert!(run.fails(4).contains("has no branch `nowhere`"), "{run:?}");
    let empty = format!("file://{}//no/folder", repository.display());
    let run = collection.run_words(&["import", &empty]);
    assert!(
        run.fails(4).contains("has no folder `no/folder`"),
        "{run:?}"
    );
}

#[test]
fn nothing_of_a_repository_runs_or_leads_out_of_it() {
    let collection = Collection::new();
    let repository = collection.path().join("origin");
    fs::create_dir_all(&repository).unwrap();
    fs::write(repository.join("notes.csv"), FIRST).unwrap();
    let touched = collection.path().join("touched");
    let filter = "*.csv filter=evil\n";
    fs::write(repository.join(".gitattributes"), filter).unwrap();
    fs::write(
        collection.path().join("secret.csv"),
        "q,a\nsecret,x\nmore,y\n",
    )
    .unwrap();
    std::os::unix::fs::symlink(
        collection.path().join("secret.csv"),
        repository.join("link.csv"),
    )
    .unwrap();
    if git(&repository, "init -q").is_none() {
        println!("there is no git here: nothing was tried");
        return;
    }
    git(&repository, "add .");
    git(&repository, "commit -q -m first");
    let hook = repository.join(".git/hooks/post-checkout");
    fs::write(&hook, format!("#!/bin/sh\ntouch {}\n", touched.display())).unwrap();
    make_executable(&hook);
    let address = format!("file://{}", repository.display());
    let run = collection.run_words(&["import", &address, "--skip-bad"]);
    assert!(run.ok().contains("3 new"), "{run:?}");
    assert!(!touched.exists());
    let decks = everything(&collection.data().join("decks"));
    let texts: Vec<String> = decks
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(!texts.concat().contains("secret"), "{texts:?}");
}

#[test]
fn an_edition_on_the_web_is_fetched_only_where_it_is_new() {
    let collection = Collection::new();
    let server =
        Server::start(|_| answer("200 OK", "ETag: \"one\"\r\n", FIRST.len(), FIRST.as_bytes()));
    let url = server.url("notes.csv");
    let run = collection.run_words(&["deck", "add", &url]);
    assert!(
        run.ok()
            .starts_with("notes.csv: 3 notes read as csv: 3 new"),
        "{run:?}"
    );
    server.heard();
    server.says(|head| match head.contains("if-none-match: \"one\"") {
        true => b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec(),
        false => answer("500 No", "", 0, b""),
    });
    let run = collection.run("deck update");
    assert!(run.stderr.contains("up to date"), "{run:?}");
    assert_eq!(server.heard().len(), 1);
    let second = FIRST.replace("A balanced tree.", "A search tree.");
    server.says(move |_| {
        answer(
            "200 OK",
            "ETag: \"two\"\r\n",
            second.len(),
            second.as_bytes(),
        )
    });
    let run = collection.run("deck update");
    assert!(run.ok().contains("1 changed, 2 unchanged"), "{run:?}");
    assert!(
        fs::read_to_string(collection.data().join("decks/notes-csv.md")).is_err(),
        "a deck is named after the stem of its file"
    );
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_broke_off() {
    let collection = Collection::new();
    let half = FIRST.len() / 2;
    let server = Server::start(move |head| {
        let bytes = FIRST.as_bytes();
        match head.contains(&format!("range: bytes={half}-")) && head.contains("if-range: \"one\"")
        {
            true => {
                let range = format!(
                    "Content-Range: bytes {half}-{}/{}\r\nETag: \"one\"\r\n",
                    bytes.len() - 1,
                    bytes.len()
                );
                answer(
                    "206 Partial Content",
                    &range,
                    bytes.len() - half,
                    &bytes[half..],
                )
            }
            false => answer("200 OK", "ETag: \"one\"\r\n", bytes.len(), &bytes[..half]),
        }
    });
    let run = collection.run_words(&["import", &server.url("notes.csv")]);
    assert!(run.ok().contains("3 new"), "{run:?}");
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn a_download_is_not_stitched_from_two_editions() {
    let collection = Collection::new();
    let half = FIRST.len() / 2;
    let other = FIRST.replace("A balanced tree.", "A search tree.");
    let server = Server::start(move |head| match head.contains("range: bytes=") {
        // The edition that was asked for is no longer there: all of the new one comes.
        true => answer("200 OK", "ETag: \"two\"\r\n", other.len(), other.as_bytes()),
        false => answer(
            "200 OK",
            "ETag: \"one\"\r\n",
            FIRST.len(),
            &FIRST.as_bytes()[..half],
        ),
    });
    let run = collection.run_words(&["import", &server.url("notes.csv")]);
    assert!(run.ok().contains("3 new"), "{run:?}");
    let text = fs::read_to_string(collection.data().join("decks/notes.md")).unwrap();
    assert!(
        text.contains("A search tree.") && text.contains("A write-ahead log."),
        "{text}"
    );
}

#[test]
fn a_server_that_says_no_or_too_much_changes_nothing() {
    let collection = Collection::new();
    let server = Server::start(|_| answer("404 Not Found", "", 0, b""));
    let run = collection.run_words(&["import", &server.url("notes.csv")]);
    let said = run.fails(1);
    assert!(
        said.contains("the server answers 404") && said.contains("nothing was changed"),
        "{said}"
    );
    // A length that is promised, and one that is not.
    let large = vec![b'a'; (1 << 20) + 1];
    let promised = large.clone();
    server.says(move |_| answer("200 OK", "", promised.len(), &promised));
    let words = ["import", &server.url("notes.csv"), "--max-collection", "1"];
    let run = collection.run_words(&words);
    let said = run.fails(5);
    assert!(
        said.contains("more than 1048576 bytes") && said.contains("--max-collection"),
        "{said}"
    );
    server.says(move |_| {
        let mut said = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
        said.extend(&large);
        said
    });
    let run = collection.run_words(&words);
    assert!(run.fails(5).contains("more than 1048576 bytes"), "{run:?}");
    assert_eq!(everything(&collection.data().join("decks")), []);
    let run = collection.run_words(&["import", "http://example.org/notes.csv"]);
    assert!(run.fails(2).contains("is not encrypted"), "{run:?}");
}

#[test]
fn one_server_that_is_away_does_not_keep_the_others() {
    let taken = Taken::new();
    let server = Server::start(|_| answer("200 OK", "", FIRST.len(), FIRST.as_bytes()));
    let url = server.url("web.csv");
    taken
        .collection
        .run_words(&["deck", "add", &url, "--deck", "Web"])
        .ok();
    server.says(|_| answer("503 Away", "", 0, b""));
    taken.source(&FIRST.replace("A balanced tree.", "A search tree."));
    let run = taken.run("deck update");
    assert!(run.fails(1).contains("the server answers 503"), "{run:?}");
    assert_eq!(taken.answer(&taken.keys.tree), "A search tree.");
}
