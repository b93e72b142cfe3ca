//! From the text of a template to its steps.

use super::items::words;
use super::{Filter, Html, Key, Layout, Reference, Special, Step};

/// Reads a template of a note type with these fields. An error says in words what is wrong with it.
///
/// `nesting` is how many conditions may stand inside each other.
pub fn parse(template: &str, fields: &[String], nesting: usize) -> Result<Layout, String> {
    let mut reader = Reader {
        fields,
        nesting,
        layout: Layout::default(),
        open: Vec::new(),
    };
    let mut tags = Tags::new(template);
    while let Some((html, tag)) = tags.next() {
        reader.html(html);
        reader.tag(tag)?;
    }
    reader.html(tags.rest);
    match reader.open.pop() {
        None => Ok(settled(reader.layout)),
        Some((name, _)) => Err(format!("the condition on `{name}` is never closed")),
    }
}

/// Forgets a mark of the answer that nothing stands behind: the answer is above it.
fn settled(mut layout: Layout) -> Layout {
    let mark = layout
        .steps
        .iter()
        .position(|step| step.answer_at().is_some());
    let Some(mark) = mark else {
        return layout;
    };
    let shows = |(idx, step): (usize, &Step)| match step {
        Step::Html(html) if idx == mark => has_words(&html.all[html.answer_at.unwrap_or(0)..]),
        Step::Html(html) => has_words(&html.all),
        Step::Field(_) => true,
        Step::Test { .. } | Step::End => false,
    };
    layout.has_answer_mark = layout.steps.iter().enumerate().skip(mark).any(shows);
    if !layout.has_answer_mark {
        for step in &mut layout.steps {
            if let Step::Html(html) = step {
                html.answer_at = None;
            }
        }
    }
    layout
}

impl Step {
    fn answer_at(&self) -> Option<usize> {
        match self {
            Step::Html(html) => html.answer_at,
            _ => None,
        }
    }
}

/// The tags of a template, one after the other, each with the HTML in front of it.
struct Tags<'t> {
    rest: &'t str,
    opening: &'static str,
    closing: &'static str,
    /// No `-->` is left; without knowing that, each `<!--` would search the whole rest.
    no_comment_ends: bool,
}

impl<'t> Tags<'t> {
    /// `{{=<% %>=}}` at the start changes what tags stand between.
    fn new(template: &'t str) -> Tags<'t> {
        let changed = template.trim_start().strip_prefix("{{=<% %>=}}");
        let (opening, closing) = match changed {
            Some(_) => ("<%", "%>"),
            None => ("{{", "}}"),
        };
        Tags {
            rest: changed.unwrap_or(template),
            opening,
            closing,
            no_comment_ends: false,
        }
    }

    fn next(&mut self) -> Option<(&'t str, &'t str)> {
        let text = self.rest;
        let start = self.start()?;
        let inside = start + self.opening.len();
        let length = text[inside..].find(self.closing)?;
        let tag = &text[inside..inside + length];
        let behind = &text[inside + length + self.closing.len()..];
        // The old form `{{{Field}}}`, for fields that hold HTML.
        self.rest = match tag.starts_with('{') {
            true => behind.strip_prefix('}').unwrap_or(behind),
            false => behind,
        };
        Some((&text[..start], tag))
    }

    /// Where the next tag starts that is not commented out.
    fn start(&mut self) -> Option<usize> {
        let text = self.rest;
        let mut at = 0;
        loop {
            let start = at + text[at..].find(self.opening)?;
            if self.no_comment_ends {
                return Some(start);
            }
            let Some(comment) = text[at..start].find("<!--").map(|found| at + found) else {
                return Some(start);
            };
            match text[comment..].find("-->") {
                Some(length) => at = comment + length + "-->".len(),
                // A comment that never ends hides nothing.
                None => self.no_comment_ends = true,
            }
        }
    }
}

struct Reader<'f> {
    fields: &'f [String],
    nesting: usize,
    layout: Layout,
    /// Conditions that are not closed yet: their names and steps.
    open: Vec<(String, usize)>,
}

/// Characters that the name of a deck or of tags has at most.
const LABEL_MAX: usize = 20;

fn is_label(words: &str) -> bool {
    words.trim_end().ends_with(':') && words.trim().chars().count() <= LABEL_MAX
}

