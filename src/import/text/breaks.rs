//! Line breaks of note programs: they show each line of a paragraph on a line of its own, Markdown
//! would join them.

use crate::import::text::holes::{starts_hole, visible};
use crate::import::text::markdown::{closes, opens};
use unicode_width::UnicodeWidthStr;

/// Returns the text with a backslash at the end of each line that is to stay one.
pub fn kept(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out = String::with_capacity(text.len() + 16);
    let (mut fence, mut in_math) = (None, false);
    for (idx, line) in lines.iter().enumerate() {
        let was_in_fence = fence.is_some();
        fence = match fence {
            Some(open) => Some(open).filter(|open| !closes(line, *open)),
            None => opens(line),
        };
        in_math ^= !was_in_fence && line.matches("$$").count() % 2 == 1;
        let next = lines.get(idx + 1);
        let is_free = !was_in_fence && fence.is_none() && !in_math;
        let breaks = is_free && next.is_some_and(|next| is_paragraph(line) && goes_on(line, next));
        let line = if was_in_fence { line } else { line.trim_end() };
        out.push_str(line);
        if breaks && !line.ends_with('\\') {
            out.push('\\');
        }
        if next.is_some() {
            out.push('\n');
        }
        // A table may not follow text directly.
        if is_free && is_paragraph(line) && is_table(&lines[idx + 1..]) {
            out.push('\n');
        }
    }
    out
}

/// What stands between two lines of a paragraph that an editor may have filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The writer meant it.
    Break,
    /// The editor put it in place of a blank.
    Blank,
    /// The editor put it between two signs of a script without blanks.
    Nothing,
}

/// Says of each line of a paragraph that was wrapped at some column what its end is: it was meant
/// where the first word of the next line would have had room behind it, or both lines begin with a
/// cloze.
///
/// Only what a reader sees has a width; the marks of clozes have none. Widths are columns.
pub fn ends(lines: &[&str]) -> Vec<End> {
    let seen: Vec<_> = lines.iter().map(|line| visible(line)).collect();
    let widths: Vec<usize> = seen.iter().map(|line| line.width()).collect();
    let column = widths.iter().max().copied().unwrap_or(0).clamp(70, 100);
    let ends = (1..lines.len()).map(|next| {
        let (above, below) = (seen[next - 1].trim_end(), seen[next].trim_start());
        let is_close = above.ends_with(has_no_blanks) && below.starts_with(has_no_blanks);
        let room = if is_close {
            SIGNS
        } else {
            1 + first_width(below)
        };
        let has_room = widths[next - 1] + room <= column;
        let is_list = starts_hole(lines[next - 1]) && starts_hole(lines[next]);
        match (has_room || is_list, is_close) {
            (true, _) => End::Break,
            (false, true) => End::Nothing,
            (false, false) => End::Blank,
        }
    });
    ends.collect()
}

/// So many columns a filled line of a script without blanks may leave: no line starts with a full
/// stop, and none ends with an opening bracket.
const SIGNS: usize = 6;

/// The width of the first word; of a script without blanks, that of a sign or two.
fn first_width(text: &str) -> usize {
    match text.starts_with(has_no_blanks) {
        true => SIGNS,
        false => {
            let word = text.split(|c: char| c.is_whitespace() || has_no_blanks(c));
            word.take(1).map(UnicodeWidthStr::width).sum()
        }
    }
}

