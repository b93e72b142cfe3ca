use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read};

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!(
            "../../../../tests/data/community/markdown-pandoc/rust-flashcards/",
            $path
        ))[..]
    };
}

#[test]
fn the_rust_deck_has_557_cards() {
    let files = [
        ("cards.md", community!("cards.md")),
        ("images/1be48e7d2e6765b3e337f4d0738ed7b4944d9f70.png", b""),
        ("images/21b5d08fbed6e1b0268cc7e578185f829711846d.png", b""),
    ];
    let harvest = read(&Pandoc, &files, &options());
    assert_eq!((harvest.drafts.len(), harvest.refused.len()), (557, 0));
    assert!(
        harvest
            .drafts
            .iter()
            .all(|draft| draft.deck == ["Rust Flashcards"])
    );
    assert!(harvest.drafts.iter().all(|draft| draft.tags.is_empty()));
    let first = &harvest.drafts[0];
    assert_eq!(first.place, "cards.md:7");
    assert_eq!(
        first.question,
        "How do you create a new package named `hello_world`?"
    );
    assert_eq!(first.answer, "```sh\ncargo new hello_world\n```");
    assert_eq!(harvest.media.len(), 2);
    let texts = harvest
        .drafts
        .iter()
        .map(|draft| format!("{}\n{}", draft.question, draft.answer));
    assert_eq!(texts.filter(|text| text.contains("{width")).count(), 0);
}

#[test]
fn a_heading_may_be_the_question() {
    check(
        &Pandoc,
        "---\nname: D\n---\n\n# Section\n\n## What?\n\na\n\n---\n\n## Why?\n\nb\n\n. . .\n\nc\n\n. . .\n\nd\n",
        "@a.md:7 D #Section\nWhat?\n=> a\n@a.md:13 D #Section\nWhy?\n\nb\n=> c\n\nd\n",
    );
}

#[test]
fn tags_stand_in_an_element() {
    check(
        &Pandoc,
        "# a\n\nb\n\n<AnkiTags c d/>\n\n# e\n\nf\n",
        "@a.md:1 a #c #d\na\n=> b\n@a.md:7 a\ne\n=> f\n",
    );
}

#[test]
fn rules_and_pauses_in_code_are_code() {
    check(
        &Pandoc,
        "a\n\n. . .\n\n```\n---\n. . .\n```\n\n---\nb\n",
        "@a.md:1 a\na\n=> ```\n---\n. . .\n```\n\
         ! a.md:11: the question has no answer: write one, or pass `--keep-unanswered`\n",
    );
}

#[test]
fn attributes_of_pictures_are_left_out() {
    for (line, expected) in [
        ("![a](b){width=50%} c", "![a](b) c"),
        ("[a](b){.c #d}![](e){f=g}", "[a](b)![](e)"),
        ("`f(){a=b}` g(){} h(){", "`f(){a=b}` g(){} h(){"),
    ] {
        assert_eq!(without_attributes(line), expected);
    }
}

#[test]
fn a_talk_is_no_deck() {
    let talk = "a\n\n. . .\n\nb\n\n---\n\nc\n\n---\n\nd\n\n---\n\ne\n";
    assert_eq!(likeness(&Pandoc, talk.as_bytes()), Likeness::Cards(0));
    assert_eq!(likeness(&Pandoc, b"# a\n\nb\n\n---\n\nc\n"), Likeness::No);
    assert_eq!(
        likeness(&Pandoc, b"a\n\n. . .\n\nb\n\n---\n\nc\n"),
        Likeness::Cards(1)
    );
    // What is left out is no card where formats are compared.
    assert_eq!(
        likeness(&Pandoc, b"a\n\n. . .\n\nb\n\n## References\n\n- c\n"),
        Likeness::Cards(1)
    );
}

#[test]
fn a_title_block_names_the_deck_and_is_no_slide() {
    check(
        &Pandoc,
        "% T\n% An author\n\n# a?\n\n. . .\n\nb\n",
        "@a.md:4 T\na?\n=> b\n",
    );
}
