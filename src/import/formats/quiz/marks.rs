//! What a line is in a quiz: an option by its box, letter or bullet, or the end of the options.

use super::answer;
use super::wording::without_verdict;
use crate::import::text::headed::{links, names};

/// The mark in front of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'t> {
    /// `- [x] text`.
    Box { ticked: bool, text: &'t str },
    /// `B. text`, `- ( B ) text`, `**B) text**`.
    Letter(Letter<'t>),
    /// `- text`, and no more.
    Bullet { text: &'t str },
}

/// A letter in front of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter<'t> {
    /// From 0.
    pub place: usize,
    pub text: &'t str,
    /// Whether letter and text are bold as a whole.
    pub bold: bool,
}

/// Reads the mark of a line.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    let trimmed = line.trim();
    let item = names::list_mark(trimmed).map(|(_, text)| text);
    let close = || {
        trimmed
            .strip_prefix(['-', '*', '+'])
            .filter(|rest| rest.starts_with('['))
    };
    if let Some((ticked, text)) = item.or_else(close).and_then(tick) {
        return Some(Mark::Box { ticked, text });
    }
    if let Some(letter) = letter(item.unwrap_or(trimmed)) {
        return Some(Mark::Letter(letter));
    }
    let is_number = trimmed.starts_with(|c: char| c.is_ascii_digit());
    item.filter(|text| !is_number && !text.is_empty())
        .map(|text| Mark::Bullet { text })
}

/// Reads `[x]`, `[ ]`, `[ X ]` and the like.
fn tick(text: &str) -> Option<(bool, &str)> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    let ticked = match inside.trim() {
        "" => false,
        "x" | "X" | "✓" | "✔" | "✅" | "*" => true,
        _ => return None,
    };
    // `[x](y)` is a link.
    let is_link = rest.starts_with(['(', '[', ':']);
    (inside.chars().count() <= 4 && !is_link).then_some((ticked, rest.trim()))
}

/// Reads a letter in front of a text: `A.`, `a)`, `A:`, `(A)`, `( A )`.
pub fn letter(text: &str) -> Option<Letter<'_>> {
    if let Some((place, rest)) = circled(text) {
        let text = rest.trim();
        return Some(Letter {
            place,
            text,
            bold: false,
        });
    }
    let bold_mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark));
    let inner = bold_mark.map_or(text, |mark| &text[mark.len()..]);
    let word = ["option", "opção", "opción"]
        .iter()
        .find_map(|word| names::strip_word(inner, word));
    let inner = word.map_or(inner, str::trim_start);
    let (letter, (rest, is_wide)) = match inner.strip_prefix('(') {
        Some(inside) => {
            let (letter, rest) = inside.trim_start().split_at_checked(1)?;
            (letter, (rest.trim_start().strip_prefix(')')?, false))
        }
        None => {
            let (letter, rest) = inner.split_at_checked(1)?;
            (letter, behind_sign(rest)?)
        }
    };
    let c = letter.chars().next().filter(char::is_ascii_alphabetic)?;
    let place = usize::from(c.to_ascii_lowercase() as u8 - b'a');
    let (bold, rest) = match bold_mark {
        // `**A.** text`
        Some(mark) if rest.starts_with(mark) => (false, &rest[mark.len()..]),
        // `**A. text** ✅`
        Some(mark) => (true, without_verdict(rest).0.strip_suffix(mark)?),
        None => (false, rest),
    };
    let blank = rest.starts_with([' ', '\t', '\u{a0}']);
    let parted = rest.is_empty() || blank || is_wide || rest.starts_with(names::is_unparted);
    parted.then(|| Letter {
        place,
        text: rest.trim(),
        bold,
    })
}

/// Reads `①`, which counts options as letters do, from 0.
pub fn circled(text: &str) -> Option<(usize, &str)> {
    let c = text.chars().next().filter(|c| ('①'..='⑩').contains(c))?;
    Some((c as usize - '①' as usize, &text[c.len_utf8()..]))
}

/// What stands behind the sign of a letter, and whether the sign is wide and needs no blank: `.`,
/// `)`, `:`, `).`, `、`, or a dash with a blank behind.
fn behind_sign(text: &str) -> Option<(&str, bool)> {
    if let Some(rest) = text.strip_prefix(['、', '．', '：']) {
        return Some((rest, true));
    }
    let dash = text.trim_start().strip_prefix(['-', '–', '—']);
    let rest = dash
        .filter(|rest| rest.starts_with(' '))
        .or_else(|| text.strip_prefix(")."))
        .or_else(|| text.strip_prefix(['.', ')', ':']))?;
    Some((rest, false))
}

/// Whether a line that is no option ends the options: an answer, an explanation, a source, a rule,
/// a `<details>`.
pub fn ends_options(line: &str) -> bool {
    let trimmed = line.trim();
    let tag = ["<details", "</details", "<summary"];
    trimmed.starts_with("# ")
        || trimmed.starts_with("##")
        || tag
            .iter()
            .any(|tag| names::strip_prefix(trimmed, tag).is_some())
        || names::is_rule(trimmed)
        || names::is_decoration(trimmed)
        || links::is_definition(trimmed)
        || links::sources(trimmed).is_some()
        || trimmed.starts_with(":::")
        || label(trimmed).is_some()
        || answer::announced(trimmed).is_some()
}

