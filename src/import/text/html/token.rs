//! HTML cut into tags and text.
//!
//! What looks like a tag but is text comes out as text: `List<String>` (no such element, and nothing
//! ends it), `a<b && c>d`, a tag that the end of the text cuts off.

use super::elements::is_known;
use html5gum::{DefaultEmitter, HtmlString, Spanned, State, Token as Raw, Tokenizer};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A tag, or the text between two.
#[derive(Debug, PartialEq)]
pub enum Token {
    Start {
        name: String,
        attributes: BTreeMap<String, String>,
        self_closing: bool,
    },
    End(String),
    /// With its entities resolved.
    Text(String),
}

/// Cuts `html`, whose line ends are `\n`, into tokens.
pub fn tokens(html: &str) -> Vec<Token> {
    bare(html).unwrap_or_else(|| whole(html))
}

/// The same for HTML that has nothing but text and tags such as `<b>`, `</b>` and `<br />`, as most
/// has; `None` for all other. It takes a fifth of the time.
fn bare(html: &str) -> Option<Vec<Token>> {
    let is_plain = |byte: u8| byte == b'\n' || byte == b'\t' || b' ' <= byte && byte != b'&';
    if !html.bytes().all(is_plain) {
        return None;
    }
    let mut parts = html.split('<');
    let text = |text: &str| (!text.is_empty()).then(|| Token::Text(text.to_string()));
    let mut tokens: Vec<Token> = parts.next().and_then(text).into_iter().collect();
    for part in parts {
        let (tag, behind) = part.split_once('>')?;
        let end = tag.strip_prefix('/');
        let name = end
            .unwrap_or(tag)
            .trim_end_matches('/')
            .trim_end_matches(' ');
        let self_closing = match tag.strip_prefix(name) {
            Some("") => false,
            Some("/" | " /") => true,
            _ if end == Some(name) => false,
            _ => return None,
        };
        if !is_known(name) || READ_OTHERWISE.contains(&name) {
            return None;
        }
        let name = name.to_string();
        tokens.push(match end {
            Some(_) => Token::End(name),
            None => Token::Start {
                name,
                attributes: BTreeMap::new(),
                self_closing,
            },
        });
        tokens.extend(text(behind));
    }
    Some(tokens)
}

/// Elements whose content is not HTML.
const READ_OTHERWISE: [&str; 10] = [
    "script",
    "style",
    "textarea",
    "title",
    "iframe",
    "xmp",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
];

fn whole(html: &str) -> Vec<Token> {
    let mut cutter = Cutter {
        html,
        last_ends: HashMap::new(),
        open: HashMap::new(),
        sources: Vec::new(),
        tokens: Vec::new(),
        end: 0,
    };
    cutter.run();
    cutter.finish()
}

struct Cutter<'h> {
    html: &'h str,
    /// Where an element's end tag occurs last.
    last_ends: HashMap<String, Option<usize>>,
    /// Tags whose end tags are still to come, by name; of a name only from the first doubtful one on.
    open: HashMap<String, Vec<usize>>,
    /// What to print of a token that turns out to be text; empty for all others. A tag that is
    /// doubtful is text unless its end tag follows.
    sources: Vec<Range<usize>>,
    tokens: Vec<Token>,
    end: usize,
}

