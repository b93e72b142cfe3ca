//! Foreign Markdown made safe for the deck format: what would start a card, part question from
//! answer, or pass for a field, a choice or a cloze is escaped; nothing else is touched.

use crate::deck::looks_like_field;
use crate::import::text::markdown::{Line, lines};
use crate::import::text::plain::is_paragraphs;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns the text of a question or an answer as content of a card.
///
/// Without `clozes`, marks of clozes become text.
pub fn guarded(text: &str, clozes: bool) -> String {
    match is_paragraphs(text) {
        true => text.to_string(),
        false => guarded_by_line(text, clozes),
    }
}

fn guarded_by_line(text: &str, clozes: bool) -> String {
    let text: String = match is_nfc(text) {
        true => text.to_string(),
        false => text.nfc().collect(),
    };
    let lines = lines(&text);
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    for (idx, line) in lines.iter().enumerate() {
        let before = idx.checked_sub(1).map(|idx| &lines[idx]);
        match line.verbatim {
            true => out.push(line.text.to_string()),
            false => content(line, before, clozes, &mut out),
        }
    }
    out.extend(unclosed(&lines));
    let text = out.join("\n");
    text.trim_matches('\n').trim_end().to_string()
}

/// Adds one line that is no code.
fn content(line: &Line, before: Option<&Line>, clozes: bool, out: &mut Vec<String>) {
    let text = line.text.trim_end();
    let under_text = before.is_some_and(is_paragraph);
    if let Some(level) = underline(text, under_text) {
        match (under_text, level) {
            (true, _) => {
                if let Some(heading) = out.last_mut() {
                    *heading = format!("### {}", heading.trim());
                }
            }
            // With a gap, since what stands above may go on until here.
            (false, '-') => {
                let gap = out.last().is_some_and(|line| !line.trim().is_empty());
                out.extend(gap.then(String::new));
                out.push("***".to_string());
            }
            (false, _) => out.push(text.to_string()),
        }
        return;
    }
    let mut text = match text.trim_start_matches(' ') {
        heading if text.len() - heading.len() < 4 => demoted(heading, text),
        _ => text.to_string(),
    };
    text = with_sign(&text);
    // Nothing goes on below a heading: its break would be text.
    if let Some(line) = unbroken(&text).filter(|_| is_heading(&text)) {
        text = line.to_string();
    }
    if looks_like_field(&text) {
        text = text.replacen(':', "\\:", 1);
    }
    text = without_box(&text);
    if !clozes && text.contains("{{c") {
        text = unclozed(&text);
    }
    out.push(text);
}

/// Whether a line of `-` or `=` below would make a heading of this one.
fn is_paragraph(line: &Line) -> bool {
    let text = line.text.trim_start();
    let is_item = text.starts_with(['-', '*', '+']) && text[1..].starts_with([' ', '\t']);
    let starts_block = is_item || text.starts_with(['#', '>', '|', '<']);
    !line.verbatim && !text.is_empty() && !starts_block
}

/// `-` or `=` where the line holds nothing else.
fn underline(text: &str, under_text: bool) -> Option<char> {
    let trimmed = text.trim();
    let mark = trimmed.chars().next().filter(|c| matches!(c, '-' | '='))?;
    let enough = under_text || mark == '-' && 3 <= trimmed.len();
    (enough && trimmed.chars().all(|c| c == mark)).then_some(mark)
}

/// Headings of the first two levels become those of the third.
fn demoted(trimmed: &str, line: &str) -> String {
    let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &trimmed[hashes..];
    match (1..=2).contains(&hashes) && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        true => format!("###{rest}"),
        false => line.to_string(),
    }
}

/// A text with `\#` where an item of a list starts with `# `: in a list nobody sets headings, and the
/// sign would vanish.
pub fn with_sign(line: &str) -> String {
    let item = behind_marks(line);
    let marks = &line[..line.len() - item.len()];
    let in_list = !marks.trim().is_empty() && !marks.trim_end().ends_with('>');
    match in_list && is_sign(item) {
        true => format!("{marks}\\{item}"),
        false => line.to_string(),
    }
}

/// Whether a text starts with `#` alone, as in `# of rows`.
pub fn is_sign(text: &str) -> bool {
    let rest = text.strip_prefix('#');
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// A line without the backslash that breaks it, if there is one.
pub fn unbroken(line: &str) -> Option<&str> {
    let n_slashes = line.len() - line.trim_end_matches('\\').len();
    (n_slashes % 2 == 1).then(|| line[..line.len() - 1].trim_end())
}

/// Whether a line is a heading, maybe in a list.
fn is_heading(line: &str) -> bool {
    let text = behind_marks(line);
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&hashes) && text[hashes..].starts_with([' ', '\t'])
}

/// What stands behind the marks of lists and quotes that a line starts with.
fn behind_marks(line: &str) -> &str {
    let mut text = line.trim_start();
    loop {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = match digits {
            0 => text.strip_prefix(['-', '*', '+', '>']),
            _ => text[digits..].strip_prefix(['.', ')']),
        };
        match rest.filter(|rest| rest.starts_with([' ', '\t'])) {
            Some(rest) => text = rest.trim_start(),
            None => return text,
        }
    }
}

