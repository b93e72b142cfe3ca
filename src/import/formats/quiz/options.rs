//! The options of one question: where they start and end, and what each one says.
//!
//! They are boxes, or letters in their order, or bullets where an answer names them by letter. An
//! option reaches to the next one; the last to an explanation, a source, or a paragraph of its own.

use super::answer::{self, Announced};
use super::marks::{Letter, Mark, ends_options, mark};
use super::wording::{self, joined, lettered_text, visible, with_flush_code, without_verdict};
use super::{checked, inrow};
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::{Row, links, text_of};
use crate::import::text::markdown::fenced;
use std::ops::Range;

/// The options of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub items: Vec<Item>,
    /// The rows they stand on.
    pub rows: Range<usize>,
    /// A row with more options that cannot be of the same question.
    pub stray: Option<usize>,
    /// Whether letters are missing, or stand there twice.
    pub is_disordered: bool,
    pub how: How,
}

/// One option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub row: usize,
    pub ticked: bool,
    /// Whether it is bold as a whole, or has a verdict behind it.
    pub marked: bool,
    /// Markdown.
    pub text: String,
    /// What is said to who takes it.
    pub note: Option<String>,
}

/// How the options are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    #[default]
    Boxes,
    Letters,
    Bullets,
}

/// An option before it is read: its row, its mark, its columns of white space.
#[derive(Clone, Copy)]
struct Found<'t> {
    row: usize,
    mark: Mark<'t>,
    indent: usize,
}

/// Finds the options among `rows`; marks farther right than `max_indent` are code or nested.
pub fn find(rows: &[Row], range: Range<usize>, max_indent: usize) -> Option<Choices> {
    let found: Vec<Found> = range
        .clone()
        .filter_map(|row| found(rows, row, max_indent))
        .collect();
    let boxes = found
        .iter()
        .position(|found| matches!(found.mark, Mark::Box { .. }));
    let (how, picked, stray) = match boxes {
        Some(first) => boxed(rows, &found, first, range.end),
        None => {
            if let Some(choices) = in_row(rows, &range) {
                return Some(choices);
            }
            let listed = lettered(rows, &found, range.end);
            match listed.or_else(|| bulleted(rows, &found, &range)) {
                Some(listed) => listed,
                None => return checked::find(rows, range, max_indent),
            }
        }
    };
    let first = picked.first()?;
    let end = end_of_last(rows, &picked, range.end);
    let mut items: Vec<Item> = (0..picked.len())
        .map(|idx| item(rows, &picked, idx, end))
        .collect();
    let mut places: Vec<usize> = picked
        .iter()
        .filter_map(|found| place(found.mark))
        .collect();
    if how == How::Letters {
        // An answer names a letter, wherever its option stands.
        items = in_order(items, &places);
        places.sort_unstable();
    }
    let choices = Choices {
        rows: first.row..end,
        items,
        stray,
        is_disordered: how == How::Letters && !places.iter().copied().eq(0..places.len()),
        how,
    };
    let mut choices = without_letters(choices);
    checked::judge(&mut choices.items);
    Some(choices)
}

/// Options of which several stand in one line.
fn in_row(rows: &[Row], range: &Range<usize>) -> Option<Choices> {
    let found = inrow::find(rows, range.clone())?;
    let (first, last) = (found.first()?.row, found.last()?.row);
    let item = |option: &inrow::InRow| {
        let (text, marked) = without_verdict(option.text);
        Item {
            row: option.row,
            marked,
            text: text.to_string(),
            ..Item::default()
        }
    };
    let mut items: Vec<Item> = found.iter().map(item).collect();
    checked::judge(&mut items);
    Some(Choices {
        items,
        rows: first..last + 1,
        how: How::Letters,
        ..Choices::default()
    })
}

