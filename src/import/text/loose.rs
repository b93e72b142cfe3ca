//! Texts of which nobody says whether they are plain, Markdown or HTML: cells of a table, questions
//! of a quiz.
//!
//! Each text is judged by itself: a known tag or entity makes it HTML, a code span, a fence, a link
//! or bold text makes it Markdown, and all else is plain. Signs inside code count for nothing. Out
//! comes Markdown.

mod tamed;

use crate::deck::cloze;
use crate::import::limits::Limits;
use crate::import::text::html::{self, Page, Read};
use crate::import::text::markdown::escaped;
use tamed::tamed;

/// What a text is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Markdown,
    Html,
}

/// Tags that people and programs write into cards.
const TAGS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "tt",
    "u",
    "ul",
];

/// Tags that are never closed.
const VOID_TAGS: &[&str] = &["br", "hr", "img"];

const ENTITIES: &[&str] = &[
    "&nbsp;", "&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&#x27;",
];

/// What a text is taken for, and whether it has code in the manner of Markdown.
fn judged(text: &str) -> (Kind, bool) {
    let (prose, has_code) = without_code(text);
    let kind = if is_html(&prose) {
        Kind::Html
    } else if has_code || is_markdown(&prose) {
        Kind::Markdown
    } else {
        Kind::Plain
    };
    (kind, has_code)
}

/// Converts a text after judging it.
pub fn read(text: &str, page: Page, limits: &Limits) -> Result<Read, String> {
    let markdown = match judged(text) {
        (Kind::Html, is_markdown) => {
            return html::read(
                text,
                Page {
                    is_markdown,
                    ..page
                },
                limits,
            );
        }
        (Kind::Markdown, _) => tamed(text, true),
        (Kind::Plain, _) => escaped(text),
    };
    Ok(Read {
        markdown: clozed(markdown, page.clozes),
        ..Read::default()
    })
}

/// Converts a text that is known not to be HTML.
pub fn unmarked(text: &str, clozes: bool) -> String {
    let (prose, has_code) = without_code(text);
    let markdown = match has_code || is_markdown(&prose) {
        true => tamed(text, true),
        false => escaped(text),
    };
    clozed(markdown, clozes)
}

fn clozed(markdown: String, clozes: bool) -> String {
    match clozes {
        true => with_clozes(&markdown),
        false => markdown,
    }
}

/// Converts a text that says it is Markdown; it may hold HTML.
pub fn markdown(text: &str, page: Page, limits: &Limits) -> Result<Read, String> {
    match is_html(&without_code(text).0) {
        true => html::read(
            text,
            Page {
                is_markdown: true,
                ..page
            },
            limits,
        ),
        false => Ok(Read {
            markdown: clozed(tamed(text, false), page.clozes),
            ..Read::default()
        }),
    }
}

/// Puts Markdown on one line: for a choice, or for the note of one.
pub fn on_one_line(markdown: &str) -> String {
    let is_text = |line: &&str| !line.is_empty() && !line.starts_with("```");
    let lines: Vec<&str> = markdown.lines().map(str::trim).filter(is_text).collect();
    let mut out = String::with_capacity(markdown.len());
    for (idx, line) in lines.iter().enumerate() {
        let is_last = idx + 1 == lines.len();
        let broken = line.strip_suffix('\\').filter(|_| !is_last);
        out.push_str(if idx == 0 { "" } else { " " });
        out.push_str(broken.unwrap_or(line).trim_end());
    }
    out
}

/// Whether a cloze stands inside another, as far as braces say so.
pub fn nested_cloze(text: &str) -> bool {
    let mut open = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        rest = &rest[at..];
        let starts = opens_cloze(rest);
        if starts && 0 < open {
            return true;
        }
        open = match rest.as_bytes()[0] {
            b'{' if starts => 2,
            b'{' if 0 < open => open + 1,
            b'}' => open.saturating_sub(1),
            _ => open,
        };
        rest = &rest[if starts { 2 } else { 1 }..];
    }
    false
}

/// Whether `{{c1::` stands at the start.
fn opens_cloze(text: &str) -> bool {
    text.strip_prefix("{{c").is_some_and(is_numbered)
}

/// Whether a text goes on as a cloze does behind `{{c`.
fn is_numbered(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    0 < digits && rest[digits..].starts_with("::")
}

/// Whether `{{c1::` stands somewhere outside of code.
pub fn has_cloze(text: &str) -> bool {
    let (prose, _) = without_code(text);
    prose
        .match_indices("{{c")
        .any(|(at, _)| opens_cloze(&prose[at..]))
}

/// How many pieces the answer of a cloze hides, as the deck format reads it.
pub fn n_clozes(markdown: &str) -> usize {
    cloze::clozes(markdown).len()
}

/// Takes the backslash from the clozes that `escaped` has made plain: `{\{c1::x}}`.
pub fn with_clozes(markdown: &str) -> String {
    const ESCAPED: &str = "{\\{c";
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(ESCAPED) {
        let marked = is_numbered(&rest[at + ESCAPED.len()..]);
        out.push_str(&rest[..at]);
        out.push_str(if marked { "{{c" } else { ESCAPED });
        rest = &rest[at + ESCAPED.len()..];
    }
    out + rest
}

