//! Cards that are a heading and what stands under it.
//!
//! Every article has headings with text under them. So besides cutting a page into sections, this
//! decides whether they are meant as cards: marks of a tool, headings that ask, or bodies as short
//! as answers are. A body with the marks of another dialect is not counted.

use super::desk::{Desk, Found, is_blank};
use super::page::{heading, is_mark, is_rule, text_of};
use super::wording::{is_apparatus, is_document, unnumbered};
use crate::import::draft::Fault;
use crate::import::text::headed::asks;
use crate::import::text::loose;
use crate::import::text::markdown::Line;
use crate::import::text::promise::is_promise;

/// A heading, and the lines up to the next of its level or above.
#[derive(Debug)]
pub struct Section<'p, 't> {
    pub line: usize,
    pub heading: &'t str,
    pub body: &'p [Line<'t>],
    /// The headings above it, outermost first.
    pub topics: Vec<&'t str>,
}

/// The sections of one level, and the numbers of lines outside of them.
#[derive(Debug, Default)]
pub struct Sections<'p, 't> {
    pub cards: Vec<Section<'p, 't>>,
    /// Where text stands under a heading above, or in front of all.
    pub outside: Vec<usize>,
}

/// Parts lines at the headings of `level`; those above it are topics.
pub fn sections<'p, 't>(lines: &'p [Line<'t>], level: usize) -> Sections<'p, 't> {
    let mut sections = Sections::default();
    let mut topics: Vec<(usize, &str)> = Vec::new();
    let mut starts = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        if let Some(heading) = heading(line).filter(|heading| heading.level <= level) {
            starts.push((idx, heading));
        }
    }
    let first = starts.first().map_or(lines.len(), |(idx, _)| *idx);
    sections.outside.extend(first_text(&lines[..first]));
    for (nth, (idx, heading)) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).map_or(lines.len(), |(idx, _)| *idx);
        let body = &lines[idx + 1..end];
        if heading.level < level {
            topics.retain(|(above, _)| *above < heading.level);
            topics.push((heading.level, heading.text));
            sections.outside.extend(first_text(body));
            continue;
        }
        sections.cards.push(Section {
            line: lines[*idx].number,
            heading: heading.text,
            body,
            topics: topics.iter().map(|(_, text)| *text).collect(),
        });
    }
    sections
}

fn first_text(lines: &[Line]) -> Option<usize> {
    let is_text = |line: &&Line| !line.verbatim && !line.text.trim().is_empty();
    lines.iter().find(is_text).map(|line| line.number)
}

/// A section with its marks read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sides<'t> {
    /// What stands above the line `%`, besides the heading.
    pub more_question: String,
    pub answer: String,
    pub tags: Vec<&'t str>,
    pub has_split: bool,
    /// A rule ends it.
    pub has_end: bool,
    /// Where text stands behind that end.
    pub behind: Option<usize>,
}

impl<'t> Section<'_, 't> {
    /// Reads the marks in the body. A rule ends the card where `ends_at_rule`.
    pub fn sides(&self, ends_at_rule: bool) -> Sides<'t> {
        let rule = |line: &Line| ends_at_rule && is_rule(line);
        let end = self.body.iter().position(rule);
        let (body, behind) = self.body.split_at(end.unwrap_or(self.body.len()));
        let mut sides = Sides {
            has_end: end.is_some(),
            behind: first_text(behind.get(1..).unwrap_or_default()),
            ..Sides::default()
        };
        let mut kept: Vec<Line> = Vec::with_capacity(body.len());
        let mut split = None;
        for line in body {
            match tags(line) {
                Some(tags) => sides.tags.extend(tags),
                None if is_mark(line, "%") && split.is_none() => split = Some(kept.len()),
                None => kept.push(*line),
            }
        }
        // Rules between the questions are no text of the answers.
        let is_text =
            |line: &Line| line.verbatim || !(is_rule(line) || line.text.trim().is_empty());
        let end = kept.iter().rposition(is_text).map_or(0, |last| last + 1);
        kept.truncate(end.max(split.unwrap_or(0)));
        // Nothing behind it: the mark only ends the card.
        let above = split.filter(|at| first_text(&kept[*at..]).is_some());
        let (question, answer) = kept.split_at(above.unwrap_or(0));
        sides.has_split = split.is_some();
        sides.more_question = text_of(question);
        let answer = text_of(answer);
        // A place is kept for the answer.
        let is_none = matches!(answer.trim(), "..." | "…") || is_promise(&answer);
        sides.answer = if is_none { String::new() } else { answer };
        sides
    }

    /// Whether the body has marks of other dialects: then they say what the cards are.
    fn is_foreign(&self) -> bool {
        self.body
            .iter()
            .any(|line| !line.verbatim && is_foreign(line.text.trim()))
    }

    /// Whether the body is as short as an answer; tables and lists may be a little longer.
    fn is_brief(&self) -> bool {
        let text = || self.body.iter().filter(|line| !line.text.trim().is_empty());
        let prose = text().filter(|line| !line.text.starts_with('|'));
        text().count() <= BRIEF_LINES
            && prose.map(|line| line.text.len()).sum::<usize>() <= BRIEF_BYTES
            && !self.body.iter().any(|line| heading(line).is_some())
    }

    fn asks(&self) -> bool {
        let bare = self.heading.trim_end_matches(['*', '_', ' ', '"', ')']);
        let question = unnumbered(self.heading);
        bare.ends_with(['?', '？'])
            || loose::has_cloze(self.heading)
            || self.heading.ends_with("***") && self.heading.contains('?')
            || question.len() < self.heading.len() && (asks::asks(question) || is_task(question))
            || ["Explain ", "Describe "]
                .iter()
                .any(|word| question.starts_with(word))
    }
}

