//! Where the questions of a file begin and end.
//!
//! A heading with options below it is a question, whatever it is called; so is a numbered item or a
//! line `Question 7: …` with options of its own. Headings inside an answer are no questions. A heading
//! that only looks like its neighbours is a question, too, so that one whose options are missing is
//! refused and not passed over.

use super::answer;
use super::marks::{Mark, mark};
use super::options::{Choices, How, find};
use super::parts;
use super::sections;
use super::told;
use crate::import::text::headed::blocks::blocks;
use crate::import::text::headed::{Heading, Outline, Row, asks, names};
use std::ops::Range;

/// Columns in front of letters below a heading that has no other options.
const LETTERS_INDENT_MAX: usize = 8;

/// One question.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its first row.
    pub row: usize,
    pub number: Option<u32>,
    /// Without its number.
    pub head: String,
    /// The rows behind the head, up to the next question.
    pub body: Range<usize>,
    /// The heading that it is, or below which it stands.
    pub heading: Option<usize>,
    pub is_heading: bool,
    /// Whether its number says that it is a question: `Q7.`
    pub says_question: bool,
    pub options: Option<Choices>,
    /// The line of plain text above this question, or above one in front of it, that names a part.
    pub section: Option<String>,
}

impl Start {
    /// Whether nothing but a quiz looks like it.
    pub fn is_sure(&self) -> bool {
        let lettered = self
            .options
            .as_ref()
            .is_some_and(|options| options.how != How::Boxes);
        self.says_question || lettered
    }

    /// Head and prompt.
    pub fn text(&self, outline: &Outline) -> String {
        let end = self
            .options
            .as_ref()
            .map_or(self.body.start, |options| options.rows.start);
        let mut text = self.head.clone();
        for row in &outline.rows[self.body.start..end.max(self.body.start)] {
            text.push('\n');
            text.push_str(row.text);
        }
        text
    }
}

/// Finds all questions of a file, in order.
pub fn starts(outline: &Outline) -> Vec<Start> {
    let open = open_headings(outline);
    let mut starts = Vec::new();
    let first = open
        .first()
        .map_or(outline.rows.len(), |idx| outline.headings[*idx].row);
    starts.extend(items(outline, None, 0..first));
    for (nth, idx) in open.iter().enumerate() {
        let heading = &outline.headings[*idx];
        let next = open.get(nth + 1).map(|next| &outline.headings[*next]);
        let end = next.map_or(outline.rows.len(), |next| next.row);
        let items = items(outline, Some(*idx), heading.body..end);
        let own_end = items.first().map_or(end, |item| item.row);
        let mut start = from_heading(heading, *idx, heading.body..own_end);
        start.options = find(&outline.rows, start.body.clone(), 3).or_else(|| {
            let farther = find(&outline.rows, start.body.clone(), LETTERS_INDENT_MAX);
            farther.filter(|options| options.how == How::Letters)
        });
        if items.is_empty() && start.options.is_none() && parts::is_remark(outline, &starts, *idx) {
            // `#### Notes` below the options goes on with what explains them.
            let question = starts.last_mut().expect("a remark stands below a question");
            question.body.end = end;
            continue;
        }
        starts.push(start);
        starts.extend(items);
    }
    keep_questions(outline, starts)
}

/// Which headings are questions.
pub fn asked(outline: &Outline, starts: &[Start]) -> Vec<bool> {
    let mut asked = vec![false; outline.headings.len()];
    for heading in starts
        .iter()
        .filter(|start| start.is_heading)
        .filter_map(|start| start.heading)
    {
        asked[heading] = true;
    }
    for (idx, heading) in outline.headings.iter().enumerate() {
        asked[idx] |= is_answer(heading);
    }
    asked
}

/// The headings that are part of no answer.
fn open_headings(outline: &Outline) -> Vec<usize> {
    let mut closed = vec![false; outline.rows.len()];
    for block in blocks(outline)
        .iter()
        .filter(|block| asks::is_reveal(&block.summary))
    {
        if let Some((end, _)) = block.close.filter(|_| block.parent.is_none()) {
            closed[block.start.row..end.row].fill(true);
        }
    }
    let is_open = |heading: &Heading| !closed[heading.row] && !is_answer(heading);
    let mut open: Vec<usize> = Vec::new();
    for (idx, heading) in outline.headings.iter().enumerate() {
        let above = open.last().map(|above| &outline.headings[*above]);
        if is_open(heading) && !above.is_some_and(|above| parts::is_part(heading, above)) {
            open.push(idx);
        }
    }
    open
}

fn is_answer(heading: &Heading) -> bool {
    answer::announced(&heading.text).is_some() || super::marks::label(&heading.text) == Some("")
}

