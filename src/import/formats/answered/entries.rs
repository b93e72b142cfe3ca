//! Which rows ask, and which rows stand below each.

use super::quotes;
use super::tasks::Tasks;
use crate::import::formats::quiz;
use crate::import::text::headed::{Outline, Row, asks, inline, names};

/// How questions are marked in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `1. What?`, `1. **What?**`, `1. ### What?`
    Numbered,
    /// `**What?**` on a line of its own.
    Bold,
    /// `??? question "What?"`, the answer indented.
    Folded,
    /// `> [!question] What?`, the answer quoted below.
    Callout,
    /// `- What?`
    Bullet,
    /// A paragraph whose first line asks, and whose other lines answer.
    Paragraph,
}

impl Kind {
    /// The surest last: of several with as many entries the last is taken.
    pub const ALL: [Kind; 6] = [
        Kind::Paragraph,
        Kind::Bullet,
        Kind::Bold,
        Kind::Callout,
        Kind::Folded,
        Kind::Numbered,
    ];
}

/// One question, and the rows up to the next.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its row, from 0.
    pub row: usize,
    /// Behind its last row.
    pub end: usize,
    /// Markdown, without number and mark.
    pub question: String,
    /// The heading below which it stands.
    pub heading: Option<usize>,
    pub asks: bool,
    /// Whether its rows stand in a quote.
    pub is_quoted: bool,
    /// Whether a callout says that it is a flashcard.
    pub is_card: bool,
    /// Where the quote starts that answers it, as inka has it.
    pub quote: Option<usize>,
    /// Whether each line of the answer is one for the reader, too.
    pub keeps_lines: bool,
}

impl Entry {
    /// Whether its rows have marks of another format: options, folded answers, cards of a tool.
    pub fn is_foreign(&self, outline: &Outline) -> bool {
        let rows = &outline.rows[self.row..self.end];
        let shown = || rows.iter().filter(|row| !row.hidden);
        // `**Q: What?**` with the answer right below it is no card of two marked sides.
        let is_marked = is_counted_question(rows[0].text.trim_start_matches(['*', '_', ' ']));
        let has_answer = || shown().any(|row| asks::answer_mark(row.text).is_some());
        let own = usize::from(is_marked && !has_answer());
        let is_foreign = shown().skip(own).any(|row| is_foreign(row.text.trim()));
        // Only questions that are counted, or stand below a count, are those of a quiz.
        let bare = rows[0].text.trim_start_matches(['*', '_', ' ', '#']);
        let heading = self.heading.map(|idx| outline.headings[idx].text.as_str());
        let above = heading.and_then(|text| names::numbered(names::unwrapped(text)));
        let is_counted = names::numbered(bare).or(above).is_some();
        is_foreign || is_counted && quiz::has_signed_options(&rows[1..])
    }
}

fn is_foreign(text: &str) -> bool {
    const INSIDE: [&str; 7] = [
        "<details",
        "#card",
        "#flashcard",
        " :: ",
        ":::",
        "{{c",
        ">>",
    ];
    let item = text.trim_start_matches(['-', '*', '+', ' ']);
    let is_option = ["B.", "B)", "B:", "b)", "[ ]", "[x]", "[X]"]
        .iter()
        .any(|mark| item.starts_with(mark));
    is_option
        || is_counted_question(item)
        || matches!(text, "?" | "??")
        || INSIDE.iter().any(|mark| text.contains(mark))
}

/// Whether a text starts with `Q:` or `Q7:`.
fn is_counted_question(text: &str) -> bool {
    let rest = text.strip_prefix('Q');
    rest.is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(':')
    })
}

/// Whether a row says something besides leading about in the file.
pub fn has_text(outline: &Outline, row: usize) -> bool {
    let line = outline.rows[row];
    !line.is_blank() && !line.is_comment && !line.text.contains("](#") && !names::is_rule(line.text)
}

/// Finds the questions of one kind, in order.
pub fn entries(outline: &Outline, kind: Kind) -> Vec<Entry> {
    let mut reader = Reader {
        outline,
        kind,
        base: base(outline, kind),
        tasks: (kind == Kind::Bold).then(|| Tasks::of(outline)),
        entries: Vec::new(),
        is_open: false,
        heading: None,
        last: None,
    };
    let mut headings = outline.headings.iter().enumerate().peekable();
    for row in 0..outline.rows.len() {
        match headings.next_if(|(_, heading)| heading.row == row) {
            Some((idx, heading)) => reader.heading(idx, row, &heading.text),
            None => reader.row(row),
        }
    }
    reader.close(outline.rows.len());
    if kind == Kind::Numbered {
        quotes::answer(outline, &mut reader.entries);
    }
    reader.entries
}

