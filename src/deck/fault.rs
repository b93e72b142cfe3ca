//! What is wrong with a deck, where, and what to do about it.
//!
//! ```text
//! decks/rust/ownership.md:14:1: no choice is marked right: put `[x]` on at least one line
//!    14 | - [ ] the borrower
//!       | ^^^^^
//! ```

use super::text::Text;
use crate::model::text::harmless_line;
use std::fmt;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest line that a fault shows, in columns.
const SHOWN_MAX: usize = 100;

/// How much of a wide line is shown in front of the place, in columns.
const SHOWN_BEFORE: usize = 40;

/// More faults than this help nobody; the rest is counted.
const FAULTS_MAX: usize = 100;

/// A place in a deck and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In characters, at least 1.
    pub length: usize,
    /// What is wrong, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line, harmless, cut to about 100 columns around the place.
    pub source_line: String,
    /// Where the place lies in `source_line`, in columns.
    caret: Range<usize>,
}

impl Fault {
    /// Marks `range` of `text`; what reaches over the end of its line is cut there.
    pub(super) fn new(text: &Text, range: Range<usize>, message: String, hint: String) -> Fault {
        let line_idx = text.line_idx(range.start);
        let line = text.line(line_idx);
        let start = boundary(text, range.start.min(line.end));
        let place = start..boundary(text, range.end.clamp(start, line.end));
        let before = text.slice(&(line.start..place.start));
        let inside = text.slice(&place);
        let (source_line, caret) = shown(before, inside, text.slice(&(place.end..line.end)));
        Fault {
            line: line_idx + 1,
            column: before.chars().count() + 1,
            length: inside.chars().count().max(1),
            message,
            hint: (!hint.is_empty()).then_some(hint),
            source_line,
            caret,
        }
    }

    /// A fault of the whole file, which has no line to show.
    pub(super) fn of_file(line: usize, message: String, hint: &str) -> Fault {
        Fault {
            line,
            column: 1,
            length: 1,
            message,
            hint: (!hint.is_empty()).then(|| hint.to_string()),
            source_line: String::new(),
            caret: 0..1,
        }
    }

    /// Returns the fault as the learner reads it: place, words, the line and the place in it.
    pub fn render(&self, path: &str) -> String {
        let head = format!("{}:{self}", harmless_line(path));
        if self.source_line.is_empty() {
            return head;
        }
        let carets = "^".repeat(self.caret.len().max(1));
        let blanks = " ".repeat(self.caret.start);
        format!(
            "{head}\n{:>5} | {}\n{:>5} | {blanks}{carets}",
            self.line, self.source_line, ""
        )
    }
}

/// Without the path: `14:1: what is wrong: what to do`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, ": {hint}"),
            None => Ok(()),
        }
    }
}

/// The first boundary of characters from `offset` on.
fn boundary(text: &Text, offset: usize) -> usize {
    let mut offsets = offset..text.as_str().len();
    let found = offsets.find(|offset| text.as_str().is_char_boundary(*offset));
    found.unwrap_or(text.as_str().len())
}

/// Cuts a line to what fits around the place; returns it with the columns of the place.
fn shown(before: &str, inside: &str, after: &str) -> (String, Range<usize>) {
    let parts = [before, inside, after];
    // Bytes first: a line may be as long as a file. A tab is a byte of four columns.
    let n_bytes: usize = parts.iter().map(|part| part.len()).sum();
    let columns = parts
        .iter()
        .flat_map(|part| part.chars())
        .map(|c| cell(c).1);
    let whole = n_bytes <= SHOWN_MAX && columns.sum::<usize>() <= SHOWN_MAX;
    let kept = if whole { SHOWN_MAX } else { SHOWN_BEFORE };
    let mut line = end_of(before, kept);
    let start = line.width();
    line.push_str(&beginning_of(inside, SHOWN_MAX - start));
    let end = line.width();
    if end < SHOWN_MAX {
        line.push_str(&beginning_of(after, SHOWN_MAX - end));
    }
    (line.trim_end().to_string(), start..end)
}

fn beginning_of(text: &str, columns: usize) -> String {
    let mut left = columns;
    let mut out = String::new();
    for c in text.chars() {
        let (piece, width) = cell(c);
        if width >= left && !out.is_empty() || width > left {
            out.push('…');
            break;
        }
        left -= width;
        out.push_str(piece.unwrap_or(c.encode_utf8(&mut [0; 4])));
    }
    out
}

fn end_of(text: &str, columns: usize) -> String {
    let mut left = columns;
    let mut pieces = Vec::new();
    // Marks have no width of their own: the count bounds what a line of nothing else would show.
    for c in text.chars().rev().take(2 * SHOWN_MAX) {
        let (piece, width) = cell(c);
        if width > left {
            break;
        }
        left -= width;
        pieces.push(piece.map_or_else(|| c.to_string(), str::to_string));
    }
    let cut = if pieces.len() < text.chars().take(2 * SHOWN_MAX + 1).count() {
        "…"
    } else {
        ""
    };
    pieces.reverse();
    cut.to_string() + &pieces.concat()
}

