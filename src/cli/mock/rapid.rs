//! Rapid fire: short questions from cards, judged at once.

use super::super::failure::Result;
use super::super::view::View;
use super::choose::N_CARDS;
use super::sitting::{Flow, Sitting};
use crate::mock::{Point, Slot};
use crate::model::card::{Kind, Part};
use crate::model::chance::stable_hash;
use crate::quiz::{self, Verdict};
use crate::session::Item;
use crate::store::mocks::ShortCard;
use crate::ui::{mock, screen};

const BRIEF: &str = "Short questions; a sentence each is enough.";

/// What became of a question.
enum Reply {
    Right,
    Wrong,
    Stop,
}

pub fn run(sitting: &mut Sitting, slot: &Slot, cards: Vec<ShortCard>) -> Result<Flow> {
    let items = items(sitting, cards)?;
    if items.is_empty() {
        let words = "Rapid fire: no card that can be asked in a few words is in the focus.";
        sitting.talk.show(&mock::note(words, sitting.talk.page()))?;
        return Ok(Flow::On);
    }
    sitting.begin(slot, None, "", BRIEF)?;
    let n_items = items.len();
    for (idx, (item, topic)) in items.into_iter().enumerate() {
        let reply = put(sitting, &item, idx + 1, n_items)?;
        let heard = match reply {
            Reply::Stop => {
                sitting.keep();
                return Ok(Flow::Stop);
            }
            Reply::Right => true,
            Reply::Wrong => false,
        };
        sitting.note_asked(slot.kind, &item.key);
        let part = sitting.now();
        part.points.push(Point {
            text: item.card.question.clone(),
            topics: topic.into_iter().collect(),
            card: Some(item.key.clone()),
            heard,
        });
        part.scored = true;
        sitting.keep();
    }
    sitting.scored()?;
    Ok(Flow::On)
}

/// The cards as a session asks them, each with its topic; one that cannot be read is left out.
fn items(sitting: &Sitting, cards: Vec<ShortCard>) -> Result<Vec<(Item, Option<String>)>> {
    let mut items = Vec::new();
    for card in cards {
        if items.len() == N_CARDS {
            break;
        }
        let Some(record) = sitting.desk.store.card(card.card)? else {
            continue;
        };
        let Ok(view) = View::of(record, &sitting.desk, sitting.context.today()) else {
            continue;
        };
        let seed = sitting.mock.seed ^ stable_hash(&card.key);
        items.push((view.item(seed), card.topic));
    }
    Ok(items)
}

/// Puts one question, until it is answered by something that can be an answer.
fn put(sitting: &mut Sitting, item: &Item, number: usize, of: usize) -> Result<Reply> {
    let page = sitting.talk.page();
    let mut question = screen::question(item, shown(item));
    question.caption = format!("{number} of {of} · {}", item.deck_title);
    sitting.talk.gap()?;
    sitting.talk.show(&question.lines(page))?;
    let how = match is_judged(item) {
        true if shown(item).is_some() => "letter (skip, q) ",
        true => "your answer (skip, q) ",
        false => "Enter: show the answer (skip, q) ",
    };
    loop {
        let Some(line) = sitting.talk.ask(how)? else {
            return Ok(Reply::Stop);
        };
        match line.as_str() {
            "q" => return Ok(Reply::Stop),
            "skip" => return missed(sitting, item),
            _ if !is_judged(item) => return own_verdict(sitting, item),
            "" => return missed(sitting, item),
            line => match judge(item, line) {
                Ok(true) => {
                    sitting.talk.show(&mock::note("right", page))?;
                    return Ok(Reply::Right);
                }
                Ok(false) => return missed(sitting, item),
                Err(words) => sitting.talk.show(&mock::note(&words, page))?,
            },
        }
    }
}

/// Says what would have been right.
fn missed(sitting: &mut Sitting, item: &Item) -> Result<Reply> {
    let page = sitting.talk.page();
    let lines = match shown(item) {
        Some(order) => mock::right_choices(&item.card.choices, order, page),
        None => match accepted(item) {
            Some(accepted) => mock::note(&format!("not right: {accepted}"), page),
            None => screen::answer(item, None).lines(page),
        },
    };
    sitting.talk.show(&lines)?;
    Ok(Reply::Wrong)
}

/// Shows the answer, and lets the learner say whether it was what they had said.
fn own_verdict(sitting: &mut Sitting, item: &Item) -> Result<Reply> {
    let page = sitting.talk.page();
    sitting.talk.show(&screen::answer(item, None).lines(page))?;
    loop {
        let line = sitting.talk.ask("had it? y, n (q) ")?;
        match line.as_deref() {
            None | Some("q") => return Ok(Reply::Stop),
            Some("y" | "yes") => return Ok(Reply::Right),
            Some("n" | "no" | "skip") => return Ok(Reply::Wrong),
            Some(_) => sitting.talk.show(&mock::note("write y or n", page))?,
        }
    }
}

/// The order of the choices, where there are some to pick from.
fn shown(item: &Item) -> Option<&[usize]> {
    let picks = item.part == Part::Whole && !item.card.choices.is_empty();
    picks.then_some(item.order.as_slice())
}

/// Whether a typed line can be compared with what the card accepts.
fn is_judged(item: &Item) -> bool {
    let types = matches!(item.card.kind, Kind::Typed { .. } | Kind::Number { .. });
    shown(item).is_some() || types && item.part == Part::Whole
}

/// A slip counts as right: in an interview nobody sees the spelling.
fn judge(item: &Item, line: &str) -> std::result::Result<bool, String> {
    let verdict = match &item.card.kind {
        Kind::Typed { accept } => quiz::typed::judge(line, accept),
        Kind::Number { accept } => quiz::number::judge(line, accept),
        _ => {
            let picked = quiz::choice::read(line, item.order.len())
                .map_err(|_| "name the letter of a choice, such as a".to_string())?;
            let picked: Vec<usize> = picked.iter().map(|place| item.order[*place]).collect();
            quiz::choice::judge(&picked, &item.card.choices)
        }
    };
    Ok(verdict != Verdict::Wrong)
}

/// What would have been accepted; `None` where only the whole answer says it.
fn accepted(item: &Item) -> Option<String> {
    match &item.card.kind {
        _ if item.part != Part::Whole => None,
        Kind::Typed { accept } => accept.first().cloned(),
        Kind::Number { accept } => Some(accept.to_string()),
        _ => None,
    }
}
