//! What stands around `<br>`: which breaks are one, and whether the paragraph goes on behind them.
//!
//! Markdown behind a tag comes in. A hard break is a backslash only in front of more text of the same
//! paragraph, so that it never shows as a backslash.

use super::inline::{OPEN_MAX, Role, Tag, near};
use super::names;

/// What is shown next behind a break.
pub enum Follower {
    /// Nothing that belongs to the paragraph.
    Nothing,
    SameLine,
    NextLine,
}

/// How many bytes the breaks have that `text` starts with: on one line, or each on the next.
pub fn run_of_breaks(text: &str) -> usize {
    let blank = [' ', '\t'];
    let mut taken = 0;
    loop {
        let behind = text[taken..].trim_start_matches(blank);
        let behind = match behind.strip_prefix('\n') {
            Some(next) if 0 < taken => next.trim_start_matches(blank),
            _ => behind,
        };
        let Some(tag) = Tag::at(behind).filter(|tag| tag.role() == Role::Break) else {
            return taken;
        };
        taken = text.len() - behind.len() + tag.length;
    }
}

/// Looks for what the paragraph shows behind a break.
pub fn follower(behind: &str) -> Follower {
    let (mut rest, mut found, mut n_tags) = (near(behind), Follower::SameLine, 0);
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let shows_nothing = |tag: &Tag| {
            tag.closing
                || !matches!(
                    tag.role(),
                    Role::Unknown | Role::Code | Role::Picture | Role::Raised
                )
        };
        if let Some(next) = rest.strip_prefix('\n') {
            if matches!(found, Follower::NextLine) {
                return Follower::Nothing;
            }
            (rest, found) = (next, Follower::NextLine);
        } else if let Some(tag) =
            Tag::at(rest).filter(|tag| n_tags < OPEN_MAX && shows_nothing(tag))
        {
            rest = &rest[tag.length..];
            n_tags += 1;
        } else {
            break;
        }
    }
    let line = rest.split('\n').next().unwrap_or_default();
    match found {
        _ if line.is_empty() => Follower::Nothing,
        Follower::NextLine if starts_block(line) => Follower::Nothing,
        found => found,
    }
}

/// Whether a line ends the paragraph above it.
fn starts_block(line: &str) -> bool {
    let starts = ["#", ">", "|", "```", "~~~", "==="];
    starts.iter().any(|start| line.starts_with(start))
        || names::is_rule(line)
        || names::list_mark(line).is_some()
}

/// Parts a text into white space with breaks, what stands between, and white space with breaks.
pub fn by_edges(inner: &str) -> (&str, &str, &str) {
    let mut text = inner.trim_start();
    while let Some(behind) = text.strip_prefix("\\\n") {
        text = behind.trim_start();
    }
    let (lead, text) = inner.split_at(inner.len() - text.len());
    let mut end = text.trim_end();
    let slashes = end.len() - end.trim_end_matches('\\').len();
    if slashes % 2 == 1 {
        end = end[..end.len() - 1].trim_end();
    }
    let (text, trail) = text.split_at(end.len());
    (lead, text, trail)
}

#[cfg(test)]
mod tests {
    use super::super::inline::markdown;

    fn check(text: &str, expected: &str) {
        assert_eq!(markdown(text), expected, "{text}");
    }

    #[test]
    fn several_breaks_are_one_so_that_a_bullet_goes_on() {
        check(
            "* markers:<br><br>\n`-all` - a<br>\n<br>\n`+all` - b<br>\n\n* c",
            "* markers:\\\n`-all` - a\\\n`+all` - b\n\n* c",
        );
        check("a<br> <br />b", "a\\\nb");
    }

    #[test]
    fn no_break_ends_a_paragraph() {
        for (text, expected) in [
            ("a<br>", "a"),
            ("a<br></p>\n", "a\n"),
            ("a<br>\n \nb", "a\n \nb"),
            ("a<br>\n- b", "a\n- b"),
            ("a<br>\n1. b", "a\n1. b"),
            ("a<br>\n> b", "a\n> b"),
            ("# a<br>\nb", "# a\nb"),
            ("<b>a<br></b>\n\nb", "**a**\n\nb"),
            ("<b>a<br></b>\nb", "**a**\\\nb"),
            ("<b>a<br></b>b", "**a**\\\nb"),
            ("a<b><br>b</b>", "a\\\n**b**"),
            ("- <br>b", "- b"),
        ] {
            check(text, expected);
        }
    }
}
