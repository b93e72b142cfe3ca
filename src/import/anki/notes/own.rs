//! Cards that came from retain, and come back.
//!
//! Its exports have a field `Retain` with three things: `deck id/card id` on the first line; on the
//! second 16 hex digits, the first 8 bytes of SHA-256 of the other fields, joined by U+001F; from
//! the third line on the card in the deck format. Where the other fields still have that hash the
//! card is taken as it was written; where they were edited in Anki they count, and only the key does.

use super::Note;
use crate::model::card::is_slug;
use sha2::{Digest, Sha256};

/// The name of the field.
pub const FIELD: &str = "Retain";

/// What the field says.
pub struct Own {
    /// `deck id/card id`.
    pub key: String,
    /// The card in the deck format.
    pub native: String,
    /// Nobody edited the other fields.
    pub is_unchanged: bool,
}

/// Reads the field of that place; an error says in words what the note loses by it.
pub fn read(note: &Note, field: usize) -> Result<Own, &'static str> {
    const LOSS: &str = "cards of retain that no longer say which";
    let text = unescaped(&note.fields[field]);
    let (key, rest) = text.split_once('\n').ok_or(LOSS)?;
    let (hash, native) = rest.split_once('\n').ok_or(LOSS)?;
    let key = key.trim();
    let is_key = key
        .split_once('/')
        .is_some_and(|(deck, card)| is_slug(deck) && is_slug(card));
    if !is_key || native.trim().is_empty() {
        return Err(LOSS);
    }
    Ok(Own {
        key: key.to_string(),
        native: native.to_string(),
        is_unchanged: hash.trim() == hash_of_others(&note.fields, field),
    })
}

/// The hash of all fields but one.
fn hash_of_others(fields: &[String], left_out: usize) -> String {
    let others = fields
        .iter()
        .enumerate()
        .filter(|(idx, _)| *idx != left_out);
    let others: Vec<&str> = others.map(|(_, field)| field.as_str()).collect();
    let hash = Sha256::digest(others.join("\u{1f}").as_bytes());
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Undoes the escapes of the export, and those that Anki's editor writes on its own.
fn unescaped(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(['<', '&']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        match ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape)) {
            Some((escape, text)) => {
                out.push_str(text);
                rest = &rest[escape.len()..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

const ESCAPES: [(&str, &str); 10] = [
    ("<br>", "\n"),
    ("<br/>", "\n"),
    ("<br />", "\n"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
];
