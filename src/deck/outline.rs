//! The Markdown structure of a piece of text: blocks, list items, code.
//!
//! Markdown is never rebuilt from events; they only tell where things lie, and the text is then
//! cut by lines, so that it stays as its author wrote it.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use std::ops::Range;

/// Deeper than this no reader follows, and no renderer should have to.
pub const DEPTH_MAX: usize = 128;

/// Where things lie; ranges are bytes of the text that was read.
#[derive(Debug, Default)]
pub struct Outline {
    pub blocks: Vec<Block>,
    /// Code spans and code blocks, in order.
    pub code: Vec<Range<usize>>,
    /// Code blocks and HTML blocks: their lines are kept as they are.
    pub verbatim: Vec<Range<usize>>,
    /// Hard breaks written as blanks at the end of a line.
    pub breaks: Vec<Range<usize>>,
    /// Code fences that end only because what they stand in ends.
    pub open_fences: Vec<Range<usize>>,
    /// Where something is nested deeper than `DEPTH_MAX`.
    pub too_deep: Option<usize>,
}

/// A block that stands in no other.
#[derive(Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub enum BlockKind {
    Rule,
    /// `##`, or text over `---`.
    SecondLevelHeading,
    List(List),
    Other,
}

#[derive(Debug)]
pub struct List {
    pub ordered: bool,
    pub items: Vec<Item>,
}

#[derive(Debug)]
pub struct Item {
    pub range: Range<usize>,
    /// `[x]` or `[ ]`, and where it lies.
    pub task: Option<(bool, Range<usize>)>,
    /// The block quote that ends the item, with nothing but blanks behind it.
    pub quote: Option<Range<usize>>,
}

/// Reads `text` as Markdown.
pub fn outline(text: &str) -> Outline {
    // Metadata blocks stay off: with them a `---` … `---` pair in a body would vanish.
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut outline = Outline::default();
    let mut depth = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                outline.start(text, &tag, range, depth);
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => outline.leaf(text, &event, range, depth),
        }
        if depth > DEPTH_MAX {
            break;
        }
    }
    outline
}

impl Outline {
    fn start(&mut self, text: &str, tag: &Tag, range: Range<usize>, depth: usize) {
        if depth == DEPTH_MAX {
            self.too_deep = Some(range.start);
        }
        if depth == 0 {
            self.block(tag, range.clone());
        } else if let Some(list) = self.list() {
            match (depth, tag) {
                (1, Tag::Item) => list.items.push(Item {
                    range: range.clone(),
                    task: None,
                    quote: None,
                }),
                (2, _) => list.end_with(text, matches!(tag, Tag::BlockQuote(_)), &range),
                _ => (),
            }
        }
        match tag {
            Tag::CodeBlock(kind) => {
                if matches!(kind, CodeBlockKind::Fenced(_)) && !is_closed(&text[range.clone()]) {
                    self.open_fences.push(range.clone());
                }
                self.code.push(range.clone());
                self.verbatim.push(range);
            }
            Tag::HtmlBlock => self.verbatim.push(range),
            _ => (),
        }
    }

    fn block(&mut self, tag: &Tag, range: Range<usize>) {
        let kind = match tag {
            Tag::List(first) => BlockKind::List(List {
                ordered: first.is_some(),
                items: Vec::new(),
            }),
            Tag::Heading {
                level: HeadingLevel::H2,
                ..
            } => BlockKind::SecondLevelHeading,
            _ => BlockKind::Other,
        };
        self.blocks.push(Block { kind, range });
    }

