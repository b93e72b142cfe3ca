//! From a question of any length to a heading and what stands above `---`.

mod attributes;
mod below;
mod item;
#[cfg(test)]
mod tests;

use crate::deck::cloze::clozes;
use crate::import::text::headed::names::list_mark;
use crate::import::text::html::elements::is_known;
use crate::import::text::markdown::{code_span, escaped_inline, lines};
use attributes::safe;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// A question as the deck format has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Markdown on one line.
    pub heading: String,
    /// Markdown; empty where the heading says all.
    pub prompt: String,
}

impl Question {
    pub fn line(heading: String) -> Question {
        Question {
            heading,
            prompt: String::new(),
        }
    }
}

/// Up to so many characters a question of one paragraph is its own heading.
pub const WHOLE_MAX: usize = 240;

/// Else the heading is its first sentence or line, cut here.
const HEADING_MAX: usize = 120;

/// The longest label, and the longest address, of a link that is told from text, in bytes.
const LINK_MAX: usize = 2_000;

/// Parts a question: the heading, and the rest (or all of it, where the heading is cut).
pub fn parted(question: &str) -> Question {
    let question = question.trim_matches('\n').trim_end();
    let item = item::only_item(question);
    let question = &sentence_joined(&with_key(item.as_deref().unwrap_or(question)));
    let (first, rest) = match question.split_once('\n') {
        Some((first, rest)) => (first.trim_end(), rest.trim_start_matches('\n')),
        None => (question.as_str(), ""),
    };
    if first.is_empty() {
        return Question::default();
    }
    let Some(line) = text_of(first, question) else {
        if let Some(asked) = below::asked(question) {
            return asked;
        }
        return Question {
            heading: named(question),
            prompt: question.to_string(),
        };
    };
    let goes_on = !first.ends_with('\\') && is_continued(question);
    let is_short = line.chars().count() <= WHOLE_MAX;
    if is_short && !goes_on {
        return Question {
            heading: safe(&line),
            prompt: rest.trim_end().to_string(),
        };
    }
    // A paragraph over several lines, or a long one: shown whole, below its beginning.
    let paragraph = question.split("\n\n").next().unwrap_or(question);
    let joined: Vec<&str> = paragraph
        .lines()
        .map(|line| line.trim().trim_end_matches('\\'))
        .collect();
    let joined = joined.join(" ");
    let behind = question[paragraph.len()..].trim_matches('\n').trim_end();
    match joined.chars().count() <= WHOLE_MAX && is_one_paragraph(paragraph) {
        true => Question {
            heading: safe(&joined),
            prompt: behind.to_string(),
        },
        false => Question {
            heading: safe(&beginning(&joined)),
            prompt: question.to_string(),
        },
    }
}

/// A question that starts with a key or a placeholder, such as `<Esc>`, which is text and no tag.
fn with_key(question: &str) -> Cow<'_, str> {
    let inside = question
        .strip_prefix('<')
        .and_then(|rest| Some(&rest[..rest.find(['>', '<', ' ', '\n'])?]));
    let Some(inside) = inside.filter(|inside| question[1 + inside.len()..].starts_with('>')) else {
        return question.into();
    };
    let is_name = inside.starts_with(char::is_alphanumeric) && !inside.contains([':', '@', '/']);
    // `<Del>` is a key unless something closes it.
    let is_small = !inside.contains(char::is_uppercase);
    let is_tag = is_known(&inside.to_ascii_lowercase()) && (is_small || question.contains("</"));
    match is_name && !is_tag {
        true => format!("\\{question}").into(),
        false => question.into(),
    }
}

