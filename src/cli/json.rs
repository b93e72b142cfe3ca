//! The shapes of `--json`, as `docs/json.md` promises them. Fields are only ever added.

use super::failure::Failure;
use crate::model::card::{Card, Kind};
use crate::model::civil::{format_day, format_instant};
use crate::model::event::{Action, Event, Rating};
use crate::model::text::is_harmless;
use crate::model::time::Day;
use crate::schedule::interval::Next;
use crate::store::cards::CardRecord;
use crate::store::log::CardEvent;
use serde_json::{Map, Value, json};

/// Wraps fields in an object that names its schema: `retain.due/1`; one line.
pub fn object(name: &str, fields: Value) -> String {
    let mut whole = Map::new();
    whole.insert("schema".to_string(), format!("retain.{name}/1").into());
    if let Value::Object(fields) = fields {
        whole.extend(fields);
    }
    format!("{}\n", line(&Value::Object(whole)))
}

/// Writes a value on one line, with everything escaped that a terminal might act on.
///
/// JSON itself asks for less: C1 controls and bidirectional overrides may stand in its strings.
pub fn line(value: &Value) -> String {
    let text = value.to_string();
    if text.bytes().all(|byte| byte < 0x7f) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmless(c) {
            escaped.push(c);
        } else {
            let units = c
                .encode_utf16(&mut [0; 2])
                .iter()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect::<String>();
            escaped.push_str(&units);
        }
    }
    escaped
}

pub fn failure(failure: &Failure) -> String {
    line(
        &json!({ "error": { "code": failure.kind.code(), "message": failure.message, "hint": failure.hint } }),
    )
}

/// A number with at most `digits` decimals, without the noise of single precision.
pub fn rounded(value: f32, digits: i32) -> Value {
    let factor = 10_f64.powi(digits);
    json!((f64::from(value) * factor).round() / factor)
}

/// A number as short as single precision allows: 0.9 and not 0.8999999761581421.
fn short(value: f32) -> Value {
    value
        .to_string()
        .parse::<f64>()
        .map_or(Value::Null, Value::from)
}

/// What is known of a review card without its text: place, state, memory.
pub fn card(record: &CardRecord, retrievability: Option<f32>) -> Value {
    let (state, text) = (&record.state, record.text.as_ref());
    json!({
        "card": record.key,
        "deck": text.map(|text| &text.deck),
        "topic": text.and_then(|text| text.topic.as_ref()),
        "area": text.and_then(|text| text.area.as_ref()),
        "level": text.and_then(|text| text.level.as_ref()),
        "path": text.and_then(|text| text.path.as_ref()),
        "line": text.map(|text| text.line),
        "phase": state.phase.name(),
        "due": state.due.map(format_day),
        "interval": state.interval,
        "last_day": state.last_day.map(format_day),
        "stability": state.memory.map(|memory| short(memory.stability)),
        "difficulty": state.memory.map(|memory| short(memory.difficulty)),
        "retrievability": retrievability.map(short),
        "reps": state.reps,
        "lapses": state.lapses,
        "suspended": state.suspended,
        "buried": state.buried.map(format_day),
        "flagged": state.flagged,
        "leech": state.is_leech(),
    })
}

/// The text of a card, Markdown as written.
pub fn text(card: &Card, question_body: &str, answer: &str) -> Value {
    json!({
        "question": card.question,
        "prompt": card.prompt,
        "body": question_body,
        "answer": answer,
        "kind": crate::store::decks::kind_name(card),
        "choices": card.choices.iter().map(|choice| json!({
            "text": choice.text, "right": choice.right, "note": choice.note,
        })).collect::<Vec<_>>(),
        "accept": accept(card),
        "hint": card.hint,
        "why": card.why,
        "sources": card.sources,
        "terms": card.terms,
        "tags": card.tags,
    })
}

fn accept(card: &Card) -> Value {
    match &card.kind {
        Kind::Typed { accept } => json!(accept),
        Kind::Number { accept } => json!([accept.to_string()]),
        _ => Value::Null,
    }
}

/// The four next intervals in days; Again is 0, the same sitting.
pub fn next(next: &[Next; 4], today: Day) -> Value {
    let mut grades = Map::new();
    for next in next {
        let due = format_day(today.plus(next.interval));
        let value = json!({
            "interval": next.interval,
            "due": due,
            "stability": short(next.memory.stability),
            "difficulty": short(next.memory.difficulty),
        });
        grades.insert(next.rating.name().to_string(), value);
    }
    Value::Object(grades)
}

/// Adds the fields of `more` to those of `base`.
pub fn joined(base: Value, more: Value) -> Value {
    match (base, more) {
        (Value::Object(mut base), Value::Object(more)) => {
            base.extend(more);
            Value::Object(base)
        }
        (base, _) => base,
    }
}

/// An event of the log, as `log export` writes it.
pub fn event(event: &Event) -> Value {
    let fields = json!({
        "uid": event.uid.to_string(),
        "device": event.device,
        "card": event.card,
        "at": format_instant(event.at),
        "utc_offset": event.utc_offset_minutes,
        "day": format_day(event.day),
        "written": event.written.map(format_instant),
    });
    joined(fields, action(&event.action))
}

/// An event in the history of one card.
pub fn history(event: &CardEvent) -> Value {
    let fields = json!({
        "uid": event.uid.to_string(),
        "at": format_instant(event.at),
        "day": format_day(event.day),
    });
    joined(fields, action(&event.action))
}

/// The word by which the log calls what was done.
pub fn kind(action: &Action) -> &'static str {
    match action {
        Action::Answer(_) => "answer",
        Action::Undo { .. } => "undo",
        Action::Suspend => "suspend",
        Action::Resume => "resume",
        Action::Bury => "bury",
        Action::Flag => "flag",
        Action::Unflag => "unflag",
        Action::Reset => "reset",
        Action::Place { .. } => "place",
        Action::Adopt(_) => "adopt",
    }
}

fn action(action: &Action) -> Value {
    let kind = kind(action);
    match action {
        Action::Answer(answer) => json!({
            "kind": kind,
            "rating": answer.rating.name(),
            "interval": answer.interval,
            "duration_ms": answer.duration_ms,
            "mode": answer.mode.name(),
            "predicted": answer.predicted.map(short),
            "params": answer.params,
            "suggested": answer.suggested.map(Rating::name),
        }),
        Action::Undo { voids } => json!({ "kind": kind, "voids": voids.to_string() }),
        Action::Place { interval } => json!({ "kind": kind, "interval": interval }),
        Action::Adopt(adopted) => json!({
            "kind": kind,
            "interval": adopted.interval,
            "stability": adopted.memory.stability,
            "difficulty": adopted.memory.difficulty,
            "reps": adopted.reps,
            "lapses": adopted.lapses,
        }),
        _ => json!({ "kind": kind }),
    }
}
