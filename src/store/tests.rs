//! What was kept comes back; what was refused left nothing.

use super::cards::DueCount;
use super::decks::{Change, DeckEntry, NoteEntry, States, tags_column};
use super::log::{CardEvent, ForeignAnswer, Packed, RowEvent};
use super::*;
use crate::model::card::{Card, Kind, Part};
use crate::model::event::{Action, Answer, Event, Mode, Rating, Uid};
use crate::model::memory::{CardState, Memory, Phase};

const TODAY: Day = Day(1000);

fn card(slug: &str) -> Card {
    Card {
        id: Some(slug.to_string()),
        question: format!("What is {slug}?"),
        prompt: String::new(),
        answer: "It is.".to_string(),
        kind: Kind::Basic,
        reversed: false,
        choices: Vec::new(),
        hint: None,
        why: None,
        sources: Vec::new(),
        terms: Vec::new(),
        tags: Vec::new(),
        level: None,
        line: 7,
        source: format!("## What is {slug}? {{#{slug}}}\n\nIt is."),
    }
}

fn entry<'c>(deck: &str, card: &'c Card, parts: &[Part]) -> NoteEntry<'c> {
    let slug = card.id.as_deref().unwrap();
    let key = |part: &Part| format!("{deck}/{slug}{}", part.suffix());
    NoteEntry {
        card,
        line: card.line,
        source: &card.source,
        tags: tags_column(&card.tags).into(),
        keys: parts.iter().map(key).collect(),
    }
}

fn put(store: &mut Store, deck: &str, cards: &[(&str, &[Part])]) {
    put_learned(store, deck, cards, &mut States::default());
}

fn put_learned(store: &mut Store, deck: &str, cards: &[(&str, &[Part])], states: &mut States) {
    let cards: Vec<(Card, Vec<Part>)> = cards
        .iter()
        .map(|(slug, parts)| (card(slug), parts.to_vec()))
        .collect();
    let entry = DeckEntry {
        slug: deck,
        title: deck,
        topic: None,
        area: None,
        level: None,
        tags: &[],
        licence: None,
        about: "",
        rank: 1,
        path: None,
        cards: cards
            .iter()
            .map(|(card, parts)| entry(deck, card, parts))
            .collect(),
    };
    let change = Change {
        decks: &[entry],
        ..Change::default()
    };
    store.index_learned(&change, states).unwrap();
}

fn store_with(cards: &[&str]) -> Store {
    let mut store = Store::in_memory().unwrap();
    let cards: Vec<(&str, &[Part])> = cards
        .iter()
        .map(|slug| (*slug, &[Part::Whole][..]))
        .collect();
    put(&mut store, "d", &cards);
    store
}

