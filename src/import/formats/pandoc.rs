//! Slides as pandoc and anki-panky have them: a question, a line `. . .`, its answer; a line `---`
//! or a heading starts the next slide.
//!
//! A slide without the pause is a card if a heading is its question. `<AnkiTags a b/>` holds tags.

use crate::import::draft::{Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::dialect::page::{Heading, heading, is_mark, is_rule, text_of};
use crate::import::text::dialect::{self, Desk, Found, Page, wording};
use crate::import::text::markdown::Line;

pub struct Pandoc;

impl Format for Pandoc {
    fn name(&self) -> &'static str {
        "pandoc"
    }

    fn label(&self) -> &'static str {
        "pandoc slides, anki-panky (Markdown with a pause `. . .` in front of each answer)"
    }

    fn likeness(&self, file: &File) -> Likeness {
        dialect::likeness(file, |text| count(&Page::new(text)))
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let (title, n_title) = title(&page.lines);
        let mut desk = Desk::new(file, &page, title, options, harvest);
        let mut topics: Vec<(usize, String)> = Vec::new();
        for slide in slides(&page.lines[n_title..]) {
            slide.give(&mut topics, &mut desk)?;
        }
        Ok(())
    }
}

/// Whole cards, where slides are cards; `None` where nothing speaks for them.
fn count(page: &Page) -> Option<usize> {
    let slides = slides(&page.lines[title(&page.lines).1..]);
    let n_paused = slides.iter().filter(|slide| slide.is_paused()).count();
    let is_tagged = slides
        .iter()
        .any(|slide| slide.lines.iter().any(|line| tags(line).is_some()));
    if n_paused == 0 && !is_tagged {
        return None;
    }
    // A talk pauses here and there, and more than once on a slide.
    match is_tagged || slides.len() <= 2 * n_paused {
        true => Some(slides.iter().filter(|slide| slide.is_whole()).count()),
        false => Some(0),
    }
}

/// What pandoc's title block says, `% Title`, `% Author`, `% Date`, and how many lines it has.
fn title(lines: &[Line]) -> (Option<String>, usize) {
    let is_block = |line: &&Line| !line.verbatim && line.text.starts_with("% ");
    let n_lines = lines.iter().take_while(is_block).count().min(3);
    let title = lines
        .first()
        .filter(is_block)
        .map(|line| line.text[2..].trim().to_string());
    (title.filter(|title| !title.is_empty()), n_lines)
}

/// One slide that is not empty.
struct Slide<'p, 't> {
    heading: Option<Heading<'t>>,
    line: usize,
    /// Behind the heading.
    lines: &'p [Line<'t>],
}

fn slides<'p, 't>(lines: &'p [Line<'t>]) -> Vec<Slide<'p, 't>> {
    let level = slide_level(lines);
    let mut slides = Vec::new();
    let mut start = 0;
    for (idx, line) in lines.iter().enumerate() {
        let is_start = heading(line).is_some_and(|heading| heading.level <= level);
        if is_start || is_rule(line) {
            slides.extend(slide(&lines[start..idx], level));
            start = idx + usize::from(!is_start);
        }
    }
    slides.extend(slide(&lines[start..], level));
    slides
}

fn slide<'p, 't>(lines: &'p [Line<'t>], level: usize) -> Option<Slide<'p, 't>> {
    let first = lines.iter().position(|line| !line.text.trim().is_empty())?;
    let heading = heading(&lines[first]).filter(|heading| heading.level <= level);
    Some(Slide {
        heading,
        line: lines[first].number,
        lines: &lines[first + usize::from(heading.is_some())..],
    })
}

/// The highest level of a heading with text right under it, 1 or 2: those start slides, as pandoc
/// has it.
fn slide_level(lines: &[Line]) -> usize {
    let mut last = None;
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        let heading = heading(line).map(|heading| heading.level);
        if last == Some(1) && heading.is_none() && !is_rule(line) {
            return 1;
        }
        last = heading;
    }
    2
}

