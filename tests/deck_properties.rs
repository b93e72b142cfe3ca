//! What holds for every text: reading it never panics, faults point into it, and what was read
//! prints and reads again.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use retain::deck::{
    Fault, Rules, cloze, format, lint, looks_like_deck, parse, parse_bytes, parse_card, parts,
    print,
};
use retain::model::card::{Card, Part};
use retain::model::deck::Deck;

const FRONT: &str = "---\nid: a\ntitle: A\n---\n\n";

/// Lines that mean something to Markdown or to a deck; piled up at random they meet every corner.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "text",
    "text  ",
    "text\\",
    "  indented",
    "   three",
    "    code  ",
    "\tcode\t",
    "  wrapped Why: x",
    "- [x] right",
    "- [ ] wrong",
    "- [ ] other",
    "* [x] star",
    "* [ ] star",
    "- [x]",
    "- [ ] > q",
    "-   [x] far",
    "+ [ ] plus",
    "1. [x] one",
    "  > note",
    "  >",
    "> quote",
    ">lazy",
    "    > deep",
    "  - [x] nested",
    "- a",
    "- b",
    "  - c",
    "* d",
    "-",
    "- - e",
    "1. one",
    "2. two",
    "10) ten",
    "   - under",
    "---",
    "--- ",
    "***",
    "- - -",
    "===",
    "```",
    "```text",
    "````",
    "  ```",
    "~~~",
    "``",
    "`",
    "### deep",
    "#",
    "## Question",
    "## Question {#q}",
    "## Other {#o}",
    "## T {#t .typed}",
    "## N {.number}",
    "## O {.order}",
    "## D {#d .open minutes=5}",
    "## R {.reversed}",
    "##",
    "## {#x}",
    "## a # ##",
    "  ## in",
    "<!-- c -->",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<b>",
    "| a | b |",
    "|---|---|",
    "[r]: /u",
    "[x]",
    "{{c1::a}}",
    "b {{c2::b::h}}",
    "`{{c1::x}}`",
    "{{c1::`}}`}}(x)",
    "{{c1::",
    "}}",
    "{{ .V }}",
    "{{c3::x",
    "y}}",
    "Why: because",
    "Source: book",
    "Hint: h",
    "Terms: a, b",
    "Level: senior",
    "Accept: 3 min ±5%",
    "Accept: x | y",
    "Accept:",
    "Sorce: x",
    "   Why: x",
    "Who: z",
    "\u{1b}[2J",
    "a\u{202e}b",
    "\u{200b}",
    "\u{a0}",
    "é\u{301}",
    "幻影",
    "a:",
    "\r",
    "x\r\ny",
    "\u{2028}",
];

fn body() -> impl Strategy<Value = String> {
    let soup = vec(select(LINES), 0..24).prop_map(|lines| lines.join("\n"));
    soup.prop_map(|soup| format!("## First {{#f}}\n\n{soup}\n"))
}

/// A card that is well-formed but for what stands in its answer.
fn answer() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = LINES
        .iter()
        .copied()
        .filter(|line| !line.starts_with("##") && !line.starts_with("---") && !line.contains('['))
        .collect();
    vec(select(lines), 1..10).prop_map(|lines| {
        let answer = lines.join("\n");
        format!(
            "## First {{#f}}\n\nabove\n\n---\n\n{answer}\n\n- [x] a\n  > {}\n- [ ] {}\n",
            answer.replace('\n', "\n  > "),
            answer.replace('\n', "\n  "),
        )
    })
}

fn front() -> impl Strategy<Value = String> {
    const KEYS: [&str; 9] = [
        "id", "title", "topic", "level", "tags", "authors", "licence", "license", "checked",
    ];
    const VALUES: [&str; 18] = [
        "a",
        "senior",
        "2026-11",
        "[a, b]",
        "[\"a, b\", 'c']",
        "[]",
        "\"a: # b\"",
        "'it''s'",
        "no",
        "12",
        "a # b",
        "[a] # c",
        "",
        " \t b ",
        "\n  - a # x\n  - b # y",
        "é, ]",
        "\"\\\\ \\\"\"",
        "&a",
    ];
    let line =
        (select(&KEYS[..]), select(&VALUES[..])).prop_map(|(key, value)| format!("{key}: {value}"));
    let comment = select(&["# above", "## two", "  # in", ""][..]).prop_map(str::to_string);
    vec(prop_oneof![3 => line, 1 => comment], 0..8).prop_map(|lines| {
        let lines = lines.join("\n");
        format!("---\nid: x\ntitle: X\n{lines}\n---\n\n## Q {{#q}}\n\na\n")
    })
}

