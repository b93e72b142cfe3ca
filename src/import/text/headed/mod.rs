//! Markdown files whose headings part them: rows, headings, and what they name.
//!
//! A text comes in. Out go its rows, each with whether it is code or a comment, and its headings in
//! order. `Topics` says which of the headings names the deck and which stand above a question.
//! Indented code is not told from text here: in these files the body of a list item is indented as
//! often, and its marks count. Which headings are questions is for the formats to say.

pub mod asks;
pub mod blocks;
mod breaks;
pub mod inline;
pub mod links;
pub mod names;
pub mod topics;

use crate::import::text::markdown;

/// One line of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    pub text: &'t str,
    /// In a fence (its marks included), in a comment, or in front matter: no mark in it counts.
    pub hidden: bool,
    /// In a comment.
    pub is_comment: bool,
}

impl Row<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Columns of white space in front; a tab reaches to the next multiple of four.
    pub fn indent(&self) -> usize {
        indent(self.text)
    }
}

fn indent(line: &str) -> usize {
    let mut columns = 0;
    for c in line.chars() {
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// One heading. Indices count rows from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub row: usize,
    /// The first row behind it.
    pub body: usize,
    /// 1 to 6.
    pub level: usize,
    /// Markdown, without the marks of the heading.
    pub text: String,
}

/// A file by rows and headings.
pub struct Outline<'t> {
    pub rows: Vec<Row<'t>>,
    pub headings: Vec<Heading>,
}

impl<'t> Outline<'t> {
    pub fn new(text: &'t str) -> Outline<'t> {
        let rows = rows(text);
        let mut headings = Vec::new();
        for row in 0..rows.len() {
            headings.extend(atx(&rows, row).or_else(|| underlined(&rows, row)));
        }
        Outline { rows, headings }
    }

    /// The row at which the section of a heading ends: the next heading, or the end.
    pub fn section_end(&self, heading: usize) -> usize {
        let next = self.headings.get(heading + 1);
        next.map_or(self.rows.len(), |next| next.row)
    }
}

/// Joins lines as a text of their own: without the indentation that all share, blank lines in front
/// and behind, more than one in a row, and comments; with its inline tags as Markdown.
pub fn text_of(lines: &[&str]) -> String {
    let used = lines.iter().filter(|line| !line.trim().is_empty());
    let shared = used.map(|line| indent(line)).min().unwrap_or(0);
    let mut bare = String::new();
    for line in lines {
        bare.push_str(&without_indent(line, shared));
        bare.push('\n');
    }
    let (mut out, mut open) = (String::with_capacity(bare.len()), String::new());
    for row in rows_of(&bare).iter().filter(|row| !row.is_comment) {
        if row.hidden {
            out.push_str(&inline::markdown(&std::mem::take(&mut open)));
            out.push_str(row.text);
            out.push('\n');
            continue;
        }
        let gap = open.ends_with("\n\n") || open == "\n";
        if !(row.is_blank() && gap) {
            open.push_str(if row.is_blank() { "" } else { row.text });
            open.push('\n');
        }
    }
    out.push_str(&inline::markdown(&open));
    out.trim_matches('\n').trim_end().to_string()
}

/// Removes up to so many columns of white space.
fn without_indent(line: &str, columns: usize) -> String {
    if columns == 0 {
        return line.to_string();
    }
    let text = line.trim_start_matches([' ', '\t']);
    " ".repeat(indent(line).saturating_sub(columns)) + text
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = rows_of(text);
    hide_front_matter(&mut rows);
    rows
}

/// The rows of a text that has no front matter.
pub fn rows_of(text: &str) -> Vec<Row<'_>> {
    let (mut fence, mut comment) = (None, false);
    let mut rows = Vec::new();
    for line in text.lines() {
        let opened = fence;
        fence = match fence {
            Some(open) if closes(line, open) => None,
            None if !comment => opens(line),
            same => same,
        };
        let starts = line.trim_start().starts_with("<!--");
        let hidden = opened.is_some() || fence.is_some() || comment || starts;
        if opened.is_none() && fence.is_none() {
            comment = in_comment(line, comment);
        }
        let is_comment = hidden && opened.is_none() && fence.is_none();
        rows.push(Row {
            text: line,
            hidden,
            is_comment,
        });
    }
    rows
}

/// The mark and length of a fence that opens on this line, in a list item or a quote or not.
fn opens(line: &str) -> Option<(char, usize)> {
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let inner = inner
        .strip_prefix(['-', '*', '+'])
        .map_or(inner, str::trim_start);
    let inner = match inner
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((mark, rest)) if mark.len() <= 3 => rest.trim_start(),
        _ => inner,
    };
    markdown::opens(inner)
}

