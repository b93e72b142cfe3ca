//! Between heading and fields: prompt, answer, choices.

use super::cloze;
use super::fault::Report;
use super::items::item_text;
use super::outline::{BlockKind, DEPTH_MAX, List, Outline, outline};
use super::text::Text;
use super::tidy::tidy;
use crate::model::card::Choice;
use std::ops::Range;

/// The largest card and the longest prose, in bytes.
pub const CARD_MAX: usize = 1 << 20;

/// The parts of a body; what was wrong with them is in the report.
#[derive(Debug, Default)]
pub struct Body {
    pub prompt: String,
    pub answer: String,
    pub choices: Vec<Choice>,
    pub clozes: usize,
    /// The first ordered list of the answer.
    pub steps: Option<Vec<String>>,
    /// The last bullet list of the answer.
    pub rubric: Option<Vec<String>>,
    /// The structure could be read; only then a missing answer is one.
    pub is_whole: bool,
}

/// What is known while a body is read; offsets of the outline count from `base`.
pub(super) struct Reader<'r, 't> {
    text: &'r Text<'r>,
    pub(super) content: &'r str,
    base: usize,
    pub(super) outline: Outline,
    report: &'r mut Report<'t>,
}

/// Reads the body at `content`; `outline` is that of its text.
pub fn body(text: &Text, content: Range<usize>, outline: Outline, report: &mut Report) -> Body {
    let mut reader = Reader {
        text,
        content: text.slice(&content),
        base: content.start,
        outline,
        report,
    };
    match reader.is_sound() {
        true => reader.read(),
        false => Body::default(),
    }
}

/// Reads text that is no card; the same traps are found in it.
pub fn prose(text: &Text, range: Range<usize>, report: &mut Report) -> String {
    let inside = text.slice(&range);
    if inside.len() > CARD_MAX {
        let message = format!(
            "the prose has {} bytes, at most {CARD_MAX} are read",
            inside.len()
        );
        report.add(range, message, "shorten it");
        return String::new();
    }
    let outline = outline(inside);
    let mut reader = Reader {
        text,
        content: inside,
        base: range.start,
        outline,
        report,
    };
    match reader.is_sound() {
        true => reader.tidied(&(0..inside.len())),
        false => String::new(),
    }
}

/// Reports every cloze that stands in `range`, where none may.
pub fn no_clozes(text: &Text, range: &Range<usize>, report: &mut Report) {
    let inside = text.slice(range);
    let (clozes, _) = cloze::scan(inside, &outline(inside).code);
    for cloze in clozes {
        let place = range.start + cloze.range.start..range.start + cloze.range.end;
        report.add(place, "a cloze stands outside the answer", "move it below");
    }
}

