//! From drafts to cards with ids and the names of their decks.

#![expect(
    clippy::vec_box,
    reason = "drafts and cards are large, and would be copied from list to list"
)]

use super::Wish;
use crate::import::draft::{DeckFacts, Draft, Fault, History, Losses};
use crate::import::identity::{card_id, source_id};
use crate::import::shape;
use crate::model::card::{Card, Part};
use crate::model::cores;
use crate::model::map::{Map, Set};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A draft with its id and its card. It is large, and boxed wherever there are many, so that it is
/// not copied from list to list.
pub struct Shaped {
    pub names: Vec<String>,
    pub deck: Option<String>,
    pub id: String,
    pub source_id: String,
    pub card: Card,
    /// Tags that the source has for a card of retain's own beside those of its text: they are its
    /// deck's, or somebody gave them there.
    pub more_tags: Vec<String>,
    /// A card of retain's own whose text was changed elsewhere.
    pub is_edited: bool,
    loses_tags: bool,
    has_general_rubric: bool,
    /// A hash of its heading and of the names of its deck.
    question: u64,
    pub history: Vec<(Part, History)>,
    pub place: String,
}

/// A draft of which is known what it is called.
pub struct Identified {
    pub draft: Draft,
    /// What stands for its deck in its id.
    root: String,
    pub source_id: String,
    /// Of its deck, outermost first.
    pub names: Vec<String>,
}

/// What shaping adds to the report.
#[derive(Default)]
pub struct Told {
    pub refused: Vec<Fault>,
    /// Ids of cards that are in the source, but could not be made.
    pub refused_ids: Vec<String>,
    pub losses: Losses,
}

/// Says what every draft and its deck are called; the same id twice is refused.
pub fn identified(
    drafts: Vec<Draft>,
    wish: &Wish,
    facts: &[DeckFacts],
    told: &mut Told,
) -> Vec<Box<Identified>> {
    // How often a name was met, and where the first that has it stands in `out`.
    let mut met: Map<String, (u32, usize)> = Map::default();
    met.reserve(drafts.len());
    let mut out: Vec<Box<Identified>> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let names = names(&mut draft, wish);
        let mut source_id = source_id(&draft);
        let mut root = String::new();
        if draft.key.is_none() {
            let said = draft.deck_id.take().filter(|_| wish.deck.is_none());
            root = said.unwrap_or_else(|| identity_of(&names, facts));
            let name = [&root, "\u{1f}", &source_id].concat();
            let (count, first) = met.entry(name).or_insert((0, out.len()));
            *count += 1;
            // A question may stand in a source twice; a name that the source gives must not.
            if 1 < *count && draft.id.is_some() {
                let first = &out[*first].draft.place;
                let what = format!("its id stands in the source a second time, first at {first}");
                let fault = Fault::new(&draft.place, what, "give it an id of its own");
                told.refused.push(fault);
                continue;
            }
            if 1 < *count {
                source_id = format!("{source_id}\u{1f}{count}");
            }
        }
        out.push(Box::new(Identified {
            draft,
            root,
            source_id,
            names,
        }));
    }
    out
}

fn names(draft: &mut Draft, wish: &Wish) -> Vec<String> {
    if let Some(deck) = wish.deck {
        let below = draft.deck.iter().skip(1).cloned();
        draft.tags.extend(below);
        return vec![deck.to_string()];
    }
    if draft.deck.is_empty() {
        return vec![wish.name.to_string()];
    }
    if wish.flat && 1 < draft.deck.len() {
        draft.tags.push(draft.deck[1..].join("::"));
        return vec![draft.deck[0].clone()];
    }
    std::mem::take(&mut draft.deck)
}

/// What stands for the deck of these names, whatever edition it is of.
fn identity_of(names: &[String], facts: &[DeckFacts]) -> String {
    let known = facts.iter().find(|facts| {
        facts.id.is_some()
            && (facts.deck.as_slice() == names || facts.deck.first() == names.first())
    });
    match known {
        Some(DeckFacts { id: Some(id), .. }) => id.clone(),
        _ => names.first().cloned().unwrap_or_default(),
    }
}

