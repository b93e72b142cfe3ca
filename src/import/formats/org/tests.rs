use super::*;
use crate::import::draft::Ask;
use crate::import::file::tests::Shelf;
use crate::import::text::admit::tests::{likeness, read, shown};
use crate::model::card::Part;
use crate::model::civil::format_day;
use proptest::prelude::*;

macro_rules! org {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/data/community/org/", $name))
    };
}

fn check(format: &dyn Format, text: &str, expected: &str) {
    let shown = shown(&read(format, &[("a.org", text.as_bytes())]));
    assert_eq!(shown, expected, "{text}");
}

fn check_drill(text: &str, expected: &str) {
    check(&OrgDrill, text, expected);
}

/// The Markdown of an answer in org.
fn check_text(org: &str, expected: &str) {
    let text = format!("* Item :drill:\nq\n** Answer\n{org}");
    let harvest = read(&OrgDrill, &[("f/a.org", text.as_bytes()), ("f/p.png", b"")]);
    assert_eq!(harvest.drafts[0].answer, expected, "{org}");
}

fn typed(kind: &str, rest: &str) -> String {
    format!("* Item :drill:\n:PROPERTIES:\n:DRILL_CARD_TYPE: {kind}\n:END:\n{rest}")
}

#[test]
fn the_text_asks_and_the_headlines_below_answer() {
    check_drill(
        "* Item :drill:x:\nq\n** Svar\na\n** Notes\nn",
        "[a.org:1 tags=x Recall]\nq\n--\na\nwhy: n\n",
    );
    check_drill(
        "* Item :drill:\nq\n** One\na\n** Two\nb\nc\n*** Three\nd",
        "[a.org:1 Recall]\nq\n--\n**One:** a\n\n**Two**\n\nb\\\nc\n\n**Three**\n\nd\n",
    );
}

#[test]
fn a_headline_asks_together_with_its_text() {
    check_drill(
        "* Which of these is lazy? :drill:\n- foldl\n- foldr\n** Answer\nfoldr",
        "[a.org:1 Recall]\nWhich of these is lazy?\n\n- foldl\n- foldr\n--\nfoldr\n",
    );
    check_drill(
        "* Folds :drill:\nWhich fold is lazy?\n** Answer\nfoldr",
        "[a.org:1 Recall]\nWhich fold is lazy?\n--\nfoldr\n",
    );
    check_drill(
        "* Ternary operator :drill:\n#+begin_src js\na ? b : c\n#+end_src\n** Answer\na",
        "[a.org:1 Recall]\nTernary operator\n\n```js\na ? b : c\n```\n--\na\n",
    );
    check_drill(
        "* Folds :drill:\n- foldl\n** Answer\na",
        "[a.org:1 Recall]\nFolds\n\n- foldl\n--\na\n",
    );
    check_drill(
        "* What is it? :drill:\nWhat is it? (with an example)\n** Answer\na",
        "[a.org:1 Recall]\nWhat is it? (with an example)\n--\na\n",
    );
}

#[test]
fn a_formula_over_two_lines_has_no_break() {
    check_text(
        "a subset $R \\subset X\n\\times X$ of it",
        "a subset $R \\subset X\n\\times X$ of it",
    );
    check_text("a \\(x\ny\\) \\[z\nw\\]", "a $x\ny$ $$z\nw$$");
    check_text("it costs $5\nor $6", "it costs $5\\\nor $6");
}

#[test]
fn a_filled_script_without_blanks_is_joined() {
    let first = "进".repeat(36);
    check_text(
        &format!("{first}\n程完成\n后"),
        &format!("{first}程完成\\\n后"),
    );
    check_drill(
        &format!("* Item :drill:\n{}[一二\n三四]五\n", "进".repeat(34)),
        &format!(
            "[a.org:1 Cloze]\n\n--\n{}{{{{c1::一二三四}}}}五\n",
            "进".repeat(34)
        ),
    );
}

#[test]
fn a_telling_title_asks_where_nothing_else_does() {
    check_drill(
        "* Capital of Estonia :drill:\nTallinn",
        "[a.org:1 Recall]\nCapital of Estonia\n--\nTallinn\n",
    );
    check_drill(
        "* Why? :drill:\n** Answer\na",
        "[a.org:1 Recall]\nWhy?\n--\na\n",
    );
    check_drill(
        "* Item :drill:\nq",
        "refused a.org:1: the card has no answer: write one, or pass `--keep-unanswered`\n",
    );
}

