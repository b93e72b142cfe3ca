//! A block of Logseq: its text and its properties, and whether it is a card.

use crate::import::text::bullets::Block;
use crate::import::text::markdown::{closes, is_in_code, opens};
use crate::import::text::wiki::tag_length;
use std::ops::Range;

/// A block, its text and its properties apart.
pub struct Note<'t> {
    pub text: String,
    pub properties: Vec<(&'t str, &'t str)>,
    pub is_card: bool,
}

impl<'t> Note<'t> {
    /// `is_asking`: it is a bullet with blocks under it.
    pub fn new(block: &Block<'t>, is_asking: bool) -> Note<'t> {
        let mut properties = Vec::new();
        let mut text: Vec<&str> = Vec::new();
        let mut fence = None;
        for line in &block.lines {
            let was_in_fence = fence.is_some();
            fence = match fence {
                Some(open) => Some(open).filter(|open| !closes(line, *open)),
                None => opens(line),
            };
            match property(line).filter(|_| !was_in_fence) {
                Some(found) => properties.push(found),
                None => text.push(line),
            }
        }
        let text = text.join("\n");
        let tagged = properties
            .iter()
            .any(|(name, value)| *name == "tags" && words(value).any(is_own));
        Note {
            is_card: tagged || card_tag(&text).is_some_and(|tag| is_asking || is_own(&text[tag])),
            text,
            properties,
        }
    }

    pub fn value(&self, name: &str) -> Option<&'t str> {
        let found = self.properties.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }
}

/// Reads `key:: value`.
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once("::")?;
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./".contains(c));
    (is_name && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// The words of a list of tags: `a, #b, [[c d]]`.
pub fn words(value: &str) -> impl Iterator<Item = &str> {
    let words = value
        .split(',')
        .map(|word| word.trim().trim_start_matches('#'));
    words
        .map(|word| word.trim_start_matches("[[").trim_end_matches("]]"))
        .filter(|word| !word.is_empty())
}

/// Names of pages that make a card of a block; the second is of other programs.
const NAMES: &[&str] = &["card", "flashcard"];

/// Whether a name is one of those.
pub fn is_card_name(name: &str) -> bool {
    NAMES.iter().any(|card| card.eq_ignore_ascii_case(name))
}

/// Whether a tag is Logseq's own: any block that has it is a card.
fn is_own(tag: &str) -> bool {
    let name = tag.trim_matches(['#', '[', ']']);
    name.eq_ignore_ascii_case(NAMES[0])
}

/// Where `#card`, `#[[card]]` or `#flashcard` stands, outside of code; or a link `[[card]]` that
/// stands first, or behind the text of the first line.
pub fn card_tag(text: &str) -> Option<Range<usize>> {
    if !text.contains('#') && !text.contains("[[") {
        return None;
    }
    let in_code = is_in_code(text);
    let mut starts = text
        .match_indices(['#', '['])
        .filter(|(at, _)| !in_code[*at]);
    starts.find_map(|(at, mark)| match mark {
        "#" => hashed(text, at),
        _ => linked(text, at),
    })
}

fn hashed(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    let length = page(rest).unwrap_or_else(|| tag_length(rest));
    let name = rest[..length].trim_matches(['[', ']']);
    (is_card_name(name) && may_start(&text[..at])).then_some(at..at + 1 + length)
}

/// The length of the link to a page that a text starts with.
fn page(text: &str) -> Option<usize> {
    let name = text.strip_prefix("[[")?;
    let longest = NAMES.iter().map(|name| name.len()).max()?;
    let end = name
        .bytes()
        .take(longest + 1)
        .position(|byte| byte == b']')?;
    name[end..].starts_with("]]").then_some(end + 4)
}

/// Whether a tag may start behind a text: at its start, behind a blank, or where a sentence or a
/// word of a script without blanks ends.
fn may_start(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    let is_wide = !last.is_ascii() && (is_of_script(last) || !last.is_alphanumeric());
    let is_end = "?!.:;,)]}*".contains(last) || is_wide;
    last.is_whitespace() || is_end && !last_word(before).contains("://")
}

fn is_of_script(c: char) -> bool {
    '\u{2e80}' <= c
}

/// The last word of a text, as far as an address is looked for.
fn last_word(text: &str) -> &str {
    const NEAR: usize = 2_000;
    let mut from = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..]
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default()
}

fn linked(text: &str, at: usize) -> Option<Range<usize>> {
    let end = at + page(&text[at..])?;
    let is_name = is_own(&text[at..end]);
    let behind = text[end..].split('\n').next().unwrap_or_default().trim();
    let is_first = !text[..at].contains('\n') && !text[..at].ends_with('#');
    let is_aside = behind.is_empty() || text[..at].trim().is_empty() || behind.starts_with("[[");
    (is_name && is_first && is_aside).then_some(at..end)
}
