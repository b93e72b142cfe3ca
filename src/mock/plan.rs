//! What a mock interview consists of, and how its parts share the clock.

use crate::model::prompt::Role;

/// What a part asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Short questions from cards.
    RapidFire,
    /// One hard open question with its turns.
    DeepDive,
    /// A question about what somebody did.
    Behaviour,
    /// A system in eight stages.
    Design,
}

/// A part that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub kind: PartKind,
    /// Which of the parts of its kind, from 1.
    pub number: usize,
    /// How many of its kind there are.
    pub of: usize,
    /// Its share of the clock, in seconds.
    pub share: u32,
}

/// What the behavioural question at the end may take, and the least that it needs; in seconds.
const CLOSING: u32 = 300;
const CLOSING_MIN: u32 = 120;

/// How the time of a design prompt goes to its eight stages, in per cent.
const STAGE_SHARES: [u32; 8] = [10, 10, 10, 15, 20, 20, 10, 5];

impl PartKind {
    pub const ALL: [PartKind; 4] = [
        PartKind::RapidFire,
        PartKind::DeepDive,
        PartKind::Behaviour,
        PartKind::Design,
    ];

    /// The word by which files and options call it.
    pub fn name(self) -> &'static str {
        match self {
            PartKind::RapidFire => "rapid-fire",
            PartKind::DeepDive => "deep-dive",
            PartKind::Behaviour => "behaviour",
            PartKind::Design => "design",
        }
    }

    /// What the learner reads.
    pub fn title(self) -> &'static str {
        match self {
            PartKind::RapidFire => "Rapid fire",
            PartKind::DeepDive => "Deep dive",
            PartKind::Behaviour => "Behavioural question",
            PartKind::Design => "System design",
        }
    }

    /// How much of the clock it gets, next to the others.
    fn weight(self) -> u32 {
        match self {
            PartKind::RapidFire => 10,
            PartKind::DeepDive => 18,
            PartKind::Behaviour => 9,
            PartKind::Design => 44,
        }
    }
}

impl Slot {
    /// `Deep dive 1 of 2`.
    pub fn title(&self) -> String {
        match self.of {
            1 => self.kind.title().to_string(),
            of => format!("{} {} of {of}", self.kind.title(), self.number),
        }
    }
}

/// The parts of a sitting of `minutes`; those of `only`, where it names some.
pub fn plan(role: Role, minutes: u32, only: &[PartKind]) -> Vec<Slot> {
    use PartKind::{Behaviour, DeepDive, Design, RapidFire};
    let all = match role {
        Role::Backend => vec![RapidFire, DeepDive, DeepDive, Design],
        Role::Staff => vec![RapidFire, DeepDive, Behaviour, Behaviour, Design],
    };
    let is_wanted = |kind: &PartKind| only.is_empty() || only.contains(kind);
    let mut kinds: Vec<PartKind> = all.into_iter().filter(is_wanted).collect();
    if only.contains(&Behaviour) && !kinds.contains(&Behaviour) {
        kinds.extend([Behaviour, Behaviour]);
    }
    let seconds = u64::from(minutes) * 60;
    let weights: u32 = kinds.iter().map(|kind| kind.weight()).sum();
    let slot = |(idx, kind): (usize, &PartKind)| {
        let is_same = |other: &&PartKind| *other == kind;
        Slot {
            kind: *kind,
            number: kinds[..=idx].iter().filter(is_same).count(),
            of: kinds.iter().filter(is_same).count(),
            share: (seconds * u64::from(kind.weight()) / u64::from(weights)) as u32,
        }
    };
    kinds.iter().enumerate().map(slot).collect()
}

/// The behavioural question at the end, where `left` seconds are enough for one.
pub fn closing(left: u32) -> Option<Slot> {
    (CLOSING_MIN <= left).then_some(Slot {
        kind: PartKind::Behaviour,
        number: 1,
        of: 1,
        share: left.min(CLOSING),
    })
}

/// How many seconds of a design prompt's `share` its stage `idx` gets.
pub fn stage_share(share: u32, idx: usize) -> u32 {
    share * STAGE_SHARES.get(idx).copied().unwrap_or(0) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(slots: &[Slot]) -> Vec<String> {
        let told = |slot: &Slot| format!("{}, {} s", slot.title(), slot.share);
        slots.iter().map(told).collect()
    }

    #[test]
    fn a_backend_interview_has_two_deep_dives_and_a_design() {
        assert_eq!(
            told(&plan(Role::Backend, 45, &[])),
            [
                "Rapid fire, 300 s",
                "Deep dive 1 of 2, 540 s",
                "Deep dive 2 of 2, 540 s",
                "System design, 1320 s"
            ]
        );
    }

    #[test]
    fn two_behavioural_questions_stand_in_for_a_deep_dive_of_staff() {
        assert_eq!(
            told(&plan(Role::Staff, 45, &[])),
            [
                "Rapid fire, 300 s",
                "Deep dive, 540 s",
                "Behavioural question 1 of 2, 270 s",
                "Behavioural question 2 of 2, 270 s",
                "System design, 1320 s"
            ]
        );
    }

    #[test]
    fn a_part_alone_gets_the_whole_clock() {
        assert_eq!(
            told(&plan(Role::Backend, 30, &[PartKind::Design])),
            ["System design, 1800 s"]
        );
        let behaviours = plan(Role::Backend, 10, &[PartKind::Behaviour]);
        assert_eq!(behaviours.len(), 2);
    }

    #[test]
    fn shares_never_exceed_the_clock() {
        for minutes in [1, 7, 45, 600] {
            for role in [Role::Backend, Role::Staff] {
                let sum: u32 = plan(role, minutes, &[]).iter().map(|slot| slot.share).sum();
                assert!(sum <= minutes * 60 && minutes * 60 < sum + 6);
            }
        }
        assert_eq!(STAGE_SHARES.iter().sum::<u32>(), 100);
    }

    #[test]
    fn the_question_at_the_end_needs_two_minutes() {
        assert_eq!(closing(119), None);
        assert_eq!(closing(150).map(|slot| slot.share), Some(150));
        assert_eq!(closing(2_000).map(|slot| slot.share), Some(300));
    }
}
