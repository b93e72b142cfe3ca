//! An org file parted into headlines, drawers, keywords and text.
//!
//! One pass over the lines; a file can be neither included nor run from here. A block hides what
//! looks like a headline only if it is closed: an open one ends nowhere, and would swallow the rest.

use super::document::{Document, Headline, Property};
use std::collections::HashMap;
use std::ops::Range;

/// Reads a whole file, line ends being line feeds.
pub fn parse(text: &str) -> Document<'_> {
    let lines: Vec<&str> = text.lines().collect();
    let ends = block_ends(&lines);
    let mut parser = Parser {
        keywords: HashMap::new(),
        tags: Vec::new(),
        headlines: Vec::new(),
        footnotes: HashMap::new(),
        open: Vec::new(),
        lines: &lines,
        ends: &ends,
        drawer_ends: drawer_ends(&lines),
    };
    let mut at = 0;
    while at < lines.len() {
        at = parser.line(at);
    }
    let Parser {
        keywords,
        tags,
        headlines,
        footnotes,
        ..
    } = parser;
    Document {
        keywords,
        tags,
        headlines,
        footnotes,
        lines,
    }
}

struct Parser<'t, 'l> {
    keywords: HashMap<String, &'t str>,
    tags: Vec<&'t str>,
    headlines: Vec<Headline<'t>>,
    footnotes: HashMap<&'t str, String>,
    /// The headlines that the next one may stand under.
    open: Vec<usize>,
    lines: &'l [&'t str],
    ends: &'l [Option<usize>],
    drawer_ends: Vec<Option<usize>>,
}

impl<'t> Parser<'t, '_> {
    /// Takes the line at `at` and what belongs to it; returns where to go on.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        if let Some(level) = level(line) {
            self.headline(at, level);
            return self.opening(at + 1);
        }
        if let Some(end) = self.ends[at] {
            self.text(at..end + 1);
            return end + 1;
        }
        if drawer(line).is_some() {
            if let Some(end) = self.drawer_ends[at] {
                if let Some(headline) = self.headlines.last_mut() {
                    headline
                        .drawers
                        .extend(drawer(line).map(|name| (name, at + 1..end)));
                }
                return end + 1;
            }
            let is_properties =
                drawer(line).is_some_and(|name| name.eq_ignore_ascii_case("PROPERTIES"));
            if let Some(headline) = self.headlines.last_mut().filter(|_| is_properties) {
                headline.open_drawer.get_or_insert(at + 1);
            }
        }
        if let Some((key, value)) = keyword(line) {
            self.keyword(&key.to_ascii_uppercase(), value);
        }
        if let Some(label) = footnote(line) {
            return self.footnote(at, label);
        }
        self.text(at..at + 1);
        at + 1
    }

    fn keyword(&mut self, key: &str, value: &'t str) {
        match key {
            "FILETAGS" => {
                let tags = value
                    .split(':')
                    .map(str::trim)
                    .filter(|tag| !tag.is_empty());
                self.tags.extend(tags);
            }
            "PROPERTY" => {
                let (key, value) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
                self.keywords.insert(key.to_ascii_uppercase(), value.trim());
            }
            key => {
                self.keywords.insert(key.to_string(), value);
            }
        }
    }

    fn text(&mut self, lines: Range<usize>) {
        if let Some(headline) = self.headlines.last_mut() {
            headline.body.extend(lines);
        }
    }

    fn headline(&mut self, at: usize, level: usize) {
        while self
            .open
            .last()
            .is_some_and(|idx| level <= self.headlines[*idx].level)
        {
            self.open.pop();
        }
        let (title, tags) = title_and_tags(&self.lines[at][level..]);
        let title = without_keyword(title);
        let comment = title.strip_prefix("COMMENT");
        let comment = comment.filter(|rest| rest.is_empty() || rest.starts_with(' '));
        self.headlines.push(Headline {
            line: at + 1,
            level,
            title: comment.unwrap_or(title).trim(),
            tags,
            parent: self.open.last().copied(),
            is_comment: comment.is_some(),
            ..Headline::default()
        });
        self.open.push(self.headlines.len() - 1);
    }

    /// Takes planning and properties, which stand directly under a headline.
    fn opening(&mut self, mut at: usize) -> usize {
        let lines = self.lines;
        let Some(headline) = self.headlines.last_mut() else {
            return at;
        };
        while let Some(line) = lines.get(at).filter(|line| is_planning(line)) {
            let behind = line
                .split_once("SCHEDULED:")
                .map(|(_, behind)| behind.trim());
            headline.scheduled = headline.scheduled.or(behind);
            at += 1;
        }
        let name = lines.get(at).and_then(|line| drawer(line));
        let is_properties = name.is_some_and(|name| name.eq_ignore_ascii_case("PROPERTIES"));
        match self.drawer_ends.get(at).copied().flatten() {
            Some(end) if is_properties => {
                let inside = lines[at + 1..end].iter().zip(at + 2..);
                headline.properties = inside
                    .filter_map(|(line, number)| property(line, number))
                    .collect();
                end + 1
            }
            _ => at,
        }
    }

    /// Takes a footnote's text, up to a blank line.
    fn footnote(&mut self, at: usize, label: &'t str) -> usize {
        let is_text = |line: &&&str| {
            !line.trim().is_empty() && level(line).is_none() && footnote(line).is_none()
        };
        let behind = self.lines[at + 1..].iter().take_while(is_text).count();
        let first = self.lines[at].split_once(']').map_or("", |(_, text)| text);
        let more = self.lines[at + 1..at + 1 + behind]
            .iter()
            .map(|line| line.trim());
        let words: Vec<&str> = std::iter::once(first.trim()).chain(more).collect();
        self.footnotes.entry(label).or_insert(words.join(" "));
        at + 1 + behind
    }
}

