//! Notes of anki-editor: headlines with `ANKI_NOTE_TYPE`; and of org-anki, with a number alone.
//!
//! Fields are the headlines below; a missing first one is the headline itself, a missing second one
//! its text. Cards of note types that are not Anki's own ask for the first field. A note of org-anki
//! is a headline and its text, or a headline that hides something.

use super::cloze::anki;
use super::document::{Document, Headline};
use super::inline::Reader;
use super::source::{Source, joined};
use crate::import::draft::{Ask, Draft, Fault, Harvest};
use crate::import::text::admit::admit;
use crate::import::text::html::{self, Page};

pub const TYPE: &str = "ANKI_NOTE_TYPE";
pub const IDS: &[&str] = &["ANKI_NOTE_ID", "ID"];

/// Which headlines are notes. Where none has a type or a number, but the file names a deck, those
/// with a text are, as org-anki makes them when it is told to take all.
pub fn notes(document: &Document) -> Vec<bool> {
    let headlines = || document.headlines.iter();
    let is_marked =
        |headline: &Headline| headline.value(TYPE).is_some() || headline.value(IDS[0]).is_some();
    let marked: Vec<bool> = headlines().map(is_marked).collect();
    if marked.contains(&true) || !document.keywords.contains_key("ANKI_DECK") {
        return marked;
    }
    let has_text = |headline: &Headline| {
        let mut body = headline.body.iter().map(|line| document.lines[*line]);
        body.any(|line| !line.trim().is_empty()) || !anki(headline.title).is_empty()
    };
    headlines().map(has_text).collect()
}

const PLAIN_SIDES: &[&str] = &[
    "front",
    "back",
    "text",
    "back extra",
    "extra",
    "question",
    "answer",
];

/// Takes all notes of a file.
pub fn take(source: &Source, cards: &[usize], harvest: &mut Harvest) {
    for idx in cards {
        let headline = &source.document.headlines[*idx];
        let mut draft = source.draft(*idx, IDS, &[]);
        let deck = source
            .document
            .inherited(*idx, "ANKI_DECK")
            .unwrap_or_default();
        let levels = deck
            .split("::")
            .map(str::trim)
            .filter(|name| !name.is_empty());
        draft.deck = levels.map(str::to_string).collect();
        let tags = source
            .document
            .inherited(*idx, "ANKI_TAGS")
            .unwrap_or_default();
        for tag in tags.split_whitespace() {
            if !draft.tags.iter().any(|held| held == tag) {
                draft.tags.push(tag.to_string());
            }
        }
        let mut reader = source.reader();
        let note = Note {
            source,
            idx: *idx,
            is_html: is_html(source, *idx),
        };
        let kind = headline.value(TYPE);
        let kind = kind.or_else(|| source.document.keywords.get(TYPE).copied());
        let Some(kind) = kind.map(str::to_lowercase) else {
            note.plain(&mut draft, &mut reader);
            admit(draft, reader.luggage, source.options, harvest);
            continue;
        };
        match note.fill(&mut draft, &kind, &mut reader) {
            Ok(()) => admit(draft, reader.luggage, source.options, harvest),
            Err(what) => harvest
                .refused
                .push(Fault::new(draft.place, what, "shorten it")),
        }
    }
}

/// Whether the fields are HTML already, and not org.
fn is_html(source: &Source, idx: usize) -> bool {
    source
        .document
        .inherited(idx, "ANKI_FORMAT")
        .is_some_and(|format| format.eq_ignore_ascii_case("nil"))
}

struct Note<'n, 't> {
    source: &'n Source<'t>,
    idx: usize,
    is_html: bool,
}

/// A field before it is Markdown.
#[derive(Clone)]
struct Field {
    name: String,
    text: String,
    /// The headline whose further headlines belong to it.
    headline: Option<usize>,
}

impl Note<'_, '_> {
    /// A headline and its text, of org-anki.
    fn plain(&self, draft: &mut Draft, reader: &mut Reader) {
        let title = self.source.document.headlines[self.idx].title;
        let text = self.source.whole(self.idx, reader);
        let holes = anki(title).into_iter().map(|piece| {
            let numbers = piece.numbers.clone();
            piece.hole(numbers)
        });
        let holes: Vec<_> = holes.collect();
        if holes.is_empty() {
            draft.question = self.source.title(self.idx, reader);
            draft.answer = text;
            return;
        }
        draft.ask = Ask::Cloze;
        draft.answer = self.source.clozed(title, &holes, reader);
        draft.why = Some(text).filter(|why| !why.is_empty());
    }

