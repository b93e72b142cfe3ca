//! The two sides of an entry.

use super::entries::Entry;
use crate::import::text::breaks;
use crate::import::text::headed::asks::answer_mark;
use crate::import::text::headed::{Outline, Row, links, names, text_of};

/// Rows with text that may stand between a question and the word `Answer:`.
const LEAD_MAX: usize = 12;

/// Question and answer, as Markdown; the answer may be empty.
pub struct Sides {
    pub question: String,
    pub answer: String,
}

impl Sides {
    pub fn of(entry: &Entry, outline: &Outline) -> Sides {
        if let Some(quote) = entry.quote {
            let rows = |range: std::ops::Range<usize>| outline.rows[range].iter().copied();
            let above: Vec<Row> = rows(entry.row + 1..quote).collect();
            let answer: Vec<Row> = rows(quote..entry.end).map(unquoted).collect();
            return Sides {
                question: format!("{}\n\n{}", entry.question, text(&above, None))
                    .trim()
                    .to_string(),
                answer: text(&answer, None),
            };
        }
        let rows: Vec<Row> = outline.rows[entry.row + 1..entry.end]
            .iter()
            .filter(|row| !row.is_comment && (row.hidden || !is_left_out(row.text)))
            .map(|row| match entry.is_quoted {
                true => unquoted(*row),
                false => *row,
            })
            .collect();
        let mark = rows.iter().enumerate().find_map(|(idx, row)| {
            let rest = answer_mark(row.text).filter(|_| !row.hidden)?;
            Some((idx, rest))
        });
        let lead = |idx: usize| rows[..idx].iter().filter(|row| !row.is_blank()).count();
        let Some((idx, rest)) = mark.filter(|(idx, _)| lead(*idx) <= LEAD_MAX) else {
            let answer = text(&unquoted_whole(&rows), None);
            return Sides {
                question: entry.question.clone(),
                answer: match entry.keeps_lines {
                    true => breaks::kept(&answer),
                    false => answer,
                },
            };
        };
        let more = text(&rows[..idx], None);
        Sides {
            question: format!("{}\n\n{more}", entry.question).trim().to_string(),
            answer: text(&rows[idx + 1..], Some(&rest)),
        }
    }
}

/// The rows, without the mark of a quote that is the whole answer.
fn unquoted_whole<'t>(rows: &[Row<'t>]) -> Vec<Row<'t>> {
    let is_quoted = |row: &Row| row.text.trim_start().starts_with('>') && !row.text.contains("[!");
    let mut used = rows.iter().filter(|row| !row.is_blank());
    match used.all(is_quoted) {
        true => rows.iter().map(|row| unquoted(*row)).collect(),
        false => rows.to_vec(),
    }
}

/// A row without the mark of its quote.
fn unquoted(row: Row) -> Row {
    let text = row.text.trim_start();
    let inner = text.strip_prefix('>').unwrap_or(text);
    Row {
        text: inner.strip_prefix(' ').unwrap_or(inner),
        ..row
    }
}

fn is_left_out(line: &str) -> bool {
    names::is_decoration(line) || links::is_definition(line)
}

/// The rows as a text of their own, without the rules around it, behind what stands on the line of the mark.
fn text(rows: &[Row], first: Option<&str>) -> String {
    let end = rows
        .iter()
        .rposition(|row| row.hidden || !(row.is_blank() || names::is_rule(row.text)));
    let rows = &rows[..end.map_or(0, |end| end + 1)];
    let is_rule = |row: &Row| !row.hidden && (row.is_blank() || names::is_rule(row.text));
    let lines: Vec<&str> = rows
        .iter()
        .skip_while(|row| is_rule(row))
        .map(|row| row.text)
        .collect();
    let below = text_of(&lines);
    let Some(first) = first.map(str::trim).filter(|first| !first.is_empty()) else {
        return below;
    };
    let apart = rows.first().is_none_or(Row::is_blank);
    let gap = if apart { "\n\n" } else { "\n" };
    format!("{first}{gap}{below}").trim_end().to_string()
}
