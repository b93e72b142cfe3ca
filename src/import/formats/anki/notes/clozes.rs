//! Drafts of cloze notes: one for all numbers, or one for each where the deck format cannot hold
//! them together.

use super::cards::tell_losses;
use super::desk::{Desk, cloze_part, histories};
use super::{NoteCard, Recipe, Sides};
use crate::deck::cloze::{CLOZES_MAX, clozes, numbers};
use crate::import::draft::{Ask, Draft, Fault};
use crate::import::formats::anki::cloze::{self, Marks};
use crate::import::formats::anki::template::{Clozes, Frame, Scene, Shown, Words};
use crate::import::text::html::Side;
use std::collections::BTreeSet;

/// What a note says besides its text goes below the answer, unless it is one line of so many
/// characters: then it is the reason.
const WHY_MAX: usize = 200;

/// Makes the cards of a cloze note.
pub fn make(recipe: &Recipe, desk: &mut Desk) {
    if let Err(fault) = try_make(recipe, desk) {
        desk.refuse(fault);
    }
}

fn try_make(recipe: &Recipe, desk: &mut Desk) -> Result<(), Fault> {
    let sides = recipe.sides_of(0, &desk.note.place)?;
    tell_losses(sides, desk);
    let fields = sides.question.cloze_fields();
    let note = desk.note;
    let marks: Vec<Marks> = fields
        .iter()
        .map(|idx| cloze::parse(&note.fields[*idx]))
        .collect();
    checked(&marks, desk)?;
    let cards = kept(&marks, desk)?;
    let text = Text {
        recipe,
        sides,
        fields: &fields,
    };
    let all: BTreeSet<u32> = cards.iter().map(|card| card.ord + 1).collect();
    let is_kept = |number: u16| all.contains(&u32::from(number));
    let asks_number = sides.question.asks_number || sides.answer.asks_number;
    let is_many = CLOZES_MAX < marks.iter().map(Marks::count).sum();
    if !asks_number && !is_many && !marks.iter().any(|marks| marks.is_nested(&is_kept)) {
        text.give(desk, None, &cards, &is_kept);
        return Ok(());
    }
    for card in &cards {
        let number = card.ord + 1;
        let part = u16::try_from(number).ok().map(cloze::part);
        let is_kept = |other: u16| u32::from(other) == number;
        text.give(desk, part, std::slice::from_ref(card), &is_kept);
    }
    Ok(())
}

/// Says what is wrong with the clozes of a note.
fn checked(marks: &[Marks], desk: &mut Desk) -> Result<(), Fault> {
    let count: usize = marks.iter().map(Marks::count).sum();
    let limit = desk.options.limits.clozes;
    if limit < count {
        let what = format!("it has {count} clozes, at most {limit} are read");
        return Err(desk.fault(what, "part it, or raise `--max-clozes`"));
    }
    let told: BTreeSet<&str> = marks.iter().flat_map(Marks::losses).collect();
    for what in told {
        desk.lose(what);
    }
    Ok(())
}

/// The cards that have a cloze in the text.
fn kept(marks: &[Marks], desk: &mut Desk) -> Result<Vec<NoteCard>, Fault> {
    let numbers: BTreeSet<u16> = marks.iter().flat_map(Marks::numbers).collect();
    if numbers.is_empty() {
        let hint = "mark what it hides with `{{c1::…}}`, or give it another note type";
        return Err(desk.fault("no cloze is in it", hint));
    }
    let mut cards = desk.wanted(numbers.iter().map(|number| u32::from(*number) - 1));
    let n_wanted = cards.len();
    cards.retain(|card| number_of(card).is_some_and(|number| numbers.contains(&number)));
    if cards.len() < n_wanted {
        desk.lose("cards whose cloze is no longer in the text");
    }
    add_siblings(&mut cards, marks);
    if cards.len() < numbers.len() {
        desk.lose("clozes without a card are text");
    }
    Ok(cards)
}

fn number_of(card: &NoteCard) -> Option<u16> {
    card.ord.checked_add(1).and_then(|n| u16::try_from(n).ok())
}

/// Adds the cards that `{{c1,2,3::x}}` makes besides the first: not every program that writes
/// packages knows that it makes several.
fn add_siblings(cards: &mut Vec<NoteCard>, marks: &[Marks]) {
    let wanted: BTreeSet<u16> = cards.iter().filter_map(number_of).collect();
    let is_wanted = |number: u16| wanted.contains(&number);
    let Some(deck) = cards.first().map(|card| card.deck.clone()) else {
        return;
    };
    let beside: BTreeSet<u16> = marks
        .iter()
        .flat_map(|marks| marks.beside(&is_wanted))
        .collect();
    cards.extend(beside.difference(&wanted).map(|number| NoteCard {
        ord: u32::from(*number) - 1,
        deck: deck.clone(),
        history: None,
    }));
    cards.sort_by_key(|card| card.ord);
}

