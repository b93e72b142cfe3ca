use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read};
use proptest::prelude::*;

fn cards(text: &str) -> Likeness {
    likeness(&Answered, text.as_bytes())
}

#[test]
fn numbered_questions_have_their_answers_below() {
    let text = "# K8s\n\n## Easy\n\n1. **What is a pod?**  \n   The unit.\n\n   ```sh\n   a\n   ```\n\n\
        2. Explain etcd\n\n   A store:\n   - small\n\n## Hard\n\n3. What is a node?\n   A machine.\n";
    check(
        &Answered,
        text,
        "@a.md:5 K8s #Easy\nWhat is a pod?\n=> The unit.\n\n```sh\na\n```\n\
         @a.md:12 K8s #Easy\nExplain etcd\n=> A store:\n- small\n\
         @a.md:19 K8s #Hard\nWhat is a node?\n=> A machine.\n",
    );
    assert_eq!(cards(text), Likeness::Cards(3));
}

#[test]
fn a_numbered_item_may_be_a_heading_with_an_indented_answer() {
    let text = "### Contents\n\n| 1 | [What is hoisting](#a) |\n\n1. ### What is hoisting\n\n    Moved up:\n    1. var\n\n    \
        ```js\n    a\n    ```\n\n    **[⬆ Back to Top](#toc)**\n\n2. ### Tail calls\n\n    Reused.\n\n\
        3. ### Why?\n\n    Since.\n\n<!-- END -->\n";
    check(
        &Answered,
        text,
        "@a.md:5 a\nWhat is hoisting\n=> Moved up:\n1. var\n\n```js\na\n```\n\
         @a.md:16 a\nTail calls\n=> Reused.\n@a.md:20 a\nWhy?\n=> Since.\n",
    );
    assert_eq!(cards(text), Likeness::Cards(3));
}

#[test]
fn a_paragraph_may_begin_with_its_question() {
    let text = "What is a port?\nA number.\n0 to 65535\n\nHow does `git stash` end?\nIt pops:\n```\ngit stash pop\n\n```\n\n\
        Why?\nSo.\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a port?\n=> A number.\\\n0 to 65535\n\
         @a.md:5 a\nHow does `git stash` end?\n=> It pops:\n```\ngit stash pop\n\n```\n\
         @a.md:12 a\nWhy?\n=> So.\n",
    );
    assert_eq!(cards(text), Likeness::Cards(3));
    let prose =
        "Why so?\nA line.\n\nWhy not?\nOne.\n\nWho?\nAll.\n\nProse.\n\nMore.\n\nAnd more.\n";
    assert_eq!(cards(prose), Likeness::Cards(0));
}

#[test]
fn an_answer_that_is_a_quote_as_a_whole_is_none() {
    check(
        &Answered,
        "1. What is a?\n\n> b\n>\n> - c\n\n2. What is d?\n\n> e\n\nf\n",
        "@a.md:1 a\nWhat is a?\n=> b\n\n- c\n@a.md:7 a\nWhat is d?\n=> > e\n\nf\n",
    );
}

#[test]
fn a_word_may_part_question_and_answer() {
    let text = "1. What is a?\nAnswer: b\n\n2. What is c?\n\n   - **Answer**: d\n     - e\n\n\
        3. What is f?\n```\ng\n```\n*Ans:* h\n\n4.  What is i?\n\n    Answer:\n        j\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:4 a\nWhat is c?\n=> d\n- e\n\
         @a.md:9 a\nWhat is f?\n\n```\ng\n```\n=> h\n@a.md:15 a\nWhat is i?\n=> j\n",
    );
    assert_eq!(cards(text), Likeness::Cards(4));
}

#[test]
fn lists_in_answers_are_no_questions() {
    let text = "1. What are they?\n1. a\n2. b\n\n2. And why?\nc\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat are they?\n=> 1. a\n2. b\n@a.md:5 a\nAnd why?\n=> c\n",
    );
}

#[test]
fn items_with_answers_indented_under_them_are_one_list() {
    let text =
        "1. What is a?\n    - b\n2. It rains in c.\n    - False\n3. Several d form a:\n\n    - e\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> - b\n@a.md:3 a\nIt rains in c.\n=> - False\n\
         @a.md:5 a\nSeveral d form a:\n=> - e\n",
    );
    let steps = "1. What is a?\n   b\nc\n2. Then d\n   e\n\n2. What is f?\n   g\n";
    check(
        &Answered,
        steps,
        "@a.md:1 a\nWhat is a?\n=>    b\nc\n2. Then d\n   e\n@a.md:7 a\nWhat is f?\n=> g\n",
    );
}