#[test]
fn brackets_hide_by_the_type_of_the_card() {
    let answer = |kind: &str| {
        let text = typed(kind, "[a] [b||h] [c]");
        let harvest = read(&OrgDrill, &[("a.org", text.as_bytes())]);
        harvest.drafts[0].answer.clone()
    };
    assert_eq!(answer(""), "{{c1::a}} {{c1::b::h}} {{c1::c}}");
    for kind in ["hide1cloze", "show1cloze", "multicloze", "hide1_firstmore"] {
        assert_eq!(answer(kind), "{{c1::a}} {{c2::b::h}} {{c3::c}}", "{kind}");
    }
    assert_eq!(answer("hidefirst"), "{{c1::a}} b c");
    assert_eq!(answer("hidelast"), "a b {{c1::c}}");
}

#[test]
fn two_sides_ask_for_each_other() {
    check_drill(
        &typed("twosided", "t\n** Port\n22\n** Service\nSSH\n** Notes\nn"),
        "[a.org:1 reversed Recall]\n**Port:** 22\n\nt\n--\n**Service:** SSH\nwhy: n\n",
    );
}

#[test]
fn each_of_many_sides_asks_for_the_others() {
    check_drill(
        &typed("multisided", "** A\n1\n** B\n2\n** C\n3"),
        "[a.org:1 Recall]\n**A:** 1\n--\n**B:** 2\n\n**C:** 3\n\
         [a.org:1 Recall]\n**B:** 2\n--\n**A:** 1\n\n**C:** 3\n\
         [a.org:1 Recall]\n**C:** 3\n--\n**A:** 1\n\n**B:** 2\n",
    );
}

#[test]
fn lines_of_clozes_stay_lines() {
    check_drill(
        &typed(
            "hide1cloze",
            "[Individuals and interactions] over [processes and tools]\n[Working software] over [comprehensive documentation]",
        ),
        "[a.org:1 Cloze]\n\n--\n{{c1::Individuals and interactions}} over {{c2::processes and tools}}\\\n\
         {{c3::Working software}} over {{c4::comprehensive documentation}}\n",
    );
}

#[test]
fn other_types_are_typed_or_left_out() {
    check_drill(
        &typed("simpletyped", "q\n** Answer\na"),
        "[a.org:1 Typed([\"a\"])]\nq\n--\na\n",
    );
    check_drill(
        &typed("conjugate", "q\n** Answer\na"),
        "lost 1 cards that ask for forms of words, which org-drill makes up itself (a.org:1)\n",
    );
}

#[test]
fn a_file_may_set_its_cloze_marks() {
    check_drill(
        "* Item :drill:\na [b] <[c]>\n\n* Settings\n# Local Variables:\n# org-drill-left-cloze-delimiter: \"<[\"\n# org-drill-right-cloze-delimiter: \"]>\"\n# End:\n",
        "[a.org:1 Cloze]\n\n--\na \\[b\\] {{c1::c}}\n",
    );
}

#[test]
fn a_card_below_a_card_is_no_part_of_it() {
    check_drill(
        "* Item :drill:\nq\n** Answer\na\n** Item :drill:\nr\n*** Answer\nb\n* COMMENT x\n** Item :drill:\ns\n",
        "[a.org:1 Recall]\nq\n--\na\n[a.org:5 Recall]\nr\n--\nb\n",
    );
}

#[test]
fn marks_inside_a_line_become_markdown() {
    check_text("*a* /b/ _c_ =d*= ~e~ +f+", "**a** *b* *c* `d*` `e` ~~f~~");
    check_text(
        "*a /b/ c*, and 2*3*4 or a/b/c",
        "**a *b* c**, and 2\\*3\\*4 or a/b/c",
    );
    check_text(
        "[[https://x.org][y *z*]] [[https://x.org]] <https://x.org>",
        "[y **z**](https://x.org) <https://x.org> <https://x.org>",
    );
    check_text(
        "\\alpha\\to\\beta{}s $a*b*c$ \\(d\\) and $5 or $6",
        "α→βs $a*b*c$ $d$ and $5 or $6",
    );
    check_text("a[fn:1] b[fn::c]\n\n[fn:1] d", "a (d) b (c)");
    check_text("a_b `c` <T> | x", "a_b \\`c\\` \\<T> \\| x");
}

