//! What the three kinds of org cards hide, found in org's own text, outside of code.

use super::parse::{block_ends, keyword};
use crate::import::text::ends::Ends;
use crate::import::text::holes::Hole;
use std::ops::Range;

/// A longer hint is text that happens to follow.
const HINT_MAX: usize = 1000;

/// A hidden piece, still without its card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub range: Range<usize>,
    pub hidden: Range<usize>,
    pub hint: Option<String>,
    /// Numbers that the source gives, from 1.
    pub numbers: Vec<u16>,
}

impl Piece {
    pub fn hole(self, numbers: Vec<u16>) -> Hole {
        Hole {
            range: self.range,
            hidden: self.hidden,
            hint: self.hint,
            numbers,
        }
    }
}

/// What stands around a piece of org-drill; a file may set its own.
pub struct Delimiters {
    pub left: String,
    pub right: String,
    pub hint: String,
}

impl Default for Delimiters {
    fn default() -> Delimiters {
        Delimiters {
            left: "[".to_string(),
            right: "]".to_string(),
            hint: "||".to_string(),
        }
    }
}

/// Finds `[hidden]` and `[hidden||hint]` of org-drill; neither links, footnotes, counters, dates nor
/// check boxes.
pub fn drill(text: &str, delimiters: &Delimiters) -> Vec<Piece> {
    let code = code(text);
    let found = match (delimiters.left.as_str(), delimiters.right.as_str()) {
        ("[", "]") => brackets(text, &code),
        (left, right) => between(text, left, right, &code),
    };
    let pieces = found.into_iter().map(|(range, mut hidden)| {
        let mut hint = None;
        if let Some(found) = text[hidden.clone()]
            .find(&delimiters.hint)
            .filter(|_| !delimiters.hint.is_empty())
        {
            hint = Some(text[hidden.start + found + delimiters.hint.len()..hidden.end].to_string());
            hidden.end = hidden.start + found;
        }
        Piece {
            range,
            hidden,
            hint,
            numbers: Vec::new(),
        }
    });
    pieces
        .filter(|piece| !text[piece.hidden.clone()].trim().is_empty())
        .collect()
}

type Found = (Range<usize>, Range<usize>);

/// Pairs of brackets that stand in no others, and in one paragraph.
fn brackets(text: &str, code: &[bool]) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut ends = Ends::new(text);
    let (mut open, mut found): (Vec<usize>, Vec<Found>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            _ if code[at] => (),
            b'\n' if is_blank_behind(bytes, at) => open.clear(),
            b'[' => match aside(text, at, &mut ends) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => open.push(at),
            },
            b']' => {
                if let Some(start) = open.pop() {
                    // What was found inside belongs to this one.
                    found.truncate(found.partition_point(|(range, _)| range.start < start));
                    found.push((start..at + 1, start + 1..at));
                }
            }
            _ => (),
        }
        at += 1;
    }
    found
}

fn is_blank_behind(bytes: &[u8], at: usize) -> bool {
    let next = bytes[at + 1..]
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next, None | Some(b'\n'))
}

/// Where a link, footnote, counter, date or check box ends that starts at `at`.
fn aside(text: &str, at: usize, ends: &mut Ends) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("[[") {
        let end = ends.find(at, "]]")?;
        let is_link = ends.find(at + 2, "[[").is_none_or(|other| end < other);
        return is_link.then_some(end + 2);
    }
    let end = ends.on_line(at, "]")?;
    let inside = &text[at + 1..end];
    if inside.len() > 100 && !inside.starts_with("fn:") {
        return None;
    }
    let of = |signs: &str| {
        inside
            .chars()
            .all(|c| c.is_ascii_digit() || signs.contains(c))
    };
    let is_date = inside.len() >= 10
        && inside.is_char_boundary(10)
        && crate::model::civil::parse_day(&inside[..10]).is_some();
    let front = text[..at].trim_end_matches([' ', '\t']);
    let is_box = matches!(inside, " " | "X" | "-") && front.ends_with(['-', '+', '.', ')', '*']);
    let is_aside = inside.starts_with("fn:")
        || inside.starts_with('@')
        || inside.contains('/') && of("/")
        || inside.ends_with('%') && of("%")
        || is_date
        || is_box;
    is_aside.then_some(end + 1)
}

