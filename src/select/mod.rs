//! Which cards: the small language that every command takes, `deck:kafka is:due -tag:legacy`.
//!
//! [`parse()`] reads the words of a command line and [`parse_line`] one line, [`resolve()`] checks the names in them against
//! those that exist, `store::select` turns the outcome into SQL. Printing a selector gives text
//! that parses to the same selector. Names and meanings are Anki's wherever Anki has them;
//! `docs/selectors.md` describes the language for users.
//!
//! ```text
//! either := both ("or" both)*
//! both   := one (["and"] one)*
//! one    := ("-" | "not") one | "(" either ")" | key ":" value | word | "phrase"
//! ```
//!
//! Nothing here knows which cards there are, what day it is, or SQL.

mod error;
mod near;
mod parse;
mod pattern;
mod print;
mod resolve;
mod term;
mod token;
mod vocabulary;

#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod tests;

pub use error::{Fault, Place, SelectError};
pub use parse::{DEPTH_MAX, LENGTH_MAX, TERMS_MAX, parse, parse_line};
pub use pattern::{Pattern, WILDCARDS_MAX};
pub use resolve::{Names, TermName, resolve};
pub use vocabulary::{CardKind, Compare, Field, Property, State};

use crate::model::event::Rating;

/// What `retain help selectors` prints.
pub const HELP: &str = include_str!("help.txt");

/// A question that every card answers with yes or no.
///
/// Build `And`, `Or` and `Not` with [`Selector::and`], [`Selector::or`] and [`Selector::not`]:
/// they keep the tree in the one shape that printing and parsing give back.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// Every card: nothing was written.
    All,
    /// Two or more, none of them an `And` or `All`.
    And(Vec<Selector>),
    /// Two or more, none of them an `Or`.
    Or(Vec<Selector>),
    /// Not a `Not`.
    Not(Box<Selector>),
    /// A bare word: a deck, topic or area where one is called so, else text. [`resolve()`] decides.
    Word(Pattern),
    /// Text of the card, or of its deck's title.
    Text(Pattern),
    /// `deck:kafka` and its like.
    Named(Field, Pattern),
    /// `is:due`
    Is(State),
    /// `kind:cloze`
    Kind(CardKind),
    /// Answered within the last `days` study days, today being the first.
    Rated { days: u32, rating: Option<Rating> },
    /// `prop:lapses>3`
    Prop(Property, Compare, f64),
}

impl Selector {
    /// Whether `tag:` stands anywhere in it.
    pub fn names_tags(&self) -> bool {
        match self {
            Selector::And(parts) | Selector::Or(parts) => parts.iter().any(Selector::names_tags),
            Selector::Not(inner) => inner.names_tags(),
            Selector::Named(field, _) => *field == Field::Tag,
            _ => false,
        }
    }

    /// All of `parts`; every card where there are none.
    pub fn and(parts: Vec<Selector>) -> Selector {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Selector::All => (),
                Selector::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Selector::All,
            1 => flat.remove(0),
            _ => Selector::And(flat),
        }
    }

    /// Any of `parts`, of which there must be one or more.
    pub fn or(parts: Vec<Selector>) -> Selector {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Selector::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Selector::Or(flat),
        }
    }

    /// Every card that `self` does not select; twice not is yes.
    #[expect(
        clippy::should_implement_trait,
        reason = "`!selector` would read as a bool"
    )]
    pub fn not(self) -> Selector {
        match self {
            Selector::Not(inner) => *inner,
            other => Selector::Not(Box::new(other)),
        }
    }
}
