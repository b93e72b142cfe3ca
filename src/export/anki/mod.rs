//! Cards as Anki's notes: shared by packages and CrowdAnki folders.
//!
//! `kind` has the note types, `note` makes notes of cards out of `field`s, `html` converts their
//! texts, `identity` says what they are called. All of it follows from the cards alone, so that
//! exporting twice gives the same notes.

mod field;
mod html;
pub mod identity;
pub mod kind;
pub mod note;

use super::Book;

/// The instant, in seconds since 1970, at which day 0 of the book begins.
pub fn day_zero(book: &Book) -> i64 {
    let local = i64::from(book.created.0) * 86_400 + i64::from(book.boundary.rollover_hour) * 3_600;
    local - i64::from(book.boundary.utc_offset_minutes) * 60
}

/// The name of a deck with `::` between its levels.
pub fn deck_name(levels: &[String]) -> String {
    let plain = |level: &String| {
        let words: Vec<&str> = level.split(':').filter(|word| !word.is_empty()).collect();
        let name: String = words
            .join(":")
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        match name.trim() {
            "" => "blank".to_string(),
            name => name.to_string(),
        }
    };
    levels.iter().map(plain).collect::<Vec<String>>().join("::")
}
