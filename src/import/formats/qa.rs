//! Questions and answers marked by words: `**Q:** …` and `**A:** …`, `Q.` and `A.`, `Question:` and
//! `Answer:`, `### Q1` with `**Answer:**`, lists of `- Q: …`.
//!
//! A rule right in front of the answer parts the sides; any other ends the card. Plain `Q:` and `A:`
//! at the start of a line are hashcards' and not counted here. Questions with options belong to the
//! quizzes.

mod labels;
mod mark;
mod sides;

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::choices::chosen;
use crate::import::text::dialect::page::heading;
use crate::import::text::dialect::tagged::Parted;
use crate::import::text::dialect::wording::is_apparatus;
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::headed::names;
use crate::import::text::markdown::Line;
use labels::{Head, is_count, untagged};
use mark::{Mark, Side, Sided, Sign, mark};
use sides::{has_options, is_end, is_letters, on_one_line, question, side, without_rule};

const ASKING: &str = "headings that ask, without a word for their answer, are left out";

pub struct Qa;

impl Format for Qa {
    fn name(&self) -> &'static str {
        "qa"
    }

    fn label(&self) -> &'static str {
        "Markdown with **Q:** and **A:**, Question: and Answer:"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| {
            let parted = parted(text);
            let cards = read(&parted.page()).cards;
            let is_lined = |card: &Card| card.sided == Sided::Line;
            let n_lined = cards.iter().filter(|card| is_lined(card)).count();
            let is_whole = |card: &&Card| card.is_ours() && !(is_lined(card) && n_lined < 2);
            let n_whole = cards.iter().filter(is_whole).count();
            (!cards.is_empty()).then_some(n_whole)
        })
    }

    fn yields_to_quiz(&self) -> bool {
        true
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let parted = parted(&text);
        let page = parted.page();
        let mut desk = Desk::new(file, &page, None, options, harvest);
        let reader = read(&page);
        for line in reader.asking {
            desk.lose(ASKING, line);
        }
        let own = match &reader.cards[..] {
            [_] => page
                .front
                .as_ref()
                .and_then(|front| front.value(&["id", "guid", "nid"])),
            _ => None,
        };
        for mut card in reader.cards {
            card.found.id = card.found.id.or_else(|| own.clone());
            desk.take(card.taken())?;
        }
        Ok(())
    }
}

fn parted(text: &str) -> Parted<'_> {
    Parted::new(text, |line| mark(line).map(|mark| mark.rest))
}

/// One card, and what tells whose it is.
struct Card {
    found: Found,
    is_ours: bool,
    /// No quiz calls its sides front and back.
    sided: Sided,
    has_options: bool,
}

impl Card {
    /// Whether it is whole, and neither hashcards' nor a quiz's.
    fn is_ours(&self) -> bool {
        let sides = !self.found.question.is_empty() && !dialect::is_blank(&self.found.answer);
        sides && self.is_ours && (!self.has_options || self.sided != Sided::No)
    }

    /// What is handed to the desk; options on the front of a card are choices.
    fn taken(self) -> Found {
        let found = self.found;
        match chosen(&found.question, &found.answer).filter(|_| self.sided != Sided::No) {
            Some(chosen) => Found {
                question: chosen.question,
                answer: chosen.answer,
                choices: chosen.choices,
                why: chosen.why,
                ..found
            },
            None => found,
        }
    }
}

/// Where the card that is read stands: line indexes.
#[derive(Clone, Copy)]
struct Start {
    at: usize,
    sign: Option<Sign>,
    answer: Option<usize>,
    is_ours: bool,
    sided: Sided,
    /// Whether other lists of questions stand in it: they are not read here.
    is_foreign: bool,
}

/// Whether a heading stands above answers whose questions stand elsewhere.
fn names_answers(line: &Line) -> bool {
    const NAMES: [&str; 4] = [
        "answer key",
        "answers",
        "solutions",
        "solutions and answers",
    ];
    let name = heading(line).map(|heading| names::topic(heading.text).to_lowercase());
    name.is_some_and(|name| NAMES.contains(&name.as_str()))
}

