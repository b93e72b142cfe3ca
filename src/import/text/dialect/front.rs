//! Front matter of foreign decks: where it ends, and the few values that a deck needs of it.
//!
//! Two kinds: TOML, as hashcards has it, which is read as such; and YAML, of which only plain keys
//! with a value or a list on top level are read, and everything else is passed over.

use crate::import::draft::Fault;
use crate::import::file::File;

/// More than this is no front matter.
const FRONT_MAX: usize = 1 << 20;

/// What stands between the first line `---` and the next.
pub struct Front<'t> {
    pub text: &'t str,
    pub is_toml: bool,
    /// The offset of the text behind, and the number of lines in front of it.
    pub end: (usize, usize),
}

/// Finds front matter; `None` where the first `---` is a rule.
pub fn split(text: &str) -> Option<Front<'_>> {
    let start = text.find('\n')? + 1;
    if text[..start].trim_end() != "---" {
        return None;
    }
    let (mut at, mut above) = (start, 1);
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        above += 1;
        if matches!(line.trim_end(), "---" | "...") {
            let inside = &text[start..at - line.len()];
            return kind(inside).map(|is_toml| Front {
                text: inside,
                is_toml,
                end: (at, above),
            });
        }
        if FRONT_MAX < at {
            return None;
        }
    }
    None
}

/// Whether it is TOML; `None` where it is neither.
fn kind(inside: &str) -> Option<bool> {
    let mut lines = inside.lines().filter(|line| is_telling(line));
    let first = lines.next()?;
    let is_table = first.starts_with('[') && first.trim_end().ends_with(']');
    if is_key(first, '=') || is_table {
        return Some(true);
    }
    let all = |line: &str| is_key(line, ':') || line.starts_with([' ', '\t', '-', ']', '}']);
    (is_key(first, ':') && lines.all(all)).then_some(false)
}

fn is_telling(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

/// Whether the line starts with a word without blanks and `sign`.
fn is_key(line: &str, sign: char) -> bool {
    let Some((key, value)) = line.split_once(sign) else {
        return false;
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let plain = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let parted = sign == '=' || value.is_empty() || value.starts_with([' ', '\t']);
    // `Q:` and `Question:` start a card.
    let is_card = sign == ':' && (key.len() == 1 || matches!(key, "Question" | "question"));
    parted && !is_card && !key.is_empty() && key.chars().all(plain)
}

impl Front<'_> {
    /// The value of the first of `keys` that is there, in YAML.
    pub fn value(&self, keys: &[&str]) -> Option<String> {
        let values = keys.iter().map(|key| self.values(key));
        values
            .filter_map(|mut values| match values.is_empty() {
                true => None,
                false => Some(values.remove(0)),
            })
            .next()
    }

    /// What YAML says of one key: the value, or the items of its list.
    pub fn values(&self, wanted: &str) -> Vec<String> {
        let mut lines = self.text.lines().skip_while(|line| {
            let key = line.split(':').next().unwrap_or_default();
            self.is_toml || !line.contains(':') || key.trim_end() != wanted
        });
        let Some((_, value)) = lines.next().and_then(|line| line.split_once(':')) else {
            return Vec::new();
        };
        match value.trim() {
            "" => lines
                .map_while(|line| line.trim_start().strip_prefix("- "))
                .filter_map(plain)
                .collect(),
            list if list.starts_with('[') => list
                .trim_matches(['[', ']'])
                .split(',')
                .filter_map(plain)
                .collect(),
            value => plain(value).into_iter().collect(),
        }
    }

    /// The string of `key` in TOML. A fault names the line and column of what is no TOML.
    pub fn toml(&self, key: &str, file: &File) -> Result<Option<String>, Fault> {
        match self.text.parse::<toml::Table>() {
            Ok(table) => Ok(table
                .get(key)
                .and_then(|value| value.as_str())
                .map(str::to_string)),
            Err(error) => Err(self.fault(&error, file)),
        }
    }

    fn fault(&self, error: &toml::de::Error, file: &File) -> Fault {
        let at = error
            .span()
            .map_or(0, |span| span.start.min(self.text.len()));
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count();
        let column = before[before.rfind('\n').map_or(0, |end| end + 1)..]
            .chars()
            .count();
        let what = format!("the front matter is no TOML: {}", error.message().trim());
        let place = file.at(line + 2, column + 1);
        Fault::new(place, what, "mend it: `name = \"…\"` is all that is read")
    }
}

fn plain(value: &str) -> Option<String> {
    let value = value.trim();
    let bare = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.trim_matches(quote),
        _ => value.split(" #").next().unwrap_or_default().trim_end(),
    };
    (!bare.is_empty()).then(|| bare.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_a_slide() {
        let check = |text, expected: Option<(bool, usize)>| {
            let found = split(text).map(|front| (front.is_toml, front.end.1));
            assert_eq!(found, expected, "{text}");
        };
        check("---\nname: A\n---\nb", Some((false, 3)));
        check("---\nname = \"A\"\n---\nb", Some((true, 3)));
        check("---\ntags:\n  - a\n- b\n...\nb", Some((false, 5)));
        check("---\n\nWhat is it: a question?\n\n---\n", None);
        // Cards of hashcards, under a rule.
        check("---\nQ: a\nA: b\n---\n", None);
        check("---\nQuestion: a\n---\nAnswer: b\n---\n", None);
        check("---\nname: A\n", None);
        check("a\n---\nb: c\n---\n", None);
        check("---\n---\n", None);
        check("---", None);
    }

    #[test]
    fn plain_values_and_lists_are_read() {
        let text = "---\nname: \"A: b\" \ntags: [a, 'b c']\nalso:\n  - d # e\n  - f\n---\n";
        let front = split(text).expect("it has front matter");
        assert_eq!(front.value(&["title", "name"]), Some("A: b".to_string()));
        assert_eq!(front.values("tags"), ["a", "b c"]);
        assert_eq!(front.values("also"), ["d", "f"]);
        assert_eq!(front.values("none"), [""; 0]);
    }
}
