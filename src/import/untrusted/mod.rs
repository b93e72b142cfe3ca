//! Strangers' zips and databases, read with limits that hold whatever the files claim.
//!
//! `zip` lists the entries and unpacks one of them, `inflate` counts while the bytes come, `sqlite`
//! reads tables. Nothing is written anywhere. Every format that reads such a file reads it here.

pub mod inflate;
pub mod sqlite;
pub mod zip;

use crate::import::draft::Fault;

/// What is wrong with one part of a file; its place is added by whoever knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub what: String,
    /// What to do; may be empty.
    pub hint: String,
}

impl Wrong {
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Wrong {
        Wrong {
            what: what.into(),
            hint: hint.into(),
        }
    }

    pub fn damaged(how: &str) -> Wrong {
        Wrong::new(format!("it is damaged: {how}"), "download it again")
    }

    pub fn at(self, place: impl Into<String>) -> Fault {
        Fault::new(place, self.what, self.hint)
    }
}
