//! Code becomes coloured lines.
//!
//! A small lexer: keywords, strings, numbers, comments, and the keys of configuration. It knows
//! no grammar; what it cannot tell stays plain. Every line keeps its text, and each character is
//! looked at a bounded number of times.

use super::languages::{self, Keys, Language, Quote};
use super::style::{Line, Span, Style};
use super::width;
use crate::model::text::harmless;

const TAB_STOP: usize = 4;

/// Returns the lines of `code`, tabs expanded, coloured where `language` is known.
pub fn highlight(language: &str, code: &str) -> Vec<Line> {
    let code = harmless(code.strip_suffix('\n').unwrap_or(code)).replace("␍\n", "\n");
    let mut lexer = Lexer {
        language: languages::find(language),
        open: None,
    };
    code.split('\n')
        .map(|line| lexer.line(&width::expand_tabs(line, TAB_STOP)))
        .collect()
}

struct Lexer {
    language: &'static Language,
    /// What began on an earlier line and has not ended.
    open: Option<Open>,
}

#[derive(Clone, Copy)]
enum Open {
    Comment(&'static str),
    Quote(&'static Quote),
}

impl Lexer {
    fn line(&mut self, text: &str) -> Line {
        if let Some(style) = self.language.whole_line(text) {
            return Span::new(text, style).into();
        }
        let mut scan = Scan {
            text,
            at: 0,
            line: Line::new(),
            unclosed: Vec::new(),
        };
        if self.open.is_none() {
            self.head(&mut scan);
        }
        while scan.at < text.len() {
            self.token(&mut scan);
        }
        scan.line
    }

    /// The beginning of a line: a prompt, a list sign, a key.
    fn head(&self, scan: &mut Scan) {
        scan.take_while(Style::Plain, |c| c == ' ');
        if self.language.prompts {
            let prompt = ["$ ", "> ", "# "]
                .iter()
                .find(|prompt| scan.rest().starts_with(**prompt));
            scan.take(
                prompt
                    .filter(|_| scan.at == 0)
                    .map_or(0, |prompt| prompt.len()),
                Style::Dim,
            );
        }
        let key = match self.language.keys {
            Keys::None => 0,
            Keys::Colon => {
                while scan.rest().starts_with("- ") {
                    scan.take(2, Style::Plain);
                }
                key_before(scan.rest(), ':')
            }
            Keys::Equals => key_before(scan.rest(), '='),
            Keys::FirstWord => word(scan.rest(), true),
        };
        scan.take(key, Style::Keyword);
    }

    fn token(&mut self, scan: &mut Scan) {
        match self.open {
            Some(Open::Comment(close)) => self.close_comment(scan, close, 0),
            Some(Open::Quote(quote)) => self.close_quote(scan, quote, 0),
            None => self.fresh_token(scan),
        }
    }

    fn fresh_token(&mut self, scan: &mut Scan) {
        let first = scan
            .rest()
            .chars()
            .next()
            .expect("the text is not at its end");
        if self.comment(scan) || self.quote(scan) {
            return;
        }
        if first.is_ascii_digit() {
            return scan.take(number(scan.rest()), Style::Number);
        }
        match word(scan.rest(), self.language.hyphens) {
            0 => scan.take(first.len_utf8(), Style::Plain),
            len => {
                let keyword = self.language.is_keyword(&scan.rest()[..len]);
                scan.take(
                    len,
                    if keyword {
                        Style::Keyword
                    } else {
                        Style::Plain
                    },
                );
            }
        }
    }

    fn comment(&mut self, scan: &mut Scan) -> bool {
        let rest = scan.rest();
        if self
            .language
            .line_comments
            .iter()
            .any(|sign| scan.begins_comment(sign))
        {
            scan.take(rest.len(), Style::Comment);
            return true;
        }
        match self.language.block_comment {
            Some((open, close)) if rest.starts_with(open) => {
                self.close_comment(scan, close, open.len());
                true
            }
            _ => false,
        }
    }

    fn close_comment(&mut self, scan: &mut Scan, close: &'static str, from: usize) {
        let end = scan.rest()[from..]
            .find(close)
            .map(|idx| from + idx + close.len());
        self.open = end.is_none().then_some(Open::Comment(close));
        scan.take(end.unwrap_or(scan.rest().len()), Style::Comment);
    }

    fn quote(&mut self, scan: &mut Scan) -> bool {
        let rest = scan.rest();
        let Some(quote) = self
            .language
            .quotes
            .iter()
            .find(|quote| rest.starts_with(quote.sign))
        else {
            return false;
        };
        if scan.unclosed.contains(&quote.sign) || scan.is_apostrophe() {
            return false;
        }
        if !quote.lines && !closes(rest, quote) {
            // One that is never closed on its line is an apostrophe or a lifetime.
            if !quote.character {
                scan.unclosed.push(quote.sign);
            }
            return false;
        }
        self.close_quote(scan, quote, quote.sign.len());
        true
    }

    fn close_quote(&mut self, scan: &mut Scan, quote: &'static Quote, from: usize) {
        let end = closing(scan.rest(), from, quote);
        self.open = end.is_none().then_some(Open::Quote(quote));
        let end = end.unwrap_or(scan.rest().len());
        let is_key = self.language.keys == Keys::Colon
            && scan.rest()[end..].trim_start_matches(' ').starts_with(':');
        scan.take(end, if is_key { Style::Keyword } else { Style::Text });
    }
}

/// One line and how far it has been read.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    line: Line,
    /// Quotes that have no end on this line, so that none is searched for twice.
    unclosed: Vec<&'static str>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, len: usize, style: Style) {
        if 0 < len {
            self.line
                .push_piece(&self.text[self.at..self.at + len], &style.into());
            self.at += len;
        }
    }

