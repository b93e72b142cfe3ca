//! Quizzes some of whose questions have no options.

use super::{check, read};

#[test]
fn headings_with_an_answer_in_words_are_questions_like_those_with_options() {
    check(
        "### 1. Ports\nWhich?\n- A) 80\n- B) 443 ✓\n\n### 2. Truth\nAll is plain.\n- **Answer:** False\n- **Reason:** Some is not.\n\n\
         ### 3. Code\nWhat does it print?\n\n<details>\n<summary>Show answer</summary>\n\nIt prints `a`.\n</details>\n\n\
         ### 4. Order\nFastest first:\n- disk\n- cache\n\n**Answer:** cache, `disk`\n\n### 5. Hosts\nWhich?\n- A) one ✓\n- B) two\n",
        "Ports\n\nWhich?\n[ ] 80\n[x] 443\n%\nTruth\n\nAll is plain.\n=> False\n- **Reason:** Some is not.\n%\n\
         Code\n\nWhat does it print?\n=> It prints `a`.\n%\nOrder\n\nFastest first:\n- disk\n- cache\n=> cache, `disk`\n%\n\
         Hosts\n\nWhich?\n[x] one\n[ ] two",
    );
}

#[test]
fn a_list_goes_on_with_questions_that_are_answered_in_words() {
    check(
        "**Choices:**\n\n1. Which port?\n   a) 80\n   b) 443\n\n   **Answer:** b) 443\n\n2. Which host?\n   a) one\n   b) two\n\n   **Answer:** a) one\n\n\
         **Short Answer Questions:**\n\n3. Briefly discuss ports.\n\n   **Answer:** They are\n   many.\n",
        "Which port?\n[ ] 80\n[x] 443\n%\nWhich host?\n[x] one\n[ ] two\n%\nBriefly discuss ports.\n=> They are\nmany.",
    );
    let (harvest, _) = read("a.md", b"## True or false\n\n**1. It rains.**\nAnswer: **False** today\n\n## Choices\n\n**Q1** Which?\na) a\nb) b\nAnswer: b\n");
    assert_eq!(harvest.drafts.len(), 2);
    assert_eq!(harvest.drafts[0].answer, "**False** today");
}

#[test]
fn options_may_stand_as_far_right_as_code_and_their_answer_in_a_fence() {
    check(
        "### Question #4\n\nWhich port?\n\n    a. 80\n    b. 443\n\n```\nCorrect Answer: B\n\nVotes: A (10%)\n```\n",
        "Which port?\n=> 443\n\n```\n\nVotes: A (10%)\n```\n[ ] 80\n[x] 443",
    );
}
