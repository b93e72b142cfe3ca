//! How things look: values become lines of text, lines become what a terminal gets.
//!
//! This half is pure. A [`style::Line`] holds harmless text and says what it is; a
//! [`palette::Palette`] knows the terminal. Nothing here prints, reads a key or asks for a size.

pub mod bar;
pub mod code;
pub mod diff;
pub mod face;
pub mod given;
mod inline;
mod languages;
pub mod markdown;
pub mod mock;
pub mod page;
pub mod palette;
mod sheet;
pub mod style;
pub mod table;
pub mod width;
pub mod words;
pub mod wrap;

pub mod front;
mod keyboard;
mod keys;
pub mod plain;
pub mod road;
pub mod screen;
pub mod talk;
pub mod terminal;
#[cfg(test)]
mod tests;