fn log(store: &Store) -> Vec<Event> {
    let mut events = Vec::new();
    store
        .each_event(|event| {
            events.push(event);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    events
}

fn answered(at: i64, rating: Rating) -> Event {
    Event {
        uid: Uid::new(Timestamp(at), 0, at as u64),
        device: "here".to_string(),
        card: "d/a".to_string(),
        at: Timestamp(at),
        utc_offset_minutes: 60,
        day: TODAY,
        written: None,
        action: Action::Answer(Answer {
            rating,
            interval: 3,
            duration_ms: Some(1234),
            mode: Mode::Review,
            predicted: Some(0.9),
            params: 0,
            suggested: Some(Rating::Hard),
        }),
    }
}

fn undo(at: i64, voids: Uid) -> Event {
    Event {
        action: Action::Undo { voids },
        ..answered(at, Rating::Good)
    }
}

fn due(day: Day, last: &Event) -> CardState {
    CardState {
        phase: Phase::Review,
        memory: Some(Memory {
            stability: 3.25,
            difficulty: 5.5,
        }),
        last_day: Some(TODAY),
        due: Some(day),
        interval: 3,
        reps: 1,
        last_event: Some(last.uid),
        ..CardState::default()
    }
}

/// Keeps an answer after which the card is due on `day`.
fn keep(store: &mut Store, key: &str, at: i64, day: Day) -> Event {
    let record = store.card_by_key(key).unwrap().unwrap();
    let event = Event {
        card: key.to_string(),
        ..answered(at, Rating::Good)
    };
    store.keep(record.row, &event, &due(day, &event)).unwrap();
    event
}

fn queue(store: &Store, today: Day) -> Vec<String> {
    let rows = store
        .with_due(today, |rows| rows.map(|row| row.card).collect::<Vec<_>>())
        .unwrap();
    rows.iter().map(|row| store.key(*row).unwrap()).collect()
}

#[test]
fn an_event_and_a_state_come_back_as_they_were_kept() {
    let mut store = store_with(&["a"]);
    let event = keep(&mut store, "d/a", 5, TODAY.plus(3));
    let record = store.card_by_key("d/a").unwrap().unwrap();
    assert_eq!(record.state, due(TODAY.plus(3), &event));
    let events = log(&store);
    assert_eq!(events, [event]);
}

#[test]
fn what_fails_together_leaves_nothing() {
    let mut store = store_with(&["a"]);
    let failed: Result<()> = store.together(|store| {
        keep(store, "d/a", 5, TODAY.plus(3));
        Err(StoreError::Busy {
            path: PathBuf::new(),
        })
    });
    assert!(failed.is_err());
    assert_eq!(store.count_events().unwrap(), 0);
    assert_eq!(store.state("d/a").unwrap().unwrap().1, CardState::default());
}

#[test]
fn what_was_told_of_an_earlier_instant_is_taken_back_first() {
    let mut store = store_with(&["a", "b"]);
    keep(&mut store, "d/a", 50, TODAY);
    let row = store.state("d/b").unwrap().unwrap().0;
    let told = Event {
        card: "d/b".to_string(),
        written: Some(Timestamp(60)),
        ..answered(7, Rating::Good)
    };
    store.keep(row, &told, &due(TODAY, &told)).unwrap();
    assert_eq!(
        store.last_undoable("here").unwrap().unwrap().1.uid,
        told.uid
    );
    assert_eq!(
        store.last_live("here").unwrap().unwrap().at(),
        Timestamp(50)
    );
}

#[test]
fn an_undo_that_is_joined_touches_the_card_of_its_target() {
    let mut store = Store::in_memory().unwrap();
    let answer = answered(1, Rating::Good);
    store.join(std::slice::from_ref(&answer)).unwrap();
    let target = store.state("d/a").unwrap().unwrap().0;
    let other = Event {
        card: "d/b".to_string(),
        ..undo(2, answer.uid)
    };
    assert!(store.join(&[other]).unwrap().0.contains(&target));
}

#[test]
fn an_event_that_was_taken_back_is_history_no_more() {
    let mut store = store_with(&["a"]);
    let event = keep(&mut store, "d/a", 5, TODAY.plus(3));
    let row = store.card_by_key("d/a").unwrap().unwrap().row;
    assert_eq!(
        store.last_undoable("here").unwrap().unwrap().1.uid,
        event.uid
    );
    let undo = undo(6, event.uid);
    let blank = CardState::default();
    store.keep(row, &undo, &blank).unwrap();
    assert_eq!(store.history(row).unwrap(), []);
    assert_eq!(store.last_undoable("here").unwrap(), None);
    assert_eq!(store.last_times(9).unwrap(), []);
    assert_eq!(store.count_events().unwrap(), 2);
}

#[test]
fn another_machine_has_nothing_to_take_back_here() {
    let mut store = store_with(&["a"]);
    keep(&mut store, "d/a", 5, TODAY.plus(3));
    assert_eq!(store.last_undoable("elsewhere").unwrap(), None);
}

#[test]
fn the_queue_is_by_due_day_and_leaves_out_what_waits() {
    let mut store = store_with(&["a", "b", "c"]);
    keep(&mut store, "d/a", 1, TODAY.plus(1));
    keep(&mut store, "d/b", 2, TODAY);
    assert_eq!(queue(&store, TODAY), ["d/b"]);
    assert_eq!(queue(&store, TODAY.plus(1)), ["d/b", "d/a"]);
    assert_eq!(
        store.count_due(TODAY.plus(1)).unwrap(),
        DueCount { due: 2, pending: 0 }
    );
    assert_eq!(store.next_due(TODAY).unwrap(), Some(TODAY.plus(1)));
}

#[test]
fn a_suspended_or_buried_card_is_not_due() {
    let mut store = store_with(&["a", "b"]);
    for (key, at) in [("d/a", 1), ("d/b", 2)] {
        let event = keep(&mut store, key, at, TODAY);
        let row = store.card_by_key(key).unwrap().unwrap().row;
        let state = CardState {
            suspended: key == "d/a",
            buried: (key == "d/b").then_some(TODAY),
            ..due(TODAY, &event)
        };
        store.put_states([(row, &state)].into_iter()).unwrap();
    }
    assert_eq!(queue(&store, TODAY), [""; 0]);
    assert_eq!(queue(&store, TODAY.plus(1)), ["d/b"]);
}

#[test]
fn siblings_count_as_one() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, "d", &[("a", &[Part::Cloze(1), Part::Cloze(2)])]);
    keep(&mut store, "d/a/c1", 1, TODAY);
    keep(&mut store, "d/a/c2", 2, TODAY);
    assert_eq!(
        store.count_due(TODAY).unwrap(),
        DueCount { due: 1, pending: 0 }
    );
}

