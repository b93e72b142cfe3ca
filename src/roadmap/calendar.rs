//! The windows of a roadmap as a calendar: where one should be by now, and where one is.

use super::standing::{self, MASTERED, Standings};
use crate::model::roadmap::{Roadmap, Section, SectionKind};

/// Mean length of a month, in days.
const MONTH: f64 = 30.44;
const WEEK: f64 = 7.0;
const YEAR: f64 = 365.25;

/// A stretch of time, in days since the learner began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub start: f64,
    pub end: f64,
}

/// How the learner stands against the windows of the roadmap's curriculum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Days since the learner began.
    pub elapsed: f64,
    /// Days ahead of the roadmap, below 0 behind it.
    pub ahead: f64,
}

/// Reads a window: `months 1-6`, `month 3`, `week 2`, `6-12 months`, `1-2 years`, `3+ years`.
///
/// `months 1-6` counts months that run, so it ends with the sixth; `6-12 months` counts months that
/// have passed. A date as in `by 2025-12-31` is nobody's own calendar, and no window.
pub fn window(text: &str) -> Option<Window> {
    // A month of which weeks are named has four.
    if let Some((month, week)) = text.split_once(", ") {
        let (month, week) = (window(month)?, window(week)?);
        let start = (month.start / MONTH).round() * 4.0 * WEEK + week.start;
        let end = start + week.end - week.start;
        return Some(Window { start, end });
    }
    let (first, second) = text.split_once(' ')?;
    if let Some(unit) = unit(first) {
        let (from, to) = range(second)?;
        let to = to.unwrap_or(from);
        return Some(Window {
            start: (from - 1.0) * unit,
            end: to * unit,
        });
    }
    let unit = unit(second)?;
    let (from, to) = range(first)?;
    // Without an end it is as long as what came before.
    Some(Window {
        start: from * unit,
        end: to.unwrap_or(2.0 * from) * unit,
    })
}

fn unit(word: &str) -> Option<f64> {
    match word.trim_end_matches('s') {
        "week" => Some(WEEK),
        "month" => Some(MONTH),
        "year" => Some(YEAR),
        _ => None,
    }
}

/// Reads `3`, `1-6` or `3+`: where it begins, and its end where one is named.
fn range(text: &str) -> Option<(f64, Option<f64>)> {
    let number = |text: &str| text.parse::<u16>().ok().map(f64::from);
    match text.split_once('-') {
        Some((from, to)) => Some((number(from)?, Some(number(to)?))),
        None => Some((number(text.trim_end_matches('+'))?, None)),
    }
}

/// The window of a section; a week counts from the beginning of its part.
///
/// Parts are as long as their weeks: four to a month, where the roadmap says `month 2`, `week 3`.
pub fn section_window(roadmap: &Roadmap, section: &Section) -> Option<Window> {
    let own = section.window.as_deref().and_then(window)?;
    let part = roadmap
        .parts
        .iter()
        .position(|part| section.part.as_ref() == Some(&part.id));
    let Some(part) = part else {
        return Some(own);
    };
    let earlier = roadmap.parts[..part].iter().map(|part| part.id.as_str());
    let earlier: Vec<&str> = earlier.collect();
    let stands_before =
        |one: &&Section| one.part.as_deref().is_some_and(|id| earlier.contains(&id));
    let before = roadmap.sections.iter().filter(stands_before).count();
    let shift = before as f64 * WEEK;
    Some(Window {
        start: own.start + shift,
        end: own.end + shift,
    })
}

/// How far the learner is, `elapsed` days after beginning; `None` where the curriculum has no
/// windows.
///
/// Within its window a section is expected to grow evenly from nothing to mastered. The day on
/// which what is expected equals what is there is the learner's day in the roadmap.
pub fn pace(roadmap: &Roadmap, standings: &Standings, elapsed: f64) -> Option<Pace> {
    let core = roadmap
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Core);
    let planned: Vec<(Window, f64, f64)> = core
        .filter_map(|section| {
            let window = section_window(roadmap, section)?;
            let topics = section.entries.iter().map(|entry| entry.topic.as_str());
            let standing = standing::sum(standings, topics);
            let weight = f64::from(standing.cards);
            Some((
                window,
                weight,
                weight * (standing.mastery() / MASTERED).min(1.0),
            ))
        })
        .collect();
    if planned.iter().all(|(_, weight, _)| *weight == 0.0) {
        return None;
    }
    let there: f64 = planned.iter().map(|(_, _, done)| done).sum();
    let expected = |day: f64| -> f64 {
        let share =
            |window: &Window| ((day - window.start) / (window.end - window.start)).clamp(0.0, 1.0);
        planned
            .iter()
            .map(|(window, weight, _)| weight * share(window))
            .sum()
    };
    let last = planned
        .iter()
        .map(|(window, ..)| window.end)
        .fold(0.0, f64::max);
    let own_day = day_of(there, last, expected);
    // Beyond the last window nothing more is expected.
    let ahead = own_day - elapsed.min(last);
    Some(Pace { elapsed, ahead })
}

/// The first day on which `expected`, which never falls, reaches `there`; by halving.
fn day_of(there: f64, last: f64, expected: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, last);
    if expected(low) >= there {
        return low;
    }
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        match expected(middle) < there {
            true => low = middle,
            false => high = middle,
        }
    }
    high
}

