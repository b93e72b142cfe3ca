use super::*;
use crate::import::text::admit::tests::{likeness as likeness_of, read, shown};
use proptest::prelude::*;

fn check(text: &str, expected: &str) {
    let harvest = read(&ObsidianToAnki, &[("a.md", text.as_bytes())]);
    assert_eq!(shown(&harvest), expected, "{text}");
}

fn likeness(text: &str) -> Likeness {
    likeness_of(&ObsidianToAnki, "a.md", text.as_bytes())
}

#[test]
fn a_note_stands_between_start_and_end() {
    check(
        "# Prose\n\nSTART\nBasic\nWhat is it?\nOn two lines.\nBack: This.\n\n- and that\nTags: net a::b\n<!--ID: 1566052191670-->\nEND\n\nSTART\nBasic\nFront: c\nBack: d\nID: 7\nEND\n",
        "[a.md:3 tags=net/a::b id=1566052191670 Recall]\nWhat is it?\\\nOn two lines.\n--\nThis.\n\n- and that\n\
         [a.md:14 id=7 Recall]\nc\n--\nd\n",
    );
}

#[test]
fn notes_may_be_hidden_from_readers_of_the_vault() {
    check(
        "Prose.\n\n%%ANKI\nBasic\na\nBack: b\nReference: A book, 2020.\n<!--ID: 7-->\nEND%%\n\n%%ANKI\nCloze\n{c} is\nReference: A book.\nEND%%\n",
        "[a.md:3 id=7 Recall]\na\n--\nb\n[a.md:11 Cloze]\n\n--\n{{c1::c}} is\n",
    );
    let folded = "> [!tip]- Card\n> %%\n> TARGET DECK: D\n> START\n> Basic\n> Front: a\n> Back: b\n> > c\n> END\n> %%\n";
    check(folded, "[a.md:4 deck=D Recall]\na\n--\nb\n> c\n");
    assert_eq!(
        likeness("%%ANKI\nBasic\na\nBack: b\nEND%%\n"),
        Likeness::Sure
    );
}

#[test]
fn a_reference_is_no_part_of_the_answer() {
    let text = b"START\nBasic\na\nBack: b\nReference: A book, 2020.\nEND\n";
    let harvest = read(&ObsidianToAnki, &[("a.md", text)]);
    assert_eq!(harvest.drafts[0].answer, "b");
    assert_eq!(harvest.drafts[0].sources, ["A book, 2020."]);
}

#[test]
fn the_note_type_says_how_it_is_asked() {
    check(
        "START\nBasic (and reversed card)\na\nBack: b\nEND\n\
         START\nBasic (optional reversed card)\na\nBack: b\nAdd Reverse: y\nEND\n\
         START\nBasic (type in the answer)\na\nBack: b\nEND\n",
        "[a.md:1 reversed Recall]\na\n--\nb\n\
         [a.md:6 reversed Recall]\na\n--\nb\n\
         [a.md:12 Typed([\"b\"])]\na\n--\nb\n",
    );
}

#[test]
fn clozes_are_ankis_or_stand_in_single_brackets() {
    check(
        "START\nCloze\n\nA {{c1::note}} of {x}.\nExtra: more\n\nEND\nSTART\nCloze\nA {2:b} and `{c}` {1|d}.\nEND\nSTART\nCloze\nNothing.\nEND\n",
        "[a.md:1 Cloze]\n\n--\nA {{c1::note}} of {x}.\n\nmore\n\
         [a.md:8 Cloze]\n\n--\nA {{c2::b}} and `{c}` {{c1::d}}.\n\
         refused a.md:12: the card hides nothing: mark a piece of it\n",
    );
}

#[test]
fn a_line_may_hold_whole_notes() {
    check(
        "- STARTI [Basic] a b? Back: c: d Tags: x y <!--ID: 12--> ENDI\n\
         STARTI [Basic] e Back: f ENDI and STARTI [Cloze] {g} ENDI\n\
         `STARTI [Basic] h Back: i ENDI` STARTI without an end, STARTI none ENDI\n",
        "[a.md:1 tags=x/y id=12 Recall]\na b?\n--\nc: d\n\
         [a.md:2 Recall]\ne\n--\nf\n\
         [a.md:2 Cloze]\n\n--\n{{c1::g}}\n",
    );
}

