//! Whether a text is a table of cards, or prose, code, a log or figures that happen to be even.
//!
//! Headings that name question and answer settle it. Else the records must be even, mostly complete,
//! and must not look like anything that lines of commas, semicolons and tabs usually are.

use super::columns::{headings, is_named};
use super::names::{self, Role};
use super::records::{Record, Records};
use super::separator::{self, Reading};
use crate::import::format::Likeness;

/// The widest table without headings that says which column is which.
const PLAIN_WIDTH_MAX: usize = 3;

/// What the records of a table look like.
#[derive(Default)]
struct Looks {
    n_records: usize,
    complete: usize,
    /// Starting like a line of Markdown.
    markdown: usize,
    /// With a time of day, as lines of a log have it.
    timed: usize,
    /// With a bracket in the first cell that closes in another, as code has it.
    broken: usize,
    /// Without a letter in the first two cells.
    figures: usize,
    /// Made of dashes only, as under the headings of a Markdown table.
    ruled: usize,
}

/// Judges a text; `named` says that its name is that of a table.
pub fn of_table(text: &str, named: bool) -> Likeness {
    let Ok(reading) = separator::find(text, is_named) else {
        return Likeness::No;
    };
    let mut records = Records::new(text, reading.separator).peekable();
    let header = records.next_if(is_named);
    let (question, answer) = match &header {
        Some(header) => (place(header, Role::Question), place(header, Role::Answer)),
        None => (0, 1),
    };
    let mut looks = Looks::default();
    for record in records {
        looks.see(&record, question, answer);
    }
    let is_table = header.is_some() || looks.are_cards(&reading, named);
    match looks.complete {
        complete if is_table && 0 < complete && looks.ruled == 0 => Likeness::Cards(complete),
        _ => Likeness::No,
    }
}

fn place(header: &Record, role: Role) -> usize {
    let roles = names::roles(headings(header));
    let found = roles.iter().position(|found| *found == Some(role));
    found.unwrap_or(usize::MAX)
}

impl Looks {
    fn see(&mut self, record: &Record, question: usize, answer: usize) {
        let cell = |column: usize| record.cells.get(column).map_or("", |cell| cell.trim());
        let (question, answer) = (cell(question), cell(answer));
        let has_letter = |cell: &str| cell.chars().any(char::is_alphabetic);
        self.n_records += 1;
        self.complete += usize::from(!question.is_empty() && !answer.is_empty());
        self.markdown += usize::from(starts_markdown(question));
        self.timed += usize::from(has_time(question) || has_time(answer));
        self.broken += usize::from(is_broken(question));
        self.figures += usize::from(!has_letter(question) && !has_letter(answer));
        let is_ruled = |cell: &str| 3 <= cell.len() && cell.bytes().all(|c| b"-:".contains(&c));
        self.ruled += usize::from(is_ruled(question) && is_ruled(answer));
    }

    fn are_cards(&self, reading: &Reading, named: bool) -> bool {
        let most = |n: usize| self.n_records < 2 * n;
        // Prose has a blank behind each comma, a program's table has none.
        let is_prose = reading.separator == b',' && reading.n_separators < 2 * reading.n_loose;
        let is_wide = PLAIN_WIDTH_MAX < reading.width;
        most(self.complete)
            && self.n_records >= 3 * self.markdown
            && !most(self.timed)
            && (named || !is_prose && !is_wide && !most(self.broken) && !most(self.figures))
    }
}

fn starts_markdown(cell: &str) -> bool {
    let marks = [
        "# ", "## ", "### ", "#### ", "- ", "* ", "+ ", "> ", "```", "![", "<!--",
    ];
    marks.iter().any(|mark| cell.starts_with(mark))
}

/// Whether `12:34:56` stands in a cell.
fn has_time(cell: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    cell.as_bytes().windows(8).any(|window| {
        let [a, b, first, c, d, second, e, f] = window else {
            return false;
        };
        *first == b':' && *second == b':' && [a, b, c, d, e, f].iter().all(|byte| is_digit(**byte))
    })
}

/// Whether more brackets open than close in a cell, or the other way round.
fn is_broken(cell: &str) -> bool {
    let count = |marks: [char; 3]| cell.matches(marks).count();
    count(['(', '[', '{']) != count([')', ']', '}'])
}
