//! How the answers of a table call its choices: by letter, by number, or by their text.
//!
//! A number may count from 0 or from 1, which no row tells alone: a 0 anywhere says the one, the
//! number of the last choice the other. Where neither stands, the headings count, if they do; else
//! nothing is guessed.

use crate::import::formats::table::names;

/// What all answers of a table together tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key {
    /// The number of the first choice in the headings.
    first: Option<usize>,
    n_letters: usize,
    n_numbers: usize,
    n_texts: usize,
    n_others: usize,
    from_zero: bool,
    from_one: bool,
}

/// What one answer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Nothing: it is a text of its own.
    Nothing,
    /// These choices, from 0.
    Places(Vec<usize>),
    /// A choice by a number, and which one is not clear.
    Unclear,
}

impl Key {
    /// Returns the key of a table whose headings count the choices from `first`, if they do.
    pub fn new(first: Option<usize>) -> Key {
        Key {
            first,
            ..Key::default()
        }
    }

    /// Takes note of a row.
    pub fn see(&mut self, answer: &str, choices: &[&str]) {
        if answer.is_empty() || choices.iter().all(|text| text.is_empty()) {
            return;
        }
        let is_told = !told(answer, choices).is_empty();
        let is_in = |numbers: &Vec<usize>| numbers.iter().all(|number| *number <= choices.len());
        let counted = digits(answer).filter(is_in);
        match (letters(answer), counted) {
            (None, None) if is_told => self.n_texts += 1,
            // It may be the one or the other.
            _ if is_told => {}
            (Some(_), _) => self.n_letters += 1,
            (None, Some(numbers)) => {
                self.n_numbers += 1;
                self.from_zero |= numbers.contains(&0);
                let is_last = |number: &usize| {
                    !is_there(choices, *number)
                        && number
                            .checked_sub(1)
                            .is_some_and(|place| is_there(choices, place))
                };
                self.from_one |= numbers.iter().any(is_last);
            }
            (None, None) => self.n_others += 1,
        }
    }

    /// Whether nearly all answers name a choice.
    pub fn fits(&self) -> bool {
        let n_fitting = self.n_letters + self.n_numbers + self.n_texts;
        self.n_others * 10 < n_fitting
    }

    /// Whether an answer is the letter or number of a choice, in a table that has such.
    pub fn is_mark(&self, answer: &str, n_choices: usize) -> bool {
        let is_number = |number: usize| 0 < self.n_numbers && number <= n_choices;
        let is_letter = 0 < self.n_letters && letters(answer).is_some();
        is_letter || answer.parse().is_ok_and(is_number)
    }

    /// What `answer` names among `choices`, apart from their text.
    pub fn named(&self, answer: &str, choices: &[&str]) -> Named {
        if self.n_letters + self.n_numbers == 0 && 0 < self.n_texts {
            return Named::Nothing;
        }
        let run = || (0 < self.n_letters).then(|| run(answer)).flatten();
        if let Some(places) = letters(answer).or_else(run) {
            return Named::Places(places);
        }
        let numbers = numbers(answer);
        let first = match digits(answer) {
            None => self.first,
            Some(_) => self.base(),
        };
        // Beside choices, a figure beyond them is no number of one.
        let is_beyond = |numbers: &Vec<usize>| numbers.iter().all(|at| choices.len() < *at);
        let is_free = self.n_numbers == 0 && numbers.as_ref().is_some_and(is_beyond);
        match (numbers, first) {
            (None, _) => Named::Nothing,
            _ if is_free => Named::Nothing,
            (Some(numbers), Some(first)) => {
                let place = |number: usize| number.checked_sub(first).unwrap_or(usize::MAX);
                Named::Places(numbers.into_iter().map(place).collect())
            }
            (Some(_), None) if self.n_numbers == 0 => Named::Nothing,
            (Some(_), None) => Named::Unclear,
        }
    }

    /// The number of the first choice.
    fn base(&self) -> Option<usize> {
        match (self.from_zero, self.from_one) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            (true, true) => None,
            (false, false) => self.first,
        }
    }
}

/// Whether there is a choice at `place`.
pub fn is_there(choices: &[&str], place: usize) -> bool {
    choices.get(place).is_some_and(|text| !text.is_empty())
}

/// The choices whose text the answer is, with its letter or without, or several parted by bars,
/// semicolons or lines; none where it is no text of theirs.
pub fn told(answer: &str, choices: &[&str]) -> Vec<usize> {
    let find = |part: &str| {
        let part = part.trim().to_lowercase();
        let is_it = |text: &&str| !text.is_empty() && text.to_lowercase() == part;
        choices.iter().position(is_it)
    };
    let labelled = |part: &str| {
        let (label, text) = part.split_once([')', '.', ':'])?;
        let place = names::choice(label)?;
        (find(text) == Some(place)).then_some(place)
    };
    let one = |part: &str| find(part).or_else(|| labelled(part));
    if let Some(place) = one(answer) {
        return vec![place];
    }
    let several = ['|', ';', '\n'].into_iter().find_map(|sign| {
        let places: Option<Vec<usize>> = answer.split(sign).map(one).collect();
        places.filter(|places| 1 < places.len())
    });
    several.unwrap_or_default()
}

fn parts(answer: &str) -> impl Iterator<Item = &str> {
    answer.split([',', ';', '/', '&', '|']).map(str::trim)
}

/// `b`, `Option B`, `A, C`.
fn letters(answer: &str) -> Option<Vec<usize>> {
    parts(answer).map(names::choice).collect()
}

/// `ABD`, `A B D`, `A and B`: a letter for each choice, in their order.
fn run(answer: &str) -> Option<Vec<usize>> {
    let place = |letter: u8| matches!(letter, b'A'..=b'J').then(|| usize::from(letter - b'A'));
    let words = answer.split_whitespace().filter(|word| *word != "and");
    let letters = words.flat_map(str::bytes).map(place);
    let places: Vec<usize> = letters.collect::<Option<_>>()?;
    let is_run = !places.is_empty() && places.is_sorted_by(|one, next| one < next);
    is_run.then_some(places)
}

/// `2`, `1, 3`.
fn digits(answer: &str) -> Option<Vec<usize>> {
    parts(answer).map(|part| part.parse().ok()).collect()
}

/// `2`, `1, 3`, `Answer 2`.
fn numbers(answer: &str) -> Option<Vec<usize>> {
    let number = |part: &str| part.parse().ok().or_else(|| names::numbered(part));
    parts(answer).map(number).collect()
}
