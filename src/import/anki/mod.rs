//! Notes and note types as Anki has them: shared by packages, CrowdAnki folders and ki folders.
//!
//! `template` says what the cards of a note show, `notes` makes drafts of them.

pub mod notes;
