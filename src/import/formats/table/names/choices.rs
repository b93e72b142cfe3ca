//! How the choices of a question are called: by letters, by numbers, or as a list in one cell.

use super::{plain, spaced};

/// What a column is called whose cells list all choices of a question.
const LISTS: [&str; 9] = [
    "options",
    "choices",
    "alternatives",
    "answer options",
    "optionen",
    "opciones",
    "opções",
    "варианты",
    "选项",
];

/// Whether the cells of a column list the choices of a question.
pub fn is_list(heading: &str) -> bool {
    LISTS.contains(&plain(heading).as_str())
}

/// Words in front of the letter of a choice.
const CHOICES: [&str; 5] = ["option", "choice", "answer", "opt", "antwort"];

/// The place, from 0, of the choice that a heading or an answer calls by its letter: `b`, `B)`,
/// `Option B`, `option_b`.
pub fn choice(text: &str) -> Option<usize> {
    let name = spaced(text);
    let word = CHOICES.iter().find_map(|word| name.strip_prefix(word));
    let letter = word.map_or(name.as_str(), str::trim_start);
    match letter.trim_end_matches(['.', ')']).as_bytes() {
        [letter @ b'a'..=b'j'] => Some(usize::from(letter - b'a')),
        _ => None,
    }
}

/// The place, from 0, of the choice that a heading calls by its letter.
pub fn lettered(heading: &str) -> Option<usize> {
    choice(&plain(heading))
}

/// The place, from 0, of the choice that a heading counts: `Answer 1`, `option_1`.
pub fn counted(heading: &str) -> Option<usize> {
    let name = plain(heading);
    let number = CHOICES.iter().find_map(|word| name.strip_prefix(word))?;
    let number: usize = number.trim_start().parse().ok()?;
    number.checked_sub(1)
}

/// The columns of choices, from A or 1 on without a gap, two at least; else none.
pub fn choices<'c>(headings: impl Iterator<Item = &'c str> + Clone) -> Vec<usize> {
    let columns = |place_of: fn(&str) -> Option<usize>| -> Vec<usize> {
        let column = |place| {
            headings
                .clone()
                .position(|heading| place_of(heading) == Some(place))
        };
        (0..).map_while(column).collect()
    };
    let found = [columns(lettered), columns(counted)];
    let is_enough = |columns: &Vec<usize>| 1 < columns.len();
    found.into_iter().find(is_enough).unwrap_or_default()
}
