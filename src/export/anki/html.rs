//! Markdown as the HTML of Anki's fields.
//!
//! pulldown-cmark writes the HTML; what Anki would read as its own signs in it is broken up here by
//! an empty comment, which shows nothing: `{{`, `}}`, `::` in clozes, `\(`, `[sound:`. Clozes travel
//! through Markdown as marks that no text has. Raw HTML becomes text, as it is in the terminal, but
//! for a few tags that only say how something looks.

mod finish;
mod simple;

use super::super::media::Names;
use crate::deck::cloze::clozes;
use crate::model::text::harmless;
use finish::{CLOSES, OPENS, Opened, SOUND, finished, is_stable, without_clozes, without_marks};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::cell::Cell;

/// Turns the Markdown of one deck into HTML.
pub struct Writer<'n> {
    names: &'n Names<'n>,
    /// References to files that are not there.
    missing: Cell<usize>,
}

/// A space that is none to the grammar of blocks.
const GUARD: &str = "\u{a0}";
const GUARD_SIGN: char = '\u{a0}';

/// Tags that only say how something looks.
const TAGS: [&str; 10] = [
    "b", "br", "em", "i", "kbd", "mark", "strong", "sub", "sup", "u",
];

impl<'n> Writer<'n> {
    pub fn new(names: &'n Names<'n>) -> Writer<'n> {
        Writer {
            names,
            missing: Cell::new(0),
        }
    }

    /// References that led nowhere so far; counts from 0 again.
    pub fn take_missing(&self) -> usize {
        self.missing.take()
    }

    /// Converts a text; a paragraph that stands alone loses its tags.
    pub fn block(&self, markdown: &str) -> String {
        let html = self.converted(&without_marks(markdown));
        finished(lone_paragraph(&html), &[])
    }

    /// Converts an answer with clozes.
    pub fn clozes(&self, markdown: &str) -> String {
        let markdown = without_marks(markdown);
        let mut marked = String::with_capacity(markdown.len() + 32);
        let mut opened = Vec::new();
        let mut done = 0;
        for (idx, cloze) in clozes(&markdown).into_iter().enumerate() {
            marked.push_str(&markdown[done..cloze.range.start]);
            marked.push_str(&format!("{OPENS}{idx}%"));
            marked.push_str(&markdown[cloze.hidden]);
            marked.push_str(&format!("{CLOSES}{idx}%"));
            done = cloze.range.end;
            let numbers: Vec<String> = cloze.numbers.iter().map(u16::to_string).collect();
            opened.push(Opened {
                numbers: numbers.join(","),
                hint: cloze.hint.map(|hint| self.converted_line(&markdown[hint])),
            });
        }
        marked.push_str(&markdown[done..]);
        finished(lone_paragraph(&self.converted(&marked)), &opened)
    }

    /// Converts a text of one line, whose beginning starts no list or heading.
    pub fn line(&self, markdown: &str) -> String {
        finished(&self.converted_line(&without_marks(markdown)), &[])
    }

    fn converted_line(&self, markdown: &str) -> String {
        let guarded = format!("{GUARD}{}", markdown.trim().replace(['\n', '\r'], " "));
        let html = self.converted(&guarded);
        let html = lone_paragraph(&html);
        html.strip_prefix(GUARD).unwrap_or(html).to_string()
    }

    fn converted(&self, markdown: &str) -> String {
        simple::html(markdown).unwrap_or_else(|| self.parsed(markdown))
    }

    fn parsed(&self, markdown: &str) -> String {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut out = String::with_capacity(markdown.len() * 3 / 2);
        let events = self.ours(markdown, Parser::new_ext(markdown, options));
        html::push_html(&mut out, events.into_iter());
        out.truncate(out.trim_end().len());
        shown_steering(out)
    }

    /// The events with what Anki has its own way for in that way.
    fn ours<'e>(&self, markdown: &str, mut parser: Parser<'e>) -> Vec<Event<'e>> {
        let mut events = Vec::new();
        while let Some(event) = parser.next() {
            let event = match event {
                Event::Start(Tag::Image { dest_url, .. }) => {
                    raw(self.image(&dest_url, &words_until(&mut parser, TagEnd::Image)))
                }
                Event::Start(tag @ Tag::Link { .. }) => self.link(tag, &mut parser),
                Event::Html(line) => {
                    let is_first = matches!(events.last(), Some(Event::Start(Tag::HtmlBlock)));
                    let gap = if is_first { "" } else { "<br>\n" };
                    raw(format!("{gap}{}", escaped(line.trim_end())))
                }
                Event::InlineHtml(tag) => raw(shown(&tag, markdown)),
                Event::TaskListMarker(done) => Event::Text(if done { "☑ " } else { "☐ " }.into()),
                other => other,
            };
            events.push(event);
        }
        events
    }

    /// A link by the name of its file; to one that is heard, what plays it.
    fn link<'e>(&self, tag: Tag<'e>, behind: &mut impl Iterator<Item = Event<'e>>) -> Event<'e> {
        let Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        } = tag
        else {
            return Event::Start(tag);
        };
        let dest_url = match self.named(&dest_url) {
            Some(name) if is_heard(name) => {
                words_until(behind, TagEnd::Link);
                return raw(format!("{SOUND}{name}]"));
            }
            Some(name) => name.to_string().into(),
            None => unmarked(dest_url),
        };
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title: unmarked(title),
            id,
        })
    }

    fn image(&self, url: &str, alt: &str) -> String {
        let url = without_clozes(url);
        let target = match self.named(&url) {
            Some(name) => name,
            None => {
                let local = !url.contains("://") && !url.starts_with("data:");
                self.missing.set(self.missing.get() + usize::from(local));
                &url
            }
        };
        let alt = match alt {
            "" => String::new(),
            alt => format!(" alt=\"{}\"", escaped(&without_clozes(alt))),
        };
        format!("<img src=\"{}\"{alt}>", escaped(target))
    }

    /// The name of a file that the text refers to.
    fn named(&self, url: &str) -> Option<&str> {
        if let Some(name) = self.names.get(url) {
            return Some(name);
        }
        self.names.get(unquoted(url)?.as_str()).map(String::as_str)
    }
}

