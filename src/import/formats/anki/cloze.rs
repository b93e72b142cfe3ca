//! Clozes as Anki writes them: `{{c1::text}}`, `{{c1::text::hint}}`, `{{c1,3::text}}`, also inside
//! each other.
//!
//! They are found in HTML, as text: a cloze may start in one element and end in another. The text
//! goes out with blanks, with nothing hidden, or with marks as the deck format has them. Whatever
//! only looks like a cloze is written so that it stays text.

mod find;

pub use find::parse;

use find::opening;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// The clozes of one field.
#[derive(Debug)]
pub struct Marks<'t> {
    text: &'t str,
    /// In order of their starts.
    all: Vec<Mark>,
    /// So many are never closed.
    pub n_unclosed: usize,
    /// So many have a number that makes no card, or hide nothing.
    pub n_unusable: usize,
    /// So many hints may be a part of the answer: `{{c1::std::move()}}`.
    pub n_doubtful_hints: usize,
}

/// One cloze; places are bytes of the field.
#[derive(Debug)]
struct Mark {
    /// Empty where it has none that makes a card.
    numbers: Vec<u16>,
    opening: Range<usize>,
    /// From the `::` of the hint, or from `}}`.
    closing: Range<usize>,
    hint: Option<Range<usize>>,
    /// The one that it stands in.
    parent: Option<usize>,
}

impl Marks<'_> {
    /// How many clozes there are, usable or not.
    pub fn count(&self) -> usize {
        self.all.len() + self.n_unclosed
    }

    /// Says in words, for `Losses`, which of the clozes are not what they look like.
    pub fn losses(&self) -> Vec<&'static str> {
        let all = [
            (self.n_unclosed, "clozes that are never closed stay text"),
            (
                self.n_unusable,
                "clozes that hide nothing or have no number of 1 to 500",
            ),
            (
                self.n_doubtful_hints,
                "hints of clozes that may be a part of the answer",
            ),
        ];
        let told = all.into_iter().filter(|(count, _)| 0 < *count);
        told.map(|(_, what)| what).collect()
    }

    /// Returns the numbers that make cards, ascending.
    pub fn numbers(&self) -> BTreeSet<u16> {
        let numbers = self.all.iter().flat_map(|mark| mark.numbers.iter());
        numbers.copied().collect()
    }

    /// Returns the numbers of the clozes that have one of `wanted`, with the others that they have.
    pub fn beside(&self, wanted: &dyn Fn(u16) -> bool) -> BTreeSet<u16> {
        let has_wanted = |mark: &&Mark| mark.numbers.iter().any(|number| wanted(*number));
        let marks = self.all.iter().filter(has_wanted);
        marks
            .flat_map(|mark| mark.numbers.iter().copied())
            .collect()
    }

    /// Says whether a cloze stands in one with other numbers, which the deck format cannot say;
    /// counting only the numbers that `keep` wants.
    pub fn is_nested(&self, keep: &dyn Fn(u16) -> bool) -> bool {
        self.all.iter().any(|mark| {
            let own = mark.kept(keep);
            let outer = self.outer_kept(mark, keep);
            !own.is_empty() && outer.is_some_and(|outer| outer.kept(keep) != own)
        })
    }

    /// The next cloze around it with a number that is kept.
    fn outer_kept(&self, mark: &Mark, keep: &dyn Fn(u16) -> bool) -> Option<&Mark> {
        let mut parent = mark.parent;
        while let Some(outer) = parent.map(|idx| &self.all[idx]) {
            if !outer.kept(keep).is_empty() {
                return Some(outer);
            }
            parent = outer.parent;
        }
        None
    }

    /// Returns the field with marks for the deck format: those of the numbers that `keep` wants.
    /// The others are text; of two inside each other the outer one is kept.
    pub fn marked(&self, keep: &dyn Fn(u16) -> bool) -> String {
        self.rewritten(|mark| {
            let numbers = mark.kept(keep);
            if numbers.is_empty() || self.outer_kept(mark, keep).is_some() {
                return Change::Reveal;
            }
            let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
            let hint = mark
                .hint
                .clone()
                .map(|hint| format!("::{}", &self.text[hint]));
            Change::Around(
                format!("{{{{c{}::", numbers.join(",")),
                hint.unwrap_or_default() + "}}",
            )
        })
    }

    /// Returns the field as Anki asks for one number; empty where it is not in it.
    pub fn blanked(&self, number: u16) -> String {
        if !self.numbers().contains(&number) {
            return String::new();
        }
        self.rewritten(|mark| match mark.numbers.contains(&number) {
            true => Change::Instead(match &mark.hint {
                Some(hint) => format!("[{}]", &self.text[hint.clone()]),
                None => "[...]".to_string(),
            }),
            false => Change::Reveal,
        })
    }

    /// Returns the field with nothing hidden.
    pub fn revealed(&self) -> String {
        self.rewritten(|_| Change::Reveal)
    }

    /// Returns what is hidden under one number, with commas between.
    pub fn only(&self, number: u16) -> String {
        let active = self
            .all
            .iter()
            .filter(|mark| mark.numbers.contains(&number));
        let hidden: Vec<String> = active
            .map(|mark| parse(&self.text[mark.opening.end..mark.closing.start]).revealed())
            .collect();
        hidden.join(", ")
    }

    fn rewritten(&self, change: impl Fn(&Mark) -> Change) -> String {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for mark in &self.all {
            let whole = mark.opening.start..mark.closing.end;
            match change(mark) {
                Change::Around(before, behind) => {
                    edits.push((mark.opening.clone(), before));
                    edits.push((mark.closing.clone(), behind));
                }
                Change::Instead(text) => edits.push((whole, text)),
                Change::Reveal => {
                    edits.push((mark.opening.clone(), String::new()));
                    edits.push((mark.closing.clone(), String::new()));
                }
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        self.edited(&edits)
    }

    /// Applies edits in order; one that starts inside of another is passed over.
    fn edited(&self, edits: &[(Range<usize>, String)]) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut done = 0;
        for (range, text) in edits {
            if range.start < done {
                continue;
            }
            out += &as_text(&self.text[done..range.start]);
            out += text;
            done = range.end;
        }
        out + &as_text(&self.text[done..])
    }
}

impl Mark {
    fn kept(&self, keep: &dyn Fn(u16) -> bool) -> Vec<u16> {
        let kept = self.numbers.iter().filter(|number| keep(**number));
        kept.copied().collect()
    }
}

/// What tells the card of one number apart from the others of its note, in ids.
pub fn part(number: u16) -> String {
    format!("c{number}")
}

/// What becomes of one cloze.
enum Change {
    Around(String, String),
    Instead(String),
    Reveal,
}

/// Writes what only looks like the start of a cloze with a blank in it, so that nobody takes it for
/// one.
fn as_text(html: &str) -> Cow<'_, str> {
    if !html.contains("{{c") {
        return html.into();
    }
    let mut out = String::with_capacity(html.len() + 8);
    let mut rest = html;
    while let Some(start) = rest.find("{{c") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        out.push_str(if opening(rest).is_some() {
            "{ {c"
        } else {
            "{{c"
        });
        rest = &rest["{{c".len()..];
    }
    (out + rest).into()
}

#[cfg(test)]
mod tests;