/// How many stars a headline has.
fn level(line: &str) -> Option<usize> {
    let stars = line.bytes().take_while(|byte| *byte == b'*').count();
    (0 < stars && line[stars..].starts_with(' ')).then_some(stars)
}

fn title_and_tags(line: &str) -> (&str, Vec<&str>) {
    let line = line.trim();
    let (title, last) = match line.rsplit_once([' ', '\t']) {
        Some((title, last)) => (title.trim_end(), last),
        None => ("", line),
    };
    let inside = last
        .strip_prefix(':')
        .and_then(|last| last.strip_suffix(':'));
    let is_tag = |tag: &str| {
        !tag.is_empty()
            && tag
                .chars()
                .all(|c| c.is_alphanumeric() || "_@#%-".contains(c))
    };
    match inside {
        Some(tags) if tags.split(':').all(is_tag) => (title, tags.split(':').collect()),
        _ => (line, Vec::new()),
    }
}

/// Cuts `TODO`, its like, and `[#A]` from a title.
fn without_keyword(title: &str) -> &str {
    const KEYWORDS: &[&str] = &[
        "TODO",
        "DONE",
        "NEXT",
        "WAITING",
        "STARTED",
        "CANCELLED",
        "HOLD",
    ];
    let (first, rest) = title.split_once(' ').unwrap_or((title, ""));
    let title = if KEYWORDS.contains(&first) {
        rest.trim_start()
    } else {
        title
    };
    let is_priority = title.starts_with("[#") && title.get(3..4) == Some("]");
    if is_priority {
        title[4..].trim_start()
    } else {
        title
    }
}

fn is_planning(line: &str) -> bool {
    let line = line.trim_start();
    ["SCHEDULED:", "DEADLINE:", "CLOSED:"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// The name in `:NAME:` on a line of its own.
fn drawer(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix(':')?.strip_suffix(':')?;
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "_-".contains(c));
    (is_name && !name.eq_ignore_ascii_case("END")).then_some(name)
}

/// For each line that opens a drawer, the line of its `:END:`.
fn drawer_ends(lines: &[&str]) -> Vec<Option<usize>> {
    let mut ends = vec![None; lines.len()];
    let mut next = None;
    for (idx, line) in lines.iter().enumerate().rev() {
        if line.trim().eq_ignore_ascii_case(":END:") {
            next = Some(idx);
        } else if level(line).is_some() {
            next = None;
        } else if drawer(line).is_some() {
            ends[idx] = next;
        }
    }
    ends
}

fn property(line: &str, number: usize) -> Option<Property<'_>> {
    let (name, value) = line.trim().strip_prefix(':')?.split_once(':')?;
    Some(Property {
        name,
        value: value.trim(),
        line: number,
    })
}

