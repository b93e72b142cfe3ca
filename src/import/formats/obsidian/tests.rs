use super::*;
use crate::import::draft::Content;
use crate::import::text::admit::tests::{likeness, read, shown};
use crate::model::civil::format_day;
use proptest::prelude::*;

const SETTINGS: &str = ".obsidian/plugins/obsidian-spaced-repetition/data.json";
const OWN: &[u8] =
    include_bytes!("../../../../tests/data/community/markdown-obsidian/own/every-syntax.md");

macro_rules! allan {
    ($path:literal) => {
        include_bytes!(concat!(
            "../../../../tests/data/community/markdown-obsidian/allanhechen/",
            $path
        ))
    };
}

macro_rules! coa {
    ($path:literal) => {
        include_bytes!(concat!(
            "../../../../tests/data/community/markdown-obsidian/morganjbradford/COA/flashcards/",
            $path
        ))
    };
}

/// Reads a note that has a deck tag in front; `expected` is without place and deck.
fn check(note: &str, expected: &str) {
    let text = format!("#flashcards\n\n{note}");
    let shown = shown(&read(&Obsidian, &[("a.md", text.as_bytes())]));
    assert_eq!(shown, expected, "{note}");
}

fn with_settings(note: &str, settings: &str) -> String {
    let path = format!("v/{SETTINGS}");
    let files = [("v/f/a.md", note.as_bytes()), (&path, settings.as_bytes())];
    shown(&read(&Obsidian, &files))
}

#[test]
fn one_line_has_two_sides() {
    check("a b::c", "[a.md:3 Recall]\na b\n--\nc\n");
    check("- a b ::: c", "[a.md:3 reversed Recall]\na b\n--\nc\n");
    check("1. [x](y)::c", "[a.md:3 Recall]\n[x](y)\n--\nc\n");
    check("a b::c::d", "[a.md:3 Recall]\na b\n--\nc::d\n");
    check("a `b::c` d::e", "");
}

#[test]
fn a_line_between_lines_parts_the_sides() {
    check(
        "a\nb\n?\nc\nd\n\ne",
        "[a.md:3 Recall]\na\\\nb\n--\nc\\\nd\n",
    );
    check("a\n  ??\nb", "[a.md:3 reversed Recall]\na\n--\nb\n");
    check(
        "### a\n?\n- b\n  - c",
        "[a.md:3 Recall]\na\n--\n- b\n  - c\n",
    );
    check("?\na", "");
}

#[test]
fn a_heading_above_the_question_says_what_it_is_about() {
    check(
        "## Definition <!-- kb:card:1 -->\nWhat is HyDE?\n?\nA technique. <!-- x -->",
        "[a.md:3 tags=Definition Recall]\nWhat is HyDE?\n--\nA technique.\n",
    );
    check(
        "## What does it print?\na\n?\nb",
        "[a.md:3 Recall]\nWhat does it print?\n\na\n--\nb\n",
    );
    check("## What?\n?\nb", "[a.md:3 Recall]\nWhat?\n--\nb\n");
}

#[test]
fn a_width_is_no_label_of_a_note() {
    for shown in ["b c.md | 800", "b c|800x600", "b c.md", "b c.md|"] {
        check(
            &format!("a::![[{shown}]]"),
            "[a.md:3 Recall]\na\n--\nb c\nlost 1 notes shown inside cards are left as their names (a.md:3)\n",
        );
    }
}

#[test]
fn a_path_behind_a_label_is_no_card() {
    let text = "📌: JS::JS-Array\n\nA ==b==.\n<!--SR:!2024-12-23,1,210-->\n";
    let harvest = read(&Obsidian, &[("a.md", text.as_bytes())]);
    assert_eq!(harvest.drafts.len(), 1);
    assert_eq!(harvest.drafts[0].ask, Ask::Cloze);
}

#[test]
fn a_fence_may_have_blank_lines_and_marks() {
    check(
        "a\n?\n```\nb::c\n\n?\n```\nd",
        "[a.md:3 Recall]\na\n--\n```\nb::c\n\n?\n```\nd\n",
    );
}

#[test]
fn comments_hide_cards() {
    check("<!-- a b::c -->\n<!--\na b::c\n-->\n%%\na b::c\n%%", "");
    check("a b::c %%d%%", "[a.md:3 Recall]\na b\n--\nc\n");
}