#[derive(Default)]
struct Reader {
    cards: Vec<Card>,
    start: Option<Start>,
    /// What stands in front of the next card.
    head: Head,
    /// Lines of headings that ask, but no mark says where the answer begins.
    asking: Vec<usize>,
    topics: Vec<(usize, String)>,
}

fn read(page: &Page) -> Reader {
    let lines = &page.lines;
    let mut reader = Reader::default();
    for (idx, line) in lines.iter().enumerate() {
        if !line.verbatim {
            reader.line(lines, idx);
        }
    }
    reader.close(lines, lines.len());
    reader
}

impl Reader {
    fn line(&mut self, lines: &[Line], idx: usize) {
        let line = &lines[idx];
        let found = mark(line.text);
        let is_heading = heading(line).is_some();
        match (found, self.start) {
            (Some(mark), start) if opens(mark, start) => {
                self.close(lines, idx);
                match on_one_line(mark) {
                    Some(sides) => self.keep_line(line, sides),
                    None => self.open(idx, Some(mark)),
                }
            }
            (Some(mark), Some(start)) if fits(mark, start) => {
                self.start = Some(Start {
                    answer: Some(idx),
                    is_ours: start.is_ours || mark.is_ours,
                    ..start
                });
            }
            // The answer's own words, or an answer without a question; under a heading one more
            // answer shows that the questions are others.
            (Some(mark), Some(start)) if !is_heading => {
                let is_other = mark.side == Side::Answer
                    && mark.sign == Sign::Colon
                    && mark.sided != Sided::Line;
                self.start = Some(Start {
                    is_foreign: start.is_foreign || is_other && start.sign.is_none(),
                    ..start
                });
            }
            (Some(_), _) if !is_heading => (),
            (None, Some(start)) if is_heading && goes_on(lines, idx, start) => (),
            _ if is_heading => {
                self.close(lines, idx);
                // `### Answer 2` stands in a list of answers, and asks nothing.
                let is_answer = found.is_some_and(|mark| mark.side == Side::Answer);
                if !is_answer && !names_answers(line) {
                    self.open(idx, None);
                }
            }
            (_, Some(start)) if is_end(line) && !parts_sides(lines, idx, start) => {
                self.close(lines, idx);
            }
            // What counts the next card is no text of this one.
            _ if is_count(line.text) => self.close(lines, idx),
            _ => (),
        }
    }

    fn open(&mut self, at: usize, mark: Option<Mark>) {
        self.start = Some(Start {
            at,
            sign: mark.map(|mark| mark.sign),
            answer: None,
            is_ours: mark.is_none_or(|mark| mark.is_ours),
            sided: mark.map_or(Sided::No, |mark| mark.sided),
            is_foreign: false,
        });
    }

    fn close(&mut self, lines: &[Line], end: usize) {
        let Some(start) = self.start.take() else {
            return;
        };
        let heading = heading(&lines[start.at]);
        let Some(answer) = start.answer else {
            match heading {
                // A heading without an answer is a topic.
                Some(heading) if start.sign.is_none() && heading.text == "Note" => {
                    self.head = Head::of(&lines[start.at + 1..end]);
                }
                Some(heading) if start.sign.is_none() => {
                    let bare = heading.text.trim_end_matches(['*', '_', ' ']);
                    let asks = bare.ends_with(['?', '？']);
                    self.asking.extend(asks.then_some(lines[start.at].number));
                    self.topic(heading.level, heading.text);
                }
                _ => self.keep(lines, start, end, end),
            }
            return;
        };
        if let Some(heading) = heading {
            self.topics.retain(|(level, _)| *level < heading.level);
        }
        self.keep(lines, start, answer, end);
    }

    fn keep_line(&mut self, line: &Line, (question, answer): (&str, &str)) {
        let topics = self.topics.iter().filter(|(level, _)| 1 < *level);
        let found = Found {
            line: line.number,
            question: question.to_string(),
            answer: answer.to_string(),
            tags: topics.map(|(_, text)| text.clone()).collect(),
            ..Found::default()
        };
        self.cards.push(Card {
            found,
            is_ours: true,
            sided: Sided::No,
            has_options: false,
        });
    }

