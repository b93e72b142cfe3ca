//! Cards of org-fc: headlines tagged `:fc:`, whose `FC_TYPE` says how they ask.
//!
//! Title and text ask, and the headline `Front` if there is one; the headline `Back` answers. Without
//! `Back` the title asks, and the text answers. A double card asks both ways.

use super::cloze::fc;
use super::document::Headline;
use super::inline::Reader;
use super::source::{Source, joined};
use crate::import::draft::{Ask, Draft, Harvest, History, Standing};
use crate::import::format::Options;
use crate::import::heading::parted;
use crate::import::text::admit::{Luggage, admit};
use crate::import::text::schedule::{UNREADABLE, before, count, day, days, ease, number};
use crate::model::card::Part;
use std::collections::HashMap;

pub const TAG: &str = "fc";
pub const IDS: &[&str] = &["ID"];

/// A tag that says what is known of the card, not what it is about.
const SUSPENDED: &str = "suspended";

const WOKEN: &str = "suspended cards come in as cards to learn without `--progress`";
const TOPIC: &str = "topics to read again, which ask nothing";
const UNKNOWN_TYPE: &str = "types of fc cards that are not known are read as plain ones";

/// The longest answer that is typed.
const TYPED_MAX: usize = 80;

/// Takes all cards of a file.
pub fn take(source: &Source, cards: &[usize], harvest: &mut Harvest) {
    for idx in cards {
        let headline = &source.document.headlines[*idx];
        let kind = headline
            .value("FC_TYPE")
            .unwrap_or("normal")
            .to_ascii_lowercase();
        if kind == "topic" {
            harvest.losses.add(TOPIC, source.file.line(headline.line));
            continue;
        }
        let mut reader = source.reader();
        let mut draft = source.draft(*idx, IDS, &[TAG, SUSPENDED]);
        match kind.as_str() {
            "cloze" => clozes(source, *idx, &mut draft, &mut reader),
            _ => sides(source, *idx, &mut draft, &mut reader),
        }
        match kind.as_str() {
            "double" | "vocab" => draft.reversed = true,
            "text-input" => typed(source, *idx, &mut draft),
            "normal" | "cloze" => (),
            _ => reader.luggage.losses.push(UNKNOWN_TYPE),
        }
        draft.history = histories(source, *idx, &draft, &mut reader.luggage);
        let way_back = way_back(&mut draft);
        admit(draft, reader.luggage, source.options, harvest);
        if let Some(draft) = way_back {
            admit(draft, Luggage::default(), source.options, harvest);
        }
    }
}

/// The way back as a card of its own, where the front is more than a heading: a reversed card
/// answers with its heading alone.
fn way_back(draft: &mut Draft) -> Option<Draft> {
    let is_apart = draft.reversed && !parted(&draft.question).prompt.is_empty();
    if !is_apart || draft.answer.is_empty() {
        return None;
    }
    draft.reversed = false;
    let history = std::mem::take(&mut draft.history).into_iter();
    let (back, front): (Vec<_>, Vec<_>) = history.partition(|(part, _)| *part == Part::Reversed);
    draft.history = front;
    Some(Draft {
        id: draft.id.as_ref().map(|id| format!("{id}/back")),
        question: draft.answer.clone(),
        answer: draft.question.clone(),
        history: back
            .into_iter()
            .map(|(_, history)| (Part::Whole, history))
            .collect(),
        ..draft.clone()
    })
}

fn back(source: &Source, idx: usize) -> Option<usize> {
    side(source, idx, "back")
}

/// The headline under a card that has this name.
fn side(source: &Source, idx: usize, name: &str) -> Option<usize> {
    let below = source.document.children(idx);
    let is_side = |below: &usize| {
        let title = source.document.headlines[*below].title;
        title.eq_ignore_ascii_case(name)
    };
    below.into_iter().find(is_side)
}

fn sides(source: &Source, idx: usize, draft: &mut Draft, reader: &mut Reader) {
    match back(source, idx) {
        Some(back) => {
            let title = source.telling_title(idx, reader);
            let front = side(source, idx, "front").map(|front| source.whole(front, reader));
            let body = source.body(idx, reader);
            draft.question = joined(vec![title, body, front.unwrap_or_default()]);
            if draft.question.is_empty() {
                draft.question = source.title(idx, reader);
            }
            draft.answer = source.whole(back, reader);
        }
        None => {
            draft.question = source.title(idx, reader);
            draft.answer = source.whole(idx, reader);
        }
    }
}

fn typed(source: &Source, idx: usize, draft: &mut Draft) {
    let text = match back(source, idx) {
        Some(back) => source.document.body(back),
        None => source.document.body(idx),
    };
    let text = text.join("\n");
    let answer = source.document.headlines[idx]
        .value("ANSWER")
        .unwrap_or(text.trim());
    let answer = answer.trim_matches(['~', '=']);
    if !answer.is_empty() && !answer.contains('\n') && answer.len() <= TYPED_MAX {
        draft.ask = Ask::Typed(vec![answer.to_string()]);
    }
}

