//! The conversation: lines out, lines in, on a terminal and in a pipe alike.

use super::super::context::Context;
use super::super::failure::Result;
use crate::model::text::harmless_line;
use crate::ui::page::Page;
use crate::ui::style::Line;
use std::io::{BufRead, IsTerminal, StdinLock};

/// A line longer than this, in bytes, is taken as several; nobody types that much.
const LINE_MAX: u64 = 100_000;

pub struct Talk<'a> {
    context: &'a Context,
    input: StdinLock<'a>,
    is_terminal: bool,
}

impl<'a> Talk<'a> {
    pub fn new(context: &'a Context) -> Talk<'a> {
        Talk {
            context,
            input: std::io::stdin().lock(),
            is_terminal: std::io::stdin().is_terminal(),
        }
    }

    pub fn page(&self) -> Page {
        self.context.palette().page(self.context.width())
    }

    pub fn show(&self, lines: &[Line]) -> Result<()> {
        self.context.print(&self.context.palette().paint_all(lines))
    }

    pub fn gap(&self) -> Result<()> {
        self.show(&[Line::new()])
    }

    /// Asks for a line; `None` at the end of the input.
    pub fn ask(&mut self, what: &str) -> Result<Option<String>> {
        self.context.print(&format!("{}> ", harmless_line(what)))?;
        let mut bytes = Vec::new();
        let read = std::io::Read::take(&mut self.input, LINE_MAX).read_until(b'\n', &mut bytes);
        let is_end = !read.is_ok_and(|n_bytes| 0 < n_bytes);
        // Nobody presses Enter in a pipe or with Ctrl-D; the next text begins a line there too.
        if is_end || !self.is_terminal {
            self.context.print("\n")?;
        }
        Ok((!is_end).then(|| String::from_utf8_lossy(&bytes).trim().to_string()))
    }
}
