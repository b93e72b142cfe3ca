//! A GIFT file as the texts of its questions.
//!
//! Questions are parted by blank lines. Files written by hand part them by line ends alone: a line
//! that starts with `::name::` begins a question, but for the first in a block; where what remains of a
//! block has several sets of answers, each on one line, every line is a question; where they run
//! over lines, a question ends with the line of its `}`. Comments are left out, but for their
//! `[id:…]` and `[tag:…]`, and `$CATEGORY:` lines name the deck.

use super::marks::unescaped;
use std::ops::Range;
use std::rc::Rc;

/// The text of one question, or of what stands in the place of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts, from 1.
    pub line: usize,
    /// Without comments; its line ends are kept.
    pub text: String,
    /// Where the answers are: the bytes between their braces.
    pub groups: Vec<Range<usize>>,
    pub category: Rc<Vec<String>>,
    pub id: Option<String>,
    pub tags: Vec<String>,
    /// Text in front of the `::name::`, on lines of its own.
    pub has_preface: bool,
    /// The braces do not match.
    pub unbalanced: bool,
}

/// Parts a file into its questions.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut parts = Parts::default();
    for (idx, line) in text.lines().enumerate() {
        parts.take(idx + 1, line);
    }
    parts.end_block();
    parts.pieces
}

#[derive(Default)]
struct Parts<'t> {
    pieces: Vec<Piece>,
    /// The lines of the block that is read.
    block: Vec<(usize, &'t str)>,
    category: Rc<Vec<String>>,
    id: Option<String>,
    tags: Vec<String>,
}

impl<'t> Parts<'t> {
    fn take(&mut self, number: usize, line: &'t str) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            self.end_block();
        } else if let Some(comment) = trimmed.strip_prefix("//") {
            self.comment(comment);
        } else if let Some(category) = trimmed.strip_prefix("$CATEGORY:") {
            self.end_block();
            self.category = Rc::new(category_of(category));
        } else {
            self.block.push((number, line));
        }
    }

    fn comment(&mut self, comment: &str) {
        for part in comment.split('[').skip(1) {
            let Some((mark, _)) = part.split_once(']') else {
                continue;
            };
            match mark.trim().split_once(':') {
                Some(("id", id)) if !id.trim().is_empty() => self.id = Some(id.trim().to_string()),
                Some(("tag", tag)) => self.tags.push(tag.trim().to_string()),
                _ => (),
            }
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        if block.is_empty() {
            return;
        }
        let (id, tags) = (self.id.take(), std::mem::take(&mut self.tags));
        let start = self.pieces.len();
        for named in by_name(&block) {
            let mut rest = named;
            for end in ends(named) {
                let (lines, behind) = rest.split_at(end - (named.len() - rest.len()));
                self.pieces.push(piece(lines));
                rest = behind;
            }
        }
        for piece in &mut self.pieces[start..] {
            piece.category = Rc::clone(&self.category);
        }
        if let Some(first) = self.pieces.get_mut(start) {
            (first.id, first.tags) = (id, tags);
        }
    }
}

/// `$course$/top/Backend/HTTP` as names; `//` in it is a slash.
fn category_of(text: &str) -> Vec<String> {
    let text = text.trim().replace("//", "\0");
    let names = text.split('/').map(|name| name.trim().replace('\0', "/"));
    names
        .filter(|name| !(name.is_empty() || name == "top"))
        .filter(|name| !(name.starts_with('$') && name.ends_with('$')))
        .collect()
}

/// Parts a block in front of each line that starts with a name and stands between no braces. Text
/// in front of the first name stays with it.
fn by_name<'b, 't>(block: &'b [(usize, &'t str)]) -> Vec<&'b [(usize, &'t str)]> {
    let mut parts = Vec::new();
    let (mut start, mut is_open, mut is_question) = (0, false, false);
    for (idx, (_, line)) in block.iter().enumerate() {
        let named = is_named(line) && !is_open;
        if named && is_question {
            parts.push(&block[start..idx]);
            (start, is_question) = (idx, false);
        }
        is_question |= named;
        for (_, c) in unescaped(line).filter(|(_, c)| matches!(c, '{' | '}')) {
            is_open = c == '{';
            is_question = true;
        }
    }
    parts.push(&block[start..]);
    parts
}

/// Whether a line starts with `::name::`.
fn is_named(line: &str) -> bool {
    let name = line.trim_start().strip_prefix("::");
    name.is_some_and(|name| name.contains("::"))
}

/// Where each question of a block ends, as numbers of lines.
fn ends(block: &[(usize, &str)]) -> Vec<usize> {
    let text = joined(block);
    let Some(groups) = groups(&text) else {
        return after_last_good(block, &text);
    };
    if groups.len() < 2 || groups.iter().all(|group| is_embedded(&text[group.clone()])) {
        return vec![block.len()];
    }
    if groups
        .iter()
        .all(|group| !text[group.clone()].contains('\n'))
    {
        return (1..=block.len()).collect();
    }
    let mut ends = lines_behind(&text, &groups);
    // Text behind the last answers belongs to them.
    ends.pop();
    ends.push(block.len());
    ends
}

