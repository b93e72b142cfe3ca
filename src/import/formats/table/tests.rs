mod choices;
mod columns;
mod community;
mod faults;
mod likeness;

use super::*;
use crate::import::draft::{Ask, Draft};
use crate::import::file::tests::Shelf;
use crate::model::time::DayBoundary;
use proptest::prelude::*;

fn local(_: crate::model::time::Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

pub fn options(map: &[(&str, &str)]) -> Options<'static> {
    Options {
        encoding: None,
        header: None,
        map: map
            .iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    }
}

/// Reads bytes as one format: the harvest, and the error if there is one.
pub fn harvest(
    format: &dyn Format,
    path: &str,
    bytes: &[u8],
    options: &Options,
) -> (Harvest, String) {
    let shelf = Shelf::default();
    let file = File {
        path,
        bytes,
        beside: &shelf,
    };
    let mut harvest = Harvest::default();
    let read = format.read(&file, options, &mut harvest);
    (
        harvest,
        read.err().map_or(String::new(), |fault| fault.to_string()),
    )
}

pub fn likeness(format: &dyn Format, path: &str, bytes: &[u8]) -> Likeness {
    let shelf = Shelf::default();
    format.likeness(&File {
        path,
        bytes,
        beside: &shelf,
    })
}

/// The real files that are of other formats, with their paths.
pub fn community_files_outside(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community").into()];
    let mut files = Vec::new();
    while let Some(open) = folders.pop() {
        for entry in std::fs::read_dir::<std::path::PathBuf>(open).unwrap() {
            let path = entry.unwrap().path();
            let shown = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !shown.contains(folder) {
                files.push((shown, std::fs::read(path).unwrap()));
            }
        }
    }
    files
}

/// All that came of a source, a line for each: drafts, refusals, losses, the error.
pub fn told((harvest, error): (Harvest, String)) -> Vec<String> {
    let mut told: Vec<String> = harvest.drafts.iter().map(told_draft).collect();
    told.extend(
        harvest
            .refused
            .iter()
            .map(|fault| format!("REFUSED {fault}")),
    );
    for loss in harvest.losses.all() {
        told.push(format!(
            "LOSS {} {} {}",
            loss.count,
            loss.places.join(" "),
            loss.what
        ));
    }
    if !error.is_empty() {
        told.push(format!("ERROR {error}"));
    }
    told
}

fn told_draft(draft: &Draft) -> String {
    let mut told = format!("{}: {} → {}", draft.place, draft.question, draft.answer);
    let optional = [
        ("hint", &draft.hint),
        ("why", &draft.why),
        ("id", &draft.id),
    ];
    for (name, text) in optional {
        if let Some(text) = text {
            told.push_str(&format!(" {name}={text}"));
        }
    }
    let lists = [
        ("source", &draft.sources),
        ("tags", &draft.tags),
        ("deck", &draft.deck),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            told.push_str(&format!(" {name}={}", list.join("/")));
        }
    }
    if draft.ask != Ask::Recall {
        told.push_str(&format!(" {:?}", draft.ask));
    }
    if draft.reversed {
        told.push_str(" reversed");
    }
    told
}

fn check(text: &str, expected: &[&str]) {
    check_with(text, &options(&[]), expected);
}

