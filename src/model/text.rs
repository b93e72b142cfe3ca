//! Untrusted text made harmless: nothing in a deck may steer a terminal.

use std::borrow::Cow;

/// Returns `text` with everything that a terminal might act on replaced by something visible.
///
/// Line feed and tab stay. Other control characters become their pictures (`␛`), C1 controls and
/// bidirectional overrides a bracketed code point (`<U+202E>`), invisible characters vanish. The
/// zero-width joiner stays, since emoji are made of it.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_usual = |byte: u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    if text.bytes().all(is_usual) || text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if is_harmless(c) => out.push(c),
            '\0'..='\x1f' => {
                out.push(char::from_u32(0x2400 + c as u32).expect("a control picture"))
            }
            '\x7f' => out.push('␡'),
            _ if is_invisible(c) => (),
            _ => out.push_str(&format!("<U+{:04X}>", c as u32)),
        }
    }
    Cow::Owned(out)
}

/// The same on one line: line feeds and tabs become spaces.
pub fn harmless_line(text: &str) -> String {
    harmless(&text.replace(['\n', '\t'], " ")).into_owned()
}

/// Whether no terminal acts on the character, and everybody sees it; line feed and tab are.
pub fn is_harmless(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => false,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{206a}'..='\u{206f}' => false,
        '\u{fff9}'..='\u{fffb}' => false,
        _ => !is_invisible(c),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(harmless("Grüße,\n\t幻影 👩‍💻"), Cow::Borrowed(_)));
    }

    #[test]
    fn an_escape_is_shown_and_not_sent() {
        assert_eq!(harmless("\x1b]0;pwned\x07"), "␛]0;pwned␇");
        assert_eq!(harmless("\u{9b}2J"), "<U+009B>2J");
    }

    #[test]
    fn a_bidirectional_override_is_shown() {
        assert_eq!(harmless("a\u{202e}b"), "a<U+202E>b");
    }

    #[test]
    fn invisible_characters_vanish() {
        assert_eq!(harmless("pa\u{200b}ss\u{feff}"), "pass");
    }

    #[test]
    fn carriage_returns_do_not_overwrite_a_line() {
        assert_eq!(harmless_line("good\rbad\nx"), "good␍bad x");
    }
}
