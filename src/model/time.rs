//! Instants and study days.
//!
//! The study day is not the calendar's: a card answered at 01:30 still belongs to the evening
//! before. Nothing here reads a clock; callers pass the instant in.

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// Whole study days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// Returns the day `days` later; stops at the last day that can be written.
    pub fn plus(self, days: u32) -> Day {
        Day(self
            .0
            .saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
    }

    /// Returns the whole days from `earlier` to this day, 0 where `earlier` is later.
    ///
    /// A clock that was moved back, or a flight west over the date line, gives a day before the
    /// last one; such an answer counts as one of the same day.
    pub fn since(self, earlier: Day) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }
}

/// Where one study day ends and the next begins, at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayBoundary {
    /// Local hour at which the new day starts, 0..=23.
    pub rollover_hour: u8,
    /// Local time minus UTC in minutes, at the instant asked about.
    pub utc_offset_minutes: i32,
}

impl DayBoundary {
    /// Returns the study day that `at` falls in: the local civil date, or the date before where
    /// the local hour is earlier than the rollover.
    ///
    /// The offset is the one in force at `at` itself, never at `at` minus the rollover: around a
    /// DST change the two differ, and the day would step back.
    pub fn day_of(self, at: Timestamp) -> Day {
        let local = at.0 + i64::from(self.utc_offset_minutes) * 60_000;
        let since_rollover = local - i64::from(self.rollover_hour) * 3_600_000;
        Day(i32::try_from(since_rollover.div_euclid(86_400_000)).unwrap_or(i32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn day(at_hours: i64, rollover_hour: u8, utc_offset_minutes: i32) -> i32 {
        DayBoundary {
            rollover_hour,
            utc_offset_minutes,
        }
        .day_of(Timestamp(at_hours * HOUR))
        .0
    }

    #[test]
    fn the_hours_before_the_rollover_belong_to_the_day_before() {
        assert_eq!(day(24 + 3, 4, 0), 0);
        assert_eq!(day(24 + 4, 4, 0), 1);
    }

    #[test]
    fn the_offset_moves_the_day() {
        assert_eq!(day(24 + 3, 4, 60), 1);
        assert_eq!(day(24 + 4, 4, -60), 0);
    }

    #[test]
    fn instants_before_1970_have_negative_days() {
        assert_eq!(day(0, 4, 0), -1);
    }

    #[test]
    fn a_day_before_the_last_counts_as_the_same_day() {
        assert_eq!(Day(3).since(Day(5)), 0);
        assert_eq!(Day(5).since(Day(3)), 2);
    }
}
