//! EDN, Clojure's notation for data.
//!
//! Read without recursion and to a limited depth. Of tags `#inst` and `#uuid` are known, `#_` leaves
//! the next value out; anything else that asks a reader to do something is an error.

use super::value::Value;

/// Where it is (`:3:1`), and what is wrong.
pub type Wrong = (String, String);

/// Reads the one value of a text. At most `nesting` collections stand inside each other.
pub fn read(text: &str, nesting: usize) -> Result<Value, Wrong> {
    let mut reader = Reader {
        text,
        at: 0,
        nesting,
        open: Vec::new(),
        root: None,
    };
    while reader.step()? {}
    match (reader.open.is_empty(), reader.root.take()) {
        (true, Some(root)) => Ok(root),
        (true, None) => Err(reader.wrong(0, "it is empty")),
        (false, _) => Err(reader.wrong(text.len(), "it is cut off: a collection is never closed")),
    }
}

/// A collection that is not closed yet, or a mark that waits for its value.
struct Open {
    kind: Kind,
    items: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Vector,
    Map,
    Set,
    /// `#inst`, `#uuid`: the value itself counts.
    Tag,
    /// `#_`.
    Discard,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    nesting: usize,
    open: Vec<Open>,
    root: Option<Value>,
}

impl<'t> Reader<'t> {
    fn wrong(&self, at: usize, what: impl Into<String>) -> Wrong {
        let before = &self.text[..at];
        let line = 1 + before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |found| found + 1);
        let column = 1 + before[start..].chars().count();
        (format!(":{line}:{column}"), what.into())
    }

    /// Reads one token; says whether there was one.
    fn step(&mut self) -> Result<bool, Wrong> {
        let text = self.text;
        self.skip_blanks();
        let rest = &text[self.at..];
        let Some(first) = rest.chars().next() else {
            return Ok(false);
        };
        let start = self.at;
        self.at += first.len_utf8();
        match first {
            '(' => self.start(Kind::List)?,
            '[' => self.start(Kind::Vector)?,
            '{' => self.start(Kind::Map)?,
            ')' => self.end(Kind::List)?,
            ']' => self.end(Kind::Vector)?,
            '}' => self.end(Kind::Map)?,
            '"' => {
                let text = self.string(start)?;
                self.value(Value::Text(text))?;
            }
            '#' => self.mark(start)?,
            '\\' => {
                // The character itself may be a bracket.
                let length = text[self.at..].chars().next().map_or(0, char::len_utf8);
                self.at += length;
                self.at += word(&text[self.at..]).len();
                self.value(Value::Nothing)?;
            }
            _ => {
                self.at = start + word(rest).len().max(first.len_utf8());
                let value = atom(&text[start..self.at]);
                let value = value.ok_or_else(|| self.wrong(start, "it is no EDN"))?;
                self.value(value)?;
            }
        }
        Ok(true)
    }

    /// Passes over blanks, commas and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let blank = |c: char| c.is_whitespace() || c == ',';
            let trimmed = rest.trim_start_matches(blank);
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with(';') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn start(&mut self, kind: Kind) -> Result<(), Wrong> {
        if self.open.len() == self.nesting {
            let what = format!(
                "collections stand inside each other more than {} deep (`--max-nesting`)",
                self.nesting
            );
            return Err(self.wrong(self.at - 1, what));
        }
        self.open.push(Open {
            kind,
            items: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self, bracket: Kind) -> Result<(), Wrong> {
        let fits = |open: &Open| match open.kind {
            Kind::Set => bracket == Kind::Map,
            kind => bracket == kind,
        };
        let Some(open) = self.open.pop().filter(fits) else {
            return Err(self.wrong(self.at - 1, "a bracket closes nothing"));
        };
        match open.kind {
            Kind::Map if !open.items.len().is_multiple_of(2) => {
                Err(self.wrong(self.at - 1, "a key of the map has no value"))
            }
            Kind::Map => self.value(Value::map_of(open.items)),
            _ => self.value(Value::List(open.items)),
        }
    }

    /// Reads what stands behind `#`.
    fn mark(&mut self, start: usize) -> Result<(), Wrong> {
        let rest = &self.text[self.at..];
        let tag = word(rest);
        let (kind, length) = match rest.as_bytes().first() {
            Some(b'{') => (Kind::Set, 1),
            Some(b'_') => (Kind::Discard, 1),
            _ if matches!(tag, "inst" | "uuid") => (Kind::Tag, tag.len()),
            _ => {
                let shown: String = rest.chars().take(20).collect();
                return Err(self.wrong(
                    start,
                    format!("`#{}` asks for what is not done here", shown.trim_end()),
                ));
            }
        };
        self.at += length;
        self.start(kind)
    }

    /// Reads a text behind its quote.
    fn string(&mut self, start: usize) -> Result<String, Wrong> {
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(found) = rest.find(['"', '\\']) else {
                return Err(self.wrong(start, "it is cut off: a text is never closed"));
            };
            out.push_str(&rest[..found]);
            self.at += found + 1;
            if rest[found..].starts_with('"') {
                return Ok(out);
            }
            out.push(self.escape()?);
        }
    }

    /// Reads what stands behind a backslash: the escapes of EDN, and those of JSON, which some
    /// programs write.
    fn escape(&mut self) -> Result<char, Wrong> {
        let at = self.at - 1;
        let Some(escape) = self.text[self.at..].chars().next() else {
            return Err(self.wrong(at, "it is cut off inside an escape"));
        };
        self.at += escape.len_utf8();
        match escape {
            'n' => Ok('\n'),
            't' => Ok('\t'),
            'r' => Ok('\r'),
            'b' => Ok('\u{8}'),
            'f' => Ok('\u{c}'),
            '"' | '\\' | '/' => Ok(escape),
            'u' => self.unicode(at),
            _ => Err(self.wrong(at, format!("`\\{escape}` is no escape"))),
        }
    }

    /// Reads four hex digits, and the second half of a character if they are the first.
    fn unicode(&mut self, at: usize) -> Result<char, Wrong> {
        let wrong = "`\\u` has to be followed by four hex digits of a character";
        let first = self.hex().ok_or_else(|| self.wrong(at, wrong))?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            units.push(self.hex().ok_or_else(|| self.wrong(at, wrong))?);
        }
        let mut decoded = char::decode_utf16(units);
        match (decoded.next(), decoded.next()) {
            (Some(Ok(c)), None) => Ok(c),
            _ => Err(self.wrong(at, wrong)),
        }
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let unit = u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        self.at += 4;
        Some(unit)
    }

    /// Puts a value where it belongs.
    fn value(&mut self, value: Value) -> Result<(), Wrong> {
        let mut value = value;
        loop {
            match self.open.last_mut() {
                None if self.root.is_some() => {
                    return Err(self.wrong(self.at, "something stands behind the data"));
                }
                None => {
                    self.root = Some(value);
                    return Ok(());
                }
                Some(open) if open.kind == Kind::Discard => {
                    self.open.pop();
                    return Ok(());
                }
                Some(open) if open.kind == Kind::Tag => {
                    self.open.pop();
                }
                Some(open) => {
                    open.items
                        .push(std::mem::replace(&mut value, Value::Nothing));
                    return Ok(());
                }
            }
        }
    }
}

/// What stands up to the next blank or bracket.
fn word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || ",()[]{}\";\\".contains(c);
    &text[..text.find(ends).unwrap_or(text.len())]
}

/// A keyword, a number, a constant or a symbol.
fn atom(word: &str) -> Option<Value> {
    if let Some(name) = word.strip_prefix(':') {
        return (!name.is_empty()).then(|| Value::Text(name.to_string()));
    }
    Some(match word {
        "true" => Value::True,
        "nil" | "false" => Value::Nothing,
        word => Value::Text(word.to_string()),
    })
}
