use super::super::page::Page;
use super::*;

fn counted(text: &str) -> usize {
    Evidence::of(&sections(&Page::new(text).lines, 2).cards, true).cards()
}

#[test]
fn headings_that_ask_are_cards() {
    assert_eq!(counted("## Why?\na\n## **How?**\nb\n## Also\nc\n"), 3);
    assert_eq!(counted("## Why?\n\n## How?\nb\n"), 1);
    assert_eq!(counted("## Why?\n\n...\n\n## How?\nb\n"), 1);
}

#[test]
fn numbered_headings_that_are_sentences_set_tasks() {
    let long = "line\n".repeat(30);
    let tasks = format!(
        "## 1. Write a query for this.\n**Query:**\n{long}\n## 2. Find the rows with an a.\n{long}"
    );
    assert_eq!(counted(&tasks), 2);
    let steps = format!("## 1. Write a query for this\n{long}\n## 2. Find it.\n{long}");
    assert_eq!(counted(&steps), 0);
}

#[test]
fn an_article_is_no_deck() {
    let long = "line\n".repeat(30);
    let article = format!("## One\n{long}\n## Two\n{long}\n## Three\nshort\n");
    assert_eq!(counted(&article), 0);
    let manual = "## Installation\na\n## Usage\nb\n## Options\nc\n";
    assert_eq!(counted(manual), 0);
    let changes = "## [1.1.0] - 2024-01-01\n- a\n## [1.0.1]\n- b\n## 1.0.0\n- c\n";
    assert_eq!(counted(changes), 0);
    assert_eq!(counted("## One\na\n## Two\nb\n"), 0);
    // Rules between chapters are usual.
    let ruled = format!("## One\n{long}\n---\n## Two\n{long}\n---\n");
    assert_eq!(counted(&ruled), 0);
}

#[test]
fn marks_show_that_sections_are_cards() {
    let long = "line\n".repeat(30);
    assert_eq!(counted(&format!("## One\n{long}\n%\nb\n## Two\n{long}")), 2);
    assert_eq!(
        counted(&format!("## One\n{long}\n[#a]()\n## Two\n{long}")),
        2
    );
    assert_eq!(counted("## One\na\n---\n## Two\nb\n---\n"), 2);
    assert_eq!(
        counted("## question 1\na\n## question 2\nb\n## question 3\nc\n"),
        3
    );
}

#[test]
fn marks_of_other_dialects_are_theirs() {
    assert_eq!(counted("## Why?\n- [ ] a\n- [x] b\n"), 0);
    assert_eq!(
        counted("## Why?\n<details><summary>show</summary>a</details>\n"),
        0
    );
    assert_eq!(counted("## Why?\na :: b\n"), 0);
    assert_eq!(counted("## Why?\n### Answer\na\n"), 0);
    assert_eq!(counted("## Why?\n**Q7:** a\n\n**Question:** b\n"), 0);
    assert_eq!(counted("## Why?\n- A: a\n- B: b\n#### Answer: B\n"), 0);
}

#[test]
fn a_heading_that_hides_needs_no_answer() {
    assert_eq!(counted("## {{c1::a}} b\n\n## c {{c1::d}}\ne\n"), 2);
}

#[test]
fn sections_of_one_side_are_no_cards() {
    assert_eq!(
        counted("## Front\na\n## Back\nb\n## front\nc\n## back\nd\n"),
        0
    );
}

#[test]
fn a_line_of_tags_is_read() {
    let tags = |text| tags(&Page::new(text).lines[0]);
    assert_eq!(tags("[#a](b.md) [#c d]()"), Some(vec!["a", "c d"]));
    assert_eq!(tags("[#a](b.md) and more"), None);
    assert_eq!(tags("[a](b)"), None);
    assert_eq!(tags("[#"), None);
}