/// Whether a heading sets a task in a whole sentence; steps of a manual have no full stop.
fn is_task(heading: &str) -> bool {
    let text = heading.trim_end_matches(['*', '_', ' ']);
    5 <= text.split_whitespace().count() && text.ends_with('.') && !text.ends_with("..")
}

/// How long an answer is under a heading that does not ask.
const BRIEF_LINES: usize = 12;
const BRIEF_BYTES: usize = 300;

/// Marks of other dialects at the start of a line, and anywhere in one.
const FOREIGN_STARTS: &[&str] = &[
    "<details",
    "- [ ]",
    "- [x]",
    "- [X]",
    "* [ ]",
    "* [x]",
    "Q:",
    "A:",
    "C:",
    "**A:",
    "**Answer",
    "**Sample Answer",
    "**Short Answer",
    "**Model Answer",
    "**Expected Answer",
    "Answer:",
    "Ans:",
    "> [!question]",
    "guid:",
];

const FOREIGN: &[&str] = &["#flashcard", "#card", " :: ", ":::", "<AnkiTags", "<!--SR:"];

fn is_foreign(text: &str) -> bool {
    let item = text.trim_start_matches(['-', '*', '+', ' ']);
    // The second option of a quiz.
    let is_option = ["B.", "B)", "B:", "b)"]
        .iter()
        .any(|mark| item.starts_with(mark));
    // `**Query:**` is a word of an answer.
    let asked = text.strip_prefix("**Q");
    let is_asked = asked
        .is_some_and(|rest| rest.starts_with("uestion") || !rest.starts_with(char::is_alphabetic));
    // `### Answer` parts the sides of a card.
    let is_answer = text.starts_with("##") && asks::answer_mark(text).as_deref() == Some("");
    is_option
        || is_asked
        || is_answer
        || matches!(text, "?" | "??" | ". . .")
        || FOREIGN_STARTS.iter().any(|start| text.starts_with(start))
        || FOREIGN.iter().any(|mark| text.contains(mark))
}

/// Whether a heading names one side of a card, or only counts cards: what it asks stands below.
fn is_side(heading: &str) -> bool {
    const SIDES: [&str; 4] = ["front", "back", "question", "answer"];
    let bare = heading.trim_matches(['*', '_', ':', ' ']).to_lowercase();
    let count = ["card", "flashcard"]
        .iter()
        .find_map(|word| bare.strip_prefix(word));
    let count = count.map(|rest| rest.trim_start_matches(['#', ' ']));
    SIDES.contains(&bare.as_str()) || count.is_some_and(|rest| rest.parse::<u32>().is_ok())
}

/// Reads a line of nothing but tags: `[#tag](…) [#other]()`.
fn tags<'t>(line: &Line<'t>) -> Option<Vec<&'t str>> {
    let mut rest = line.text.trim();
    if line.verbatim || !rest.starts_with("[#") {
        return None;
    }
    let mut tags = Vec::new();
    while !rest.is_empty() {
        let (tag, behind) = rest.strip_prefix("[#")?.split_once("](")?;
        let (_, behind) = behind.split_once(')')?;
        if tag.contains([']', '[']) || tag.trim().is_empty() {
            return None;
        }
        tags.push(tag.trim());
        rest = behind.trim_start();
    }
    Some(tags)
}

