//! Foreign decks and logs as values. Bytes come in, drafts of cards and faults go out; no file is
//! opened here, no clock is read, nothing is written.
//!
//! A `format` reads one kind of file into a `Harvest` of `draft`s: questions and answers that are
//! Markdown already (`html` and `markdown` help), with what the source calls them and what was
//! learned of them. `shape` makes cards of drafts and `identity` gives them their ids. One file or
//! folder a format; `format::ALL` lists them. How to add one: `docs/adding-a-format.md`.

pub mod admit;
pub mod anki;
pub mod breaks;
pub mod bullets;
pub mod draft;
pub mod ends;
pub mod file;
pub mod format;
pub mod holes;
pub mod html;
pub mod limits;
pub mod log;
pub mod logseq;
pub mod markdown;
pub mod obsidian;
pub mod org;
pub mod remnote;
pub mod schedule;
pub mod vault;
pub mod wiki;
