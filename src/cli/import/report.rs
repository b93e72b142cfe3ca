//! What an import says: counts, losses by kind, refusals with their places, and what changes.

use super::super::context::Context;
use super::super::failure::Result;
use super::super::{json as shapes, losses, pager, prompt};
use super::cards;
use super::history::Learned;
use super::media::Renewed;
use crate::deck::print_card;
use crate::import::plan::{Conflict, Plan, Side};
use crate::model::text::{harmless, harmless_line};
use crate::ui::words;
use crate::ui::wrap::fold;
use serde_json::json as value;
use similar::algorithms::{Capture, Replace, myers};
use std::io::IsTerminal;

/// Refusals that are shown one by one.
const REFUSALS: usize = 20;

/// Cards whose changes a dry run shows.
const DIFFS: usize = 50;

/// Keys that are listed of cards that are gone, missing, back or in conflict.
const KEYS: usize = 10;

pub struct Shown<'s> {
    pub source: &'s str,
    pub formats: &'s [&'static str],
    pub passed_over: usize,
    pub plan: &'s Plan,
    pub learned: Learned,
    pub renewed: Renewed,
    pub dry_run: bool,
}

/// Shows both sides of a card and lets the learner choose.
pub fn ask(conflict: &Conflict, context: &Context) -> Result<Side> {
    let (ours, theirs) = (print_card(conflict.ours), print_card(conflict.theirs));
    context.say(&format!(
        "\n{} was changed here and in the source:\n",
        conflict.key
    ));
    context.say(&diff(&ours, &theirs));
    let items = [
        "keep yours (-)",
        "take the source's (+)",
        "leave it for later",
    ];
    Ok(match prompt::pick("Which text?", &items, 0)? {
        0 => Side::Ours,
        1 => Side::Theirs,
        _ => Side::Undecided,
    })
}

/// Prints the report: the result on standard output, what to know beside it on standard error.
pub fn show(shown: &Shown, context: &Context) -> Result<()> {
    let report = &shown.plan.report;
    for fault in report.refused.iter().take(REFUSALS) {
        context.say(&format!("refused: {}", harmless_line(&fault.to_string())));
    }
    if let more @ 1.. = report.refused.len().saturating_sub(REFUSALS) {
        context.say(&format!("refused: {more} more; `--json` lists all"));
    }
    for loss in shown.plan.report.losses.all() {
        context.say(&format!("note: {}", losses::words(loss)));
    }
    keys(
        context,
        "no longer in the source, kept and suspended",
        &report.gone,
    );
    keys(
        context,
        "no longer in the source, or refused there, kept as they are",
        &report.missing,
    );
    keys(context, "in the source again", &report.back);
    keys(
        context,
        "changed on both sides, left as you have it",
        &report.undecided,
    );
    if !report.undecided.is_empty() {
        context.say("  `--ours` or `--theirs` decides");
    }
    if shown.dry_run {
        pager::print(context, &folded(&differences(shown), context))?;
    }
    context.print(&folded(&(summary(shown) + "\n"), context))?;
    if 0 < report.n_with_choices && !context.config.choices {
        context.say(&format!(
            "note: of {} reviews show the choices only with the answer; `retain config set choices \
             true` shows them with the question",
            cards(report.n_with_choices),
        ));
    }
    if !shown.dry_run && !report.new.is_empty() {
        next(shown, context);
    }
    Ok(())
}

/// Says where the new cards are, and how to begin.
fn next(shown: &Shown, context: &Context) {
    let places: Vec<&str> = shown
        .plan
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let Some(first) = places.first() else { return };
    let folder = match (places.len(), first.rsplit_once('/')) {
        (1, _) | (_, None) => context.deck_dir().join(first),
        (_, Some((folder, _))) => context.deck_dir().join(folder),
    };
    let deck = &shown.plan.files[0].deck.front.id;
    context.say(&format!(
        "written to {}; `retain review {deck}` begins",
        folder.display()
    ));
}

/// On a terminal lines break between words.
fn folded(text: &str, context: &Context) -> String {
    match std::io::stdout().is_terminal() {
        false => text.to_string(),
        true => fold(text, context.width()),
    }
}

fn keys(context: &Context, what: &str, keys: &[String]) {
    if keys.is_empty() {
        return;
    }
    let more = if KEYS < keys.len() { ", …" } else { "" };
    let listed: Vec<&str> = keys.iter().take(KEYS).map(String::as_str).collect();
    context.say(&format!(
        "{what} ({}): {}{more}",
        keys.len(),
        listed.join(", ")
    ));
}

