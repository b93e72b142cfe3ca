use super::*;

#[test]
fn options_in_a_folded_answer_are_its_explanation() {
    check(
        "1. Which?\n\n- A. a\n- B. b\n\n<details><summary><b>Answer</b></summary>\n\n#### Answer: B\n\n### **Explanation:**\n\n- **A. a**\n  - Not exact.\n\n- **B. b**\n  - Exact.\n</details>\n\n\
         2. Which one is c?\n\n- A. d\n- B. c\n\n<details><summary>Answer</summary>\n\nB\n</details>\n",
        "Which?\n=> b\n\n- **A. a**\n  - Not exact.\n\n- **B. b**\n  - Exact.\n[ ] a\n[x] b\n%\nWhich one is c?\n[ ] d\n[x] c",
    );
    check(
        "## Which?\n\nA. a\nB. b\n\n<details><summary>Answer</summary>B</details>\n\nA. c\nB. d\n",
        "a.md:8: these options cannot be told from those of the question above: put a heading above them",
    );
}

#[test]
fn what_is_said_to_a_site_is_left_out() {
    check(
        "{{< quizdown >}}\n\n# Which?\n\n---\nshuffle_answers: true\n---\n\nIt says more.\n\n- [x] a\n- [ ] b\n\n# And which?\n\n- [ ] c\n- [x] d\n\n{{< /quizdown >}}\n",
        "Which?\n\nIt says more.\n[x] a\n[ ] b\n%\nAnd which?\n[ ] c\n[x] d",
    );
}

#[test]
fn a_numbered_question_may_have_an_answer_in_words() {
    check(
        "1. What is the value of x?\n\n   ```sh\n   x=5\n   ```\n\n   Answer: 5\n\n2. Which is a prime?\n\n   A. 4\n   B. 7\n\n   Answer: B\n\n\
         3. Name a sign.\n   It is small.\n\n   **Answer:** a dot,\n   or a comma\n\n   **Explanation:** Both are.\n\n4. Which is even?\n\n   A. 4\n   B. 7\n\n   Answer: A\n",
        "What is the value of x?\n\n```sh\nx=5\n```\n=> 5\n%\nWhich is a prime?\n[ ] 4\n[x] 7\n%\n\
         Name a sign.\nIt is small.\n=> a dot,\nor a comma\nWhy: Both are.\n%\nWhich is even?\n[x] 4\n[ ] 7",
    );
    check(
        "1. What is a?\n\nAnswer:\n\nb\n\n2. What is c?\n\nA. d\nB. e\n\nAnswer: B\n",
        "What is a?\n=> b\n%\nWhat is c?\n[ ] d\n[x] e",
    );
    check(
        "1. What is a?\n\nA. d\nB. e\n\nAnswer: B\n\n2. What is c?\n\n1) the f\n2) the g\n3) the h\n\nAnswer: 3\n\n3. What is i?\n\nA. d\nB. e\n\nAnswer: A\n\n4. What is j?\n\nAnswer: C\n",
        "What is a?\n[ ] d\n[x] e\n%\nWhat is c?\n\n1) the f\n2) the g\n3) the h\n=> 3\n%\nWhat is i?\n[x] d\n[ ] e\n%\n\
         a.md:23: the question has no options: put options below it, `- [x]` in front of the right ones",
    );
    let (_, likeness) = read(
        "a.md",
        b"1. What is a?\n\nAnswer: b\n\n2. What is c?\n\nAnswer: d\n",
    );
    assert_eq!(likeness, Likeness::No);
}