/// Without what may differ between two readings: where the cards stand, and how they are written.
fn content(deck: &Deck) -> Deck {
    let mut deck = deck.clone();
    deck.cards.iter_mut().for_each(strip);
    deck
}

fn strip(card: &mut Card) {
    card.line = 0;
    card.source = String::new();
}

fn shown(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| fault.render("a.md")).collect()
}

fn faults_point_inside(text: &str, faults: &[Fault]) -> Result<(), TestCaseError> {
    prop_assert!(!faults.is_empty());
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = lines.split('\n').collect();
    for fault in faults {
        prop_assert!((1..=lines.len()).contains(&fault.line), "{fault:?}");
        // A stand-in such as `<U+202E>` may be longer than what it stands for.
        let length = lines[fault.line - 1].chars().count() * 8;
        prop_assert!((1..=length + 1).contains(&fault.column), "{fault:?}");
        prop_assert!(fault.source_line.chars().count() <= 200);
        prop_assert!(
            fault
                .render("a")
                .chars()
                .all(|c| c == '\n' || !c.is_control())
        );
    }
    Ok(())
}

/// Everything that a text is put through.
fn check(text: &str) -> Result<(), TestCaseError> {
    looks_like_deck(text);
    let deck = match parse(text) {
        Ok(deck) => deck,
        Err(faults) => return faults_point_inside(text, &faults),
    };
    for card in &deck.cards {
        let mut again = parse_card(&card.source).map_err(|faults| {
            TestCaseError::fail(format!("{:?} of {:?}", shown(&faults), card.source))
        })?;
        again.line = card.line;
        prop_assert_eq!(&again, card);
        check_parts(card)?;
    }
    lint(&deck, text, &Rules::default());
    let printed = print(&deck);
    let again = parse(&printed).map_err(|faults| {
        TestCaseError::fail(format!("printed as\n{printed}\n{:?}", shown(&faults)))
    })?;
    prop_assert_eq!(content(&again), content(&deck), "printed as\n{}", printed);
    prop_assert_eq!(print(&again), printed.clone());
    let formatted =
        format(text).map_err(|faults| TestCaseError::fail(shown(&faults).join("\n")))?;
    prop_assert_eq!(format(&formatted), Ok(formatted));
    Ok(())
}

fn check_parts(card: &Card) -> Result<(), TestCaseError> {
    let parts = parts(card);
    prop_assert!(!parts.is_empty());
    for part in parts {
        if let Part::Cloze(number) = part {
            let (front, back) = (
                cloze::cloze_front(&card.answer, number),
                cloze::cloze_back(&card.answer, number),
            );
            prop_assert_ne!(front, back);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_pile_of_lines_is_read_and_printed(body in body()) {
        check(&format!("{FRONT}{body}"))?;
    }

    #[test]
    fn any_answer_is_read_and_printed(card in answer()) {
        check(&format!("{FRONT}{card}"))?;
    }

    #[test]
    fn any_front_matter_is_read_and_printed(text in front()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", body in "[-#`>x \\[\\]{}:.\n|*]{0,120}") {
        check(&text)?;
        check(&format!("{FRONT}## a\n{body}\n{text}"))?;
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        looks_like_deck(&bytes);
        if let Err(faults) = parse_bytes(&bytes) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn any_cut_through_a_deck_is_read(end in 0_usize..4_000, fill in "[ \n`{-]{0,4}") {
        let deck = include_str!("../src/deck/samples.md");
        let end = (0..=end.min(deck.len())).rev().find(|end| deck.is_char_boundary(*end)).unwrap();
        check(&format!("{}{fill}{}", &deck[..end], &deck[end..]))?;
        check(&deck[..end])?;
    }

    #[test]
    fn clozes_are_found_in_any_text(text in "[{}c1:`x \n]{0,60}", number in 1_u16..3) {
        cloze::cloze_front(&text, number);
        cloze::cloze_back(&text, number);
        cloze::cloze_plain(&text);
    }
}
