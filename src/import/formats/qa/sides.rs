//! The texts of the two sides, out of the lines in which they stand, and what is told from them.

use super::mark::{Mark, Sided, Sign, mark, without_bullet};
use crate::import::text::dialect::page::{heading, text_of, trimmed};
use crate::import::text::dialect::wording::is_only_number;
use crate::import::text::markdown::Line;

/// Both sides on the line of the question: `Q: What? A: This.`, with an arrow between them or not.
pub fn on_one_line(mark: Mark<'_>) -> Option<(&str, &str)> {
    let mut places = mark.rest.match_indices("A:").map(|(at, _)| at);
    places.find_map(|at| {
        let bare = mark.rest[..at].trim_end_matches(['*', '_', ' ']);
        let question = bare.trim_end_matches(['→', '>', '-', '=', ' ']);
        let is_parted = question.ends_with(['?', '？']) || question.len() < bare.len();
        let behind = mark.rest[at + 2..].trim_start_matches(['*', '_']);
        let answer = behind.trim();
        let is_apart = mark.rest[..at].ends_with([' ', '*', '_']) && behind.starts_with(' ');
        let is_whole = !question.is_empty() && !answer.is_empty();
        let is_asked = mark.sign == Sign::Colon && mark.sided == Sided::No;
        (is_parted && is_apart && is_whole && is_asked).then_some((question, answer))
    })
}

/// The text of a question, of which the heading may say a part.
pub fn question(lines: &[Line]) -> String {
    let (Some(first), Some(heading)) = (lines.first(), lines.first().and_then(heading)) else {
        return side(lines);
    };
    let rest = text_of(&lines[1..]);
    let own = mark(heading.text).map_or(heading.text, |mark| mark.rest);
    let own = whole_bold(own, heading.text);
    let is_mark_alone = mark(first.text).is_some_and(|mark| mark.rest.is_empty());
    match (
        is_only_number(heading.text) || own.is_empty() || is_mark_alone,
        rest.is_empty(),
    ) {
        (true, false) => rest,
        (_, true) => own.to_string(),
        (false, false) => format!("{own}\n\n{rest}"),
    }
}

/// The text of one side, without its mark.
pub fn side(lines: &[Line]) -> String {
    let Some(first) = lines.first() else {
        return String::new();
    };
    let mut kept = lines.to_vec();
    if let Some(mark) = mark(first.text) {
        kept[0].text = whole_bold(mark.rest, first.text);
    }
    let indent = indent_of(&kept[1..]);
    if indent < BLANKS.len() && 0 < indent {
        for line in kept.iter_mut().skip(1) {
            let own = line.text.len() - line.text.trim_start_matches(' ').len();
            line.text = &line.text[own.min(indent)..];
        }
    }
    let is_text = |line: &Line| !(line.verbatim && is_comment(line.text));
    let end = kept
        .iter()
        .rposition(|line| !line.text.trim().is_empty() && is_text(line));
    trimmed(&text_of(&kept[..end.map_or(0, |end| end + 1)])).to_string()
}

/// Whether the line is a rule, of whatever sign.
pub fn is_end(line: &Line) -> bool {
    let text = line.text.trim();
    let is_one = |mark: char| text.chars().all(|c| c == mark || c == ' ');
    let n_marks = text.chars().filter(|c| *c != ' ').count();
    text == "⸻" || 3 <= n_marks && ['-', '*', '_'].into_iter().any(is_one)
}

/// The lines of a question without the rule that parts it from its answer.
pub fn without_rule<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let is_text = |line: &Line| line.verbatim || !line.text.trim().is_empty();
    match lines.iter().rposition(is_text) {
        Some(last) if !lines[last].verbatim && is_end(&lines[last]) => &lines[..last],
        _ => lines,
    }
}

/// Whether nothing but comments stands on the line.
fn is_comment(line: &str) -> bool {
    let text = line.trim();
    text.starts_with("<!--") && text.ends_with("-->")
}

/// The most that a list indents what belongs to an item.
const BLANKS: &str = "        ";

/// What a list indents all lines behind the first one.
fn indent_of(lines: &[Line]) -> usize {
    let text = lines.iter().filter(|line| !line.text.trim().is_empty());
    let indents = text.map(|line| line.text.len() - line.text.trim_start_matches(' ').len());
    indents.min().unwrap_or(0)
}

/// `**Q: text**`: the mark took the stars in front, so those behind go too.
fn whole_bold<'t>(rest: &'t str, line: &str) -> &'t str {
    for stars in ["**", "__"] {
        let is_open = rest.matches(stars).count() % 2 == 1;
        if is_open && rest.trim_end().ends_with(stars) && line.matches(stars).count() % 2 == 0 {
            return rest.trim_end().trim_end_matches(stars).trim_end();
        }
    }
    rest
}

/// Whether options of a quiz stand in the lines: check boxes, or a line for B.
pub fn has_options(lines: &[Line]) -> bool {
    let option = |line: &Line| {
        let text = without_bullet(line.text.trim_start()).trim_start_matches('*');
        let boxed = ["[ ]", "[x]", "[X]"]
            .iter()
            .any(|mark| text.starts_with(mark));
        let lettered = text.starts_with(['B', 'b']) && text[1..].starts_with(['.', ')', ':']);
        !line.verbatim && (boxed || lettered)
    };
    lines.iter().any(option)
}

/// Whether an answer only names options: `D`, `B, C`.
pub fn is_letters(answer: &str) -> bool {
    let bare = answer.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = bare.split([',', ' ', '&']).filter(|part| !part.is_empty());
    !bare.is_empty()
        && letters
            .clone()
            .all(|part| part.len() == 1 && ("A".."I").contains(&part))
}
