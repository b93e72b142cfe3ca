//! What the learner does with the missed cards: drill them, let them count, or read them.
//!
//! A quiz moves no due date by itself. Only here, and only where the learner says so, a missed card
//! counts as Again: its answer is kept with the mode `quiz`, and it is hidden until tomorrow.

use super::put::Put;
use super::result::Outcomes;
use crate::cli::context::Context;
use crate::cli::drill;
use crate::cli::failure::{Failure, Result};
use crate::cli::keep::{self, Desk};
use crate::cli::review::Stopped;
use crate::model::event::{Action, Answer, Mode, Rating};
use crate::model::memory::Phase;
use crate::store::cards::CardRecord;
use crate::ui::style::Line;
use crate::ui::talk::{Query, Said, Talk};
use crate::ui::words;
use crate::ui::wrap::wrap;

/// Offers what can be done with the missed cards, until the learner has enough.
pub fn offer(
    outcomes: &mut Outcomes,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> std::result::Result<(), Stopped> {
    let missed = outcomes.missed();
    if missed.is_empty() {
        let text = "Nothing was missed. Your schedule is as it was.";
        return Ok(talk.tell(&[Line::new(), Line::from(text)])?);
    }
    let mut fresh = true;
    loop {
        let n_counting = counting(outcomes, desk)?.len();
        let counted = outcomes.questions.iter().filter(|one| one.counted);
        let n_counted = counted.count();
        let said = talk.ask(&Query {
            shown: &|page| {
                let mut lines = vec![Line::new()];
                let texts = question(&missed, n_counting, n_counted).map(Line::from);
                lines.extend(texts.iter().flat_map(|text| wrap(text, page.prose())));
                lines
            },
            fresh,
            prompt: &|columns| {
                let long = match n_counting {
                    0 => "d drill, o open, Enter leave: ",
                    _ => "d drill, o open, t tomorrow, Enter leave: ",
                };
                let is_narrow = columns < long.len() + 4;
                Some(Line::from(if is_narrow { "d o t, Enter: " } else { long }))
            },
        })?;
        fresh = false;
        let Said::Line(line) = said else {
            return Ok(());
        };
        match line.trim() {
            "d" | "drill" => {
                let keys = missed
                    .iter()
                    .map(|idx| outcomes.questions[*idx].card.clone());
                drill::cards(&keys.collect::<Vec<_>>(), desk, talk, context)?;
                fresh = true;
            }
            "t" | "tomorrow" if 0 < n_counting => {
                let text = count(outcomes, desk, context)?;
                talk.tell(&[Line::from(text)])?;
            }
            "o" | "open" => open(outcomes, &missed, desk, talk, context)?,
            "" | "q" => return Ok(()),
            _ => talk.tell(&[Line::from("one of these letters, or Enter to leave")])?,
        }
    }
}

fn question(missed: &[usize], n_counting: usize, n_counted: usize) -> [String; 2] {
    let counts = match (n_counting, missed.len() - n_counting) {
        (0, _) => String::new(),
        (n, rest) if rest <= n_counted => format!(", t lets {n} count as Again, due tomorrow"),
        (n, _) => format!(", t lets {n} count as Again, due tomorrow (those not new)"),
    };
    let schedule = match n_counted {
        0 => "Your schedule is as it was: a right answer here is no free recall.".to_string(),
        n => format!("{n} of them counted as Again, and due tomorrow."),
    };
    [
        format!("{} missed. {schedule}", words::count(missed.len(), "card")),
        format!("d drills them now, o opens them{counts}."),
    ]
}

/// The missed cards that can be forgotten: those that were passed before. New ones stay new, and
/// those that wait to be passed count as Again already.
fn counting(outcomes: &Outcomes, desk: &Desk) -> Result<Vec<(usize, CardRecord)>> {
    let mut cards = Vec::new();
    for idx in outcomes.missed() {
        let one = &outcomes.questions[idx];
        let record = desk.store.card_by_key(&one.card)?;
        let record =
            record.filter(|card| card.state.phase == Phase::Review && !card.state.suspended);
        cards.extend(record.filter(|_| !one.counted).map(|card| (idx, card)));
    }
    Ok(cards)
}

/// Lets the missed cards count as Again and come back tomorrow; says what was done.
pub fn count(outcomes: &mut Outcomes, desk: &mut Desk, context: &Context) -> Result<String> {
    desk.check_clock(false)?;
    let counting = counting(outcomes, desk)?;
    if counting.is_empty() {
        return Ok("none of the missed cards can count as Again".to_string());
    }
    for (idx, card) in &counting {
        let duration_ms = outcomes.questions[*idx]
            .given
            .as_ref()
            .and_then(|given| given.duration_ms);
        let next = desk.next(&card.key, &card.state, context.today());
        let again = Action::Answer(Answer {
            rating: Rating::Again,
            interval: keep::interval(&next, Rating::Again),
            duration_ms,
            mode: Mode::Quiz,
            predicted: desk.predicted(&card.key, &card.state, context.today()),
            params: keep::PARAMS,
            suggested: Some(Rating::Again),
        });
        let outcome = desk.keep(card, again, None)?;
        let after = CardRecord {
            state: outcome.after,
            ..card.clone()
        };
        desk.keep(&after, Action::Bury, None)?;
        desk.store.count_quiz_question(outcomes.row.id, *idx)?;
        outcomes.questions[*idx].counted = true;
    }
    Ok(format!(
        "{} counted as Again, due tomorrow",
        words::count(counting.len(), "card")
    ))
}

/// Shows the missed cards, each with question and answer.
fn open(
    outcomes: &Outcomes,
    missed: &[usize],
    desk: &Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> std::result::Result<(), Stopped> {
    for idx in missed {
        let one = &outcomes.questions[*idx];
        let shown = Put::again(one, desk, context);
        let page = talk.page();
        match shown {
            Ok(put) => {
                let given = one.given.as_ref();
                let line = given.map_or("", |given| given.answer.as_str());
                let outcome = given.and_then(|given| given.outcome);
                talk.tell(&put.question(&one.card, page))?;
                talk.tell(&put.answer(line, outcome, desk, page))?;
            }
            Err(Failure { message, .. }) => talk.tell(&[Line::from(message)])?,
        }
    }
    Ok(())
}