impl Reader<'_, '_> {
    /// Reports structure that would make a wrong card.
    fn is_sound(&mut self) -> bool {
        if let Some(at) = self.outline.too_deep {
            let message = format!("Markdown is nested deeper than {DEPTH_MAX} levels");
            self.fault(at..at + 1, message, "flatten it");
            return false;
        }
        let headings: Vec<Range<usize>> = self
            .outline
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::SecondLevelHeading))
            .map(|block| block.range.clone())
            .collect();
        for range in &headings {
            self.heading_in_body(range);
        }
        let fences = std::mem::take(&mut self.outline.open_fences);
        for range in &fences {
            let place = self.first_line(range);
            let hint = "close it as far indented as it opens";
            self.fault(place, "the code fence opened here is never closed", hint);
        }
        headings.is_empty() && fences.is_empty()
    }

    fn heading_in_body(&mut self, range: &Range<usize>) {
        let lines = self.content[range.clone()].trim_end();
        let (last_at, last) = match lines.rfind('\n') {
            Some(feed) => (range.start + feed + 1, &lines[feed + 1..]),
            None => (range.start, lines),
        };
        let place = last_at..last_at + last.len();
        if last.trim_start().starts_with('#') {
            let hint = "start it in the first column, with a blank line above";
            self.fault(place, "this `##` heading starts no card", hint);
        } else {
            let hint = "put a blank line above it";
            self.fault(place, "text directly over `---` is a heading", hint);
        }
    }

    fn read(&mut self) -> Body {
        let separator = self.separator();
        let answer_at = separator.as_ref().map_or(0, |line| line.end);
        let choices_at = self.choices_at(answer_at);
        let end = self.content.len();
        let (answer_end, below) = match &choices_at {
            Some(list) => (self.line_start(list.start), list.end..end),
            None => (end, end..end),
        };
        let mut body = Body {
            is_whole: true,
            ..Body::default()
        };
        if let Some(line) = separator {
            body.prompt = self.prompt(&line);
        }
        let answer = answer_at..answer_end;
        body.answer = self.joined(&answer, below.clone());
        body.clozes = self.clozes(&answer) + self.clozes(&below);
        body.steps = self.first_list(&answer, true);
        body.rubric = self.last_bullets(&answer);
        if let Some(list) = choices_at {
            body.choices = self.choices(&list);
        }
        body
    }

    pub(super) fn fault(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = self.base + range.start..self.base + range.end;
        self.report.add(place, message, hint);
    }

    fn line_start(&self, offset: usize) -> usize {
        self.content[..offset]
            .rfind('\n')
            .map_or(0, |feed| feed + 1)
    }

    /// Finds the first line `---`, with its line feed.
    fn separator(&self) -> Option<Range<usize>> {
        let rules = self
            .outline
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Rule));
        let mut lines = rules.map(|block| {
            let start = self.line_start(block.range.start);
            let length = self.content[start..].find('\n').map(|feed| feed + 1);
            start..length.map_or(self.content.len(), |length| start + length)
        });
        lines.find(|line| self.content[line.clone()].trim() == "---")
    }

    fn prompt(&mut self, separator: &Range<usize>) -> String {
        let range = 0..separator.start;
        let prompt = self.tidied(&range);
        if prompt.is_empty() {
            let hint = "remove it, or write the longer question above it";
            self.fault(separator.clone(), "nothing stands above `---`", hint);
        }
        if prompt.contains("{{c") {
            let place = self.base..self.base + separator.start;
            no_clozes(self.text, &place, self.report);
        }
        prompt
    }

    /// Finds the task list behind `from`.
    fn choices_at(&mut self, from: usize) -> Option<Range<usize>> {
        let is_task_list = |kind: &BlockKind| match kind {
            BlockKind::List(list) => list.items.iter().any(|item| item.task.is_some()),
            _ => false,
        };
        let blocks = self.outline.blocks.iter();
        let lists = blocks.filter(|block| block.range.start >= from && is_task_list(&block.kind));
        let mut lists = lists.map(|block| block.range.clone());
        let (first, second) = (lists.next(), lists.next());
        if let Some(list) = second {
            let place = self.first_line(&list);
            self.fault(
                place,
                "the card has a second list of choices",
                "join the two lists",
            );
        }
        first
    }

    /// Joins what stands above the choices and what stands under them.
    fn joined(&mut self, above: &Range<usize>, below: Range<usize>) -> String {
        let (first, second) = (self.tidied(above), self.tidied(&below));
        if first.is_empty() || second.is_empty() {
            return first + &second;
        }
        let joined = format!("{first}\n\n{second}");
        let blocks = |text: &str| outline(text).blocks.len();
        // Two lists, or a list and something indented, would become one.
        if blocks(&joined) != blocks(&first) + blocks(&second) {
            let rest = &self.content[below.clone()];
            let start = below.end - rest.trim_start().len();
            let place = self.first_line(&(start..below.end));
            let hint = "move it above them, or into `Why:`";
            self.fault(place, "this cannot stand under the choices", hint);
        }
        joined
    }

    pub(super) fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let length = self.content[range.clone()].find('\n');
        range.start..length.map_or(range.end, |length| range.start + length)
    }

    fn tidied(&self, range: &Range<usize>) -> String {
        tidy(&self.content[range.clone()], &self.outline.part(range))
    }

    fn clozes(&mut self, answer: &Range<usize>) -> usize {
        let inside = &self.content[answer.clone()];
        if !inside.contains("{{c") {
            return 0;
        }
        let (clozes, broken) = cloze::scan(inside, &self.outline.part(answer).code);
        for broken in &broken {
            let range = answer.start + broken.range.start..answer.start + broken.range.end;
            self.fault(range, broken.message.clone(), broken.hint);
        }
        clozes.len()
    }

    fn lists(&self, answer: &Range<usize>, ordered: bool) -> Vec<&List> {
        let blocks = self.outline.blocks.iter();
        blocks
            .filter(|block| answer.contains(&block.range.start))
            .filter_map(|block| match &block.kind {
                BlockKind::List(list) if list.ordered == ordered => Some(list),
                _ => None,
            })
            .collect()
    }

    fn first_list(&self, answer: &Range<usize>, ordered: bool) -> Option<Vec<String>> {
        let list = *self.lists(answer, ordered).first()?;
        Some(self.item_texts(list))
    }

    fn last_bullets(&self, answer: &Range<usize>) -> Option<Vec<String>> {
        let list = *self.lists(answer, false).last()?;
        Some(self.item_texts(list))
    }

    /// The items with everything that stands in them, quotes too.
    fn item_texts(&self, list: &List) -> Vec<String> {
        let items = list.items.iter();
        let texts = items.map(|item| {
            let found = item_text(self.content, item);
            match found.note {
                Some(note) => format!("{}\n\n> {}", found.text, note.replace('\n', "\n> ")),
                None => found.text,
            }
        });
        texts.collect()
    }
}
