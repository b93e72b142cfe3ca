//! One side of one note.

use super::filter::{Ruby, escaped, is_blank, ruby};
use super::{Filter, Html, Key, Layout, Reference, Special, Step};
use crate::import::formats::anki::cloze;
use crate::import::text::html;
use std::borrow::Cow;

/// How often a side may read all fields of its note, and bytes that it may read of short ones.
const READ_TIMES: usize = 16;
const READ_MIN: usize = 64 << 10;

/// What stands around the fields of a note.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'n> {
    pub tags: &'n [String],
    pub note_type: &'n str,
    /// Outermost first.
    pub deck: &'n [String],
    pub card: &'n str,
}

/// What is shown, and how.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    pub fields: &'s [String],
    pub frame: Frame<'s>,
    pub is_front: bool,
    /// The active cloze; 0 where there is none.
    pub number: u16,
    pub clozes: Clozes<'s>,
    /// Fields that are not shown although the template has them, by their places.
    pub left_out: &'s [usize],
    pub words: Words,
    /// Bytes of one side at the most.
    pub limit: usize,
}

/// What `cloze:` makes of a field.
#[derive(Clone, Copy)]
pub enum Clozes<'s> {
    /// As Anki asks: the active ones are blanks.
    Blank,
    /// As Anki answers: all are text.
    Text,
    /// Those of these numbers stay marks as the deck format has them, the others are text.
    Marks(&'s dyn Fn(u16) -> bool),
}

/// What of the template stands between the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    All,
    /// Only its tags.
    Tags,
}

/// One side as HTML, and what does not show in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub html: String,
    /// Where the answer starts.
    pub answer_at: Option<usize>,
    /// Fields that a front shows only when it is asked to; HTML.
    pub hints: Vec<String>,
    /// Fields that are to be typed; plain text.
    pub typed: Vec<String>,
    /// Places of the fields with text that it shows, hints among them.
    pub fields: Vec<usize>,
    /// Anki makes a card of it: it refers to something that is not empty. Words of the template
    /// alone make none.
    pub makes_card: bool,
}

impl Shown {
    /// Returns what stands behind the question.
    pub fn behind_question(&self) -> &str {
        &self.html[self.answer_at.unwrap_or(0)..]
    }
}

impl Layout {
    /// Shows one side. An error says which limit it is beyond.
    pub fn render(&self, scene: &Scene) -> Result<Shown, String> {
        let mut shown = Shown::default();
        let mut blank = vec![None; scene.fields.len()];
        let mut unread = scene.readable();
        let mut at = 0;
        while let Some(step) = self.steps.get(at) {
            match step {
                Step::Html(html) => shown.html(html, scene),
                Step::Field(reference) => {
                    unread = unread
                        .checked_sub(scene.bytes_read(reference))
                        .ok_or("a side shows its fields too often")?;
                    shown.reference(reference, scene);
                }
                Step::Test {
                    key,
                    wants_text,
                    end,
                } if scene.has_text(*key, &mut blank) != *wants_text => at = *end,
                Step::Test { .. } | Step::End => (),
            }
            if scene.limit < shown.html.len() {
                let limit = scene.limit;
                return Err(format!(
                    "a side shows more than {limit} bytes (`--max-field`)"
                ));
            }
            at += 1;
        }
        Ok(shown)
    }
}

impl<'s> Scene<'s> {
    /// Bytes that one side may read: what filters leave nothing of takes its time, too.
    fn readable(&self) -> usize {
        let all: usize = self.fields.iter().map(String::len).sum();
        READ_MIN.saturating_add(all.saturating_mul(READ_TIMES))
    }

    /// Bytes that are read for a field, by each of its filters.
    fn bytes_read(&self, reference: &Reference) -> usize {
        match reference.key {
            Key::Field(field) if self.left_out.contains(&field) => 0,
            Key::Field(field) => self.fields[field].len() * (1 + reference.filters.len()),
            Key::Special(special) => self.special(special).len(),
            Key::FrontSide | Key::Number(_) | Key::Unknown => 0,
        }
    }

