//! The log of answers as JSON lines: retain's own, or no more than card, instant and rating.
//!
//! A line without a uid gets one that follows from its content, so that importing it twice is
//! importing it once.

use crate::model::card::{Part, is_slug};
use crate::model::chance::stable_hash;
use crate::model::civil::{parse_day, parse_instant_and_offset};
use crate::model::event::{Action, Adopted, Answer, Event, Mode, Rating, Uid};
use crate::model::memory::Memory;
use crate::model::time::{Day, DayBoundary, Timestamp};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// One line as it may stand in a file: all of retain's fields, or three.
#[derive(Deserialize)]
struct Line {
    card: String,
    at: String,
    rating: Option<serde_json::Value>,
    uid: Option<String>,
    device: Option<String>,
    utc_offset: Option<i32>,
    day: Option<String>,
    kind: Option<String>,
    interval: Option<u32>,
    duration_ms: Option<u32>,
    mode: Option<String>,
    predicted: Option<f32>,
    params: Option<i64>,
    suggested: Option<String>,
    voids: Option<String>,
    written: Option<String>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    reps: Option<u32>,
    lapses: Option<u32>,
}

/// An event as read; foreign answers have no interval yet.
pub struct Read {
    pub event: Event,
    pub has_interval: bool,
}

/// Foreign lines seen so far, by card and instant: two of one millisecond keep their order.
pub type Ties = HashMap<(String, Timestamp), u16>;

/// Characters of a card's key at the most: deck, card and part.
const MAX_KEY: usize = 200;

/// Reads one line; `None` where it is blank.
///
/// `local` says which offset and rollover are in force here at an instant; a line that names its
/// offset or study day keeps it. Returns what is wrong with a line, and what to write.
pub fn parse(
    line: &[u8],
    ties: &mut Ties,
    local: &dyn Fn(Timestamp) -> DayBoundary,
) -> Result<Option<Read>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "it is not UTF-8".to_string())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let line: Line = serde_json::from_str(text).map_err(|error| in_our_words(&error))?;
    check_key(&line.card)?;
    let (at, offset) = parse_instant_and_offset(&line.at)
        .filter(|(at, _)| is_sensible(*at))
        .ok_or_else(|| {
            format!(
                "`at` is `{}`: write an instant such as 2026-11-20T08:00:00Z",
                line.at
            )
        })?;
    let here = local(at);
    let boundary = DayBoundary {
        utc_offset_minutes: offset_of(&line)?
            .or(offset)
            .unwrap_or(here.utc_offset_minutes),
        ..here
    };
    let day = day_of(&line, boundary.day_of(at))?;
    let uid = uid_of(&line, at, ties)?;
    let written = line.written.as_deref().map(parse_instant_and_offset);
    let written = written
        .map(|read| read.map(|(at, _)| at).ok_or("`written` is no instant"))
        .transpose()?;
    let action = action(&line)?;
    let event = Event {
        uid,
        device: line.device.unwrap_or_else(|| "import".to_string()),
        card: line.card,
        at,
        utc_offset_minutes: boundary.utc_offset_minutes,
        day,
        written,
        action,
    };
    Ok(Some(Read {
        event,
        has_interval: line.interval.is_some(),
    }))
}

/// Whether somebody may have answered at that instant: from 1990 on and before 2200.
pub fn is_sensible(at: Timestamp) -> bool {
    (631_152_000_000..7_258_118_400_000).contains(&at.0)
}

fn offset_of(line: &Line) -> Result<Option<i32>, String> {
    match line.utc_offset {
        Some(minutes) if MAX_OFFSET < minutes.abs() => Err(format!(
            "`utc_offset` is `{minutes}`: write minutes, at most 1080 to either side"
        )),
        offset => Ok(offset),
    }
}

/// Eighteen hours, in minutes.
const MAX_OFFSET: i32 = 1080;

/// The study day as it was written, which cannot be far from the instant; but where a card stands elsewhere
/// is told of the day of its last answer there, and another program may have moved the one and not the other.
fn day_of(line: &Line, here: Day) -> Result<Day, String> {
    let Some(text) = &line.day else {
        return Ok(here);
    };
    let is_adopted = line.kind.as_deref() == Some("adopt");
    let is_sensible = |day: Day| is_sensible(Timestamp(i64::from(day.0) * 86_400_000));
    parse_day(text)
        .filter(|day| (day.0 - here.0).abs() <= 2 || is_adopted && is_sensible(*day))
        .ok_or_else(|| {
            format!("`day` is `{text}`: write the study day of `at`, such as 2026-11-20")
        })
}

