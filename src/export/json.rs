//! Everything as JSON: cards taken apart, their own text, states and events, files in base64.
//!
//! The shape is told in `docs/export.md` and only grows: a reader passes over keys that it does not
//! know. Decks are written card by card, each on a line of its own.

use super::losses::{self, UNREADABLE};
use super::media::{self, Media, Names};
use super::{
    Book, Entry, Export, Learned, Lived, Options, Output, Report, Shape, Sink, Volume, unwritten,
};
use crate::deck::print_card;
use crate::model::card::{Card, Kind};
use crate::model::civil::{format_day, format_instant};
use crate::model::event::{Action, Rating};
use crate::model::memory::CardState;
use serde_json::{Map, Value, json};
use std::io::{self, BufWriter, Write};

pub struct Json;

/// The number of the shape; raised when a reader of the one before would misread it.
const VERSION: u32 = 1;

impl Export for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn label(&self) -> &'static str {
        "all that retain knows, as JSON (.json)"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn shape(&self, _: &Book) -> Shape {
        Shape::File
    }

    fn write(
        &self,
        book: &Book,
        options: &Options,
        out: &mut dyn Output,
    ) -> Result<Report, String> {
        let mut report = Report::default();
        let mut file = BufWriter::new(out.create("cards.json").map_err(unwritten)?);
        write_book(book, options, &mut file, &mut report).map_err(unwritten)?;
        Ok(report)
    }
}

type Out<'o> = BufWriter<Box<dyn Sink + 'o>>;

fn write_book(
    book: &Book,
    options: &Options,
    out: &mut Out,
    report: &mut Report,
) -> io::Result<()> {
    let head = json!({
        "format": "retain-json",
        "version": VERSION,
        "made": format_instant(book.made),
        "today": format_day(book.today),
    });
    write!(out, "{},\n\"decks\": [", open(&head))?;
    let media = Media::of(book, &mut report.losses);
    losses::add_comments(book, &mut report.losses);
    for (idx, volume) in book.volumes.iter().enumerate() {
        out.write_all(if idx == 0 { b"\n" } else { b",\n" })?;
        write_volume(volume, media.names(idx), options, out, report)?;
    }
    out.write_all(b"\n],\n\"media\": [")?;
    write_media(&media, out, report)?;
    out.write_all(b"]}\n")?;
    out.flush()
}

fn write_volume(
    volume: &Volume,
    names: &Names,
    options: &Options,
    out: &mut Out,
    report: &mut Report,
) -> io::Result<()> {
    let front = &volume.deck.front;
    let head = without_empty(json!({
        "name": volume.name,
        "id": front.id,
        "title": front.title,
        "topic": front.topic,
        "level": front.level.map(|level| level.name()),
        "tags": front.tags,
        "authors": front.authors,
        "licence": front.licence,
        "checked": front.checked,
        "about": volume.deck.about,
    }));
    write!(out, "{},\n\"cards\": [", open(&head))?;
    for (idx, (card, entry)) in volume.cards().enumerate() {
        let line = line(volume, &media::renamed(card, names), entry, options);
        write!(out, "{}{line}", if idx == 0 { "\n" } else { ",\n" })?;
        report.n_cards += 1;
        if options.progress {
            report.n_events += entry
                .learned
                .iter()
                .map(|one| one.events.len())
                .sum::<usize>();
        }
    }
    out.write_all(b"\n]}")
}

/// An object without its last brace, so that more can follow.
fn open(object: &Value) -> String {
    let mut text = object.to_string();
    text.pop();
    text
}

fn write_media(media: &Media, out: &mut Out, report: &mut Report) -> io::Result<()> {
    let mut gap = "\n";
    for (name, medium) in &media.files {
        match (medium.read)() {
            Ok(bytes) => {
                let line = json!({ "name": name, "base64": base64(&bytes) });
                write!(out, "{gap}{line}")?;
                report.n_media += 1;
                gap = ",\n";
            }
            Err(_) => report.losses.add(UNREADABLE, name),
        }
    }
    Ok(())
}

fn line(volume: &Volume, card: &Card, entry: &Entry, options: &Options) -> Value {
    let mut object = without_empty(json!({
        "key": volume.key(card),
        "kind": kind(&card.kind),
        "question": card.question,
        "prompt": card.prompt,
        "answer": card.answer,
        "reversed": card.reversed.then_some(true),
        "choices": card.choices.iter().map(|choice| without_empty(json!({
            "right": choice.right, "text": choice.text, "note": choice.note,
        }))).collect::<Vec<Value>>(),
        "hint": card.hint,
        "why": card.why,
        "sources": card.sources,
        "terms": card.terms,
        "level": card.level.map(|level| level.name()),
        "tags": card.tags,
        "guid": entry.guid,
        "changed": entry.changed.map(format_instant),
    }));
    let fields = object.as_object_mut().expect("it was made as one");
    match &card.kind {
        Kind::Basic | Kind::Cloze => (),
        Kind::Typed { accept } => drop(fields.insert("accept".into(), json!(accept))),
        Kind::Number { accept } => {
            fields.insert("accept".into(), json!([accept.to_string()]));
        }
        Kind::Order { steps } => drop(fields.insert("steps".into(), json!(steps))),
        Kind::Open { minutes, rubric } => {
            fields.extend(minutes.map(|minutes| ("minutes".to_string(), json!(minutes))));
            fields.insert("rubric".into(), json!(rubric));
        }
    }
    fields.insert("text".into(), json!(print_card(card)));
    if options.progress && !entry.learned.is_empty() {
        let learned: Vec<Value> = entry.learned.iter().map(progress).collect();
        fields.insert("progress".into(), json!(learned));
    }
    object
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Basic => "basic",
        Kind::Cloze => "cloze",
        Kind::Typed { .. } => "typed",
        Kind::Number { .. } => "number",
        Kind::Order { .. } => "order",
        Kind::Open { .. } => "open",
    }
}

