//! The note that is being taken: what its drafts have in common, and where they go.

use super::own::{self, Own};
use super::{Names, Note, NoteCard};
use crate::import::draft::{Ask, Draft, Fault, Harvest, History};
use crate::import::format::Options;
use crate::import::text::html::{Page, Side, read};
use crate::import::text::markdown::media_in;
use crate::model::card::Part;

/// Parts a guid from what tells the cards of its note apart: no guid holds it.
const ID_SEPARATOR: char = '\u{1f}';

/// What stands for one card of a note in ids, whatever kind of export the note is from.
pub fn part_id(guid: &str, part: &str) -> String {
    format!("{guid}{ID_SEPARATOR}{part}")
}

/// How many drafts ago a card may have been taken whose way back stands in another note: exports
/// write them side by side.
const NEAR: usize = 1_000;

/// One note on its way.
pub struct Desk<'d> {
    pub note: &'d Note,
    pub options: &'d Options<'d>,
    harvest: &'d mut Harvest,
    /// Names of files that drafts refer to.
    pub media: Vec<String>,
    /// `deck id/card id`, where the note came from retain and was changed since.
    pub key: Option<String>,
    is_markdown: bool,
}

impl<'d> Desk<'d> {
    pub fn new(note: &'d Note, options: &'d Options, harvest: &'d mut Harvest) -> Desk<'d> {
        Desk {
            is_markdown: is_markdown(&note.fields),
            note,
            options,
            harvest,
            media: Vec::new(),
            key: None,
        }
    }

    /// Refuses the note, or a card of it: for whoever looks what is gone, all of it is there.
    pub fn refuse(&mut self, fault: Fault) {
        let id = self.key.as_deref().unwrap_or(&self.note.guid);
        self.harvest.refuse(fault, Some(id));
    }

    pub fn lose(&mut self, what: &str) {
        self.harvest.losses.add(what, &self.note.place);
    }

    /// A fault of this note.
    pub fn fault(&self, what: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault::new(&self.note.place, what, hint)
    }

    /// Bytes of one side at the most. Sides show a field more than once, but not without an end.
    pub fn side_limit(&self) -> usize {
        self.options.limits.field_bytes.saturating_mul(4)
    }

    /// Returns the cards to be made, in order, each once; `made` are those that the templates make.
    pub fn wanted(&mut self, made: impl IntoIterator<Item = u32>) -> Vec<NoteCard> {
        let rows = self.note.cards.clone().unwrap_or_default();
        let deck = rows
            .first()
            .map_or(&self.note.deck, |card| &card.deck)
            .clone();
        let mut wanted = rows;
        if self.note.cards.is_none() || self.options.all_cards {
            wanted.extend(made.into_iter().map(|ord| NoteCard {
                ord,
                deck: deck.clone(),
                history: None,
            }));
        }
        // Of two with one number the one that the source has stands first, and stays.
        wanted.sort_by_key(|card| card.ord);
        wanted.dedup_by_key(|card| card.ord);
        wanted
    }

    /// The one deck of cards that become one draft.
    pub fn deck_of(&mut self, cards: &[&NoteCard]) -> Names {
        let Some(first) = cards.first() else {
            return self.note.deck.clone();
        };
        if cards.iter().any(|card| card.deck != first.deck) {
            self.lose("cards of one note that stood in several decks stay together in the first");
        }
        first.deck.clone()
    }

    /// Returns a draft without texts. `part` tells it apart from others of the note: `t2`, `c1`.
    pub fn draft(&self, part: Option<String>, deck: &Names) -> Draft {
        let guid = &self.note.guid;
        let id = match part {
            Some(part) => part_id(guid, &part),
            None => guid.clone(),
        };
        Draft {
            deck: deck.to_vec(),
            id: (!guid.is_empty()).then_some(id),
            place: self.note.place.clone(),
            tags: self.tags(),
            ..Draft::default()
        }
    }

    /// Anki itself sets two of the tags, on its own schedule.
    fn tags(&self) -> Vec<String> {
        let own = |tag: &str| {
            let ankis = ["leech", "marked"];
            self.options.progress || !ankis.iter().any(|word| tag.eq_ignore_ascii_case(word))
        };
        let tags = self.note.tags.iter().filter(|tag| own(tag));
        tags.cloned().collect()
    }

    /// Converts HTML of this note.
    pub fn markdown(&mut self, html: &str, side: Side, clozes: bool) -> Result<String, Fault> {
        let page = Page {
            side,
            clozes,
            is_markdown: self.is_markdown,
        };
        let read = read(html, page, &self.options.limits)
            .map_err(|what| Fault::new(&self.note.place, what, ""))?;
        self.media.extend(read.media);
        for loss in read.losses {
            self.lose(loss);
        }
        Ok(read.markdown.trim().to_string())
    }

    /// Converts what a hint or a reason holds; nothing where it is empty.
    pub fn aside(&mut self, pieces: &[String]) -> Result<Option<String>, Fault> {
        let mut out: Vec<String> = Vec::new();
        for html in pieces {
            let text = self.markdown(html, Side::Back, false)?;
            out.extend((!text.is_empty()).then_some(text));
        }
        Ok((!out.is_empty()).then(|| out.join("\n")))
    }

    /// Hands a draft over, unless it has no answer.
    pub fn give(&mut self, mut draft: Draft) {
        if draft.answer.is_empty() {
            if !self.options.unanswered {
                let fault = self.fault(
                    "it has no answer",
                    "take it as an open question with `--keep-unanswered`",
                );
                return self.refuse(fault);
            }
            draft.ask = Ask::Open;
        }
        // Of several drafts only one can be the card that it once was.
        draft.key = self.key.take();
        self.harvest.drafts.push(draft);
    }

    /// Takes a card of retain's own as it was; says whether that was all. Where its note was edited
    /// since, only its key is kept.
    pub fn takes_own(&mut self, field: usize, is_cloze: bool) -> bool {
        match own::read(self.note, field) {
            Ok(own) if own.is_way_back => self.takes_way_back(own),
            Ok(own) if own.is_unchanged => {
                self.give_own(own, |ord| match (is_cloze, ord) {
                    (true, ord) => cloze_part(ord),
                    (false, 0) => Some(Part::Whole),
                    (false, 1) => Some(Part::Reversed),
                    (false, _) => None,
                });
                true
            }
            Ok(own) => {
                self.key = Some(own.key);
                false
            }
            Err(loss) => {
                if !self.note.fields[field].is_empty() {
                    self.lose(loss);
                }
                false
            }
        }
    }

    /// Adds what was learned of the way back to its card, if that was taken already.
    fn takes_way_back(&mut self, own: Own) -> bool {
        let part = |_| Some(Part::Reversed);
        let learned = histories(&self.wanted([]), part);
        let drafts = self.harvest.drafts.iter_mut().rev().take(NEAR);
        let mut forward = drafts.filter(|draft| draft.key.as_ref() == Some(&own.key));
        match forward.next() {
            Some(draft) => {
                draft.history.extend(learned);
                if !own.is_unchanged {
                    self.lose("changes to the way back alone");
                }
                true
            }
            None if own.is_unchanged => {
                self.give_own(own, part);
                true
            }
            None => false,
        }
    }

    fn give_own(&mut self, own: Own, part: impl Fn(u32) -> Option<Part>) {
        let cards = self.wanted([]);
        let deck = self.deck_of(&cards.iter().collect::<Vec<_>>());
        self.media.extend(media_in(&own.native));
        let draft = Draft {
            history: histories(&cards, part),
            key: Some(own.key),
            native: Some(own.native),
            ..self.draft(None, &deck)
        };
        self.harvest.drafts.push(draft);
    }
}

/// The review card of a cloze card.
pub fn cloze_part(ord: u32) -> Option<Part> {
    let number = u16::try_from(ord.checked_add(1)?).ok()?;
    Some(Part::Cloze(number))
}

/// What is known of cards, by review card.
pub fn histories(cards: &[NoteCard], part: impl Fn(u32) -> Option<Part>) -> Vec<(Part, History)> {
    let known = cards.iter().filter_map(|card| {
        let history = card.history.clone()?;
        Some((part(card.ord)?, history))
    });
    known.collect()
}

/// Says whether fields were written as Markdown: they have marks of it, and no formatting of HTML.
///
/// Editors write line breaks as tags, so these are no formatting.
fn is_markdown(fields: &[String]) -> bool {
    !fields.iter().any(|field| has_formatting(field)) && fields.iter().any(|field| has_marks(field))
}

fn has_formatting(html: &str) -> bool {
    const PLAIN: [&str; 4] = ["br", "div", "p", "img"];
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, behind) = rest.split_at(length);
        let is_tag = !name.is_empty() && behind.starts_with([' ', '>', '/', '\n']);
        if is_tag && !PLAIN.iter().any(|plain| name.eq_ignore_ascii_case(plain)) {
            return true;
        }
    }
    false
}

/// Backquotes around something, bold text, a fence, or two items of a list.
fn has_marks(html: &str) -> bool {
    let n_backquotes = html.matches('`').count();
    let n_items = starts(html).filter(|line| line.starts_with("- ")).count();
    let n_bold = html.matches("**").count();
    2 <= n_backquotes && n_backquotes.is_multiple_of(2) || 2 <= n_items || has_bold(html, n_bold)
}

fn has_bold(html: &str, n_marks: usize) -> bool {
    let opens = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '`');
    2 <= n_marks
        && html
            .split("**")
            .skip(1)
            .any(|text| opens(text) && !text.contains('\n'))
}

/// The starts of lines, as they are shown.
fn starts(html: &str) -> impl Iterator<Item = &str> {
    html.split(['\n', '>']).map(str::trim_start)
}
