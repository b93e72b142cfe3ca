//! Ids that follow from what the source calls things, so that two imports of one source, on any
//! machine, agree.

use crate::import::draft::Draft;
use crate::model::card::SLUG_MAX;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Parts of an identity are joined by it; no text holds it.
const UNIT: char = '\u{1f}';

/// Characters of the hash in an id: 50 bits.
const HASH_LENGTH: usize = 10;

/// Returns the id of a card: `anki-` and ten characters of SHA-256 of format, deck and card.
///
/// `deck` is what stands for the deck in the source whatever edition it is of, `card` likewise.
pub fn card_id(format: &str, deck: &str, card: &str) -> String {
    let prefix: String = format.split('-').next().unwrap_or(format).to_string();
    format!("{prefix}-{}", hashed(&[format, deck, card]))
}

/// Returns what stands for a draft in identities: what the source calls it, else its question.
pub fn source_id(draft: &Draft) -> String {
    if let Some(id) = &draft.id {
        return id.clone();
    }
    let text = match draft.question.trim() {
        "" => &draft.answer,
        _ => &draft.question,
    };
    normalised(text)
}

/// Returns what the source calls the note that a card is of: its id without what tells the cards of
/// a note apart.
pub fn note_of(source_id: &str) -> &str {
    source_id.split(UNIT).next().unwrap_or(source_id)
}

/// The text without case, formatting and differences of white space.
fn normalised(text: &str) -> String {
    let letters = text.nfc().filter(|c| !matches!(c, '*' | '_' | '`' | '\\'));
    let text: String = letters.flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a slug for a deck of these names, outermost first, that `is_free` accepts.
pub fn deck_slug(names: &[String], is_free: impl Fn(&str) -> bool) -> String {
    let words: Vec<String> = names
        .iter()
        .map(|name| slug(name))
        .filter(|word| !word.is_empty())
        .collect();
    let joined = match words.is_empty() {
        true => format!(
            "deck-{}",
            hashed(&names.iter().map(String::as_str).collect::<Vec<_>>())
        ),
        false => words.join("-"),
    };
    let base = cut(&joined, SLUG_MAX);
    if is_free(&base) {
        return base;
    }
    let mut number = 2_u64;
    loop {
        let end = format!("-{number}");
        let slug = cut(&base, SLUG_MAX - end.len()) + &end;
        if is_free(&slug) {
            return slug;
        }
        number += 1;
    }
}

/// Cuts at a hyphen where one is near, so that no word stands half.
fn cut(slug: &str, length: usize) -> String {
    if slug.len() <= length {
        return slug.to_string();
    }
    let head = &slug[..length];
    let end = head.rfind('-').filter(|end| length / 2 < *end);
    head[..end.unwrap_or(length)]
        .trim_end_matches('-')
        .to_string()
}

/// Small ASCII letters and digits of a text, with a hyphen for whatever stands between.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            'ß' => slug.push_str("ss"),
            '\'' | '’' => (),
            _ if slug.ends_with('-') || slug.is_empty() => (),
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_string()
}

fn hashed(parts: &[&str]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::digest(parts.join(&UNIT.to_string()).as_bytes());
    let mut bits = u64::from_be_bytes(digest[..8].try_into().expect("a digest is longer"));
    let mut out = String::with_capacity(HASH_LENGTH);
    for _ in 0..HASH_LENGTH {
        out.push(char::from(DIGITS[(bits >> 59) as usize]));
        bits <<= 5;
    }
    out
}

/// Returns a tag as it stands on a card: small, without blanks and commas, `a::b` below `a`.
pub fn tag(text: &str) -> String {
    // Most are written so already.
    if text.split("::").all(is_usual_level) {
        return text.to_string();
    }
    let text = text.trim().to_lowercase().replace('/', "::");
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // Of `10. locks & keys` neither the number nor the sign names anything.
    let is_name = |word: &str| word.contains(char::is_alphanumeric) && !is_numbering(word);
    if words.iter().any(|word| is_name(word)) {
        words.retain(|word| word.contains(char::is_alphanumeric));
        words.drain(..usize::from(is_numbering(words[0])));
    }
    let joined = words.join("-").replace(":-", "-");
    let levels: Vec<&str> = joined
        .split("::")
        .filter(|level| !level.is_empty())
        .collect();
    levels.join("::")
}

fn is_usual_level(level: &str) -> bool {
    let is_usual = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    level.starts_with(|c: char| c.is_ascii_alphanumeric()) && level.bytes().all(is_usual)
}

/// Whether a word is the number of a list item or a section: `10.`, `3)`.
fn is_numbering(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_format_deck_and_card() {
        let id = card_id("anki", "Backend", "e+/O]%*qfk");
        assert_eq!(id, card_id("anki", "Backend", "e+/O]%*qfk"));
        assert_ne!(id, card_id("anki", "Frontend", "e+/O]%*qfk"));
        assert_eq!(id.len(), "anki-".len() + HASH_LENGTH);
        assert!(crate::model::card::is_slug(&id), "{id}");
    }

    #[test]
    fn the_hash_is_the_base32_of_sha256() {
        // sha256("abc") starts with ba7816bf 8f01cfea.
        assert_eq!(hashed(&["abc"]), "xj4bnp4pah");
    }

    #[test]
    fn a_question_stands_for_its_card_whatever_its_formatting() {
        let id = |question: &str| {
            source_id(&Draft {
                question: question.to_string(),
                ..Draft::default()
            })
        };
        assert_eq!(id("What is  **CAP**?\n"), id("what is `cap`?"));
        assert_ne!(id("What is CAP?"), id("What is CAP"));
    }

    #[test]
    fn deck_names_become_slugs_that_differ() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| name.to_string())
                .collect::<Vec<_>>()
        };
        let free = |_: &str| true;
        assert_eq!(
            deck_slug(&names(&["Backend sampler", "HTTP"]), free),
            "backend-sampler-http"
        );
        assert_eq!(deck_slug(&names(&["Café"]), free), "cafe");
        assert_eq!(
            deck_slug(&names(&["a", "b"]), |slug| slug != "a-b"),
            "a-b-2"
        );
        assert!(deck_slug(&names(&["日本語"]), free).starts_with("deck-"));
        let long = deck_slug(&names(&["word ".repeat(40).as_str()]), |slug| {
            slug.ends_with("-2")
        });
        assert!(
            crate::model::card::is_slug(&long) && long.ends_with("-2"),
            "{long}"
        );
        assert_eq!(deck_slug(&names(&["../../x"]), free), "x");
    }

    #[test]
    fn tags_are_small_and_keep_their_levels() {
        assert_eq!(tag("DB::Postgres"), "db::postgres");
        assert_eq!(tag("a, b/c"), "a-b::c");
        assert_eq!(tag("::"), "");
        assert_eq!(tag("10. Locks & Keys | B"), "locks-keys-b");
        assert_eq!(tag("10."), "10.");
        assert_eq!(tag("⭐"), "⭐");
    }
}
