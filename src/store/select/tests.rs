//! What each selector finds in a small collection.

use super::*;
use crate::select::parse_line;
use crate::select::properties::selector;
use crate::store::log::{ForeignAnswer, Packed, past};
use proptest::prelude::*;

const TODAY: Day = Day(20_000);
const NOW: Timestamp = Timestamp(20_000 * DAY_MS + DAY_MS / 2);
const DECAY: f32 = 0.1542;

/// Ten cards: five headings on log streams, three on databases, one of a user, one without text.
fn collection() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    past::teach(&connection).unwrap();
    for step in [
        include_str!("../migrations/0001_start.sql"),
        include_str!("../migrations/0002_roadmaps.sql"),
        include_str!("../migrations/0006_exchange.sql"),
        include_str!("../migrations/0009_past.sql"),
        include_str!("collection.sql"),
    ] {
        connection.execute_batch(step).unwrap();
    }
    for (days_ago, card, rating, voids) in [
        (0, 1, Some(3), None),
        (6, 2, Some(1), None),
        (7, 3, Some(1), None),
        (3, 4, Some(1), None),
        (3, 4, None, Some(3)),
        (30, 6, Some(4), None),
    ] {
        log(&connection, days_ago, card, rating, voids);
    }
    let long_ago = Timestamp(NOW.0 - 60 * DAY_MS);
    let packed = ForeignAnswer {
        uid: Uid::new(long_ago, 0, 1),
        card: 7,
        day: Day(TODAY.0 - 60),
        interval: 1,
        duration_ms: None,
        utc_offset_minutes: 0,
        rating: Rating::Hard,
    };
    past::put(&connection, 1, &[Packed::of(&[packed]).unwrap()]).unwrap();
    connection
}

/// Writes an answer, or an event that takes back the one of the row number `voids`.
fn log(connection: &Connection, days_ago: i64, card: i64, rating: Option<u8>, voids: Option<u32>) {
    let count: u32 = connection
        .query_row("select count(*) from event", [], |row| row.get(0))
        .unwrap();
    let at = Timestamp(NOW.0 - days_ago * DAY_MS);
    let uid = |random: u32| Uid::new(at, 0, u64::from(random) << 2).0;
    connection
        .execute(
            "insert into event (uid, card, kind, at_ms, utc_offset, day, device, rating, voids)
             values (?, ?, ?, ?, 0, ?, 1, ?, ?)",
            rusqlite::params![
                uid(count),
                card,
                if rating.is_some() { 1 } else { 2 },
                at.0,
                i64::from(TODAY.0) - days_ago,
                rating,
                voids.map(uid)
            ],
        )
        .unwrap();
}

fn found(connection: &Connection, selector: &Selector) -> Vec<i64> {
    matching(connection, selector, TODAY, NOW, DECAY).unwrap()
}

/// Compares the row numbers that a selector finds: cards 1 to 9 have text, 10 has not.
fn check(cases: &[(&str, &[i64])]) {
    let connection = collection();
    for (words, expected) in cases {
        let selector = parse_line(words).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found(&connection, &selector), *expected, "{words}");
    }
}

#[test]
fn everything_but_cards_without_text() {
    assert_eq!(
        found(&collection(), &Selector::All),
        (1..=9).collect::<Vec<_>>()
    );
}

#[test]
fn names() {
    check(&[
        ("deck:kafka", &[1, 2, 3, 4, 5]),
        ("deck:*a*", &[1, 2, 3, 4, 5, 9]),
        ("topic:sql", &[6, 7, 8]),
        ("area:DATABASES", &[6, 7, 8]),
        ("-area:databases", &[1, 2, 3, 4, 5, 9]),
        ("level:senior", &[1, 3, 4, 5, 6]),
        ("level:foundation", &[2]),
        ("tag:lang", &[6, 7, 8]),
        ("tag:lang::sql", &[6, 7, 8]),
        ("tag:\"event log\"", &[1, 2, 3, 4, 5]),
        ("tag:lan", &[]),
        ("tag:own", &[9]),
        ("tag:own::sub", &[9]),
    ]);
}

#[test]
fn cards() {
    check(&[
        ("card:kafka/acks", &[1]),
        ("card:kafka/offsets", &[4, 5]),
        ("card:kafka/offsets/c2", &[5]),
        ("card:acks", &[1]),
        ("card:kafka/*", &[1, 2, 3, 4, 5]),
    ]);
}

