//! Tables of a card, and columns of a list.
//!
//! A card's table keeps every word: columns shrink, cells wrap, and where even that would leave
//! slivers, each row becomes a record. A list's columns are cut instead, so that a row stays a line.

use super::style::{Line, Span};
use super::width::{self, Align};
use super::wrap::wrap;

/// Columns are not made narrower than their longest word, within these bounds.
const WORD_COLUMNS: (usize, usize) = (8, 16);

/// A list's column is not cut below this.
const CUT_COLUMNS_MIN: usize = 6;

/// A row that would be taller is easier to read as a record.
const ROW_LINES_MAX: usize = 4;

const BAR: &str = " │ ";

/// A table as Markdown has it; rows may be shorter than the header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub aligns: Vec<Align>,
    pub header: Vec<Line>,
    pub rows: Vec<Vec<Line>>,
}

impl Table {
    pub fn new(aligns: Vec<Align>) -> Table {
        Table {
            aligns,
            header: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Returns the lines of the table; `columns` must be 7 or more.
    pub fn lay_out(&self, columns: usize) -> Vec<Line> {
        let bars = width::width(BAR) * self.header.len().saturating_sub(1);
        let room = columns.checked_sub(bars);
        let widths = room.and_then(|room| share(&self.natural(), &self.least(), room));
        widths
            .and_then(|widths| self.grid(&widths))
            .unwrap_or_else(|| self.records(columns))
    }

    /// Whether each row fits on one line.
    pub fn is_flat(&self, columns: usize) -> bool {
        let bars = width::width(BAR) * self.header.len().saturating_sub(1);
        self.natural().iter().sum::<usize>() + bars <= columns
    }

    fn all_rows(&self) -> impl Iterator<Item = &Vec<Line>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn natural(&self) -> Vec<usize> {
        widest(self.header.len(), self.all_rows(), Line::width)
    }

    fn least(&self) -> Vec<usize> {
        let (low, high) = WORD_COLUMNS;
        let longest = widest(self.header.len(), self.all_rows(), longest_word);
        longest
            .iter()
            .map(|columns| *columns.clamp(&low, &high))
            .collect()
    }

    /// Returns `None` where a row would be too tall.
    fn grid(&self, widths: &[usize]) -> Option<Vec<Line>> {
        let strong: Vec<Line> = self.header.iter().cloned().map(Line::strong).collect();
        let rows = self.rows.iter().map(|row| self.grid_row(row, widths));
        let rows: Vec<Vec<Line>> = rows.collect();
        if rows.iter().any(|row| ROW_LINES_MAX < row.len()) {
            return None;
        }
        let mut lines = self.grid_row(&strong, widths);
        let ruled = self.is_ruled(widths);
        for (idx, row) in rows.into_iter().enumerate() {
            if ruled || idx == 0 {
                lines.push(underline(widths));
            }
            lines.extend(row);
        }
        Some(lines)
    }

    /// A row of several lines is told from the next by its first cell, if that is one line.
    fn is_ruled(&self, widths: &[usize]) -> bool {
        let is_short = |cell: &Line| cell.width() <= widths[0];
        !self
            .rows
            .iter()
            .all(|row| row.first().is_some_and(is_short))
    }

    fn grid_row(&self, cells: &[Line], widths: &[usize]) -> Vec<Line> {
        let cell = |idx: usize| cells.get(idx).cloned().unwrap_or_default();
        let wrapped: Vec<Vec<Line>> = widths
            .iter()
            .enumerate()
            .map(|(idx, columns)| wrap(&cell(idx), (*columns).max(3)))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height)
            .map(|line_idx| self.grid_line(&wrapped, widths, line_idx))
            .collect()
    }

    fn grid_line(&self, wrapped: &[Vec<Line>], widths: &[usize], line_idx: usize) -> Line {
        let mut line = Line::new();
        for (idx, columns) in widths.iter().enumerate() {
            if 0 < idx {
                line.push(Span::dim(BAR));
            }
            let part = wrapped[idx].get(line_idx).cloned().unwrap_or_default();
            line.extend(aligned(part, *columns, self.align(idx)));
        }
        line.trim_end();
        line
    }

    fn align(&self, idx: usize) -> Align {
        self.aligns.get(idx).copied().unwrap_or_default()
    }

    fn records(&self, columns: usize) -> Vec<Line> {
        if self.rows.is_empty() {
            return self.record(&self.header, columns);
        }
        self.rows
            .iter()
            .flat_map(|row| self.record(row, columns))
            .collect()
    }

    /// `▪ level: SERIALIZABLE`, and a line for each further cell that holds something.
    fn record(&self, row: &[Line], columns: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for (idx, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let mut field = Line::new();
            let name = self
                .header
                .get(idx)
                .filter(|name| !name.is_empty() && *name != cell);
            if let Some(name) = name {
                field.extend(name.clone().strong());
                field.push(Span::plain(": "));
            }
            field.extend(cell.clone());
            for (part_idx, part) in wrap(&field, columns - 4).into_iter().enumerate() {
                let mut line = match (lines.is_empty(), part_idx) {
                    (true, _) => Span::dim("▪ ").into(),
                    (false, 0) => Line::blank(2),
                    (false, _) => Line::blank(4),
                };
                line.extend(part);
                lines.push(line);
            }
        }
        lines
    }
}

/// Returns a header and rows as lines of at most `columns`, cells two spaces apart.
///
/// Where they are too wide, the widest columns are cut. An empty header is not shown; `aligns` may
/// be shorter than the rows.
pub fn columns(header: &[&str], aligns: &[Align], rows: &[Vec<Line>], columns: usize) -> Vec<Line> {
    let header: Vec<Line> = header
        .iter()
        .map(|title| Line::from(*title).strong())
        .collect();
    let all = || std::iter::once(&header).chain(rows);
    let n_columns = all().map(Vec::len).max().unwrap_or(0);
    let natural = widest(n_columns, all(), Line::width);
    let least = vec![CUT_COLUMNS_MIN; natural.len()];
    let room = columns.saturating_sub(2 * natural.len().saturating_sub(1));
    // Where not even slivers fit, each line is cut as a whole.
    let widths = share(&natural, &least, room).unwrap_or(natural);
    let row = |cells: &Vec<Line>| list_row(cells, aligns, &widths).cut(columns);
    all()
        .filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
        .map(row)
        .collect()
}

fn list_row(cells: &[Line], aligns: &[Align], widths: &[usize]) -> Line {
    let mut line = Line::new();
    for (idx, columns) in widths.iter().enumerate() {
        line.pad(if idx == 0 { 0 } else { 2 });
        let cell = cells
            .get(idx)
            .map(|cell| cell.cut(*columns))
            .unwrap_or_default();
        line.extend(aligned(
            cell,
            *columns,
            aligns.get(idx).copied().unwrap_or_default(),
        ));
    }
    line.trim_end();
    line
}

fn widest<'a>(
    n_columns: usize,
    rows: impl Iterator<Item = &'a Vec<Line>>,
    measure: impl Fn(&Line) -> usize,
) -> Vec<usize> {
    let mut widths = vec![0; n_columns];
    for row in rows {
        for (columns, cell) in widths.iter_mut().zip(row) {
            *columns = measure(cell).max(*columns);
        }
    }
    widths
}

