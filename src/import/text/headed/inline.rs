//! The tags that stand inside lines of Markdown, and lines without any marks.

use super::breaks::{Follower, by_edges, follower, run_of_breaks};
use super::{Row, names};

/// One HTML tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    pub name: &'t str,
    pub closing: bool,
    pub attributes: &'t str,
    /// Bytes from `<` to `>`.
    pub length: usize,
}

impl<'t> Tag<'t> {
    /// Reads the tag that `text` starts with.
    pub fn at(text: &'t str) -> Option<Tag<'t>> {
        let inner = text.strip_prefix('<')?;
        let end = inner
            .find(['<', '>'])
            .filter(|end| inner[*end..].starts_with('>'))?;
        let (closing, body) = match inner[..end].strip_prefix('/') {
            Some(body) => (true, body),
            None => (false, &inner[..end]),
        };
        let named = |c: char| c.is_ascii_alphanumeric();
        let name_end = body.find(|c| !named(c)).unwrap_or(body.len());
        let (name, attributes) = body.split_at(name_end);
        let parted = attributes.is_empty() || attributes.starts_with([' ', '\t', '\n', '/']);
        (parted && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(Tag {
            name,
            closing,
            attributes: attributes.trim(),
            length: end + 2,
        })
    }

    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, quoted or not.
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((key, behind)) = rest.split_once('=') {
            let behind = behind.trim_start();
            let (value, next) = match behind.chars().next()? {
                quote @ ('"' | '\'') => behind[1..].split_once(quote)?,
                _ => behind.split_at(behind.find([' ', '\t', '\n']).unwrap_or(behind.len())),
            };
            let key = key.rsplit([' ', '\t', '\n']).next().unwrap_or(key);
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    /// What it becomes in Markdown.
    pub(super) fn role(&self) -> Role {
        const DROPPED: [&str; 22] = [
            "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "u", "ins", "font", "small",
            "big", "mark", "center", "sub", "abbr", "q", "summary", "details", "picture",
        ];
        match self.name.to_ascii_lowercase().as_str() {
            "b" | "strong" => Role::Around("**"),
            "i" | "em" | "var" | "cite" => Role::Around("*"),
            "s" | "del" | "strike" => Role::Around("~~"),
            "code" | "kbd" | "tt" | "samp" => Role::Code,
            "a" => Role::Link,
            "img" => Role::Picture,
            "br" => Role::Break,
            "sup" => Role::Raised,
            name if DROPPED.contains(&name) => Role::Dropped,
            _ => Role::Unknown,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Around(&'static str),
    Code,
    Link,
    Picture,
    Break,
    Raised,
    Dropped,
    /// Likely no tag at all: `<hostname>`.
    Unknown,
}

/// The start of a text, as far as the end of a span or link is looked for: what never ends must not
/// be looked through again and again.
pub fn near(text: &str) -> &str {
    const NEAR: usize = 4_000;
    let mut end = text.len().min(NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How many tags may be open at once; deeper ones are dropped.
pub(super) const OPEN_MAX: usize = 16;

/// Returns Markdown with the inline tags in it turned into Markdown. Code spans stay as they are;
/// what is no known tag stays, too. `text` holds no fences.
pub fn markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_string();
    }
    let mut writer = Writer::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        writer.out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'`' => code_length(rest),
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => match Tag::at(rest).filter(|tag| tag.role() != Role::Unknown) {
                Some(tag) => {
                    rest = &rest[writer.tag(tag, rest)..];
                    continue;
                }
                None => 1,
            },
        };
        writer.out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    writer.out.push_str(rest);
    writer.out
}

/// The length of the code span that `text` starts with; of its backquotes where nothing closes it.
fn code_length(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| *byte == b'`').count();
    // A span reaches no farther than its paragraph.
    let text = near(text);
    let paragraph = text.find("\n\n").unwrap_or(text.len());
    let mut at = run;
    while at < paragraph {
        match text.as_bytes()[at] {
            b'`' => {
                let close = text[at..].bytes().take_while(|byte| *byte == b'`').count();
                at += close;
                if close == run {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    run
}

#[derive(Default)]
struct Writer<'t> {
    out: String,
    open: Vec<(Tag<'t>, usize)>,
}

impl<'t> Writer<'t> {
    /// Takes in the tag that `rest` starts with; how many bytes are read by it.
    fn tag(&mut self, tag: Tag<'t>, rest: &'t str) -> usize {
        match tag.role() {
            Role::Code if !tag.closing => return self.code(tag, rest),
            Role::Picture => self.picture(tag),
            Role::Break => return self.line_end(rest),
            Role::Raised if !tag.closing => self.out.push('^'),
            Role::Around(_) | Role::Link if !tag.closing && self.open.len() < OPEN_MAX => {
                self.open.push((tag, self.out.len()));
            }
            Role::Around(_) | Role::Link if tag.closing => self.close(tag),
            _ => {}
        }
        tag.length
    }

    fn code(&mut self, tag: Tag, rest: &str) -> usize {
        let inner = &rest[tag.length..];
        let line = near(inner).split('\n').next().unwrap_or_default();
        let mut ends = line.match_indices("</").filter_map(|(at, _)| {
            let close = Tag::at(&line[at..])?;
            close.is(tag.name).then_some((at, close.length))
        });
        let Some((at, length)) = ends.next() else {
            return tag.length;
        };
        let code = decoded(&line[..at]);
        if !code.trim().is_empty() {
            self.out
                .push_str(&crate::import::text::markdown::code_span(&code));
        }
        tag.length + at + length
    }

    fn picture(&mut self, tag: Tag) {
        let Some(source) = tag.attribute("src") else {
            return;
        };
        let alt = tag.attribute("alt").unwrap_or_default();
        let source = match source.contains([' ', '(', ')']) {
            true => format!("<{source}>"),
            false => source.to_string(),
        };
        self.out.push_str(&format!("![{alt}]({source})"));
    }

    /// Ends the line at the breaks that `rest` starts with, if text goes on behind them: at the end of
    /// a paragraph, a backslash would show. Returns how many bytes the breaks have.
    fn line_end(&mut self, rest: &str) -> usize {
        let taken = run_of_breaks(rest);
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim();
        let starts = names::list_mark(line)
            .map_or(line, |(_, text)| text)
            .is_empty();
        // Headings and rows of tables have but one line.
        let is_one_line = line.starts_with(['#', '|']);
        match follower(&rest[taken..]) {
            Follower::Nothing => {}
            _ if starts => {}
            Follower::SameLine if is_one_line => self.out.push(' '),
            Follower::SameLine => self.out.push_str("\\\n"),
            Follower::NextLine if is_one_line => {}
            Follower::NextLine => self.out.push('\\'),
        }
        taken
    }

    fn close(&mut self, tag: Tag) {
        let Some(idx) = self.open.iter().rposition(|(open, _)| open.is(tag.name)) else {
            return;
        };
        let (open, start) = self.open[idx];
        self.open.truncate(idx);
        let inner = self.out.split_off(start);
        let (lead, text, trail) = by_edges(&inner);
        let ends = |mark: &str| text.starts_with(mark) || text.ends_with(mark);
        match open.role() {
            // Emphasis does not reach over paragraphs; doubled marks would show.
            Role::Around(mark) if !text.is_empty() && !text.contains("\n\n") && !ends(mark) => {
                self.out
                    .push_str(&format!("{lead}{mark}{text}{mark}{trail}"));
            }
            Role::Link if !text.is_empty() && open.attribute("href").is_some() => {
                let target = open.attribute("href").unwrap_or_default();
                self.out
                    .push_str(&format!("{lead}[{text}]({target}){trail}"));
            }
            _ => self.out.push_str(&inner),
        }
    }
}

/// The row behind an HTML block that starts on `start`, one that Markdown has its own way to write;
/// `None` where none starts, or none ends.
///
/// `endless` has the names of those that never end, so that each is looked for only once.
pub fn block_end(rows: &[Row], start: usize, endless: &mut Vec<&'static str>) -> Option<usize> {
    const NAMES: [&str; 7] = ["table", "ul", "ol", "dl", "pre", "blockquote", "figure"];
    let line = rows[start];
    let tag = Tag::at(line.text.trim_start()).filter(|tag| !line.hidden && !tag.closing)?;
    let name = NAMES
        .iter()
        .find(|name| tag.is(name) && !endless.contains(*name))?;
    let mut depth = 0usize;
    for (row, line) in rows.iter().enumerate().skip(start) {
        for (at, _) in line.text.match_indices('<') {
            match Tag::at(&line.text[at..]).filter(|tag| tag.is(name)) {
                Some(tag) if tag.closing => depth = depth.saturating_sub(1),
                Some(_) => depth += 1,
                None => {}
            }
        }
        if depth == 0 {
            return Some(row + 1);
        }
    }
    endless.push(name);
    None
}

/// Decodes the few entities that stand in code and titles.
pub fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&shy;", ""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_string(), |text, (entity, sign)| {
        text.replace(entity, sign)
    })
}

/// Returns a line without tags, links, pictures and emphasis: only its words.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[', ']', '!', '*', '`', '_', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let target = || near(rest).find(')').map(|end| end + 1);
        let taken = match rest.as_bytes()[0] {
            b'<' => Tag::at(rest)
                .filter(|tag| tag.role() != Role::Unknown)
                .map(|tag| tag.length),
            b'!' if !rest.starts_with("![") => None,
            b'!' => target(),
            b']' if rest.starts_with("](") => target(),
            b'_' if joins(&out, rest) => None,
            _ => Some(1),
        };
        match taken {
            Some(taken) => rest = &rest[taken..],
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    decoded(&out).trim().to_string()
}

/// Whether an underscore stands inside a word.
fn joins(before: &str, rest: &str) -> bool {
    before.ends_with(char::is_alphanumeric) && rest[1..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(markdown(text), expected);
    }

    #[test]
    fn inline_tags_become_markdown() {
        check(
            "<b>a</b> <i> b</i> <code>ls -al</code>",
            "**a**  *b* `ls -al`",
        );
        check("<code>a &lt; `b`</code>", "`` a < `b` ``");
        check(
            "<a href=\"https://a.example\">b</a><a name='c'></a>",
            "[b](https://a.example)",
        );
        check("2<sup>32</sup> <u>c</u>", "2^32 c");
        check("<img src='a.png' alt=\"b\">", "![b](a.png)");
    }

    #[test]
    fn what_is_no_tag_stays() {
        check(
            "ssh <hostname> `<b>` \\<b> a < b Vec<u8>",
            "ssh <hostname> `<b>` \\<b> a < b Vec<u8>",
        );
        check("<b>never closed", "never closed");
        check("<b>one\n\ntwo</b>", "one\n\ntwo");
    }

    #[test]
    fn breaks_end_lines() {
        check("a<br>b<br/>\nc<br>\n\n<br>d", "a\\\nb\\\nc\n\nd");
        check("- a<br>\n  b", "- a\\\n  b");
        check("| a<br>b | c |", "| a b | c |");
    }

    #[test]
    fn plain_lines_keep_their_words() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected);
        check("**[⬆ Back](#toc)**", "⬆ Back");
        check("![x](y.png) `a_b` _c_ <b>d</b> &amp; <e>", "a_b c d & <e>");
    }
}
