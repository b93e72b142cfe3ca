//! Pages and journals of Logseq: a block with `#card` asks, the blocks under it answer. So does a
//! bullet with `#flashcard` in an outline of another program.
//!
//! In comes one Markdown page; out come its cards, with the schedules that Logseq keeps in
//! properties. Backups, which hold the same cards again, are passed over.

mod note;
mod side;
#[cfg(test)]
mod tests;

use crate::deck::cloze::numbers;
use crate::import::draft::{Ask, Draft, Fault, Harvest, History, Standing};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options, UTC};
use crate::import::text::admit::{Luggage, admit, count_note};
use crate::import::text::bullets::{Block, below, list, read};
use crate::import::text::holes::{cleaned, finished, opened};
use crate::import::text::schedule::{UNREADABLE, before, count, day, days, ease};
use crate::import::text::vault::Vault;
use crate::import::text::wiki::Reader;
use crate::model::card::Part;
use note::{Note, is_card_name, words};
use side::Side;
use std::collections::HashMap;

const BACKUP: &str = "backups of Logseq, which hold cards again";
/// Where every graph has its pages: no level of their decks.
const PAGES: &str = "pages";
const PROPERTIES: &str = "properties of blocks";

/// So many tags of a card are read.
const TAGS_MAX: usize = 100;

/// Properties that say nothing of what a block teaches.
const OWN_PROPERTIES: &[&str] = &[
    "id",
    "collapsed",
    "tags",
    "deck",
    "title",
    "alias",
    "type",
    "icon",
    "public",
    "heading",
    "background-color",
    "created-at",
    "updated-at",
    "exclude-from-graph-view",
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
        let names = [&b"#card"[..], b"[[card]]", b"#flashcard", b"[[flashcard]]"];
        let is_tagged = names.iter().any(|name| holds(file.bytes, name)) || has(b"tags:: ");
        if is_backup(file.path) || !is_tagged {
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

/// Whether a mark stands somewhere, in small letters or capitals.
fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    let mut windows = bytes.windows(mark.len());
    windows.any(|window| window.eq_ignore_ascii_case(mark))
}

fn is_backup(path: &str) -> bool {
    let path = format!("/{path}");
    path.contains("/logseq/bak/") || path.contains("/logseq/.recycle/")
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
    deck_id: Option<String>,
    tags: Vec<&'t str>,
    vault: Vault<'t>,
}

impl<'p, 't> Page<'p, 't> {
    fn new(
        file: &'p File<'t>,
        options: &'p Options<'p>,
        blocks: &'p [Block<'t>],
        vault: Vault<'t>,
    ) -> Self {
        let notes = blocks.iter().enumerate().map(|(idx, block)| {
            let below = blocks.get(idx + 1);
            let is_above = below.is_some_and(|below| block.level < below.level);
            let hides = block.lines.iter().any(|line| line.contains("{{cloze "));
            Note::new(block, block.is_bullet && (is_above || hides))
        });
        let notes: Vec<Note> = notes.collect();
        let ids = notes.iter().enumerate();
        let ids = ids.filter_map(|(idx, note)| Some((note.value("id")?, idx)));
        // What stands first, and is nothing but properties, is said of the page.
        let head = notes.first().filter(|note| note.text.trim().is_empty());
        let of_page = |name: &str| head.and_then(|note| note.value(name));
        let (deck, deck_id) = deck(file, of_page("deck").or(of_page("title")));
        Page {
            file,
            options,
            blocks,
            by_id: ids.collect(),
            deck,
            deck_id,
            tags: of_page("tags").map_or(Vec::new(), |tags| words(tags).collect()),
            notes,
            vault,
        }
    }

    fn take(&self, idx: usize, harvest: &mut Harvest) {
        let (block, note) = (&self.blocks[idx], &self.notes[idx]);
        let mut draft = Draft {
            deck: self.deck.clone(),
            deck_id: self.deck_id.clone(),
            id: note.value("id").map(str::to_string),
            place: self.file.line(block.line),
            ..Draft::default()
        };
        if let Some(deck) = note.value("deck") {
            draft.deck = names(deck);
            draft.deck_id = None;
        }
        let below = below(self.blocks, idx);
        let levels = self.options.limits.nesting;
        let depth = below
            .clone()
            .map(|below| self.blocks[below].level - block.level)
            .max();
        if depth.is_some_and(|depth| levels < depth) {
            let what = format!("more than {levels} levels of blocks");
            harvest.refused.push(Fault::new(
                draft.place,
                what,
                "part it, or raise `--max-nesting`",
            ));
            return;
        }
        let footnotes = HashMap::new();
        let reader = Reader::new(&self.vault, &footnotes);
        let mut side = Side::new(&self.notes, &self.by_id, reader);
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
        let tags = side
            .reader
            .tags
            .iter()
            .map(String::as_str)
            .chain(own)
            .chain(self.tags.iter().copied());
        for tag in tags.filter(|tag| !is_card_name(tag)).take(TAGS_MAX) {
            if !draft.tags.iter().any(|held| held == tag) {
                draft.tags.push(tag.to_string());
            }
        }
        let mut luggage = side.reader.luggage;
        let is_other = |(name, _): &(&str, &str)| {
            !name.starts_with("card-")
                && !name.starts_with("logseq.")
                && !OWN_PROPERTIES.contains(name)
        };
        if note.properties.iter().any(is_other) {
            luggage.losses.push(PROPERTIES);
        }
        draft.history = history(note, &draft, self.options, &mut luggage);
        admit(draft, luggage, self.options, harvest);
    }
}

