//! The words that stand before and behind a colon, each with its other spellings.

/// The names by which one meaning may be written; the first is the one that is printed.
pub(super) type Spellings = &'static [&'static str];

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $spellings:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$note])* $variant,)+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            fn spellings(self) -> Spellings {
                match self { $($name::$variant => &$spellings,)+ }
            }

            /// Returns the word as it is printed.
            pub fn name(self) -> &'static str {
                self.spellings()[0]
            }

            /// Reads any of its spellings, in any case.
            pub fn from_name(name: &str) -> Option<$name> {
                let is = |own: &$name| own.spellings().iter().any(|s| s.eq_ignore_ascii_case(name));
                $name::ALL.iter().copied().find(is)
            }
        }
    };
}

vocabulary! {
    /// What a name-valued term names.
    Field {
        Deck = ["deck"],
        Topic = ["topic"],
        Area = ["area"],
        Roadmap = ["roadmap"],
        /// A section of a roadmap: its id, or `roadmap/section`.
        Section = ["section"],
        /// How much a roadmap makes of the topic.
        Priority = ["priority"],
        Tag = ["tag"],
        Level = ["level"],
        /// A catalogue term that the card teaches.
        Term = ["term"],
        /// `deck/card`, or a card id alone; never checked against names.
        Card = ["card"],
    }
}

vocabulary! {
    /// Where a card stands today.
    State {
        /// To be answered today: due, neither suspended nor buried.
        Due = ["due"],
        New = ["new"],
        /// Answered Again last: learning or relearning.
        Learning = ["learning", "learn"],
        /// Passed once or more, those being relearned included.
        Review = ["review"],
        Suspended = ["suspended"],
        /// Hidden for today.
        Buried = ["buried", "buried-manually", "buried-sibling"],
        Leech = ["leech"],
        Flagged = ["flagged"],
    }
}

vocabulary! {
    /// How a card asks. Kinds may overlap: a typed card can have choices.
    CardKind {
        /// A plain question without choices.
        Basic = ["basic"],
        Cloze = ["cloze"],
        Typed = ["typed"],
        Number = ["number"],
        Order = ["order"],
        Open = ["open"],
        /// Any card with a list of choices.
        Choices = ["choices"],
        /// The way back of a card that is asked both ways.
        Reversed = ["reversed"],
    }
}

vocabulary! {
    /// A figure of a card.
    Property {
        /// Chance of recall today, 0..=1.
        Retrievability = ["r", "retrievability"],
        /// Days until the chance of recall has fallen to 90 %.
        Stability = ["s", "stability"],
        /// 1..=10.
        Difficulty = ["d", "difficulty"],
        Lapses = ["lapses"],
        Reps = ["reps"],
        /// Days promised by the last answer.
        Interval = ["interval", "ivl"],
        /// Days from today until it is due, below 0 where it is overdue.
        Due = ["due"],
    }
}

vocabulary! {
    /// How a figure is compared; a longer sign stands before its beginning.
    Compare {
        AtMost = ["<="],
        AtLeast = [">="],
        NotEqual = ["!="],
        Below = ["<"],
        Above = [">"],
        Equal = ["="],
    }
}

impl Compare {
    /// The comparison with its sides exchanged: `a < b` is `b > a`.
    pub fn mirrored(self) -> Compare {
        match self {
            Compare::AtMost => Compare::AtLeast,
            Compare::AtLeast => Compare::AtMost,
            Compare::Below => Compare::Above,
            Compare::Above => Compare::Below,
            Compare::Equal | Compare::NotEqual => self,
        }
    }
}
