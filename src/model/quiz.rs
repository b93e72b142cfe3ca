//! Words for a quiz: how a card is asked, what an answer was worth, how sure the learner was.

/// How a card is put as a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Pick from choices, written or drawn from other cards.
    Choice,
    Typed,
    Number,
    Order,
    /// Type what a gap hides.
    Cloze,
    /// Answer at length, then tick off a rubric.
    Open,
    /// Say it, look, and grade yourself.
    Recall,
}

impl Way {
    pub const ALL: [Way; 7] = [
        Way::Choice,
        Way::Typed,
        Way::Number,
        Way::Order,
        Way::Cloze,
        Way::Open,
        Way::Recall,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Way::Choice => "choice",
            Way::Typed => "typed",
            Way::Number => "number",
            Way::Order => "order",
            Way::Cloze => "cloze",
            Way::Open => "open",
            Way::Recall => "recall",
        }
    }

    pub fn from_name(name: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether only the learner can say how good the answer was.
    pub fn is_self_graded(self) -> bool {
        matches!(self, Way::Open | Way::Recall)
    }
}

/// What an answer was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Right,
    /// Right but for a slip; it counts as right.
    Near,
    Wrong,
    /// The learner did not know and did not guess.
    Blank,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [
        Outcome::Right,
        Outcome::Near,
        Outcome::Wrong,
        Outcome::Blank,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Outcome::Right => "right",
            Outcome::Near => "near",
            Outcome::Wrong => "wrong",
            Outcome::Blank => "blank",
        }
    }

    pub fn from_name(name: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|one| one.name() == name)
    }

    pub fn is_right(self) -> bool {
        matches!(self, Outcome::Right | Outcome::Near)
    }
}

/// How sure the learner was before the answer was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    Guess,
    ThinkSo,
    Sure,
}

impl Confidence {
    pub const ALL: [Confidence; 3] = [Confidence::Guess, Confidence::ThinkSo, Confidence::Sure];

    pub fn name(self) -> &'static str {
        match self {
            Confidence::Guess => "guess",
            Confidence::ThinkSo => "think so",
            Confidence::Sure => "sure",
        }
    }

    pub fn from_name(name: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|one| one.name() == name)
    }
}
