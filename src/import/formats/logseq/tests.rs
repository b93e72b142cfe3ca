use super::*;
use crate::import::text::admit::tests::{likeness, read, shown};
use crate::model::civil::format_day;
use proptest::prelude::*;

const OWN: &[u8] =
    include_bytes!("../../../../tests/data/community/logseq/own/pages/Kubernetes.md");

fn check(text: &str, expected: &str) {
    let shown = shown(&read(&Logseq, &[("pages/a.md", text.as_bytes())]));
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn blocks_below_answer() {
    check(
        "- q #card\n\t- a",
        "[pages/a.md:1 deck=a Recall]\nq\n--\na\n",
    );
    check(
        "- #card q\n  r\n\t- a\n\t\t- b\n\t- c\n\t  d",
        "[pages/a.md:1 deck=a Recall]\nq\\\nr\n--\n- a\n  - b\n- c\\\n  d\n",
    );
    check(
        "- ## q #[[card]]\n\t- a",
        "[pages/a.md:1 deck=a Recall]\nq\n--\na\n",
    );
    check(
        "- q\n  tags:: card, x\n\t- a",
        "[pages/a.md:1 deck=a tags=x Recall]\nq\n--\na\n",
    );
    check("- q `#card`\n\t- a\n- r #cards\n\t- b\n- s#card\n\t- c", "");
}

#[test]
fn a_tag_may_stand_right_behind_the_text() {
    check(
        "- 有没有生命周期？#card\n\t- 没有\n- 生命周期#card\n\t- b\n- What is it?#card\n\t- c\n- https://a.b/?#card\n\t- d",
        "[pages/a.md:1 deck=a Recall]\n有没有生命周期？\n--\n没有\n\
         [pages/a.md:3 deck=a Recall]\n生命周期\n--\nb\n\
         [pages/a.md:5 deck=a Recall]\nWhat is it?\n--\nc\n",
    );
}

#[test]
fn a_link_to_the_page_of_cards_makes_a_card() {
    check(
        "- **Stage it** [[Card]]\n\t- a\n- r [[card]] [[t]]\n\t- b\n- Each [[card]] asks\n\t- c",
        "[pages/a.md:1 deck=a Recall]\n**Stage it**\n--\na\n\
         [pages/a.md:3 deck=a tags=t Recall]\nr\n--\nb\n",
    );
}

#[test]
fn a_bullet_that_hides_needs_none_below_it() {
    check(
        "- T\n\t- The {{cloze a}} is b. #flashcard\n\t  hl-page:: 16\n\t- c #flashcard\n",
        "[pages/a.md:2 deck=a Cloze]\n\n--\nThe {{c1::a}} is b.\n\
         lost 1 properties of blocks (pages/a.md:2)\n",
    );
}

#[test]
fn an_outline_of_flashcards_is_read() {
    let text = "- Readwise\n\t- -\n\t- What is a thin client? #flashcard\n\t\t- A light computer.\n\t- A thick one? #flashcard\n\t\t- A heavy one.\n\t- a : b #flashcard\n";
    check(
        text,
        "[pages/a.md:3 deck=a Recall]\nWhat is a thin client?\n--\nA light computer.\n\
         [pages/a.md:5 deck=a Recall]\nA thick one?\n--\nA heavy one.\n",
    );
    assert_eq!(
        likeness(&Logseq, "a.md", text.as_bytes()),
        Likeness::Cards(2)
    );
}

#[test]
fn a_card_needs_an_answer() {
    check(
        "- q #card",
        "refused pages/a.md:1: the card has no answer: write one, or pass `--keep-unanswered`\n",
    );
}

#[test]
fn clozes_of_a_block_are_hidden_together() {
    check(
        "- a {{cloze b}} {{cloze c \\\\ h}} #card\n\t- d",
        "[pages/a.md:1 deck=a Cloze]\n\n--\na {{c1::b}} {{c1::c::h}}\n\nd\n",
    );
}

#[test]
fn properties_are_no_text() {
    check(
        "tags:: t\n\n- q #card\n  id:: 65f0c0de-0000-4000-8000-000000000001\n  collapsed:: true\n  own:: x\n\t- a\n\t  id:: y",
        "[pages/a.md:3 deck=a tags=t id=65f0c0de-0000-4000-8000-000000000001 Recall]\nq\n--\na\nlost 1 properties of blocks (pages/a.md:3)\n",
    );
    check(
        "- q #card\n\t- a\n\t  logseq.order-list-type:: number\n\t- b\n\t  logseq.order-list-type:: number",
        "[pages/a.md:1 deck=a Recall]\nq\n--\n1. a\n2. b\n",
    );
}

#[test]
fn links_and_references_become_text() {
    check(
        "- q [[p]] #card [[t]] #[[u v]]\n\t- ((65f0c0de-0000-4000-8000-000000000001)) ^^b^^ #w\n- z\n  id:: 65f0c0de-0000-4000-8000-000000000001",
        "[pages/a.md:1 deck=a tags=t/u v/w Recall]\nq p\n--\nz **b**\n",
    );
    check(
        "- q #card\n\t- ((65f0c0de-0000-4000-8000-000000000009))",
        "[pages/a.md:1 deck=a Recall]\nq\n--\n((65f0c0de-0000-4000-8000-000000000009))\nlost 1 references to blocks of other pages are left as they are (pages/a.md:1)\n",
    );
}

#[test]
fn pictures_come_along() {
    let page = b"- q #card\n\t- ![](../assets/p.png){:height 3, :width 4}";
    let harvest = read(&Logseq, &[("pages/a.md", page), ("assets/p.png", b"")]);
    assert_eq!(harvest.drafts[0].answer, "![](media/p.png)");
    assert_eq!(harvest.media.len(), 1);
}

#[test]
fn a_namespace_is_a_deck() {
    let deck = |path: &str, text: &str| {
        let harvest = read(&Logseq, &[(path, text.as_bytes())]);
        harvest.drafts[0].deck.join("|")
    };
    let card = "- q #card\n\t- a";
    assert_eq!(deck("a.md", card), "a");
    assert_eq!(deck("pages/a.md", card), "a");
    assert_eq!(deck("own/pages/a.md", card), "own|a");
    assert_eq!(deck("pages/a___b.md", card), "a|b");
    assert_eq!(deck("journals/2024_01_01.md", card), "journals");
    assert_eq!(
        deck("pages/a.md", &format!("deck:: [[x/y]]\n\n{card}")),
        "x|y"
    );
}

#[test]
fn pages_of_a_graph_have_one_identity() {
    let id = |path: &str, text: &str| {
        read(&Logseq, &[(path, text.as_bytes())]).drafts[0]
            .deck_id
            .clone()
    };
    let card = "- q #card\n\t- a";
    assert_eq!(id("pages/a.md", card).as_deref(), Some("pages"));
    // The first name of the deck is enough.
    assert_eq!(id("own/pages/a.md", card), None);
    assert_eq!(id("pages/a___b.md", card), None);
    assert_eq!(id("pages/a.md", "- q #card\n  deck:: x\n\t- a"), None);
}

#[test]
fn backups_are_passed_over() {
    let path = "logseq/bak/pages/a/2024.md";
    assert_eq!(likeness(&Logseq, path, b"- q #card\n\t- a"), Likeness::No);
    assert_eq!(
        read(&Logseq, &[(path, b"- q #card\n\t- a")]).drafts.len(),
        0
    );
}

#[test]
fn blocks_may_not_nest_without_end() {
    let mut text = "- q #card\n".to_string();
    for level in 1..200 {
        text.push_str(&format!("{}- a\n", "\t".repeat(level)));
    }
    check(
        &text,
        "refused pages/a.md:1: more than 128 levels of blocks: part it, or raise `--max-nesting`\n",
    );
}

#[test]
fn the_own_page_gives_its_cards() {
    let harvest = read(&Logseq, &[("pages/Kubernetes.md", OWN)]);
    let clozes = harvest
        .drafts
        .iter()
        .filter(|draft| draft.ask == Ask::Cloze);
    assert_eq!(
        (harvest.n_notes, harvest.drafts.len(), clozes.count()),
        (3, 3, 1)
    );
    assert_eq!(
        harvest.drafts[0].answer,
        "```bash\nkubectl get pods -A\n```"
    );
    assert_eq!(
        harvest.drafts[2].answer,
        "- A PersistentVolume\n  - bound one to one"
    );
    assert_eq!(harvest.drafts[2].tags, ["storage", "kubernetes"]);
    let standing = harvest.drafts[0].history[0].1.standing.unwrap();
    assert_eq!(standing.due.map(format_day).as_deref(), Some("2025-08-02"));
    assert_eq!(
        standing.last_day.map(format_day).as_deref(),
        Some("2025-07-29")
    );
    assert_eq!(
        (standing.interval, standing.ease, standing.reps),
        (4, Some(2.6), 1)
    );
}

#[test]
fn only_pages_with_cards_are_claimed() {
    let of = |text: &[u8]| likeness(&Logseq, "a.md", text);
    assert_eq!(of(OWN), Likeness::Sure);
    assert_eq!(of(b"- q #card\n\t- a"), Likeness::Cards(1));
    for other in [
        "- a\n\t- b",
        "#card",
        "q #flashcard\na",
        "tags:: a\n- b",
        "#cards\n- a::b",
    ] {
        assert_eq!(of(other.as_bytes()), Likeness::No, "{other}");
    }
}

#[test]
fn long_lines_of_marks_are_read_in_linear_time() {
    for mark in [
        "{{cloze ", "((", "[[", "#[[", "{:", "^^", "#card ", "a ", "`", "#a",
    ] {
        let text = format!("- q #card {}\n\t- b", mark.repeat(20_000));
        read(&Logseq, &[("a.md", text.as_bytes())]);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        likeness(&Logseq, "a.md", text.as_bytes());
        read(&Logseq, &[("a.md", text.as_bytes())]);
    }

    #[test]
    fn no_mixture_of_marks_panics(words in proptest::collection::vec(
        prop_oneof![
            Just("- "), Just("\n"), Just("\t"), Just("  "), Just("#card"), Just("#[["), Just("[["),
            Just("]]"), Just("(("), Just("))"), Just("{{cloze "), Just("}}"), Just("}"), Just("\\\\"),
            Just("a:: é"), Just("é"), Just(" "), Just("```"), Just("`"), Just("^^"), Just("{:"),
            Just(")"), Just("id:: 65f0c0de-0000-4000-8000-000000000001\n"), Just("tags:: card\n"),
            Just("((65f0c0de-0000-4000-8000-000000000001))"), Just("card-last-interval:: -1\n"),
        ], 0..60)
    ) {
        let text = words.concat();
        likeness(&Logseq, "a.md", text.as_bytes());
        read(&Logseq, &[("a.md", text.as_bytes())]);
    }
}