/// The least indentation of marks of the kind.
fn base(outline: &Outline, kind: Kind) -> usize {
    let rows = outline.rows.iter().filter(|row| !row.hidden);
    let marked = rows.filter(|row| {
        let text = row.text.trim();
        let is_item = names::list_mark(text).is_some();
        let has_number = text.starts_with(|c: char| c.is_ascii_digit());
        match kind {
            Kind::Numbered => is_item && has_number,
            Kind::Bullet => is_item && !has_number,
            Kind::Bold | Kind::Folded | Kind::Callout | Kind::Paragraph => true,
        }
    });
    marked.map(|row| row.indent()).min().unwrap_or(0)
}

struct Reader<'r> {
    outline: &'r Outline<'r>,
    kind: Kind,
    base: usize,
    /// For bold lines.
    tasks: Option<Tasks>,
    entries: Vec<Entry>,
    /// Whether rows still go to the last entry.
    is_open: bool,
    heading: Option<usize>,
    /// The number of the last question.
    last: Option<u32>,
}

impl Reader<'_> {
    fn heading(&mut self, idx: usize, row: usize, text: &str) {
        // `#### Answer` stands between a question and its answer.
        if !(self.is_open && asks::is_reveal(text)) {
            self.close(row);
            self.heading = Some(idx);
        }
    }

    fn row(&mut self, row: usize) {
        let line = self.outline.rows[row];
        let ends = match self.kind {
            Kind::Callout => line.is_blank(),
            Kind::Paragraph => line.is_blank() && !line.hidden,
            _ => false,
        };
        if ends {
            self.close(row);
        }
        if line.hidden || line.is_blank() {
            return;
        }
        let is_outside = match self.kind {
            Kind::Folded => line.indent() < self.base + 4,
            Kind::Callout => {
                let text = line.text.trim_start();
                !text.starts_with('>') || text.starts_with("> [!")
            }
            _ => false,
        };
        if is_outside {
            self.close(row);
        }
        let text = line.text.trim();
        if self.base + 1 < line.indent() || self.is_apart() && !text.contains(". #") {
            return;
        }
        let found = match self.kind {
            Kind::Numbered => self.numbered(row, text),
            Kind::Bold => self.bold(row, text),
            Kind::Folded => folded(text),
            Kind::Callout => callout(text),
            Kind::Bullet => bullet(text),
            Kind::Paragraph => {
                paragraph(text).filter(|_| !self.is_open && self.is_below_blank(row))
            }
        };
        let is_card = self.kind == Kind::Callout && is_card(text);
        let (found, row) = match found {
            Some(title) if is_card && title.is_empty() => self.asked_inside(row),
            found => (found, row),
        };
        if let Some(question) = found.filter(|question| !inline::plain(question).is_empty()) {
            self.close(row);
            self.is_open = true;
            self.entries.push(Entry {
                row,
                end: row + 1,
                is_card,
                quote: None,
                asks: asks::asks(&question) || matches!(self.kind, Kind::Folded | Kind::Bold),
                is_quoted: self.kind == Kind::Callout,
                keeps_lines: self.kind == Kind::Paragraph,
                question,
                heading: self.heading,
            });
        }
    }

    /// The question of a callout without a title, and its row: `> **Q**: What?`
    fn asked_inside(&self, row: usize) -> (Option<String>, usize) {
        let inside = self.outline.rows.iter().enumerate().skip(row + 1);
        let mut inside = inside.take_while(|(_, line)| line.text.trim_start().starts_with('>'));
        let text = |line: &str| line.trim_start_matches(['>', ' ']).trim().to_string();
        let found = inside.find_map(|(row, line)| {
            Some((row, text(line.text))).filter(|(_, text)| !text.is_empty())
        });
        let Some((row, text)) = found else {
            return (None, row);
        };
        let bare = text.trim_start_matches(['*', '_']);
        let asked = bare
            .strip_prefix('Q')
            .map(|rest| rest.trim_start_matches(['*', '_']));
        let asked = asked.and_then(|rest| rest.strip_prefix(':'));
        let question = asked.map(|rest| rest.trim_start_matches(['*', '_', ' ']).to_string());
        (question, row)
    }

    fn bold(&self, row: usize, text: &str) -> Option<String> {
        let found = bold(text).filter(|_| self.is_apart_from_above(row));
        let found = found.or_else(|| self.told(row, text));
        found.or_else(|| self.tasks.as_ref()?.task(self.outline, row))
    }

    /// A bold line that need not ask, since the word for an answer stands right below it.
    fn told(&self, row: usize, text: &str) -> Option<String> {
        let below = self.outline.rows[row + 1..]
            .iter()
            .find(|row| !row.is_blank())?;
        let is_told = !below.hidden && asks::answer_mark(below.text).is_some();
        let question = bold_line(text).filter(|_| is_told && self.is_apart_from_above(row));
        question.filter(|_| asks::answer_mark(text).is_none())
    }

    /// The question of an item that goes on with the numbers, or asks.
    ///
    /// Answers have lists, too: their items neither ask nor stand apart.
    fn numbered(&mut self, row: usize, text: &str) -> Option<String> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = text[..digits].parse().ok()?;
        let (_, item) = names::list_mark(text)?;
        if item.starts_with('[') && item.contains("](#") {
            return None;
        }
        let head = item.trim_start_matches('#').trim_start();
        let question = names::unwrapped(head.trim_end());
        let is_marked = question.len() < item.trim_end().len();
        let is_next = !self.is_open || self.last.is_none_or(|last| number == last.wrapping_add(1));
        let (asks, apart) = (asks::asks(question), self.is_apart_from_above(row));
        let starts = match is_next {
            true => asks || is_marked || apart || self.is_beside_last(row),
            false => asks && apart || head.len() < item.len(),
        };
        if !starts {
            return None;
        }
        self.last = Some(number);
        let question = names::unlabelled(question).unwrap_or(question);
        Some(names::unnumbered(question).to_string())
    }

    /// Whether an item stands right below the rows that are indented under the last question, so that
    /// both are items of one list.
    fn is_beside_last(&self, row: usize) -> bool {
        let last = self.entries.last().filter(|_| self.is_open);
        let mut below = last
            .map_or(&[][..], |last| &self.outline.rows[last.row + 1..row])
            .iter();
        let is_inside = |line: &Row| line.is_blank() || self.base + 2 <= line.indent();
        below.len() > 0 && below.all(is_inside)
    }

    /// Whether the section holds no questions, but for `1. ### What?`, which ends it.
    fn is_apart(&self) -> bool {
        let heading = self.heading.map(|idx| &self.outline.headings[idx]);
        heading.is_some_and(|heading| names::is_apart(&heading.text))
    }

    fn is_below_blank(&self, row: usize) -> bool {
        let above = row.checked_sub(1).map(|above| self.outline.rows[above]);
        above.is_none_or(|above| above.is_blank() && !above.hidden)
    }

    fn is_apart_from_above(&self, row: usize) -> bool {
        let above = row.checked_sub(1).map(|above| self.outline.rows[above]);
        above.is_none_or(|above| {
            let is_gap = above.is_blank() || !above.hidden && names::is_rule(above.text);
            is_gap || above.is_comment || !self.is_open
        })
    }

    fn close(&mut self, end: usize) {
        if let Some(entry) = self.entries.last_mut().filter(|_| self.is_open) {
            entry.end = end;
        }
        self.is_open = false;
    }
}

