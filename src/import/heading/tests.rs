use super::*;

fn check(question: &str, heading: &str, prompt: &str) {
    let expected = Question {
        heading: heading.to_string(),
        prompt: prompt.to_string(),
    };
    assert_eq!(parted(question), expected, "{question}");
}

#[test]
fn a_short_question_is_its_own_heading() {
    check("What is **CAP**?", "What is **CAP**?", "");
    check("### What?", "What?", "");
    check("#What?", "#What?", "");
    check("##What?", "What?", "");
    check("What is\nCAP?", "What is CAP?", "");
}

#[test]
fn what_looks_like_an_id_is_text() {
    check("What does {#key} do?", "What does \\{#key} do?", "");
    check("What does `{#key}` do?", "What does `{#key}` do?", "");
    check("What is {#if x}?", "What is {#if x}?", "");
    check("Which is it: {#a}", "Which is it: \\{#a}", "");
}

#[test]
fn a_key_in_angle_brackets_is_text() {
    check("<Esc>", "\\<Esc>", "");
    check("<C-v>", "\\<C-v>", "");
    check("<Del> in insert mode", "\\<Del> in insert mode", "");
    check("<T>\n\nWhat is it?", "\\<T>", "What is it?");
    check("<https://a.b>", "<https://a.b>", "");
    check("<b>What?</b>", "b>What?</b>", "<b>What?</b>");
    check("< a", "a", "< a");
}

#[test]
fn what_follows_the_first_line_stands_above_the_rule() {
    check(
        "What does it print?\n\n```\na\n```",
        "What does it print?",
        "```\na\n```",
    );
    check("Which?\n- a\n- b", "Which?", "- a\n- b");
    check("One.\\\nTwo.", "One.", "Two.");
    check("One.\\\ntwo", "One.", "two");
    check("One\\\nTwo", "One", "Two");
    check("One\\\na) b", "One", "a) b");
    check("One\\\nété", "One été", "");
    check("- one\\\ntwo", "one …", "- one\\\ntwo");
}

#[test]
fn the_first_item_names_a_list_and_one_item_is_none() {
    check("1. a\n2. b", "a …", "1. a\n2. b");
    check("1. a\n   - b\n2. c.", "a …", "1. a\n   - b\n2. c.");
    check("- Which?\n- a", "Which?", "- Which?\n- a");
    check("- a\n    - b\n    - c", "a", "- b\n- c");
    check("- What is a?", "What is a?", "");
}

#[test]
fn a_break_cuts_no_sentence() {
    check(
        "Signs that\\\ncame from\\\nwhat country?\\\nA) b\n\nc",
        "Signs that came from what country?",
        "A) b\n\nc",
    );
    let more = "And more. ".repeat(30);
    let long = format!("Signs of what? {more}");
    let broken = format!("Signs\\\nof what? {more}");
    check(&broken, "Signs of what?", long.trim());
}

#[test]
fn a_long_question_is_shown_whole_below_its_first_sentence() {
    let long = format!("A first sentence. {}", "And more. ".repeat(30));
    check(&long, "A first sentence.", long.trim());
    let endless = "word ".repeat(80);
    let question = parted(&endless);
    assert!(
        question.heading.chars().count() <= 121,
        "{}",
        question.heading
    );
    assert!(question.heading.ends_with("word…"));
}

#[test]
fn code_and_pictures_give_their_names() {
    check("```go\nx := 1\n```", "`x := 1`", "```go\nx := 1\n```");
    check(
        "![A tree](media/t.png)",
        "Picture: A tree",
        "![A tree](media/t.png)",
    );
    check(
        "![](media/t.png)",
        "What does the picture show?",
        "![](media/t.png)",
    );
}

#[test]
fn what_asks_below_pictures_or_code_is_the_heading() {
    check("```\na\n```\nWhat prints?", "What prints?", "```\na\n```");
    check(
        "![](media/a.png)\\\nWhich is it:\\\nA. b",
        "Which is it:",
        "![](media/a.png)\\\nA. b",
    );
    check(
        "*missing: a.png*\\\nWhat is it?",
        "What is it?",
        "*missing: a.png*",
    );
    check(
        "*missing: a.png*\n```\na\n```\nWhat?\n\nb",
        "What?",
        "*missing: a.png*\n```\na\n```\n\nb",
    );
    check(
        "```\na\n```\nThis prints.",
        "`a`",
        "```\na\n```\nThis prints.",
    );
}

#[test]
fn a_heading_has_no_attributes_by_accident() {
    check("What is {#a}?", "What is \\{#a}?", "");
    check("What is `{{ .x }}`?", "What is `{{ .x }}`?", "");
    check("What is {#a}", "What is \\{#a}", "");
    check("What is C#", "What is C\\#", "");
    check(
        "What is {{c1::x}} `{{c1::y}}`?",
        "What is {\\{c1::x}} `{{c1::y}}`?",
        "",
    );
}

#[test]
fn a_cloze_shows_its_text_with_blanks() {
    assert_eq!(blanked("The {{c1::CAP}} *theorem*"), "The … theorem");
    assert_eq!(blanked("{{c1::all}}"), "Fill in the blank");
    assert_eq!(
        blanked("> Is it a?\n>\n> - b: {{c1::c}}"),
        "Is it a? - b: …"
    );
    assert_eq!(blanked("- {{c1::a}} b\n- c"), "… b - c");
    assert_eq!(
        blanked("What?\n\nIn {{c1::a}}\\\n![b](b.png)\n\nSee {{c2::c}}."),
        "What? In …"
    );
    assert_eq!(
        blanked("See [b](https://b) and <https://c>: {{c1::a}} !"),
        "See b and : … !"
    );
    assert_eq!(
        blanked("Tables:\n\n| a | b |\n|---|---|\n| {{c1::c}} | d |"),
        "Tables:"
    );
}
