//! The one place that reads the clock, the time zone and chance.

use crate::model::time::{Day, DayBoundary, Timestamp};
use jiff::tz::TimeZone;
use std::time::{SystemTime, UNIX_EPOCH};

/// What time it is, and where.
pub struct Clock {
    /// `RETAIN_NOW`: the clock stands still at this instant.
    fixed: Option<Timestamp>,
    zone: TimeZone,
    rollover_hour: u8,
}

impl Clock {
    /// Reads `RETAIN_NOW` and the local time zone.
    ///
    /// Returns what is wrong with `RETAIN_NOW` where it is no instant.
    pub fn new(rollover_hour: u8) -> Result<Clock, String> {
        let fixed = match std::env::var("RETAIN_NOW") {
            Ok(text) if !text.is_empty() => Some(parse_instant(&text).ok_or_else(|| {
                format!("RETAIN_NOW is `{text}`: write an instant such as 2026-11-20T08:00:00Z")
            })?),
            _ => None,
        };
        Ok(Clock {
            fixed,
            zone: local_zone(),
            rollover_hour,
        })
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the edge that reads the clock"
    )]
    pub fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(|| {
            let since = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }

    /// Local time minus UTC in minutes, at that instant.
    pub fn offset_minutes(&self, at: Timestamp) -> i32 {
        let instant = instant(at);
        self.zone.to_offset(instant).seconds().div_euclid(60)
    }

    pub fn boundary(&self, at: Timestamp) -> DayBoundary {
        DayBoundary {
            rollover_hour: self.rollover_hour,
            utc_offset_minutes: self.offset_minutes(at),
        }
    }

    /// The study day of that instant, here.
    pub fn day_of(&self, at: Timestamp) -> Day {
        self.boundary(at).day_of(at)
    }

    pub fn today(&self) -> Day {
        self.day_of(self.now())
    }

    /// Whether a test or a demo has fixed the time.
    pub fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    pub fn rollover_hour(&self) -> u8 {
        self.rollover_hour
    }

    /// The name of the zone, for `doctor`.
    pub fn zone_name(&self) -> String {
        match self.zone.iana_name() {
            Some(name) => name.to_string(),
            None => self.zone.to_offset(instant(self.now())).to_string(),
        }
    }
}

/// A random number. Never fixed: names of events and machines must not meet.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge that throws the dice"
)]
pub fn chance() -> u64 {
    rand::random()
}

/// What shuffles start from: `RETAIN_SEED`, or chance.
pub fn seed() -> u64 {
    let fixed = std::env::var("RETAIN_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    fixed.unwrap_or_else(chance)
}

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
    Some(Day((date - epoch).get_days()))
}

fn civil(day: Day) -> jiff::civil::Date {
    let span = jiff::Span::new().days(i64::from(day.0).clamp(-700_000, 2_900_000));
    jiff::civil::date(1970, 1, 1).saturating_add(span)
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::MAX)
}

/// `TZ` where it is set; else `/etc/localtime`, which is 100 times quicker to read than a look
/// through the whole zone database; else whatever jiff finds.
fn local_zone() -> TimeZone {
    if std::env::var_os("TZ").is_none() {
        let bytes = std::fs::read("/etc/localtime").ok();
        if let Some(zone) = bytes.and_then(|bytes| TimeZone::tzif("Local", &bytes).ok()) {
            return zone;
        }
    }
    TimeZone::system()
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
