//! Delimited text as records: lines of cells, with quotes as RFC 4180 and people write them.
//!
//! A cell whose first sign is `"` runs to the next lone one and may hold separators and line ends;
//! `""` in it is a quote. A quote in the middle of a cell is text, and so is the whole cell if more
//! text stands behind the closing quote. Between pipes, a pipe in backquotes or behind a backslash
//! is text. Blanks around cells mean nothing. Lines and records with nothing in them are
//! passed over.

use std::borrow::Cow;

/// One record.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record<'t> {
    /// Where it starts, from 1.
    pub line: usize,
    /// Without quotes, not trimmed.
    pub cells: Vec<Cow<'t, str>>,
}

/// What a record is like, without its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub line: usize,
    pub width: usize,
    /// Cells that have a quote where none belongs.
    pub stray: usize,
    /// Separators, outside quotes, with a blank behind them.
    pub loose: usize,
    /// No cell has anything in it.
    pub blank: bool,
}

/// Reads the records of a text that parts its cells by `separator`, an ASCII sign.
pub struct Records<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    line: usize,
    /// The first line on which a quote opens that is not closed, or not where it should be.
    pub unclosed: Option<usize>,
    commented: bool,
    /// Lines that were passed over as comments.
    pub comments: Vec<usize>,
}

/// Where the text of a cell is.
struct Cell<'t> {
    text: Cow<'t, str>,
    stray: bool,
}

impl<'t> Records<'t> {
    pub fn new(text: &'t str, separator: u8) -> Records<'t> {
        Records::from_line(text, separator, 1)
    }

    /// Reads a text whose first line is line `line` of the file.
    pub fn from_line(text: &'t str, separator: u8, line: usize) -> Records<'t> {
        Records {
            text,
            separator,
            at: 0,
            line,
            unclosed: None,
            commented: false,
            comments: Vec::new(),
        }
    }

    /// Takes lines that start with `#` for comments.
    pub fn commented(self) -> Records<'t> {
        Records {
            commented: true,
            ..self
        }
    }

    /// Reads the next record and hands each cell to `take`; `None` behind the last one.
    fn next_with(&mut self, mut take: impl FnMut(Cell<'t>)) -> Option<Outline> {
        self.skip_blank_lines();
        if self.at == self.text.len() {
            return None;
        }
        let mut outline = Outline {
            line: self.line,
            blank: true,
            ..Outline::default()
        };
        loop {
            let cell = self.cell();
            outline.width += 1;
            outline.blank &= cell.text.trim().is_empty();
            outline.stray += usize::from(cell.stray);
            take(cell);
            let end = self.byte(self.at);
            self.at = (self.at + 1).min(self.text.len());
            if end != Some(self.separator) {
                self.line += usize::from(end == Some(b'\n'));
                return Some(outline);
            }
            outline.loose += usize::from(self.byte(self.at) == Some(b' '));
        }
    }

    /// The next record's shape, without its cells.
    pub fn next_outline(&mut self) -> Option<Outline> {
        self.next_with(|_| ())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn skip_blank_lines(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let is_blank = |c: char| c.is_whitespace() && c as u32 != u32::from(self.separator);
            if self.commented && rest.starts_with('#') {
                self.comments.push(self.line);
            } else if !rest[..end].chars().all(is_blank) {
                return;
            }
            self.line += usize::from(rest[..end].ends_with('\n'));
            self.at += end;
        }
    }

    /// Reads a cell and stops in front of the separator or line end behind it.
    fn cell(&mut self) -> Cell<'t> {
        let mut start = self.at;
        while self.separator != b'\t' && self.byte(start) == Some(b' ') {
            start += 1;
        }
        if self.byte(start) == Some(b'"')
            && let Some(cell) = self.quoted(start)
        {
            return cell;
        }
        self.bare()
    }

    /// Reads the cell whose quote opens at `start`. `None` where that quote is text after all.
    fn quoted(&mut self, start: usize) -> Option<Cell<'t>> {
        let inside = start + 1;
        let Some(end) = self.closing(inside) else {
            self.unclosed.get_or_insert(self.line);
            return None;
        };
        let mut behind = end + 1;
        while self.separator != b' ' && self.byte(behind) == Some(b' ') {
            behind += 1;
        }
        let ends = self.byte(behind);
        let text = &self.text[inside..end];
        let n_lines = text.bytes().filter(|byte| *byte == b'\n').count();
        if ends.is_none_or(|end| end == b'\n' || end == self.separator) {
            self.at = behind;
            self.line += n_lines;
            let text = match text.contains('"') {
                true => Cow::Owned(text.replace("\"\"", "\"")),
                false => Cow::Borrowed(text),
            };
            return Some(Cell { text, stray: false });
        }
        if 0 < n_lines {
            self.unclosed.get_or_insert(self.line);
            return None;
        }
        let from = self.at;
        self.at = self.bare_end(behind);
        Some(Cell {
            text: Cow::Borrowed(&self.text[from..self.at]),
            stray: true,
        })
    }

