//! What is asked above a `<details>` block or in its summary, as Markdown.

use super::folds::Fold;
use crate::import::text::headed::{Outline, Row, inline, names, text_of};

/// A question as it stands in a summary or heading: lists, code and paragraphs keep their lines.
pub fn question(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    let starts_block = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with("```") || names::list_mark(line).is_some()
    };
    let below = lines.iter().skip(1).position(starts_block);
    let (head, rest) = lines.split_at(below.map_or(lines.len(), |below| below + 1));
    let joined = head.join(" ");
    let joined = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    let head = inline::markdown(&joined);
    format!("{}\n\n{}", names::unnumbered(&head).trim(), text_of(rest))
        .trim()
        .to_string()
}

/// A question that stands in lines, the first of which may be a list item or have a label.
pub fn line_question(lines: &[&str]) -> String {
    let blank = lines.iter().take_while(|line| line.trim().is_empty());
    let lines = &lines[blank.count()..];
    let Some(first) = lines.first().map(|first| first.trim_start()) else {
        return String::new();
    };
    let goes_on = lines.windows(2).take_while(|two| goes_on(two[0], two[1]));
    let (head, behind) = lines.split_at(1 + goes_on.count());
    let item = names::list_mark(first).map_or(first, |(_, text)| text);
    let head = [&[item], &head[1..]].concat().join("\n");
    let is_apart = behind.first().is_some_and(|line| line.trim().is_empty());
    let gap = if is_apart { "\n\n" } else { "\n" };
    format!("{}{gap}{}", unlabelled(&question(&head)), text_of(behind))
        .trim()
        .to_string()
}

/// Whether a sentence goes on from a line to the one below.
fn goes_on(above: &str, line: &str) -> bool {
    let plain = inline::plain(above);
    let is_whole = plain
        .trim_end_matches([')', ' '])
        .ends_with(['?', '？', '.', ':', '!']);
    let breaks = above.ends_with("  ") || above.ends_with('\\');
    let line = line.trim_start();
    let is_text = !line.is_empty() && !line.starts_with(['`', '~', '|', '>', '<', '!']);
    is_text && !is_whole && !breaks && !is_bold(above) && names::list_mark(line).is_none()
}

/// Takes `**Q1.**` and `Q:` off the front; what is nothing else becomes empty.
pub fn unlabelled(text: &str) -> &str {
    let marked = text
        .strip_prefix("**")
        .and_then(|text| text.split_once("**"));
    if let Some((_, rest)) = marked.filter(|(label, _)| is_label(label)) {
        return rest.trim_start_matches([':', '.', ')', ' ']);
    }
    let word = ["question", "q"]
        .iter()
        .find_map(|word| names::strip_word(text, word));
    let rest = word.and_then(|rest| rest.strip_prefix(':'));
    rest.map_or(text, str::trim_start)
}

/// Whether a text only counts: `Q1.`, `Question 1`, `Exercise 2:`, `Q:`.
pub fn is_label(text: &str) -> bool {
    let plain = inline::plain(text).to_lowercase();
    let bare = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let word = bare.trim_end_matches(|c: char| c.is_ascii_digit() || " #.".contains(c));
    const LABELS: [&str; 12] = [
        "q",
        "question",
        "exercise",
        "problem",
        "task",
        "front",
        "frente",
        "pergunta",
        "pregunta",
        "frage",
        "вопрос",
        "",
    ];
    LABELS.contains(&word)
}

/// Where a question starts, and whether it says by a label that it is one.
#[derive(Clone, Copy)]
pub struct Asking {
    pub row: usize,
    pub is_labelled: bool,
}

/// Finds what asks above a block: the last line with a label, or a question mark, or a number, or
/// in bold, from the start of its paragraph.
pub fn asking(outline: &Outline, fold: &Fold) -> Option<Asking> {
    let rows = lead_rows(outline, fold);
    let mut backwards = rows.clone().rev().filter(|row| !outline.rows[*row].hidden);
    let labelled = backwards
        .clone()
        .find(|row| is_labelled(outline.rows[*row]));
    if let Some(row) = labelled {
        return Some(Asking {
            row,
            is_labelled: true,
        });
    }
    let row = backwards.find(|row| asks(outline.rows[*row]))?;
    let row = paragraph_start(outline, rows.start, row);
    Some(Asking {
        row: item_start(outline, rows.start, row),
        is_labelled: false,
    })
}

