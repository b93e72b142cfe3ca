//! Cards marked by `Q:`, `A:` and `C:` at the start of a line, as hashcards and repeater have them.
//!
//! A card reaches to the next tag, a line `---`, or the end; a line `---` right in front of the `A:`
//! parts the sides and ends nothing. Tags in code and comments are none.
//! Headings that stand last in a card belong to the next one, and give it its topic.

use super::brackets;
use super::choices::chosen;
use super::desk::{Desk, Found};
use super::page::{Page, heading, is_rule, text_of};
use crate::import::draft::{Ask, Fault};
use crate::import::text::markdown::Line;
use std::borrow::Cow;

/// One card, as far as it goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Card {
    pub line: usize,
    pub question: String,
    pub answer: String,
    pub is_cloze: bool,
    pub topics: Vec<String>,
    /// A tag that may not stand in it, and its line.
    pub trouble: Option<(usize, &'static str)>,
}

/// All that is in a file.
#[derive(Debug, Default)]
pub struct Reading {
    pub cards: Vec<Card>,
    /// Where text stands outside of all cards.
    pub outside: Vec<usize>,
    /// Lines in code that look like tags.
    pub hidden: Vec<usize>,
}

/// The text behind a tag, and the tag.
pub fn tag(line: &str) -> Option<(u8, &str)> {
    match line.as_bytes() {
        [tag @ (b'Q' | b'A' | b'C'), b':', ..] => Some((*tag, &line[2..])),
        _ => None,
    }
}

/// Reads the cards of a page.
pub fn read(page: &Page) -> Reading {
    let mut reader = Reader::default();
    for (idx, line) in page.lines.iter().enumerate() {
        reader.line(&page.lines, idx, line);
    }
    reader.close(&page.lines, page.lines.len());
    reader.reading
}

impl Card {
    /// Whether it can be taken as it is.
    pub fn is_whole(&self) -> bool {
        let sides = match self.is_cloze {
            true => 0 < brackets::clozes(&self.answer).1,
            false => !self.question.is_empty() && (!self.answer.is_empty() || self.has_choices()),
        };
        sides && self.trouble.is_none()
    }

    fn has_choices(&self) -> bool {
        chosen(&self.question, &self.answer).is_some()
    }

    /// Hands it to the desk.
    pub fn give(self, desk: &mut Desk, most_clozes: usize) -> Result<(), Fault> {
        if let Some((line, what)) = self.trouble {
            desk.harvest.n_notes += 1;
            desk.refuse(line, what, "write a blank in front of it if it is text");
            return Ok(());
        }
        let mut found = Found {
            line: self.line,
            question: self.question,
            answer: self.answer,
            tags: self.topics,
            ..Found::default()
        };
        if self.is_cloze {
            let (text, n_clozes) = brackets::clozes(&found.answer);
            if n_clozes == 0 || most_clozes < n_clozes {
                desk.harvest.n_notes += 1;
                let (what, hint) = cloze_fault(n_clozes, most_clozes);
                desk.refuse(self.line, what, hint);
                return Ok(());
            }
            found.answer = text;
            found.ask = Ask::Cloze;
        } else if let Some(chosen) = chosen(&found.question, &found.answer) {
            found.question = chosen.question;
            found.answer = chosen.answer;
            found.choices = chosen.choices;
            found.why = chosen.why;
        }
        desk.take(found)
    }
}