fn between(text: &str, left: &str, right: &str, code: &[bool]) -> Vec<Found> {
    let mut ends = Ends::new(text);
    let (mut at, mut found) = (0, Vec::new());
    while let Some(start) = ends.find(at, left) {
        let inside = start + left.len();
        at = inside;
        if code[start] {
            continue;
        }
        let Some(end) = ends.find(inside, right) else {
            break;
        };
        at = end + right.len();
        found.push((start..at, inside..end));
    }
    found
}

/// Finds `{{text}{hint}@id}` of org-fc; ids count from 0.
pub fn fc(text: &str) -> Vec<Piece> {
    let code = code(text);
    let mut ends = Ends::new(text);
    let (mut at, mut pieces) = (0, Vec::new());
    while let Some(start) = ends.find(at, "{{") {
        at = start + 1;
        if let Some(piece) = fc_piece(text, start, &mut ends).filter(|_| !code[start]) {
            at = piece.range.end;
            pieces.push(piece);
        }
    }
    pieces
}

fn fc_piece(text: &str, start: usize, ends: &mut Ends) -> Option<Piece> {
    let inside = start + 2;
    let mut end = ends.find(inside, "}")?;
    if ends.find(inside, "{{").is_some_and(|other| other < end) {
        return None;
    }
    // A formula may hold braces.
    let formula = ends.find(inside, "$").filter(|dollar| *dollar < end);
    if let Some(close) = formula.and_then(|dollar| ends.find(dollar + 1, "$")) {
        end = ends.find(close.max(end), "}")?;
    }
    let mut behind = end + 1;
    let mut hint = None;
    if text[behind..].starts_with('{') {
        let close = ends
            .on_line(behind, "}")
            .filter(|close| close - behind <= HINT_MAX)?;
        hint = Some(text[behind + 1..close].to_string());
        behind = close + 1;
    }
    let mut numbers = Vec::new();
    if let Some(rest) = text[behind..].strip_prefix('@') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let id: u16 = rest[..digits].parse().ok()?;
        numbers.push(id.saturating_add(1));
        behind += 1 + digits;
    }
    text[behind..].starts_with('}').then_some(Piece {
        range: start..behind + 1,
        hidden: inside..end,
        hint,
        numbers,
    })
}

/// Finds `{{c1::text::hint}}` of Anki.
pub fn anki(text: &str) -> Vec<Piece> {
    let code = code(text);
    let mut ends = Ends::new(text);
    let (mut at, mut pieces) = (0, Vec::new());
    while let Some(start) = ends.find(at, "{{c") {
        at = start + 3;
        if code[start] {
            continue;
        }
        let label = text[at..]
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b',')
            .count();
        let numbers = text[at..at + label].split(',').map(str::parse::<u16>);
        let Ok(numbers) = numbers.collect::<Result<Vec<u16>, _>>() else {
            continue;
        };
        let inside = at + label + 2;
        let Some(end) = ends
            .find(inside, "}}")
            .filter(|_| text[at + label..].starts_with("::"))
        else {
            continue;
        };
        at = end + 2;
        let parted = ends.find(inside, "::").filter(|found| *found < end);
        pieces.push(Piece {
            range: start..at,
            hidden: inside..parted.unwrap_or(end),
            hint: parted.map(|found| text[found + 2..end].to_string()),
            numbers,
        });
    }
    pieces.retain(|piece| {
        piece
            .numbers
            .iter()
            .all(|number| (1..=500).contains(number))
    });
    pieces
}

