//! Card templates of Anki: which fields a side shows, in which order, under which conditions.
//!
//! `parse` reads a template once, against the fields of its note type; `Layout::render` then shows
//! any number of notes with it. HTML comes in and goes out: what is not a field is copied as it
//! stands, and nothing is run. Neither of them recurses.
//!
//! ```text
//! {{Front}}  {{hint:Note}}  {{#Note}}…{{/Note}}  {{^Note}}…{{/Note}}  {{FrontSide}}  {{Tags}}
//! ```

pub mod filter;
mod items;
mod parse;
mod render;

pub use items::Item;
pub use parse::parse;
pub use render::{Clozes, Frame, Scene, Shown, Words};

/// A template that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    steps: Vec<Step>,
    /// It shows the rendered question, as answers do.
    pub has_front_side: bool,
    /// It has `<hr id=answer>`, or another element of that id.
    pub has_answer_mark: bool,
    /// It asks which cloze is active: `{{#c1}}`.
    pub asks_number: bool,
    /// Names in it that the note type does not have.
    pub has_unknown_names: bool,
    /// Filters in it that only an add-on knows.
    pub has_foreign_filters: bool,
}

/// What is done one after the other to show a side.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Html(Html),
    Field(Reference),
    /// Goes on behind `end` where it does not hold.
    Test {
        key: Key,
        wants_text: bool,
        end: usize,
    },
    End,
}

/// What stands between the fields.
#[derive(Clone, Debug, Default, PartialEq)]
struct Html {
    all: String,
    /// Without the words.
    tags: String,
    /// Where in `all` the answer starts.
    answer_at: Option<usize>,
    /// Its words only name what follows, the deck or the tags: `Tags: `.
    is_label: bool,
}

/// A field that is shown, by way of filters.
#[derive(Clone, Debug, PartialEq)]
struct Reference {
    key: Key,
    /// In the order in which they work.
    filters: Vec<Filter>,
}

/// What a name in a template stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A field of the note type, by its place.
    Field(usize),
    Special(Special),
    FrontSide,
    /// Whether this cloze is the active one.
    Number(u16),
    Unknown,
}

/// Names that every note type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    Tags,
    NoteType,
    Deck,
    Subdeck,
    Card,
    /// A number of the collection that means nothing outside of it.
    Internal,
}

/// What happens to a field before it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Without HTML.
    Text,
    Hint,
    Cloze,
    ClozeOnly,
    /// The learner types it.
    Typed,
    /// Accents do not count when it is typed.
    NoCombining,
    Furigana,
    Kanji,
    Kana,
    /// Read aloud, not shown.
    Speech,
    /// Known to an add-on only.
    Foreign,
}

impl Layout {
    /// Returns the fields that are shown by way of `cloze:`, each once, in order.
    pub fn cloze_fields(&self) -> Vec<usize> {
        let mut fields = Vec::new();
        for step in &self.steps {
            if let Step::Field(reference) = step
                && let Key::Field(field) = reference.key
                && reference.filters.contains(&Filter::Cloze)
                && !fields.contains(&field)
            {
                fields.push(field);
            }
        }
        fields
    }

    /// Says whether some field is to be typed.
    pub fn has_typed(&self) -> bool {
        let typed = |step: &Step| matches!(step, Step::Field(reference) if reference.filters.contains(&Filter::Typed));
        self.steps.iter().any(typed)
    }
}

#[cfg(test)]
mod tests;
