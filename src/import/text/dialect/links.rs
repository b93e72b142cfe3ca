//! Links and pictures of a card: reference links are resolved into it, media are found and renamed,
//! what leads nowhere outside of its file becomes text.
//!
//! Markdown is never rebuilt: the parser only tells where a link starts and ends, and its ends are
//! exchanged.

use super::media::{Shelf, Target};
use crate::import::draft::{Harvest, Medium};
use crate::import::file::File;
use crate::import::text::markdown::{self, Line, escaped_inline};
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};
use std::collections::HashMap;
use std::ops::Range;

const PICTURES: &[&str] = &[
    "apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
];

const SOUNDS: &[&str] = &[
    "aac", "flac", "m4a", "mkv", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "wav", "webm",
];

/// What links of one file lead to.
pub struct Links<'f> {
    definitions: HashMap<String, String>,
    shelf: Shelf<'f>,
}

/// One end of a link, and what is to stand there.
type Edit = (Range<usize>, String);

/// A link that is not closed yet.
struct Open {
    is_picture: bool,
    is_reference: bool,
    start: usize,
    /// Where the text in it ends.
    inner_end: usize,
    to: String,
    title: String,
}

impl<'f> Links<'f> {
    pub fn new(file: &File<'f>, lines: &[Line], media: &[Medium]) -> Links<'f> {
        let mut definitions = HashMap::new();
        for line in lines.iter().filter(|line| !line.verbatim) {
            if let Some((label, to)) = definition(line.text) {
                definitions.entry(label).or_insert_with(|| to.to_string());
            }
        }
        Links {
            definitions,
            shelf: Shelf::new(file, media),
        }
    }

    /// Returns `text` with its links settled.
    pub fn settle(&mut self, text: &str, place: &str, harvest: &mut Harvest) -> String {
        if !text.contains('[') {
            return text.to_string();
        }
        let text = self.without_definitions(text);
        let mut edits = Vec::new();
        for (open, end) in self.closed(&text) {
            edits.extend(self.edits(&open, &text[..end], place, harvest));
        }
        edits.sort_by_key(|(range, _)| range.start);
        rewritten(&text, edits)
    }

    fn without_definitions(&self, text: &str) -> String {
        if self.definitions.is_empty() {
            return text.to_string();
        }
        let kept = markdown::lines(text)
            .into_iter()
            .filter(|line| line.verbatim || definition(line.text).is_none())
            .map(|line| line.text);
        kept.collect::<Vec<&str>>()
            .join("\n")
            .trim_end()
            .to_string()
    }

    /// All links of a text, each with its end.
    fn closed(&self, text: &str) -> Vec<(Open, usize)> {
        let known = |link: BrokenLink| {
            let to = self.definitions.get(&normalised(&link.reference))?;
            Some((CowStr::from(to.clone()), CowStr::from("")))
        };
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_with_broken_link_callback(text, options, Some(known));
        let (mut open, mut closed) = (Vec::<Open>::new(), Vec::new());
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    ..
                }) => {
                    open.push(Open::new(false, link_type, &dest_url, &title, range.start));
                }
                Event::Start(Tag::Image {
                    link_type,
                    dest_url,
                    title,
                    ..
                }) => {
                    open.push(Open::new(true, link_type, &dest_url, &title, range.start));
                }
                Event::End(pulldown_cmark::TagEnd::Link | pulldown_cmark::TagEnd::Image) => {
                    closed.extend(open.pop().map(|link| (link, range.end)));
                    grow(&mut open, range.end);
                }
                _ => grow(&mut open, range.end),
            }
        }
        closed
    }

    fn edits(&mut self, open: &Open, text: &str, place: &str, harvest: &mut Harvest) -> Vec<Edit> {
        let tail = &text[open.inner_end.min(text.len())..];
        if !tail.trim_start().starts_with(']') {
            // `<https://…>`, which stays.
            return Vec::new();
        }
        let start = open.start + if open.is_picture { 2 } else { 1 };
        let head = open.start..start;
        let tail = open.inner_end..text.len();
        let is_named = !text[start..open.inner_end].trim().is_empty();
        let (front, back) = match self.ends(open, is_named, place, harvest) {
            Some(ends) => ends,
            None => return Vec::new(),
        };
        vec![(head, front), (tail, back)]
    }

    /// What is to stand before and behind the text of a link; `None` where it stays.
    fn ends(
        &mut self,
        open: &Open,
        is_named: bool,
        place: &str,
        harvest: &mut Harvest,
    ) -> Option<(String, String)> {
        let mark = if open.is_picture { "![" } else { "[" };
        let inline = || (mark.to_string(), open.inline());
        if is_remote(&open.to) {
            if open.is_picture {
                harvest
                    .losses
                    .add("pictures on other computers are left as links", place);
            }
            return open.is_reference.then(inline);
        }
        let path = open.to.split(['?', '#']).next().unwrap_or_default();
        let is_sound = has_end(path, SOUNDS);
        if !open.is_picture && !is_sound && !has_end(path, PICTURES) {
            let nowhere = ["#", "javascript:", "file:", "data:"];
            let leads = !nowhere.iter().any(|start| open.to.starts_with(start));
            return match leads {
                true => open.is_reference.then(inline),
                false => Some((String::new(), String::new())),
            };
        }
        let what = match self.shelf.find(path, &mut harvest.media) {
            Target::Here(name) => return Some(open.here(&name, is_sound, is_named)),
            _ if open.to.starts_with("data:") => "pictures inside the text are left out",
            Target::Missing => "media that are not there are left out",
            Target::Outside => "media outside the folder are left out",
        };
        harvest.losses.add(what, place);
        Some(open.gone(path, is_named))
    }
}

