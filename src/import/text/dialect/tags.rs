//! The HTML in a side of a card, as Markdown.
//!
//! Blocks that Markdown has its own way to write (listings, lists, tables) are converted as a
//! browser shows them, inline tags become marks, comments go. Code, tables and formulas of Markdown
//! stay as they are.

use crate::import::limits::Limits;
use crate::import::text::headed::inline::{self, Tag, block_end};
use crate::import::text::headed::{Row, rows_of};
use crate::import::text::html::{self, Page};
use crate::import::text::markdown::lines;
use std::borrow::Cow;

/// Returns `text` without its tags; what is beyond the limits stays.
pub fn as_markdown<'t>(text: &'t str, limits: &Limits) -> Cow<'t, str> {
    if !["</", "<br", "<!--"].iter().any(|mark| text.contains(mark)) {
        return text.into();
    }
    let rows = rows(text);
    let divisions = Divisions::of(&rows);
    let (mut writer, mut endless, mut row) = (Writer::default(), Vec::new(), 0);
    while row < rows.len() {
        let end = block_end(&rows, row, &mut endless).or_else(|| divisions.end(&rows, row));
        let block = end.and_then(|end| Some((end, block(&rows[row..end], limits)?)));
        match block {
            Some((end, markdown)) => {
                writer.block(&markdown);
                row = end;
            }
            None => {
                writer.row(rows[row]);
                row += 1;
            }
        }
    }
    writer.written().into()
}

/// The rows of a side: what is code for Markdown is hidden here, indented lines too.
fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = rows_of(text);
    for (row, line) in rows.iter_mut().zip(lines(text)) {
        row.hidden = line.verbatim;
    }
    rows
}

/// Pictures in one block, beyond which it stays as it is.
const PICTURES_MAX: usize = 100;

fn is_division(tag: &Tag) -> bool {
    tag.is("div") || tag.is("p")
}

/// Lines that begin with `<div>` or `<p>` and close all that they open, as editors of fields write
/// them. Where blank lines stand inside, there is Markdown between them.
struct Divisions {
    /// How many are open in front of each row, and behind the last one.
    depths: Vec<isize>,
    /// Where the paragraph of each row ends.
    ends: Vec<usize>,
}

impl Divisions {
    fn of(rows: &[Row]) -> Divisions {
        let mut depths = vec![0];
        for row in rows {
            let tags = row.text.match_indices('<');
            let tags = tags.filter_map(|(at, _)| Tag::at(&row.text[at..]).filter(is_division));
            let depth: isize = tags.map(|tag| if tag.closing { -1 } else { 1 }).sum();
            depths.push(depths[depths.len() - 1] + depth);
        }
        let mut ends: Vec<usize> = (0..rows.len()).collect();
        for (idx, row) in rows.iter().enumerate().rev() {
            if !row.is_blank() && !row.hidden {
                ends[idx] = ends.get(idx + 1).map_or(idx + 1, |end| (*end).max(idx + 1));
            }
        }
        Divisions { depths, ends }
    }

    /// The row behind those that begin at `start`; `None` where none begin.
    fn end(&self, rows: &[Row], start: usize) -> Option<usize> {
        let first = Tag::at(rows[start].text.trim_start()).filter(is_division)?;
        let end = self.ends[start];
        let is_closed = self.depths[start] == self.depths[end];
        (start < end && is_closed && !first.closing).then_some(end)
    }
}

/// Converts a block. Its pictures keep the path that they have in it, for whoever settles links.
fn block(rows: &[Row], limits: &Limits) -> Option<String> {
    let lines: Vec<&str> = rows.iter().map(|row| row.text).collect();
    let html = lines.join("\n");
    let mut read = html::read(&html, Page::default(), limits).ok()?;
    if PICTURES_MAX < read.media.len() {
        return None;
    }
    for path in &read.media {
        let name = path.rsplit('/').next().unwrap_or(path);
        for target in [format!("](media/{name})"), format!("](<media/{name}>)")] {
            read.markdown = read.markdown.replace(&target, &format!("](<{path}>)"));
        }
    }
    let indent = &lines[0][..lines[0].len() - lines[0].trim_start().len()];
    let indented = |line: &str| match line.is_empty() {
        true => String::new(),
        false => format!("{indent}{line}"),
    };
    let markdown = read.markdown.trim().lines().map(indented);
    Some(markdown.collect::<Vec<_>>().join("\n"))
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Lines whose inline tags are still to be read, since they may reach over several.
    open: String,
    /// A block stands in front: text behind it is a paragraph of its own.
    is_behind_block: bool,
}

impl Writer {
    fn block(&mut self, markdown: &str) {
        self.close();
        if !markdown.is_empty() {
            self.part();
            self.out.push_str(markdown);
            self.out.push('\n');
            self.is_behind_block = true;
        }
    }

    fn row(&mut self, row: Row) {
        if is_only_comment(row) || self.is_behind_block && row.is_blank() {
            return;
        }
        if self.is_behind_block {
            self.part();
            self.is_behind_block = false;
        }
        let is_kept = row.hidden || row.text.contains(['|', '$']);
        if is_kept {
            self.close();
        }
        let part = if is_kept {
            &mut self.out
        } else {
            &mut self.open
        };
        part.push_str(row.text);
        part.push('\n');
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.out.push_str(&inline::markdown(&open));
    }

    /// Leaves a line blank behind what is written.
    fn part(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn written(mut self) -> String {
        self.close();
        self.out.truncate(self.out.trim_end_matches('\n').len());
        self.out
    }
}

/// Whether nothing else than a comment, or a part of one, stands on the row.
fn is_only_comment(row: Row) -> bool {
    let behind = row.text.rsplit_once("-->").map_or("", |(_, behind)| behind);
    row.is_comment && behind.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(as_markdown(text, &Limits::default()), expected, "{text}");
    }

    #[test]
    fn listings_become_fences() {
        check(
            "Run:\n<pre><code class=\"language-go\">if a &lt; b {\n\n    f()\n}\n</code></pre>\nor <b>not</b>",
            "Run:\n\n```go\nif a < b {\n\n    f()\n}\n```\n\nor **not**",
        );
        check(
            "- a\n\n  <pre>b</pre>\n\n  c",
            "- a\n\n  ```\n  b\n  ```\n\n  c",
        );
        check("<pre>never closed<br>", "<pre>never closed");
    }

    #[test]
    fn lists_and_tables_become_those_of_markdown() {
        check(
            "Two:\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
            "Two:\n\n- a\n- b",
        );
        check(
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        );
    }

    #[test]
    fn lines_of_an_editor_are_lines() {
        check(
            "<div>a</div><img src=\"b/c d.png\"><div>e</div><div>\n</div><div>f</div>\n\ng",
            "a\\\n![](<b/c d.png>)\\\ne\\\nf\n\ng",
        );
        check("<div>\n\n**a**\n\n</div>", "\n\n**a**");
    }

    #[test]
    fn comments_go_but_not_out_of_code() {
        check("a\n<!-- b\nc -->\nd", "a\nd");
        check("<!-- a --> b", "<!-- a --> b");
        check("```\n<!-- a -->\n```", "```\n<!-- a -->\n```");
    }
}