fn differences(shown: &Shown) -> String {
    let report = &shown.plan.report;
    let mut out = String::new();
    for file in &shown.plan.files {
        let is_new = if file.is_new {
            "a new file"
        } else {
            "to be changed"
        };
        out.push_str(&format!(
            "{}: {}, {is_new}\n",
            file.path,
            cards(file.n_cards)
        ));
    }
    for (key, before, after) in report.changed.iter().take(DIFFS) {
        out.push_str(&format!("\n{key}\n{}", diff(before, after)));
    }
    if let more @ 1.. = report.changed.len().saturating_sub(DIFFS) {
        out.push_str(&format!("\n{} more\n", cards(more)));
    }
    harmless(&out).into_owned()
}

fn diff(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split('\n').collect();
    let new: Vec<&str> = after.split('\n').collect();
    // By name, since a choice of algorithms would bring all of them into the program.
    let mut found = Replace::new(Capture::new());
    let Ok(()) = myers::diff(&mut found, &old, 0..old.len(), &new, 0..new.len());
    let hunks = found.into_inner().into_grouped_ops(2);
    let changes = hunks
        .iter()
        .flatten()
        .flat_map(|op| op.iter_changes(&old, &new));
    changes
        .map(|change| format!("{}{}\n", change.tag(), change.value()))
        .collect()
}

/// `42 notes read as anki: 40 new, 1 changed, 1 unchanged`
fn summary(shown: &Shown) -> String {
    let (report, learned, renewed) = (&shown.plan.report, shown.learned, shown.renewed);
    let mut counts = vec![format!("{} new", report.new.len())];
    let mut add = |count: usize, what: &str| {
        if 0 < count {
            counts.push(format!("{count} {what}"));
        }
    };
    add(report.changed.len(), "changed");
    add(report.n_merged, "of them merged with your edits");
    add(report.unchanged, "unchanged");
    add(report.n_removed, "that you took out");
    add(report.gone.len(), "gone");
    add(report.missing.len(), "missing");
    add(report.back.len(), "back");
    add(report.undecided.len(), "in conflict");
    add(report.refused.len(), "refused");
    let mut add_named = |count: usize, noun: &str, what: &str| {
        if 0 < count {
            counts.push(format!("{} {what}", words::count(count, noun)));
        }
    };
    add_named(learned.answers, "answer", "taken over");
    add_named(learned.standings, "schedule", "taken over");
    add_named(renewed.replaced, "media file", "renewed");
    add_named(renewed.own, "media file", "left as you changed it");
    add_named(shown.passed_over, "file", "passed over");
    let formats = shown.formats.join(", ");
    let would = if shown.dry_run {
        " (a dry run: nothing was changed)"
    } else {
        ""
    };
    let read = words::count(report.n_notes, "note");
    let source = harmless_line(shown.source);
    let changed = shown.plan.files.len() + learned.answers + learned.standings + renewed.replaced;
    let same = if changed == 0 && report.refused.is_empty() && !shown.dry_run {
        "; nothing changed"
    } else {
        ""
    };
    let by = match formats.is_empty() {
        true => String::new(),
        false => format!(" as {formats}"),
    };
    format!(
        "{source}: {read} read{by}: {}{same}{would}",
        counts.join(", ")
    )
}

/// The report as JSON.
pub fn json(shown: &Shown) -> String {
    let (report, learned, renewed) = (&shown.plan.report, shown.learned, shown.renewed);
    let refused = report
        .refused
        .iter()
        .map(|fault| value!({ "place": fault.place, "what": fault.what, "hint": fault.hint }));
    let changed = report
        .changed
        .iter()
        .map(|(key, before, after)| value!({ "card": key, "before": before, "after": after }));
    let files = shown.plan.files.iter().map(|file| {
        value!({ "path": file.path, "deck": file.deck.front.id, "cards": file.n_cards, "new": file.is_new })
    });
    let fields = value!({
        "source": shown.source,
        "formats": shown.formats,
        "dry_run": shown.dry_run,
        "notes": report.n_notes,
        "new": report.new,
        "changed": changed.collect::<Vec<_>>(),
        "merged": report.n_merged,
        "unchanged": report.unchanged,
        "taken_out": report.n_removed,
        "gone": report.gone,
        "missing": report.missing,
        "back": report.back,
        "conflicts": report.undecided,
        "refused": refused.collect::<Vec<_>>(),
        "losses": losses::json(&report.losses),
        "files": files.collect::<Vec<_>>(),
        "passed_over": shown.passed_over,
        "answers": learned.answers,
        "schedules": learned.standings,
        "media": { "renewed": renewed.replaced, "kept": renewed.own },
    });
    shapes::object("import", fields)
}