/// Reads `#+KEY: value`.
pub fn keyword(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start().strip_prefix("#+")?.split_once(':')?;
    let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
    is_key.then(|| (key, value.trim()))
}

/// The label of a footnote that is explained on this line.
fn footnote(line: &str) -> Option<&str> {
    let (label, _) = line.strip_prefix("[fn:")?.split_once(']')?;
    (!label.is_empty() && !label.contains([':', '[', ' '])).then_some(label)
}

/// What stands behind `#+begin_`, or `#+end_`: the name, and the rest of the line.
pub fn block_mark<'l>(line: &'l str, start: &str) -> Option<(&'l str, &'l str)> {
    let line = line.trim();
    let rest = line.get(start.len()..)?;
    line[..start.len()].eq_ignore_ascii_case(start).then(|| {
        let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        (name, rest.trim())
    })
}

/// For each line that opens a block, the line that closes it.
pub fn block_ends(lines: &[&str]) -> Vec<Option<usize>> {
    let mut ends = vec![None; lines.len()];
    let mut next: HashMap<String, usize> = HashMap::new();
    for (idx, line) in lines.iter().enumerate().rev() {
        if let Some((name, _)) = block_mark(line, "#+end_") {
            next.insert(name.to_ascii_lowercase(), idx);
        } else if let Some((name, _)) = block_mark(line, "#+begin_") {
            ends[idx] = next.remove(&name.to_ascii_lowercase());
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_has_a_title_and_tags() {
        let document = parse("* TODO [#A] One two :a:b_c:\n** Three :no tag:\n*bold*\n");
        assert_eq!(document.headlines[0].title, "One two");
        assert_eq!(document.headlines[0].tags, ["a", "b_c"]);
        assert_eq!(document.headlines[1].title, "Three :no tag:");
        assert_eq!(document.headlines[1].parent, Some(0));
        assert_eq!(document.body(1), ["*bold*"]);
    }

    #[test]
    fn planning_properties_and_drawers_are_no_text() {
        let text = "* a\n  SCHEDULED: <2024-05-01 Wed>\n  :PROPERTIES:\n  :ID: x\n  :END:\nb\n:LOGBOOK:\nc\n:END:\nd\n";
        let document = parse(text);
        let headline = &document.headlines[0];
        assert_eq!(headline.scheduled, Some("<2024-05-01 Wed>"));
        assert_eq!(
            headline.property("id").map(|id| (id.value, id.line)),
            Some(("x", 4))
        );
        assert_eq!(headline.drawers, [("LOGBOOK", 7..8)]);
        assert_eq!(document.body(0), ["b", "d"]);
    }

    #[test]
    fn a_drawer_that_is_never_closed_is_named() {
        let document = parse("* a\n:PROPERTIES:\n:ID: x\n* b\n:END:\n");
        assert_eq!(document.headlines[0].open_drawer, Some(2));
        assert_eq!(document.headlines[1].open_drawer, None);
    }

    #[test]
    fn a_closed_block_hides_headlines_an_open_one_does_not() {
        let closed = parse("* a\n#+BEGIN_SRC sh\n* b\n#+end_src\n* c\n");
        assert_eq!(closed.headlines.len(), 2);
        let open = parse("* a\n#+begin_src\n* b\n#+begin_src\n* c\n#+end_src\n");
        assert_eq!(open.headlines.len(), 2);
    }

    #[test]
    fn tags_and_properties_are_inherited() {
        let text = "#+FILETAGS: :x:y:\n#+PROPERTY: DECK d\n* a :b:\n:PROPERTIES:\n:P: 1\n:END:\n** c :e:\n";
        let document = parse(text);
        assert_eq!(document.all_tags(1), ["e", "b", "x", "y"]);
        assert_eq!(document.inherited(1, "P"), Some("1"));
        assert_eq!(document.inherited(1, "deck"), Some("d"));
        assert_eq!(document.inherited(0, "Q"), None);
    }

    #[test]
    fn footnotes_are_kept_apart() {
        let document = parse("* a\nb[fn:1]\n\n[fn:1] c\nd\n\ne\n");
        assert_eq!(document.footnotes["1"], "c d");
        assert_eq!(document.body(0), ["b[fn:1]", "", "", "e"]);
    }
}
