//! What Markdown looks like.

use super::{check_file, file, page, plain};
use crate::ui::markdown::{render, render_led, render_line};
use crate::ui::page::Page;
use crate::ui::palette::{Palette, Theme};
use crate::ui::style::{Span, Style};

fn check(width: usize, markdown: &str, expected: &str) {
    assert_eq!(plain(&render(markdown, width)), expected);
}

#[test]
fn a_rich_card_at_three_widths() {
    let text = file("rich.md");
    for width in [40, 80, 120] {
        check_file(&format!("rich-{width}.txt"), &plain(&render(&text, width)));
    }
}

#[test]
fn a_rich_card_without_colours_keeps_the_signs_of_emphasis() {
    let palette = Palette {
        ascii: true,
        ..Palette::PLAIN
    };
    let lines = render(&file("rich.md"), palette.page(60));
    check_file("rich-60-ascii.txt", &palette.paint_all(&lines));
}

#[test]
fn paragraphs_are_wrapped_and_parted_by_one_empty_line() {
    check(40, "one\ntwo\n\n\nthree", "one two\n\nthree\n");
    check(
        40,
        "Under a partition a system trades availability against consistency.",
        "Under a partition a system trades\navailability against consistency.\n",
    );
}

#[test]
fn prose_is_never_wider_than_100_columns_but_code_may_be() {
    let words = "word ".repeat(40);
    let widths: Vec<usize> = render(&words, 120)
        .iter()
        .map(|line| line.width())
        .collect();
    assert_eq!(widths, [99, 99]);
    let code = format!("```\n{}\n```", "x".repeat(118));
    assert_eq!(render(&code, 120).len(), 1);
}

#[test]
fn a_hard_break_ends_the_line() {
    check(40, "one\\\ntwo  \nthree", "one\ntwo\nthree\n");
}

#[test]
fn a_heading_stands_with_its_text() {
    check(40, "a\n\n### How\n\nb", "a\n\nHow\nb\n");
}

#[test]
fn code_keeps_its_lines_and_is_continued_with_a_sign() {
    check(
        40,
        "```sql\nselect a\n\n  from b where c = 'a long literal' and d\n```",
        "  select a\n\n    from b where c = 'a long literal'\n  ↪ and d\n",
    );
}

#[test]
fn tabs_in_code_become_spaces() {
    check(
        40,
        "```go\nif a {\n\treturn\n}\n```",
        "  if a {\n      return\n  }\n",
    );
}

#[test]
fn lists_nest_and_number_from_their_start() {
    check(
        40,
        "9. nine\n10. ten\n    - in it, with a text that takes two lines\n\nend",
        "9. nine\n10. ten\n    • in it, with a text that takes two\n      lines\n\nend\n",
    );
}

#[test]
fn loose_lists_stay_loose() {
    check(40, "- a\n\n  b\n\n- c\n", "• a\n\n  b\n\n• c\n");
}

#[test]
fn tasks_show_what_is_done() {
    check(40, "- [x] done\n- [ ] open\n-\n", "[x] done\n[ ] open\n•\n");
}

#[test]
fn quotes_have_a_bar_on_each_line() {
    check(40, "> a\n>\n> - b\n> > c", "│ a\n│\n│ • b\n│\n│ │ c\n");
}

#[test]
fn nesting_beyond_eight_levels_is_not_indented() {
    let quotes = format!("{}deep", "> ".repeat(12));
    check(40, &quotes, "│ │ │ │ │ │ │ │ deep\n");
    check(40, "- - - - - - - - - - x", "• • • • • • • • • • x\n");
    check(10, "1. 2. 3. x y z", "1. 2. 3. x\n   y z\n");
}

