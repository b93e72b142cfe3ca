use super::*;

fn community(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community/csv/");
    std::fs::read(format!("{folder}{name}")).unwrap()
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
