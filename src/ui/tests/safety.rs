//! Whatever the text is: no line too wide, nothing that steers a terminal, no long wait.

use super::page;
use crate::model::card::{Card, Kind, Part};
use crate::ui::face::{Answer, Question};
use crate::ui::given::{Given, Verdict};
use crate::ui::markdown::render;
use crate::ui::palette::{Palette, Theme};
use crate::ui::style::Line;
use proptest::prelude::*;

/// Bits of Markdown, of hostile text and of ordinary text.
const BITS: &[&str] = &[
    "word",
    "a",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n    ",
    "\t",
    "**",
    "*",
    "_",
    "`",
    "```",
    "```sql\n",
    "~~~",
    "# ",
    "- ",
    "1. ",
    "999999999. ",
    "> ",
    "- [x] ",
    "|",
    "| --- |",
    "\n| a | b |\n| - | -: |\n| c |",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "<b>",
    "<!--",
    "https://example.org/a/b?c=d",
    "[^1]",
    "[^1]: ",
    "---",
    "\\",
    "&#27;",
    "&lt;",
    "\x1b[2J",
    "\x1b]8;;x\x07",
    "\u{9b}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\r",
    "\0",
    "幻影",
    "👩‍💻",
    "🇩🇪",
    "e\u{301}",
    "\u{1100}\u{1100}\u{1100}",
    "\u{17d8}",
    "क्षि",
    "☎\u{fe0f}",
    "an_identifier_that_is_longer_than_most_lines_are",
    "'",
    "\"",
    "/*",
    "*/",
    "--",
    "$ ",
    "~~",
    "=",
];

fn text() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        8 => prop::sample::select(BITS).prop_map(str::to_string),
        1 => any::<String>(),
    ];
    prop::collection::vec(bit, 0..40).prop_map(|bits| bits.concat())
}

fn widest(lines: &[Line]) -> usize {
    lines.iter().map(Line::width).max().unwrap_or(0)
}

/// What is left of painted text without the sequences that a palette makes.
fn without_our_escapes(painted: &str) -> String {
    let mut out = String::new();
    let mut parts = painted.split("\x1b[");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find('m').expect("a sequence of ours ends");
        assert!(
            part[..end]
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b';')
        );
        out.push_str(&part[end + 1..]);
    }
    out
}

fn has_control(text: &str) -> bool {
    text.chars().any(|c| {
        c != '\n'
            && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    })
}

proptest! {
    #[test]
    fn no_line_is_wider_than_its_page(text in text(), width in 10usize..=200, marks: bool) {
        let lines = render(&text, crate::ui::page::Page::new(width, marks));
        prop_assert!(widest(&lines) <= width, "{:?}", lines);
    }

    #[test]
    fn nothing_painted_steers_a_terminal(text in text(), width in 10usize..=200) {
        let lines = render(&text, page(width));
        prop_assert!(!has_control(&Palette::PLAIN.paint_all(&lines)));
        for theme in [Theme::Dark, Theme::Light] {
            let painted = Palette { theme, links: false, ascii: false }.paint_all(&lines);
            prop_assert!(!has_control(&without_our_escapes(&painted)));
        }
    }

    #[test]
    fn the_faces_keep_to_their_page(text in text(), given in text(), width in 10usize..=120) {
        let card = card(&text);
        let shown = Some(&[1, 0][..]);
        let mut question = Question::new(&card, Part::Whole, shown);
        question.caption = text.clone();
        prop_assert!(widest(&question.lines(width)) <= width);
        let mut answer = Answer::new(&card, Part::Whole, shown);
        for given in givens(&given, &text) {
            answer.given = Some(given);
            let lines = answer.lines(width);
            prop_assert!(widest(&lines) <= width);
            prop_assert!(!has_control(&Palette::PLAIN.paint_all(&lines)));
        }
    }

    #[test]
    fn ascii_is_as_wide(text in text()) {
        let ascii = Palette { ascii: true, ..Palette::PLAIN };
        for line in render(&text, page(60)) {
            let width = |palette: Palette| crate::ui::width::width(&palette.paint(&line));
            prop_assert_eq!(width(ascii), width(Palette::PLAIN));
        }
    }
}

fn card(text: &str) -> Card {
    let choice = crate::model::card::Choice {
        right: true,
        text: text.to_string(),
        note: Some(text.to_string()),
    };
    Card {
        id: None,
        question: text.to_string(),
        prompt: text.to_string(),
        answer: text.to_string(),
        kind: Kind::Basic,
        reversed: false,
        choices: vec![choice.clone(), choice],
        hint: Some(text.to_string()),
        why: Some(text.to_string()),
        sources: vec![text.to_string()],
        terms: Vec::new(),
        tags: Vec::new(),
        level: None,
        line: 1,
        source: String::new(),
    }
}

fn givens(given: &str, accepted: &str) -> Vec<Given> {
    let (given, accepted) = (given.to_string(), accepted.to_string());
    let steps = vec![given.clone(), accepted.clone()];
    vec![
        Given::Typed {
            given: given.clone(),
            accepted: accepted.clone(),
            verdict: Verdict::Near,
        },
        Given::Number {
            given,
            accepted,
            verdict: Verdict::Wrong,
        },
        Given::Order {
            steps: steps.clone(),
            order: vec![1, 0],
        },
        Given::Rubric {
            lines: steps.into_iter().map(|line| (line, true)).collect(),
        },
    ]
}

#[test]
fn hostile_markdown_takes_linear_time() {
    let table = format!(
        "{}\n{}\n{}",
        "| a ".repeat(2000),
        "| - ".repeat(2000),
        "| b ".repeat(2000)
    );
    let nested: String = (0..400)
        .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
        .collect();
    let cases = [
        format!("{}x", "> ".repeat(10_000)),
        ">".repeat(5000) + &"x\n".repeat(5000),
        format!("{}x", "- ".repeat(10_000)),
        nested,
        table,
        "[".repeat(50_000),
        "![".repeat(20_000) + &"](a)".repeat(20_000),
        "**a ".repeat(20_000),
        "*a_ ".repeat(20_000),
        "`".repeat(50_000),
        "<".repeat(50_000),
        format!("```sql\n{}\n```", "'\\".repeat(50_000)),
        format!("```python\n{}\n```", "\"\"\" ' ".repeat(20_000)),
        format!("```rust\n{}\n```", "'a".repeat(50_000)),
        "\u{1100}".repeat(50_000),
        format!("a{}", "\u{301}".repeat(50_000)),
        "幻".repeat(50_000),
    ];
    for (idx, case) in cases.iter().enumerate() {
        let lines = render(case, page(80));
        // A quadratic pass would not come back for minutes.
        assert!(widest(&lines) <= 80, "case {idx}");
    }
}
