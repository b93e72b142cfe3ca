//! Clozes of the hashcards family: `[text]` hides `text`, on a card of its own.
//!
//! There are no links: `[a](b)` hides `a`. Pictures `![a](b)` stay, `\[` is a bracket, brackets in
//! code are code. Nothing is nested; of `[a [b]]` the inner one counts.

use crate::import::text::markdown;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// Returns the text with its clozes as the deck format writes them, and how many they are.
pub fn clozes(text: &str) -> (String, usize) {
    let code = code(text);
    let mut scanner = Scanner {
        text,
        code: &code,
        out: String::with_capacity(text.len() + 16),
        n_clozes: 0,
    };
    scanner.scan();
    (scanner.out, scanner.n_clozes)
}

/// Code spans and blocks, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['`', '~']) && !text.contains("    ") && !text.contains('\t') {
        return Vec::new();
    }
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let code = events.filter_map(|(event, range)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => Some(range),
        _ => None,
    });
    code.collect()
}

struct Scanner<'s> {
    text: &'s str,
    code: &'s [Range<usize>],
    out: String,
    n_clozes: usize,
}

impl<'s> Scanner<'s> {
    fn scan(&mut self) {
        let bytes = self.text.as_bytes();
        // What is written, where a bracket is open, and whether it is that of a picture.
        let (mut done, mut open, mut picture, mut at) = (0, None, false, 0);
        while at < bytes.len() {
            if let Some(code) = self.code_at(at) {
                at = code.end.max(at + 1);
                continue;
            }
            match bytes[at] {
                b'\\' => at += 1,
                b'!' if bytes.get(at + 1) == Some(&b'[') => {
                    (picture, open) = (true, None);
                    at += 1;
                }
                b'[' => open = (!picture).then_some(at),
                b'\n' if self.ends_paragraph(at) => (picture, open) = (false, None),
                b']' if picture => picture = false,
                b']' => {
                    if let Some(start) = open.take() {
                        done = self.cloze(done, start, at);
                    }
                }
                _ => (),
            }
            at += 1;
        }
        self.plain(done..self.text.len());
    }

    /// Writes everything up to the cloze between two brackets; returns how far that is.
    fn cloze(&mut self, done: usize, open: usize, close: usize) -> usize {
        let inside = open + 1..close;
        // An empty box of a task list hides nothing.
        if self.text[inside.clone()].trim().is_empty() {
            return done;
        }
        self.plain(done..open);
        self.n_clozes += 1;
        let number = u16::try_from(self.n_clozes).unwrap_or(u16::MAX);
        let hidden = self.hidden(inside);
        self.out.push_str(&markdown::cloze(number, &hidden, None));
        close + 1
    }

    /// The text of a cloze, without what would end it or start its hint.
    fn hidden(&self, inside: Range<usize>) -> String {
        let pieces = self.pieces(inside);
        let even = is_even(&pieces);
        let safe = |(piece, is_code): &(&str, bool)| match (is_code, even) {
            (true, _) => piece.to_string(),
            (false, true) => safe_text(piece),
            (false, false) => safe_text(piece)
                .replace('{', "&#123;")
                .replace('}', "&#125;"),
        };
        pieces.iter().map(safe).collect()
    }

    fn plain(&mut self, range: Range<usize>) {
        let pieces = self.pieces(range);
        for (piece, is_code) in pieces {
            match is_code {
                true => self.out.push_str(piece),
                false => self.out.push_str(&piece.replace("{{c", "{\\{c")),
            }
        }
    }

    /// The text of a range, parted where code starts and ends.
    fn pieces(&self, range: Range<usize>) -> Vec<(&'s str, bool)> {
        let (text, code) = (self.text, self.code);
        let first = code.partition_point(|code| code.end <= range.start);
        let (mut pieces, mut at) = (Vec::new(), range.start);
        for code in code[first..]
            .iter()
            .take_while(|code| code.start < range.end)
        {
            let (start, end) = (code.start.max(at), code.end.min(range.end));
            pieces.push((&text[at..start], false));
            pieces.push((&text[start..end], true));
            at = end;
        }
        pieces.push((&text[at..range.end], false));
        pieces
    }

    fn code_at(&self, offset: usize) -> Option<&Range<usize>> {
        let idx = self.code.partition_point(|code| code.end <= offset);
        self.code.get(idx).filter(|code| code.start <= offset)
    }

    fn ends_paragraph(&self, at: usize) -> bool {
        let rest = self.text[at + 1..].split('\n').next();
        rest.is_none_or(|line| line.trim().is_empty())
    }
}

fn safe_text(text: &str) -> String {
    text.replace("{{c", "{\\{c").replace("::", ":\\:")
}

/// Whether each brace that opens is closed again.
fn is_even(pieces: &[(&str, bool)]) -> bool {
    let mut open = 0_usize;
    let text = pieces.iter().filter(|(_, is_code)| !is_code);
    for byte in text.flat_map(|(piece, _)| piece.bytes()) {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return false,
            b'}' => open -= 1,
            _ => (),
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::cloze;

    fn check(text: &str, expected: &str) {
        let (found, n_clozes) = clozes(text);
        assert_eq!(found, expected);
        assert_eq!(cloze::numbers(&found).len(), n_clozes, "{found}");
    }

    #[test]
    fn brackets_hide_what_is_in_them() {
        check(
            "[Berlin] is in [Germany].",
            "{{c1::Berlin}} is in {{c2::Germany}}.",
        );
        check("[a](b)", "{{c1::a}}(b)");
        check("[a [b] c]", "[a {{c1::b}} c]");
        check(
            "English: [fire]\n\nFrench: [feu]",
            "English: {{c1::fire}}\n\nFrench: {{c2::feu}}",
        );
        check("| F | [T] |", "| F | {{c1::T}} |");
    }

    #[test]
    fn what_is_no_cloze_stays() {
        check("![a](b) \\[c\\] [ ] []", "![a](b) \\[c\\] [ ] []");
        check("`a[0]` [b]", "`a[0]` {{c1::b}}");
        check("```\na[0]\n```\n[b]", "```\na[0]\n```\n{{c1::b}}");
        check("[a\n\nb]", "[a\n\nb]");
        check("{{c1::x}} [y]", "{\\{c1::x}} {{c1::y}}");
    }

    #[test]
    fn what_a_cloze_may_not_hold_is_escaped() {
        check("[std::vector]", "{{c1::std:\\:vector}}");
        check("[`std::vector`]", "{{c1::`std::vector`}}");
        check("[{]", "{{c1::&#123;}}");
        check("[$\\frac{a}{b}$]", "{{c1::$\\frac{a}{b}$}}");
    }
}