#[test]
fn the_file_says_deck_and_tags() {
    check(
        "TARGET DECK\nNet::DNS\n\nFILE TAGS: t u\n\nSTART\nBasic\na\nBack: b\nTags: u\nEND\n",
        "[a.md:6 deck=Net/DNS tags=t/u Recall]\na\n--\nb\n",
    );
    check(
        "TARGET DECK: Net\nFROZEN - Basic:\nFront: more\n\nSTART\nBasic\na\nBack: b\nEND\n",
        "[a.md:5 deck=Net Recall]\na\n--\nb\nlost 1 text that `FROZEN` lines add to each note (a.md:2)\n",
    );
}

#[test]
fn fields_of_other_types_are_told_by_their_names() {
    check(
        "START\nMine\na\nNote: in the question\nBack: b\nSource: c\nEND\n\
         START\nEinfach\na\nRückseite: b\nQuelle: c\nhttps://d\nEND\n",
        "[a.md:1 Recall]\na\\\nNote: in the question\n--\nb\n\
         [a.md:8 Recall]\na\n--\nb\n\n**Quelle:** c\\\nhttps://d\n",
    );
}

#[test]
fn what_is_incomplete_is_refused() {
    check(
        "START\nBasic\na\nEND\nSTART\nBasic\nBack: b\nEND\nSTART\nBasic\nSTART\nEND\nEND\n",
        "refused a.md:1: the card has no answer: write one, or pass `--keep-unanswered`\n\
         refused a.md:5: the card has no question: write one, or pass `--skip-bad`\n\
         refused a.md:9: the note has no end: write a line `END` below it\n",
    );
}

#[test]
fn marks_in_code_and_comments_are_none() {
    for text in [
        "```\nSTART\nBasic\na\nBack: b\nEND\n```\n",
        "<!--\nSTART\nBasic\na\nBack: b\nEND\n-->\n",
        "    START\n    Basic\n    END\n",
    ] {
        check(text, "");
        assert_eq!(likeness(text), Likeness::No, "{text}");
    }
    check(
        "START\nBasic\na\nBack:\n```\nEND\nBack: c\n```\nEND\n",
        "[a.md:1 Recall]\na\n--\n```\nEND\nBack: c\n```\n",
    );
}

#[test]
fn pseudocode_and_prose_are_not_claimed() {
    for text in [
        "START\nRead x\nPrint: y\nEND\n",
        "START\n\nEND\n",
        "Notes go between START and END, or STARTI and ENDI.\n",
        "START\nBasic\nnothing\nEND\n",
        "",
    ] {
        assert_eq!(likeness(text), Likeness::No, "{text}");
    }
    assert_eq!(likeness("START\nBasic\na\nBack: b\nEND\n"), Likeness::Sure);
    assert_eq!(
        likeness("START\nMine\na\nBack: b\nEND\n"),
        Likeness::Cards(1)
    );
}

const MARKS: &[&str] = &[
    "START",
    "END",
    "STARTI [Basic]",
    "ENDI",
    "Basic",
    "Cloze",
    "Back:",
    "Front: a",
    "Tags: b",
    "<!--ID: 1-->",
    "ID: ",
    "TARGET DECK",
    "FILE TAGS: c",
    "{a}",
    "{2:é}",
    "{{c1::b}}",
    "```",
    "<!--",
    "$",
    "STARTI",
    "[",
    "]",
    "",
    "a",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        likeness(&text);
        read(&ObsidianToAnki, &[("a.md", text.as_bytes())]);
    }

    #[test]
    fn marks_in_any_order_do_not_make_it_panic(
        marks in prop::collection::vec((prop::sample::select(MARKS), prop::sample::select(&["\n", " ", ""][..])), 0..40)
    ) {
        let text: String = marks.iter().map(|(mark, end)| format!("{mark}{end}")).collect();
        let found = read(&ObsidianToAnki, &[("a.md", text.as_bytes())]);
        if let Likeness::Cards(n_cards) = likeness(&text) {
            prop_assert!(n_cards <= found.drafts.len(), "{text:?}");
        }
    }
}
