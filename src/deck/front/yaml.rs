//! The lines of the front matter: a small part of YAML.
//!
//! `key: value`, where a value is a plain or quoted text, `[a, b]`, or lines `- a` under the key;
//! and comments. Nothing that could expand, execute or nest: anchors, aliases, tags, mappings
//! and block texts are refused, each by its name.

use super::scalar::{Refused, Scalar, flow_list, scalar};
use crate::deck::fault::Report;
use crate::deck::text::{Text, indentation, is_blank};
use crate::model::deck::{Comment, CommentPlace};
use std::ops::Range;

/// What stands between the two `---`.
#[derive(Debug)]
pub struct Block {
    pub entries: Vec<Entry>,
    pub comments: Vec<Comment>,
    pub opened_at: Range<usize>,
    /// A line could not be read, so a key may only seem to be missing.
    pub is_broken: bool,
    /// Where the text behind the closing `---` starts.
    pub body: usize,
}

#[derive(Debug)]
pub struct Entry {
    pub key: String,
    pub key_at: Range<usize>,
    pub value: Value,
}

#[derive(Debug)]
pub enum Value {
    Nothing,
    Scalar(Scalar),
    List(Vec<Scalar>),
    /// The fault is in the report.
    Broken,
}

/// Finds and reads the front matter; `None` where the file has none.
pub fn block(text: &Text, report: &mut Report) -> Option<Block> {
    let whole = 0..text.as_str().len();
    let opened_at = text.line(0);
    if text.slice(&opened_at).trim_end() != "---" {
        let hint = "start the file with `---`, `id: …`, `title: …` and `---`, a line each";
        report.add(opened_at, "the file has no front matter", hint);
        return None;
    }
    let inside = (opened_at.end + 1).min(whole.end)..whole.end;
    let Some(lines) = until_closed(text, inside.clone()) else {
        let hint = "put `---` on a line of its own behind it";
        report.add(opened_at, "the front matter is never closed", hint);
        return None;
    };
    let mut reader = Reader::new(text, opened_at);
    let closed_at = lines.end;
    for line in text.lines(&lines) {
        reader.line(line, report);
    }
    reader.block.body = (text.line(text.line_idx(closed_at)).end + 1).min(whole.end);
    reader.comments_above("");
    Some(reader.block)
}

/// The lines up to the closing `---`; a card's heading says that there is none.
fn until_closed(text: &Text, inside: Range<usize>) -> Option<Range<usize>> {
    for line in text.lines(&inside) {
        let words = text.slice(&line);
        if words.trim_end() == "---" {
            return Some(inside.start..line.start);
        }
        if words.starts_with("## ") {
            return None;
        }
    }
    None
}

