//! The lines that name the right options: `#### Answer: D`, `Correct answer: B, D`,
//! `The correct answer is a)`, `Ans: C`, `Option B is correct`.

use super::marks;
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::{Row, asks, inline, names};

/// Letters from 0, and what stands behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    pub places: Vec<usize>,
    pub rest: String,
}

/// What a line says of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    Letters(Letters),
    /// The words behind `Answer:`, which may be an option's own, or none.
    Text(String),
}

/// Words in front of the one for an answer.
const QUALIFIERS: [&str; 16] = [
    "correct",
    "right",
    "official",
    "suggested",
    "proposed",
    "best",
    "typical",
    "richtige",
    "la",
    "правильный",
    "верный",
    "本题",
    "正确",
    "参考",
    "标准",
    "đúng",
];

/// Words behind the one for an answer that say it is right.
const QUALIFIERS_BEHIND: [&str; 15] = [
    "modelo",
    "correcta",
    "correctas",
    "correcto",
    "correctos",
    "correta",
    "corretas",
    "correto",
    "corretos",
    "corretta",
    "corrette",
    "correcte",
    "correctes",
    "certa",
    "đúng",
];

const VERBS: [&str; 8] = ["is", "are", "es", "son", "é", "est", "ist", "là"];

/// Words in front of a letter that say no more than that it is one.
const OPTION_WORDS: [&str; 12] = [
    "options",
    "option",
    "choice",
    "opción",
    "opciones",
    "opção",
    "opções",
    "letra",
    "letras",
    "alternativa",
    "lettre",
    "lettera",
];

/// Reads a line that starts with a word for the answer.
pub fn announced(line: &str) -> Option<Announced> {
    let bare = bare(line);
    let text = bare.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = names::strip_word(text, "the").unwrap_or(text).trim_start();
    let qualified = QUALIFIERS.iter().find_map(|word| strip_noun(text, word));
    let text = qualified.map_or(text, str::trim_start);
    let nouns = ["options", "option", "choices", "choice", "key"];
    let nouns = nouns.iter().filter(|_| qualified.is_some());
    let words = asks::ANSWER_WORDS.iter().chain(nouns);
    let named = words.into_iter().find_map(|word| strip_noun(text, word));
    // `Opción correcta: B`
    let option = || {
        let words = OPTION_WORDS.iter();
        let mut behind = words.filter_map(|word| names::strip_word(text, word));
        behind.find_map(|rest| qualified_behind(rest.trim_start()))
    };
    let named = named.or_else(option);
    // `Correct: B`
    let rest = named.or_else(|| qualified.filter(|rest| rest.starts_with([':', '：'])))?;
    let rest = names::strip_prefix(rest, "(s)")
        .unwrap_or(rest)
        .trim_start();
    let rest = qualified_behind(rest).unwrap_or(rest);
    let verb = VERBS.iter().find_map(|verb| names::strip_word(rest, verb));
    let verb = verb.map(|behind| {
        let article = ["la", "el", "die"].iter();
        let mut found = article.filter_map(|word| names::strip_word(behind.trim_start(), word));
        found.next().unwrap_or(behind)
    });
    let sign = verb.unwrap_or(rest).trim_start();
    let behind = sign.trim_start_matches([':', '：', '=', '-', '–', '—', '>', '.', ' ', '\u{a0}']);
    let signed = verb.is_some() || behind.len() < sign.len();
    match letters(behind) {
        Some(letters) => Some(Announced::Letters(letters)),
        None if signed || behind.is_empty() => Some(Announced::Text(behind.trim().to_string())),
        None => None,
    }
}

/// How a line that starts with letters speaks of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `Answer: B`.
    Answers,
    /// `Answer B: it waits`, which may explain any option.
    Discusses,
    /// `Answer B: wrong, it waits`, `❌ Answer: B`.
    Denies,
}

/// Tells how a line speaks of `letters`, which `announced` read from it.
pub fn verdict(line: &str, letters: &Letters) -> Verdict {
    let bare = bare(line);
    if bare.contains(['❌', '✗', '✘', '❎']) || denies(&letters.rest) {
        return Verdict::Denies;
    }
    let mut words = bare
        .split_whitespace()
        .skip_while(|word| !word.contains(char::is_alphanumeric));
    let (noun, letter) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let is_letter = letter.len() == 2 && letter.ends_with(':');
    match noun.ends_with(char::is_alphabetic) && is_letter && !affirms(&letters.rest) {
        true => Verdict::Discusses,
        false => Verdict::Answers,
    }
}

fn denies(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "incorrect",
        "wrong",
        "false",
        "not",
        "no",
        "isn't",
        "incorrecta",
        "incorreta",
        "falso",
        "sai",
        "falsch",
        "неверно",
    ];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = names::strip_word(text, "is").map_or(text, str::trim_start);
    WORDS
        .iter()
        .any(|word| names::strip_word(text, word).is_some())
}

