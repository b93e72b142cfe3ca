//! What headings and list items say besides their text: numbers, anchors, decoration, and names
//! that no question has.

use super::inline;

/// The number in front of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered<'t> {
    /// `None` where the digits are too many for a number.
    pub number: Option<u32>,
    /// Whether it says that a question follows (`Q7.`, `Question 7`), not just a number.
    pub says_question: bool,
    /// What stands behind it.
    pub rest: &'t str,
}

/// Words for a question in front of its number, in lower case; those that others start with last.
const QUESTION_WORDS: [&str; 16] = [
    "new question",
    "question",
    "frage",
    "pregunta",
    "pergunta",
    "questão",
    "questao",
    "domanda",
    "вопрос",
    "питання",
    "pytanie",
    "câu hỏi",
    "câu",
    "题目",
    "問題",
    "q",
];

/// Reads the numbering in front of a question: `Q1.`, `Question 5:`, `44.`, `7)`.
pub fn numbered(text: &str) -> Option<Numbered<'_>> {
    let text = text.trim_start();
    if let Some(found) = counted_in_chinese(text) {
        return Some(found);
    }
    let word = QUESTION_WORDS
        .into_iter()
        .find_map(|word| strip_prefix(text, word));
    let inner = word.map_or(text, |rest| {
        rest.trim_start_matches([' ', '#', '.', '\u{a0}', '_', '-'])
    });
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let behind = &inner[digits..];
    let marked = behind
        .trim_start()
        .strip_prefix(['.', ')', ':', '-', '–', '—', '、', '：', '．']);
    let rest = match (marked, word.is_some()) {
        (Some(rest), true) => rest,
        (None, true) if behind.is_empty() || behind.starts_with([' ', '\t', '*']) => behind,
        (Some(rest), false) if digits <= 2 && is_dashed(behind) => rest,
        (Some(_), false) => behind.strip_prefix(['.', ')', ':', '、', '．'])?,
        _ => return None,
    };
    // `3.5 million` is no third question.
    if rest.starts_with(|c: char| c.is_ascii_digit()) || word.is_none() && !blank_starts(rest) {
        return None;
    }
    Some(Numbered {
        number: inner[..digits].parse().ok(),
        says_question: word.is_some(),
        rest: rest.trim_start_matches([' ', '\t', '.', ':', '\u{a0}']),
    })
}

fn blank_starts(text: &str) -> bool {
    text.is_empty() || text.starts_with([' ', '\t', '\u{a0}']) || text.starts_with(is_unparted)
}

/// Whether a sign is of a script that sets no blanks between words.
pub fn is_unparted(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' | '“' | '《' | '「')
}

/// Whether a dash or a colon and a word stand behind a number: `1- Which`, `01 - Write`, `1 : Which`.
fn is_dashed(behind: &str) -> bool {
    let text = behind.trim_start().strip_prefix(['-', '–', '—', ':']);
    let inner = text.and_then(|text| text.strip_prefix(' '));
    inner.is_some_and(|inner| {
        inner
            .trim_start()
            .starts_with(|c: char| c.is_alphabetic() || c == '¿')
    })
}

/// Reads `第36题`.
fn counted_in_chinese(text: &str) -> Option<Numbered<'_>> {
    let inner = text.strip_prefix('第')?.trim_start();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = inner[digits..]
        .trim_start()
        .strip_prefix(['题', '題', '問'])?;
    (0 < digits).then(|| Numbered {
        number: inner[..digits].parse().ok(),
        says_question: true,
        rest: rest.trim_start_matches([' ', '\t', '.', ':', '：', '、', '\u{a0}']),
    })
}

/// Returns the question without its numbering, and without the stars that some lists set behind it.
pub fn unnumbered(text: &str) -> &str {
    let text = unwrapped(text.trim());
    // `🔹 5. What…`
    let bare = text.trim_start_matches(|c: char| is_picture(c) || c == ' ');
    let rest = numbered(text).or_else(|| numbered(bare));
    let rest = rest.map_or(text, |numbered| numbered.rest);
    let bare = rest.trim_end().trim_end_matches('*').trim_end();
    let stars = rest.trim_end().len() - bare.len();
    match 3 <= stars && !bare.contains("***") {
        true => bare,
        false => rest.trim_end(),
    }
}

/// Takes the word off a question that says it is one: `Q: What…`, `**Question:** What…`.
pub fn unlabelled(text: &str) -> Option<&str> {
    let mark = ["**", "__", ""]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let inner = &text[mark.len()..];
    let words = ["question", "pregunta", "pergunta", "frage", "вопрос", "q"];
    let rest = words.iter().find_map(|word| strip_word(inner, word))?;
    let signed = rest.trim_start_matches(' ');
    let rest = match signed.strip_prefix(mark).filter(|_| !mark.is_empty()) {
        // `**Question**: …`
        Some(rest) => rest.strip_prefix([':', '：'])?,
        None => signed.strip_prefix([':', '：'])?.strip_prefix(mark)?,
    };
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// Takes the bold off a text that is bold as a whole.
pub fn unwrapped(text: &str) -> &str {
    for mark in ["**", "__"] {
        let inner = text
            .strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.contains(mark) && !inner.is_empty()) {
            return inner.trim();
        }
    }
    text
}

/// Parts a list item from its bullet or number: the width of the mark with its blanks, and the text.
pub fn list_mark(text: &str) -> Option<(usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => text.strip_prefix(['-', '*', '+'])?,
        1..=9 => text[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    let inner = rest.trim_start_matches([' ', '\t']);
    let parted = rest.is_empty() || inner.len() < rest.len();
    // `**bold**` and `* * *` are no items.
    let is_rule = digits == 0 && !inner.is_empty() && inner.chars().all(|c| "-* ".contains(c));
    (parted && !is_rule).then_some((text.len() - inner.len(), inner))
}

/// Removes `prefix`, which is in lower case or in letters without marks, in any case from the front.
pub fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let front = text.get(..prefix.len())?;
    let is_same = match prefix.is_ascii() {
        true => front.eq_ignore_ascii_case(prefix),
        false => front.to_lowercase() == prefix,
    };
    is_same.then(|| &text[prefix.len()..])
}

