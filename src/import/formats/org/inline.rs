//! Org's marks inside a line as Markdown.
//!
//! Links are never followed: one that would run something is left as its text.

use super::entities::character;
use crate::import::text::admit::Luggage;
use crate::import::text::ends::Ends;
use crate::import::text::holes::{BREAK, is_mark};
use crate::import::text::markdown::{code_span, escaped_inline};
use crate::import::text::vault::{Vault, is_medium};
use std::collections::HashMap;

/// Emphasis inside emphasis is read so deep.
const DEPTH_MAX: usize = 4;

const RUNNING: &str = "links that run something are left as their text";
const ELSEWHERE: &str = "links to other files are left as their text";
const NO_FOOTNOTE: &str = "footnotes whose text is not there, or is too long";

/// Reads the texts of one card.
pub struct Reader<'n, 'f> {
    pub vault: &'n Vault<'f>,
    pub footnotes: &'n HashMap<&'n str, String>,
    pub luggage: Luggage,
    /// Bytes that footnotes may still add.
    pub room: usize,
}

/// Bytes that footnotes may add to a card.
pub const FOOTNOTES_MAX: usize = 64 << 10;

/// One text on its way, and where its marks end.
struct Scan<'t> {
    text: &'t str,
    ends: Ends<'t>,
    /// For each mark of emphasis: from where an end was looked for, and where it is.
    closes: HashMap<char, (usize, Option<usize>)>,
    line_ends: Vec<usize>,
    depth: usize,
}

impl Reader<'_, '_> {
    /// Converts text without blocks; line ends stay where they are.
    pub fn inline(&mut self, text: &str) -> String {
        self.nested(text, 0)
    }

