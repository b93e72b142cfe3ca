//! Where the cards of a deck begin.
//!
//! Only a `## ` in the first column starts a card, and only outside code fences and HTML. The
//! lines are looked at one by one, so that a deck of any size is parted in one pass and Markdown
//! is read a card at a time.

use super::fault::Report;
use super::text::{Text, indentation, is_blank};
use std::ops::Range;

/// The prose in front of the first card, and the cards; all without the blank lines behind.
pub struct Split {
    pub about: Range<usize>,
    pub cards: Vec<Range<usize>>,
}

/// What the line before left open.
enum Open {
    Nothing,
    /// A code fence: its character, how many of them, how far it is indented.
    Fence(u8, usize, usize),
    /// The same on the line of a list item, which ends with its item.
    ItemFence(u8, usize, usize),
    /// HTML until a line holds one of these.
    Until(&'static [&'static str]),
    /// HTML until a blank line.
    Block,
}

/// Parts what stands in `body`; what is opened and never closed is a fault.
pub fn split(text: &Text, body: Range<usize>, report: &mut Report) -> Split {
    let mut starts = Vec::new();
    let mut open = Open::Nothing;
    let mut opened_at = body.start..body.start;
    let mut above_is_blank = true;
    for range in text.lines(&body) {
        let line = text.slice(&range);
        if ends_item(&open, line) {
            open = Open::Nothing;
        }
        if matches!(open, Open::Nothing) {
            if is_card(line) {
                starts.push(range.start);
            }
            open = opens(line, above_is_blank);
            opened_at = range.clone();
        }
        if closes(&open, line, range == opened_at) {
            open = Open::Nothing;
        }
        above_is_blank = is_blank(line);
    }
    never_closed(&open, text, opened_at, report);
    Split {
        about: trimmed(
            text,
            body.start..starts.first().copied().unwrap_or(body.end),
        ),
        cards: (0..starts.len())
            .map(|idx| starts[idx]..starts.get(idx + 1).copied().unwrap_or(body.end))
            .map(|range| trimmed(text, range))
            .collect(),
    }
}

pub fn is_card(line: &str) -> bool {
    let rest = line.strip_prefix("##");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn opens(line: &str, above_is_blank: bool) -> Open {
    let (columns, rest) = indentation(line);
    if columns > 3 {
        return Open::Nothing;
    }
    match rest.as_bytes().first() {
        Some(mark @ (b'`' | b'~')) => fence(*mark, columns, rest),
        Some(b'<') => html(rest, above_is_blank),
        Some(_) => item_fence(columns, rest),
        None => Open::Nothing,
    }
}

/// A fence behind the marks of list items.
fn item_fence(mut columns: usize, mut rest: &str) -> Open {
    while let Some(inner) = behind_mark(rest) {
        columns += rest.len() - inner.len();
        rest = inner;
    }
    match fence(rest.bytes().next().unwrap_or_default(), columns, rest) {
        Open::Fence(mark @ (b'`' | b'~'), length, columns) if 0 < columns => {
            Open::ItemFence(mark, length, columns)
        }
        _ => Open::Nothing,
    }
}

/// What stands behind the mark of a list item and its space.
fn behind_mark(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+'])?,
        _ => line[digits..].strip_prefix(['.', ')'])?,
    };
    rest.starts_with(' ').then(|| rest.trim_start_matches(' '))
}

/// Whether a line ends the list item whose fence is open.
fn ends_item(open: &Open, line: &str) -> bool {
    match open {
        Open::ItemFence(_, _, columns) => !is_blank(line) && indentation(line).0 < *columns,
        _ => false,
    }
}

fn fence(mark: u8, columns: usize, rest: &str) -> Open {
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    let inline = mark == b'`' && rest[length..].contains('`');
    match length >= 3 && !inline {
        true => Open::Fence(mark, length, columns),
        false => Open::Nothing,
    }
}

/// The ways in which CommonMark lets a line start HTML.
fn html(rest: &str, above_is_blank: bool) -> Open {
    const RAW: [&str; 4] = ["script", "pre", "style", "textarea"];
    let name = tag_name(rest.trim_start_matches(['<', '/']));
    if rest.starts_with("<!--") {
        Open::Until(&["-->"])
    } else if rest.starts_with("<?") {
        Open::Until(&["?>"])
    } else if rest.starts_with("<![CDATA[") {
        Open::Until(&["]]>"])
    } else if rest[1..].starts_with('!') && rest[2..].starts_with(|c: char| c.is_ascii_alphabetic())
    {
        Open::Until(&[">"])
    } else if RAW.contains(&name.as_str()) && !rest.starts_with("</") {
        Open::Until(&["</script>", "</pre>", "</style>", "</textarea>"])
    } else if is_block(&name) || above_is_blank && is_lone_tag(rest) {
        Open::Block
    } else {
        Open::Nothing
    }
}