fn uid_of(line: &Line, at: Timestamp, ties: &mut Ties) -> Result<Uid, String> {
    let Some(text) = &line.uid else {
        return Ok(foreign_uid(line, at, ties));
    };
    let uid: Option<Uid> = text.parse().ok();
    uid.filter(|uid| uid.is_well_formed() && is_sensible(uid.at()))
        .ok_or_else(|| format!("`uid` is `{text}`: write a UUID of version 7"))
}

fn in_our_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.find(" at line").unwrap_or(text.len());
    format!("column {}: {}", error.column(), &text[..end])
}

fn check_key(key: &str) -> Result<(), String> {
    let parts: Vec<&str> = key.split('/').collect();
    let is_good = (2..=3).contains(&parts.len())
        && parts[..2].iter().all(|part| is_slug(part))
        && parts
            .get(2)
            .is_none_or(|part| Part::from_name(part).is_some())
        && key.len() <= MAX_KEY;
    if is_good {
        Ok(())
    } else {
        Err(format!(
            "`card` is `{key}`: write `deck/card`, of a-z, 0-9 and -"
        ))
    }
}

/// The uid of a line without one follows from its content: the same line is the same event.
fn foreign_uid(line: &Line, at: Timestamp, ties: &mut Ties) -> Uid {
    let tie = ties.entry((line.card.clone(), at)).or_default();
    let counter = *tie;
    *tie = tie.wrapping_add(1);
    Uid::new(at, counter, stable_hash(&line.card))
}

fn action(line: &Line) -> Result<Action, String> {
    Ok(match line.kind.as_deref().unwrap_or("answer") {
        "answer" => Action::Answer(answer(line)?),
        "undo" => {
            let voids = line.voids.as_deref().and_then(|uid| uid.parse().ok());
            Action::Undo {
                voids: voids.ok_or("an undo needs `voids`, the uid of what it takes back")?,
            }
        }
        "suspend" => Action::Suspend,
        "resume" => Action::Resume,
        "bury" => Action::Bury,
        "flag" => Action::Flag,
        "unflag" => Action::Unflag,
        "reset" => Action::Reset,
        "place" => Action::Place {
            interval: line
                .interval
                .ok_or("a placement needs `interval`, in days")?,
        },
        "adopt" => Action::Adopt(adopted(line)?),
        other => {
            return Err(format!(
                "`kind` is `{other}`, which this version does not know"
            ));
        }
    })
}

fn adopted(line: &Line) -> Result<Adopted, String> {
    let within = |figure: Option<f32>, range: RangeInclusive<f32>, what: &str| {
        figure
            .filter(|figure| range.contains(figure))
            .ok_or_else(|| format!("what is adopted needs {what}"))
    };
    Ok(Adopted {
        memory: Memory {
            stability: within(line.stability, 0.001..=36_500.0, "`stability`, in days")?,
            difficulty: within(line.difficulty, 1.0..=10.0, "`difficulty`, 1 to 10")?,
        },
        interval: line
            .interval
            .ok_or("what is adopted needs `interval`, in days")?,
        reps: line.reps.unwrap_or(0),
        lapses: line.lapses.unwrap_or(0),
    })
}

fn answer(line: &Line) -> Result<Answer, String> {
    let rating = line
        .rating
        .as_ref()
        .ok_or("`rating` is missing: again, hard, good, easy, or 1 to 4")?;
    let mode = match &line.mode {
        None => Mode::Import,
        Some(mode) => Mode::from_name(mode).ok_or_else(|| format!("`mode` is `{mode}`"))?,
    };
    let in_unit = |value: &f32| (0.0..=1.0).contains(value);
    if line.predicted.is_some_and(|predicted| !in_unit(&predicted)) {
        return Err("`predicted` is a chance, 0 to 1".to_string());
    }
    Ok(Answer {
        rating: rating_of(rating)?,
        interval: line.interval.unwrap_or(0),
        duration_ms: line.duration_ms,
        mode,
        predicted: line.predicted,
        params: line.params.unwrap_or(0),
        suggested: line.suggested.as_deref().and_then(Rating::from_name),
    })
}