fn raw<'e>(html: String) -> Event<'e> {
    Event::InlineHtml(html.into())
}

/// The text up to the end of an image or link.
fn words_until<'e>(events: &mut impl Iterator<Item = Event<'e>>, end: TagEnd) -> String {
    let mut words = String::new();
    let mut depth = 0;
    for event in events {
        match event {
            Event::End(tag) if tag == end && depth == 0 => break,
            Event::Start(tag) => depth += usize::from(tag.to_end() == end),
            Event::End(tag) => depth -= usize::from(tag == end),
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => (),
        }
    }
    words
}

/// A tag of `markdown`: a harmless one that is closed there as it is, anything else as text.
fn shown(tag: &str, markdown: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.trim_end_matches([' ', '/', '>']).to_ascii_lowercase();
    let count = |tag: String| markdown.matches(&tag).count();
    let is_closed = name == "br" || count(format!("<{name}>")) == count(format!("</{name}>"));
    match TAGS.contains(&name.as_str()) && is_closed {
        true => tag.to_string(),
        false => escaped(tag),
    }
}

/// Whether a file is played and not looked at.
fn is_heard(name: &str) -> bool {
    const ENDS: [&str; 15] = [
        "mp3", "ogg", "oga", "opus", "wav", "m4a", "flac", "aac", "3gp", "mp4", "webm", "mkv",
        "mov", "avi", "ogv",
    ];
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ENDS.iter().any(|known| known.eq_ignore_ascii_case(end))
}

/// Resolves `%20` and the like; `None` where there are none.
fn unquoted(url: &str) -> Option<String> {
    url.contains('%').then_some(())?;
    let (bytes, mut out, mut at) = (url.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        let code = url.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Escapes text for HTML. What Anki would normalise, and so change, is written as numbers.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    let is_stable = is_stable(text);
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"') || !(is_stable || c.is_ascii());
    while let Some(at) = rest.find(is_special) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().expect("one was found there");
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push_str(&format!("&#{};", c as u32)),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
    out
}

fn unmarked(text: CowStr) -> CowStr {
    match text.contains(['\u{fdd0}', '\u{fdd1}']) {
        true => without_clozes(&text).into(),
        false => text,
    }
}

fn lone_paragraph(html: &str) -> &str {
    let inside = html
        .strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>"));
    inside.filter(|html| !html.contains("<p>")).unwrap_or(html)
}

/// What would steer a terminal or turn the text around, shown: `&#27;` of Markdown is an escape here.
fn shown_steering(html: String) -> String {
    let steers = |c: char| match c {
        '\n' | '\t' => false,
        c => c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
    };
    if !html.contains(steers) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 64);
    for c in html.chars() {
        match steers(c) {
            true => out.push_str(&harmless(c.encode_utf8(&mut [0; 4]))),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
