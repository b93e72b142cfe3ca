//! Notes and note types as Anki has them: shared by packages, CrowdAnki folders and ki folders.
//!
//! `template` says what the cards of a note show, `cloze` finds what is hidden in a field, `notes`
//! makes drafts of them.

pub mod beside;
pub mod cloze;
pub mod notes;
pub mod template;
//! `template` says what the cards of a note show, `notes` makes drafts of them. Packages are read
//! by `format`: `package` is the container, `database` what it holds, `collection` puts notes,
//! cards and histories together.
mod collection;
mod database;
pub mod format;
mod history;
mod loose;
mod package;
pub mod protobuf;
#[cfg(test)]
mod tests;
