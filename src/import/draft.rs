//! What a format makes of a source: drafts of cards, what was refused, and what was lost.
//!
//! All texts of a draft are Markdown as a terminal can show it; formats that hold HTML or plain text
//! have converted it. A draft is not yet a card: `shape` finds its heading and makes its text safe
//! for the deck format.

use crate::deck::cloze::numbers;
use crate::import::text::markdown::media_renamed;
use crate::model::card::{Choice, Part};
use crate::model::event::Rating;
use crate::model::level::Level;
pub use crate::model::losses::{Loss, Losses};
use crate::model::time::{Day, Timestamp};
use std::collections::HashMap;
use std::fmt;

/// All that one source says.
#[derive(Default)]
pub struct Harvest {
    /// Notes as the source counts them, whatever became of them.
    pub n_notes: usize,
    pub drafts: Vec<Draft>,
    /// Cards that could not be taken, each with its place and the reason.
    pub refused: Vec<Fault>,
    /// What the source calls them, as far as it is known; [`Harvest::refuse`] adds it.
    pub refused_ids: Vec<String>,
    pub losses: Losses,
    /// What the source says of decks as a whole.
    pub decks: Vec<DeckFacts>,
    /// Files that drafts refer to as `media/<name>`.
    pub media: Vec<Medium>,
}

impl Harvest {
    /// Refuses a card of which it may be known what the source calls it: the id of its draft, a guid
    /// for all cards of a note, or `deck id/card id`. Cards of other names may be gone then.
    pub fn refuse(&mut self, fault: Fault, id: Option<&str>) {
        self.refused.push(fault);
        let id = id.filter(|id| !id.is_empty());
        self.refused_ids.extend(id.map(str::to_string));
    }

    /// Whether of all that was refused it is known what the source calls it.
    pub fn knows_refused(&self) -> bool {
        self.refused.len() == self.refused_ids.len()
    }

    /// Adds what another part of the source says. Of two files with one name the later gets another.
    pub fn join(&mut self, mut other: Harvest) {
        self.rename_media(&mut other);
        self.n_notes += other.n_notes;
        match self.drafts.capacity() == 0 {
            true => self.drafts = other.drafts,
            false => self.drafts.extend(other.drafts),
        }
        self.refused.extend(other.refused);
        self.refused_ids.extend(other.refused_ids);
        self.losses.join(other.losses);
        self.decks.extend(other.decks);
        self.media.extend(other.media);
    }

    /// Gives those media of `other` new names whose names are taken, in its cards too.
    fn rename_media(&self, other: &mut Harvest) {
        if other.media.is_empty() {
            return;
        }
        let name = |medium: &Medium| medium.name.to_lowercase();
        let mut taken: HashMap<String, Option<&Medium>> = HashMap::new();
        taken.extend(self.media.iter().map(|medium| (name(medium), Some(medium))));
        let mut media = Vec::with_capacity(other.media.len());
        for mut medium in std::mem::take(&mut other.media) {
            let is_same = |other: &Medium| {
                other.name == medium.name && other.content.is_surely(&medium.content)
            };
            match taken.get(&name(&medium)) {
                Some(Some(known)) if is_same(known) => continue,
                Some(_) => {
                    let (stem, end) = match medium.name.rsplit_once('.') {
                        Some((stem, end)) => (stem, format!(".{end}")),
                        None => (medium.name.as_str(), String::new()),
                    };
                    let free = (2..).map(|number| format!("{stem}-{number}{end}"));
                    let new = free
                        .into_iter()
                        .find(|name| !taken.contains_key(&name.to_lowercase()))
                        .expect("some number is free");
                    for draft in &mut other.drafts {
                        draft.rename_medium(&medium.name, &new);
                    }
                    medium.name = new;
                }
                None => (),
            }
            taken.insert(name(&medium), None);
            media.push(medium);
        }
        other.media = media;
    }
}

impl Draft {
    /// The review cards that it will have.
    pub fn parts(&self) -> Vec<Part> {
        match self.ask {
            Ask::Cloze => { numbers(&self.answer).into_iter() }
                .map(Part::Cloze)
                .collect(),
            _ if self.reversed => vec![Part::Whole, Part::Reversed],
            _ => vec![Part::Whole],
        }
    }

    fn rename_medium(&mut self, from: &str, to: &str) {
        let choices = self
            .choices
            .iter_mut()
            .flat_map(|choice| [Some(&mut choice.text), choice.note.as_mut()]);
        let texts = [Some(&mut self.question), Some(&mut self.answer)]
            .into_iter()
            .chain([self.hint.as_mut(), self.why.as_mut(), self.native.as_mut()])
            .chain(choices);
        for text in texts.flatten() {
            *text = media_renamed(text, from, to);
        }
    }
}

impl Content {
    /// Whether both are surely the same; of what is only fetched later nobody knows.
    fn is_surely(&self, other: &Content) -> bool {
        match (self, other) {
            (Content::Bytes(one), Content::Bytes(two)) => one == two,
            (Content::File(one), Content::File(two)) => one == two,
            _ => false,
        }
    }
}