/// Removes `word`, in any case, from the front, where no letter or digit goes on behind it.
pub fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = strip_prefix(text, word)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Returns what a heading names, as plain text on one line: without anchors, links up, `:emoji:`,
/// formatting, a colon at the end, and the number of questions below it.
pub fn topic(heading: &str) -> String {
    let plain = inline::plain(heading);
    let words: Vec<&str> = plain
        .split_whitespace()
        .filter(|word| !is_emoji(word))
        .collect();
    let joined = words.join(" ");
    let bare = joined.trim_end_matches([':', ' ']);
    uncounted(bare).trim_matches([':', ' ']).to_string()
}

/// Cuts `(37)` and `(13%)`: they change without the topic changing.
fn uncounted(text: &str) -> &str {
    let Some((name, count)) = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    else {
        return text;
    };
    let count = ["questions ", "cards "]
        .iter()
        .find_map(|word| strip_prefix(count, word))
        .unwrap_or(count);
    let is_count = |c: char| c.is_ascii_digit() || matches!(c, '%' | ' ' | '-' | '–');
    match !name.trim().is_empty() && count.chars().all(is_count) {
        true => name.trim_end(),
        false => text,
    }
}

fn is_emoji(word: &str) -> bool {
    let shortcode = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
    shortcode
        || word.chars().any(is_picture)
            && !word.chars().any(|c| c.is_ascii() || c.is_alphanumeric())
}

/// Whether a sign is an emoji or the like: below stand letters and signs such as a dash.
fn is_picture(c: char) -> bool {
    '\u{2190}' <= c && !c.is_alphanumeric() && !is_unparted(c)
}

/// Whether a heading names a part of the file that is no content: contents, contributors, licence.
pub fn is_apart(heading: &str) -> bool {
    const WHOLE: [&str; 28] = [
        "table of contents",
        "contents",
        "toc",
        "index",
        "about",
        "introduction",
        "overview",
        "instructions",
        "contributors",
        "contributing",
        "how to contribute",
        "contribution",
        "acknowledgements",
        "acknowledgments",
        "credits",
        "authors",
        "license",
        "licence",
        "sponsors",
        "support",
        "changelog",
        "translations",
        "disclaimer",
        "links",
        "see also",
        "further reading",
        "resources",
        "references",
    ];
    let topic = topic(heading).to_lowercase();
    WHOLE.contains(&topic.as_str())
        || topic.ends_with(" references")
        || topic.ends_with(" resources")
        || topic.ends_with(" contributors")
}

/// Whether a line is only a way back to the top, a badge or a picture of one.
pub fn is_decoration(line: &str) -> bool {
    let plain = inline::plain(line).to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let up = [
        "back to top",
        "back to the top",
        "to top",
        "top",
        "go to top",
        "back to contents",
    ];
    let links_up = line.contains("](#") || line.contains("href=\"#");
    links_up && (up.contains(&plain) || plain.starts_with("back to") || plain.is_empty())
}

/// Whether a line is a rule: `---`, `***`, `* * *`, `___`.
pub fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    3 <= marks.len()
        && matches!(marks[0], '-' | '*' | '_')
        && marks.iter().all(|mark| *mark == marks[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_cut() {
        for text in [
            "Q1. a b",
            "Q1: a b",
            "q1) a b",
            "Q 1. a b",
            "Q1 a b",
            "44. a b",
            "7) a b",
            "Question 5. a b",
            "Question 5: a b",
            "QUESTION 5 a b",
            "Question #5 - a b",
            "**Q1. a b**",
            "a b ***",
            "Question 5 – a b",
            "NEW QUESTION 5: a b",
            "5 : a b",
            "🔹 5. a b",
            "✅ Q5: a b",
        ] {
            assert_eq!(unnumbered(text), "a b", "{text}");
        }
        for text in [
            "3.5 million",
            "2 + 2",
            "Quorum 1",
            "404 means",
            "**a** b **c**",
            "a ** b",
            "1st",
        ] {
            assert_eq!(unnumbered(text), text);
        }
        assert_eq!(unnumbered("Question 3"), "");
    }

    #[test]
    fn topics_are_plain() {
        let check = |heading: &str, expected: &str| assert_eq!(topic(heading), expected);
        check("Day 4 — Heat · 1 🔥", "Day 4 — Heat · 1");
        check(
            ":diamond: <a name=\"j\">Junior Sysadmin</a>",
            "Junior Sysadmin",
        );
        check(
            "[[⬆]](#toc) <a name='general'>General Questions:</a>",
            "General Questions",
        );
        check("System Questions (37)", "System Questions");
        check("Pods `kubectl` **x** (13%)", "Pods kubectl x");
        check("🚀 Deploys (again)", "Deploys (again)");
    }

    #[test]
    fn names_that_are_no_content_are_known() {
        for heading in [
            "Table of Contents",
            "[[⬆]](#toc) <a name='r'>Other Great References:</a>",
        ] {
            assert!(is_apart(heading), "{heading}");
        }
        assert!(!is_apart("General Questions"));
    }

    #[test]
    fn a_way_up_is_decoration() {
        assert!(is_decoration("**[⬆ Back to Top](#table-of-contents)**"));
        assert!(is_decoration("[⬆](#toc)"));
        assert!(!is_decoration("[Back to basics](https://a.example)"));
    }
}
