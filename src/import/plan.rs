//! What an import is to change: which cards of which deck files are added, replaced, merged or left
//! alone. Nothing is written here; the same plan is shown by a dry run and carried out by a real one.

use super::draft::{DeckFacts, Draft, Fault, Harvest, History, Losses};
use super::identity::{card_id, deck_slug, slug, source_id};
use super::merge::{Merged, merge};
use super::shape;
use crate::deck::{parse_card, parts, print_card};
use crate::model::card::{Card, Part};
use crate::model::chance::stable_hash;
use crate::model::deck::{Deck, Front};
use crate::model::ledger::{LedgerCard, LedgerDeck, OriginRow};
use std::collections::{HashMap, HashSet};

/// What is there before the import.
pub struct Present<'p> {
    /// The origin of that address. `None`: the one that has most of these cards is meant.
    pub origin: Option<OriginRow>,
    /// The whole ledger.
    pub decks: Vec<LedgerDeck>,
    pub cards: Vec<LedgerCard>,
    /// The present text of a deck, also of a built-in one.
    pub read: &'p dyn Fn(&str) -> Result<Option<PresentDeck>, Fault>,
    /// Whether any deck has this id.
    pub is_taken: &'p dyn Fn(&str) -> bool,
}

/// A deck as it stands.
#[derive(Clone, Debug)]
pub struct PresentDeck {
    pub deck: Deck,
    /// Its file below the learner's folder; `None` for one that stands elsewhere or is built in.
    pub path: Option<String>,
    /// A file of the learner's outside of that folder, which an import must not touch.
    pub foreign: Option<String>,
}

/// What is said of the import besides the source.
pub struct Wish<'w> {
    /// The source's own name: of its deck, where it names none.
    pub name: &'w str,
    /// One deck for all cards, with this name.
    pub deck: Option<&'w str>,
    /// One deck for all cards of a root, decks below it as tags.
    pub flat: bool,
    /// Where it came from, for the reader of the file.
    pub provenance: &'w str,
}

/// Both sides of a card that cannot be merged.
pub struct Conflict<'c> {
    pub key: String,
    pub ours: &'c Card,
    pub theirs: &'c Card,
}

/// Which side of a conflict is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Ours,
    Theirs,
    /// The learner's text stays, and the question is asked again next time.
    Undecided,
}

/// What is to be done.
#[derive(Default)]
pub struct Plan {
    /// The origin that all rows are of.
    pub origin: OriginRow,
    pub files: Vec<FileChange>,
    pub decks: Vec<LedgerDeck>,
    /// Rows of the ledger that are new or changed.
    pub cards: Vec<LedgerCard>,
    pub report: Report,
    /// What was learned, by key of the review card.
    pub histories: Vec<(String, History)>,
}

/// One deck file to be written.
pub struct FileChange {
    pub path: String,
    pub deck: Deck,
    pub is_new: bool,
}

/// What is told of it.
#[derive(Default)]
pub struct Report {
    pub n_notes: usize,
    pub new: Vec<String>,
    /// Key, text before, text after.
    pub changed: Vec<(String, String, String)>,
    /// Kept the learner's edits beside the source's.
    pub n_merged: usize,
    pub unchanged: usize,
    /// Cards whose text the learner took out of the file; they stay out.
    pub n_removed: usize,
    pub gone: Vec<String>,
    /// Gone before, and in the source again.
    pub back: Vec<String>,
    /// Keys of conflicts that nobody decided.
    pub undecided: Vec<String>,
    pub refused: Vec<Fault>,
    pub losses: Losses,
}

/// Works out what the drafts of a source change.
pub fn plan(
    harvest: Harvest,
    wish: &Wish,
    present: &Present,
    decide: &mut dyn FnMut(&Conflict) -> Side,
) -> Result<Plan, Fault> {
    let mut planner = Planner::new(wish, present, harvest.decks);
    planner.plan.report.n_notes = harvest.n_notes;
    planner.plan.report.refused = harvest.refused;
    planner.plan.report.losses = harvest.losses;
    let shaped = planner.shaped(harvest.drafts);
    planner.settle_origin(&shaped);
    for shaped in shaped {
        planner.take(shaped, decide)?;
    }
    planner.find_gone();
    Ok(planner.finish())
}

/// A draft with its id and its card.
struct Shaped {
    names: Vec<String>,
    deck: Option<String>,
    id: String,
    source_id: String,
    card: Card,
    history: Vec<(Part, History)>,
    place: String,
}

struct Target {
    deck: Deck,
    path: String,
    is_new: bool,
    is_changed: bool,
    index: HashMap<String, usize>,
    foreign: Option<String>,
}

