//! Where the cards of a note are: questions with `#card` behind them, lines with `::` between two
//! sides, and highlights that the plugin has given a number.
//!
//! A question is the paragraph or heading up to the mark, its answer the paragraph below. In notes
//! of the plugin's second version a heading's answer reaches to the next heading of its level.

use crate::import::formats::obsidian::false_card::is_false;
use crate::import::text::curly;
use crate::import::text::dialect::Page;
use crate::import::text::dialect::page::heading;
use crate::import::text::markdown::{Line, is_in_code};
use crate::import::text::wiki::tag_length;

/// As many lines stand between a line of two sides and its number.
const LINES_MAX: usize = 20;

/// How a card is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Marked by `#card`.
    Tagged { reversed: bool },
    /// Two sides on a line.
    Single { reversed: bool },
    /// A line with hidden pieces, and a number.
    Cloze,
    /// To be seen again, without a question.
    Reminder,
}

/// One card as written.
#[derive(Debug)]
pub struct Card<'t> {
    /// Of its mark.
    pub line: usize,
    pub shape: Shape,
    pub front: String,
    pub back: String,
    /// Tags behind the mark, without `#`.
    pub tags: Vec<&'t str>,
    /// What the plugin calls the card.
    pub anchor: Option<&'t str>,
    /// The headings above it, outermost first.
    pub above: Vec<&'t str>,
    /// The question is a list item, as Logseq has them.
    pub is_listed: bool,
}

/// Finds the cards of a page.
pub fn read<'t>(page: &Page<'t>) -> Vec<Card<'t>> {
    let mut reader = Reader {
        lines: &page.lines,
        is_second: is_second(page),
        cards: Vec::new(),
        above: Vec::new(),
        start: 0,
        paragraph: None,
    };
    let mut idx = 0;
    while idx < page.lines.len() {
        idx = reader.line(idx);
    }
    reader.cards
}

/// Whether the second version of the plugin wrote its marks into the note.
fn is_second(page: &Page) -> bool {
    let front = page.front.as_ref().map_or("", |front| front.text);
    let has_map = front.lines().any(|line| line.trim_end() == "flashcards:");
    let mut anchors = page.lines.iter().filter_map(|line| anchor(line.text));
    has_map || anchors.any(|(_, anchor)| anchor.starts_with("q-"))
}

/// The mark of a card in a line.
struct Mark<'t> {
    at: usize,
    /// `None`: a reminder.
    reversed: Option<bool>,
    tags: Vec<&'t str>,
    anchor: Option<&'t str>,
}

/// Finds the mark, behind which nothing stands but tags and a number.
fn mark<'t>(line: &Line<'t>) -> Option<Mark<'t>> {
    let text = line.text;
    if line.verbatim || !text.contains("#card") {
        return None;
    }
    let in_code = is_in_code(text);
    text.match_indices("#card").find_map(|(at, _)| {
        let length = tag_length(&text[at + 1..]);
        let reversed = match &text[at + 1..at + 1 + length] {
            "card" => Some(false),
            "card-reverse" | "card/reverse" => Some(true),
            "card-spaced" | "card/spaced" | "card-reminder" | "card/reminder" => None,
            _ => return None,
        };
        let is_start = text[..at].is_empty() || text[..at].ends_with([' ', '\t']);
        let rest = &text[at + 1 + length..];
        let (rest, anchor) = anchor(rest).map_or((rest, None), |(rest, id)| (rest, Some(id)));
        let tags = rest.split_whitespace().map(|word| word.strip_prefix('#'));
        let tags: Option<Vec<&str>> = tags.collect();
        (is_start && !in_code[at]).then_some(())?;
        Some(Mark {
            at,
            reversed,
            tags: tags?,
            anchor,
        })
    })
}

/// The number that the plugin gives a card, at the end of a line: `^1607361487244`, `^q-x7f2`, or
/// `<!-- ankiID: 1607361487244 -->` in a fork of it; and what stands in front of it.
fn anchor(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    if let Some(inside) = line.strip_suffix("-->") {
        let (text, id) = inside.rsplit_once("<!-- ankiID:")?;
        let id = id.trim();
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        return is_number.then(|| (text.trim_end(), id));
    }
    let (text, id) = line.rsplit_once('^')?;
    let is_number = id.len() == 13 && id.bytes().all(|byte| byte.is_ascii_digit());
    let word = id.strip_prefix("q-").unwrap_or_default();
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_free = text.is_empty() || text.ends_with([' ', '\t', '>']);
    ((is_number || is_word) && is_free).then(|| (text.trim_end(), id))
}