impl<'t> Slide<'_, 't> {
    fn pause(&self) -> Option<usize> {
        self.lines.iter().position(|line| is_mark(line, ". . ."))
    }

    fn is_paused(&self) -> bool {
        self.pause().is_some()
    }

    fn is_whole(&self) -> bool {
        let (question, answer) = self.sides();
        !dialect::is_blank(&question) && !dialect::is_blank(&answer) && !self.is_apparatus()
    }

    /// Whether it is no card, but contents, references and the like.
    fn is_apparatus(&self) -> bool {
        let heading = self.heading.as_ref();
        heading.is_some_and(|heading| wording::is_apparatus(heading.text))
    }

    /// Question and answer.
    fn sides(&self) -> (String, String) {
        let kept: Vec<Line> = self
            .lines
            .iter()
            .filter(|line| tags(line).is_none())
            .copied()
            .collect();
        let pause = kept.iter().position(|line| is_mark(line, ". . ."));
        let (above, below) = match pause {
            Some(pause) => (&kept[..pause], &kept[pause + 1..]),
            None if self.heading.is_some() => (&kept[..0], &kept[..]),
            None => (&kept[..], &kept[..0]),
        };
        // Further pauses only show the answer step by step.
        let below: Vec<Line> = below
            .iter()
            .filter(|line| !is_mark(line, ". . ."))
            .copied()
            .collect();
        let question = match (self.heading, plain(above)) {
            (Some(heading), more) if more.is_empty() => heading.text.to_string(),
            (Some(heading), more) => format!("{}\n\n{more}", heading.text),
            (None, text) => text,
        };
        (question, plain(&below))
    }

    fn give(&self, topics: &mut Vec<(usize, String)>, desk: &mut Desk) -> Result<(), Fault> {
        let (question, answer) = self.sides();
        if let Some(heading) = self
            .heading
            .filter(|_| answer.is_empty() && self.lines.iter().all(is_empty))
        {
            topics.retain(|(level, _)| *level < heading.level);
            topics.push((heading.level, heading.text.to_string()));
            return Ok(());
        }
        if self.is_apparatus() {
            desk.lose("contents, references and the like are left out", self.line);
            return Ok(());
        }
        let own = self.lines.iter().filter_map(tags).flatten();
        let tags = topics.iter().map(|(_, topic)| topic.clone()).chain(own);
        desk.take(Found {
            line: self.line,
            question,
            answer,
            tags: tags.collect(),
            ..Found::default()
        })
    }
}

fn is_empty(line: &Line) -> bool {
    line.text.trim().is_empty()
}

/// Reads `<AnkiTags a b/>`.
fn tags(line: &Line) -> Option<Vec<String>> {
    let inside = line.text.trim().strip_prefix("<AnkiTags")?;
    let inside = inside.split(['/', '>']).next().unwrap_or_default();
    (!line.verbatim).then(|| inside.split_whitespace().map(str::to_string).collect())
}

/// The longest list of attributes, in bytes.
const ATTRIBUTES_MAX: usize = 200;

/// The text of lines without pandoc's attributes behind links and pictures: `{width=50%}`.
fn plain(lines: &[Line]) -> String {
    let cut: Vec<String> = lines
        .iter()
        .map(|line| match line.verbatim {
            true => line.text.to_string(),
            false => without_attributes(line.text),
        })
        .collect();
    let lines: Vec<Line> = lines
        .iter()
        .zip(&cut)
        .map(|(line, text)| Line { text, ..*line })
        .collect();
    text_of(&lines)
}

fn without_attributes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut rest, mut is_code) = (line, false);
    while let Some(at) = rest.find("){") {
        let (before, inside) = rest.split_at(at + 1);
        out.push_str(before);
        is_code ^= before.matches('`').count() % 2 == 1;
        // Attributes are short; a longer search in each of many would take for ever.
        let end = inside
            .bytes()
            .take(ATTRIBUTES_MAX)
            .position(|byte| byte == b'}');
        rest = match end.filter(|end| !is_code && are_attributes(&inside[1..*end])) {
            Some(end) => &inside[end + 1..],
            None => inside,
        };
        // What is no list of attributes goes on behind its brace.
        if rest.len() == inside.len() {
            out.push('{');
            rest = &inside[1..];
        }
    }
    out + rest
}

fn are_attributes(inside: &str) -> bool {
    let is_one = |word: &str| word.starts_with(['.', '#']) || word.contains('=');
    !inside.trim().is_empty() && inside.split_whitespace().all(is_one)
}

#[cfg(test)]
mod tests;
