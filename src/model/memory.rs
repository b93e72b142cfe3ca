//! What is remembered of one review card: its memory and when it returns.

use super::event::Uid;
use super::time::Day;

/// Memory of one card in FSRS's terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days until the chance of recall has fallen to 90 %, 0.001..=36500.
    pub stability: f32,
    /// How hard the card is to make more stable, 1..=10.
    pub difficulty: f32,
}

/// Where a card stands between unseen and known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Never answered, or reset since.
    #[default]
    New = 0,
    /// Answered, never passed yet: it comes back in the same sitting.
    Learning = 1,
    /// Passed: it comes back on its due day.
    Review = 2,
    /// Passed once, then forgotten, and not passed since.
    Relearning = 3,
}

impl Phase {
    pub const ALL: [Phase; 4] = [
        Phase::New,
        Phase::Learning,
        Phase::Review,
        Phase::Relearning,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Phase::New => "new",
            Phase::Learning => "learning",
            Phase::Review => "review",
            Phase::Relearning => "relearning",
        }
    }

    /// Whether the last answer was Again: the card is to come back until it is passed.
    pub fn is_pending(self) -> bool {
        matches!(self, Phase::Learning | Phase::Relearning)
    }
}

/// The state of one review card, computed from its events. A cache: the log is the truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardState {
    pub phase: Phase,
    /// `None` exactly while `phase` is `New`.
    pub memory: Option<Memory>,
    /// The study day of the last answer; the latest one where a clock went back.
    pub last_day: Option<Day>,
    /// The first day on which the card may be asked again; `None` exactly while `phase` is `New`.
    pub due: Option<Day>,
    /// The interval last promised, in days; 0 after Again.
    pub interval: u32,
    /// Answers since the card was new.
    pub reps: u32,
    /// Times it was forgotten after having been passed.
    pub lapses: u32,
    pub suspended: bool,
    /// Hidden on this study day.
    pub buried: Option<Day>,
    pub flagged: bool,
    /// The last event that counted; two answers to one showing are told apart by it.
    pub last_event: Option<Uid>,
}

/// Lapses that make a card a leech.
pub const LEECH_LAPSES: u32 = 8;

impl CardState {
    /// Whether the card costs more than it gives: 8 lapses or more.
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH_LAPSES
    }

    /// Whether the last lapse is one at which to say so: the 8th and every 4th after.
    pub fn is_leech_alarm(&self) -> bool {
        self.is_leech() && (self.lapses - LEECH_LAPSES).is_multiple_of(LEECH_LAPSES / 2)
    }
}