/// Words that say no more than that an explanation follows.
const EXPLAINS: [&str; 32] = [
    "detailed explanation",
    "answer explanation",
    "explicação",
    "justificativa",
    "justificación",
    "comentário",
    "giải thích",
    "lời giải",
    "пояснение",
    "объяснение",
    "комментарий",
    "wyjaśnienie",
    "penjelasan",
    "答案解析",
    "题目解析",
    "解析",
    "解释",
    "解説",
    "explanation",
    "explanations",
    "explaination",
    "description",
    "reasoning",
    "reason",
    "rationale",
    "why",
    "details",
    "justification",
    "erklärung",
    "explication",
    "explicación",
    "spiegazione",
];

/// Words that say how the text behind them is meant.
const REMARKS: [&str; 6] = ["note", "notes", "nb", "tip", "hint", "comment"];

/// Finds the text behind a label: `**Explanation:** …`, `Note: …`. A label that is a link stays with
/// its text.
pub fn label(line: &str) -> Option<&str> {
    labelled(line, &EXPLAINS).or_else(|| labelled(line, &REMARKS))
}

/// Cuts the label of an explanation; one that tells something, such as `Note:`, stays.
pub fn unlabelled(line: &str) -> Option<&str> {
    labelled(line, &EXPLAINS)
}

fn labelled<'t>(line: &'t str, labels: &[&str]) -> Option<&'t str> {
    let front = [' ', '\t', '#', '>', '*', '_', '💡', '✅', 'ℹ', '\u{fe0f}'];
    let whole = slanted(line.trim());
    let bare = whole.unwrap_or(line).trim_start_matches(front);
    let linked = bare.strip_prefix('[');
    let word = linked.unwrap_or(bare);
    let rest = labels
        .iter()
        .find_map(|label| names::strip_word(word, label))?;
    let inner = rest.trim_start_matches(['*', '_', ' ']);
    match inner.strip_prefix([':', '：']) {
        _ if linked.is_some() => Some(line),
        Some(text) => Some(text.trim_start_matches(['*', '_', ' '])),
        // `**Note** text`
        None if bare.len() < line.len() && rest.starts_with("**") => Some(inner),
        None => inner
            .trim_end_matches(['*', '_', '.', ' '])
            .is_empty()
            .then_some(""),
    }
}

/// The inside of a line in italics as a whole.
fn slanted(line: &str) -> Option<&str> {
    ["*", "_"].into_iter().find_map(|mark| {
        let inner = line.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty() && !inner.contains(mark)).then_some(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_ticked_or_not() {
        let boxed = |ticked, text| Some(Mark::Box { ticked, text });
        for line in [
            "- [x] a",
            "* [X] a",
            "- [ x ] a",
            "-[x] a",
            "  + [✓]a",
            "1. [x] a",
        ] {
            assert_eq!(mark(line), boxed(true, "a"), "{line}");
        }
        assert_eq!(mark("- [ ] a"), boxed(false, "a"));
        assert_eq!(mark("- [] a"), boxed(false, "a"));
        assert_eq!(mark("- [x](a)"), Some(Mark::Bullet { text: "[x](a)" }));
        assert_eq!(mark("[ ] a"), None);
    }

    #[test]
    fn letters_have_a_sign_behind_them() {
        let check = |line: &str, place: usize, text: &str, bold: bool| {
            assert_eq!(
                mark(line),
                Some(Mark::Letter(Letter { place, text, bold })),
                "{line}"
            );
        };
        check("- A: a b", 0, "a b", false);
        check("B. a", 1, "a", false);
        check("- ( C ) a", 2, "a", false);
        check("d) a", 3, "a", false);
        check("**B. a**", 1, "a", true);
        check("- **B. a** ✅", 1, "a", true);
        check("- **B.** a", 1, "a", false);
        assert_eq!(mark("A load balancer"), None);
        assert_eq!(mark("e.g. this"), None);
        assert_eq!(mark("- A:b"), Some(Mark::Bullet { text: "A:b" }));
    }

    #[test]
    fn what_stands_behind_the_options_is_known() {
        for line in [
            "**Explanation:** a",
            "Note: a",
            "[Reference](https://a.example)",
            "---",
            "<details>",
            "#### Answer: D",
            "**Answer: b**",
            "**[⬆ Back to Top](#toc)**",
        ] {
            assert!(ends_options(line), "{line}");
        }
        for line in [
            "a",
            "Notes are kept",
            "answers vary",
            "`a`",
            "The reason is a",
        ] {
            assert!(!ends_options(line), "{line}");
        }
    }

    #[test]
    fn labels_are_cut() {
        assert_eq!(label("**Explanation**: a"), Some("a"));
        assert_eq!(label("#### Explanation"), Some(""));
        assert_eq!(label("**Note** a"), Some("a"));
        let linked = "**[Explanation:](https://a.example)** a";
        assert_eq!(label(linked), Some(linked));
        assert_eq!(label("Reason enough"), None);
        assert_eq!(unlabelled("**Reason:** a"), Some("a"));
        assert_eq!(unlabelled("**Note:** a"), None);
    }
}