/// A task in a list would be taken for a choice.
fn without_box(line: &str) -> String {
    let item = line.trim_start();
    let indent = &line[..line.len() - item.len()];
    let Some(rest) = item.strip_prefix(['-', '*', '+']) else {
        return line.to_string();
    };
    let task = rest.trim_start();
    let is_box = ["[ ]", "[x]", "[X]"]
        .iter()
        .any(|mark| task.starts_with(mark));
    match is_box && rest.starts_with([' ', '\t']) {
        true => format!("{indent}{} \\{task}", &item[..1]),
        false => line.to_string(),
    }
}

/// Takes the meaning from `{{c1::` outside of code spans.
pub fn unclozed(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 4);
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let run = rest[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        let fence = &rest[start..start + run];
        let inside = start + run;
        let end = rest[inside..]
            .find(fence)
            .map_or(rest.len(), |end| inside + end + run);
        out.push_str(&rest[..start].replace("{{c", "{\\{c"));
        out.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    out + &rest.replace("{{c", "{\\{c")
}

/// The line that closes a fence which the text leaves open.
fn unclosed(lines: &[Line]) -> Option<String> {
    let last = lines.last()?;
    if !last.verbatim {
        return None;
    }
    // A line put below tells whether the fence is still open.
    let text: Vec<&str> = lines.iter().map(|line| line.text).chain(["x"]).collect();
    let text = text.join("\n");
    let below = crate::import::text::markdown::lines(&text);
    if !below.last().is_some_and(|line| line.verbatim) {
        return None;
    }
    let mut open = None;
    for line in lines {
        let trimmed = line.text.trim_start();
        let mark = trimmed
            .chars()
            .next()
            .filter(|c| line.verbatim && matches!(c, '`' | '~'));
        let Some(mark) = mark else { continue };
        let run: String = trimmed.chars().take_while(|c| *c == mark).collect();
        match &open {
            None if 3 <= run.len() => open = Some(run),
            Some(fence) if run.starts_with(fence.as_str()) && run == trimmed.trim_end() => {
                open = None
            }
            _ => (),
        }
    }
    Some(open.unwrap_or_else(|| "-->".to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::plain::tests::PARAGRAPHS;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(guarded(text, false), expected, "{text}");
        assert_eq!(guarded(expected, false), expected, "again: {expected}");
    }

    #[test]
    fn headings_go_to_the_third_level() {
        check("# a\n## b\n### c", "### a\n### b\n### c");
        check("#a\n    ## b", "#a\n    ## b");
        check("a\n===\n\nb\n---\nc", "### a\n\n### b\nc");
    }

    #[test]
    fn a_hash_that_starts_an_item_is_a_sign() {
        check("- # of rows\\\nin all", "- \\# of rows\\\nin all");
        check("a\n  1. # of b\n* - #", "a\n  1. \\# of b\n* - \\#");
        check("- #a\n- ## b\n- c # d", "- #a\n- ## b\n- c # d");
        check("> - # a\n> # b", "> - \\# a\n> # b");
    }

    #[test]
    fn headings_end_with_no_break() {
        check("## a \\\nb\n- ### c\\\nd", "### a\nb\n- ### c\nd");
        check("### C:\\\\", "### C:\\\\");
    }

    #[test]
    fn rules_do_not_part_the_answer() {
        check("a\n\n---\n\nb", "a\n\n***\n\nb");
        check("| a |\n|---|\n| b |\n---", "| a |\n|---|\n| b |\n\n***");
    }

    #[test]
    fn code_stays_as_it_is() {
        let code = "```yaml\n---\n## a\nWhy: b\n{{c1::x}}\n```";
        check(code, code);
        check("```\na", "```\na\n```");
        check("~~~~\na\n~~~", "~~~~\na\n~~~\n~~~~");
        check("<!-- a", "<!-- a\n-->");
    }

    #[test]
    fn what_looks_like_a_field_is_text() {
        check("Source: a\nNote: b", "Source\\: a\nNote: b");
    }

    #[test]
    fn tasks_are_no_choices() {
        check(
            "- [ ] a\n* [x] b\n- [c](d)",
            "- \\[ ] a\n* \\[x] b\n- [c](d)",
        );
    }

    #[test]
    fn marks_of_clozes_are_text_but_in_code() {
        check("{{c1::a}} `{{c1::b}}`", "{\\{c1::a}} `{{c1::b}}`");
        assert_eq!(guarded("{{c1::a}}", true), "{{c1::a}}");
    }

    #[test]
    fn accents_are_composed() {
        check("cafe\u{301}", "café");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn paragraphs_need_nothing(text in PARAGRAPHS) {
            if is_paragraphs(&text) {
                prop_assert_eq!(guarded_by_line(&text, false), text);
            }
        }
    }
}
