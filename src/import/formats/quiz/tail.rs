//! What stands behind the options: the answer, an explanation, sources.

use super::answer::{self, Announced, Letters};
use super::marks;
use super::options::Item;
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::inline::Tag;
use crate::import::text::headed::{Row, inline, links, names, text_of};

/// What was found behind the options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The places of the options that an answer line names; some may not be there.
    pub named: Option<Vec<usize>>,
    /// The places that a sentence of the explanation says are right.
    pub said: Option<Vec<usize>>,
    /// Markdown.
    pub explanation: String,
    pub sources: Vec<String>,
}

/// Reads the rows behind the options.
pub fn read(rows: &[Row], items: &[Item]) -> Tail {
    let mut reader = Reader {
        items,
        tail: Tail::default(),
        lines: Vec::new(),
        awaits: false,
    };
    for row in rows {
        match row.hidden {
            true => reader.lines.push(row.text.to_string()),
            false => reader.line(row.text),
        }
    }
    let lines: Vec<&str> = reader.lines.iter().map(String::as_str).collect();
    reader.tail.explanation = text_of(&lines);
    reader.tail
}

struct Reader<'i> {
    items: &'i [Item],
    tail: Tail,
    lines: Vec<String>,
    /// Whether the line before said that the answer follows.
    awaits: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let (line, reveals) = without_tags(line);
        self.awaits |= reveals;
        let trimmed = without_break(line.trim());
        let passed = names::is_rule(trimmed)
            || names::is_decoration(trimmed)
            || links::is_definition(trimmed);
        if trimmed.is_empty() || passed {
            self.lines.push(String::new());
            return;
        }
        if let Some(sources) = links::sources(trimmed) {
            self.tail.sources.extend(sources);
            return;
        }
        let text = marks::label(trimmed).unwrap_or(trimmed);
        let label = marks::unlabelled(trimmed);
        if label == Some("") || !text.is_empty() && self.names_answer(text) {
            return;
        }
        if self.tail.said.is_none() {
            self.tail.said = answer::said_right(text).map(|found| found.places);
        }
        self.awaits = false;
        let text = match label {
            Some(text) => text.to_string(),
            None if trimmed.len() < line.trim().len() => trimmed.to_string(),
            None => heading_as_text(&line),
        };
        self.lines.push(text);
    }

    /// Takes a line that names the answer; whether it was one.
    fn names_answer(&mut self, text: &str) -> bool {
        let found = match answer::announced(text) {
            Some(Announced::Text(words)) if words.is_empty() => {
                self.awaits = true;
                return true;
            }
            Some(Announced::Text(words)) => {
                let place = self.items.iter().position(|item| same(&item.text, &words));
                place.map(|place| Letters {
                    places: vec![place],
                    rest: String::new(),
                })
            }
            Some(Announced::Letters(letters)) => Some(letters),
            None if self.awaits => answer::only_letters(text),
            None => None,
        };
        let Some(found) = found.filter(|_| self.tail.named.is_none()) else {
            return false;
        };
        self.awaits = false;
        let repeats = found.places.iter().any(|place| {
            self.items
                .get(*place)
                .is_some_and(|item| same(&item.text, &found.rest))
        });
        if !repeats && !found.rest.is_empty() {
            self.lines.push(found.rest.clone());
        }
        self.tail.named = Some(found.places);
        true
    }
}

/// Whether two texts say the same but for marks and a full stop.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        inline::plain(text)
            .trim_end_matches(['.', ' '])
            .to_lowercase()
    };
    !other.is_empty() && words(one) == words(other)
}

/// A line without a break in front of it.
fn without_break(line: &str) -> &str {
    let tag = Tag::at(line).filter(|tag| tag.is("br"));
    tag.map_or(line, |tag| line[tag.length..].trim_start())
}

/// A heading inside an explanation is a bold line there.
fn heading_as_text(line: &str) -> String {
    let trimmed = line.trim();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    match (1..=6).contains(&level) && trimmed[level..].starts_with(' ') {
        true => format!("**{}**", names::unwrapped(trimmed[level..].trim())),
        false => line.to_string(),
    }
}
