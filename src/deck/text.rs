//! The text of a file, made ready: line feeds as line ends, nothing that could steer a terminal.
//!
//! Every later step speaks in byte offsets of this text; lines and columns are computed only for
//! a fault.

use crate::model::text::harmless;
use std::borrow::Cow;
use std::ops::Range;

/// A text and where its lines start.
pub struct Text<'t> {
    text: Cow<'t, str>,
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    /// Makes CRLF and lone CR line feeds, adds one at the end, and shows control characters instead
    /// of keeping them.
    pub fn new(raw: &'t str) -> Text<'t> {
        let text = match raw.contains('\r') {
            true => Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(raw),
        };
        let mut text = match text {
            Cow::Borrowed(text) => harmless(text),
            Cow::Owned(text) => Cow::Owned(harmless(&text).into_owned()),
        };
        if !text.ends_with('\n') {
            // Markdown reads some lines otherwise where the text ends without a line feed.
            text.to_mut().push('\n');
        }
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(feeds.map(|(idx, _)| idx + 1))
            .collect();
        Text { text, starts }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Returns the index of the line that holds `offset`, from 0.
    pub fn line_idx(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Returns where a line lies, without its line feed.
    pub fn line(&self, line_idx: usize) -> Range<usize> {
        let start = self.starts[line_idx];
        let end = match self.starts.get(line_idx + 1) {
            Some(next) => next - 1,
            None => self.text.len(),
        };
        start..end
    }

    /// Returns the lines that start in `range`, each cut at its end.
    pub fn lines(&self, range: &Range<usize>) -> impl DoubleEndedIterator<Item = Range<usize>> {
        let first = self.starts.partition_point(|start| *start < range.start);
        let last = self.starts.partition_point(|start| *start < range.end);
        let end = range.end;
        (first..last.max(first)).map(move |line_idx| {
            let line = self.line(line_idx);
            line.start..line.end.min(end)
        })
    }
}

/// Says whether a line holds nothing but blanks.
pub fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// Returns how far a line is indented, in columns, and what stands behind.
pub fn indentation(line: &str) -> (usize, &str) {
    let mut columns = 0;
    for (idx, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => return (columns, &line[idx..]),
        }
    }
    (columns, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &str) -> Vec<String> {
        let text = Text::new(raw);
        let all = 0..text.as_str().len();
        text.lines(&all)
            .map(|line| text.slice(&line).to_string())
            .collect()
    }

    #[test]
    fn carriage_returns_end_lines_in_every_combination() {
        assert_eq!(lines("a\r\nb\rc\nd"), ["a", "b", "c", "d"]);
        assert_eq!(lines("a\r\r\nb"), ["a", "", "b"]);
    }

    #[test]
    fn other_separators_are_shown_and_end_nothing() {
        assert_eq!(lines("a\u{2028}b\u{85}c\u{b}d"), ["a<U+2028>b<U+0085>c␋d"]);
    }

    #[test]
    fn lines_are_found_by_offset() {
        let text = Text::new("ab\n\ncd\n");
        assert_eq!(
            (text.line_idx(2), text.line_idx(3), text.line_idx(6)),
            (0, 1, 2)
        );
        assert_eq!(text.line(2), 4..6);
        assert_eq!(text.lines(&(3..6)).collect::<Vec<_>>(), [3..3, 4..6]);
    }

    #[test]
    fn tabs_reach_to_the_next_stop() {
        assert_eq!(indentation(" \tx"), (4, "x"));
        assert_eq!(indentation("  x"), (2, "x"));
    }
}