fn found<'t>(rows: &[Row<'t>], row: usize, max_indent: usize) -> Option<Found<'t>> {
    let line = rows[row];
    let indent = line.indent();
    if max_indent < indent {
        return None;
    }
    let mark = mark(line.text)?;
    // A fence that opens beside a box hides the row, but not the box.
    let opens = matches!(mark, Mark::Box { text, .. } if text.starts_with("```"));
    let wanted = !line.hidden || opens;
    (wanted && links::sources(line.text).is_none()).then_some(Found { row, mark, indent })
}

/// Boxes from the first one on, and bullets without a box that stand right among them.
fn boxed<'t>(
    rows: &[Row],
    found: &[Found<'t>],
    first: usize,
    end: usize,
) -> (How, Vec<Found<'t>>, Option<usize>) {
    let indent = found[first].indent;
    let mut start = first;
    while start > 0
        && is_bullet(&found[start - 1], indent)
        && touch(rows, found[start - 1].row, found[start].row)
    {
        start -= 1;
    }
    let mut picked: Vec<Found> = found[start..=first].to_vec();
    let mut stray = None;
    for next in &found[first + 1..] {
        let last = picked.last().expect("the first box is there");
        let is_box = matches!(next.mark, Mark::Box { .. });
        let tight = touch(rows, last.row, next.row);
        let belongs = is_box || is_bullet(next, indent) && tight;
        if next.indent > indent + 1 || !belongs {
            continue;
        }
        if parted(rows, last, next.row.min(end)) {
            let stands_alone = is_box && !is_explained(&rows[last.row + 1..next.row]);
            stray = stands_alone.then_some(next.row);
            break;
        }
        picked.push(*next);
    }
    (How::Boxes, picked, stray)
}

fn is_bullet(found: &Found, indent: usize) -> bool {
    matches!(found.mark, Mark::Bullet { .. }) && found.indent == indent
}

/// Whether no blank line stands between two rows.
fn touch(rows: &[Row], from: usize, to: usize) -> bool {
    rows[from..to].iter().all(|row| !row.is_blank())
}

/// Whether something stands between an option and the next that is part of neither.
fn parted(rows: &[Row], option: &Found, next: usize) -> bool {
    let mut blank = false;
    let empty = is_empty(option.mark);
    rows[option.row + 1..next].iter().any(|row| {
        blank |= row.is_blank();
        let free = !row.hidden && !row.is_blank();
        let paragraph = blank && row.indent() < option.indent + 2 && !empty;
        free && (paragraph || ends_options(row.text))
    })
}

/// Whether no text stands beside the mark: the option is what follows.
fn is_empty(mark: Mark) -> bool {
    let (Mark::Box { text, .. } | Mark::Bullet { text } | Mark::Letter(Letter { text, .. })) = mark;
    visible(text).is_empty()
}

fn place(mark: Mark) -> Option<usize> {
    match mark {
        Mark::Letter(letter) => Some(letter.place),
        Mark::Box { .. } | Mark::Bullet { .. } => None,
    }
}

/// Options by their letters; equal ones as they stand.
fn in_order(items: Vec<Item>, places: &[usize]) -> Vec<Item> {
    let mut pairs: Vec<(usize, Item)> = places.iter().copied().zip(items).collect();
    pairs.sort_by_key(|(place, _)| *place);
    pairs.into_iter().map(|(_, item)| item).collect()
}

/// The first run of letters from A on.
///
/// Lines of other letters that stand right among them are options too, since otherwise two options
/// would become one.
fn lettered<'t>(
    rows: &[Row],
    found: &[Found<'t>],
    end: usize,
) -> Option<(How, Vec<Found<'t>>, Option<usize>)> {
    let mut picked: Vec<Found> = Vec::new();
    for (idx, next) in found.iter().enumerate() {
        let Mark::Letter(letter) = next.mark else {
            continue;
        };
        let ended = picked.last().is_some_and(|last| {
            rows[last.row + 1..next.row]
                .iter()
                .any(|row| !row.hidden && ends_options(row.text))
        });
        if ended || letter.place == 0 && 2 <= picked.len() {
            let above = picked.last().map_or(next.row, |last| last.row + 1);
            let between = &rows[above..next.row];
            let is_own = is_explained(between) || is_answered_once(between, &rows[next.row..end]);
            let stands_alone = letter.place == 0 && !is_own;
            let stray = stands_alone.then_some(next.row);
            return (2 <= picked.len()).then_some((How::Letters, picked, stray));
        }
        match letter.place {
            0 => picked = found[above_first(rows, found, idx)..=idx].to_vec(),
            place if place == picked.len() || is_among(rows, &picked, next) => picked.push(*next),
            _ => {}
        }
    }
    (2 <= picked.len()).then_some((How::Letters, picked, None))
}