fn longest_word(cell: &Line) -> usize {
    cell.text().split(' ').map(width::width).max().unwrap_or(0)
}

/// Shares `room` among columns: each gets what it needs, the widest give up most.
///
/// Returns `None` where not all can have the least they need.
fn share(natural: &[usize], least: &[usize], room: usize) -> Option<Vec<usize>> {
    let at = |cap: usize| -> Vec<usize> {
        let capped = natural.iter().zip(least);
        capped
            .map(|(columns, least)| (*columns).min(cap.max(*least)))
            .collect()
    };
    let fits = |cap: usize| at(cap).iter().sum::<usize>() <= room;
    if !fits(0) {
        return None;
    }
    let caps: Vec<usize> = (0..=room).collect();
    let cap = caps.partition_point(|cap| fits(*cap)).saturating_sub(1);
    let mut widths = at(cap);
    let mut left = room - widths.iter().sum::<usize>();
    for (columns, natural) in widths.iter_mut().zip(natural) {
        if 0 < left && *columns == cap && *columns < *natural {
            *columns += 1;
            left -= 1;
        }
    }
    Some(widths)
}

fn underline(widths: &[usize]) -> Line {
    let parts: Vec<String> = widths.iter().map(|columns| "─".repeat(*columns)).collect();
    Span::dim(&parts.join("─┼─")).into()
}

fn aligned(cell: Line, columns: usize, align: Align) -> Line {
    let (before, after) = width::padding(cell.width(), columns, align);
    let mut line = Line::new();
    line.pad(before);
    line.extend(cell);
    line.pad(after);
    line
}
