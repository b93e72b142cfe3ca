//! From the bytes of a file: encodings, and whether it is a deck at all.

use super::fault::{Fault, Report};
use super::front;
use super::parse::{DECK_MAX, parse};
use super::split::is_card;
use super::text::Text;
use crate::model::deck::Deck;

/// How far a file is looked through for what makes it a deck, in bytes.
const LOOKED_AT: usize = 1 << 20;
const START: usize = 64;

/// Reads a deck from a file's bytes, which have to be UTF-8; see `parse`.
pub fn parse_bytes(bytes: &[u8]) -> Result<Deck, Vec<Fault>> {
    if bytes.len() > DECK_MAX {
        let message = format!(
            "the file has {} bytes, at most {DECK_MAX} are read",
            bytes.len()
        );
        return Err(vec![Fault::of_file(1, message, "part the deck")]);
    }
    if let Some(encoding) = other_encoding(bytes) {
        let message = format!("the file is {encoding}");
        return Err(vec![Fault::of_file(1, message, "save it as UTF-8")]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => Err(vec![not_utf8(bytes, error.valid_up_to())]),
    }
}

/// Names the encoding that a byte order mark announces, if it is not UTF-8.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => Some("UTF-32, little endian"),
        [0, 0, 0xfe, 0xff, ..] => Some("UTF-32, big endian"),
        [0xff, 0xfe, ..] => Some("UTF-16, little endian"),
        [0xfe, 0xff, ..] => Some("UTF-16, big endian"),
        _ => None,
    }
}

fn not_utf8(bytes: &[u8], offset: usize) -> Fault {
    let valid = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
    let text = Text::new(valid);
    let message = format!("byte {offset} (0x{:02x}) is no UTF-8", bytes[offset]);
    let mut report = Report::new(&text);
    // A line feed was added to what does not end with one.
    let added = usize::from(!valid.ends_with(['\n', '\r']));
    let end = text.as_str().len() - added;
    report.add(end..end, message, "save the file as UTF-8");
    let mut faults = report.into_faults();
    faults.remove(0)
}

/// Says whether a file is meant as a deck, so that notes and a README in the folder are passed
/// over while a broken deck is reported.
///
/// It starts with `---`; and its front matter has an `id`, or a `title` and no foreign key, or one
/// of its cards has an id.
pub fn looks_like_deck(bytes: impl AsRef<[u8]>) -> bool {
    let bytes = bytes.as_ref();
    let bytes = &bytes[..bytes.len().min(LOOKED_AT)];
    let narrow: Vec<u8>;
    let bytes = match other_encoding(bytes) {
        // Close enough for looking: what matters is ASCII.
        Some(_) => {
            narrow = bytes
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, 0 | 0xfe | 0xff))
                .collect();
            &narrow
        }
        None => bytes,
    };
    // Most files are no deck, which shows at once, and some are large.
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START)]);
    if !start.trim_start_matches('\u{feff}').starts_with("---") {
        return false;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.split(['\n', '\r']).map(str::trim_end);
    if lines.next() != Some("---") {
        return false;
    }
    let front = lines
        .clone()
        .take_while(|line| *line != "---" && !is_card(line));
    front::is_ours(front) || lines.any(|line| is_card(line) && has_id(line))
}

fn has_id(heading: &str) -> bool {
    heading.ends_with('}') && heading.contains("{#")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(bytes: &[u8], expected: &str) {
        let faults = parse_bytes(bytes).expect_err("the test's bytes are no deck");
        let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(found, [expected]);
    }

    #[test]
    fn one_byte_order_mark_is_passed_over_and_a_second_is_not() {
        let deck = "\u{feff}---\nid: a\ntitle: A\n---\n\n## x {#x}\n\ny\n";
        assert!(parse_bytes(deck.as_bytes()).is_ok());
        let twice = format!("\u{feff}{deck}");
        refuses(
            twice.as_bytes(),
            "1:1: a second byte order mark stands here: remove it",
        );
        assert!(looks_like_deck(&twice));
    }

    #[test]
    fn what_is_no_utf8_is_named_with_its_place() {
        refuses(
            b"---\nid: a\ntitle: \xff\n",
            "3:8: byte 17 (0xff) is no UTF-8: save the file as UTF-8",
        );
        refuses(
            b"\x89PNG",
            "1:1: byte 0 (0x89) is no UTF-8: save the file as UTF-8",
        );
        refuses(
            b"\xff\xfe-\0",
            "1:1: the file is UTF-16, little endian: save it as UTF-8",
        );
    }

    #[test]
    fn a_nul_byte_is_refused() {
        refuses(
            b"---\nid: a\0\n---\n",
            "2:1: byte 9 is NUL: remove it: a deck is text",
        );
    }

    #[test]
    fn a_deck_is_told_from_notes() {
        for deck in [
            "---\nid: a\n---\n",
            "---\r\nid: a\r\n",
            "---\ntitle: My cards\n---\n\n## q\n\na\n",
            "---\nidd: a\n---\n\n## q {#q}\n",
            "---\nid: a\nlevell: b\n",
        ] {
            assert!(looks_like_deck(deck), "{deck}");
        }
        for note in [
            "",
            "# README\n\n## Use {#use}\n",
            "---\nlayout: post\ntitle: A post\n---\n\n## Heading\n",
            "---\n\nA rule, then text.\n",
            "----\nid: a\n",
        ] {
            assert!(!looks_like_deck(note), "{note}");
        }
    }

    #[test]
    fn a_deck_in_utf_16_is_reported_and_not_passed_over() {
        let wide: Vec<u8> = "\u{feff}---\nid: a\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(looks_like_deck(wide));
    }
}