#[test]
fn a_new_card_waits_while_its_sibling_is_due() {
    let mut store = Store::in_memory().unwrap();
    put(
        &mut store,
        "d",
        &[
            ("a", &[Part::Cloze(1), Part::Cloze(2)]),
            ("b", &[Part::Whole]),
        ],
    );
    keep(&mut store, "d/a/c1", 1, TODAY);
    let new = |today| store.with_new(today, |rows| rows.count()).unwrap();
    assert_eq!((new(TODAY), new(Day(TODAY.0 - 1))), (1, 2));
}

#[test]
fn a_reworded_card_keeps_its_progress_and_a_removed_one_gets_it_back() {
    let mut store = store_with(&["a", "b"]);
    let event = keep(&mut store, "d/a", 1, TODAY);
    put(&mut store, "d", &[("b", &[Part::Whole])]);
    let gone = store.card_by_key("d/a").unwrap().unwrap();
    assert_eq!((gone.text, &gone.state), (None, &due(TODAY, &event)));
    assert_eq!(queue(&store, TODAY), [""; 0]);
    put(
        &mut store,
        "d",
        &[("a", &[Part::Whole]), ("b", &[Part::Whole])],
    );
    assert_eq!(queue(&store, TODAY), ["d/a"]);
}

#[test]
fn joining_a_log_twice_adds_it_once() {
    let mut store = Store::in_memory().unwrap();
    let events = [answered(1, Rating::Good), answered(2, Rating::Again)];
    assert_eq!(store.join(&events).unwrap().1, 2);
    assert_eq!(store.join(&events).unwrap(), (Default::default(), 0));
    let row = store.card_by_key("d/a").unwrap().unwrap().row;
    assert_eq!(store.history(row).unwrap().len(), 2);
}

#[test]
fn new_cards_enter_by_rank_deck_and_position() {
    let mut store = Store::in_memory().unwrap();
    put(
        &mut store,
        "z",
        &[("b", &[Part::Whole]), ("a", &[Part::Whole])],
    );
    put(&mut store, "a", &[("c", &[Part::Whole])]);
    let rows = store
        .with_new(TODAY, |rows| rows.map(|row| row.card).collect::<Vec<_>>())
        .unwrap();
    let keys: Vec<String> = rows.iter().map(|row| store.key(*row).unwrap()).collect();
    assert_eq!(keys, ["z/b", "z/a", "a/c"]);
}

#[test]
fn a_change_of_the_index_that_fails_takes_nothing_out() {
    let mut store = store_with(&["a"]);
    let card = card("twice");
    let note = entry("d", &card, &[Part::Whole]);
    let twice = DeckEntry {
        slug: "e",
        title: "e",
        topic: None,
        area: None,
        level: None,
        tags: &[],
        licence: None,
        about: "",
        rank: 1,
        path: None,
        // A deck that parses has no id twice; here it makes the write fail.
        cards: vec![note.clone(), note],
    };
    let change = Change {
        gone_decks: &["d".to_string()],
        decks: &[twice],
        ..Change::default()
    };
    assert!(store.index(&change).is_err());
    let decks: Vec<String> = store
        .decks()
        .unwrap()
        .into_iter()
        .map(|deck| deck.slug)
        .collect();
    assert_eq!(decks, ["d"]);
}

