//! Keys: the answers to all questions in one place.

use super::check;

const TWO: &str =
    "1. Which port?\n   - A) 80\n   - B) 443\n\n2. Which host?\n   - A) one\n   - B) two\n\n";
const ANSWERED: &str = "Which port?\n[ ] 80\n[x] 443\n%\nWhich host?\n[x] one\n[ ] two";

#[test]
fn a_key_may_have_many_shapes() {
    for key in [
        "**Answers:** 1-B, 2-A",
        "*Answers: 1. b 2. a*",
        "Answers:\n1. b\n2. a",
        "## Answer key\n\n1. **B**\n2. **A**",
        "## Answer Key\n\n| # | Answer |\n|---|---|\n| 1 | B |\n| 2 | A |",
        "## Solutions\n\nQuestion 1\nAnswer: B\nQuestion 2\nAnswer: A",
        "<details>\n<summary>Show answers</summary>\n\n1. B) 443\n2. A) one\n\n</details>",
        "## Réponses\n\n**Question 1 :** B) 443\n**Question 2 :** A) one",
        "## Answers\n### Part 1\n1. **Answer:** b) 443\n2. **Answer:** a) one",
    ] {
        check(&format!("{TWO}{key}\n"), ANSWERED);
    }
}

#[test]
fn a_key_may_explain_its_answers() {
    check(
        &format!(
            "{TWO}## Answer key\n\n1. **B** — It is `sealed`.\n2. **A** — It is\n   near.\n\n---\n\nBye.\n"
        ),
        "Which port?\n[ ] 80\n[x] 443\nWhy: It is `sealed`.\n%\nWhich host?\n[x] one\n[ ] two\nWhy: It is\nnear.",
    );
}

#[test]
fn each_key_answers_the_questions_above_it() {
    let second = "## Part 2\n\n1. Which disk?\n   - A) a\n   - B) b\n\n2. Which bus?\n   - A) c\n   - B) d\n\n";
    check(
        &format!("{TWO}**Answers:** 1-B, 2-A\n\n{second}**Answers:** 1-A, 2-B\n"),
        &format!("{ANSWERED}\n%\nWhich disk?\n[x] a\n[ ] b\n%\nWhich bus?\n[ ] c\n[x] d"),
    );
    // One for both parts fits only as a whole.
    check(
        &format!("{TWO}{second}## Answer key\n\n1. B\n2. A\n\n### Part 2\n\n1. A\n2. B\n"),
        &format!("{ANSWERED}\n%\nWhich disk?\n[x] a\n[ ] b\n%\nWhich bus?\n[ ] c\n[x] d"),
    );
}

#[test]
fn a_key_that_does_not_fit_answers_nothing() {
    let refused = |row: usize| {
        format!("a.md:{row}: no answer is named: add a line such as `Answer: B` below the options")
    };
    let second = "## Part 2\n\n1. Which disk?\n   - A) a\n   - B) b\n\n2. Which bus?\n   - A) c\n   - B) d\n\n";
    let all = [1, 5, 11, 15].map(refused).join("\n%\n");
    check(&format!("{TWO}{second}## Answer key\n\n1. B\n2. A\n"), &all);
    // These pairs match two lists.
    check(
        &format!(
            "{}### Question 3\nMatch a. and b. with 1. and 2.\n\n**Answers:** 1-B, 2-A\n",
            TWO.replace("1. ", "### Question 1\n")
                .replace("2. ", "### Question 2\n")
                .replace("   ", "")
        ),
        &format!(
            "Match a. and b. with 1. and 2.\n=> 1-B, 2-A\n%\n{}\n%\n{}",
            refused(1),
            refused(6)
        ),
    );
}

#[test]
fn a_key_whose_words_are_those_of_another_option_is_refused() {
    check(
        &format!("{TWO}Answers:\n1. b) 80\n2. a) one\n"),
        "Which host?\n[x] one\n[ ] two\n%\na.md:1: the answer names one option by its letter and another by its words: correct one of them",
    );
}

#[test]
fn an_answer_of_its_own_comes_before_the_key() {
    check(
        "1. Which port?\n   - A) 80 ✓\n   - B) 443\n\n2. Which host?\n   - A) one\n   - B) two\n\n3. Which bus?\n   - A) a\n   - B) b\n\n**Answers:** 1-B, 2-A, 3-A\n",
        "Which port?\n[x] 80\n[ ] 443\n%\nWhich host?\n[x] one\n[ ] two\n%\nWhich bus?\n[x] a\n[ ] b",
    );
}
