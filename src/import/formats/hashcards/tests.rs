use super::*;
use crate::deck::cloze::numbers;
use crate::import::text::dialect::tests::{check, likeness, options, read, shown};

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!(
            "../../../../tests/data/community/markdown-hashcards/",
            $path
        ))[..]
    };
}

#[test]
fn the_example_makes_twenty_one_review_cards() {
    let mut n_cards = Vec::new();
    for bytes in [
        community!("Art.md"),
        community!("Audio.md"),
        community!("French.md"),
        community!("Geography.md"),
        community!("Geology.md"),
        community!("Math.md"),
        community!("Quotes.md"),
    ] {
        let harvest = read(&Hashcards, &[("a.md", bytes)], &options());
        assert_eq!(harvest.refused, []);
        let cards = harvest
            .drafts
            .iter()
            .map(|draft| numbers(&draft.answer).len().max(1));
        n_cards.push(cards.sum::<usize>());
    }
    assert_eq!(n_cards, [2, 1, 2, 3, 1, 9, 3]);
}

#[test]
fn pictures_and_sounds_come_along() {
    let files = [
        ("Art.md", community!("Art.md")),
        ("jss.webp", b""),
        ("thetempest.webp", b""),
    ];
    assert_eq!(
        shown(&read(&Hashcards, &files, &options())),
        "@Art.md:1 Art\n\
         What is the title of this painting?\n\n![](media/thetempest.webp)\n\
         => _The Tempest_\n\
         @Art.md:9 Art\n\
         What is the title of this painting?\n\n![](media/jss.webp)\n\
         => _Portrait of Lady Agnew of Lochnaw_\n\
         + thetempest.webp\n\
         + jss.webp\n"
    );
    let files = [("Audio.md", community!("Audio.md")), ("test.mp3", b"")];
    assert_eq!(
        shown(&read(&Hashcards, &files, &options())),
        "@Audio.md:1 Audio\n\
         What does a 440Hz tone sound like?\n\
         => [♪ test.mp3](media/test.mp3)\n\
         + test.mp3\n"
    );
}

#[test]
fn macros_of_the_collection_are_expanded() {
    let files = [
        ("Math.md", community!("Math.md")),
        ("macros.tex", community!("macros.tex")),
    ];
    let harvest = read(&Hashcards, &files, &options());
    assert_eq!(
        harvest.drafts[0].question,
        "What does $e^{i \\pi} + 1$ evaluate to?"
    );
    let cloze = harvest.drafts[4].answer.as_str();
    assert_eq!(
        cloze,
        "The TeX command `\\alpha` renders as {{c1::$\\alpha$}}."
    );
}

#[test]
fn a_cloze_has_no_heading_of_its_own() {
    check(
        &Hashcards,
        "C: [Berlin] is the capital of [Germany].",
        "@a.md:1 a Cloze\n\n=> {{c1::Berlin}} is the capital of {{c2::Germany}}.\n",
    );
}

#[test]
fn front_matter_names_the_deck() {
    check(
        &Hashcards,
        "---\nname = \"Cell biology::Organelles\"\n---\n\nQ: a\nA: b\n",
        "@a.md:5 Cell biology/Organelles\na\n=> b\n",
    );
    let files = [("Docker/Basics.md", &b"Q: a\nA: b\n"[..])];
    let harvest = read(&Hashcards, &files, &options());
    assert_eq!(harvest.drafts[0].deck, ["Docker", "Basics"]);
}

#[test]
fn front_matter_that_is_no_toml_is_a_fault_with_line_and_column() {
    let check = |front: &str, expected: &str| {
        let text = format!("---\n{front}\n---\nQ: a\nA: b\n");
        let harvest = read(&Hashcards, &[("a.md", text.as_bytes())], &options());
        assert!(harvest.drafts.is_empty());
        assert_eq!(harvest.refused[0].place, expected);
    };
    check("name = \"a", "a.md:2:10");
    check("name = \"a\"\nb = \"\"\"", "a.md:4:1");
    check("a = 1\na = 2", "a.md:3:1");
    check(&format!("name = {}", "[".repeat(10_000)), "a.md:2:88");
    check(&format!("x = {}", "{a=".repeat(5_000)), "a.md:2:245");
}

#[test]
fn text_outside_of_cards_is_refused_with_its_line() {
    check(
        &Hashcards,
        "---\nname = \"A\"\n---\nHello.\n\nQ: a\nA: b\n---\nBye.\n",
        "@a.md:6 A\na\n=> b\n\
         ! a.md:4: text stands outside of all cards: remove it, or read the file with `--from repeater`\n\
         ! a.md:9: text stands outside of all cards: remove it, or read the file with `--from repeater`\n",
    );
}

