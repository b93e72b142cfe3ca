//! The parts of one question, as written.
//!
//! Kinds are told apart in Moodle's order: nothing between the braces is an essay, `#` a number,
//! `~` a choice, `->` a pair to match, `T` and `F` a statement; all else is a short answer.

use super::marks::{find, split_once, unescaped};
use super::pieces::{Piece, is_embedded};
use crate::import::text::quoted::quoted;
use std::ops::Range;

/// Why a question cannot be taken, and what to do.
pub type Refusal = (String, &'static str);

/// What a text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    Html,
    Markdown,
    Plain,
    /// Moodle's own: plain text that may hold HTML.
    #[default]
    Moodle,
}

/// One question; all texts still have their escapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'t> {
    pub name: Option<&'t str>,
    pub markup: Markup,
    pub before: &'t str,
    /// What stands behind the answers of a missing word.
    pub after: &'t str,
    pub body: Body<'t>,
    /// For every answer.
    pub feedback: Option<&'t str>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body<'t> {
    Description,
    Essay,
    Statement {
        is_true: bool,
        when_wrong: &'t str,
        when_right: &'t str,
    },
    Choices(Vec<Item<'t>>),
    Short(Vec<Item<'t>>),
    Pairs(Vec<(&'t str, &'t str)>),
    Numbers(Vec<Item<'t>>),
    /// A text with blanks; ranges are bytes of `before`, braces included.
    Blanks(Vec<Range<usize>>),
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'t> {
    /// It starts with `=`.
    pub right: bool,
    /// Percent, -100 to 100.
    pub weight: Option<f64>,
    pub text: &'t str,
    pub feedback: &'t str,
}

impl Item<'_> {
    /// The share of the points that it gives, in percent.
    pub fn share(&self) -> f64 {
        self.weight.unwrap_or(if self.right { 100.0 } else { 0.0 })
    }
}

/// Reads a piece.
pub fn parse(piece: &Piece) -> Result<Question<'_>, Refusal> {
    if piece.unbalanced {
        let hint = "write braces that are text as `\\{` and `\\}`, and leave no blank line between the braces";
        return Err(("its braces do not match".into(), hint));
    }
    let text = &piece.text;
    // A name ends before the first answers: `::` in them is theirs.
    let head_end = piece
        .groups
        .first()
        .map_or(text.len(), |group| group.start - 1);
    let (name, markup, start) = head(&text[..head_end]);
    let is_blanks = piece
        .groups
        .iter()
        .all(|group| is_embedded(&text[group.clone()]));
    match piece.groups.as_slice() {
        [] => Ok(description(name, markup, &text[start..])),
        groups if is_blanks => {
            let group = |group: &Range<usize>| group.start - 1 - start..group.end + 1 - start;
            let blanks = groups.iter().map(group).collect();
            Ok(Question {
                body: Body::Blanks(blanks),
                ..description(name, markup, &text[start..])
            })
        }
        [group] => {
            let inside = text[group.clone()].trim();
            let (answers, feedback) = match split_once(inside, "####") {
                Some((answers, feedback)) => (answers.trim(), Some(feedback.trim())),
                None => (inside, None),
            };
            Ok(Question {
                name,
                markup,
                before: text[start..group.start - 1].trim(),
                after: text[group.end + 1..].trim(),
                body: body(answers)?,
                feedback: feedback.filter(|feedback| !feedback.is_empty()),
            })
        }
        _ => Err((
            "it has several sets of answers".into(),
            "put a blank line between two questions",
        )),
    }
}

fn description<'t>(name: Option<&'t str>, markup: Markup, text: &'t str) -> Question<'t> {
    Question {
        name,
        markup,
        before: text.trim_end(),
        after: "",
        body: Body::Description,
        feedback: None,
    }
}

/// Reads `::name::` and `[format]`; returns where the text starts.
fn head(text: &str) -> (Option<&str>, Markup, usize) {
    let trimmed = text.trim_start();
    let named = trimmed
        .strip_prefix("::")
        .and_then(|rest| split_once(rest, "::"));
    let (name, rest) = match named {
        Some((name, rest)) => (Some(name.trim()), rest),
        None => (None, trimmed),
    };
    let (markup, rest) = marked(rest.trim_start());
    let name = name.filter(|name| !name.is_empty());
    (name, markup.unwrap_or_default(), text.len() - rest.len())
}

/// Takes `[html]` and its like from the start of a text.
pub fn marked(text: &str) -> (Option<Markup>, &str) {
    let known = [
        ("[html]", Markup::Html),
        ("[markdown]", Markup::Markdown),
        ("[plain]", Markup::Plain),
        ("[moodle]", Markup::Moodle),
    ];
    for (mark, markup) in known {
        let start = text.get(..mark.len());
        if start.is_some_and(|start| start.eq_ignore_ascii_case(mark)) {
            return (Some(markup), text[mark.len()..].trim_start());
        }
    }
    (None, text)
}

fn body(answers: &str) -> Result<Body<'_>, Refusal> {
    if answers.is_empty() {
        return Ok(Body::Essay);
    }
    if let Some(numbers) = answers.strip_prefix('#') {
        return Ok(Body::Numbers(items(numbers)?));
    }
    if find(answers, "~").is_some() {
        return Ok(Body::Choices(items(answers)?));
    }
    if answers.starts_with('=') && find(answers, "->").is_some() {
        return Ok(Body::Pairs(pairs(answers)?));
    }
    match statement(answers) {
        Some(statement) => Ok(statement),
        None => Ok(Body::Short(items(answers)?)),
    }
}

