//! Pages and journals of Logseq: a block with `#card` asks, the blocks under it answer.
//!
//! In comes one Markdown page; out come its cards, with the schedules that Logseq keeps in
//! properties. Backups, which hold the same cards again, are passed over.

use super::admit::{Luggage, admit, count_note};
use super::bullets::{Block, below, list, read};
use super::draft::{Ask, Draft, Fault, Harvest, History, Standing};
use super::ends::Ends;
use super::file::File;
use super::format::{Format, Likeness, Options, UTC};
use super::holes::{Hole, cleaned, finished, marked, opened};
use super::markdown::is_in_code;
use super::schedule::{UNREADABLE, before, count, day, days, ease};
use super::vault::Vault;
use super::wiki::{Reader, tag_length};
use crate::deck::cloze::numbers;
use crate::model::card::Part;
use std::collections::HashMap;

const BACKUP: &str = "backups of Logseq, which hold cards again";
const NO_BLOCK: &str = "references to blocks of other pages are left as they are";
const PROPERTIES: &str = "properties of blocks";

/// So many tags of a card are read.
const TAGS_MAX: usize = 100;

/// Bytes that references to blocks may add to a card.
const REFERENCES_MAX: usize = 64 << 10;

/// Properties that say nothing of what a block teaches.
const OWN_PROPERTIES: &[&str] = &[
    "id", "collapsed", "tags", "deck", "title", "alias", "type", "icon", "public", "heading",
    "background-color", "created-at", "updated-at", "exclude-from-graph-view",
];

/// The format.
pub struct Logseq;

impl Format for Logseq {
    fn name(&self) -> &'static str {
        "logseq"
    }

    fn label(&self) -> &'static str {
        "Logseq pages with #card blocks (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let has = |mark: &[u8]| file.bytes.windows(mark.len()).any(|window| window == mark);
        if is_backup(file.path) || !(has(b"#card") || has(b"[[card]]") || has(b"tags:: ")) {
            return Likeness::No;
        }
        let mut harvest = Harvest::default();
        let is_read = self.read(file, &Options::plain(&UTC), &mut harvest).is_ok();
        match harvest.drafts.len() {
            0 => Likeness::No,
            _ if !is_read => Likeness::No,
            _ if has(b"card-last-interval:: ") => Likeness::Sure,
            count => Likeness::Cards(count),
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        if is_backup(file.path) {
            harvest.losses.add(BACKUP, file.path);
            return Ok(());
        }
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = cleaned(&text);
        let blocks = read(&text);
        let page = Page::new(file, options, &blocks, Vault::new(file, &harvest.media));
        for idx in 0..page.notes.len() {
            if page.notes[idx].is_card {
                count_note(file, options, harvest)?;
                page.take(idx, harvest);
            }
        }
        Ok(())
    }
}

fn is_backup(path: &str) -> bool {
    let path = format!("/{path}");
    path.contains("/logseq/bak/") || path.contains("/logseq/.recycle/")
}

/// A block, its text and its properties apart.
struct Note<'t> {
    text: String,
    properties: Vec<(&'t str, &'t str)>,
    is_card: bool,
}

impl<'t> Note<'t> {
    fn new(block: &Block<'t>) -> Note<'t> {
        let mut properties = Vec::new();
        let mut text: Vec<&str> = Vec::new();
        let mut fence = None;
        for line in &block.lines {
            let was_in_fence = fence.is_some();
            fence = match fence {
                Some(open) => Some(open).filter(|open| !super::markdown::closes(line, *open)),
                None => super::markdown::opens(line),
            };
            match property(line).filter(|_| !was_in_fence) {
                Some(found) => properties.push(found),
                None => text.push(line),
            }
        }
        let text = text.join("\n");
        let tagged = properties.iter().any(|(name, value)| *name == "tags" && words(value).any(|tag| tag == "card"));
        Note {
            is_card: tagged || card_tag(&text).is_some(),
            text,
            properties,
        }
    }

    fn value(&self, name: &str) -> Option<&'t str> {
        let found = self.properties.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }
}