#[test]
fn what_was_learned_elsewhere_is_written_with_new_cards_alone() {
    let slugs: Vec<String> = (0..100).map(|number| format!("c{number:02}")).collect();
    let parts = &[Part::Whole][..];
    let cards: Vec<(&str, &[Part])> = slugs.iter().map(|slug| (slug.as_str(), parts)).collect();
    let mut store = store_with(&["c40"]);
    let learned = due(TODAY, &answered(1, Rating::Good));
    let mut states: States = ["d/c01", "d/c40", "d/c99"]
        .map(|key| (key, learned.clone()))
        .into_iter()
        .collect();
    put_learned(&mut store, "d", &cards, &mut states);
    assert_eq!(store.count_cards().unwrap().0, 100);
    let state = |key: &str| store.state(key).unwrap().unwrap().1;
    assert_eq!((state("d/c01"), state("d/c99")), (learned.clone(), learned));
    assert_eq!(state("d/c40"), CardState::default());
    assert!(states.contains_key("d/c40") && !states.contains_key("d/c01"));
}

#[test]
fn a_long_foreign_history_is_found_by_card_and_in_order() {
    let mut store = store_with(&["a", "b"]);
    let rows = store.rows_of(["d/a", "d/b"].into_iter()).unwrap();
    // More than are added entry by entry, the latest first.
    let answers: Vec<ForeignAnswer> = (0..10_002)
        .rev()
        .map(|at| ForeignAnswer {
            uid: answered(at, Rating::Good).uid,
            card: rows[at as usize % 2],
            day: Day(0),
            interval: 3,
            duration_ms: None,
            utc_offset_minutes: 60,
            rating: Rating::Good,
        })
        .collect();
    let resets = [500, 20_000].map(|at| RowEvent {
        card: rows[0],
        utc_offset_minutes: 60,
        event: CardEvent {
            uid: Uid::new(Timestamp(at), 1, 7),
            at: Timestamp(at),
            day: Day(0),
            action: Action::Reset,
        },
    });
    for _ in 0..2 {
        store
            .take_over("elsewhere", &[], &answers, &resets)
            .unwrap();
        assert_eq!(store.count_events().unwrap(), 10_004);
    }
    let first = store.history(rows[0]).unwrap();
    let instants: Vec<i64> = first.iter().map(|event| event.at.0).collect();
    let mut expected: Vec<i64> = (0..10_002).step_by(2).chain([500, 20_000]).collect();
    expected.sort_unstable();
    assert_eq!(instants, expected);
    let has_index = "select count(*) from sqlite_master where name = 'event_card'";
    let count: i64 = store
        .read(|connection| connection.query_row(has_index, [], |row| row.get(0)))
        .unwrap();
    assert_eq!(count, 1);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn packed_answers_are_a_part_of_the_log() {
    const DAY_MS: i64 = 86_400_000;
    let mut store = store_with(&["a", "b"]);
    let rows = store.rows_of(["d/a", "d/b"].into_iter()).unwrap();
    let answer = |card: usize, day: i32, random: u64| ForeignAnswer {
        uid: Uid::new(Timestamp(i64::from(day) * DAY_MS), 0, random),
        card: rows[card],
        day: Day(day),
        interval: 3,
        duration_ms: Some(1000 + day as u32),
        utc_offset_minutes: -60,
        rating: Rating::Good,
    };
    let packed = [
        Packed::of(&[answer(0, 100, 7), answer(0, 110, 7)]).unwrap(),
        Packed::of(&[answer(1, 105, 9)]).unwrap(),
    ];
    store.take_over("import", &packed, &[], &[]).unwrap();
    let instants = |store: &Store, card: usize| -> Vec<i64> {
        let history = store.history(rows[card]).unwrap().into_iter();
        history.map(|event| event.at.0 / DAY_MS).collect()
    };
    assert_eq!(
        (instants(&store, 0), instants(&store, 1)),
        (vec![100, 110], vec![105])
    );
    assert_eq!(store.count_events().unwrap(), 3);
    let days = [99, 100, 105, 110, 111].map(|day| store.was_active(Day(day)).unwrap());
    assert_eq!(days, [false, true, true, true, false]);
    // An answer of today, and one of another log between the packed ones.
    let today = Event {
        at: Timestamp(120 * DAY_MS),
        ..answered(120 * DAY_MS, Rating::Hard)
    };
    let between = Event {
        at: Timestamp(102 * DAY_MS),
        ..answered(102 * DAY_MS, Rating::Again)
    };
    store.join(&[today.clone(), between]).unwrap();
    assert_eq!(instants(&store, 0), [100, 102, 110, 120]);
    let later = answer(1, 119, 3);
    store.take_over("import", &[], &[later], &[]).unwrap();
    let times = store.last_times(2).unwrap();
    // Of an imported answer it is looked up, where packed ones count.
    assert!(!times[1].first && times[1].duration_ms == later.duration_ms);
    let events = log(&store);
    let told: Vec<_> = { events.iter() }
        .map(|event| {
            (
                event.at.0 / DAY_MS,
                event.card.as_str(),
                event.device.as_str(),
            )
        })
        .collect();
    let (a, b) = ("d/a", "d/b");
    assert_eq!(
        told,
        [
            (100, a, "import"),
            (102, a, "here"),
            (105, b, "import"),
            (110, a, "import"),
            (119, b, "import"),
            (120, a, "here")
        ]
    );
    let (mut lived, mut counting) = (Vec::new(), Vec::new());
    store
        .each_lived(|card, event| lived.push((card, event.uid, event.day)))
        .unwrap();
    store
        .each_counting(|card, uid, day, _| counting.push((card, uid, day)))
        .unwrap();
    assert_eq!(lived, counting);
    assert_eq!(
        lived.iter().map(|(_, uid, _)| *uid).collect::<Vec<_>>(),
        events.iter().map(|event| event.uid).collect::<Vec<_>>()
    );

    // Its own log changes nothing; a whole log makes the same collection elsewhere.
    assert_eq!(store.join(&events).unwrap(), (Default::default(), 0));
    assert!(events.iter().all(|event| store.has_event(event).unwrap()));
    let mut other = store_with(&["a", "b"]);
    assert_eq!(other.join(&events).unwrap().1, 6);
    assert_eq!(
        other.history(rows[0]).unwrap(),
        store.history(rows[0]).unwrap()
    );

    // Who takes one back has it out of the history.
    store
        .join(&[undo(121 * DAY_MS, answer(0, 110, 7).uid)])
        .unwrap();
    assert_eq!(instants(&store, 0), [100, 102, 120]);
}

/// How the collection keeps what it must be able to take back.
fn journal(store: &Store) -> String {
    let mode = |connection: &Connection| {
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0))
    };
    store.read(mode).unwrap()
}

#[test]
fn what_is_large_is_written_in_place_where_nobody_else_has_the_collection_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("retain.db");
    let open = || Store::open(&path, |_| Ok(())).unwrap();
    let mut store = open();
    store.write_in_place();
    assert_eq!(journal(&store), "delete");
    let written = store.together(|store| {
        store.set_meta("a", "kept")?;
        // Who comes meanwhile leaves it so, and may read what was there before.
        let other = open();
        assert_eq!((journal(&other), other.meta("a")?), ("delete".into(), None));
        Ok::<(), StoreError>(())
    });
    written.unwrap();
    store.write_ahead();
    assert_eq!(journal(&store), "wal");
    assert_eq!(store.meta("a").unwrap().as_deref(), Some("kept"));
    let other = open();
    store.write_in_place();
    assert_eq!(journal(&store), "wal");
    drop(other);
    store.write_in_place();
    assert_eq!(journal(&store), "delete");
    drop(store);
    // It was killed before it changed that back.
    assert_eq!(journal(&open()), "wal");
}