impl Open {
    fn new(is_picture: bool, kind: LinkType, to: &str, title: &str, start: usize) -> Open {
        Open {
            is_picture,
            is_reference: !matches!(
                kind,
                LinkType::Inline | LinkType::Autolink | LinkType::Email
            ),
            start,
            inner_end: start + if is_picture { 2 } else { 1 },
            to: to.to_string(),
            title: title.to_string(),
        }
    }

    /// The end of an inline link to the same place.
    fn inline(&self) -> String {
        let plain = |c: char| !c.is_whitespace() && !"()<>\\".contains(c);
        let to = match !self.to.is_empty() && self.to.chars().all(plain) {
            true => self.to.clone(),
            false => format!(
                "<{}>",
                self.to
                    .replace('\\', "\\\\")
                    .replace('<', "\\<")
                    .replace('>', "\\>")
            ),
        };
        format!("]({to}{})", self.shown_title())
    }

    fn shown_title(&self) -> String {
        match self.title.is_empty() {
            true => String::new(),
            false => format!(
                " \"{}\"",
                self.title.replace('\\', "\\\\").replace('"', "\\\"")
            ),
        }
    }

    /// The ends of a link to a file that comes along.
    fn here(&self, name: &str, is_sound: bool, is_named: bool) -> (String, String) {
        let linked = markdown::picture("", name);
        let target = linked.strip_prefix("![").unwrap_or(&linked);
        let target = target.strip_suffix(')').unwrap_or(target);
        let back = format!("{target}{})", self.shown_title());
        let front = match (self.is_picture, is_sound, is_named) {
            (true, true, true) => "[♪ ".to_string(),
            (true, true, false) => format!("[♪ {}", escaped_inline(name)),
            (true, false, _) => "![".to_string(),
            (false, _, _) => "[".to_string(),
        };
        (front, back)
    }

    /// The ends of what stands for a file that does not come along.
    fn gone(&self, path: &str, is_named: bool) -> (String, String) {
        if !self.is_picture {
            return (String::new(), String::new());
        }
        let kind = if has_end(path, SOUNDS) {
            "sound"
        } else {
            "picture"
        };
        let name = match is_named || self.to.starts_with("data:") {
            true => String::new(),
            false => escaped_inline(path.rsplit(['/', '\\']).next().unwrap_or(path)),
        };
        (format!("\\[{kind}: {name}"), "\\]".to_string())
    }
}

fn grow(open: &mut [Open], end: usize) {
    if let Some(link) = open.last_mut() {
        link.inner_end = link.inner_end.max(end);
    }
}

fn rewritten(text: &str, edits: Vec<Edit>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        // Links of a broken text may overlap; the first one holds.
        if done <= range.start {
            out.push_str(&text[done..range.start]);
            out.push_str(&new);
            done = range.end;
        }
    }
    out + &text[done..]
}

fn is_remote(to: &str) -> bool {
    let starts = |start: &str| {
        to.get(..start.len())
            .is_some_and(|to| to.eq_ignore_ascii_case(start))
    };
    starts("//") || starts("http:") || starts("https:") || starts("ftp:") || starts("mailto:")
}

fn has_end(path: &str, ends: &[&str]) -> bool {
    let end = path
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase());
    end.is_some_and(|end| ends.contains(&end.as_str()))
}

/// Reads `[label]: to "title"`; the label is normalised.
fn definition(line: &str) -> Option<(String, &str)> {
    let trimmed = line.trim_start();
    if 3 < line.len() - trimmed.len() {
        return None;
    }
    let (label, rest) = trimmed.strip_prefix('[')?.split_once("]:")?;
    let rest = rest.trim();
    let (to, title) = match rest.strip_prefix('<') {
        Some(inside) => inside.split_once('>')?,
        None => rest.split_once([' ', '\t']).unwrap_or((rest, "")),
    };
    let title = title.trim();
    let is_title = title.is_empty()
        || 2 <= title.len()
            && [('"', '"'), ('\'', '\''), ('(', ')')]
                .iter()
                .any(|(open, close)| title.starts_with(*open) && title.ends_with(*close));
    let is_label =
        !label.trim().is_empty() && !label.starts_with('^') && !label.contains(['[', ']']);
    (is_title && is_label && !to.is_empty()).then(|| (normalised(label), to))
}

fn normalised(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