/// Reads `key:: value`.
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once("::")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    (is_name && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// The words of a list of tags: `a, #b, [[c d]]`.
fn words(value: &str) -> impl Iterator<Item = &str> {
    let words = value.split(',').map(|word| word.trim().trim_start_matches('#'));
    words.map(|word| word.trim_start_matches("[[").trim_end_matches("]]")).filter(|word| !word.is_empty())
}

/// Where `#card` or `#[[card]]` stands, outside of code.
fn card_tag(text: &str) -> Option<std::ops::Range<usize>> {
    if !text.contains("#card") && !text.contains("#[[card]]") {
        return None;
    }
    let in_code = is_in_code(text);
    let found = text.match_indices('#').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length = match rest.starts_with("[[card]]") {
            true => "[[card]]".len(),
            false if rest.starts_with("card") && tag_length(rest) == "card".len() => "card".len(),
            false => return None,
        };
        let is_start = text[..at].chars().next_back().is_none_or(char::is_whitespace);
        (is_start && !in_code[at]).then_some(at..at + 1 + length)
    });
    found
}

/// One page.
struct Page<'p, 't> {
    file: &'p File<'t>,
    options: &'p Options<'p>,
    blocks: &'p [Block<'t>],
    notes: Vec<Note<'t>>,
    /// Blocks by their `id`.
    by_id: HashMap<&'t str, usize>,
    deck: Vec<String>,
    tags: Vec<&'t str>,
    vault: Vault<'t>,
}

impl<'p, 't> Page<'p, 't> {
    fn new(file: &'p File<'t>, options: &'p Options<'p>, blocks: &'p [Block<'t>], vault: Vault<'t>) -> Self {
        let notes: Vec<Note> = blocks.iter().map(Note::new).collect();
        let ids = notes.iter().enumerate();
        let ids = ids.filter_map(|(idx, note)| Some((note.value("id")?, idx)));
        // What stands first, and is nothing but properties, is said of the page.
        let head = notes.first().filter(|note| note.text.trim().is_empty());
        let of_page = |name: &str| head.and_then(|note| note.value(name));
        Page {
            file,
            options,
            blocks,
            by_id: ids.collect(),
            deck: deck(file, of_page("deck").or(of_page("title"))),
            tags: of_page("tags").map_or(Vec::new(), |tags| words(tags).collect()),
            notes,
            vault,
        }
    }

    fn take(&self, idx: usize, harvest: &mut Harvest) {
        let (block, note) = (&self.blocks[idx], &self.notes[idx]);
        let mut draft = Draft {
            deck: self.deck.clone(),
            id: note.value("id").map(str::to_string),
            place: self.file.line(block.line),
            ..Draft::default()
        };
        if let Some(deck) = note.value("deck") {
            draft.deck = names(deck);
        }
        let below = below(self.blocks, idx);
        let levels = self.options.limits.nesting;
        let depth = below.clone().map(|below| self.blocks[below].level - block.level).max();
        if depth.is_some_and(|depth| levels < depth) {
            let what = format!("more than {levels} levels of blocks");
            harvest.refused.push(Fault::new(draft.place, what, "part it, or raise `--max-nesting`"));
            return;
        }
        let footnotes = HashMap::new();
        let mut side = Side {
            page: self,
            reader: Reader::new(&self.vault, &footnotes),
            room: REFERENCES_MAX,
        };
        let text = side.text(note);
        let under: Vec<(usize, bool, String)> = below
            .map(|below| {
                let level = self.blocks[below].level - block.level - 1;
                let note = &self.notes[below];
                let is_numbered = note.value("logseq.order-list-type") == Some("number");
                (level, is_numbered, opened(&side.text(note)))
            })
            .filter(|(_, _, text)| !text.is_empty())
            .collect();
        let under = list(&under);
        let clozed = finished(&text);
        match numbers(&clozed).is_empty() {
            true => {
                draft.question = unheaded(&opened(&text)).to_string();
                draft.answer = under;
            }
            false => {
                draft.ask = Ask::Cloze;
                draft.answer = unheaded(&clozed).to_string();
                if !under.is_empty() {
                    draft.answer = format!("{}\n\n{under}", draft.answer);
                }
            }
        }
        let own = note.value("tags").into_iter().flat_map(words);
        let tags = side.reader.tags.iter().map(String::as_str).chain(own).chain(self.tags.iter().copied());
        for tag in tags.filter(|tag| *tag != "card").take(TAGS_MAX) {
            if !draft.tags.iter().any(|held| held == tag) {
                draft.tags.push(tag.to_string());
            }
        }
        let mut luggage = side.reader.luggage;
        let is_other = |(name, _): &(&str, &str)| {
            !name.starts_with("card-") && !name.starts_with("logseq.") && !OWN_PROPERTIES.contains(name)
        };
        if note.properties.iter().any(is_other) {
            luggage.losses.push(PROPERTIES);
        }
        draft.history = history(note, &draft, self.options, &mut luggage);
        admit(draft, luggage, self.options, harvest);
    }
}

