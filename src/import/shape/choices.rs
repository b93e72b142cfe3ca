//! The choices of a card: each is shown on one line, so its text is brought onto one where it can be.

use crate::import::draft::{Draft, Fault};
use crate::import::guard::{guarded, is_sign, unbroken};
use crate::import::text::headed::inline::Tag;
use crate::import::text::markdown::{closes, code_span, is_in_code, lines, opens};
use crate::model::card::Choice;
use std::borrow::Cow;

/// As many choices as a card may have.
const CHOICES_MAX: usize = 26;

/// What stands for a line end in code that is shown on one line.
const RETURN: &str = " ⏎ ";

/// Returns the choices of a draft as its card has them.
pub fn choices(draft: &Draft) -> Result<Vec<Choice>, Fault> {
    let refused = |what: String, hint: &str| Err(Fault::new(&draft.place, what, hint));
    let n_choices = draft.choices.len();
    if n_choices == 0 {
        return Ok(Vec::new());
    }
    if CHOICES_MAX < n_choices {
        return refused(
            format!("{n_choices} choices, at most {CHOICES_MAX} fit"),
            "",
        );
    }
    if !draft.choices.iter().any(|choice| choice.right) {
        return refused(
            "no choice is marked right".to_string(),
            "mark it in the source",
        );
    }
    let mut choices = draft.choices.clone();
    for choice in &mut choices {
        choice.text = guarded(&shown(&choice.text), false);
        if choice.text.is_empty() {
            return refused(
                "a choice has no text".to_string(),
                "write it behind its mark",
            );
        }
        choice.note = choice.note.as_deref().map(|note| guarded(note, false));
    }
    Ok(choices)
}

/// The text of a choice: a paragraph on one line; with other blocks it keeps its lines, but none of
/// them ends with a mark that would show.
fn shown(text: &str) -> String {
    let text = with_code_beside(text.trim_matches(['\n', ' ']));
    let text = match has_blocks(&text) {
        true => softened(&text),
        false => joined(&text),
    };
    match is_sign(&text) {
        true => format!("\\{text}"),
        false => text,
    }
}

/// Makes a block of code at the front a code span: the deck format wants text beside the mark.
fn with_code_beside(text: &str) -> Cow<'_, str> {
    let Some((first, below)) = text.split_once('\n') else {
        return Cow::Borrowed(text);
    };
    let Some(fence) = opens(first) else {
        return Cow::Borrowed(text);
    };
    let below: Vec<&str> = below.lines().collect();
    let close = below.iter().position(|line| closes(line, fence));
    let (code, rest) = below.split_at(close.unwrap_or(below.len()));
    let used = code.iter().map(|line| line.trim_end());
    let used: Vec<&str> = used.filter(|line| !line.is_empty()).collect();
    let span = match used.is_empty() {
        true => String::new(),
        false => code_span(used.join(RETURN).trim()),
    };
    let rest = rest.get(1..).unwrap_or_default().join("\n");
    let text = format!("{span}\n\n{}", rest.trim_start_matches('\n'));
    Cow::Owned(text.trim_matches('\n').to_string())
}

/// Whether a text is more than one paragraph.
fn has_blocks(text: &str) -> bool {
    let starts = |line: &str| {
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let behind = &line[digits..];
        let marks: &[&str] = match digits {
            0 => &["- ", "* ", "+ ", "# ", "##", ">", "|", "$$"],
            _ => &[". ", ") "],
        };
        line.is_empty() || marks.iter().any(|mark| behind.starts_with(mark))
    };
    let lines = lines(text);
    lines.iter().any(|line| line.verbatim) || lines.iter().skip(1).any(|line| starts(line.text))
}

/// Makes hard breaks soft ones: where a choice is shown, their marks would be text.
fn softened(text: &str) -> String {
    let lines = lines(text).into_iter().map(|line| match line.verbatim {
        true => line.text,
        false => unbroken(line.text).unwrap_or(line.text),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Brings a paragraph onto one line.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in parts(text) {
        let part = unpadded(&part);
        if !out.is_empty() && !part.is_empty() {
            let is_parted = out.ends_with(['.', ',', ';', ':', '?', '!']);
            out.push_str(if is_parted { " " } else { " / " });
        }
        out.push_str(part);
    }
    out
}

/// What stands between the hard breaks of a paragraph, its other line ends as blanks.
fn parts(text: &str) -> Vec<String> {
    let in_code = is_in_code(text);
    let (mut parts, mut part, mut at) = (Vec::new(), String::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let tag = Tag::at(rest).filter(|tag| tag.is("br"));
        let (length, breaks) = match (c, tag) {
            _ if in_code[at] => (c.len_utf8(), false),
            (_, Some(tag)) => (tag.length, true),
            ('\\', _) if rest.starts_with("\\\n") => (2, true),
            ('\\', _) => (
                1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                false,
            ),
            ('\n', _) => (1, text[..at].ends_with("  ")),
            _ => (c.len_utf8(), false),
        };
        let is_more_blank = c == ' ' && !in_code[at] && part.ends_with(' ');
        match &rest[..length] {
            _ if breaks => parts.push(std::mem::take(&mut part)),
            "\n" => part.push(' '),
            _ if is_more_blank => {}
            kept => part.push_str(kept),
        }
        at += length;
    }
    parts.push(part);
    parts
}

/// A text without blanks at its ends, by whatever name.
fn unpadded(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = (text.strip_prefix("&nbsp;")).or_else(|| text.strip_suffix("&nbsp;")) {
        text = inner.trim();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected, "{text}");
        assert_eq!(shown(expected), expected, "again: {expected}");
    }

    #[test]
    fn a_paragraph_stands_on_one_line() {
        check("a\nb", "a b");
        check("`a` \\\n&nbsp; &nbsp;`b`", "`a` / `b`");
        check("a. <br />&nbsp; b", "a. b");
        check("a,  \nb<BR>", "a, b");
        check("a   b\\\\\nc", "a b\\\\ c");
        check("`a   <br>\nb` \\<br>", "`a   <br> b` \\<br>");
        check("# of\na", "\\# of a");
        check("", "");
    }

    #[test]
    fn code_at_the_front_is_a_code_span() {
        check("```sql\nDELETE FROM t;\n```", "`DELETE FROM t;`");
        check("~~~\na `b`:\n\n  c\n~~~", "``a `b`: ⏎   c``");
        check("```\na", "`a`");
        check("```\na\n```\n\nb", "`a`\n\nb");
        check("```\n\n```", "");
    }

    #[test]
    fn blocks_keep_their_lines_without_marks_of_breaks() {
        check("a\\\nb:\n\n```\nc \\\n```", "a\nb:\n\n```\nc \\\n```");
        check("a \\\n- b\\\\\n- c", "a\n- b\\\\\n- c");
    }
}
