mod community;

use super::*;
use crate::import::draft::{Ask, Draft};
use crate::import::formats::table::tests::{community_files_outside, harvest, likeness, options};
use proptest::prelude::*;

/// All that came of a text, a line for each: drafts, refusals, losses, the error.
fn told((harvest, error): (Harvest, String)) -> Vec<String> {
    let mut told: Vec<String> = harvest.drafts.iter().map(told_draft).collect();
    told.extend(
        harvest
            .refused
            .iter()
            .map(|fault| format!("REFUSED {fault}")),
    );
    for loss in harvest.losses.all() {
        told.push(format!(
            "LOSS {} {} {}",
            loss.count,
            loss.places.join(" "),
            loss.what
        ));
    }
    if !error.is_empty() {
        told.push(format!("ERROR {error}"));
    }
    told
}

/// `line: question → answer [+right -wrong (note)] …`.
fn told_draft(draft: &Draft) -> String {
    let line = draft.place.rsplit(':').next().unwrap_or("");
    let mut told = format!("{line}: {} → {}", draft.question, draft.answer);
    for choice in &draft.choices {
        told.push_str(if choice.right { " +" } else { " -" });
        told.push_str(&choice.text);
        if let Some(note) = &choice.note {
            told.push_str(&format!(" ({note})"));
        }
    }
    let fields = [("why", &draft.why), ("id", &draft.id)];
    for (name, field) in fields {
        if let Some(field) = field {
            told.push_str(&format!(" {name}={field}"));
        }
    }
    for (name, list) in [("deck", &draft.deck), ("tags", &draft.tags)] {
        if !list.is_empty() {
            told.push_str(&format!(" {name}={}", list.join("/")));
        }
    }
    match &draft.ask {
        Ask::Recall => (),
        Ask::Typed(accept) => told.push_str(&format!(" typed={}", accept.join("|"))),
        Ask::Number(accept) => told.push_str(&format!(" number={accept}")),
        other => told.push_str(&format!(" {other:?}")),
    }
    told
}