fn closes(line: &str, (mark, length): (char, usize)) -> bool {
    let inner = line.trim_start_matches([' ', '\t', '>']).trim_end();
    length <= inner.len() && inner.chars().all(|c| c == mark)
}

/// Whether a comment is open behind this line.
fn in_comment(line: &str, open: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(start), Some(end)) => end < start,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => open,
    }
}

/// Front matter is the block between two lines `---` at the very start that holds `key: value`.
fn hide_front_matter(rows: &mut [Row]) {
    if rows.first().is_none_or(|row| row.text.trim_end() != "---") {
        return;
    }
    let end = rows[1..]
        .iter()
        .position(|row| row.text.trim_end() == "---");
    let Some(end) = end.map(|end| end + 1) else {
        return;
    };
    if rows[1..end].iter().any(Row::is_blank)
        || !rows[1..end].iter().any(|row| row.text.contains(':'))
    {
        return;
    }
    for row in &mut rows[..=end] {
        row.hidden = true;
    }
}

fn atx(rows: &[Row], row: usize) -> Option<Heading> {
    let line = rows[row];
    if line.hidden || 3 < line.indent() {
        return None;
    }
    let trimmed = line.text.trim();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &trimmed[level..];
    // Old lists leave the blank out; after one or two marks that would be a tag.
    let close = 3 <= level && rest.starts_with(|c: char| c.is_alphanumeric() || "[<*`".contains(c));
    let parted = rest.is_empty() || rest.starts_with([' ', '\t']) || close;
    if !(1..=6).contains(&level) || !parted {
        return None;
    }
    let text = rest.trim();
    let bare = text.trim_end_matches('#');
    let closed = bare.is_empty() || bare.ends_with([' ', '\t']);
    let text = if closed { bare.trim_end() } else { text };
    Some(Heading {
        row,
        body: row + 1,
        level,
        text: text.to_string(),
    })
}

/// A line of text over `===` or `---`, with nothing above it.
fn underlined(rows: &[Row], row: usize) -> Option<Heading> {
    let (line, under) = (rows[row], rows.get(row + 1)?);
    let above = row.checked_sub(1).map(|above| rows[above]);
    let free = above.is_none_or(|above| above.is_blank());
    let text = line.text.trim();
    let plain = text.starts_with(|c: char| c.is_alphanumeric()) && !text.contains('|');
    let item = names::list_mark(text).is_some();
    if line.hidden || under.hidden || !free || !plain || item || 3 < line.indent() {
        return None;
    }
    let under = under.text.trim();
    let is_line_of = |mark: char| 2 <= under.len() && under.chars().all(|c| c == mark);
    let level = match () {
        _ if is_line_of('=') => 1,
        _ if is_line_of('-') => 2,
        _ => return None,
    };
    Some(Heading {
        row,
        body: row + 2,
        level,
        text: text.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<(usize, String)> {
        let outline = Outline::new(text);
        let pair = |heading: Heading| (heading.level, heading.text);
        outline.headings.into_iter().map(pair).collect()
    }

    fn check(text: &str, expected: &[(usize, &str)]) {
        let expected: Vec<(usize, String)> = expected
            .iter()
            .map(|(level, text)| (*level, text.to_string()))
            .collect();
        assert_eq!(headings(text), expected, "{text}");
    }

    #[test]
    fn headings_have_levels_and_lose_their_marks() {
        check(
            "# a\n### b ###\n#### c#\n",
            &[(1, "a"), (3, "b"), (4, "c#")],
        );
        check("a\n===\n\nb\n---\n", &[(1, "a"), (2, "b")]);
        check("####[a](b)\n", &[(4, "[a](b)")]);
        check("#a\n####### b\n    # c\n", &[]);
    }

    #[test]
    fn rules_tables_and_items_are_no_headings() {
        check("a\n\n---\n\n- b\n---\n\n| c |\n---\n1. d\n---\n", &[]);
    }

    #[test]
    fn fences_and_comments_hide_headings() {
        check("```sh\n# a\n```\n# b", &[(1, "b")]);
        check("- [ ] ```sh\n  # a\n  ```\n# b", &[(1, "b")]);
        check("<!--\n# a\n-->\n# b", &[(1, "b")]);
        check("> ```\n> # a\n> ```\n# b", &[(1, "b")]);
    }

    #[test]
    fn the_indentation_that_all_lines_share_is_cut() {
        let lines = [
            "",
            "  a <b>c</b>",
            "",
            "",
            "  ```",
            "    <b>d</b>",
            "",
            "",
            "  ```",
            "  e",
            "",
        ];
        assert_eq!(text_of(&lines), "a **c**\n\n```\n  <b>d</b>\n\n\n```\ne");
    }

    #[test]
    fn front_matter_holds_no_heading() {
        check("---\n# a: b\nc: d\n---\n# e", &[(1, "e")]);
    }
}
