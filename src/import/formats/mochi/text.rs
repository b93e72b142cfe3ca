//! Mochi's marks in its Markdown: sides, clozes, media, fields of templates.

use crate::import::text::markdown::{cloze, lines};
use crate::model::card::Part;
use std::collections::BTreeSet;

/// Parts a text at its lines `---`; those in code are none.
pub fn sides(text: &str) -> Vec<String> {
    let mut sides = vec![String::new()];
    for line in lines(text) {
        if line.text.trim_end() == "---" && !line.verbatim {
            sides.push(String::new());
        } else if let Some(side) = sides.last_mut() {
            side.push_str(line.text);
            side.push('\n');
        }
    }
    sides.iter().map(|side| side.trim().to_string()).collect()
}

/// Fills `<< Name >>` with what `value` says of the name.
pub fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    replaced(template, "<<", ">>", |name| value(name.trim()))
}

/// Turns `{{text}}` and `{{1::text}}` into clozes of the deck format; `None` where there are none.
///
/// Those without a number are hidden together, on a card of their own. Clozes in code stay text.
pub fn clozes(text: &str) -> Option<String> {
    let used: BTreeSet<u16> = marks(text).filter_map(|mark| numbered(mark).0).collect();
    let common = (1..=500)
        .find(|number| !used.contains(number))
        .unwrap_or(500);
    let written = |inside: &str| {
        let (number, hidden) = numbered(inside);
        let is_text = hidden.trim().is_empty() || inside.starts_with('{');
        (!is_text).then(|| cloze(number.unwrap_or(common), hidden, None))
    };
    let mut out = String::with_capacity(text.len());
    for line in lines(text) {
        match line.verbatim {
            true => out.push_str(line.text),
            false => out.push_str(&replaced(line.text, "{{", "}}", written)),
        }
        out.push('\n');
    }
    let out = out.trim_end().to_string();
    let has_any = !crate::deck::cloze::numbers(&out).is_empty();
    has_any.then_some(out)
}

/// What stands between braces, outside of code.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    let open = lines(text).into_iter().filter(|line| !line.verbatim);
    open.flat_map(|line| {
        let pieces = line.text.split("{{").skip(1);
        pieces
            .filter_map(|piece| piece.split_once("}}"))
            .map(|(mark, _)| mark)
    })
}

/// The number of a cloze, if it has one, and what it hides.
fn numbered(inside: &str) -> (Option<u16>, &str) {
    let parts = inside.split_once("::");
    let number = parts.and_then(|(number, _)| match Part::from_name(&format!("c{number}")) {
        Some(Part::Cloze(number)) => Some(number),
        _ => None,
    });
    match (number, parts) {
        (Some(number), Some((_, hidden))) => (Some(number), hidden),
        _ => (None, inside),
    }
}

/// Replaces what stands between two marks on a line, where `change` has something for it.
fn replaced(
    text: &str,
    opening: &str,
    closing: &str,
    change: impl Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(opening) {
        let inside = &rest[start + opening.len()..];
        let line = &inside[..inside.find('\n').unwrap_or(inside.len())];
        let Some(length) = line.find(closing) else {
            out.push_str(&rest[..start + opening.len()]);
            rest = inside;
            continue;
        };
        out.push_str(&rest[..start]);
        let end = start + opening.len() + length + closing.len();
        match change(&inside[..length]) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Turns `@media/x` into `media/x`. A name that is not `known` leads to nothing: only its last part
/// is kept. Returns the text, the names that are known, and how many are not.
pub fn media(text: &str, known: impl Fn(&str) -> bool) -> (String, Vec<String>, usize) {
    const MARK: &str = "@media/";
    let (mut out, mut names, mut n_missing) = (String::with_capacity(text.len()), Vec::new(), 0);
    let mut rest = text;
    while let Some(start) = rest.find(MARK) {
        out.push_str(&rest[..start]);
        let behind = &rest[start + MARK.len()..];
        let length = behind
            .find([')', ' ', '\n', '"', '>'])
            .unwrap_or(behind.len());
        let name = &behind[..length];
        out.push_str("media/");
        if known(name) {
            out.push_str(name);
            names.push(name.to_string());
        } else {
            out.push_str(name.rsplit(['/', '\\']).next().unwrap_or_default());
            n_missing += 1;
        }
        rest = &behind[length..];
    }
    (out + rest, names, n_missing)
}