    fn fill(&self, draft: &mut Draft, kind: &str, reader: &mut Reader) -> Result<(), String> {
        let fields = self.fields();
        if kind.contains("cloze") {
            return self.cloze(draft, fields, reader);
        }
        let mut sides = Vec::new();
        for field in &fields {
            sides.push(self.markdown(field, reader)?);
        }
        let is_named = fields
            .iter()
            .any(|field| !PLAIN_SIDES.contains(&field.name.to_lowercase().as_str()));
        let mut sides = sides.into_iter().zip(&fields);
        draft.question = sides.next().map_or(String::new(), |(text, _)| text);
        let adds_reverse = |name: &str| name.eq_ignore_ascii_case("add reverse");
        let mut answers = Vec::new();
        for (text, field) in sides {
            match adds_reverse(&field.name) {
                true => draft.reversed = !text.is_empty(),
                false if is_named && !text.is_empty() && 2 < fields.len() => {
                    answers.push(format!("**{}**\n\n{text}", field.name));
                }
                false => answers.push(text),
            }
        }
        draft.answer = joined(answers);
        draft.reversed |= kind.contains("reversed") && !kind.contains("optional");
        if kind.contains("type in") && !draft.answer.contains('\n') && !draft.answer.is_empty() {
            draft.ask = Ask::Typed(vec![draft.answer.clone()]);
        }
        Ok(())
    }

    /// The fields in order; the first two are always there.
    fn fields(&self) -> Vec<Field> {
        let document = &self.source.document;
        let headline = &document.headlines[self.idx];
        let below = document.children(self.idx);
        let below = below
            .into_iter()
            .filter(|below| !self.source.is_card[*below]);
        let mut fields: Vec<Field> = below
            .map(|below| Field {
                name: document.headlines[below].title.to_string(),
                text: document.body(below).join("\n"),
                headline: Some(below),
            })
            .collect();
        for property in &headline.properties {
            let name = property
                .name
                .get(..11)
                .filter(|start| start.eq_ignore_ascii_case("ANKI_FIELD_"));
            if name.is_some() {
                fields.push(Field {
                    name: property.name[11..].replace('_', " "),
                    text: property.value.to_string(),
                    headline: None,
                });
            }
        }
        let has = |names: &[&str]| {
            let named = |field: &Field| names.contains(&field.name.to_lowercase().as_str());
            fields.iter().position(named)
        };
        let first = has(&["front", "text", "question"]);
        let second = has(&["back", "back extra", "extra", "answer"]);
        let own = |name: &str, text: String| Field {
            name: name.to_string(),
            text,
            headline: None,
        };
        let body = document.body(self.idx).join("\n");
        let has_body = !body.trim().is_empty();
        match (first, second) {
            (Some(first), _) => fields.swap(0, first),
            (None, None) if !fields.is_empty() && 1 < fields.len() => (),
            _ => fields.insert(0, own("Front", headline.title.to_string())),
        }
        if second.is_none() && has_body || fields.len() < 2 {
            fields.insert(1, own("Back", body));
        }
        let prepends = document.inherited(self.idx, "ANKI_PREPEND_HEADING");
        if first.is_some() && prepends.is_some_and(|value| !matches!(value, "" | "nil")) {
            fields[0].text = format!("{}\n\n{}", headline.title, fields[0].text);
        }
        fields
    }

    fn markdown(&self, field: &Field, reader: &mut Reader) -> Result<String, String> {
        if self.is_html {
            let read = html::read(&field.text, Page::default(), &self.source.options.limits)?;
            reader.luggage.losses.extend(read.losses);
            return Ok(read.markdown);
        }
        let lines: Vec<&str> = field.text.split('\n').collect();
        let own = reader.blocks(&lines);
        Ok(joined(vec![own, self.below(field, reader)]))
    }

    /// What stands under further headlines of a field.
    fn below(&self, field: &Field, reader: &mut Reader) -> String {
        let Some(headline) = field.headline else {
            return String::new();
        };
        let below = self.source.document.below(headline);
        joined(
            below
                .map(|idx| self.source.under_title(idx, reader))
                .collect(),
        )
    }

    /// The field with clozes hides; the others are shown with the answer.
    fn cloze(
        &self,
        draft: &mut Draft,
        fields: Vec<Field>,
        reader: &mut Reader,
    ) -> Result<(), String> {
        let hides = |field: &&Field| !anki(&field.text).is_empty();
        let text = fields.iter().find(hides).cloned();
        draft.ask = Ask::Cloze;
        let mut more = Vec::new();
        for field in &fields {
            let is_text = text
                .as_ref()
                .is_some_and(|text| text.name == field.name && text.text == field.text);
            let is_title = field.headline.is_none() && field.name == "Front";
            if !is_text && !is_title {
                more.push(self.markdown(field, reader)?);
            }
        }
        draft.why = Some(joined(more)).filter(|why| !why.is_empty());
        let Some(text) = text else {
            return Ok(());
        };
        let holes = anki(&text.text).into_iter().map(|piece| {
            let numbers = piece.numbers.clone();
            piece.hole(numbers)
        });
        let holes: Vec<_> = holes.collect();
        draft.answer = match self.is_html {
            true => {
                let page = Page {
                    clozes: true,
                    ..Page::default()
                };
                html::read(&text.text, page, &self.source.options.limits)?.markdown
            }
            false => {
                let own = self.source.clozed(&text.text, &holes, reader);
                joined(vec![own, self.below(&text, reader)])
            }
        };
        Ok(())
    }
}