#[test]
fn nothing_is_followed_included_or_run() {
    check_text(
        "[[shell:rm -rf ~][click]] [[elisp:(x)]] [[file:/etc/passwd]] src_sh[:x y]{rm -rf ~}\n#+INCLUDE: \"/etc/passwd\"",
        "click `elisp:(x)` /etc/passwd `rm -rf ~`",
    );
    check_text(
        "[[file:p.png]] [[./q.png][x]]",
        "![](media/p.png) *missing: x*",
    );
}

#[test]
fn blocks_become_markdown() {
    check_text(
        "a\n#+begin_src rust :tangle x\n  fn a() {\n    ,* b\n#+end_src\nc",
        "a\n\n```rust\nfn a() {\n  * b\n```\n\nc",
    );
    check_text(": a\n:  b", "```\na\n b\n```");
    check_text("#+begin_quote\na\n\nb\n#+end_quote\nc", "> a\n>\n> b\n\nc");
    check_text(
        "#+begin_export html\n<b>\n#+end_export\n# c\n-----\n#+begin_verse\na\nb\n#+end_verse",
        "***\n\na\\\nb",
    );
    check_text(
        "| a | *b* |\n|---+---|\n| c | d |",
        "| a | **b** |\n| --- | --- |\n| c | d |",
    );
    check_text(
        "\\begin{align}\na\n\\end{align}",
        "$$\n\\begin{align}\na\n\\end{align}\n$$",
    );
}

#[test]
fn lists_keep_their_levels() {
    check_text(
        "1. a\n   b\n  - c\n    - d\n2) e\n",
        "1. a\\\n   b\n   - c\n     - d\n2. e",
    );
    check_text("- a\nb\n  + c :: d\n- [X] e", "- a\n\nb\n- c: d\n- ☑ e");
    check_text(
        "- a\n  #+begin_src c\n  b;\n  #+end_src\n- d",
        "- a\n\n  ```c\n  b;\n  ```\n\n- d",
    );
}

#[test]
fn the_same_id_twice_names_both_lines() {
    let text = "* a :drill:\n:PROPERTIES:\n:ID: same\n:END:\nq\n** Answer\na\n* b :drill:\n:PROPERTIES:\n:ID: same\n:END:\nq2\n** Answer\nb\n";
    check_drill(
        text,
        "[a.org:1 id=same Recall]\na\n\nq\n--\na\nrefused a.org:10: the id `same` is already used on line 3: give one of the two another\n",
    );
}

#[test]
fn what_is_too_deep_or_open_is_refused_by_its_line() {
    let text = format!(
        "{} deep :drill:\n* a :drill:\n:PROPERTIES:\n:ID: x\n",
        "*".repeat(10_000)
    );
    check_drill(
        &text,
        "refused a.org:1: a headline of 10000 stars, at most 128 are read: raise it, or raise `--max-nesting`\n\
         refused a.org:3: the drawer is never closed: put `:END:` behind it\n",
    );
}

#[test]
fn long_lines_of_marks_are_read_in_linear_time() {
    for mark in [
        "[", "[[", "{{", "{{c1::", "*a ", "=a ", "$", "[fn:", "<<", "\\(", "[ ] ", "src_a{", "~",
        "|",
    ] {
        let text = format!(
            "* Item :drill:fc:\n:PROPERTIES:\n:ANKI_NOTE_TYPE: Cloze\n:FC_TYPE: cloze\n:END:\n{}\n** A\nb",
            mark.repeat(20_000)
        );
        for format in [&OrgDrill as &dyn Format, &OrgFc, &AnkiEditor] {
            read(format, &[("a.org", text.as_bytes())]);
        }
    }
}