#[test]
fn a_link_says_where_it_goes() {
    check(
        80,
        "[docs](https://example.org/a)",
        "docs <https://example.org/a>\n",
    );
    check(80, "<https://example.org/a>", "https://example.org/a\n");
    check(80, "<a@example.org>", "a@example.org\n");
    check(
        80,
        "[https://bank.example](https://evil.example)",
        "https://bank.example <https://evil.example>\n",
    );
    check(
        80,
        "[`x`](javascript:alert(1))",
        "`x` <javascript:alert(1)>\n",
    );
    check(80, "[](a.md)", "<a.md>\n");
}

#[test]
fn only_links_that_a_browser_may_open_can_be_clicked() {
    let palette = Palette {
        theme: Theme::Dark,
        links: true,
        ascii: false,
    };
    let painted = |markdown: &str| palette.paint_all(&render(markdown, palette.page(80)));
    assert!(painted("[a](https://example.org)").contains("\x1b]8;;https://example.org\x1b\\"));
    for target in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "../a.md",
        "data:text/html,x",
    ] {
        assert!(
            !painted(&format!("[a](<{target}>)")).contains("\x1b]8"),
            "{target}"
        );
    }
}

#[test]
fn images_are_named_and_not_opened() {
    check(
        80,
        "![Two *sessions*](img/a.png \"t\")",
        "[image: Two sessions (img/a.png)]\n",
    );
    check(
        80,
        "![](/etc/passwd) ![a ![b](c)](d)",
        "[image: /etc/passwd] [image: a b (d)]\n",
    );
}

#[test]
fn html_is_text() {
    check(
        80,
        "a <b>c</b>\n\n<div onclick=\"x\">\n</div>",
        "a <b>c</b>\n\n<div onclick=\"x\">\n</div>\n",
    );
}

#[test]
fn footnotes_stand_where_they_are_written() {
    check(40, "a[^n]\n\n[^n]: why so", "a[n]\n\n[n] why so\n");
}

#[test]
fn a_cloze_is_left_as_it_is() {
    check(
        80,
        "Under {{c1::a `partition`::hint}}",
        "Under {{c1::a `partition`::hint}}\n",
    );
}

#[test]
fn an_entity_cannot_smuggle_an_escape() {
    check(
        80,
        "&#27;]0;x&#7; &#x202e;y",
        "�]0;x� <U+202E>y\n"
            .replace('�', "␛")
            .replace("x␛", "x␇")
            .as_str(),
    );
}

#[test]
fn emphasis_keeps_its_signs_only_where_nothing_else_can_show_it() {
    let text = "**a *b*** and ~~c~~";
    assert_eq!(plain(&render(text, page(40))), "a b and ~~c~~\n");
    assert_eq!(
        plain(&render(text, Page::new(40, true))),
        "**a *b*** and ~~c~~\n"
    );
    let dark = Palette {
        theme: Theme::Dark,
        ..Palette::PLAIN
    };
    assert_eq!(
        dark.paint(&render("**a *b***", page(40))[0]),
        "\x1b[1ma \x1b[0m\x1b[1;3mb\x1b[0m"
    );
}

#[test]
fn code_within_prose_keeps_its_backticks() {
    let line = &render("use `a  b`", page(40))[0];
    assert_eq!(line.text(), "use `a  b`");
    assert_eq!(line.spans()[2].look.style, Style::Code);
}

#[test]
fn a_single_line_starts_no_block() {
    for text in [
        "1. What", "- a", "# a", "> a", "***", "    a", "[a]: b", "```", "| a |", "+++",
    ] {
        assert_eq!(render_line(text, page(40)).text(), text.trim(), "{text:?}");
    }
    assert_eq!(
        render_line("_a_ `b`\nc\r# d", page(40)).text(),
        "a `b` c # d"
    );
}

#[test]
fn a_lead_begins_the_first_paragraph() {
    let lead = || Span::strong("Why: ").into();
    assert_eq!(
        plain(&render_led(lead(), "so\n\nand", 40)),
        "Why: so\n\nand\n"
    );
    assert_eq!(plain(&render_led(lead(), "- a", 40)), "Why:\n• a\n");
    assert_eq!(plain(&render_led(lead(), "", 40)), "Why:\n");
}