impl Cutter<'_> {
    fn run(&mut self) {
        let emitter = DefaultEmitter::<usize>::new_with_span();
        let mut tokenizer = Tokenizer::new_with_emitter(self.html, emitter);
        while let Some(Ok(raw)) = tokenizer.next() {
            if let Some(state) = self.take(raw) {
                tokenizer.set_state(state);
            }
        }
    }

    /// Keeps a token; returns how its content is to be read, where that is not HTML.
    fn take(&mut self, raw: Raw<usize>) -> Option<State> {
        match raw {
            Raw::StartTag(tag) => {
                let name = text_of(&tag.name);
                self.end = tag.span.end;
                let state = self.content_state(&name);
                let attributes = attributes_of(tag.attributes);
                let is_doubtful = !is_known(&name) || is_comparison(&attributes);
                let idx = self.tokens.len();
                if is_doubtful || self.open.contains_key(&name) {
                    self.open.entry(name.clone()).or_default().push(idx);
                }
                let source = if is_doubtful {
                    tag.span.start..tag.span.end
                } else {
                    0..0
                };
                let self_closing = tag.self_closing;
                self.push(
                    Token::Start {
                        name,
                        attributes,
                        self_closing,
                    },
                    source,
                );
                return state;
            }
            Raw::EndTag(tag) => {
                self.end = tag.span.end;
                self.end_tag(text_of(&tag.name), tag.span.start..tag.span.end);
            }
            Raw::String(text) => {
                self.end = text.span.end;
                self.push(Token::Text(text_of(&text.value)), 0..0);
            }
            Raw::Comment(comment) => {
                self.end = comment.span.end;
                let source = self.html.get(comment.span.start..comment.span.end);
                let source = source.filter(|source| is_text(source)).unwrap_or_default();
                self.push(Token::Text(source.to_string()), 0..0);
            }
            Raw::Doctype(doctype) => self.end = doctype.span.end,
            Raw::Error(_) => (),
        }
        None
    }

    fn push(&mut self, token: Token, source: Range<usize>) {
        self.tokens.push(token);
        self.sources.push(source);
    }

    fn end_tag(&mut self, name: String, source: Range<usize>) {
        let open = self.open.get_mut(&name).and_then(Vec::pop);
        if let Some(open) = open {
            self.sources[open] = 0..0;
        }
        let is_text = open.is_none() && !is_known(&name);
        self.push(Token::End(name), if is_text { source } else { 0..0 });
    }

    /// Without an end tag the rest of the field is not swallowed, unless it is a script or a style.
    fn content_state(&mut self, name: &str) -> Option<State> {
        let state = match name {
            "script" => return Some(State::ScriptData),
            "style" => return Some(State::RawText),
            "textarea" | "title" => State::RcData,
            "iframe" | "xmp" | "noembed" | "noframes" | "noscript" => State::RawText,
            _ => return None,
        };
        let last = match self.last_ends.get(name) {
            Some(last) => *last,
            None => {
                let lower = self.html.to_ascii_lowercase();
                let last = lower.rfind(&format!("</{name}"));
                self.last_ends.insert(name.to_string(), last);
                last
            }
        };
        last.is_some_and(|last| self.end <= last).then_some(state)
    }

    fn finish(mut self) -> Vec<Token> {
        for (token, source) in self.tokens.iter_mut().zip(&self.sources) {
            if !source.is_empty() {
                let source = self.html.get(source.clone()).unwrap_or_default();
                *token = Token::Text(source.to_string());
            }
        }
        if let Some(cut) = self.html.get(self.end..).filter(|cut| cut.starts_with('<')) {
            self.tokens.push(Token::Text(cut.to_string()));
        }
        self.tokens
    }
}

fn text_of(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn attributes_of(
    raw: BTreeMap<HtmlString, Spanned<HtmlString, usize>>,
) -> BTreeMap<String, String> {
    raw.iter()
        .map(|(name, value)| {
            let mut value = text_of(&value.value);
            value.retain(|c| !is_own(c));
            (text_of(name), value)
        })
        .collect()
}

/// Whether a character is one of this program's own, by which it marks places in texts.
pub fn is_own(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// Whether a tag's attributes are those of `a<b && c>d`: signs, and no values.
fn is_comparison(attributes: &BTreeMap<String, String>) -> bool {
    let is_name = |name: &String| {
        name.chars()
            .all(|c| c.is_alphanumeric() || "-_:.@*/".contains(c))
    };
    attributes.values().all(String::is_empty) && !attributes.keys().all(is_name)
}

/// Whether what HTML takes for a comment is more likely text: `</3`, `<?php`.
fn is_text(comment: &str) -> bool {
    comment.starts_with("</") || comment.starts_with("<?") && !comment.starts_with("<?xml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bare_html_is_cut_like_all_other(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<b>", "</b>", "<br>", "<br/>", "<br />", "</br>", "<div", ">", "<", "/", " ", "a", "é\n",
                    "<x>", "</div/>", "<B>", "<b a>", "</ b>", "<script>", "<title>", "&amp;", "<!-- -->",
                    "<h1>", "</h1 >", "<o:p>", "<b//>", "\t", "\"", "<//b>", "<b  />", "\0", "\u{c}",
                ]),
                0..8,
            )
        ) {
            let html = parts.concat();
            if let Some(tokens) = bare(&html) {
                prop_assert_eq!(tokens, whole(&html));
            }
        }
    }

    #[test]
    fn what_is_bare() {
        for (html, is_bare) in [
            ("", true),
            ("a", true),
            ("<div>a <b>b</b></div><br/>c", true),
            ("a<br />b", true),
            ("<b class=x>a</b>", false),
            ("List<String>", false),
            ("a &lt; b", false),
            ("<script>a</script>", false),
            ("1 < 2", false),
        ] {
            assert_eq!(bare(html).is_some(), is_bare, "{html}");
        }
    }
}
