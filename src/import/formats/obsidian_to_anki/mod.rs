//! Notes of Obsidian with cards of its plugin "Obsidian_to_Anki": `START`, a note type, fields,
//! `END`; and `STARTI [Basic] … ENDI` on a line.
//!
//! In comes a Markdown note, out go the cards that Anki would make of Basic and Cloze notes; of a
//! note type of one's own the first field asks, and the others answer. Styles that are regular
//! expressions of a vault are other formats, or none.

mod note;
#[cfg(test)]
mod tests;

use crate::deck::cloze::numbers;
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options, UTC};
use crate::import::text::admit::{admit, count_note};
use crate::import::text::curly;
use crate::import::text::holes::{cleaned, finished, marked};
use crate::import::text::vault::Vault;
use crate::import::text::wiki::Reader;
use note::{Note, Sheet, is_own};
use std::collections::HashMap;

const FROZEN: &str = "text that `FROZEN` lines add to each note";

/// The format.
pub struct ObsidianToAnki;

impl Format for ObsidianToAnki {
    fn name(&self) -> &'static str {
        "obsidian-to-anki"
    }

    fn label(&self) -> &'static str {
        "Obsidian notes with START … END of the plugin Obsidian_to_Anki (.md)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let contains = |mark: &[u8]| file.bytes.windows(mark.len()).any(|window| window == mark);
        let starts = contains(b"START") || contains(b"%%ANKI");
        if !starts || !contains(b"END") {
            return Likeness::No;
        }
        let mut harvest = Harvest::default();
        let is_read = self.read(file, &Options::plain(&UTC), &mut harvest).is_ok();
        let text = file.text(None, &Options::plain(&UTC).limits);
        let (true, Ok(text)) = (is_read && !harvest.drafts.is_empty(), text) else {
            return Likeness::No;
        };
        // Pseudocode starts and ends so, too; note types and numbers of notes it has none.
        let notes = note::read(&text).notes;
        let is_theirs = |note: &Note| note.id.is_some() || is_own(note.kind);
        let n_likely = notes.iter().filter(|note| note.is_known).count();
        match notes.iter().any(is_theirs) {
            true => Likeness::Sure,
            false if n_likely == 0 => Likeness::No,
            false => Likeness::Cards(n_likely.min(harvest.drafts.len())),
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let text = cleaned(&text);
        let sheet = note::read(&text);
        let vault = Vault::new(file, &harvest.media);
        for note in &sheet.notes {
            count_note(file, options, harvest)?;
            take(note, &sheet, (file, &vault), options, harvest);
        }
        for line in &sheet.unended {
            count_note(file, options, harvest)?;
            let what = "the note has no end";
            let hint = "write a line `END` below it";
            let fault = Fault::new(file.line(*line), what, hint);
            harvest.refused.push(fault);
        }
        for line in &sheet.frozen {
            harvest.losses.add(FROZEN, file.line(*line));
        }
        Ok(())
    }
}

fn take(
    note: &Note,
    sheet: &Sheet,
    (file, vault): (&File, &Vault),
    options: &Options,
    harvest: &mut Harvest,
) {
    let footnotes = HashMap::new();
    let mut reader = Reader::new(vault, &footnotes);
    let names = sheet.deck.into_iter().flat_map(|deck| deck.split("::"));
    let mut draft = Draft {
        deck: names.map(|name| name.trim().to_string()).collect(),
        id: note.id.map(str::to_string),
        place: file.line(note.line),
        ..Draft::default()
    };
    let kind = note.kind.to_lowercase();
    match kind.contains("cloze") {
        true => cloze(note, &mut reader, &mut draft),
        false => sides(note, &kind, &mut reader, &mut draft),
    }
    let inside = reader.tags.iter().map(String::as_str);
    let tags = sheet.tags.iter().chain(&note.tags).copied().chain(inside);
    for tag in tags {
        if !draft.tags.iter().any(|held| held == tag) {
            draft.tags.push(tag.to_string());
        }
    }
    admit(draft, reader.luggage, options, harvest);
}

/// The first field hides; single brackets do so where there are no others.
fn cloze(note: &Note, reader: &mut Reader, draft: &mut Draft) {
    let (first, others) = match note.fields.split_first() {
        Some(((_, text), others)) => (text.as_str(), others),
        None => ("", &[][..]),
    };
    let text = match numbers(first).is_empty() {
        true => marked(first, &curly::holes(first)),
        false => first.to_string(),
    };
    draft.ask = Ask::Cloze;
    draft.answer = finished(&reader.side(&text));
    for (name, text) in others {
        let text = reader.side(text);
        match is_source(name) {
            true => draft.sources.push(text),
            false => draft.answer += &format!("\n\n{text}"),
        }
    }
}

fn is_source(name: &str) -> bool {
    matches!(name, "Reference" | "Source")
}

/// The first field asks, the second answers, what others say stands below by its name.
fn sides(note: &Note, kind: &str, reader: &mut Reader, draft: &mut Draft) {
    draft.reversed = kind.contains("revers") && !kind.contains("optional");
    let is_answer = |name: &str| matches!(name, "Back" | "Answer");
    for (name, text) in &note.fields {
        match *name {
            "Add Reverse" => draft.reversed = true,
            name if is_source(name) => draft.sources.push(reader.side(text)),
            name if draft.question.is_empty() && !is_answer(name) => {
                draft.question = reader.side(text);
            }
            _ if draft.answer.is_empty() => draft.answer = reader.side(text),
            name => draft.answer += &format!("\n\n**{name}:** {}", reader.side(text)),
        }
    }
    if kind.contains("type in") {
        draft.ask = Ask::Typed(vec![draft.answer.clone()]);
    }
}