struct Planner<'p> {
    wish: &'p Wish<'p>,
    present: &'p Present<'p>,
    facts: Vec<DeckFacts>,
    ledger: HashMap<(String, String), LedgerCard>,
    /// Where cards with ids of ours stand, by id.
    homes: HashMap<String, String>,
    decks: HashMap<Vec<String>, LedgerDeck>,
    targets: HashMap<String, Target>,
    order: Vec<String>,
    seen: HashSet<(String, String)>,
    touched: HashSet<String>,
    root: Option<String>,
    plan: Plan,
}

impl<'p> Planner<'p> {
    fn new(wish: &'p Wish, present: &'p Present, facts: Vec<DeckFacts>) -> Planner<'p> {
        let key = |card: &LedgerCard| (card.deck.clone(), card.card.clone());
        Planner {
            wish,
            present,
            facts,
            ledger: present
                .cards
                .iter()
                .map(|card| (key(card), card.clone()))
                .collect(),
            homes: present
                .cards
                .iter()
                .map(|card| (card.card.clone(), card.deck.clone()))
                .collect(),
            decks: HashMap::new(),
            targets: HashMap::new(),
            order: Vec::new(),
            seen: HashSet::new(),
            touched: HashSet::new(),
            root: None,
            plan: Plan::default(),
        }
    }

    /// Makes the cards, on as many threads as there are cores: most of the time goes here.
    fn shaped(&mut self, drafts: Vec<Draft>) -> Vec<Shaped> {
        let drafts = self.identified(drafts);
        self.settle_root(&drafts);
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let size = drafts.len().div_ceil(n_threads).max(256);
        let mut chunks: Vec<Vec<(Draft, String, String, Vec<String>)>> = Vec::new();
        let mut rest = drafts.into_iter().peekable();
        while rest.peek().is_some() {
            chunks.push(rest.by_ref().take(size).collect());
        }
        let made: Vec<Vec<Result<Shaped, Fault>>> = std::thread::scope(|scope| {
            let work: Vec<_> = chunks
                .into_iter()
                .map(|chunk| scope.spawn(move || chunk.into_iter().map(shaped).collect()))
                .collect();
            work.into_iter()
                .map(|thread| thread.join().expect("shaping a draft does not panic"))
                .collect()
        });
        let mut shaped = Vec::new();
        let mut questions = HashSet::new();
        for one in made.into_iter().flatten() {
            match one {
                Ok(one) => {
                    let question = (one.names.clone(), stable_hash(&one.card.question));
                    if !one.card.question.is_empty()
                        && one.card.prompt.is_empty()
                        && !questions.insert(question)
                    {
                        let what = "questions stand in the source more than once";
                        self.plan.report.losses.add(what, &one.place);
                    }
                    shaped.push(one);
                }
                Err(fault) => self.plan.report.refused.push(fault),
            }
        }
        shaped
    }

    /// Gives every draft its id and the names of its deck; the same id twice is refused.
    fn identified(&mut self, drafts: Vec<Draft>) -> Vec<(Draft, String, String, Vec<String>)> {
        let mut taken: HashMap<String, String> = HashMap::new();
        let mut repeats: HashMap<(String, String), u32> = HashMap::new();
        let mut out = Vec::with_capacity(drafts.len());
        for mut draft in drafts {
            let names = self.names(&mut draft);
            let source = source_id(&draft);
            if shape::loses_tags(&draft) {
                let what = "tags that are too long or too many for a card are left out";
                self.plan.report.losses.add(what, &draft.place);
            }
            if let Some(key) = draft.key.clone() {
                out.push((draft, key, source, names));
                continue;
            }
            let root = self.identity_of(&names);
            // A question may stand in a source twice; a name that the source gives must not.
            let count = repeats.entry((root.clone(), source.clone())).or_default();
            *count += 1;
            let source = match (*count, &draft.id) {
                (1, _) => source,
                (_, Some(_)) => {
                    let first = taken.get(&source).cloned().unwrap_or_default();
                    let what =
                        format!("its id stands in the source a second time, first at {first}");
                    self.plan.report.refused.push(Fault::new(
                        &draft.place,
                        what,
                        "give it an id of its own",
                    ));
                    continue;
                }
                (count, None) => format!("{source}\u{1f}{count}"),
            };
            taken
                .entry(source.clone())
                .or_insert_with(|| draft.place.clone());
            let id = card_id(draft.format, &root, &source);
            out.push((draft, id, source, names));
        }
        out
    }

    fn names(&self, draft: &mut Draft) -> Vec<String> {
        if let Some(deck) = self.wish.deck {
            let below = draft.deck.iter().skip(1).cloned();
            draft.tags.extend(below);
            return vec![deck.to_string()];
        }
        if draft.deck.is_empty() {
            return vec![self.wish.name.to_string()];
        }
        if self.wish.flat && 1 < draft.deck.len() {
            draft.tags.push(draft.deck[1..].join("::"));
            return vec![draft.deck[0].clone()];
        }
        draft.deck.clone()
    }

    /// What stands for the deck of these names, whatever edition it is of.
    fn identity_of(&self, names: &[String]) -> String {
        let known = self.facts.iter().find(|facts| {
            facts.id.is_some()
                && (facts.deck.as_slice() == names || facts.deck.first() == names.first())
        });
        match known {
            Some(DeckFacts { id: Some(id), .. }) => id.clone(),
            _ => names.first().cloned().unwrap_or_default(),
        }
    }

    /// Several decks get a folder of their own.
    fn settle_root(&mut self, drafts: &[(Draft, String, String, Vec<String>)]) {
        let decks: HashSet<&Vec<String>> = drafts.iter().map(|(_, _, _, names)| names).collect();
        let has_media = drafts.iter().any(|(draft, ..)| refers_to_media(draft));
        if decks.len() < 2 && !has_media {
            return;
        }
        let roots: HashSet<&str> = decks
            .iter()
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

    /// Finds out which earlier import this is an edition of.
    fn settle_origin(&mut self, shaped: &[Shaped]) {
        let mut votes: HashMap<OriginRow, usize> = HashMap::new();
        for one in shaped {
            let deck = one.deck.as_ref().or_else(|| self.homes.get(&one.id));
            let row = deck.and_then(|deck| self.ledger.get(&(deck.clone(), one.id.clone())));
            *votes.entry(row.map_or(0, |row| row.origin)).or_default() += 1;
        }
        votes.remove(&0);
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

    /// Adds one card to the plan.
    fn take(
        &mut self,
        shaped: Shaped,
        decide: &mut dyn FnMut(&Conflict) -> Side,
    ) -> Result<(), Fault> {
        let slug = self.home(&shaped);
        self.open(&slug, &shaped)?;
        let key = (slug.clone(), shaped.id.clone());
        let shown = format!("{slug}/{}", shaped.id);
        if !self.seen.insert(key.clone()) {
            let what = format!("`{shown}` stands in the source a second time");
            self.plan
                .report
                .refused
                .push(Fault::new(&shaped.place, what, ""));
            return Ok(());
        }
        for (part, history) in shaped.history {
            if parts(&shaped.card).contains(&part) {
                self.plan
                    .histories
                    .push((format!("{shown}{}", part.suffix()), history));
            }
        }
        let row = LedgerCard {
            origin: self.plan.origin,
            deck: slug.clone(),
            card: shaped.id.clone(),
            source_id: shaped.source_id,
            text: shaped.card.source.clone(),
            gone: false,
        };
        let before = self.ledger.get(&key).cloned();
        let target = self
            .targets
            .get_mut(&slug)
            .expect("it was opened just above");
        let ours = target.index.get(&shaped.id).copied();
        let report = &mut self.plan.report;
        if before.as_ref().is_some_and(|before| before.gone) {
            report.back.push(shown.clone());
        }
        match (ours, &before) {
            (None, Some(before)) if before.text == row.text => report.unchanged += 1,
            (None, Some(_)) => report.n_removed += 1,
            (None, None) => {
                target.add(shaped.card);
                report.new.push(shown);
            }
            (Some(_), Some(before)) if before.text == row.text => report.unchanged += 1,
            (Some(idx), before) => {
                let base = before
                    .as_ref()
                    .and_then(|before| parse_card(&before.text).ok());
                let keep = target.change(idx, base.as_ref(), shaped.card, &shown, report, decide);
                if !keep {
                    return Ok(());
                }
            }
        }
        if before.as_ref() != Some(&row) {
            self.plan.cards.push(row);
        }
        Ok(())
    }

    /// The deck that holds the card: where it stands already, else where the source has it.
    fn home(&mut self, shaped: &Shaped) -> String {
        if let Some(deck) = &shaped.deck {
            self.touched.insert(deck.clone());
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
        self.touched.insert(deck.clone());
        self.homes.get(&shaped.id).cloned().unwrap_or(deck)
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
                deck: self.started(slug, &shaped.names),
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

    fn started(&self, slug: &str, names: &[String]) -> Deck {
        let of = |facts: &&DeckFacts| facts.deck.as_slice() == names;
        let root =
            |facts: &&DeckFacts| facts.deck.first() == names.first() || facts.deck.is_empty();
        let facts = self
            .facts
            .iter()
            .find(of)
            .or_else(|| self.facts.iter().find(root));
        let facts = facts.cloned().unwrap_or_default();
        let title = facts.title.filter(|_| {
            self.facts
                .iter()
                .any(|facts| facts.deck.as_slice() == names)
        });
        let about = [facts.about.trim(), self.wish.provenance].join("\n\n");
        Deck {
            front: Front {
                id: slug.to_string(),
                title: shortened(&title.unwrap_or_else(|| names.join(": "))),
                topic: facts.topic,
                level: facts.level,
                tags: facts.tags,
                authors: facts.authors,
                licence: facts.licence,
                checked: facts.checked,
                ..Front::default()
            },
            about: super::guard::guarded(about.trim(), false),
            cards: Vec::new(),
        }
    }

    /// Cards of the decks that were read which the source no longer has.
    fn find_gone(&mut self) {
        let mut gone: Vec<&LedgerCard> = self
            .ledger
            .values()
            .filter(|card| card.origin == self.plan.origin && !card.gone)
            .filter(|card| self.touched.contains(&card.deck))
            .filter(|card| !self.seen.contains(&(card.deck.clone(), card.card.clone())))
            .collect();
        gone.sort_by(|a, b| (&a.deck, &a.card).cmp(&(&b.deck, &b.card)));
        for card in gone {
            self.plan
                .report
                .gone
                .push(format!("{}/{}", card.deck, card.card));
            self.plan.cards.push(LedgerCard {
                gone: true,
                ..card.clone()
            });
        }
    }

    fn finish(mut self) -> Plan {
        for slug in &self.order {
            let target = self
                .targets
                .remove(slug)
                .expect("every deck was opened once");
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
                    deck: target.deck,
                    is_new: target.is_new,
                });
            }
        }
        self.plan
    }
}

