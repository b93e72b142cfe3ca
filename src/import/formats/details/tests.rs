use super::Details;
use crate::import::draft::{Ask, Draft, Harvest};
use crate::import::file::File;
use crate::import::file::tests::Shelf;
use crate::import::format::{Format, Likeness, Options};
use crate::import::limits::Limits;
use crate::model::time::DayBoundary;
use proptest::prelude::*;

fn read_with(path: &str, bytes: &[u8], unanswered: bool) -> (Harvest, Likeness) {
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
        unanswered,
        all_cards: false,
        progress: false,
        limits: Limits::default(),
        local: &local,
    };
    let mut harvest = Harvest::default();
    if let Err(fault) = Details.read(&file, &options, &mut harvest) {
        harvest.refused.push(fault);
    }
    (harvest, Details.likeness(&file))
}

fn read(path: &str, bytes: &[u8]) -> (Harvest, Likeness) {
    read_with(path, bytes, false)
}

fn shown(draft: &Draft) -> String {
    let hint = draft
        .hint
        .as_ref()
        .map_or(String::new(), |hint| format!("\nHint: {hint}"));
    format!("{}{hint}\n=> {}", draft.question, draft.answer)
}

/// Compares all cards and refusals of a text with what is expected, parted by lines `%`.
fn check(text: &str, expected: &str) {
    let (harvest, _) = read("a.md", text.as_bytes());
    let cards = harvest.drafts.iter().map(shown);
    let refused = harvest.refused.iter().map(ToString::to_string);
    let told = cards.chain(refused).collect::<Vec<_>>().join("\n%\n");
    assert_eq!(told, expected, "{text}");
}

#[test]
fn a_summary_asks_and_the_block_answers() {
    for text in [
        "<details><summary>What is a?</summary>b</details>",
        "<details>\n<summary><b>1. What is a? ***</b></summary><br>\n\nb\n\n</details>\n",
        "<details open><summary>\nWhat is\na?\n</summary><p>\n\nb\n\n</p></details>",
        "- <details>\n    <summary>What is a?</summary>\n\n    b\n  </details>",
        "<details>\n<summary>What is a?</summary><br><b>\nb\n</b></details>",
        "<details><summary><h3>What is a?</h3></summary>b</details>",
    ] {
        check(text, "What is a?\n=> b");
    }
}

#[test]
fn tags_in_a_summary_become_markdown() {
    check(
        "<details><summary><b>What does <code>a &lt; b</code> do to <i>c</i>?</b></summary>d</details>",
        "What does `a < b` do to *c*?\n=> d",
    );
}

#[test]
fn the_markdown_of_an_answer_stays_markdown() {
    check(
        "<details><summary>a?</summary>\n\n  - b\n    - <b>c</b> <host>\n\n  ```sh\n  # <b>\n  </details>\n  ```\n\n</details>",
        "a?\n=> - b\n  - **c** <host>\n\n```sh\n# <b>\n</details>\n```",
    );
}

#[test]
fn a_table_of_contents_is_no_card() {
    check(
        "<details><summary>Table of Contents</summary>\n\n- [a](#a)\n</details>\n<details><summary>a?</summary>b</details>",
        "a?\n=> b",
    );
}

#[test]
fn a_blank_in_a_summary_stays() {
    check(
        "<details><summary>_____ is a.</summary>b</details>",
        "_____ is a.\n=> b",
    );
}

#[test]
fn a_block_that_is_never_closed_ends_at_the_next_block_or_heading() {
    check(
        "<details><summary>a?</summary>b\n<details><summary>c?</summary>d</details>\n",
        "a?\n=> b\n%\nc?\n=> d",
    );
    check(
        "<details><summary>a?</summary>b\n\n## C\n\n<details><summary>d?</summary>e",
        "a?\n=> b\n%\nd?\n=> e",
    );
}

#[test]
fn blocks_in_blocks_are_part_of_the_answer() {
    check(
        "<details><summary>a?</summary>\n\nb\n\n<details><summary>Or so</summary>\n\nc\n</details>\n</details>",
        "a?\n=> b\n\n**Or so**\n\nc",
    );
}

#[test]
fn a_block_of_nothing_but_blocks_is_a_topic() {
    let text = "# T\n<details><summary>Networks</summary>\n<details><summary>a?</summary>b</details>\n\
                <details><summary>c?</summary>d</details>\n</details>";
    check(text, "a?\n=> b\n%\nc?\n=> d");
    let drafts = read("a.md", text.as_bytes()).0.drafts;
    assert!(
        drafts
            .iter()
            .all(|draft| draft.tags == ["Networks"] && draft.deck == ["T"])
    );
}

