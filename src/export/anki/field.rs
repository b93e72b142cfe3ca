//! The fields of notes, as HTML.

use super::html::{Writer, escaped};
use super::identity;
use super::kind::Kind as NoteKind;
use crate::deck::cloze;
use crate::model::card::{Card, Choice, Kind};
use crate::model::chance::{SplitMix64, stable_hash};
use crate::model::quantity::{Quantity, Tolerance};

/// The fields of a card, without the last.
pub fn forward(card: &Card, key: &str, kind: NoteKind, writer: &Writer) -> Vec<String> {
    let hint = card
        .hint
        .as_deref()
        .map_or(String::new(), |hint| writer.line(hint));
    let front = front(card, key, writer);
    match kind {
        NoteKind::Cloze => vec![
            front,
            writer.clozes(&card.answer),
            hint,
            extra(card, writer),
        ],
        NoteKind::Typed => {
            let back = back(card, key, writer);
            vec![front, typed(card), back, hint, extra(card, writer)]
        }
        // On the way back the choices would be the question.
        NoteKind::BothWays => {
            let extra = choices(card, key, true, writer) + &extra(card, writer);
            vec![front, answer(card, writer), hint, extra]
        }
        NoteKind::Basic => vec![front, back(card, key, writer), hint, extra(card, writer)],
    }
}

/// The fields of the way back alone, without the last.
pub fn backward(card: &Card, writer: &Writer) -> Vec<String> {
    let answer = match card.kind {
        Kind::Cloze => writer.block(&cloze::cloze_plain(&card.answer)),
        _ => answer(card, writer),
    };
    vec![
        answer,
        heading(card, writer),
        String::new(),
        extra(card, writer),
    ]
}

/// The last field: which card it is, whether the others are untouched, and the card itself.
pub fn own(key: &str, others: &str, native: &str) -> String {
    let seal = identity::seal(others);
    let text = format!("{key}\n{seal}\n{native}");
    escaped(&text).replace('\n', "<br>")
}

fn heading(card: &Card, writer: &Writer) -> String {
    joined([writer.line(&card.question), writer.block(&card.prompt)])
}

fn front(card: &Card, key: &str, writer: &Writer) -> String {
    let items = match &card.kind {
        Kind::Order { steps } => {
            let steps = shuffled(steps.len(), key)
                .into_iter()
                .map(|idx| &steps[idx]);
            list("<ul>", steps.map(|step| writer.line(step)), "</ul>")
        }
        _ => choices(card, key, false, writer),
    };
    joined([heading(card, writer), items])
}

fn back(card: &Card, key: &str, writer: &Writer) -> String {
    let choices = choices(card, key, true, writer);
    match card.answer.trim().is_empty() && !choices.is_empty() {
        true => choices,
        false => joined([answer(card, writer), choices]),
    }
}

/// What is written, or else what is right.
fn answer(card: &Card, writer: &Writer) -> String {
    if !card.answer.trim().is_empty() {
        return writer.block(&card.answer);
    }
    let right: Vec<&Choice> = card.choices.iter().filter(|choice| choice.right).collect();
    match (&card.kind, right.as_slice()) {
        (Kind::Typed { accept }, []) => accept.first().map_or(String::new(), |text| escaped(text)),
        (Kind::Number { accept }, []) => escaped(&accept.to_string()),
        (_, [only]) => writer.block(&only.text),
        (_, several) => {
            let texts = several.iter().map(|choice| writer.block(&choice.text));
            list("<ul>", texts, "</ul>")
        }
    }
}

/// The choices in an order of their own; `told` marks the right ones and adds the notes.
fn choices(card: &Card, key: &str, told: bool, writer: &Writer) -> String {
    let places = match card.choices.iter().any(Choice::speaks_of_others) {
        true => (0..card.choices.len()).collect(),
        false => shuffled(card.choices.len(), key),
    };
    let places = places.into_iter();
    let items = places.map(|idx| {
        let choice = &card.choices[idx];
        let text = writer.block(&choice.text);
        if !told {
            return text;
        }
        let text = if choice.right {
            format!("<b>{text}</b> ✓")
        } else {
            text
        };
        let note = choice.note.as_deref();
        let note = note.map(|note| format!("\n<blockquote>{}</blockquote>", writer.block(note)));
        text + &note.unwrap_or_default()
    });
    match card.choices.is_empty() {
        true => String::new(),
        false => list("<ol class=\"choices\">", items, "</ol>"),
    }
}

fn list(open: &str, items: impl Iterator<Item = String>, close: &str) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
    format!("{open}\n{items}{close}")
}

/// Places in an order that depends on the card alone, and is never the right one of steps.
fn shuffled(count: usize, key: &str) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    SplitMix64::new(stable_hash(key)).shuffle(&mut places);
    if places.is_sorted() && 1 < count {
        places.rotate_left(1);
    }
    places
}

/// What Anki compares with what is typed: the first answer that is accepted, as text.
fn typed(card: &Card) -> String {
    match &card.kind {
        Kind::Typed { accept } => accept.first().map_or(String::new(), |text| escaped(text)),
        Kind::Number { accept } => {
            let bare = Quantity {
                tolerance: Tolerance::Exact,
                ..accept.clone()
            };
            escaped(&bare.to_string())
        }
        _ => String::new(),
    }
}

/// What is shown below the answer: what else is accepted, why, and where it can be checked.
fn extra(card: &Card, writer: &Writer) -> String {
    let accept = match &card.kind {
        Kind::Typed { accept } => accept.join(" | "),
        Kind::Number { accept } => accept.to_string(),
        _ => String::new(),
    };
    let accept = (!accept.is_empty()).then(|| escaped(&accept));
    let why = card.why.as_deref().map(|why| writer.line(why));
    let sources = card.sources.iter().map(|source| writer.line(source));
    let lines = accept.map(|text| ("Accept", text)).into_iter();
    let lines = lines.chain(why.map(|text| ("Why", text)));
    let lines = lines.chain(sources.map(|text| ("Source", text)));
    lines
        .map(|(name, text)| format!("<div><b>{name}:</b> {text}</div>"))
        .collect()
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}
