use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read};

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!(
            "../../../../tests/data/community/markdown-flashdown/",
            $path
        ))[..]
    };
}

#[test]
fn each_heading_of_the_sample_is_a_card() {
    let harvest = read(
        &Flashdown,
        &[("decks/sample.md", community!("sample.md"))],
        &options(),
    );
    let questions: Vec<&str> = harvest
        .drafts
        .iter()
        .map(|draft| draft.question.as_str())
        .collect();
    assert_eq!(
        questions,
        [
            "Oldest known written language?",
            "Concept of **yin** and _yang_",
            "Examples of lost cities",
            "7 Wonders of the World",
            "How to say hello in Japanese, Korean and Chinese",
        ]
    );
    assert_eq!(harvest.drafts[0].deck, ["decks", "sample"]);
    assert!(harvest.drafts[2].answer.ends_with("- Troy\n- [...]"));
    assert_eq!(harvest.refused, []);
}

#[test]
fn a_question_without_an_answer_is_refused() {
    let harvest = read(
        &Flashdown,
        &[("test-2.md", community!("test-2.md"))],
        &options(),
    );
    assert_eq!(harvest.drafts.len(), 4);
    assert_eq!(harvest.refused[0].place, "test-2.md:17");
}

#[test]
fn inline_tags_become_markdown() {
    check(
        &Flashdown,
        "## What is <b>a</b>?\nb<br>c `<b>` <T>\n\n```\n<i>d</i>\n```\n",
        "@a.md:1 a\nWhat is **a**?\n=> b\\\nc `<b>` <T>\n\n```\n<i>d</i>\n```\n",
    );
}

#[test]
fn a_rule_ends_a_card() {
    check(
        &Flashdown,
        "## a\nb\n----\n## c\nd\n\n---\ne\n## f\n\n%\n\ng\n",
        "@a.md:1 a\na\n=> b\n@a.md:4 a\nc\n=> d\n@a.md:9 a\nf\n=> g\n\
         - 1 text outside of cards is left out: a.md:8\n",
    );
}

#[test]
fn the_highest_headings_ask_where_there_are_no_others() {
    check(
        &Flashdown,
        "# a?\nb\n# c?\n### d\ne\n",
        "@a.md:1 a\na?\n=> b\n@a.md:3 a\nc?\n=> ### d\ne\n",
    );
    check(&Flashdown, "# Title\n## a?\nb\n", "@a.md:2 a\na?\n=> b\n");
    check(
        &Flashdown,
        "# A\n## a?\nb\n# B\n## c?\nd\n",
        "@a.md:2 a #A\na?\n=> b\n@a.md:5 a #B\nc?\n=> d\n",
    );
}

#[test]
fn questions_may_stand_under_chapters() {
    let text = "# Interview\n\n## Net\n\n### 1. What is TCP?\na\n\n### **2. What is UDP?**\nb\n\n\
        ## Disk\n\n### 3. What is RAID?\nc\n\n**[⬆ Back to Top](#interview)**\n\n---\n";
    check(
        &Flashdown,
        text,
        "@a.md:5 a #Net\nWhat is TCP?\n=> a\n@a.md:8 a #Net\nWhat is UDP?\n=> b\n\
         @a.md:13 a #Disk\nWhat is RAID?\n=> c\n",
    );
    assert_eq!(likeness(&Flashdown, text.as_bytes()), Likeness::Cards(3));
    let article = "## One\na\n### Why?\nb\n## Two\nc\n";
    assert_eq!(likeness(&Flashdown, article.as_bytes()), Likeness::Cards(0));
}

#[test]
fn numbered_questions_of_the_first_level_are_the_cards() {
    let text = "# Quiz\n\n## Disclaimer\na\n\n# 1. What is b?\nc\n\n# 2. What is d?\ne\n---\n\n\
        # 3. What does this print?\n```js\nf\n```\n### Answer:\ng\n\n## Useful links\n- h\n";
    check(
        &Flashdown,
        text,
        "@a.md:6 a\nWhat is b?\n=> c\n@a.md:9 a\nWhat is d?\n=> e\n\
         @a.md:13 a\nWhat does this print?\n\n```js\nf\n```\n=> g\n\
         - 2 text outside of cards is left out: a.md:1, a.md:20\n",
    );
    assert_eq!(likeness(&Flashdown, text.as_bytes()), Likeness::Cards(3));
    let article = "# 1. Why a?\n## b\nc\n# 2. Why d?\n## e\nf\n";
    assert_eq!(likeness(&Flashdown, article.as_bytes()), Likeness::Cards(0));
}

#[test]
fn without_headings_rules_part_cards() {
    check(
        &Flashdown,
        "a\n%\nb\n---\n\nc\nd\n%\ne\n%\n#f, g\n---\nh\n",
        "@a.md:1 a\na\n=> b\n@a.md:6 a #f #g\nc\nd\n=> e\n\
         ! a.md:13: the question has no answer: write one, or pass `--keep-unanswered`\n",
    );
    assert_eq!(
        likeness(&Flashdown, b"a\n%\nb\n---\nc\n"),
        Likeness::Cards(1)
    );
    assert_eq!(likeness(&Flashdown, b"a\n---\nb\n"), Likeness::No);
}

#[test]
fn files_of_mdanki_and_hascard_are_theirs() {
    assert_eq!(
        likeness(&Flashdown, b"# a?\n\n**Sample Answer**:\n\nb\n"),
        Likeness::Cards(0)
    );
    assert_eq!(likeness(&Flashdown, b"# D\n## a?\nb\n"), Likeness::Cards(0));
    assert_eq!(
        likeness(&Flashdown, b"# a?\nb\n---\n# c?\nd\n"),
        Likeness::Cards(0)
    );
    assert_eq!(
        likeness(&Flashdown, b"# a?\nb\n# c?\nd\n"),
        Likeness::Cards(2)
    );
}

#[test]
fn the_word_for_a_question_is_cut() {
    check(
        &Flashdown,
        "## Q: What is a?\n\nb\n\n## Q: What is c?\n\nd\n",
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:5 a\nWhat is c?\n=> d\n",
    );
}

#[test]
fn a_file_of_flashcards_has_them_below_its_chapters() {
    let cards = "## How to\nRead on.\n\n## Cards\n\n### git switch -\nBack.\n### git fetch\nGets.\n### git stash\nPuts by.\n";
    let deck = format!("# Git flashcards\n\n{cards}");
    assert_eq!(likeness(&Flashdown, deck.as_bytes()), Likeness::Cards(3));
    for other in [
        format!("# Git\n\n{cards}"),
        format!("# Git flashcards\n\n## Installation\nRun it.\n\n{cards}"),
    ] {
        assert_eq!(likeness(&Flashdown, other.as_bytes()), Likeness::Cards(0));
    }
}
