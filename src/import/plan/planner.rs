//! The work on a plan: which deck a card belongs to, and what it changes there.

use super::shaping::{Shaped, facts_of, refers_to_media};
use super::target::Target;
use super::{Conflict, FileChange, Plan, Present, Side, Wish};
use crate::deck::{parse_card, parts, print_card};
use crate::import::draft::{DeckFacts, Draft, Fault};
use crate::import::identity::{deck_slug, note_of, slug};
use crate::import::text::markdown::media_in;
use crate::model::deck::{Deck, Front};
use crate::model::ledger::{LedgerCard, LedgerDeck, OriginRow};
use crate::model::map::{Map, Set};
use std::collections::{HashMap, HashSet};

/// What is known while cards are taken one by one.
pub struct Planner<'p> {
    wish: &'p Wish<'p>,
    present: &'p Present<'p>,
    facts: &'p [DeckFacts],
    /// By deck and id, as the report shows them.
    ledger: Map<String, &'p LedgerCard>,
    /// Where cards with ids of ours stand, by id.
    homes: Map<&'p str, &'p str>,
    decks: Map<Vec<String>, LedgerDeck>,
    /// How many drafts the decks of these names have.
    sizes: Map<Vec<String>, usize>,
    targets: Map<String, Target>,
    order: Vec<String>,
    /// The cards that were taken, by deck and id, with their places in the source.
    seen: Map<String, String>,
    touched: Set<String>,
    root: Option<String>,
    /// Tags of decks that are retain's own, by their ids: those that all their cards have.
    shared_tags: Map<String, Vec<String>>,
    pub plan: Plan,
}