fn rating_of(value: &serde_json::Value) -> Result<Rating, String> {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_string);
    Rating::from_name(&text)
        .ok_or_else(|| format!("`rating` is `{text}`: write again, hard, good, easy, or 1 to 4"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str) -> Result<Option<Read>, String> {
        let utc = |_| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        };
        parse(line.as_bytes(), &mut Ties::new(), &utc)
    }

    fn check(line: &str, expected: &str) {
        assert_eq!(read(line).err().as_deref(), Some(expected), "{line}");
    }

    const SHORT: &str = r#"{"card":"kafka/groups","at":"2026-11-20T03:00:00Z","rating":"good"}"#;

    #[test]
    fn three_fields_are_enough() {
        let read = read(SHORT).unwrap().unwrap();
        assert!(!read.has_interval);
        assert_eq!(
            crate::model::civil::format_day(read.event.day),
            "2026-11-19"
        );
        assert!(matches!(
            read.event.action,
            Action::Answer(Answer {
                rating: Rating::Good,
                ..
            })
        ));
    }

    #[test]
    fn the_same_line_is_the_same_event() {
        let uid = |line: &str| read(line).unwrap().unwrap().event.uid;
        assert_eq!(uid(SHORT), uid(SHORT));
        assert_ne!(uid(SHORT), uid(&SHORT.replace("groups", "keys")));
    }

    #[test]
    fn two_answers_of_one_millisecond_keep_their_order() {
        let utc = |_| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        };
        let mut ties = Ties::new();
        let mut uid = || {
            parse(SHORT.as_bytes(), &mut ties, &utc)
                .unwrap()
                .unwrap()
                .event
                .uid
        };
        assert!(uid() < uid());
    }

    #[test]
    fn the_offset_behind_an_instant_decides_its_day() {
        let line = SHORT.replace("03:00:00Z", "03:00:00-05:00");
        let day = read(&line).unwrap().unwrap().event.day;
        assert_eq!(crate::model::civil::format_day(day), "2026-11-19");
    }

    #[test]
    fn where_a_card_stood_elsewhere_may_be_of_another_day() {
        let on = |day: &str| {
            let memory = r#""kind":"adopt","interval":3,"stability":4.5,"difficulty":5"#;
            let at = "2026-11-20T03:00:00Z";
            let line = format!(r#"{{"card":"d/a","at":"{at}",{memory},"day":"{day}"}}"#);
            read(&line).map(|read| crate::model::civil::format_day(read.unwrap().event.day))
        };
        assert_eq!(on("2026-01-05").unwrap(), "2026-01-05");
        assert!(on("9999-12-31").is_err());
    }

    #[test]
    fn ratings_come_by_name_or_number() {
        for rating in ["\"again\"", "\"Easy\"", "1", "4", "\"3\""] {
            assert!(read(&SHORT.replace("\"good\"", rating)).is_ok(), "{rating}");
        }
        check(
            &SHORT.replace("\"good\"", "5"),
            "`rating` is `5`: write again, hard, good, easy, or 1 to 4",
        );
    }

    #[test]
    fn a_uid_or_day_that_would_break_the_order_is_refused() {
        let with = |field: &str| SHORT.replace("{", &format!("{{{field},"));
        check(
            &with("\"uid\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\""),
            "`uid` is `ffffffff-ffff-ffff-ffff-ffffffffffff`: write a UUID of version 7",
        );
        check(
            &with("\"day\":\"9999-12-31\""),
            "`day` is `9999-12-31`: write the study day of `at`, such as 2026-11-20",
        );
        check(
            &with("\"utc_offset\":2147483647"),
            "`utc_offset` is `2147483647`: write minutes, at most 1080 to either side",
        );
    }

    #[test]
    fn what_is_no_card_or_instant_is_refused() {
        check(
            &SHORT.replace("kafka/groups", "../../etc/passwd"),
            "`card` is `../../etc/passwd`: write `deck/card`, of a-z, 0-9 and -",
        );
        check(
            &SHORT.replace("2026-11-20T03:00:00Z", "yesterday"),
            "`at` is `yesterday`: write an instant such as 2026-11-20T08:00:00Z",
        );
        check(
            "{\"card\":1}",
            "column 9: invalid type: integer `1`, expected a string",
        );
    }

    proptest! {
        #[test]
        fn no_line_panics(line in any::<Vec<u8>>()) {
            let utc = |_| DayBoundary { rollover_hour: 4, utc_offset_minutes: 0 };
            let _ = parse(&line, &mut Ties::new(), &utc);
        }
    }
}
