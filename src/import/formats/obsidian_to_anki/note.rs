//! Where the notes of a file are: lines between `START` and `END`, and `STARTI … ENDI` on a line;
//! and what stands in them: the note type, the fields, the tags, the id.
//!
//! Whoever hides the notes from readers of the vault writes `%%ANKI` and `END%%`, or puts them into
//! a folded quote.
//!
//! The fields of a note type are Anki's to know. Those of its own types are known here; of others
//! a line `Back:` or `Answer:` starts one, and where there is none any line `Name:`.

use crate::import::text::ends::Ends;
use crate::import::text::markdown::{Line, is_in_code, lines};

/// Fields of Anki's own note types, and those that people name so.
const FIELDS: &[&str] = &[
    "Front",
    "Back",
    "Text",
    "Extra",
    "Back Extra",
    "Add Reverse",
    "Question",
    "Answer",
    "Reference",
    "Source",
];

/// Lines that start a note, and lines that end it.
const STARTS: &[&str] = &["START", "%%ANKI", "%%START"];
const ENDS: &[&str] = &["END", "END%%"];

const NAME_MAX: usize = 40;

/// One note as written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Note<'t> {
    /// Of its first line.
    pub line: usize,
    /// The note type's name.
    pub kind: &'t str,
    /// Names and texts; the first has no name where none is written.
    pub fields: Vec<(&'t str, String)>,
    pub tags: Vec<&'t str>,
    /// Anki's number of the note.
    pub id: Option<&'t str>,
    /// It has a field that is known by its name.
    pub is_known: bool,
}

/// All that a file has.
#[derive(Debug, Default)]
pub struct Sheet<'t> {
    pub notes: Vec<Note<'t>>,
    /// What `TARGET DECK` says.
    pub deck: Option<&'t str>,
    /// What `FILE TAGS` says.
    pub tags: Vec<&'t str>,
    /// Lines `START` without an `END`.
    pub unended: Vec<usize>,
    /// Lines `FROZEN - …:`, whose text the plugin adds to each note.
    pub frozen: Vec<usize>,
}

/// Reads a file, line ends being line feeds.
pub fn read(text: &str) -> Sheet<'_> {
    let lines = unquoted(lines(text));
    let mut sheet = Sheet::default();
    let mut start = None;
    for (idx, line) in lines.iter().enumerate().filter(|(_, line)| !line.verbatim) {
        match (line.text.trim_end(), start) {
            (text, _) if STARTS.contains(&text) => {
                sheet
                    .unended
                    .extend(start.map(|at: usize| lines[at].number));
                start = Some(idx);
            }
            (text, Some(at)) if ENDS.contains(&text) => {
                sheet.notes.extend(block(&lines[at..idx]));
                start = None;
            }
            (_, None) => sheet.outside(&lines, idx),
            _ => (),
        }
    }
    sheet.unended.extend(start.map(|at| lines[at].number));
    sheet
}

/// Takes the mark of a quote off the notes that stand in one, and off what names their deck.
fn unquoted(mut lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut is_inside = false;
    for line in lines.iter_mut().filter(|line| !line.verbatim) {
        let Some(text) = line.text.strip_prefix('>') else {
            is_inside = false;
            continue;
        };
        let text = text.strip_prefix(' ').unwrap_or(text);
        is_inside |= STARTS.contains(&text.trim_end());
        if is_inside || text.starts_with("TARGET DECK") {
            line.text = text;
        }
        is_inside &= !ENDS.contains(&text.trim_end());
    }
    lines
}