fn affirms(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    ["correct", "right", "true"]
        .iter()
        .any(|word| names::strip_word(text, word).is_some())
}

/// The first row that tells the answer, or says that it follows.
pub fn place(rows: &[Row]) -> Option<usize> {
    let tells = |row: &Row| announced(row.text).is_some() || without_tags(row.text).1;
    rows.iter().position(|row| !row.hidden && tells(row))
}

/// Removes a word; scripts without blanks between words have no word ends.
fn strip_noun<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    match word.ends_with(names::is_unparted) {
        true => names::strip_prefix(text, word),
        false => names::strip_word(text, word),
    }
}

/// Reads a line that says of an option that it is right: `Option B is correct`, `B) is the answer`.
pub fn said_right(line: &str) -> Option<Letters> {
    let bare = bare(line);
    let text = ["option", "choice", "answer"]
        .iter()
        .find_map(|word| names::strip_word(&bare, word))
        .unwrap_or(&bare);
    let (place, rest) = one_letter(text.trim_start())?;
    let rest = rest.trim_start_matches([')', '.', ' ']);
    let rest = names::strip_word(rest, "is")?.trim_start();
    let rest = names::strip_word(rest, "the").unwrap_or(rest).trim_start();
    let right = ["correct", "right", "answer"]
        .iter()
        .any(|word| names::strip_word(rest, word).is_some());
    right.then(|| Letters {
        places: vec![place],
        rest: String::new(),
    })
}

/// Reads letters at the front of a text, with or without a word for the answer.
pub fn at_front(text: &str) -> Option<Letters> {
    match announced(text) {
        Some(Announced::Letters(letters)) => Some(letters),
        _ => letters(text),
    }
}

/// Reads a line that holds letters and nothing else: `A,B,E`.
pub fn only_letters(line: &str) -> Option<Letters> {
    let bare = bare(line);
    letters(&bare).filter(|letters| letters.rest.is_empty())
}

/// Reads a line that starts with nothing but letters in bold: `**B.** Since it waits`.
pub fn bold_letters(line: &str) -> Option<Letters> {
    let (inside, rest) = line.trim().strip_prefix("**")?.split_once("**")?;
    let found = only_letters(inside)?;
    let rest = inline::plain(rest);
    let text = rest.trim_start_matches([' ', '.', ')', ':', ',', '-', '–', '—']);
    // What is wrong is told so, too.
    (!denies(text)).then(|| Letters {
        places: found.places,
        rest: text.to_string(),
    })
}