/// What the source says of the deck of these names; where it says nothing, what the nearest deck
/// around it says for all in it: not what that is called, nor how hard it is.
pub fn facts_of(names: &[String], facts: &[DeckFacts]) -> DeckFacts {
    if let Some(own) = facts.iter().find(|facts| facts.deck == names) {
        return own.clone();
    }
    let around = facts.iter().filter(|facts| names.starts_with(&facts.deck));
    let nearest = around.max_by_key(|facts| facts.deck.len()).cloned();
    DeckFacts {
        title: None,
        topic: None,
        level: None,
        checked: None,
        ..nearest.unwrap_or_default()
    }
}

/// Formats that call the same card the same: packages, text exports and folders of Anki.
fn family(format: &'static str) -> &'static str {
    match format {
        "crowdanki" | "ki" => "anki",
        _ => format.split('-').next().unwrap_or(format),
    }
}

/// Makes the cards, on as many threads as there are cores: most of the time goes here.
pub fn shaped(drafts: Vec<Box<Identified>>, told: &mut Told) -> Vec<Box<Shaped>> {
    let mut shaped = Vec::with_capacity(drafts.len());
    let mut questions = Set::default();
    questions.reserve(drafts.len());
    for one in cores::map(drafts, one) {
        match one {
            Ok(one) => {
                if one.loses_tags {
                    let what = "tags that are too long or too many for a card are left out";
                    told.losses.add(what, &one.place);
                }
                if one.has_general_rubric {
                    let what = "open questions without a rubric got a general one";
                    told.losses.add(what, &one.place);
                }
                if one.card.prompt.is_empty() && !questions.insert(one.question) {
                    told.losses
                        .add("questions stand in the source more than once", &one.place);
                }
                shaped.push(one);
            }
            Err((id, fault)) => {
                told.refused.push(fault);
                told.refused_ids.push(id);
            }
        }
    }
    shaped
}

fn one(identified: Box<Identified>) -> Result<Box<Shaped>, (String, Fault)> {
    let Identified {
        draft,
        root,
        source_id,
        names,
    } = *identified;
    let (deck, id) = match draft.key.as_deref().map(|key| (key, key.split_once('/'))) {
        Some((_, Some((deck, card)))) => (Some(deck.to_string()), card.to_string()),
        Some((key, None)) => (None, key.to_string()),
        None => (None, card_id(family(draft.format), &root, &source_id)),
    };
    let card = shape::card(&draft, &id).map_err(|fault| (id.clone(), fault))?;
    let id = card.id.clone().unwrap_or(id);
    let mut more_tags = Vec::new();
    if draft.native.is_some() {
        more_tags = shape::tags(&draft);
        more_tags.retain(|tag| !card.tags.contains(tag));
    }
    let mut question = DefaultHasher::new();
    (&names, &card.question).hash(&mut question);
    Ok(Box::new(Shaped {
        question: question.finish(),
        names,
        deck,
        id,
        source_id,
        more_tags,
        is_edited: draft.key.is_some() && draft.native.is_none(),
        loses_tags: shape::loses_tags(&draft, card.tags.len()),
        has_general_rubric: shape::has_general_rubric(&draft, &card),
        card,
        history: draft.history,
        place: draft.place,
    }))
}

pub fn refers_to_media(draft: &Draft) -> bool {
    let texts = [&draft.question, &draft.answer];
    let in_texts = texts.iter().any(|text| has_media(text));
    in_texts
        || draft.native.as_deref().is_some_and(has_media)
        || draft.choices.iter().any(|choice| has_media(&choice.text))
}

fn has_media(text: &str) -> bool {
    text.contains("](media/") || text.contains("](<media/")
}
