//! hashcards: `Q:`, `A:` and `C:` at the start of a line, front matter in TOML.
//!
//! Text outside of cards is a mistake there. Files that have such text, and no TOML, are left to
//! `repeater`, which has the same marks and allows it.

mod macros;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::page::heading;
use crate::import::text::dialect::tagged::{Parted, read, tag};
use crate::import::text::dialect::{self, Desk, Page};
use crate::import::text::markdown::Line;
use macros::Macros;

pub struct Hashcards;

impl Format for Hashcards {
    fn name(&self) -> &'static str {
        "hashcards"
    }

    fn label(&self) -> &'static str {
        "hashcards (Markdown with Q:, A: and C: lines)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| whole_cards(text, true))
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        read_all(file, options, harvest, true)
    }
}

/// Counts the whole cards of a text, for hashcards or else for repeater; `None` where it has none.
///
/// The two never both claim a file: what hashcards would read without a fault is its own, and so is
/// what has TOML in front.
pub fn whole_cards(text: &str, is_strict: bool) -> Option<usize> {
    let parted = parted(text);
    let page = untagged(parted.page());
    let reading = read(&page);
    let n_whole = reading.cards.iter().filter(|card| card.is_whole()).count();
    let is_toml = page.front.as_ref().is_some_and(|front| front.is_toml);
    let faultless = reading.outside.is_empty() && n_whole == reading.cards.len();
    let is_hashcards = is_toml || faultless && page.front.is_none();
    match (reading.cards.is_empty(), is_hashcards == is_strict) {
        (true, _) => None,
        (false, true) => Some(n_whole),
        (false, false) => Some(0),
    }
}

/// Reads a file of hashcards or of repeater.
pub fn read_all(
    file: &File,
    options: &Options,
    harvest: &mut Harvest,
    is_strict: bool,
) -> Result<(), Fault> {
    let text = file.text(options.encoding.as_deref(), &options.limits)?;
    let parted = parted(&text);
    let page = untagged(parted.page());
    let toml = page.front.as_ref().filter(|front| front.is_toml);
    let name = toml.map(|front| front.toml("name", file)).transpose()?;
    let name = name.flatten().or_else(|| deck_of(&page));
    let mut desk = Desk::new(file, &page, name, options, harvest);
    let reading = read(&page);
    for line in reading.hidden {
        desk.lose("tags inside code are read as code", line);
    }
    for line in reading.outside.into_iter().filter(|_| is_strict) {
        let hint = "remove it, or read the file with `--from repeater`";
        desk.refuse(line, "text stands outside of all cards", hint);
    }
    let (macros, tags) = (Macros::beside(file), tags_of(&page));
    for mut card in reading.cards {
        card.question = macros.expand(card.question);
        card.answer = macros.expand(card.answer);
        card.topics.retain(|topic| is_topic(topic));
        card.topics.splice(..0, tags.iter().cloned());
        card.give(&mut desk, options.limits.clozes)?;
    }
    Ok(())
}

/// The deck that a heading names: `# Deck: Net/DNS`.
fn deck_of(page: &Page) -> Option<String> {
    let headings = page.lines.iter().filter_map(heading);
    let mut named = headings.filter_map(|heading| deck_in(heading.text));
    named.next().map(|name| name.replace('/', "::"))
}

fn deck_in(heading: &str) -> Option<&str> {
    let name = ["Deck Name:", "Deck name:", "Deck:"]
        .iter()
        .find_map(|word| heading.strip_prefix(word));
    name.map(str::trim).filter(|name| !name.is_empty())
}

/// The tags of all cards that a heading says: `## Tags: a, b`.
fn tags_of(page: &Page) -> Vec<String> {
    let headings = page.lines.iter().filter_map(heading);
    let lists = headings.filter_map(|heading| heading.text.strip_prefix("Tags:"));
    let tags = lists.flat_map(|list| list.split(','));
    let tags = tags.map(|tag| tag.trim().trim_start_matches('#').to_string());
    tags.filter(|tag| !tag.is_empty()).collect()
}

/// Whether a heading says what its cards are about, and not what the file is.
fn is_topic(heading: &str) -> bool {
    let is_setting = ["Tags:", "Type:"]
        .iter()
        .any(|word| heading.starts_with(word));
    !is_setting && deck_in(heading).is_none()
}

fn parted(text: &str) -> Parted<'_> {
    Parted::new(text, |line| tag(line).map(|(_, rest)| rest))
}

/// The page without the lines, or headings, of nothing but a tag `#flashcard`, by which note programs
/// find their cards.
fn untagged(mut page: Page<'_>) -> Page<'_> {
    let is_tag = |line: &Line| {
        let text = heading(line).map_or(line.text.trim(), |heading| heading.text);
        !line.verbatim && matches!(text, "#flashcard" | "#flashcards" | "#card")
    };
    page.lines.retain(|line| !is_tag(line));
    page
}

#[cfg(test)]
mod tests;
