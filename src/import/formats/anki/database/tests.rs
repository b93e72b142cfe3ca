use crate::import::draft::{Deed, History};
use crate::import::formats::anki::tests::{FRONT_BACK, collection, note, package, read, read_as};
use crate::import::limits::Limits;

/// The collection must not be read, for that reason.
fn check(collection: &[u8], expected: &str) {
    let outcome = read(&package(collection));
    let expected = format!("a.apkg: collection.anki2: {expected}");
    assert_eq!(outcome.read, Err(expected));
}

/// A collection with one note, changed by `sql`, and still fine.
fn fine(sql: &str) {
    let outcome = read(&package(&collection(&(note(1, FRONT_BACK) + sql))));
    assert_eq!(outcome.read, Ok(()), "{sql}");
    assert_eq!(outcome.fields(), ["front | back"], "{sql}");
}

#[test]
fn a_note_has_its_fields_tags_decks_and_place() {
    let outcome = read(&package(&collection(&note(1, FRONT_BACK))));
    let (note, kind) = &outcome.notes[0];
    assert_eq!(note.guid, "g1");
    assert_eq!(note.tags, ["a", "b::c"]);
    assert_eq!(*note.deck, ["Net", "HTTP"]);
    assert_eq!(*note.cards.as_ref().unwrap()[0].deck, ["Net", "HTTP"]);
    assert_eq!(note.place, "a.apkg: note g1 (HTTP)");
    assert_eq!((kind.name.as_str(), kind.is_cloze), ("Basic", false));
    assert_eq!(kind.fields, ["Front", "Back"]);
    assert_eq!(kind.templates[0].answer, "{{Back}}");
}

#[test]
fn tables_must_be_tables_with_columns_of_rows() {
    let none = collection("drop table notes");
    check(&none, "it is no Anki collection: it has no table `notes`");
    let renamed = "alter table notes rename column flds to fields";
    check(
        &collection(renamed),
        "its table `notes` has no column `flds`: export it again from Anki",
    );
    let view = "drop table notes; create view notes as with recursive r(x) as (select 1 union all
        select x + 1 from r) select x as id, 'g' as guid, 7 as mid, '' as tags, 'a' as flds from r";
    check(
        &collection(view),
        "its `notes` is no plain table but of the kind `view`: export it again from Anki",
    );
    let table = "drop table cards; pragma writable_schema = on; insert into sqlite_master values
        ('table', 'cards', 'cards', 0, 'create virtual table cards using some_module(id, nid, did)')";
    check(
        &collection(table),
        "its `cards` is no plain table but of the kind `virtual`: export it again from Anki",
    );
    let computed = "drop table notes; create table notes (id integer primary key, guid text,
        mid integer, tags text, flds text as (hex(zeroblob(99999999))))";
    check(
        &collection(computed),
        "its table `notes` has no column `flds`: export it again from Anki",
    );
}

#[test]
fn nothing_of_the_database_runs() {
    fine("create trigger t after update on notes begin delete from notes; end");
    fine(
        "pragma writable_schema = on; insert into sqlite_master values ('table', 'evil', 'evil', 0,
            'create virtual table evil using no_such_module(x)')",
    );
    fine("create view v as select load_extension('x') from notes");
    fine("create index i on notes (flds, id, guid, mid, tags, hex(flds))");
}

#[test]
fn the_version_is_one_that_is_known() {
    let version = |version: u32| collection(&format!("update col set ver = {version}"));
    check(
        &version(99),
        "it was made by a newer Anki (schema 99, 18 is known): export it with \"support older Anki versions\"",
    );
    check(
        &version(10),
        "it was made by an old Anki (schema 10, 11 is the first): open it in Anki 2.1 and export it again",
    );
    check(
        &version(18),
        "it is no Anki collection: it has no table `notetypes`",
    );
    check(
        &collection("delete from col"),
        "it is damaged: its table `col` is empty: download it again",
    );
    check(
        &collection("create table facts (id); create table cardModels (id)"),
        "it is a deck of Anki 1: open it in Anki 2.0 and export it again",
    );
    check(
        &collection("create table data_for_fact (id)"),
        "it is a database of Mnemosyne: export it from Mnemosyne as text",
    );
}

