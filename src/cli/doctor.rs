//! `retain doctor`: is everything as it should be, and if not, mend it.
//!
//! SQLite's integrity check, then the log replayed and compared with the cached states; a cache
//! that differs is rewritten from the log.

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use super::json;
use super::keep::Desk;
use crate::model::memory::CardState;
use crate::schedule::fsrs::Model;
use crate::schedule::replay;
use crate::store::{CardRow, Store};
use serde_json::json;
use std::collections::HashMap;

#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Print JSON, without card text or paths below your home folder
    #[arg(long)]
    json: bool,
    /// Report only; change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Fine,
    Note,
    Bad,
}

struct Finding {
    mark: Mark,
    about: &'static str,
    text: String,
}

pub fn run(args: &DoctorArgs, context: &Context) -> Result<()> {
    let mut findings = vec![version()];
    findings.extend(surroundings(context));
    match context.store() {
        Err(failure) => findings.push(bad("collection", with_hint(&failure))),
        Ok(store) => findings.extend(collection(store, args, context)?),
    }
    let is_bad = findings.iter().any(|finding| finding.mark == Mark::Bad);
    context.print(&if args.json {
        in_json(&findings)
    } else {
        in_words(&findings, context)
    })?;
    if is_bad {
        Err(Failure::silent(Kind::Runtime))
    } else {
        Ok(())
    }
}

fn fine(about: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        mark: Mark::Fine,
        about,
        text: text.into(),
    }
}

fn note(about: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        mark: Mark::Note,
        about,
        text: text.into(),
    }
}

fn bad(about: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        mark: Mark::Bad,
        about,
        text: text.into(),
    }
}

fn with_hint(failure: &Failure) -> String {
    match &failure.hint {
        Some(hint) => format!("{}; {hint}", failure.message),
        None => failure.message.clone(),
    }
}

fn version() -> Finding {
    fine(
        "version",
        format!(
            "retain {}, SQLite {}",
            env!("CARGO_PKG_VERSION"),
            rusqlite_version()
        ),
    )
}

fn rusqlite_version() -> &'static str {
    crate::store::sqlite_version()
}

fn surroundings(context: &Context) -> Vec<Finding> {
    let clock = format!(
        "{}, time zone {}, the study day begins at {:02}:00",
        crate::model::civil::format_instant(context.clock.now()),
        context.clock.zone_name(),
        context.config.rollover_hour
    );
    let place = |path: &std::path::Path| without_home(&path.display().to_string());
    let mut findings = vec![
        fine("data", place(&context.data_dir)),
        fine("settings", place(&context.config_path)),
        if context.clock.is_fixed() {
            note("clock", format!("{clock}; fixed by RETAIN_NOW"))
        } else {
            fine("clock", clock)
        },
    ];
    for path in &context.config.decks {
        if !path.exists() {
            findings.push(note(
                "decks",
                format!("{} is not there: its decks stay as last read", place(path)),
            ));
        }
    }
    findings
}

/// Replaces the home folder by `~`, so that a report can be shown to others.
fn without_home(path: &str) -> String {
    match std::env::var("HOME") {
        Ok(home) if !home.is_empty() && path.starts_with(&home) => {
            format!("~{}", &path[home.len()..])
        }
        _ => path.to_string(),
    }
}

fn collection(store: Store, args: &DoctorArgs, context: &Context) -> Result<Vec<Finding>> {
    let broken = store.integrity()?;
    if let Some(first) = broken.first() {
        let text = format!(
            "{}: {first}; `retain restore` brings back a backup",
            crate::ui::words::count(broken.len(), "fault")
        );
        return Ok(vec![bad("database", text)]);
    }
    let mut findings = vec![fine("database", "SQLite's integrity check found nothing")];
    if let Some(last) = store.last_uid()? {
        let ahead = last.at().0 - context.clock.now().0;
        if 3_600_000 < ahead {
            let at = crate::model::civil::format_instant(last.at());
            findings.push(note(
                "log",
                format!("the last event is of {at}, which is still to come: is the clock right?"),
            ));
        }
    }
    let faults: Vec<String> = store
        .files()?
        .into_iter()
        .filter_map(|file| file.fault)
        .collect();
    findings.extend(faults.into_iter().map(|fault| note("deck", fault)));
    let mut desk = Desk::around(store, context)?;
    findings.push(caches(&mut desk, args.dry_run)?);
    Ok(findings)
}

