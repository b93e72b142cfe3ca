//! Where the cards of a note are: blocks of lines, what parts them, and the tags that say to which
//! deck they go.

use super::cloze;
use super::false_card::is_false;
use super::front::front_tags;
use super::settings::Settings;
use crate::import::text::markdown::{closes, is_in_code, lines, opens};
use crate::import::text::wiki::tag_length;
use std::collections::HashMap;

/// How a card is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Two sides on a line.
    Single { reversed: bool },
    /// Two sides of lines, with a line between them.
    Multi { reversed: bool },
    /// A paragraph with hidden pieces.
    Cloze,
}

/// One card as written.
#[derive(Debug)]
pub struct Card<'t> {
    /// Of its first line.
    pub line: usize,
    pub shape: Shape,
    pub front: String,
    /// Empty for a cloze.
    pub back: String,
    /// What stands between `<!--SR:` and `-->`.
    pub schedule: Option<&'t str>,
    /// Tags of the block, on a line above.
    pub block_tags: Vec<&'t str>,
}

/// All that a note has.
#[derive(Debug, Default)]
pub struct Note<'t> {
    pub cards: Vec<Card<'t>>,
    /// Of the front matter, without `#`.
    pub front_tags: Vec<String>,
    /// Lines that hold nothing but deck tags, and stand for themselves.
    pub tag_lines: Vec<(usize, &'t str)>,
    /// The first deck tag of the text.
    pub first_tag: Option<&'t str>,
    /// What `[^1]: …` says.
    pub footnotes: HashMap<&'t str, &'t str>,
    /// Lines that would be cards for the plugin, but are code, mathematics or an address.
    pub false_cards: Vec<usize>,
    /// Separators with nothing above them.
    pub bare_separators: Vec<usize>,
    /// What has a schedule, and so was a card for the plugin, but is none as cards are written here.
    pub strangers: Vec<Stranger<'t>>,
}

/// Lines above a schedule.
#[derive(Debug)]
pub struct Stranger<'t> {
    /// The number of the first.
    pub line: usize,
    pub lines: Vec<&'t str>,
}

/// Reads a note, line ends being line feeds.
pub fn read<'t>(text: &'t str, settings: &Settings) -> Note<'t> {
    let (front_tags, n_front) = front_tags(text);
    let mut reader = Reader {
        settings,
        note: Note {
            front_tags,
            ..Note::default()
        },
        block: Block::default(),
    };
    let (mut fence, mut is_comment, mut is_html) = (None, false, false);
    for line in lines(text).into_iter().skip(n_front) {
        let trimmed = line.text.trim();
        if let Some(open) = fence {
            fence = (!closes(line.text, open)).then_some(open);
            reader.push(line.number, line.text);
        } else if is_html {
            is_html = !trimmed.contains("-->");
        } else if trimmed == "%%" {
            is_comment = !is_comment;
        } else if let Some(schedule) = schedule_of(trimmed) {
            reader.schedule(schedule);
        } else if is_comment || trimmed.starts_with("<!--") {
            // Hidden from the reader of the note, and so from the learner.
            is_html = !is_comment && !trimmed.contains("-->");
        } else if opens(line.text).is_some() {
            fence = opens(line.text);
            reader.push(line.number, line.text);
        } else if line.verbatim && !trimmed.is_empty() {
            reader.push(line.number, line.text);
        } else {
            reader.line(line.number, line.text);
        }
    }
    reader.flush();
    reader.note
}

/// What a line that is a scheduling comment says.
pub fn schedule_of(line: &str) -> Option<&str> {
    line.strip_prefix("<!--SR:")?.strip_suffix("-->")
}

#[derive(Default)]
struct Block<'t> {
    lines: Vec<(usize, &'t str)>,
    tags: Vec<&'t str>,
    tags_line: usize,
    shape: Option<Shape>,
    /// The line, of `lines`, in front of which the sides part.
    split: usize,
    schedule: Option<&'t str>,
    /// A card on one line of it was taken already.
    is_used: bool,
}

struct Reader<'t, 's> {
    settings: &'s Settings,
    note: Note<'t>,
    block: Block<'t>,
}