/// Finds what stands directly above a block that says it is the answer: all behind the block before,
/// or the last paragraph below a heading, with the code or list that it leads to.
pub fn answered(outline: &Outline, fold: &Fold) -> Option<Asking> {
    let rows = lead_rows(outline, fold);
    let says = |row: &usize| {
        let row = outline.rows[*row];
        !row.is_comment && (row.hidden || is_text(row.text))
    };
    let last = rows.clone().rev().find(says)?;
    let is_rule = |row: &usize| names::is_rule(outline.rows[*row].text);
    let rule = rows.clone().rev().find(is_rule);
    let start = rule.map_or(rows.start, |rule| rule + 1);
    let follows = 0 < fold.lead.0.byte;
    let row = match follows || rule.is_some() {
        true => (start..=last).find(says)?,
        false => lead_in(outline, start, last),
    };
    let is_labelled = false;
    Some(Asking { row, is_labelled })
}

/// The start of the paragraph that ends at `last`, and of the one that leads to its code or list.
fn lead_in(outline: &Outline, first: usize, last: usize) -> usize {
    let mut start = last;
    for row in (first..=last).rev() {
        let (line, below) = (outline.rows[row], outline.rows[start]);
        let needs_more = below.hidden || names::list_mark(below.text.trim()).is_some();
        if line.is_blank() || line.is_comment {
            continue;
        }
        if row + 1 < start && !needs_more && !line.hidden {
            break;
        }
        start = row;
    }
    start
}

/// The whole rows between a block and what stands above it.
fn lead_rows(outline: &Outline, fold: &Fold) -> std::ops::Range<usize> {
    let first = fold.lead.0.row + usize::from(0 < fold.lead.0.byte);
    let last = fold.lead.1.row.min(outline.rows.len());
    first.min(last)..last
}

fn asks(row: Row) -> bool {
    let text = row.text.trim();
    let is_numbered =
        text.starts_with(|c: char| c.is_ascii_digit()) && names::list_mark(text).is_some();
    let asks = inline::plain(text)
        .trim_end_matches([')', ' '])
        .ends_with('?');
    is_bold(text) || asks || is_numbered && row.indent() <= 3
}

fn is_bold(line: &str) -> bool {
    let text = line.trim();
    text.starts_with("**") && text.ends_with("**") && 4 < text.len()
}

/// Whether a line starts with `Q1.`, `**Question 1**` or `Q:`.
fn is_labelled(row: Row) -> bool {
    let text = row.text.trim();
    let item = names::list_mark(text).map_or(text, |(_, item)| item);
    let plain = inline::plain(item);
    let plain = plain.trim();
    if unlabelled(plain).len() < plain.len() {
        return true;
    }
    let numbered = names::numbered(plain).filter(|numbered| numbered.says_question);
    numbered.is_some_and(|numbered| {
        let label = plain[..plain.len() - numbered.rest.len()].trim_end();
        let is_marked = label.ends_with(['.', ')', ':', '-', '–', '—']);
        is_marked || item.starts_with("**") || numbered.rest.is_empty()
    })
}

fn paragraph_start(outline: &Outline, first: usize, row: usize) -> usize {
    let mut start = row;
    while first < start {
        let (line, above) = (outline.rows[start].text.trim(), outline.rows[start - 1]);
        let starts = is_bold(line) || names::list_mark(line).is_some();
        if starts || above.hidden || !is_text(above.text) || above.text.contains('|') {
            break;
        }
        start -= 1;
    }
    start
}

/// The row of the outermost list item that a row is part of; itself where it is part of none.
fn item_start(outline: &Outline, first: usize, row: usize) -> usize {
    let mut start = row;
    for above in (first..row).rev() {
        let (line, indent) = (outline.rows[above], outline.rows[start].indent());
        if line.hidden || line.is_blank() || indent <= line.indent() {
            continue;
        }
        if names::list_mark(line.text.trim()).is_none() {
            break;
        }
        start = above;
    }
    start
}

/// Whether a line says something.
fn is_text(line: &str) -> bool {
    !inline::plain(line).trim().is_empty() && !names::is_rule(line) && !names::is_decoration(line)
}
