//! What the Markdown dialects of flashcard tools have in common.
//!
//! A `Page` is a file cut into lines, with its front matter read. A dialect finds its cards in the
//! lines and hands each to a `Desk` as a `Found`; the desk resolves links and media, refuses what is
//! no whole card, and writes drafts. Nothing here knows the marks of one tool alone, except
//! `tagged` (`Q:`, `A:`, `C:`) and `sections` (cards under headings), which several tools share.

pub mod brackets;
pub mod choices;
mod desk;
mod front;
mod links;
mod media;
pub mod page;
pub mod sections;
pub mod tagged;
mod tags;
pub mod wording;

pub use desk::{Desk, Found, is_blank};
pub use page::Page;

use crate::import::file::File;
use crate::import::format::Likeness;
use std::borrow::Cow;

/// How much of a file is looked at to tell its format, in bytes.
const LOOKED_AT: usize = 1 << 20;

/// Counts the complete cards of a file, of a long one by its beginning; `None` where nothing of the
/// dialect is there at all.
pub fn likeness(file: &File, count: impl FnOnce(&str) -> Option<usize>) -> Likeness {
    let Some(text) = beginning(file) else {
        return Likeness::No;
    };
    match count(&text) {
        Some(n_cards) => {
            // As if the rest were like the beginning, so that formats that count all compare.
            let whole = file.bytes.len().max(LOOKED_AT);
            Likeness::Cards(n_cards.saturating_mul(whole) / LOOKED_AT)
        }
        None => Likeness::No,
    }
}

/// The first lines of a text, whatever its encoding; `None` for what is no text.
pub fn beginning<'f>(file: &File<'f>) -> Option<Cow<'f, str>> {
    let wide = matches!(file.bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    if wide {
        let bytes = &file.bytes[..file.bytes.len().min(LOOKED_AT & !1)];
        let part = File { bytes, ..*file };
        return part.text(None, &Default::default()).ok();
    }
    let whole = file.bytes.len() <= LOOKED_AT;
    let bytes = &file.bytes[..file.bytes.len().min(LOOKED_AT)];
    let end = bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    let bytes = match (whole, end) {
        (false, Some(end)) => &bytes[..end],
        _ => bytes,
    };
    if bytes.contains(&0) {
        return None;
    }
    // The marks are ASCII: an encoding that is not told yet does not hide them.
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    match text.contains('\r') {
        true => Some(text.replace("\r\n", "\n").replace('\r', "\n").into()),
        false => Some(text),
    }
}

#[cfg(test)]
pub mod tests;
