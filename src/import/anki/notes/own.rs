//! Cards that came from retain, and come back.
//!
//! Its exports have a field `Retain` with three things: `deck id/card id` on the first line; on the
//! second 16 hex digits, the first 8 bytes of SHA-256 of the other fields, joined by U+001F; from
//! the third line on the card in the deck format. Where the other fields still have that hash the
//! card is taken as it was written; where they were edited in Anki they count, and only the key does.
//! A key with `/reversed` behind it is of a second note, which holds the way back of a card.

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
    /// The note is only the way back of that card; the card itself has a note of its own.
    pub is_back: bool,
}

/// Reads the field of that place; an error says in words what the note loses by it.
pub fn read(note: &Note, field: usize) -> Result<Own, &'static str> {
    const LOSS: &str = "cards of retain that no longer say which";
    let text = unescaped(&note.fields[field]);
    let (key, rest) = text.split_once('\n').ok_or(LOSS)?;
    let (hash, native) = rest.split_once('\n').ok_or(LOSS)?;
    let key = key.trim();
    let back = key
        .strip_suffix("/reversed")
        .filter(|key| key.contains('/'));
    let key = back.unwrap_or(key);
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
        is_back: back.is_some(),
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
        if let Some((escape, text)) = ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape)) {
            out.push_str(text);
            rest = &rest[escape.len()..];
        } else if let Some((c, behind)) = numbered(rest) {
            out.push(c);
            rest = behind;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out + rest
}

/// A character by its number, and what stands behind it: retain writes so what Anki would normalise.
fn numbered(html: &str) -> Option<(char, &str)> {
    let html = html.strip_prefix("&#")?;
    let length = html.bytes().take_while(u8::is_ascii_digit).count();
    let behind = html[length..].strip_prefix(';')?;
    let c = char::from_u32(html[..length].parse().ok()?)?;
    Some((c, behind))
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