    /// Where the quote stands that closes a cell.
    fn closing(&self, inside: usize) -> Option<usize> {
        let mut at = inside;
        while let Some(found) = self.text[at..].find(['"', '\n']) {
            at += found;
            match (self.byte(at), self.byte(at + 1)) {
                // Once a quote was not closed, line ends are trusted more than quotes.
                (Some(b'\n'), _) if self.unclosed.is_some() => return None,
                (Some(b'\n'), _) => at += 1,
                (_, Some(b'"')) => at += 2,
                _ => return Some(at),
            }
        }
        None
    }

    fn bare(&mut self) -> Cell<'t> {
        let from = self.at;
        self.at = self.bare_end(from);
        let text = &self.text[from..self.at];
        Cell {
            stray: text.contains('"'),
            text: Cow::Borrowed(text),
        }
    }

    fn bare_end(&self, from: usize) -> usize {
        if self.separator == b'|' {
            return self.piped_end(from);
        }
        let bytes = &self.text.as_bytes()[from..];
        let end = bytes
            .iter()
            .position(|byte| *byte == self.separator || *byte == b'\n');
        from + end.unwrap_or(bytes.len())
    }

    /// As `bare_end`, where `|` in a code span or behind a backslash is text.
    fn piped_end(&self, from: usize) -> usize {
        let (mut in_code, mut at) = (false, from);
        while let Some(found) = self.text[at..].find(['`', '|', '\\', '\n']) {
            at += found;
            let behind = &self.text[at + 1..];
            match self.text.as_bytes()[at] {
                b'\n' => return at,
                b'`' if in_code => in_code = false,
                b'`' => in_code = closes_on_line(behind),
                b'|' if !in_code => return at,
                b'\\' if behind.starts_with('|') => at += 1,
                _ => (),
            }
            at += 1;
        }
        self.text.len()
    }
}

fn closes_on_line(behind: &str) -> bool {
    let found = behind.find(['`', '\n']);
    found.is_some_and(|at| behind.as_bytes()[at] == b'`')
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        loop {
            let mut cells = Vec::new();
            let outline = self.next_with(|cell| cells.push(cell.text))?;
            if !outline.blank {
                let line = outline.line;
                return Some(Record { line, cells });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each record as `line:cell|cell`.
    fn check(text: &str, separator: u8, expected: &[&str]) -> Option<usize> {
        let mut records = Records::new(text, separator);
        let found: Vec<String> = records
            .by_ref()
            .map(|record| format!("{}:{}", record.line, record.cells.join("¦")))
            .collect();
        assert_eq!(found, expected, "{text}");
        records.unclosed
    }

    #[test]
    fn a_record_is_a_line_of_cells() {
        assert_eq!(
            check("a,b\n\n  \nc,\n,\n,d", b',', &["1:a¦b", "4:c¦", "6:¦d"]),
            None
        );
        assert_eq!(check("a\tb\n \t\n", b'\t', &["1:a¦b"]), None);
    }

    #[test]
    fn quotes_hide_separators_and_line_ends() {
        let text = "\"a,\nb\",\"say \"\"x\"\"\"\n\"\",c";
        assert_eq!(check(text, b',', &["1:a,\nb¦say \"x\"", "3:¦c"]), None);
        assert_eq!(check("a, \"b, c\" ,d", b',', &["1:a¦b, c¦d"]), None);
        assert_eq!(check("a\t \"b", b'\t', &["1:a¦ \"b"]), None);
    }

    #[test]
    fn quotes_in_the_middle_are_text() {
        let text = "a \"q\" b,c\n\"a\"b,c\n\"a\"\"b\",\"c\"d\"";
        let expected = ["1:a \"q\" b¦c", "2:\"a\"b¦c", "3:a\"b¦\"c\"d\""];
        assert_eq!(check(text, b',', &expected), None);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_by_its_line() {
        let text = "a,b\nc,\"d\ne,f\n\"\",g\n";
        let expected = ["1:a¦b", "2:c¦\"d", "3:e¦f", "4:¦g"];
        assert_eq!(check(text, b',', &expected), Some(2));
    }

    #[test]
    fn a_quote_that_closes_in_the_middle_of_a_later_cell_was_not_closed() {
        let text = "a,\"b\nc,\"d\"\ne,f\n";
        assert_eq!(check(text, b',', &["1:a¦\"b", "2:c¦d", "3:e¦f"]), Some(1));
    }

    #[test]
    fn pipes_in_code_and_behind_a_backslash_are_text() {
        let text = "`a | b`? | \"x | y\" \na \\| b|c`d|e\n";
        let expected = ["1:`a | b`? ¦x | y", "2:a \\| b¦c`d¦e"];
        assert_eq!(check(text, b'|', &expected), None);
    }

    #[test]
    fn comments_are_passed_over_where_there_are_any() {
        let mut records = Records::from_line("#a\nb,\"#c\"\n#d\n\"#e\",f\n", b',', 3).commented();
        let lines: Vec<usize> = records.by_ref().map(|record| record.line).collect();
        assert_eq!((lines, records.comments), (vec![4, 6], vec![3, 5]));
    }

    #[test]
    fn an_outline_counts_without_cells() {
        let mut records = Records::new("a, b,\"c, d\", e \"f\"", b',');
        let outline = Outline {
            line: 1,
            width: 4,
            stray: 1,
            loose: 2,
            blank: false,
        };
        assert_eq!(records.next_outline(), Some(outline));
        assert_eq!(records.next_outline(), None);
    }
}