struct Reader<'p, 't> {
    lines: &'p [Line<'t>],
    is_second: bool,
    cards: Vec<Card<'t>>,
    /// Levels and texts of the headings that hold the line.
    above: Vec<(usize, &'t str)>,
    /// Where the paragraph starts.
    start: usize,
    /// Where the one above it starts, if it is no card.
    paragraph: Option<usize>,
}

impl<'t> Reader<'_, 't> {
    /// Reads a line; returns the next one to be read.
    fn line(&mut self, idx: usize) -> usize {
        let line = &self.lines[idx];
        let own = heading(line);
        if let Some(heading) = own {
            self.above.retain(|(level, _)| *level < heading.level);
            self.start = idx;
        }
        let next = match mark(line) {
            _ if is_gap(line) || line.text.trim_start().starts_with('>') => {
                if self.start < idx {
                    self.paragraph = Some(self.start).filter(|_| is_gap(line));
                }
                self.start = idx + 1;
                idx + 1
            }
            Some(mark) => {
                // A mark that stands apart is that of the paragraph above it.
                let is_alone = self.start == idx && line.text[..mark.at].trim().is_empty();
                self.start = self.paragraph.filter(|_| is_alone).unwrap_or(self.start);
                self.tagged(idx, mark)
            }
            None => self.untagged(idx),
        };
        if let Some(heading) = own {
            let text = heading.text.split(" #").next().unwrap_or_default();
            self.above.push((heading.level, text.trim()));
        }
        next
    }

    fn tagged(&mut self, idx: usize, mark: Mark<'t>) -> usize {
        let mut front = self.lines[self.start..=idx].to_vec();
        front[idx - self.start].text = self.lines[idx].text[..mark.at].trim_end();
        let titled = heading(&self.lines[self.start]).map(|heading| heading.level);
        let is_text = |line: &Line| !line.text.trim().is_empty();
        let below = front.iter().skip(1).any(is_text);
        // A paragraph directly below a heading asks for itself.
        let level = titled.filter(|_| !below);
        if level.is_none() && titled.is_some() {
            front.remove(0);
        }
        let mut above: Vec<&str> = self.above.iter().map(|(_, text)| *text).collect();
        if level.is_some() && self.start < idx {
            above.pop();
        }
        let shape = match mark.reversed {
            Some(reversed) => Shape::Tagged { reversed },
            None => Shape::Reminder,
        };
        let end = match shape {
            Shape::Reminder => idx + 1,
            _ => self.answer(idx + 1, level.filter(|_| self.is_second)),
        };
        let end = self.numbered(idx + 1, end).unwrap_or(end);
        let back = undecorated(&self.lines[idx + 1..end]);
        let anchors = || {
            self.lines[idx + 1..end]
                .iter()
                .filter_map(|line| anchor(line.text))
        };
        self.cards.push(Card {
            line: self.lines[idx].number,
            shape,
            is_listed: front.first().is_some_and(is_item),
            front: joined(undecorated(&front)),
            back: joined(&flush(back)),
            tags: mark.tags,
            anchor: mark.anchor.or_else(|| Some(anchors().next()?.1)),
            above,
        });
        self.start = end;
        self.paragraph = None;
        end
    }

    /// The end of an answer of several paragraphs, of which the last has the card's number.
    fn numbered(&self, from: usize, end: usize) -> Option<usize> {
        let lines = self.lines;
        if lines[from..end]
            .iter()
            .any(|line| anchor(line.text).is_some())
        {
            return None;
        }
        for (idx, line) in lines.iter().enumerate().skip(end) {
            let number = anchor(line.text);
            let text = number.map_or(line.text, |(text, _)| text);
            let is_other = sides(line, text, number.is_some()).is_some() || has_holes(line, text);
            if heading(line).is_some() || mark(line).is_some() || is_other {
                return None;
            }
            // Signs around a card end one without a number, too.
            let is_end = is_decoration(text) && text.contains("<br>");
            if number.is_some() || is_end {
                return is_decoration(text).then_some(idx + 1);
            }
        }
        None
    }

    /// The end of the answer that starts at line `from` or below.
    fn answer(&self, from: usize, level: Option<usize>) -> usize {
        let lines = self.lines;
        let text = lines[from..].iter().position(|line| !is_gap(line));
        let first = from + text.unwrap_or(0);
        let is_next = |line: &Line| match (heading(line), level) {
            (Some(heading), Some(level)) => heading.level <= level || mark(line).is_some(),
            (Some(_), None) => true,
            (None, _) => mark(line).is_some(),
        };
        let ends = |line: &Line| level.is_none() && is_gap(line) || is_next(line);
        let length = lines[first..].iter().position(ends);
        let end = length.map_or(lines.len(), |length| first + length);
        // The next question may have lines above its mark.
        let is_marked = end < lines.len() && heading(&lines[end]).is_none() && first < end;
        match lines[first..end].iter().rposition(is_gap) {
            Some(gap) if is_marked && mark(&lines[end]).is_some() => first + gap,
            _ => end,
        }
    }

    fn untagged(&mut self, idx: usize) -> usize {
        let line = &self.lines[idx];
        let below = self.number_below(idx);
        let own = anchor(line.text);
        let text = own.map_or(line.text, |(text, _)| text);
        let id = own.map(|(_, id)| id).or(below.map(|(_, id)| id));
        let (shape, front, back) = match sides(line, text, id.is_some()) {
            Some((front, back, reversed)) => (Shape::Single { reversed }, front, back),
            None if id.is_some() && has_holes(line, text) => (Shape::Cloze, text, ""),
            None => return idx + 1,
        };
        let end = below
            .filter(|_| own.is_none())
            .map_or(idx + 1, |(end, _)| end);
        let more = joined(&self.lines[idx + 1..end.max(idx + 2) - 1]);
        let more = if more.is_empty() {
            more
        } else {
            format!("\n{more}")
        };
        self.cards.push(Card {
            line: line.number,
            shape,
            front: front.to_string(),
            back: format!("{back}{more}"),
            tags: Vec::new(),
            anchor: id,
            above: self.above.iter().map(|(_, text)| *text).collect(),
            is_listed: false,
        });
        self.paragraph = None;
        self.start = end;
        end
    }

    /// The number of a card on line `idx` that stands below it, and where that line ends. In a comment
    /// it may have more lines of the answer above it.
    fn number_below(&self, idx: usize) -> Option<(usize, &'t str)> {
        let near = self.lines.iter().enumerate().skip(idx + 1);
        for (below, line) in near.take(LINES_MAX) {
            if let Some((text, id)) = anchor(line.text) {
                let is_near = below == idx + 1 || line.text.ends_with("-->");
                return (text.is_empty() && is_near).then_some((below + 1, id));
            }
            let is_other = sides(line, line.text, false).is_some() || has_holes(line, line.text);
            if is_gap(line) || heading(line).is_some() || mark(line).is_some() || is_other {
                return None;
            }
        }
        None
    }
}

