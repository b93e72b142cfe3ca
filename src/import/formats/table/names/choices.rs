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

/// Words in front of the letter or number of a choice.
const CHOICES: [&str; 22] = [
    "option",
    "choice",
    "answer",
    "opt",
    "op",
    "ans",
    "alternative",
    "antwort",
    "alternativa",
    "opción",
    "opcion",
    "opção",
    "opcao",
    "opzione",
    "risposta",
    "respuesta",
    "resposta",
    "réponse",
    "reponse",
    "вариант",
    "选项",
    "選択肢",
];

/// How many columns of one unknown word, with a letter or number each, may be choices.
const UNKNOWN_MIN: usize = 3;

/// Words of columns that hold the wrong ones alone.
const WRONG: [&str; 4] = ["wrong", "incorrect", "distractor", "false"];

/// How many choices are looked for.
const CHOICES_MAX: usize = 26;

/// How many columns a table may have in which choices of an unknown word are looked for.
const HEADINGS_MAX: usize = 100;

/// The columns of choices of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub columns: Vec<usize>,
    /// The number of the first one, if their headings count them.
    pub first: Option<usize>,
    /// Whether their word says that they are choices; else the answers have to.
    pub known: bool,
}

/// What follows the word of a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Letter(usize),
    Number(usize),
}

/// The word, without its mark, and the mark: `option b`, `Q1`, `a)`.
fn marked(name: &str) -> Option<(&str, Mark)> {
    let name = name.trim_matches(|c: char| "().[] ".contains(c));
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if word.len() < name.len() {
        let number = name[word.len()..].parse().ok()?;
        return Some((word.trim_end(), Mark::Number(number)));
    }
    let letter = *name.as_bytes().last()?;
    let word = &name[..name
        .len()
        .checked_sub(1)
        .filter(|end| name.is_char_boundary(*end))?];
    let is_known = CHOICES.contains(&word);
    let is_apart = !word.ends_with(|c: char| c.is_ascii_alphanumeric());
    match letter {
        b'a'..=b'j' if is_known || is_apart => {
            Some((word.trim_end(), Mark::Letter(usize::from(letter - b'a'))))
        }
        _ => None,
    }
}

/// The place, from 0, of the choice that a heading or an answer calls by its letter: `b`, `B)`,
/// `Option B`, `option_b`.
pub fn choice(text: &str) -> Option<usize> {
    match marked(&spaced(text))? {
        (word, Mark::Letter(place)) if is_word(word) => Some(place),
        _ => None,
    }
}

/// The number of the choice that an answer names as a heading does: `Answer 1`, `option_1`.
pub fn numbered(text: &str) -> Option<usize> {
    match marked(&spaced(text))? {
        (word, Mark::Number(number)) if CHOICES.contains(&word) => Some(number),
        _ => None,
    }
}

/// Whether a letter behind it calls a choice.
fn is_word(word: &str) -> bool {
    word.is_empty() || CHOICES.contains(&word)
}

/// Whether a heading calls the first of some choices.
pub fn is_first(heading: &str) -> bool {
    match marked(&plain(heading)) {
        Some((word, Mark::Letter(0))) => is_word(word),
        Some((word, Mark::Number(1))) => CHOICES.contains(&word),
        _ => false,
    }
}

/// The columns of choices, from A, 1, or 0 on without a gap: two at least, of an unknown word
/// three; else none.
pub fn choices<'c>(headings: impl Iterator<Item = &'c str>) -> Choices {
    let names: Vec<String> = headings.map(plain).collect();
    let marks: Vec<Option<(&str, Mark)>> = names.iter().map(|name| marked(name)).collect();
    let run = |is_it: &dyn Fn(&str) -> bool, mark: fn(usize) -> Mark, first: usize| {
        let is_next = |at: usize| {
            let is_it = |(word, it): &(&str, Mark)| *it == mark(at) && is_it(word);
            marks.iter().position(|it| it.as_ref().is_some_and(is_it))
        };
        (first..first + CHOICES_MAX)
            .map_while(is_next)
            .collect::<Vec<usize>>()
    };
    let is_counted = |word: &str| CHOICES.contains(&word);
    let known = [
        (run(&is_word, Mark::Letter, 0), None),
        (run(&is_counted, Mark::Number, 0), Some(0)),
        (run(&is_counted, Mark::Number, 1), Some(1)),
    ];
    let known = known.into_iter().find(|(columns, _)| 1 < columns.len());
    if let Some((columns, first)) = known {
        return Choices {
            columns,
            first,
            known: true,
        };
    }
    let n_read = if names.len() <= HEADINGS_MAX {
        names.len()
    } else {
        0
    };
    let words = marks[..n_read].iter().flatten().map(|(word, _)| *word);
    let is_wrong = |word: &str| WRONG.iter().any(|wrong| word.contains(wrong));
    let words = words.filter(|word| !is_wrong(word));
    let unknown = words.flat_map(|word| {
        let is_it = |other: &str| other == word;
        [
            (run(&is_it, Mark::Letter, 0), None),
            (run(&is_it, Mark::Number, 0), Some(0)),
            (run(&is_it, Mark::Number, 1), Some(1)),
        ]
    });
    let found = unknown
        .into_iter()
        .find(|(columns, _)| UNKNOWN_MIN <= columns.len());
    let (columns, first) = found.unwrap_or_default();
    Choices {
        columns,
        first,
        known: false,
    }
}
