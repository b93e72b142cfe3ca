//! Days and spans as foreign schedules write them. What no schedule can mean is none.

use crate::import::format::Options;
use crate::model::civil::{parse_day, parse_instant};
use crate::model::time::{Day, Timestamp};

/// The words for schedules that are left out.
pub const UNREADABLE: &str = "schedules that cannot be read";

/// The longest interval that is believed: a hundred years.
const INTERVAL_MAX: f64 = 36_525.0;

/// Reads an instant, or a date with or without a local time: `2025-03-01`, `2020-03-04 Wed 20:22`.
///
/// `None` also for days before 2000 and after 2100.
pub fn day(text: &str, options: &Options) -> Option<Day> {
    let text = text.trim().trim_matches(['[', ']', '<', '>', '"']);
    let day = match parse_instant(text) {
        Some(at) => (options.local)(at).day_of(at),
        None => local_day(text, options)?,
    };
    let (first, last) = (parse_day("2000-01-01")?, parse_day("2100-12-31")?);
    (first..=last).contains(&day).then_some(day)
}

fn local_day(text: &str, options: &Options) -> Option<Day> {
    let date = parse_day(text.get(..10)?)?;
    let hour = text[10..].split([' ', 'T']).find_map(|word| {
        let (hour, _) = word.split_once(':')?;
        hour.parse::<u8>().ok()
    });
    let noon = Timestamp(i64::from(date.0) * 86_400_000 + 43_200_000);
    let rollover = (options.local)(noon).rollover_hour;
    match hour.is_some_and(|hour| hour < rollover) {
        true => Some(Day(date.0 - 1)),
        false => Some(date),
    }
}

/// Reads days, whole or not; below 0, above a hundred years and nonsense are `None`.
pub fn days(text: &str) -> Option<u32> {
    let days = number(text)?;
    (0.0..=INTERVAL_MAX)
        .contains(&days)
        .then(|| days.round() as u32)
}

/// Reads a finite number.
pub fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

/// Reads a count.
pub fn count(text: &str) -> u32 {
    text.trim().parse().unwrap_or(0)
}

/// Reads an SM-2 ease, 1.3 to 10.
pub fn ease(text: &str) -> Option<f32> {
    let ease = number(text)? as f32;
    (1.0..=10.0).contains(&ease).then(|| ease.max(1.3))
}

/// Returns the day of the last answer, where only the next one and the interval are known.
pub fn before(due: Day, interval: u32) -> Day {
    Day(due
        .0
        .saturating_sub(i32::try_from(interval).unwrap_or(i32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::admit::tests::options;
    use crate::model::civil::format_day;
    use crate::model::time::DayBoundary;

    fn date(text: &str) -> Option<String> {
        day(text, &options()).map(format_day)
    }

    #[test]
    fn dates_and_instants_are_days() {
        assert_eq!(date("2025-03-01").as_deref(), Some("2025-03-01"));
        assert_eq!(
            date("[2020-03-04 ons 20:22]").as_deref(),
            Some("2020-03-04")
        );
        assert_eq!(
            date("2025-08-02T12:09:22.924Z").as_deref(),
            Some("2025-08-02")
        );
    }

    #[test]
    fn a_late_evening_belongs_to_the_day_before() {
        let late = |_| DayBoundary {
            rollover_hour: 4,
            utc_offset_minutes: 0,
        };
        let options = Options::plain(&late);
        assert_eq!(
            day("2020-03-04 01:30", &options).map(format_day).as_deref(),
            Some("2020-03-03")
        );
        assert_eq!(
            day("2020-03-04", &options).map(format_day).as_deref(),
            Some("2020-03-04")
        );
    }

    #[test]
    fn what_no_schedule_can_mean_is_none() {
        for text in [
            "",
            "1999-12-31",
            "2101-01-01",
            "tomorrow",
            "2025-13-01",
            "2025-03-0é",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(days("4.14"), Some(4));
        assert_eq!(days("-1"), None);
        assert_eq!(days("1e9"), None);
        assert_eq!(days("NaN"), None);
        assert_eq!(ease("2.5"), Some(2.5));
        assert_eq!(ease("250"), None);
    }
}
