//! Outlines: notes of which every line is a bullet, with more bullets under it.
//!
//! The blocks stand in a flat list, each with its parent, so that no depth of bullets is a depth of
//! calls. A fence inside a bullet hides bullets.

use crate::import::text::markdown::{closes, opens};
use std::ops::Range;

/// One bullet, or a paragraph between bullets.
#[derive(Debug, Default)]
pub struct Block<'t> {
    /// From 1.
    pub line: usize,
    pub is_bullet: bool,
    /// 0 at the margin.
    pub level: usize,
    pub parent: Option<usize>,
    /// Without the bullet, and without the indentation that it brings.
    pub lines: Vec<&'t str>,
    indent: usize,
}

/// Reads a whole note, line ends being line feeds.
pub fn read(text: &str) -> Vec<Block<'_>> {
    let mut reader = Reader::default();
    for (idx, line) in text.lines().enumerate() {
        reader.line(idx + 1, line);
    }
    reader.blocks
}

/// The blocks under one, at any depth.
pub fn below(blocks: &[Block], idx: usize) -> Range<usize> {
    let level = blocks[idx].level;
    let behind = blocks[idx + 1..].iter();
    idx + 1..idx + 1 + behind.take_while(|below| level < below.level).count()
}

#[derive(Default)]
struct Reader<'t> {
    blocks: Vec<Block<'t>>,
    /// The blocks that the next one may stand under.
    open: Vec<usize>,
    fence: Option<(char, usize)>,
    gap: bool,
}

impl<'t> Reader<'t> {
    fn line(&mut self, number: usize, line: &'t str) {
        if let (Some(open), Some(block)) = (self.fence, self.blocks.last_mut()) {
            block.lines.push(dedented(line, block.indent + 2));
            self.fence = (!closes(line, open)).then_some(open);
            return;
        }
        if line.trim().is_empty() {
            self.gap = true;
            return;
        }
        let (indent, text) = indentation(line);
        let bullet = ["- ", "* ", "+ "]
            .iter()
            .find_map(|mark| text.strip_prefix(mark));
        let bullet = bullet.or(["-", "*", "+"].contains(&text).then_some(""));
        match bullet {
            Some(text) => self.start(number, indent, true, text),
            None if self.goes_on(indent) => {
                if let Some(block) = self.blocks.last_mut() {
                    if self.gap {
                        block.lines.push("");
                    }
                    block.lines.push(dedented(line, block.indent + 2));
                }
            }
            None => self.start(number, indent, false, text),
        }
        self.gap = false;
        self.fence = opens(bullet.unwrap_or(text));
    }

    /// Whether a line of this indentation, without a bullet, belongs to the last block.
    fn goes_on(&self, indent: usize) -> bool {
        let last = self.blocks.last();
        last.is_some_and(|last| match last.is_bullet {
            true => last.indent < indent || indent == last.indent && 0 < indent && !self.gap,
            false => !self.gap && last.indent <= indent,
        })
    }

    fn start(&mut self, line: usize, indent: usize, is_bullet: bool, text: &'t str) {
        let is_over = |idx: &usize| indent <= self.blocks[*idx].indent;
        while self.open.last().is_some_and(is_over) {
            self.open.pop();
        }
        let idx = self.blocks.len();
        self.blocks.push(Block {
            line,
            is_bullet,
            level: self.open.len(),
            parent: self.open.last().copied(),
            lines: vec![text],
            indent,
        });
        if is_bullet {
            self.open.push(idx);
        }
    }
}

/// The columns in front of a line's text, a tab being four, and the text.
fn indentation(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches([' ', '\t']);
    let white = line[..line.len() - text.len()].chars();
    (white.map(|c| if c == '\t' { 4 } else { 1 }).sum(), text)
}

/// A line without its first columns of blanks.
fn dedented(line: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, c) in line.char_indices() {
        match c {
            ' ' if width < columns => width += 1,
            '\t' if width < columns => width += 4,
            _ => return &line[at..],
        }
    }
    ""
}

/// Writes blocks as a Markdown list; a lone one as its text alone.
///
/// `texts` are in the order of an outline, each with its level, outermost 0, and whether it is
/// numbered.
pub fn list(texts: &[(usize, bool, String)]) -> String {
    if let [(_, false, text)] = texts {
        return text.clone();
    }
    let mut out = String::new();
    // Of each level that is open: the column of its text, and its last number.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (level, is_numbered, text) in texts {
        open.truncate(level + 1);
        while open.len() <= *level {
            open.push((0, 0));
        }
        let outer = level.checked_sub(1).map_or(0, |outer| open[outer].0);
        let number = if *is_numbered { open[*level].1 + 1 } else { 0 };
        let mark = match number {
            0 => "- ".to_string(),
            number => format!("{number}. "),
        };
        let column = outer + mark.len();
        open[*level] = (column, number);
        for (idx, line) in text.split('\n').enumerate() {
            let front = match idx {
                0 => " ".repeat(outer) + &mark,
                _ if line.is_empty() => String::new(),
                _ => " ".repeat(column),
            };
            out.push_str(&front);
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let blocks = read(text);
        let shown = blocks.iter().map(|block| {
            let mark = if block.is_bullet { "-" } else { "" };
            format!("{}{mark}{}", block.level, block.lines.join("/"))
        });
        assert_eq!(shown.collect::<Vec<String>>(), expected, "{text}");
    }

    #[test]
    fn bullets_stand_under_bullets() {
        check(
            "- a\n\t- b\n\t\t- c\n\t- d\n- e",
            &["0-a", "1-b", "2-c", "1-d", "0-e"],
        );
        check("- a\n    - b\n  - c", &["0-a", "1-b", "1-c"]);
        assert_eq!(below(&read("- a\n  - b\n    - c\n- d"), 0), 1..3);
    }

    #[test]
    fn text_goes_on_under_its_bullet() {
        check(
            "a:: b\n\n- a\n  b\n\n  c\n\nd",
            &["0a:: b", "0-a/b//c", "0d"],
        );
    }

    #[test]
    fn a_fence_hides_bullets() {
        check(
            "\t- ```sh\n\t  - a\n\t    b\n\t  ```\n\t- c",
            &["0-```sh/- a/  b/```", "0-c"],
        );
    }

    #[test]
    fn a_list_keeps_its_levels() {
        let of = |level, numbered, text: &str| (level, numbered, text.to_string());
        assert_eq!(list(&[of(0, false, "a\nb")]), "a\nb");
        assert_eq!(
            list(&[
                of(0, false, "a\nb"),
                of(1, true, "c"),
                of(1, true, "d"),
                of(2, false, "e"),
                of(0, false, "f")
            ]),
            "- a\n  b\n  1. c\n  2. d\n     - e\n- f"
        );
    }
}