fn check(text: &str, expected: &[&str]) {
    let found = told(harvest(&Gift, "a.gift", text.as_bytes(), &options(&[])));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_choice_may_have_one_right_answer_or_several() {
    check(
        "Who?{~a#no ~%50%b#half =c#yes####all}",
        &["1: Who? →  -a (no) -b (Partly right (50 %). half) +c (yes) why=all"],
    );
    check("Two?{~%50%a ~%50%b ~%-100%c}", &["1: Two? →  +a +b -c"]);
    check("Equal?{~\\= 1 =\\= 2}", &["1: Equal? →  -= 1 += 2"]);
}

#[test]
fn a_choice_without_right_or_wrong_is_refused() {
    check(
        "a {~b}\n\nc {~d ~e}\n\nf {=g ~}\n\nh {x ~i =j}\n\nk {~%500%l =m}",
        &[
            "REFUSED a.gift:1: no choice is right: mark the right choices with `=`, or with weights above 0",
            "REFUSED a.gift:3: no choice is right: mark the right choices with `=`, or with weights above 0",
            "REFUSED a.gift:5: a choice is empty: write it, or leave its mark out",
            "REFUSED a.gift:7: `x` stands in front of the first answer: start each answer with `=` or `~`, and write such signs in a text as `\\=` and `\\~`",
            "REFUSED a.gift:9: `%500%` is no weight: write one from `%-100%` to `%100%`",
        ],
    );
}

#[test]
fn a_statement_is_true_or_false() {
    check("Sun.{T}", &["1: True or false: Sun. → True +True -False"]);
    check(
        "::n::Sun\nand moon. {FALSE#No.#Yes.####G}",
        &["1: Sun\\\nand moon.\n\nTrue or false? → False -True (No.) +False (Yes.) why=G id=n"],
    );
}

#[test]
fn short_answers_are_typed() {
    check(
        "a?{=b =%50%c#near =d#yes}",
        &["1: a? → b or d why=yes\n\n- c: partly right (50 %). near typed=b|d"],
    );
    check("a?{One}", &["1: a? → One typed=One"]);
    check(
        "a?{=%0%b}\n\nc?{=d*}",
        &[
            "3: c? → d\\* typed=d*",
            "REFUSED a.gift:1: no answer gives all points: write it as `=answer`",
            "LOSS 1 a.gift:3 `*` for any text in an answer: it is taken as a sign",
        ],
    );
}

#[test]
fn numbers_have_margins() {
    check("n?{#3:2}", &["1: n? → 3 ± 2 number=3 ±2"]);
    check(
        "n?{#=1:0#yes =%50%1:2 ~#no}",
        &[
            "1: n? → 1 why=yes\n\n- 1 ± 2: partly right (50 %). number=1",
            "LOSS 1 a.gift:1 feedback for all other answers",
        ],
    );
    check("n?{#=1 =2}", &["1: n? → 1 or 2 typed=1|2"]);
}

#[test]
fn remarks_on_wrong_answers_are_a_list() {
    check(
        "n?{#=%0%5#too few =%100%9#yes =%0%23#too many}",
        &["1: n? → 9 why=yes\n\n- 5: too few\n- 23: too many number=9"],
    );
    check("a?{=b =%0%c#no}", &["1: a? → b why=c: no typed=b"]);
}

#[test]
fn pairs_become_a_card_each() {
    check(
        "::m::Match.{=a -> b =c \\-> d -> e = -> f}",
        &[
            "1: a\n\nMatch. → b +b -e -f id=m: a",
            "1: c -> d\n\nMatch. → e -b +e -f id=m: c -> d",
        ],
    );
    check(
        "Match.{=a -> b =c}",
        &["REFUSED a.gift:1: `c` has no `->`: write each pair as `=left -> right`"],
    );
}

#[test]
fn a_missing_word_is_a_blank() {
    check("a {=b} c.", &["1: a \\_\\_\\_\\_\\_ c. → b typed=b"]);
    check("{=b} c.", &["1: \\_\\_\\_\\_\\_ c. → b typed=b"]);
    check("a {=b}.", &["1: a \\_\\_\\_\\_\\_. → b typed=b"]);
    check("a? {=b}.", &["1: a? → b typed=b"]);
    check("[markdown]a {=b}, c", &["1: a _____, c → b typed=b"]);
}

#[test]
fn embedded_answers_become_clozes() {
    check(
        "[plain]a {1:SA:=b#yes~%50%c} and {2:MC:~d~=e*f} g",
        &["1:  → a {{c1::b}} and {{c2::e\\*f::d / e\\*f}} g Cloze"],
    );
    check(
        "a {1:SA:~b}",
        &["REFUSED a.gift:1: a blank has no right answer: mark it with `=`"],
    );
}

#[test]
fn formats_are_those_of_the_question_unless_named() {
    check(
        "[markdown]**a**{=[plain]b ~*c* ~[markdown]*d*}",
        &["1: **a** →  +b -*c* -*d*"],
    );
    check(
        "[moodle]*a*{~[plain]*b* =[markdown]`c`}",
        &["1: \\*a\\* →  -\\*b\\* +`c`"],
    );
    check(
        "[markdown]a\\nb{T}",
        &["1: a\nb\n\nTrue or false? → True +True -False"],
    );
}

#[test]
fn two_blanks_end_a_line_of_markdown() {
    check(
        "[markdown]a  \nb\nc {=[markdown]d  \ne ~f}",
        &["1: a\\\nb\nc →  +d e -f"],
    );
}

#[test]
fn essays_are_open_and_descriptions_are_told() {
    check(
        "Explain. {}\n\nJust text.",
        &[
            "1: Explain. →  Open",
            "LOSS 1 a.gift:3 descriptions: text without a question",
        ],
    );
    check(
        "Explain. {####Because.}",
        &["1: Explain. →  why=Because. Open"],
    );
}

#[test]
fn broken_braces_cost_one_question() {
    let hint = "its braces do not match: write braces that are text as `\\{` and `\\}`, and leave no blank line between the braces";
    check(
        "a {=b\n\nc {T}",
        &[
            "3: True or false: c → True +True -False",
            &format!("REFUSED a.gift:1: {hint}"),
        ],
    );
    check(
        "a {T}\nb {=c {d} }\n\ne {T}",
        &[
            "1: True or false: a → True +True -False",
            "4: True or false: e → True +True -False",
            &format!("REFUSED a.gift:2: {hint}"),
        ],
    );
}

#[test]
fn a_name_that_stands_twice_is_no_id() {
    check(
        "::n::a{=b}\n\n::n::c{=d}\n\n::m::e{=f}",
        &[
            "1: a → b typed=b",
            "3: c → d typed=d",
            "5: e → f id=m typed=f",
        ],
    );
}

#[test]
fn a_name_ends_before_the_answers() {
    check(
        "::a {=b} c:: d",
        &["1: ::a \\_\\_\\_\\_\\_ c:: d → b typed=b"],
    );
    check(
        "::a {1:SHORTANSWER:=b} c:: d",
        &["1:  → ::a {{c1::b}} c:: d Cloze"],
    );
    // `c` would be a hint.
    check(
        "::a {1:SHORTANSWER:=b::c}",
        &["REFUSED a.gift:1: a blank cannot be hidden: write it without braces and `::`"],
    );
}

#[test]
fn limits_are_named() {
    let mut options = options(&[]);
    options.limits.notes = 1;
    options.limits.field_bytes = 20;
    options.limits.deck_levels = 1;
    let text = format!("$CATEGORY: a/b\n{} {{T}}", "x".repeat(20));
    let found = |text: &str| told(harvest(&Gift, "a.gift", text.as_bytes(), &options));
    assert_eq!(
        found(&text),
        [
            "REFUSED a.gift:2: it has 24 bytes, at most 20 are read: shorten it, or raise `--max-field`"
        ]
    );
    assert_eq!(
        found("$CATEGORY: a/b\nc {T}"),
        [
            "REFUSED a.gift:2: its category is 2 levels deep, at most 1 are read: shorten it, or raise `--max-deck-levels`"
        ]
    );
    assert_eq!(
        found("a {}\n\nb {}"),
        [
            "1: a →  Open",
            "ERROR a.gift: there are more than 1 questions: part it, or raise `--max-notes`"
        ]
    );
}

#[test]
fn code_and_decks_of_other_kinds_are_not_gift() {
    let others = [
        "fn main() {\n    println!(\"{}\", 1);\n}\n",
        "struct A {}\n\nimpl A {}\n",
        "a { color: red }\n\nb { color: blue }\n",
        "{\"a\": {\"b\": 1}}",
        "## Safe? {#12}\n\nGET\n\n## Idempotent? {#put}\n\nPUT\n",
        "\\newcommand{\\a}[1]{#1}\n",
        "Hello {name}, your code is {code}.\n",
        "${=1}\n",
        "Text without any braces.\n",
        "",
    ];
    for text in others {
        assert_eq!(
            likeness(&Gift, "notes.txt", text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
}

#[test]
fn files_of_other_formats_are_not_gift() {
    for (path, bytes) in community_files_outside("/gift/") {
        assert_eq!(likeness(&Gift, "a.txt", &bytes), Likeness::No, "{path}");
    }
}

#[test]
fn reading_is_linear() {
    let texts = [
        "{".repeat(200_000),
        "a{=b}".repeat(50_000),
        "a{=b}\n".repeat(50_000),
        "~=#".repeat(100_000),
        "::".repeat(100_000),
    ];
    let many: String = (0..60_000).map(|n| format!("=a#{n}")).collect();
    let pairs: String = (0..60_000).map(|n| format!("=a->{n}")).collect();
    let texts = texts
        .into_iter()
        .chain([format!("q {{{many}}}"), format!("q {{{pairs}}}")]);
    for text in texts {
        for text in [format!("q {{~{text}}}"), text] {
            harvest(&Gift, "a", text.as_bytes(), &options(&[]));
            likeness(&Gift, "a", text.as_bytes());
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_gift_panic(text in "\\PC*") {
        harvest(&Gift, "a", text.as_bytes(), &options(&[]));
        likeness(&Gift, "a", text.as_bytes());
    }

    #[test]
    fn no_marks_make_gift_panic(marks in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "=", "~", "#", "####", "->", "::", ":", "\\", "%50%", "%", "T", "F", "1", "..", "-",
        "1:SA:", "[html]", "[markdown]", "\n", "\n\n", "// [id:1]\n", "$CATEGORY: a/b\n", "é", "a ",
    ]), 0..60)) {
        let text = marks.concat();
        harvest(&Gift, "a", text.as_bytes(), &options(&[]));
        likeness(&Gift, "a.gift", text.as_bytes());
    }
}
