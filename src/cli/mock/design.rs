//! System design: a brief, eight stages, harder turns, the rubric.

use super::super::failure::Result;
use super::open;
use super::sitting::{Flow, Sitting};
use super::step::End;
use crate::mock::{Point, Slot, plan};
use crate::model::prompt::{Estimate, Prompt, Stage, StageId};
use crate::ui::mock;

pub fn run(sitting: &mut Sitting, slot: &Slot, prompt: &Prompt) -> Result<Flow> {
    sitting.begin(slot, Some(&prompt.id), &prompt.title, &prompt.brief)?;
    let point = |point: &crate::model::prompt::Point| Point {
        text: point.text.clone(),
        topics: point.topics.clone(),
        card: None,
        heard: false,
    };
    let part = sitting.now();
    part.points = prompt.points.iter().map(point).collect();
    part.sources = prompt.sources.clone();
    let mut end = End::Skipped;
    for (idx, stage) in prompt.stages.iter().enumerate() {
        let share = plan::stage_share(slot.share, idx);
        match put(sitting, prompt, stage, (idx + 1, share))? {
            End::Stop => return Ok(Flow::Stop),
            End::Answered => end = End::Answered,
            End::Skipped => (),
        }
    }
    let end = open::follow_up(sitting, end, &prompt.follow_ups, &prompt.facts)?;
    let shown: Vec<(Option<&str>, &str)> = prompt
        .points
        .iter()
        .map(|point| (point.stage.map(StageId::title), point.text.as_str()))
        .collect();
    open::tick(sitting, end, "What was to be heard:", &shown)
}

/// Puts one stage; `place` is its number and its share of the clock.
fn put(
    sitting: &mut Sitting,
    prompt: &Prompt,
    stage: &Stage,
    (number, share): (usize, u32),
) -> Result<End> {
    let page = sitting.talk.page();
    let title = format!(
        "Stage {number} of {}: {}",
        prompt.stages.len(),
        stage.id.title()
    );
    sitting.talk.show(&mock::heading(&title, share, page))?;
    sitting.talk.show(&mock::question(&stage.ask, page))?;
    let question = format!("{}\n\n{}: {}", prompt.brief, stage.id.title(), stage.ask);
    let mut end = sitting.step(stage.id.title(), &question, &prompt.facts)?;
    if stage.id == StageId::Estimates && end == End::Answered {
        for estimate in &prompt.estimates {
            end = work_out(sitting, prompt, estimate)?;
            if end == End::Stop {
                break;
            }
        }
        // One figure that was left out does not undo the stage.
        if end == End::Skipped {
            end = End::Answered;
        }
    }
    Ok(end)
}

/// Asks for one figure, and shows its working once there was an answer.
fn work_out(sitting: &mut Sitting, prompt: &Prompt, estimate: &Estimate) -> Result<End> {
    let page = sitting.talk.page();
    sitting.talk.gap()?;
    sitting
        .talk
        .show(&mock::question(&estimate.question, page))?;
    let step = format!("Estimates: {}", estimate.question);
    let end = sitting.step(&step, &estimate.question, &prompt.facts)?;
    if end != End::Stop {
        let working = [
            format!("Working: {}", estimate.working),
            format!("Answer: {}", estimate.answer),
        ];
        sitting.talk.show(&mock::listed(&working, page))?;
    }
    Ok(end)
}
