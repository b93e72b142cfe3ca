//! Notes and note types as Anki has them: shared by packages, CrowdAnki folders and ki folders.
//!
//! `template` says what the cards of a note show, `cloze` finds what is hidden in a field, `notes`
//! makes drafts of them. Packages are read by `format`: `package` is the container, `database` what
//! it holds, `collection` puts notes, cards and histories together.

mod batch;
pub mod cloze;
mod collection;
mod database;
pub mod format;
mod history;
mod loose;
pub mod model;
pub mod notes;
mod package;
pub mod protobuf;
pub mod template;
#[cfg(test)]
mod tests;
