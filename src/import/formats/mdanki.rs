//! mdanki and vscode-anki: `# deck`, `## question`, the body is the answer.
//!
//! A line `%` parts a longer question from its answer, a line `[#tag](…) [#other]()` holds tags.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::page::heading;
use crate::import::text::dialect::sections::{self, Evidence, Sections, sections};
use crate::import::text::dialect::{self, Desk, Page};
use crate::import::text::headed::names;

pub struct Mdanki;

impl Format for Mdanki {
    fn name(&self) -> &'static str {
        "mdanki"
    }

    fn label(&self) -> &'static str {
        "mdanki (Markdown with # deck and ## question headings)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| cards(&Page::new(text)))
    }

    fn yields_to_quiz(&self) -> bool {
        true
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let found = sections(&page.lines, 2);
        let deck = deck(&page, &found);
        let name = deck.filter(|_| page.front.is_none()).map(str::to_string);
        let mut desk = Desk::new(file, &page, name, options, harvest);
        let topics = |card: &sections::Section| match deck {
            Some(_) => Vec::new(),
            None => card
                .topics
                .iter()
                .map(|topic| names::topic(topic))
                .collect(),
        };
        sections::give(found, &mut desk, false, topics)
    }
}

/// The one heading of level 1, if it stands above all questions: the deck's name. Several are
/// topics.
fn deck<'t>(page: &Page<'t>, found: &Sections<'_, 't>) -> Option<&'t str> {
    let mut tops = page
        .lines
        .iter()
        .filter_map(|line| Some((line.number, heading(line)?)));
    let mut tops = tops.by_ref().filter(|(_, heading)| heading.level == 1);
    let (line, top) = tops.next()?;
    let first = found.cards.first().map_or(usize::MAX, |card| card.line);
    (tops.next().is_none() && line < first && !top.text.is_empty()).then_some(top.text)
}

/// Whole cards that are rather mdanki's than flashdown's; `None` where no heading asks.
///
/// The two differ by the deck's heading and by marks that only mdanki has.
pub fn cards(page: &Page) -> Option<usize> {
    let found = sections(&page.lines, 2);
    if found.cards.is_empty() {
        return None;
    }
    let has_marks = || {
        let sides = found.cards.iter().map(|card| card.sides(false));
        sides
            .into_iter()
            .any(|sides| sides.has_split || !sides.tags.is_empty())
    };
    match deck(page, &found).is_some() || has_marks() {
        true => Some(Evidence::of(&found.cards, false).cards()),
        false => Some(0),
    }
}

#[cfg(test)]
mod tests;
