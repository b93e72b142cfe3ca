//! Markdown as the HTML of Anki's fields.
//!
//! pulldown-cmark writes the HTML; what Anki would read as its own signs in it is broken up here by
//! an empty comment, which shows nothing: `{{`, `}}`, `::` in clozes, `\(`, `[sound:`. Clozes travel
//! through Markdown as marks that no text has. Raw HTML becomes text, as it is in the terminal, but
//! for a few tags that only say how something looks.

use super::super::media::Names;
use crate::deck::cloze::clozes;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::cell::Cell;
use unicode_normalization::is_nfc;

/// Turns the Markdown of one deck into HTML.
pub struct Writer<'n> {
    names: &'n Names<'n>,
    /// References to files that are not there.
    missing: Cell<usize>,
}

/// Around the places where a cloze opens and closes. They are of punctuation outside, as the braces
/// are, so that emphasis beside them is read as the deck reads it.
const OPENS: &str = "%\u{fdd0}";
const CLOSES: &str = "%\u{fdd1}";
/// Stands for `[sound:`.
const SOUND: char = '\u{fdd2}';
const BREAK: &str = "<!-- -->";

/// A space that is none to the grammar of blocks.
const GUARD: &str = "\u{a0}";

/// What Anki takes for its own where it stands in text.
const SIGNS: [&str; 5] = ["[sound:", "[anki:", "[latex]", "[$]", "[$$]"];

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
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut out = String::with_capacity(markdown.len() * 3 / 2);
        let events = self.ours(Parser::new_ext(markdown, options));
        html::push_html(&mut out, events.into_iter());
        out.truncate(out.trim_end().len());
        out
    }

    /// The events with what Anki has its own way for in that way.
    fn ours<'e>(&self, mut parser: Parser<'e>) -> Vec<Event<'e>> {
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
                Event::InlineHtml(tag) => raw(shown(&tag)),
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

/// What a cloze says beside its text.
struct Opened {
    numbers: String,
    /// HTML.
    hint: Option<String>,
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

/// Raw HTML: a harmless tag as it is, anything else as text.
fn shown(html: &str) -> String {
    let name = html.trim_start_matches(['<', '/']);
    let name = name.trim_end_matches([' ', '/', '>']);
    let is_tag = html.starts_with('<') && html.ends_with('>');
    match is_tag && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
        true => html.to_string(),
        false => escaped(html),
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
    let is_stable = is_nfc(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_stable || c.is_ascii() => out.push(c),
            c => out.push_str(&format!("&#{};", c as u32)),
        }
    }
    out
}

/// Takes out the marks that stand for clozes, should a text have them.
fn without_marks(text: &str) -> std::borrow::Cow<'_, str> {
    let is_mark = |c: char| ('\u{fdd0}'..='\u{fdd2}').contains(&c);
    match text.contains(is_mark) {
        true => text.replace(is_mark, "\u{fffd}").into(),
        false => text.into(),
    }
}

/// Takes clozes out of what cannot hold one: an address, a description.
fn without_clozes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\u{fdd0}', '\u{fdd1}']) {
        out.push_str(rest[..at].strip_suffix('%').unwrap_or(&rest[..at]));
        let behind = &rest[at..];
        rest = behind.split_once('%').map_or("", |(_, rest)| rest);
    }
    out + rest
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

/// Puts the clozes in, and breaks up what Anki would read as a sign of its own.
fn finished(html: &str, opened: &[Opened]) -> String {
    let is_plain = |c: char| !matches!(c, '{' | '}' | '\\' | '[' | '\u{fdd0}'..='\u{fdd2}');
    if html.chars().all(is_plain) && opened.is_empty() && is_nfc(html) {
        return html.to_string();
    }
    let mut finish = Finish {
        out: String::with_capacity(html.len() + 64),
        is_stable: is_nfc(html),
        in_tag: false,
        in_cloze: false,
    };
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match mark(rest) {
            Some((opens, idx, behind)) => {
                finish.cloze(opens, opened.get(idx));
                behind
            }
            None => {
                finish.sign(c, rest);
                after
            }
        };
    }
    finish.out
}

/// Reads a mark: whether it opens, of which cloze, and what stands behind it.
fn mark(html: &str) -> Option<(bool, usize, &str)> {
    let opens = html.starts_with(OPENS);
    let behind = html.strip_prefix(if opens { OPENS } else { CLOSES })?;
    let (idx, behind) = behind.split_once('%')?;
    Some((opens, idx.parse().ok()?, behind))
}

struct Finish {
    out: String,
    /// Whether normalising changes nothing.
    is_stable: bool,
    in_tag: bool,
    in_cloze: bool,
}

impl Finish {
    fn cloze(&mut self, opens: bool, cloze: Option<&Opened>) {
        let Some(cloze) = cloze.filter(|_| !self.in_tag) else {
            return;
        };
        self.in_cloze = opens;
        if opens {
            self.part_from('{');
            self.out.push_str(&format!("{{{{c{}::", cloze.numbers));
            return;
        }
        if let Some(hint) = &cloze.hint {
            self.part_from(':');
            self.out.push_str("::");
            self.in_cloze = true;
            let mut rest = hint.as_str();
            while let Some(c) = rest.chars().next() {
                self.sign(c, rest);
                rest = &rest[c.len_utf8()..];
            }
            self.in_cloze = false;
        }
        self.part_from('}');
        self.out.push_str("}}");
    }

