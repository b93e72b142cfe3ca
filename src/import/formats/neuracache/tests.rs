use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read};

#[test]
fn a_line_may_be_a_whole_card() {
    check(
        &Neuracache,
        "- Port of DNS : 53 #flashcard #net\nPort of SSH : 22 ⚡️\na : b : c 🧠\n",
        "@a.md:1 a #net\nPort of DNS\n=> 53\n\
         @a.md:2 a\nPort of SSH\n=> 22\n\
         @a.md:3 a\na\n=> b : c\n",
    );
}

#[test]
fn an_answer_reaches_to_its_rule_or_over_one_paragraph() {
    check(
        &Neuracache,
        "# Notes\n\nProse.\n\n## Net\n\na\nb? #flashcard\nc\n\nd\n- - -\n\ne? #flashcard\n\n- f\n- g\n\nProse.\n\n## h 🧠\ni\n",
        "@a.md:8 a #Net\na\nb?\n=> c\n\nd\n\
         @a.md:14 a #Net\ne?\n=> - f\n- g\n\
         @a.md:21 a\nh\n=> i\n",
    );
}

#[test]
fn headings_that_ask_are_no_tags() {
    check(
        &Neuracache,
        "## Memory\n\n### How are memories classed? #flashcard\nBy distance.\n<!--ID: 1700156773473-->\n\n## What is lazy?\n### Which? #flashcard\na\n\nb\n<!--ID: 17-->\nc\n",
        "@a.md:3 a #Memory\nHow are memories classed?\n=> By distance.\n\
         @a.md:8 a\nWhich?\n=> a\n\nb\n",
    );
}

#[test]
fn the_number_of_a_note_is_its_id() {
    let text =
        "# What? #flashcard\na\n<!--ID: 17-->\nb : c #flashcard <!--ID: 18-->\nd? #flashcard\ne\n";
    let harvest = read(&Neuracache, &[("a.md", text.as_bytes())], &options());
    let ids: Vec<Option<&str>> = harvest
        .drafts
        .iter()
        .map(|draft| draft.id.as_deref())
        .collect();
    assert_eq!(ids, [Some("17"), Some("18"), None]);
}

#[test]
fn an_outline_is_read_but_not_counted() {
    let text =
        "- Notes\n\t- -\n\t- What? #flashcard\n\t\t- a\n\t\t\t- b\n\t- And? #flashcard\n\t\t- c\n";
    check(
        &Neuracache,
        text,
        "@a.md:3 a\nWhat?\n=> - a\n\t- b\n@a.md:6 a\nAnd?\n=> - c\n",
    );
    assert_eq!(likeness(&Neuracache, text.as_bytes()), Likeness::Cards(0));
}

#[test]
fn a_mark_without_an_answer_is_refused() {
    check(
        &Neuracache,
        "a? #flashcard\n\nb : c #flashcard\n",
        "@a.md:3 a\nb\n=> c\n\
         ! a.md:1: the question has no answer: write one, or pass `--keep-unanswered`\n",
    );
}

#[test]
fn other_tags_and_code_are_no_marks() {
    for text in [
        "a : b #flashcards\n",
        "a : b #flashcard/net\n",
        "Write `#flashcard` behind it.\n",
        "```\na : b #flashcard\n```\n",
        "Prose : and more.\n",
    ] {
        assert_eq!(
            likeness(&Neuracache, text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
    let text = "a : b #flashcard\nc #flashcard\n";
    assert_eq!(likeness(&Neuracache, text.as_bytes()), Likeness::Cards(1));
}

#[test]
fn two_colons_part_the_sides_too() {
    check(
        &Neuracache,
        "What is a?:: b #flashcard\nc :: d #flashcard\n",
        "@a.md:1 a\nWhat is a?\n=> b\n@a.md:2 a\nc\n=> d\n",
    );
}

#[test]
fn a_line_may_name_the_deck() {
    check(
        &Neuracache,
        "TARGET DECK: A::B\n\na #flashcard\nb\n<!--ID: 7-->\n",
        "@a.md:3 A/B\na\n=> b\n",
    );
}
