//! Texts with Anki's clozes, and nothing else that says what they are: `The port is {{c1::5432}}.`
//!
//! Each list item and each paragraph that hides something is a card; headings above are its topics.
//! Lists of such lines are what people write for Anki's window, or have written for them.

use crate::import::draft::{Ask, Fault, Harvest};
use crate::import::file::File;
use crate::import::format::{Format, Likeness, Options};
use crate::import::text::clozed_code::{freed, n_clozes};
use crate::import::text::dialect::page::heading;
use crate::import::text::dialect::{self, Desk, Found, Page};
use crate::import::text::headed::names::{self, list_mark};
use crate::import::text::markdown::Line;

pub struct ClozeLines;

impl Format for ClozeLines {
    fn name(&self) -> &'static str {
        "cloze-lines"
    }

    fn label(&self) -> &'static str {
        "lines with {{c1::…}}, in Markdown or plain text"
    }

    fn likeness(&self, file: &File) -> Likeness {
        let is_text = ["md", "txt", "markdown"]
            .iter()
            .any(|end| file.has_extension(end));
        if !is_text {
            return Likeness::No;
        }
        dialect::likeness(file, |text| {
            let page = Page::new(text);
            let pieces = pieces(&page.lines);
            let n_cards = pieces.iter().filter(|piece| piece.hides()).count();
            let is_ours = pieces.len() <= 3 * n_cards && !pieces.iter().any(Piece::is_foreign);
            (is_ours && 2 <= n_cards).then_some(n_cards)
        })
    }

    fn read(&self, file: &File, options: &Options, harvest: &mut Harvest) -> Result<(), Fault> {
        let text = file.text(options.encoding.as_deref(), &options.limits)?;
        let page = Page::new(&text);
        let mut desk = Desk::new(file, &page, None, options, harvest);
        for piece in pieces(&page.lines) {
            if piece.text.contains("{{c") && piece.hides() {
                piece.give(&mut desk, options.limits.clozes)?;
            } else if !piece.text.ends_with(':') {
                desk.lose("text outside of cards is left out", piece.line);
            }
        }
        Ok(())
    }
}

/// A list item with what belongs to it, or a paragraph.
struct Piece {
    line: usize,
    text: String,
    topics: Vec<String>,
}

impl Piece {
    fn hides(&self) -> bool {
        0 < n_clozes(&freed(&self.text))
    }

    /// Whether marks of another dialect or columns of a table stand in it.
    fn is_foreign(&self) -> bool {
        let marks = [
            "\t",
            "#card",
            "#flashcard",
            "<!--SR:",
            "<!--ID:",
            "START",
            "```",
            "| ",
        ];
        let starts = ["Q:", "A:", "C:", "T:", "#separator", "#notetype", "#+", "|"];
        // Columns behind the text.
        let behind = self.text.rsplit("}}").next().unwrap_or_default();
        let is_row = self.hides() && behind.contains([';', '|']);
        is_row
            || marks.iter().any(|mark| self.text.contains(mark))
            || starts.iter().any(|start| self.text.starts_with(start))
    }

    fn give(self, desk: &mut Desk, most: usize) -> Result<(), Fault> {
        let answer = freed(&self.text).into_owned();
        let found = n_clozes(&answer);
        if most < found {
            desk.harvest.n_notes += 1;
            let what = format!("it has {found} clozes, at most {most} are read");
            desk.refuse(self.line, what, "part it, or raise `--max-clozes`");
            return Ok(());
        }
        desk.take(Found {
            line: self.line,
            answer,
            ask: Ask::Cloze,
            tags: self.topics,
            ..Found::default()
        })
    }
}

fn pieces(lines: &[Line]) -> Vec<Piece> {
    let (mut pieces, mut topics) = (Vec::new(), Vec::<(usize, &str)>::new());
    let mut open: Option<(Piece, usize)> = None;
    for line in lines {
        let trimmed = line.text.trim();
        let is_rule = 3 <= trimmed.len() && trimmed.bytes().all(|byte| byte == b'-');
        if let Some(heading) = heading(line) {
            pieces.extend(open.take().map(|(piece, _)| piece));
            topics.retain(|(level, _)| *level < heading.level);
            topics.push((heading.level, heading.text));
        } else if trimmed.is_empty() || is_rule {
            pieces.extend(open.take().map(|(piece, _)| piece));
        } else if let Some((width, text)) = list_mark(line.text).filter(|_| !line.verbatim) {
            pieces.extend(open.take().map(|(piece, _)| piece));
            open = Some((piece(line, text, &topics), width));
        } else if let Some((piece, _)) = open
            .as_mut()
            .filter(|(piece, width)| goes_on(line, piece, *width))
        {
            piece.text.push('\n');
            piece.text.push_str(trimmed);
        } else {
            pieces.extend(open.take().map(|(piece, _)| piece));
            open = Some((piece(line, trimmed, &topics), 0));
        }
    }
    pieces.extend(open.map(|(piece, _)| piece));
    pieces
}

/// Whether a line belongs to what is open: to an item if it stands farther in; to a paragraph unless
/// each of the two hides something, as lines of a list without marks do.
fn goes_on(line: &Line, piece: &Piece, width: usize) -> bool {
    let indent = line.text.len() - line.text.trim_start().len();
    match width {
        0 => !(line.text.contains("{{c") && piece.text.contains("{{c")),
        _ => 0 < indent,
    }
}

fn piece(line: &Line, text: &str, topics: &[(usize, &str)]) -> Piece {
    Piece {
        line: line.number,
        text: text.trim().to_string(),
        // The first heading of a file is its title.
        topics: topics
            .iter()
            .skip(1)
            .map(|(_, topic)| names::topic(topic))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dialect::tests::{check, likeness};

    #[test]
    fn each_item_and_each_paragraph_that_hides_is_a_card() {
        check(
            &ClozeLines,
            "# T\n\nProse.\n\n## Net\n\n- a {{c1::b}}\n  c\n- d `e {{c1::f}}`\n1. {{c1::g}} {{c2::h::i}}\n\nj {{c1::k}}\nl {{c1::m}}\n",
            "@a.md:7 a #Net Cloze\n\n=> a {{c1::b}}\nc\n\
             @a.md:9 a #Net Cloze\n\n=> d `e` {{c1::`f`}}\n\
             @a.md:10 a #Net Cloze\n\n=> {{c1::g}} {{c2::h::i}}\n\
             @a.md:12 a #Net Cloze\n\n=> j {{c1::k}}\n\
             @a.md:13 a #Net Cloze\n\n=> l {{c1::m}}\n\
             - 1 text outside of cards is left out: a.md:3\n",
        );
    }

    #[test]
    fn a_note_on_clozes_and_the_files_of_others_are_not_claimed() {
        let claimed = |text: &str| likeness(&ClozeLines, text.as_bytes());
        assert_eq!(claimed("a {{c1::b}}\n\nc {{c1::d}}\n"), Likeness::Cards(2));
        for text in [
            "Write {{c1::text}} to hide.\n",
            "a {{c1::b}}\n\nc {{c1::d}}\n\ne\n\nf\n\ng\n\nh\n\ni\n",
            "a {{c1::b}}\tc\nd {{c1::e}}\tf\n",
            "a {{c1::b}};c\nd {{c1::e}};f\n",
            "```\na {{c1::b}}\n\nc {{c1::d}}\n```\n",
            "T: a {{c1::b}}\n\n---\n\nT: c {{c1::d}}\n",
            "{{ .Values.c1 }}\n\n{{ b }}\n",
        ] {
            assert_eq!(claimed(text), Likeness::No, "{text}");
        }
    }
}