#[test]
fn what_is_claimed_is_read() {
    // There are more bullets with text below them than questions.
    let text =
        "1. What is a?\n\n- b\n  b\n- c\n  c\n- d\n  d\n\n2. What is e?\n\n- f\n  f\n- g\n  g\n";
    assert_eq!(cards(text), Likeness::Cards(2));
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> - b\n  b\n- c\n  c\n- d\n  d\n\
         @a.md:10 a\nWhat is e?\n=> - f\n  f\n- g\n  g\n",
    );
}

#[test]
fn bold_lines_ask_as_well() {
    let text = "# A\n\nIntro.\n\n**1. What is b?**\n\nc\n\n**Note**\n\nd\n\n---\n\n<b>2. What is e?</b>  \n*Answer:* f\n";
    check(
        &Answered,
        text,
        "@a.md:5 A\nWhat is b?\n=> c\n\n**Note**\n\nd\n@a.md:15 A\nWhat is e?\n=> f\n",
    );
    assert_eq!(cards(text), Likeness::Cards(2));
}

#[test]
fn bold_lines_behind_rules_set_tasks_where_questions_stand_there() {
    for task in [
        "Name the 5 routing policies.",
        "Name the 5 routing policies",
        "The routing policies are these:",
    ] {
        let text = format!(
            "**What is a?**\n\n---\n\nb.\n\n**So in short:**\n\nc\n\n---\n\n**{task}**\n\nd\n\n---\n\n\
             **What is e?**\n\nf\n\n---\n"
        );
        check(
            &Answered,
            &text,
            &format!(
                "@a.md:1 a\nWhat is a?\n=> b.\n\n**So in short:**\n\nc\n@a.md:13 a\n{task}\n=> d\n\
                 @a.md:19 a\nWhat is e?\n=> f\n"
            ),
        );
        assert_eq!(cards(&text), Likeness::Cards(3));
    }
}

#[test]
fn other_bold_lines_set_a_task_only_by_their_words() {
    let text =
        |line: &str| format!("**What is a?**\n\nb\n\n**{line}**\n\nc\n\n**What is d?**\n\ne\n");
    assert_eq!(cards(&text("Name the kinds of a.")), Likeness::Cards(3));
    assert_eq!(cards(&text("3. List all kinds of a.")), Likeness::Cards(3));
    for line in [
        "Name resolution",
        "Name of the host:",
        "The kinds of a are two.",
        "List them:",
        "Note that a is b.",
    ] {
        assert_eq!(cards(&text(line)), Likeness::Cards(2), "{line}");
    }
    let steps = "**Name the host.**\n\na\n\n---\n\n**List all of its files.**\n\nb\n";
    assert!(matches!(cards(steps), Likeness::No | Likeness::Cards(0)));
}

#[test]
fn folded_blocks_of_mkdocs_are_cards() {
    let text = "# A\n\n!!! tip \"How\"\n    to.\n\n??? question \"What is b?\"\n    c\n\n    - d\n\n\
        ???+ note \"Heaps\"\n    e\n\nOutside.\n";
    check(
        &Answered,
        text,
        "@a.md:6 A\nWhat is b?\n=> c\n\n- d\n@a.md:11 A\nHeaps\n=> e\n",
    );
    assert_eq!(cards(text), Likeness::Cards(2));
}

#[test]
fn callouts_that_ask_are_cards() {
    let text = "> [!question]- What is a?\n> b\n>\n> ```\n> c\n> ```\n\nText.\n\n> [!note] d\n> e\n\n\
        > [!FAQ] Why f?\n> - g\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n\n```\nc\n```\n@a.md:13 a\nWhy f?\n=> - g\n",
    );
    assert_eq!(cards(text), Likeness::Cards(2));
}

#[test]
fn a_callout_that_says_it_is_a_card_is_one_in_any_note() {
    let prose = "Prose.\n\n".repeat(20);
    let text = format!(
        "{prose}> [!flashcard]\n> **Q**: Why a?\n> **A**: b\n> c\n\n> [!note]\n> **Q**: d\n\n> [!flashcard] e\n> f\n\n> [!card]\n> g\n"
    );
    check(
        &Answered,
        &text,
        "@a.md:42 a\nWhy a?\n=> b\nc\n@a.md:49 a\ne\n=> f\n",
    );
    assert_eq!(cards(&text), Likeness::Cards(2));
}

#[test]
fn quotes_may_answer_numbered_questions() {
    let text = "1. What is a?\n\n> b\n>\n> - c\n\nProse.\n\n2. What is d?\n\n![](https://e/f.png)\n\n> g\n\n---\n\nMore.\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n\n- c\n@a.md:9 a\nWhat is d?\n\n![](https://e/f.png)\n=> g\n\
         - 1 pictures on other computers are left as links: a.md:9\n",
    );
    check(
        &Answered,
        "1. What is a?\n\n> b\n\nc\n\n2. What is d?\ne\n",
        "@a.md:1 a\nWhat is a?\n=> > b\n\nc\n@a.md:7 a\nWhat is d?\n=> e\n",
    );
}

