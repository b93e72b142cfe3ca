//! The one place that reads the clock, the time zone and chance.

use crate::model::civil::{instant, parse_instant};
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

    /// The local date and time of that instant, to the minute: `2026-11-21 10:01`.
    pub fn local(&self, at: Timestamp) -> String {
        instant(at)
            .to_zoned(self.zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
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