/// The sides of a line, at its first separator; a line with a number was a card for the plugin.
fn sides<'t>(line: &Line, text: &'t str, is_card: bool) -> Option<(&'t str, &'t str, bool)> {
    let at = text.find("::").filter(|_| !line.verbatim)?;
    let reversed = text[at..].starts_with(":::");
    let (front, back) = (&text[..at], &text[at + 2 + usize::from(reversed)..]);
    let has_sides = !front.trim().is_empty() && !back.trim().is_empty();
    let is_card = is_card || !is_false(front, back, !reversed);
    (has_sides && is_card && !is_in_code(text)[at]).then_some((front, back, reversed))
}

fn has_holes(line: &Line, text: &str) -> bool {
    !line.verbatim && (text.contains("==") || !curly::holes(text).is_empty())
}

/// Whether nothing is said on the line but signs around a card, such as `﹇<br>`.
fn is_decoration(text: &str) -> bool {
    let bare = text.replace("<br>", "");
    bare.chars()
        .all(|c| c.is_whitespace() || !c.is_ascii() && !c.is_alphanumeric())
}

/// Lines without those at their ends that only decorate.
fn undecorated<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let says = |line: &Line| {
        let text = anchor(line.text).map_or(line.text, |(text, _)| text);
        line.verbatim && anchor(line.text).is_none() || !is_decoration(text)
    };
    match (lines.iter().position(says), lines.iter().rposition(says)) {
        (Some(first), Some(last)) => &lines[first..=last],
        // An emoji may be all that there is to say.
        _ => lines,
    }
}

/// An answer that is a list below its item, without the indentation that all of it has.
fn flush<'t>(lines: &[Line<'t>]) -> Vec<Line<'t>> {
    let blank = |line: &Line| line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    let used = lines.iter().filter(|line| !line.text.trim().is_empty());
    let common = used.map(blank).min().unwrap_or(0);
    let is_list = lines.first().is_some_and(is_item);
    let cut = |line: &Line<'t>| Line {
        text: line.text.get(common..).unwrap_or_default(),
        ..*line
    };
    match is_list {
        true => lines.iter().map(cut).collect(),
        false => lines.to_vec(),
    }
}

fn is_gap(line: &Line) -> bool {
    !line.verbatim && line.text.trim().is_empty()
}

fn is_item(line: &Line) -> bool {
    let text = line.text.trim_start();
    text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ")
}

fn joined(lines: &[Line]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.text).collect();
    lines.join("\n")
}