/// The question with its first lines on one where a break cuts a sentence.
fn sentence_joined(question: &str) -> String {
    let (mut first, mut rest) = (String::new(), question);
    while let Some((line, below)) = rest.split_once("\\\n") {
        let is_words = match first.is_empty() {
            true => text_of(line, question).is_some(),
            false => is_text(line),
        };
        let ends = line.trim_end_matches(['*', '_', ')', '"', '”', ' ']);
        let is_cut = is_words
            && !line.contains('\n')
            && !ends.ends_with(['.', '?', '!', ':', ';', '…', '\\'])
            && below.starts_with(char::is_lowercase)
            // `a) text` is an option.
            && !below.trim_start_matches(char::is_alphanumeric).starts_with(')');
        if !is_cut {
            break;
        }
        first.push_str(line.trim_end());
        first.push(' ');
        rest = below;
    }
    first + rest
}

/// The text of the first line, if it is a paragraph or a heading.
fn text_of(first: &str, question: &str) -> Option<String> {
    let is_code = lines(question).first().is_some_and(|line| line.verbatim);
    let block = first.starts_with(['|', '>', '<']) && !first.starts_with("<http")
        || first.starts_with("- ")
        || first.starts_with("* ")
        || first.starts_with("+ ")
        || is_picture(first)
        || first.starts_with("$$")
        || first.starts_with("***")
        || is_numbered(first);
    let text = unmarked(first).trim().trim_end_matches('\\').trim();
    (!is_code && !block && !text.is_empty()).then(|| text.to_string())
}

/// Whether a line is a picture, or says that one is not there.
fn is_picture(line: &str) -> bool {
    line.starts_with("![") || line.starts_with("*missing: ")
}

/// A line without the marks of a heading. One without a space behind it is a word: `#hashtag`.
fn unmarked(line: &str) -> &str {
    let text = line.trim_start_matches('#');
    match line.len() - text.len() {
        1 if !text.starts_with([' ', '\t']) && !text.is_empty() => line,
        _ => text,
    }
}

/// Whether the second line belongs to the paragraph of the first.
fn is_continued(question: &str) -> bool {
    let mut all = lines(question).into_iter().skip(1);
    all.next()
        .is_some_and(|line| is_text(line.text) && !line.verbatim)
}

fn is_text(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty()
        && !is_numbered(line)
        && !line.starts_with(['#', '|', '>', '-', '*', '+', '!', '<', '`', '~', '$'])
}

/// Whether the line starts an item of an ordered list.
fn is_numbered(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    0 < digits && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "))
}

fn is_one_paragraph(paragraph: &str) -> bool {
    lines(paragraph)
        .iter()
        .all(|line| !line.verbatim && is_text(line.text))
}

/// The first sentence, or as much of it as fits.
fn beginning(text: &str) -> String {
    let ends = text
        .match_indices(['.', '?', '!', ':'])
        .map(|(idx, _)| idx + 1);
    let sentence = ends
        .filter(|end| text[*end..].starts_with(' '))
        .map(|end| &text[..end])
        .find(|sentence| 12 <= sentence.chars().count());
    let sentence = sentence.unwrap_or(text);
    match sentence.chars().count() <= HEADING_MAX {
        true => sentence.to_string(),
        false => cut(&plain(sentence)),
    }
}

/// Cuts at a word; what is cut must be without formatting.
fn cut(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_word_bounds() {
        if HEADING_MAX < out.chars().count() + word.chars().count() {
            break;
        }
        out.push_str(word);
    }
    if out.trim().is_empty() {
        out = text.chars().take(HEADING_MAX).collect();
    }
    escaped_inline(out.trim_end_matches([' ', ',', ';', ':', '('])) + "…"
}

/// The text without marks of formatting.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                out.extend(chars.next())
            }
            '*' | '`' => (),
            _ => out.push(c),
        }
    }
    out
}

