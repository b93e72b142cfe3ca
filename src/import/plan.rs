//! What an import is to change: which cards of which deck files are added, replaced, merged or left
//! alone. Nothing is written here; the same plan is shown by a dry run and carried out by a real one.

mod planner;
mod shaping;
mod target;

use crate::import::draft::{Fault, Harvest, History, Losses};
use crate::model::card::Card;
use crate::model::deck::Deck;
use crate::model::ledger::{LedgerCard, LedgerDeck, OriginRow};
use planner::Planner;
use shaping::Told;
use std::collections::{BTreeMap, BTreeSet};

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
    /// A deck that the learner took away comes back: it was asked for by name.
    pub revives: bool,
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
    /// Rows of the ledger that are new or changed, by deck.
    pub cards: BTreeMap<String, Vec<LedgerCard>>,
    pub report: Report,
    /// Pictures and sounds that cards of the source name: the folder of the deck, the name.
    pub media: BTreeSet<(String, String)>,
    /// What was learned, by key of the review card.
    pub histories: Vec<(String, History)>,
}

impl Plan {
    /// Whether no card of the source could be taken.
    pub fn takes_nothing(&self) -> bool {
        let report = &self.report;
        let n_told = report.unchanged + report.n_removed + report.undecided.len();
        report.new.is_empty() && report.changed.is_empty() && n_told == 0
    }
}

/// One deck file to be written.
pub struct FileChange {
    pub path: String,
    /// New cards have no source of their own: it stands in the ledger's row. All are gone once they are
    /// written.
    pub deck: Deck,
    pub n_cards: usize,
    pub is_new: bool,
}

/// What is told of it.
#[derive(Default)]
pub struct Report {
    pub n_notes: usize,
    pub new: Vec<String>,
    /// How many of the new cards have choices.
    pub n_with_choices: usize,
    /// Key, text before, text after.
    pub changed: Vec<(String, String, String)>,
    /// Kept the learner's edits beside the source's.
    pub n_merged: usize,
    pub unchanged: usize,
    /// Cards whose text the learner took out of the file; they stay out.
    pub n_removed: usize,
    pub gone: Vec<String>,
    /// Cards that the source no longer has, or that are among those that it was refused: which of
    /// the two nobody knows, so they stay as they are.
    pub missing: Vec<String>,
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
    // Where a reader cannot say what it refused, any card that is missing may be it.
    let is_known = harvest.knows_refused();
    let mut told = Told {
        refused: harvest.refused,
        refused_ids: Vec::new(),
        losses: harvest.losses,
    };
    let (mut drafts, facts) = (harvest.drafts, harvest.decks);
    shaping::identify(&mut drafts, wish, &facts, &mut told);
    let mut planner = Planner::new(wish, present, &facts);
    planner.settle_root(&drafts);
    planner.expect(drafts.len());
    // Otherwise cards are taken as they are made.
    let mut ahead = Vec::new();
    if planner.looks_ahead(&drafts) {
        ahead.reserve(drafts.len());
        shaping::shape(std::mem::take(&mut drafts), &facts, &mut told, |one| {
            ahead.push(one);
            Ok(())
        })?;
    }
    planner.settle_tags(&ahead);
    planner.settle_origin(&ahead);
    let mut take = |one| planner.take(one, decide);
    ahead.into_iter().try_for_each(&mut take)?;
    shaping::shape(drafts, &facts, &mut told, take)?;
    let report = &mut planner.plan.report;
    report.n_notes = harvest.n_notes;
    report.refused.splice(0..0, told.refused);
    report.losses = told.losses;
    planner.find_gone(&harvest.refused_ids, &told.refused_ids, is_known);
    Ok(planner.finish())
}

#[cfg(test)]
mod tests;
