mod answers;
mod keys;
mod languages;
mod lists;
mod mixed;
mod parts;

use super::Quiz;
use crate::import::draft::{Draft, Harvest};
use crate::import::file::File;
use crate::import::file::tests::Shelf;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::import::shape;
use crate::model::time::DayBoundary;
use proptest::prelude::*;

fn read(path: &str, bytes: &[u8]) -> (Harvest, Likeness) {
    let shelf = Shelf::default();
    let file = File {
        path,
        bytes,
        beside: &shelf,
    };
    let local = |_| DayBoundary {
        rollover_hour: 4,
        utc_offset_minutes: 0,
    };
    let options = Options {
        encoding: None,
        header: None,
        map: Vec::new(),
        between_sides: None,
        between_cards: None,
        unanswered: false,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    };
    let mut harvest = Harvest::default();
    if let Err(fault) = Quiz.read(&file, &options, &mut harvest) {
        harvest.refused.push(fault);
    }
    (harvest, Quiz.likeness(&file))
}

/// A card as text: question, answer, choices with their ticks, why, sources.
fn shown(draft: &Draft) -> String {
    let mut out = draft.question.clone();
    if !draft.answer.is_empty() {
        out += &format!("\n=> {}", draft.answer);
    }
    for choice in &draft.choices {
        out += &format!(
            "\n[{}] {}",
            if choice.right { "x" } else { " " },
            choice.text
        );
    }
    if let Some(why) = &draft.why {
        out += &format!("\nWhy: {why}");
    }
    for source in &draft.sources {
        out += &format!("\nSource: {source}");
    }
    out
}

/// All cards of a text, then all refusals, parted by lines `%`.
fn told(text: &str) -> String {
    let (harvest, _) = read("a.md", text.as_bytes());
    let cards = harvest.drafts.iter().map(shown);
    let refused = harvest.refused.iter().map(ToString::to_string);
    cards.chain(refused).collect::<Vec<_>>().join("\n%\n")
}

/// Compares all cards and refusals of a text with what is expected.
fn check(text: &str, expected: &str) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn boxes_under_any_heading_are_a_question() {
    check(
        "###### What is a?\n* [ ] b\n* [X] c\n",
        "What is a?\n[ ] b\n[x] c",
    );
}

#[test]
fn the_text_may_stand_in_the_heading_or_below_it_or_in_both() {
    let rest = "\n- [x] b\n- [ ] c\n";
    let choices = "\n[x] b\n[ ] c";
    check(&format!("## Q1. a?\n{rest}"), &format!("a?{choices}"));
    check(
        &format!("## Question 7\n\nWhat is\na?\n{rest}"),
        &format!("What is\na?{choices}"),
    );
    check(
        &format!("## Q2: What is this?\n\n```sh\n- [x] no option\n```\n{rest}"),
        &format!("What is this?\n\n```sh\n- [x] no option\n```{choices}"),
    );
    check(
        &format!("### Question 3\n#### Fill in: _____ is a.\n{rest}"),
        &format!("Fill in: _____ is a.{choices}"),
    );
}

#[test]
fn an_option_may_be_code() {
    check(
        "#### Q1. Which one?\n\n- [ ] &shy;\n\n  ```go\n  a\n    b\n  ```\n\n- [x]\n\n```go\n    c\n```\n\n\
         - [ ] \u{2800}\n  ```go\n  d\n  ```\n\n[Reference](https://a.example)\n",
        "Which one?\n[ ] ```go\na\n  b\n```\n[x] ```go\nc\n```\n[ ] ```go\nd\n```\nSource: <https://a.example>",
    );
    check(
        "#### Q1. Which?\n\n- [ ] ```sh\n  a\n  ```\n- [x] ```sh\n  b\n  ```\n",
        "Which?\n[ ] ```sh\na\n```\n[x] ```sh\nb\n```",
    );
    check(
        "#### Q1. Which?\n\n- [ ] &shy;\n\n      a\n        *b*\n\n- [x]\n\n      c\n",
        "Which?\n[ ] ```\na\n  *b*\n```\n[x] ```\nc\n```",
    );
}

#[test]
fn a_card_has_code_beside_the_mark_of_a_choice() {
    let (harvest, _) = read("a.md", LINKEDIN);
    let card = shape::card(&harvest.drafts[4], "x").expect("each of its choices has text");
    let choices: Vec<&str> = card
        .choices
        .iter()
        .map(|choice| choice.text.as_str())
        .collect();
    assert_eq!(choices, ["`DELETE FROM t;`", "`TRUNCATE t;`"]);
}

