//! The formats, one file or folder each. `super::format::ALL` lists them.

pub mod aiken;
pub mod anki;
pub mod crowdanki;
pub mod details;
pub mod flashdown;
pub mod gift;
pub mod hascard;
pub mod hashcards;
pub mod jwasham;
pub mod ki;
pub mod logseq;
pub mod markdown_table;
pub mod mdanki;
pub mod mochi;
pub mod native;
pub mod neuracache;
pub mod obsidian;
pub mod org;
pub mod pandoc;
pub mod qa;
pub mod questions;
pub mod quiz;
pub mod remnote;
pub mod repeater;
pub mod retain_json;
pub mod table;