#[test]
fn a_heading_asks_where_the_summary_only_reveals() {
    check(
        "# T\n\n### Create a pod\n\nNamed:\n- b\n\n<details><summary>show</summary>\n<p>\n\n```sh\nc\n```\n\n</p>\n</details>\n\n### No answer here\n",
        "Create a pod\n\nNamed:\n- b\n=> ```sh\nc\n```",
    );
}

#[test]
fn several_blocks_under_a_heading_are_one_answer() {
    check(
        "### a\n<details><summary>show</summary>b</details>\n\nThen c\n\n<details><summary>show</summary>d</details>\n",
        "a\n=> b\n\nThen c\n\nd",
    );
    check(
        "### How to a?\n<details><summary>With kubectl</summary>\n\nb\n</details>\n<details><summary>With YAML</summary>\n\nd\n</details>\n",
        "How to a?\n=> **With kubectl**\n\nb\n\n**With YAML**\n\nd",
    );
}

#[test]
fn lines_that_ask_above_blocks_are_cards_of_their_own() {
    let expected = "a b?\n=> c\n%\nd e?\n=> f";
    for (one, two) in [
        ("**a b?**", "**d e?**"),
        ("1. a b?", "2. d e?"),
        ("- a b?", "- d e?"),
        ("a b?", "d e?"),
    ] {
        let block =
            |text: &str| format!("  <details><summary>Answer</summary>{text}</details>\n\n");
        check(
            &format!("## T\n\n{one}\n{}{two}\n{}", block("c"), block("f")),
            expected,
        );
        check(
            &format!("{one}\n{}{two}\n{}", block("c"), block("f")),
            expected,
        );
    }
}

#[test]
fn a_hint_is_no_answer() {
    check(
        "### a\n<details><summary>Hint</summary>b</details>\n<details><summary>Solution</summary>c</details>\n",
        "a\nHint: b\n=> c",
    );
}

#[test]
fn the_word_for_the_answer_goes_with_all_of_its_marks() {
    for answer in ["**Answer: B.**", "**Answer:** B.", "Answer: **B.**"] {
        let text = format!("<details><summary>a?</summary>\n\n{answer}\n\nc\n</details>");
        let expected = if answer.starts_with('*') {
            "B."
        } else {
            "**B.**"
        };
        check(&text, &format!("a?\n=> {expected}\n\nc"));
    }
}

#[test]
fn a_heading_in_an_answer_is_no_topic() {
    let asked = |number: u32| {
        format!(
            "###### {number}. What is the output?\n\n<details><summary><b>Answer</b></summary>\n\n\
             #### Explanation\n\n# First.\n\n</details>\n\n"
        )
    };
    let text = format!("# T\n\n### Scope\n\n{}{}", asked(1), asked(2));
    let drafts = read("a.md", text.as_bytes()).0.drafts;
    let tags = drafts.iter().map(|draft| draft.tags.join(" "));
    assert_eq!(tags.collect::<Vec<_>>(), ["Scope", "Scope"]);
    assert!(drafts.iter().all(|draft| draft.deck == ["T"]));
}

#[test]
fn what_stands_above_an_answer_asks_without_a_question_mark() {
    let answer =
        |text: &str| format!("<details>\n<summary>Answer</summary>\n{text}\n</details>\n\n");
    let expected = "Why is it blue?\n=> b\n%\nExplain its red.\n=> c";
    for (one, two) in [
        ("**Q1.** Why is it blue?", "**Q2.** Explain its red."),
        ("**Q1:** Why is it blue?", "**Q2:** Explain its red."),
        (
            "Question 1: Why is it blue?",
            "Question 2: Explain its red.",
        ),
        ("Why is it blue?", "Explain its red."),
    ] {
        for head in ["### Level 1\n\n", ""] {
            check(
                &format!("{head}{one}\n{}{two}\n{}", answer("b"), answer("c")),
                expected,
            );
        }
    }
    check(
        &format!(
            "## A\n\n**Q1.** It must not know b.\n{}## C\n\nIntro.\n\nGiven d:\n\n```\ne\n```\n{}---\n\nF is so:\n- g\n\nFind h.\n{}",
            answer("i"),
            answer("j"),
            answer("k"),
        ),
        "It must not know b.\n=> i\n%\nGiven d:\n\n```\ne\n```\n=> j\n%\nF is so:\n- g\n\nFind h.\n=> k",
    );
    // A heading that asks has all blocks below it for its answer.
    check(
        &format!(
            "## How to a?\n\nBy b.\n{}By c.\n{}",
            answer("d"),
            answer("e")
        ),
        "How to a?\n\nBy b.\n=> d\n\nBy c.\n\ne",
    );
}

