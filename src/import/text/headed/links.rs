//! Links that stand elsewhere in the file, lines that are nothing but links, and pictures.

use super::inline::near;
use super::{Outline, names};
use crate::import::draft::{Content, Harvest, Medium};
use crate::import::file::File;
use std::collections::HashMap;

/// `[label]: target` lines of a file, by label in small letters.
#[derive(Default)]
pub struct Definitions(HashMap<String, String>);

impl Definitions {
    pub fn of(outline: &Outline) -> Definitions {
        let rows = outline
            .rows
            .iter()
            .filter(|row| !row.hidden && row.indent() <= 3);
        Definitions(rows.filter_map(|row| definition(row.text)).collect())
    }

    /// Returns `text` with the links `[a][label]` and `[label]` that the file defines written out.
    pub fn resolve(&self, text: &str) -> String {
        if self.0.is_empty() || !text.contains('[') {
            return text.to_string();
        }
        let mut out = String::with_capacity(text.len());
        let mut fenced = false;
        for line in text.split_inclusive('\n') {
            let is_fence = line.trim_start().starts_with("```");
            match fenced || is_fence {
                true => out.push_str(line),
                false => self.resolve_line(line, &mut out),
            }
            fenced ^= is_fence;
        }
        out
    }

    fn resolve_line(&self, line: &str, out: &mut String) {
        let mut rest = line;
        let mut in_code = false;
        while let Some(at) = rest.find(['[', '`']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            in_code ^= rest.starts_with('`');
            let link = (!in_code).then(|| bracketed(rest)).flatten();
            let Some((text, behind)) = link else {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
                continue;
            };
            let (label, next) = match bracketed(behind) {
                Some((label, next)) => (if label.is_empty() { text } else { label }, next),
                None => (text, behind),
            };
            let target = self.0.get(&label.to_lowercase());
            match target.filter(|_| !behind.starts_with('(')) {
                Some(target) => out.push_str(&format!("[{text}]({target})")),
                None => out.push_str(&rest[..rest.len() - next.len()]),
            }
            rest = next;
        }
        out.push_str(rest);
    }
}

/// Parts `[text]` from what stands behind it; brackets inside are not looked into.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(['[', ']', '\n', '`'])?;
    inner[end..]
        .strip_prefix(']')
        .map(|rest| (&inner[..end], rest))
}

fn definition(line: &str) -> Option<(String, String)> {
    let (label, rest) = bracketed(line.trim())?;
    let target = rest.strip_prefix(':')?.split_whitespace().next()?;
    let target = target.trim_start_matches('<').trim_end_matches('>');
    (!label.starts_with('^') && !label.is_empty())
        .then(|| (label.to_lowercase(), target.to_string()))
}

/// Whether a line defines a link for the whole file.
pub fn is_definition(line: &str) -> bool {
    definition(line).is_some()
}

/// Returns the sources that a line names, if it does nothing else: `[Reference](https://…)`,
/// `- https://…`, `Reference: [a](b), [c](d)`, with or without a bullet or number.
pub fn sources(line: &str) -> Option<Vec<String>> {
    let item = line.trim().trim_start_matches(['>', ' ', '\\']);
    let item = names::list_mark(item).map_or(item, |(_, text)| text);
    let item = names::unwrapped(item.trim().trim_end_matches('\\'));
    let mut rest = label_cut(item);
    let mut sources = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', ',', ';', '|', '*', '·', '.', '(', ')', '_', '\\']);
        rest = names::strip_word(rest, "and").unwrap_or(rest);
        rest = rest.trim_start_matches([' ', '*']);
        if rest.is_empty() {
            return (!sources.is_empty()).then_some(sources);
        }
        let (source, behind) = source(rest)?;
        sources.push(source);
        rest = behind;
    }
}

/// Cuts a label that says that a source follows.
fn label_cut(text: &str) -> &str {
    let bare = text.trim_start_matches(['*', '_']);
    let words = [
        "references",
        "reference",
        "sources",
        "source",
        "ref",
        "link",
        "see",
        "docs",
    ];
    let Some(rest) = words.iter().find_map(|word| names::strip_word(bare, word)) else {
        return text;
    };
    let inner = rest.trim_start_matches(['*', '_', ' ', '(', ')']);
    inner
        .strip_prefix(':')
        .map_or(inner, |rest| rest.trim_start_matches(['*', '_', ' ']))
}

/// One link or address at the front, as a source, and what stands behind it.
fn source(text: &str) -> Option<(String, &str)> {
    if let Some((label, behind)) = bracketed(text) {
        let inner = behind.strip_prefix('(')?;
        let end = closing(inner)?;
        let target = inner[..end].split_whitespace().next()?;
        let target = target.trim_start_matches('<').trim_end_matches('>');
        return is_address(target).then(|| (named(label, target), &inner[end + 1..]));
    }
    let bare = text.strip_prefix('<').unwrap_or(text);
    let end = bare.find([' ', '\t', '>', '|']).unwrap_or(bare.len());
    let target = bare[..end].trim_end_matches(['*', ',', ';', '\\']);
    let behind = bare[target.len()..].trim_start_matches('>');
    is_address(target).then(|| (format!("<{target}>"), behind))
}

