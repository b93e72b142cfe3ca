//! Notes of Obsidian with cards of its plugin "Spaced Repetition".
//!
//! In comes a Markdown note, and the plugin's settings where they stand beside it; out come cards
//! of two sides and clozes, in the decks that tags or folders name. A note takes part if it has a
//! deck tag, or if folders are decks. What the plugin would take for a card though it is code or
//! mathematics is counted, and left out.

mod cloze;
pub mod false_card;
mod front;
mod guess;
mod note;
mod schedule;
mod settings;
#[cfg(test)]
mod tests;

use crate::import::draft::{Ask, Draft, Fault, Harvest, History};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options, UTC};
use crate::import::text::admit::{Luggage, admit, count_note};
use crate::import::text::dialect::page::heading_of;
use crate::import::text::holes::{Hole, cleaned, finished, marked};
use crate::import::text::schedule::UNREADABLE;
use crate::import::text::vault::Vault;
use crate::import::text::wiki::Reader;
use crate::model::card::Part;
use note::{Card, Note, Shape};
use settings::Settings;

const FALSE_CARDS: &str = "lines with `::` that are code, mathematics or an address, not cards";
const NO_DECK_TAG: &str = "cards in notes without a deck tag";
const BARE_SEPARATORS: &str = "separators with no question above them";
const STRANGERS: &str = "schedules of cards that are written in a way of the vault's own: import the vault with its folder .obsidian";
const OVERLAPS: &str = "what clozes hide on other cards is shown there";

/// So many tags of a card, its block and its note are read.
const TAGS_MAX: usize = 100;

/// The format.
pub struct Obsidian;

impl Format for Obsidian {
    fn name(&self) -> &'static str {
        "obsidian"
    }

    fn label(&self) -> &'static str {
        "Obsidian notes with cards of the plugin Spaced Repetition (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let mut harvest = Harvest::default();
        let has_sign = has_sign(file);
        // The plugin's schedules are the one mark that no other program writes.
        let options = Options {
            progress: true,
            ..Options::plain(&UTC)
        };
        match has_sign && self.read(file, &options, &mut harvest).is_ok() {
            false => Likeness::No,
            true if harvest.drafts.is_empty() => Likeness::No,
            true if harvest.drafts.iter().any(|draft| !draft.history.is_empty()) => Likeness::Sure,
            true => Likeness::Cards(harvest.drafts.len()),
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = cleaned(&text);
        let mut settings = Settings::of(file);
        let mut note = note::read(&text, &settings);
        if settings.vault.is_none() && guess::separators(&note, &mut settings) {
            note = note::read(&text, &settings);
        }
        for stranger in &note.strangers {
            harvest.losses.add(STRANGERS, file.line(stranger.line));
        }
        for line in &note.false_cards {
            count_note(file, options, harvest)?;
            harvest.losses.add(FALSE_CARDS, file.line(*line));
        }
        let takes_part = settings.vault.is_none() || has_deck(&note, &settings);
        for line in &note.bare_separators {
            count_note(file, options, harvest)?;
            let what = if takes_part {
                BARE_SEPARATORS
            } else {
                NO_DECK_TAG
            };
            harvest.losses.add(what, file.line(*line));
        }
        let vault = Vault::new(file, &harvest.media);
        for card in &note.cards {
            count_note(file, options, harvest)?;
            match takes_part {
                true => take(card, &note, (file, &vault, &settings), options, harvest),
                false => harvest.losses.add(NO_DECK_TAG, file.line(card.line)),
            }
        }
        Ok(())
    }
}

/// Whether something in the file, or beside it, says that its colons may be the plugin's.
fn has_sign(file: &File) -> bool {
    if contains(file.bytes, b"<!--SR:!") {
        return true;
    }
    let settings = Settings::of(file);
    let Ok(text) = file.text(None, &crate::import::limits::Limits::default()) else {
        return false;
    };
    has_deck(&note::read(&text, &settings), &settings)
}

fn has_deck(note: &Note, settings: &Settings) -> bool {
    let in_front = note.front_tags.iter().any(|tag| settings.is_deck(tag));
    settings.folders_are_decks || in_front || note.first_tag.is_some()
}

