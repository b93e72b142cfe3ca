//! The text format of decks: text to cards and back, with every fault at once.
//!
//! `parse` takes a text apart in this order: `text` makes it safe, `front` reads the front matter,
//! `split` finds the cards, `card` reads one: its `heading`, its `fields`, and its `body` along the
//! Markdown structure that `outline` gives. Places are byte offsets of the whole text until a
//! `Fault` turns one into line and column. `print` is the way back, `format` the two in a row,
//! `lint` says what is legal but poor. Nothing here opens a file.

mod body;
mod bytes;
mod card;
mod choices;
pub mod cloze;
mod fault;
mod fields;
mod fmt;
mod front;
mod heading;
mod items;
mod lint;
mod outline;
mod parse;
mod parts;
mod print;
mod slug;
mod split;
mod text;
mod tidy;

pub use bytes::{looks_like_deck, parse_bytes};
pub use fault::Fault;
pub use fields::looks_like_field;
pub use fmt::{format, give_ids};
pub use front::is_month;
pub use lint::{Rules, lint, lint_together};
pub use parse::{parse, parse_card};
pub use parts::parts;
pub use print::{print, print_card, print_choices, print_placed};