/// What all drafts of a note are made from.
struct Text<'t> {
    recipe: &'t Recipe,
    sides: &'t Sides,
    /// Those that are shown by way of `cloze:`.
    fields: &'t [usize],
}

/// The sides of a cloze note, taken apart.
struct Parts {
    /// What is shown besides the text.
    above: Shown,
    text: Shown,
    /// What only the answer has.
    below: Shown,
}

impl Text<'_> {
    fn give(
        &self,
        desk: &mut Desk,
        part: Option<String>,
        cards: &[NoteCard],
        keep: &dyn Fn(u16) -> bool,
    ) {
        match self.draft(desk, part, cards, keep) {
            Ok(draft) => desk.give(draft),
            Err(fault) => desk.refuse(fault),
        }
    }

    fn draft(
        &self,
        desk: &mut Desk,
        part: Option<String>,
        cards: &[NoteCard],
        keep: &dyn Fn(u16) -> bool,
    ) -> Result<Draft, Fault> {
        let deck = desk.deck_of(&cards.iter().collect::<Vec<_>>());
        let parts = self.parts(desk, &deck, cards, keep);
        let parts = parts.map_err(|what| desk.fault(what, ""))?;
        let mut draft = Draft {
            ask: Ask::Cloze,
            answer: desk.markdown(&parts.text.html, Side::Back, true)?,
            hint: desk.aside(&parts.above.hints)?,
            history: histories(cards, cloze_part),
            ..desk.draft(part, &deck)
        };
        well_formed(&draft.answer, cards, desk)?;
        if !parts.above.fields.is_empty() {
            draft.question = desk.markdown(&parts.above.html, Side::Front, false)?;
        }
        if !parts.below.fields.is_empty() {
            let below = desk.markdown(parts.below.behind_question(), Side::Back, false)?;
            add(&mut draft, below);
        }
        Ok(draft)
    }

    fn parts(
        &self,
        desk: &Desk,
        deck: &[String],
        cards: &[NoteCard],
        keep: &dyn Fn(u16) -> bool,
    ) -> Result<Parts, String> {
        let number = cards
            .first()
            .and_then(|card| u16::try_from(card.ord + 1).ok());
        let front = Scene {
            fields: &desk.note.fields,
            frame: Frame {
                tags: &desk.note.tags,
                note_type: &self.recipe.kind.name,
                deck,
                card: &self.recipe.kind.templates[0].name,
            },
            is_front: true,
            number: number.unwrap_or(0),
            clozes: Clozes::Text,
            left_out: self.fields,
            words: Words::All,
            limit: desk.side_limit(),
        };
        let above = self.sides.question.render(&front)?;
        let others: Vec<usize> = (0..desk.note.fields.len())
            .filter(|field| !self.fields.contains(field))
            .collect();
        let words = match above.fields.is_empty() {
            true => Words::All,
            false => Words::Tags,
        };
        let text = self.sides.question.render(&Scene {
            clozes: Clozes::Marks(keep),
            left_out: &others,
            words,
            ..front
        })?;
        let shown: Vec<usize> = self.fields.iter().chain(&above.fields).copied().collect();
        let below = self.sides.answer.render(&Scene {
            is_front: false,
            left_out: &shown,
            ..front
        })?;
        Ok(Parts { above, text, below })
    }
}

/// Says whether the clozes came through: a cloze of the deck format ends in its paragraph.
fn well_formed(answer: &str, cards: &[NoteCard], desk: &Desk) -> Result<(), Fault> {
    let found = numbers(answer);
    let lost = cards.iter().map(|card| card.ord + 1).find(|number| {
        let is_found = |found: &u16| u32::from(*found) == *number;
        !found.iter().any(is_found)
    });
    match lost {
        Some(number) => Err(desk.fault(
            format!("cloze {number} cannot be written in one paragraph"),
            "part it into clozes of one paragraph each",
        )),
        None if CLOZES_MAX < clozes(answer).len() => {
            Err(desk.fault("it has too many clozes", "part it"))
        }
        None => Ok(()),
    }
}

/// Adds what only the answer shows.
fn add(draft: &mut Draft, below: String) {
    let is_plain = !below.contains('\n') && !below.starts_with(['#', '>', '|', '!', '$']);
    match is_plain && below.chars().count() <= WHY_MAX {
        true if below.is_empty() => (),
        true => draft.why = Some(below),
        false => draft.answer += &format!("\n\n{below}"),
    }
}