#[test]
fn a_question_is_its_whole_paragraph() {
    let answer = "\n\n<details>\n<summary>Answer</summary>\nd\n</details>\n\n";
    for text in [
        "**Q1.** Which is a, and\nwhat is b?",
        "Which is a, and\nwhat is b?",
        "1. Which is a, and\n   what is b?",
        "**Which is a, and\nwhat is b?**",
    ] {
        check(
            &format!("{text}{answer}"),
            "Which is a, and what is b?\n=> d",
        );
    }
    let item = "   <details><summary>Answer</summary>c</details>\n\n";
    check(
        &format!(
            "1. Take a:\n\n   which is b?\n\n{item}2. Which is d?\n\n   1. e\n   2. f\n\n{item}"
        ),
        "Take a:\n\nwhich is b?\n=> c\n%\nWhich is d?\n\n1. e\n2. f\n=> c",
    );
    check(
        &format!("Take a.\nWhat is b?\n```\nc\n```{answer}"),
        "Take a.\nWhat is b?\n```\nc\n```\n=> d",
    );
}

#[test]
fn a_block_between_question_and_answer_is_a_hint_or_part_of_the_answer() {
    let text = |summary: &str| {
        format!(
            "# Git\n\n**Q: What is a?**\n<details><summary>{summary}</summary>\nb.\n</details>\n\
             <details><summary>Answer</summary>c.</details>\n"
        )
    };
    for summary in ["Clue", "💡 Indice", "Hint"] {
        check(
            &text(summary).repeat(2),
            &["What is a?\nHint: b.\n=> c."; 2].join("\n%\n"),
        );
    }
    check(&text("Example"), "What is a?\n=> **Example**\nb.\n\nc.");
}

#[test]
fn a_block_in_the_block_of_a_question_answers_it() {
    let text = |summary: &str, inner: &str| {
        format!(
            "<details>\n<summary><b>{summary}</b></summary>\n\nTake a.\n\n- b\n\n{inner}\n</details>\n\n"
        )
    };
    let hint = "<details><summary>Hint</summary>c</details>\n";
    let answer = "<details>\n<summary>Answer</summary>\n\nd\n</details>\n";
    for summary in ["Question 1", "Q1", "Exercise 2:"] {
        check(&text(summary, answer), "Take a.\n\n- b\n=> d");
    }
    check(
        &text("Question 1: Locks", &format!("{hint}{answer}\ne\n")),
        "Locks\n\nTake a.\n\n- b\nHint: c\n=> d\n\ne",
    );
    let why = "<details><summary>Explanation</summary>\n\ng\n</details>\n";
    check(
        &text("Q3", &format!("{answer}{why}")),
        "Take a.\n\n- b\n=> d\n\ng",
    );
    check(
        &text("What is f?", answer),
        "What is f?\n=> Take a.\n\n- b\n\nd",
    );
    assert_eq!(
        read("a.md", text("Q1", answer).repeat(2).as_bytes()).1,
        Likeness::Cards(2)
    );
}

#[test]
fn html_blocks_in_an_answer_are_converted() {
    let text = "<details><summary>a?</summary>\n\nb\n\n<pre>c</pre>\n\n```html\n<pre>d</pre>\n```\n</details>";
    let answer = &read("a.md", text.as_bytes()).0.drafts[0].answer;
    assert!(answer.starts_with("b\n\n"), "{answer}");
    assert!(answer.ends_with("```html\n<pre>d</pre>\n```"), "{answer}");
}

#[test]
fn what_has_no_answer_or_question_is_refused() {
    let unanswered = "no answer is given: pass `--keep-unanswered` to take it as an open question";
    for promise in ["To be completed.", "", "<br>", "TODO", "**TBD**"] {
        check(
            &format!("\n<details><summary>a?</summary>\n\n{promise}\n\n</details>"),
            &format!("a.md:2: {unanswered}"),
        );
    }
    check(
        "<details><summary>show</summary>b</details>",
        "a.md:1: nothing is asked: write the question into `<summary>` or into a heading above",
    );
    let text = "<details><summary>a?</summary>\nTo be completed.\n</details>";
    let drafts = read_with("a.md", text.as_bytes(), true).0.drafts;
    assert_eq!(
        (drafts[0].ask.clone(), drafts[0].answer.as_str()),
        (Ask::Open, "")
    );
}

