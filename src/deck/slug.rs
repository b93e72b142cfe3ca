//! Short, readable ids out of headings.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest id that is made up here; authors may choose up to 64.
const LENGTH_MAX: usize = 40;

/// Words that say little about what a question is about.
const FILLERS: &str = " a an and are as at be by can do does for from has have how if in is it its \
    may must of on one or so than that the their them then there they this to was what when which \
    who whose why will with you your ";

/// Makes an id for a heading that `is_free` accepts.
pub fn slug(heading: &str, is_free: impl Fn(&str) -> bool) -> String {
    let words = words(heading);
    let telling: Vec<&String> = words
        .iter()
        .filter(|word| !FILLERS.contains(&format!(" {word} ")))
        .collect();
    let slug = match telling.is_empty() {
        true => joined(words.iter()),
        false => joined(telling.into_iter()),
    };
    let slug = if slug.is_empty() {
        "card".to_string()
    } else {
        slug
    };
    if is_free(&slug) {
        return slug;
    }
    let numbered = (2_u64..).map(|number| format!("{slug}-{number}"));
    numbered
        .into_iter()
        .find(|slug| is_free(slug))
        .expect("there are more numbers than cards")
}

/// The words of a heading in small ASCII letters and digits.
fn words(heading: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in heading.nfkd().filter(|c| !is_combining_mark(*c)) {
        let word = words.last_mut().expect("there is always a word");
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'A'..='Z' => word.push(c.to_ascii_lowercase()),
            'ß' => word.push_str("ss"),
            'æ' | 'Æ' => word.push_str("ae"),
            'œ' | 'Œ' => word.push_str("oe"),
            'ø' | 'Ø' => word.push('o'),
            'ł' | 'Ł' => word.push('l'),
            'ı' => word.push('i'),
            '\'' | '’' => (),
            _ if !word.is_empty() => words.push(String::new()),
            _ => (),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Joins words up to the limit; only a first word that is too long is cut itself.
fn joined<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut slug = String::new();
    for word in words {
        let gap = usize::from(!slug.is_empty());
        if slug.len() + gap + word.len() > LENGTH_MAX {
            if slug.is_empty() {
                slug = word[..LENGTH_MAX].to_string();
            }
            break;
        }
        if gap == 1 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expected: &str) {
        assert_eq!(slug(heading, |_| true), expected);
    }

    #[test]
    fn telling_words_are_kept() {
        check(
            "Which status code tells a client that it sent too much?",
            "status-code-tells-client-sent-too-much",
        );
        check("What is `std::move`?", "std-move");
        check("What is it?", "what-is-it");
    }

    #[test]
    fn letters_are_folded_to_ascii() {
        check("Grüße, Ångström & Łódź", "grusse-angstrom-lodz");
        check("The user's ﬁle", "users-file");
        check("幻影", "card");
    }

    #[test]
    fn long_headings_are_cut_at_a_word() {
        check(
            &"abcdefghi ".repeat(9),
            "abcdefghi-abcdefghi-abcdefghi-abcdefghi",
        );
        check(&"x".repeat(90), &"x".repeat(40));
    }

    #[test]
    fn a_taken_id_gets_a_number() {
        let taken = ["move", "move-2"];
        assert_eq!(slug("Move", |slug| !taken.contains(&slug)), "move-3");
    }
}