/// As `ends`, for a block whose braces do not match: what goes wrong is not mixed with what is well.
fn after_last_good(block: &[(usize, &str)], text: &str) -> Vec<usize> {
    let mut ends = lines_behind(text, &matching(text).0);
    ends.retain(|end| *end < block.len());
    ends.push(block.len());
    ends
}

/// The numbers of the lines on which groups end, each once.
fn lines_behind(text: &str, groups: &[Range<usize>]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let (mut line, mut at) = (1, 0);
    for group in groups {
        line += text[at..group.end].matches('\n').count();
        at = group.end;
        if ends.last() != Some(&line) {
            ends.push(line);
        }
    }
    ends
}

fn joined(lines: &[(usize, &str)]) -> String {
    let lines: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    lines.join("\n")
}

fn piece(lines: &[(usize, &str)]) -> Piece {
    let start = name_line(lines);
    let text = joined(&lines[start..]);
    let found = groups(&text);
    Piece {
        line: lines[start].0,
        unbalanced: found.is_none(),
        groups: found.unwrap_or_default(),
        text,
        has_preface: 0 < start,
        ..Piece::default()
    }
}

/// The line that starts with `::name::`, if it stands in front of the answers; else the first.
fn name_line(lines: &[(usize, &str)]) -> usize {
    let is_stem = |line: &&(usize, &str)| !unescaped(line.1).any(|(_, c)| c == '{');
    let n_stem = lines.iter().take_while(is_stem).count();
    let candidates = &lines[..lines.len().min(n_stem + 1)];
    candidates
        .iter()
        .position(|(_, line)| is_named(line))
        .unwrap_or(0)
}

/// What stands between braces; `None` where they do not match.
fn groups(text: &str) -> Option<Vec<Range<usize>>> {
    let (groups, all_match) = matching(text);
    all_match.then_some(groups)
}

/// What stands between braces, up to the first that does not match, and whether all do.
fn matching(text: &str) -> (Vec<Range<usize>>, bool) {
    let mut groups = Vec::new();
    let mut open = None;
    for (at, c) in unescaped(text) {
        match (c, open) {
            ('{', None) => open = Some(at + 1),
            ('}', Some(start)) => {
                groups.push(start..at);
                open = None;
            }
            ('{' | '}', _) => return (groups, false),
            _ => (),
        }
    }
    (groups, open.is_none())
}

/// Whether a group is an embedded answer of Moodle's: `1:SHORTANSWER:=few`.
pub fn is_embedded(group: &str) -> bool {
    let behind = group
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let parts = behind
        .strip_prefix(':')
        .and_then(|rest| rest.split_once(':'));
    parts.is_some_and(|(kind, _)| {
        !kind.is_empty() && kind.bytes().all(|c| c.is_ascii_uppercase() || c == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let told: Vec<String> = pieces(text)
            .iter()
            .map(|piece| format!("{}:{}", piece.line, piece.text.replace('\n', "/")))
            .collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn blank_lines_part_questions_and_comments_are_left_out() {
        check(
            "// c\na {\n=b\n// c\n~c}\n\n\nd\n",
            &["2:a {/=b/~c}", "8:d"],
        );
    }

    #[test]
    fn questions_may_stand_line_by_line() {
        check("a {T}\nb\nc {=d} e\n", &["1:a {T}", "2:b", "3:c {=d} e"]);
        check("a {\nT}\nb\nc {=d}\n", &["1:a {/T}", "3:b/c {=d}"]);
        check(
            "a {1:SA:=b}\nand {2:SA:=c}",
            &["1:a {1:SA:=b}/and {2:SA:=c}"],
        );
    }

    #[test]
    fn a_name_begins_a_question() {
        check(
            "::1::a {\nT\n}\n::2::b.\n::3::c {#4}\n",
            &["1:::1::a {/T/}", "4:::2::b.", "5:::3::c {#4}"],
        );
        check(
            "::1::a\nb {T}\n::2::c {F}\n",
            &["1:::1::a/b {T}", "3:::2::c {F}"],
        );
        check(
            "a {T}\n::2::b {\n::c::\n=d}",
            &["1:a {T}", "2:::2::b {/::c::/=d}"],
        );
    }

    #[test]
    fn a_broken_question_leaves_those_in_front_of_it() {
        check(
            "a {T}\nb {=c\nd {T}\n\ne {T}",
            &["1:a {T}", "2:b {=c/d {T}", "5:e {T}"],
        );
        check("a { {b} }", &["1:a { {b} }"]);
    }

    #[test]
    fn text_in_front_of_a_name_is_no_question() {
        let pieces = pieces("Sure, here it is:\n::n::\n[markdown]a {T}\n");
        assert_eq!((pieces[0].line, pieces[0].has_preface), (2, true));
        assert_eq!(pieces[0].text, "::n::\n[markdown]a {T}");
    }

    #[test]
    fn comments_and_categories_say_more() {
        let pieces =
            pieces("$CATEGORY: $course$/top/A//B/C\n\n// [id:7] [tag:x] [tag:y z]\na {T}\n\nb {F}");
        assert_eq!(*pieces[0].category, ["A/B", "C"]);
        assert_eq!(pieces[0].id.as_deref(), Some("7"));
        assert_eq!(pieces[0].tags, ["x", "y z"]);
        assert_eq!(*pieces[1].category, ["A/B", "C"]);
        assert_eq!(pieces[1].id, None);
    }
}
