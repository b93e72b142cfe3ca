//! Options inside a marked question: `Q: …` with boxes or lettered lines, `A: B`.
//!
//! A question and its answer come in; out come the question without the options, the options with
//! the right ones marked, and what else the answer says. Where it is not certain which are right,
//! nothing comes out, and the card stays as it is written.

use crate::import::text::markdown::{Line, lines};
use crate::model::card::Choice;

/// So many options a question may have.
const OPTIONS_MAX: usize = 10;

/// A question with options.
#[derive(Debug, PartialEq)]
pub struct Chosen {
    pub question: String,
    pub choices: Vec<Choice>,
    /// What else the answer says, where it is more than a paragraph.
    pub answer: String,
    /// The same, where it is one.
    pub why: Option<String>,
}

/// One option as written.
struct Item<'t> {
    /// Its place by its letter; boxes have none.
    letter: Option<usize>,
    is_ticked: bool,
    text: &'t str,
}

/// Parts a question that ends in options, if its answer says which are right.
pub fn chosen(question: &str, answer: &str) -> Option<Chosen> {
    let all = lines(question);
    let first = all.iter().position(|line| item(line).is_some())?;
    let used = all[first..]
        .iter()
        .filter(|line| !line.text.trim().is_empty());
    let items: Option<Vec<Item>> = used.map(item).collect();
    let items = items.filter(|items| (2..=OPTIONS_MAX).contains(&items.len()))?;
    let is_run = |item: (usize, &Item)| item.1.letter == Some(item.0);
    let is_boxed = items.iter().all(|item| item.letter.is_none());
    if !is_boxed && !items.iter().enumerate().all(is_run) {
        return None;
    }
    let asked: Vec<&str> = all[..first].iter().map(|line| line.text).collect();
    let asked = asked.join("\n").trim().to_string();
    let (right, why) = match is_boxed {
        true => (ticked(&items)?, answer.trim()),
        false => named(&items, answer)?,
    };
    let is_long = why.contains("\n\n") || why.contains("\n- ") || why.contains("```");
    (!asked.is_empty()).then(|| Chosen {
        question: asked,
        choices: choices(&items, &right),
        answer: if is_long {
            why.to_string()
        } else {
            String::new()
        },
        why: (!is_long && !why.is_empty()).then(|| why.to_string()),
    })
}

fn choices(items: &[Item], right: &[usize]) -> Vec<Choice> {
    let choice = |(idx, item): (usize, &Item)| Choice {
        right: right.contains(&idx),
        text: item.text.to_string(),
        note: None,
    };
    items.iter().enumerate().map(choice).collect()
}

fn ticked(items: &[Item]) -> Option<Vec<usize>> {
    let ticked = items.iter().enumerate().filter(|(_, item)| item.is_ticked);
    let ticked: Vec<usize> = ticked.map(|(idx, _)| idx).collect();
    (!ticked.is_empty()).then_some(ticked)
}

/// The options that the answer names by their letters or by their text, and what it says besides.
fn named<'t>(items: &[Item], answer: &'t str) -> Option<(Vec<usize>, &'t str)> {
    let answer = answer.trim();
    let (first, below) = answer.split_once('\n').unwrap_or((answer, ""));
    if let Some((right, rest)) = letters(first) {
        let is_there = right.iter().all(|place| *place < items.len());
        let is_said = || right.len() == 1 && alike(items[right[0]].text, rest);
        if is_there && (rest.is_empty() || is_said()) {
            return Some((right, below.trim()));
        }
    }
    let idx = items.iter().position(|item| alike(item.text, first))?;
    Some((vec![idx], below.trim()))
}

/// Whether two texts are the same but for their formatting and the full stop.
fn alike(one: &str, two: &str) -> bool {
    let bare = |text: &str| {
        let text = text.replace(['*', '`', '_'], "").to_lowercase();
        text.trim().trim_end_matches('.').to_string()
    };
    !bare(one).is_empty() && bare(one) == bare(two)
}