/// What was lost, with the number of its places.
fn losses(harvest: &Harvest) -> Vec<(&str, usize)> {
    let all = harvest.losses.all().iter();
    all.map(|loss| (loss.what.as_str(), loss.count)).collect()
}

#[test]
fn a_promise_above_an_answer_is_no_part_of_it() {
    let links = "Useful resources:\n\n- [b](https://b.example)";
    let asked = |answer: &str| format!("<details><summary>a?</summary>\n\n{answer}\n</details>");
    let promised = asked(&format!("To be completed.\n\n{links}"));
    check(&promised, &format!("a?\n=> {links}"));
    let (harvest, _) = read("a.md", promised.as_bytes());
    let told = "promises of an answer are left out: only what stands below them answers";
    assert_eq!(losses(&harvest), [(told, 1)]);
    check(
        &asked("Pending\n\nUntil it settles."),
        "a?\n=> Pending\n\nUntil it settles.",
    );
    check(
        &asked("To do b is enough.\n\nc"),
        "a?\n=> To do b is enough.\n\nc",
    );
}

#[test]
fn only_lists_of_questions_look_like_one() {
    let likeness = |text: &str| read("README.md", text.as_bytes()).1;
    let folded = |summary: &str| format!("<details><summary>{summary}</summary>b</details>\n");
    assert_eq!(
        likeness(&folded("What is a?").repeat(2)),
        Likeness::Cards(2)
    );
    let task = format!("### Create a pod\n{}", folded("show"));
    assert_eq!(likeness(&task.repeat(3)), Likeness::Cards(3));
    let answered = format!("### Task 1\n{}", folded("Solution"));
    assert_eq!(likeness(&answered.repeat(2)), Likeness::Cards(2));
    for text in [
        folded("What is a?"),
        folded("Table of Contents") + &folded("Installation"),
        format!(
            "# A\n{}## Screenshots\n{}",
            folded("Click to expand"),
            folded("Show")
        ),
        folded("v1.0") + &folded("v1.1") + &folded("What is new?"),
        folded("How to install it on Linux") + &folded("How to install it on Windows"),
        "text".to_string(),
        format!("```\n{}```\n", folded("What is a?").repeat(2)),
    ] {
        assert_eq!(likeness(&text), Likeness::No, "{text}");
    }
}

#[test]
fn a_card_beyond_the_limit_is_refused() {
    let text = format!(
        "<details><summary>a?</summary>{}</details>",
        "b".repeat(1 << 20)
    );
    let (harvest, _) = read("a.md", text.as_bytes());
    assert_eq!(
        harvest.refused[0].to_string(),
        "a.md:1: the card has 1048579 bytes, at most 1048576 are read: shorten it, or raise `--max-field`"
    );
}

/// Checks how many blocks or headings of a real file become cards and how many are refused.
fn check_counts(bytes: &[u8], deck: &str, n_cards: usize, n_refused: usize) -> Vec<Draft> {
    let (harvest, likeness) = read("README.md", bytes);
    assert_eq!(
        (harvest.drafts.len(), harvest.refused.len()),
        (n_cards, n_refused)
    );
    assert_eq!(harvest.n_notes, n_cards + n_refused);
    assert_eq!(likeness, Likeness::Cards(n_cards));
    assert!(harvest.drafts.iter().all(|draft| draft.deck == [deck]));
    assert!(
        harvest
            .drafts
            .iter()
            .all(|draft| !draft.question.contains("***"))
    );
    harvest.drafts
}

#[test]
fn exercises_with_a_solution_below_each_heading_are_read() {
    let core =
        include_bytes!("../../../../tests/data/community/details-markdown/ckad-a.core_concepts.md");
    check_counts(core, "Core Concepts", 18, 0);
    let design =
        include_bytes!("../../../../tests/data/community/details-markdown/ckad-c.pod_design.md");
    let drafts = check_counts(design, "Pod design", 52, 0);
    assert_eq!(drafts[0].tags, ["Labels and Annotations"]);
    // One of its blocks is never closed.
    let services =
        include_bytes!("../../../../tests/data/community/details-markdown/ckad-f.services.md");
    check_counts(services, "Services and Networking", 10, 0);
    // One of its headings has two blocks.
    let podman =
        include_bytes!("../../../../tests/data/community/details-markdown/ckad-j.podman.md");
    let drafts = check_counts(podman, "Define, build and modify container images", 12, 0);
    assert!(
        drafts[4]
            .answer
            .contains("\n\nVerify that the registry contains the pushed image")
    );
}

