//! A deck as canonical text: what `parse` reads back as the same deck.
//!
//! Texts come out as they are kept; only their order, the blank lines between them and the way in
//! which choices and fields are written are decided here. Lines are never wrapped.

use super::front::{self, KEYS};
use super::outline::{BlockKind, outline};
use crate::model::card::{Card, Choice, Kind};
use crate::model::deck::{CommentPlace, Deck, Front};
use std::ops::Range;

/// Returns the canonical text of a deck.
///
/// For every deck that `parse` gave, parsing the text gives the same deck again, apart from the
/// lines and sources of its cards.
pub fn print(deck: &Deck) -> String {
    print_placed(deck).0
}

/// The same, with the bytes at which each card's own text stands in it.
pub fn print_placed(deck: &Deck) -> (String, Vec<Range<usize>>) {
    let mut text = printed_front(&deck.front);
    text.reserve(deck.about.len() + deck.cards.iter().map(size).sum::<usize>());
    if !deck.about.is_empty() {
        text.push_str("\n\n");
        text.push_str(&deck.about);
    }
    let mut places = Vec::with_capacity(deck.cards.len());
    for card in &deck.cards {
        text.push_str("\n\n");
        let start = text.len();
        push_card(card, &mut text);
        places.push(start..text.len());
    }
    text.push('\n');
    (text, places)
}

fn printed_front(front: &Front) -> String {
    let mut lines = vec!["---".to_string()];
    for key in KEYS {
        let Some(value) = value(front, key) else {
            continue;
        };
        lines.extend(comments(front, key, CommentPlace::Above));
        let behind = comments(front, key, CommentPlace::Behind).next();
        let behind = behind
            .map(|comment| format!(" {comment}"))
            .unwrap_or_default();
        lines.push(format!("{key}: {value}{behind}"));
    }
    lines.extend(comments(front, "", CommentPlace::Above));
    lines.push("---".to_string());
    lines.join("\n")
}

fn comments(front: &Front, key: &str, place: CommentPlace) -> impl Iterator<Item = String> {
    let all = front.comments.iter();
    all.filter(move |comment| comment.key == key && comment.place == place)
        .map(|comment| comment.text.clone())
}

/// The value of a key as it is written; `None` where the deck has none.
fn value(front: &Front, key: &str) -> Option<String> {
    let list = |items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| quoted(item, true)).collect();
        (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
    };
    match key {
        "id" => Some(front.id.clone()),
        "title" => Some(quoted(&front.title, false)),
        "topic" => front.topic.clone(),
        "level" => front.level.map(|level| level.name().to_string()),
        "tags" => list(&front.tags),
        "authors" => list(&front.authors),
        "licence" => front
            .licence
            .as_deref()
            .map(|licence| quoted(licence, false)),
        _ => front.checked.clone(),
    }
}

fn quoted(text: &str, in_list: bool) -> String {
    let text = text.replace(['\n', '\t'], " ");
    match front::needs_quotes(&text, in_list) {
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        false => text,
    }
}

/// Returns the canonical text of one card, heading first, without a line feed behind.
pub fn print_card(card: &Card) -> String {
    let mut out = String::with_capacity(size(card));
    push_card(card, &mut out);
    out
}

/// About how long a card is when it is printed.
fn size(card: &Card) -> usize {
    card.question.len() + card.prompt.len() + card.answer.len() + 128
}

fn push_card(card: &Card, out: &mut String) {
    push_heading(card, out);
    let mut part = |text: &str| {
        if !text.is_empty() {
            out.extend(["\n\n", text]);
        }
    };
    if !card.prompt.is_empty() {
        part(&card.prompt);
        part("---");
    }
    part(&card.answer);
    if !card.choices.is_empty() {
        part(&print_choices(card));
    }
    push_fields(card, out);
}

fn push_heading(card: &Card, out: &mut String) {
    let class = match card.kind {
        Kind::Basic | Kind::Cloze => None,
        Kind::Typed { .. } => Some(".typed"),
        Kind::Number { .. } => Some(".number"),
        Kind::Order { .. } => Some(".order"),
        Kind::Open { .. } => Some(".open"),
    };
    let minutes = match card.kind {
        Kind::Open { minutes, .. } => minutes.map(|minutes| minutes.to_string()),
        _ => None,
    };
    let words = [
        ("#", card.id.as_deref()),
        ("", class),
        ("", card.reversed.then_some(".reversed")),
        ("minutes=", minutes.as_deref()),
    ];
    out.push_str("## ");
    out.push_str(&card.question);
    let mut before = " {";
    for (sign, word) in words {
        if let Some(word) = word {
            out.extend([before, sign, word]);
            before = " ";
        }
    }
    out.push_str(if before == " " { "}" } else { "" });
}

/// Returns the choices of a card as its task list, without a line feed behind.
pub fn print_choices(card: &Card) -> String {
    let marker = marker(&card.answer);
    let lines: Vec<String> = card.choices.iter().map(|one| choice(marker, one)).collect();
    lines.join("\n")
}

/// Behind a `-` list the choices would become its last items.
fn marker(answer: &str) -> char {
    let outline = outline(answer);
    let dashes = outline
        .blocks
        .last()
        .is_some_and(|block| match &block.kind {
            BlockKind::List(list) => {
                !list.ordered && answer[block.range.start..].trim_start().starts_with('-')
            }
            _ => false,
        });
    if dashes { '*' } else { '-' }
}