impl<'p> Planner<'p> {
    pub fn new(wish: &'p Wish, present: &'p Present, facts: &'p [DeckFacts]) -> Planner<'p> {
        Planner {
            wish,
            present,
            facts,
            ledger: present
                .cards
                .iter()
                .map(|card| (shown(&card.deck, &card.card), card))
                .collect(),
            homes: present
                .cards
                .iter()
                .map(|card| (card.card.as_str(), card.deck.as_str()))
                .collect(),
            decks: Map::default(),
            sizes: Map::default(),
            targets: Map::default(),
            order: Vec::new(),
            seen: Map::default(),
            touched: Set::default(),
            root: None,
            shared_tags: Map::default(),
            plan: Plan::default(),
        }
    }

    /// Several decks get a folder of their own.
    pub fn settle_root(&mut self, drafts: &[Draft]) {
        for draft in drafts {
            match self.sizes.get_mut(&draft.deck) {
                Some(size) => *size += 1,
                None => _ = self.sizes.insert(draft.deck.clone(), 1),
            }
        }
        let has_media = || drafts.iter().any(refers_to_media);
        if self.sizes.len() < 2 && !has_media() {
            return;
        }
        let roots: HashSet<&str> = { self.sizes.keys() }
            .filter_map(|names| Some(names.first()?.as_str()))
            .collect();
        let name = match roots.len() {
            1 => roots.into_iter().next().unwrap_or(self.wish.name),
            _ => self.wish.name,
        };
        let folder = slug(name);
        self.root = Some(if folder.is_empty() {
            "imported".to_string()
        } else {
            folder
        });
    }

    /// Whether of all cards something must be known before the first is taken.
    pub fn looks_ahead(&self, drafts: &[Draft]) -> bool {
        !self.ledger.is_empty() || drafts.iter().any(|draft| draft.key.is_some())
    }

    /// Finds out which tags of cards were those of their decks, where the source no longer says.
    pub fn settle_tags(&mut self, shaped: &[Shaped]) {
        for one in shaped {
            let Some(deck) = &one.deck else { continue };
            match self.shared_tags.get_mut(deck) {
                Some(tags) => tags.retain(|tag| one.more_tags.contains(tag)),
                None => {
                    self.shared_tags.insert(deck.clone(), one.more_tags.clone());
                }
            }
        }
    }

    /// Finds out which earlier import this is an edition of.
    pub fn settle_origin(&mut self, shaped: &[Shaped]) {
        let mut votes: HashMap<OriginRow, usize> = HashMap::new();
        for one in shaped {
            let home = self.homes.get(one.id.as_str()).copied();
            let row = one
                .deck
                .as_deref()
                .or(home)
                .and_then(|deck| self.ledger.get(&shown(deck, &one.id)));
            if let Some(row) = row {
                *votes.entry(row.origin).or_default() += 1;
            }
        }
        let most = votes
            .into_iter()
            .max_by_key(|(origin, count)| (*count, -origin));
        let origin = self.present.origin.or(most.map(|(origin, _)| origin));
        self.plan.origin = origin.unwrap_or(0);
        let known = self
            .present
            .decks
            .iter()
            .filter(|deck| Some(deck.origin) == origin);
        self.decks = known
            .map(|deck| (deck.names.clone(), deck.clone()))
            .collect();
    }

    /// Makes room for so many cards at once: lists that grow are copied again and again.
    pub fn expect(&mut self, n_cards: usize) {
        self.seen.reserve(n_cards);
        self.plan.report.new.reserve(n_cards);
    }

    /// Adds one card to the plan.
    pub fn take(
        &mut self,
        mut shaped: Shaped,
        decide: &mut dyn FnMut(&Conflict) -> Side,
    ) -> Result<(), Fault> {
        let slug = self.home(&shaped);
        self.open(&slug, &shaped)?;
        self.settle_card(&slug, &mut shaped);
        let shown = shown(&slug, &shaped.id);
        if let Some(first) = self.seen.get(&shown) {
            let what = format!("`{shown}` stands in the source a second time, first at {first}");
            self.plan
                .report
                .refused
                .push(Fault::new(&shaped.place, what, ""));
            return Ok(());
        }
        self.seen.insert(shown.clone(), shaped.place);
        for (part, history) in shaped.history {
            if parts(&shaped.card).contains(&part) {
                self.plan
                    .histories
                    .push((format!("{shown}{}", part.suffix()), history));
            }
        }
        let row = LedgerCard {
            origin: self.plan.origin,
            card: shaped.id,
            source_id: shaped.source_id,
            text: std::mem::take(&mut shaped.card.source),
            gone: false,
            deck: slug,
        };
        let target = self
            .targets
            .get_mut(&row.deck)
            .expect("it was opened just above");
        if row.text.contains("media/") {
            let folder = target
                .path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let names = media_in(&row.text).into_iter();
            let named = names.map(|name| (folder.to_string(), name));
            self.plan.media.extend(named);
        }
        let mut before = self.ledger.get(&shown).copied();
        if target.is_new && self.wish.revives {
            before = None;
        }
        let ours = target.index.get(&row.card).copied();
        let report = &mut self.plan.report;
        if before.is_some_and(|before| before.gone) {
            report.back.push(shown.clone());
        }
        match (ours, before) {
            (None, Some(before)) if before.text == row.text => report.unchanged += 1,
            (None, Some(_)) => report.n_removed += 1,
            (None, None) => {
                report.n_with_choices += usize::from(!shaped.card.choices.is_empty());
                target.add(shaped.card);
                report.new.push(shown);
            }
            (Some(_), Some(before)) if before.text == row.text => report.unchanged += 1,
            (Some(idx), before) => {
                let base = before.and_then(|before| parse_card(&before.text).ok());
                shaped.card.source.clone_from(&row.text);
                let keep = target.change(idx, base.as_ref(), shaped.card, &shown, report, decide);
                if !keep {
                    return Ok(());
                }
            }
        }
        if before != Some(&row) {
            target.rows.push(row);
        }
        Ok(())
    }

    /// Gives a card the tags that it has in the source and that are not its deck's.
    fn settle_card(&self, slug: &str, shaped: &mut Shaped) {
        let of_deck = &self.targets[slug].deck.front.tags;
        let is_own = |tag: &String| !of_deck.contains(tag);
        let card = &mut shaped.card;
        let n_before = card.tags.len();
        if shaped.is_edited {
            card.tags.retain(is_own);
        }
        card.tags
            .extend(shaped.more_tags.drain(..).filter(|tag| is_own(tag)));
        if card.tags.len() != n_before {
            card.source = print_card(card);
        }
    }

    /// The deck that holds the card: where it stands already, else where the source has it.
    fn home(&mut self, shaped: &Shaped) -> String {
        if let Some(deck) = &shaped.deck {
            self.touch(deck);
            self.remember(&shaped.names, deck);
            return deck.clone();
        }
        let deck = match self.decks.get(&shaped.names) {
            Some(deck) => deck.slug.clone(),
            None => {
                let taken: HashSet<String> = self.order.iter().cloned().collect();
                let free = |slug: &str| !taken.contains(slug) && !(self.present.is_taken)(slug);
                let slug = deck_slug(&shaped.names, free);
                self.remember(&shaped.names, &slug);
                slug
            }
        };
        self.touch(&deck);
        let home = self.homes.get(shaped.id.as_str());
        home.map_or(deck, |home| home.to_string())
    }

    fn touch(&mut self, deck: &str) {
        if !self.touched.contains(deck) {
            self.touched.insert(deck.to_string());
        }
    }

    fn remember(&mut self, names: &[String], slug: &str) {
        if self.decks.get(names).is_some_and(|deck| deck.slug == slug) {
            return;
        }
        let path = match &self.root {
            Some(root) => format!("{root}/{slug}.md"),
            None => format!("{slug}.md"),
        };
        let row = LedgerDeck {
            origin: self.plan.origin,
            names: names.to_vec(),
            slug: slug.to_string(),
            path,
        };
        self.decks.insert(names.to_vec(), row);
    }

    /// Reads the deck as it stands, or starts a new one.
    fn open(&mut self, slug: &str, shaped: &Shaped) -> Result<(), Fault> {
        if self.targets.contains_key(slug) {
            return Ok(());
        }
        let row = self.decks.values().find(|deck| deck.slug == slug).cloned();
        let usual = row
            .as_ref()
            .map_or_else(|| format!("{slug}.md"), |deck| deck.path.clone());
        let target = match (self.present.read)(slug)? {
            Some(present) => Target::of(present, usual),
            None => Target {
                rows: Vec::with_capacity(self.size_of(&shaped.names)),
                deck: self.started(slug, shaped),
                path: usual,
                is_new: true,
                is_changed: false,
                index: HashMap::new(),
                foreign: None,
            },
        };
        let row = LedgerDeck {
            path: target.path.clone(),
            ..row.unwrap_or(LedgerDeck {
                origin: self.plan.origin,
                names: shaped.names.clone(),
                slug: slug.to_string(),
                path: String::new(),
            })
        };
        self.plan.decks.push(row);
        self.targets.insert(slug.to_string(), target);
        self.order.push(slug.to_string());
        Ok(())
    }

    /// How many drafts the deck of these names has.
    fn size_of(&self, names: &[String]) -> usize {
        self.sizes.get(names).copied().unwrap_or_default()
    }

    fn started(&self, slug: &str, shaped: &Shaped) -> Deck {
        let names = shaped.names.as_slice();
        // A deck of retain's own says itself where it is from.
        let provenance = match shaped.deck {
            Some(_) => "",
            None => self.wish.provenance,
        };
        let facts = facts_of(names, self.facts);
        let about = [facts.about.trim(), provenance].join("\n\n");
        let shared = || self.shared_tags.get(slug).cloned().unwrap_or_default();
        let tags = if facts.tags.is_empty() {
            shared()
        } else {
            facts.tags
        };
        Deck {
            front: Front {
                id: slug.to_string(),
                title: shortened(&facts.title.unwrap_or_else(|| names.join(": "))),
                topic: facts.topic,
                level: facts.level,
                tags,
                authors: facts.authors,
                licence: facts.licence,
                checked: facts.checked,
                ..Front::default()
            },
            about: crate::import::guard::guarded(about.trim(), false),
            // At once, since a list of cards that grows is copied again and again.
            cards: Vec::with_capacity(self.size_of(names)),
        }
    }

    /// Cards of the decks that were read which the source no longer has.
    ///
    /// A card that is there and cannot be made is not gone: neither those of `unmade`, by id, nor
    /// those of `refused`, by what the source calls them. Where it is not known of all refused what
    /// they are, none is gone.
    pub fn find_gone(&mut self, refused: &[String], unmade: &[String], is_known: bool) {
        let refused: HashSet<&str> = refused.iter().map(|id| note_of(id)).collect();
        let unmade: HashSet<&str> = unmade.iter().map(String::as_str).collect();
        let mut gone: Vec<&LedgerCard> = self
            .ledger
            .values()
            .filter(|card| card.origin == self.plan.origin && !card.gone)
            .filter(|card| self.touched.contains(&card.deck))
            .filter(|card| !unmade.contains(card.card.as_str()))
            .filter(|card| !refused.contains(note_of(&card.source_id)))
            .filter(|card| {
                let shown = shown(&card.deck, &card.card);
                !self.seen.contains_key(&shown) && !refused.contains(shown.as_str())
            })
            .copied()
            .collect();
        gone.sort_by(|a, b| (&a.deck, &a.card).cmp(&(&b.deck, &b.card)));
        let keys = gone.iter().map(|card| shown(&card.deck, &card.card));
        if !is_known {
            self.plan.report.missing = keys.collect();
            return;
        }
        self.plan.report.gone = keys.collect();
        for card in gone {
            let rows = self.plan.cards.entry(card.deck.clone()).or_default();
            rows.push(LedgerCard {
                gone: true,
                ..card.clone()
            });
        }
    }

    pub fn finish(mut self) -> Plan {
        for slug in &self.order {
            let target = self
                .targets
                .remove(slug)
                .expect("every deck was opened once");
            if !target.rows.is_empty() {
                let rows = self.plan.cards.entry(slug.clone()).or_default();
                rows.splice(0..0, target.rows);
            }
            if let Some(path) = &target.foreign
                && target.is_changed
            {
                let what =
                    format!("the deck `{slug}` stands in {path}, which an import does not touch");
                self.plan.report.refused.push(Fault::new(
                    slug,
                    what,
                    "import it under another name with `--deck`",
                ));
            } else if target.is_changed {
                self.plan.files.push(FileChange {
                    path: target.path,
                    n_cards: target.deck.cards.len(),
                    deck: target.deck,
                    is_new: target.is_new,
                });
            }
        }
        self.plan
    }
}

/// A card by deck and id.
fn shown(deck: &str, card: &str) -> String {
    [deck, "/", card].concat()
}

/// A title has at most 200 characters and stands on one line.
fn shortened(title: &str) -> String {
    let line = crate::model::text::harmless_line(title);
    let line = line.trim();
    match line.chars().count() <= 200 {
        true => line.to_string(),
        false => line.chars().take(199).collect::<String>() + "…",
    }
}
