use super::*;
use crate::import::formats::logseq::Logseq;
use crate::import::text::admit::tests::{likeness as likeness_of, read, shown};
use proptest::prelude::*;

fn check(text: &str, expected: &str) {
    let harvest = read(&FlashcardsObsidian, &[("a.md", text.as_bytes())]);
    assert_eq!(shown(&harvest), expected, "{text}");
}

fn likeness(text: &str) -> Likeness {
    likeness_of(&FlashcardsObsidian, "a.md", text.as_bytes())
}

#[test]
fn the_paragraph_below_the_mark_answers() {
    check(
        "# Title\n\n## What is it? #card\nThis.\nAnd that.\n\nNot this.\n\nTwo lines\nask? #card #net\n\nAn answer below a gap.\n### Next\nText.\n",
        "[a.md:3 Recall]\nWhat is it?\n--\nThis.\\\nAnd that.\n\
         [a.md:10 tags=net Recall]\nTwo lines\\\nask?\n--\nAn answer below a gap.\n",
    );
}

#[test]
fn the_headings_above_stand_with_what_does_not_ask() {
    check(
        "---\ntags: demo, car\ncards-deck: Mine::Cars\n---\n\n# Car #card\n\nA vehicle.\n![[car.png]]\n\n## Controls #card\n\nParts.\n\n### Braking #card\n\nBy a pedal.\n\n_And without one?_ #card\nBy hand.\n",
        "[a.md:6 deck=Mine/Cars tags=demo/car Recall]\nCar\n--\nA vehicle.\\\n*missing: car.png*\n\
         [a.md:11 deck=Mine/Cars tags=demo/car Recall]\nCar > Controls\n--\nParts.\n\
         [a.md:15 deck=Mine/Cars tags=demo/car/Controls Recall]\nCar > Controls > Braking\n--\nBy a pedal.\n\
         [a.md:19 deck=Mine/Cars tags=demo/car/Controls/Braking Recall]\n_And without one?_\n--\nBy hand.\n\
         lost 1 pictures and other files that are not there (a.md:6)\n",
    );
}

#[test]
fn a_mark_may_stand_below_its_question_and_ask_both_ways() {
    check(
        "# T\n\n## What is it?\n#card-reverse\nThis.\n\nA\n#card/reverse\nB\n",
        "[a.md:4 reversed Recall]\nWhat is it?\n--\nThis.\n\
         [a.md:8 reversed Recall]\nT > What is it? > A\n--\nB\n",
    );
}

#[test]
fn the_number_of_a_card_is_its_id() {
    check(
        "What is it? #card\nThis.\n^1607361487244\n\nAnd that? #card ^1607361487245\nThat.\n\n^1607361487246\n\nc:::d\n^1607361487247\n",
        "[a.md:1 id=1607361487244 Recall]\nWhat is it?\n--\nThis.\n\
         [a.md:5 id=1607361487245 Recall]\nAnd that?\n--\nThat.\n\
         [a.md:10 reversed id=1607361487247 Recall]\nc\n--\nd\n",
    );
}

#[test]
fn a_line_may_have_two_sides() {
    check(
        "- What is it?:: This. #net\n- TCP ::: a protocol\nUse std::vector.\na::b\na::b ^1607361487244\n`a b::c`\n",
        "[a.md:1 tags=net Recall]\nWhat is it?\n--\nThis.\n\
         [a.md:2 reversed Recall]\nTCP\n--\na protocol\n\
         [a.md:5 id=1607361487244 Recall]\na\n--\nb\n",
    );
}

#[test]
fn highlights_hide_where_the_plugin_has_numbered_them() {
    check(
        "Not ==this==.\n\nA ==b== c. ^1607361487244\n\nIt is {2:d} and {1:e}.\n^1607361487245\n",
        "[a.md:3 id=1607361487244 Cloze]\n\n--\nA {{c1::b}} c.\n\
         [a.md:5 id=1607361487245 Cloze]\n\n--\nIt is {{c2::d}} and {{c1::e}}.\n",
    );
}

#[test]
fn in_the_second_version_a_heading_holds_all_below_it() {
    check(
        "---\nflashcards:\n  q-a1: { nid: 1, hash: b }\n---\n\n## What is it? #card\nThis.\n\n### More\n\n- That.\n\n^q-a1\n\nA line? #card\nOnly this.\n\nProse.\n\n## Next\nText.\n",
        "[a.md:6 id=q-a1 Recall]\nWhat is it?\n--\nThis.\n\n### More\n\n- That.\n\
         [a.md:15 Recall]\nA line?\n--\nOnly this.\n",
    );
}

