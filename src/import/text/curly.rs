//! Clozes in single curly brackets, as plugins of Obsidian write them: `{a}`, `{2:a}`, `{2|a}`,
//! `{c2:a}`.
//!
//! In comes the text of one card, out go its holes. Code and formulas have none.

use crate::deck::cloze::CLOZES_MAX;
use crate::import::text::ends::Ends;
use crate::import::text::holes::Hole;
use crate::import::text::markdown::is_in_code;
use std::ops::Range;

/// Finds the clozes of a text; those without a number count on from 1.
pub fn holes(text: &str) -> Vec<Hole> {
    let (mut in_code, mut ends) = (is_in_code(text), Ends::new(text));
    for formula in formulas(text) {
        in_code[formula].fill(true);
    }
    let (mut holes, mut at, mut counted) = (Vec::new(), 0, 0);
    while let Some(start) = ends.find(at, "{") {
        at = start + 1;
        let Some(end) = ends.on_line(at, "}") else {
            continue;
        };
        let is_inner = ends.find(at, "{").is_some_and(|inner| inner < end);
        if in_code[start] || is_inner || text[..start].ends_with(['\\', '{', '$']) {
            continue;
        }
        let (number, hidden) = numbered(text, at..end);
        if text[hidden.clone()].trim().is_empty() {
            continue;
        }
        counted += u16::from(number.is_none());
        holes.push(Hole {
            range: start..end + 1,
            hidden,
            hint: None,
            numbers: vec![number.unwrap_or(counted)],
        });
        at = end + 1;
        if holes.len() == CLOZES_MAX {
            break;
        }
    }
    holes
}

/// Reads `2:`, `2|` and `c2:` in front of what is hidden.
fn numbered(text: &str, inside: Range<usize>) -> (Option<u16>, Range<usize>) {
    let piece = &text[inside.clone()];
    let bare = piece.strip_prefix('c').unwrap_or(piece);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number = bare[..digits].parse::<u16>().ok();
    let number = number.filter(|number| (1..=CLOZES_MAX).contains(&usize::from(*number)));
    match bare[digits..].starts_with([':', '|']) && number.is_some() {
        true => (number, inside.end - bare.len() + digits + 1..inside.end),
        false => (None, inside),
    }
}

/// Where formulas stand: between `$$` and `$$`, or tight between `$` and `$` on a line.
fn formulas(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at, mut ends) = (Vec::new(), 0, Ends::new(text));
    while let Some(start) = ends.find(at, "$") {
        let is_display = text[start..].starts_with("$$");
        let (mark, inside) = match is_display {
            true => ("$$", start + 2),
            false => ("$", start + 1),
        };
        let end = match is_display {
            true => ends.find(inside, mark),
            false => ends.on_line(inside, mark),
        };
        let is_tight = |end: &usize| {
            let formula = &text[inside..*end];
            is_display || !formula.is_empty() && formula.trim().len() == formula.len()
        };
        at = match end.filter(is_tight) {
            Some(end) => {
                found.push(start..end + mark.len());
                end + mark.len()
            }
            None => inside,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::holes::{finished, marked};

    fn check(text: &str, expected: &str) {
        assert_eq!(finished(&marked(text, &holes(text))), expected);
    }

    #[test]
    fn clozes_without_a_number_count_on() {
        check("a {b} and {c}", "a {{c1::b}} and {{c2::c}}");
        check(
            "{2:a} {1|b} {c3:d} {c4|e}",
            "{{c2::a}} {{c1::b}} {{c3::d}} {{c4::e}}",
        );
        check(
            "{a} with {b}, {2:c} and {c1|d}",
            "{{c1::a}} with {{c2::b}}, {{c2::c}} and {{c1::d}}",
        );
    }

    #[test]
    fn other_brackets_are_text() {
        for text in [
            "`{a}` and $\\frac{a}{b}$",
            "$$\n{a}\n$$",
            "\\{a}",
            "{}",
            "{ }",
            "{a\nb}",
            "${HOME}",
            "{{a}}",
        ] {
            check(text, text);
        }
        check("$5 or {a}, $ or {b}", "$5 or {{c1::a}}, $ or {{c2::b}}");
        check("{a {b} c}", "{a {{c1::b}} c}");
        check("{9999:a}", "{{c1::9999:a}}");
    }
}
