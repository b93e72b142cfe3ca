//! Decks that communities wrote, each read by the format that it is of, with the counts of
//! `tests/data/community/EXPECTED.json`; and what happens when one of them comes again.

mod harness;

use harness::Collection;
use retain::deck::parts;
use retain::import::detect::{self, Found};
use retain::import::draft::{Ask, Content, Deed, Draft, History};
use retain::import::file::Files;
use retain::import::format::{Options, UTC};
use retain::import::identity::tag;
use retain::import::plan::{self, Plan, Present, Side, Wish};
use retain::model::card::{Card, Part};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where a count of `EXPECTED.json` and one of ours differ: file, field, ours, and why.
const OTHERWISE: &[(&str, &str, &str, &str)] = &[
    (
        "apkg/backend-sampler.colpkg",
        "revlog",
        "6",
        "two of the eight rows were written by a change of the due day, not by an answer",
    ),
    (
        "apkg/backend-sampler.with-scheduling.anki21b.apkg",
        "revlog",
        "6",
        "two of the eight rows were written by a change of the due day, not by an answer",
    ),
    (
        "crowdanki/ultimate-geography-2018/Ultimate_Geography.json",
        "cards_by_the_deck_description",
        "1095",
        "its description counts two more than its fields hold",
    ),
    (
        "crowdanki/ultimate-geography-2018/Ultimate_Geography.json",
        "notes_by_deck",
        r#"{"Ultimate Geography": 1095}"#,
        "each template of a note asks something else: a card of its own",
    ),
    (
        "csv/own.latin1.csv",
        "error",
        r#""own.latin1.csv:2: byte 0xef is not UTF-8: save it as UTF-8, or name its encoding: `--encoding windows-1252`""#,
        "the words are ours",
    ),
    (
        "details-markdown/ckad-j.podman.md",
        "details_open",
        "12",
        "one of the twelve questions has its answer in two blocks",
    ),
    (
        "gift/own.backend.gift",
        "multiple_choice",
        "8",
        "that one, two true-false questions and three pairs to be matched have choices too",
    ),
    (
        "gift/own.backend.gift",
        "short_answer",
        "1",
        "behind the escaped `~` of the last one stands a wrong option: multiple choice",
    ),
    (
        "interview-lists/linux-sysadmin-interview-questions.md",
        "bullets",
        "189",
        "contributors and references are bullets too, and no questions",
    ),
    (
        "markdown-obsidian/allanhechen/Python/Sorting Lists.md",
        "notes",
        "0",
        "it has no tag of flashcards, so the plugin makes no card of its one separator",
    ),
    (
        "mochi/own.data-edn.mochi",
        "decks",
        "1",
        "the other deck is empty",
    ),
    (
        "quiz-markdown/own.details-answer-dialects.md",
        "questions",
        "7",
        "one of the eight headings goes on with the question of the one before",
    ),
    (
        "remnote/own/networking.md",
        "card_lines",
        "7",
        "seven lines ask; the count takes a line below `>>>` for one more",
    ),
    (
        "quiz-markdown/own.linkedin-style.postgres-quiz.md",
        "gradable",
        "7",
        "six by their boxes, and Q7 by the letter that its explanation names",
    ),
];

/// Fields that tell of the file and not of its cards.
const FACTS: [&str; 22] = [
    "category",
    "columns",
    "delimiter",
    "details_close",
    "encoding",
    "generation",
    "h3",
    "header_row",
    "headers",
    "letter_options",
    "matching",
    "no_right_option",
    "note",
    "notes_by_notetype",
    "notetypes",
    "options",
    "same_number_twice",
    "slides_without",
    "true_false",
    "truncated",
    "unclosed_details",
    "drill_card_types",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/community")
}

fn expected() -> Map<String, Value> {
    let text = fs::read_to_string(root().join("EXPECTED.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A folder, and all files below it.
struct Folder {
    root: PathBuf,
    paths: Vec<String>,
}

impl Folder {
    fn new(root: PathBuf) -> Folder {
        let (mut paths, mut folders) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&root).unwrap();
                    paths.push(below.to_str().unwrap().to_string());
                }
            }
        }
        paths.sort();
        Folder { root, paths }
    }
}

impl Files for Folder {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str, _limit: u64) -> Result<Vec<u8>, String> {
        fs::read(self.root.join(path)).map_err(|error| error.to_string())
    }
}

