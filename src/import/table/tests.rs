use super::super::draft::{Ask, Draft};
use super::super::file::tests::Shelf;
use super::*;
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

fn community(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community/csv/");
    std::fs::read(format!("{folder}{name}")).unwrap()
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
            "LOSS 1 a.csv:4 questions that stand more than once: each is kept",
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
fn an_unclosed_quote_is_told_where_it_opens() {
    let error = "a quote opens here and is not closed at the end of a cell: close it, and write quotes inside a quoted cell twice: `\"\"`";
    check(
        "\"front,back\nq,a\nr,b\n",
        &[&format!("ERROR a.csv:1: {error}")],
    );
    check(
        "front,back\nq,a\nr,\"b\ns,c\n",
        &[&format!("ERROR a.csv:3: {error}")],
    );
    check(
        "a,b\nq,\"a\nr,b\ns,\"c\"\n",
        &[&format!("ERROR a.csv:2: {error}")],
    );
}

#[test]
fn what_is_no_table_says_so() {
    let hint = "make the rows even, quote cells that hold the separator, or say what stands between the sides with `--between-sides`";
    check("", &["ERROR a.csv: it is empty"]);
    check("\n \n", &["ERROR a.csv: it is empty"]);
    check(
        "front,back\n",
        &["ERROR a.csv: there is no row below its headings"],
    );
    check(
        "a\nb\n",
        &[&format!(
            "ERROR a.csv: it is no table: neither tabs nor `|`, `;` or `,` part it into columns: {hint}"
        )],
    );
    check(
        "a,b\nc\nd,e\n",
        &[&format!(
            "ERROR a.csv:2: the rows are too uneven for a table: `,` gives 2 columns in 66 % of the records; this one has 1 by `,`: {hint}"
        )],
    );
    let wide = format!("a{}\n", ",".repeat(100_000));
    check(
        &wide,
        &[
            "ERROR a.csv:1: a single row is no table: name its columns with `--map`, or add headings",
        ],
    );
}

#[test]
fn limits_are_named() {
    let mut options = options(&[]);
    options.limits.notes = 1;
    check_with(
        "a,b\nc,d\n",
        &options,
        &[
            "a.csv:1: a → b",
            "ERROR a.csv: there are more than 1 notes: part it, or raise `--max-notes`",
        ],
    );
    options.limits.notes = 9;
    options.limits.field_bytes = 3;
    check_with(
        "a,b\nc,dddd\n",
        &options,
        &[
            "a.csv:1: a → b",
            "REFUSED a.csv:2: a cell has 4 bytes, at most 3 are read: shorten it, or raise `--max-field`",
        ],
    );
    options.limits.field_bytes = 99;
    options.limits.deck_levels = 1;
    check_with(
        "question,answer,deck\na,b,c::d\n",
        &options,
        &[
            "REFUSED a.csv:2: its deck is 2 levels deep, at most 1 are read: shorten its name, or raise `--max-deck-levels`",
        ],
    );
}

#[test]
fn encodings_are_read_or_named() {
    let wide: Vec<u8> = "\u{feff}front;back\na;b\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        told(harvest(&Csv, "a.csv", &wide, &options(&[]))),
        ["a.csv:2: a → b"]
    );
    let unmarked = &wide[2..];
    let found = told(harvest(&Csv, "a.csv", unmarked, &options(&[])));
    assert!(
        found[0].starts_with("ERROR a.csv:1: there is a NUL byte in the text"),
        "{found:?}"
    );
    let named = Options {
        encoding: Some("utf-16le".into()),
        ..options(&[])
    };
    assert_eq!(
        told(harvest(&Csv, "a.csv", unmarked, &named)),
        ["a.csv:2: a → b"]
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
fn clozes_are_found_in_the_question() {
    check(
        "{{c1::a}} and {{c2::b::c}},extra\n{{c1::a {{c2::b}}}},x\nd,e\n",
        &[
            "a.csv:1:  → {{c1::a}} and {{c2::b::c}} why=extra Cloze",
            "a.csv:3: d → e",
            "REFUSED a.csv:2: a cloze stands inside another: part it into two notes, or export the deck as a package (.apkg)",
        ],
    );
}

#[test]
fn community_tables_give_their_counts() {
    let counts = [
        ("own.brainscape.csv", 2),
        ("own.colon-in-every-question.csv", 2),
        ("own.excel-bom-crlf.csv", 3),
        ("own.header-and-overflow.csv", 2),
        ("own.pipe-blank-lines.csv", 2),
        ("own.quizlet-default.txt", 3),
        ("own.semicolon.txt", 2),
        ("own.utf16le-bom.csv", 2),
        ("timcondit-docker.csv", 21),
        ("timcondit-lvm.csv", 14),
        ("timcondit-sqlite.csv", 1),
    ];
    for (name, expected) in counts {
        let bytes = community(name);
        let (found, error) = harvest(&Csv, name, &bytes, &options(&[]));
        assert_eq!((found.n_notes, error.as_str()), (expected, ""), "{name}");
        assert!(
            found.drafts.len() + found.refused.len() == expected,
            "{name}"
        );
        assert_eq!(
            likeness(&Csv, name, &bytes),
            Likeness::Cards(found.drafts.len()),
            "{name}"
        );
    }
    let maps = [
        ("ultimate-geography-capital.csv", "country", "capital", 219),
        ("ultimate-geography-guid.csv", "country", "guid:de", 323),
        ("ultimate-geography-main.csv", "country", "map", 323),
    ];
    for (name, question, answer, expected) in maps {
        let bytes = community(name);
        let map = options(&[("question", question), ("answer", answer)]);
        assert_eq!(
            harvest(&Csv, name, &bytes, &map).0.n_notes,
            expected,
            "{name}"
        );
        assert!(
            matches!(likeness(&Csv, name, &bytes), Likeness::Cards(200..)),
            "{name}"
        );
    }
    let latin = told(harvest(
        &Csv,
        "own.latin1.csv",
        &community("own.latin1.csv"),
        &options(&[]),
    ));
    assert!(
        latin[0].starts_with("ERROR own.latin1.csv:2: byte 0xef is not UTF-8"),
        "{latin:?}"
    );
}

#[test]
fn community_tables_read_well() {
    let semicolon = told(harvest(
        &Csv,
        "s",
        &community("own.semicolon.txt"),
        &options(&[]),
    ));
    assert_eq!(
        semicolon[1],
        "s:2: Two advantages of OOP → 1\\. easy to reason about, 2. easy to maintain tags=oop/design"
    );
    let pipes = told(harvest(
        &Csv,
        "p",
        &community("own.pipe-blank-lines.csv"),
        &options(&[]),
    ));
    assert_eq!(
        pipes[1],
        "p:3: What does `a | b` mean in a shell? → pipes a into b \\| or so"
    );
    let excel = told(harvest(
        &Csv,
        "e",
        &community("own.excel-bom-crlf.csv"),
        &options(&[]),
    ));
    assert_eq!(
        excel[..3],
        [
            "e:2: What is a WAL? → A write-ahead log,\\\nkept before the data pages change tags=db/postgres",
            "e:4: Say \"hello\" in SQL → select 'hello'; tags=sql",
            "REFUSED e:5: there is no answer: write one, or take it as an open card with `--keep-unanswered`",
        ]
    );
}

#[test]
fn separators_of_ones_own_part_sides_and_cards() {
    let custom = Options {
        between_sides: Some(" - ".into()),
        between_cards: Some(";;;".into()),
        ..options(&[])
    };
    let bytes = community("own.quizlet-custom-separators.txt");
    let expected = [
        "q:1: idempotent → same effect when repeated",
        "q:1: backpressure → the sender must slow down",
        "q:1: quorum → a majority",
    ];
    assert_eq!(told(harvest(&Quizlet, "q", &bytes, &custom)), expected);
    assert_eq!(told(harvest(&Csv, "q", &bytes, &custom)), expected);
    let lines = Options {
        between_sides: Some("\\t".into()),
        between_cards: Some("\\n\\n".into()),
        ..options(&[])
    };
    assert_eq!(
        told(harvest(&Quizlet, "q", b"a\tb\nc\n\n\nd\n", &lines)),
        [
            "q:1: a → b\\\nc",
            "REFUSED q:5: `\\t` does not stand in this card: name what parts the sides with `--between-sides`",
        ]
    );
}

#[test]
fn prose_code_and_logs_are_no_tables() {
    let others = [
        "# Title\n\nHello, world.\n\n- one, two\n- three, four\n",
        "Roses are red, they say\nViolets are blue, they say\nSugar is sweet, they say\n",
        "int a;\nint b;\nfloat c;\nreturn a;\n",
        "INSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b');\n",
        "INSERT INTO t VALUES (1,'a');\nINSERT INTO t VALUES (2,'b');\n",
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
        "2024-01-01 12:00:00,123 INFO started\n2024-01-01 12:00:01,456 INFO done\n",
        "10.0.0.1 - [10/Oct/2000:13:55:36] \"Mozilla (X11; Linux)\"\n10.0.0.2 - [10/Oct/2000:13:55:37] \"Mozilla (X11; Linux)\"\n",
        "| Question | Answer |\n| --- | --- |\n| a | b |\n",
        "Question | Answer\n--- | ---\na | b\n",
        "fn main() {\n\tlet a = 1;\n\tlet b = 2;\n}\n",
        "1,2\n3,4\n5,6\n",
        "all: a b\n\tcc a\n\tcc b\n",
        "Q: a\nA: b\n\nQ: c\nA: d\n",
        "a,b,c,d\ne,f,g,h\n",
        "a\0b,c\n",
        "",
    ];
    for text in others {
        assert_eq!(
            likeness(&Csv, "notes.txt", text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
    assert_eq!(likeness(&Csv, "notes", b"\x89PNG\r\n\x1a\n"), Likeness::No);
}

#[test]
fn files_of_other_formats_are_no_tables() {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community"));
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.to_string_lossy().contains("/csv/") {
                let bytes = std::fs::read(&path).unwrap();
                let found = likeness(&Csv, "a.txt", &bytes);
                assert_eq!(found, Likeness::No, "{}", path.display());
            }
        }
    }
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
