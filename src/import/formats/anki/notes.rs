//! From notes to drafts.
//!
//! Notes and note types come in as the source has them, fields and templates in HTML. Out go drafts
//! in Markdown, refusals and losses. What a draft is, is decided by note type: the two cards of a
//! reversed note are one draft, as are the clozes of a cloze note; any other card is a draft of its
//! own. Where a note was written by retain, its card is taken from it as it was.

mod cards;
mod clozes;
mod desk;
mod own;

use super::template::{Item, Layout, parse};
use crate::import::draft::{Fault, Harvest, History};
use crate::import::format::Options;
use crate::import::limits::Limits;
use desk::Desk;
pub use desk::part_id;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// What notes of one kind have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteType {
    pub name: String,
    pub is_cloze: bool,
    pub fields: Vec<String>,
    pub templates: Vec<Template>,
    pub css: String,
}

/// How one card of a note is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub name: String,
    pub question: String,
    pub answer: String,
}

/// Names of a deck and those around it, outermost first: many notes share them.
pub type Names = Arc<[String]>;

/// One note.
#[derive(Clone, Debug, Default)]
pub struct Note {
    pub guid: String,
    /// As many as the note type has.
    pub fields: Vec<String>,
    pub tags: Vec<String>,
    /// As shown: `deck.apkg: note e+/O]%*qfk (HTTP)`.
    pub place: String,
    /// The cards that exist. `None`: the source has no cards of its own, so all that the templates
    /// make are meant.
    pub cards: Option<Vec<NoteCard>>,
    /// The deck, where `cards` is `None`.
    pub deck: Names,
}

/// One card of a note.
#[derive(Clone, Debug, Default)]
pub struct NoteCard {
    /// The template; of a cloze the number less 1.
    pub ord: u32,
    /// Its decks.
    pub deck: Names,
    pub history: Option<History>,
}

/// A note type whose templates have been read, to make drafts of any number of notes.
pub struct Recipe {
    kind: NoteType,
    /// By template; an error says in words what is wrong with one.
    sides: Vec<Result<Sides, String>>,
    /// There are two templates, and the second asks for what the first answers.
    is_exchange: bool,
    /// The field in which retain keeps its own card.
    own_field: Option<usize>,
}

/// Both sides of a card.
struct Sides {
    question: Layout,
    answer: Layout,
}

/// Adds what becomes of `note` to the harvest: drafts, refusals, losses. Counts it as one note.
///
/// Of many notes of one kind better make a `Recipe` once.
pub fn take(note: Note, kind: &NoteType, options: &Options, harvest: &mut Harvest) {
    Recipe::new(kind.clone(), &options.limits).take(note, options, harvest);
}

impl Recipe {
    /// Reads the templates of a note type.
    pub fn new(kind: NoteType, limits: &Limits) -> Recipe {
        let read = |template: &Template| sides(template, &kind.fields, limits.nesting);
        let sides: Vec<_> = kind.templates.iter().map(read).collect();
        Recipe {
            is_exchange: is_exchange(&sides),
            own_field: kind.fields.iter().position(|field| field == own::FIELD),
            sides,
            kind,
        }
    }

    /// Whether the note is the way back of a card whose own note stands before it.
    pub fn is_way_back(&self, note: &Note) -> bool {
        let field = self.own_field.and_then(|field| note.fields.get(field));
        let first = field.and_then(|text| text.split("<br").next());
        first.is_some_and(|key| key.trim().ends_with("/reversed"))
    }

    /// Adds what becomes of `note` to the harvest: drafts, refusals, losses. Counts it as one note.
    ///
    /// Returns the names of the files that its drafts refer to as `media/<name>`, composed (NFC) as
    /// the texts of cards will be.
    pub fn take(&self, note: Note, options: &Options, harvest: &mut Harvest) -> Vec<String> {
        harvest.n_notes += 1;
        let mut desk = Desk::new(&note, options, harvest);
        match self.checked(&note, &options.limits) {
            Err(fault) => desk.refuse(fault),
            Ok(()) if note.cards.as_ref().is_some_and(Vec::is_empty) && !options.all_cards => {
                desk.lose("notes without a card");
            }
            Ok(()) => self.cards(&mut desk),
        }
        let names = desk.media.iter();
        names.map(|name| name.nfc().collect()).collect()
    }

    fn cards(&self, desk: &mut Desk) {
        if let Some(field) = self.own_field
            && desk.takes_own(field, self.kind.is_cloze)
        {
            return;
        }
        match self.kind.is_cloze {
            true => clozes::make(self, desk),
            false => cards::make(self, desk),
        }
    }

    /// Says whether the note is one of this kind, and not too large.
    fn checked(&self, note: &Note, limits: &Limits) -> Result<(), Fault> {
        let (has, wants) = (note.fields.len(), self.kind.fields.len());
        if has != wants {
            let name = &self.kind.name;
            let what = format!("it has {has} fields, its note type `{name}` has {wants}");
            let hint = "run \"Check Database\" in Anki and export it again";
            return Err(Fault::new(&note.place, what, hint));
        }
        let limit = limits.field_bytes;
        let long = note.fields.iter().position(|field| limit < field.len());
        if let Some(idx) = long {
            let (name, bytes) = (&self.kind.fields[idx], note.fields[idx].len());
            let what = format!(
                "field `{name}` of note `{}` has {bytes} bytes, at most {limit} are read",
                note.guid
            );
            let hint = "shorten it, or raise `--max-field`";
            return Err(Fault::new(&note.place, what, hint));
        }
        Ok(())
    }

    /// The sides of a template, or why it makes no card.
    fn sides_of(&self, ord: usize, place: &str) -> Result<&Sides, Fault> {
        let name = &self.kind.name;
        match self.sides.get(ord) {
            Some(Ok(sides)) => Ok(sides),
            Some(Err(what)) => {
                let template = &self.kind.templates[ord].name;
                let what = format!("template `{template}` of note type `{name}`: {what}");
                Err(Fault::new(place, what, "mend it in Anki"))
            }
            None => {
                let what = format!("note type `{name}` has no template {}", ord + 1);
                let hint = "run \"Check Database\" in Anki and export it again";
                Err(Fault::new(place, what, hint))
            }
        }
    }
}

fn sides(template: &Template, fields: &[String], nesting: usize) -> Result<Sides, String> {
    Ok(Sides {
        question: parse(&template.question, fields, nesting)?,
        answer: parse(&template.answer, fields, nesting)?,
    })
}

/// Whether the second of two templates asks for what the first answers, and the other way round.
fn is_exchange(sides: &[Result<Sides, String>]) -> bool {
    let [Ok(first), Ok(second)] = sides else {
        return false;
    };
    let shown = |sides: &Sides| -> (Vec<Item>, Vec<Item>) {
        let question = sides.question.items(None);
        (question, sides.answer.items(Some(&sides.question)))
    };
    let (question, answer) = shown(first);
    let has_typed = first.question.has_typed() || second.question.has_typed();
    !has_typed && !question.is_empty() && (answer, question) == shown(second)
}

#[cfg(test)]
mod tests;
