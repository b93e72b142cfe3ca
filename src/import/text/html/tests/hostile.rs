//! Pages that are made to break readers.

use super::*;
use proptest::prelude::*;

/// Converts in every way; what is quadratic would not come to an end here.
fn converted(html: &str) -> String {
    let mut markdown = String::new();
    for clozes in [false, true] {
        let page = Page {
            clozes,
            ..Page::default()
        };
        markdown = read_as(html, page).markdown;
    }
    plain(html);
    markdown
}

#[test]
fn depth_costs_no_stack_and_no_time() {
    for tag in [
        "div",
        "b",
        "ul",
        "li",
        "blockquote",
        "table",
        "td",
        "details",
        "a",
        "p",
        "pre",
        "x",
    ] {
        let open = format!("<{tag}>").repeat(10_000);
        let close = format!("</{tag}>").repeat(10_000);
        converted(&format!("{open}a{close}b"));
        converted(&open);
        converted(&close);
        converted(&format!("<{tag}><span>").repeat(3_000));
    }
    assert_eq!(
        converted(&format!(
            "{}a{}b",
            "<div>".repeat(90_000),
            "</div>".repeat(90_000)
        )),
        "a\\\nb"
    );
}

#[test]
fn marks_of_the_program_come_from_no_attribute() {
    for html in [
        "<img src=a\u{fdd9}>",
        "<a href=a\u{fdd0}b>c</a>",
        "<img alt=\u{fdd3} src=a>",
    ] {
        let markdown = converted(html);
        assert!(
            !markdown.contains(crate::import::text::html::token::is_own),
            "{markdown}"
        );
    }
}

#[test]
fn repeated_signs_cost_no_time() {
    for signs in [
        "&",
        "<",
        "&amp;",
        "<!--",
        "</",
        "<?",
        "*",
        "`",
        "~",
        "[",
        "![",
        "\\(",
        "\\[",
        "[latex]",
        "[sound:",
        "{",
        "{{c1::",
        "}}",
        "{{c1::a",
        "$",
        "\\",
        "|",
        "<b>*</b>",
        "<b>a</b>!",
        "<i>.<b>.",
        "<br>",
        "<code>`</code>",
        "<a href=http://x.y>a",
        "<title>",
        "<style>",
        "<script>",
        "<textarea>",
        "<p><b>",
        "<td rowspan=50 colspan=50>a",
        "<li value=9>",
        "&nbsp;",
        "<svg>",
        "<hr>",
        "<h1>",
        "<!",
        "<a/b ",
        "\u{fdd0}",
    ] {
        converted(&signs.repeat(60_000 / signs.len()));
    }
}

#[test]
fn rows_that_hang_into_rows_stay_small() {
    let row = format!(
        "<tr>{}</tr>",
        "<td rowspan=1000 colspan=1000>a</td>".repeat(100)
    );
    let markdown = converted(&format!("<table>{}</table>", row.repeat(50)));
    assert!(markdown.len() < 100_000);
}

#[test]
fn what_hides_also_hides_what_is_too_deep() {
    let deep = "<div>".repeat(500);
    check_front(
        &format!("{deep}<details><summary>a</summary>b</details>"),
        "",
    );
    check(&format!("{deep}<script>a</script><p hidden>b</p>c"), "c");
    check_front(&format!("<details>{deep}a"), "");
}

#[test]
fn a_page_beyond_the_limit_is_an_error() {
    let limits = Limits {
        field_bytes: 3,
        ..Limits::default()
    };
    assert_eq!(
        read("abcd", Page::default(), &limits),
        Err("4 bytes of HTML, the limit is 3 (`--max-field`)".to_string())
    );
}

#[test]
fn few_levels_are_enough() {
    let limits = Limits {
        nesting: 0,
        ..Limits::default()
    };
    let read = read("<ul><li>a<b>b</b></ul>", Page::default(), &limits).unwrap();
    assert_eq!(read.markdown, "ab");
}

/// Pieces of pages, whole and broken.
const PIECES: &[&str] = &[
    "a",
    " ",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<ul>",
    "<ol start=7>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br>",
    "<a href='http://a.b'>",
    "</a>",
    "<img src=a.png>",
    "<h1>",
    "</h1>",
    "&lt;",
    "&nbsp;",
    "{{c1::",
    "::",
    "}}",
    "{",
    "\\(",
    "\\)",
    "[sound:a]",
    "*",
    "`",
    "|",
    "\\",
    "#",
    "- ",
    "1. ",
    "<blockquote>",
    "<details>",
    "<summary>",
    "</details>",
    "<s>",
    "~",
    "!",
    "é",
    "\n",
    "<span style='font-family:Menlo'>",
    "</span>",
    "<font color=red>",
    "<svg>",
    "<script>",
    "</script>",
    "<unknown>",
    "<sup>",
    "</sup>",
    "[latex]",
    "<hr>",
    "<",
    ">",
    "\u{fdd3}",
    "\u{200b}",
    "<style>p{",
];

proptest! {
    #[test]
    fn nothing_panics(html in ".{0,80}") {
        check_all(&html);
    }

    #[test]
    fn no_mixture_panics(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check_all(&pieces.concat());
    }
}

fn check_all(html: &str) {
    for side in [Side::Front, Side::Back] {
        for (clozes, is_markdown) in [(false, false), (true, false), (false, true), (true, true)] {
            let page = Page {
                side,
                clozes,
                is_markdown,
            };
            let read = read_as(html, page);
            assert!(
                !read
                    .markdown
                    .contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']),
                "{html}"
            );
            assert!(!read.markdown.contains(" \n"), "{html}: {}", read.markdown);
        }
    }
    plain(html);
}