/// Reads `B`, `(b)`, `A, C`, `A and C`, `B) text`.
fn letters(line: &str) -> Option<(Vec<usize>, &str)> {
    let (mut places, mut rest) = (Vec::new(), line.trim_matches(['*', ' ']));
    loop {
        let bare = rest.trim_start_matches(['(', '*', ' ']);
        let place = place_of(bare.chars().next()?)?;
        let behind = &bare[1..];
        if behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        places.push(place);
        let marked = behind.trim_start_matches([')', '.', ':', '*', ' ']);
        let joined = marked.strip_prefix([',', '&', '+', ';']);
        let joined = joined.or_else(|| marked.strip_prefix("and "));
        match joined.map(str::trim_start) {
            Some(next) => rest = next,
            None => return Some((places, marked)),
        }
    }
}

fn place_of(letter: char) -> Option<usize> {
    let letters = "abcdefghij";
    letters.find(letter.to_ascii_lowercase())
}

/// Reads `- [x] text`, `A) text`, `- **B.** text`, `(c) text`.
fn item<'t>(line: &Line<'t>) -> Option<Item<'t>> {
    if line.verbatim {
        return None;
    }
    let trimmed = line.text.trim();
    let bullet = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| trimmed.strip_prefix(mark));
    let inside = bullet.unwrap_or(trimmed).trim_start();
    let boxed = |mark: &str| inside.strip_prefix(mark).filter(|_| bullet.is_some());
    let open = boxed("[ ] ").map(|text| (text, false));
    let found = open.or_else(|| Some((boxed("[x] ").or_else(|| boxed("[X] "))?, true)));
    if let Some((text, is_ticked)) = found {
        let (letter, text) = (None, text.trim());
        return (!text.is_empty()).then_some(Item {
            letter,
            is_ticked,
            text,
        });
    }
    let bold = inside.trim_start_matches("**");
    let bare = bold.trim_start_matches('(');
    let place = place_of(bare.chars().next()?)?;
    let text = bare[1..].strip_prefix([')', '.', ':'])?;
    let text = text.strip_prefix("**").unwrap_or(text);
    let text = text.strip_prefix([' ', '\t'])?.trim();
    (!text.is_empty()).then_some(Item {
        letter: Some(place),
        is_ticked: false,
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(question: &str, answer: &str) -> String {
        let Some(found) = chosen(question, answer) else {
            return "none".to_string();
        };
        let choices = found.choices.iter().map(|choice| {
            let mark = if choice.right { "+" } else { "-" };
            format!("{mark}{}", choice.text)
        });
        let choices: Vec<String> = choices.collect();
        let why = found.why.unwrap_or(found.answer);
        format!("{} | {} | {why}", found.question, choices.join(" "))
    }

    #[test]
    fn boxes_say_themselves_what_is_right() {
        assert_eq!(shown("a?\n- [ ] b\n- [x] c", ""), "a? | -b +c | ");
        assert_eq!(
            shown("a?\n\n* [X] b\n* [ ] c\n* [x] d", "e\n\nf"),
            "a? | +b -c +d | e\n\nf"
        );
        assert_eq!(shown("a?\n- [ ] b\n- [ ] c", "b"), "none");
    }

    #[test]
    fn letters_are_named_by_the_answer() {
        for answer in ["B", "b)", "(B)", "**B**", "B. c", "B) C.", "c"] {
            assert_eq!(shown("a?\nA) b\nB) c", answer), "a? | -b +c | ", "{answer}");
        }
        assert_eq!(
            shown("a?\n- **A.** b\n- **B.** c", "A, B\nd"),
            "a? | +b +c | d"
        );
        assert_eq!(
            shown("a?\n(a) b\n(b) c\n(c) d", "A and C"),
            "a? | +b -c +d | "
        );
    }

    #[test]
    fn what_is_not_certain_stays_as_it_is() {
        for (question, answer) in [
            ("a?\nA) b\nB) c", "D"),
            ("a?\nA) b\nB) c", "because"),
            ("a?\nA) b\nB) c", "B since d"),
            ("a?\nA) b\nC) c", "A"),
            ("a?\nA) b", "A"),
            ("a?\nA) b\nB) c\nmore", "A"),
            ("A) b\nB) c", "A"),
            ("a?\n```\nA) b\nB) c\n```", "A"),
            ("a?\n- b\n- c", "b"),
        ] {
            assert_eq!(shown(question, answer), "none", "{question}");
        }
    }
}