#[test]
fn an_option_may_have_several_lines() {
    check(
        "## a?\n- [x] b\n  c\n  - d\n\n  e\n- [ ] f\ng\n",
        "a?\n[x] b\nc\n- d\n\ne\n[ ] f\ng",
    );
    check(
        "## a?\n- [x] `b`  \n     `c`\n- [ ] d\n",
        "a?\n[x] `b`\\\n`c`\n[ ] d",
    );
}

#[test]
fn bullets_among_boxes_are_options_and_those_behind_them_are_not() {
    check(
        "## a?\n\n* b\n* [x] c\n* d\n\n* e is so\n",
        "a?\n=> c\n\n* e is so\n[ ] b\n[x] c\n[ ] d",
    );
}

#[test]
fn letters_are_taken_off_boxes() {
    check("## a?\n- [ ] A. b\n- [x] B. c\n", "a?\n[ ] b\n[x] c");
    check(
        "## a?\n\n- [ ] A\n\n```sh\nb\n```\n\n- [x] B\n\n```sh\nc\n```\n",
        "a?\n[ ] ```sh\nb\n```\n[x] ```sh\nc\n```",
    );
    check("## a?\n- [ ] A\n- [x] B\n", "a?\n[ ] A\n[x] B");
    check("## a?\n- [ ] A. b\n- [x] C. c\n", "a?\n[ ] A. b\n[x] C. c");
    check(
        "## a?\n- [ ] A. b\n- [ ] B. c\n\nAnswer: B\n",
        "a?\n[ ] b\n[x] c",
    );
}

#[test]
fn lettered_options_have_their_answer_elsewhere() {
    let expected = "a?\n[ ] b\n[x] c";
    for options in [
        "- A: b\n- B: c",
        "A. b\nB. c",
        "a) b\n\nb) c",
        "- ( A ) b\n- ( B ) c",
        "A. b  \nB. c  ",
    ] {
        for answer in [
            "#### Answer: B",
            "Correct answer: B",
            "**Answer: B**",
            "The correct answer is b)",
            "Ans: B",
            "<details><summary>Answer</summary>\n<p>B</p>\n</details>",
            "<details>\n<summary><b>Show answer</b></summary>\n\n#### Answer: B\n</details>",
            "<details><summary>Answer</summary>\n\nB\n\n</details>\n\n---",
            "Answer: B. c.",
        ] {
            check(&format!("### 5. a?\n\n{options}\n\n{answer}\n"), expected);
        }
    }
    check("### a?\n\nA. b\n**B. c**\n", expected);
    check(
        "### a?\n\nA. one\nB. two\n\n**Answer:** Two.\n",
        "a?\n[ ] one\n[x] two",
    );
}

#[test]
fn bullets_may_be_named_by_letter() {
    check(
        "1. Which?\n    - b\n    - c\n    - d\n\n    <details markdown=1><summary markdown='span'>Answer</summary>\n      Correct answer: A, C\n    </details>\n",
        "Which?\n[x] b\n[ ] c\n[x] d",
    );
}

#[test]
fn numbered_items_are_questions_where_they_have_options() {
    check(
        "# T\n\n1. a?\n   It goes on.\n    - A. b\n    - B. c\n\n    Answer: A\n\n2. d?\n\n\t- A. e\n\t- B. f\n\n    Answer: B\n\n3. g?\n",
        "a?\nIt goes on.\n[x] b\n[ ] c\n%\nd?\n[ ] e\n[x] f\n%\n\
         a.md:17: the question has no options: put options below it, `- [x]` in front of the right ones",
    );
    check(
        "## Which of these hold?\n\n1. a\n2. b\n\n- [ ] 1\n- [x] 2\n",
        "Which of these hold?\n\n1. a\n2. b\n[ ] 1\n[x] 2",
    );
    check(
        "## Part\n\n1. a?\n- [ ] b\n- [x] c\n2. d?\n- [x] e\n- [ ] f\n",
        "a?\n[ ] b\n[x] c\n%\nd?\n[x] e\n[ ] f",
    );
}

#[test]
fn a_line_may_be_numbered_as_a_question() {
    check(
        "**Question 1:** a?\n\n- [ ] b\n- [x] c\n\n**2. d?**\n\n- [x] e\n- [ ] f\n\nQ3. g?\n\n- [x] h\n- [ ] i\n",
        "a?\n[ ] b\n[x] c\n%\nd?\n[x] e\n[ ] f\n%\ng?\n[x] h\n[ ] i",
    );
}