    fn take_while(&mut self, style: Style, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.take(rest.len() - rest.trim_start_matches(test).len(), style);
    }

    /// `don't` holds no string, `b'x'` does.
    fn is_apostrophe(&self) -> bool {
        let before = self.text[..self.at].chars().rev();
        self.rest().starts_with('\'') && before.take(2).filter(|c| c.is_alphanumeric()).count() == 2
    }

    /// `#` and `;` begin a comment only behind a space: `$#`, `a#b` and `&amp;` do not.
    fn begins_comment(&self, sign: &str) -> bool {
        let free = self.at == 0 || self.text[..self.at].ends_with(' ');
        self.rest().starts_with(sign) && (free || !matches!(sign, "#" | ";"))
    }
}

fn closes(rest: &str, quote: &Quote) -> bool {
    let end = closing(rest, quote.sign.len(), quote);
    match quote.character {
        // 'x' and '\n', but not the lifetime in <'a, 'b>.
        true => is_character(rest),
        false => end.is_some(),
    }
}

fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), Some(_)) => rest.char_indices().skip(3).take(10).any(|(_, c)| c == '\''),
        (Some(_), Some('\'')) => true,
        _ => false,
    }
}

/// Returns where `text` is past the closing quote, looking from `from`.
fn closing(text: &str, from: usize, quote: &Quote) -> Option<usize> {
    let mut at = from;
    while let Some(c) = text[at..].chars().next() {
        if quote.escapes && c == '\\' {
            at += 1;
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        } else if text[at..].starts_with(quote.sign) {
            return Some(at + quote.sign.len());
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// The length of the number that `text` begins with; its unit belongs to it.
fn number(text: &str) -> usize {
    let mut end = text.len();
    let mut last = ' ';
    for (idx, c) in text.char_indices() {
        let dot = c == '.' && text[idx + 1..].starts_with(|c: char| c.is_ascii_digit());
        let sign = matches!(c, '+' | '-') && matches!(last, 'e' | 'E');
        let sign = sign && text[idx + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(c.is_ascii_alphanumeric() || c == '_' || dot || sign) {
            end = idx;
            break;
        }
        last = c;
    }
    end
}

fn word(text: &str, hyphens: bool) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '@' || (hyphens && c == '-');
    text.len() - text.trim_start_matches(part).len()
}

/// The length of a key that `sign` follows, 0 where there is none.
fn key_before(text: &str, sign: char) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$');
    let key = text.len() - text.trim_start_matches(part).len();
    let after = text[key..].trim_start_matches(' ');
    let found = after.strip_prefix(sign).is_some_and(|after| {
        // `host:port` and `http://` are no keys.
        sign != ':' || after.is_empty() || after.starts_with(' ')
    });
    if found { key } else { 0 }
}