fn check_with(text: &str, options: &Options, expected: &[&str]) {
    let found = told(harvest(&Csv, "a.csv", text.as_bytes(), options));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn two_columns_ask_and_answer() {
    check("a,b\n\nc,d\n", &["a.csv:1: a → b", "a.csv:3: c → d"]);
}

#[test]
fn headings_say_what_the_columns_are() {
    check(
        "Tags,Rückseite,Frage,Deck,Explanation,Hint,GUID,Source\n\"x y\",b,a,D::E,w,h,g1,s\n",
        &["a.csv:2: a → b hint=h why=w id=g1 source=s tags=x/y deck=D/E"],
    );
    check("Domanda;Risposta\na;b\n", &["a.csv:2: a → b"]);
}

#[test]
fn a_third_column_holds_tags_if_it_looks_like_it() {
    let expected = [
        "a.csv:1: a → b tags=x/y-z",
        "a.csv:2: c → d",
        "a.csv:3: e → f tags=G::H/i j",
    ];
    check("a\tb\tx y-z\nc\td\t\ne\tf\t\"G::H, i j\"\n", &expected);
    check(
        "a\tb\tThis is why it is so, for the most part, if ever\nc\td\te\n",
        &[
            "ERROR a.csv:1: which of the 3 columns asks and which answers is not clear (1 `a`, 2 `b`, 3 `This is why it is so, for the most part,…`): say so, such as `--map question=a --map answer=b`",
        ],
    );
}

#[test]
fn many_columns_without_known_names_are_listed() {
    check(
        "country,flag,map,region code\na,b,c,d\ne,f,g,h\n",
        &[
            "ERROR a.csv:1: which of the 4 columns asks and which answers is not clear (1 `country`, 2 `flag`, 3 `map`, 4 `region code`): say so, such as `--map question=country --map answer=flag`",
        ],
    );
}

#[test]
fn a_map_names_columns_by_heading_or_number() {
    let text = "country,flag,region code\na,b,c\nd,e,\n";
    check_with(
        text,
        &options(&[("question", "Country"), ("answer", "region code")]),
        &[
            "a.csv:2: a → c",
            "REFUSED a.csv:3: there is no answer: write one, or take it as an open card with `--keep-unanswered`",
            "LOSS 2 a.csv:2 a.csv:3 columns that no card takes in, `flag`: `--map` names what they hold",
        ],
    );
    let numbers = [("question", "2"), ("answer", "1"), ("why", "3")];
    let header = Options {
        header: Some(true),
        ..options(&numbers)
    };
    check_with(text, &header, &["a.csv:2: b → a why=c", "a.csv:3: e → d"]);
    check_with(
        text,
        &options(&[("answer", "9")]),
        &[
            "ERROR a.csv:1: there is no column `9`: the columns are 1 `country`, 2 `flag`, 3 `region code`",
        ],
    );
    check_with(
        text,
        &options(&[("colour", "1")]),
        &[
            "ERROR a.csv: a table has no `colour`, which `--map colour=1` names: use question, answer, tags, deck, hint, why, id, source",
        ],
    );
}

#[test]
fn the_learner_may_say_whether_there_are_headings() {
    let yes = Options {
        header: Some(true),
        ..options(&[])
    };
    let no = Options {
        header: Some(false),
        ..options(&[])
    };
    check_with("x,y\na,b\n", &yes, &["a.csv:2: a → b"]);
    check_with(
        "front,back\na,b\n",
        &no,
        &["a.csv:1: front → back", "a.csv:2: a → b"],
    );
}

#[test]
fn cells_beyond_two_headings_belong_to_the_answer() {
    check(
        "question, answer\na, b\nc, d, e and, f\n",
        &[
            "a.csv:2: a → b",
            "a.csv:3: c → d, e and, f",
            "LOSS 1 a.csv:3 rows with more cells than headings: the answer takes in the rest",
        ],
    );
    check("question,answer\na,b,,\n", &["a.csv:2: a → b"]);
    check(
        "a,b\nc,d\ne,f\ng,h\ni,j,k\nl,m\n",
        &[
            "a.csv:1: a → b",
            "a.csv:2: c → d",
            "a.csv:3: e → f",
            "a.csv:4: g → h",
            "a.csv:6: l → m",
            "REFUSED a.csv:5: there are 3 cells in 2 columns: quote the cell that holds the separator",
        ],
    );
}

#[test]
fn a_row_without_a_side_is_refused() {
    check(
        "question,answer\n,b\nc\n",
        &[
            "REFUSED a.csv:2: there is no question: write one, or leave the row out",
            "REFUSED a.csv:3: there is no answer: write one, or take it as an open card with `--keep-unanswered`",
        ],
    );
    let open = Options {
        unanswered: true,
        ..options(&[])
    };
    check_with("question,answer\nc\n", &open, &["a.csv:2: c →  Open"]);
}

#[test]
fn what_stands_twice_is_told() {
    check(
        "question,answer\na,b\na,b\na,c\n",
        &[
            "a.csv:2: a → b",
            "a.csv:4: a → c",
            "LOSS 1 a.csv:3 rows that stand twice, word for word: one card is made of them",
        ],
    );
    check(
        "question,answer,id\na,b,1\nc,d,1\n",
        &[
            "a.csv:2: a → b id=1",
            "REFUSED a.csv:3: the id `1` stands on line 2 already: give each row an id of its own",
        ],
    );
}

#[test]
fn excel_may_name_the_separator() {
    check(
        "sep=;\na;b,c\nd;e,f\n",
        &["a.csv:2: a → b,c", "a.csv:3: d → e,f"],
    );
}

#[test]
fn remarks_above_a_table_are_no_rows() {
    check(
        "# Cards on locks\n# Format: Front,Back\n\na,b\n\nc,d\n",
        &[
            "a.csv:4: a → b",
            "a.csv:6: c → d",
            "LOSS 2 a.csv:1 a.csv:2 lines with `#` above the table are remarks, not cards",
        ],
    );
    check(
        "# of bits in a byte,8\nbytes in a KiB,1024\n",
        &[
            "a.csv:1: \\# of bits in a byte → 8",
            "a.csv:2: bytes in a KiB → 1024",
        ],
    );
}

#[test]
fn clozes_are_found_in_the_question() {
    check(
        "{{c1::a}} and {{c2::b::c}},extra\n{{c1::a {{c2::b}}}},x\nd,e\n",
        &[
            "a.csv:1:  → {{c1::a}} and {{c2::b::c}} why=extra Cloze",
            "a.csv:2:  → {{c1::a b}} why=x Cloze",
            "a.csv:2:  → a {{c2::b}} why=x Cloze",
            "a.csv:3: d → e",
        ],
    );
}

#[test]
fn reading_is_linear() {
    let quotes = "\"\"".repeat(200_000) + "\"";
    let backquotes = "a|`".repeat(100_000);
    let openings = "\"a\n".repeat(100_000);
    for text in [quotes, backquotes, openings] {
        harvest(&Csv, "a.csv", text.as_bytes(), &options(&[]));
        likeness(&Csv, "a.csv", text.as_bytes());
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_table_panic(text in "\\PC*") {
        harvest(&Csv, "a.csv", text.as_bytes(), &options(&[]));
        likeness(&Csv, "a.csv", text.as_bytes());
    }

    #[test]
    fn no_marks_make_a_table_panic(marks in prop::collection::vec(prop::sample::select(vec![
        "\"", "\"\"", ",", ";", "|", "\t", "\n", "\r", "`", "\\|", " ", "a", "é", "{{c1::", "}}",
        "<b>", "</b>", "front", "back", "#", "sep=,\n", "**", "```\n", "](", "&amp;", "--- ",
    ]), 0..60)) {
        let text = marks.concat();
        let header = Options { header: Some(true), ..options(&[("answer", "1")]) };
        for options in [options(&[]), header] {
            harvest(&Csv, "a.csv", text.as_bytes(), &options);
            harvest(&Quizlet, "a.csv", text.as_bytes(), &options);
        }
        likeness(&Csv, "a.csv", text.as_bytes());
    }
}

#[test]
fn an_apostrophe_of_an_export_is_no_part_of_the_text() {
    let sides = |header: &str, row: &str| {
        let text = format!("{header}\n{row}\nb,c,,,,,,\n");
        let (harvest, error) = harvest(&Csv, "a.csv", text.as_bytes(), &options(&[]));
        assert_eq!(error, "");
        let draft = harvest.drafts[0].clone();
        (draft.question, draft.answer)
    };
    let pair = |question: &str, answer: &str| (question.to_string(), answer.to_string());
    let ours = "question,answer,tags,deck,id,hint,why,source";
    assert_eq!(sides(ours, "'=1+1,''-x,,,,,,"), pair("=1+1", "'-x"));
    assert_eq!(sides(ours, "'tis,it's,,,,,,"), pair("'tis", "it's"));
    let foreign = "question,answer,tags,deck,id,hint,why,note";
    assert_eq!(sides(foreign, "'=1+1,'-x,,,,,,"), pair("'=1+1", "'-x"));
}
