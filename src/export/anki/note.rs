//! From cards to notes.

use super::super::losses::MISSING;
use super::super::media::{self, Media, Names};
use super::super::{Book, Entry, Report, Volume};
use super::html::{Writer, escaped};
use super::identity::{self, FIELD_SIGN};
use super::kind::Kind as NoteKind;
use super::{day_zero, field};
use crate::deck::{parts, print_card};
use crate::model::card::{Card, Kind, Part};
use crate::model::cores;
use crate::model::deck::Front;
use crate::model::level::Level;
use crate::model::map::Set;

/// One note.
pub struct Note {
    pub kind: NoteKind,
    pub guid: String,
    pub fields: Vec<String>,
    /// Without blanks in them.
    pub tags: Vec<String>,
    /// Seconds since 1970.
    pub changed: i64,
    /// Its cards: the place of the template, of a cloze the number less 1; and which it is.
    pub cards: Vec<(u32, Part)>,
}

/// Makes the notes of one volume.
pub struct Notes<'b> {
    volume: &'b Volume,
    names: &'b Names<'b>,
    writer: Writer<'b>,
    /// For cards of which nobody knows when they were changed.
    changed: i64,
}

impl<'b> Notes<'b> {
    pub fn new(book: &Book, volume: &'b Volume, names: &'b Names<'b>) -> Notes<'b> {
        Notes {
            volume,
            names,
            writer: Writer::new(names),
            changed: day_zero(book),
        }
    }

    /// What the deck says of itself, as HTML, and behind it a paragraph for each of its facts.
    /// `shown` is the name of the deck in Anki, with `::` between its levels.
    pub fn about(&self, shown: &str) -> String {
        let deck = &self.volume.deck;
        let mut about = self.writer.block(deck.about.trim());
        for (name, value) in facts(&deck.front, shown) {
            if !value.is_empty() {
                let gap = if about.is_empty() { "" } else { "\n" };
                about.push_str(&format!("{gap}<p>{name}: {}</p>", escaped(&value)));
            }
        }
        about
    }

    /// Counts the pictures that the texts so far refer to and that are not there.
    pub fn tell_missing(&self, place: &str, report: &mut Report) {
        for _ in 0..self.writer.take_missing() {
            report.losses.add(MISSING, place);
        }
    }

    /// Returns the note of a card, and a second one for the way back where the first has no room
    /// for it.
    fn of(&self, card: &Card, entry: &Entry, guid: &str) -> Vec<Note> {
        let key = self.volume.key(card);
        let kind = kind(card);
        let is_apart = is_apart(card);
        let fits = |part: &Part| !(is_apart && *part == Part::Reversed);
        let cards = parts(card).into_iter().filter(fits);
        let native = print_card(&media::renamed(card, self.names));
        let fields = field::forward(card, &key, kind, &self.writer);
        let mut notes = vec![Note {
            kind,
            guid: guid.to_string(),
            fields: owned(fields, &key, &native),
            tags: tags(entry),
            changed: entry
                .changed
                .map_or(self.changed, |at| at.0.div_euclid(1000)),
            cards: cards.map(|part| (ord(part), part)).collect(),
        }];
        if is_apart {
            let key = format!("{key}{}", Part::Reversed.suffix());
            notes.push(Note {
                kind: NoteKind::Basic,
                guid: identity::guid(&key),
                fields: owned(field::backward(card, &self.writer), &key, &native),
                cards: vec![(0, Part::Reversed)],
                tags: notes[0].tags.clone(),
                changed: notes[0].changed,
            });
        }
        notes
    }
}

/// What became of one card.
pub struct Made {
    /// Place of its deck in the book, and of the card in the deck.
    pub volume: usize,
    pub card: usize,
    pub notes: Vec<Note>,
    /// Pictures that its texts refer to and that are not there.
    n_missing: usize,
}

impl Made {
    /// Counts the pictures that are not there.
    pub fn tell_missing(&self, volume: &Volume, report: &mut Report) {
        for _ in 0..self.n_missing {
            let card = &volume.deck.cards[self.card];
            report.losses.add(MISSING, volume.key(card));
        }
    }
}

/// Hands the notes of all cards to `take`, in the order of the book. Ends at the first error.
pub fn each<E>(
    book: &Book,
    media: &Media,
    take: impl FnMut(Made) -> Result<(), E>,
) -> Result<(), E> {
    let work = |(idx, card_idx, guid): (usize, usize, String)| {
        let volume = &book.volumes[idx];
        let notes = Notes::new(book, volume, media.names(idx));
        let (card, entry) = (&volume.deck.cards[card_idx], &volume.entries[card_idx]);
        Made {
            volume: idx,
            card: card_idx,
            notes: notes.of(card, entry, &guid),
            n_missing: notes.writer.take_missing(),
        }
    };
    cores::each(called(book), work, take)
}

/// The cards of a book by their places, each with the guid of its first note.
fn called(book: &Book) -> Vec<(usize, usize, String)> {
    let mut taken = Set::default();
    let mut called = Vec::with_capacity(book.n_cards());
    for (idx, volume) in book.volumes.iter().enumerate() {
        for (card_idx, (card, entry)) in volume.cards().enumerate() {
            let key = volume.key(card);
            let guid = guid(entry, &key, &taken);
            taken.insert(guid.clone());
            if is_apart(card) {
                taken.insert(identity::guid(&format!("{key}{}", Part::Reversed.suffix())));
            }
            called.push((idx, card_idx, guid));
        }
    }
    called
}

/// Whether a card's way back has no room in its note.
fn is_apart(card: &Card) -> bool {
    card.reversed && kind(card) != NoteKind::BothWays
}

/// The facts of a deck, as people read them. What people have no words for is on a line of retain's
/// own, with the title where the name of the deck is another.
fn facts(front: &Front, shown: &str) -> [(&'static str, String); 3] {
    let has_comma = front.authors.iter().any(|author| author.contains(','));
    let authors = match has_comma {
        true => front.authors.join("; ") + if front.authors.len() == 1 { ";" } else { "" },
        false => front.authors.join(", "),
    };
    let title = (front.title != shown.replace("::", ": ")).then_some(front.title.as_str());
    let own = [
        ("topic", front.topic.as_deref()),
        ("level", front.level.map(Level::name)),
        ("checked", front.checked.as_deref()),
        ("title", title),
    ];
    let own = own
        .iter()
        .filter_map(|(key, value)| Some(format!("{key}={}", (*value)?)));
    [
        ("By", authors),
        ("Licence", front.licence.clone().unwrap_or_default()),
        ("retain", own.collect::<Vec<String>>().join(" ")),
    ]
}

fn kind(card: &Card) -> NoteKind {
    match card.kind {
        Kind::Cloze => NoteKind::Cloze,
        Kind::Typed { .. } | Kind::Number { .. } => NoteKind::Typed,
        _ if card.reversed => NoteKind::BothWays,
        _ => NoteKind::Basic,
    }
}

/// The foreign guid where it is free. Cards of one foreign note cannot all have it: Anki would add
/// every note of that guid.
fn guid(entry: &Entry, key: &str, taken: &Set<String>) -> String {
    let foreign = entry.guid.as_ref();
    let foreign = foreign.filter(|guid| !guid.is_empty() && !taken.contains(*guid));
    foreign.cloned().unwrap_or_else(|| identity::guid(key))
}

fn owned(mut fields: Vec<String>, key: &str, native: &str) -> Vec<String> {
    fields.push(field::own(key, &fields.join(FIELD_SIGN), native));
    fields
}

fn ord(part: Part) -> u32 {
    match part {
        Part::Whole => 0,
        Part::Reversed => 1,
        Part::Cloze(number) => u32::from(number) - 1,
    }
}

/// The tags as Anki parts them: at blanks.
pub fn tags(entry: &Entry) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in &entry.tags {
        let words: Vec<&str> = tag.split_whitespace().collect();
        let tag = words.join("_");
        if !tag.is_empty() && !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{book, volume};
    use super::*;
    use crate::deck::parse_card;

    /// The notes of a deck `d` with one card: type, guid, fields but the last, and places of cards.
    fn notes(source: &str) -> Vec<Note> {
        let volume = volume(&format!("---\nid: d\ntitle: t\n---\n\n{source}"));
        let book = book(vec![volume]);
        let (volume, names) = (&book.volumes[0], Names::new());
        let notes = Notes::new(&book, volume, &names);
        let (card, entry) = volume.cards().next().expect("one card");
        notes.of(card, entry, &identity::guid(&volume.key(card)))
    }

    fn check(source: &str, kind: NoteKind, fields: &[&str]) {
        let notes = notes(source);
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].kind, kind);
        let (own, others) = notes[0].fields.split_last().expect("fields");
        assert_eq!(others, fields);
        assert_eq!(notes[0].fields.len(), kind.fields().len());
        assert_eq!(
            own.split("<br>").nth(1),
            Some(&*identity::seal(&others.join(FIELD_SIGN)))
        );
    }