#[test]
fn json_of_another_shape_is_refused_with_its_column() {
    let models = |json: &str| collection(&format!("update col set models = '{json}'"));
    check(
        &models("{"),
        "it is damaged: `col.models` is no JSON (line 1, column 1): download it again",
    );
    check(
        &models(r#"{"1": []}"#),
        "it is damaged: `col.models` is not as Anki writes it (line 1, column 8): download it again",
    );
    let deep = "[".repeat(100_000);
    check(
        &models(&format!(r#"{{"1": {{"name": "a", "x": {deep}"#)),
        "it is damaged: `col.models` is no JSON (line 1, column 100025): download it again",
    );
    check(
        &collection("update col set decks = x'ff'"),
        "it is damaged: `col.decks` is no text: download it again",
    );
    fine("update col set conf = '[]'");
}

#[test]
fn a_damaged_file_is_refused() {
    let good = collection(&note(1, FRONT_BACK));
    let malformed = "it is damaged: database disk image is malformed: download it again";
    check(&good[..good.len() / 2], malformed);
    check(&good[..100], malformed);
    check(
        &[&b"SQLite format 3\0"[..], &[0xde; 12_000]].concat(),
        "it is damaged: file is not a database: download it again",
    );
    check(b"no database", "it is no SQLite database: export it again");
}

#[test]
fn a_write_ahead_log_that_is_not_there_is_not_missed() {
    let mut good = collection(&note(1, FRONT_BACK));
    good[18..20].fill(2);
    assert_eq!(read(&package(&good)).fields(), ["front | back"]);
}

#[test]
fn notes_that_cannot_be_read_are_refused_one_by_one() {
    let bad = [
        "update notes set flds = cast(x'66ff1f62' as text) where id = 2",
        "update notes set guid = x'ff' where id = 3",
        "update notes set mid = 8 where id = 4",
        "update notes set flds = 'one' where id = 5",
        "update notes set flds = replace(hex(zeroblob(600000)), '00', 'x') || char(31) where id = 6",
    ];
    let notes: String = (1..=6).map(|id| note(id, FRONT_BACK)).collect();
    let outcome = read(&package(&collection(&(notes + &bad.join(";")))));
    assert_eq!(outcome.read, Ok(()));
    assert_eq!(outcome.fields().len(), 2);
    let limits = Limits {
        field_bytes: 1000,
        ..Limits::default()
    };
    let notes: String = (1..=6).map(|id| note(id, FRONT_BACK)).collect();
    let outcome = read_as(
        "a.apkg",
        &package(&collection(&(notes + &bad.join(";")))),
        true,
        limits,
    );
    let repair = "repair it with Anki's \"Check Database\"";
    assert_eq!(
        outcome.refused(),
        [
            format!("a.apkg: note id 2: its row is not of text and numbers, or not UTF-8: {repair}"),
            format!("a.apkg: note id 3: its row is not of text and numbers, or not UTF-8: {repair}"),
            format!("a.apkg: note g4 (HTTP): its note type is not there: {repair}"),
            format!("a.apkg: note g5 (HTTP): it has 1 fields, its note type `Basic` has 2: {repair}"),
            "a.apkg: note g6 (HTTP): field `Front` has 600000 bytes, at most 1000 are read: raise `--max-field`".to_string(),
        ]
    );
    assert_eq!(outcome.harvest.refused_ids, ["g4", "g5", "g6"]);
    assert_eq!(
        (outcome.fields(), outcome.harvest.n_notes),
        (vec!["front | back".into()], 5)
    );
}

#[test]
fn cards_and_answers_that_belong_to_nothing_are_counted() {
    let sql = note(1, FRONT_BACK)
        + "insert into cards select 2, 99, did, ord, mod, usn, type, queue, due, ivl, factor, reps,
               lapses, left, odue, odid, flags, data from cards;
           insert into cards select 3, nid, did, -1, mod, usn, type, queue, due, ivl, factor, reps,
               lapses, left, odue, odid, flags, data from cards where id = 1;
           insert into cards select 4, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps,
               lapses, left, odue, odid, flags, data from cards where id = 1;
           insert into cards select 5, nid, 55, 1, mod, usn, type, queue, due, ivl, factor, reps,
               lapses, left, odue, odid, flags, data from cards where id = 1;
           insert into revlog values (1795000000000, 77, 0, 3, 1, 1, 2500, 10, 1);
           insert into revlog values (1795000000001, 1, 0, 'x', 1, 1, 2500, 10, 1);";
    let outcome = read(&package(&collection(&sql)));
    assert_eq!(outcome.read, Ok(()));
    assert_eq!(
        outcome.losses(),
        [
            (1, "cards whose rows cannot be read are left out"),
            (1, "cards that stand twice are taken once"),
            (
                1,
                "cards whose deck is not there go to the deck of the file"
            ),
            (1, "cards without a note are left out"),
            (1, "answers that cannot be read are left out"),
            (1, "answers to cards that are gone are left out"),
        ]
    );
    let decks: Vec<_> = outcome.notes[0]
        .0
        .cards
        .iter()
        .flatten()
        .map(|card| &*card.deck)
        .collect();
    assert_eq!(decks, [&["Net".to_string(), "HTTP".into()][..], &[]]);
}

#[test]
fn a_borrowed_card_is_in_the_deck_that_it_came_from() {
    let sql = note(1, FRONT_BACK) + "update cards set did = 2, odid = 1";
    assert_eq!(
        *read(&package(&collection(&sql))).notes[0].0.deck,
        ["Net", "HTTP"]
    );
}

#[test]
fn decks_that_are_too_deep_or_too_long_are_refused_with_their_notes() {
    let named = |name: &str| {
        let sql = format!(r#"update col set decks = '{{"1": {{"name": "{name}"}}}}'"#);
        let outcome = read(&package(&collection(&(note(1, FRONT_BACK) + &sql))));
        match outcome.notes.first() {
            Some((note, _)) => note.deck.join("/"),
            None => outcome.refused().concat(),
        }
    };
    assert_eq!(named("a::b::::c"), "a/b/blank/c");
    assert_eq!(
        named(&"a::".repeat(100)),
        "a.apkg: note g1 (blank): its deck is 101 levels deep, at most 100 are read: raise `--max-deck-levels`"
    );
    let long = format!("a.apkg: note g1 ({}…)", "a".repeat(60));
    assert_eq!(
        named(&"a".repeat(5000)),
        format!(
            "{long}: its deck's name has 5000 bytes, at most 4096 are read: shorten it in Anki"
        )
    );
}

#[test]
fn what_a_deck_says_of_itself_is_kept() {
    let sql = note(1, FRONT_BACK)
        + r#"update col set decks = '{"1": {"name": "A", "desc": "By me", "md": true}, "3": {"name": "B", "desc": "unused"}}'"#;
    let outcome = read(&package(&collection(&sql)));
    let about: Vec<_> = outcome
        .harvest
        .decks
        .iter()
        .map(|deck| deck.about.as_str())
        .collect();
    assert_eq!(about, ["By me"]);
}

fn history(sql: &str) -> History {
    let outcome = read(&package(&collection(&(note(1, FRONT_BACK) + sql))));
    assert_eq!(outcome.read, Ok(()));
    let cards = outcome.notes[0].0.cards.clone().unwrap();
    cards[0].history.clone().unwrap_or_default()
}

#[test]
fn the_memory_of_a_card_is_read_value_by_value() {
    let standing = |data: &str| {
        let sql = format!("update cards set type = 2, queue = 2, factor = 2500, data = '{data}'");
        history(&sql).standing.unwrap()
    };
    let good = standing(
        r#"{"pos": 1, "s": 12.5, "d": 4.2, "dr": 0.9, "decay": 0.154, "lrt": 1795000000}"#,
    );
    assert_eq!(
        (good.stability, good.difficulty, good.ease),
        (Some(12.5), Some(4.2), None)
    );
    assert_eq!(good.last_day.map(|day| day.0), Some(20_775));
    let mixed = standing(r#"{"s": -1, "d": "4.2", "lrt": [1]}"#);
    assert_eq!(
        (mixed.stability, mixed.difficulty, mixed.ease),
        (None, Some(4.2), Some(2.5))
    );
    for data in ["", "{}", "{bad json", "[]", r#"{"s": 1e999}"#] {
        assert_eq!(standing(data).ease, Some(2.5), "{data}");
    }
}

#[test]
fn the_log_is_put_in_order_by_card() {
    let known = history(
        "insert into revlog values (1795000000000, 1, 0, 3, -600, 0, 0, 10, 0);
         insert into revlog values (1795000000001, 2, 0, 1, 1, 1, 2500, 10, 1);
         insert into revlog values (1795100000000, 1, 0, '4', 2.0, 1, 2500, 10, 1);
         update cards set type = 2, queue = -1, flags = 3",
    );
    let intervals = known.past.iter().map(|past| match past.what {
        Deed::Answer { interval, .. } => interval,
        Deed::Reset => u32::MAX,
    });
    assert_eq!(intervals.collect::<Vec<_>>(), [0, 2]);
    assert!(known.suspended && known.flagged);
}
