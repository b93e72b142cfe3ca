//! What is read, and what is refused.

use super::*;
use crate::model::event::Rating;

fn args(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| word.to_string()).collect()
}

/// Compares what the arguments are read as, printed.
fn check(words: &[&str], expected: &str) {
    let selector = parse(&args(words)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(selector.to_string(), expected, "{words:?}");
}

fn refuse(words: &[&str], expected: &str) {
    let error = parse(&args(words)).expect_err("it should be refused");
    assert_eq!(error.to_string(), expected, "{words:?}");
}

fn message(word: &str) -> String {
    parse(&args(&[word]))
        .expect_err("it should be refused")
        .fault
        .to_string()
}

#[test]
fn nothing_selects_every_card() {
    assert_eq!(parse(&[]), Ok(Selector::All));
    assert_eq!(parse(&args(&["", "  "])), Ok(Selector::All));
}

#[test]
fn words_are_joined_by_and() {
    check(&["deck:kafka", "is:due", "acks"], "deck:kafka is:due acks");
    check(&["a", "and", "b"], "a b");
}

#[test]
fn or_binds_less_than_and() {
    let expected = Selector::or(vec![
        Selector::and(vec![word("a"), word("b")]),
        Selector::and(vec![word("c"), word("d")]),
    ]);
    assert_eq!(parse(&args(&["a b or c d", "or", "e"][..1])), Ok(expected));
}

fn word(text: &str) -> Selector {
    Selector::Word(Pattern::literal(text))
}

#[test]
fn brackets_and_negation_nest() {
    check(&["-(a or b) -c"], "-(a or b) -c");
    check(&["not", "a"], "-a");
    check(&["((a))"], "a");
    check(&["not -a"], "a");
    check(&["-(>)"], "not >");
}

#[test]
fn an_argument_with_blanks_is_a_phrase() {
    check(&["cache stampede"], r#""cache stampede""#);
    check(
        &["deck:kafka", "at least once"],
        r#"deck:kafka "at least once""#,
    );
    check(&["publish and subscribe"], r#""publish and subscribe""#);
    check(&["note: this"], r#""note: this""#);
}

#[test]
fn an_argument_with_an_operator_is_a_unit() {
    check(
        &["deck:kafka", "is:due or is:new"],
        "deck:kafka (is:due or is:new)",
    );
    check(&["not", "a -b"], "-(a -b)");
}

#[test]
fn one_argument_alone_is_the_whole_selector() {
    check(
        &["deck:kafka is:due or is:new"],
        "deck:kafka is:due or is:new",
    );
}

#[test]
fn a_part_of_an_expression_is_no_unit() {
    check(&["(is:due or", "is:new) a"], "(is:due or is:new) a");
    check(&["is:due", "or", "is:new"], "is:due or is:new");
}

#[test]
fn quotes_that_the_shell_took_are_put_back() {
    check(&["term:Saga pattern"], r#"term:"Saga pattern""#);
    check(&["-tag:message queue", "a"], r#"-tag:"message queue" a"#);
    check(&["tag:a is:due"], "tag:a is:due");
}

#[test]
fn keys_and_their_words_are_read_in_any_case() {
    check(
        &["DECK:kafka", "Is:Due", "KIND:Cloze"],
        "deck:kafka is:due kind:cloze",
    );
}

#[test]
fn ankis_spellings_are_read() {
    check(
        &["is:learn", "prop:ivl>=21", "rated:7:1"],
        "is:learning prop:interval>=21 rated:7:again",
    );
    check(&["is:buried-sibling"], "is:buried");
}

#[test]
fn figures_are_compared() {
    check(&["prop:r<0.8"], "prop:r<0.8");
    check(&["prop:r<80%"], "prop:r<0.8");
    check(&["prop:due<=-3"], "prop:due<=-3");
    check(&["prop:lapses!=0"], "prop:lapses!=0");
    check(&["prop:stability>30"], "prop:s>30");
}

#[test]
fn ratings_are_named_or_numbered() {
    let rated = Selector::Rated {
        days: 7,
        rating: Some(Rating::Hard),
    };
    assert_eq!(parse(&args(&["rated:7:hard"])), Ok(rated.clone()));
    assert_eq!(parse(&args(&["rated:7:2"])), Ok(rated));
    check(&["rated:1"], "rated:1");
}

#[test]
fn code_and_addresses_are_text() {
    check(&["std::move"], r"std\:\:move");
    check(&["https://example.org"], r"https\://example.org");
    check(&["12:30"], r"12\:30");
    check(&["->", "--force"], r"\-> \--force");
}

#[test]
fn a_backslash_takes_the_meaning_from_a_sign() {
    check(&[r"deck\:kafka"], r"deck\:kafka");
    assert_eq!(parse(&args(&[r"\-a\*\(\)\_"])), Ok(word("-a*()_")));
}

#[test]
fn wildcards_are_kept_apart_from_stars() {
    check(
        &["deck:cach*", r"a\*b", r#""select * from""#],
        r#"deck:cach* a\*b "select * from""#,
    );
}

#[test]
fn the_place_of_a_fault_is_marked() {
    refuse(
        &["kafka", "is:duo"],
        "selector:10: `duo` is not a state of a card: did you mean `due`?\n   | kafka is:duo\n   |          ^^^",
    );
}

#[test]
fn a_wide_character_before_the_mark_takes_two_columns() {
    refuse(
        &["幻影", "(a"],
        "selector:4: the bracket is never closed: add `)`, or write `\\(` for a bracket\n   | 幻影 (a\n   |      ^",
    );
}

#[test]
fn of_a_long_selector_the_place_is_shown() {
    let long = "word ".repeat(30);
    let error = parse(&args(&[&format!("{long}) {long}")]))
        .unwrap_err()
        .to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(
        lines[1],
        "   | … word word word word word word word ) word word w…"
    );
    assert_eq!(lines[2].find('^').unwrap(), "   | ".len() + 37);
}

#[test]
fn an_escape_sequence_in_a_selector_is_not_sent_to_the_terminal() {
    assert!(
        !parse(&args(&["is:\x1b[31m"]))
            .unwrap_err()
            .to_string()
            .contains('\x1b')
    );
}

#[test]
fn slips_are_told_with_what_to_do() {
    for (word, expected) in [
        (
            "dekc:kafka",
            "`dekc:` is not a filter: did you mean `deck:`?",
        ),
        (
            "flags:1",
            "`flags:` is not a filter: write `flags\\:` to search for it as text",
        ),
        ("deck:", "nothing stands behind `deck:`: add a value"),
        (r#"tag:"""#, "nothing stands behind `tag:`: add a value"),
        (r#""""#, "nothing stands between the quotes: remove them"),
        (
            "is:xyz",
            "`xyz` is not a state of a card: use due, new, learning, review, suspended, buried, leech or flagged",
        ),
        ("is:d*", "a wildcard cannot stand here: write the word"),
        (
            "kind:clozes",
            "`clozes` is not a kind of card: did you mean `cloze`?",
        ),
        (
            "rated:0",
            "`0` is not a count of days: write 1 for today, up to 36500",
        ),
        (
            "rated:x:1",
            "`x` is not a count of days: write 1 for today, up to 36500",
        ),
        (
            "rated:3:5",
            "`5` is not a rating: use again, hard, good or easy",
        ),
        (
            "prop:ease>2",
            "`ease` is not a property: use r, s, d, lapses, reps, interval or due",
        ),
        ("prop:s", "`s` is compared with nothing: write `prop:s<1`"),
        ("prop:s>", "`` is not a number: write one such as 3 or 0.8"),
        (
            "prop:s>1e9",
            "`1e9` is not a number: write one such as 3 or 0.8",
        ),
        (
            "prop:s>inf",
            "`inf` is not a number: write one such as 3 or 0.8",
        ),
        (
            "prop:r<80",
            "80 is off the scale: a chance of recall goes from 0 to 1, or from 0% to 100%",
        ),
        (
            "prop:d>0.7",
            "0.7 is off the scale: difficulty goes from 1 to 10",
        ),
        (
            "a or",
            "one side of `or` is missing: write `a or b`, or quote it as text",
        ),
        (
            "or a",
            "one side of `or` is missing: write `a or b`, or quote it as text",
        ),
        (
            "not",
            "nothing stands behind `not`: write `-is:new`, or quote it as text",
        ),
        (
            "(-or)",
            "nothing stands behind `-`: write `-is:new`, or quote it as text",
        ),
        (
            "main()",
            "nothing stands between the brackets: put text with brackets in quotes",
        ),
        (
            "a)",
            "no bracket is open here: remove it, or write `\\)` for a bracket",
        ),
        (
            "\"a",
            "the quote is never closed: add `\"`, or write `\\\"` for a quote mark",
        ),
        (r"a\n", "`\\n` means nothing: write `\\\\` for a backslash"),
        (
            r"a\",
            "nothing stands behind the backslash: write `\\\\` for a backslash",
        ),
        (
            "a*b*c*d*e*f*g*h*i*j",
            "more than 8 wildcards in one word: write `\\*` for a star",
        ),
    ] {
        assert_eq!(message(word), expected, "{word}");
    }
}

#[test]
fn every_limit_names_itself() {
    let long = "a".repeat(LENGTH_MAX + 1);
    assert_eq!(
        message(&long),
        "the selector has 10001 characters: at most 10000 are read"
    );
    let deep = "(".repeat(DEPTH_MAX + 1) + "a" + &")".repeat(DEPTH_MAX + 1);
    assert_eq!(
        message(&deep),
        "brackets stand more than 64 deep: use fewer"
    );
    assert!(parse(&args(&[&deep[1..deep.len() - 1]])).is_ok());
    let many = "-a ".repeat(TERMS_MAX + 1);
    assert_eq!(message(&many), "more than 500 conditions: use fewer");
    let negated = "not ".repeat(DEPTH_MAX + 1) + "is:new";
    assert_eq!(
        message(&negated),
        "brackets stand more than 64 deep: use fewer"
    );
}

/// The selectors in lines such as `  retain search 'a or b'    what it does`.
fn examples(text: &str) -> impl Iterator<Item = Vec<String>> {
    let lines = text.lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix("retain "))
        .map(|line| line.split("   ").next().expect("there is a first part"))
        .map(|line| shell_words::split(line).unwrap().split_off(1))
}

#[test]
fn every_example_in_help_and_manual_is_read() {
    let manual = include_str!("../../docs/selectors.md");
    let examples: Vec<Vec<String>> = examples(HELP).chain(examples(manual)).collect();
    assert_eq!(examples.len(), 4 + 14);
    for words in examples {
        parse(&words).unwrap_or_else(|error| panic!("{words:?}\n{error}"));
    }
}

#[test]
fn every_word_of_the_vocabulary_is_explained() {
    let manual = include_str!("../../docs/selectors.md");
    let states = State::ALL
        .iter()
        .map(|state| format!("is:{}", state.name()));
    let kinds = CardKind::ALL
        .iter()
        .map(|kind| format!("kind:{}", kind.name()));
    let fields = Field::ALL.iter().map(|field| format!("{}:", field.name()));
    let figures = Property::ALL
        .iter()
        .map(|property| format!("prop:{}", property.name()));
    for word in states.chain(kinds).chain(fields).chain(figures) {
        assert!(HELP.contains(&word), "{word} in the help");
        assert!(manual.contains(&word), "{word} in the manual");
    }
}