/// Whether a line of another letter stands right below the last option, and looks like it.
fn is_among(rows: &[Row], picked: &[Found], next: &Found) -> bool {
    let below = |last: &Found| is_right_below(rows, last, next);
    picked.last().is_some_and(below) && place(next.mark).is_some_and(|place| place < 10)
}

fn is_right_below(rows: &[Row], last: &Found, next: &Found) -> bool {
    let is_item = |found: &Found| {
        let text = rows[found.row].text.trim_start();
        text.starts_with(['-', '*', '+'])
    };
    last.row + 1 == next.row && last.indent == next.indent && is_item(last) == is_item(next)
}

/// The first of the letters that stand right above option A: lists may be shuffled.
fn above_first(rows: &[Row], found: &[Found], idx: usize) -> usize {
    let mut first = idx;
    while let Some(above) = first.checked_sub(1) {
        let is_letter = place(found[above].mark).is_some_and(|place| (1..10).contains(&place));
        if !is_letter || !is_right_below(rows, &found[above], &found[first]) {
            break;
        }
        first = above;
    }
    first
}

/// Whether the only answer line stands in front of what looks like more options: those explain it.
fn is_answered_once(between: &[Row], behind: &[Row]) -> bool {
    let announced = |rows: &[Row], counts: fn(&Announced) -> bool| {
        let shown = rows.iter().filter(|row| !row.hidden);
        let mut found = shown.filter_map(|row| answer::announced(&without_tags(row.text).0));
        found.any(|found| counts(&found))
    };
    let names = |found: &Announced| matches!(found, Announced::Letters(_));
    // What is right may be listed below a line of its own.
    let leads = |found: &Announced| matches!(found, Announced::Text(text) if text.is_empty());
    (announced(between, names) || announced(between, leads)) && !announced(behind, names)
}

/// Whether a block that tells the answer is open behind these rows: what looks like options in it
/// speaks of those above.
fn is_explained(rows: &[Row]) -> bool {
    let (mut open, mut is_told) = (0usize, false);
    for row in rows.iter().filter(|row| !row.hidden) {
        let (text, reveals) = without_tags(row.text);
        open += row.text.matches("<details").count();
        open = open.saturating_sub(row.text.matches("</details").count());
        is_told = 0 < open && (is_told || reveals || answer::announced(&text).is_some());
    }
    is_told
}

/// The last list of bullets above the line that ends the options, if there is such a line.
fn bulleted<'t>(
    rows: &[Row],
    found: &[Found<'t>],
    range: &Range<usize>,
) -> Option<(How, Vec<Found<'t>>, Option<usize>)> {
    let first = found.first()?.row;
    let end = (first..range.end).find(|row| !rows[*row].hidden && ends_options(rows[*row].text))?;
    // Any list may have a rule or a heading behind it.
    let told = rows[end..range.end]
        .iter()
        .filter(|row| !row.hidden)
        .any(|row| {
            let (text, reveals) = without_tags(row.text);
            reveals || answer::announced(&text).is_some()
        });
    if !told {
        return None;
    }
    let mut picked: Vec<Found> = Vec::new();
    for next in found.iter().filter(|found| found.row < end) {
        let Mark::Bullet { .. } = next.mark else {
            continue;
        };
        match picked.last() {
            Some(last) if next.indent > picked[0].indent + 1 || last.row == next.row => {}
            Some(last) if parted(rows, last, next.row) => picked = vec![*next],
            _ => picked.push(*next),
        }
    }
    let last = picked.last()?;
    let close = !parted(rows, last, end);
    (close && 2 <= picked.len()).then_some((How::Bullets, picked, None))
}