#[test]
fn a_line_above_a_new_question_1_names_a_part() {
    let text = "German writers\n1. Who wrote Faust?\n   A. Goethe\n   B. Kant\n   Answer: A\n\n2. Who wrote Don Carlos?\n   A. Goethe\n   B. Schiller\n   Answer: B\n\n\
         French writers\n1. Who wrote Candide?\n   A. Voltaire\n   B. Hugo\n   Answer: A\n";
    let drafts = read("a.txt", text.as_bytes()).0.drafts;
    let told: Vec<String> = drafts
        .iter()
        .map(|draft| {
            format!(
                "{}|{:?}|{}",
                draft.question,
                draft.why,
                draft.tags.join("/")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Who wrote Faust?|None|German writers",
            "Who wrote Don Carlos?|None|German writers",
            "Who wrote Candide?|None|French writers",
        ]
    );
    let explained = text.replace("French writers", "He wrote it in 1787.");
    let drafts = read("a.txt", explained.as_bytes()).0.drafts;
    assert_eq!(drafts[1].why.as_deref(), Some("He wrote it in 1787."));
    assert!(drafts.iter().all(|draft| draft.tags.is_empty()));
}

#[test]
fn a_sign_may_tell_the_right_one_of_a_list() {
    check(
        "# 1 task\n\nWhich port?\n\n+ 80\n+ 443 (+)\n+ 21\n\n# 2 task\n\n```sql\nselect 1\n```\n\nWhat is it?\n\n+ a row (+)\n+ a table\n",
        "1 task\n\nWhich port?\n[ ] 80\n[x] 443\n[ ] 21\n%\n2 task\n\n```sql\nselect 1\n```\n\nWhat is it?\n[x] a row\n[ ] a table",
    );
    check(
        "# Question 1. Ports\n\n**1. Which?**\n\nOptions:\n1) 80\n2) ✅ 443\n3) ❌ 21\n\n# Question 2. Hosts\n\n**2. Which?**\n\nOptions:\n1) ✅ one\n2) two\n",
        "Ports\n\n**1. Which?**\n[ ] 80\n[x] 443\n[ ] 21\n%\nHosts\n\n**2. Which?**\n[x] one\n[ ] two",
    );
    check(
        "**Q1. Which port?**\n- 80\n- **443** ✅\n\n**Q2. Which host?**\n- one ✅\n- two\n",
        "Which port?\n[ ] 80\n[x] 443\n%\nWhich host?\n[x] one\n[ ] two",
    );
    for merits in [
        "## Why a?\n- ✅ fast\n- ✅ small\n\n## Why b?\n- ✅ safe\n- ✅ old\n",
        "## Why a?\n- ✅ fast\n- ✅ small\n- dear\n- old\n\n## Why b?\n- one ✅\n- many ❌\n",
    ] {
        assert!(
            read("a.md", merits.as_bytes()).0.drafts.is_empty(),
            "{merits}"
        );
    }
}

#[test]
fn an_x_far_behind_an_option_ticks_it() {
    check(
        "1. Which port?\nA) 80\nB) 443        x\nC) 3 x 7\n\n2. Is it so?\nA) True\tx\nB) False\n",
        "Which port?\n[ ] 80\n[x] 443\n[ ] 3 x 7\n%\nIs it so?\n[x] True\n[ ] False",
    );
}

#[test]
fn the_word_for_an_answer_above_the_options_is_no_text() {
    check(
        "**Q1:** Which port?\n**A:**\na) 80\nb) 443\n\n**Correct Answer:** (b)\n",
        "Which port?\n[ ] 80\n[x] 443",
    );
}

#[test]
fn a_counted_question_without_options_is_refused_and_not_passed_over() {
    let text = "### Question 1\nWhich port?\n\nA) 80\nB) 443\n\nAnswer: B\n\n### Question 2\nWhy?\n\n### Question 3\nWhich host?\n\nA) one\nB) two\n\nAnswer: A\n";
    let harvest = read("a.md", text.as_bytes()).0;
    assert_eq!((harvest.drafts.len(), harvest.refused.len()), (2, 1));
}

#[test]
fn lettered_options_may_be_shuffled_and_bold_with_a_sign() {
    check(
        "### Question 1\n**Which port?**\n- **b. 443** ✅\n- a. 80\n- c. 21\n\n### Question 2\n**Which host?**\n- a. one\n- **d. four** ✅\n- b. two\n- c. three\n",
        "**Which port?**\n[ ] 80\n[x] 443\n[ ] 21\n%\n**Which host?**\n[ ] one\n[ ] two\n[ ] three\n[x] four",
    );
    check(
        "## Which?\n\nA) ❌ 80\nB) ✅ 443\n\n## Who?\n\nA) ✅ a\nB) b\n",
        "Which?\n[ ] 80\n[x] 443\n%\nWho?\n[x] a\n[ ] b",
    );
}

#[test]
fn options_may_stand_in_one_line() {
    check(
        "1. Which port?\na) 80  b) 443 c) a (b) d) 21\nAnswer: b\n\n2. Which host?\n   (A) one (B) two\n   (C) three\n   Ans: (C)\n\n\
         3. Which sign?\nA. one B. two C. three\nAnswer: A\n",
        "Which port?\n[ ] 80\n[x] 443\n[ ] a (b)\n[ ] 21\n%\nWhich host?\n[ ] one\n[ ] two\n[x] three\n%\n\
         Which sign?\n[x] one\n[ ] two\n[ ] three",
    );
    for text in [
        "1. Which?\na) 80 b) 443 Answer: a\n\n2. Who?\na) one b) two Answer: b\n",
        "1. Which?\na) see b) below\nb) 443\nAnswer: a\n\n2. Who?\na) see b) below\nb) x\nAnswer: b\n",
    ] {
        let drafts = read("a.md", text.as_bytes()).0.drafts;
        assert!(
            drafts.iter().all(|draft| draft.choices.len() != 3),
            "{text}"
        );
    }
}
