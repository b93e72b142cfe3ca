//! Notes and note types as Anki has them: shared by packages, CrowdAnki folders and ki folders.
//!
//! `template` says what the cards of a note show, `cloze` finds what is hidden in a field, `notes`
//! makes drafts of them.

pub mod beside;
pub mod cloze;
pub mod model;
pub mod notes;
pub mod template;
