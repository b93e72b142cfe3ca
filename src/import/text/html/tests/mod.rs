//! HTML in, Markdown out: each rule with the smallest page that shows it.

mod cloze;
mod hostile;
mod text;
mod visible;

use super::*;

fn read_as(html: &str, page: Page) -> Read {
    read(html, page, &Limits::default()).unwrap()
}

fn check(html: &str, expected: &str) {
    assert_eq!(read_as(html, Page::default()).markdown, expected, "{html}");
}

fn check_front(html: &str, expected: &str) {
    let side = Side::Front;
    let page = Page {
        side,
        ..Page::default()
    };
    assert_eq!(read_as(html, page).markdown, expected, "{html}");
}

fn check_clozes(html: &str, expected: &str) {
    let page = Page {
        clozes: true,
        ..Page::default()
    };
    assert_eq!(read_as(html, page).markdown, expected, "{html}");
}

fn check_markdown(html: &str, expected: &str) {
    let page = Page {
        is_markdown: true,
        ..Page::default()
    };
    assert_eq!(read_as(html, page).markdown, expected, "{html}");
}