/// The decks of a page: what it says itself, or its namespace. Days of the journal are one deck.
fn deck(file: &File, said: Option<&str>) -> Vec<String> {
    if let Some(said) = said {
        return names(said);
    }
    if format!("/{}", file.path).contains("/journals/") {
        return vec!["journals".to_string()];
    }
    let name = file.stem().replace("___", "/").replace("%2F", "/").replace("%2f", "/");
    let names = names(&name);
    // A page without a namespace is the deck itself.
    if names.len() < 2 { Vec::new() } else { names }
}

fn names(name: &str) -> Vec<String> {
    let name = name.trim_start_matches("[[").trim_end_matches("]]");
    let names = name.split('/').flat_map(|name| name.split("::"));
    names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_string).collect()
}

fn unheaded(text: &str) -> &str {
    let rest = text.trim_start_matches('#');
    match rest.len() < text.len() && rest.starts_with(' ') {
        true => rest.trim_start(),
        false => text,
    }
}

/// Reads the texts of one card.
struct Side<'s, 'p, 't> {
    page: &'s Page<'p, 't>,
    reader: Reader<'s, 't>,
    /// Bytes that references to blocks may still add.
    room: usize,
}

impl Side<'_, '_, '_> {
    /// The text of a block in Markdown, with its clozes still marked.
    fn text(&mut self, note: &Note) -> String {
        let text = self.without_tags(&note.text);
        let text = self.referred(&text);
        let text = marked(&text, &clozes(&text));
        self.reader.side(&text)
    }

    /// Takes out `#card`, and links to pages that stand behind it and at the end, as tags.
    fn without_tags(&mut self, text: &str) -> String {
        let mut text = text.to_string();
        if let Some(tag) = card_tag(&text) {
            let line_end = text[tag.end..].find('\n').map_or(text.len(), |found| tag.end + found);
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
                _ if rest.starts_with("{:") && text[..at].ends_with(')') => ends.on_line(at, "}").map(|end| end + 1),
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

    fn reference(&mut self, text: &str, at: usize, ends: &mut Ends, out: &mut String) -> Option<usize> {
        let end = ends.on_line(at, "))")?;
        let id = text.get(at + 2..end).filter(|id| id.len() == 36)?;
        let referred = self.page.by_id.get(id).map(|idx| self.page.notes[*idx].text.as_str());
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
        let (name, behind) = rest.trim_start_matches('#').strip_prefix("[[")?.split_once("]]")?;
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
        let end = end + text[end + 2..].bytes().take_while(|byte| *byte == b'}').count();
        if in_code[start] {
            continue;
        }
        let hidden = &text[inside..end];
        let hint = hidden.find("\\\\");
        holes.push(Hole {
            range: start..end + 2,
            hidden: inside..hint.map_or(end, |hint| inside + text[inside..inside + hint].trim_end().len()),
            hint: hint.map(|hint| hidden[hint + 2..].trim().to_string()),
            numbers: vec![1],
        });
        at = end + 2;
    }
    holes
}

fn history(note: &Note, draft: &Draft, options: &Options, luggage: &mut Luggage) -> Vec<(Part, History)> {
    let Some(interval) = note.value("card-last-interval").filter(|_| options.progress) else {
        return Vec::new();
    };
    let value = |name: &str| note.value(name).unwrap_or_default();
    let due = day(value("card-next-schedule"), options);
    // An interval below 0 was forgotten: the card is due again at once.
    let interval = if interval.starts_with('-') { Some(0) } else { days(interval) };
    let (Some(due), Some(interval)) = (due, interval) else {
        luggage.losses.push(UNREADABLE);
        return Vec::new();
    };
    let last_day = day(value("card-last-reviewed"), options);
    let standing = Standing {
        due: Some(due),
        last_day: last_day.or(Some(before(due, interval))),
        interval,
        ease: ease(value("card-ease-factor")),
        reps: count(value("card-repeats")),
        ..Standing::default()
    };
    let part = match draft.ask {
        Ask::Cloze => Part::Cloze(1),
        _ => Part::Whole,
    };
    let history = History {
        standing: Some(standing),
        ..History::default()
    };
    vec![(part, history)]
}

#[cfg(test)]
mod tests;