/// The decks of a page, and what stands for them in identities: what it says itself, or its
/// namespace, or its folders. Days of the journal are one deck.
fn deck(file: &File, said: Option<&str>) -> (Vec<String>, Option<String>) {
    if let Some(said) = said {
        return (names(said), None);
    }
    if format!("/{}", file.path).contains("/journals/") {
        return (vec!["journals".to_string()], None);
    }
    let name = file
        .stem()
        .replace("___", "/")
        .replace("%2F", "/")
        .replace("%2f", "/");
    let names = names(&name);
    match names.len() {
        0 | 1 => in_folders(file),
        _ => (names, None),
    }
}

/// Pages without a namespace are decks of one graph: a card that moves between them stays the same.
fn in_folders(file: &File) -> (Vec<String>, Option<String>) {
    let folders = file
        .path
        .rsplit_once('/')
        .map_or("", |(folders, _)| folders);
    let is_folder = |name: &&str| !matches!(*name, "" | ".");
    let folders: Vec<&str> = folders.split('/').filter(is_folder).collect();
    let id = folders.first().filter(|first| **first == PAGES);
    let levels = folders.iter().copied().filter(|folder| *folder != PAGES);
    let names = levels.chain([file.stem()]).map(str::to_string);
    (names.collect(), id.map(|id| id.to_string()))
}

fn names(name: &str) -> Vec<String> {
    let name = name.trim_start_matches("[[").trim_end_matches("]]");
    let names = name.split('/').flat_map(|name| name.split("::"));
    names
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_string)
        .collect()
}

fn unheaded(text: &str) -> &str {
    let rest = text.trim_start_matches('#');
    match rest.len() < text.len() && rest.starts_with(' ') {
        true => rest.trim_start(),
        false => text,
    }
}

fn history(
    note: &Note,
    draft: &Draft,
    options: &Options,
    luggage: &mut Luggage,
) -> Vec<(Part, History)> {
    let Some(interval) = note
        .value("card-last-interval")
        .filter(|_| options.progress)
    else {
        return Vec::new();
    };
    let value = |name: &str| note.value(name).unwrap_or_default();
    let due = day(value("card-next-schedule"), options);
    // An interval below 0 was forgotten: the card is due again at once.
    let interval = if interval.starts_with('-') {
        Some(0)
    } else {
        days(interval)
    };
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