impl Pace {
    /// `month 3: you are two weeks ahead`.
    pub fn words(&self) -> String {
        let month = (self.elapsed / MONTH) as u32 + 1;
        let days = self.ahead.abs().round() as u32;
        let side = if 0.0 < self.ahead { "ahead" } else { "behind" };
        let lead = match days {
            0..=2 => return format!("month {month}: you are on time"),
            3..=10 => format!("{days} days"),
            11..=56 => format!("{} weeks", (f64::from(days) / WEEK).round()),
            _ => format!("{:.1} months", f64::from(days) / MONTH),
        };
        format!("month {month}: you are {lead} {side}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Standing;
    use super::*;
    use crate::catalogue::roadmaps;

    fn check(text: &str, expected: Option<(f64, f64)>) {
        let window = window(text).map(|window| (window.start.round(), window.end.round()));
        assert_eq!(window, expected, "{text}");
    }

    #[test]
    fn windows_are_read_as_they_are_written() {
        check("months 1-6", Some((0.0, 183.0)));
        check("month 3", Some((61.0, 91.0)));
        check("week 2", Some((7.0, 14.0)));
        check("month 4, week 4", Some((105.0, 112.0)));
        check("6-12 months", Some((183.0, 365.0)));
        check("1-2 years", Some((365.0, 731.0)));
        check("3+ years", Some((1096.0, 2192.0)));
        check("by 2025-12-31", None);
        check("some day", None);
        check("", None);
    }

    #[test]
    fn every_window_of_the_built_in_roadmaps_is_read() {
        for roadmap in &roadmaps::built_in() {
            let sections = roadmap
                .sections
                .iter()
                .filter_map(|section| section.window.as_deref());
            let phases = roadmap
                .schedule
                .iter()
                .flat_map(|schedule| &schedule.phases);
            let parts = roadmap.parts.iter().map(|part| part.window.as_str());
            let milestones = roadmap
                .milestones
                .iter()
                .filter_map(|one| one.window.as_deref());
            let all = sections.chain(phases.map(|phase| phase.window.as_str()));
            for text in all
                .chain(parts)
                .chain(milestones)
                .filter(|text| !text.starts_with("by "))
            {
                assert!(window(text).is_some(), "{} {text}", roadmap.id);
            }
        }
    }

    #[test]
    fn weeks_count_from_the_beginning_of_their_part() {
        let all = roadmaps::built_in();
        let roadmap = all
            .iter()
            .find(|one| one.id == "senior-software-engineering-roadmap")
            .unwrap();
        let find = |id: &str| {
            roadmap
                .sections
                .iter()
                .find(|section| section.id == id)
                .unwrap()
        };
        let window = |id| section_window(roadmap, find(id)).unwrap();
        assert_eq!(
            window("system-design-foundations"),
            Window {
                start: 0.0,
                end: 7.0
            }
        );
        assert_eq!(
            window("database-internals"),
            Window {
                start: 56.0,
                end: 63.0
            }
        );
        assert_eq!(
            window("capstone"),
            Window {
                start: 105.0,
                end: 112.0
            }
        );
    }

    /// Every topic of the roadmap at this mastery.
    fn at(roadmap: &Roadmap, mastery: f64) -> Standings {
        let entries = roadmap.sections.iter().flat_map(|section| &section.entries);
        entries
            .map(|entry| {
                let standing = Standing {
                    cards: 10,
                    seen: 10,
                    due: 0,
                    recall: 10.0 * mastery,
                };
                (entry.topic.clone(), standing)
            })
            .collect()
    }

    #[test]
    fn who_knows_nothing_falls_behind_by_as_much_as_passes() {
        let all = roadmaps::built_in();
        let roadmap = all
            .iter()
            .find(|one| one.id == "senior-software-engineering-roadmap")
            .unwrap();
        let ahead = |mastery, day| {
            pace(roadmap, &at(roadmap, mastery), day)
                .unwrap()
                .ahead
                .round()
        };
        assert_eq!(ahead(0.0, 0.0), 0.0);
        assert_eq!(ahead(0.0, 30.0), -30.0);
        assert_eq!(ahead(1.0, 30.0), 112.0 - 30.0);
        // After the last window there is nothing more to be behind of.
        assert_eq!(ahead(1.0, 300.0), 0.0);
        assert_eq!(ahead(0.0, 300.0), -112.0);
    }

    #[test]
    fn half_of_all_is_the_middle_of_the_roadmap() {
        let all = roadmaps::built_in();
        let roadmap = all
            .iter()
            .find(|one| one.id == "junior-to-senior-backend-engineer")
            .unwrap();
        let day = |mastery| pace(roadmap, &at(roadmap, mastery), 0.0).unwrap().ahead;
        assert!(day(0.2) < day(0.4) && day(0.4) < day(0.6));
    }

    #[test]
    fn a_roadmap_without_windows_has_no_pace() {
        let all = roadmaps::built_in();
        let roadmap = all.iter().find(|one| one.id == "backend-roadmap").unwrap();
        assert_eq!(pace(roadmap, &at(roadmap, 0.5), 10.0), None);
    }

    #[test]
    fn the_pace_is_said_in_words() {
        let words = |elapsed, ahead| Pace { elapsed, ahead }.words();
        assert_eq!(words(70.0, 14.0), "month 3: you are 2 weeks ahead");
        assert_eq!(words(5.0, -4.0), "month 1: you are 4 days behind");
        assert_eq!(words(0.0, 1.0), "month 1: you are on time");
        assert_eq!(words(200.0, -91.3), "month 7: you are 3.0 months behind");
    }
}
