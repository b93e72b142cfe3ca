use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read};

/// Each text makes the card `a?`, `b`.
fn one(text: &str) {
    check(&Qa, text, "@a.md:1 a\na?\n=> b\n");
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(1), "{text}");
}

#[test]
fn marks_are_written_in_many_ways() {
    one("**Q:** a?\n**A:** b\n");
    one("**Q: a?**\n\nA: b\n");
    one("**Q1.** a?\n\n**A1.** b\n");
    one("**Question:** a?\n**Answer:** b\n");
    one("**Question**: a?\n**Answer**: b\n");
    one("__Q__: a?\n__A__: b\n");
    one("Q. a?\nA. b\n");
    one("q: a?\na: b\n");
    one("Q1) a?\nA1) b\n");
    one("1 Q: a?\n1 A: b\n");
    one("Question: a?\nAnswer: b\n");
    one("Question 5: a?\nAns: b\n");
    one("### Q1\n\na?\n\n**Answer:**\n\nb\n");
    one("### Q1. a?\n\n**Answer:** b\n");
    one("### Question 1: a?\n#### Answer:\nb\n");
    one("## a?\n\n**Answer:** b\n");
    one("- Q: a?\n  A: b\n");
    one("- **Q:** a?\n- **A:** b\n");
    one("* Q: a?\n\n  A: b\n");
    one("### 1. a?\n**Answer:**  \nb\n\n***\n");
    one("### **1. a?**  \n\n**Answer:** b\n");
    one("### 1. a?\n\n**Sample Answer**:\n\nb\n");
    one("Q1. a?\n-\tanswer: b\n\n⸻\n");
    one("**Q:** a?\n\n---\n\n**A:** b\n\n---\n");
    one("Question: a?\n***\nAnswer: b\n***\nc\n");
    one("### Q1\n\na?\n\n---\n\n**Answer:** b\n");
}

#[test]
fn a_card_reaches_to_the_next_question_heading_or_rule() {
    check(
        &Qa,
        "# Interview\n\nHello.\n\n## Net\n\n**Q:** a\nb?\n\n```\nA: c\n```\n\n**A:** d\n\n- e\n\nAnswer: f\n\n---\n\ng\n\n**Q:** h\n\n## Disk\n\n**Q:** i\n**A:** j\n",
        "@a.md:7 a #Net\na\nb?\n\n```\nA: c\n```\n=> d\n\n- e\n\nAnswer: f\n\
         @a.md:28 a #Disk\ni\n=> j\n\
         ! a.md:24: the question has no answer: write one, or pass `--keep-unanswered`\n",
    );
}

#[test]
fn a_fence_may_stand_behind_its_mark() {
    check(
        &Qa,
        "**Q:** a?\n**A:** ```c\n**Q:** b\n```\n",
        "@a.md:1 a\na?\n=> ```c\n**Q:** b\n```\n",
    );
}

#[test]
fn bold_inside_a_question_stays() {
    check(
        &Qa,
        "## What is **a**\n**Answer:** **b**\n\n**Q: What is **c**?**\n**A:** d",
        "@a.md:1 a\nWhat is **a**\n=> **b**\n@a.md:4 a\nWhat is **c**?\n=> d\n",
    );
}

#[test]
fn a_list_loses_the_indentation_of_its_items() {
    check(
        &Qa,
        "- Q: a?\n  - b\n  A: c\n\n      d\n",
        "@a.md:1 a\na?\n- b\n=> c\n\nd\n",
    );
}

#[test]
fn what_belongs_to_others_is_not_counted() {
    let none = |text: &str| {
        let claimed = likeness(&Qa, text.as_bytes());
        assert!(
            matches!(claimed, Likeness::No | Likeness::Cards(0)),
            "{text}"
        );
    };
    none("Q: a\nA: b\n");
    none("**Q1.** a?\n\nA. b\nB. c\n\n**Answer:** A\n");
    none("### 1. a?\n- [ ] b\n- [x] c\n\n**Answer:** c\n");
    none("###### 1. a?\n\n- A: b\n- B: c\n\n#### Answer: D\n");
    none("A. b\nQ. c\n");
    none("A: b\n");
    none("Question everything. Answer nothing.\n");
    none("Prose.\n");
    none("q. a?\na. b\n");
    none("a: b\nb: c\n");
}

#[test]
fn headings_may_be_the_words_alone() {
    let text = "### Front\n\na\n\n### Back\n\nb\n\n<!-- End --> <!-- Start -->\n\n### Front\n\nc\n\n### Back\n\nd\n";
    check(&Qa, text, "@a.md:1 a\na\n=> b\n@a.md:11 a\nc\n=> d\n");
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(2));
    let small = "# tags\nx\n## front\na\n## back\nb\n";
    check(&Qa, small, "@a.md:3 a\na\n=> b\n");
}

#[test]
fn sides_may_be_named_front_and_back() {
    let text = "Front: a?\nBack: b\n\nc\nTags: x, y z\n\n**Card 2**\nType: f\nFront: d\nBack: e\n";
    check(
        &Qa,
        text,
        "@a.md:1 a #x #y z\na?\n=> b\n\nc\n@a.md:9 a\nd\n=> e\n",
    );
    check(
        &Qa,
        "卡片1\n正面：a\n背面：b\n\n正面：c\n背面：d\n",
        "@a.md:2 a\na\n=> b\n@a.md:5 a\nc\n=> d\n",
    );
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(2));
    let prose = "- Front: a web page\n- Back: a service\n";
    assert_eq!(likeness(&Qa, prose.as_bytes()), Likeness::Cards(0));
    let other = "**Q:** a\n**A:** b\nFront: c\nBack: d\n";
    check(&Qa, other, "@a.md:1 a\na\n=> b\nFront: c\nBack: d\n");
}

