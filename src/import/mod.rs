//! Foreign decks and logs as values. Bytes come in, drafts of cards and faults go out; no file is
//! opened here, no clock is read, nothing is written.
//!
//! A `format` reads one kind of file into a `Harvest` of `draft`s: questions and answers that are
//! Markdown already (`text` helps; `untrusted` opens zips and databases), with what the source
//! calls them and what was learned of them. `detect` finds the format of a file. `shape` makes
//! cards of drafts, `identity` gives them their ids, and `plan` says what they change, by the
//! ledger of earlier imports. One file or folder a format stands in `formats`. How to add one:
//! `docs/adding-a-format.md`.

mod description;
pub mod detect;
pub mod draft;
pub mod file;
pub mod format;
pub mod formats;
pub mod guard;
pub mod heading;
pub mod identity;
pub mod limits;
pub mod log;
pub mod merge;
pub mod plan;
pub mod shape;
pub mod text;
mod untrusted;
