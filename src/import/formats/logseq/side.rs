//! The text of a block of Logseq as Markdown: what stands for pages, blocks and clozes.

use super::note::{Note, card_tag};
use crate::import::text::ends::Ends;
use crate::import::text::holes::{Hole, marked};
use crate::import::text::markdown::is_in_code;
use crate::import::text::wiki::Reader;
use std::collections::HashMap;

const NO_BLOCK: &str = "references to blocks of other pages are left as they are";

/// Bytes that references to blocks may add to a card.
const REFERENCES_MAX: usize = 64 << 10;

/// Reads the texts of one card.
pub struct Side<'s, 't> {
    notes: &'s [Note<'t>],
    by_id: &'s HashMap<&'t str, usize>,
    pub reader: Reader<'s, 't>,
    /// Bytes that references to blocks may still add.
    room: usize,
}

impl<'s, 't> Side<'s, 't> {
    /// `by_id` says which of `notes` an id names.
    pub fn new(
        notes: &'s [Note<'t>],
        by_id: &'s HashMap<&'t str, usize>,
        reader: Reader<'s, 't>,
    ) -> Self {
        Side {
            notes,
            by_id,
            reader,
            room: REFERENCES_MAX,
        }
    }

    /// The text of a block in Markdown, with its clozes still marked.
    pub fn text(&mut self, note: &Note) -> String {
        let text = self.without_tags(&note.text);
        let text = self.referred(&text);
        let text = marked(&text, &clozes(&text));
        self.reader.side(&text)
    }

    /// Takes out `#card`, and links to pages that stand behind it and at the end, as tags.
    fn without_tags(&mut self, text: &str) -> String {
        let mut text = text.to_string();
        if let Some(tag) = card_tag(&text) {
            let line_end = text[tag.end..]
                .find('\n')
                .map_or(text.len(), |found| tag.end + found);
            let behind = text[tag.end..line_end].to_string();
            let links = page_links(&behind);
            let end = if links.is_some() { line_end } else { tag.end };
            self.reader.tags.extend(links.unwrap_or_default());
            text.replace_range(tag.start..end, "");
            let first = text.split('\n').next().map_or(0, str::len);
            let trimmed = text[..first].trim().to_string();
            text.replace_range(..first, &trimmed);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, from)) = rest.split_once("#[[") {
            let Some((tag, behind)) = from.split_once("]]") else {
                break;
            };
            out.push_str(before);
            self.reader.tags.push(tag.to_string());
            rest = behind;
        }
        out + rest
    }

    /// Puts the text of blocks in the place of `((id))`; takes out sizes of pictures.
    fn referred(&mut self, text: &str) -> String {
        if !text.contains("((") && !text.contains("{:") && !text.contains("^^") {
            return text.to_string();
        }
        let in_code = is_in_code(text);
        let mut ends = Ends::new(text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let end = match () {
                _ if in_code[at] => None,
                _ if rest.starts_with("((") => self.reference(text, at, &mut ends, &mut out),
                _ if rest.starts_with("{:") && text[..at].ends_with(')') => {
                    ends.on_line(at, "}").map(|end| end + 1)
                }
                _ if rest.starts_with("^^") => {
                    out.push_str("==");
                    Some(at + 2)
                }
                _ => None,
            };
            at = end.unwrap_or_else(|| {
                out.push(c);
                at + c.len_utf8()
            });
        }
        out
    }

    fn reference(
        &mut self,
        text: &str,
        at: usize,
        ends: &mut Ends,
        out: &mut String,
    ) -> Option<usize> {
        let end = ends.on_line(at, "))")?;
        let id = text.get(at + 2..end).filter(|id| id.len() == 36)?;
        let referred = self.by_id.get(id).map(|idx| self.notes[*idx].text.as_str());
        match referred.filter(|text| text.len() <= self.room) {
            Some(text) => {
                self.room -= text.len();
                out.push_str(&text.replace('\n', " "));
            }
            None => {
                self.reader.luggage.losses.push(NO_BLOCK);
                out.push_str(&text[at..end + 2]);
            }
        }
        Some(end + 2)
    }
}

/// The names in a line of nothing but links to pages; `None` where there is other text, or nothing.
fn page_links(line: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (name, behind) = rest
            .trim_start_matches('#')
            .strip_prefix("[[")?
            .split_once("]]")?;
        names.push(name.to_string());
        rest = behind.trim_start();
    }
    (!names.is_empty()).then_some(names)
}

/// `{{cloze hidden}}` and `{{cloze hidden \\ hint}}`: Logseq hides all of a block at once.
fn clozes(text: &str) -> Vec<Hole> {
    const OPEN: &str = "{{cloze ";
    let in_code = is_in_code(text);
    let mut ends = Ends::new(text);
    let (mut at, mut holes) = (0, Vec::new());
    while let Some(start) = ends.find(at, OPEN) {
        let inside = start + OPEN.len();
        at = inside;
        let Some(end) = ends.find(inside, "}}") else {
            break;
        };
        // Braces of the hidden text itself stand in front of the closing ones.
        let end = end
            + text[end + 2..]
                .bytes()
                .take_while(|byte| *byte == b'}')
                .count();
        if in_code[start] {
            continue;
        }
        let hidden = &text[inside..end];
        let hint = hidden.find("\\\\");
        holes.push(Hole {
            range: start..end + 2,
            hidden: inside..hint.map_or(end, |hint| {
                inside + text[inside..inside + hint].trim_end().len()
            }),
            hint: hint.map(|hint| hidden[hint + 2..].trim().to_string()),
            numbers: vec![1],
        });
        at = end + 2;
    }
    holes
}
