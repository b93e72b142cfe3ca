//! The plugin's scheduling comments: `<!--SR:!2024-12-23,1,210!2024-12-24,2,230-->`, one part for
//! each card in order, and the longer form of its FSRS.

use crate::import::draft::{History, Standing};
use crate::import::format::Options;
use crate::import::text::schedule::{before, count, day, days, ease, number};

/// Reads what stands between `<!--SR:` and `-->`: a history for each card that has one, and whether
/// all of it could be read.
pub fn histories(comment: &str, options: &Options) -> (Vec<Option<History>>, bool) {
    let mut is_whole = true;
    let parts = comment.split('!').skip(1).map(|part| {
        let fields: Vec<&str> = part.split(',').map(str::trim).collect();
        // The plugin writes this for a card that was never answered beside one that was.
        if fields[0] == "2000-01-01" {
            return None;
        }
        let standing = match fields[0] {
            "fsrs" => fsrs(&fields[1..], options),
            _ => sm2(&fields, options),
        };
        is_whole &= standing.is_some();
        standing.map(|standing| History {
            standing: Some(standing),
            ..History::default()
        })
    });
    let histories = parts.collect();
    (histories, is_whole)
}

/// Due day, interval, ease in percent.
fn sm2(fields: &[&str], options: &Options) -> Option<Standing> {
    let due = due_day(fields.first()?, options)?;
    let interval = days(fields.get(1)?)?;
    let percent = fields.get(2).and_then(|text| number(text));
    Some(Standing {
        due: Some(due),
        last_day: Some(before(due, interval)),
        interval,
        ease: percent.and_then(|percent| ease(&(percent / 100.0).to_string())),
        reps: 1,
        ..Standing::default()
    })
}

/// Due, interval, stability, difficulty, state, repetitions, lapses, steps, last answer.
fn fsrs(fields: &[&str], options: &Options) -> Option<Standing> {
    let field = |idx: usize| fields.get(idx).copied();
    let due = due_day(field(0)?, options)?;
    let interval = days(field(1)?)?;
    let (stability, difficulty) = (number(field(2)?)?, number(field(3)?)?);
    if stability <= 0.0 || !(1.0..=10.0).contains(&difficulty) {
        return None;
    }
    let last_day = field(8).and_then(|text| due_day(text, options));
    Some(Standing {
        stability: Some(stability as f32),
        difficulty: Some(difficulty as f32),
        due: Some(due),
        last_day: last_day.or(Some(before(due, interval))),
        interval,
        ease: None,
        reps: field(5).map_or(1, count).max(1),
        lapses: field(6).map_or(0, count),
    })
}

/// Old versions of the plugin wrote `25-12-2024`.
fn due_day(text: &str, options: &Options) -> Option<crate::model::time::Day> {
    day(text, options).or_else(|| {
        let parts: Vec<&str> = text.split('-').collect();
        let [date, month, year] = parts[..] else {
            return None;
        };
        day(&format!("{year}-{month}-{date}"), options)
    })
}