/// The closing bracket of a link's target, which may hold brackets itself.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in near(text).char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_address(target: &str) -> bool {
    let rest =
        names::strip_prefix(target, "https://").or_else(|| names::strip_prefix(target, "http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['<', '>']))
}

/// A link whose text says nothing is only its address.
fn named(label: &str, target: &str) -> String {
    let plain = super::inline::plain(label).to_lowercase();
    let word = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let empty = [
        "",
        "reference",
        "references",
        "ref",
        "source",
        "sources",
        "link",
        "here",
        "reference link",
        "docs",
        "documentation",
        "explanation",
        "more info",
        "info",
        "read more",
        "website",
        "url",
    ];
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    match empty.contains(&bare) || is_address(label) {
        true => format!("<{target}>"),
        false => format!("[{label}]({target})"),
    }
}

/// Returns `text` with its pictures as they will stand beside the deck: those that the source
/// has are added to the harvest, the others stay links and are counted.
pub fn with_pictures(text: &str, file: &File, place: &str, harvest: &mut Harvest) -> String {
    if !text.contains("![") {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("![") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((alt, target, behind)) = picture(rest) else {
            out.push_str("![");
            rest = &rest[2..];
            continue;
        };
        // HTML that was read before has put its pictures there already.
        let placed = target.strip_prefix("media/");
        let placed =
            placed.is_some_and(|name| harvest.media.iter().any(|medium| medium.name == name));
        match taken(target, file, place, harvest).filter(|_| !placed) {
            Some(name) => out.push_str(&format!("![{alt}](media/{name})")),
            None => out.push_str(&rest[..rest.len() - behind.len()]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The alternative text, the target, and what stands behind the picture at the front of `text`.
fn picture(text: &str) -> Option<(&str, &str, &str)> {
    let (alt, behind) = bracketed(text.strip_prefix('!')?)?;
    let inner = behind.strip_prefix('(')?;
    let (inside, behind) = match inner.strip_prefix('<') {
        Some(angled) => {
            let (target, behind) = angled.split_once('>')?;
            return Some((alt, target, behind.split_once(')')?.1));
        }
        None => inner.split_at(closing(near(inner).split('\n').next()?)?),
    };
    let target = inside.split_whitespace().next()?;
    Some((alt, target, &behind[1..]))
}

/// Adds a file that HTML refers to as `media/<name>` to the harvest, if it stands beside.
pub fn take_named(name: &str, file: &File, place: &str, harvest: &mut Harvest) {
    match beside(file.path, name).filter(|path| file.beside.paths().contains(path)) {
        Some(path) => harvest.media.push(Medium {
            name: name.to_string(),
            content: Content::File(path),
        }),
        None => harvest
            .losses
            .add("pictures that are not there are left as links", place),
    }
}

/// Adds the picture at `target` to the harvest, if it stands beside the file; its name there.
fn taken(target: &str, file: &File, place: &str, harvest: &mut Harvest) -> Option<String> {
    if target.contains("://") || target.starts_with("data:") || target.starts_with("//") {
        harvest
            .losses
            .add("pictures on other computers are left as links", place);
        return None;
    }
    let path = beside(file.path, target).filter(|path| file.beside.paths().contains(path));
    let Some(path) = path else {
        harvest
            .losses
            .add("pictures that are not there are left as links", place);
        return None;
    };
    let harmless = |c: char| {
        if c.is_ascii_alphanumeric() || ".-_".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = path.chars().map(harmless).collect();
    let name = name.trim_start_matches(['.', '-']).to_string();
    if !harvest.media.iter().any(|medium| medium.name == name) {
        harvest.media.push(Medium {
            name: name.clone(),
            content: Content::File(path),
        });
    }
    Some(name)
}

/// The path of `target` as seen from the folder of `path`; `None` where it leads out.
fn beside(path: &str, target: &str) -> Option<String> {
    let target = target.split(['?', '#']).next()?.replace("%20", " ");
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => path
            .rsplit_once('/')
            .map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::tests::Shelf;

    #[test]
    fn links_defined_at_the_end_are_written_out() {
        let outline = Outline::new("[A b]: https://a.example\n[^c]: note\n");
        let definitions = Definitions::of(&outline);
        let check = |text: &str, expected: &str| assert_eq!(definitions.resolve(text), expected);
        check(
            "see [x][a B], [a b] and [a b][]",
            "see [x](https://a.example), [a b](https://a.example) and [a b](https://a.example)",
        );
        check("`[a b]` [c] [a b](d)", "`[a b]` [c] [a b](d)");
        check("```\n[a b]\n```", "```\n[a b]\n```");
    }

    #[test]
    fn lines_of_links_are_sources() {
        let check = |line: &str, expected: &[&str]| {
            assert_eq!(sources(line).unwrap_or_default(), expected, "{line}");
        };
        check("[Reference](https://a.example)", &["<https://a.example>"]);
        check(
            "2. [Reference 2](https://a.example/b_(c))",
            &["<https://a.example/b_(c)>"],
        );
        check(
            "**Reference:** <https://a.example>  ",
            &["<https://a.example>"],
        );
        check(
            "- [The book](https://a.example), https://b.example",
            &["[The book](https://a.example)", "<https://b.example>"],
        );
        check("See [the book](https://a.example) for more", &[]);
        check("[up](#toc)", &[]);
        check("Reference: page 3", &[]);
    }

    #[test]
    fn pictures_beside_the_file_come_with_it() {
        let shelf = Shelf::new(&[("a/b c.png", b""), ("a/d.md", b"")]);
        let file = File {
            path: "a/d.md",
            bytes: b"",
            beside: &shelf,
        };
        let mut harvest = Harvest::default();
        let text = "![x](b%20c.png) ![y](../../e.png) ![z](https://a.example/f.png)";
        let taken = with_pictures(text, &file, "a/d.md:1", &mut harvest);
        assert_eq!(
            taken,
            "![x](media/a-b-c.png) ![y](../../e.png) ![z](https://a.example/f.png)"
        );
        assert_eq!(harvest.media.len(), 1);
        assert_eq!(harvest.losses.all().len(), 2);
    }
}
