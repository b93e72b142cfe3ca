//! From drafts to cards: a heading, texts that the deck format reads as they are meant, fields.
//!
//! Every card is printed and read again before it is given out; what would not come back as it was
//! meant is refused, with its place.

mod choices;

use crate::deck::{parse_card, print_card};
use crate::import::draft::{Ask, Draft, Fault};
use crate::import::guard::{guarded, with_sign};
use crate::import::heading::{Question, WHOLE_MAX, blanked, parted};
use crate::import::identity::tag;
use crate::import::text::markdown::escaped;
use crate::import::text::plain::{is_heading, is_paragraphs};
use crate::model::card::{Card, Kind};
use crate::model::quantity::Quantity;
use crate::model::text::harmless;

/// The longest line that becomes a field rather than a part of the answer, in characters.
const FIELD_MAX: usize = 2_000;

/// The largest card that is not read again, however plain it is, in bytes.
const PLAIN_MAX: usize = 10_000;

/// As many tags and alternatives as a card may have.
const TAGS_MAX: usize = 30;
const TAG_MAX: usize = 100;
const ACCEPT_MAX: usize = 100;

/// What an open card without a rubric of its own is held against.
const RUBRIC: &str = "- says what it is, and when it matters\n\
                      - names a limit or a trade-off\n\
                      - gives an example from practice";

/// Makes the card of a draft, with `id`.
///
/// A draft with its own text in the deck format keeps text and id.
pub fn card(draft: &Draft, id: &str) -> Result<Card, Fault> {
    if let Some(native) = &draft.native {
        return read(draft, native, None);
    }
    let made = checked(draft, id);
    match &draft.ask {
        // A cloze has its marks in the text, which must not be escaped.
        Ask::Cloze => made,
        _ => made.or_else(|fault| checked(&unformatted(draft), id).map_err(|_| fault)),
    }
}

fn checked(draft: &Draft, id: &str) -> Result<Card, Fault> {
    let (wanted, is_plain) = built(draft, id)?;
    let text = print_card(&wanted);
    if is_plain {
        return Ok(Card {
            source: text,
            ..wanted
        });
    }
    let made = read(draft, &text, Some(&wanted))?;
    match is_meant(&made, &wanted) {
        true => Ok(made),
        false => Err(Fault::new(
            &draft.place,
            "its text would be read otherwise than it is meant",
            "simplify its formatting",
        )),
    }
}

/// The draft with its sides as plain text: every word stays, whatever Markdown makes of the marks.
fn unformatted(draft: &Draft) -> Draft {
    Draft {
        question: escaped(&draft.question),
        answer: escaped(&draft.answer),
        ..draft.clone()
    }
}

/// Reads a card; one that comes back as it was `printed` has that text as its own.
fn read(draft: &Draft, text: &str, printed: Option<&Card>) -> Result<Card, Fault> {
    let card = parse_card(&harmless(text)).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        // Line and column count from the card's own text, which nobody has seen.
        let what = first
            .splitn(3, ':')
            .nth(2)
            .unwrap_or(&first)
            .trim()
            .to_string();
        Fault::new(&draft.place, what, "")
    })?;
    let is_same = printed.is_some_and(|printed| {
        printed.question == card.question
            && printed.prompt == card.prompt
            && printed.answer == card.answer
            && (&printed.choices, &printed.kind) == (&card.choices, &card.kind)
            && (&printed.hint, &printed.why) == (&card.hint, &card.why)
            && (&printed.sources, &printed.tags) == (&card.sources, &card.tags)
    });
    // As it will stand in the file.
    let source = match is_same {
        true => text.to_string(),
        false => print_card(&card),
    };
    Ok(Card { source, ..card })
}

/// Whether a card of plain sides is so plain altogether that it needs not be read to know that it comes
/// back as it is.
fn is_surely_meant(card: &Card, draft: &Draft) -> bool {
    let is_tag = |tag: &String| {
        let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        tag.starts_with(char::is_alphanumeric) && tag.chars().all(is_usual)
    };
    draft.ask == Ask::Recall
        && draft.hint.is_none()
        && draft.why.is_none()
        && card.choices.is_empty()
        && card.sources.is_empty()
        && card.tags.iter().all(is_tag)
        && card.question.len() + card.answer.len() <= PLAIN_MAX
}

fn is_meant(made: &Card, wanted: &Card) -> bool {
    let alike = |made: &Option<String>, wanted: &Option<String>| made.is_some() == wanted.is_some();
    made.id == wanted.id
        && made.reversed == wanted.reversed
        && std::mem::discriminant(&made.kind) == std::mem::discriminant(&wanted.kind)
        && made.prompt.is_empty() == wanted.prompt.is_empty()
        && made.answer.is_empty() == wanted.answer.is_empty()
        && made.choices.len() == wanted.choices.len()
        && made.sources.len() == wanted.sources.len()
        && made.tags.len() == wanted.tags.len()
        && alike(&made.hint, &wanted.hint)
        && alike(&made.why, &wanted.why)
}