    /// `blank` says of fields whether they are, once that is known: a template may ask again and
    /// again.
    fn has_text(&self, key: Key, blank: &mut [Option<bool>]) -> bool {
        match key {
            Key::Field(field) => {
                !*blank[field].get_or_insert_with(|| is_blank(&self.fields[field]))
            }
            Key::Special(special) => !self.is_noise() && !self.special(special).is_empty(),
            Key::Number(number) => number == self.number,
            Key::FrontSide | Key::Unknown => false,
        }
    }

    /// Deck and tags stand beside each card anyway; in front of a question they would be taken for it.
    fn is_noise(&self) -> bool {
        self.is_front
    }

    fn special(&self, special: Special) -> Cow<'s, str> {
        match special {
            Special::Tags => self.frame.tags.join(" ").into(),
            Special::NoteType => self.frame.note_type.into(),
            Special::Deck => self.frame.deck.join("::").into(),
            Special::Subdeck => self.frame.deck.last().map_or("", String::as_str).into(),
            Special::Card => self.frame.card.into(),
            Special::Internal => "".into(),
        }
    }
}

impl Shown {
    fn html(&mut self, html: &Html, scene: &Scene) {
        if scene.words == Words::Tags || scene.is_noise() && html.is_label {
            self.html.push_str(&html.tags);
            return;
        }
        if let Some(start) = html.answer_at {
            let at = self.html.len() + start;
            self.answer_at.get_or_insert(at);
        }
        self.html.push_str(&html.all);
    }

    fn reference(&mut self, reference: &Reference, scene: &Scene) {
        match reference.key {
            Key::Field(field) if scene.left_out.contains(&field) => (),
            Key::Field(field) => self.field(field, &reference.filters, scene),
            Key::Special(special) => {
                let text = scene.special(special);
                self.makes_card |= !text.is_empty();
                if !scene.is_noise() {
                    self.html.push_str(&escaped(&text));
                }
            }
            Key::FrontSide | Key::Number(_) | Key::Unknown => (),
        }
    }

    fn field(&mut self, field: usize, filters: &[Filter], scene: &Scene) {
        let source = scene.fields[field].as_str();
        let is_cloze = filters.contains(&Filter::Cloze);
        let mut html = Cow::from(source);
        let mut is_hint = false;
        for filter in filters {
            html = match filter {
                Filter::Typed if scene.is_front || is_cloze => {
                    self.typed.push(html::plain(source));
                    "".into()
                }
                Filter::Hint if scene.is_front => {
                    is_hint = !is_blank(&html);
                    self.hints.extend(is_hint.then(|| html.into_owned()));
                    "".into()
                }
                _ => filtered(html, *filter, scene),
            };
        }
        let is_shown = !is_blank(&html);
        self.fields.extend((is_shown || is_hint).then_some(field));
        self.makes_card |= is_shown || !is_cloze && !is_blank(source);
        self.html.push_str(&html);
    }
}

fn filtered<'h>(html: Cow<'h, str>, filter: Filter, scene: &Scene) -> Cow<'h, str> {
    match filter {
        Filter::Text => escaped(&html::plain(&html)).into(),
        Filter::Cloze => match scene.clozes {
            Clozes::Blank => cloze::parse(&html).blanked(scene.number).into(),
            Clozes::Text => cloze::parse(&html).revealed().into(),
            Clozes::Marks(keep) => cloze::parse(&html).marked(keep).into(),
        },
        Filter::ClozeOnly => cloze::parse(&html).only(scene.number).into(),
        Filter::Furigana => ruby(&html, Ruby::Both).into(),
        Filter::Kanji => ruby(&html, Ruby::Base).into(),
        Filter::Kana => ruby(&html, Ruby::Reading).into(),
        Filter::Speech => "".into(),
        Filter::Typed | Filter::Hint | Filter::NoCombining | Filter::Foreign => html,
    }
}
