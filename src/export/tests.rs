//! What the tests of all formats need: books, and an output in memory.

use super::*;
use crate::deck::parse;
use crate::model::event::{Answer, Mode, Rating};
use crate::model::memory::Phase;
use std::io::Cursor;

/// Paths and bytes, in the order in which they were written.
pub type Files = Vec<(String, Vec<u8>)>;

/// An output that keeps what it gets.
#[derive(Default)]
struct Shelf(Files);

/// The last file of the shelf.
struct Page<'s>(Cursor<&'s mut Vec<u8>>);

impl Write for Page<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Page<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Output for Shelf {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Sink + '_>> {
        self.0.push((path.to_string(), Vec::new()));
        let (_, bytes) = self.0.last_mut().expect("one was just added");
        Ok(Box::new(Page(Cursor::new(bytes))))
    }
}

pub fn written_with(format: &dyn Export, book: &Book, options: Options) -> (Files, Report) {
    let mut shelf = Shelf::default();
    let report = format
        .write(book, &options, &mut shelf)
        .expect("it can be written");
    if format.shape(book) == Shape::File {
        assert_eq!(shelf.0.len(), 1);
    }
    (shelf.0, report)
}

pub fn written(format: &dyn Export, book: &Book) -> (Files, Report) {
    written_with(format, book, Options { progress: true })
}

/// Made at noon of 2026-11-21 in UTC, with days counted from 2026-11-01.
pub fn book(volumes: Vec<Volume>) -> Book {
    Book {
        volumes,
        made: Timestamp(1_795_262_400_000),
        today: Day(20_778),
        created: Day(20_758),
        boundary: DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        },
        desired_retention: 0.9,
        decay: 0.1542,
    }
}

/// A deck whose only name is its id.
pub fn volume(text: &str) -> Volume {
    let deck = parse(text).expect("the test's deck can be read");
    let entries = deck.cards.iter();
    let tags = |card: &Card| [deck.front.tags.clone(), card.tags.clone()].concat();
    let entries = entries.map(|card| Entry {
        tags: tags(card),
        ..Entry::default()
    });
    Volume {
        name: vec![deck.front.id.clone()],
        entries: entries.collect(),
        deck: deck.clone(),
        media: Vec::new(),
    }
}

pub fn medium(path: &str, bytes: &str) -> Medium {
    let bytes = bytes.as_bytes().to_vec();
    Medium {
        path: path.to_string(),
        read: Box::new(move || Ok(bytes.clone())),
    }
}

pub fn answer(at: Timestamp, rating: Rating, interval: u32) -> Lived {
    let answer = Answer {
        rating,
        interval,
        duration_ms: Some(4_200),
        mode: Mode::Review,
        predicted: Some(0.9),
        params: 0,
        suggested: None,
    };
    lived(at, Action::Answer(answer))
}

pub fn lived(at: Timestamp, action: Action) -> Lived {
    Lived {
        uid: Uid::new(at, 0, 7),
        at,
        day: Day((at.0 / 86_400_000) as i32),
        action,
        memory: None,
    }
}

/// A deck with one card that was answered twice: Good on the 11th and on the 14th, due on the 30th.
pub fn learned_volume() -> Volume {
    let mut volume = volume("---\nid: d\ntitle: t\n---\n\n## a {#x}\n\nb\n");
    let day = |day: i64| Timestamp((20_757 + day) * 86_400_000 + 43_200_000);
    volume.entries[0].learned = vec![Learned {
        part: Part::Whole,
        state: CardState {
            phase: Phase::Review,
            memory: Some(Memory {
                stability: 16.51234,
                difficulty: 5.0,
            }),
            last_day: Some(Day(20_771)),
            due: Some(Day(20_787)),
            interval: 16,
            reps: 2,
            lapses: 0,
            ..CardState::default()
        },
        events: vec![
            answer(day(11), Rating::Good, 3),
            answer(day(14), Rating::Good, 16),
        ],
    }];
    volume
}

#[test]
fn formats_have_names_of_their_own() {
    for format in ALL {
        let same = ALL.iter().filter(|other| other.name() == format.name());
        assert_eq!(same.count(), 1);
        assert_eq!(
            by_name(format.name()).map(|found| found.label()),
            Some(format.label())
        );
    }
}