/// Says of each byte whether it is code: in a block, a fixed line, a keyword, a comment, or
/// between `=` or `~`.
fn code(text: &str) -> Vec<bool> {
    let lines: Vec<&str> = text.split('\n').collect();
    let ends = block_ends(&lines);
    let mut code = vec![false; text.len() + 1];
    let (mut start, mut block_end) = (0, None);
    for (idx, line) in lines.iter().enumerate() {
        block_end = block_end.filter(|end| idx <= *end).or(ends[idx]);
        let bare = line.trim_start();
        let is_code = block_end.is_some()
            || bare.starts_with(": ")
            || bare.starts_with("# ")
            || keyword(line).is_some();
        let marks = &mut code[start..start + line.len()];
        match is_code {
            true => marks.fill(true),
            false => verbatim(line, marks),
        }
        start += line.len() + 1;
    }
    code
}

fn verbatim(line: &str, code: &mut [bool]) {
    for mark in ['=', '~'] {
        let mut at = 0;
        while let Some(start) = line[at..].find(mark).map(|found| at + found) {
            at = start + 1;
            let before = line[..start].chars().next_back();
            let opens = before.is_none_or(|c| c.is_whitespace() || "-('\"{[".contains(c));
            if code[start] || !opens || line[at..].starts_with(char::is_whitespace) {
                continue;
            }
            let closes = |end: &usize| {
                let behind = line[end + 1..].chars().next();
                !line[..*end].ends_with(char::is_whitespace)
                    && behind.is_none_or(|c| !c.is_alphanumeric() && c != mark)
            };
            let found = line[at..].match_indices(mark).map(|(found, _)| at + found);
            // Where none closes, none closes a later one.
            let Some(end) = found.filter(|end| at < *end).find(closes) else {
                break;
            };
            code[start..=end].fill(true);
            at = end + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: Vec<Piece>, text: &str, expected: &[&str]) {
        let shown: Vec<String> = pieces
            .into_iter()
            .map(|piece| {
                let hint = piece.hint.map_or(String::new(), |hint| format!("|{hint}"));
                format!("{}{hint}{:?}", &text[piece.hidden], piece.numbers)
            })
            .collect();
        let expected: Vec<String> = expected.iter().map(|piece| piece.to_string()).collect();
        assert_eq!(shown, expected, "{text}");
    }

    fn in_brackets(text: &str, expected: &[&str]) {
        check(drill(text, &Delimiters::default()), text, expected);
    }

    #[test]
    fn brackets_hide() {
        in_brackets("[a] b [c||d]", &["a[]", "c|d[]"]);
        in_brackets("- [a\n  - b] c", &["a\n  - b[]"]);
        in_brackets("[a [b] c]", &["a [b] c[]"]);
        in_brackets("[[[[ [a]", &["a[]"]);
        in_brackets("[a\n\nb]", &[]);
    }

    #[test]
    fn other_brackets_do_not() {
        in_brackets(
            "[[https://x][y]] z[fn:1] [2/3] [50%] [2020-03-04 ons] =a[0]= ~[b]~ []",
            &[],
        );
        in_brackets("- [ ] a\n- [X] b\n1. [@5] c", &[]);
        in_brackets("#+begin_src c\na[0]\n#+end_src\n: a[1]\n# [c]", &[]);
    }

    #[test]
    fn a_file_may_have_its_own_marks() {
        let delimiters = Delimiters {
            left: "<[".into(),
            right: "]>".into(),
            hint: "||".into(),
        };
        let text = "a [b] <[c]> <[d||e]>";
        check(drill(text, &delimiters), text, &["c[]", "d|e[]"]);
    }

    #[test]
    fn fc_numbers_from_nought() {
        let text = "{{a}} {{b}@0} {{c}{d}@1} {{e}{f}} {{$x_{1}$}@2} {{{{ ={{g}@3}= {{h}x}";
        let expected = ["a[]", "b[1]", "c|d[2]", "e|f[]", "$x_{1}$[3]"];
        check(fc(text), text, &expected);
    }

    #[test]
    fn anki_numbers_as_it_likes() {
        let text = "{{c1::a}} {{c2,3::b::c}} {{c0::d}} {{c::e}} {{c9999::f}} ~{{c1::g}}~";
        check(anki(text), text, &["a[1]", "b|c[2, 3]"]);
    }
}
