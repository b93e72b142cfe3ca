use super::*;
use crate::import::text::dialect::tests::{check, likeness};

#[test]
fn each_row_is_a_card() {
    check(
        &MarkdownTable,
        "# Docker\n\n## Images\n\n| # | **Question** | Answer | Tags | Hint |\n|---|:--|---|---|---|\n\
         | 1 | What is `a \\| b`? | c<br>d | e, #f | g |\n| 2 | h | | | |\n| i | j | k | l | m | n |\n\nProse.\n",
        "@a.md:7 a #Images #e #f\nWhat is `a | b`?\n=> c\\\nd\nhint: g\n\
         ! a.md:8: the question has no answer: write one, or pass `--keep-unanswered`\n\
         ! a.md:9: the row has 6 cells, its table 5 columns: write `\\|` for a bar inside a cell\n",
    );
}

#[test]
fn a_bar_in_a_code_span_parts_no_cell_of_a_row_that_is_too_wide() {
    check(
        &MarkdownTable,
        "| Question | Answer |\n|---|---|\n| What is `a || b`? | `a \\| b` or ``c | d`` |\n\
         | `e | f` |\n| `g | h | i |\n| `j | k` | l | m |\n",
        "@a.md:3 a\nWhat is `a || b`?\n=> `a | b` or ``c | d``\n\
         @a.md:4 a\n`e\n=> f`\n\
         ! a.md:5: the row has 3 cells, its table 2 columns: write `\\|` for a bar inside a cell\n\
         ! a.md:6: the row has 4 cells, its table 2 columns: write `\\|` for a bar inside a cell\n",
    );
}

#[test]
fn bars_at_the_ends_may_be_left_out() {
    check(
        &MarkdownTable,
        "Front | Back\n--- | ---\na | b\nc | d\n",
        "@a.md:3 a\na\n=> b\n@a.md:4 a\nc\n=> d\n",
    );
}

#[test]
fn other_columns_are_counted_as_lost() {
    check(
        &MarkdownTable,
        "| Question | Level | Answer |\n|---|---|---|\n| a | hard | b |\n",
        "@a.md:3 a\na\n=> b\n- 1 other columns of the table are left out: a.md:3\n",
    );
}

#[test]
fn other_tables_are_none() {
    for text in [
        "| Option | Meaning |\n|---|---|\n| a | b |\n",
        "| Question | Answer |\n",
        "```\n| Question | Answer |\n|---|---|\n| a | b |\n```\n",
        "a | b\n",
    ] {
        assert_eq!(
            likeness(&MarkdownTable, text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
    let text = "| Q | A |\n|---|---|\n| a | b |\n| c | |\n";
    assert_eq!(
        likeness(&MarkdownTable, text.as_bytes()),
        Likeness::Cards(1)
    );
}

#[test]
fn a_heading_may_say_it_twice() {
    check(
        &MarkdownTable,
        "| Question / Concept | Answer |\n|---|---|\n| a | b |\n",
        "@a.md:3 a\na\n=> b\n",
    );
}

#[test]
fn a_glossary_is_cards_beside_other_cards_only() {
    let glossary = "| Term | Definition |\n|---|---|\n| c | d |\n";
    assert_eq!(likeness(&MarkdownTable, glossary.as_bytes()), Likeness::No);
    let both = format!("| Question | Answer | Term |\n|---|---|---|\n| a | b | |\n\n{glossary}");
    check(
        &MarkdownTable,
        &both,
        "@a.md:3 a\na\n=> b\n@a.md:7 a\nc\n=> d\n",
    );
    assert_eq!(
        likeness(&MarkdownTable, both.as_bytes()),
        Likeness::Cards(2)
    );
}