    fn nested(&mut self, text: &str, depth: usize) -> String {
        let mut scan = Scan {
            text,
            ends: Ends::new(text),
            closes: HashMap::new(),
            line_ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            depth,
        };
        let (mut out, mut plain) = (String::with_capacity(text.len()), 0);
        let mut at = 0;
        while at < text.len() {
            match self.mark(&mut scan, at) {
                Some((markdown, end)) => {
                    out.push_str(&escaped_inline(&text[plain..at]));
                    out.push_str(&markdown);
                    (at, plain) = (end, end);
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        out + &escaped_inline(&text[plain..])
    }

    /// Reads what may be a mark at `at`: its Markdown, and where it ends.
    fn mark(&mut self, scan: &mut Scan, at: usize) -> Option<(String, usize)> {
        let rest = &scan.text[at..];
        match rest.as_bytes()[0] {
            b'[' if rest.starts_with("[[") => self.link(scan, at),
            b'[' if rest.starts_with("[fn:") => self.footnote(scan, at),
            b'<' => angle(scan, at),
            b'\\' => backslash(scan, at),
            b'$' => dollar(scan, at),
            b'=' | b'~' => {
                let end = scan.close(at)?;
                Some((code(&scan.text[at + 1..end]), end + 1))
            }
            b'*' | b'/' | b'_' | b'+' if scan.depth < DEPTH_MAX => self.emphasis(scan, at),
            b's' if rest.starts_with("src_") => source(scan, at),
            _ => None,
        }
    }

    fn emphasis(&mut self, scan: &mut Scan, at: usize) -> Option<(String, usize)> {
        let end = scan.close(at)?;
        let inside = self.nested(&scan.text[at + 1..end], scan.depth + 1);
        let mark = match scan.text.as_bytes()[at] {
            b'*' => "**",
            b'+' => "~~",
            _ => "*",
        };
        Some((format!("{mark}{inside}{mark}"), end + 1))
    }

    fn link(&mut self, scan: &mut Scan, at: usize) -> Option<(String, usize)> {
        let end = scan.ends.find(at + 2, "]]")?;
        if scan
            .ends
            .find(at + 2, "[[")
            .is_some_and(|other| other < end)
        {
            return None;
        }
        let inside = &scan.text[at + 2..end];
        let (target, text) = inside.split_once("][").unwrap_or((inside, ""));
        if target.contains(['[', ']', '\n', BREAK]) || target.is_empty() {
            return None;
        }
        let shown = match text.is_empty() {
            true => String::new(),
            false if scan.depth < DEPTH_MAX => self.nested(text, scan.depth + 1),
            false => escaped_inline(text),
        };
        Some((self.linked(target, text, shown), end + 2))
    }

    /// The Markdown of a link to `target`, whose text is `text`, and `shown` in Markdown.
    fn linked(&mut self, target: &str, text: &str, shown: String) -> String {
        let (kind, path) = target.split_once(':').unwrap_or(("", target));
        let name = |path: &str| match shown.is_empty() {
            true => escaped_inline(path),
            false => shown.clone(),
        };
        match kind {
            "http" | "https" | "ftp" | "mailto" if shown.is_empty() => {
                format!("<{}>", target.replace(' ', "%20").replace(['<', '>'], "_"))
            }
            "http" | "https" | "ftp" | "mailto" if target.contains([' ', '(', ')', '<', '>']) => {
                format!("[{shown}](<{}>)", target.replace(['<', '>'], "_"))
            }
            "http" | "https" | "ftp" | "mailto" => format!("[{shown}]({target})"),
            "shell" | "elisp" | "help" | "info" => {
                self.luggage.losses.push(RUNNING);
                if shown.is_empty() {
                    code_span(target)
                } else {
                    shown
                }
            }
            "id" | "" if !is_medium(path) => name(path.trim_start_matches(['*', '#'])),
            _ => {
                let path = path.split("::").next().unwrap_or(path);
                if is_medium(path) {
                    return self.vault.shown(text, path, &mut self.luggage);
                }
                self.luggage.losses.push(ELSEWHERE);
                name(path)
            }
        }
    }

    fn footnote(&mut self, scan: &mut Scan, at: usize) -> Option<(String, usize)> {
        let end = scan.ends.find(at, "]")?;
        let (label, text) = match scan.text[at + 4..end].split_once(':') {
            Some((label, text)) => (label, text),
            None => (&scan.text[at + 4..end], ""),
        };
        let text = match text.is_empty() {
            true => self.footnotes.get(label).cloned().unwrap_or_default(),
            false => text.to_string(),
        };
        // One long footnote named a thousand times would swell a card beyond all limits.
        if text.is_empty() || self.room < text.len() {
            self.luggage.losses.push(NO_FOOTNOTE);
            return Some((String::new(), end + 1));
        }
        self.room -= text.len();
        // A footnote may have footnotes, and may stand in itself.
        let depth = scan.depth + DEPTH_MAX / 2;
        let shown = match depth < DEPTH_MAX {
            true => self.nested(&text, depth),
            false => escaped_inline(&text),
        };
        Some((format!(" ({shown})"), end + 1))
    }
}

impl Scan<'_> {
    /// Where the emphasis that starts at `at` ends, if one does.
    fn close(&mut self, at: usize) -> Option<usize> {
        let mark = self.text[at..].chars().next()?;
        let before = self.text[..at].chars().next_back();
        let opens = before.is_none_or(|c| c.is_whitespace() || "-('\"{[".contains(c) || is_mark(c));
        let inside = self.text[at + 1..].chars().next()?;
        if !opens || inside.is_whitespace() || inside == mark {
            return None;
        }
        let from = at + 1 + inside.len_utf8();
        let known = self
            .closes
            .get(&mark)
            .filter(|(asked, found)| *asked <= from && found.is_none_or(|found| from <= found));
        let found = match known {
            Some((_, found)) => *found,
            None => {
                let found = self.next_close(from, mark);
                self.closes.insert(mark, (from, found));
                found
            }
        };
        // Org lets emphasis run over one line end; texts are wrapped more than once.
        let lines_before = |at: usize| self.line_ends.partition_point(|end| *end < at);
        found.filter(|end| lines_before(*end) - lines_before(at) < 4)
    }

    fn next_close(&self, from: usize, mark: char) -> Option<usize> {
        let found = self.text[from..]
            .match_indices(mark)
            .map(|(found, _)| from + found);
        let ends = |end: &usize| {
            let before = self.text[..*end].chars().next_back();
            let behind = self.text[end + 1..].chars().next();
            !before.is_some_and(char::is_whitespace)
                && behind.is_none_or(|c| {
                    c.is_whitespace() || "-.,:;!?'\")}[]\\|/".contains(c) || is_mark(c)
                })
        };
        found.into_iter().find(ends)
    }
}

fn code(text: &str) -> String {
    code_span(&text.replace(BREAK, " "))
}

/// `<https://…>`, `<<target>>`.
fn angle(scan: &mut Scan, at: usize) -> Option<(String, usize)> {
    let rest = &scan.text[at..];
    let is_link = ["<http://", "<https://", "<mailto:"]
        .iter()
        .any(|start| rest.starts_with(start));
    if rest.starts_with("<<") {
        let end = scan.ends.on_line(at, ">>")?;
        let inside = scan.text[at + 2..end].trim_matches(['<', '>']);
        let end = end + 2 + usize::from(scan.text[end + 2..].starts_with('>'));
        return Some((escaped_inline(inside), end));
    }
    let end = scan.ends.on_line(at, ">").filter(|_| is_link)?;
    let link = &scan.text[at..end + 1];
    (!link.contains([' ', BREAK])).then(|| (link.to_string(), end + 1))
}

/// `\alpha`, `\(…\)`, `\[…\]`, and `\\` at the end of a line.
fn backslash(scan: &mut Scan, at: usize) -> Option<(String, usize)> {
    let rest = &scan.text[at + 1..];
    if rest.starts_with('(') {
        let end = scan.ends.find(at + 2, "\\)")?;
        let formula = unbroken(&scan.text[at + 2..end]);
        return Some((format!("${}$", formula.trim()), end + 2));
    }
    if rest.starts_with('[') {
        let end = scan.ends.find(at + 2, "\\]")?;
        return Some((
            format!("$${}$$", unbroken(&scan.text[at + 2..end])),
            end + 2,
        ));
    }
    if let Some(behind) = rest.strip_prefix('\\') {
        let behind = behind.trim_start_matches([' ', '\t']);
        let is_end = behind.is_empty() || behind.starts_with(['\n', BREAK]);
        let end = scan.text.len() - behind.len();
        return is_end.then(|| (String::new(), end));
    }
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let after_path = scan.text[..at].ends_with(['\\', ':']);
    let character = character(&rest[..length]).filter(|_| !after_path)?;
    let end = at + 1 + length;
    let braces = if scan.text[end..].starts_with("{}") {
        2
    } else {
        0
    };
    Some((escaped_inline(character), end + braces))
}

/// A formula has no breaks but its own.
fn unbroken(formula: &str) -> String {
    formula.replace(BREAK, "")
}

/// `$x$`, `$$x$$`; a price is none.
fn dollar(scan: &mut Scan, at: usize) -> Option<(String, usize)> {
    let mark = if scan.text[at..].starts_with("$$") {
        "$$"
    } else {
        "$"
    };
    let from = at + mark.len();
    let end = scan.ends.find(from, mark)?;
    let (inside, behind) = (&scan.text[from..end], &scan.text[end + mark.len()..]);
    let is_tight = !inside.is_empty() && inside.trim().len() == inside.len();
    let is_math = mark == "$$" || is_tight && !behind.starts_with(|c: char| c.is_alphanumeric());
    is_math.then(|| {
        (
            format!("{mark}{}{mark}", unbroken(inside)),
            end + mark.len(),
        )
    })
}

/// `src_sh[:x y]{rm -rf ~}`: code, shown and never run.
fn source(scan: &mut Scan, at: usize) -> Option<(String, usize)> {
    let before = scan.text[..at].chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let rest = &scan.text[at + 4..];
    let name = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    let mut open = at + 4 + name;
    if scan.text[open..].starts_with('[') {
        open = scan.ends.on_line(open, "]")? + 1;
    }
    let end = scan
        .ends
        .on_line(open, "}")
        .filter(|_| scan.text[open..].starts_with('{'))?;
    Some((code(&scan.text[open + 1..end]), end + 1))
}