/// One note of a source, on its way to a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The name of the format, as part of its identity. Whoever chose the format sets it.
    pub format: &'static str,
    /// Names of the decks that hold it, outermost first. Empty: the source itself is the deck.
    pub deck: Vec<String>,
    /// What stands for the deck in identities, where its name does not.
    pub deck_id: Option<String>,
    /// What the source calls it, where that outlives a rewording: a guid, an `:ID:`, `[id:…]`, with
    /// the template where a note makes several. Never a number that shifts. `None`: the question
    /// stands for it.
    pub id: Option<String>,
    /// Where it stands, as shown: `notes.csv:31`, `deck.apkg: note e+/O]%*qfk (HTTP)`.
    pub place: String,
    /// Markdown, one line or many. Empty for a cloze without a heading of its own.
    pub question: String,
    /// Markdown; of a cloze with marks as the deck format has them (`markdown::cloze` writes them).
    /// Without the choices.
    pub answer: String,
    pub ask: Ask,
    /// A second card asks for the question.
    pub reversed: bool,
    pub choices: Vec<Choice>,
    pub hint: Option<String>,
    pub why: Option<String>,
    pub sources: Vec<String>,
    /// As the source writes them; `shape` makes slugs.
    pub tags: Vec<String>,
    /// What was learned, by review card. Empty where nothing is known.
    pub history: Vec<(Part, History)>,
    /// `deck id/card id`, where the source has the card from retain: it is that card again.
    pub key: Option<String>,
    /// The card's own text in the deck format, heading first, where the source keeps it: it is taken
    /// as it stands, with its id, and all texts above are left unread. Needs `key`.
    pub native: Option<String>,
}

/// What the learner is asked to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ask {
    /// Recall, then reveal.
    #[default]
    Recall,
    /// One review card for each cloze number of the answer.
    Cloze,
    /// Type one of these.
    Typed(Vec<String>),
    /// A number as `Accept:` writes it: `43.2 min ±5%`. Where it cannot be read it is typed.
    Number(String),
    /// Put these in order; here in the right one.
    Order(Vec<String>),
    /// Answer at length; no single answer is right, and there may be none.
    Open,
}

/// What was learned of one review card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Oldest first.
    pub past: Vec<Past>,
    /// Where the card stands, if the source says so.
    pub standing: Option<Standing>,
    pub suspended: bool,
    pub flagged: bool,
}

/// One line of a foreign log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    pub at: Timestamp,
    pub what: Deed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    Answer {
        rating: Rating,
        /// Days until it was to come back; 0 on the same day.
        interval: u32,
        duration_ms: Option<u32>,
    },
    /// The card was made new again.
    Reset,
}

/// Where a card stands in a foreign schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// FSRS memory, if the source has it: days above 0, and 1..=10.
    pub stability: Option<f32>,
    pub difficulty: Option<f32>,
    /// The day on which it comes back.
    pub due: Option<Day>,
    /// The study day of the last answer.
    pub last_day: Option<Day>,
    /// Days from the last answer to `due`, as the source has them.
    pub interval: u32,
    /// SM-2 ease, 1.3 and above, where there is no FSRS memory.
    pub ease: Option<f32>,
    pub reps: u32,
    pub lapses: u32,
}

/// What a source says of one deck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeckFacts {
    /// The names as drafts have them.
    pub deck: Vec<String>,
    /// What stands for the deck in identities, where its name does not: `crowdanki_uuid`.
    pub id: Option<String>,
    pub title: Option<String>,
    /// Markdown.
    pub about: String,
    /// A topic id of the catalogue, where the source is from retain.
    pub topic: Option<String>,
    pub level: Option<Level>,
    /// As the source writes them; of the deck as a whole.
    pub tags: Vec<String>,
    /// When the facts were last checked, `YYYY-MM`.
    pub checked: Option<String>,
    pub licence: Option<String>,
    pub authors: Vec<String>,
}

/// A file that goes beside a deck.
pub struct Medium {
    /// A plain file name, harmless on every system.
    pub name: String,
    pub content: Content,
}

/// Where the bytes of a medium are.
pub enum Content {
    Bytes(Vec<u8>),
    /// A path of [`crate::import::file::Files`].
    File(String),
    /// Fetched when it is written; an error in words.
    Lazy(Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>),
}

/// Why a source, or a card of it, cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: String,
    pub what: String,
    /// What to do; may be empty.
    pub hint: String,
}

impl Fault {
    pub fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Fault {
        Fault {
            place: place.into(),
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        match self.hint.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", self.hint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_from_two_folders_stay_two() {
        let part = |folder: &str| Harvest {
            drafts: vec![Draft {
                answer: "![a](media/a.png)".to_string(),
                ..Draft::default()
            }],
            media: vec![Medium {
                name: "a.png".to_string(),
                content: Content::File(format!("{folder}/a.png")),
            }],
            ..Harvest::default()
        };
        let mut harvest = part("x");
        for folder in ["y", "x", "z"] {
            harvest.join(part(folder));
        }
        let names: Vec<&str> = harvest
            .media
            .iter()
            .map(|medium| medium.name.as_str())
            .collect();
        assert_eq!(names, ["a.png", "a-2.png", "a-3.png"]);
        let answers: Vec<&str> = harvest
            .drafts
            .iter()
            .map(|draft| draft.answer.as_str())
            .collect();
        let shown = ["", "-2", "", "-3"].map(|mark| format!("![a](media/a{mark}.png)"));
        assert_eq!(answers, shown);
    }
}
