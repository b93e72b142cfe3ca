//! Body text as it is kept: no blanks at the ends of lines, single blank lines, code untouched.

use super::outline::Outline;
use super::text::is_blank;
use std::ops::Range;

/// Returns `text` tidied; `outline` is its own.
///
/// A hard break written as two blanks becomes a backslash, since the blanks would not survive.
pub fn tidy(text: &str, outline: &Outline) -> String {
    let mut out = String::with_capacity(text.len());
    let mut verbatim = Ranges::new(&outline.verbatim);
    let mut breaks = Ranges::new(&outline.breaks);
    let mut blank_before = true;
    let mut start = 0;
    for line in text.split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        if verbatim.meet(&range) {
            push_line(&mut out, line);
            blank_before = false;
            continue;
        }
        let blank = is_blank(line);
        if !(blank && blank_before) {
            push_line(&mut out, line.trim_end_matches([' ', '\t']));
            if breaks.meet(&range) {
                out.push('\\');
            }
        }
        blank_before = blank;
    }
    out.truncate(out.trim_end_matches([' ', '\t', '\n']).len());
    out.drain(..leading_blank_lines(&out));
    out
}

fn push_line(out: &mut String, line: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(line);
}

fn leading_blank_lines(text: &str) -> usize {
    let blank = text
        .split_inclusive('\n')
        .take_while(|line| is_blank(line.trim_end_matches('\n')));
    blank.map(str::len).sum()
}

/// Ranges in order, asked about lines in order.
struct Ranges<'r> {
    left: &'r [Range<usize>],
}

impl<'r> Ranges<'r> {
    fn new(ranges: &'r [Range<usize>]) -> Ranges<'r> {
        Ranges { left: ranges }
    }

    /// Says whether one of the ranges and `line` overlap.
    fn meet(&mut self, line: &Range<usize>) -> bool {
        while let [first, rest @ ..] = self.left
            && first.end <= line.start
        {
            self.left = rest;
        }
        self.left
            .first()
            .is_some_and(|first| first.start <= line.end && line.start < first.end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::*;

    fn check(text: &str, expected: &str) {
        let tidied = tidy(text, &outline(text));
        assert_eq!(tidied, expected);
        assert_eq!(tidy(&tidied, &outline(&tidied)), expected, "a second time");
    }

    #[test]
    fn blanks_at_line_ends_go_and_blank_lines_become_one() {
        check("\n \na \t\n\n \n\nb\n\n", "a\n\nb");
    }

    #[test]
    fn code_stays_as_it_is() {
        check("```\na  \n\n\nb\n```\n\n\nc", "```\na  \n\n\nb\n```\n\nc");
        check("a\n\n    b  \n\n\n    c\n", "a\n\n    b  \n\n\n    c");
    }

    #[test]
    fn a_hard_break_survives_as_a_backslash() {
        check("a  \nb", "a\\\nb");
        check("a\\\nb", "a\\\nb");
    }

    #[test]
    fn the_indentation_of_the_first_line_stays() {
        check("\n    code\n", "    code");
    }
}
