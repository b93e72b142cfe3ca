//! A file cut into lines: which are headings, rules, and the front matter.

use super::front::{self, Front};
use crate::import::text::markdown::{self, Line};

/// A text and its lines.
pub struct Page<'t> {
    pub front: Option<Front<'t>>,
    /// Those behind the front matter.
    pub lines: Vec<Line<'t>>,
}

impl<'t> Page<'t> {
    /// `text` has line feeds as line ends.
    pub fn new(text: &'t str) -> Page<'t> {
        let front = front::split(text);
        let (offset, above) = front.as_ref().map_or((0, 0), |front| front.end);
        let mut lines = markdown::lines(&text[offset..]);
        for line in &mut lines {
            line.number += above;
        }
        Page { front, lines }
    }
}

/// One heading of the `#` kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading<'t> {
    /// 1 to 6.
    pub level: usize,
    pub text: &'t str,
}

/// Reads a heading; what is code is none.
pub fn heading<'t>(line: &Line<'t>) -> Option<Heading<'t>> {
    match line.verbatim {
        true => None,
        false => heading_of(line.text),
    }
}

pub fn heading_of(line: &str) -> Option<Heading<'_>> {
    let trimmed = line.trim_start_matches(' ');
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &trimmed[level..];
    let is_one = (1..=6).contains(&level)
        && line.len() - trimmed.len() <= 3
        && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_one.then(|| {
        let text = rest.trim();
        let open = text.trim_end_matches('#');
        // `# C#` ends with a sign, `# a ##` with a closing run.
        let text = match open.is_empty() || open.ends_with([' ', '\t']) {
            true => open.trim_end(),
            false => text,
        };
        Heading { level, text }
    })
}

/// Whether the line is a rule of three or more dashes, and of nothing else.
pub fn is_rule(line: &Line) -> bool {
    let trimmed = line.text.trim_end();
    !line.verbatim && 3 <= trimmed.len() && trimmed.bytes().all(|byte| byte == b'-')
}

/// Whether the line is exactly `mark`, blanks aside.
pub fn is_mark(line: &Line, mark: &str) -> bool {
    !line.verbatim && line.text.trim() == mark
}

/// The lines as one text, without the blank ones around it and without those that only lead about
/// in their own file, such as "Back to top".
pub fn text_of(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut is_gap = false;
    for line in lines
        .iter()
        .filter(|line| line.verbatim || !leads_about(line.text))
    {
        // One blank line parts as well as many.
        let is_blank = !line.verbatim && line.text.trim().is_empty();
        if !(is_blank && is_gap) {
            out.push_str(line.text);
            out.push('\n');
        }
        is_gap = is_blank;
    }
    flush(trimmed(&out))
}

/// The text without up to three spaces that all of its lines begin with, which mean nothing.
fn flush(text: &str) -> String {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let used = text.lines().filter(|line| !line.trim().is_empty());
    match used.map(spaces).min() {
        Some(shared @ 1..=3) => {
            let lines = text
                .lines()
                .map(|line| line.get(shared..).unwrap_or_default());
            lines.collect::<Vec<_>>().join("\n")
        }
        _ => text.to_string(),
    }
}

/// Without blank lines at the beginning and the end; the first line keeps its indentation.
pub fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    match text[..blank].rfind('\n') {
        Some(end) => &text[end + 1..],
        None if text.starts_with("    ") || text.starts_with('\t') => text,
        None => text.trim_start(),
    }
}

/// Whether a line is nothing but a link to a place in the same file, or a break between sections.
fn leads_about(line: &str) -> bool {
    if matches!(line.trim(), "<br>" | "<br/>" | "<br />") {
        return true;
    }
    let bare = line.trim_matches(|c: char| " \t*_#>-+".contains(c));
    if let Some(link) = bare.strip_prefix('[') {
        let mut parts = link.split("](");
        let target = (parts.next(), parts.next(), parts.next());
        return matches!(target, (Some(_), Some(to), None)
            if to.starts_with('#') && to.ends_with(')'));
    }
    bare.starts_with('<')
        && bare.contains("href=\"#")
        && bare.to_ascii_lowercase().contains("back to top")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_a_level_and_a_text() {
        let check = |line, expected| {
            let found = heading_of(line).map(|heading| (heading.level, heading.text));
            assert_eq!(found, expected, "{line}");
        };
        check("## a", Some((2, "a")));
        check("  # a ##", Some((1, "a")));
        check("# C#", Some((1, "C#")));
        check("#", Some((1, "")));
        check("#tag", None);
        check("    # a", None);
        check("####### a", None);
    }

    #[test]
    fn links_to_the_same_file_are_no_text() {
        let text = "a\n[⬆ back to top](#top)\n**[Back to Top](#table-of-contents)**\n\
            <b><a href=\"#\">↥ back to top</a></b>\n[b](#c) and more\n[d](e)\n<br>";
        let lines = markdown::lines(text);
        assert_eq!(text_of(&lines), "a\n[b](#c) and more\n[d](e)");
    }

    #[test]
    fn indentation_that_means_nothing_goes() {
        for (text, expected) in [
            ("\n   - a\n\n   - b\n", "- a\n\n- b"),
            ("   a\n- b", "a\n- b"),
            ("    a\n    b", "    a\n    b"),
        ] {
            assert_eq!(text_of(&markdown::lines(text)), expected);
        }
    }

    #[test]
    fn the_first_line_keeps_its_indentation() {
        assert_eq!(trimmed("\n\n    a\nb \n\n"), "    a\nb");
        assert_eq!(trimmed("  a"), "a");
        assert_eq!(trimmed("    a"), "    a");
        assert_eq!(trimmed(" \n "), "");
    }
}