impl Reader<'_> {
    fn html(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        self.layout.steps.push(Step::Html(Html {
            all: html.to_string(),
            tags: tags_of(html),
            answer_at: answer_mark(html),
            is_label: false,
        }));
    }

    fn tag(&mut self, tag: &str) -> Result<(), String> {
        let tag = tag.trim_start_matches('{').trim();
        let name = |tag: &str| tag[1..].trim().to_string();
        match tag.as_bytes().first() {
            Some(b'#') => self.test(name(tag), true),
            Some(b'^') => self.test(name(tag), false),
            Some(b'/') => self.end(&name(tag)),
            _ => {
                self.field(tag);
                Ok(())
            }
        }
    }

    fn test(&mut self, name: String, wants_text: bool) -> Result<(), String> {
        if self.open.len() == self.nesting {
            let limit = self.nesting;
            return Err(format!(
                "conditions stand inside each other more than {limit} deep (`--max-nesting`)"
            ));
        }
        let key = self.key(&name);
        self.layout.asks_number |= matches!(key, Key::Number(_));
        self.open.push((name, self.layout.steps.len()));
        self.layout.steps.push(Step::Test {
            key,
            wants_text,
            end: 0,
        });
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        let Some((open, idx)) = self.open.pop() else {
            return Err(format!("`{{{{/{name}}}}}` closes no condition"));
        };
        if open != name {
            return Err(format!(
                "`{{{{/{name}}}}}` stands where `{{{{/{open}}}}}` has to"
            ));
        }
        let here = self.layout.steps.len();
        if let Step::Test { end, .. } = &mut self.layout.steps[idx] {
            *end = here;
        }
        self.layout.steps.push(Step::End);
        Ok(())
    }

    fn field(&mut self, tag: &str) {
        let mut parts = tag.rsplit(':');
        let name = parts.next().unwrap_or_default();
        let filters: Vec<Filter> = parts.map(filter).collect();
        let key = self.key(name.trim());
        if let (Key::Special(_), Some(Step::Html(html))) = (key, self.layout.steps.last_mut()) {
            html.is_label = words(&html.all).is_some_and(|words| is_label(&words));
        }
        self.layout.has_front_side |= key == Key::FrontSide;
        self.layout.has_foreign_filters |= filters.contains(&Filter::Foreign);
        self.layout
            .steps
            .push(Step::Field(Reference { key, filters }));
    }

    /// A field of one's own goes before a name that every note type has.
    fn key(&mut self, name: &str) -> Key {
        if let Some(field) = self.fields.iter().position(|field| field == name) {
            return Key::Field(field);
        }
        let special = match name {
            "FrontSide" => return Key::FrontSide,
            "Tags" => Some(Special::Tags),
            "Type" => Some(Special::NoteType),
            "Deck" => Some(Special::Deck),
            "Subdeck" => Some(Special::Subdeck),
            "Card" => Some(Special::Card),
            "CardFlag" | "CardID" => Some(Special::Internal),
            _ => None,
        };
        let number = || name.strip_prefix('c')?.parse().ok();
        match (special, number()) {
            (Some(special), _) => Key::Special(special),
            (None, Some(number)) => Key::Number(number),
            (None, None) => {
                self.layout.has_unknown_names = true;
                Key::Unknown
            }
        }
    }
}

fn filter(name: &str) -> Filter {
    match name.trim() {
        "text" => Filter::Text,
        "hint" => Filter::Hint,
        "cloze" => Filter::Cloze,
        "cloze-only" => Filter::ClozeOnly,
        "type" => Filter::Typed,
        "nc" => Filter::NoCombining,
        "furigana" => Filter::Furigana,
        "kanji" => Filter::Kanji,
        "kana" => Filter::Kana,
        "tts" | "tts-voices" => Filter::Speech,
        name if name.starts_with("tts ") => Filter::Speech,
        _ => Filter::Foreign,
    }
}

/// Where the answer starts: behind `<hr id=answer>`, or at another element with that id.
fn answer_mark(html: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let end = start + html[start..].find('>')? + 1;
        let tag = html[start..end]
            .to_ascii_lowercase()
            .replace(['"', '\''], "");
        let mut words = tag.split([' ', '\t', '\n', '/', '>']);
        let is_rule = words.next() == Some("<hr");
        if words.any(|word| word == "id=answer") {
            return Some(if is_rule { end } else { start });
        }
        at = end;
    }
    None
}

/// The tags of a piece of HTML without what stands between them.
fn tags_of(html: &str) -> String {
    let mut tags = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else {
            break;
        };
        tags.push_str(&rest[start..=start + length]);
        rest = &rest[start + length + 1..];
    }
    tags
}

/// Says whether anything but tags and blanks is there.
fn has_words(html: &str) -> bool {
    words(html).is_some()
}