/// What speaks for sections being cards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    n_sections: usize,
    /// With an answer, and without the marks of another dialect.
    n_whole: usize,
    /// With a line `%` or a line of tags.
    n_marked: usize,
    /// Ended by a rule.
    n_ended: usize,
    n_asking: usize,
    n_brief: usize,
    /// A heading is one of a manual or an article.
    is_document: bool,
}

impl Evidence {
    pub fn of(cards: &[Section], ends_at_rule: bool) -> Evidence {
        let mut evidence = Evidence {
            n_sections: cards.len(),
            ..Evidence::default()
        };
        for card in cards.iter().filter(|card| !is_apparatus(card.heading)) {
            evidence.is_document |= is_document(card.heading);
            let sides = card.sides(ends_at_rule);
            let is_side = is_side(card.heading);
            let is_bare = is_blank(&sides.answer) && !loose::has_cloze(card.heading);
            if is_bare || card.heading.is_empty() || is_side || card.is_foreign() {
                continue;
            }
            evidence.n_whole += 1;
            evidence.n_marked += usize::from(sides.has_split || !sides.tags.is_empty());
            evidence.n_ended += usize::from(sides.has_end && sides.behind.is_none());
            evidence.n_asking += usize::from(card.asks());
            evidence.n_brief += usize::from(card.is_brief());
        }
        evidence
    }

    /// Whole cards, if the sections are meant as cards; else none.
    pub fn cards(&self) -> usize {
        let is_plain = !self.is_document && self.n_brief == self.n_whole;
        let is_ended = self.most(self.n_ended) && is_plain;
        let is_brief = 3 <= self.n_whole && self.most(self.n_whole) && is_plain;
        match 0 < self.n_marked || self.most(self.n_asking) || is_ended || is_brief {
            true => self.n_whole,
            false => 0,
        }
    }

    /// Whole cards, if most headings ask; else none.
    pub fn asking(&self) -> usize {
        match self.most(self.n_asking) {
            true => self.n_whole,
            false => 0,
        }
    }

    fn most(&self, n: usize) -> bool {
        0 < n && self.n_sections <= 2 * n
    }
}

/// Hands the sections to the desk.
pub fn give(
    sections: Sections,
    desk: &mut Desk,
    ends_at_rule: bool,
    topics: impl Fn(&Section) -> Vec<String>,
) -> Result<(), Fault> {
    for line in sections.outside {
        desk.lose("text outside of cards is left out", line);
    }
    for card in &sections.cards {
        if is_apparatus(card.heading) {
            desk.lose("contents, references and the like are left out", card.line);
            continue;
        }
        let sides = card.sides(ends_at_rule);
        if let Some(line) = sides.behind {
            desk.lose("text outside of cards is left out", line);
        }
        let mut tags = topics(card);
        tags.extend(sides.tags.iter().map(|tag| tag.to_string()));
        let (heading, id) = without_id(card.heading);
        // md2anki, which gives each card a name, parts its sides by a rule.
        let rule = card
            .body
            .iter()
            .position(is_rule)
            .filter(|_| id.is_some() && !sides.has_split);
        let (more_question, answer) = match rule {
            Some(rule) => (text_of(&card.body[..rule]), text_of(&card.body[rule + 1..])),
            None => (sides.more_question, sides.answer),
        };
        let question = match more_question.is_empty() {
            true => heading.to_string(),
            false => format!("{heading}\n\n{more_question}"),
        };
        desk.take(Found {
            line: card.line,
            question,
            answer,
            tags,
            id: id.map(str::to_string),
            ..Found::default()
        })?;
    }
    Ok(())
}

/// A heading without the name of its card: `What? (66b3661f-e22e-4986-a50d-569fdac454ad)`.
fn without_id(heading: &str) -> (&str, Option<&str>) {
    let named = heading
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    let lengths =
        |id: &str| id.split('-').map(str::len).collect::<Vec<usize>>() == [8, 4, 4, 4, 12];
    let is_id = |id: &str| lengths(id) && id.bytes().all(|c| c == b'-' || c.is_ascii_hexdigit());
    match named {
        Some((text, id)) if is_id(id) => (text.trim_end(), Some(id)),
        _ => (heading, None),
    }
}

#[cfg(test)]
mod tests;