/// The text without its fences and code spans, and whether it has any; a backquote that is not
/// closed in its line is text.
fn without_code(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len() + 1);
    let (mut fenced, mut has_code) = (false, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            has_code = true;
        } else if !fenced {
            has_code |= push_prose(line, &mut out);
            out.push('\n');
        }
    }
    (out, has_code)
}

/// Adds what stands outside of code spans; says whether there are any.
fn push_prose(line: &str, out: &mut String) -> bool {
    let n_closed = line.matches('`').count() / 2 * 2;
    for (idx, piece) in line.split('`').enumerate() {
        out.push_str(if idx == n_closed + 1 { "`" } else { "" });
        let is_text = idx % 2 == 0 || n_closed < idx;
        out.push_str(if is_text { piece } else { "" });
    }
    0 < n_closed
}

fn is_html(prose: &str) -> bool {
    prose
        .match_indices('<')
        .any(|(at, _)| is_tag(&prose[at + 1..]))
        || prose.contains('&') && ENTITIES.iter().any(|entity| prose.contains(entity))
}

/// Whether a closing tag that is known, or a tag that needs none, stands behind a `<`.
fn is_tag(behind: &str) -> bool {
    let (known, behind) = match behind.strip_prefix('/') {
        Some(behind) => (TAGS, behind),
        None => (VOID_TAGS, behind),
    };
    let length = behind.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, after) = behind.split_at(length);
    let is_known = known.iter().any(|tag| name.eq_ignore_ascii_case(tag));
    is_known && after.starts_with(['>', ' ', '/'])
}

fn is_markdown(prose: &str) -> bool {
    prose.lines().any(|line| is_bold(line) || is_linked(line))
}

/// Whether `**` stands at the start of a word, and again at the end of one.
fn is_bold(line: &str) -> bool {
    let mut marks = line.match_indices("**");
    let wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opened = marks.any(|(at, mark)| {
        !wordy(line[..at].chars().next_back()) && !blank(line[at + mark.len()..].chars().next())
    });
    opened && marks.any(|(at, _)| !blank(line[..at].chars().next_back()))
}

fn is_linked(line: &str) -> bool {
    line.find("](").is_some_and(|at| {
        let (before, behind) = (&line[..at], &line[at + 2..]);
        before.contains('[') && behind.find(')').is_some_and(|end| 0 < end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Kind, markdown: &str) {
        assert_eq!(judged(text).0, expected, "{text}");
        if expected != Kind::Html {
            assert_eq!(unmarked(text, false), markdown, "{text}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_reads() {
        check(
            "vector<int> a_b *c* 2**3 and 4**5",
            Kind::Plain,
            "vector\\<int> a_b \\*c\\* 2\\*\\*3 and 4\\*\\*5",
        );
        check("such as `-\\=[];", Kind::Plain, "such as \\`-\\\\=\\[\\];");
        check(
            "docker create [image]",
            Kind::Plain,
            "docker create \\[image\\]",
        );
    }

    #[test]
    fn code_bold_text_and_links_make_it_markdown() {
        check(
            "what does `iota` do?",
            Kind::Markdown,
            "what does `iota` do?",
        );
        check("**never** <b", Kind::Markdown, "**never** \\<b");
        check(
            "[a](b) and `<T>` and <T>",
            Kind::Markdown,
            "[a](b) and `<T>` and \\<T>",
        );
        check("**a**\nb\n- c", Kind::Markdown, "**a**\\\nb\n- c");
        check(
            "a\n```go\nx <- y\n```\nb",
            Kind::Markdown,
            "a\n```go\nx <- y\n```\nb",
        );
    }

    #[test]
    fn tags_and_entities_make_it_html() {
        check(
            "What does <font color=\"#fd8008\">pvs</font> do?",
            Kind::Html,
            "",
        );
        check("a<br>b", Kind::Html, "");
        check("the&nbsp;Docker", Kind::Html, "");
        check(
            "What does `<br>` do?",
            Kind::Markdown,
            "What does `<br>` do?",
        );
        check("a </T> b", Kind::Plain, "a \\</T> b");
    }

    #[test]
    fn clozes_stay_where_they_are_wanted() {
        assert_eq!(
            unmarked("{{c1::a*b}} {{cat::c}}", true),
            "{{c1::a\\*b}} {\\{cat::c}}"
        );
        assert_eq!(unmarked("`x` {{c1::a::hint}}", true), "`x` {{c1::a::hint}}");
        assert_eq!(unmarked("`x` {{c1::a}}", false), "`x` {\\{c1::a}}");
    }

    #[test]
    fn a_cloze_inside_another_is_seen() {
        assert!(nested_cloze("{{c1::a {{c2::b}} c}}"));
        assert!(!nested_cloze(
            "{{c1::a}} {{c2::f{x}}} {{c3::{{ .Values }}}} {{c1::b}}"
        ));
        assert!(has_cloze("a {{c12::b}}"));
        assert!(!has_cloze("a {{c::b}} {{cat}}"));
    }

    #[test]
    fn a_choice_has_one_line() {
        assert_eq!(on_one_line("a\\\nb\n\n```go\nc\n```"), "a b c");
        assert_eq!(on_one_line("\\"), "\\");
    }
}
