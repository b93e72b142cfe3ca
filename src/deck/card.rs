//! One card: its heading, then the content that `body` and `fields` part.

use super::body::{self, Body, CARD_MAX};
use super::fault::Report;
use super::fields::{self, Fields};
use super::heading::{Heading, heading};
use super::outline::outline;
use super::split::trimmed;
use super::text::Text;
use crate::model::card::{Card, Kind};
use crate::model::quantity::Quantity;
use std::ops::Range;

/// The most alternatives of a typed card, and the longest one in characters.
const ACCEPT_MAX: usize = 100;
const ALTERNATIVE_MAX: usize = 200;

/// Reads the card that lies at `range`; also returns where its id stands.
///
/// What is wrong goes to the report; the card is then only good for checking its id.
pub fn card(text: &Text, range: &Range<usize>, report: &mut Report) -> (Card, Range<usize>) {
    let line = text.line(text.line_idx(range.start));
    let line = line.start..line.end.min(range.end);
    let heading = heading(text, line.clone(), report);
    let rest = trimmed(text, (line.end + 1).min(range.end)..range.end);
    // With the line feed behind it; every text ends with one.
    let rest = rest.start..(rest.end + 1).min(text.as_str().len());
    let (body, fields) = match range.len() > CARD_MAX {
        true => {
            let message = format!(
                "the card has {} bytes, at most {CARD_MAX} are read",
                range.len()
            );
            report.add(line.clone(), message, "part it");
            Default::default()
        }
        false => parted(text, rest, report),
    };
    no_cloze_in(text, &line, &heading, report);
    let kind = kind(&heading, &body, &fields, report);
    let card = Card {
        id: heading.id,
        question: heading.question,
        prompt: body.prompt,
        answer: body.answer,
        kind,
        reversed: heading.reversed,
        choices: body.choices,
        hint: fields.hint,
        why: fields.why,
        sources: fields.sources,
        terms: fields.terms,
        tags: fields.tags,
        level: fields.level,
        line: text.line_idx(range.start) + 1,
        source: text.slice(range).to_string(),
    };
    (card, heading.place)
}

fn parted(text: &Text, rest: Range<usize>, report: &mut Report) -> (Body, Fields) {
    let outline = outline(text.slice(&rest));
    let content = fields::cut(text, &rest, &outline);
    let fields = fields::fields(text, content.end..rest.end, report);
    let body = match content.end == rest.end {
        true => body::body(text, content, outline, report),
        // Without the fields, which Markdown may have taken into the last list item.
        false => {
            let outline = super::outline::outline(text.slice(&content));
            body::body(text, content, outline, report)
        }
    };
    (body, fields)
}

/// A cloze in the question would be shown as it stands.
fn no_cloze_in(text: &Text, line: &Range<usize>, heading: &Heading, report: &mut Report) {
    if heading.question.contains("{{c") {
        body::no_clozes(text, line, report);
    }
}

fn kind(heading: &Heading, body: &Body, fields: &Fields, report: &mut Report) -> Kind {
    let place = || heading.place.clone();
    if heading.question.is_empty() || !body.is_whole {
        // Named already; what follows from it would only distract.
        return Kind::Basic;
    }
    if body.answer.is_empty() && body.choices.is_empty() {
        let hint = match body.prompt.is_empty() {
            true => "write it under the heading",
            false => "write it under the `---`",
        };
        report.add(place(), "the card has no answer", hint);
        return Kind::Basic;
    }
    clashes(heading, body, fields, report);
    match heading.class {
        None if body.clozes > 0 => Kind::Cloze,
        None => Kind::Basic,
        Some("typed") => typed(heading, fields, report),
        Some("number") => number(heading, fields, report),
        Some("order") => order(heading, body, report),
        Some(_) => open(heading, body, report),
    }
}

/// Parts that no card of this kind can have.
fn clashes(heading: &Heading, body: &Body, fields: &Fields, report: &mut Report) {
    let place = || heading.place.clone();
    if body.clozes > 0 && !body.choices.is_empty() {
        let hint = "keep one of them, or put the braces in backticks";
        report.add(place(), "the card has clozes and choices", hint);
    }
    if let Some(class) = heading.class {
        if body.clozes > 0 {
            let message = format!("a `.{class}` card has no clozes");
            report.add(place(), message, "put the braces in backticks");
        }
        if matches!(class, "order" | "open") && !body.choices.is_empty() {
            let hint = "write the list without `[x]` and `[ ]`";
            report.add(place(), format!("a `.{class}` card has no choices"), hint);
        }
    }
    if let Some((_, at)) = &fields.accept
        && !matches!(heading.class, Some("typed" | "number"))
    {
        let message = "`Accept:` goes with `.typed` and `.number` only";
        report.add(at.clone(), message, "add the class, or remove the line");
    }
}

fn typed(heading: &Heading, fields: &Fields, report: &mut Report) -> Kind {
    let Some((value, at)) = &fields.accept else {
        let hint = "add `Accept: one | another` under the answer";
        report.add(
            heading.place.clone(),
            "a `.typed` card needs `Accept:`",
            hint,
        );
        return Kind::Basic;
    };
    let accept: Vec<String> = value
        .split(" | ")
        .map(|one| one.trim().to_string())
        .collect();
    if accept.iter().any(|one| one.trim_matches('|').is_empty()) {
        let hint = "part the alternatives by ` | `";
        report.add(at.clone(), "an alternative is empty", hint);
    }
    let long = accept
        .iter()
        .any(|one| one.chars().count() > ALTERNATIVE_MAX);
    if long || accept.len() > ACCEPT_MAX {
        let message =
            format!("at most {ACCEPT_MAX} alternatives of {ALTERNATIVE_MAX} characters each");
        report.add(at.clone(), message, "ask for something shorter");
    }
    Kind::Typed { accept }
}

fn number(heading: &Heading, fields: &Fields, report: &mut Report) -> Kind {
    let Some((value, at)) = &fields.accept else {
        let hint = "add `Accept: 43.2 min ±5%` under the answer";
        report.add(
            heading.place.clone(),
            "a `.number` card needs `Accept:`",
            hint,
        );
        return Kind::Basic;
    };
    match Quantity::parse(value) {
        Ok(accept) => Kind::Number { accept },
        Err(message) => {
            report.add(at.clone(), message, "write it as `43.2 min ±5%`");
            Kind::Basic
        }
    }
}

fn order(heading: &Heading, body: &Body, report: &mut Report) -> Kind {
    match &body.steps {
        Some(steps) if steps.len() >= 2 && steps.iter().all(|step| !step.is_empty()) => {
            Kind::Order {
                steps: steps.clone(),
            }
        }
        _ => {
            let message = "an `.order` card needs a list of at least two steps";
            report.add(
                heading.place.clone(),
                message,
                "write them as `1.`, `2.`, `3.`",
            );
            Kind::Basic
        }
    }
}

fn open(heading: &Heading, body: &Body, report: &mut Report) -> Kind {
    match &body.rubric {
        Some(rubric) if rubric.iter().all(|line| !line.is_empty()) => Kind::Open {
            minutes: heading.minutes,
            rubric: rubric.clone(),
        },
        _ => {
            let message = "an `.open` card needs a rubric";
            let hint = "end it with a `-` list of what a good answer says";
            report.add(heading.place.clone(), message, hint);
            Kind::Basic
        }
    }
}
