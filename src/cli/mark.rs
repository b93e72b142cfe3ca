//! `retain suspend`, `resume`, `bury`, `flag`, `reset`: one action on all cards that match.

use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::Desk;
use super::select;
use crate::model::event::Action;
use crate::model::memory::Phase;
use crate::store::cards::CardRecord;
use clap_complete::engine::ArgValueCompleter;

#[derive(Debug, clap::Args)]
pub struct MarkArgs {
    /// The cards: keys (`deck/card`) or a selector; see `retain help selectors`
    #[arg(required = true, add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// Say which cards it would be, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub struct FlagArgs {
    #[command(flatten)]
    mark: MarkArgs,
    /// Take the flag off
    #[arg(long)]
    off: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Suspend,
    Resume,
    Bury,
    Flag,
    Unflag,
    Reset,
}

impl Mark {
    fn action(self) -> Action {
        match self {
            Mark::Suspend => Action::Suspend,
            Mark::Resume => Action::Resume,
            Mark::Bury => Action::Bury,
            Mark::Flag => Action::Flag,
            Mark::Unflag => Action::Unflag,
            Mark::Reset => Action::Reset,
        }
    }

    /// Whether it would change anything about the card.
    fn changes(self, card: &CardRecord, context: &Context) -> bool {
        match self {
            Mark::Suspend => !card.state.suspended,
            Mark::Resume => card.state.suspended || card.state.buried == Some(context.today()),
            Mark::Bury => card.state.buried != Some(context.today()),
            Mark::Flag => !card.state.flagged,
            Mark::Unflag => card.state.flagged,
            Mark::Reset => card.state.phase != Phase::New,
        }
    }

    fn past(self) -> &'static str {
        match self {
            Mark::Suspend => "suspended",
            Mark::Resume => "resumed",
            Mark::Bury => "buried until tomorrow",
            Mark::Flag => "flagged",
            Mark::Unflag => "unflagged",
            Mark::Reset => "made new",
        }
    }
}

pub fn flag(args: &FlagArgs, context: &Context) -> Result<()> {
    run(
        &args.mark,
        if args.off { Mark::Unflag } else { Mark::Flag },
        context,
    )
}

pub fn run(args: &MarkArgs, mark: Mark, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    let cards = cards(&desk, &args.selector, context)?;
    let mut shown = String::new();
    for card in cards.iter().filter(|card| mark.changes(card, context)) {
        if !args.dry_run {
            desk.keep(card, mark.action(), None)?;
        }
        shown.push_str(&format!("{}\n", card.key));
    }
    context.print(&shown)?;
    let n_changed = shown.lines().count();
    let would = if args.dry_run { "would be " } else { "" };
    context.say(&format!(
        "{} {would}{}",
        crate::ui::words::count(n_changed, "card"),
        mark.past()
    ));
    Ok(())
}

/// The cards that keys or a selector mean. A key means just that card; none is guessed, since this
/// writes.
fn cards(desk: &Desk, words: &[String], context: &Context) -> Result<Vec<CardRecord>> {
    let is_key = |word: &String| word.contains('/') && !word.contains(':');
    if words.iter().all(is_key) {
        return words
            .iter()
            .map(|key| select::whole(&desk.store, key))
            .collect();
    }
    let mut rows: Vec<i64> = select::matching(&desk.store, words, context)?
        .into_iter()
        .collect();
    rows.sort_unstable();
    let mut cards = Vec::new();
    for row in rows {
        cards.extend(desk.store.card(row)?);
    }
    if cards.is_empty() {
        return Err(Failure::not_found(format!(
            "no card matches `{}`",
            words.join(" ")
        )));
    }
    Ok(cards)
}