/// A tab is shown as blanks, so that the carets stand right on every terminal.
fn cell(c: char) -> (Option<&'static str>, usize) {
    match c {
        '\t' => (Some("    "), 4),
        _ => (None, c.width().unwrap_or(0)),
    }
}

/// The faults found so far in one text.
pub struct Report<'t> {
    text: &'t Text<'t>,
    faults: Vec<Fault>,
    unshown: usize,
}

impl<'t> Report<'t> {
    pub fn new(text: &'t Text<'t>) -> Report<'t> {
        Report {
            text,
            faults: Vec::new(),
            unshown: 0,
        }
    }

    /// Adds what is wrong at `range`, and what to do about it.
    pub fn add(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.faults.len() < FAULTS_MAX {
            let fault = Fault::new(self.text, range, message.into(), hint.into());
            self.faults.push(fault);
        } else {
            self.unshown += 1;
        }
    }

    /// Returns the faults in the order of the file.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        // Two steps may meet the same fault, and say it with different hints.
        self.faults.dedup_by(|next, first| {
            (next.line, next.column, &next.message) == (first.line, first.column, &first.message)
        });
        if let Some(last) = self.faults.last()
            && self.unshown > 0
        {
            let message = format!("{} more faults are not shown", self.unshown);
            let fault = Fault::of_file(last.line, message, "mend these first");
            self.faults.push(fault);
        }
        self.faults
    }

    /// Returns `value` if nothing is wrong.
    pub fn into_result<T>(self, value: T) -> Result<T, Vec<Fault>> {
        match self.faults.is_empty() {
            true => Ok(value),
            false => Err(self.into_faults()),
        }
    }
}

/// Returns the name among `names` that a mistyped `word` most likely meant.
pub fn nearest<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    let word: String = word.chars().take(40).collect::<String>().to_lowercase();
    let allowed = if word.chars().count() < 4 { 1 } else { 2 };
    names
        .iter()
        .map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Returns at most 40 characters of `text`, for a message that quotes it.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, marked: &str, expected: &str) {
        let raw = format!("\n{line}");
        let text = Text::new(&raw);
        let start = text
            .as_str()
            .find(marked)
            .expect("the test marks something");
        let range = start..start + marked.len();
        let fault = Fault::new(&text, range, "wrong".to_string(), "mend it".to_string());
        assert_eq!(fault.render("a.md"), expected);
    }

    #[test]
    fn the_line_is_shown_and_the_place_marked() {
        check(
            "- [ ] the borrower",
            "- [ ]",
            "a.md:2:1: wrong: mend it\n    2 | - [ ] the borrower\n      | ^^^^^",
        );
    }

    #[test]
    fn the_caret_stands_under_the_place_behind_wide_characters_and_tabs() {
        check(
            "幻\tx y",
            "x",
            "a.md:2:3: wrong: mend it\n    2 | 幻    x y\n      |       ^",
        );
    }

    #[test]
    fn a_line_of_tabs_is_cut_around_the_place() {
        check(
            &format!("{}x", "\t".repeat(30)),
            "x",
            &format!(
                "a.md:2:31: wrong: mend it\n    2 | …{0}x\n      |  {0}^",
                " ".repeat(40)
            ),
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
        check(
            &line,
            "HERE",
            &format!(
                "a.md:2:501: wrong: mend it\n    2 | …{}HERE{}…\n      | {}^^^^",
                "a".repeat(40),
                "b".repeat(54),
                " ".repeat(41)
            ),
        );
    }

    #[test]
    fn an_escape_in_line_or_path_is_not_sent_to_the_terminal() {
        let text = Text::new("x \u{1b}[2J");
        let fault = Fault::new(&text, 0..1, "wrong".to_string(), String::new());
        let shown = fault.render("a\u{1b}.md");
        assert_eq!(shown, "a␛.md:1:1: wrong\n    1 | x ␛[2J\n      | ^");
    }

    #[test]
    fn faults_beyond_a_hundred_are_counted() {
        let text = Text::new("x");
        let mut report = Report::new(&text);
        for number in 0..130 {
            report.add(0..1, format!("wrong {number}"), "");
        }
        let faults = report.into_faults();
        assert_eq!(faults.len(), 101);
        let last = faults[100].to_string();
        assert_eq!(last, "1:1: 30 more faults are not shown: mend these first");
    }

    #[test]
    fn a_mistyped_name_finds_the_nearest() {
        assert_eq!(nearest("Sorce", &["Why", "Source"]), Some("Source"));
        assert_eq!(nearest("levell", &["level", "title"]), Some("level"));
        assert_eq!(nearest("zzz", &["Why", "Source"]), None);
    }
}