struct Reader<'t> {
    text: &'t Text<'t>,
    block: Block,
    /// Comments that wait for the key below them.
    above: Vec<String>,
    /// Lines under something broken are not looked at.
    skipping: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t Text<'t>, opened_at: Range<usize>) -> Reader<'t> {
        Reader {
            text,
            block: Block {
                entries: Vec::new(),
                comments: Vec::new(),
                opened_at,
                is_broken: false,
                body: 0,
            },
            above: Vec::new(),
            skipping: false,
        }
    }

    fn line(&mut self, line: Range<usize>, report: &mut Report) {
        let words = self.text.slice(&line);
        let (indented, rest) = indentation(words);
        let at = line.end - rest.len()..line.end;
        if is_blank(words) {
            return;
        }
        if rest.starts_with('#') {
            self.above.push(comment(rest));
        } else if rest == "-" || rest.starts_with("- ") {
            self.item(at, report);
        } else if indented > 0 {
            self.nested(at, report);
        } else {
            self.skipping = false;
            self.entry(at, report);
        }
    }

    fn refuse(&mut self, refused: Refused, report: &mut Report) {
        let (at, message, hint) = refused;
        self.block.is_broken = true;
        report.add(at, message, hint);
    }

    fn nested(&mut self, at: Range<usize>, report: &mut Report) {
        if !self.skipping {
            let hint = "write each value on the line of its key";
            self.refuse(
                (at, "an indented line: values do not nest here", hint),
                report,
            );
        }
        self.skipping = true;
    }

    fn entry(&mut self, at: Range<usize>, report: &mut Report) {
        let line = self.text.slice(&at);
        let Some((key, behind)) = line.split_once(':') else {
            self.skipping = true;
            let hint = "write `key: value`";
            return self.refuse((at, "this line has no key", hint), report);
        };
        let key_at = at.start..at.start + key.trim_end().len();
        if !is_key(key.trim_end()) {
            self.skipping = true;
            let refused = no_key(key, key_at);
            return self.refuse(refused, report);
        }
        if !(behind.is_empty() || behind.starts_with([' ', '\t'])) {
            let colon = at.start + key.len()..at.start + key.len() + 1;
            let hint = "put one there";
            return self.refuse((colon, "no blank stands behind the `:`", hint), report);
        }
        let key = key.trim_end().to_string();
        let behind_at = at.end - behind.len();
        self.comments_above(&key);
        let value = self.value(&key, behind_at..at.end, report);
        self.block.entries.push(Entry { key, key_at, value });
    }

    fn comments_above(&mut self, key: &str) {
        let above = std::mem::take(&mut self.above);
        self.block
            .comments
            .extend(above.into_iter().map(|text| Comment {
                key: key.to_string(),
                place: CommentPlace::Above,
                text,
            }));
    }

    fn value(&mut self, key: &str, at: Range<usize>, report: &mut Report) -> Value {
        let rest = self.text.slice(&at);
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let start = at.end - trimmed.len();
        let read = match trimmed.bytes().next() {
            None | Some(b'#') => Ok((Value::Nothing, start)),
            Some(b'[') => {
                flow_list(self.text, start, at.end).map(|(list, end)| (Value::List(list), end))
            }
            _ => scalar(self.text, start, at.end, false).map(|scalar| {
                let end = scalar.at.end;
                (Value::Scalar(scalar), end)
            }),
        };
        let checked = read.and_then(|(value, end)| {
            let comment = comment_behind(self.text, end, at.end)?;
            Ok((value, comment))
        });
        match checked {
            Ok((value, comment)) => {
                self.comment_behind(key, comment);
                value
            }
            Err(refused) => {
                self.skipping = true;
                self.refuse(refused, report);
                Value::Broken
            }
        }
    }

    fn comment_behind(&mut self, key: &str, comment: Option<String>) {
        self.block.comments.extend(comment.map(|text| Comment {
            key: key.to_string(),
            place: CommentPlace::Behind,
            text,
        }));
    }

    /// A line `- value` under its key.
    fn item(&mut self, at: Range<usize>, report: &mut Report) {
        if self.skipping {
            return;
        }
        let Some(key) = self.list_key() else {
            self.skipping = true;
            let hint = "write `key:` above the list, and nothing behind it";
            return self.refuse((at, "a list item without a key", hint), report);
        };
        let value = match self.value(&key, at.start + 1..at.end, report) {
            Value::Scalar(scalar) => scalar,
            Value::Nothing => Scalar {
                text: String::new(),
                at,
            },
            Value::List(_) => {
                self.skipping = true;
                let hint = "write one list";
                return self.refuse((at, "a list stands inside a list", hint), report);
            }
            Value::Broken => return,
        };
        if let Some(entry) = self.block.entries.last_mut() {
            match &mut entry.value {
                Value::List(items) => items.push(value),
                other => *other = Value::List(vec![value]),
            }
        }
    }
}

impl Reader<'_> {
    /// The key above, if list items may follow it.
    fn list_key(&self) -> Option<String> {
        let entry = self.block.entries.last()?;
        matches!(entry.value, Value::Nothing | Value::List(_)).then(|| entry.key.clone())
    }
}

fn is_key(key: &str) -> bool {
    let ok = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    key.bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic())
        && key.bytes().all(ok)
}

fn no_key(key: &str, at: Range<usize>) -> Refused {
    match key.trim() {
        "<<" => (
            at,
            "merge keys are not read here",
            "write the values themselves",
        ),
        _ => (
            at,
            "this is no key",
            "write `key: value`, the key in letters",
        ),
    }
}

/// With one `#`: a line of `## ` would look like a card.
fn comment(text: &str) -> String {
    format!("#{}", text.trim_end().trim_start_matches('#'))
}

/// Reads what is left of a line behind a value.
fn comment_behind(text: &Text, start: usize, end: usize) -> Result<Option<String>, Refused> {
    let rest = text.slice(&(start..end));
    let trimmed = rest.trim_matches([' ', '\t']);
    match trimmed.starts_with('#') {
        _ if trimmed.is_empty() => Ok(None),
        true => Ok(Some(comment(trimmed))),
        false => {
            let at = end - rest.trim_start_matches([' ', '\t']).len()..end;
            Err((
                at,
                "something stands behind the value",
                "put the whole value in quotes",
            ))
        }
    }
}