fn cloze_fault(n_clozes: usize, most: usize) -> (String, &'static str) {
    match n_clozes {
        0 => (
            "the cloze hides nothing".to_string(),
            "put `[…]` around the answer",
        ),
        _ => {
            let what = format!("the card has {n_clozes} clozes, at most {most} are read");
            (what, "part it, or raise `--max-clozes`")
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Outside,
    Question,
    Answer,
    Cloze,
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    state: State,
    /// Where the card starts, and its answer.
    start: usize,
    answer: usize,
    trouble: Option<(usize, &'static str)>,
    topics: Vec<(usize, String)>,
    /// The text outside goes on.
    is_outside: bool,
}

impl Reader {
    fn line(&mut self, lines: &[Line], idx: usize, line: &Line) {
        match tag(line.text) {
            Some(_) if line.verbatim => self.reading.hidden.push(line.number),
            Some((b'A', _)) => self.answer(idx, line.number),
            Some((tag, _)) => {
                self.close(lines, idx);
                self.start = idx;
                self.is_outside = false;
                self.state = if tag == b'Q' {
                    State::Question
                } else {
                    State::Cloze
                };
            }
            None if self.goes_on_with_options(idx, line) => {
                self.trouble = Some((
                    line.number,
                    "a `B:` below the `A:` makes options of a quiz of them",
                ));
            }
            None if is_rule(line) && self.parts_sides(lines, idx) => (),
            None if is_rule(line) => self.close(lines, idx),
            None if self.state == State::Outside => self.outside(line),
            None => (),
        }
    }

    /// Whether the line right below an `A:` is a `B:`: then neither is an answer.
    fn goes_on_with_options(&self, idx: usize, line: &Line) -> bool {
        let is_below = self.state == State::Answer && idx == self.answer + 1;
        is_below && !line.verbatim && line.text.starts_with("B:")
    }

    /// Whether the answer to the question that is open stands below the rule in line `idx`.
    fn parts_sides(&self, lines: &[Line], idx: usize) -> bool {
        let is_gap = |line: &&Line| !line.verbatim && line.text.trim().is_empty();
        let next = lines[idx + 1..].iter().find(|line| !is_gap(line));
        let is_answer = |line: &Line| !line.verbatim && matches!(tag(line.text), Some((b'A', _)));
        self.state == State::Question && next.is_some_and(is_answer)
    }

    fn answer(&mut self, idx: usize, number: usize) {
        match self.state {
            State::Question => {
                self.state = State::Answer;
                self.answer = idx;
            }
            State::Outside => {
                self.start = idx;
                self.state = State::Cloze;
                self.trouble = Some((number, "`A:` stands without a `Q:` above it"));
            }
            State::Answer => self.trouble = Some((number, "a second `A:` stands in the card")),
            State::Cloze => self.trouble = Some((number, "an `A:` stands in a `C:` card")),
        }
    }

    fn outside(&mut self, line: &Line) {
        if let Some(heading) = heading(line) {
            self.topic(heading.level, heading.text);
        }
        let is_comment = line.verbatim && is_comment(line.text);
        let is_text = !line.text.trim().is_empty() && !is_comment;
        if is_text && !self.is_outside {
            self.reading.outside.push(line.number);
        }
        self.is_outside |= is_text;
    }

    fn topic(&mut self, level: usize, text: &str) {
        self.topics.retain(|(above, _)| *above < level);
        self.topics.push((level, text.to_string()));
    }

    /// Ends the card in front of line `end`.
    fn close(&mut self, lines: &[Line], end: usize) {
        let state = std::mem::take(&mut self.state);
        if state == State::Outside {
            return;
        }
        let part = if state == State::Answer {
            self.answer
        } else {
            self.start
        };
        let last = without_headings(lines, part, end);
        let (question, answer) = match state {
            State::Question => (part_of(lines, part, last), String::new()),
            State::Answer => (
                part_of(lines, self.start, without_rule(lines, self.answer)),
                part_of(lines, part, last),
            ),
            _ => (String::new(), part_of(lines, part, last)),
        };
        self.reading.cards.push(Card {
            line: lines[self.start].number,
            question,
            answer,
            is_cloze: state == State::Cloze,
            topics: self.topics.iter().map(|(_, text)| text.clone()).collect(),
            trouble: self.trouble.take(),
        });
        for heading in lines[last..end].iter().filter_map(heading) {
            self.topic(heading.level, heading.text);
        }
    }
}

fn is_comment(line: &str) -> bool {
    line.contains("<!--") || line.contains("-->")
}

/// The end of a part without the headings that stand last in it.
fn without_headings(lines: &[Line], start: usize, end: usize) -> usize {
    let mut last = end;
    for idx in (start + 1..end).rev() {
        match heading(&lines[idx]) {
            Some(_) => last = idx,
            None if lines[idx].text.trim().is_empty() => (),
            None => break,
        }
    }
    last
}

/// The end of a question that ends in front of line `end`, without the rule between the sides.
fn without_rule(lines: &[Line], end: usize) -> usize {
    let text = |line: &Line| line.verbatim || !line.text.trim().is_empty();
    match lines[..end].iter().rposition(text) {
        Some(last) if is_rule(&lines[last]) => last,
        _ => end,
    }
}

/// The text of a part, without the tag that it starts with.
fn part_of(lines: &[Line], start: usize, end: usize) -> String {
    let mut part = lines[start..end].to_vec();
    if let Some((_, rest)) = part.first().and_then(|first| tag(first.text)) {
        part[0].text = rest.trim_start();
    }
    text_of(&part)
}

/// A text in which no code fence stands on the line of a mark: those lines are parted in two.
pub struct Parted<'t> {
    pub text: Cow<'t, str>,
    /// Numbers of the lines that were added.
    added: Vec<usize>,
}

impl<'t> Parted<'t> {
    /// `behind` gives what stands behind the mark of a line, if it has one.
    pub fn new(text: &'t str, behind: impl Fn(&str) -> Option<&str>) -> Parted<'t> {
        let fence = |line: &str| {
            let rest = behind(line)?.trim_start();
            let is_fence = rest.starts_with("```") || rest.starts_with("~~~");
            // Three backquotes around code in a line are no fence.
            (is_fence && !rest[3..].contains('`')).then(|| line.len() - rest.len())
        };
        let mut parted = Parted {
            text: Cow::Borrowed(text),
            added: Vec::new(),
        };
        if !text.contains("```") && !text.contains("~~~") {
            return parted;
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut number = 1;
        for line in text.split_inclusive('\n') {
            let cut = fence(line).unwrap_or(0);
            if 0 < cut {
                out.push_str(line[..cut].trim_end());
                out.push('\n');
                number += 1;
                parted.added.push(number);
            }
            out.push_str(&line[cut..]);
            number += 1;
        }
        parted.text = Cow::Owned(out);
        parted
    }

    /// The page of the text, with the line numbers of the file.
    pub fn page(&self) -> Page<'_> {
        let mut page = Page::new(&self.text);
        let mut n_added = 0;
        for line in &mut page.lines {
            while self
                .added
                .get(n_added)
                .is_some_and(|added| *added <= line.number)
            {
                n_added += 1;
            }
            line.number -= n_added;
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(text: &str) -> Vec<(usize, String, String)> {
        let parted = Parted::new(text, |line| tag(line).map(|(_, rest)| rest));
        let reading = read(&parted.page());
        let cards = reading.cards.into_iter();
        cards
            .map(|card| (card.line, card.question, card.answer))
            .collect()
    }

    fn check(text: &str, expected: &[(usize, &str, &str)]) {
        let found = cards(text);
        let found: Vec<(usize, &str, &str)> = found
            .iter()
            .map(|(line, question, answer)| (*line, question.as_str(), answer.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_card_reaches_to_the_next_tag_or_rule() {
        check(
            "Q: a\nb\n\nA:c\n\nd\n\nC: [e]\n---\nf\nQ: g\nA:\n\n- h",
            &[(1, "a\nb", "c\n\nd"), (8, "", "[e]"), (11, "g", "- h")],
        );
    }

    #[test]
    fn a_rule_in_front_of_the_answer_parts_the_sides() {
        check(
            "---\nQ: a\n---\nA: b\n---\nQ: c\nd\n\n---\n\nA: e\n\n---\nQ: f\n---\ng\n",
            &[(2, "a", "b"), (6, "c\nd", "e"), (14, "f", "")],
        );
    }

    #[test]
    fn tags_in_code_are_code() {
        check(
            "Q: a\nA:\n```yaml\nA: b\n```\nc",
            &[(1, "a", "```yaml\nA: b\n```\nc")],
        );
    }

    #[test]
    fn a_fence_may_stand_on_the_line_of_its_tag() {
        check(
            "Q: a\nA: ```c\nA: b\n```\nQ: d\nA: ```e``` f",
            &[(1, "a", "```c\nA: b\n```"), (5, "d", "```e``` f")],
        );
    }

    #[test]
    fn a_heading_at_the_end_belongs_to_the_next_card() {
        let page = Page::new("# A\nQ: a\nA: b\n\n## B\n\nQ: c\nA: d\n# e\nf");
        let topics: Vec<Vec<String>> = read(&page)
            .cards
            .into_iter()
            .map(|card| card.topics)
            .collect();
        assert_eq!(topics, [vec!["A"], vec!["A", "B"]]);
        check("Q: a\nA: b\n\n# C\n", &[(1, "a", "b")]);
    }

    #[test]
    fn tags_out_of_order_are_found() {
        let troubles = |text: &str| -> Vec<usize> {
            let reading = read(&Page::new(text));
            let troubles = reading.cards.iter().filter_map(|card| card.trouble);
            troubles.map(|(line, _)| line).collect()
        };
        assert_eq!(troubles("A: a\nQ: b\nA: c"), [1]);
        assert_eq!(troubles("Q: a\nA: b\nA: c"), [3]);
        assert_eq!(troubles("C: [a]\nA: c"), [2]);
    }

    #[test]
    fn text_outside_is_found() {
        let page = Page::new("a\nb\n\n<!-- c -->\nQ: d\nA: e\n---\nf\n");
        assert_eq!(read(&page).outside, [1, 8]);
    }
}