/// What a learner has to say of a file whose content does not tell, and `--progress`.
fn manner(path: &str) -> (Option<&'static str>, Options<'static>) {
    let mut options = Options::plain(&UTC);
    options.progress = true;
    let mapped = |answer: &str| {
        let pair = |part: &str, column: &str| (part.to_string(), column.to_string());
        vec![pair("question", "country"), pair("answer", answer)]
    };
    let from = match path {
        "aiken/own.broken.txt" => Some("aiken"),
        "csv/own.quizlet-custom-separators.txt" => {
            options.between_sides = Some(" - ".to_string());
            options.between_cards = Some(";;;".to_string());
            Some("quizlet")
        }
        "csv/ultimate-geography-capital.csv" => {
            options.map = mapped("capital");
            None
        }
        "csv/ultimate-geography-guid.csv" => {
            options.map = mapped("guid");
            None
        }
        "csv/ultimate-geography-main.csv" => {
            options.map = mapped("flag");
            None
        }
        _ if path.starts_with("interview-lists/") => Some("questions"),
        _ => None,
    };
    (from, options)
}

/// What was read of a file, and what it would change in an empty collection.
struct Taken {
    drafts: Vec<Draft>,
    media: Vec<String>,
    plan: Plan,
}

fn taken(path: &str) -> Result<Taken, String> {
    let (from, options) = manner(path);
    taken_as(path, from, &options)
}

fn taken_as(path: &str, from: Option<&str>, options: &Options) -> Result<Taken, String> {
    let whole = root().join(path);
    // A note of a vault needs the settings of the vault.
    let is_vault = |folder: &&Path| folder.join(".obsidian").is_dir();
    let home = whole.ancestors().skip(1).take(5).find(is_vault);
    let home = home.unwrap_or(whole.parent().unwrap());
    let name = whole.strip_prefix(home).unwrap().to_str().unwrap();
    let format = from.map(|name| detect::named(name).expect("the format is known"));
    let found = detect::read_file(name, &Folder::new(home.to_path_buf()), format, options);
    let Found { harvest, .. } = found.map_err(|fault| fault.to_string())?;
    let drafts = harvest.drafts.clone();
    let media = harvest.media.iter().map(|one| one.name.clone()).collect();
    for medium in &harvest.media {
        if let Content::Lazy(fetch) = &medium.content {
            fetch()?;
        }
    }
    let present = Present {
        origin: None,
        decks: Vec::new(),
        cards: Vec::new(),
        read: &|_| Ok(None),
        is_taken: &|_| false,
    };
    let wish = Wish {
        name,
        deck: None,
        flat: false,
        revives: false,
        provenance: "",
    };
    let plan = plan::plan(harvest, &wish, &present, &mut |_| Side::Undecided)
        .map_err(|fault| fault.to_string())?;
    Ok(Taken {
        drafts,
        media,
        plan,
    })
}

impl Taken {
    fn cards(&self) -> impl Iterator<Item = &Card> {
        self.plan.files.iter().flat_map(|file| &file.deck.cards)
    }

    /// How many of the review cards pass.
    fn reviews(&self, passes: impl Fn(Part) -> bool) -> usize {
        let parts = self.cards().flat_map(parts);
        parts.filter(|part| passes(*part)).count()
    }

    fn drafts(&self, passes: impl Fn(&Draft) -> bool) -> usize {
        self.drafts.iter().filter(|draft| passes(draft)).count()
    }

    fn n_right(&self, passes: impl Fn(usize) -> bool) -> usize {
        let n_right = |draft: &Draft| draft.choices.iter().filter(|one| one.right).count();
        self.drafts(|draft| passes(n_right(draft)))
    }

    fn histories(&self) -> impl Iterator<Item = &History> {
        self.plan.histories.iter().map(|(_, history)| history)
    }

    fn lost(&self, what: &str) -> usize {
        let all = self.plan.report.losses.all().iter();
        all.filter(|loss| loss.what == what)
            .map(|loss| loss.count)
            .sum()
    }

    /// What `count` gives for each deck, by its names.
    fn by_deck(&self, count: impl Fn(&Card) -> usize) -> Value {
        let names: BTreeMap<&str, String> = self
            .plan
            .decks
            .iter()
            .map(|deck| (deck.slug.as_str(), deck.names.join("::")))
            .collect();
        let files = self.plan.files.iter().map(|file| {
            let n_cards: usize = file.deck.cards.iter().map(&count).sum();
            (
                names[file.deck.front.id.as_str()].clone(),
                Value::from(n_cards),
            )
        });
        Value::Object(files.collect())
    }

    fn tags(&self) -> BTreeSet<String> {
        let files = self.plan.files.iter();
        let of_decks = files.flat_map(|file| file.deck.front.tags.clone());
        let of_cards = self.cards().flat_map(|card| card.tags.clone());
        of_decks.chain(of_cards).collect()
    }