/// Replays the log, compares, and repairs, while nobody else writes.
fn caches(desk: &mut Desk, dry_run: bool) -> Result<Finding> {
    let replayed = desk.together(|store, model| {
        let replayed = replay_all(store, model)?;
        if !dry_run {
            store.put_states(replayed.differing.iter().map(|(row, state)| (*row, state)))?;
        }
        Ok(replayed)
    })?;
    let n_differing = crate::ui::words::count(replayed.differing.len(), "card");
    Ok(match (replayed.differing.is_empty(), dry_run) {
        (true, _) => fine(
            "log",
            format!(
                "{} events replayed: the states of {} cards follow from them",
                replayed.n_events, replayed.n_cards
            ),
        ),
        (false, true) => bad(
            "log",
            format!(
                "the state of {n_differing} does not follow from the log; without --dry-run it is repaired"
            ),
        ),
        (false, false) => note(
            "log",
            format!("the state of {n_differing} did not follow from the log; repaired"),
        ),
    })
}

struct Replayed {
    /// Cards whose cached state is another than the log's, with the log's.
    differing: Vec<(CardRow, CardState)>,
    n_events: usize,
    n_cards: usize,
}

fn replay_all<'m>(store: &Store, model: &dyn Fn(&str) -> &'m Model) -> Result<Replayed> {
    let (mut places, mut cached, mut models) = (HashMap::new(), Vec::new(), Vec::new());
    store.each_state(|row, key, state| {
        places.insert(row, cached.len());
        models.push(model(&key));
        cached.push((row, state));
    })?;
    let mut states = vec![CardState::default(); cached.len()];
    let mut n_events = 0;
    store.each_counting(|row, uid, day, action| {
        if let Some(idx) = places.get(&row) {
            replay::apply(&mut states[*idx], uid, day, action, models[*idx]);
            n_events += 1;
        }
    })?;
    let n_cards = states
        .iter()
        .filter(|state| state.last_event.is_some())
        .count();
    let differs = |((row, cached), state): ((CardRow, CardState), CardState)| {
        (cached != state).then_some((row, state))
    };
    let differing = cached.into_iter().zip(states).filter_map(differs).collect();
    Ok(Replayed {
        differing,
        n_events,
        n_cards,
    })
}

fn in_words(findings: &[Finding], context: &Context) -> String {
    let ascii = context.ascii();
    let sign = |mark| match (mark, ascii) {
        (Mark::Fine, false) => "✔",
        (Mark::Fine, true) => "ok",
        (Mark::Note, _) => "!",
        (Mark::Bad, false) => "✘",
        (Mark::Bad, true) => "BAD",
    };
    let line = |finding: &Finding| {
        let text = crate::model::text::harmless(&finding.text).replace('\n', "\n             ");
        format!("{:<3}{:<10}{text}\n", sign(finding.mark), finding.about)
    };
    findings.iter().map(line).collect()
}

fn in_json(findings: &[Finding]) -> String {
    let finding = |finding: &Finding| {
        let mark = match finding.mark {
            Mark::Fine => "fine",
            Mark::Note => "note",
            Mark::Bad => "bad",
        };
        json!({ "mark": mark, "about": finding.about, "text": without_home(&finding.text) })
    };
    json::object(
        "doctor",
        json!({ "findings": findings.iter().map(finding).collect::<Vec<_>>() }),
    )
}
