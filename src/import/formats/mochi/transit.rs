//! Transit, Clojure's data in JSON: keywords are texts with `~:`, maps are lists that begin with
//! `^ `, and a text that came before is a code such as `^2`.

use super::edn::Wrong;
use super::value::Value;
use serde_json::Value as Json;

/// Digits of a code, and the first of them.
const BASE: usize = 44;
const ZERO: u8 = b'0';

/// Texts that are remembered, until all are forgotten at once.
const CACHE_MAX: usize = BASE * BASE;

/// Texts shorter than that have no code.
const CACHED_MIN: usize = 4;

/// Reads the one value of a text.
pub fn read(text: &str) -> Result<Value, Wrong> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let text = error.to_string();
        let what = &text[..text.find(" at line").unwrap_or(text.len())];
        let what = match (error.is_eof(), what) {
            (true, _) => "the JSON is cut off".to_string(),
            (_, "recursion limit exceeded") => {
                "lists stand inside each other more than 128 deep".to_string()
            }
            (_, what) => format!("it is no JSON: {what}"),
        };
        (format!(":{}:{}", error.line(), error.column()), what)
    })?;
    let mut reader = Reader::default();
    reader.value(&json, false)
}

/// Reads in the order of the text, for codes count what came before. It recurses as deep as the
/// JSON is, 128 at the most.
#[derive(Default)]
struct Reader {
    cache: Vec<String>,
    /// Where it is: places in the lists around.
    path: Vec<usize>,
}

impl Reader {
    fn wrong(&self, what: String) -> Wrong {
        let path: Vec<String> = self.path.iter().map(|idx| format!("[{idx}]")).collect();
        (format!(": {}", path.concat()), what)
    }

    fn value(&mut self, json: &Json, is_key: bool) -> Result<Value, Wrong> {
        match json {
            Json::String(text) => {
                let text = self.decoded(text, is_key)?;
                self.scalar(&text)
            }
            Json::Array(items) => self.list(items),
            Json::Object(entries) => {
                let mut items = Vec::new();
                for (key, value) in entries {
                    items.push(self.scalar(key)?);
                    items.push(self.value(value, false)?);
                }
                Ok(Value::map_of(items))
            }
            Json::Number(number) => Ok(Value::Text(number.to_string())),
            Json::Bool(true) => Ok(Value::True),
            Json::Bool(false) | Json::Null => Ok(Value::Nothing),
        }
    }

    /// A list, a map, or a tag with its value.
    fn list(&mut self, items: &[Json]) -> Result<Value, Wrong> {
        let Some(Json::String(first)) = items.first() else {
            return self.items(items, 0, false).map(Value::List);
        };
        if first == "^ " {
            return self.items(items, 1, true).map(Value::map_of);
        }
        self.path.push(0);
        let text = self.decoded(first, false)?;
        if let (Some(tag), [_, value]) = (text.strip_prefix("~#"), items) {
            self.path.pop();
            return self.tagged(tag, value);
        }
        let first = self.scalar(&text)?;
        self.path.pop();
        let mut values = vec![first];
        values.extend(self.items(items, 1, false)?);
        Ok(Value::List(values))
    }

    /// The items from `start` on; of a map each second one is a key.
    fn items(&mut self, items: &[Json], start: usize, is_map: bool) -> Result<Vec<Value>, Wrong> {
        let mut values = Vec::with_capacity(items.len());
        for (idx, item) in items.iter().enumerate().skip(start) {
            self.path.push(idx);
            let is_key = is_map && (idx - start).is_multiple_of(2);
            values.push(self.value(item, is_key)?);
            self.path.pop();
        }
        Ok(values)
    }

    fn tagged(&mut self, tag: &str, value: &Json) -> Result<Value, Wrong> {
        self.path.push(1);
        let value = self.value(value, false)?;
        self.path.pop();
        Ok(match (tag, value) {
            ("cmap", Value::List(items)) => Value::map_of(items),
            ("list" | "set" | "'", value) => value,
            // What else there may be is of no use to a card.
            (_, value @ Value::Text(_)) => value,
            _ => Value::Nothing,
        })
    }

    /// Resolves a code, or remembers a text that later ones may stand for.
    fn decoded(&mut self, text: &str, is_key: bool) -> Result<String, Wrong> {
        if let Some(code) = text.strip_prefix('^')
            && code != " "
        {
            let known = index(code).and_then(|idx| self.cache.get(idx));
            return match known {
                Some(text) => Ok(text.clone()),
                None => Err(self.wrong(format!("the code `{text}` stands for nothing"))),
            };
        }
        let is_cached = is_key || ["~:", "~$", "~#"].iter().any(|mark| text.starts_with(mark));
        if is_cached && CACHED_MIN <= text.len() {
            if self.cache.len() == CACHE_MAX {
                self.cache.clear();
            }
            self.cache.push(text.to_string());
        }
        Ok(text.to_string())
    }

    fn scalar(&self, text: &str) -> Result<Value, Wrong> {
        let Some(rest) = text.strip_prefix('~') else {
            return Ok(Value::Text(text.to_string()));
        };
        let mut chars = rest.chars();
        let kind = chars.next();
        let body = chars.as_str();
        Ok(match kind {
            // The sign itself, once more.
            Some('~' | '^' | '`') => Value::Text(rest.to_string()),
            Some('_') => Value::Nothing,
            Some('?') if body == "t" => Value::True,
            Some('?') => Value::Nothing,
            Some(':' | '$' | 'i' | 'n' | 'd' | 'f' | 'm' | 't' | 'u' | 'r' | 'c') => {
                Value::Text(body.to_string())
            }
            _ => Value::Nothing,
        })
    }
}

/// What a code counts: one digit or two, from `0` on.
fn index(code: &str) -> Option<usize> {
    let digit = |byte: u8| {
        let digit = usize::from(byte.checked_sub(ZERO)?);
        (digit < BASE).then_some(digit)
    };
    match code.as_bytes() {
        [one] => digit(*one),
        [high, low] => Some(digit(*high)? * BASE + digit(*low)?),
        _ => None,
    }
}