fn tag_name(rest: &str) -> String {
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(rest.len());
    let ended = rest[end..].is_empty() || rest[end..].starts_with([' ', '\t', '>', '/']);
    if ended && end < 40 {
        rest[..end].to_ascii_lowercase()
    } else {
        String::new()
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: &str = " address article aside base basefont blockquote body caption center col \
        colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame \
        frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem \
        nav noframes ol optgroup option p param search section summary table tbody td tfoot th \
        thead title tr track ul ";
    !name.is_empty() && BLOCKS.contains(&format!(" {name} "))
}

/// A line that is one tag and nothing else.
fn is_lone_tag(rest: &str) -> bool {
    let rest = rest.trim_end();
    let name = tag_name(rest.trim_start_matches(['<', '/']));
    !name.is_empty() && rest.ends_with('>') && rest.matches('>').count() == 1
}

fn closes(open: &Open, line: &str, is_opener: bool) -> bool {
    match open {
        Open::Nothing => false,
        Open::Fence(..) | Open::ItemFence(..) if is_opener => false,
        Open::Fence(mark, length, columns) | Open::ItemFence(mark, length, columns) => {
            let (indented, rest) = indentation(line);
            let run = rest.bytes().take_while(|byte| byte == mark).count();
            // A fence inside a list item is closed as deep as the item stands.
            indented <= columns + 3 && run >= *length && is_blank(&rest[run..])
        }
        Open::Until(ends) => {
            let line = line.to_ascii_lowercase();
            ends.iter()
                .any(|end| line.contains(&end.to_ascii_lowercase()))
        }
        Open::Block => is_blank(line),
    }
}

fn never_closed(open: &Open, text: &Text, opened_at: Range<usize>, report: &mut Report) {
    let start = opened_at.end - indentation(text.slice(&opened_at)).1.len();
    match open {
        // What an item leaves open is found when its card is read.
        Open::Nothing | Open::Block | Open::ItemFence(..) => (),
        Open::Fence(mark, length, _) => {
            let marks = char::from(*mark).to_string().repeat((*length).min(40));
            let hint = format!("close it with {marks} on a line of its own");
            report.add(
                start..start + length,
                "the code fence opened here is never closed",
                hint,
            );
        }
        Open::Until(ends) => {
            let hint = format!("close it with `{}`", ends[0]);
            report.add(
                start..opened_at.end,
                "the HTML opened here is never closed",
                hint,
            );
        }
    }
}

/// Without the blank lines in front and behind.
pub fn trimmed(text: &Text, range: Range<usize>) -> Range<usize> {
    let filled = |line: &Range<usize>| !is_blank(text.slice(line));
    let first = text.lines(&range).find(filled);
    let last = text.lines(&range).rfind(filled);
    match (first, last) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => range.start..range.start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, about: &str, cards: &[&str]) {
        let text = Text::new(raw);
        let split = split(&text, 0..text.as_str().len(), &mut Report::new(&text));
        assert_eq!(text.slice(&split.about), about);
        let found: Vec<&str> = split.cards.iter().map(|card| text.slice(card)).collect();
        assert_eq!(found, cards);
    }

    fn faults(raw: &str) -> Vec<String> {
        let text = Text::new(raw);
        let mut report = Report::new(&text);
        split(&text, 0..text.as_str().len(), &mut report);
        report
            .into_faults()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn level_two_headings_start_cards_and_deeper_ones_do_not() {
        check(
            "\nprose\n\n## a\n\n### b\n\n##c\n## d\n\n",
            "prose",
            &["## a\n\n### b\n\n##c", "## d"],
        );
    }

    #[test]
    fn a_heading_inside_a_fence_starts_nothing() {
        for fence in ["```", "~~~", "````md", "  ```"] {
            let close = fence.trim_end_matches("md");
            let card = format!("## a\n\n{fence}\n## b\n{close}");
            check(&card, "", &[&card]);
        }
    }

    #[test]
    fn a_fence_in_a_list_item_ends_with_it() {
        for fence in [
            "- ```py\n  a\n  ```",
            "10. ~~~\n    a\n    ~~~",
            "- - ```\n    a\n    ```",
            "- ```\n  a",
        ] {
            let card = format!("## a\n\n{fence}");
            check(&format!("{card}\n\n## b"), "", &[&card, "## b"]);
        }
    }

    #[test]
    fn a_shorter_fence_does_not_close_a_longer_one() {
        check(
            "## a\n````\n```\n## b\n````\n## c",
            "",
            &["## a\n````\n```\n## b\n````", "## c"],
        );
    }

    #[test]
    fn three_backticks_around_code_in_a_line_are_no_fence() {
        check("## a\n```x``` y\n## b", "", &["## a\n```x``` y", "## b"]);
    }

    #[test]
    fn a_heading_inside_html_starts_nothing() {
        for html in [
            "<!--\n\n## b\n-->",
            "<div>\n## b\n</div>",
            "<PRE>\n\n## b\n</Pre>",
        ] {
            let card = format!("## a\n\n{html}");
            check(&format!("{card}\n\n## c"), "", &[&card, "## c"]);
        }
    }

    #[test]
    fn an_address_in_angle_brackets_is_no_html() {
        check(
            "## a\n\n<https://a.example>\n## b",
            "",
            &["## a\n\n<https://a.example>", "## b"],
        );
    }

    #[test]
    fn what_is_never_closed_is_named_where_it_opens() {
        assert_eq!(
            faults("## a\n\n````text\n## b\n```\n"),
            ["3:1: the code fence opened here is never closed: \
              close it with ```` on a line of its own"]
        );
        assert_eq!(
            faults("## a\n\n<!-- x\n"),
            ["3:1: the HTML opened here is never closed: close it with `-->`"]
        );
    }
}
