//! Markdown files of mochi-mochi, which keeps decks of Mochi as text.
//!
//! ```text
//! ---
//! card_id: abc123
//! tags: ["python", "basics"]
//! ---
//! question
//! ---
//! answer
//! ---
//! card_id: null
//! ---
//! next question
//! ```

use super::cards::asked;
use crate::import::draft::{Draft, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::text::markdown::{Line, lines};

/// The format.
pub struct MochiMarkdown;

impl Format for MochiMarkdown {
    fn name(&self) -> &'static str {
        "mochi-markdown"
    }

    fn label(&self) -> &'static str {
        "Markdown files of mochi-mochi"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let Ok(text) = file.text(None, &Limits::default()) else {
            return Likeness::No;
        };
        let lines = lines(&text);
        let first = lines.iter().position(|line| !line.text.trim().is_empty());
        match first.is_some_and(|first| header(&lines, first).is_some()) {
            true => Likeness::Sure,
            false => Likeness::No,
        }
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let lines = lines(&text);
        let starts: Vec<usize> = (0..lines.len())
            .filter(|idx| header(&lines, *idx).is_some())
            .collect();
        for (idx, start) in starts.iter().enumerate() {
            if options.limits.notes <= harvest.n_notes {
                let what = format!("it has more than {} cards", options.limits.notes);
                return Err(Fault::new(file.path, what, "raise `--max-notes`"));
            }
            let end = starts.get(idx + 1).copied().unwrap_or(lines.len());
            harvest.n_notes += 1;
            let place = file.line(lines[*start].number);
            match card(&lines[*start..end], place.clone(), options) {
                Ok(draft) => harvest.drafts.push(draft),
                Err((what, hint)) => harvest.refused.push(Fault::new(place, what, hint)),
            }
        }
        Ok(())
    }
}

/// Where the header of a card ends that begins on this line, if one does.
fn header(lines: &[Line], start: usize) -> Option<usize> {
    let is_rule = |line: &Line| line.text.trim_end() == "---" && !line.verbatim;
    if !lines.get(start).is_some_and(is_rule) {
        return None;
    }
    let mut has_id = false;
    for (idx, line) in lines.iter().enumerate().skip(start + 1) {
        if is_rule(line) {
            return has_id.then_some(idx);
        }
        let (key, _) = line.text.split_once(':')?;
        let is_key = key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if key.is_empty() || !is_key {
            return None;
        }
        has_id |= key == "card_id";
    }
    None
}

fn card(lines: &[Line], place: String, options: &Options) -> Result<Draft, (String, &'static str)> {
    let end = header(lines, 0).unwrap_or_default();
    let value = |name: &str| {
        let entries = lines[..end]
            .iter()
            .filter_map(|line| line.text.split_once(':'));
        let mut found = entries.filter(|(key, _)| *key == name);
        found.next().map_or("", |(_, value)| value.trim())
    };
    let id = unquoted(value("card_id"));
    let body: Vec<&str> = lines[end + 1..].iter().map(|line| line.text).collect();
    let body = body.join("\n");
    let limit = options.limits.field_bytes;
    if limit < body.len() {
        let what = format!("it has {} bytes, at most {limit} are read", body.len());
        return Err((what, "shorten it, or raise `--max-field`"));
    }
    let draft = Draft {
        id: (!id.is_empty() && id != "null").then(|| id.to_string()),
        place,
        tags: tags(value("tags")),
        ..Draft::default()
    };
    asked(&body, draft, options.unanswered)
}

/// `["python", "basics"]`.
fn tags(list: &str) -> Vec<String> {
    let items = list.trim_start_matches('[').trim_end_matches(']');
    let tags = items.split(',').map(|tag| unquoted(tag.trim()));
    tags.filter(|tag| !tag.is_empty() && *tag != "null")
        .map(str::to_string)
        .collect()
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}