/// What `==…==` hides in a text.
pub fn highlights(text: &str) -> Vec<Hole> {
    cloze::find(text, &[cloze::Pattern::highlight()]).holes
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn take(
    card: &Card,
    note: &Note,
    (file, vault, settings): (&File, &Vault, &Settings),
    options: &Options,
    harvest: &mut Harvest,
) {
    let mut reader = Reader::new(vault, &note.footnotes);
    let mut draft = Draft {
        place: file.line(card.line),
        ..Draft::default()
    };
    match card.shape {
        Shape::Cloze => {
            let found = cloze::find(&card.front, &settings.patterns);
            if found.has_overlaps {
                reader.luggage.losses.push(OVERLAPS);
            }
            draft.ask = Ask::Cloze;
            draft.answer = finished(&reader.side(&marked(&card.front, &found.holes)));
        }
        Shape::Single { reversed } => {
            draft.reversed = reversed;
            draft.question = reader.side(unlisted(&card.front));
            draft.answer = reader.side(card.back.trim_start());
        }
        Shape::Multi { reversed } => {
            draft.reversed = reversed;
            draft.question = question(&card.front, &mut draft.tags, &mut reader);
            if !draft.question.contains('\n') {
                draft.question = unlisted(&draft.question).to_string();
            }
            draft.answer = reader.side(&card.back);
        }
    }
    draft.id = reader.block_id.take();
    place_in_deck(
        &mut draft,
        card,
        note,
        settings,
        file,
        std::mem::take(&mut reader.tags),
    );
    draft.history = history(card, &draft, options, &mut reader.luggage);
    if let Some(side) = lone_missing(&draft) {
        let what = format!("the {side} is only a file that is not there");
        let hint = "import the folder that holds it, or pass `--skip-bad`";
        harvest.refused.push(Fault::new(draft.place, what, hint));
        return;
    }
    admit(draft, reader.luggage, options, harvest);
}

/// What asks of the lines above a separator. A heading there says what the question is about, unless
/// it asks itself.
fn question(front: &str, tags: &mut Vec<String>, reader: &mut Reader) -> String {
    let mut rest = front;
    while let Some((first, below)) = rest.split_once('\n') {
        let Some(heading) = heading_of(first).filter(|_| !below.trim().is_empty()) else {
            break;
        };
        let title = reader.side(heading.text);
        if title.ends_with(['?', '？']) {
            return format!("{title}\n\n{}", reader.side(below));
        }
        tags.extend(Some(title).filter(|title| !title.is_empty()));
        rest = below;
    }
    reader.side(rest)
}

/// A question without the mark of a list item, quote or heading in front of it.
pub fn unlisted(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['>', ' ']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = match line.as_bytes() {
        [b'-' | b'*' | b'+', b' ', ..] => &line[2..],
        _ if 0 < digits && line[digits..].starts_with(". ") => &line[digits + 2..],
        _ if 0 < hashes && line[hashes..].starts_with(' ') => &line[hashes + 1..],
        _ => return line,
    };
    let rest = rest.trim_start();
    ["[ ] ", "[x] "]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .unwrap_or(rest)
}

/// The card's own tag, one above it in its block, the last that stands alone above it, the front
/// matter's, or the first of the note; where folders are decks, the folder.
fn place_in_deck(
    draft: &mut Draft,
    card: &Card,
    note: &Note,
    settings: &Settings,
    file: &File,
    inside: Vec<String>,
) {
    let is_deck = |tag: &&str| settings.is_deck(tag);
    let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
    let n_above = note
        .tag_lines
        .partition_point(|(line, _)| *line < card.line);
    let above = n_above.checked_sub(1).map(|idx| note.tag_lines[idx]);
    let in_front = note.front_tags.iter().map(String::as_str).find(is_deck);
    let deck = inside
        .iter()
        .copied()
        .find(is_deck)
        .or_else(|| card.block_tags.iter().copied().find(is_deck))
        .or(above.map(|(_, tag)| tag))
        .or(in_front)
        .or(note.first_tag);
    let in_front = note.front_tags.iter().map(String::as_str);
    let in_front = in_front.filter(|tag| !settings.is_deck(tag));
    let tags = inside
        .iter()
        .chain(&card.block_tags)
        .copied()
        .chain(in_front);
    for tag in tags.take(TAGS_MAX) {
        let name = match settings.is_deck(tag) {
            true => settings.deck(tag).join("/"),
            false => tag.to_string(),
        };
        if Some(tag) != deck && !name.is_empty() && !draft.tags.contains(&name) {
            draft.tags.push(name);
        }
    }
    draft.deck = match settings.folders_are_decks {
        true => folders(file, settings),
        false => deck.map_or(Vec::new(), |tag| settings.deck(tag)),
    };
}

fn folders(file: &File, settings: &Settings) -> Vec<String> {
    let vault = settings.vault.as_deref().unwrap_or_default();
    let path = file.path.strip_prefix(vault).unwrap_or(file.path);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder
        .split('/')
        .filter(|name| !name.is_empty())
        .map(str::to_string)
        .collect()
}

fn history(
    card: &Card,
    draft: &Draft,
    options: &Options,
    luggage: &mut Luggage,
) -> Vec<(Part, History)> {
    let Some(comment) = card.schedule.filter(|_| options.progress) else {
        return Vec::new();
    };
    let parts = draft.parts();
    let (histories, is_whole) = schedule::histories(comment, options);
    if !is_whole {
        luggage.losses.push(UNREADABLE);
    }
    let known = parts.into_iter().zip(histories);
    known
        .filter_map(|(part, history)| Some((part, history?)))
        .collect()
}

/// Which side has nothing but the name of a file that is not there.
fn lone_missing(draft: &Draft) -> Option<&'static str> {
    let is_lone = |side: &str| {
        side.starts_with("*missing: ") && side.ends_with('*') && side.matches('*').count() == 2
    };
    if is_lone(&draft.question) {
        return Some("question");
    }
    is_lone(&draft.answer).then_some("answer")
}
