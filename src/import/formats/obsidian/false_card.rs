//! Pairs of colons that part no sides: namespaces, mathematics, addresses.
//!
//! The plugin makes cards of them all. Where the left side is a sentence, or the right one is, the
//! line is a card; a single word on both sides is one only with a capital letter, as `DNS::53`.

/// Namespaces and types that stand in prose without code marks.
const NAMESPACES: &[&str] = &[
    "std", "core", "alloc", "boost", "crate", "super", "self", "Self", "absl", "folly", "tokio",
    "serde", "Vec", "String", "Option", "Result", "Box", "Rc", "Arc", "HashMap",
];

/// Says whether a line of these sides is not meant as a card; `in_colons` if `::` parts them.
pub fn is_false(front: &str, back: &str, in_colons: bool) -> bool {
    if front.trim().is_empty() || is_in_math(front, back) {
        return true;
    }
    let left = front.rsplit(char::is_whitespace).next().unwrap_or_default();
    let right = back.split(char::is_whitespace).next().unwrap_or_default();
    let is_tight = !left.is_empty() && !right.is_empty();
    if !in_colons || !is_tight {
        return false;
    }
    let is_alone = left == front.trim();
    let is_false = is_path(left, right, is_alone, back) || is_labelled(front, left, right, back);
    is_address(left, right) || is_name(left) && is_false
}

fn is_path(left: &str, right: &str, is_alone: bool, back: &str) -> bool {
    let is_known =
        NAMESPACES.contains(&left) && right.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let goes_on = is_alone && right.contains("::");
    let small = |word: &str| word.starts_with(|c: char| c.is_lowercase() || matches!(c, '_' | '~'));
    let is_word = is_alone && right == back.trim() && small(left) && small(right);
    is_known || goes_on || is_word
}

/// `Topic: JS::Arrays`: the path of something behind a label.
fn is_labelled(front: &str, left: &str, right: &str, back: &str) -> bool {
    let before = &front.trim_end()[..front.trim_end().len() - left.len()];
    before.trim_end().ends_with([':', '：'])
        && right == back.trim()
        && right.starts_with(char::is_alphabetic)
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// `fe80::1`, `2001:db8::/32`.
fn is_address(left: &str, right: &str) -> bool {
    let right = right.trim_end_matches(['.', ',', ';', ')']);
    let (right, _) = right.split_once(['/', '%']).unwrap_or((right, ""));
    let is_group = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit() || c == ':');
    let has_digit = [left, right]
        .iter()
        .any(|side| side.contains(|c: char| c.is_ascii_digit()));
    let is_long = left.contains(':') || left.len() == 4;
    is_group(left) && is_group(right) && has_digit && is_long && right.len() < 40
}

/// Whether a formula is open between the sides.
fn is_in_math(front: &str, back: &str) -> bool {
    let displays = front.matches("$$").count();
    if displays % 2 == 1 {
        return back.contains("$$");
    }
    let inline = front.matches('$').count() - 2 * displays;
    let closes = back.split_once('$').is_some_and(|(inside, behind)| {
        !inside.ends_with(char::is_whitespace) && !behind.starts_with(|c: char| c.is_ascii_digit())
    });
    inline % 2 == 1 && closes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: bool) {
        let (front, back) = line.split_once("::").unwrap();
        assert_eq!(is_false(front, back, true), expected, "{line}");
    }

    #[test]
    fn code_is_no_card() {
        check("std::vector::push_back, without marks, is no card", true);
        check("Use std::vector for it", true);
        check("a::b", true);
        check("mutex::lock()", true);
        check("📌: JS::JS-Array", true);
    }

    #[test]
    fn mathematics_and_addresses_are_no_cards() {
        check("$$a::b$$", true);
        check("so $a::b$ holds", true);
        check("fe80::1", true);
        check("2001:db8::/32 is for examples", true);
        check("::1", true);
    }

    #[test]
    fn words_and_sentences_are_cards() {
        for line in [
            "Computer Architecture::It is the design",
            "Which method is safe?::GET",
            "DNS::53",
            "What does it cost, $5?::$6",
            "Natural log::$ln(n)$",
            "QUIC:: a transport",
            "Ports: DNS::53",
            "Ports: DNS::It has 53",
            "face::the front of a head",
            "Question::",
        ] {
            check(line, false);
        }
    }
}