/// The card that is meant, and whether it is so plain that nothing else can be read in it.
fn built(draft: &Draft, id: &str) -> Result<(Card, bool), Fault> {
    let is_cloze = draft.ask == Ask::Cloze;
    let text = draft.question.trim();
    let is_line = text.len() <= WHOLE_MAX && is_heading(text);
    let question = match text {
        "" if is_cloze => Question::line(blanked(&draft.answer)),
        _ if is_line => Question::line(text.to_string()),
        _ => parted(&guarded(&draft.question, false)),
    };
    if question.heading.is_empty() {
        return Err(Fault::new(&draft.place, "the card has no question", ""));
    }
    let is_plain = is_line && is_paragraphs(&draft.answer);
    let mut answer = match is_plain {
        true => draft.answer.clone(),
        false => guarded(&draft.answer, is_cloze),
    };
    let hint = field(&draft.hint, "Hint", &mut answer);
    let why = field(&draft.why, "Why", &mut answer);
    let kind = kind(draft, &mut answer);
    let reversible = !matches!(kind, Kind::Order { .. } | Kind::Open { .. });
    let card = Card {
        id: Some(id.to_string()),
        question: question.heading,
        prompt: question.prompt,
        answer,
        reversed: draft.reversed && reversible,
        choices: choices::choices(draft)?,
        kind,
        hint,
        why,
        sources: draft
            .sources
            .iter()
            .map(|source| one_line(source))
            .collect(),
        terms: Vec::new(),
        tags: tags(draft),
        level: None,
        line: 1,
        source: String::new(),
    };
    match card.answer.is_empty() && card.choices.is_empty() {
        true => Err(Fault::new(&draft.place, "the card has no answer", "")),
        false => {
            let is_plain = is_plain && is_surely_meant(&card, draft);
            Ok((card, is_plain))
        }
    }
}

/// The tags of a draft as a card has them, each once; what is too long or too much stays out.
pub fn tags(draft: &Draft) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in draft.tags.iter().map(|name| tag(&harmless(name))) {
        let fits = !tag.is_empty() && tag.chars().count() <= TAG_MAX && tags.len() < TAGS_MAX;
        if fits && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Whether some tag of the draft has no room on its card, which has `n_tags`.
pub fn loses_tags(draft: &Draft, n_tags: usize) -> bool {
    if draft.native.is_some() || draft.tags.len() <= n_tags {
        return false;
    }
    let mut wanted: Vec<String> = draft.tags.iter().map(|name| tag(&harmless(name))).collect();
    wanted.retain(|tag| !tag.is_empty());
    wanted.sort_unstable();
    wanted.dedup();
    n_tags < wanted.len()
}

/// Whether an open card is held against general points, since its source has none.
pub fn has_general_rubric(draft: &Draft, card: &Card) -> bool {
    draft.native.is_none()
        && draft.ask == Ask::Open
        && card.answer.ends_with(RUBRIC)
        && !draft.answer.contains(RUBRIC)
}

/// A short remark is a field; a long one stands below the answer.
fn field(text: &Option<String>, name: &str, answer: &mut String) -> Option<String> {
    let text = text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())?;
    let blocks = text.contains("\n\n") || text.contains("```") || text.contains("\n- ");
    if !blocks && text.chars().count() <= FIELD_MAX {
        return Some(one_line(text));
    }
    let gap = if answer.is_empty() { "" } else { "\n\n" };
    *answer = format!("{answer}{gap}**{name}**\n\n{}", guarded(text, false));
    None
}

fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_end_matches('\\').trim())
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

fn kind(draft: &Draft, answer: &mut String) -> Kind {
    match &draft.ask {
        Ask::Recall => Kind::Basic,
        Ask::Cloze => Kind::Cloze,
        Ask::Typed(accept) => typed(accept, answer),
        Ask::Number(text) => match Quantity::parse(text) {
            Ok(accept) => {
                default_answer(answer, &accept.to_string());
                Kind::Number { accept }
            }
            Err(_) => typed(std::slice::from_ref(text), answer),
        },
        Ask::Order(steps) => order(steps, answer),
        Ask::Open => open(answer),
    }
}

fn default_answer(answer: &mut String, text: &str) {
    if answer.is_empty() {
        *answer = crate::import::text::markdown::escaped_line(text);
    }
}

/// Alternatives that the deck format could not part stay out; without any it is an ordinary card.
fn typed(accept: &[String], answer: &mut String) -> Kind {
    let mut accept: Vec<String> = accept
        .iter()
        .map(|text| one_line(text))
        .filter(|text| !text.is_empty() && text.chars().count() <= 200 && !text.contains('|'))
        .collect();
    accept.dedup();
    accept.truncate(ACCEPT_MAX);
    if let Some(first) = accept.first() {
        default_answer(answer, &first.clone());
    }
    match accept.is_empty() {
        true => Kind::Basic,
        false => Kind::Typed { accept },
    }
}

fn order(steps: &[String], answer: &mut String) -> Kind {
    let steps: Vec<String> = steps.iter().map(|step| one_line(step)).collect();
    let numbered = steps.iter().enumerate();
    let list: Vec<String> = numbered
        .map(|(idx, step)| with_sign(&format!("{}. {step}", idx + 1)))
        .collect();
    let list = list.join("\n");
    if !answer.contains(&list) {
        *answer = match answer.is_empty() {
            true => list,
            false => format!("{list}\n\n{answer}"),
        };
    }
    match 2 <= steps.len() {
        true => Kind::Order { steps },
        false => Kind::Basic,
    }
}

fn open(answer: &mut String) -> Kind {
    let has_rubric = answer
        .lines()
        .any(|line| line.starts_with("- ") || line.starts_with("* "));
    if !has_rubric {
        let gap = if answer.is_empty() { "" } else { "\n\n" };
        *answer = format!("{answer}{gap}{RUBRIC}");
    }
    Kind::Open {
        minutes: None,
        rubric: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
