//! Every built-in card out and back, and through Anki where Python has it.

use retain::deck::{parse, parse_card, parts};
use retain::export::{Book, Entry, Learned, Lived, Options, Output, Sink, Volume, by_name};
use retain::import::draft::{DeckFacts, Draft, Harvest};
use retain::import::file::{File, Files};
use retain::import::format::{Format, Options as ImportOptions};
use retain::import::formats::anki::format::Anki;
use retain::import::formats::retain_json::RetainJson;
use retain::import::limits::Limits;
use retain::model::card::Card;
use retain::model::event::{Action, Answer, Mode, Rating, Uid};
use retain::model::memory::{CardState, Memory, Phase};
use retain::model::time::{Day, DayBoundary, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

const BOUNDARY: DayBoundary = DayBoundary {
    rollover_hour: 4,
    utc_offset_minutes: 60,
};

const TODAY: Day = Day(20_778);

#[derive(Default)]
struct Shelf(Vec<(String, Vec<u8>)>);

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
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Output for Shelf {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Sink + '_>> {
        self.0.push((path.to_string(), Vec::new()));
        let (_, bytes) = self.0.last_mut().unwrap();
        Ok(Box::new(Page(Cursor::new(bytes))))
    }
}

impl Files for Shelf {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, String> {
        Err(format!("`{path}` is not there"))
    }
}

fn built_in() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("decks")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What was learned of a card, made up; each fifth is new.
fn learned(n: i64, part: retain::model::card::Part) -> Option<Learned> {
    let ratings = [Rating::Good, Rating::Again, Rating::Hard, Rating::Easy];
    let event = |idx: i64| {
        let day = 20_700 + 10 * idx;
        let at = Timestamp(day * 86_400_000 + 36_000_000 + n * 7);
        let rating = ratings[usize::try_from(idx + n).unwrap() % 4];
        Lived {
            uid: Uid::new(at, 0, n as u64),
            at,
            day: Day(day as i32),
            memory: Some(Memory {
                stability: 3.0 + idx as f32,
                difficulty: 4.0 + idx as f32,
            }),
            action: Action::Answer(Answer {
                rating,
                interval: if rating == Rating::Again { 0 } else { 10 },
                duration_ms: Some(5_000),
                mode: Mode::Review,
                predicted: Some(0.9),
                params: 0,
                suggested: None,
            }),
        }
    };
    let n_events = n % 5;
    (0 < n_events).then(|| Learned {
        part,
        state: CardState {
            phase: match ratings[usize::try_from(n_events - 1 + n).unwrap() % 4] {
                Rating::Again => Phase::Relearning,
                _ => Phase::Review,
            },
            memory: Some(Memory {
                stability: 12.5,
                difficulty: 4.25,
            }),
            last_day: Some(Day(20_770)),
            due: Some(Day(20_770 + (n % 30) as i32)),
            interval: 10,
            reps: n_events as u32,
            lapses: 1,
            suspended: n % 7 == 0,
            flagged: n % 11 == 0,
            ..CardState::default()
        },
        events: (0..n_events).map(event).collect(),
    })
}

fn book() -> Book {
    let mut n = 0;
    let volumes = built_in().into_iter().filter_map(|path| {
        let deck = parse(&fs::read_to_string(&path).unwrap()).ok()?;
        let entries = deck.cards.iter().map(|card| Entry {
            changed: Some(Timestamp(1_790_000_000_000)),
            tags: deck.front.tags.clone(),
            learned: parts(card)
                .into_iter()
                .filter_map(|part| {
                    n += 1;
                    learned(n, part)
                })
                .collect(),
            ..Entry::default()
        });
        Some(Volume {
            name: vec!["retain".to_string(), deck.front.title.clone()],
            entries: entries.collect(),
            deck: deck.clone(),
            media: Vec::new(),
        })
    });
    Book {
        volumes: volumes.collect(),
        made: Timestamp(1_795_262_400_000),
        today: TODAY,
        created: Day(20_600),
        boundary: BOUNDARY,
        desired_retention: 0.9,
        decay: 0.1542,
    }
}

fn exported(book: &Book, format: &str) -> Vec<(String, Vec<u8>)> {
    let mut shelf = Shelf::default();
    let format = by_name(format).unwrap();
    let report = format
        .write(book, &Options { progress: true }, &mut shelf)
        .unwrap();
    assert_eq!(report.n_cards, book.n_cards());
    shelf.0
}

/// A card but for where it stands.
fn bare(card: &Card) -> Card {
    Card {
        line: 1,
        source: String::new(),
        ..card.clone()
    }
}

