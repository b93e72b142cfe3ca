//! A text of a note program as Markdown that stands alone: links to notes become their text,
//! pictures come along, tags and comments go.

use crate::import::text::admit::Luggage;
use crate::import::text::breaks;
use crate::import::text::ends::Ends;
use crate::import::text::markdown::{closes, is_in_code, opens};
use crate::import::text::vault::{Vault, is_medium};
use std::collections::HashMap;

/// Bytes that footnotes may add to a card.
const FOOTNOTES_MAX: usize = 64 << 10;

const LABEL_MAX: usize = 100;

/// Reads the texts of one card.
pub struct Reader<'n, 'f> {
    pub vault: &'n Vault<'f>,
    pub footnotes: &'n HashMap<&'n str, &'n str>,
    pub luggage: Luggage,
    /// Bytes that footnotes may still add.
    room: usize,
    /// Tags that stood in the texts, without `#`.
    pub tags: Vec<String>,
    /// `^abc` at the end of a line: what Obsidian calls the block.
    pub block_id: Option<String>,
}

impl<'n, 'f> Reader<'n, 'f> {
    pub fn new(vault: &'n Vault<'f>, footnotes: &'n HashMap<&'n str, &'n str>) -> Self {
        Reader {
            vault,
            footnotes,
            luggage: Luggage::default(),
            room: FOOTNOTES_MAX,
            tags: Vec::new(),
            block_id: None,
        }
    }
}

impl Reader<'_, '_> {
    /// Converts the lines of one side.
    pub fn side(&mut self, text: &str) -> String {
        let mut fence = None;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            match fence {
                Some(open) => {
                    fence = (!closes(line, open)).then_some(open);
                    lines.push(line.to_string());
                }
                None => {
                    fence = opens(line);
                    let is_code = fence.is_some();
                    lines.push(if is_code {
                        line.to_string()
                    } else {
                        self.line(line)
                    });
                }
            }
        }
        let text = breaks::kept(&lines.join("\n"));
        let text = text.trim_start_matches('\n').trim_end();
        // A break at the end of a side breaks nothing.
        let text = text
            .strip_suffix('\\')
            .filter(|text| !text.ends_with('\\'))
            .unwrap_or(text);
        text.trim_end().to_string()
    }

    fn line(&mut self, line: &str) -> String {
        let line = self.without_block_id(line);
        if let Some(title) = callout(line) {
            return title;
        }
        let in_code = is_in_code(line);
        let mut ends = Ends::new(line);
        let mut out = String::with_capacity(line.len());
        let mut at = 0;
        while let Some(c) = line[at..].chars().next() {
            let end = match in_code[at] {
                true => None,
                false => self.mark(line, at, &mut ends, &mut out),
            };
            at = end.unwrap_or_else(|| {
                out.push(c);
                at + c.len_utf8()
            });
        }
        match out.trim().is_empty() {
            true => String::new(),
            false => out,
        }
    }

    /// Writes what stands for a mark at `at`; returns where the mark ends.
    fn mark(&mut self, line: &str, at: usize, ends: &mut Ends, out: &mut String) -> Option<usize> {
        let rest = &line[at..];
        let is_start = at == 0 || line[..at].ends_with(char::is_whitespace);
        if let Some(escaped) = rest.strip_prefix('\\') {
            let length = 1 + escaped.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            return Some(at + length);
        }
        if rest.starts_with("![[") {
            let end = ends.find(at, "]]")?;
            out.push_str(&self.embedded(&line[at + 3..end]));
            return Some(end + 2);
        }
        if rest.starts_with("[[") {
            let end = ends.find(at, "]]")?;
            out.push_str(&link_text(&line[at + 2..end]));
            return Some(end + 2);
        }
        if rest.starts_with("![") {
            return self.picture(line, at, ends, out);
        }
        if rest.starts_with("^[") {
            let end = ends.find(at, "]")?;
            out.push_str(&format!(" ({})", &line[at + 2..end]));
            return Some(end + 1);
        }
        if rest.starts_with("[^") {
            let end = ends.find(at, "]").filter(|end| end - at <= LABEL_MAX)?;
            let text = self.footnotes.get(&line[at + 2..end])?;
            // One long footnote named a thousand times would swell a card beyond all limits.
            if self.room < text.len() {
                self.luggage
                    .losses
                    .push("footnotes too long for their card");
                return Some(end + 1);
            }
            self.room -= text.len();
            out.push_str(&format!(" ({text})"));
            return Some(end + 1);
        }
        if rest.starts_with("%%") {
            return Some(ends.find(at + 2, "%%")? + 2);
        }
        if rest.starts_with("<!--") {
            let end = ends.find(at, "-->")? + 3;
            if line[end..].trim().is_empty() {
                out.truncate(out.trim_end().len());
            }
            return Some(end);
        }
        if rest.starts_with('$') {
            return math(line, at, ends, out);
        }
        if rest.starts_with("==") {
            let end = ends.find(at + 3, "==")?;
            let inside = &line[at + 2..end];
            let is_tight = inside.trim().len() == inside.len() && !inside.starts_with('=');
            out.push_str(&is_tight.then(|| format!("**{inside}**"))?);
            return Some(end + 2);
        }
        if rest.starts_with('#') && is_start {
            return self.tag(line, at, out);
        }
        None
    }

    fn tag(&mut self, line: &str, at: usize, out: &mut String) -> Option<usize> {
        let length = tag_length(&line[at + 1..]);
        let end = at + 1 + length;
        let is_tag =
            0 < length && (line[end..].is_empty() || !line[end..].starts_with(['#', '(', '[']));
        if !is_tag {
            return None;
        }
        self.tags.push(line[at + 1..end].to_string());
        // One of the blanks around it goes, too.
        let blanks = line[end..].len() - line[end..].trim_start_matches(' ').len();
        if line[end + blanks..].is_empty() {
            out.truncate(out.trim_end().len());
        }
        Some(end + blanks)
    }

    /// `![alt|300](path)`.
    fn picture(
        &mut self,
        line: &str,
        at: usize,
        ends: &mut Ends,
        out: &mut String,
    ) -> Option<usize> {
        let middle = ends.find(at, "](")?;
        if ends.find(at + 2, "![").is_some_and(|other| other < middle) {
            return None;
        }
        let end = ends.find(middle, ")")?;
        let alt = &line[at + 2..middle];
        if alt.contains('[') {
            return None;
        }
        let target = line[middle + 2..end].trim();
        let target = match target.strip_prefix('<') {
            Some(target) => target.trim_end_matches('>'),
            None => target.split(" \"").next().unwrap_or(target),
        };
        let alt = alt.split('|').next().unwrap_or(alt);
        out.push_str(&self.vault.shown(alt, target, &mut self.luggage));
        Some(end + 1)
    }

    /// What stands between `![[` and `]]`: a file, or another note.
    fn embedded(&mut self, inside: &str) -> String {
        let (target, alt) = inside.split_once('|').unwrap_or((inside, ""));
        let name = target.split('#').next().unwrap_or(target).trim();
        // A width, or width and height, is no label.
        let is_size = alt.trim().chars().all(|c| c.is_ascii_digit() || c == 'x');
        let alt = if is_size { "" } else { alt };
        if !is_medium(name) {
            self.luggage
                .losses
                .push("notes shown inside cards are left as their names");
            return match alt.is_empty() {
                true => link_text(&target.replacen(".md", "", usize::from(name.ends_with(".md")))),
                false => link_text(inside),
            };
        }
        self.vault.shown(alt, name, &mut self.luggage)
    }

    fn without_block_id<'l>(&mut self, line: &'l str) -> &'l str {
        let Some((text, id)) = line.trim_end().rsplit_once('^') else {
            return line;
        };
        let is_id = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_id || !(text.is_empty() || text.ends_with(' ')) {
            return line;
        }
        self.block_id.get_or_insert(id.to_string());
        text.trim_end()
    }
}

