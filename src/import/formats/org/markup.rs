//! Org's blocks as Markdown: paragraphs, lists, tables, listings, quotes.
//!
//! Lists nest by indentation in both, but Markdown wants the text of an item in line with the text
//! above it, so that all indentation is written anew.

use super::inline::Reader;
use super::lines::{code_lines, indent_of, is_fixed, item, item_text};
use super::parse::{block_ends, block_mark, keyword};
use crate::import::text::breaks::{End, ends};
use crate::import::text::holes::BREAK;
use crate::import::text::markdown::unblocked;

/// Blocks inside blocks are read so deep.
const DEPTH_MAX: usize = 16;

const INCLUDED: &str = "files to be included are left out";
const EXPORTED: &str = "blocks for one kind of export are left out";

impl Reader<'_, '_> {
    /// Converts lines of org.
    pub fn blocks(&mut self, lines: &[&str]) -> String {
        self.at_depth(lines, 0)
    }

    fn at_depth(&mut self, lines: &[&str], depth: usize) -> String {
        let mut writer = Writer {
            reader: self,
            lines,
            ends: block_ends(lines),
            depth,
            out: Vec::new(),
            items: Vec::new(),
            paragraph: None,
        };
        let mut at = 0;
        while at < lines.len() {
            at = writer.line(at);
        }
        writer.flush();
        writer.text()
    }
}

/// A list item that is open.
struct Item {
    /// Of its mark, in the source.
    indent: usize,
    /// Of its text, in Markdown.
    text: usize,
}

struct Paragraph<'l> {
    /// In front of the first line, and of the others.
    first: String,
    indent: usize,
    lines: Vec<&'l str>,
    is_verse: bool,
}

struct Writer<'w, 'l, 'n, 'f> {
    reader: &'w mut Reader<'n, 'f>,
    lines: &'l [&'l str],
    ends: Vec<Option<usize>>,
    depth: usize,
    out: Vec<String>,
    /// Outermost first.
    items: Vec<Item>,
    paragraph: Option<Paragraph<'l>>,
}