    fn leaf(&mut self, text: &str, event: &Event, range: Range<usize>, depth: usize) {
        match event {
            Event::Code(_) => self.code.push(range.clone()),
            Event::HardBreak if text[range.clone()].starts_with(' ') => {
                self.breaks.push(range.clone());
            }
            Event::Rule if depth == 0 => self.blocks.push(Block {
                kind: BlockKind::Rule,
                range: range.clone(),
            }),
            _ => (),
        }
        let Some(list) = self.list() else { return };
        match event {
            // In a loose list the marker stands in a paragraph, one step deeper.
            Event::TaskListMarker(right) if depth <= 3 => list.mark(*right, range),
            _ if depth == 2 => list.end_with(text, false, &range),
            _ => (),
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        match &mut self.blocks.last_mut()?.kind {
            BlockKind::List(list) => Some(list),
            _ => None,
        }
    }
}

impl Outline {
    /// Returns code, kept lines and breaks inside `range`, counted from its start.
    pub fn part(&self, range: &Range<usize>) -> Outline {
        let part = |ranges: &[Range<usize>]| {
            let inside = ranges
                .iter()
                .filter(|one| range.start <= one.start && one.start < range.end);
            inside
                .map(|one| one.start - range.start..one.end.min(range.end) - range.start)
                .collect()
        };
        Outline {
            code: part(&self.code),
            verbatim: part(&self.verbatim),
            breaks: part(&self.breaks),
            ..Outline::default()
        }
    }
}

impl List {
    fn mark(&mut self, right: bool, range: Range<usize>) {
        if let Some(item) = self.items.last_mut()
            && item.task.is_none()
        {
            item.task = Some((right, range));
        }
    }

    fn end_with(&mut self, text: &str, quoted: bool, range: &Range<usize>) {
        if let Some(item) = self.items.last_mut() {
            let last = text[range.end.min(item.range.end)..item.range.end]
                .trim()
                .is_empty();
            item.quote = (quoted && last).then(|| range.clone());
        }
    }
}

/// Says whether the last line of a fenced block is its closing fence.
fn is_closed(block: &str) -> bool {
    let Some((first, rest)) = block.split_once('\n') else {
        return false;
    };
    let mark = first.chars().next().unwrap_or('`');
    let length = first.chars().take_while(|c| *c == mark).count();
    let last = rest.trim_end().rsplit('\n').next().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.chars().count() >= length && last.chars().all(|c| c == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> List {
        let block = outline(text).blocks.pop();
        match block.map(|block| block.kind) {
            Some(BlockKind::List(list)) => list,
            _ => panic!("the test ends with a list"),
        }
    }

    #[test]
    fn task_marks_are_found_in_tight_and_loose_lists() {
        for text in ["- [x] a\n- [ ] b\n  - [x] nested", "- [x] a\n\n- [ ] b\n"] {
            let marks: Vec<_> = list(text)
                .items
                .iter()
                .map(|item| item.task.clone())
                .collect();
            let rights: Vec<_> = marks
                .into_iter()
                .map(|mark| mark.map(|mark| mark.0))
                .collect();
            assert_eq!(rights, [Some(true), Some(false)]);
        }
    }

    #[test]
    fn the_quote_that_ends_an_item_is_found_and_no_other() {
        let text = "- [x] a\n  > why\n- [ ] b\n  > said\n\n  then\n- [ ] c\n";
        let items = list(text).items;
        let quotes: Vec<_> = items.iter().map(|item| item.quote.clone()).collect();
        assert_eq!(quotes, [Some(10..16), None, None]);
    }

    #[test]
    fn code_is_found_in_spans_and_blocks() {
        let text = "a `b` ``c`d``\n\n```\ne\n```\n";
        let pieces: Vec<_> = outline(text)
            .code
            .iter()
            .map(|range| &text[range.clone()])
            .collect();
        assert_eq!(pieces, ["`b`", "``c`d``", "```\ne\n```"]);
    }

    #[test]
    fn fences_that_a_list_item_ends_are_found() {
        let open = |text| outline(text).open_fences.len();
        assert_eq!(open("- a\n  ```\n  b\n  ```\n\n~~~\nc\n~~~~\n"), 0);
        assert_eq!(open("> ```\n> a\n> ```\n"), 0);
        assert_eq!(open("- a\n  ```\n  b\nc\n\n```\n"), 2);
    }

    #[test]
    fn nesting_ends_at_the_limit() {
        let quotes = |levels| format!("{} x", "> ".repeat(levels));
        assert_eq!(outline(&quotes(DEPTH_MAX - 1)).too_deep, None);
        assert!(outline(&quotes(DEPTH_MAX + 1)).too_deep.is_some());
        assert!(outline(&quotes(50_000)).too_deep.is_some());
    }

    #[test]
    fn text_over_three_dashes_is_a_heading_and_dashes_alone_are_a_rule() {
        let kinds = |text| format!("{:?}", outline(text).blocks[0].kind);
        assert_eq!(kinds("a\n---\n"), "SecondLevelHeading");
        assert_eq!(kinds("---\n"), "Rule");
    }
}