#[test]
fn terms() {
    check(&[
        ("term:\"Consumer group\"", &[3]),
        ("term:offset", &[3, 4, 5]),
        ("term:isr", &[1]),
        ("term:is", &[]),
        ("term:group", &[]),
        ("term:*group", &[3]),
        ("term:acks", &[]),
    ]);
}

#[test]
fn kinds() {
    check(&[
        ("kind:cloze", &[4, 5]),
        ("kind:basic", &[3, 7, 8, 9]),
        ("kind:typed", &[2]),
        ("kind:choices", &[1, 2]),
        ("kind:reversed", &[8]),
    ]);
}

#[test]
fn states() {
    check(&[
        ("is:new", &[7, 8, 9]),
        ("is:learning", &[2, 4]),
        ("is:review", &[1, 3, 4, 5, 6]),
        ("is:suspended", &[5]),
        ("is:buried", &[3]),
        ("is:leech", &[6]),
        ("is:flagged", &[1]),
    ]);
}

#[test]
fn due_is_what_would_be_asked_today() {
    // 3 is buried, 5 suspended, 6 due tomorrow; 2 was buried yesterday.
    check(&[("is:due", &[1, 2, 4]), ("-is:due", &[3, 5, 6, 7, 8, 9])]);
}

#[test]
fn answers_are_counted_by_study_day_and_not_when_taken_back() {
    check(&[
        ("rated:1", &[1]),
        ("rated:7", &[1, 2]),
        ("rated:8", &[1, 2, 3]),
        ("rated:7:again", &[2]),
        ("rated:36500:4", &[6]),
        ("rated:60", &[1, 2, 3, 6]),
        ("rated:61", &[1, 2, 3, 6, 7]),
        ("rated:61:hard", &[7]),
    ]);
}

#[test]
fn figures() {
    check(&[
        ("prop:s>=10", &[1, 3, 5, 6]),
        ("prop:d>7", &[2, 6]),
        ("prop:lapses>3", &[6]),
        ("prop:reps!=0", &[1, 2, 3, 4, 5, 6]),
        ("prop:interval>21", &[6]),
        ("prop:due<=0", &[1, 2, 3, 4, 5]),
        ("prop:due=1", &[6]),
        ("prop:due<-1", &[3]),
        ("-prop:due<=0", &[6, 7, 8, 9]),
    ]);
}

#[test]
fn the_chance_of_recall_is_that_of_fsrs() {
    // Card 1 was answered its stability ago: 90 %. Card 3 five stabilities ago:
    // (1 + 5 (0.9^(-1/0.1542) - 1))^-0.1542 = 0.7605. Card 6 today: 100 %.
    check(&[
        ("prop:r<=0.9001 prop:r>=0.8999", &[1]),
        ("prop:r<0.761 prop:r>0.76", &[3]),
        ("prop:r=1", &[6]),
        ("prop:r>0.95", &[6]),
        ("prop:r>=0", &[1, 2, 3, 4, 5, 6]),
        ("prop:r<=0", &[]),
    ]);
}

#[test]
fn text_stands_in_the_card_or_in_the_title_of_its_deck() {
    check(&[
        ("REPLICAS", &[1]),
        ("\"event streams\"", &[1, 2, 3, 4, 5]),
        ("repl*ack", &[1]),
        ("\"two lines\"", &[6]),
        ("100%", &[7, 8]),
        ("100_", &[]),
        (r"snake\_case", &[7, 8]),
        ("überlauf", &[9]),
        ("ÜBERLAUF", &[9]),
        ("\\\\d", &[7, 8]),
        ("it's", &[9]),
    ]);
}

#[test]
fn conditions_are_joined() {
    check(&[
        ("deck:kafka is:learning or is:leech", &[2, 4, 6]),
        ("deck:kafka (is:learning or is:leech)", &[2, 4]),
        ("-(deck:kafka or is:new)", &[6]),
    ]);
}

#[test]
fn the_largest_selector_is_taken() {
    let connection = collection();
    let wide = "-ä* ".repeat(500);
    let deep = format!("{}a{}", "(b or -(c ".repeat(20), "))".repeat(20));
    for words in [wide, deep] {
        found(&connection, &parse_line(&words).unwrap());
    }
}

proptest! {
    #[test]
    fn not_gives_exactly_the_others(selector in selector()) {
        let connection = collection();
        let mut all = found(&connection, &selector);
        all.extend(found(&connection, &selector.not()));
        all.sort();
        prop_assert_eq!(all, (1..=9).collect::<Vec<_>>());
    }
}
