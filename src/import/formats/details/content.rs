//! What stands in a `<details>` block, as Markdown.
//!
//! Markdown stays as it is. Tags of decoration go, inline tags become Markdown, a block in the block
//! becomes its summary in bold and its text, and HTML blocks (tables, lists, `<pre>`) are converted.

use crate::import::draft::Harvest;
use crate::import::file::File;
use crate::import::limits::Limits;
use crate::import::text::headed::inline::{Tag, block_end};
use crate::import::text::headed::{Outline, blocks, links, names, text_of};
use crate::import::text::html::{self, Page};
use crate::import::text::promise::{is_promise, words};

/// Characters of a hint that stands in one field.
pub const HINT_MAX: usize = 600;

/// Markdown, and what the HTML in it refers to and has lost.
#[derive(Default)]
pub struct Content {
    pub markdown: String,
    media: Vec<String>,
    losses: Vec<&'static str>,
}

impl Content {
    /// Reads lines and adds them. An error says in words which limit they are beyond.
    pub fn read(&mut self, lines: &[&str], limits: &Limits) -> Result<(), String> {
        let text = undecorated(lines);
        let outline = Outline::new(&text);
        let (mut open, mut row): (Vec<String>, usize) = (Vec::new(), 0);
        let mut endless = Vec::new();
        while row < outline.rows.len() {
            if let Some(end) = block_end(&outline.rows, row, &mut endless) {
                self.add(&mut open);
                let html: Vec<&str> = outline.rows[row..end].iter().map(|row| row.text).collect();
                self.html(&html.join("\n"), limits)?;
                row = end;
                continue;
            }
            let line = outline.rows[row];
            open.push(match line.hidden {
                true => line.text.to_string(),
                false => blocks::without_tags(line.text).0,
            });
            row += 1;
        }
        self.add(&mut open);
        Ok(())
    }

    /// Adds lines of Markdown as paragraphs of their own.
    fn add(&mut self, lines: &mut Vec<String>) {
        let lines = std::mem::take(lines);
        let kept: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|line| !names::is_decoration(line))
            .collect();
        self.push(&without_rules(&text_of(&kept)));
    }

    fn push(&mut self, markdown: &str) {
        if markdown.is_empty() {
            return;
        }
        if !self.markdown.is_empty() {
            self.markdown.push_str("\n\n");
        }
        self.markdown.push_str(markdown);
    }

    fn html(&mut self, text: &str, limits: &Limits) -> Result<(), String> {
        let read = html::read(text, Page::default(), limits)?;
        self.push(read.markdown.trim());
        self.media.extend(read.media);
        self.losses.extend(read.losses);
        Ok(())
    }

    /// Adds the files and losses to the harvest.
    pub fn report(&self, file: &File, place: &str, harvest: &mut Harvest) {
        for name in &self.media {
            links::take_named(name, file, place, harvest);
        }
        for loss in &self.losses {
            harvest.losses.add(loss, place);
        }
    }
}

/// Joins lines without the tags that only decorate the whole: a break in front, bold around all.
fn undecorated(lines: &[&str]) -> String {
    let text = lines.join("\n");
    let mut inner = text.trim_end();
    loop {
        let front = inner.trim_start();
        let tag = Tag::at(front).filter(|tag| tag.is("br") || tag.is("p"));
        match (tag, inner.split_once('\n')) {
            (Some(tag), _) => inner = &front[tag.length..],
            (None, Some((first, rest))) if first.trim().is_empty() => inner = rest,
            _ => break,
        }
    }
    for (open, close) in [("<b>", "</b>"), ("<strong>", "</strong>")] {
        let bare = inner.trim_start().strip_prefix(open);
        let bare = bare.and_then(|rest| rest.strip_suffix(close));
        if let Some(bare) = bare.filter(|bare| !bare.contains(open)) {
            return bare.to_string();
        }
    }
    inner.to_string()
}

/// Rules at the end part this card from the next.
fn without_rules(text: &str) -> String {
    let mut text = text;
    while let Some((front, last)) = text.rsplit_once('\n') {
        if !names::is_rule(last) || !front.ends_with('\n') {
            break;
        }
        text = front.trim_end();
    }
    text.to_string()
}

/// Whether an answer is none: nothing, or a promise of one.
pub fn is_unanswered(markdown: &str) -> bool {
    const NONE: [&str; 2] = ["n/a", "pending"];
    let words = words(markdown);
    words.is_empty() && !markdown.contains("![") && !markdown.contains("```")
        || NONE.contains(&words.as_str())
        || is_promise(markdown)
}

/// What stands below a promise of an answer; `None` where the text starts with none, or is no more.
pub fn below_promise(markdown: &str) -> Option<&str> {
    let (first, rest) = markdown.split_once("\n\n")?;
    let rest = rest.trim_start_matches('\n');
    (is_promise(first) && !is_unanswered(rest)).then_some(rest)
}