fn shaped(
    (draft, id, source_id, names): (Draft, String, String, Vec<String>),
) -> Result<Shaped, Fault> {
    let (deck, id) = match (&draft.key, id.split_once('/')) {
        (Some(_), Some((deck, card))) => (Some(deck.to_string()), card.to_string()),
        _ => (None, id),
    };
    let card = shape::card(&draft, &id)?;
    let id = card.id.clone().unwrap_or(id);
    Ok(Shaped {
        names,
        deck,
        id,
        source_id,
        card,
        history: draft.history,
        place: draft.place,
    })
}

fn refers_to_media(draft: &Draft) -> bool {
    let texts = [&draft.question, &draft.answer];
    let in_texts = texts.iter().any(|text| has_media(text));
    in_texts
        || draft.native.as_deref().is_some_and(has_media)
        || draft.choices.iter().any(|choice| has_media(&choice.text))
}

fn has_media(text: &str) -> bool {
    text.contains("](media/") || text.contains("](<media/")
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

impl Target {
    fn of(present: PresentDeck, usual: String) -> Target {
        let cards = present.deck.cards.iter().enumerate();
        let index = cards
            .filter_map(|(idx, card)| Some((card.id.clone()?, idx)))
            .collect();
        Target {
            index,
            deck: present.deck,
            path: present.path.unwrap_or(usual),
            is_new: false,
            is_changed: false,
            foreign: present.foreign,
        }
    }

    fn add(&mut self, card: Card) {
        if let Some(id) = &card.id {
            self.index.insert(id.clone(), self.deck.cards.len());
        }
        self.deck.cards.push(card);
        self.is_changed = true;
    }

    /// Brings the source's text to the card; false where nobody decided between two.
    fn change(
        &mut self,
        idx: usize,
        base: Option<&Card>,
        theirs: Card,
        key: &str,
        report: &mut Report,
        decide: &mut dyn FnMut(&Conflict) -> Side,
    ) -> bool {
        let ours = self.deck.cards[idx].clone();
        let before = print_card(&ours);
        let (made, decided) = match merge(base, &ours, &theirs) {
            Merged::Clean(card) => (*card, true),
            Merged::Conflict { ours, theirs } => {
                let conflict = Conflict {
                    key: key.to_string(),
                    ours: &ours,
                    theirs: &theirs,
                };
                match decide(&conflict) {
                    Side::Ours => (*ours, true),
                    Side::Theirs => (*theirs, true),
                    Side::Undecided => (self.deck.cards[idx].clone(), false),
                }
            }
        };
        let after = print_card(&made);
        if !decided {
            report.undecided.push(key.to_string());
            return false;
        }
        if after == before {
            report.unchanged += 1;
            return true;
        }
        report.n_merged += usize::from(after != theirs.source);
        self.deck.cards[idx] = made;
        self.is_changed = true;
        report.changed.push((key.to_string(), before, after));
        true
    }
}

#[cfg(test)]
mod tests;
