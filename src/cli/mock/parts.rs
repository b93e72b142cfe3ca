//! The parts of a sitting in their turn.

use super::super::failure::Result;
use super::drawn::Drawn;
use super::sitting::{Flow, Sitting};
use super::{design, ends, open, rapid};
use crate::mock::{PartKind, Slot, plan};
use crate::ui::mock;

/// Asks every part, and one more question where time is left.
pub fn run(
    sitting: &mut Sitting,
    slots: &[Slot],
    mut drawn: Drawn,
    has_closing: bool,
) -> Result<()> {
    if ends::welcome(sitting, slots)? == Flow::Stop {
        sitting.context.say("nothing was asked, nothing is kept");
        return Ok(());
    }
    sitting.start();
    let mut flow = Flow::On;
    for slot in slots {
        if flow == Flow::On {
            flow = part(sitting, slot, &mut drawn)?;
        }
    }
    let left = (sitting.mock.minutes * 60).saturating_sub(sitting.elapsed());
    if let Some(slot) = plan::closing(left).filter(|_| has_closing && flow == Flow::On) {
        flow = part(sitting, &slot, &mut drawn)?;
    }
    sitting.mock.complete = flow == Flow::On;
    sitting.keep();
    ends::farewell(sitting)
}

fn part(sitting: &mut Sitting, slot: &Slot, drawn: &mut Drawn) -> Result<Flow> {
    let flow = match slot.kind {
        PartKind::RapidFire => rapid::run(sitting, slot, std::mem::take(&mut drawn.cards))?,
        PartKind::DeepDive => match take(&mut drawn.deep_dives) {
            Some(prompt) => open::deep_dive(sitting, slot, &prompt)?,
            None => without(sitting, slot)?,
        },
        PartKind::Behaviour => match take(&mut drawn.behaviours) {
            Some(question) => open::behaviour(sitting, slot, &question)?,
            None => without(sitting, slot)?,
        },
        PartKind::Design => match take(&mut drawn.designs) {
            Some(prompt) => design::run(sitting, slot, &prompt)?,
            None => without(sitting, slot)?,
        },
    };
    sitting.part_over();
    Ok(flow)
}

fn without(sitting: &Sitting, slot: &Slot) -> Result<Flow> {
    let words = format!("{}: no prompt is left for it.", slot.title());
    sitting
        .talk
        .show(&mock::note(&words, sitting.talk.page()))?;
    Ok(Flow::On)
}

fn take<P>(prompts: &mut Vec<P>) -> Option<P> {
    (!prompts.is_empty()).then(|| prompts.remove(0))
}
