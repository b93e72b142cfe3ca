//! Which options an answer line says are right.

use super::check;

#[test]
fn an_answer_line_may_repeat_the_words_of_each_option_it_names() {
    let options = "## What holds tokens? (Select TWO.)\n\nA. A cookie\nB. A header\nC. A cable\n\n";
    let expected = "What holds tokens? (Select TWO.)\n[x] A cookie\n[x] A header\n[ ] A cable";
    for answer in [
        "**Correct answer:** A. A cookie, B. A header",
        "Answer: A) A cookie and B) A header",
        "Correct answers:\n\n- A. A cookie\n- B. A header",
        "<details><summary>Answer</summary>\n\nA. A cookie ✅\nB. A header\n</details>",
    ] {
        check(&format!("{options}{answer}\n"), expected);
    }
}

#[test]
fn a_letter_names_its_option_wherever_that_stands() {
    check(
        "## Which port?\n\nA) 80\nC) 443\nB) 22\n\nAnswer: C\n",
        "Which port?\n[ ] 80\n[ ] 22\n[x] 443",
    );
    check(
        "## Which port?\n\na). 80\nb). 443\n\nAnswer: b\n",
        "Which port?\n[ ] 80\n[x] 443",
    );
    let refused =
        "a.md:1: a letter of the options is missing or there twice: letter them in their order";
    for options in ["A) 80\nB) 22\nB) 443", "A) 80\nB) 22\nD) 443"] {
        check(
            &format!("## Which port?\n\n{options}\n\nAnswer: B\n"),
            refused,
        );
    }
}

#[test]
fn a_letter_and_words_that_differ_are_refused() {
    check(
        "## Which port?\n\nA) 80\nB) 443\n\nAnswer: B) 80\n",
        "a.md:1: the answer names one option by its letter and another by its words: correct one of them",
    );
}

#[test]
fn letters_behind_the_only_answer_explain_the_options() {
    let question =
        "## Which port?\n\nA) 80\nB) 443\n\n**Answer:** B\n\n**Why others are wrong:**\n";
    check(
        &format!("{question}- A) It is plain.\n- C) It is none.\n"),
        "Which port?\n=> 443\n\n**Why others are wrong:**\n- A) It is plain.\n- C) It is none.\n[ ] 80\n[x] 443",
    );
    check(
        &format!("{question}\nAnd which host?\n\nA) one\nB) two\n\nAnswer: A\n"),
        "a.md:12: these options cannot be told from those of the question above: put a heading above them",
    );
}

#[test]
fn a_bold_letter_alone_in_a_folded_answer_names_it() {
    let question = |answer: &str| {
        format!(
            "## Which port?\n\n- A. 80\n- B. 443\n\n<details><summary>Answer</summary>\n\n{answer}\n</details>\n"
        )
    };
    check(
        &question("**B.** It is sealed."),
        "Which port?\n[ ] 80\n[x] 443\nWhy: It is sealed.",
    );
    for answer in [
        "**A.** It is plain.\n\n**B.** It is sealed.",
        "**A.** Incorrect, it is plain.",
    ] {
        check(
            &question(answer),
            "a.md:1: no answer is named: add a line such as `Answer: B` below the options",
        );
    }
}

#[test]
fn what_stands_behind_the_letter_keeps_its_code() {
    check(
        "## Which tag?\n\nA) one\nB) two\n\n**Answer:** B) Use `<nav>` for it\n",
        "Which tag?\n[ ] one\n[x] two\nWhy: Use `<nav>` for it",
    );
    check(
        "## Which tag?\n\nA) one\nB) two\n\n**Answer: B) Use `<nav>` for it**\n",
        "Which tag?\n[ ] one\n[x] two\nWhy: Use `<nav>` for it",
    );
}

#[test]
fn a_block_of_a_site_may_hold_the_answer() {
    check(
        "## Question #1\n**Which type fits?**\n\n1. A. [smallint] NULL\n2. B. [int] NULL\n\n:::tip Answer\nB\n:::\n",
        "**Which type fits?**\n[ ] [smallint] NULL\n[x] [int] NULL",
    );
}

#[test]
fn options_may_have_the_letters_of_other_tools() {
    check(
        "Q: Which port?\nA: 80\nB: 443\nC: 22\nANSWER: b\n\nQ: Which host?\nA: one\nB: two\nCorrect: A\n",
        "Which port?\n[ ] 80\n[x] 443\n[ ] 22\n%\nWhich host?\n[x] one\n[ ] two",
    );
}

#[test]
fn lines_that_speak_of_each_option_name_none_of_them() {
    let question = |lines: &str| format!("## Which port?\n\nA) 80\nB) 443\n\n{lines}\n");
    let refused = "a.md:1: no answer is named: add a line such as `Answer: B` below the options";
    check(
        &question("Answer A: It is plain.\n\nAnswer B: It is sealed."),
        refused,
    );
    check(&question("Answer A: Incorrect, it is plain."), refused);
    let right = "Which port?\n=> 443\n\nAnswer A: Incorrect.\n\nCorrect.\n[ ] 80\n[x] 443";
    check(
        &question("Answer A: Incorrect.\n\nAnswer B: Correct."),
        right,
    );
    check(
        &question("✅ Answer: B\n\n❌ Answer A: It is plain."),
        "Which port?\n[ ] 80\n[x] 443\nWhy: ❌ Answer A: It is plain.",
    );
    check(
        &question("Answer A: It is plain.\n\n**Answer: B**"),
        "Which port?\n[ ] 80\n[x] 443\nWhy: It is plain.",
    );
    check(&question("Answer B:"), "Which port?\n[ ] 80\n[x] 443");
}

#[test]
fn two_answer_lines_must_agree() {
    let question = "## Which port?\n\nA) 80\nB) 443\n\nSuggested Answer: A\n";
    check(
        &format!("{question}Correct Answer: B\n"),
        "a.md:1: two lines name different answers: remove one of them",
    );
    check(
        "## Which ports?\n\nA) 80\nB) 443\n\nCorrect answer: A) 80\nCorrect answer: B) 443\n",
        "a.md:1: two lines name different answers: remove one of them",
    );
    check(
        &format!("{question}\nIn short, it is plain.\n\n**Answer: A**\n"),
        "Which port?\n=> 80\n\nIn short, it is plain.\n\n**Answer: A**\n[x] 80\n[ ] 443",
    );
}

#[test]
fn the_solution_may_repeat_the_boxes() {
    check(
        "## Which ports?\n\n* [ ] 80\n* [ ] 443\n* [ ] 22\n\n<details><summary>solution</summary>\n\n* [ ] 80\n* [X] 443\n* [X] 22\n\nBoth are sealed.\n</details>\n",
        "Which ports?\n[ ] 80\n[x] 443\n[x] 22\nWhy: Both are sealed.",
    );
}

#[test]
fn feedback_below_an_option_is_no_part_of_it() {
    let text = "**Question 1:** Which port?\n**Option A:** 80\n**Feedback Option A:** Wrong, it is plain.\n**Option B:** 443\n**Feedback Option B:** Right.\n**Correct Answer:** B\n";
    check(text, "Which port?\n[ ] 80\n[x] 443");
    let (harvest, _) = super::read("a.md", text.as_bytes());
    let notes = harvest.drafts[0]
        .choices
        .iter()
        .map(|choice| choice.note.as_deref());
    assert!(notes.eq([Some("Wrong, it is plain."), Some("Right.")]));
}
