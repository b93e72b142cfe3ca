//! What an option says: its text without the signs that stand for nothing, without letters and
//! verdicts.

use super::marks::letter;
use crate::import::text::headed::{Row, inline, names, text_of};

/// A text without the signs that stand for nothing: soft hyphens, blanks of all kinds.
pub fn visible(text: &str) -> &str {
    let blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{2800}' | '\u{200b}' | '\u{a0}' | '\\')
    };
    let mut text = text;
    loop {
        let cut = ["&shy;", "&nbsp;", "&#8203;", "<br>", "<br/>", "<br />"]
            .iter()
            .find_map(|sign| text.strip_prefix(sign))
            .unwrap_or(text)
            .trim_start_matches(|c: char| blank(c) && c != '\\');
        // An escape is text, a backslash at the end of a line is a break.
        let cut = if cut.starts_with("\\\n") || cut == "\\" {
            &cut[1..]
        } else {
            cut
        };
        if cut.len() == text.len() {
            return text.trim_end_matches(blank);
        }
        text = cut;
    }
}

/// The text beside the mark, and below it what belongs to it without its indentation.
pub fn joined(text: &str, ends_line: bool, behind: &[&str]) -> String {
    let body = text_of(behind);
    let gap = behind.first().is_some_and(|line| line.trim().is_empty());
    match (visible(text).is_empty(), body.is_empty()) {
        (true, _) => body,
        (_, true) => text.to_string(),
        _ if gap => format!("{text}\n\n{body}"),
        _ if ends_line => format!("{text}\\\n{body}"),
        _ => format!("{text}\n{body}"),
    }
}

/// Takes off the indentation that all lines of a fence share: formatters of lists leave it there.
pub fn with_flush_code(text: &str) -> String {
    let is_fence = |line: &&str| line.starts_with("```") || line.starts_with("~~~");
    let lines: Vec<&str> = text.lines().collect();
    let (mut out, mut at): (Vec<String>, usize) = (Vec::new(), 0);
    while at < lines.len() {
        out.push(lines[at].to_string());
        let code = &lines[at + 1..];
        let close = code
            .iter()
            .position(is_fence)
            .filter(|_| is_fence(&lines[at]));
        at += 1;
        if let Some(close) = close {
            out.extend(flush(&code[..close]));
            out.push(code[close].to_string());
            at += close + 1;
        }
    }
    out.join("\n")
}

fn flush(code: &[&str]) -> Vec<String> {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let used = code.iter().filter(|line| !line.trim().is_empty());
    let shared = used.map(|line| blanks(line)).min().unwrap_or(0);
    code.iter()
        .map(|line| line.get(shared..).unwrap_or_default().to_string())
        .collect()
}

/// Cuts the verdict behind a right option: `(Correct)`, `✅`, `(+)`.
pub fn without_verdict(text: &str) -> (&str, bool) {
    let signs = [
        "✅",
        "✔️",
        "✔",
        "✓",
        "☑️",
        "☑",
        "(correct)",
        "(right)",
        "[correct]",
        "**(correct)**",
        "(+)",
        "(верно)",
        "(правильно)",
        "(correcto)",
        "(correcta)",
        "(correto)",
        "(correta)",
        "(richtig)",
    ];
    let cut = signs.iter().find_map(|sign| {
        let at = text.len().checked_sub(sign.len())?;
        let end = text.get(at..)?;
        (end.to_lowercase() == *sign).then(|| text[..at].trim_end())
    });
    match cut
        .or_else(|| without_cross_behind(text))
        .filter(|cut| !cut.is_empty())
    {
        Some(cut) => (cut, true),
        None => (text, false),
    }
}

/// Cuts an `x` that stands far behind a text, as on paper.
fn without_cross_behind(text: &str) -> Option<&str> {
    let rest = text.strip_suffix(['x', 'X'])?;
    (rest.ends_with("   ") || rest.ends_with('\t')).then(|| rest.trim_end())
}

/// Cuts the verdict in front of a right option: `✅ text`.
pub fn without_verdict_in_front(text: &str) -> (&str, bool) {
    let cut = ["✅", "✔️", "✔", "☑️", "☑"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    let cut = cut.map(|rest| rest.trim_start_matches(['\u{fe0f}', ' ', '\u{a0}']));
    match cut.filter(|cut| !cut.is_empty()) {
        Some(cut) => (cut, true),
        None => (text, false),
    }
}

/// The text behind the letter that the option at `place` should have, on the same line or as a
/// block below it; and whether both are bold.
pub fn lettered_text(place: usize, text: &str) -> Option<(String, bool)> {
    if let Some(found) = letter(text).filter(|found| found.place == place && !found.text.is_empty())
    {
        return Some((found.text.to_string(), found.bold));
    }
    let (first, below) = text.split_once('\n')?;
    let bare = first.trim_matches(['*', '_', '.', ')', ':', ' ', '\\']);
    let is_letter = bare.len() == 1
        && bare.to_ascii_lowercase().as_bytes()[0] == b'a' + u8::try_from(place).ok()?;
    let below = below.trim_start_matches('\n');
    (is_letter && !below.is_empty()).then(|| (below.to_string(), false))
}

/// Feedback on one line.
pub fn feedbacks(rows: &[Row]) -> String {
    let lines = rows
        .iter()
        .map(|row| feedback(row.text).unwrap_or(row.text).trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// What stands behind `**Feedback A:**` on a line below an option.
pub fn feedback(line: &str) -> Option<&str> {
    let bare = line.trim().trim_start_matches(['-', '*', '_', ' ']);
    let rest = names::strip_word(bare, "feedback")?;
    let (label, text) = rest.split_once(':')?;
    (label.chars().count() <= 12).then(|| text.trim_start_matches(['*', '_', ' ']).trim_end())
}

/// Whether an option says nothing in words.
pub fn is_only_picture(text: &str) -> bool {
    text.contains("![") && !inline::plain(text).contains(char::is_alphanumeric)
}
