//! A piece of a source inside a message.

/// Characters of it that are shown.
const SHOWN_MAX: usize = 40;

/// Returns the first line of `text` in backquotes, cut where it is long.
pub fn quoted(text: &str) -> String {
    let text = text.trim();
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None if line.len() < text.len() => format!("`{line}…`"),
        None => format!("`{line}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_start_is_quoted() {
        assert_eq!(quoted(" a\n"), "`a`");
        assert_eq!(quoted("a\nb"), "`a…`");
        assert_eq!(quoted(&"é".repeat(41)), format!("`{}…`", "é".repeat(40)));
    }
}
