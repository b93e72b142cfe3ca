//! Where the clozes of a field are: one pass over its braces, whatever they are.

use super::{Mark, Marks};
use crate::import::formats::anki::template::filter::is_blank;
use crate::import::text::html::plain;
use std::ops::Range;

/// How deep clozes stand inside each other; from there on Anki takes them for text.
const DEPTH_MAX: usize = 10;

/// The highest number that makes a card.
const NUMBER_MAX: u16 = 500;

/// A cloze that is not closed yet.
struct Open {
    idx: usize,
    /// Behind the last one that stands in it.
    children_end: usize,
    /// Braces of its text that are open.
    braces: usize,
    is_too_deep: bool,
}

/// Finds the clozes of a field.
pub fn parse(text: &str) -> Marks<'_> {
    let mut finder = Finder {
        marks: Marks {
            text,
            all: Vec::new(),
            n_unclosed: 0,
            n_unusable: 0,
            n_doubtful_hints: 0,
        },
        open: Vec::new(),
    };
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}']) {
        at = finder.brace(at + found);
    }
    finder.finish()
}

struct Finder<'t> {
    marks: Marks<'t>,
    open: Vec<Open>,
}

impl<'t> Finder<'t> {
    /// Reads a brace; returns where to go on.
    fn brace(&mut self, at: usize) -> usize {
        let rest = &self.marks.text[at..];
        if let Some((numbers, length)) = opening(rest) {
            self.start(numbers, at..at + length);
            return at + length;
        }
        if rest.starts_with('{') {
            if let Some(open) = self.open.last_mut() {
                open.braces += 1;
            }
            return at + 1;
        }
        // No more are looked at than are needed: each closing looks again.
        let needed = self.open.last().map_or(usize::MAX, |open| open.braces + 2);
        let braces = rest.bytes().take(needed).take_while(|byte| *byte == b'}');
        let run = braces.count();
        self.closing(at, run)
    }

    fn start(&mut self, numbers: Vec<u16>, opening: Range<usize>) {
        let is_too_deep = DEPTH_MAX <= self.open.len();
        self.open.push(Open {
            idx: self.marks.all.len(),
            children_end: opening.end,
            braces: 0,
            is_too_deep,
        });
        self.marks.all.push(Mark {
            numbers: if is_too_deep { Vec::new() } else { numbers },
            closing: opening.clone(),
            opening,
            hint: None,
            parent: None,
        });
    }

    /// Reads `run` closing braces.
    ///
    /// Anki ends a cloze at the first two, and in `{{c1::f{x}}}` cuts the answer short. Where there
    /// are enough of them the braces of the text get theirs first.
    fn closing(&mut self, at: usize, run: usize) -> usize {
        let Some(open) = self.open.last_mut() else {
            return at + run;
        };
        if run < 2 {
            open.braces = open.braces.saturating_sub(run);
            return at + run;
        }
        let own = if open.braces + 2 <= run {
            open.braces
        } else {
            0
        };
        self.end(at + own);
        at + own + 2
    }

    fn end(&mut self, close: usize) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let text = self.marks.text;
        let mark = &mut self.marks.all[open.idx];
        let hint = match open.is_too_deep {
            true => None,
            false => hint_at(text, mark.opening.end, open.children_end, close),
        };
        mark.closing = hint.unwrap_or(close)..close + 2;
        mark.hint = hint
            .map(|start| start + 2..close)
            .filter(|hint| !hint.is_empty());
        let hidden = &text[mark.opening.end..mark.closing.start];
        if is_blank(hidden) {
            mark.numbers.clear();
        }
        self.marks.n_unusable += usize::from(mark.numbers.is_empty());
        let hint = mark.hint.clone().map_or("", |hint| &text[hint]);
        let is_doubtful = hint.contains(['<', '(']) && plain(hint).contains(['<', '(']);
        self.marks.n_doubtful_hints += usize::from(is_doubtful);
        if let Some(outer) = self.open.last_mut() {
            outer.children_end = close + 2;
        }
    }

    /// Drops what was never closed, and says of the others in which they stand.
    fn finish(mut self) -> Marks<'t> {
        self.marks.n_unclosed = self.open.len();
        self.marks
            .all
            .retain(|mark| mark.closing.start != mark.opening.start);
        let mut around: Vec<usize> = Vec::new();
        for idx in 0..self.marks.all.len() {
            let start = self.marks.all[idx].opening.start;
            while around
                .last()
                .is_some_and(|outer| self.marks.all[*outer].closing.end <= start)
            {
                around.pop();
            }
            self.marks.all[idx].parent = around.last().copied();
            around.push(idx);
        }
        self.marks
    }
}

/// Reads `{{c1,3::`; returns the numbers that make cards, and its length.
pub fn opening(text: &str) -> Option<(Vec<u16>, usize)> {
    let label = text.strip_prefix("{{c")?;
    let length = label
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b',')
        .count();
    if length == 0 || !label[length..].starts_with("::") {
        return None;
    }
    let mut numbers: Vec<u16> = Vec::new();
    for number in label[..length]
        .split(',')
        .filter_map(|word| word.parse().ok())
    {
        if (1..=NUMBER_MAX).contains(&number) && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    Some((numbers, "{{c".len() + length + "::".len()))
}

/// Where the `::` of a hint stands: the first that is neither in a cloze inside nor in an element
/// inside, so that ``<code>std::move</code>`` is all answer.
fn hint_at(text: &str, start: usize, children_end: usize, close: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(found) = text[at..close].find(['<', ':']) {
        at += found;
        let rest = &text[at..close];
        if rest.starts_with("::") && depth == 0 && children_end <= at {
            return Some(at);
        }
        at += match tag(rest) {
            Some((length, Tag::Opens)) => {
                depth += 1;
                length
            }
            Some((length, Tag::Closes)) => {
                depth = depth.saturating_sub(1);
                length
            }
            Some((length, Tag::Alone)) => length,
            None => 1,
        };
    }
    None
}

enum Tag {
    Opens,
    Closes,
    Alone,
}

/// Reads a tag and its length.
fn tag(text: &str) -> Option<(usize, Tag)> {
    let inside = text.strip_prefix('<')?;
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let length = inside.find(['>', '<']).filter(|_| is_tag)?;
    let whole = inside[length..]
        .starts_with('>')
        .then_some(&inside[..length])?;
    let name = whole
        .split([' ', '\t', '\n', '/'])
        .next()
        .unwrap_or_default();
    let is_void = ["br", "img", "hr", "wbr", "input"]
        .iter()
        .any(|void| name.eq_ignore_ascii_case(void));
    let kind = match whole.starts_with('/') {
        true => Tag::Closes,
        false if is_void || whole.ends_with('/') => Tag::Alone,
        false => Tag::Opens,
    };
    Some((length + 2, kind))
}
