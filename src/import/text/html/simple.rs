//! Fields as editors write most of them: words, some of them bold or code, one below the other. What
//! becomes of them is told without a tree, several times faster; of anything else nothing is said.

use super::marks::is_dropped;

/// What [`super::read`] makes of the simplest HTML; `None` where it is not that simple.
pub fn markdown(html: &str) -> Option<String> {
    let mut lines = Lines::default();
    let mut rest = html;
    let mut n_open = 0_usize;
    while let Some(at) = rest.find('<') {
        lines.text(&rest[..at])?;
        let (tag, behind) = rest[at + 1..].split_once('>')?;
        rest = behind;
        match tag {
            "br" | "br/" | "br /" => lines.end(),
            "div" => {
                n_open += 1;
                lines.end_any();
            }
            "/div" => {
                n_open = n_open.checked_sub(1)?;
                lines.end_any();
            }
            _ => {
                let (inner, behind) = rest.split_once("</")?;
                rest = behind.strip_prefix(tag)?.strip_prefix('>')?;
                lines.span(tag, inner)?;
            }
        }
    }
    lines.text(rest)?;
    lines.end();
    (n_open == 0 && lines.is_simple).then_some(lines.out)
}

/// Lines of text, of which the last is being written.
struct Lines {
    out: String,
    line: String,
    /// What stands between `out` and the next line.
    gap: &'static str,
    /// Where the last span of the line ends.
    span_end: usize,
    /// Whether some line is nothing but code: several may be a listing.
    has_code: bool,
    is_simple: bool,
}

impl Default for Lines {
    fn default() -> Self {
        Lines {
            out: String::new(),
            line: String::new(),
            gap: "",
            span_end: 0,
            has_code: false,
            is_simple: true,
        }
    }
}

impl Lines {
    fn text(&mut self, text: &str) -> Option<()> {
        for c in text.chars() {
            let is_behind_span = 0 < self.span_end && self.span_end == self.line.len();
            match c {
                ' ' | '\t' | '\n' if self.line.is_empty() || self.line.ends_with(' ') => (),
                ' ' | '\t' | '\n' => self.line.push(' '),
                '.' | ',' | ';' | ':' | '?' => self.line.push(c),
                _ if is_behind_span || !is_plain(c) => return None,
                _ => self.line.push(c),
            }
        }
        Some(())
    }

    /// Adds what stands in an element.
    fn span(&mut self, tag: &str, inner: &str) -> Option<()> {
        let sign = match tag {
            "b" | "strong" => "**",
            "i" | "em" => "*",
            "code" => "`",
            _ => return None,
        };
        let is_apart = self.line.is_empty() || self.line.ends_with(' ');
        // Two that touch may become one.
        let touches = 0 < self.span_end && self.line[self.span_end..].trim().is_empty();
        let is_word = inner.starts_with(char::is_alphanumeric)
            && inner.ends_with(char::is_alphanumeric)
            && inner.chars().all(is_plain)
            && !inner.contains("  ");
        if !is_apart || touches || !is_word {
            return None;
        }
        self.line.extend([sign, inner, sign]);
        self.span_end = self.line.len();
        Some(())
    }

    /// Ends the line if anything stands in it.
    fn end_any(&mut self) {
        if !self.line.is_empty() {
            self.end();
        }
    }

    fn end(&mut self) {
        let line = self.line.trim_end();
        if line.is_empty() {
            self.gap = if self.out.is_empty() { "" } else { "\n\n" };
            return;
        }
        let is_code = line.starts_with('`') && line[1..].find('`') == Some(line.len() - 2);
        let is_listing = is_code && self.has_code;
        self.is_simple &= !starts_block(line) && !is_listing;
        self.has_code |= is_code;
        self.out.push_str(self.gap);
        self.out.push_str(line);
        self.gap = "\\\n";
        self.line.clear();
        self.span_end = 0;
    }
}

/// Whether a character means nothing to HTML, to Markdown or to Anki.
fn is_plain(c: char) -> bool {
    match c {
        ' ' | '"' | '#' | '%' | '\'' | '(' | ')' | '+'..='/' | ':' | ';' | '=' | '?' | '@' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        _ => !c.is_whitespace() && !c.is_control() && !is_dropped(c),
    }
}

/// Whether a line may have to be escaped.
fn starts_block(line: &str) -> bool {
    let behind_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['#', '+', '-', '='])
        || behind_number.len() < line.len() && behind_number.starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::super::{Page, in_full};
    use super::*;
    use crate::import::limits::Limits;
    use proptest::prelude::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(markdown(html).as_deref(), Some(expected), "{html}");
    }

    #[test]
    fn words_and_lines_are_told_at_once() {
        check("\n\na  <b>b c</b>,\n d ", "a **b c**, d");
        check("a<br><br>b<div>c</div><div><br></div>d", "a\n\nb\\\nc\n\nd");
        check("<div>a</div><div><code>b c</code></div>", "a\\\n`b c`");
        for html in [
            "a<p>b",
            "a &amp; b",
            "*",
            "<b>a</b>b",
            "1. a",
            "<code>a</code><br><code>b</code>",
        ] {
            assert_eq!(markdown(html), None, "{html}");
        }
    }

    /// Pieces of simple HTML, and some that are not.
    const HTML: &str = "(a|b c|12|\\. |\\) |: |, | |  |\n|\t |#|- |=|\\(|\"|é|→|\u{a0}|https://a\\.b/c|<br>|<br />|<div>|</div>|<div>a</div>|<b>a</b>|<b>b c</b>|<i>d</i>|<em>1\\.</em>|<code>e</code>|<code>f g</code>|<div><code>h</code></div>|<u>|&amp;|\\*|::|\\$|!|@){1,12}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn what_is_told_at_once_is_what_the_full_way_makes(html in HTML) {
            if let Some(told) = markdown(&html) {
                let made = in_full(&html, Page::default(), &Limits::default());
                prop_assert_eq!(told, made.markdown);
                prop_assert!(made.media.is_empty() && made.losses.is_empty());
            }
        }
    }
}
