//! A question that is one list item.
//!
//! Markdown comes in; what stands in the item goes out, since its bullet says nothing.

use crate::import::text::headed::names::list_mark;

/// Returns the question without the mark of its only outermost item; `None` where it is more or less
/// than one.
pub fn only_item(question: &str) -> Option<String> {
    let (first, rest) = question.split_once('\n').unwrap_or((question, ""));
    let (width, text) = list_mark(first).filter(|_| !names_a_place(first))?;
    // Boxes are choices, and an item in an item stays a list.
    if text.is_empty() || text.starts_with('[') || list_mark(text).is_some() {
        return None;
    }
    let below = rest.lines().find(|line| !line.trim().is_empty());
    let pad = below.map_or(String::new(), |below| pad(below, width));
    let mut out = text.to_string();
    for line in rest.lines() {
        let inner = match line.trim().is_empty() {
            true => "",
            false => line.strip_prefix(&pad)?,
        };
        out.push('\n');
        out.push_str(inner);
    }
    Some(out)
}

/// Whether the number of an item says more than that it is the first.
fn names_a_place(first: &str) -> bool {
    let is_numbered = first.starts_with(|c: char| c.is_ascii_digit());
    is_numbered && !first.starts_with("1.") && !first.starts_with("1)")
}

/// The white space that lines of an item start with; nested items may stand farther in.
fn pad(below: &str, width: usize) -> String {
    let text = below.trim_start_matches([' ', '\t']);
    let own = &below[..below.len() - text.len()];
    let is_inside = width <= own.len() || own.starts_with('\t');
    match list_mark(text) {
        Some(_) if is_inside => own.to_string(),
        _ => " ".repeat(width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_item_loses_its_mark() {
        let check = |question: &str, inner: Option<&str>| {
            assert_eq!(only_item(question).as_deref(), inner, "{question}");
        };
        check("- a?", Some("a?"));
        check("1. a\n   - b\n   - c", Some("a\n- b\n- c"));
        check("- a\n    - b\n      - c", Some("a\n- b\n  - c"));
        check("- a\n\t- b", Some("a\n- b"));
        check("- ```\n  a\n  ```", Some("```\na\n```"));
        check("* a\n\n  b\n\n      c", Some("a\n\nb\n\n    c"));
        for other in [
            "a",
            "- a\n- b",
            "- a\nb",
            "- [ ] a",
            "- - a",
            "7. a",
            "- a\n    - b\n  - c",
            "-",
            "---",
        ] {
            check(other, None);
        }
    }
}