    #[test]
    fn a_basic_card_has_question_answer_and_fields() {
        check(
            "## a `b`? {#x}\n\nc\n\n---\n\n**d**\n\nHint: e\nWhy: f\nSource: <https://g>\n",
            NoteKind::Basic,
            &[
                "a <code>b</code>?\nc",
                "<strong>d</strong>",
                "e",
                "<div><b>Why:</b> f</div><div><b>Source:</b> <a href=\"https://g\">https://g</a></div>",
            ],
        );
    }

    #[test]
    fn choices_are_lettered_and_the_right_one_is_marked_behind() {
        let notes = notes("## a {#x}\n\nb\n\n- [x] c\n- [ ] d\n  > e\n");
        let front = &notes[0].fields[0];
        assert!(
            front.starts_with("a\n<ol class=\"choices\">\n<li>"),
            "{front}"
        );
        let back = &notes[0].fields[1];
        assert!(back.contains("<li><b>c</b> ✓</li>"), "{back}");
        assert!(
            back.contains("<li>d\n<blockquote>e</blockquote></li>"),
            "{back}"
        );
    }

    #[test]
    fn steps_are_mixed_in_front_and_in_order_behind() {
        let notes = notes("## a {#x .order}\n\n1. b\n2. c\n");
        assert_eq!(notes[0].fields[0], "a\n<ul>\n<li>c</li>\n<li>b</li>\n</ul>");
        assert_eq!(notes[0].fields[1], "<ol>\n<li>b</li>\n<li>c</li>\n</ol>");
    }

