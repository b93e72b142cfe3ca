//! Instants and study days as text: RFC 3339 and dates.

use super::time::{Day, Timestamp};

/// Reads an instant in RFC 3339, with `Z` or an offset.
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    let instant: jiff::Timestamp = text.trim().parse().ok()?;
    Some(Timestamp(instant.as_millisecond()))
}

/// Reads an instant together with the offset in minutes that stands behind it; `Z` has none.
pub fn parse_instant_and_offset(text: &str) -> Option<(Timestamp, Option<i32>)> {
    let at = parse_instant(text)?;
    let text = text.trim();
    let sign_idx = text.rfind(['+', '-']).filter(|idx| 10 < *idx);
    let offset = sign_idx.and_then(|idx| {
        let (hours, minutes) = text[idx + 1..]
            .split_once(':')
            .unwrap_or((&text[idx + 1..], "0"));
        let total = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
        Some(if text.as_bytes()[idx] == b'-' {
            -total
        } else {
            total
        })
    });
    Some((at, offset))
}

/// Writes an instant in RFC 3339, UTC, with milliseconds where there are any.
pub fn format_instant(at: Timestamp) -> String {
    instant(at).to_string()
}

/// The civil date of a study day, `2026-11-21`.
pub fn format_day(day: Day) -> String {
    civil(day).to_string()
}

/// Reads `2026-11-21` as a study day.
pub fn parse_day(text: &str) -> Option<Day> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let day = Day((date - epoch).get_days());
    // Days behind the last one that can be shown are none.
    (civil(day) == date).then_some(day)
}

fn civil(day: Day) -> jiff::civil::Date {
    let span = jiff::Span::new().days(i64::from(day.0).clamp(-700_000, 2_900_000));
    jiff::civil::date(1970, 1, 1).saturating_add(span)
}

/// The instant in jiff's terms; the last one there where it lies behind that.
pub fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back() {
        let at = parse_instant("2026-11-20T08:00:00.25+01:00").unwrap();
        assert_eq!(format_instant(at), "2026-11-20T07:00:00.25Z");
    }

    #[test]
    fn the_offset_behind_an_instant_is_kept() {
        let minutes = |text: &str| parse_instant_and_offset(text).unwrap().1;
        assert_eq!(minutes("2026-11-20T08:00:00Z"), None);
        assert_eq!(minutes("2026-11-20T08:00:00+05:30"), Some(330));
        assert_eq!(minutes("2026-11-20T08:00:00-03:00"), Some(-180));
    }

    #[test]
    fn days_are_written_as_dates() {
        assert_eq!(format_day(Day(0)), "1970-01-01");
        assert_eq!(parse_day(&format_day(Day(20_778))), Some(Day(20_778)));
    }

    #[test]
    fn a_day_out_of_the_calendar_is_no_panic() {
        format_day(Day(i32::MAX));
        format_instant(Timestamp(i64::MAX));
    }
}