/// The row behind the last option.
fn end_of_last(rows: &[Row], picked: &[Found], range_end: usize) -> usize {
    let last = picked.last().expect("there is an option");
    let has_fence = |two: &[Found]| {
        let between = &rows[two[0].row + 1..two[1].row];
        between.iter().take(3).any(|row| row.hidden)
    };
    let mut fences = is_empty(last.mark) || picked.windows(2).any(has_fence);
    let mut blank = false;
    let mut row = last.row + 1;
    while row < range_end {
        let line = rows[row];
        blank |= line.is_blank();
        let inside = line.is_blank() || !blank || last.indent + 2 <= line.indent();
        let code = line.hidden && !line.is_comment;
        if code && (inside || fences) {
            // Code behind the last option is its own where the others have code, too; but once.
            fences = false;
            row += rows[row..range_end]
                .iter()
                .take_while(|row| row.hidden)
                .count();
            continue;
        }
        if code || !inside || ends_options(line.text) {
            return row;
        }
        row += 1;
    }
    range_end
}

fn item(rows: &[Row], picked: &[Found], idx: usize, end: usize) -> Item {
    let this = picked[idx];
    let next = picked.get(idx + 1).map_or(end, |next| next.row);
    let (text, ticked, bold) = match this.mark {
        Mark::Box { text, ticked } => (text, ticked, false),
        Mark::Letter(letter) => (letter.text, false, letter.bold),
        Mark::Bullet { text } => (text, false, false),
    };
    let below = &rows[this.row + 1..next];
    let told = below
        .iter()
        .position(|row| !row.hidden && wording::feedback(row.text).is_some());
    let (below, told) = below.split_at(told.unwrap_or(below.len()));
    let note = (!told.is_empty()).then(|| wording::feedbacks(told));
    let behind: Vec<&str> = below.iter().map(|row| row.text).collect();
    let text = match rows[this.row].hidden {
        true => {
            // The fence that opens beside the mark goes on below.
            let first = format!("{}{text}", " ".repeat(this.indent + 2));
            let mut lines = vec![first.as_str()];
            lines.extend(behind);
            text_of(&lines)
        }
        false if is_code(&this, below) => fenced("", &text_of(&behind)),
        false => joined(text, rows[this.row].text.ends_with("  "), &behind),
    };
    let (text, marked) = without_verdict(visible(&text));
    let lines: Vec<&str> = text.lines().collect();
    Item {
        row: this.row,
        ticked,
        marked: bold || marked,
        text: with_flush_code(text_of(&lines).trim()),
        note,
    }
}

/// Whether an option is what follows, and that is indented as far as code in a list.
fn is_code(option: &Found, below: &[Row]) -> bool {
    let is_far = |row: &Row| row.is_blank() || !row.hidden && option.indent + 6 <= row.indent();
    is_empty(option.mark)
        && below.first().is_some_and(Row::is_blank)
        && below.iter().all(is_far)
        && !below.iter().all(Row::is_blank)
}

/// Boxes may have letters, too, which would be wrong once the options are shuffled.
fn without_letters(mut choices: Choices) -> Choices {
    if choices.how == How::Letters {
        return choices;
    }
    let n_items = choices.items.len();
    let cut = choices
        .items
        .iter()
        .enumerate()
        .map(|(idx, item)| lettered_text(idx, &item.text));
    let cut: Vec<(String, bool)> = cut.flatten().collect();
    if cut.len() == n_items {
        for (item, (text, bold)) in choices.items.iter_mut().zip(cut) {
            item.text = text;
            item.marked |= bold;
        }
    }
    choices
}
