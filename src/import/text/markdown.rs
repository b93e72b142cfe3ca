//! Markdown written and read line by line: escapes, clozes, code, links to media, and which lines
//! of a text are code.

use std::borrow::Cow;

/// Returns plain text as Markdown that shows it as it is.
///
/// Line ends stay line ends (a backslash stands before those that Markdown would swallow), runs of
/// blank lines become one.
pub fn escaped(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (idx, line) in lines.iter().enumerate() {
        if line.is_empty() {
            let gap = out.ends_with("\n\n") || out.is_empty();
            out.push_str(if gap { "" } else { "\n" });
            continue;
        }
        out.push_str(&escaped_line(line));
        let goes_on = lines.get(idx + 1).is_some_and(|next| !next.is_empty());
        out.push_str(if goes_on { "\\\n" } else { "\n" });
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns one line of plain text as Markdown: neither emphasis nor the start of a block.
pub fn escaped_line(line: &str) -> String {
    let trimmed = line.trim_start();
    // Four columns would be code.
    let indent = "\u{a0}".repeat(line.len() - trimmed.len());
    let inline = escaped_inline(trimmed);
    indent + &unblocked(&inline)
}

/// Escapes what has a meaning inside a line.
pub fn escaped_inline(text: &str) -> String {
    let is_plain = |byte| {
        !matches!(
            byte,
            b'\\' | b'`' | b'*' | b'[' | b']' | b'_' | b'~' | b'<' | b'&' | b'{' | b'|'
        )
    };
    if text.bytes().all(is_plain) {
        return text.to_string();
    }
    let chars: Vec<char> = text.chars().collect();
    let n_tildes = chars.iter().filter(|c| **c == '~').count();
    let mut out = String::with_capacity(text.len() + 8);
    for (idx, c) in chars.iter().enumerate() {
        let before = idx.checked_sub(1).map(|idx| chars[idx]);
        let next = chars.get(idx + 1).copied();
        let wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let special = match c {
            // At the end, what is put behind it would be part of it; so with the next two.
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next == ' '),
            '`' | '*' | '[' | ']' => true,
            '_' => !(wordy(before) && wordy(next)),
            // A lone one strikes nothing out.
            '~' => n_tildes > 1,
            '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => next.is_none() || is_entity(&chars[idx..]),
            // In front of the first brace a backslash would leave a cloze's mark whole.
            '{' => before == Some('{') && next == Some('c'),
            '|' => true,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

fn is_entity(chars: &[char]) -> bool {
    let end = chars.iter().take(34).position(|c| *c == ';');
    end.is_some_and(|end| {
        1 < end
            && chars[1..end]
                .iter()
                .all(|c| c.is_ascii_alphanumeric() || *c == '#')
    })
}

/// Escapes a line that Markdown would take for the start of a heading, list, quote, rule or fence.
pub fn unblocked(line: &str) -> Cow<'_, str> {
    let trimmed = line.trim_start();
    let indent = &line[..line.len() - trimmed.len()];
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &trimmed[digits..];
    let marks = |mark: char| trimmed.chars().all(|c| c == mark || c == ' ');
    let is_item = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if (1..=9).contains(&digits) && behind.starts_with(['.', ')']) && is_item(&behind[1..]) {
        return Cow::Owned(format!("{indent}{}\\{behind}", &trimmed[..digits]));
    }
    let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let starts = (1..=6).contains(&hashes) && is_item(&trimmed[hashes..])
        || trimmed.starts_with('>')
        || trimmed.starts_with(['-', '+']) && is_item(&trimmed[1..])
        || trimmed.starts_with('-') && marks('-')
        || trimmed.starts_with('=') && marks('=')
        || trimmed.starts_with("~~~");
    match starts {
        true => Cow::Owned(format!("{indent}\\{trimmed}")),
        false => Cow::Borrowed(line),
    }
}

/// Returns `text` as a code span; its line ends become blanks.
pub fn code_span(text: &str) -> String {
    let text = text.replace('\n', " ");
    let longest = longest_run(&text, '`');
    let fence = "`".repeat(longest + 1);
    // A blank at both ends is taken for padding and dropped, unless there is nothing else.
    let padded = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let pads = padded || text.is_empty() || text.starts_with('`') || text.ends_with('`');
    let pad = if pads { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns a fenced block of code; `language` may be empty.
pub fn fenced(language: &str, code: &str) -> String {
    let fence = "`".repeat((longest_run(code, '`') + 1).max(3));
    let code = code.trim_end_matches('\n');
    format!("{fence}{language}\n{code}\n{fence}")
}

fn longest_run(text: &str, mark: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Returns a cloze as the deck format writes it. `hidden` and `hint` are Markdown on one line or
/// inside one paragraph.
pub fn cloze(number: u16, hidden: &str, hint: Option<&str>) -> String {
    match hint {
        Some(hint) => format!("{{{{c{number}::{hidden}::{hint}}}}}"),
        None => format!("{{{{c{number}::{hidden}}}}}"),
    }
}

/// Returns the Markdown of a picture that stands beside the deck.
///
/// An `alt` that only names the file is left out: whoever shows the picture shows its path.
pub fn picture(alt: &str, name: &str) -> String {
    let alt = if alt == name { "" } else { alt };
    format!("![{}]({})", escaped_inline(alt), media_target(name))
}

/// Returns the Markdown of a link to a sound, a film or another file beside the deck.
pub fn sound(name: &str) -> String {
    format!("[♪ {}]({})", escaped_inline(name), media_target(name))
}

fn media_target(name: &str) -> String {
    match name.contains([' ', '(', ')', '<', '>']) {
        true => format!("<media/{}>", name.replace(['<', '>'], "_")),
        false => format!("media/{name}"),
    }
}

/// Says of each byte of `text` whether it stands in a code span, its backquotes included.
pub fn is_in_code(text: &str) -> Vec<bool> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('`').map(|found| at + found) {
        let length = text[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        runs.push((start, length));
        at = start + length;
    }
    // From the back, so that the next run of a length is known at once.
    let mut next = std::collections::HashMap::new();
    let mut partner = vec![None; runs.len()];
    for (idx, (_, length)) in runs.iter().enumerate().rev() {
        partner[idx] = next.insert(*length, idx);
    }
    let mut in_code = vec![false; text.len()];
    let mut idx = 0;
    while idx < runs.len() {
        if let Some(end) = partner[idx] {
            in_code[runs[idx].0..runs[end].0 + runs[end].1].fill(true);
            idx = end;
        }
        idx += 1;
    }
    in_code
}

/// Returns the names behind `(media/…)` and `(<media/…>)` in a text, each once, in order.
pub fn media_in(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (open, close) in [("](media/", ')'), ("](<media/", '>')] {
        for (start, _) in text.match_indices(open) {
            let rest = &text[start + open.len()..];
            let end = rest.find([close, '\n']).unwrap_or(rest.len());
            found.push((start, rest[..end].to_string()));
        }
    }
    found.sort_unstable();
    let mut names: Vec<String> = Vec::with_capacity(found.len());
    for (_, name) in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the text with another name for such a file.
pub fn media_renamed(text: &str, from: &str, to: &str) -> String {
    text.replace(&format!("(media/{from})"), &format!("(media/{to})"))
        .replace(&format!("(<media/{from}>)"), &format!("(<media/{to}>)"))
}

/// One line of a Markdown text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// From 1.
    pub number: usize,
    pub text: &'t str,
    /// In a fence (its marks included), in indented code, or in an HTML comment: nothing in it is a
    /// mark of any dialect.
    pub verbatim: bool,
}

/// Parts a text into lines and says which of them are code or commented out.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut fence, mut comment, mut blank) = (None, false, true);
    let mut code = false;
    let mut lines = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let verbatim = match fence {
            Some(open) => {
                if closes(line, open) {
                    fence = None;
                }
                true
            }
            None if comment => true,
            None => {
                fence = opens(line);
                code = is_indented(line) && (blank || code);
                fence.is_some() || code || line.trim_start().starts_with("<!--")
            }
        };
        if fence.is_none() {
            comment = in_comment(line, comment);
        }
        blank = line.trim().is_empty();
        lines.push(Line {
            number: idx + 1,
            text: line,
            verbatim,
        });
    }
    lines
}

fn is_indented(line: &str) -> bool {
    (line.starts_with("    ") || line.starts_with('\t')) && !line.trim().is_empty()
}

/// The mark and length of a fence that opens on this line, in a list item or not.
pub fn opens(line: &str) -> Option<(char, usize)> {
    let text = unlisted(line);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = text.chars().take_while(|c| *c == mark).count();
    let info = &text[run..];
    (3 <= run && !(mark == '`' && info.contains('`'))).then_some((mark, run))
}

/// What stands behind the indentation of a line and the marks of its list items.
fn unlisted(line: &str) -> &str {
    let mut text = line.trim_start();
    loop {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = match digits {
            0 => text.strip_prefix(['-', '*', '+']),
            _ => text[digits..].strip_prefix(['.', ')']),
        };
        match rest.filter(|rest| rest.starts_with([' ', '\t'])) {
            Some(rest) => text = rest.trim_start(),
            None => return text,
        }
    }
}

/// Whether this line closes such a fence.
pub fn closes(line: &str, (mark, length): (char, usize)) -> bool {
    let trimmed = line.trim();
    length <= trimmed.chars().count() && trimmed.chars().all(|c| c == mark)
}

/// Whether a comment is open behind this line.
fn in_comment(line: &str, open: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(start), Some(end)) => end < start,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_escaped(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn plain_text_keeps_its_signs() {
        check_escaped(
            "a*b_c_ `d` [e] <T> x<y && &amp;",
            "a\\*b_c\\_ \\`d\\` \\[e\\] \\<T> x\\<y && \\&amp;",
        );
        check_escaped("{{c1::x}} {{ .Values.x }}", "{\\{c1::x}} {{ .Values.x }}");
        check_escaped("C:\\temp \\n", "C:\\temp \\n");
        check_escaped("C:\\\nb", "C:\\\\\\\nb");
    }

    #[test]
    fn plain_text_starts_no_block() {
        check_escaped("# a", "\\# a");
        check_escaped("## a {#b}", "\\## a {#b}");
        check_escaped("1. a\n- b", "1\\. a\\\n\\- b");
        check_escaped("---", "\\---");
        check_escaped("    a", "\u{a0}\u{a0}\u{a0}\u{a0}a");
    }

    #[test]
    fn lines_of_plain_text_stay_lines() {
        check_escaped("a\nb\n\n\n\nc\n", "a\\\nb\n\nc");
    }

    #[test]
    fn code_gets_as_many_backquotes_as_it_needs() {
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("`"), "`` ` ``");
        assert_eq!(code_span(" a "), "`  a  `");
        assert_eq!(code_span("  "), "`  `");
        assert_eq!(fenced("go", "```\n"), "````go\n```\n````");
    }

    #[test]
    fn names_with_blanks_are_bracketed() {
        assert_eq!(picture("a", "b c.png"), "![a](<media/b c.png>)");
        assert_eq!(picture("b.png", "b.png"), "![](media/b.png)");
        assert_eq!(sound("b.mp3"), "[♪ b.mp3](media/b.mp3)");
    }

    #[test]
    fn a_code_span_ends_at_a_run_of_its_length() {
        let marks = |text: &str| -> String {
            let mark = |inside: &bool| if *inside { 'x' } else { '.' };
            is_in_code(text).iter().map(mark).collect()
        };
        assert_eq!(marks("a `b` c"), "..xxx..");
        assert_eq!(marks("``a`b`` `"), "xxxxxxx..");
        assert_eq!(marks("`a"), "..");
    }

    #[test]
    fn media_are_found_with_and_without_blanks() {
        let text = "![a](<media/d e.mp3>) ![a](media/b.png) ![c](media/b.png) `media/f`";
        assert_eq!(media_in(text), ["d e.mp3", "b.png"]);
    }

    #[test]
    fn code_and_comments_are_verbatim() {
        let marks = |text: &str| -> String {
            let mark = |line: &Line| if line.verbatim { 'x' } else { '.' };
            lines(text).iter().map(mark).collect()
        };
        assert_eq!(marks("a\n```\nQ: b\n```\nc"), ".xxx.");
        assert_eq!(marks("~~~~\n~~~\n~~~~\nc"), "xxx.");
        assert_eq!(marks("a\n\n    b\n    c\nd"), "..xx.");
        assert_eq!(marks("a\n    b"), "..");
        assert_eq!(marks("<!-- a\nb\n-->\nc"), "xxx.");
        assert_eq!(marks("a <!-- b --> c\nd"), "..");
        assert_eq!(marks("```"), "x");
    }
}
