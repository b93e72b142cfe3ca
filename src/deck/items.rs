//! What list items say: choices with their notes, steps, rubric lines.

use super::outline::{Item, outline};
use super::text::indentation;
use super::tidy::tidy;
use std::ops::Range;

/// The text of one item without its marker and indentation, and the quote that ends it.
#[derive(Debug, PartialEq, Eq)]
pub struct ItemText {
    pub text: String,
    pub note: Option<String>,
}

/// Reads `item`, which stands in no other list, out of `text`.
pub fn item_text(text: &str, item: &Item) -> ItemText {
    let line_start = text[..item.range.start]
        .rfind('\n')
        .map_or(0, |feed| feed + 1);
    let first_line = text[line_start..item.range.end]
        .split('\n')
        .next()
        .unwrap_or_default();
    let (columns, content_at) = content_of(first_line);
    let start = match &item.task {
        Some((_, mark)) => mark.end,
        None => (line_start + content_at).min(item.range.end),
    };
    let end = item
        .quote
        .as_ref()
        .map_or(item.range.end, |quote| quote.start.max(start));
    ItemText {
        text: tidied(&outdented(&text[start..end], columns)),
        note: item.quote.as_ref().map(|quote| note(text, quote, columns)),
    }
}

/// The column at which an item's content stands, and the byte of its first line where it starts.
fn content_of(line: &str) -> (usize, usize) {
    let (indented, rest) = indentation(line);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let marker = digits + 1;
    let behind = rest.get(marker..).unwrap_or_default();
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let at = line.len() - rest.len() + marker;
    let columns = indented + marker;
    // A tab reaches to the next stop; counting goes on from where the marker ends.
    let reached = behind[..blanks]
        .bytes()
        .fold(columns, |column, byte| match byte {
            b'\t' => column + 4 - column % 4,
            _ => column + 1,
        });
    let filled = blanks < behind.len() && reached <= columns + 4;
    (
        if filled { reached } else { columns + 1 },
        (at + blanks).min(line.len()),
    )
}

/// Takes the indentation of an item from all lines but the first, which stands behind its marker.
fn outdented(text: &str, columns: usize) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().trim_start().to_string();
    for line in lines {
        out.push('\n');
        out.push_str(&without_columns(line, columns));
    }
    out
}

/// Cuts up to `columns` of blanks; tabs in front become blanks, since their stops move.
fn without_columns(line: &str, columns: usize) -> String {
    let (indented, rest) = indentation(line);
    " ".repeat(indented.saturating_sub(columns)) + rest
}

fn note(text: &str, quote: &Range<usize>, columns: usize) -> String {
    let lines = text[quote.clone()].split('\n').enumerate();
    let lines: Vec<String> = lines
        .map(|(idx, line)| match idx {
            0 => unquoted(line),
            _ => unquoted(&without_columns(line, columns)),
        })
        .collect();
    tidied(&lines.join("\n"))
}

/// Without `> `; a line that only continues the paragraph has none.
fn unquoted(line: &str) -> String {
    let (indented, rest) = indentation(line);
    match rest.strip_prefix('>') {
        Some(inside) if indented <= 3 => {
            let inside = without_tabs(inside, indented + 1);
            inside.strip_prefix(' ').unwrap_or(&inside).to_string()
        }
        _ => line.to_string(),
    }
}

/// Makes the tabs in front blanks, for a text that starts at `column`.
fn without_tabs(text: &str, column: usize) -> String {
    let padded = " ".repeat(column) + text;
    without_columns(&padded, column)
}

fn tidied(text: &str) -> String {
    match text.trim_matches(['\n', ' ', '\t']) {
        line if !line.contains('\n') => line.to_string(),
        _ => tidy(text, &outline(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::BlockKind;
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let outline = outline(text);
        let BlockKind::List(list) = &outline.blocks[0].kind else {
            panic!("the test starts with a list");
        };
        let found: Vec<ItemText> = list
            .items
            .iter()
            .map(|item| item_text(text, item))
            .collect();
        let expected: Vec<ItemText> = expected
            .iter()
            .map(|(text, note)| ItemText {
                text: text.to_string(),
                note: note.map(str::to_string),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_and_indentation_are_taken_off() {
        check("- [x] a\n  b\n- [ ] c\n", &[("a\nb", None), ("c", None)]);
        check(" *  a\n    b\n", &[("a\nb", None)]);
        check("9. a\n10. b\n    c\n", &[("a", None), ("b\nc", None)]);
        check("-\ta\n\n\tb\n", &[("a\n\nb", None)]);
    }

    #[test]
    fn the_quote_is_the_note() {
        check("- [ ] a\n  > b\n  > c\n", &[("a", Some("b\nc"))]);
        check("- [ ] a\n  > b\nc\n", &[("a", Some("b\nc"))]);
        check("- [ ] a\n\n  > b\n  >\n  > c\n", &[("a", Some("b\n\nc"))]);
    }

    #[test]
    fn code_in_an_item_keeps_its_own_indentation() {
        check(
            "- [x] a:\n\n  ```\n  x\n    y\n  ```\n",
            &[("a:\n\n```\nx\n  y\n```", None)],
        );
    }

    #[test]
    fn nested_lists_are_part_of_the_item() {
        check(
            "1. a\n   - b\n   - c\n2. d",
            &[("a\n- b\n- c", None), ("d", None)],
        );
    }
}
