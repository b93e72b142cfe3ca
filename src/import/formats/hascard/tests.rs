use super::*;
use crate::import::draft::Ask;
use crate::import::file::tests::Shelf;
use crate::import::formats::table::tests::{community_files_outside, harvest, likeness, options};
use proptest::prelude::*;

fn told((harvest, error): (Harvest, String)) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for draft in &harvest.drafts {
        let mut line = format!("{}: {} → {}", draft.place, draft.question, draft.answer);
        for choice in &draft.choices {
            line.push_str(&format!(
                " {}{}",
                if choice.right { '+' } else { '-' },
                choice.text
            ));
        }
        match &draft.ask {
            Ask::Recall => (),
            ask => line.push_str(&format!(" {ask:?}")),
        }
        told.push(line);
    }
    told.extend(
        harvest
            .refused
            .iter()
            .map(|fault| format!("REFUSED {fault}")),
    );
    told.extend(
        harvest
            .losses
            .all()
            .iter()
            .map(|loss| format!("LOSS {} {}", loss.count, loss.what)),
    );
    told.extend((!error.is_empty()).then_some(error));
    told
}

fn check(text: &str, expected: &[&str]) {
    let found = told(harvest(&Hascard, "a.txt", text.as_bytes(), &options(&[])));
    assert_eq!(found, expected, "{text}");
}

fn community(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community/hascard/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

#[test]
fn each_kind_of_card_is_read() {
    check(
        "# Q*\nf\\_x a_b\n\nsecond\n",
        &["a.txt:1: Q\\* → f_x a_b\n\nsecond"],
    );
    check(
        "\n# Q\n- a\n* b_c\n- d\n---\n",
        &["a.txt:2: Q →  -a +b_c -d"],
    );
    check("# Q\n[*] a\n[ ] b\n[*] c\n", &["a.txt:1: Q →  +a -b +c"]);
    check("# Q\n[ ] a\n[x] b\n", &["a.txt:1: Q →  -a +b"]);
    check(
        "# Q\n2. b\n1. a\n",
        &["a.txt:1: Q → 1. a\n2. b Order([\"a\", \"b\"])"],
    );
    check(
        "# Q\nThe _Euro_ is in the _EU|Union_-zone.\n",
        &["a.txt:1: Q → The {{c1::Euro}} is in the {{c2::EU / Union}}-zone. Cloze"],
    );
    check(
        "# Q\n_a|b_\n",
        &["a.txt:1: Q → a or b Typed([\"a\", \"b\"])"],
    );
    check(
        "# Q\na\n```\n---\n_x_\n```\nb\n",
        &["a.txt:1: Q → a\n\n```\n---\n_x_\n```\n\nb"],
    );
}

#[test]
fn lists_that_are_no_choices_are_definitions() {
    check(
        "# Q\nTwo:\n- a\n- b\n",
        &["a.txt:1: Q → Two:\\\n\\- a\\\n\\- b"],
    );
    check("# Q\n- a\n- b\n", &["a.txt:1: Q → \\- a\\\n\\- b"]);
    check("# Q\n2. a\n3. b\n", &["a.txt:1: Q → 2\\. a\\\n3\\. b"]);
}

#[test]
fn what_cannot_be_read_is_told() {
    check(
        "# Q\n---\nno heading\n---\n# R\n[ ] a\n[ ] b\n---\n# S\n[*] a\n",
        &[
            "REFUSED a.txt:1: there is no answer: write one, or take it as an open card with `--keep-unanswered`",
            "REFUSED a.txt:3: a card starts with its question: write it as `# question`",
            "REFUSED a.txt:5: no choice is right: mark the right ones with `[*]`",
            "REFUSED a.txt:9: there are 1 choices, a card has 2 to 26: add some, or leave some out",
        ],
    );
    check("", &["a.txt: there is no card in it"]);
}

#[test]
fn a_picture_belongs_to_the_question() {
    let text = "# Q\n![](a.png)\n![](b.png)\n- a\n* b\n";
    check(
        text,
        &[
            "a.txt:1: Q →  -a +b",
            "LOSS 2 pictures and sounds that are not there",
        ],
    );
    let shelf = Shelf::new(&[("d/a.txt", b""), ("d/b.png", b"x")]);
    let file = File {
        path: "d/a.txt",
        bytes: text.as_bytes(),
        beside: &shelf,
    };
    let mut harvest = Harvest::default();
    Hascard.read(&file, &options(&[]), &mut harvest).unwrap();
    assert_eq!(harvest.drafts[0].question, "Q\n\n![](media/b.png)");
    assert_eq!(harvest.media[0].name, "b.png");
}

#[test]
fn community_files_give_their_counts() {
    let counts = [
        ("analysis3.txt", 9, 2),
        ("example-.txt", 1, 0),
        ("example.txt", 6, 0),
        ("images-and-formulas.txt", 3, 0),
        ("light.txt", 13, 0),
        ("long.txt", 5, 0),
        ("syntax.txt", 5, 0),
    ];
    for (name, expected, refused) in counts {
        let (found, error) = harvest(&Hascard, name, &community(name), &options(&[]));
        assert_eq!(
            (found.n_notes, found.refused.len(), error.as_str()),
            (expected, refused, ""),
            "{name}"
        );
        let n_cards = expected - refused;
        assert_eq!(
            likeness(&Hascard, name, &community(name)),
            Likeness::Cards(n_cards),
            "{name}"
        );
    }
}

#[test]
fn slides_and_notes_are_not_hascard() {
    let others = [
        "# Slide\n\n- a\n- b\n\n---\n\n# Next\n\n_emphasis_\n",
        "# Title\n\n## Question\n\nAnswer\n",
        "---\nid: a\ntitle: b\n---\n\n## Q {#q}\n\nA\n",
        "# To do\n[x] a\n[ ] b\n",
        "# Read me\n\nText with _emphasis_.\n",
        "Q: a\nA: b\n---\n",
        "",
    ];
    for text in others {
        assert_eq!(
            likeness(&Hascard, "a.md", text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
}

#[test]
fn files_of_other_formats_are_not_hascard() {
    for (path, bytes) in community_files_outside("/hascard/") {
        assert_eq!(likeness(&Hascard, "a.md", &bytes), Likeness::No, "{path}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_hascard_panic(text in "\\PC*") {
        harvest(&Hascard, "a", text.as_bytes(), &options(&[]));
        likeness(&Hascard, "a", text.as_bytes());
    }

    #[test]
    fn no_lines_make_hascard_panic(marks in prop::collection::vec(prop::sample::select(vec![
        "# ", "#", "---", "\n", "- ", "* ", "[*] ", "[ ] ", "_", "|", "\\", "1. ", "2. ", "```", "é",
        "![](", ")", "a", "{{c1::", "}}",
    ]), 0..60)) {
        let text = marks.concat();
        harvest(&Hascard, "a", text.as_bytes(), &options(&[]));
        likeness(&Hascard, "a.txt", text.as_bytes());
    }
}