#[test]
fn a_short_explanation_says_why_and_a_long_one_is_the_answer() {
    let question = "## a?\n- [ ] b\n- [x] c\n\n";
    let expected = "a?\n[ ] b\n[x] c";
    for why in [
        "**Explanation:** d",
        "Reason: d",
        "**Explanation**: d",
        "d",
        "#### Explanation\n\nd",
    ] {
        check(
            &format!("{question}{why}\n"),
            &format!("{expected}\nWhy: d"),
        );
    }
    for remark in ["**Note:** d", "Note: d", "**Tip** d"] {
        check(
            &format!("{question}{remark}\n"),
            &format!("{expected}\nWhy: {remark}"),
        );
    }
    check(
        &format!("{question}#### Note\n\nd\n"),
        "a?\n=> c\n\n**Note**\n\nd\n[ ] b\n[x] c",
    );
    check(
        &format!("{question}d\n\ne\n"),
        "a?\n=> c\n\nd\n\ne\n[ ] b\n[x] c",
    );
    let long = "d".repeat(601);
    check(
        &format!("{question}{long}"),
        &format!("a?\n=> c\n\n{long}\n[ ] b\n[x] c"),
    );
    check(
        "## a?\n- [x] b\n- [x] c\n\nd\n\n#### Why\n",
        "a?\n[x] b\n[x] c\nWhy: d",
    );
    check(
        "## a?\n- [x] b\n- [x] c\n\nd\n\n- e\n",
        "a?\n=> - b\n- c\n\nd\n\n- e\n[x] b\n[x] c",
    );
}

#[test]
fn links_behind_the_options_are_sources() {
    check(
        "## a?\n- [ ] b\n- [x] c\n\n1. [Reference](https://a.example)\n2. [The book](https://b.example)\n\n\
         **Explanation:** See [d].\n\n[d]: https://d.example\n",
        "a?\n[ ] b\n[x] c\nWhy: See [d](https://d.example).\nSource: <https://a.example>\nSource: [The book](https://b.example)",
    );
}

#[test]
fn inline_tags_become_markdown() {
    check(
        "## a <code>&lt;b&gt;</code>?\n- [ ] <b>c</b>\n- [x] d<br>\n",
        "a `<b>`?\n[ ] **c**\n[x] d",
    );
}

#[test]
fn what_cannot_be_known_is_refused_with_its_line() {
    let refused = |text: &str, expected: &str| {
        check(
            &format!("## Q1. a?\n- [x] b\n- [ ] c\n\n{text}"),
            &format!("a?\n[x] b\n[ ] c\n%\n{expected}"),
        )
    };
    refused(
        "## Q2. d?\n- [ ] e\n- [ ] f\n",
        "a.md:5: no option is marked right: put `[x]` on at least one line",
    );
    refused(
        "## Q2. d?\n\nA. e\nB. f\n\nIt depends.\n",
        "a.md:5: no answer is named: add a line such as `Answer: B` below the options",
    );
    refused(
        "## Q2. d?\n\nA. e\nB. f\n\nAnswer: C\n",
        "a.md:5: the answer names option C, which is not there: name one of the options",
    );
    refused(
        "## Q2. The file ends in the mid",
        "a.md:5: the question has no options: put options below it, `- [x]` in front of the right ones",
    );
    refused(
        "## Q2. d?\n- [x] e\n",
        "a.md:5: the question has one option only: give it a second one",
    );
    refused(
        "## Q2. d?\n- [x] e\n- [ ] ![f](g.png)\n",
        "a.md:7: the option is only a picture: say in words what it shows",
    );
    refused(
        "## Q2. d?\n- [x] e\n- [ ]\n",
        "a.md:7: the option has no text: write it behind the mark",
    );
    refused(
        "## Q2. ![d](e.png)\n- [x] f\n- [ ] g\n",
        "a.md:5: the question has no text: write it into the heading",
    );
    refused(
        "## Q2. d?\n- [x] e\n- [ ] f\n\nAnswer: B\n",
        "a.md:5: the boxes and the answer line differ: correct one of them",
    );
    refused(
        "## Q2. d?\n- [x] e\n- [ ] f\n\nWhat of g?\n\n- [x] h\n- [ ] i\n",
        "a.md:11: these options cannot be told from those of the question above: put a heading above them",
    );
    let eleven = "- [x] e\n".repeat(11);
    refused(
        &format!("## Q2. d?\n{eleven}"),
        "a.md:5: the question has 11 options, at most 10 are read: part it into two",
    );
}

