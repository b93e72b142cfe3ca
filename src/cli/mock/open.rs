//! Questions without stages: a deep dive, and what somebody did.

use super::super::failure::Result;
use super::sitting::{Flow, Sitting};
use super::step::End;
use super::ticks;
use crate::mock::{Point, Slot};
use crate::model::prompt::{Behaviour, Prompt};
use crate::ui::mock;

pub fn deep_dive(sitting: &mut Sitting, slot: &Slot, prompt: &Prompt) -> Result<Flow> {
    sitting.begin(slot, Some(&prompt.id), &prompt.title, &prompt.brief)?;
    let points = prompt
        .points
        .iter()
        .map(|point| (&point.text, point.topics.clone()));
    set_points(sitting, points);
    sitting.now().sources = prompt.sources.clone();
    let end = sitting.step("Answer", &prompt.brief, &prompt.facts)?;
    let end = follow_up(sitting, end, &prompt.follow_ups, &prompt.facts)?;
    let shown: Vec<(Option<&str>, &str)> = prompt
        .points
        .iter()
        .map(|point| (None, point.text.as_str()))
        .collect();
    tick(sitting, end, "What was to be heard:", &shown)
}

pub fn behaviour(sitting: &mut Sitting, slot: &Slot, question: &Behaviour) -> Result<Flow> {
    sitting.begin(slot, Some(&question.id), &question.theme, &question.ask)?;
    // Its topics belong to the question and not to a point: with all of them at each point, one weak
    // story would outweigh a whole design in the advice.
    let topic: Vec<String> = question.topics.iter().take(1).cloned().collect();
    let points = question.strong.iter().map(|text| (text, topic.clone()));
    set_points(sitting, points);
    sitting.now().weak = question.weak.clone();
    let end = sitting.step("Answer", &question.ask, &[])?;
    let end = follow_up(sitting, end, &question.follow_ups, &[])?;
    let shown: Vec<(Option<&str>, &str)> = question
        .strong
        .iter()
        .map(|text| (None, text.as_str()))
        .collect();
    if end == End::Answered {
        let page = sitting.talk.page();
        sitting.talk.gap()?;
        sitting
            .talk
            .show(&mock::note("Signs of a weak answer:", page))?;
        sitting.talk.show(&mock::listed(&question.weak, page))?;
    }
    tick(sitting, end, "A strong answer:", &shown)
}

fn set_points<'p>(sitting: &mut Sitting, points: impl Iterator<Item = (&'p String, Vec<String>)>) {
    let point = |(text, topics): (&String, Vec<String>)| Point {
        text: text.clone(),
        topics,
        card: None,
        heard: false,
    };
    sitting.now().points = points.map(point).collect();
}

/// Asks the harder turns one after the other, where the question itself was answered.
pub fn follow_up(
    sitting: &mut Sitting,
    end: End,
    follow_ups: &[String],
    facts: &[String],
) -> Result<End> {
    if end != End::Answered {
        return Ok(end);
    }
    for (idx, follow_up) in follow_ups.iter().enumerate() {
        let page = sitting.talk.page();
        sitting.talk.gap()?;
        let name = format!("Follow-up {} of {}", idx + 1, follow_ups.len());
        sitting.talk.show(&mock::note(&name, page))?;
        sitting.talk.show(&mock::question(follow_up, page))?;
        let step = format!("Follow-up: {follow_up}");
        if sitting.step(&step, follow_up, facts)? == End::Stop {
            return Ok(End::Stop);
        }
    }
    Ok(End::Answered)
}

/// Shows the rubric of the part that is being asked, and takes the ticks.
pub fn tick(
    sitting: &mut Sitting,
    end: End,
    heading: &str,
    shown: &[(Option<&str>, &str)],
) -> Result<Flow> {
    match end {
        End::Stop => return Ok(Flow::Stop),
        End::Skipped => return Ok(Flow::On),
        End::Answered => (),
    }
    let page = sitting.talk.page();
    sitting.talk.gap()?;
    sitting.talk.show(&mock::question(heading, page))?;
    sitting.talk.show(&mock::rubric(shown, page))?;
    let Some(ticked) = ticks::take(&mut sitting.talk, shown.len())? else {
        return Ok(Flow::Stop);
    };
    for idx in ticked {
        sitting.now().points[idx].heard = true;
    }
    sitting.scored()?;
    Ok(Flow::On)
}