/// Whether a callout says that it is a flashcard.
fn is_card(text: &str) -> bool {
    let kind = text.trim_start_matches(['>', ' ']).strip_prefix("[!");
    let kind = kind
        .and_then(|rest| rest.split_once(']'))
        .map(|(kind, _)| kind.to_lowercase());
    kind.is_some_and(|kind| kind == "flashcard" || kind == "card")
}

/// The title of `> [!question]- Title`, as Obsidian and its plugins have it.
fn callout(text: &str) -> Option<String> {
    let rest = text.strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, title) = rest.split_once(']')?;
    let kind = kind.to_lowercase();
    let is_question = ["question", "faq", "flashcard", "card"].contains(&kind.as_str());
    let title = title.trim_start_matches(['-', '+']).trim();
    is_question.then(|| names::unnumbered(title).to_string())
}

/// The question of a line that is bold as a whole, if it asks.
pub fn bold(text: &str) -> Option<String> {
    bold_line(text).filter(|question| asks::asks(question))
}

/// What a line says that is bold as a whole, without its number.
pub fn bold_line(text: &str) -> Option<String> {
    let text = &inline::markdown(text);
    let inner = names::unwrapped(text);
    let is_bold = inner.len() < text.len();
    let question = names::unnumbered(inner);
    let question = question.strip_prefix("Q:").map_or(question, str::trim);
    is_bold.then(|| question.to_string())
}

/// The title of `??? question "Title"`, with `???+` for one that stands open.
fn folded(text: &str) -> Option<String> {
    let rest = text.strip_prefix("???")?;
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let (_, title) = rest.trim_end().strip_suffix('"')?.split_once('"')?;
    rest.starts_with(' ')
        .then(|| names::unnumbered(title).replace("\\\"", "\""))
}

fn bullet(text: &str) -> Option<String> {
    let (_, item) = names::list_mark(text).filter(|_| text.starts_with(['-', '*', '+']))?;
    Some(names::unnumbered(item.trim_end()).to_string())
}

/// The question of a paragraph: a line of words that ends in its mark.
fn paragraph(text: &str) -> Option<String> {
    let is_words = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '¿' | '`'));
    let is_question = text.ends_with(['?', '？']) && is_words && names::list_mark(text).is_none();
    is_question.then(|| text.to_string())
}