#[test]
fn another_number_of_answers_than_asked_for_is_counted() {
    let lost = |question: &str| -> usize {
        let text = format!("## {question}\n- [x] b\n- [ ] c\n- [ ] d\n");
        read("a.md", text.as_bytes())
            .0
            .losses
            .all()
            .iter()
            .map(|loss| loss.count)
            .sum()
    };
    for question in ["a? (Choose TWO)", "a? (Select 2.)", "a? (two answers)"] {
        assert_eq!(lost(question), 1, "{question}");
    }
    for question in [
        "a? (Choose one)",
        "Which two are a?",
        "Which one is a?",
        "How do two answers differ from a question?",
    ] {
        assert_eq!(lost(question), 0, "{question}");
    }
}

#[test]
fn headings_above_are_topics_and_the_title_is_the_deck() {
    let text = "# Databases\n\n## Indexes (12)\n\n### Q1. a?\n- [x] b\n- [ ] c\n\n## Joins\n\n1. d?\n   - [x] e\n   - [ ] f\n";
    let drafts = read("x/a.md", text.as_bytes()).0.drafts;
    let told: Vec<(Vec<String>, Vec<String>)> = drafts
        .into_iter()
        .map(|draft| (draft.deck, draft.tags))
        .collect();
    let names = |name: &str| vec![name.to_string()];
    assert_eq!(
        told,
        [
            (names("Databases"), names("Indexes")),
            (names("Databases"), names("Joins"))
        ]
    );
}

#[test]
fn a_number_used_twice_is_two_questions() {
    let text = "## Q3. a?\n- [x] b\n- [ ] c\n\n## Q3. d?\n- [x] e\n- [ ] f\n";
    let drafts = read("a.md", text.as_bytes()).0.drafts;
    assert_eq!(drafts.len(), 2);
    assert!(drafts.iter().all(|draft| draft.id.is_none()));
}

#[test]
fn topics_in_blocks_are_no_answers() {
    check(
        "<details><summary>Networks</summary>\n\n### a?\n- [x] b\n- [ ] c\n\n</details>\n",
        "a?\n[x] b\n[ ] c",
    );
}

#[test]
fn only_quizzes_look_like_one() {
    let likeness = |text: &str| read("a.md", text.as_bytes()).1;
    let question = "## Q1. a\n- [x] b\n- [ ] c\n";
    assert_eq!(likeness(question), Likeness::Cards(1));
    assert_eq!(likeness(&question.repeat(3)), Likeness::Cards(3));
    assert_eq!(
        likeness("## a\n\nA. b\nB. c\n\nAnswer: B\n"),
        Likeness::Cards(1)
    );
    for text in [
        "",
        "# To do\n\n- [x] a\n- [ ] b\n",
        "## Milestone 1\n- [x] Add tests\n- [ ] b\n\n## Milestone 2\n- [ ] c\n- [x] d\n",
        "## What is left?\n- [x] a\n- [ ] b\n",
        "- [x] a\n- [ ] b\n",
        "### 1. Prepare\n- [x] a\n- [ ] b\n\n### 2. Ship\n- [x] c\n- [ ] d\n",
        "# a\n[x] b\n[ ] c\n---\n# d\n- e\n* f\n",
        "---\nid: a\n---\n\n## What is a? {#a}\n\n- [x] b\n- [ ] c\n\n## What is d? {#d}\n\n- [x] b\n- [ ] c\n",
        "Q: a?\nA: b\n",
        "a?\nA. b\nB. c\nANSWER: A\n",
        "\u{0}\u{1}- [x]",
    ] {
        assert_eq!(likeness(text), Likeness::No, "{text}");
    }
    assert_eq!(read("a.md", b"\xff\xfe\xfd").1, Likeness::No);
}

#[test]
fn too_many_questions_are_an_error() {
    let question = "## Q1. a\n- [x] b\n- [ ] c\n";
    let shelf = Shelf::default();
    let bytes = question.repeat(3).into_bytes();
    let file = File {
        path: "a.md",
        bytes: &bytes,
        beside: &shelf,
    };
    let limits = Limits {
        notes: 2,
        ..Limits::default()
    };
    let fault = super::check_count(&file, 3, &limits).expect_err("3 are more than 2");
    assert_eq!(
        fault.to_string(),
        "a.md: it has 3 questions, at most 2 are read: part it, or raise `--max-notes`"
    );
}