    /// What stands under `field` of the file's entry, by our count.
    fn measured(&self, path: &str, field: &str) -> Value {
        let report = &self.plan.report;
        let n_all = |_: Part| true;
        let folder = path.split('/').next().unwrap();
        match (folder, field) {
            ("apkg" | "markdown-hashcards", "cards") => self.reviews(n_all).into(),
            ("apkg", "cards_by_deck") => self.by_deck(|card| parts(card).len()),
            ("apkg", "tags") => json!(self.tags()),
            ("apkg", "media") => json!(self.media.iter().collect::<BTreeSet<_>>()),
            ("apkg", "notes_without_cards") => self.lost("notes without a card").into(),
            ("apkg", "queues") => self.histories().filter(|one| one.suspended).count().into(),
            ("apkg", "revlog") => {
                let past = self.histories().flat_map(|history| &history.past);
                past.filter(|past| matches!(past.what, Deed::Answer { .. }))
                    .count()
                    .into()
            }
            ("crowdanki", "cloze_cards") => {
                self.reviews(|part| matches!(part, Part::Cloze(_))).into()
            }
            ("crowdanki", "media_files_named") => {
                (self.media.len() + self.lost("pictures and sounds that are not there")).into()
            }
            ("crowdanki", "notes_by_deck") => self.by_deck(|_| 1),
            ("crowdanki", "notes_without_guid") => self.drafts(|draft| draft.id.is_none()).into(),
            ("crowdanki", "cards_by_the_deck_description") => self.reviews(n_all).into(),
            ("csv", "tags") => json!(self.tags()),
            ("csv", "decks") => {
                let names = self.plan.decks.iter().map(|deck| deck.names.join("::"));
                json!(names.collect::<BTreeSet<_>>())
            }
            ("details-markdown", "empty_answers") => report.refused.len().into(),
            ("aiken", "faults") => report.refused.len().into(),
            ("aiken", "questions") => report.new.len().into(),
            ("gift", "multiple_choice") => self.n_right(|n_right| n_right == 1).into(),
            ("gift", "several_right") => self.n_right(|n_right| 1 < n_right).into(),
            ("gift", "description") => self.lost("descriptions: text without a question").into(),
            ("gift", "essay") => self.drafts(|draft| draft.ask == Ask::Open).into(),
            ("gift", "numerical") => self
                .drafts(|draft| matches!(draft.ask, Ask::Number(_)))
                .into(),
            ("gift", "short_answer") => self
                .drafts(|draft| matches!(draft.ask, Ask::Typed(_)))
                .into(),
            ("logseq", "cloze_cards") => self.drafts(|draft| draft.ask == Ask::Cloze).into(),
            ("markdown-mdanki", "cards") | ("markdown-repeater", _) => report.new.len().into(),
            ("mochi", "decks") => self.plan.files.len().into(),
            ("quiz-markdown", "gradable" | "answers") => report.new.len().into(),
            ("quiz-markdown", "several_right") => self.n_right(|n_right| 1 < n_right).into(),
            ("quiz-markdown", "without_answer") => report.refused.len().into(),
            ("sqlite", "by_type") => {
                let has_code = |draft: &Draft| draft.answer.starts_with("```");
                json!({ "1": self.drafts(|draft| !has_code(draft)), "2": self.drafts(has_code) })
            }
            ("sqlite", "fronts_that_stand_more_than_once") => self
                .lost("questions stand in the source more than once")
                .into(),
            (
                _,
                "notes"
                | "rows"
                | "questions"
                | "cards"
                | "details_open"
                | "headings"
                | "bullets"
                | "card_lines"
                | "slides_with_a_pause",
            ) => report.n_notes.into(),
            _ => panic!("{path}: nobody counts `{field}`"),
        }
    }
}

/// The entry of a file as it is compared: kinds that are counted apart and made alike are added up,
/// lists are sorted, empty decks go.
fn wanted(path: &str, entry: &Value) -> BTreeMap<String, Value> {
    let mut wanted = BTreeMap::new();
    let sum = |value: &Value| value.as_u64().unwrap_or(0);
    for (field, value) in entry.as_object().unwrap() {
        let summed = match path.split('/').next() {
            Some("org") | Some("markdown-obsidian") if field != "note" => sum(value),
            _ => 0,
        };
        if 0 < summed || path.starts_with("markdown-obsidian/") {
            let notes = wanted.entry("notes".to_string()).or_insert(json!(0));
            *notes = json!(sum(notes) + summed);
        } else if !FACTS.contains(&field.as_str()) && !path.starts_with("org/") {
            wanted.insert(field.clone(), alike(field, value));
        }
    }
    if wanted.is_empty() && path.starts_with("markdown-obsidian/") {
        wanted.insert("notes".to_string(), json!(0));
    }
    for (_, field, ours, why) in OTHERWISE.iter().filter(|one| one.0 == path) {
        let value = serde_json::from_str(ours).unwrap();
        let theirs = wanted.insert(field.to_string(), value);
        assert!(theirs.is_some(), "{path} {field}: {why}");
    }
    wanted
}

