//! Signs of GIFT that are not escaped, and the text without its escapes.

/// The signs that a backslash makes plain.
const ESCAPED: &str = "\\:#={}~";

/// Where each sign stands that no backslash makes plain.
pub fn unescaped(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            match chars.next()? {
                (_, '\\') => {
                    chars.next();
                }
                found => return Some(found),
            }
        }
    })
}

/// Where `pattern` stands first and is not escaped.
pub fn find(text: &str, pattern: &str) -> Option<usize> {
    unescaped(text)
        .map(|(at, _)| at)
        .find(|at| text[*at..].starts_with(pattern))
}

/// Parts a text at the first `pattern`.
pub fn split_once<'t>(text: &'t str, pattern: &str) -> Option<(&'t str, &'t str)> {
    find(text, pattern).map(|at| (&text[..at], &text[at + pattern.len()..]))
}

/// Parts a text at each `mark`; the parts are trimmed, and empty ones are none.
pub fn parts(text: &str, mark: char) -> Vec<&str> {
    let ends = unescaped(text)
        .filter(|(_, c)| *c == mark)
        .map(|(at, _)| at);
    let mut parts = Vec::new();
    let mut start = 0;
    for end in ends.chain([text.len()]) {
        parts.push(text[start..end].trim());
        start = end + mark.len_utf8();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The text as it is meant: `\n` is a line end, `\#` is `#`, `\->` no arrow.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match (c, next) {
            ('\\', Some('n')) => {
                out.push('\n');
                chars.next();
            }
            ('\\', Some(sign)) if ESCAPED.contains(sign) => {
                out.push(sign);
                chars.next();
            }
            ('\\', Some('-')) => {
                chars.next();
                let is_arrow = chars.peek() == Some(&'>');
                out.push_str(if is_arrow { "-" } else { "\\-" });
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_plain() {
        assert_eq!(plain("a\\:b\\n\\{\\}\\~\\=\\#\\\\n"), "a:b\n{}~=#\\n");
        assert_eq!(plain("\\a \\-b \\->c \\"), "\\a \\-b ->c \\");
    }

    #[test]
    fn escaped_signs_are_no_marks() {
        assert_eq!(find("a\\=b=c", "="), Some(4));
        assert_eq!(find("a\\\\=b", "="), Some(3));
        assert_eq!(find("a \\-> b -> c", "->"), Some(8));
        assert_eq!(split_once("a\\:::b", "::"), Some(("a\\:", "b")));
    }
}