fn clozes(source: &Source, idx: usize, draft: &mut Draft, reader: &mut Reader) {
    let title = source.document.headlines[idx].title;
    let body = source.document.body(idx).join("\n");
    let text = match fc(title).is_empty() {
        true => body,
        false => format!("{title}\n\n{body}"),
    };
    let pieces = fc(&text);
    let given: Vec<u16> = pieces
        .iter()
        .flat_map(|piece| piece.numbers.clone())
        .collect();
    let fit = given.iter().all(|number| *number <= 500);
    let mut free = (1..u16::MAX).filter(|number| !fit || !given.contains(number));
    let lowered = title.to_lowercase();
    let is_told = pieces.iter().any(|piece| {
        let hidden = text[piece.hidden.clone()].to_lowercase();
        hidden.contains(&lowered) || lowered.contains(hidden.trim())
    });
    let holes = pieces.into_iter().map(|piece| {
        let numbers = match fit && !piece.numbers.is_empty() {
            true => piece.numbers.clone(),
            false => vec![free.next().unwrap_or(u16::MAX)],
        };
        piece.hole(numbers)
    });
    let holes: Vec<_> = holes.collect();
    draft.ask = Ask::Cloze;
    draft.answer = source.clozed(&text, &holes, reader);
    if fc(title).is_empty() && !is_told {
        draft.question = source.telling_title(idx, reader);
    }
    draft.why = back(source, idx)
        .map(|back| source.whole(back, reader))
        .filter(|why| !why.is_empty());
}

/// The rows of the table in the drawer `REVIEW_DATA`, one for each position.
fn histories(
    source: &Source,
    idx: usize,
    draft: &Draft,
    luggage: &mut Luggage,
) -> Vec<(Part, History)> {
    let headline = &source.document.headlines[idx];
    let suspended = headline.has_tag(SUSPENDED);
    if !source.options.progress {
        luggage.losses.extend(suspended.then_some(WOKEN));
        return Vec::new();
    }
    let mut histories = reviewed(source, headline, luggage);
    if suspended {
        // A card that was never shown has no row.
        for part in draft.parts() {
            if !histories.iter().any(|(known, _)| *known == part) {
                histories.push((part, History::default()));
            }
        }
        for (_, history) in &mut histories {
            history.suspended = true;
        }
    }
    histories.retain(|(_, history)| history.suspended || history.standing.is_some());
    histories
}

fn reviewed(source: &Source, headline: &Headline, luggage: &mut Luggage) -> Vec<(Part, History)> {
    let drawer = headline
        .drawers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("REVIEW_DATA"));
    let lines = drawer.map_or(&[][..], |(_, lines)| &source.document.lines[lines.clone()]);
    let mut rows = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| line.starts_with('|') && !line.starts_with("|-"));
    let names: Vec<String> = rows.next().map_or(Vec::new(), |row| {
        cells(row).map(str::to_lowercase).collect()
    });
    let mut histories = Vec::new();
    for row in rows {
        let row: HashMap<&str, &str> = names.iter().map(String::as_str).zip(cells(row)).collect();
        let part = row.get("position").and_then(|position| part(position));
        let known = part.and_then(|part| Some((part, standing(&row, source.options)?)));
        match known {
            Some((part, standing)) => histories.push((
                part,
                History {
                    standing,
                    ..History::default()
                },
            )),
            None => luggage.losses.push(UNREADABLE),
        }
    }
    histories
}

fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.trim_matches('|').split('|').map(str::trim)
}

fn part(position: &str) -> Option<Part> {
    match position {
        "front" => Some(Part::Whole),
        "back" => Some(Part::Reversed),
        position => {
            let number = position.parse::<u16>().ok()?.checked_add(1)?;
            (number <= 500).then_some(Part::Cloze(number))
        }
    }
}

/// `Some(None)` for a card that was never answered.
fn standing(row: &HashMap<&str, &str>, options: &Options) -> Option<Option<Standing>> {
    let of = |name: &str| row.get(name).copied().unwrap_or_default();
    let interval = match of("interval") {
        "" => 0,
        text => days(text)?,
    };
    let stability = number(of("stability")).filter(|days| 0.0 < *days);
    if interval == 0 && of("box").parse::<i32>().unwrap_or(0) <= 0 && stability.is_none() {
        return Some(None);
    }
    let due = day(of("due"), options)?;
    let difficulty = number(of("difficulty")).filter(|value| (1.0..=10.0).contains(value));
    let has_memory = stability.is_some() && difficulty.is_some();
    let last_day = day(of("last_review"), options);
    Some(Some(Standing {
        stability: stability.filter(|_| has_memory).map(|days| days as f32),
        difficulty: difficulty.filter(|_| has_memory).map(|value| value as f32),
        due: Some(due),
        last_day: last_day.or(Some(before(due, interval))),
        interval,
        ease: ease(of("ease")),
        reps: count(of("reps")).max(count(of("box"))).max(1),
        lapses: count(of("lapses")),
    }))
}