impl<'t> Sheet<'t> {
    fn outside(&mut self, lines: &[Line<'t>], idx: usize) {
        let line = &lines[idx];
        if let Some(deck) = said(lines, idx, "TARGET DECK") {
            self.deck = Some(deck);
        } else if let Some(tags) = said(lines, idx, "FILE TAGS") {
            self.tags = words(tags);
        } else if line.text.starts_with("FROZEN - ") {
            self.frozen.push(line.number);
        } else if line.text.contains("STARTI") {
            self.inline(line);
        }
    }

    fn inline(&mut self, line: &Line<'t>) {
        let (in_code, mut ends) = (is_in_code(line.text), Ends::new(line.text));
        let mut at = 0;
        while let Some(start) = ends.find(at, "STARTI") {
            at = start + "STARTI".len();
            let Some(end) = ends.find(at, "ENDI").filter(|_| !in_code[start]) else {
                continue;
            };
            if let Some(note) = single(line.number, &line.text[at..end]) {
                self.notes.push(note);
                at = end;
            }
        }
    }
}

/// What stands behind `name: `, or on the line below `name`.
fn said<'t>(lines: &[Line<'t>], idx: usize, name: &str) -> Option<&'t str> {
    let rest = lines[idx].text.strip_prefix(name)?;
    let value = match rest.strip_prefix(':') {
        Some(value) => value,
        None if rest.trim().is_empty() => lines.get(idx + 1)?.text,
        None => return None,
    };
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// Reads the lines from `START` to in front of `END`; `None` where there is nothing.
fn block<'t>(lines: &[Line<'t>]) -> Option<Note<'t>> {
    let mut note = Note {
        line: lines[0].number,
        ..Note::default()
    };
    let is_text = |line: &Line| !line.text.trim().is_empty();
    let first = lines.iter().skip(1).position(is_text)? + 1;
    note.kind = lines[first].text.trim();
    let mut rest = &lines[first + 1..];
    while let Some((last, before)) = rest.split_last() {
        match (id(last.text), last.text.strip_prefix("Tags:")) {
            (Some(id), _) if note.id.is_none() => note.id = Some(id),
            (_, Some(tags)) if note.tags.is_empty() => note.tags = words(tags),
            _ if last.text.trim().is_empty() => (),
            _ => break,
        }
        rest = before;
    }
    let is_known = rest.iter().any(|line| known(line).is_some());
    let label = |line: &Line<'t>| match is_known || is_own(note.kind) {
        true => known(line),
        false => named(line),
    };
    let mut fields = vec![("", String::new())];
    for line in rest {
        let (name, text) = label(line).unwrap_or((last_name(&fields), line.text));
        put(&mut fields, name, text, "\n");
    }
    note.is_known = is_known;
    note.fields = tidied(fields);
    Some(note)
}

/// Reads what stands between `STARTI` and `ENDI`.
fn single(line: usize, text: &str) -> Option<Note<'_>> {
    let (kind, mut rest) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let (mut tags, mut number) = (Vec::new(), None);
    if let Some(at) = rest.find("ID: ") {
        number = id(&rest[at..]);
        rest = rest[..at].trim_end().trim_end_matches("<!--");
    }
    if let Some((before, behind)) = rest.split_once("Tags: ") {
        tags = words(behind);
        rest = before;
    }
    let mut fields = vec![("", String::new())];
    let mut is_known = false;
    for word in rest.split(' ') {
        let name = word.strip_suffix(':').filter(|name| FIELDS.contains(name));
        is_known |= name.is_some();
        match name {
            Some(name) => put(&mut fields, name, "", " "),
            None => {
                let name = last_name(&fields);
                put(&mut fields, name, word, " ");
            }
        }
    }
    Some(Note {
        line,
        kind: kind.trim(),
        fields: tidied(fields),
        tags,
        id: number,
        is_known,
    })
}

/// Reads `<!--ID: 1566052191670-->`, with or without the marks of a comment.
fn id(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let number = text.trim_start().strip_prefix("ID: ")?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    (0 < digits).then(|| &number[..digits])
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Whether the fields of a note type are known.
pub fn is_own(kind: &str) -> bool {
    kind == "Cloze" || kind == "Basic" || kind.starts_with("Basic (")
}

/// A known field that starts on the line, and its text.
fn known<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    named(line).filter(|(name, _)| FIELDS.contains(name))
}

/// Anything that may be a field, and its text.
fn named<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    let (name, text) = line.text.split_once(':').filter(|_| !line.verbatim)?;
    let is_name = name.starts_with(char::is_uppercase)
        && name.len() <= NAME_MAX
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || " _-".contains(c))
        && (text.is_empty() || text.starts_with(char::is_whitespace));
    is_name.then_some((name, text))
}

fn last_name<'t>(fields: &[(&'t str, String)]) -> &'t str {
    fields.last().map_or("", |(name, _)| name)
}

/// Adds a text to the last field, or to a new one.
fn put<'t>(fields: &mut Vec<(&'t str, String)>, name: &'t str, text: &str, between: &str) {
    match fields.last_mut().filter(|(last, _)| *last == name) {
        Some((_, held)) => {
            held.push_str(between);
            held.push_str(text);
        }
        None => fields.push((name, text.to_string())),
    }
}

/// The fields that hold something.
fn tidied<'t>(fields: Vec<(&'t str, String)>) -> Vec<(&'t str, String)> {
    let trimmed = |(name, text): (&'t str, String)| (name, text.trim().to_string());
    let fields = fields.into_iter().map(trimmed);
    fields.filter(|(_, text)| !text.is_empty()).collect()
}