#[test]
fn drill_knows_one_schedule_for_all_that_a_card_asks() {
    let text = "* a :drill:\nSCHEDULED: <2024-05-05 Sun>\n:PROPERTIES:\n:DRILL_LAST_INTERVAL: 4.14\n:DRILL_EASE: 2.36\n:DRILL_TOTAL_REPEATS: 3\n:DRILL_FAILURE_COUNT: 1\n:DRILL_LAST_REVIEWED: [2024-05-01 Wed 23:14]\n:DRILL_CARD_TYPE: hide1cloze\n:END:\n[b] [c]\n";
    let harvest = read(&OrgDrill, &[("a.org", text.as_bytes())]);
    let history = &harvest.drafts[0].history;
    assert_eq!(history.len(), 2);
    let standing = history[1].1.standing.unwrap();
    assert_eq!(standing.due.map(format_day).as_deref(), Some("2024-05-05"));
    assert_eq!(
        standing.last_day.map(format_day).as_deref(),
        Some("2024-05-01")
    );
    assert_eq!(
        (standing.interval, standing.reps, standing.lapses),
        (4, 3, 1)
    );
    assert_eq!(standing.ease, Some(2.36));
}

#[test]
fn fc_asks_by_title_text_and_back() {
    check(
        &OrgFc,
        "* a :fc:x:\nb\n** Back\nc",
        "[a.org:1 tags=x Recall]\na\n\nb\n--\nc\n",
    );
    check(&OrgFc, "* a :fc:\nb", "[a.org:1 Recall]\na\n--\nb\n");
    let of =
        |kind: &str, rest: &str| format!("* a :fc:\n:PROPERTIES:\n:FC_TYPE: {kind}\n:END:\n{rest}");
    check(
        &OrgFc,
        &of("vocab", "b"),
        "[a.org:1 reversed Recall]\na\n--\nb\n",
    );
    check(
        &OrgFc,
        &of("text-input", "** Back\n=b="),
        "[a.org:1 Typed([\"b\"])]\na\n--\n`b`\n",
    );
    check(
        &OrgFc,
        &of("topic", "b"),
        "lost 1 topics to read again, which ask nothing (a.org:1)\n",
    );
    check(
        &OrgFc,
        &of("cloze", "{{x}{y}@3} {{z}}"),
        "[a.org:1 Cloze]\na\n--\n{{c4::x::y}} {{c1::z}}\n",
    );
    check(
        &OrgFc,
        "* {{a}@0} b :fc:\n:PROPERTIES:\n:FC_TYPE: cloze\n:END:\n",
        "[a.org:1 Cloze]\n\n--\n{{c1::a}} b\n",
    );
}

#[test]
fn fc_keeps_a_schedule_for_each_position() {
    let text = "* a :fc:suspended:\n:PROPERTIES:\n:FC_TYPE: double\n:END:\n:REVIEW_DATA:\n| position | ease | box | interval | due |\n|---+---|\n| front | 2.5 | 4 | 12.4 | 2024-05-05T10:00:00Z |\n| back | 2.5 | -1 | 0 | 2024-05-01T10:00:00Z |\n| x | 1 | 1 | 1 | |\n:END:\nb";
    let harvest = read(&OrgFc, &[("a.org", text.as_bytes())]);
    let history = &harvest.drafts[0].history;
    let standing = history[0].1.standing.unwrap();
    assert_eq!(standing.due.map(format_day).as_deref(), Some("2024-05-05"));
    assert_eq!(
        (standing.interval, standing.ease, standing.reps),
        (12, Some(2.5), 4)
    );
    assert!(history[1].1.standing.is_none() && history[1].1.suspended);
    assert_eq!(
        harvest.losses.all()[0].what,
        "schedules that cannot be read"
    );
}

#[test]
fn the_way_back_of_fc_answers_with_the_whole_front() {
    let text = "* Double :fc:suspended:\n:PROPERTIES:\n:ID: x\n:FC_TYPE: double\n:END:\n:REVIEW_DATA:\n| position | ease | box | interval | due |\n| back | 2.5 | 4 | 12 | 2024-05-05T10:00:00Z |\n:END:\nFront text\n** Back\nBack text";
    check(
        &OrgFc,
        text,
        "[a.org:1 id=x Recall]\nDouble\n\nFront text\n--\nBack text\n\
         [a.org:1 id=x/back Recall]\nBack text\n--\nDouble\n\nFront text\n",
    );
    let harvest = read(&OrgFc, &[("a.org", text.as_bytes())]);
    let known = harvest.drafts.iter().flat_map(|draft| &draft.history);
    let known: Vec<_> = known
        .map(|(part, history)| (*part, history.standing.is_some(), history.suspended))
        .collect();
    assert_eq!(
        known,
        [(Part::Whole, false, true), (Part::Whole, true, true)]
    );
}

