//! Cards: one heading of a deck, and the review cards that it expands to.

use super::level::Level;
use super::quantity::Quantity;

/// One heading of a deck: question, answer and fields, as written.
///
/// All texts are Markdown. What a reader may trust: `id` is a slug or, in a file that `deck fmt`
/// has not seen yet, absent; `Kind::Cloze` only where the answer has at least one well-formed cloze.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The slug after `{#`, unique in its deck, at most 64 of `a-z0-9-`.
    pub id: Option<String>,
    /// The heading without its attribute block.
    pub question: String,
    /// What stands above the first `---` outside a fence, shown with the question.
    pub prompt: String,
    /// The answer without choices and fields. For order cards it holds the list, for open cards the rubric.
    pub answer: String,
    pub kind: Kind,
    /// The second card, which asks for the heading.
    pub reversed: bool,
    pub choices: Vec<Choice>,
    pub hint: Option<String>,
    pub why: Option<String>,
    pub sources: Vec<String>,
    /// Catalogue terms that the card teaches.
    pub terms: Vec<String>,
    /// Beside those of the deck; `a::b` for a tag below a tag.
    pub tags: Vec<String>,
    /// Where it differs from the deck's.
    pub level: Option<Level>,
    /// The line of the heading in its file, from 1.
    pub line: usize,
    /// The card's lines as they stand in the file, heading first, without the blank lines behind.
    pub source: String,
}

/// What the learner is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Recall, then reveal.
    Basic,
    /// One review card for each cloze number.
    Cloze,
    /// Type one of `accept`.
    Typed { accept: Vec<String> },
    /// Give a number with its unit.
    Number { accept: Quantity },
    /// Put the steps of the first ordered list in order; here in the right one.
    Order { steps: Vec<String> },
    /// Answer at length, then tick off the rubric.
    Open {
        minutes: Option<u16>,
        rubric: Vec<String>,
    },
}

/// One line of a task list under the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub right: bool,
    pub text: String,
    /// The nested quote: why it is wrong, or right.
    pub note: Option<String>,
}

impl Choice {
    /// Whether it speaks of the other choices, so that their order matters: `all of the above`,
    /// `both A and B`.
    pub fn speaks_of_others(&self) -> bool {
        let lower = self.text.to_lowercase();
        let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let phrases = [
            "of the above",
            "all the above",
            "none of these",
            "all of these",
            "of these answers",
        ];
        let letters = lower
            .strip_prefix("both ")
            .and_then(|rest| rest.split_once(" and "));
        let is_letter = |text: &str| text.trim().trim_matches(['(', ')', '.']).len() == 1;
        phrases.iter().any(|phrase| lower.contains(phrase))
            || letters.is_some_and(|(one, two)| is_letter(one) && is_letter(two))
    }
}

/// Which review card of a heading: progress hangs on `deck id / card id [/ part]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The heading itself.
    Whole,
    /// One cloze number, 1..=500: `id/c1`.
    Cloze(u16),
    /// The way back: `id/reversed`.
    Reversed,
}

impl Part {
    /// Returns the suffix of the review card's key, with its slash: ``, `/c1`, `/reversed`.
    pub fn suffix(self) -> String {
        match self {
            Part::Whole => String::new(),
            Part::Cloze(number) => format!("/c{number}"),
            Part::Reversed => "/reversed".to_string(),
        }
    }

    /// Reads what stands behind `deck/card/`; `None` where it is no part.
    pub fn from_name(name: &str) -> Option<Part> {
        if name == "reversed" {
            return Some(Part::Reversed);
        }
        let number: u16 = name.strip_prefix('c')?.parse().ok()?;
        (1..=500).contains(&number).then_some(Part::Cloze(number))
    }
}

/// The longest slug of a deck or a card, in characters.
pub const SLUG_MAX: usize = 64;

/// Says whether `text` may be a deck id or a card id: 1 to 64 of `a-z`, `0-9` and `-`.
pub fn is_slug(text: &str) -> bool {
    (1..=SLUG_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
