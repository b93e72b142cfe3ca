//! Words with wildcards: `cach*`, where `\*` is a star.
//!
//! Case does not count. Whether a pattern must match the whole or may match anywhere is for the
//! user of it to say.

use super::error::Fault;

/// The most wildcards in one word, since each multiplies the ways to match.
pub const WILDCARDS_MAX: usize = 8;

/// What may stand behind a backslash.
const ESCAPABLE: &str = r#"\"*:()-_"#;

/// Pieces of text with anything between them.
///
/// One piece is a literal. Only the first and the last may be empty, where there are two or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<String>,
}

impl Pattern {
    /// The pattern that matches `text` alone.
    pub fn literal(text: impl Into<String>) -> Pattern {
        Pattern {
            pieces: vec![text.into()],
        }
    }

    /// Reads `raw`, in which `*` is a wildcard and `\` an escape; the fault's offset is in bytes.
    pub fn parse(raw: &str) -> Result<Pattern, (usize, Fault)> {
        let mut pieces = vec![String::new()];
        let mut chars = raw.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '*' => pieces.push(String::new()),
                '\\' => {
                    let escaped = unescape(chars.next()).map_err(|fault| (at, fault))?;
                    push(&mut pieces, escaped);
                }
                _ => push(&mut pieces, c),
            }
        }
        Pattern::from_pieces(pieces).ok_or((0, Fault::TooManyWildcards))
    }

    /// Joins neighbouring wildcards; `None` where there are too many.
    fn from_pieces(mut pieces: Vec<String>) -> Option<Pattern> {
        let last = pieces.len() - 1;
        let mut idx = 0;
        pieces.retain(|piece| {
            idx += 1;
            idx == 1 || idx == last + 1 || !piece.is_empty()
        });
        (pieces.len() <= WILDCARDS_MAX + 1).then_some(Pattern { pieces })
    }

    /// Returns the text, `None` where there is a wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        match &self.pieces[..] {
            [text] => Some(text),
            _ => None,
        }
    }

    pub fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// Says whether the whole of `text` matches, in any case.
    pub fn matches(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let pieces: Vec<String> = self
            .pieces
            .iter()
            .map(|piece| piece.to_lowercase())
            .collect();
        let [first, middle @ .., last] = &pieces[..] else {
            return text == pieces[0];
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in middle {
            let Some(at) = rest.find(piece.as_str()) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        rest.ends_with(last.as_str())
    }

    /// Returns the pattern as SQL's `like … escape '\'` takes it.
    pub fn to_like(&self) -> String {
        let escaped = |piece: &String| {
            piece
                .replace('\\', r"\\")
                .replace('%', r"\%")
                .replace('_', r"\_")
        };
        self.pieces
            .iter()
            .map(escaped)
            .collect::<Vec<_>>()
            .join("%")
    }
}

fn push(pieces: &mut [String], c: char) {
    pieces.last_mut().expect("it starts with one piece").push(c);
}

fn unescape(escaped: Option<(usize, char)>) -> Result<char, Fault> {
    match escaped {
        Some((_, c)) if ESCAPABLE.contains(c) => Ok(c),
        Some((_, c)) => Err(Fault::UnknownEscape(c)),
        None => Err(Fault::LoneBackslash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(text)
    }

    #[test]
    fn a_literal_matches_the_whole_in_any_case() {
        assert!(matches("Kafka", "kafka"));
        assert!(!matches("kafka", "kafka-streams"));
    }

    #[test]
    fn a_wildcard_stands_for_anything_also_nothing() {
        assert!(matches("cach*", "caching-strategies"));
        assert!(matches("cach*", "cach"));
        assert!(matches("*ing*gies", "caching-strategies"));
        assert!(!matches("*ing*gy", "caching-strategies"));
        assert!(matches("*", ""));
    }

    #[test]
    fn pieces_may_not_overlap() {
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("ab*ba", "abba"));
    }

    #[test]
    fn neighbouring_wildcards_are_one() {
        assert_eq!(Pattern::parse("a***b"), Pattern::parse("a*b"));
        assert_eq!(Pattern::parse("**"), Pattern::parse("*"));
    }

    #[test]
    fn an_escaped_star_is_a_star() {
        assert_eq!(Pattern::parse(r"a\*b").unwrap().as_literal(), Some("a*b"));
    }

    #[test]
    fn a_backslash_needs_something_to_escape() {
        assert_eq!(Pattern::parse(r"ab\n"), Err((2, Fault::UnknownEscape('n'))));
        assert_eq!(Pattern::parse(r"ab\"), Err((2, Fault::LoneBackslash)));
    }

    #[test]
    fn wildcards_have_a_limit() {
        assert!(Pattern::parse("a*b*c*d*e*f*g*h*i").is_ok());
        assert_eq!(
            Pattern::parse("a*b*c*d*e*f*g*h*i*j"),
            Err((0, Fault::TooManyWildcards))
        );
    }

    #[test]
    fn the_wildcards_of_sql_are_escaped() {
        assert_eq!(
            Pattern::parse(r"100%_a*\\b").unwrap().to_like(),
            r"100\%\_a%\\b"
        );
    }
}
