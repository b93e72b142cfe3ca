//! Macros of TeX that a collection keeps in `macros.tex`: a line each, `\name definition`.
//!
//! Without them a formula such as `$\euler$` says nothing. Macros without arguments are expanded,
//! once, and only in formulas.

use crate::import::file::File;
use std::collections::HashMap;

/// The most bytes of the file, and of one definition: what is expanded stays within bounds.
const FILE_MAX: u64 = 64 << 10;
const DEFINITION_MAX: usize = 200;

/// Definitions by name, without the backslash.
#[derive(Default)]
pub struct Macros(HashMap<String, String>);

impl Macros {
    /// Reads those beside `file`, or at the root of its collection.
    pub fn beside(file: &File) -> Macros {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = format!("{folder}/macros.tex");
        let paths = file.beside.paths();
        let found = [own.trim_start_matches('/'), "macros.tex"]
            .into_iter()
            .find(|path| paths.iter().any(|other| other == path));
        let bytes = found.and_then(|path| file.beside.read(path, FILE_MAX).ok());
        Macros::new(&String::from_utf8_lossy(&bytes.unwrap_or_default()))
    }

    fn new(text: &str) -> Macros {
        let lines = text.lines().filter_map(|line| {
            let line = line.trim().strip_prefix('\\')?;
            let (name, definition) = line.split_at(name_length(line));
            let definition = definition.trim();
            let is_plain = !name.is_empty() && !definition.is_empty() && !definition.contains('#');
            let is_short = definition.len() <= DEFINITION_MAX;
            (is_plain && is_short).then(|| (name.to_string(), definition.to_string()))
        });
        Macros(lines.collect())
    }

    /// Returns `text` with the macros of its formulas expanded.
    pub fn expand(&self, text: String) -> String {
        if self.0.is_empty() || !text.contains('$') {
            return text;
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text.as_str();
        while let Some((before, formula, behind)) = formula(rest) {
            out.push_str(before);
            self.expand_formula(formula, &mut out);
            rest = behind;
        }
        out + rest
    }

    fn expand_formula(&self, formula: &str, out: &mut String) {
        let mut rest = formula;
        while let Some((before, behind)) = rest.split_once('\\') {
            out.push_str(before);
            let (name, behind) = behind.split_at(name_length(behind));
            match self.0.get(name) {
                Some(definition) => out.push_str(definition),
                None => *out += &format!("\\{name}"),
            }
            rest = behind;
        }
        out.push_str(rest);
    }
}

/// Parts a text in front of its first formula and behind it; the formula keeps its signs.
fn formula(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('$')?;
    let sign = if text[start..].starts_with("$$") {
        "$$"
    } else {
        "$"
    };
    let inside = start + sign.len();
    let end = inside + text[inside..].find(sign)? + sign.len();
    Some((&text[..start], &text[start..end], &text[end..]))
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphabetic).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_of_formulas_are_expanded() {
        let macros = Macros::new("\\euler e^{i \\pi} + 1\n\\R \\mathbb{R}\n\\f{x} #1\n% \\a b\n\n");
        let check = |text: &str, expected: &str| {
            assert_eq!(macros.expand(text.to_string()), expected);
        };
        check("What is $\\euler$?", "What is $e^{i \\pi} + 1$?");
        check(
            "$$\nx \\in \\R \\\\ \\Rx\n$$",
            "$$\nx \\in \\mathbb{R} \\\\ \\Rx\n$$",
        );
        check("\\euler and $5", "\\euler and $5");
        check("$\\f{a}$", "$\\f{a}$");
    }
}
