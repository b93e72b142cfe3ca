//! What a side shows, without its looks: enough to see that two sides show the same.

use super::{Filter, Key, Layout, Step};

/// One thing that a side shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Field(Key, Vec<Filter>),
    Words(String),
    Test(Key, bool),
    End,
}

impl Layout {
    /// Returns what it shows, in order: of an answer only what stands behind the question.
    ///
    /// A condition around all of it is left out: it decides whether there is a card, not what the
    /// card shows.
    pub fn items(&self, question: Option<&Layout>) -> Vec<Item> {
        let mut items = Vec::new();
        let mut waits = self.has_answer_mark;
        for step in &self.steps {
            if let Step::Html(html) = step
                && let Some(start) = html.answer_at
                && waits
            {
                waits = false;
                items.clear();
                items.extend(words(&html.all[start..]).map(Item::Words));
                continue;
            }
            items.extend(item(step));
        }
        if let Some(question) = question
            && !self.has_answer_mark
        {
            items = behind(items, &question.items(None));
        }
        unwrapped(items)
    }
}

impl Layout {
    /// Returns the words in front of the first field that is shown, such as a label above it.
    pub fn label(&self) -> Option<String> {
        let before = self
            .steps
            .iter()
            .take_while(|step| !matches!(step, Step::Field(_)));
        let mut labels = before.filter_map(|step| match step {
            Step::Html(html) => words(&html.all),
            _ => None,
        });
        labels.next().filter(|_| labels.next().is_none())
    }
}

fn item(step: &Step) -> Option<Item> {
    match step {
        Step::Html(html) => words(&html.all).map(Item::Words),
        Step::Field(reference) => {
            let is_heard = reference.filters.contains(&Filter::Speech);
            let is_shown = reference.key != Key::FrontSide && !is_heard;
            is_shown.then(|| Item::Field(reference.key, reference.filters.clone()))
        }
        Step::Test {
            key, wants_text, ..
        } => Some(Item::Test(*key, *wants_text)),
        Step::End => Some(Item::End),
    }
}

/// The words of a piece of HTML on one line; nothing where it has none.
pub fn words(html: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        words.push(' ');
        rest = rest[start..]
            .find('>')
            .map_or("", |end| &rest[start + end + 1..]);
    }
    words.push_str(rest);
    let words: Vec<&str> = words.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// An answer that repeats the question, without it.
fn behind(items: Vec<Item>, question: &[Item]) -> Vec<Item> {
    match items.strip_prefix(question) {
        Some(rest) if !rest.is_empty() => rest.to_vec(),
        _ => items,
    }
}

fn unwrapped(mut items: Vec<Item>) -> Vec<Item> {
    while wraps_all(&items) {
        items.pop();
        items.remove(0);
    }
    items
}

/// Whether the first item is a condition that ends with the last one.
fn wraps_all(items: &[Item]) -> bool {
    if !matches!(items.first(), Some(Item::Test(_, true))) {
        return false;
    }
    let mut depth = 0_usize;
    let mut ends = items.iter().enumerate().filter_map(|(idx, item)| {
        match item {
            Item::Test(..) => depth += 1,
            Item::End => depth = depth.saturating_sub(1),
            _ => (),
        }
        (depth == 0).then_some(idx)
    });
    ends.next() == Some(items.len() - 1)
}