/// Copies mathematics as it stands.
fn math(line: &str, at: usize, ends: &mut Ends, out: &mut String) -> Option<usize> {
    let mark = if line[at..].starts_with("$$") {
        "$$"
    } else {
        "$"
    };
    let end = ends.find(at + mark.len(), mark)?;
    let inside = &line[at + mark.len()..end];
    let is_tight = mark == "$$" || inside.trim().len() == inside.len();
    let end = end + mark.len();
    (is_tight && !inside.is_empty()).then(|| {
        out.push_str(&line[at..end]);
        end
    })
}

/// How many bytes at the start of `text`, behind a `#`, are a tag; 0 where there is none.
pub fn tag_length(text: &str) -> usize {
    let is_of_tag = |c: &char| {
        // From the arrows on there are signs and emoji.
        let is_sign = '\u{2190}' <= *c
            && !matches!(*c, '\u{2e00}'..='\u{303f}' | '\u{fdd0}'..='\u{fdef}' | '\u{ff00}'..='\u{ffef}' | '\u{fffd}');
        c.is_alphanumeric() || matches!(c, '_' | '-' | '/') || is_sign
    };
    let tag = text.chars().take_while(is_of_tag);
    let length = tag.clone().map(char::len_utf8).sum();
    // Obsidian takes `#1984` for a number.
    match tag.clone().all(|c| c.is_ascii_digit()) {
        true => 0,
        false => length,
    }
}

/// The text of a link to a note: `a|b` is b, `a#b` is a > b.
fn link_text(inside: &str) -> String {
    match inside.split_once('|') {
        Some((_, text)) if !text.trim().is_empty() => text.trim().to_string(),
        _ => {
            let inside = inside.split('|').next().unwrap_or(inside);
            let parts = inside
                .split('#')
                .map(|part| part.trim().trim_start_matches('^'));
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            parts.join(" > ")
        }
    }
}

/// `> [!note]- Title` as the first line of a quote.
fn callout(line: &str) -> Option<String> {
    let (quotes, rest) = line.split_once("[!")?;
    if !quotes.trim_start_matches(['>', ' ']).is_empty() || !quotes.contains('>') {
        return None;
    }
    let (kind, title) = rest.split_once(']')?;
    let title = title.trim_start_matches(['-', '+']).trim();
    let kind = kind.split('|').next().unwrap_or(kind);
    let mut letters = kind.chars();
    let first = letters.next()?.to_uppercase();
    let title = match title {
        "" => format!("{first}{}", letters.as_str()),
        title => title.to_string(),
    };
    Some(format!("{quotes}**{title}**\n{}", quotes.trim_end()))
}