fn from_heading(heading: &Heading, idx: usize, body: Range<usize>) -> Start {
    let whole = names::unwrapped(&heading.text);
    let numbered = names::numbered(whole);
    Start {
        row: heading.row,
        number: numbered.and_then(|numbered| numbered.number),
        head: names::unnumbered(&heading.text).to_string(),
        body,
        heading: Some(idx),
        is_heading: true,
        says_question: numbered.is_some_and(|numbered| numbered.says_question),
        options: None,
        section: None,
    }
}

/// A line in a section that may start a question.
struct Candidate {
    row: usize,
    number: Option<u32>,
    says_question: bool,
    head: String,
    /// Columns up to its text; 0 where it is no list item.
    inset: usize,
    indent: usize,
}

/// The numbered items and lines of a section that have options of their own.
fn items(outline: &Outline, heading: Option<usize>, section: Range<usize>) -> Vec<Start> {
    let rows = &outline.rows;
    let candidates: Vec<Candidate> = section
        .clone()
        .filter_map(|row| candidate(rows, row, &section))
        .collect();
    let end_of = |idx: usize| candidates.get(idx + 1).map_or(section.end, |next| next.row);
    let options: Vec<Option<Choices>> = candidates
        .iter()
        .enumerate()
        .map(|(idx, candidate)| {
            let max_indent = if candidate.inset == 0 {
                3
            } else {
                candidate.indent + candidate.inset + 4
            };
            find(rows, candidate.row + 1..end_of(idx), max_indent)
        })
        .collect();
    let chosen = chosen(
        rows,
        &candidates,
        &options,
        heading.map(|idx| &outline.headings[idx]),
        section.end,
    );
    let firsts = chosen.iter().map(|idx| &candidates[*idx]);
    let parts = sections::above(
        rows,
        section.start,
        firsts.map(|first| (first.row, first.number)),
    );
    let (mut starts, mut part) = (Vec::new(), None);
    for (nth, idx) in chosen.iter().enumerate() {
        let candidate = &candidates[*idx];
        part = parts[nth].or(part);
        let end = chosen.get(nth + 1).map_or(section.end, |next| {
            parts[nth + 1].unwrap_or(candidates[*next].row)
        });
        let max_indent = if candidate.inset == 0 {
            3
        } else {
            candidate.indent + candidate.inset + 4
        };
        // What stands between two chosen ones belongs to the first.
        let own = match end == end_of(*idx) {
            true => options[*idx].clone(),
            false => find(rows, candidate.row + 1..end, max_indent),
        };
        starts.push(Start {
            row: candidate.row,
            number: candidate.number,
            head: candidate.head.clone(),
            body: candidate.row + 1..end,
            heading,
            is_heading: false,
            says_question: candidate.says_question,
            options: own,
            section: part.map(|row| names::topic(rows[row].text)),
        });
    }
    starts
}

fn candidate(rows: &[Row], row: usize, section: &Range<usize>) -> Option<Candidate> {
    let line = rows[row];
    let indent = line.indent();
    if line.hidden || 3 < indent || matches!(mark(line.text), Some(Mark::Box { .. })) {
        return None;
    }
    let trimmed = line.text.trim();
    let is_item = trimmed.starts_with(|c: char| c.is_ascii_digit());
    if let Some((inset, text)) =
        names::list_mark(trimmed).filter(|(_, text)| is_item && !text.is_empty())
    {
        return Some(Candidate {
            row,
            number: names::numbered(trimmed).and_then(|numbered| numbered.number),
            says_question: false,
            head: names::unwrapped(text).to_string(),
            inset,
            indent,
        });
    }
    let above = row.checked_sub(1).filter(|above| section.contains(above));
    let free = above.is_none_or(|above| rows[above].is_blank() || names::is_rule(rows[above].text));
    let bold = trimmed.starts_with("**") || trimmed.starts_with("__");
    let bare = if bold {
        trimmed.replace("**", "")
    } else {
        trimmed.to_string()
    };
    // `14.下面…` and `1- Which…` are no items, but nothing else either.
    if let Some(head) = names::unlabelled(&bare).filter(|_| free) {
        return Some(Candidate {
            row,
            number: None,
            says_question: true,
            head: head.to_string(),
            inset: 0,
            indent,
        });
    }
    let found = names::numbered(trimmed).filter(|found| is_item && !found.rest.is_empty());
    // Lines of code may be counted with a colon.
    let sign = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let counts = found.is_some() && !sign.starts_with([':', '：']);
    let numbered = names::numbered(&bare)
        .filter(|numbered| counts || free && (bold || numbered.says_question))?;
    Some(Candidate {
        row,
        number: numbered.number,
        says_question: numbered.says_question,
        head: names::unnumbered(&bare).to_string(),
        inset: 0,
        indent,
    })
}