#[test]
fn links_tags_and_footnotes_become_text() {
    check(
        "[[a|b]] [[c#d]]::e #f/g and #h i^[j] k[^1]\n\n[^1]: l",
        "[a.md:3 tags=f/g/h Recall]\nb c > d\n--\ne and i (j) k (l)\n",
    );
    check(
        "a b::`#c` $#d$ #1 \\#e",
        "[a.md:3 Recall]\na b\n--\n`#c` $#d$ #1 \\#e\n",
    );
    check("a b::==c== d", "[a.md:3 Recall]\na b\n--\n**c** d\n");
}

#[test]
fn callouts_stay_quotes() {
    check(
        "a\n?\n> [!warning]- Take care\n> b\n> c",
        "[a.md:3 Recall]\na\n--\n> **Take care**\n>\n> b\\\n> c\n",
    );
}

#[test]
fn a_block_has_a_name_of_its_own() {
    check("a b::c ^x1-y", "[a.md:3 id=x1-y Recall]\na b\n--\nc\n");
    check("a b::2^n", "[a.md:3 Recall]\na b\n--\n2^n\n");
}

#[test]
fn a_deck_is_named_nearby_or_in_front() {
    let note = "---\ntags: [flashcards/front, other]\n---\na b::1\n\n#flashcards/line a b::2\na b::3\n\n#flashcards/block #flashcards/second\na b::4\na b::5\n\n#flashcards/below\n\na b::6\n";
    let harvest = read(&Obsidian, &[("a.md", note.as_bytes())]);
    let decks = harvest.drafts.iter().map(|draft| draft.deck.join("/"));
    assert_eq!(
        decks.collect::<Vec<String>>(),
        ["front", "line", "front", "block", "block", "below"]
    );
    assert_eq!(harvest.drafts[3].tags, ["second", "other"]);
}

#[test]
fn a_vault_has_its_own_marks() {
    let settings = r##"{"settings": {"flashcardTags": ["#cards", "#more"], "singleLineCardSeparator": ";;",
        "multilineCardSeparator": "___", "multilineCardEndMarker": "+++",
        "clozePatterns": ["**[123;;]answer[;;hint]**"]}}"##;
    assert_eq!(
        with_settings(
            "#cards/x\n\na;;b\n\nc\n___\nd\n\ne\n+++\n\nf **g** ==h==\n",
            settings
        ),
        "[v/f/a.md:3 deck=cards/x Recall]\na\n--\nb\n\
         [v/f/a.md:5 deck=cards/x Recall]\nc\n--\nd\n\ne\n\
         [v/f/a.md:12 deck=cards/x Cloze]\n\n--\nf {{c1::g}} **h**\n"
    );
}

#[test]
fn folders_may_be_decks() {
    let settings = r#"{"convertFoldersToDecks": true}"#;
    assert_eq!(
        with_settings("a b::c", settings),
        "[v/f/a.md:1 deck=f Recall]\na b\n--\nc\n"
    );
}