#[test]
fn a_large_list_of_questions_is_read_with_its_topics() {
    let list = include_bytes!(
        "../../../../tests/data/community/details-markdown/test-your-sysadmin-skills.md"
    );
    let told = "promises of an answer are left out: only what stands below them answers";
    let loose = "questions without an answer are left out";
    let (harvest, _) = read("README.md", list);
    assert_eq!(losses(&harvest), [(told, 15), (loose, 14)]);
    let drafts = check_counts(list, "README", 238, 33);
    assert_eq!(
        drafts[0].tags,
        ["General Knowledge", "Junior Sysadmin", "System Questions"]
    );
    assert_eq!(
        drafts[6].question,
        "What do the fields in `ls -al` output mean?"
    );
}

#[test]
fn code_in_front_of_a_nested_answer_is_asked_about() {
    let text = "<details>\n<summary>1. What does it print?</summary>\n\n```go\na()\n```\n\n\
        <details><summary>Answer</summary>\nb\n</details>\n\n</details>\n\n\
        <details>\n<summary>2. What is c?</summary>\n\nd\n\n</details>\n";
    let (harvest, _) = read("a.md", text.as_bytes());
    assert_eq!(
        harvest.drafts[0].question,
        "What does it print?\n\n```go\na()\n```"
    );
    assert_eq!(harvest.drafts[0].answer, "b");
    assert_eq!(harvest.drafts[1].answer, "d");
}

#[test]
fn a_summary_that_most_blocks_have_says_nothing() {
    let text = "1. What is a?\n<details><summary> Big button </summary>\n\nb\n</details>\n\n2. Name c/\n\
                <details><summary> Big button </summary>\n\n    d\n\n</details>\n\n3. What is e?\n\
                <details><summary>Big button</summary>\n\n</details>\n\n4. What is f?\n<details><summary>Big button</summary>g</details>\n";
    check(
        text,
        "What is a?\n=> b\n%\nName c/\n=> d\n%\nWhat is f?\n=> g\n%\n\
         a.md:14: no answer is given: pass `--keep-unanswered` to take it as an open question",
    );
    assert_eq!(read("a.md", text.as_bytes()).1, Likeness::Cards(3));
}

#[test]
fn a_comment_is_no_answer() {
    let card = |n: usize, answer: &str| {
        format!("<details><summary>What is {n}?</summary>\n{answer}\n</details>\n")
    };
    let text = card(1, "<!-- later -->") + &card(2, "b") + &card(3, "c");
    let (harvest, likeness) = read("a.md", text.as_bytes());
    assert_eq!((harvest.drafts.len(), likeness), (2, Likeness::Cards(2)));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read("a.md", &bytes);
    }

    #[test]
    fn no_mixture_of_marks_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<details>", "<details", "</details>", "<summary>", "</summary>", "What is a?", "show", "Hint", "Answer", "Question 1", "Clue", "**Q1.** Tell.",
                "# ", "### ", "- ", "1. ", "    ", "\n", "\n\n", "```\n", "`", "<b>", "</b>", "<br>", "<p>", "</p>",
                "<table>", "</table>", "<pre>", "</pre>", "<code>", "</code>", "To be completed.", "**a?**", "---\n",
                "![a](b)", "[a]: b\n", "<!--", "-->", "é", "\t", "***",
            ]),
            0..60,
        ),
    ) {
        let (harvest, likeness) = read("a.md", pieces.concat().as_bytes());
        prop_assert_eq!(harvest.n_notes, harvest.drafts.len() + harvest.refused.len());
        if let Likeness::Cards(n_cards) = likeness {
            prop_assert_eq!(n_cards, harvest.drafts.len());
        }
    }
}

#[test]
fn a_summary_keeps_its_lists_and_code() {
    let text = "<details>\n<summary>Describe\nthese parts:\n\n  * a\n  * b\n</summary>\n\nAnswer: c\n</details>\n\
        <details>\n<summary>What does it print?\n```\nd\n  e\n```\n</summary>\n\nf\n</details>\n";
    let (harvest, _) = read("a.md", text.as_bytes());
    let sides = harvest
        .drafts
        .iter()
        .map(|draft| (draft.question.as_str(), draft.answer.as_str()));
    assert_eq!(
        sides.collect::<Vec<_>>(),
        [
            ("Describe these parts:\n\n* a\n* b", "c"),
            ("What does it print?\n\n```\nd\n  e\n```", "f"),
        ]
    );
}