/// Which candidates are questions, by their places.
///
/// Those with options that stand in them are; those with options beside them only if the list is
/// one of questions, since the last of some numbered facts may stand above the options of a heading.
/// One that counts on from a question is one as well, though its options are missing, and so is
/// one with an answer line.
fn chosen(
    rows: &[Row],
    candidates: &[Candidate],
    options: &[Option<Choices>],
    heading: Option<&Heading>,
    end: usize,
) -> Vec<usize> {
    let with_options = options.iter().flatten().count();
    // An answer line without options says what to answer.
    let end_of = |idx: usize| candidates.get(idx + 1).map_or(end, |next| next.row);
    let is_told = |idx: usize| {
        let body = &rows[candidates[idx].row + 1..end_of(idx)];
        options[idx].is_none() && answer::place(body).is_some()
    };
    let told: Vec<bool> = (0..candidates.len()).map(is_told).collect();
    let n_told = told.iter().filter(|told| **told).count();
    let heading_asks = heading.is_some_and(|heading| {
        asks::asks(&heading.text) || names::numbered(names::unwrapped(&heading.text)).is_some()
    });
    let is_whole = 0 < with_options && with_options + n_told == candidates.len();
    let is_list = 2 <= with_options || is_whole && !heading_asks;
    let is_told_list = with_options == 0 && !heading_asks;
    let mut chosen: Vec<usize> = Vec::new();
    for (idx, candidate) in candidates.iter().enumerate() {
        let inside = options[idx].as_ref().is_some_and(|options| {
            candidate.inset > 0 && candidate.indent + 2 <= rows[options.rows.start].indent()
        });
        let last = chosen.last().map(|last| &candidates[*last]);
        let counts_on = last.is_some_and(|last| {
            let next = last.number.and_then(|number| number.checked_add(1));
            next.is_some() && next == candidate.number && last.indent == candidate.indent
        });
        // Numbered options that are not known as such may stand in front of an answer, too.
        let goes_on = counts_on && chosen.last().is_some_and(|last| last + 1 == idx);
        let labelled = candidate.inset == 0 && options[idx].is_some();
        if inside
            || labelled
            || is_list && options[idx].is_some()
            || is_list && (told[idx] || counts_on) && asks::asks(&candidate.head)
            || is_list && told[idx] && goes_on
            || is_told_list && told[idx]
        {
            chosen.push(idx);
        }
    }
    chosen
}

/// Drops the headings that are no questions: those without options that do not look like the
/// others.
fn keep_questions(outline: &Outline, starts: Vec<Start>) -> Vec<Start> {
    let complete = starts
        .iter()
        .filter(|start| start.is_heading && start.options.is_some());
    let mut levels = [0usize; 7];
    let (mut numbered, mut total) = (0, 0);
    for heading in complete
        .filter_map(|start| start.heading)
        .map(|idx| &outline.headings[idx])
    {
        levels[heading.level] += 1;
        total += 1;
        numbered += usize::from(has_number(heading));
    }
    let most = levels.iter().max().copied().unwrap_or(0);
    let level = levels
        .iter()
        .position(|count| *count == most)
        .filter(|_| 0 < most);
    let counted = total < 2 * numbered;
    let keep = |start: &Start| {
        let heading = start
            .heading
            .filter(|_| start.is_heading)
            .map(|idx| (idx, &outline.headings[idx]));
        let Some((idx, heading)) = heading.filter(|_| start.options.is_none()) else {
            return true;
        };
        let next = outline.headings.get(idx + 1);
        let is_leaf = next.is_none_or(|next| next.level <= heading.level);
        let is_told = || told::read(&outline.rows[start.body.clone()]).is_some();
        let says_more = !start.head.is_empty() || is_told() || has_text(outline, start);
        let named = says_more && !names::is_apart(&heading.text);
        let like_others = match counted {
            _ if Some(heading.level) == level && is_leaf && is_told() => true,
            true => has_number(heading),
            false => Some(heading.level) == level && is_leaf && asks::asks_or_tasks(&heading.text),
        };
        named && 0 < total && like_others
    };
    starts.into_iter().filter(keep).collect()
}

/// Whether something stands below a question.
fn has_text(outline: &Outline, start: &Start) -> bool {
    let mut rows = outline.rows[start.body.clone()].iter();
    rows.any(|row| !row.is_blank() && !row.is_comment && !names::is_rule(row.text))
}

fn has_number(heading: &Heading) -> bool {
    names::numbered(names::unwrapped(&heading.text)).is_some()
}
