//! A mock interview as far as it went: what was asked, written, heard and missed.

use super::plan::PartKind;
use crate::model::prompt::Role;

/// One sitting. It grows by a part at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Mock {
    /// Local date and time of its beginning, to the minute.
    pub began: String,
    pub role: Role,
    pub minutes: u32,
    /// The selector, as it was written.
    pub focus: Option<String>,
    pub seed: u64,
    pub parts: Vec<Part>,
    /// Whether it came to its end.
    pub complete: bool,
}

/// One part of a sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub kind: PartKind,
    /// The prompt's; rapid fire has none.
    pub id: Option<String>,
    /// Of the part, then of the prompt: `Deep dive 1 of 2: …`.
    pub title: String,
    /// What was asked. Markdown.
    pub brief: String,
    /// Seconds that it should take, and that it took.
    pub share: u32,
    pub used: u32,
    pub answers: Vec<Written>,
    /// Rubric points, or the cards of rapid fire.
    pub points: Vec<Point>,
    /// Whether the points were ticked off. What was skipped or broken off counts for nothing.
    pub scored: bool,
    /// Signs of a weak answer, to look out for.
    pub weak: Vec<String>,
    pub sources: Vec<String>,
}

/// What the learner wrote at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub step: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Markdown on one line.
    pub text: String,
    pub topics: Vec<String>,
    /// The key of the card, in rapid fire.
    pub card: Option<String>,
    pub heard: bool,
}

/// Points heard and points in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub heard: usize,
    pub of: usize,
}

impl Part {
    pub fn score(&self) -> Score {
        match self.scored {
            false => Score::default(),
            true => Score {
                heard: self.points.iter().filter(|point| point.heard).count(),
                of: self.points.len(),
            },
        }
    }

    /// The points that were not heard; none of a part that was not scored.
    pub fn missing(&self) -> impl Iterator<Item = &Point> {
        let is_missing = |point: &&Point| self.scored && !point.heard;
        self.points.iter().filter(is_missing)
    }
}

impl Mock {
    /// All scored parts together.
    pub fn score(&self) -> Score {
        let add = |sum: Score, score: Score| Score {
            heard: sum.heard + score.heard,
            of: sum.of + score.of,
        };
        self.parts
            .iter()
            .map(Part::score)
            .fold(Score::default(), add)
    }

    /// Seconds that all parts took.
    pub fn used(&self) -> u32 {
        self.parts.iter().map(|part| part.used).sum()
    }
}

impl Score {
    /// `6 of 9`; nothing where nothing was scored.
    pub fn words(self) -> Option<String> {
        (0 < self.of).then(|| format!("{} of {}", self.heard, self.of))
    }
}