impl<'t> Reader<'t, '_> {
    fn push(&mut self, number: usize, line: &'t str) {
        self.block.lines.push((number, line));
    }

    fn schedule(&mut self, schedule: &'t str) {
        if self.block.shape.is_some() {
            self.block.schedule = Some(schedule);
        } else if let Some((line, _)) = self.block.lines.first() {
            let lines = self.block.lines.iter().map(|(_, line)| *line);
            self.note.strangers.push(Stranger {
                line: *line,
                lines: lines.collect(),
            });
            self.block.lines.clear();
        } else if let Some(card) = self.note.cards.last_mut() {
            card.schedule.get_or_insert(schedule);
        }
    }

    fn line(&mut self, number: usize, line: &'t str) {
        let (line, schedule) = match line.split_once("<!--SR:") {
            Some((text, comment)) => (text, comment.split_once("-->").map(|(inside, _)| inside)),
            None => (line, None),
        };
        let n_cards = self.note.cards.len();
        self.sort(number, line);
        if let Some(schedule) = schedule {
            match self.note.cards.get_mut(n_cards) {
                Some(card) => card.schedule = Some(schedule),
                None => self.schedule(schedule),
            }
        }
    }

    fn sort(&mut self, number: usize, line: &'t str) {
        let trimmed = line.trim();
        let settings = self.settings;
        let has_end = !settings.end.is_empty();
        if has_end && trimmed == settings.end {
            return self.flush();
        }
        // An end marker that no settings name; a schedule is the last of a card.
        let is_sign = trimmed.len() <= 8 && trimmed.bytes().all(|byte| byte.is_ascii_punctuation());
        if self.block.schedule.is_some() && !trimmed.is_empty() && is_sign {
            return self.flush();
        }
        if trimmed.is_empty() {
            match has_end && matches!(self.block.shape, Some(Shape::Multi { .. })) {
                true => self.push(number, ""),
                false => self.flush(),
            }
        } else if let Some(found) = footnote(trimmed) {
            self.note.footnotes.insert(found.0, found.1);
        } else if self.block.lines.is_empty() && self.take_tags(number, trimmed) {
            // Kept for the block.
        } else if let Some(reversed) = self.separator(trimmed) {
            self.part(number, line, reversed);
        } else {
            self.text(number, line);
        }
    }

    /// Takes a line of tags alone, if one of them names a deck.
    fn take_tags(&mut self, number: usize, line: &'t str) -> bool {
        let words = line.split_whitespace();
        let tags: Option<Vec<&str>> = words.map(|word| word.strip_prefix('#')).collect();
        let Some(tags) = tags.filter(|tags| tags.iter().any(|tag| self.settings.is_deck(tag)))
        else {
            return false;
        };
        self.block.tags_line = number;
        self.block.tags.extend(&tags);
        let deck = tags.into_iter().find(|tag| self.settings.is_deck(tag));
        self.note.first_tag = self.note.first_tag.or(deck);
        true
    }

    fn separator(&self, line: &str) -> Option<bool> {
        let settings = self.settings;
        if !settings.multi_reversed.is_empty() && line == settings.multi_reversed {
            return Some(true);
        }
        (!settings.multi.is_empty() && line == settings.multi).then_some(false)
    }

    /// A line between the sides. A second one is text, and so is one with nothing above it.
    fn part(&mut self, number: usize, line: &'t str, reversed: bool) {
        let is_first = !matches!(self.block.shape, Some(Shape::Multi { .. }));
        if is_first && self.block.lines.is_empty() {
            // A question mark alone is nothing; a rule may have been meant as one.
            if 2 < line.trim().len() {
                self.note.bare_separators.push(number);
            }
        } else if is_first {
            self.block.shape = Some(Shape::Multi { reversed });
            self.block.split = self.block.lines.len();
        } else {
            self.push(number, line);
        }
    }

    fn text(&mut self, number: usize, line: &'t str) {
        if self.note.first_tag.is_none() {
            self.note.first_tag = tags(line).find(|tag| self.settings.is_deck(tag));
        }
        let sides = self.sides(line).filter(|_| self.block.shape.is_none());
        if let Some((front, back, reversed)) = sides {
            let in_colons = !reversed && self.settings.single == "::";
            if !is_false(front, back, in_colons) {
                return self.single(number, front, back, reversed);
            }
            self.note.false_cards.push(number);
        }
        self.push(number, line);
        if self.block.shape.is_none() {
            let holes = cloze::find(line, &self.settings.patterns).holes;
            self.block.shape = (!holes.is_empty()).then_some(Shape::Cloze);
        }
    }

    /// The sides of a line, at its first separator, if that is not in code.
    fn sides(&self, line: &'t str) -> Option<(&'t str, &'t str, bool)> {
        let settings = self.settings;
        for (mark, reversed) in [(&settings.single_reversed, true), (&settings.single, false)] {
            let at = match mark.is_empty() {
                true => None,
                false => line.find(mark.as_str()),
            };
            if let Some(at) = at {
                let sides = (&line[..at], &line[at + mark.len()..], reversed);
                return (!is_in_code(line)[at]).then_some(sides);
            }
        }
        None
    }

    fn single(&mut self, number: usize, front: &str, back: &str, reversed: bool) {
        self.note.cards.push(Card {
            line: number,
            shape: Shape::Single { reversed },
            front: front.to_string(),
            back: back.to_string(),
            schedule: None,
            block_tags: self.block.tags.clone(),
        });
        self.block.lines.clear();
        self.block.is_used = true;
    }

    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        let Some(shape) = block.shape else {
            let deck = block.tags.iter().find(|tag| self.settings.is_deck(tag));
            if let Some(tag) = deck.filter(|_| !block.is_used) {
                self.note.tag_lines.push((block.tags_line, *tag));
            }
            return;
        };
        let split = match shape {
            Shape::Multi { .. } => block.split,
            _ => block.lines.len(),
        };
        let first = block.lines.first();
        self.note.cards.push(Card {
            line: first.map_or(block.tags_line, |(number, _)| *number),
            shape,
            front: joined(&block.lines[..split]),
            back: joined(&block.lines[split..]),
            schedule: block.schedule,
            block_tags: block.tags,
        });
    }
}

/// The lines without the indentation that they share.
fn joined(lines: &[(usize, &str)]) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let full = lines.iter().filter(|(_, line)| !line.trim().is_empty());
    let common = full.map(|(_, line)| indent(line)).min().unwrap_or(0);
    let lines = lines
        .iter()
        .map(|(_, line)| line.get(common..).unwrap_or(""));
    lines.collect::<Vec<&str>>().join("\n")
}

/// The tags of a line, without `#`.
pub fn tags(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace()
        .filter_map(|word| word.strip_prefix('#'))
        .map(|tag| &tag[..tag_length(tag)])
        .filter(|tag| !tag.is_empty())
}

/// Reads `[^1]: text`.
fn footnote(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.strip_prefix("[^")?.split_once("]:")?;
    let is_label = !label.is_empty() && !label.contains([' ', '[', ']']);
    is_label.then_some((label, text.trim()))
}