#[test]
fn questions_of_a_list_below_a_heading_are_anothers() {
    for text in [
        "## A\n\n1. **What is b?**\n\n   - **Answer**: c\n\n2. **What is d?**\n\n   - **Answer**: e\n",
        "## A\n\n**What is b?**\n*Answer:* c\n",
        "### What is b?\n<details>\n\nAnswer: c\n\n</details>\n",
    ] {
        assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(0), "{text}");
    }
}

#[test]
fn headings_inside_an_answer_belong_to_it() {
    check(
        &Qa,
        "### Front\n\na\n\n### Back\n\nb\n\n#### c\n\nd\n\n### e\n\nf\n\n### Front\n\ng\n\n### Back\n\nh\n",
        "@a.md:1 a\na\n=> b\n\n#### c\n\nd\n\n### e\n\nf\n@a.md:17 a\ng\n=> h\n",
    );
    check(
        &Qa,
        "## a?\n\n**Answer:** b\n\n### c\n\nd\n\n### e?\n\n**Answer:** f\n\n## Net\n\n### g?\n\n**Answer:** h\n",
        "@a.md:1 a\na?\n=> b\n\n### c\n\nd\n@a.md:9 a\ne?\n=> f\n@a.md:15 a #Net\ng?\n=> h\n",
    );
}

#[test]
fn options_on_the_front_of_a_card_are_choices() {
    let text = "### Front\n\na?\n\nA) b\nB) c\n\n### Back\n\n**B) c**\n\nd\n";
    let files: &[(&str, &[u8])] = &[("a.md", text.as_bytes())];
    let harvest = read(&Qa, files, &options());
    let draft = &harvest.drafts[0];
    let right: Vec<bool> = draft.choices.iter().map(|choice| choice.right).collect();
    assert_eq!(
        (draft.question.as_str(), right, draft.why.as_deref()),
        ("a?", vec![false, true], Some("d"))
    );
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(1));
}

#[test]
fn both_sides_may_stand_on_one_line() {
    let text =
        "## T\n\n- Q: a? A: `b`.\n- Q: c → A: d: e\n- **Q: f?** **A:** g\n\nQ: h, A: i\nA: j\n";
    check(
        &Qa,
        text,
        "@a.md:3 a #T\na?\n=> `b`.\n@a.md:4 a #T\nc\n=> d: e\n@a.md:5 a #T\nf?\n=> g\n\
         @a.md:7 a #T\nh, A: i\n=> j\n",
    );
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(3));
}

#[test]
fn marks_are_words_of_many_languages() {
    one("**Pregunta:** a?\n**Respuesta:** b\n");
    one("### **1. a?**\n\n**Respuesta**: b\n");
    one("**Вопрос:** a?\n**Ответ:** b\n");
    one("**题目**：a?\n\n**参考答案**：b\n");
    one("### 1. a?\n**Answer (in short):**\nb\n");
}

#[test]
fn a_list_of_answers_asks_nothing() {
    let text = "## Question 1: a?\n\nb?\n\n## Answer Key\n\n### Answer 1: c\n\nd\n\n### Answer 2: e\n\nf\n";
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(0));
}

#[test]
fn headings_that_ask_without_an_answer_are_told() {
    let text = "## What is a?\n\nb\n\n## What is c?\n\n**Answer:** d\n";
    check(
        &Qa,
        text,
        "@a.md:5 a\nWhat is c?\n=> d\n- 1 headings that ask, without a word for their answer, are left out: a.md:1\n",
    );
}

#[test]
fn a_file_may_hold_one_note_with_its_number() {
    let ids = |text: &str| {
        let harvest = read(&Qa, &[("a.md", text.as_bytes())], &options());
        let drafts = harvest.drafts.into_iter();
        drafts
            .map(|draft| (draft.id, draft.tags.join(" "), draft.deck))
            .collect::<Vec<_>>()
    };
    let card = "# Front\na\n# Back\nb\n";
    let note = "## Note\nnid: 7\nmodel: Basic\ntags: x y\n\n### Front\na\n### Back\nb\n";
    assert_eq!(
        ids(&format!(
            "---\nid: go_1\ndeck: Go\ntags:\n  - x\n---\n\n{card}"
        )),
        [(Some("go_1".into()), "x".into(), vec!["Go".to_string()])]
    );
    assert_eq!(
        ids(&format!(
            "{note}{}",
            note.replace('7', "8").replace("x y", "")
        )),
        [
            (Some("7".into()), "x y".into(), vec!["a".to_string()]),
            (Some("8".into()), "".into(), vec!["a".to_string()]),
        ]
    );
}

#[test]
fn sides_of_lines_have_choices_too_and_prose_none() {
    let text = "Front: a?\nA) b\nB) c\nBack: B) c\n\nFront: d\nBack: e\n";
    let harvest = read(&Qa, &[("a.md", text.as_bytes())], &options());
    let n_choices: Vec<usize> = harvest
        .drafts
        .iter()
        .map(|draft| draft.choices.len())
        .collect();
    assert_eq!(n_choices, [2, 0]);
    assert_eq!(likeness(&Qa, text.as_bytes()), Likeness::Cards(2));
    check(
        &Qa,
        "### Front\na\n### Back\nb\n### c\nBack: d\n",
        "@a.md:1 a\na\n=> b\n### c\nBack: d\n",
    );
}

#[test]
fn a_heading_that_counts_the_next_card_is_no_part_of_an_answer() {
    check(
        &Qa,
        "### Card 1\n### Front\na\n### Back\nb\n### Card 2\n### Front\nc\n### Back\nd\n",
        "@a.md:2 a\na\n=> b\n@a.md:7 a\nc\n=> d\n",
    );
}