const JAVASCRIPT: &[u8] =
    include_bytes!("../../../../tests/data/community/quiz-markdown/javascript-questions.md");
const LINKEDIN: &[u8] = include_bytes!(
    "../../../../tests/data/community/quiz-markdown/own.linkedin-style.postgres-quiz.md"
);
const DUMPS: &[u8] =
    include_bytes!("../../../../tests/data/community/quiz-markdown/own.details-answer-dialects.md");

#[test]
fn all_questions_of_a_large_list_are_read() {
    let (harvest, likeness) = read("javascript-questions.md", JAVASCRIPT);
    assert_eq!(
        (harvest.n_notes, harvest.drafts.len(), harvest.refused.len()),
        (155, 155, 0)
    );
    assert_eq!(likeness, Likeness::Cards(155));
    let one_right = |draft: &Draft| draft.choices.iter().filter(|choice| choice.right).count() == 1;
    assert!(harvest.drafts.iter().all(one_right));
    assert!(
        harvest
            .drafts
            .iter()
            .all(|draft| draft.deck == ["JavaScript Questions"])
    );
    assert!(
        harvest
            .drafts
            .iter()
            .all(|draft| draft.why.is_some() || !draft.answer.is_empty())
    );
}

#[test]
fn the_quirks_of_the_linkedin_style_are_known() {
    let (harvest, likeness) = read("postgres-quiz.md", LINKEDIN);
    // Q7 has letters, and an explanation that names one of them.
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (9, 7));
    assert_eq!(likeness, Likeness::Cards(7));
    let refused: Vec<&str> = harvest
        .refused
        .iter()
        .map(|fault| fault.place.as_str())
        .collect();
    assert_eq!(refused, ["postgres-quiz.md:54", "postgres-quiz.md:66"]);
    assert_eq!(
        shown(&harvest.drafts[6]),
        "Options with letters instead of boxes?\n[x] yes\n[ ] no"
    );
}

#[test]
fn answers_in_blocks_are_found_in_each_dialect() {
    let (harvest, likeness) = read("dumps.md", DUMPS);
    // A heading `Question 3` and the heading below it are one question.
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (7, 6));
    assert_eq!(likeness, Likeness::Cards(6));
    assert_eq!(harvest.refused[0].place, "dumps.md:60");
    assert!(harvest.losses.all().is_empty());
    let right: Vec<String> = harvest
        .drafts
        .iter()
        .map(|draft| {
            draft
                .choices
                .iter()
                .map(|choice| if choice.right { 'x' } else { '.' })
                .collect()
        })
        .collect();
    assert_eq!(right, [".x", "x.x", "xx.", ".x", ".x", ".x."]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read("a.md", &bytes);
    }

    #[test]
    fn no_characters_make_it_panic(text in "\\PC{0,200}") {
        read("a.md", text.as_bytes());
    }

    #[test]
    fn no_mixture_of_marks_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "# ", "#### Q1. ", "### ", "- [ ] ", "- [x]", "* ", "A. ", "- B: ", "b) ", "1. ", "2. ", "    ",
                "a?", "\n", "\n\n", "```\n", "- [ ] ```", "<details>", "<summary>Answer</summary>", "</details>\n",
                "Answer: B", "Answer: five", "#### Answer: A", "**Explanation:** ", "**", "[x](https://a.example)", "![a](b)",
                "[a]: b\n", "---\n", "&shy;", "\u{2800}", "<b>", "</b>", "<code>", "<br>", "é", "\t", "(Choose TWO)",
                "`", "<!--", "-->", "C is correct", "**Question 1:** ", "|", "===\n", "答案: ",
                "Answers: 1-B, 2-A\n", "## Answer key\n", "1. **B** a\n", "**A.** ", ":::tip Answer\n", "Q: ", "### Options\n", "D) ",
            ]),
            0..60,
        ),
    ) {
        let (harvest, likeness) = read("a.md", pieces.concat().as_bytes());
        prop_assert_eq!(harvest.n_notes, harvest.drafts.len() + harvest.refused.len());
        if let Likeness::Cards(n_cards) = likeness {
            prop_assert_eq!(n_cards, harvest.drafts.len());
        }
        for draft in &harvest.drafts {
            let is_told = draft.choices.is_empty() && !draft.answer.is_empty();
            prop_assert!(is_told || (2..=10).contains(&draft.choices.len()));
            prop_assert!(is_told || draft.choices.iter().any(|choice| choice.right));
            prop_assert!(!draft.question.is_empty());
        }
    }
}
