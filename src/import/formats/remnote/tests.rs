use super::*;
use crate::import::text::admit::tests::{likeness, read, shown};
use proptest::prelude::*;

const OWN: &[u8] = include_bytes!("../../../../tests/data/community/remnote/own/networking.md");

fn check(text: &str, expected: &str) {
    let shown = shown(&read(&RemNote, &[("a.md", text.as_bytes())]));
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn arrows_say_which_side_asks() {
    check("- a >> b", "[a.md:1 Recall]\na\n--\nb\n");
    check("- a << b", "[a.md:1 Recall]\nb\n--\na\n");
    check("- a <> b", "[a.md:1 reversed Recall]\na\n--\nb\n");
    check("- a:: b", "[a.md:1 reversed Recall]\na\n--\nb\n");
    check("- a == b", "[a.md:1 Recall]\na\n--\nb\n");
    check("- `a >> b` and std::vector, a>>b, ====", "");
}

#[test]
fn a_property_is_asked_with_its_owner() {
    check(
        "- QUIC:: a transport\n  - port ;; 443",
        "[a.md:1 reversed Recall]\nQUIC\n--\na transport\n[a.md:2 Recall]\nQUIC: port\n--\n443\n",
    );
}

#[test]
fn bullets_below_answer() {
    check(
        "- a >>>\n    - b\n    - c\n        - d",
        "[a.md:1 Recall]\na\n--\n- b\n- c\n  - d\n",
    );
    check(
        "- a >>1.\n  - b\n  - c",
        "[a.md:1 Recall]\na\n--\n1. b\n2. c\n",
    );
    check("- a >>\n  - b", "[a.md:1 Recall]\na\n--\nb\n");
    check("- a >> b\n  - c", "[a.md:1 Recall]\na\n--\nb\nwhy: c\n");
}

#[test]
fn options_stand_below_the_right_one_first() {
    let harvest = read(&RemNote, &[("a.md", b"- a >>A)\n  - b\n  - c")]);
    let choices: Vec<(bool, &str)> = harvest.drafts[0]
        .choices
        .iter()
        .map(|choice| (choice.right, choice.text.as_str()))
        .collect();
    assert_eq!(choices, [(true, "b"), (false, "c")]);
}

#[test]
fn each_cloze_is_a_card() {
    check(
        "- a {{b}} {{c}}{({h})}",
        "[a.md:1 Cloze]\n\n--\na {{c1::b}} {{c2::c::h}}\n",
    );
    check("- {{ .Values.x }} {{cloze y}} `{{z}}`", "");
}

#[test]
fn bullets_may_not_nest_without_end() {
    let mut text = "- q >>>\n".to_string();
    for level in 1..200 {
        text.push_str(&format!("{}- a\n", "\t".repeat(level)));
    }
    check(
        &text,
        "refused a.md:1: more than 128 levels of bullets: part it, or raise `--max-nesting`\n",
    );
}

#[test]
fn the_own_outline_gives_its_cards() {
    let harvest = read(&RemNote, &[("a.md", OWN)]);
    assert_eq!(harvest.refused, []);
    // Seven bullets ask; one of them hides two pieces, so that it is two cards.
    assert_eq!((harvest.n_notes, harvest.drafts.len()), (7, 7));
    assert_eq!(
        harvest.drafts[6].answer,
        "- ClientHello\n- ServerHello\n- Finished"
    );
}

#[test]
fn only_outlines_with_arrows_are_claimed() {
    let of = |text: &[u8]| likeness(&RemNote, "a.md", text);
    assert_eq!(of(OWN), Likeness::Cards(7));
    for other in [
        "std::cout << a << b;\nstd::cin >> c;\n",
        "a: b\nc: >\n  d\n",
        "- a:: b\n- c:: d\n",
        "- a\n- b\n- c >> d\n- e\n- f\n- g\n- h\n",
        "- q #card\n  - a >> b\n  - c >> d\n",
        "Text.\n\n- a >> b\n- c >> d\n",
        "",
    ] {
        assert_eq!(of(other.as_bytes()), Likeness::No, "{other}");
    }
}

#[test]
fn long_lines_of_marks_are_read_in_linear_time() {
    for mark in ["{{", "{{a}}{({", ">> ", ">>", "::", "=", "`", "a<", "[["] {
        let text = format!("- q {} >> b\n- {{{{a}}}}", mark.repeat(20_000));
        read(&RemNote, &[("a.md", text.as_bytes())]);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        likeness(&RemNote, "a.md", text.as_bytes());
        read(&RemNote, &[("a.md", text.as_bytes())]);
    }

    #[test]
    fn no_mixture_of_marks_panics(words in proptest::collection::vec(
        prop_oneof![
            Just("- "), Just("\n"), Just("  "), Just("\t"), Just(">>"), Just("<<"), Just("<>"),
            Just("::"), Just(";;"), Just("=="), Just(">>1."), Just(">>A)"), Just("{{"), Just("}}"),
            Just("{({"), Just("})}"), Just("é"), Just(" "), Just("`"), Just("```"), Just("a"),
        ], 0..60)
    ) {
        let text = words.concat();
        likeness(&RemNote, "a.md", text.as_bytes());
        read(&RemNote, &[("a.md", text.as_bytes())]);
    }
}
