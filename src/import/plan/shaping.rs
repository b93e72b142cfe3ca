//! From drafts to cards with ids and the names of their decks.

use super::Wish;
use crate::import::draft::{DeckFacts, Draft, Fault, History, Losses};
use crate::import::identity::{card_id, source_id};
use crate::import::shape;
use crate::model::card::{Card, Part};
use crate::model::cores;
use crate::model::map::{Map, Set};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A draft with its id and its card.
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

/// What shaping adds to the report.
#[derive(Default)]
pub struct Told {
    pub refused: Vec<Fault>,
    /// Ids of cards that are in the source, but could not be made.
    pub refused_ids: Vec<String>,
    pub losses: Losses,
}

/// Gives every draft the names of its deck and what it is called, where the source says neither; the same
/// id twice is refused. It is done in place, since drafts are large.
pub fn identify(drafts: &mut Vec<Draft>, wish: &Wish, facts: &[DeckFacts], told: &mut Told) {
    let mut are_named = Vec::with_capacity(drafts.len());
    for draft in &mut *drafts {
        settle_names(draft, wish);
        are_named.push(draft.id.is_some());
        if draft.id.is_none() {
            draft.id = Some(source_id(draft));
        }
    }
    let mut refused = Vec::new();
    for Again { idx, first, count } in again(drafts, facts) {
        // A question may stand in a source twice; a name that the source gives must not.
        if are_named[idx] {
            let first = &drafts[first].place;
            let what = format!("its id stands in the source a second time, first at {first}");
            let fault = Fault::new(&drafts[idx].place, what, "give it an id of its own");
            told.refused.push(fault);
            refused.push(idx);
        } else {
            drafts[idx].id = Some(format!("{}\u{1f}{count}", called(&drafts[idx])));
        }
    }
    let mut n_seen = 0;
    drafts.retain(|_| {
        n_seen += 1;
        refused.binary_search(&(n_seen - 1)).is_err()
    });
}

/// A draft of a name that another had before.
struct Again {
    idx: usize,
    first: usize,
    /// How many have it, with this one.
    count: u32,
}

/// The drafts whose name is not their own, in their order.
fn again(drafts: &[Draft], facts: &[DeckFacts]) -> Vec<Again> {
    let mut met: Map<(&str, &str), (u32, usize)> = Map::default();
    met.reserve(drafts.len());
    let mut again = Vec::new();
    for (idx, draft) in drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.key.is_none())
    {
        let name = (root(draft, facts), called(draft));
        let (count, first) = met.entry(name).or_insert((0, idx));
        *count += 1;
        if 1 < *count {
            let (first, count) = (*first, *count);
            again.push(Again { idx, first, count });
        }
    }
    again
}

fn settle_names(draft: &mut Draft, wish: &Wish) {
    if let Some(deck) = wish.deck {
        let below = draft.deck.iter().skip(1).cloned();
        draft.tags.extend(below);
        draft.deck = vec![deck.to_string()];
        draft.deck_id = None;
    } else if draft.deck.is_empty() {
        draft.deck = vec![wish.name.to_string()];
    } else if wish.flat && 1 < draft.deck.len() {
        draft.tags.push(draft.deck[1..].join("::"));
        draft.deck.truncate(1);
    }
}

/// What an identified draft is called.
fn called(draft: &Draft) -> &str {
    draft.id.as_deref().unwrap_or_default()
}

/// What stands for the deck of an identified draft, whatever edition it is of.
fn root<'d>(draft: &'d Draft, facts: &'d [DeckFacts]) -> &'d str {
    let names = &draft.deck;
    let known = || {
        let mut known = facts.iter().filter(|facts| {
            facts.id.is_some() && (facts.deck == *names || facts.deck.first() == names.first())
        });
        known.next()?.id.as_deref()
    };
    let said = draft.deck_id.as_deref().or_else(known);
    said.or(names.first().map(String::as_str))
        .unwrap_or_default()
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

/// Makes the cards of identified drafts, on as many threads as there are cores, and hands them to `take` in
/// their order: most of the time goes here.
pub fn shape(
    drafts: Vec<Draft>,
    facts: &[DeckFacts],
    told: &mut Told,
    mut take: impl FnMut(Shaped) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut questions = Set::default();
    questions.reserve(drafts.len());
    let work = |draft| one(draft, facts);
    cores::each(drafts, work, |one| match one {
        Ok(one) => {
            told.tell(&one, &mut questions);
            take(one)
        }
        Err(refused) => {
            let (id, fault) = *refused;
            told.refused.push(fault);
            told.refused_ids.push(id);
            Ok(())
        }
    })
}

impl Told {
    /// `questions` are those of the cards before.
    fn tell(&mut self, one: &Shaped, questions: &mut Set<u64>) {
        let mut lose = |what| self.losses.add(what, &one.place);
        if one.loses_tags {
            lose("tags that are too long or too many for a card are left out");
        }
        if one.has_general_rubric {
            lose("open questions without a rubric got a general one");
        }
        if one.card.prompt.is_empty() && !questions.insert(one.question) {
            lose("questions stand in the source more than once");
        }
    }
}

/// The id of a card that cannot be made, and why.
type Refused = Box<(String, Fault)>;

fn one(draft: Draft, facts: &[DeckFacts]) -> Result<Shaped, Refused> {
    let (deck, id) = match draft.key.as_deref().map(|key| (key, key.split_once('/'))) {
        Some((_, Some((deck, card)))) => (Some(deck.to_string()), card.to_string()),
        Some((key, None)) => (None, key.to_string()),
        None => {
            let id = card_id(family(draft.format), root(&draft, facts), called(&draft));
            (None, id)
        }
    };
    let card = shape::card(&draft, &id).map_err(|fault| Box::new((id.clone(), fault)))?;
    let id = card.id.clone().unwrap_or(id);
    let mut more_tags = Vec::new();
    if draft.native.is_some() {
        more_tags = shape::tags(&draft);
        more_tags.retain(|tag| !card.tags.contains(tag));
    }
    let mut question = DefaultHasher::new();
    (&draft.deck, &card.question).hash(&mut question);
    Ok(Shaped {
        question: question.finish(),
        deck,
        id,
        more_tags,
        is_edited: draft.key.is_some() && draft.native.is_none(),
        loses_tags: shape::loses_tags(&draft, card.tags.len()),
        has_general_rubric: shape::has_general_rubric(&draft, &card),
        card,
        names: draft.deck,
        source_id: draft.id.unwrap_or_default(),
        history: draft.history,
        place: draft.place,
    })
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