fn alike(field: &str, value: &Value) -> Value {
    match (field, value) {
        ("queues", _) => value.get("-1").cloned().unwrap_or(json!(0)),
        ("tags", Value::Array(tags)) => {
            let tags = tags.iter().map(|one| tag(one.as_str().unwrap()));
            json!(tags.collect::<BTreeSet<_>>())
        }
        (_, Value::Array(items)) => {
            let items = items.iter().map(|one| one.as_str().unwrap());
            json!(items.collect::<BTreeSet<_>>())
        }
        (_, Value::Object(counts)) => {
            let counts = counts.iter().filter(|(_, count)| **count != json!(0));
            let counts = counts.map(|(name, count)| (name.clone(), count.clone()));
            Value::Object(counts.collect())
        }
        _ => value.clone(),
    }
}

/// Compares all files of a folder with their entries.
fn check(folder: &str) {
    let mut wrong = Vec::new();
    let entries = expected();
    let of_folder = |path: &&String| path.split('/').next() == Some(folder);
    assert!(entries.keys().any(|path| of_folder(&path)), "{folder}");
    for path in entries.keys().filter(of_folder) {
        let taken = taken(path);
        for (field, wanted) in wanted(path, &entries[path]) {
            let found = match &taken {
                Ok(taken) => taken.measured(path, &field),
                Err(why) if field == "error" => json!(why),
                // No card of it is a count as well.
                Err(why) if why.contains("no cards of a format that is known") => json!(0),
                Err(why) => panic!("{why}"),
            };
            if found != wanted {
                wrong.push(format!("{path}: {field} is {wanted}, found {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn anki_packages_give_the_cards_that_they_hold() {
    check("apkg");
}

#[test]
fn folders_of_crowdanki_give_the_notes_that_they_hold() {
    check("crowdanki");
}

#[test]
fn tables_give_their_rows() {
    check("csv");
}

#[test]
fn question_lists_with_folded_answers_give_each() {
    check("details-markdown");
}

#[test]
fn questions_of_gift_and_aiken_come_with_their_kinds() {
    check("gift");
    check("aiken");
}

#[test]
fn multiple_choice_in_markdown_keeps_what_can_be_graded() {
    check("quiz-markdown");
}

#[test]
fn plain_lists_give_open_questions_on_request() {
    check("interview-lists");
    assert!(
        taken_as(
            "interview-lists/linux-sysadmin-interview-questions.md",
            None,
            &Options::plain(&UTC)
        )
        .is_err()
    );
}

#[test]
fn markdown_of_other_programs_gives_what_they_count() {
    check("hascard");
    check("markdown-hashcards");
    check("markdown-mdanki");
    check("markdown-repeater");
    check("markdown-pandoc");
}

#[test]
fn vaults_give_what_the_plugin_counts() {
    check("markdown-obsidian");
}

#[test]
fn outlines_give_the_lines_that_ask() {
    check("logseq");
    check("remnote");
    check("org");
}

#[test]
fn mochi_gives_the_cards_of_decks_and_exports() {
    check("mochi");
}

#[test]
fn a_database_of_flash_cards_gives_text_and_code() {
    check("sqlite");
}

#[test]
fn every_file_that_is_counted_is_checked() {
    const CHECKED: [&str; 18] = [
        "aiken",
        "apkg",
        "crowdanki",
        "csv",
        "details-markdown",
        "gift",
        "hascard",
        "interview-lists",
        "logseq",
        "markdown-hashcards",
        "markdown-mdanki",
        "markdown-obsidian",
        "markdown-pandoc",
        "markdown-repeater",
        "mochi",
        "org",
        "quiz-markdown",
        "remnote",
    ];
    for path in expected()
        .keys()
        .filter(|path| !path.starts_with("sqlite/"))
    {
        assert!(CHECKED.contains(&path.split('/').next().unwrap()), "{path}");
        assert!(root().join(path).is_file(), "{path}");
    }
    for (path, field, _, _) in OTHERWISE {
        assert!(expected().contains_key(*path), "{path} {field}");
    }
}

/// A card but for its place.
fn bare(card: &Card) -> Card {
    Card {
        id: None,
        line: 1,
        source: String::new(),
        ..card.clone()
    }
}

#[test]
fn one_deck_in_three_generations_is_the_same_cards() {
    let cards = |path: &str| -> Vec<Card> {
        let taken = taken(path).unwrap();
        let mut cards: Vec<Card> = taken.cards().map(bare).collect();
        cards.sort_by(|a, b| a.question.cmp(&b.question));
        cards
    };
    let oldest = cards("apkg/system-design.anki2.apkg");
    assert_eq!(oldest.len(), 42);
    assert_eq!(cards("apkg/system-design.reexport.anki21.apkg"), oldest);
    assert_eq!(cards("apkg/system-design.reexport.anki21b.apkg"), oldest);
}

/// Imports a file of the community by the program; returns its report.
fn import(collection: &Collection, path: &str, options: &[&str]) -> Value {
    let path = root().join(path);
    let mut words = vec!["import", path.to_str().unwrap(), "--json"];
    words.extend(options);
    collection.run_words(&words).json()
}

fn count(report: &Value, field: &str) -> usize {
    let value = &report[field];
    let n_items = value.as_array().map(Vec::len);
    n_items.unwrap_or_else(|| value.as_u64().unwrap() as usize)
}

/// Claims counts of a report: `new`, `unchanged`, and so on.
fn says(report: &Value, counts: &[(&str, usize)]) {
    for (field, expected) in counts {
        assert_eq!(count(report, field), *expected, "{field}: {report:#}");
    }
}

#[test]
fn a_deck_in_another_generation_is_known_by_its_notes() {
    let collection = Collection::new();
    let first = import(&collection, "apkg/system-design.anki2.apkg", &[]);
    says(&first, &[("new", 42)]);
    for again in [
        "apkg/system-design.reexport.anki21.apkg",
        "apkg/system-design.reexport.anki21b.apkg",
    ] {
        let report = import(&collection, again, &[]);
        says(&report, &[("new", 0), ("unchanged", 42), ("files", 0)]);
    }
}

#[test]
fn chapters_that_number_their_notes_alike_do_not_collide() {
    let collection = Collection::new();
    let folder = "crowdanki/nlp-interview";
    let first = import(&collection, &format!("{folder}/LLM-1.json"), &[]);
    let second = import(&collection, &format!("{folder}/LLM-2.json"), &[]);
    says(&first, &[("new", 20)]);
    says(&second, &[("new", 20), ("changed", 0), ("gone", 0)]);
    let again = import(&collection, &format!("{folder}/LLM-1.json"), &[]);
    says(&again, &[("new", 0), ("unchanged", 20), ("gone", 0)]);
}

#[test]
fn a_deck_that_comes_twice_changes_nothing() {
    let collection = Collection::new();
    let sampler = "apkg/backend-sampler.with-scheduling.anki21b.apkg";
    let first = import(&collection, sampler, &["--progress"]);
    says(&first, &[("new", 22), ("answers", 6)]);
    let before = (collection.log(), everything(&collection));
    let again = import(&collection, sampler, &["--progress"]);
    let nothing = [
        ("new", 0),
        ("changed", 0),
        ("unchanged", 22),
        ("gone", 0),
        ("files", 0),
        ("answers", 0),
        ("schedules", 0),
    ];
    says(&again, &nothing);
    assert_eq!((collection.log(), everything(&collection)), before);
    collection.is_sound();
}

/// All files below the learner's decks.
fn everything(collection: &Collection) -> Vec<(String, Vec<u8>)> {
    let folder = Folder::new(collection.data().join("decks"));
    let read = |path: &String| (path.clone(), folder.read(path, u64::MAX).unwrap());
    folder.paths.iter().map(read).collect()
}

#[test]
fn a_second_edition_changes_what_it_says_it_changes() {
    let collection = Collection::new();
    import(&collection, "apkg/backend-sampler.anki21b.apkg", &[]);
    let second = "apkg/backend-sampler.edition2.anki21b.apkg";
    let report = import(&collection, second, &["--dry-run"]);
    // SOURCES.md: an answer, a tag and a cloze of three notes; one note went, one came, one moved.
    let counts = [("new", 1), ("changed", 3), ("gone", 1), ("unchanged", 18)];
    says(&report, &counts);
    let report = import(&collection, second, &[]);
    says(&report, &counts);
    let gone = report["gone"][0].as_str().unwrap();
    let state = collection.card(gone);
    assert_eq!(state["suspended"], true, "{state:#}");
    says(
        &import(&collection, second, &[]),
        &[("new", 0), ("changed", 0), ("gone", 0), ("files", 0)],
    );
    collection.is_sound();
}
