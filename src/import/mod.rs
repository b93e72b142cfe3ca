//! Foreign decks and logs as values. Bytes come in, drafts of cards and faults go out; no file is
//! opened here, no clock is read, nothing is written.
//!
//! A `format` reads one kind of file into a `Harvest` of `draft`s: questions and answers that are
//! Markdown already (`html` and `markdown` help), with what the source calls them and what was
//! learned of them. `shape` makes cards of drafts and `identity` gives them their ids. One file or
//! folder a format; `format::ALL` lists them. How to add one: `docs/adding-a-format.md`.

pub mod admit;
pub mod aiken;
pub mod anki;
pub mod beside;
pub mod breaks;
pub mod bullets;
pub mod crowdanki;
pub mod details;
pub mod detect;
pub mod dialect;
pub mod draft;
pub mod ends;
pub mod file;
pub mod flashdown;
pub mod format;
pub mod gift;
pub mod guard;
pub mod hascard;
pub mod hashcards;
pub mod headed;
pub mod heading;
pub mod holes;
pub mod html;
pub mod identity;
pub mod jwasham;
pub mod ki;
pub mod limits;
pub mod log;
pub mod logseq;
pub mod loose;
pub mod markdown;
pub mod markdown_table;
pub mod mdanki;
pub mod merge;
pub mod mochi;
pub mod native;
pub mod neuracache;
pub mod obsidian;
pub mod org;
pub mod pandoc;
pub mod plan;
pub mod qa;
pub mod questions;
pub mod quiz;
pub mod quoted;
pub mod remnote;
pub mod repeater;
pub mod retain_json;
pub mod schedule;
pub mod shape;
pub mod table;
pub mod vault;
pub mod wiki;