    #[test]
    fn typed_cards_have_an_answer_to_compare() {
        check(
            "## a {#x .typed}\n\nb\n\nAccept: c | <d>\n",
            NoteKind::Typed,
            &["a", "c", "b", "", "<div><b>Accept:</b> c | &lt;d&gt;</div>"],
        );
        check(
            "## a {#x .number}\n\nb\n\nAccept: 43.2 min ±5%\n",
            NoteKind::Typed,
            &[
                "a",
                "43.2 min",
                "b",
                "",
                "<div><b>Accept:</b> 43.2 min ±5%</div>",
            ],
        );
    }

    #[test]
    fn both_ways_are_one_note_and_of_a_cloze_two() {
        let both = notes("## a {#x .reversed}\n\nb\n");
        assert_eq!(both[0].cards, [(0, Part::Whole), (1, Part::Reversed)]);
        let apart = notes("## a {#x .reversed}\n\nb {{c2::c}}\n");
        assert_eq!(apart[0].cards, [(1, Part::Cloze(2))]);
        assert_eq!(apart[1].cards, [(0, Part::Reversed)]);
        assert_eq!(apart[1].fields[..2], ["b c", "a"]);
        assert_ne!(apart[0].guid, apart[1].guid);
    }

    #[test]
    fn the_last_field_is_the_card_itself() {
        let source = "## a <b> {#x}\n\nc & d\n\n    e  f";
        let own = notes(source)[0].fields[4].clone();
        let lines: Vec<&str> = own.splitn(3, "<br>").collect();
        assert_eq!(lines[0], "d/x");
        assert_eq!(
            lines[2],
            "## a &lt;b&gt; {#x}<br><br>c &amp; d<br><br>    e  f"
        );
        assert!(parse_card(source).is_ok());
    }

    #[test]
    fn a_deck_tells_its_facts_behind_its_description() {
        let about = |front: &str, text: &str, shown: &str| {
            let volume = volume(&format!(
                "---\nid: d\n{front}\n---\n\n{text}\n\n## a {{#x}}\n\nb\n"
            ));
            let book = book(vec![volume]);
            Notes::new(&book, &book.volumes[0], &Names::new()).about(shown)
        };
        assert_eq!(about("title: \"A: b\"", "c", "A::b"), "c");
        assert_eq!(
            about(
                "title: A\ntopic: t\nlevel: senior\nauthors: [B, C]\nlicence: MIT\nchecked: 2026-03",
                "c\n\nd",
                "A"
            ),
            "<p>c</p>\n<p>d</p>\n<p>By: B, C</p>\n<p>Licence: MIT</p>\n\
             <p>retain: topic=t level=senior checked=2026-03</p>"
        );
        assert_eq!(
            about("title: A <b>\nauthors: [\"B, C\"]", "", "d"),
            "<p>By: B, C;</p>\n<p>retain: title=A &lt;b&gt;</p>"
        );
    }

    #[test]
    fn a_foreign_guid_is_given_back_once() {
        let taken = Set::from_iter(["known".to_string()]);
        let entry = |guid: &str| Entry {
            guid: Some(guid.to_string()),
            ..Entry::default()
        };
        assert_eq!(guid(&entry("other"), "d/x", &taken), "other");
        assert_eq!(guid(&entry("known"), "d/x", &taken), identity::guid("d/x"));
    }

    #[test]
    fn tags_have_no_blanks() {
        let entry = Entry {
            tags: ["a b", "x::y", "A_b", " "].map(str::to_string).into(),
            ..Entry::default()
        };
        assert_eq!(tags(&entry), ["a_b", "x::y"]);
    }
}
