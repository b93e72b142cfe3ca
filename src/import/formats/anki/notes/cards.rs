//! Drafts of notes whose cards are made by template.

use super::desk::{Desk, histories};
use super::{NoteCard, Recipe, Sides};
use crate::import::draft::{Ask, Draft, Fault};
use crate::import::formats::anki::template::{Clozes, Frame, Scene, Shown, Words};
use crate::import::text::html::Side;
use crate::model::card::Part;

/// What a learner types at the most, in characters: the deck format takes no longer one.
const TYPED_MAX: usize = 200;

/// Makes the cards of a note.
pub fn make(recipe: &Recipe, desk: &mut Desk) {
    let made = made(recipe, desk);
    let wanted = desk.wanted(made);
    if wanted.is_empty() {
        desk.lose("notes without a card");
    }
    if recipe.is_exchange
        && let [first, second, ..] = &wanted[..]
        && (first.ord, second.ord) == (0, 1)
    {
        return exchange(recipe, desk, &wanted[..2]);
    }
    for card in &wanted {
        let part = match card.ord {
            0 => None,
            ord => Some(format!("t{}", u64::from(ord) + 1)),
        };
        let draft = desk.draft(part, &card.deck);
        let is_whole = |_| Some(Part::Whole);
        let history = histories(std::slice::from_ref(card), is_whole);
        give(recipe, desk, card, Draft { history, ..draft });
    }
}

/// One draft for two cards that ask for each other.
fn exchange(recipe: &Recipe, desk: &mut Desk, cards: &[NoteCard]) {
    let deck = desk.deck_of(&cards.iter().collect::<Vec<_>>());
    let part = |ord| {
        Some(if ord == 0 {
            Part::Whole
        } else {
            Part::Reversed
        })
    };
    let draft = Draft {
        reversed: true,
        history: histories(cards, part),
        ..desk.draft(None, &deck)
    };
    give(recipe, desk, &cards[0], draft);
}

fn give(recipe: &Recipe, desk: &mut Desk, card: &NoteCard, draft: Draft) {
    match filled(recipe, desk, card, draft) {
        Ok(Some(draft)) => desk.give(draft),
        Ok(None) => (),
        Err(fault) => desk.refuse(fault),
    }
}

/// The templates that make a card of the note.
fn made(recipe: &Recipe, desk: &Desk) -> Vec<u32> {
    if desk.note.cards.is_some() && !desk.options.all_cards {
        return Vec::new();
    }
    // A template with a fault counts, so that its fault is told.
    let makes = |ord: &usize| match &recipe.sides[*ord] {
        Ok(sides) => {
            let card = NoteCard {
                deck: desk.note.deck.clone(),
                ..NoteCard::default()
            };
            let front = sides
                .question
                .render(&scene(recipe, desk, &card, *ord, true, &[]));
            front.map_or(true, |front| front.makes_card)
        }
        Err(_) => true,
    };
    let ords = (0..recipe.sides.len()).filter(makes);
    ords.filter_map(|ord| u32::try_from(ord).ok()).collect()
}

/// Fills in what a card shows; nothing where it has no question.
fn filled(
    recipe: &Recipe,
    desk: &mut Desk,
    card: &NoteCard,
    draft: Draft,
) -> Result<Option<Draft>, Fault> {
    let ord = usize::try_from(card.ord).unwrap_or(usize::MAX);
    let sides = recipe.sides_of(ord, &desk.note.place)?;
    tell_losses(sides, desk);
    let in_words = |what: String| desk.fault(what, "");
    let front = sides
        .question
        .render(&scene(recipe, desk, card, ord, true, &[]))
        .map_err(in_words)?;
    let back = back(recipe, desk, card, ord, &front).map_err(in_words)?;
    let question = desk.markdown(&front.html, Side::Front, false)?;
    let question = labelled(question, sides.question.label());
    if question.is_empty() {
        desk.lose(match front.makes_card {
            true => "cards that need a picture or a script",
            false => "cards without a question",
        });
        return Ok(None);
    }
    let answer = desk.markdown(back.behind_question(), Side::Back, false)?;
    Ok(Some(Draft {
        question,
        answer,
        hint: desk.aside(&front.hints)?,
        ask: asked(desk, front.typed),
        ..draft
    }))
}

/// Puts a label of the template on the line of the field below it. Alone it would become the heading
/// of all cards of its kind: `Country`, where `Country: England` is asked.
pub fn labelled(question: String, label: Option<String>) -> String {
    let rest = label
        .as_ref()
        .and_then(|label| question.strip_prefix(label.as_str()))
        .and_then(|rest| rest.strip_prefix("\\\n"));
    match (label, rest) {
        (Some(label), Some(rest)) if label.ends_with([':', '?', '.', '!']) => {
            format!("{label} {rest}")
        }
        (Some(label), Some(rest)) => format!("{label}: {rest}"),
        _ => question,
    }
}

fn back(
    recipe: &Recipe,
    desk: &Desk,
    card: &NoteCard,
    ord: usize,
    front: &Shown,
) -> Result<Shown, String> {
    let sides = recipe.sides[ord].as_ref().map_err(Clone::clone)?;
    let scene = scene(recipe, desk, card, ord, false, &[]);
    let whole = sides.answer.render(&scene)?;
    if sides.answer.has_answer_mark || sides.answer.has_front_side {
        return Ok(whole);
    }
    // Nothing says where the question ends, so what it has shown is left out.
    let left_out = &front.fields[..];
    let rest = sides.answer.render(&Scene { left_out, ..scene })?;
    Ok(if rest.fields.is_empty() { whole } else { rest })
}

fn scene<'s>(
    recipe: &'s Recipe,
    desk: &'s Desk,
    card: &'s NoteCard,
    ord: usize,
    is_front: bool,
    left_out: &'s [usize],
) -> Scene<'s> {
    Scene {
        fields: &desk.note.fields,
        frame: Frame {
            tags: &desk.note.tags,
            note_type: &recipe.kind.name,
            deck: &card.deck,
            card: &recipe.kind.templates[ord].name,
        },
        is_front,
        number: u16::try_from(ord + 1).unwrap_or(0),
        clozes: if is_front {
            Clozes::Blank
        } else {
            Clozes::Text
        },
        left_out,
        words: Words::All,
        limit: desk.side_limit(),
    }
}

/// Says what of a template cannot be shown.
pub fn tell_losses(sides: &Sides, desk: &mut Desk) {
    if sides.question.has_unknown_names || sides.answer.has_unknown_names {
        desk.lose("fields that the note type does not have");
    }
    if sides.question.has_foreign_filters || sides.answer.has_foreign_filters {
        desk.lose("filters that only an add-on knows");
    }
}

/// What is to be typed.
fn asked(desk: &mut Desk, typed: Vec<String>) -> Ask {
    let mut typed: Vec<String> = typed.iter().map(|text| text.trim().to_string()).collect();
    typed.retain(|text| !text.is_empty());
    if typed.iter().any(|text| TYPED_MAX < text.chars().count()) {
        desk.lose("answers that are too long to be typed");
        typed.clear();
    }
    match typed.is_empty() {
        true => Ask::Recall,
        false => Ask::Typed(typed),
    }
}
