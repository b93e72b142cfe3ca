//! The lines `#key:value` at the top of Anki's text exports.
//!
//! They are read as Anki reads them, in any case, and also after a spreadsheet has quoted them and
//! put separators behind. Columns count from 1. What makes no sense is told and passed over.

/// What the header lines say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    pub separator: Option<u8>,
    pub html: Option<bool>,
    /// Tags of all notes.
    pub tags: Vec<String>,
    /// The names of the columns as they stand there.
    column_names: String,
    pub note_type: String,
    pub deck: String,
    pub note_type_column: Option<usize>,
    pub deck_column: Option<usize>,
    pub tags_column: Option<usize>,
    pub guid_column: Option<usize>,
    /// Lines with headers that make no sense.
    pub odd_lines: Vec<usize>,
    /// Header lines, and the bytes that they take.
    pub n_lines: usize,
    pub length: usize,
}

/// Keys that only Anki knows.
const KEYS: [&str; 12] = [
    "separator",
    "html",
    "tags",
    "columns",
    "notetype",
    "deck",
    "notetype column",
    "deck column",
    "tags column",
    "guid column",
    "match scope",
    "if matches",
];

/// Bytes of a value that all notes share.
const REPEATED_MAX: usize = 1_000;

/// Columns beyond this one are a mistake.
const COLUMN_MAX: usize = 100_000;

/// Lines of remarks that may stand above the first header.
const REMARKS_MAX: usize = 20;

/// Whether a text starts with header lines, above which there may be remarks.
pub fn are_there(text: &str) -> bool {
    let top = text.lines().take(REMARKS_MAX);
    let mut top = top.take_while(|line| unquoted(line).starts_with('#'));
    let Some(first) = top.next() else {
        return false;
    };
    // Below a heading of Markdown, a line `#tags: a` is one of a note.
    let is_sure = |line: &str| key(line).is_some_and(|key| key != "tags" && key != "deck");
    key(first).is_some() || top.any(is_sure)
}

/// The key of Anki's that a line has.
///
/// `# Deck: SQL` is rather a heading of Markdown: behind a blank only a key that no heading has is
/// one.
fn key(line: &str) -> Option<&'static str> {
    let (name, _) = unquoted(line).strip_prefix('#')?.split_once(':')?;
    let known = name.trim().to_lowercase();
    let key = KEYS.into_iter().find(|key| **key == *known)?;
    let is_key = !name.starts_with(' ') || key == "separator" || key.ends_with(" column");
    is_key.then_some(key)
}

/// Whether the first line is `tags:one two`, as Anki once wrote it.
pub fn is_tags_line(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    unquoted(first)
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("tags:"))
}

/// Reads the header lines of a text.
pub fn read(text: &str) -> Headers {
    let mut headers = Headers::default();
    if is_tags_line(text) {
        let line = text.split_inclusive('\n').next().unwrap_or("");
        let words = unpadded(
            unquoted(&line[..line.len().min(line.trim_end().len())]),
            &headers,
        );
        headers.tags = tags(&words[5..]);
        headers.pass(line);
        return headers;
    }
    for line in text.split_inclusive('\n') {
        let Some(header) = unquoted(line.trim_end_matches('\n')).strip_prefix('#') else {
            break;
        };
        // A quoted field that starts with `#` is one.
        if line.starts_with('"') && key(line).is_none() {
            break;
        }
        let known = header
            .split_once(':')
            .is_some_and(|(key, value)| headers.set(&key.trim().to_lowercase(), value));
        headers.pass(line);
        if !known && !header.starts_with(' ') {
            headers.odd_lines.push(headers.n_lines);
        }
    }
    headers
}

/// Takes off the quotes that a spreadsheet puts around a line, with what stands behind them.
fn unquoted(line: &str) -> &str {
    let bare = line.trim_start_matches('"');
    match bare.len() < line.len() {
        true => bare.split('"').next().unwrap_or(bare),
        false => line,
    }
}

/// Takes off the separators that a spreadsheet puts behind a line.
fn unpadded<'l>(value: &'l str, headers: &Headers) -> &'l str {
    let separator = headers.separator.map_or(',', char::from);
    value.trim_end_matches([separator, ',', ';', '\t']).trim()
}

/// Parts tags at blanks as Anki does, and at the commas and semicolons that other programs write.
pub fn tags(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

impl Headers {
    /// The names of the columns of a table of `width`; none where nobody names them.
    ///
    /// Programs part the names by blanks, or by another sign than the cells: what gives a name for
    /// each column is meant.
    pub fn columns(&self, separator: u8, width: usize) -> Vec<String> {
        let parted = |sign: char| -> Vec<String> {
            let names = self.column_names.split(sign);
            names.map(|name| name.trim().to_string()).collect()
        };
        if self.column_names.trim().is_empty() {
            return Vec::new();
        }
        let usual = parted(char::from(separator));
        if 1 < usual.len() || width < 2 {
            return usual;
        }
        let others = ['\t', '|', ';', ',', ' '].into_iter().map(parted);
        let mut fitting = others.filter(|names| 1 < names.len() && names.len() == width);
        fitting.next().unwrap_or_default()
    }

    fn pass(&mut self, line: &str) {
        self.n_lines += 1;
        self.length += line.len();
    }

    /// Takes one header in; `false` where it makes no sense.
    fn set(&mut self, key: &str, value: &str) -> bool {
        let trimmed = unpadded(value, self);
        match key {
            "separator" => {
                self.separator = separator(value);
                self.separator.is_some()
            }
            "html" => {
                self.html = match trimmed.to_lowercase().as_str() {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                };
                self.html.is_some()
            }
            // They are repeated with each note.
            "tags" | "deck" | "notetype" if REPEATED_MAX < trimmed.len() => false,
            "tags" => {
                self.tags = tags(trimmed);
                true
            }
            "columns" => {
                self.column_names = value.to_string();
                !trimmed.is_empty()
            }
            "notetype" => set_name(&mut self.note_type, trimmed),
            "deck" => set_name(&mut self.deck, trimmed),
            "notetype column" => set_column(&mut self.note_type_column, trimmed),
            "deck column" => set_column(&mut self.deck_column, trimmed),
            "tags column" => set_column(&mut self.tags_column, trimmed),
            "guid column" => set_column(&mut self.guid_column, trimmed),
            // They say what Anki does with notes that it has already.
            "match scope" | "if matches" => true,
            _ => false,
        }
    }
}

fn set_name(name: &mut String, value: &str) -> bool {
    *name = value.to_string();
    !value.is_empty()
}

fn set_column(column: &mut Option<usize>, value: &str) -> bool {
    let number = value
        .parse()
        .ok()
        .filter(|number| (1..=COLUMN_MAX).contains(number));
    *column = number.map(|number: usize| number - 1);
    column.is_some()
}

/// Reads a separator: its name, or the sign itself.
fn separator(value: &str) -> Option<u8> {
    let name = value.trim_matches(' ').to_lowercase();
    let word = name.trim_end_matches([',', ';', '\t', '|']);
    match (word, name.as_bytes().first()) {
        ("tab" | "\\t", _) => Some(b'\t'),
        ("comma", _) => Some(b','),
        ("semicolon", _) => Some(b';'),
        ("pipe", _) => Some(b'|'),
        ("colon", _) => Some(b':'),
        ("space", _) => Some(b' '),
        (_, Some(sign @ (b',' | b';' | b'|' | b':' | b'\t'))) => Some(*sign),
        (_, None) if value.starts_with(' ') => Some(b' '),
        _ => None,
    }
}
