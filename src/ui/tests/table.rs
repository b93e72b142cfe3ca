//! What tables look like.

use super::plain;
use crate::ui::markdown::render;
use crate::ui::style::{Line, Style};
use crate::ui::table::columns;
use crate::ui::width::Align;

const LEVELS: &str = "\
| level | dirty read | phantom |
| --- | :-: | --- |
| READ COMMITTED | no | yes |
| SERIALIZABLE | no | no, and no write skew either |
";

fn check(width: usize, markdown: &str, expected: &[&str]) {
    let lines: Vec<String> = render(markdown, width).iter().map(Line::text).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_table_that_fits_is_a_grid() {
    check(
        80,
        LEVELS,
        &[
            "level          │ dirty read │ phantom",
            "───────────────┼────────────┼─────────────────────────────",
            "READ COMMITTED │     no     │ yes",
            "SERIALIZABLE   │     no     │ no, and no write skew either",
        ],
    );
}

#[test]
fn the_widest_column_shrinks_first() {
    check(
        50,
        LEVELS,
        &[
            "level          │ dirty read │ phantom",
            "───────────────┼────────────┼─────────────────────",
            "READ COMMITTED │     no     │ yes",
            "SERIALIZABLE   │     no     │ no, and no write",
            "               │            │ skew either",
        ],
    );
}

#[test]
fn rows_that_could_run_into_each_other_are_parted() {
    check(
        22,
        "| a long name | b |\n| --- | --- |\n| one two three | x |\n| four | y |\n",
        &[
            "a long name   │ b",
            "──────────────┼──",
            "one two three │ x",
            "four          │ y",
        ],
    );
    check(
        16,
        "| a | b |\n| --- | --- |\n| one two three | x |\n| four | y |\n",
        &[
            "a            │ b",
            "─────────────┼──",
            "one two      │ x",
            "three        │",
            "─────────────┼──",
            "four         │ y",
        ],
    );
}

#[test]
fn a_table_that_would_be_slivers_becomes_records() {
    check(
        40,
        "| level | a long heading | phantom reads |\n| --- | --- | --- |\n\
         | REPEATABLE READ | allowed by the standard, not in PostgreSQL | |\n\
         | x | `y` | z |\n",
        &[
            "▪ level: REPEATABLE READ",
            "  a long heading: allowed by the",
            "    standard, not in PostgreSQL",
            "▪ level: x",
            "  a long heading: `y`",
            "  phantom reads: z",
        ],
    );
}

#[test]
fn a_header_without_rows_is_shown() {
    check(20, "| a | b |\n| --- | --- |\n", &["a │ b"]);
    check(
        10,
        "| one | two | three |\n| --- | --- | --- |\n",
        &["▪ one", "  two", "  three"],
    );
}

#[test]
fn a_table_in_a_list_keeps_to_its_indent() {
    check(
        40,
        "- | a | b |\n  | --- | --- |\n  | c | d |\n",
        &["• a │ b", "  ──┼──", "  c │ d"],
    );
}

fn list(width: usize) -> String {
    let rows = [
        vec![
            "caching".into(),
            Line::new().with("Caching strategies", Style::Accent),
            "18".into(),
        ],
        vec![
            "kafka".into(),
            "Kafka, from the log to exactly-once".into(),
            "7".into(),
        ],
    ];
    let aligns = [Align::Left, Align::Left, Align::Right];
    plain(&columns(&["deck", "title", "cards"], &aligns, &rows, width))
}

#[test]
fn columns_stand_two_spaces_apart() {
    let expected = "\
deck     title                                cards
caching  Caching strategies                      18
kafka    Kafka, from the log to exactly-once      7
";
    assert_eq!(list(80), expected);
}

#[test]
fn the_widest_column_is_cut() {
    let expected = "\
deck     title                     cards
caching  Caching strategies           18
kafka    Kafka, from the log to…       7
";
    assert_eq!(list(40), expected);
}

#[test]
fn columns_are_cut_as_lines_where_nothing_else_fits() {
    assert_eq!(list(10), "deck…\ncaching…\nkafka…\n");
}

#[test]
fn columns_need_no_header() {
    let rows = [
        vec!["due".into(), "12".into()],
        vec!["new".into(), "4".into()],
    ];
    let lines = columns(&[], &[Align::Left, Align::Right], &rows, 40);
    assert_eq!(plain(&lines), "due  12\nnew   4\n");
}
