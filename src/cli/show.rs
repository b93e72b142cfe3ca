//! `retain show`: all there is to know of one card.

use super::context::Context;
use super::failure::Result;
use super::keep::Desk;
use super::view::View;
use super::{json, pager, select, undo};
use crate::model::civil::format_day;
use crate::model::event::Action;
use crate::model::memory::CardState;
use crate::model::time::Day;
use crate::schedule::interval::{Next, Why};
use crate::store::cards::{CardRecord, CardText};
use crate::store::log::CardEvent;
use crate::ui::style::Line;
use crate::ui::words;
use crate::ui::wrap::hang;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The card: `deck/card`, or a beginning of it that means only one
    #[arg(add = ArgValueCompleter::new(super::complete::card))]
    card: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ShowArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let record = select::card(&desk.store, &args.card)?;
    let history = desk.store.history(record.row)?;
    let memory = Remembered::of(&record, &desk, context.today());
    // A card whose text is gone still has its memory and its history.
    let view = match record.text {
        Some(_) => Some(View::of(record.clone(), &desk, context.today())?),
        None => None,
    };
    if args.json {
        let card = match &view {
            Some(view) => view.json(context.today()),
            None => json::joined(
                json::card(&record, memory.recall),
                json!({ "next": json::next(&memory.next, context.today()) }),
            ),
        };
        let events: Vec<Value> = history.iter().map(json::history).collect();
        let fields = json::joined(card, json!({ "history": events }));
        return context.print(&json::object("card", fields));
    }
    let mut text = view.map_or(String::new(), |view| {
        format!(
            "{}{}\n",
            view.question_text(context),
            view.answer_text(context)
        )
    });
    let facts = facts(&record, &memory, &history, context);
    text.push_str(
        &context
            .palette()
            .paint_all(&laid_out(&facts, context.width())),
    );
    pager::print(context, &text)
}

/// What is remembered of a card today, and what its grades would do.
pub struct Remembered {
    next: [Next; 4],
    recall: Option<f32>,
}

impl Remembered {
    pub fn of(record: &CardRecord, desk: &Desk, today: Day) -> Remembered {
        Remembered {
            next: desk.next(&record.key, &record.state, today),
            recall: desk.predicted(&record.key, &record.state, today),
        }
    }
}

/// The memory of a card, why it returns when it does, and its history; a line each.
pub fn facts(
    record: &CardRecord,
    memory: &Remembered,
    history: &[CardEvent],
    context: &Context,
) -> Vec<String> {
    let today = context.today();
    let mut lines = vec![format!("card        {}", record.key)];
    let place = match &record.text {
        None => "gone: no deck holds it any more".to_string(),
        Some(CardText {
            path: Some(path),
            line,
            ..
        }) => format!("{path}:{line}"),
        Some(text) => format!("built-in deck {}", text.deck),
    };
    lines.push(format!("text        {place}"));
    lines.extend(in_memory(&record.state, memory.recall, today));
    let buttons: Vec<String> = memory.next.iter().map(button).collect();
    lines.push(format!("next        {}", buttons.join(", ")));
    lines.extend(memory.next.iter().skip(1).map(why));
    lines.extend(marks(&record.state, today));
    lines.push(format!(
        "history     {}",
        words::count(history.len(), "event")
    ));
    lines.extend(history.iter().rev().map(|event| in_words(event, context)));
    lines
}

/// Wraps facts so that what follows a label stays to the right of it.
pub fn laid_out(facts: &[String], columns: usize) -> Vec<Line> {
    let lay_out = |fact: &String| {
        // A label is twelve columns wide; the instant of an event has its own width.
        let width = if fact.starts_with("  2") {
            EVENT
        } else {
            LABEL
        };
        let at = fact
            .char_indices()
            .nth(width)
            .map_or(fact.len(), |(idx, _)| idx);
        let (label, rest) = fact.split_at(at);
        hang(Line::from(label), &Line::from(rest), columns)
    };
    facts.iter().flat_map(lay_out).collect()
}

/// Columns of a label, and of an instant, with the blanks around them.
const LABEL: usize = 12;
const EVENT: usize = 20;

fn in_memory(state: &CardState, recall: Option<f32>, today: Day) -> Vec<String> {
    let (Some(memory), Some(due)) = (state.memory, state.due) else {
        return vec!["state       new: never answered".to_string()];
    };
    let recall = recall.map_or(String::new(), |recall| format!("{:.0} %", recall * 100.0));
    let days = due.0 - today.0;
    vec![
        format!(
            "state       {}, {} since new, {}",
            state.phase.name(),
            words::count(state.reps as usize, "answer"),
            words::count(state.lapses as usize, "lapse")
        ),
        format!("recall      {recall} today"),
        format!(
            "stability   {:.1} days until recall has fallen to 90 %",
            memory.stability
        ),
        format!("difficulty  {:.1} of 10", memory.difficulty),
        format!(
            "due         {} ({}), after an interval of {}",
            format_day(due),
            words::due(days),
            words::count(state.interval as usize, "day")
        ),
    ]
}

fn button(next: &Next) -> String {
    format!("{} {}", next.rating.name(), words::interval(next.interval))
}

/// Says how an interval came about.
fn why(next: &Next) -> String {
    let reason = match next.why() {
        Why::SameSitting => "comes back in this sitting".to_string(),
        Why::Model => format!("the model's {:.1} days, rounded", next.raw),
        Why::Floor => format!(
            "the model's {:.1} days, raised above the grade before or the last interval",
            next.raw
        ),
        Why::Spread => format!(
            "the model's {:.1} days, spread over {} to {}: the day with least due",
            next.raw, next.earliest, next.latest
        ),
        Why::Maximum => format!(
            "the model's {:.0} days, cut at the longest interval",
            next.raw
        ),
    };
    format!(
        "  {:<9} {}: {reason}",
        next.rating.name(),
        words::count(next.interval as usize, "day")
    )
}

fn marks(state: &CardState, today: Day) -> Option<String> {
    let marks = [
        (state.suspended, "suspended"),
        (state.buried == Some(today), "buried until tomorrow"),
        (state.flagged, "flagged"),
        (state.is_leech(), "leech"),
    ];
    let set: Vec<&str> = marks
        .iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, word)| *word)
        .collect();
    (!set.is_empty()).then(|| format!("marks       {}", set.join(", ")))
}

fn in_words(event: &CardEvent, context: &Context) -> String {
    let at = context.clock.local(event.at);
    match &event.action {
        Action::Answer(answer) => {
            let recall = answer.predicted.map_or(String::new(), |p| {
                format!(", recall was {:.0} %", p * 100.0)
            });
            let time = answer.duration_ms.map_or(String::new(), |ms| {
                format!(", {:.1} s", f64::from(ms) / 1000.0)
            });
            let next = words::interval(answer.interval);
            format!(
                "  {at}  {:<6} then {next}{recall}{time}",
                answer.rating.name()
            )
        }
        other => format!("  {at}  {}", undo::in_words(other)),
    }
}