#[test]
fn what_is_no_whole_card_is_said() {
    check(
        "A saying. #card-spaced\n\nWhat is it? #card\n\n## Next\n",
        "refused a.md:3: the card has no answer: write one, or pass `--keep-unanswered`\n\
         lost 1 lines to be seen again, which ask nothing (a.md:1)\n",
    );
}

#[test]
fn code_quotes_and_other_tags_are_no_marks() {
    for text in [
        "```\nWhat? #card\nThis.\n```\n",
        "> What? #card\n> This.\n",
        "What? #cards\nThis.\n",
        "What? #flashcards\nThis.\n",
        "A #card is a tag.\nThis.\n",
        "Write `#card`\nThis.\n",
        "<!--\nWhat? #card\nThis.\n-->\n",
    ] {
        check(text, "");
    }
}

#[test]
fn a_file_is_claimed_by_the_marks_of_the_plugin_alone() {
    for (text, expected) in [
        ("What? #card\nThis.\n", Likeness::Cards(1)),
        ("What? #card\nThis.\n\nAnd:: that\n", Likeness::Cards(2)),
        ("And this:: that\n", Likeness::No),
        ("What?:: that ^abc\n", Likeness::No),
        ("What?:: that ^1607361487244\n", Likeness::Sure),
        ("What? #card\n", Likeness::No),
        ("x^2 and #card here\nThis.\n", Likeness::No),
        (
            "- What? #card\n  - This.\n- And? #card\n  - That.\n",
            Likeness::No,
        ),
    ] {
        assert_eq!(likeness(text), expected, "{text}");
    }
}

#[test]
fn outlines_of_logseq_are_its_own_and_notes_are_not() {
    let notes = b"# T\n\n## What? #card\nThis.\n\nAnd? #card\n- That.\n";
    assert_eq!(likeness_of(&Logseq, "a.md", notes), Likeness::No);
    let outline = b"- What? #card\n  - This.\n";
    assert_eq!(likeness_of(&Logseq, "a.md", outline), Likeness::Cards(1));
}

#[test]
fn a_mark_may_stand_apart_and_a_number_end_several_paragraphs() {
    check(
        "Prose.\n\n﹇<br>\nWhat?\n\n#card-reverse\n\nThis.\n\n```\na\n\nb\n```\n\n⌂\n<br>﹈<br>^1607361487244\n\n\
         And?\n\n#card\n\nThat.\n\n## Next\nText.\n^1607361487245\n\nIt is {1:c}.\n^1607361487246\n",
        "[a.md:6 reversed id=1607361487244 Recall]\nWhat?\n--\nThis.\n\n```\na\n\nb\n```\n\
         [a.md:21 Recall]\nAnd?\n--\nThat.\n\
         [a.md:29 id=1607361487246 Cloze]\n\n--\nIt is {{c1::c}}.\n",
    );
}

#[test]
fn numbers_may_stand_in_comments() {
    let text = "- What? #card\n\t- This.\n\t- That.\n<!-- ankiID: 1607361487244 -->\n- And? #card\n\t- This.\n<!-- ankiID: 1607361487245 -->\n\na?::b\nc\n<!-- ankiID: 1607361487246 -->\n";
    check(
        text,
        "[a.md:1 id=1607361487244 Recall]\nWhat?\n--\n- This.\n- That.\n\
         [a.md:5 id=1607361487245 Recall]\nAnd?\n--\n- This.\n\
         [a.md:9 id=1607361487246 Recall]\na?\n--\nb\\\nc\n",
    );
    assert_eq!(likeness(text), Likeness::Sure);
}

const MARKS: &[&str] = &[
    "#card",
    "a #card",
    "# b #card-reverse",
    "## c",
    "#card/spaced",
    "a::b",
    "é:::f",
    "==g==",
    "{h}",
    "^1607361487244",
    "^q-a1",
    "- i",
    "```",
    "<!--",
    "---",
    "flashcards:",
    "cards-deck: j",
    "",
    "k",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        likeness(&text);
        read(&FlashcardsObsidian, &[("a.md", text.as_bytes())]);
    }

    #[test]
    fn marks_in_any_order_do_not_make_it_panic(
        marks in prop::collection::vec((prop::sample::select(MARKS), prop::sample::select(&["\n", " ", ""][..])), 0..40)
    ) {
        let text: String = marks.iter().map(|(mark, end)| format!("{mark}{end}")).collect();
        likeness(&text);
        read(&FlashcardsObsidian, &[("a.md", text.as_bytes())]);
    }
}