fn imported(format: &dyn Format, path: &str, bytes: &[u8]) -> Harvest {
    let local = |_| BOUNDARY;
    let options = ImportOptions {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: true,
        limits: Limits::default(),
        local: &local,
    };
    let file = File {
        path,
        bytes,
        beside: &Shelf::default(),
    };
    let mut harvest = Harvest::default();
    format.read(&file, &options, &mut harvest).unwrap();
    harvest
}

/// Compares drafts with the cards that they were: texts, decks, answers, and where they stand.
fn check_all(harvest: &Harvest, book: &Book) {
    assert_eq!(harvest.refused, []);
    let drafts: BTreeMap<&str, &Draft> = harvest
        .drafts
        .iter()
        .map(|draft| (draft.key.as_deref().unwrap(), draft))
        .collect();
    assert_eq!(drafts.len(), book.n_cards());
    assert_eq!(harvest.drafts.len(), book.n_cards());
    for volume in &book.volumes {
        check_facts(harvest, volume);
        for (card, entry) in volume.deck.cards.iter().zip(&volume.entries) {
            let id = card.id.as_deref().unwrap();
            let draft = drafts[format!("{}/{id}", volume.deck.front.id).as_str()];
            assert_eq!(draft.deck, volume.name);
            let read = parse_card(draft.native.as_deref().unwrap()).unwrap();
            assert_eq!(bare(&read), bare(card));
            for learned in &entry.learned {
                let known = draft.history.iter().find(|(part, _)| *part == learned.part);
                let (_, history) = known.unwrap();
                assert_eq!(history.past.len(), learned.events.len());
                assert_eq!(history.suspended, learned.state.suspended);
                assert_eq!(history.flagged, learned.state.flagged);
                let standing = history.standing.unwrap();
                assert_eq!(
                    (standing.stability, standing.difficulty),
                    (Some(12.5), Some(4.25))
                );
                if learned.state.phase == Phase::Review {
                    assert_eq!(standing.due, learned.state.due);
                }
            }
        }
    }
}

/// Compares what is known of a deck with its front matter; tags come with the cards.
fn check_facts(harvest: &Harvest, volume: &Volume) {
    let front = &volume.deck.front;
    let facts = harvest.decks.iter();
    let facts = facts.filter(|facts| facts.deck == volume.name);
    let facts: Vec<&DeckFacts> = facts.collect();
    let [facts] = facts[..] else {
        panic!("{}: {facts:?}", front.id)
    };
    let title = facts.title.clone().unwrap_or(volume.name.join(": "));
    assert_eq!(title, front.title);
    assert_eq!(facts.about, volume.deck.about);
    assert_eq!((&facts.topic, facts.level), (&front.topic, front.level));
    assert_eq!(
        (&facts.authors, &facts.licence),
        (&front.authors, &front.licence)
    );
    assert_eq!(facts.checked, front.checked);
}

#[test]
fn through_a_package_every_card_and_answer_comes_back() {
    let book = book();
    let (path, bytes) = exported(&book, "apkg").remove(0);
    check_all(&imported(&Anki, &path, &bytes), &book);
}

#[test]
fn through_json_every_card_and_answer_comes_back() {
    let book = book();
    let (path, bytes) = exported(&book, "json").remove(0);
    let harvest = imported(&RetainJson, &path, &bytes);
    check_all(&harvest, &book);
}

#[test]
fn through_markdown_every_deck_comes_back() {
    let book = book();
    let files = exported(&book, "markdown");
    assert_eq!(files.len(), book.volumes.len());
    for ((_, bytes), volume) in files.iter().zip(&book.volumes) {
        let read = parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        let cards = |cards: &[Card]| cards.iter().map(bare).collect::<Vec<Card>>();
        assert_eq!(
            (&read.front, &read.about),
            (&volume.deck.front, &volume.deck.about)
        );
        assert_eq!(cards(&read.cards), cards(&volume.deck.cards));
    }
}

/// The cards that the notes of a package keep, by key; only of notes that are as they were written.
fn kept<'f>(fields: impl Iterator<Item = &'f str>) -> BTreeMap<String, Card> {
    let text = |html: &str| {
        html.replace("<br>", "\n")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    };
    let mut cards = BTreeMap::new();
    for fields in fields {
        let (others, own) = fields.rsplit_once('\u{1f}').unwrap();
        let own = text(own);
        let mut lines = own.splitn(3, '\n');
        let (key, seal) = (lines.next().unwrap(), lines.next().unwrap());
        let digest = Sha256::digest(others.as_bytes());
        let digits: String = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(seal, digits, "{key}");
        let card = parse_card(lines.next().unwrap()).unwrap();
        cards.insert(key.to_string(), bare(&card));
    }
    cards
}

