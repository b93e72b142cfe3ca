//! What is done to HTML when it stands: clozes are put in, and what Anki would read as a sign of its
//! own is broken up.

use std::borrow::Cow;
use unicode_normalization::is_nfc;

/// Around the places where a cloze opens and closes. They are of punctuation outside, as the braces
/// are, so that emphasis beside them is read as the deck reads it.
pub(super) const OPENS: &str = "%\u{fdd0}";
pub(super) const CLOSES: &str = "%\u{fdd1}";
/// Stands for `[sound:`.
pub(super) const SOUND: char = '\u{fdd2}';
const BREAK: &str = "<!-- -->";

/// What Anki takes for its own where it stands in text.
const SIGNS: [&str; 5] = ["[sound:", "[anki:", "[latex]", "[$]", "[$$]"];

/// What a cloze says beside its text.
pub(super) struct Opened {
    pub numbers: String,
    /// HTML.
    pub hint: Option<String>,
}

/// Puts the clozes in, and breaks up what Anki would read as a sign of its own.
pub(super) fn finished(html: &str, opened: &[Opened]) -> String {
    let is_plain = |c: char| !matches!(c, '{' | '}' | '\\' | '[' | '\u{fdd0}'..='\u{fdd2}');
    if html.chars().all(is_plain) && opened.is_empty() && is_stable(html) {
        return html.to_string();
    }
    let mut finish = Finish {
        out: String::with_capacity(html.len() + 64),
        is_stable: is_stable(html),
        in_tag: false,
        in_cloze: false,
    };
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match mark(rest) {
            Some((opens, idx, behind)) => {
                finish.cloze(opens, opened.get(idx));
                behind
            }
            None => {
                finish.sign(c, rest);
                after
            }
        };
    }
    finish.out
}

/// Reads a mark: whether it opens, of which cloze, and what stands behind it.
fn mark(html: &str) -> Option<(bool, usize, &str)> {
    let opens = html.starts_with(OPENS);
    let behind = html.strip_prefix(if opens { OPENS } else { CLOSES })?;
    let (idx, behind) = behind.split_once('%')?;
    Some((opens, idx.parse().ok()?, behind))
}

struct Finish {
    out: String,
    /// Whether normalising changes nothing.
    is_stable: bool,
    in_tag: bool,
    in_cloze: bool,
}

impl Finish {
    fn cloze(&mut self, opens: bool, cloze: Option<&Opened>) {
        let Some(cloze) = cloze.filter(|_| !self.in_tag) else {
            return;
        };
        self.in_cloze = opens;
        if opens {
            self.part_from('{');
            self.out.push_str(&format!("{{{{c{}::", cloze.numbers));
            return;
        }
        if let Some(hint) = &cloze.hint {
            self.part_from(':');
            self.out.push_str("::");
            self.in_cloze = true;
            let mut rest = hint.as_str();
            while let Some(c) = rest.chars().next() {
                self.sign(c, rest);
                rest = &rest[c.len_utf8()..];
            }
            self.in_cloze = false;
        }
        self.part_from('}');
        self.out.push_str("}}");
    }

    fn sign(&mut self, c: char, rest: &str) {
        match c {
            '<' => self.in_tag = true,
            '>' => self.in_tag = false,
            SOUND => {
                self.out.push_str("[sound:");
                return;
            }
            '{' | '}' => self.part_from(c),
            ':' if self.in_cloze => self.part_from(c),
            '(' | '[' if !self.in_tag => self.part_from('\\'),
            _ => (),
        }
        match self.is_stable || c.is_ascii() {
            true => self.out.push(c),
            false => self.out.push_str(&format!("&#{};", c as u32)),
        }
        if c == '[' && !self.in_tag && SIGNS.iter().any(|sign| rest.starts_with(sign)) {
            self.out.push_str(BREAK);
        }
    }

    /// Parts what follows from such a character before it.
    fn part_from(&mut self, before: char) {
        if !self.out.ends_with(before) {
            return;
        }
        match self.in_tag {
            false => self.out.push_str(BREAK),
            true => {
                self.out.pop();
                self.out.push_str(&format!("&#{};", before as u32));
            }
        }
    }
}

/// Takes out the marks that stand for clozes, should a text have them.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    let is_mark = |c: char| ('\u{fdd0}'..='\u{fdd2}').contains(&c);
    match text.contains(is_mark) {
        true => text.replace(is_mark, "\u{fffd}").into(),
        false => text.into(),
    }
}

/// Takes clozes out of what cannot hold one: an address, a description.
pub(super) fn without_clozes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\u{fdd0}', '\u{fdd1}']) {
        out.push_str(rest[..at].strip_suffix('%').unwrap_or(&rest[..at]));
        let behind = &rest[at..];
        rest = behind.split_once('%').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Whether normalising changes nothing.
pub(super) fn is_stable(text: &str) -> bool {
    text.is_ascii() || is_nfc(text)
}