#[test]
fn suspended_cards_of_fc_stay_so_or_are_told() {
    let text = b"* a :fc:suspended:\n:PROPERTIES:\n:FC_TYPE: cloze\n:END:\n{{b}} {{c}}";
    let harvest = read(&OrgFc, &[("a.org", text)]);
    let suspended = harvest.drafts[0].history.iter();
    let suspended: Vec<_> = suspended
        .map(|(part, history)| (*part, history.suspended))
        .collect();
    assert_eq!(suspended, [(Part::Cloze(1), true), (Part::Cloze(2), true)]);

    let shelf = Shelf::new(&[("a.org", text)]);
    let file = File {
        path: "a.org",
        bytes: text,
        beside: &shelf,
    };
    let mut harvest = Harvest::default();
    let read = OrgFc.read(&file, &Options::plain(&UTC), &mut harvest);
    assert_eq!(read, Ok(()));
    assert!(harvest.drafts[0].history.is_empty());
    assert_eq!(
        harvest.losses.all()[0].what,
        "suspended cards come in as cards to learn without `--progress`"
    );
}

#[test]
fn anki_fields_are_headlines_or_what_is_there() {
    let of = |kind: &str, more: &str, rest: &str| {
        format!(
            "#+ANKI_DECK: D::E\n* a :x:\n:PROPERTIES:\n:ANKI_NOTE_TYPE: {kind}\n{more}:END:\n{rest}"
        )
    };
    let head = "[a.org:2 deck=D/E tags=x";
    check(
        &AnkiEditor,
        &of("Basic", "", "b"),
        &format!("{head} Recall]\na\n--\nb\n"),
    );
    check(
        &AnkiEditor,
        &of("Basic", "", "** Back\nb"),
        &format!("{head} Recall]\na\n--\nb\n"),
    );
    check(
        &AnkiEditor,
        &of("Basic", "", "b\n** Front\nq"),
        &format!("{head} Recall]\nq\n--\nb\n"),
    );
    check(
        &AnkiEditor,
        &of("Basic", ":ANKI_FIELD_BACK: b\n", ""),
        &format!("{head} Recall]\na\n--\nb\n"),
    );
    check(
        &AnkiEditor,
        &of("Basic (and reversed card)", "", "b"),
        "[a.org:2 reversed deck=D/E tags=x Recall]\na\n--\nb\n",
    );
    check(
        &AnkiEditor,
        &of("Basic (type in the answer)", "", "b"),
        &format!("{head} Typed([\"b\"])]\na\n--\nb\n"),
    );
    check(
        &AnkiEditor,
        &of("Cloze", "", "{{c2::b::h}} c\n"),
        &format!("{head} Cloze]\n\n--\n{{{{c2::b::h}}}} c\n"),
    );
    check(
        &AnkiEditor,
        &of("Own", "", "** Word\nq\n** Meaning\nb\n** Use\nc"),
        &format!("{head} Recall]\nq\n--\n**Meaning**\n\nb\n\n**Use**\n\nc\n"),
    );
}

#[test]
fn real_files_give_their_cards() {
    let count = |format: &dyn Format, bytes: &[u8]| {
        let harvest = read(format, &[("a.org", bytes)]);
        assert!(harvest.refused.is_empty());
        let clozes = harvest
            .drafts
            .iter()
            .filter(|draft| draft.ask == Ask::Cloze);
        (harvest.drafts.len(), clozes.count())
    };
    assert_eq!(count(&OrgDrill, org!("own.org-drill-types.org")), (4, 2));
    // Four headlines, of which one asks both ways.
    assert_eq!(count(&OrgFc, org!("own.org-fc.org")), (5, 1));
    assert_eq!(count(&AnkiEditor, org!("own.anki-editor.org")), (3, 1));
    assert_eq!(count(&OrgDrill, org!("zetagon-drill.org")), (12, 0));
    let leo = org!("zetagon-leos_ultimata_drill_dokument.org");
    assert_eq!(count(&OrgDrill, leo), (27, 17));
}