/// A heading for a question that starts with code, a picture, a list or a table.
fn named(question: &str) -> String {
    for line in lines(question) {
        let text = line.text.trim();
        let is_mark = text.starts_with("```") || text.starts_with("~~~");
        if text.is_empty() || is_mark {
            continue;
        }
        if line.verbatim {
            let code: String = text.chars().take(HEADING_MAX).collect();
            return code_span(&code);
        }
        if let Some(alt) = text
            .strip_prefix("![")
            .and_then(|rest| rest.split("](").next())
        {
            return match alt {
                "" => "What does the picture show?".to_string(),
                alt => safe(&format!("Picture: {}", cut_short(alt))),
            };
        }
        let text = match is_numbered(text) {
            true => text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')')),
            false => text,
        };
        let inner = text.trim_start_matches(['-', '*', '+', '>', '|', '<', '$', ' ']);
        let inner = inner.trim_end_matches(['|', '$', ' ', '\\']);
        if !inner.is_empty() {
            let named = cut_short(&plain(&inner.replace('|', " ")));
            return safe(&match list_mark(line.text.trim()) {
                Some(_) => gone_on(named),
                None => named,
            });
        }
    }
    String::new()
}

/// The first item of a list, as a name for all of them.
fn gone_on(item: String) -> String {
    match item.ends_with(['…', '?', '!', ':']) {
        true => item,
        false => format!("{} …", item.trim_end_matches(['.', ',', ';'])),
    }
}

fn cut_short(text: &str) -> String {
    match text.chars().count() <= HEADING_MAX {
        true => text.to_string(),
        false => cut(text),
    }
}

/// The heading of a cloze that has none: what the text says up to the first cloze and around it, with
/// every cloze blank, on one line.
///
/// Pictures, addresses and tables stay out: they tell little, and names of pictures tell too much.
pub fn blanked(answer: &str) -> String {
    let (mut text, mut done) = (String::new(), 0);
    for cloze in clozes(answer) {
        text.push_str(&answer[done..cloze.range.start]);
        text.push('…');
        done = cloze.range.end;
    }
    text.push_str(&answer[done..]);
    let text = said(&text);
    let heading = match text.chars().count() <= HEADING_MAX {
        true => escaped_inline(&text),
        false => cut(&text),
    };
    match heading.trim_matches(['…', ' ', '.', ',', ':']).is_empty() {
        true => "Fill in the blank".to_string(),
        false => safe(&heading),
    }
}

/// The prose of a text with blanks, to the end of the first paragraph that has one.
fn said(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut is_asked = false;
    for line in lines(text) {
        let trimmed = line.text.trim_start_matches(['>', ' ']).trim();
        if is_asked && trimmed.is_empty() {
            break;
        }
        is_asked |= trimmed.contains('…');
        if !line.verbatim && !trimmed.starts_with('|') {
            words.push(plain(&unlinked(trimmed.trim_end_matches('\\'))));
        }
    }
    let text = words.join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_start_matches(['#', '-', '>', ' ']).to_string()
}

/// A line with links as their texts, and without addresses and pictures.
fn unlinked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(['[', '<', '!']) {
        out.push_str(&rest[..start]);
        let found = &rest[start..];
        let address = found
            .strip_prefix('<')
            .filter(|inner| inner.starts_with("http"));
        let end = match address {
            Some(_) => place(found, b">").map(|end| ("", end + 1)),
            None => link(found),
        };
        let (label, end) = end.unwrap_or((&found[..1], 1));
        out.push_str(label);
        rest = &found[end..];
    }
    out + rest
}

/// The label of the link or picture that `text` starts with, empty for a picture, and where it ends.
fn link(text: &str) -> Option<(&str, usize)> {
    let open = text.starts_with('!');
    let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix('[')?;
    let middle = place(inner, b"](")?;
    if inner[..middle].contains('[') {
        return None;
    }
    let end = middle + place(&inner[middle..], b")")?;
    let label = if open { "" } else { &inner[..middle] };
    Some((label, end + 2 + usize::from(open)))
}

/// Where `mark` stands, if it is near: a line of nothing but brackets must not take long.
fn place(text: &str, mark: &[u8]) -> Option<usize> {
    let mut places = text.as_bytes().windows(mark.len()).take(LINK_MAX);
    places.position(|found| found == mark)
}
