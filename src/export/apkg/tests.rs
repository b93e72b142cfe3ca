use super::super::tests::{
    answer, book, learned_volume, lived, medium, volume, written, written_with,
};
use super::schedule::{Review, Standing, in_order, new, reviews, standing};
use super::*;
use crate::export::{Learned, Lived, Volume};
use crate::model::card::Part;
use crate::model::event::{Action, Adopted, Rating};
use crate::model::memory::{CardState, Memory, Phase};
use crate::model::time::{Day, Timestamp};
use rusqlite::Connection;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Noon in UTC, so many days after 2026-11-01.
fn noon(day: i64) -> Timestamp {
    Timestamp((20_758 + day) * 86_400_000 + 43_200_000)
}

fn learned(phase: Phase, events: Vec<Lived>) -> Learned {
    Learned {
        part: Part::Whole,
        state: CardState {
            phase,
            memory: (phase != Phase::New).then_some(Memory {
                stability: 12.345_678,
                difficulty: 5.5,
            }),
            last_day: Some(Day(20_768)),
            due: Some(Day(20_778)),
            interval: 10,
            reps: 3,
            lapses: 1,
            ..CardState::default()
        },
        events,
    }
}

fn stands(learned: &Learned) -> Standing {
    standing(learned, 7, &book(Vec::new()))
}

fn rows(events: Vec<Lived>) -> Vec<Review> {
    let mut rows = Vec::new();
    reviews(
        &learned(Phase::Review, events),
        1,
        &book(Vec::new()),
        &mut rows,
    );
    rows
}

fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let entry = |idx| {
        let mut entry = zip.by_index(idx).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().to_string(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len())
        .map(entry)
        .collect()
}

/// Asks the database of a package.
fn asked<T: rusqlite::types::FromSql>(package: &[u8], query: &str) -> T {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &entries(package)[0].1).unwrap();
    let connection = Connection::open(file.path()).unwrap();
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_known_card_is_due_on_a_day_and_keeps_its_memory() {
    let learned = learned(Phase::Review, vec![answer(noon(10), Rating::Good, 10)]);
    assert_eq!(
        stands(&learned),
        Standing {
            kind: 2,
            queue: 2,
            due: 20,
            ivl: 10,
            factor: 2500,
            reps: 3,
            lapses: 1,
            left: 0,
            flags: 0,
            data:
                "{\"pos\":7,\"s\":12.3457,\"d\":5.5,\"dr\":0.9,\"decay\":0.154,\"lrt\":1794398400}"
                    .to_string(),
        }
    );
}

#[test]
fn a_card_that_is_to_come_back_in_this_sitting_is_due_at_once() {
    let events = vec![answer(noon(10), Rating::Again, 0)];
    let learning = stands(&learned(Phase::Learning, events.clone()));
    assert_eq!(
        (learning.kind, learning.queue, learning.due, learning.ivl),
        (1, 1, 1_794_398_400, 0)
    );
    let relearning = stands(&learned(Phase::Relearning, events));
    assert_eq!(
        (relearning.kind, relearning.queue, relearning.due),
        (3, 1, 1_794_398_400)
    );
}

#[test]
fn a_suspended_card_keeps_its_schedule() {
    let mut learned = learned(Phase::Review, vec![answer(noon(10), Rating::Good, 10)]);
    (learned.state.suspended, learned.state.flagged) = (true, true);
    let standing = stands(&learned);
    assert_eq!(
        (standing.kind, standing.queue, standing.due, standing.flags),
        (2, -1, 20, 1)
    );
}

#[test]
fn a_new_card_stands_in_line() {
    assert_eq!(stands(&learned(Phase::New, Vec::new())), new(7));
    assert_eq!(
        (new(7).kind, new(7).queue, new(7).due, new(7).data.as_str()),
        (0, 0, 7, "")
    );
}