/// Returns one choice with its note.
pub(super) fn choice(marker: char, choice: &Choice) -> String {
    let mark = if choice.right { 'x' } else { ' ' };
    let mut out = format!("{marker} [{mark}] {}", indented(&choice.text, "  "));
    if let Some(note) = &choice.note {
        // A longer text may end with a block that would swallow the quote.
        let gap = if choice.text.contains('\n') {
            "\n\n"
        } else {
            "\n"
        };
        out.push_str(gap);
        out.push_str("  > ");
        out.push_str(&indented(note, "  > "));
    }
    out
}

/// Puts `prefix` in front of every line but the first; blank lines keep only what shows.
fn indented(text: &str, prefix: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_string();
    for line in lines {
        out.push('\n');
        match line.is_empty() {
            true => out.push_str(prefix.trim_end()),
            false => {
                out.push_str(prefix);
                out.push_str(line);
            }
        }
    }
    out
}

fn push_fields(card: &Card, out: &mut String) {
    let mut before = "\n\n";
    let mut field = |name: &str, value: &str| {
        out.extend([before, name, ":"]);
        // A value stands on one line.
        value.split('\n').for_each(|line| out.extend([" ", line]));
        before = "\n";
    };
    match &card.kind {
        Kind::Typed { accept } if !accept.is_empty() => field("Accept", &accept.join(" | ")),
        Kind::Number { accept } => field("Accept", &accept.to_string()),
        _ => (),
    }
    let given = [("Hint", &card.hint), ("Why", &card.why)];
    for (name, value) in given {
        value.iter().for_each(|value| field(name, value));
    }
    card.sources
        .iter()
        .for_each(|source| field("Source", source));
    for (name, names) in [("Terms", &card.terms), ("Tags", &card.tags)] {
        if !names.is_empty() {
            field(name, &names.join(", "));
        }
    }
    if let Some(level) = card.level {
        field("Level", level.name());
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::{parse, parse_card};
    use super::*;

    fn card(source: &str, expected: &str) {
        let read = parse_card(source).expect("the test's card can be read");
        let printed = print_card(&read);
        assert_eq!(printed, expected);
        let again = parse_card(&printed).expect("what was printed can be read");
        assert_eq!(
            Card {
                source: read.source.clone(),
                ..again
            },
            read
        );
    }

    fn deck(text: &str, expected: &str) {
        let read = parse(text).expect("the test's deck can be read");
        assert_eq!(print(&read), expected);
        let again = parse(expected).expect("what was printed can be read");
        assert_eq!((again.front, again.about), (read.front, read.about));
    }

    #[test]
    fn the_sample_cards_print_as_they_are_written() {
        let text = include_str!("samples.md");
        let read = parse(text).expect("the samples can be read");
        assert_eq!(print(&read), text);
    }

    #[test]
    fn parts_come_in_order_with_a_blank_line_between() {
        card(
            "## a   {#b  .typed}\nc\n***\n\n\n---\nd  \n- [ ] e\n- [x]  f\nLevel: senior\n\
             Terms: g,h\nSource: i\nWhy: j\n    k\nSource: l\nAccept: m  |  n\nHint: o\n\n\n",
            "## a {#b .typed}\n\nc\n***\n\n---\n\nd\n\n- [ ] e\n- [x] f\n\nAccept: m | n\nHint: o\n\
             Why: j k\nSource: i\nSource: l\nTerms: g, h\nLevel: senior",
        );
    }

    #[test]
    fn choices_are_written_alike() {
        card(
            "## a\n\n*   [X] b\n    c\n*   [ ] d\n\n    > e\n    >\n    > f\n",
            "## a\n\n- [x] b\n  c\n- [ ] d\n  > e\n  >\n  > f",
        );
        card(
            "## a\n\n- [x] b\n- [ ] c:\n\n  ```\n  d\n\n    e\n  ```\n  > f\n",
            "## a\n\n- [x] b\n- [ ] c:\n\n  ```\n  d\n\n    e\n  ```\n\n  > f",
        );
    }

    #[test]
    fn choices_behind_a_list_do_not_join_it() {
        card(
            "## a\n\n- b\n- c\n\n* [x] d\n* [ ] e\n",
            "## a\n\n- b\n- c\n\n* [x] d\n* [ ] e",
        );
    }

    #[test]
    fn an_answer_below_the_choices_moves_above_them() {
        card(
            "## a\n\n- [x] b\n- [ ] c\n\nd\n",
            "## a\n\nd\n\n- [x] b\n- [ ] c",
        );
    }

    #[test]
    fn code_is_printed_as_it_stands() {
        let source = "## a\n\n```go\n\tx  \n\n\n## y\n```\n\n    z  \n\n\n    w";
        card(source, source);
    }

    #[test]
    fn quantities_are_written_alike() {
        card(
            "## a {.number}\n\nb\n\nAccept: 9100000 writes ± 5 %\n",
            "## a {.number}\n\nb\n\nAccept: 9,100,000 writes ±5%",
        );
    }

    #[test]
    fn front_matter_keeps_its_comments() {
        deck(
            "---\n ## about\n# the id\nid: a # behind\ntags:\n  - b # one\n  - \"c, d\" # two\n\
             license: X\ntitle:   'no'\n  # end\n---\n# e\n\n## f\n\ng\n",
            "---\n# about\n# the id\nid: a # behind\ntitle: \"no\"\n# two\ntags: [b, \"c, d\"] # one\n\
             licence: X\n# end\n---\n\n# e\n\n## f\n\ng\n",
        );
    }
}