#[test]
fn broken_cards_are_refused_and_the_others_read() {
    check(
        &Hashcards,
        "A: a\n\nQ: b\n\nC: c\n\nQ: d\nA: e\nA: f\n\nQ: g\nA: h\n\nQ:\nA: i",
        "@a.md:11 a\ng\n=> h\n\
         ! a.md:1: `A:` stands without a `Q:` above it: write a blank in front of it if it is text\n\
         ! a.md:3: the question has no answer: write one, or pass `--keep-unanswered`\n\
         ! a.md:5: the cloze hides nothing: put `[…]` around the answer\n\
         ! a.md:9: a second `A:` stands in the card: write a blank in front of it if it is text\n\
         ! a.md:14: the card has no question: write one in front of its answer\n",
    );
}

#[test]
fn tags_in_code_are_code_and_said_so() {
    check(
        &Hashcards,
        "Q: a\nA:\n```yaml\nQ: b\n```\n",
        "@a.md:1 a\na\n=> ```yaml\nQ: b\n```\n- 1 tags inside code are read as code: a.md:4\n",
    );
}

#[test]
fn questions_without_answers_are_open_cards_if_asked_for() {
    let mut options = options();
    options.unanswered = true;
    let harvest = read(&Hashcards, &[("a.md", b"Q: a\n\nQ: b\nA: c")], &options);
    assert_eq!(
        shown(&harvest),
        "@a.md:1 a Open\na\n=> \n@a.md:3 a\nb\n=> c\n"
    );
}

#[test]
fn limits_are_named() {
    let mut options = options();
    options.limits.notes = 1;
    options.limits.field_bytes = 10;
    options.limits.clozes = 2;
    let check = |text: &str, expected: &str| {
        let harvest = read(&Hashcards, &[("a.md", text.as_bytes())], &options);
        assert_eq!(harvest.refused[0].to_string(), expected);
    };
    check(
        "Q: a\nA: b\nQ: c\nA: d",
        "a.md:3: more than 1 notes stand in the source: part it, or raise `--max-notes`",
    );
    check(
        "Q: a\nA: 12345678901",
        "a.md:1: the text has 11 bytes, at most 10 are read: part it, or raise `--max-field`",
    );
    check(
        "C: [a] [b] [c]",
        "a.md:1: the card has 3 clozes, at most 2 are read: part it, or raise `--max-clozes`",
    );
}

#[test]
fn rules_may_part_the_sides_as_well_as_the_cards() {
    let text = "Q: a?\n---\nA: b\n---\nQ: c?\n\n---\n\nA: d\n---\n";
    check(
        &Hashcards,
        text,
        "@a.md:1 a\na?\n=> b\n@a.md:5 a\nc?\n=> d\n",
    );
    assert_eq!(likeness(&Hashcards, text.as_bytes()), Likeness::Cards(2));
}

#[test]
fn a_tag_alone_on_its_line_is_no_text() {
    let text = "## #flashcard\n\nQ: a?\nA: b\n#flashcard\n\n## Net\n#flashcards\n\nQ: c?\nA: d\n```\n#flashcard\n```\n";
    check(
        &Hashcards,
        text,
        "@a.md:3 a\na?\n=> b\n@a.md:10 a #Net\nc?\n=> d\n```\n#flashcard\n```\n",
    );
    assert_eq!(likeness(&Hashcards, text.as_bytes()), Likeness::Cards(2));
}

#[test]
fn headings_may_name_the_deck_and_its_tags() {
    check(
        &crate::import::formats::repeater::Repeater,
        "# Deck Name: Net/DNS\n\n## Tags: udp, #port\n## Type: basic\n\n---\n\nQ: a?\n\n---\n\nA: b\n\n#resolver\n\n---\n",
        "@a.md:8 Net/DNS #udp #port #resolver\na?\n=> b\n",
    );
}

#[test]
fn options_below_a_question_are_choices() {
    let text = "Q: a?\n- [ ] b\n- [x] c\n\nQ: d?\nA) e\nB) f\nA: B\n";
    let harvest = read(&Hashcards, &[("a.md", text.as_bytes())], &options());
    let right = |idx: usize| -> Vec<bool> {
        let choices = harvest.drafts[idx].choices.iter();
        choices.map(|choice| choice.right).collect()
    };
    assert_eq!((right(0), right(1)), (vec![false, true], vec![false, true]));
    assert_eq!(harvest.drafts[1].question, "d?");
    assert_eq!(likeness(&Hashcards, text.as_bytes()), Likeness::Cards(2));
}