#[test]
fn answers_tell_what_the_card_was_when_they_were_given() {
    let rows = rows(vec![
        answer(noon(1), Rating::Again, 0),
        answer(noon(1), Rating::Good, 2),
        answer(noon(3), Rating::Again, 0),
        answer(noon(3), Rating::Hard, 1),
        answer(noon(4), Rating::Easy, 9),
    ]);
    let told: Vec<(u8, u8, i32, i32)> = rows
        .iter()
        .map(|row| (row.kind, row.ease, row.ivl, row.last_ivl))
        .collect();
    let expected = [
        (0, 1, -60, 0),
        (0, 3, 2, -60),
        (1, 1, -60, 2),
        (2, 2, 1, -60),
        (1, 4, 9, 1),
    ];
    assert_eq!(told, expected);
    // Difficulty 5.5 is in the middle; that of earlier answers was not computed.
    assert_eq!(
        rows.iter().map(|row| row.factor).collect::<Vec<i32>>(),
        [0, 0, 0, 0, 600]
    );
    assert_eq!(rows[0].time, 4_200);
}

#[test]
fn what_is_no_answer_has_no_ease() {
    let adopted = Adopted {
        memory: Memory {
            stability: 20.0,
            difficulty: 1.0,
        },
        interval: 20,
        reps: 5,
        lapses: 0,
    };
    let rows = rows(vec![
        lived(noon(1), Action::Place { interval: 30 }),
        lived(noon(2), Action::Flag),
        lived(noon(3), Action::Reset),
        lived(noon(4), Action::Adopt(adopted)),
        answer(noon(5), Rating::Good, 25),
    ]);
    let told: Vec<(u8, u8, i32, i32)> = rows
        .iter()
        .map(|row| (row.kind, row.ease, row.ivl, row.factor))
        .collect();
    assert_eq!(
        told,
        [
            (5, 0, 30, 0),
            (4, 0, 0, 0),
            (5, 0, 20, 100),
            (1, 3, 25, 600)
        ]
    );
}

#[test]
fn each_row_has_an_instant_of_its_own() {
    let row = |id| Review {
        id,
        card: 1,
        ease: 3,
        ivl: 1,
        last_ivl: 0,
        factor: 0,
        time: 0,
        kind: 0,
    };
    let mut rows = [5, 3, 3, 4].map(row);
    in_order(&mut rows);
    assert_eq!(rows.map(|row| row.id), [3, 4, 5, 6]);
}

#[test]
fn a_package_has_a_database_and_a_list_of_its_files() {
    let mut volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\n![b](media/c.png)\n");
    volume.media = vec![medium("media/c.png", "1")];
    let (files, report) = written(&Apkg, &book(vec![volume]));
    let entries = entries(&files[0].1);
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["collection.anki2", "0", "media"]);
    assert_eq!(entries[1].1, b"1");
    assert_eq!(entries[2].1, b"{\"0\":\"c.png\"}");
    assert_eq!((report.n_cards, report.n_media), (1, 1));
}

#[test]
fn progress_goes_along_if_it_is_asked_for() {
    let book = book(vec![learned_volume()]);
    let package = |progress: bool| {
        let (mut files, _) = written_with(&Apkg, &book, Options { progress });
        files.remove(0).1
    };
    let told = |package: &[u8]| -> (i64, i64, i64) {
        (
            asked(package, "select type from cards"),
            asked(package, "select due from cards"),
            asked(package, "select count(*) from revlog"),
        )
    };
    assert_eq!(told(&package(false)), (0, 1, 0));
    assert_eq!(told(&package(true)), (2, 29, 2));
}

#[test]
fn the_same_cards_give_the_same_package() {
    let bytes = || written(&Apkg, &book(vec![learned_volume()])).0;
    assert_eq!(bytes(), bytes());
}

#[test]
fn decks_of_one_name_are_one_deck() {
    let named = |id: &str, name: &[&str]| -> Volume {
        let mut volume = volume(&format!(
            "---\nid: {id}\ntitle: t\n---\n\n## a {{#x}}\n\nb\n"
        ));
        volume.name = name.iter().map(|name| name.to_string()).collect();
        volume
    };
    let book = book(vec![named("a", &["T", "x::y"]), named("b", &["t", "x:y"])]);
    let package = written(&Apkg, &book).0.remove(0).1;
    assert_eq!(
        asked::<i64>(&package, "select count(distinct did) from cards"),
        1
    );
    let decks: String = asked(&package, "select decks from col");
    assert!(decks.contains("\"name\":\"T::x:y\""), "{decks}");
}
