//! What a sitting asks: the cards and prompts that fit, in an order of chance.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::roadmap;
use super::drawn::Drawn;
use super::focus::Focus;
use crate::catalogue::prompts::Prompts;
use crate::mock::draw::{self, Candidate};
use crate::mock::{PartKind, Slot};
use crate::model::chance::{SplitMix64, stable_hash};
use crate::model::prompt::{Behaviour, Prompt, Role};
use crate::roadmap::standing;
use crate::store::Store;
use crate::store::mocks::{Asked, ShortCard};
use std::collections::{HashMap, HashSet};

/// Short questions in one sitting.
pub const N_CARDS: usize = 10;

/// What is wanted of a sitting.
pub struct Wish<'a> {
    pub role: Role,
    pub focus: Option<&'a str>,
    /// The id of a prompt that must come.
    pub prompt: Option<&'a str>,
    pub seed: u64,
}

/// Draws what `slots` need. The prompt that was wished for stands first in its list.
pub fn draw(
    wish: &Wish,
    slots: &[Slot],
    cards: &[ShortCard],
    store: &Store,
    context: &Context,
) -> Result<Drawn> {
    let prompts = Prompts::built_in();
    let focus = Focus::read(wish.focus, cards, store, context)?;
    let standings = roadmap::standings(store, context.today())?;
    let mastery = |topic: &str| standing::of(&standings, topic).mastery();
    let asked: HashMap<Asked, u32> = store.asked()?.into_iter().collect();
    let lot = Lot {
        wish,
        focus: &focus,
        asked: &asked,
        mastery: &mastery,
    };
    let mut drawn = Drawn {
        cards: lot.cards(cards),
        deep_dives: lot.prompts(prompts.deep_dives, PartKind::DeepDive),
        designs: lot.prompts(prompts.designs, PartKind::Design),
        behaviours: lot.prompts(prompts.behaviours, PartKind::Behaviour),
    };
    if let Some(words) = wish.focus {
        focus.say_outside(words, &drawn, slots, context);
    }
    if let Some(id) = wish.prompt {
        put_first(id, &mut drawn, slots)?;
    }
    Ok(drawn)
}

/// What all draws depend on.
struct Lot<'a> {
    wish: &'a Wish<'a>,
    focus: &'a Focus,
    asked: &'a HashMap<Asked, u32>,
    mastery: &'a dyn Fn(&str) -> f64,
}

impl Lot<'_> {
    fn cards(&self, cards: &[ShortCard]) -> Vec<ShortCard> {
        let wanted: Vec<&ShortCard> = cards
            .iter()
            .filter(|card| self.focus.has_card(card))
            .collect();
        let candidates: Vec<Candidate> = wanted
            .iter()
            .map(|card| Candidate {
                topics: card.topic.as_deref().into_iter().collect(),
                since: self.since(PartKind::RapidFire, &card.key),
                focus: 1.0,
            })
            .collect();
        let order = draw::order(
            &candidates,
            self.mastery,
            &mut self.random(PartKind::RapidFire),
        );
        let mut headings = HashSet::new();
        let alone: Vec<usize> = order
            .into_iter()
            .filter(|place| headings.insert(wanted[*place].heading()))
            .collect();
        // A few more than are asked: the text of a card may be gone when its turn comes.
        draw::spread(&alone, &candidates, 2 * N_CARDS)
            .into_iter()
            .map(|place| wanted[place].clone())
            .collect()
    }

    /// The prompts in the order of the draw; those for another post come last.
    fn prompts<P: Ask>(&self, prompts: Vec<P>, kind: PartKind) -> Vec<P> {
        let candidates: Vec<Candidate> = prompts
            .iter()
            .map(|prompt| Candidate {
                topics: prompt.topics().iter().map(String::as_str).collect(),
                since: self.since(kind, prompt.id()),
                focus: self.focus.share(prompt.topics()),
            })
            .collect();
        let order = draw::order(&candidates, self.mastery, &mut self.random(kind));
        let place_of = |idx: usize| order.iter().position(|place| *place == idx);
        let mut placed: Vec<(bool, Option<usize>, P)> = prompts
            .into_iter()
            .enumerate()
            .map(|(idx, prompt)| {
                (
                    !prompt.roles().contains(&self.wish.role),
                    place_of(idx),
                    prompt,
                )
            })
            .collect();
        placed.sort_by_key(|(is_other, place, _)| (*is_other, *place));
        placed.into_iter().map(|(_, _, prompt)| prompt).collect()
    }

    fn since(&self, kind: PartKind, id: &str) -> Option<u32> {
        let asked = Asked {
            kind: kind.name().to_string(),
            id: id.to_string(),
        };
        self.asked.get(&asked).copied()
    }

    /// One stream for each kind, so that a new prompt moves no card.
    fn random(&self, kind: PartKind) -> SplitMix64 {
        SplitMix64::new(self.wish.seed ^ stable_hash(kind.name()))
    }
}

/// What a draw must know of a prompt.
pub trait Ask {
    fn id(&self) -> &str;
    fn topics(&self) -> &[String];
    fn roles(&self) -> &[Role];
}

impl Ask for Prompt {
    fn id(&self) -> &str {
        &self.id
    }

    fn topics(&self) -> &[String] {
        &self.topics
    }

    fn roles(&self) -> &[Role] {
        &self.roles
    }
}

impl Ask for Behaviour {
    fn id(&self) -> &str {
        &self.id
    }

    fn topics(&self) -> &[String] {
        &self.topics
    }

    fn roles(&self) -> &[Role] {
        &self.roles
    }
}

fn put_first(id: &str, drawn: &mut Drawn, slots: &[Slot]) -> Result<()> {
    let is_planned = |kind: PartKind| slots.iter().any(|slot| slot.kind == kind);
    let kind = match () {
        _ if to_front(&mut drawn.deep_dives, id) => PartKind::DeepDive,
        _ if to_front(&mut drawn.designs, id) => PartKind::Design,
        _ if to_front(&mut drawn.behaviours, id) => PartKind::Behaviour,
        _ => return Err(unknown(id, drawn)),
    };
    // A behavioural question may still come at the end.
    if is_planned(kind) || kind == PartKind::Behaviour && is_planned(PartKind::Design) {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "`{id}` is of the kind {}, which `--only` leaves out",
        kind.name()
    )))
}

fn to_front<P: Ask>(prompts: &mut Vec<P>, id: &str) -> bool {
    let Some(place) = prompts.iter().position(|prompt| prompt.id() == id) else {
        return false;
    };
    let wanted = prompts.remove(place);
    prompts.insert(0, wanted);
    true
}

fn unknown(id: &str, drawn: &Drawn) -> Failure {
    let of_prompts = drawn.deep_dives.iter().chain(&drawn.designs).map(Ask::id);
    let all = of_prompts.chain(drawn.behaviours.iter().map(Ask::id));
    let likeness = |other: &str| strsim::jaro_winkler(other, id);
    let best = all.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let failure = Failure::not_found(format!("no prompt is called `{id}`"));
    match best {
        Some(best) if 0.8 <= likeness(best) => failure.hint(format!("did you mean `{best}`?")),
        _ => failure.hint("`retain interview mock --list` lists them"),
    }
}