    fn topic(&mut self, level: usize, text: &str) {
        self.topics.retain(|(above, _)| *above < level);
        if !is_apparatus(text) && !is_count(text) {
            self.topics.push((level, names::topic(text)));
        }
    }

    fn keep(&mut self, lines: &[Line], start: Start, answer: usize, end: usize) {
        // The first heading of a file is its title.
        let topics = self.topics.iter().filter(|(level, _)| 1 < *level);
        let (body, tags) = untagged(&lines[answer..end]);
        let head = std::mem::take(&mut self.head);
        let topics = topics.map(|(_, text)| text.clone()).chain(head.tags);
        let found = Found {
            line: lines[start.at].number,
            id: head.id,
            question: question(without_rule(&lines[start.at..answer])),
            answer: side(body),
            tags: topics.chain(tags).collect(),
            ..Found::default()
        };
        self.cards.push(Card {
            sided: start.sided,
            has_options: has_options(&lines[start.at + 1..end]) || is_letters(&found.answer),
            is_ours: start.is_ours && !start.is_foreign && !is_listed(&lines[start.at..end], start),
            found,
        });
    }
}

/// Whether the heading in line `idx` stands inside the answer of the card that starts at `start`: it
/// is below the question's, or the sides are headings of its level; it counts no cards, and nothing
/// is asked under it.
fn goes_on(lines: &[Line], idx: usize, start: Start) -> bool {
    let level = |idx: usize| heading(&lines[idx]).map(|heading| heading.level);
    let (Some(own), Some(asked), Some(answer)) = (level(idx), level(start.at), start.answer) else {
        return false;
    };
    let is_below = asked < own || asked == own && level(answer) == Some(own);
    let mut below = lines[idx + 1..]
        .iter()
        .take_while(|line| heading(line).is_none());
    let asks = |mark: Mark| mark.sided != Sided::Line || opens(mark, Some(start));
    let is_count = is_count(lines[idx].text);
    is_below && !is_count && !below.any(|line| !line.verbatim && mark(line.text).is_some_and(asks))
}

/// Whether the question rather stands in a list below the heading, or the answer is folded away.
fn is_listed(lines: &[Line], start: Start) -> bool {
    let own = start.sign.is_none();
    let asks = |line: &Line| {
        let text = line.text.trim();
        let has_number = text.starts_with(|c: char| c.is_ascii_digit());
        let is_item = has_number && text.contains([' ', '.']) && text.ends_with(['?', '*']);
        let is_bold = text.starts_with("**") && text.ends_with("?**");
        !line.verbatim && (own && (is_item || is_bold) || text.starts_with("<details"))
    };
    lines.iter().skip(1).any(asks)
}

/// Whether the answer to the question at `start` stands below the rule in line `idx`.
fn parts_sides(lines: &[Line], idx: usize, start: Start) -> bool {
    let is_text = |line: &&Line| line.verbatim || !line.text.trim().is_empty();
    let next = lines[idx + 1..].iter().find(is_text);
    let next = next.filter(|line| !line.verbatim && heading(line).is_none());
    let found = next.and_then(|line| mark(line.text));
    found.is_some_and(|mark| fits(mark, start))
}

/// Whether a mark is that of a new question. `Front:` in a card with other marks is text of it.
fn opens(mark: Mark, start: Option<Start>) -> bool {
    let is_line = mark.sided == Sided::Line;
    let is_inside = start.is_some_and(|start| start.sign.is_some() && start.sided != Sided::Line);
    mark.side == Side::Question && !(is_line && is_inside)
}

/// Whether a mark is that of the answer to the question at `start`.
fn fits(mark: Mark, start: Start) -> bool {
    let agrees = match (start.sign, mark.sign) {
        // `A.` under a heading is an option.
        (None, Sign::Stop) => false,
        (Some(Sign::Colon), Sign::Stop) => false,
        _ => true,
    };
    let is_pair = (mark.sided == Sided::Line) == (start.sided == Sided::Line);
    mark.side == Side::Answer && agrees && is_pair && start.answer.is_none()
}

#[cfg(test)]
mod tests;
