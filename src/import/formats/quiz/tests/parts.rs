//! Headings inside a question.

use super::{check, read};

#[test]
fn headings_that_name_parts_of_a_question_belong_to_it() {
    check(
        "# Exam\n\n## Question 1\n**Topic:** Ports\n\n### Question\nWhich one?\n\n### Answer Options\n\nA) 80\n\nB) 443\n\n\
         **Correct Answer: B**\n\n### Explanation\n**A) 80**\nIt is plain.\n\n### Hints for teachers\nAsk again.\n\n## Question 2\nWhich host?\n\nA) one\nB) two\n\nAnswer: A\n",
        "**Topic:** Ports\n\nWhich one?\n=> 443\n\n**A) 80**\nIt is plain.\n\n**Hints for teachers**\nAsk again.\n[ ] 80\n[x] 443\n%\n\
         Which host?\n[x] one\n[ ] two",
    );
}

#[test]
fn a_heading_named_question_is_one_where_nothing_above_it_is_counted() {
    check(
        "# Exam\n\n## Question\nWhich?\n\n- [x] a\n- [ ] b\n\n## Question\nWho?\n\n- [ ] a\n- [x] b\n",
        "Question\n\nWhich?\n[x] a\n[ ] b\n%\nQuestion\n\nWho?\n[ ] a\n[x] b",
    );
}

#[test]
fn bullets_without_an_answer_are_no_options() {
    let text = "## Quiz\n\n**Q1.** Which?\n\nA) a\nB) b\n\nAnswer: A\n\n## Talk about\n\n- How do you?\n- Why do they?\n\n---\n";
    let (harvest, _) = read("a.md", text.as_bytes());
    assert_eq!((harvest.drafts.len(), harvest.refused.len()), (1, 0));
}