/// Whether a sign is of Chinese or Japanese script, or stands between such signs.
fn has_no_blanks(c: char) -> bool {
    let is_korean = matches!(c, '\u{3130}'..='\u{318f}');
    !is_korean
        && matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a line has text that a next line could be joined to.
fn is_paragraph(line: &str) -> bool {
    let text = unquoted(line);
    let marks = text.trim_start_matches('#');
    let is_heading = marks.len() < text.len() && (marks.is_empty() || marks.starts_with(' '));
    !text.is_empty()
        && !is_heading
        && !text.starts_with('|')
        && !is_rule(text)
        && !text.ends_with("$$")
}

/// Whether `next` would be joined to `line`.
fn goes_on(line: &str, next: &str) -> bool {
    let is_quote = |line: &str| line.trim_start().starts_with('>');
    let text = unquoted(next);
    is_quote(line) == is_quote(next)
        && is_paragraph(next)
        && !is_item(text)
        && opens(text).is_none()
        && !text.starts_with("$$")
        && !text.starts_with("<")
}

/// Whether a table starts here: a row, and a line of dashes.
fn is_table(lines: &[&str]) -> bool {
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let is_ruled =
        |line: &&str| line.contains('-') && line.trim().chars().all(|c| "|-: ".contains(c));
    lines.first().is_some_and(is_row) && lines.get(1).is_some_and(is_ruled)
}

fn unquoted(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

fn is_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let is_mark = match digits {
        0 => rest.starts_with(['-', '*', '+']),
        _ => rest.starts_with(['.', ')']),
    };
    is_mark && (rest.len() == 1 || rest[1..].starts_with([' ', '\t']))
}

fn is_rule(text: &str) -> bool {
    let marks = text.bytes().filter(|byte| *byte != b' ');
    3 <= text.len()
        && ["-", "*", "_", "="]
            .iter()
            .any(|mark| marks.clone().all(|b| b == mark.as_bytes()[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::holes::{Hole, marked};

    fn check(text: &str, expected: &str) {
        assert_eq!(kept(text), expected);
    }

    #[test]
    fn lines_of_a_paragraph_stay_lines() {
        check("a\nb\n\nc", "a\\\nb\n\nc");
        check("> a\n> b", "> a\\\n> b");
        check("1. a\n\tb", "1. a\\\n\tb");
    }

    #[test]
    fn blocks_need_no_break() {
        check("a\n- b\n- c", "a\n- b\n- c");
        check("# a\nb", "# a\nb");
        check("| a |\n|---|\n| b |", "| a |\n|---|\n| b |");
        check("a\n| b |\n|---|", "a\n\n| b |\n|---|");
        check("a\n$$\nx\ny\n$$\nb", "a\n$$\nx\ny\n$$\nb");
    }

    #[test]
    fn a_wrapped_line_has_no_room_for_the_next_word() {
        let wrapped = "This line is wrapped by an editor that fills paragraphs up to column 70";
        assert_eq!(
            ends(&[wrapped, "and goes on", "Owner"]),
            [End::Blank, End::Break]
        );
    }

    #[test]
    fn a_script_without_blanks_is_filled_by_columns() {
        let full = "进".repeat(36);
        let near = format!("{}，", "进".repeat(33));
        assert_eq!(
            ends(&[&full, &near, "程", "程"]),
            [End::Nothing, End::Nothing, End::Break]
        );
        assert_eq!(ends(&[&full, "Linux", "a"]), [End::Blank, End::Break]);
        assert_eq!(ends(&[&"한".repeat(35), "글"]), [End::Blank]);
    }

    #[test]
    fn the_marks_of_clozes_have_no_width() {
        let hidden = |text: &str| {
            let hole = Hole {
                range: 0..text.len(),
                hidden: 0..text.len(),
                hint: Some("a hint that nobody sees before the answer".to_string()),
                numbers: vec![1],
            };
            marked(text, &[hole])
        };
        let first = format!("A line with {} and some more text", hidden("one piece"));
        assert_eq!(ends(&[&first, &hidden("next line")]), [End::Break]);
        let long = "a piece that is as long as a line which some editor has wrapped at 70";
        let (first, second) = (hidden(long), hidden("behind"));
        assert_eq!(ends(&[&first, &second, "x"]), [End::Break, End::Break]);
        assert_eq!(ends(&[long, &second]), [End::Blank]);
    }

    #[test]
    fn code_stays_as_it_is() {
        check("a\n```\nb  \nc\n```\nd", "a\n```\nb  \nc\n```\nd");
    }

    #[test]
    fn breaks_that_are_there_are_not_doubled() {
        check("a\\\nb  \nc", "a\\\nb\\\nc");
    }
}
