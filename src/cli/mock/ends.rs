//! How a sitting begins and ends: the plan, and what came of it.

use super::super::failure::Result;
use super::sitting::{Flow, Sitting};
use crate::mock::{Slot, report};
use crate::model::text::harmless;
use crate::ui::{markdown, mock};

/// Shows the plan; the clock starts when the learner says so.
pub fn welcome(sitting: &mut Sitting, slots: &[Slot]) -> Result<Flow> {
    let page = sitting.talk.page();
    let role = sitting.mock.role.name();
    let minutes = mock::time(sitting.mock.minutes * 60);
    let head = format!(
        "Mock interview, {role}, {minutes}, seed {}",
        sitting.mock.seed
    );
    let planned: Vec<String> = slots
        .iter()
        .map(|slot| format!("{}, {}", slot.title(), mock::time(slot.share)))
        .collect();
    let mut lines = mock::question(&head, page);
    lines.extend(mock::listed(&planned, page));
    lines.extend(mock::note(
        "Answer aloud, as you would across a table, or write with e. After each part you tick \
         off what you said. No card changes its date.",
        page,
    ));
    sitting.talk.show(&lines)?;
    let said = sitting.talk.ask("Enter: begin  q: leave ")?;
    let is_on = said.is_some_and(|line| line != "q");
    Ok(if is_on { Flow::On } else { Flow::Stop })
}

/// Says what came of it; where it could not be kept, the report itself is printed.
pub fn farewell(sitting: &mut Sitting) -> Result<()> {
    if let Some(failure) = sitting.unkept.take() {
        let advice = sitting.advice();
        let report = report::markdown(&sitting.mock, &advice);
        sitting.context.print(&harmless(&report))?;
        return Err(failure);
    }
    let Some(number) = sitting.number else {
        sitting.context.say("nothing was answered, nothing is kept");
        return Ok(());
    };
    let page = sitting.talk.page();
    let advice = sitting.advice();
    sitting.talk.gap()?;
    let summary = report::summary(&sitting.mock, &advice);
    sitting.talk.show(&markdown::render(&summary, page))?;
    sitting.talk.gap()?;
    let words = format!("Report {number} is kept: `retain interview mock --show {number}`");
    sitting.talk.show(&mock::note(&words, page))
}