#[test]
fn a_bold_question_may_say_that_it_is_one() {
    let text = "## T\n\n**Q: What is a?**\nb\n\n**Q: Why c?**\n\nd\n\n- e\n";
    check(
        &Answered,
        text,
        "@a.md:3 T\nWhat is a?\n=> b\n@a.md:6 T\nWhy c?\n=> d\n\n- e\n",
    );
    assert_eq!(cards(text), Likeness::Cards(2));
    let marked = "**Q: What is a?**\n**A:** b\n\n**Q: Why c?**\nA: d\n";
    assert!(matches!(cards(marked), Likeness::No | Likeness::Cards(0)));
    let counted = "**Q1: What is a?**\n**A:** b\n\n**Q2: Why c?**\n**A:** d\n";
    assert!(matches!(cards(counted), Likeness::No | Likeness::Cards(0)));
}

#[test]
fn bullets_that_ask_have_answers_below() {
    let text = "- What is a?\n    - b\n    - c\n\n- Explain d.\ne\n\n- Is f?\nYes\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> - b\n- c\n@a.md:5 a\nExplain d.\n=> e\n@a.md:8 a\nIs f?\n=> Yes\n",
    );
    assert_eq!(cards(text), Likeness::Cards(3));
}

#[test]
fn a_question_without_an_answer_is_refused() {
    let text = "1. What is a?\n   b\n\n2. What is c?\n\n3. What is d?\n   e\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:6 a\nWhat is d?\n=> e\n\
         ! a.md:4: no answer is given: pass `--keep-unanswered` to take it as an open question\n",
    );
}

#[test]
fn ticks_in_the_answer_to_a_question_that_is_not_counted_are_text() {
    let text = "**Why a?**\n- b ✅\n- c\n\n**Why d?**\n- e\n- f ✅\n";
    assert_eq!(cards(text), Likeness::Cards(2));
}

#[test]
fn manuals_and_lists_without_answers_are_left_alone() {
    for text in [
        "1. Install it\n   with cargo\n\n2. Run it\n   now\n\n3. What next?\n   Nothing.\n",
        "1. What is a?\n2. What is b?\n3. What is c?\n",
        "1. What is a?\n   - [ ] b\n   - [x] c\n2. What is d?\n   - [x] e\n   - [ ] f\n",
        "# Manual\n\nLong\ntext\nhere\nand\nhere\nand\nmore\n\n**What is it?**\n\nIt.\n\n**Why?**\n\nSo.\n",
        "- a\n  - b\n- What?\n  - c\n",
        "1. What is a?\na) b c) d b) e\nAnswer: b\n\n2. What is c?\na) d b) e\nAnswer: a\n",
        "1. Что такое a?\nа) b\nб) c\nОтвет: б\n\n2. Что такое d?\nа) e\nб) f\nОтвет: а\n",
        "## Question 1\n**What is a?**\n- b ✅\n- c\n\n## Question 2\n**What is d?**\n- e\n- f ✅\n",
        "**1. What is a?**\n- b ✅\n- c\n\n**2. What is d?**\n- e\n- f ✅\n",
        "",
    ] {
        let found = cards(text);
        assert!(
            matches!(found, Likeness::No | Likeness::Cards(0)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_bold_line_right_above_the_word_for_an_answer_need_not_ask() {
    let text = "**1. What is a?**\n**Answer:** b\n\n**2. It rains.**\n**Answer:** False\n---\n**3. What is c?**\n**Answer:** d\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:4 a\nIt rains.\n=> False\n@a.md:7 a\nWhat is c?\n=> d\n",
    );
}

#[test]
fn the_word_for_a_question_is_cut() {
    let text = "1. **Question:** What is a?\n   - **Answer:** b\n\n2. **Question:** What is c?\n   - **Answer:** d\n";
    check(
        &Answered,
        text,
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:4 a\nWhat is c?\n=> d\n",
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,300}") {
        read(&Answered, &[("a.md", text.as_bytes())], &options());
        cards(&text);
    }

    #[test]
    fn no_mixture_of_marks_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "1. ", "2) ", "### ", "**", "**Name all of them.**", "- ", "??? question \"", "\"\n", "What is a?", "Answer:", "A:", "\n",
                "\n\n", "    ", "```\n", "[x](#y)", "é", "\t", "# B\n", "---\n", "<!--", "-->", "4294967295. ",
            ]),
            0..60,
        ),
    ) {
        let text = pieces.concat();
        read(&Answered, &[("a.md", text.as_bytes())], &options());
        cards(&text);
    }
}