fn keys(book: &Book) -> BTreeMap<String, Card> {
    let cards = book.volumes.iter().flat_map(|volume| {
        let key = |card: &Card| format!("{}/{}", volume.deck.front.id, card.id.clone().unwrap());
        volume
            .deck
            .cards
            .iter()
            .map(move |card| (key(card), bare(card)))
    });
    cards.collect()
}

#[test]
fn a_package_keeps_every_card_in_its_own_words() {
    let book = book();
    let package = exported(&book, "apkg").remove(0).1;
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut database = Vec::new();
    zip.by_name("collection.anki2")
        .unwrap()
        .read_to_end(&mut database)
        .unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), database).unwrap();
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let mut query = connection.prepare("select flds from notes").unwrap();
    let fields: Vec<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut kept = kept(fields.iter().map(String::as_str));
    kept.retain(|key, _| !key.ends_with("/reversed"));
    assert!(kept == keys(&book));
}

/// A Python that has the package `anki`: that of `RETAIN_ANKI_PYTHON`, or `python3`.
fn python() -> Option<String> {
    let named = std::env::var("RETAIN_ANKI_PYTHON").ok();
    let python = named.unwrap_or_else(|| "python3".to_string());
    let told = Command::new(&python)
        .args(["-c", "import anki"])
        .output()
        .ok()?;
    told.status.success().then_some(python)
}

#[test]
fn anki_takes_a_package_and_gives_it_back() {
    let Some(python) = python() else {
        return;
    };
    let book = book();
    let folder = tempfile::tempdir().unwrap();
    let (source, target) = (
        folder.path().join("in.apkg"),
        folder.path().join("out.apkg"),
    );
    fs::write(&source, &exported(&book, "apkg")[0].1).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/anki_roundtrip.py");
    let told = Command::new(python)
        .arg(script)
        .args([&source, &target])
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let found: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();

    let learned = || {
        let entries = book.volumes.iter().flat_map(|volume| &volume.entries);
        entries.flat_map(|entry| &entry.learned)
    };
    assert_eq!(found["first"]["new"], found["notes"]);
    assert_eq!(found["again"]["duplicate"], found["notes"]);
    assert_eq!(found["is_sound"], true);
    assert_eq!(found["empty_cards"], 0);
    let n_events: usize = learned().map(|learned| learned.events.len()).sum();
    assert_eq!(found["reviews"], n_events);

    let fields = found["fields"].as_array().unwrap().iter();
    let mut kept = kept(fields.map(|row| row[2].as_str().unwrap()));
    kept.retain(|key, _| !key.ends_with("/reversed"));
    assert!(kept == keys(&book));

    let rows = found["rows"].as_array().unwrap();
    let count = |column: usize, value: i64| rows.iter().filter(|row| row[column] == value).count();
    let states = |phase: Phase| learned().filter(|one| one.state.phase == phase).count();
    assert_eq!(count(2, 2), states(Phase::Review));
    assert_eq!(count(2, 3), states(Phase::Relearning));
    assert_eq!(
        count(3, -1),
        learned().filter(|one| one.state.suspended).count()
    );
    assert_eq!(
        count(8, 1),
        learned().filter(|one| one.state.flagged).count()
    );
    let memories = rows.iter().filter(|row| {
        let data = row[9].as_str().unwrap();
        data.contains("\"s\":12.5,\"d\":4.25,\"dr\":0.9,\"decay\":0.154,\"lrt\":")
    });
    assert_eq!(memories.count(), learned().count());

    // Days until each is due, whatever day it is.
    let mut dues: Vec<i64> = found["dues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row[2].as_i64().unwrap())
        .collect();
    let known = learned().filter(|one| one.state.phase == Phase::Review);
    let mut expected: Vec<i64> = known
        .map(|one| i64::from(one.state.due.unwrap().0 - TODAY.0))
        .collect();
    let shift = dues.iter().min().unwrap() - expected.iter().min().unwrap();
    expected.iter_mut().for_each(|due| *due += shift);
    dues.sort();
    expected.sort();
    assert_eq!(dues, expected);
    // What Anki writes in its newest form has all of it still, but for the day of import.
    let harvest = imported(&Anki, "out.apkg", &fs::read(target).unwrap());
    assert_eq!(harvest.refused, []);
    assert_eq!(harvest.drafts.len(), book.n_cards());
    let n_past = harvest.drafts.iter().flat_map(|draft| &draft.history);
    assert_eq!(
        n_past.map(|(_, history)| history.past.len()).sum::<usize>(),
        n_events
    );
}
