//! What happened: the events of the log, and their order.
//!
//! The log is the truth and is only appended to; everything else is computed from it. Two
//! machines' logs are joined by union, so the order of events must not depend on where they were
//! stored: it is the order of their uids.

use super::memory::Memory;
use super::time::{Day, Timestamp};
use std::fmt;
use std::str::FromStr;

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub uid: Uid,
    /// The machine that wrote it: a random name, made once for each collection.
    pub device: String,
    /// Key of the review card: `deck/card` or `deck/card/part`.
    pub card: String,
    pub at: Timestamp,
    /// Local time minus UTC in minutes, when it was written.
    pub utc_offset_minutes: i32,
    /// The study day, computed when it was written and never again: the learner may since have
    /// moved to another time zone, and yesterday must not become today in hindsight.
    pub day: Day,
    /// When it was written, where it tells of an earlier instant: `retain answer --at`.
    pub written: Option<Timestamp>,
    pub action: Action,
}

/// What was done to the card.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Answer(Answer),
    /// Takes back the event of that uid.
    Undo {
        voids: Uid,
    },
    Suspend,
    Resume,
    /// Hides the card until the next study day.
    Bury,
    Flag,
    Unflag,
    /// Forgets the card: it is new again, its history stays.
    Reset,
    /// Gives a new card of a topic that is known already its first interval, in days.
    Place {
        interval: u32,
    },
    /// Takes over where the card stands in another program.
    Adopt(Adopted),
}

/// Where a card stood in another program, on the study day of the event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adopted {
    pub memory: Memory,
    /// Days until it returns; 0 where it was forgotten and not passed since.
    pub interval: u32,
    pub reps: u32,
    pub lapses: u32,
}

/// One graded answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub rating: Rating,
    /// Days until the card returns, as promised on the button; 0 for Again (the same sitting).
    pub interval: u32,
    /// From question to grade, in milliseconds; `None` where nobody measured.
    pub duration_ms: Option<u32>,
    pub mode: Mode,
    /// Chance of recall at that moment, 0..=1; `None` for a first answer.
    pub predicted: Option<f32>,
    /// The FSRS parameter set in force, 0 for the defaults.
    pub params: i64,
    /// What the program would have graded, for typed, number and order cards.
    pub suggested: Option<Rating>,
}

/// How an answer came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A sitting of `retain review`.
    Review,
    /// `retain answer`, by a script.
    Script,
    /// `retain log import` of a foreign log.
    Import,
    /// A question of a quiz that was missed, where the learner lets it count.
    Quiz,
}

impl Mode {
    pub const ALL: [Mode; 4] = [Mode::Review, Mode::Script, Mode::Import, Mode::Quiz];

    pub fn name(self) -> &'static str {
        match self {
            Mode::Review => "review",
            Mode::Script => "script",
            Mode::Import => "import",
            Mode::Quiz => "quiz",
        }
    }

    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// How well the answer was recalled. Hard means recalled, with effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    Again = 1,
    Hard = 2,
    Good = 3,
    Easy = 4,
}

impl Rating {
    pub const ALL: [Rating; 4] = [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy];

    /// The grade as keys and FSRS number it, 1..=4.
    pub fn number(self) -> u8 {
        self as u8
    }

    pub fn from_number(number: u8) -> Option<Rating> {
        Rating::ALL
            .into_iter()
            .find(|rating| rating.number() == number)
    }

    /// The grade as words in JSON and on the command line: `again`, `hard`, `good`, `easy`.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Again => "again",
            Rating::Hard => "hard",
            Rating::Good => "good",
            Rating::Easy => "easy",
        }
    }

    /// Reads a name in any case, or a number 1..=4.
    pub fn from_name(name: &str) -> Option<Rating> {
        Rating::ALL.into_iter().find(|rating| {
            rating.name().eq_ignore_ascii_case(name) || name == rating.number().to_string()
        })
    }
}

