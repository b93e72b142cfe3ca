//! A block of Logseq: its text and its properties, and whether it is a card.

use crate::import::text::bullets::Block;
use crate::import::text::markdown::{closes, is_in_code, opens};
use crate::import::text::wiki::tag_length;

/// A block, its text and its properties apart.
pub struct Note<'t> {
    pub text: String,
    pub properties: Vec<(&'t str, &'t str)>,
    pub is_card: bool,
}

impl<'t> Note<'t> {
    pub fn new(block: &Block<'t>) -> Note<'t> {
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
            .any(|(name, value)| *name == "tags" && words(value).any(|tag| tag == "card"));
        Note {
            is_card: tagged || card_tag(&text).is_some(),
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

/// Where `#card` or `#[[card]]` stands, outside of code.
pub fn card_tag(text: &str) -> Option<std::ops::Range<usize>> {
    if !text.contains("#card") && !text.contains("#[[card]]") {
        return None;
    }
    let in_code = is_in_code(text);
    text.match_indices('#').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length = match rest.starts_with("[[card]]") {
            true => "[[card]]".len(),
            false if rest.starts_with("card") && tag_length(rest) == "card".len() => "card".len(),
            false => return None,
        };
        let is_start = text[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        (is_start && !in_code[at]).then_some(at..at + 1 + length)
    })
}
