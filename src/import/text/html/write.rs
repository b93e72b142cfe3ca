//! Blocks as Markdown in the usual form of decks.

use super::block::{Block, List, Piece, Table};
use super::cloze::{self, Clozes};
use super::inline::{Line, inline};
use crate::import::text::markdown::fenced;

/// Headings of level 2 are cards.
const FIRST_LEVEL: usize = 3;

/// Writes blocks, the first heading level that occurs as `###`.
pub fn markdown(blocks: &[Block]) -> String {
    let mut levels = Vec::new();
    collect_levels(blocks, &mut levels);
    levels.sort_unstable();
    levels.dedup();
    let mut writer = Writer {
        depth: 0,
        levels,
        clozes: Clozes::default(),
    };
    writer.blocks(blocks)
}

fn collect_levels(blocks: &[Block], levels: &mut Vec<u8>) {
    for block in blocks {
        if let Block::Heading(level, _) = block {
            levels.push(*level);
        }
    }
}

struct Writer {
    /// How many lists and quotes are around.
    depth: usize,
    /// The levels that occur, in order.
    levels: Vec<u8>,
    clozes: Clozes,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut last: Option<&Block> = None;
        let mut bracket = false;
        for block in blocks {
            // Two lists that touch would be one, and their numbers would run on.
            bracket = is_numbered(Some(block)) && is_numbered(last) && !bracket;
            let text = self.block(block, bracket);
            if text.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str(if self.depth > 0 && follows(last, block, &text) {
                    "\n"
                } else {
                    "\n\n"
                });
            }
            out.push_str(&text);
            last = Some(block);
        }
        out
    }

    fn block(&mut self, block: &Block, bracket: bool) -> String {
        match block {
            Block::Paragraph(pieces) => self.line(pieces, Line::Paragraph),
            Block::Heading(level, pieces) => self.heading(*level, pieces),
            Block::Code { text, .. } if self.clozes.is_open() || cloze::is_in(text) => {
                self.block(&cloze::lines_of_code(text), bracket)
            }
            Block::Code { language, text } => fenced(language, text),
            Block::CodeLines(lines) => fenced("", &lines.join("\n")),
            Block::Quote(blocks) => indented(&self.inner(blocks), "> ", "> "),
            Block::List(list) => self.list(list, bracket),
            Block::Table(table) => self.table(table),
            // `---` would part question and answer.
            Block::Rule => "***".to_string(),
        }
    }

    /// Writes what stands in a list or a quote.
    fn inner(&mut self, blocks: &[Block]) -> String {
        self.depth += 1;
        let text = self.blocks(blocks);
        self.depth -= 1;
        text
    }

    fn line(&mut self, pieces: &[Piece], line: Line) -> String {
        inline(self.clozes.whole(pieces.to_vec()), line)
    }

    fn heading(&mut self, level: u8, pieces: &[Piece]) -> String {
        let rank = self
            .levels
            .iter()
            .position(|known| *known == level)
            .unwrap_or(0);
        let signs = "#".repeat((FIRST_LEVEL + rank).min(6));
        match self.line(pieces, Line::Heading) {
            text if text.is_empty() => text,
            text => format!("{signs} {text}"),
        }
    }

    fn list(&mut self, list: &List, bracket: bool) -> String {
        let mut out = String::new();
        for (idx, item) in list.items.iter().enumerate() {
            let dot = if bracket { ")" } else { "." };
            let sign = match list.start {
                Some(start) => format!("{}{dot} ", u64::from(start) + idx as u64),
                None => "- ".to_string(),
            };
            let indent = " ".repeat(sign.len());
            let text = indented(&self.inner(item), &sign, &indent);
            let parted = text.contains("\n\n") && idx > 0;
            out.push_str(match (idx, parted) {
                (0, _) => "",
                (_, true) => "\n\n",
                _ => "\n",
            });
            out.push_str(text.trim_end());
            if text.is_empty() {
                out.push_str(sign.trim_end());
            }
        }
        out
    }

    fn table(&mut self, table: &Table) -> String {
        let n_columns = table.header.len();
        let mut out = self.row(&table.header);
        out.push_str("\n|");
        out.push_str(&" --- |".repeat(n_columns));
        for row in &table.rows {
            out.push('\n');
            out.push_str(&self.row(row));
        }
        out
    }

    fn row(&mut self, cells: &[Vec<Piece>]) -> String {
        let mut out = "|".to_string();
        for cell in cells {
            let text = self.line(cell, Line::Cell);
            out.push(' ');
            out.push_str(&text);
            out.push_str(if text.is_empty() { "|" } else { " |" });
        }
        out
    }
}

fn is_numbered(block: Option<&Block>) -> bool {
    matches!(block, Some(Block::List(list)) if list.start.is_some())
}

/// Whether a block may stand directly below another: a list below the line it belongs to.
fn follows(last: Option<&Block>, block: &Block, text: &str) -> bool {
    let Block::List(list) = block else {
        return false;
    };
    // Any other list would be read as more of the line above.
    let interrupts = list.start.is_none_or(|start| start == 1)
        && text.lines().next().is_some_and(|line| line.contains(' '));
    interrupts && matches!(last, Some(Block::Paragraph(_)))
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (idx, line) in text.split('\n').enumerate() {
        let indent = if idx == 0 { first } else { rest };
        out.push_str(if idx == 0 { "" } else { "\n" });
        match line.is_empty() {
            true => out.push_str(indent.trim_end()),
            false => out.push_str(&format!("{indent}{line}")),
        }
    }
    out
}
