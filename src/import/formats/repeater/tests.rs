use super::*;
use crate::import::formats::hashcards::Hashcards;
use crate::import::text::dialect::tests::{check, likeness, options, read, shown};

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!(
            "../../../../tests/data/community/markdown-repeater/",
            $path
        ))[..]
    };
}

#[test]
fn prose_between_cards_is_passed_over() {
    let files = [
        ("physics.md", community!("physics.md")),
        ("synaptic_vessel.jpg", b""),
    ];
    assert_eq!(
        shown(&read(&Repeater, &files, &options())),
        "@physics.md:6 physics #2025-12-28 Class\n\
         What does a synaptic vesicle store?\n\
         => Neurotransmitters awaiting release.\n\nInto the synaptic cleft\n\
         @physics.md:18 physics #2025-12-28 Class\n\
         What's in this image:\n\n![Image](media/synaptic_vessel.jpg)\n\
         => synaptic\n\
         + synaptic_vessel.jpg\n"
    );
}

#[test]
fn the_tools_own_test_file_has_eight_cards_and_one_without_a_cloze() {
    let harvest = read(&Repeater, &[("test.md", community!("test.md"))], &options());
    assert_eq!(harvest.drafts.len(), 8);
    let refused: Vec<String> = harvest.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        refused,
        ["test.md:38: the cloze hides nothing: put `[…]` around the answer"]
    );
}

#[test]
fn what_hashcards_reads_without_a_fault_is_left_to_it() {
    let check = |text: &str, hashcards: Likeness, repeater: Likeness| {
        assert_eq!(likeness(&Hashcards, text.as_bytes()), hashcards, "{text}");
        assert_eq!(likeness(&Repeater, text.as_bytes()), repeater, "{text}");
    };
    let (all, none) = (Likeness::Cards(1), Likeness::Cards(0));
    check("Q: a\nA: b", all, none);
    check("# Topic\nQ: a\nA: b", none, all);
    check("Q: a\nA: b\n---\nprose", none, all);
    check("---\nname = \"x\"\n---\nprose\nQ: a\nA: b", all, none);
    check("---\ntitle: x\n---\nQ: a\nA: b", none, all);
    check("Prose: a\nAnd more", Likeness::No, Likeness::No);
}

#[test]
fn headings_are_topics() {
    check(
        &Repeater,
        "# Net\nQ: a\nA: b\n\n## TCP\n\nC: [c]\n",
        "@a.md:2 a #Net\na\n=> b\n@a.md:7 a #Net #TCP Cloze\n\n=> {{c1::c}}\n",
    );
}

#[test]
fn options_of_a_quiz_are_no_answers() {
    let text = "Q: Which port?\nA: 80\nB: 443\nC: 22\nAnswer: B\n\nQ: Which host?\nA: one\nB: two\nAnswer: A\n";
    for format in [&Repeater as &dyn Format, &Hashcards] {
        assert_eq!(likeness(format, text.as_bytes()), Likeness::Cards(0));
    }
    let harvest = read(&Repeater, &[("a.md", text.as_bytes())], &options());
    assert!(harvest.drafts.is_empty());
    assert_eq!(
        harvest.refused[0].to_string(),
        "a.md:3: a `B:` below the `A:` makes options of a quiz of them: write a blank in front of it if it is text"
    );
}