impl<'l> Writer<'_, 'l, '_, '_> {
    /// Writes the line at `at` and what belongs to it; returns where to go on.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let trimmed = line.trim();
        if let Some(end) = self.ends[at].filter(|_| self.depth < DEPTH_MAX) {
            self.block(at, end);
            return end + 1;
        }
        if trimmed.is_empty() {
            self.flush();
            self.out.push(String::new());
        } else if let Some((key, _)) = keyword(line) {
            if ["INCLUDE", "SETUPFILE"]
                .iter()
                .any(|name| key.eq_ignore_ascii_case(name))
            {
                self.reader.luggage.losses.push(INCLUDED);
            }
        } else if trimmed == "#" || trimmed.starts_with("# ") {
            // A comment.
        } else if 5 <= trimmed.len() && trimmed.bytes().all(|byte| byte == b'-') {
            self.apart(vec!["***".to_string()], indent_of(line));
        } else if is_fixed(line) {
            return self.fixed(at);
        } else if trimmed.starts_with('|') {
            return self.table(at);
        } else if let Some(end) = self.latex_end(at) {
            let mut lines = vec!["$$".to_string()];
            lines.extend(
                self.lines[at..=end]
                    .iter()
                    .map(|line| line.trim().to_string()),
            );
            lines.push("$$".to_string());
            self.apart(lines, indent_of(line));
            return end + 1;
        } else if let Some((mark, text)) = item(line) {
            self.item(indent_of(line), &mark, text);
        } else {
            self.words(line);
        }
        at + 1
    }

    fn item(&mut self, indent: usize, mark: &str, text: &'l str) {
        let follows_text = self.paragraph.is_some() && self.items.is_empty();
        self.flush();
        self.leave(indent);
        // Only a list that starts with 1 may follow text directly.
        if follows_text && !mark.starts_with(['-', '1']) {
            self.gap();
        }
        let outer = self.items.last().map_or(0, |item| item.text);
        let column = outer + mark.len() + 1;
        self.items.push(Item {
            indent,
            text: column,
        });
        self.paragraph = Some(Paragraph {
            first: format!("{}{mark} ", " ".repeat(outer)),
            indent: column,
            lines: vec![text],
            is_verse: false,
        });
    }

    fn words(&mut self, line: &'l str) {
        let indent = indent_of(line);
        if self.items.last().is_some_and(|item| indent <= item.indent) {
            self.flush();
            self.leave(indent);
            self.gap();
        }
        let column = self.items.last().map_or(0, |item| item.text);
        let paragraph = self.paragraph.get_or_insert_with(|| Paragraph {
            first: " ".repeat(column),
            indent: column,
            lines: Vec::new(),
            is_verse: false,
        });
        paragraph.lines.push(line.trim());
    }

    /// Closes the items that a line of this indentation does not belong to.
    fn leave(&mut self, indent: usize) {
        while self.items.last().is_some_and(|item| indent <= item.indent) {
            self.items.pop();
        }
    }

    fn flush(&mut self) {
        let Some(paragraph) = self.paragraph.take() else {
            return;
        };
        let mut text = String::new();
        let ends = ends(&paragraph.lines);
        for (idx, line) in paragraph.lines.iter().enumerate() {
            text.push_str(line);
            match ends.get(idx) {
                Some(End::Nothing) if !paragraph.is_verse => (),
                Some(end) => {
                    text.extend((paragraph.is_verse || *end == End::Break).then_some(BREAK));
                    text.push('\n');
                }
                None => (),
            }
        }
        let text = self.reader.inline(&text).replace(BREAK, "\\");
        let is_item = !paragraph.first.trim().is_empty();
        let text = if is_item { item_text(&text) } else { text };
        for (idx, line) in text.split('\n').enumerate() {
            let line = match idx == 0 && is_item {
                true => line.into(),
                false => unblocked(line),
            };
            let front = match idx {
                0 => paragraph.first.clone(),
                _ => " ".repeat(paragraph.indent),
            };
            self.out.push(front + &line);
        }
    }

    /// Writes lines that stand apart from the text around them.
    fn apart(&mut self, lines: Vec<String>, indent: usize) {
        self.flush();
        self.leave(indent);
        let column = self.items.last().map_or(0, |item| item.text);
        self.gap();
        for line in lines {
            let front = if line.is_empty() { 0 } else { column };
            self.out.push(" ".repeat(front) + &line);
        }
        self.out.push(String::new());
    }

    fn gap(&mut self) {
        if self.out.last().is_some_and(|line| !line.is_empty()) {
            self.out.push(String::new());
        }
    }

    fn block(&mut self, at: usize, end: usize) {
        let (name, args) = block_mark(self.lines[at], "#+begin_").unwrap_or_default();
        let inside = &self.lines[at + 1..end];
        let lines = match name.to_ascii_lowercase().as_str() {
            "src" => {
                let language = args.split_whitespace().next().unwrap_or_default();
                code_lines(language.trim_start_matches(['-', ':']), inside)
            }
            "example" => code_lines("", inside),
            "comment" => return,
            "export" | "html" | "latex" => {
                self.reader.luggage.losses.push(EXPORTED);
                return;
            }
            "verse" => return self.verse(inside),
            "center" => {
                let text = self.reader.at_depth(inside, self.depth + 1);
                text.split('\n').map(str::to_string).collect()
            }
            _ => {
                let text = self.reader.at_depth(inside, self.depth + 1);
                text.split('\n')
                    .map(|line| format!("> {line}").trim_end().to_string())
                    .collect()
            }
        };
        self.apart(lines, indent_of(self.lines[at]));
    }

    fn verse(&mut self, lines: &'l [&'l str]) {
        self.flush();
        self.items.clear();
        self.gap();
        for part in lines
            .split(|line| line.trim().is_empty())
            .filter(|part| !part.is_empty())
        {
            self.paragraph = Some(Paragraph {
                first: String::new(),
                indent: 0,
                lines: part.iter().map(|line| line.trim()).collect(),
                is_verse: true,
            });
            self.flush();
            self.gap();
        }
    }

    /// Lines `: text`.
    fn fixed(&mut self, at: usize) -> usize {
        let run = self.lines[at..].iter().take_while(|line| is_fixed(line));
        let lines: Vec<&str> = run
            .map(|line| {
                let text = line.trim_start();
                text.strip_prefix(": ").unwrap_or(&text[1..])
            })
            .collect();
        self.apart(code_lines("", &lines), indent_of(self.lines[at]));
        at + lines.len()
    }

    /// The first row is the head, whether a rule stands under it or not: Markdown needs one.
    fn table(&mut self, at: usize) -> usize {
        let run = self.lines[at..]
            .iter()
            .take_while(|line| line.trim().starts_with('|'));
        let rows: Vec<&str> = run.map(|line| line.trim()).collect();
        let cells = |row: &&str| -> Vec<String> {
            let row = row.trim_matches('|');
            row.split('|').map(|cell| cell.trim().to_string()).collect()
        };
        let full = rows.iter().filter(|row| !row.starts_with("|-"));
        let full: Vec<Vec<String>> = full.map(cells).collect();
        let width = full.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (idx, row) in full.iter().enumerate() {
            let mut line = String::from("|");
            for cell in row {
                line.push_str(&format!(" {} |", self.reader.inline(cell)));
            }
            // Not padded: a table of one wide row would swell by all the others.
            lines.push(line);
            if idx == 0 {
                lines.push(format!("|{}", " --- |".repeat(width)));
                let missing = width - row.len();
                lines[0].push_str(&"  |".repeat(missing));
            }
        }
        self.apart(lines, indent_of(self.lines[at]));
        at + rows.len()
    }

    /// Where a LaTeX environment that starts at `at` ends.
    fn latex_end(&self, at: usize) -> Option<usize> {
        let name = self.lines[at]
            .trim()
            .strip_prefix("\\begin{")?
            .split('}')
            .next()?;
        let end = format!("\\end{{{name}}}");
        // A screen or so: what is longer is no formula.
        let near = self.lines[at..].iter().take(200);
        near.into_iter()
            .position(|line| line.trim().ends_with(&end))
            .map(|found| at + found)
    }

    fn text(self) -> String {
        let mut text = String::new();
        for line in &self.out {
            let is_gap = line.is_empty() && (text.is_empty() || text.ends_with("\n\n"));
            if !is_gap {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}
