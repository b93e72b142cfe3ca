use super::*;
use crate::import::file::tests::Shelf;
use crate::import::limits::Limits;
use crate::model::time::{DayBoundary, Timestamp};
use proptest::prelude::*;
use rusqlite::{Connection, MAIN_DB};

fn utc(_: Timestamp) -> DayBoundary {
    DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    }
}

fn harvest_of(bytes: &[u8]) -> Result<Harvest, String> {
    let file = File {
        path: "cards.db",
        bytes,
        beside: &Shelf::default(),
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: true,
        limits: Limits::default(),
        local: &utc,
    };
    let mut harvest = Harvest::default();
    let read = Jwasham.read(&file, &options, &mut harvest);
    read.map_err(|fault| fault.to_string())?;
    Ok(harvest)
}

/// The file that these statements make.
fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

const TABLE: &str = "create table cards (id integer primary key, type tinyint, front text, back text, known boolean);";

/// Question, answer, id.
fn check(rows: &str, expected: &[(&str, &str, &str)]) {
    let harvest = harvest_of(&database(&format!(
        "{TABLE} insert into cards values {rows};"
    )))
    .unwrap();
    let found: Vec<(&str, &str, &str)> = harvest
        .drafts
        .iter()
        .map(|draft| {
            let id = draft.id.as_deref().unwrap();
            (draft.question.as_str(), draft.answer.as_str(), id)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn texts_are_plain_and_code_is_code() {
    check(
        "(3, 1, '2^16 *x*', 'a < b, Array<T>', 0), (4, 2, 'f', 'if (a) {' || char(13, 10) || '  b;', 0)",
        &[
            ("2^16 \\*x\\*", "a < b, Array\\<T>", "3"),
            ("f", "```\nif (a) {\n  b;\n```", "4"),
        ],
    );
}

#[test]
fn lines_with_hyphens_are_a_list() {
    check(
        "(1, 1, 'q', 'two:' || char(10) || '- a*' || char(10) || '- b' || char(10, 10) || '-- extra --', 0)",
        &[("q", "two:\n\n- a\\*\n- b\n\n-- extra --", "1")],
    );
}

#[test]
fn what_is_known_is_suspended() {
    let bytes = database(&format!(
        "{TABLE} insert into cards values (1, 1, 'q', 'a', 1);"
    ));
    let harvest = harvest_of(&bytes).unwrap();
    assert!(harvest.drafts[0].history[0].1.suspended);
}

#[test]
fn newer_files_have_tags() {
    let bytes = database(
        "create table cards (id integer primary key, type tinyint, front text, back text);
        create table tags (id integer primary key, tagName text);
        insert into tags values (1, 'general'), (2, 'code'), (3, 'bookmark');
        insert into cards values (1, 3, 'q', 'a'), (2, 2, 'q', 'a');",
    );
    let drafts = harvest_of(&bytes).unwrap().drafts;
    assert_eq!(drafts[0].tags, ["bookmark"]);
    assert_eq!(drafts[1].tags, [""; 0]);
}

#[test]
fn rows_that_cannot_be_read_are_refused() {
    let bytes = database(&format!(
        "{TABLE} insert into cards values (1, 1, 'q', x'00', 0), (2, 1, 'q', cast(x'ff' as text), 0),
        (3, 1, '', 'a', 0), (4, 1, 'q', null, 0), (5, 1, 'q', 16, 0);"
    ));
    let harvest = harvest_of(&bytes).unwrap();
    let refused: Vec<String> = harvest.refused.iter().map(Fault::to_string).collect();
    assert_eq!(
        refused,
        [
            "cards.db: card 1: its `back` is no text",
            "cards.db: card 2: its `back` is no text",
            "cards.db: card 3: it has no question",
            "cards.db: card 4: it has no answer: take it as an open question with `--keep-unanswered`",
        ]
    );
    assert_eq!(harvest.drafts[0].answer, "16");
    assert_eq!(harvest.n_notes, 5);
}

#[test]
fn views_and_other_tables_are_no_cards() {
    let refused = |sql: &str| harvest_of(&database(sql)).err().unwrap();
    assert_eq!(
        refused("create table x (id);"),
        "cards.db: it is no deck of jwasham's flash cards: it has no table `cards`"
    );
    let view = "create view cards as with recursive n(id) as (select 1 union all select id from n)
        select id, id as type, id as front, id as back from n;";
    assert_eq!(
        refused(view),
        "cards.db: its `cards` is no plain table but of the kind `view`: fetch it again"
    );
    let computed = "create table cards (id, type, front, back as (hex(zeroblob(1e9))));";
    assert_eq!(
        refused(computed),
        "cards.db: its table `cards` has no column `back`: fetch it again"
    );
}

#[test]
fn damaged_files_are_told() {
    let bytes = database(&format!(
        "{TABLE} insert into cards values (1, 1, 'q', 'a', 0);"
    ));
    let error = harvest_of(&bytes[..bytes.len() / 2]).err().unwrap();
    assert!(error.starts_with("cards.db: it is damaged: "), "{error}");
    assert!(harvest_of(b"SQLite format 3\0").is_err());
    assert!(harvest_of(b"").is_err());
}

#[test]
fn only_its_own_files_look_like_it() {
    let likeness = |bytes: &[u8]| {
        let file = File {
            path: "a",
            bytes,
            beside: &Shelf::default(),
        };
        Jwasham.likeness(&file)
    };
    assert_eq!(likeness(&database(TABLE)), Likeness::Sure);
    let ankis = "create table notes (id); create table cards (id, front, back);";
    assert_eq!(likeness(&database(ankis)), Likeness::No);
    assert_eq!(likeness(&database("create table x (id);")), Likeness::No);
    assert_eq!(likeness(b"create table cards (front, back)"), Likeness::No);
}

#[test]
fn the_real_file_gives_all_its_cards() {
    let bytes = include_bytes!("../../../../tests/data/community/sqlite/cards-jwasham.db");
    let harvest = harvest_of(bytes).unwrap();
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (1228, 1228));
    let is_code = |draft: &&Draft| draft.answer.starts_with("```");
    assert_eq!(harvest.drafts.iter().filter(is_code).count(), 72);
    assert!(
        !harvest
            .drafts
            .iter()
            .any(|draft| draft.answer.contains('\r'))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(at in 0..8192_usize, garbage in any::<Vec<u8>>()) {
        let mut bytes = database(&format!("{TABLE} insert into cards values (1, 1, 'q', 'a', 0);"));
        for (idx, byte) in garbage.iter().enumerate() {
            if let Some(place) = bytes.get_mut(at + idx) {
                *place = *byte;
            }
        }
        let _ = harvest_of(&bytes);
    }
}