#[test]
fn only_files_with_cards_are_claimed() {
    let of = |format: &dyn Format, text: &[u8]| likeness(format, "a.org", text);
    assert_eq!(
        of(&OrgDrill, org!("zetagon-drill.org")),
        Likeness::Cards(12)
    );
    assert_eq!(of(&OrgFc, org!("own.org-fc.org")), Likeness::Cards(5));
    assert_eq!(
        of(&AnkiEditor, org!("own.anki-editor.org")),
        Likeness::Cards(3)
    );
    for format in [&OrgDrill as &dyn Format, &OrgFc, &AnkiEditor] {
        for other in [
            "* a\nb\n** c\n",
            "* a :drill\n",
            ":drill: :fc: ANKI_NOTE_TYPE: x\n",
            "# a\n\n- b",
            "",
        ] {
            assert_eq!(of(format, other.as_bytes()), Likeness::No, "{other}");
        }
        assert_eq!(
            of(format, b"* a :drill:fc:\n\xff\n** Answer\nb"),
            Likeness::No
        );
    }
}

#[test]
fn a_front_of_its_own_asks_with_the_title() {
    check(
        &OrgFc,
        "* T :fc:\n** Front\nQ\n** Back\nA\n",
        "[a.org:1 Recall]\nT\n\nQ\n--\nA\n",
    );
}

#[test]
fn a_number_alone_makes_a_headline_a_note_of_org_anki() {
    let number = |number: &str| format!(":PROPERTIES:\n:ANKI_NOTE_ID: {number}\n:END:\n");
    let text = format!(
        "#+ANKI_DECK: a::b\n\nHello.\n\n* Q\n{}A\n** More\nText\n** R\n{}B\n* Topic\nProse\n** It is {{{{c1::c::d}}}}.\n{}",
        number("1"),
        number("2"),
        number("3"),
    );
    check(
        &AnkiEditor,
        &text,
        "[a.org:5 deck=a/b id=1 Recall]\nQ\n--\nA\n\n**More**\n\nText\n\
         [a.org:12 deck=a/b id=2 Recall]\nR\n--\nB\n\
         [a.org:19 deck=a/b id=3 Cloze]\n\n--\nIt is {{c1::c::d}}.\n",
    );
    check(
        &AnkiEditor,
        "#+ANKI_DECK: a\n* Topic\n** Q\nA\n** {{c1::b}} c\n",
        "[a.org:3 deck=a Recall]\nQ\n--\nA\n[a.org:5 deck=a Cloze]\n\n--\n{{c1::b}} c\n",
    );
    check(&AnkiEditor, "* Topic\n** Q\nA\n", "");
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        for format in [&OrgDrill as &dyn Format, &OrgFc, &AnkiEditor] {
            let text = format!("* a :drill:fc:\n:PROPERTIES:\n:ANKI_NOTE_TYPE: Cloze\n:END:\n{text}");
            likeness(format, "a.org", text.as_bytes());
            read(format, &[("a.org", text.as_bytes())]);
        }
    }

    #[test]
    fn no_mixture_of_marks_panics(words in proptest::collection::vec(
        prop_oneof![
            Just("* é :drill:fc:\n"), Just("** b\n"), Just("\n"), Just(":PROPERTIES:\n"), Just(":END:\n"),
            Just(":ANKI_NOTE_TYPE: Cloze\n"), Just(":FC_TYPE: cloze\n"), Just("#+begin_src é\n"),
            Just("#+end_src\n"), Just("#+begin_quote\n"), Just("#+end_quote\n"), Just("["), Just("]"),
            Just("[["), Just("]]"), Just("{{"), Just("}}"), Just("{{c1::"), Just("::"), Just("@1"),
            Just("*"), Just("/"), Just("="), Just("~"), Just("é"), Just(" "), Just("- "), Just("  - "),
            Just("1. "), Just("| a |\n"), Just("|---|\n"), Just("\\alpha"), Just("\\("), Just("$"),
            Just("[fn:1]"), Just("\n[fn:1] "), Just("||"), Just(": "), Just("\\begin{é}\n"), Just("src_é{"),
            Just(":DRILL_CARD_TYPE: twosided\n"), Just("<"), Just(">"), Just("\\\\\n"), Just("[@1] "),
        ], 0..80)
    ) {
        let text = words.concat();
        for format in [&OrgDrill as &dyn Format, &OrgFc, &AnkiEditor] {
            likeness(format, "a.org", text.as_bytes());
            read(format, &[("a.org", text.as_bytes())]);
        }
    }
}