#[test]
fn a_note_without_a_deck_tag_takes_no_part_in_its_vault() {
    assert_eq!(
        with_settings("a b::c\n\n___\nd", r#"{"multilineCardSeparator": "___"}"#),
        "lost 2 cards in notes without a deck tag (v/f/a.md:3, v/f/a.md:1)\n"
    );
}

#[test]
fn settings_that_are_no_json_are_the_usual_ones() {
    let shown = with_settings("#flashcards\na b::c", "{");
    assert_eq!(shown, "[v/f/a.md:2 Recall]\na b\n--\nc\n");
}

#[test]
fn pictures_come_along() {
    let note = b"#flashcards a b::![[p.png|300]] ![x|9](../q.png) ![[r.png]]";
    let files: [(&str, &[u8]); 3] = [("f/a.md", note), ("g/p.png", b""), ("q.png", b"")];
    let harvest = read(&Obsidian, &files);
    assert_eq!(
        harvest.drafts[0].answer,
        "![](media/p.png) ![x](media/q.png) *missing: r.png*"
    );
    let paths = harvest.media.iter().map(|medium| match &medium.content {
        Content::File(path) => path.as_str(),
        _ => "",
    });
    assert_eq!(paths.collect::<Vec<&str>>(), ["g/p.png", "q.png"]);
}

#[test]
fn a_side_that_is_only_a_missing_picture_is_refused() {
    check(
        "![[p.png]]::a",
        "refused a.md:3: the question is only a file that is not there: import the folder that holds it, or pass `--skip-bad`\n",
    );
}

/// Each history as part, due day, interval, ease.
fn schedules(note: &str) -> Vec<String> {
    let text = format!("#flashcards\n\n{note}");
    let harvest = read(&Obsidian, &[("a.md", text.as_bytes())]);
    let history = harvest.drafts.into_iter().flat_map(|draft| draft.history);
    let shown = history.map(|(part, history)| {
        let standing = history.standing.unwrap();
        let due = format_day(standing.due.unwrap());
        format!("{part:?} {due} {} {:?}", standing.interval, standing.ease)
    });
    shown.collect()
}

#[test]
fn schedules_go_to_the_cards_in_order() {
    assert_eq!(
        schedules("a b:::c\n<!--SR:!2024-12-23,1,210!2024-12-25,3,250-->"),
        [
            "Whole 2024-12-23 1 Some(2.1)",
            "Reversed 2024-12-25 3 Some(2.5)"
        ]
    );
    assert_eq!(
        schedules("a ==b==[^3] ==c==[^1] <!--SR:!2000-01-01,1,250!2024-12-25,3,250-->"),
        ["Cloze(3) 2024-12-25 3 Some(2.5)"]
    );
    assert_eq!(
        schedules(
            "a b::c <!--SR:!fsrs,2025-01-02T08:00:00Z,5,5.5,4.2,2,3,1,0,2024-12-28T08:00:00Z-->"
        ),
        ["Whole 2025-01-02 5 None"]
    );
}

#[test]
fn a_schedule_that_cannot_be_is_a_loss() {
    check(
        "a b::c\n<!--SR:!2924-12-23,1,210-->",
        "[a.md:3 Recall]\na b\n--\nc\nlost 1 schedules that cannot be read (a.md:3)\n",
    );
}

#[test]
fn every_syntax_gives_what_the_plugin_gives() {
    let harvest = read(&Obsidian, &[("a.md", OWN)]);
    let count = |ask: Ask, reversed| {
        let is_it = |draft: &&Draft| draft.ask == ask && draft.reversed == reversed;
        harvest.drafts.iter().filter(is_it).count()
    };
    // 5 single (2 of them false, 1 unanswered), 1 reversed, 2 multi, 1 multi reversed, 2 clozes.
    assert_eq!(harvest.n_notes, 11);
    assert_eq!(count(Ask::Recall, false), 4);
    assert_eq!(count(Ask::Recall, true), 2);
    assert_eq!(count(Ask::Cloze, false), 2);
    assert_eq!(harvest.refused.len(), 1);
    assert_eq!(harvest.losses.all()[0].places, ["a.md:34", "a.md:47"]);
}

#[test]
fn a_real_vault_gives_its_cards() {
    let settings: &[u8] = allan!(".obsidian/plugins/obsidian-spaced-repetition/data.json");
    let count = |note: &[u8]| {
        let harvest = read(&Obsidian, &[("Python/a.md", note), (SETTINGS, settings)]);
        assert!(harvest.drafts.iter().all(|draft| draft.history.len() == 1));
        (harvest.n_notes, harvest.drafts.len(), harvest.refused.len())
    };
    assert_eq!(count(allan!("Python/Enumerate.md")), (1, 1, 0));
    assert_eq!(count(allan!("Python/Sorting Lists.md")), (1, 0, 0));
    assert_eq!(
        count(allan!(
            "The Algorithm Design Manual/1. Introduction to Algorithm Design/1.3 Reasoning About Correctness.md"
        )),
        (5, 5, 0)
    );
    assert_eq!(
        count(allan!(
            "The Algorithm Design Manual/1. Introduction to Algorithm Design/1.4 Induction and Recursion.md"
        )),
        (1, 1, 0)
    );
}

#[test]
fn real_notes_give_their_cards() {
    let count = |note: &[u8]| {
        let harvest = read(&Obsidian, &[("a.md", note)]);
        (harvest.n_notes, harvest.refused.len())
    };
    assert_eq!(count(coa!("architecture/basics.md")), (6, 0));
    assert_eq!(count(coa!("architecture/classifications.md")), (14, 0));
    assert_eq!(count(coa!("architecture/history.md")), (10, 0));
    assert_eq!(count(coa!("memory/cache.md")), (4, 0));
    // One question is a picture that is not in the repository.
    assert_eq!(count(coa!("memory/hardware_implementation.md")), (10, 1));
    assert_eq!(count(coa!("memory/hierarchy_and_interfacing.md")), (9, 0));
    assert_eq!(count(coa!("memory/mapping.md")), (20, 0));
    assert_eq!(count(coa!("memory/terms.md")), (13, 0));
    assert_eq!(count(coa!("memory_index.md")), (0, 0));
}

#[test]
fn only_notes_with_a_sign_of_the_plugin_are_claimed() {
    let of = |text: &str| likeness(&Obsidian, "a.md", text.as_bytes());
    assert_eq!(of("#flashcards/x\na b::c"), Likeness::Cards(1));
    assert_eq!(of("a b::c\n<!--SR:!2024-12-23,1,210-->"), Likeness::Sure);
    for other in [
        "Use std::vector and fe80::1.",
        "a b::c",
        "key:: value\n- a #card\n  - b",
        "---\na: b::c\n---\n",
        "#flashcards",
        "## Question {#q}\n\nAnswer\n",
    ] {
        assert_eq!(of(other), Likeness::No, "{other}");
    }
    assert_eq!(
        likeness(&Obsidian, "a.md", b"\xff\x00#flashcards a b::c"),
        Likeness::No
    );
}

#[test]
fn long_lines_of_marks_are_read_in_linear_time() {
    for mark in [
        "==a", "==a==^[", "[[", "![", "![[", "^[", "[^", "$", "`", "%%", "#a ", "a::", "> [!",
        "**a ", "\\n- a",
    ] {
        let text = format!("#flashcards\n==q== {}\n?\nb", mark.repeat(20_000));
        read(&Obsidian, &[("a.md", text.as_bytes())]);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        likeness(&Obsidian, "a.md", text.as_bytes());
        read(&Obsidian, &[("a.md", text.as_bytes())]);
    }

    #[test]
    fn no_mixture_of_marks_panics(words in proptest::collection::vec(
        prop_oneof![
            Just("#flashcards"), Just("::"), Just(":::"), Just("\n"), Just("\n?\n"), Just("\n\n"),
            Just("=="), Just("^["), Just("[^1]"), Just("]"), Just("[["), Just("]]"), Just("![["),
            Just("`"), Just("\n```\n"), Just("<!--SR:!2024-12-23,1,210-->"), Just("$"), Just("%%"),
            Just("> [!é]"), Just("é"), Just(" "), Just("|"), Just("a;;"), Just("#"), Just("---\n"),
        ], 0..60)
    ) {
        let text = words.concat();
        likeness(&Obsidian, "a.md", text.as_bytes());
        read(&Obsidian, &[("a.md", text.as_bytes())]);
    }
}

#[test]
fn schedules_show_what_separates_the_cards_of_a_vault_without_settings() {
    let cards = |text: &str| {
        let harvest = read(&Obsidian, &[("a.md", text.as_bytes())]);
        let drafts = harvest.drafts.iter();
        let sides = drafts.map(|draft| format!("{}={}", draft.question, draft.answer));
        (
            sides.collect::<Vec<_>>().join(" "),
            harvest
                .losses
                .all()
                .iter()
                .map(|loss| loss.count)
                .sum::<usize>(),
        )
    };
    let schedule = "<!--SR:!2025-09-03,7,274-->";
    assert_eq!(
        cards(&format!(
            "Is it a? :: b\n{schedule}\n\nc\n^\nd\n{schedule}\n%\n\ne\nf\n^\ng\n{schedule}\n%\n"
        )),
        ("Is it a?=b c=d e\\\nf=g".to_string(), 0)
    );
    assert_eq!(
        cards(&format!("a ->-> `b`\n{schedule}\n\nc ->-> d {schedule}\n")),
        ("a=`b` c=d".to_string(), 0)
    );
    assert_eq!(
        cards(&format!(
            "- a?;;b\n{schedule}\n- c.;;d\n{schedule}\n- e?;;f\n{schedule}\n"
        )),
        ("a?=b c.=d e?=f".to_string(), 0)
    );
    // One alone says nothing, and neither do lines without a sign; but it is said that they are there.
    for text in [
        format!("Is it a? :: b\n\nc\n^\nd\n{schedule}\n"),
        format!("Is it a? :: b\n\n> c\n>\n> d\n{schedule}\n\n> e\n>\n> f\n{schedule}\n"),
        format!("Is it a? :: b\n\nc\nd\n{schedule}\n\ne **f** g\n{schedule}\n"),
    ] {
        let (sides, losses) = cards(&text);
        assert_eq!(sides, "Is it a?=b", "{text}");
        assert!(0 < losses, "{text}");
    }
}