/// One review card; `part` is missing for the card itself.
fn progress(learned: &Learned) -> Value {
    let suffix = learned.part.suffix();
    let mut object = without_empty(json!({
        "part": suffix.strip_prefix('/'),
        "events": learned.events.iter().map(event).collect::<Vec<Value>>(),
    }));
    let fields = object.as_object_mut().expect("it was made as one");
    fields.insert("state".into(), state(&learned.state));
    object
}

fn state(state: &CardState) -> Value {
    without_empty(json!({
        "phase": state.phase.name(),
        "stability": state.memory.map(|memory| memory.stability),
        "difficulty": state.memory.map(|memory| memory.difficulty),
        "last_day": state.last_day.map(format_day),
        "due": state.due.map(format_day),
        "interval": state.interval,
        "reps": state.reps,
        "lapses": state.lapses,
        "suspended": state.suspended.then_some(true),
        "buried": state.buried.map(format_day),
        "flagged": state.flagged.then_some(true),
    }))
}

/// An event with the keys that `retain log export` has for it.
fn event(event: &Lived) -> Value {
    let mut fields = json!({
        "uid": event.uid.to_string(),
        "at": format_instant(event.at),
        "day": format_day(event.day),
    });
    let action = match &event.action {
        Action::Answer(answer) => json!({
            "kind": "answer",
            "rating": answer.rating.name(),
            "interval": answer.interval,
            "duration_ms": answer.duration_ms,
            "mode": answer.mode.name(),
            "predicted": answer.predicted,
            "params": answer.params,
            "suggested": answer.suggested.map(Rating::name),
        }),
        Action::Undo { voids } => json!({ "kind": "undo", "voids": voids.to_string() }),
        Action::Suspend => json!({ "kind": "suspend" }),
        Action::Resume => json!({ "kind": "resume" }),
        Action::Bury => json!({ "kind": "bury" }),
        Action::Flag => json!({ "kind": "flag" }),
        Action::Unflag => json!({ "kind": "unflag" }),
        Action::Reset => json!({ "kind": "reset" }),
        Action::Place { interval } => json!({ "kind": "place", "interval": interval }),
        Action::Adopt(adopted) => json!({
            "kind": "adopt",
            "interval": adopted.interval,
            "stability": adopted.memory.stability,
            "difficulty": adopted.memory.difficulty,
            "reps": adopted.reps,
            "lapses": adopted.lapses,
        }),
    };
    if let (Value::Object(fields), Value::Object(action)) = (&mut fields, action) {
        fields.extend(action);
    }
    without_empty(fields)
}

/// Leaves out what is null, an empty text or an empty list.
fn without_empty(object: Value) -> Value {
    let Value::Object(fields) = object else {
        return object;
    };
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    let fields: Map<String, Value> = fields
        .into_iter()
        .filter(|(_, value)| says(value))
        .collect();
    Value::Object(fields)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{book, learned_volume, medium, volume, written, written_with};
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // The vectors of RFC 4648, section 10.
        let coded = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(coded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn a_card_is_taken_apart_and_kept_whole() {
        let mut volume = volume(
            "---\nid: d\ntitle: t\n---\n\n## a {#x}\n\nb\n\n- [x] c\n- [ ] e\n  > f\n\nWhy: g\n",
        );
        volume.media = vec![medium("media/p.png", "foo")];
        let (files, report) = written(&Json, &book(vec![volume]));
        let value: Value = serde_json::from_slice(&files[0].1).unwrap();
        assert_eq!(
            value,
            json!({
                "format": "retain-json", "version": 1,
                "made": "2026-11-21T12:00:00Z", "today": "2026-11-21",
                "decks": [{
                    "name": ["d"], "id": "d", "title": "t",
                    "cards": [{
                        "key": "d/x", "kind": "basic", "question": "a", "answer": "b",
                        "choices": [
                            { "right": true, "text": "c" },
                            { "right": false, "text": "e", "note": "f" },
                        ],
                        "why": "g",
                        "text": "## a {#x}\n\nb\n\n- [x] c\n- [ ] e\n  > f\n\nWhy: g",
                    }],
                }],
                "media": [{ "name": "p.png", "base64": "Zm9v" }],
            })
        );
        assert_eq!(
            (report.n_cards, report.n_media, report.losses.all().len()),
            (1, 1, 0)
        );
    }

    #[test]
    fn progress_goes_along_if_it_is_asked_for() {
        let book = book(vec![learned_volume()]);
        let progress = |progress: bool| {
            let (files, _) = written_with(&Json, &book, Options { progress });
            let value: Value = serde_json::from_slice(&files[0].1).unwrap();
            value["decks"][0]["cards"][0]["progress"].clone()
        };
        assert_eq!(progress(false), Value::Null);
        let with = progress(true);
        assert_eq!(with[0]["state"]["due"], json!("2026-11-30"));
        assert_eq!(with[0]["events"][0]["rating"], json!("good"));
    }
}
