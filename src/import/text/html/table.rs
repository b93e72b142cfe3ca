//! Tables: as tables where they fit a terminal, else row by row.

use super::block::{Block, List, Piece, Style, Table, What};
use super::flow::{Context, Flow};
use super::tree::{Element, NodeId};

/// More columns would be slivers at 80 columns.
const COLUMNS_MAX: usize = 6;

/// Rows that one cell may stand for.
const SPAN_MAX: usize = 50;

/// Columns behind which cells stand for themselves only.
const SPANNED_COLUMNS_MAX: usize = 12;

/// A row of cells, as blocks.
struct Row {
    cells: Vec<Vec<Block>>,
    is_header: bool,
}

impl<'t> Flow<'t> {
    pub fn table(&mut self, id: NodeId, context: Context) {
        self.end_paragraph(context);
        if context.flat {
            return self.children(id, context);
        }
        let mut rows = Vec::new();
        self.rows(id, context, &mut rows);
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let n_columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if n_columns <= 1 {
            return self
                .blocks
                .extend(rows.into_iter().flat_map(|row| row.cells).flatten());
        }
        let header = take_header(&mut rows);
        let table = (n_columns <= COLUMNS_MAX).then(|| as_table(&header, &rows, n_columns));
        match table.flatten() {
            Some(table) => self.blocks.push(Block::Table(table)),
            None => self.blocks.push(as_list(&header, rows)),
        }
    }

    /// Collects the rows of a table, not those of tables in it; what else stands in it comes before.
    fn rows(&mut self, id: NodeId, context: Context, rows: &mut Vec<Row>) {
        let tree = self.tree;
        let mut hanging = Vec::new();
        for child in tree.children(id) {
            match tree.element(*child) {
                Some(element) if element.is_hidden() => (),
                Some(element) if matches!(element.name.as_str(), "tbody" | "thead" | "tfoot") => {
                    self.rows(*child, context.with(element), rows);
                }
                Some(element) if element.name == "tr" => {
                    let row = self.row(*child, context.with(element), &mut hanging);
                    rows.push(row);
                }
                _ => {
                    let blocks = self.blocks_of(*child, context);
                    self.blocks.extend(blocks);
                }
            }
        }
    }

    /// Reads a row; `hanging` says for each column how many rows more a cell from above takes.
    fn row(&mut self, id: NodeId, context: Context, hanging: &mut Vec<usize>) -> Row {
        let tree = self.tree;
        let context = Context {
            n_levels: context.n_levels + 1,
            ..context
        };
        let mut row = Row {
            cells: Vec::new(),
            is_header: true,
        };
        for child in tree.children(id) {
            let Some(element) = tree.element(*child).filter(|element| !element.is_hidden()) else {
                continue;
            };
            skip_hanging(&mut row.cells, hanging);
            let mut blocks = self.blocks_in(*child, context.with(element));
            if element.name == "th" {
                blocks.iter_mut().for_each(unembolden);
            } else {
                row.is_header = false;
            }
            let first = row.cells.len();
            let end = (first + span(element, "colspan")).min(SPANNED_COLUMNS_MAX);
            row.cells.push(blocks);
            row.cells.resize(end.max(first + 1), Vec::new());
            hanging.resize(hanging.len().max(end), 0);
            for hangs in hanging.iter_mut().take(end).skip(first) {
                *hangs = span(element, "rowspan") - 1;
            }
        }
        skip_hanging(&mut row.cells, hanging);
        row
    }
}

/// Leaves the cells empty that one from above takes.
fn skip_hanging(cells: &mut Vec<Vec<Block>>, hanging: &mut [usize]) {
    while let Some(hangs) = hanging.get_mut(cells.len()).filter(|hangs| **hangs > 0) {
        *hangs -= 1;
        cells.push(Vec::new());
    }
}

fn span(cell: &Element, name: &str) -> usize {
    let span = cell
        .attribute(name)
        .and_then(|span| span.trim().parse().ok());
    span.unwrap_or(1).clamp(1, SPAN_MAX)
}

fn unembolden(block: &mut Block) {
    if let Block::Paragraph(pieces) = block {
        pieces.iter_mut().for_each(|piece| piece.style.bold = false);
    }
}

/// Takes the first row if it names the columns: by its elements, or being bold all over.
fn take_header(rows: &mut Vec<Row>) -> Vec<Vec<Block>> {
    let is_bold = |cell: &Vec<Block>| match cell.as_slice() {
        [] => true,
        [Block::Paragraph(pieces)] => pieces
            .iter()
            .all(|piece| piece.style.bold || piece.is_blank()),
        _ => false,
    };
    let names = rows.len() > 1 && (rows[0].is_header || rows[0].cells.iter().all(is_bold));
    if !names {
        return Vec::new();
    }
    let mut header = rows.remove(0).cells;
    header.iter_mut().flatten().for_each(unembolden);
    header
}

fn as_table(header: &[Vec<Block>], rows: &[Row], n_columns: usize) -> Option<Table> {
    let cells = |cells: &[Vec<Block>]| -> Option<Vec<Vec<Piece>>> {
        let mut lines: Vec<Vec<Piece>> = cells
            .iter()
            .map(|cell| one_line(cell))
            .collect::<Option<_>>()?;
        lines.resize(n_columns, Vec::new());
        Some(lines)
    };
    Some(Table {
        header: cells(header)?,
        rows: rows
            .iter()
            .map(|row| cells(&row.cells))
            .collect::<Option<_>>()?,
    })
}

/// The one line of a cell, if it has no more.
fn one_line(cell: &[Block]) -> Option<Vec<Piece>> {
    match cell {
        [] => Some(Vec::new()),
        [Block::Paragraph(pieces)] if !pieces.iter().any(Piece::is_break) => Some(pieces.clone()),
        [Block::Code { text, .. }] if !text.contains('\n') => {
            Some(vec![Piece::new(What::Code(text.clone()), Style::default())])
        }
        _ => None,
    }
}

/// A list with an item for each row: `heading: cell` on lines of their own.
fn as_list(header: &[Vec<Block>], rows: Vec<Row>) -> Block {
    let item = |row: Row| {
        let mut blocks: Vec<Block> = Vec::new();
        for (idx, cell) in row.cells.into_iter().enumerate() {
            let name = header
                .get(idx)
                .and_then(|name| one_line(name))
                .unwrap_or_default();
            add_cell(name, cell, &mut blocks);
        }
        blocks
    };
    Block::List(List {
        start: None,
        items: rows.into_iter().map(item).collect(),
    })
}

fn add_cell(mut name: Vec<Piece>, cell: Vec<Block>, blocks: &mut Vec<Block>) {
    if cell.is_empty() {
        return;
    }
    if !name.is_empty() {
        name.push(Piece::text(": "));
    }
    let mut cell = cell.into_iter();
    let first = match cell.next() {
        Some(Block::Paragraph(pieces)) => {
            name.extend(pieces);
            None
        }
        other => other,
    };
    match blocks.last_mut() {
        _ if name.is_empty() => (),
        Some(Block::Paragraph(known)) => {
            known.push(Piece::new(What::Break, Style::default()));
            known.extend(name);
        }
        _ => blocks.push(Block::Paragraph(name)),
    }
    blocks.extend(first);
    blocks.extend(cell);
}
