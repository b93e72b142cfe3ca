//! The files that a text shows as `media/<name>`.

use std::collections::HashSet;

/// The names behind `(media/…)` and `(<media/…>)` in a text.
pub fn named_in(text: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    for (open, close) in [("](media/", ')'), ("](<media/", '>')] {
        for (start, _) in text.match_indices(open) {
            let rest = &text[start + open.len()..];
            let end = rest.find([close, '\n']).unwrap_or(rest.len());
            names.insert(rest[..end].to_string());
        }
    }
    names
}

/// The text with another name for a file.
pub fn renamed(text: &str, from: &str, to: &str) -> String {
    text.replace(&format!("(media/{from})"), &format!("(media/{to})"))
        .replace(&format!("(<media/{from}>)"), &format!("(<media/{to}>)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_found_with_and_without_blanks() {
        let names = named_in("![a](media/b.png) [c](<media/d e.mp3>) `media/f`");
        assert_eq!(
            names,
            HashSet::from(["b.png".to_string(), "d e.mp3".to_string()])
        );
    }

    #[test]
    fn a_file_is_renamed_where_it_is_shown() {
        let text = "![a](media/b.png) [c](<media/b.png>) `media/b.png`";
        assert_eq!(
            renamed(text, "b.png", "c.png"),
            "![a](media/c.png) [c](<media/c.png>) `media/b.png`"
        );
    }
}