/// A line without tags, emphasis, and the marks of headings, lists and quotes.
fn bare(line: &str) -> String {
    let plain = inline::plain(line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t']));
    plain.trim().to_string()
}

/// Reads the letters at the front of `text`, with `,`, `and`, `&` between them.
fn letters(text: &str) -> Option<Letters> {
    let run = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if let Some(places) = run_of_letters(&text[..run]) {
        let rest = text[run..].trim_start_matches(['.', ')', ':', ' ']);
        return ends(&text[run..]).then(|| Letters {
            places,
            rest: rest.to_string(),
        });
    }
    if let Some(places) = parted_by_blanks(text) {
        return Some(Letters {
            places,
            rest: String::new(),
        });
    }
    let (mut places, mut rest) = (Vec::new(), text);
    loop {
        let (place, behind) = one_letter(without_option(rest))?;
        places.push(place);
        match separated(behind) {
            Some(next) => rest = next,
            None if !ends(behind) => return None,
            None => {
                let rest = behind.trim_start_matches(['.', ')', ':', ' ', '-', '–', '—', ']', ',']);
                return Some(Letters {
                    places,
                    rest: rest.to_string(),
                });
            }
        }
    }
}

/// `BD`: two letters or more in their order, and in capitals, so that it is no word by chance.
fn run_of_letters(word: &str) -> Option<Vec<usize>> {
    let capital = word.bytes().all(|byte| (b'A'..=b'J').contains(&byte));
    let rising = word.as_bytes().windows(2).all(|pair| pair[0] < pair[1]);
    (2 <= word.len() && capital && rising)
        .then(|| word.bytes().map(|byte| usize::from(byte - b'A')).collect())
}

/// `A C`: nothing but capitals with blanks between them, two or more.
fn parted_by_blanks(text: &str) -> Option<Vec<usize>> {
    let place = |word: &str| match word.as_bytes() {
        [letter @ b'A'..=b'J'] => Some(usize::from(letter - b'A')),
        _ => None,
    };
    let places: Option<Vec<usize>> = text.split_whitespace().map(place).collect();
    places.filter(|places| 2 <= places.len())
}

/// One letter that stands alone, with or without brackets.
fn one_letter(text: &str) -> Option<(usize, &str)> {
    if let Some(found) = marks::circled(text) {
        return Some(found);
    }
    let inner = text.strip_prefix(['(', '[']).map_or(text, str::trim_start);
    let bracketed = inner.len() < text.len();
    let c = inner.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = &inner[1..];
    if rest.starts_with(char::is_alphanumeric) || rest.starts_with(['\'', '’', '_']) {
        return None;
    }
    let rest = match bracketed {
        true => rest.trim_start().strip_prefix([')', ']'])?,
        false => rest,
    };
    Some((usize::from(c.to_ascii_lowercase() as u8 - b'a'), rest))
}

/// What stands behind the word that says of an answer that it is right.
fn qualified_behind(text: &str) -> Option<&str> {
    let mut words = QUALIFIERS_BEHIND.iter();
    words.find_map(|word| names::strip_word(text, word).map(str::trim_start))
}

fn without_option(text: &str) -> &str {
    let word = OPTION_WORDS
        .iter()
        .find_map(|word| names::strip_word(text, word));
    word.unwrap_or(text).trim_start()
}

/// What stands behind a comma or `and`, where another letter follows it.
fn separated(text: &str) -> Option<&str> {
    let rest = text.strip_prefix([')', '.']).unwrap_or(text).trim_start();
    let next = behind_separator(rest)?;
    let (_, behind) = one_letter(without_option(next))?;
    let goes_on = behind_separator(behind.trim_start()).is_some();
    (ends(behind) || goes_on).then_some(next)
}

/// What stands behind the signs and words that part letters.
fn behind_separator(text: &str) -> Option<&str> {
    let sign = text.trim_start_matches([',', ';', '/', '&', '+', ' ']);
    let word = ["and", "und", "et", "y", "e", "и", "và"]
        .iter()
        .find_map(|word| names::strip_word(sign, word).map(str::trim_start))
        // `A, E` names two letters.
        .filter(|next| one_letter(without_option(next)).is_some());
    let next = word.unwrap_or(sign).trim_start();
    (next.len() < text.len()).then_some(next)
}

/// Whether a letter may end here: `a` before a word is an article, not an answer.
fn ends(behind: &str) -> bool {
    let text = behind.trim_start();
    let parted = text.len() < behind.len();
    let because = ["because", "since", "as"]
        .iter()
        .any(|word| names::strip_word(text, word).is_some());
    let dash = text.starts_with(['-', '–', '—']) && parted;
    text.is_empty() || text.starts_with(['.', ')', ':', ']', ',', ';', '(']) || because || dash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, places: &[usize], rest: &str) {
        let letters = Letters {
            places: places.to_vec(),
            rest: rest.to_string(),
        };
        assert_eq!(announced(line), Some(Announced::Letters(letters)), "{line}");
    }

    #[test]
    fn lines_name_letters() {
        check("#### Answer: D", &[3], "");
        check("Correct answer: B, D", &[1, 3], "");
        check("Correct answer: A,C", &[0, 2], "");
        check("The correct answer is a) yes.", &[0], "yes.");
        check("Ans: C", &[2], "");
        check("**Answer: (b)**", &[1], "");
        check("Answers: A, B and E", &[0, 1, 4], "");
        check("Answer: BD", &[1, 3], "");
        check("✅ Answer: C", &[2], "");
        check(
            "- **Correct Answer:** B. Content-Type",
            &[1],
            "Content-Type",
        );
        check("Correct option: B", &[1], "");
        check("The answer is C because it fits", &[2], "because it fits");
        check("#### 答案: D", &[3], "");
        check("Answer(s): A", &[0], "");
        check("Answer B", &[1], "");
        check("Answer: A C", &[0, 2], "");
        check(
            &format!("Answer: {}A", "A and ".repeat(100_000)),
            &[0; 100_001],
            "",
        );
        check("Answer: Option A & C", &[0, 2], "");
    }

    #[test]
    fn words_are_no_letters() {
        let text = |line: &str| match announced(line) {
            Some(Announced::Text(text)) => text,
            other => format!("{other:?}"),
        };
        assert_eq!(text("Answer: A load balancer"), "A load balancer");
        assert_eq!(text("Answer: I-frames"), "I-frames");
        assert_eq!(text("**Answer**"), "");
        assert_eq!(text("The answer is a thread"), "a thread");
        assert_eq!(announced("Answers vary"), None);
        assert_eq!(announced("Options A and B"), None);
    }

    #[test]
    fn a_sentence_may_say_which_is_right() {
        assert_eq!(
            said_right("Option B is correct since a").map(|found| found.places),
            Some(vec![1])
        );
        assert_eq!(
            said_right("- **A)** is the right one").map(|found| found.places),
            Some(vec![0])
        );
        assert_eq!(said_right("A is a letter"), None);
    }

    #[test]
    fn letters_may_stand_alone() {
        assert_eq!(
            only_letters("<p>A,B,E</p>").map(|found| found.places),
            Some(vec![0, 1, 4])
        );
        assert_eq!(only_letters("A thing"), None);
    }
}
