//! Lines already set, the margin that the next one gets, and the gap before it.
//!
//! A margin is what lists and quotes put before each of their lines. There are at most eight, and
//! never so many that no room is left for text: a list inside deeper ones shows its sign, but
//! is not indented further. So no nesting, however deep, costs more than a constant for a line.

use super::page::Page;
use super::style::Line;

const MARGINS_MAX: usize = 8;

/// The columns that margins must leave.
const ROOM_MIN: usize = 7;

struct Margin {
    /// Stands before the first line; taken when that line is set.
    first: Option<Line>,
    /// Stands before all other lines, as wide as `first`.
    rest: Line,
}

pub(super) struct Sheet {
    page: Page,
    lines: Vec<Line>,
    margins: Vec<Margin>,
    /// For each indent that is open: whether it got a margin.
    open: Vec<bool>,
    gap: bool,
}

impl Sheet {
    pub fn new(page: Page) -> Sheet {
        Sheet {
            page,
            lines: Vec::new(),
            margins: Vec::new(),
            open: Vec::new(),
            gap: false,
        }
    }

    pub fn page(&self) -> Page {
        self.page
    }

    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// Columns that are left for code and tables.
    pub fn room(&self) -> usize {
        self.page.width() - self.margin_columns()
    }

    /// Columns that are left for prose.
    pub fn prose(&self) -> usize {
        self.page.prose() - self.margin_columns()
    }

    fn margin_columns(&self) -> usize {
        self.margins.iter().map(|margin| margin.rest.width()).sum()
    }

    /// Opens a margin: `first` before the next line, `rest` before those that follow.
    ///
    /// Returns `first` where there is no room for one more; the text must then begin with it.
    pub fn indent(&mut self, first: Line, rest: Line) -> Option<Line> {
        let columns = first.width().max(rest.width());
        let fits = self.margins.len() < MARGINS_MAX && columns + ROOM_MIN <= self.prose();
        self.open.push(fits);
        if !fits {
            return Some(first);
        }
        self.margins.push(Margin {
            first: Some(first),
            rest,
        });
        None
    }

    /// Closes the last margin; one that no line has used yet gets an empty one.
    pub fn outdent(&mut self) {
        if self.has_unused_sign() {
            self.put(Line::new());
        }
        if self.open.pop() == Some(true) {
            self.margins.pop();
        }
    }

    fn has_unused_sign(&self) -> bool {
        let last = self
            .margins
            .last()
            .filter(|_| self.open.last() == Some(&true));
        last.is_some_and(|margin| margin.first.is_some())
    }

    /// Replaces the sign of the margin opened last, where no line has used it yet.
    pub fn replace_sign(&mut self, first: Line, rest: Line) -> bool {
        let fits = rest.width() + ROOM_MIN <= self.prose();
        match self.margins.last_mut() {
            Some(margin) if fits && margin.first.is_some() && self.open.last() == Some(&true) => {
                *margin = Margin {
                    first: Some(first),
                    rest,
                };
                true
            }
            _ => false,
        }
    }

    /// Says whether an empty line is to stand before the next.
    pub fn set_gap(&mut self, gap: bool) {
        self.gap = gap;
    }

    /// Sets the empty line that is due, before a block or a margin begins.
    pub fn close_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() {
            let mut line: Line = self
                .margins
                .iter()
                .flat_map(|margin| margin.rest.spans().to_vec())
                .collect();
            line.trim_end();
            self.lines.push(line);
        }
    }

    /// Sets one line behind the margins.
    pub fn put(&mut self, text: Line) {
        self.close_gap();
        let mut line = Line::new();
        for margin in &mut self.margins {
            line.extend(margin.first.take().unwrap_or_else(|| margin.rest.clone()));
        }
        line.extend(text);
        line.trim_end();
        self.lines.push(line);
    }

    pub fn put_all(&mut self, lines: Vec<Line>) {
        for line in lines {
            self.put(line);
        }
    }
}