    fn sign(&mut self, c: char, rest: &str) {
        match c {
            '<' => self.in_tag = true,
            '>' => self.in_tag = false,
            SOUND => {
                self.out.push_str("[sound:");
                return;
            }
            '{' | '}' => self.part_from(c),
            ':' if self.in_cloze => self.part_from(c),
            '(' | '[' if !self.in_tag => self.part_from('\\'),
            _ => (),
        }
        match self.is_stable || c.is_ascii() {
            true => self.out.push(c),
            false => self.out.push_str(&format!("&#{};", c as u32)),
        }
        if c == '[' && !self.in_tag && SIGNS.iter().any(|sign| rest.starts_with(sign)) {
            self.out.push_str(BREAK);
        }
    }

    /// Parts what follows from such a character before it.
    fn part_from(&mut self, before: char) {
        if !self.out.ends_with(before) {
            return;
        }
        match self.in_tag {
            false => self.out.push_str(BREAK),
            true => {
                self.out.pop();
                self.out.push_str(&format!("&#{};", before as u32));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names<'static> {
        let names = [
            ("media/a b.png", "a b.png"),
            ("media/s.mp3", "s.mp3"),
            ("x.pdf", "x.pdf"),
        ];
        names.map(|(path, name)| (path, name.to_string())).into()
    }

    fn block(markdown: &str, expected: &str) {
        assert_eq!(Writer::new(&names()).block(markdown), expected);
    }

    fn cloze(markdown: &str, expected: &str) {
        assert_eq!(Writer::new(&names()).clozes(markdown), expected);
    }

    #[test]
    fn code_keeps_its_form() {
        block(
            "```go\nif a < b {\n\tx\n}\n```",
            "<pre><code class=\"language-go\">if a &lt; b {\n\tx\n}\n</code></pre>",
        );
        block(
            "a `b<c>` **d**",
            "a <code>b&lt;c&gt;</code> <strong>d</strong>",
        );
    }

    #[test]
    fn what_anki_would_read_is_broken_up() {
        block(
            "`{{ .Values.x }}`",
            "<code>{<!-- -->{ .Values.x }<!-- -->}</code>",
        );
        block("{{{a}}}", "{<!-- -->{<!-- -->{a}<!-- -->}<!-- -->}");
        block("`{{c1::a}}`", "<code>{<!-- -->{c1::a}<!-- -->}</code>");
        block(
            "[a](http://b/{{c}})",
            "<a href=\"http://b/%7B%7Bc%7D%7D\">a</a>",
        );
        block(
            "\\\\(x\\\\) \\[sound:a.mp3] [$]x[/$]",
            "\\<!-- -->(x\\) [<!-- -->sound:a.mp3] [<!-- -->$]x[/$]",
        );
    }

    #[test]
    fn clozes_become_those_of_anki() {
        cloze("a {{c1::b}} {{c2::c::d}}", "a {{c1::b}} {{c2::c::d}}");
        cloze("{{c1::`a::b`}}", "{{c1::<code>a:<!-- -->:b</code>}}");
        cloze("{{c1::f{x}}}", "{{c1::f{x}<!-- -->}}");
        cloze(
            "{{c1::`{{x}}`}}.",
            "{{c1::<code>{<!-- -->{x}<!-- -->}</code>}}.",
        );
        cloze(
            "{{c1::_a_}} **{{c1,2::b}}**",
            "{{c1::<em>a</em>}} <strong>{{c1,2::b}}</strong>",
        );
        cloze(
            "{{c1::a:::`b::c`}}",
            "{{c1::a::<!-- -->:<code>b:<!-- -->:c</code>}}",
        );
        cloze(
            "[{{c1::a}}](http://b)",
            "<a href=\"http://b\">{{c1::a}}</a>",
        );
        cloze(
            "{{c1::a}}:: {{b::c}}",
            "{{c1::a}}:: {<!-- -->{b::c}<!-- -->}",
        );
    }

    #[test]
    fn a_cloze_in_an_address_is_its_text() {
        cloze(
            "{{c2::a}} [b](http://c/{{c1::d}})",
            "{{c2::a}} <a href=\"http://c/d\">b</a>",
        );
    }

    #[test]
    fn files_go_by_their_names() {
        block("![x](<media/a b.png>)", "<img src=\"a b.png\" alt=\"x\">");
        block("![x](media/a%20b.png)", "<img src=\"a b.png\" alt=\"x\">");
        block("[♪ s](media/s.mp3)", "[sound:s.mp3]");
        block("[x](x.pdf)", "<a href=\"x.pdf\">x</a>");
    }

    #[test]
    fn pictures_that_are_not_there_are_counted() {
        let names = names();
        let writer = Writer::new(&names);
        writer.block("![x](y.png) ![z](https://a/b.png)");
        assert_eq!((writer.take_missing(), writer.take_missing()), (1, 0));
    }

    #[test]
    fn raw_html_is_text_but_for_harmless_tags() {
        block(
            "a<br>b <script>x</script>",
            "a<br>b &lt;script&gt;x&lt;/script&gt;",
        );
        block(
            "<div onclick=x>\n<b>\n</div>",
            "&lt;div onclick=x&gt;<br>\n&lt;b&gt;<br>\n&lt;/div&gt;",
        );
        block("Vec<T>", "Vec&lt;T&gt;");
    }

    #[test]
    fn a_line_starts_no_block() {
        let names = names();
        let writer = Writer::new(&names);
        assert_eq!(writer.line("1. a `b`"), "1. a <code>b</code>");
        assert_eq!(writer.line("# a"), "# a");
    }

    #[test]
    fn what_normalising_would_change_is_written_in_numbers() {
        block("e\u{301}", "e&#769;");
        block("\u{e9}", "\u{e9}");
        assert_eq!(escaped("e\u{301}\""), "e&#769;&quot;");
    }

    #[test]
    fn lists_and_tables_are_html() {
        block("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
        block("a\n\nb", "<p>a</p>\n<p>b</p>");
    }
}
