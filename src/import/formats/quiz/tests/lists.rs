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