/// `T#wrong#right`.
fn statement(answers: &str) -> Option<Body<'_>> {
    let (word, feedback) = split_once(answers, "#").unwrap_or((answers, ""));
    let is_true = match word.trim().to_ascii_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (when_wrong, when_right) = split_once(feedback, "#").unwrap_or((feedback, ""));
    Some(Body::Statement {
        is_true,
        when_wrong: when_wrong.trim(),
        when_right: when_right.trim(),
    })
}

/// Parts answers at `=` and `~`; a single one needs no mark.
fn items(answers: &str) -> Result<Vec<Item<'_>>, Refusal> {
    let marks: Vec<(usize, char)> = unescaped(answers)
        .filter(|(_, c)| matches!(c, '=' | '~'))
        .collect();
    let lead = &answers[..marks.first().map_or(answers.len(), |(at, _)| *at)];
    if marks.is_empty() {
        return Ok(vec![item(true, lead)?]);
    }
    if !lead.trim().is_empty() {
        let hint =
            "start each answer with `=` or `~`, and write such signs in a text as `\\=` and `\\~`";
        return Err((
            format!("{} stands in front of the first answer", quoted(lead)),
            hint,
        ));
    }
    let ends = marks
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([answers.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|((at, mark), end)| item(*mark == '=', &answers[at + 1..end]))
        .collect()
}

fn item(right: bool, text: &str) -> Result<Item<'_>, Refusal> {
    let (weight, text) = weight(text.trim())?;
    let (text, feedback) = split_once(text, "#").unwrap_or((text, ""));
    Ok(Item {
        right,
        weight,
        text: text.trim(),
        feedback: feedback.trim(),
    })
}

/// Reads `%50%` at the start of an answer.
fn weight(text: &str) -> Result<(Option<f64>, &str), Refusal> {
    let Some((number, rest)) = text.strip_prefix('%').and_then(|rest| rest.split_once('%')) else {
        return Ok((None, text));
    };
    let is_sign = |c: char| c.is_ascii_digit() || "+-.,eE".contains(c);
    if !number.chars().all(is_sign) {
        return Ok((None, text));
    }
    match number.replace(',', ".").parse::<f64>() {
        Ok(weight) if (-100.0..=100.0).contains(&weight) => Ok((Some(weight), rest.trim_start())),
        _ => {
            let what = format!("{} is no weight", quoted(&format!("%{number}%")));
            Err((what, "write one from `%-100%` to `%100%`"))
        }
    }
}

/// Parts `=left -> right =left -> right`.
fn pairs(answers: &str) -> Result<Vec<(&str, &str)>, Refusal> {
    let starts = unescaped(answers)
        .filter(|(_, c)| *c == '=')
        .map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([answers.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let pair = &answers[start + 1..end];
            let pair = split_once(pair, "->").ok_or_else(|| {
                let what = format!("{} has no `->`", quoted(pair));
                (what, "write each pair as `=left -> right`")
            })?;
            Ok((pair.0.trim(), pair.1.trim()))
        })
        .collect()
}
