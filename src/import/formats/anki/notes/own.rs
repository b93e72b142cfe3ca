//! Cards that came from retain, and come back.
//!
//! Its exports have a field `Retain` with three things: `deck id/card id` on the first line; on the
//! second 16 hex digits, the first 8 bytes of SHA-256 of the other fields, joined by U+001F; from
//! the third line on the card in the deck format. Where the other fields still have that hash the
//! card is taken as it was written; where they were edited in Anki they count, and of the field only
//! the key does.
//!
//! A card whose way back finds no room in its note has a second note, with `/reversed` behind the
//! key: what was learned of it belongs to the first.

use super::Note;
use crate::model::card::is_slug;
use sha2::{Digest, Sha256};

/// The name of the field.
pub const FIELD: &str = "Retain";

/// What the field says.
pub struct Own {
    /// `deck id/card id`.
    pub key: String,
    /// The note only asks the way back.
    pub is_way_back: bool,
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
    let (key, is_way_back) = match key.trim().strip_suffix("/reversed") {
        Some(key) => (key, true),
        None => (key.trim(), false),
    };
    let is_key = key
        .split_once('/')
        .is_some_and(|(deck, card)| is_slug(deck) && is_slug(card));
    if !is_key || native.trim().is_empty() {
        return Err(LOSS);
    }
    Ok(Own {
        key: key.to_string(),
        is_way_back,
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
        let length = match escape(rest) {
            Some((length, c)) => {
                out.push(c);
                length
            }
            None => {
                out.push_str(&rest[..1]);
                1
            }
        };
        rest = &rest[length..];
    }
    out + rest
}

/// The length of an escape at the start of a text, and what it stands for.
fn escape(text: &str) -> Option<(usize, char)> {
    let named = ESCAPES.iter().find(|(escape, _)| text.starts_with(escape));
    if let Some((escape, c)) = named {
        return Some((escape.len(), *c));
    }
    let number = text.strip_prefix("&#")?;
    // The largest character has seven digits.
    let end = number.bytes().take(9).position(|byte| byte == b';')?;
    let code = match number[..end].strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number[..end].parse().ok()?,
    };
    Some(("&#;".len() + end, char::from_u32(code)?))
}

const ESCAPES: [(&str, char); 8] = [
    ("<br>", '\n'),
    ("<br/>", '\n'),
    ("<br />", '\n'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&nbsp;", ' '),
    ("&amp;", '&'),
];
