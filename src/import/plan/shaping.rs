//! From drafts to cards with ids and the names of their decks.

use super::Wish;
use crate::import::draft::{DeckFacts, Draft, Fault, History, Losses};
use crate::import::identity::{card_id, source_id};
use crate::import::shape;
use crate::model::card::{Card, Part};
use std::collections::{HashMap, HashSet};
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
    pub history: Vec<(Part, History)>,
    pub place: String,
}

/// A draft that has its id.
pub struct Identified {
    pub draft: Draft,
    /// Of the card; for one of retain's own its whole key.
    pub id: String,
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

/// Gives every draft its id and the names of its deck; the same id twice is refused.
pub fn identified(
    drafts: Vec<Draft>,
    wish: &Wish,
    facts: &[DeckFacts],
    told: &mut Told,
) -> Vec<Identified> {
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut repeats: HashMap<(String, String), u32> = HashMap::new();
    let mut out = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let names = names(&mut draft, wish);
        let source = source_id(&draft);
        if let Some(id) = draft.key.clone() {
            out.push(Identified {
                draft,
                id,
                source_id: source,
                names,
            });
            continue;
        }
        let root = identity_of(&names, facts);
        // A question may stand in a source twice; a name that the source gives must not.
        let count = repeats.entry((root.clone(), source.clone())).or_default();
        *count += 1;
        let source_id = match (*count, &draft.id) {
            (1, _) => source,
            (_, Some(_)) => {
                let first = taken.get(&source).cloned().unwrap_or_default();
                let what = format!("its id stands in the source a second time, first at {first}");
                let fault = Fault::new(&draft.place, what, "give it an id of its own");
                told.refused.push(fault);
                continue;
            }
            (count, None) => format!("{source}\u{1f}{count}"),
        };
        taken
            .entry(source_id.clone())
            .or_insert_with(|| draft.place.clone());
        out.push(Identified {
            id: card_id(family(draft.format), &root, &source_id),
            draft,
            source_id,
            names,
        });
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
    draft.deck.clone()
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
pub fn shaped(drafts: Vec<Identified>, told: &mut Told) -> Vec<Shaped> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = drafts.len().div_ceil(n_threads).max(256);
    let mut chunks: Vec<Vec<Identified>> = Vec::new();
    let mut rest = drafts.into_iter().peekable();
    while rest.peek().is_some() {
        chunks.push(rest.by_ref().take(size).collect());
    }
    let made: Vec<Vec<Result<Shaped, (String, Fault)>>> = std::thread::scope(|scope| {
        let work: Vec<_> = chunks
            .into_iter()
            .map(|chunk| scope.spawn(move || chunk.into_iter().map(one).collect()))
            .collect();
        work.into_iter()
            .map(|thread| thread.join().expect("shaping a draft does not panic"))
            .collect()
    });
    let mut shaped = Vec::with_capacity(made.iter().map(Vec::len).sum());
    let mut questions = HashSet::new();
    for one in made.into_iter().flatten() {
        match one {
            Ok(one) => {
                if one.loses_tags {
                    let what = "tags that are too long or too many for a card are left out";
                    told.losses.add(what, &one.place);
                }
                let mut hasher = DefaultHasher::new();
                (&one.names, &one.card.question).hash(&mut hasher);
                if one.card.prompt.is_empty() && !questions.insert(hasher.finish()) {
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

fn one(identified: Identified) -> Result<Shaped, (String, Fault)> {
    let Identified {
        draft,
        id,
        source_id,
        names,
    } = identified;
    let (deck, id) = match (&draft.key, id.split_once('/')) {
        (Some(_), Some((deck, card))) => (Some(deck.to_string()), card.to_string()),
        _ => (None, id),
    };
    let card = shape::card(&draft, &id).map_err(|fault| (id.clone(), fault))?;
    let id = card.id.clone().unwrap_or(id);
    let mut more_tags = Vec::new();
    if draft.native.is_some() {
        more_tags = shape::tags(&draft);
        more_tags.retain(|tag| !card.tags.contains(tag));
    }
    Ok(Shaped {
        names,
        deck,
        id,
        source_id,
        more_tags,
        is_edited: draft.key.is_some() && draft.native.is_none(),
        loses_tags: shape::loses_tags(&draft, card.tags.len()),
        card,
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