/// A globally unique name of an event that sorts by time: a UUID of version 7 (RFC 9562, 5.7).
///
/// A device never writes a uid below its last one, even where its clock was moved back (see
/// [`Uid::after`]): the order of uids is the order in which things happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(pub [u8; 16]);

impl Uid {
    /// Builds the uid of the instant `at`; `counter` (12 bits used) orders those of one
    /// millisecond, `random` (62 bits used) tells devices apart.
    pub fn new(at: Timestamp, counter: u16, random: u64) -> Uid {
        let ms = at.0.max(0) as u64 & 0xffff_ffff_ffff;
        let high = ms << 16 | 0x7000 | u64::from(counter & 0x0fff);
        let low = 0x8000_0000_0000_0000 | random >> 2;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&high.to_be_bytes());
        bytes[8..].copy_from_slice(&low.to_be_bytes());
        Uid(bytes)
    }

    /// Builds a uid for `at` that sorts behind `last`, as a hybrid logical clock does: where the
    /// clock stands behind `last`, the time in it is that of `last`, counted on.
    pub fn after(last: Option<Uid>, at: Timestamp, random: u64) -> Uid {
        let Some(last) = last else {
            return Uid::new(at, 0, random);
        };
        if last.at() < at {
            return Uid::new(at, 0, random);
        }
        match last.counter() {
            0x0fff => Uid::new(Timestamp(last.at().0 + 1), 0, random),
            counter => Uid::new(last.at(), counter + 1, random),
        }
    }

    /// The smallest uid of the instant, for ranges.
    pub fn floor(at: Timestamp) -> Uid {
        let mut uid = Uid::new(at, 0, 0);
        uid.0[6..].fill(0);
        uid
    }

    /// The instant in it, to the millisecond.
    pub fn at(self) -> Timestamp {
        let mut bytes = [0; 8];
        bytes[2..].copy_from_slice(&self.0[..6]);
        Timestamp(i64::from_be_bytes(bytes))
    }

    /// Whether it is a UUID of version 7 and of the usual variant.
    pub fn is_well_formed(self) -> bool {
        self.0[6] >> 4 == 7 && self.0[8] >> 6 == 0b10
    }

    /// A number that sorts as it does, and more quickly.
    pub fn number(self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    fn counter(self) -> u16 {
        u16::from_be_bytes([self.0[6], self.0[7]]) & 0x0fff
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, byte) in self.0.iter().enumerate() {
            if matches!(idx, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Uid {
    type Err = ();

    /// Reads 32 hexadecimal digits; hyphens may stand anywhere between them.
    fn from_str(text: &str) -> Result<Uid, ()> {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
        if digits.len() != 32 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(());
        }
        let mut bytes = [0; 16];
        for (idx, pair) in digits.chunks_exact(2).enumerate() {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            bytes[idx] = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Uid(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_keeps_its_instant_and_reads_back() {
        let uid = Uid::new(Timestamp(1_795_000_000_123), 7, u64::MAX);
        assert_eq!(uid.at(), Timestamp(1_795_000_000_123));
        assert_eq!(uid.to_string().parse(), Ok(uid));
        assert_eq!(uid.to_string().as_bytes()[14], b'7');
    }

    #[test]
    fn a_clock_moved_back_never_writes_an_earlier_uid() {
        let last = Uid::new(Timestamp(1000), 0x0fff, 1);
        let next = Uid::after(Some(last), Timestamp(10), 0);
        assert!(last < next);
        assert!(next < Uid::after(Some(next), Timestamp(10), 0));
    }

    #[test]
    fn floor_is_below_every_uid_of_its_instant() {
        assert!(Uid::floor(Timestamp(5)) <= Uid::new(Timestamp(5), 0, 0));
        assert!(Uid::new(Timestamp(4), 0xfff, u64::MAX) < Uid::floor(Timestamp(5)));
    }

    #[test]
    fn ratings_are_read_by_name_and_number() {
        assert_eq!(Rating::from_name("Good"), Some(Rating::Good));
        assert_eq!(Rating::from_name("4"), Some(Rating::Easy));
        assert_eq!(Rating::from_name("5"), None);
    }
}
