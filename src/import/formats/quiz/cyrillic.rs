//! Options lettered `а) б) в) г)`, as Russian and Bulgarian tests have them.
//!
//! A text comes in; the same text with Latin letters in front of its options and in its answer lines
//! goes out, row for row, so that nothing else need know of other letters. Some of them look like
//! Latin ones that stand for another place (`В` is the third, `B` the second): a file that mixes the
//! two alphabets is left as it is, since which option is meant would be a guess.

use super::answer::{self, Announced};
use super::marks::{self, Mark};
use crate::import::text::headed::{Outline, names};
use std::borrow::Cow;

/// The letters of options in their order; `ё` and `й` are passed over when counting.
const LETTERS: [char; 10] = ['а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з', 'и', 'к'];

/// The text with Latin letters for its options, if all of them are Cyrillic.
pub fn latinised(text: &str) -> Cow<'_, str> {
    if !text.contains('б') && !text.contains('Б') {
        return Cow::Borrowed(text);
    }
    let outline = Outline::new(text);
    let mut rows: Vec<Cow<str>> = Vec::with_capacity(outline.rows.len());
    let (mut is_first, mut is_second) = (false, false);
    for row in &outline.rows {
        let (line, at) = (
            row.text,
            if row.hidden {
                Vec::new()
            } else {
                letters(row.text)
            },
        );
        if !row.hidden && is_latin(line) {
            return Cow::Borrowed(text);
        }
        if let [at] = at[..] {
            let option = option(line) == Some(at);
            is_first |= option && place(line, at) == Some(0);
            is_second |= option && place(line, at) == Some(1);
        }
        rows.push(rewritten(line, &at));
    }
    if !(is_first && is_second) {
        return Cow::Borrowed(text);
    }
    let mut out = rows.join("\n");
    if text.ends_with('\n') && !out.ends_with('\n') {
        out.push('\n');
    }
    Cow::Owned(out)
}

/// Whether a line letters an option, or names one, by a Latin letter that has a place of its own.
fn is_latin(line: &str) -> bool {
    let is_option = matches!(marks::mark(line), Some(Mark::Letter(letter)) if 0 < letter.place);
    let names = |found: Announced| match found {
        Announced::Letters(letters) => letters.places.iter().any(|place| 0 < *place),
        Announced::Text(_) => false,
    };
    is_option || answer::announced(line).is_some_and(names)
}

/// Where the letters stand in a line that letters an option or names some.
fn letters(line: &str) -> Vec<usize> {
    if let Some(at) = option(line) {
        return vec![at];
    }
    let words = match answer::announced(line) {
        Some(Announced::Text(words)) => words,
        Some(Announced::Letters(_)) => return Vec::new(),
        // `1. б` in a key, `б` below the word for an answer.
        None => {
            let bare = line.trim().trim_matches(['*', '_', '>', ' ']);
            let said = names::numbered(bare).map_or(bare, |numbered| numbered.rest);
            let is_short = said.chars().filter(|c| c.is_alphabetic()).count() <= 1;
            if is_short {
                said.to_string()
            } else {
                String::new()
            }
        }
    };
    let found = line.rfind(&words).filter(|_| !words.is_empty());
    found.map_or(Vec::new(), |start| named(&line[start..], start))
}

/// The letter of `- **б) text**`, as a place in the line.
fn option(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let item = names::list_mark(trimmed).filter(|_| trimmed.starts_with(['-', '*', '+']));
    let item = item.map_or(trimmed, |(_, item)| item);
    let inner = item.trim_start_matches(['*', '_', '(']);
    let (_, rest) = one(inner)?;
    let behind = rest.strip_prefix([')', '.'])?;
    let is_parted = behind.is_empty() || behind.starts_with([' ', '\t', '\u{a0}', '*', '_']);
    is_parted.then(|| line.len() - inner.len())
}

/// The places of the letters that a text starts with: `б`, `в) text`, `а, в`, `б и г`. `в базе` is a
/// word.
fn named(text: &str, start: usize) -> Vec<usize> {
    let (mut found, mut rest) = (Vec::new(), text);
    loop {
        let inner = rest.trim_start_matches(['(', '[', '*', '_', ' ']);
        let Some((_, behind)) = one(inner) else {
            return Vec::new();
        };
        found.push(start + text.len() - inner.len());
        let next = behind.trim_start_matches([')', ']', '.', ',', ';', '*', '_', ' ']);
        let next = names::strip_word(next, "и").map_or(next, str::trim_start);
        let goes_on = one(next).is_some_and(|(_, rest)| is_end(rest));
        match (goes_on && next.len() < behind.len(), is_end(behind)) {
            (true, _) => rest = next,
            (false, true) => return found,
            (false, false) => return Vec::new(),
        }
    }
}

/// Whether a letter may end in front of this text.
fn is_end(behind: &str) -> bool {
    let text = behind.trim_start_matches(['*', '_']);
    text.trim().is_empty()
        || text.starts_with([')', ']', '.', ',', ';', ':'])
        || text.trim_start().starts_with(['-', '–', '—', '('])
}

/// The place of the letter that a text starts with, and what stands behind it.
fn one(text: &str) -> Option<(usize, &str)> {
    let c = text.chars().next()?;
    let small = c.to_lowercase().next()?;
    let place = LETTERS.iter().position(|letter| *letter == small)?;
    let rest = &text[c.len_utf8()..];
    (!rest.starts_with(char::is_alphanumeric)).then_some((place, rest))
}

fn place(line: &str, at: usize) -> Option<usize> {
    one(&line[at..]).map(|(place, _)| place)
}

fn rewritten<'l>(line: &'l str, letters: &[usize]) -> Cow<'l, str> {
    let (mut out, mut end) = (String::new(), 0);
    for at in letters {
        let Some((place, rest)) = one(&line[*at..]) else {
            continue;
        };
        out.push_str(&line[end..*at]);
        out.push((b'a' + place as u8) as char);
        end = line.len() - rest.len();
    }
    match end {
        0 => Cow::Borrowed(line),
        _ => Cow::Owned(format!("{out}{}", &line[end..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_options_and_answers_become_latin() {
        let check = |line: &str, expected: &str| {
            let text = format!("а) один\nб) два\n{line}");
            assert_eq!(latinised(&text), format!("a) один\nb) два\n{expected}"));
        };
        check("Ответ: б", "Ответ: b");
        check(
            "**Правильный ответ:** в) три",
            "**Правильный ответ:** c) три",
        );
        check("Ответы: а, в", "Ответы: a, c");
        check("Ответ: б и г.", "Ответ: b и d.");
        check("1. Б", "1. b");
        check("Ответ: в базе данных", "Ответ: в базе данных");
        check("Ответ: база", "Ответ: база");
        check("- **Г.** три", "- **d.** три");
        check("А. С. Пушкин", "a. С. Пушкин");
        check("```\nв) x\n```\n", "```\nв) x\n```\n");
    }

    #[test]
    fn mixed_alphabets_are_left_as_they_are() {
        for text in [
            "а) один\nб) два\nОтвет: B\n",
            "а) один\nb) два\nв) три\nОтвет: в\n",
            "а) один\n\nв) два\nОтвет: в\n",
        ] {
            assert_eq!(latinised(text), text);
        }
    }
}
