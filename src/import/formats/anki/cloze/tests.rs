use super::*;
use proptest::prelude::*;

fn all(_: u16) -> bool {
    true
}

fn check(field: &str, expected: &str) {
    assert_eq!(parse(field).marked(&all), expected, "{field}");
}

#[test]
fn clozes_go_through_as_they_are() {
    check("a {{c1::b}} {{c2::c::hint}}", "a {{c1::b}} {{c2::c::hint}}");
    check("{{c1,3::x}} {{c3,3::y}}", "{{c1,3::x}} {{c3::y}}");
    check("{{c1::<b>a</b>\n<br>b}}", "{{c1::<b>a</b>\n<br>b}}");
}

#[test]
fn what_makes_no_card_is_text() {
    check(
        "{{c0::zero}} {{c501::big}} {{c99999999999999999999::huge}}",
        "zero big huge",
    );
    check(
        "{{c-1::a}} {{c::b}} {{c1:c}}",
        "{{c-1::a}} {{c::b}} {{c1:c}}",
    );
    check("{{ .Values.x }} }}", "{{ .Values.x }} }}");
    check("{{c1::}} {{c1::<br>}} {{c1::::}} {{c1::::hint}}", " <br>  ");
    check("{{c1::never closed", "{ {c1::never closed");
    check("{{c1::a {{c2::b}}", "{ {c1::a {{c2::b}}");
}

#[test]
fn what_is_unusual_is_counted() {
    let marks = parse("{{c1::a}} {{c0::b}} {{c1::}} {{c1::std::move()}} {{c1::open");
    assert_eq!(marks.count(), 5);
    assert_eq!(
        (marks.n_unclosed, marks.n_unusable, marks.n_doubtful_hints),
        (1, 2, 1)
    );
}

#[test]
fn braces_of_the_text_are_closed_first_where_there_are_enough() {
    check("{{c1::f{x}}}", "{{c1::f{x}}}");
    check("{{c1::{a} b}} c}}", "{{c1::{a} b}} c}}");
    check("{{c1::a { b}} c", "{{c1::a { b}} c");
    assert_eq!(parse("{{c1::f{x}}} y").blanked(1), "[...] y");
    assert_eq!(parse("{{c1::a { b}} c").blanked(1), "[...] c");
}

#[test]
fn the_hint_stands_behind_the_plain_text() {
    check("{{c1::a::b::c}}", "{{c1::a::b::c}}");
    assert_eq!(parse("{{c1::a::b::c}}").blanked(1), "[b::c]");
    assert_eq!(
        parse("{{c1::<code>std::move()</code>}}").blanked(1),
        "[...]"
    );
    assert_eq!(parse("{{c1::<i>a</i>::h}}").blanked(1), "[h]");
    assert_eq!(
        parse("{{c1::<a title='x::y'>a</a><br>b::h}}").blanked(1),
        "[h]"
    );
    assert_eq!(parse("{{c1::a {{c2::b::x}} c::y}}").blanked(1), "[y]");
    assert_eq!(parse("{{c1::a {{c2::b::x}} c::y}}").blanked(2), "a [x] c");
}

#[test]
fn one_number_is_asked_at_a_time() {
    let marks = parse("{{c1::a}} {{c2::b}} {{c1,2::c}}");
    assert_eq!(marks.blanked(1), "[...] b [...]");
    assert_eq!(marks.blanked(3), "");
    assert_eq!(marks.revealed(), "a b c");
    assert_eq!(marks.only(1), "a, c");
    assert_eq!(marks.marked(&|number| number == 2), "a {{c2::b}} {{c2::c}}");
}

#[test]
fn clozes_inside_each_other_are_seen() {
    let field = "{{c1::a {{c2::b}} of c}}; {{c3::d}}";
    let marks = parse(field);
    assert!(marks.is_nested(&all));
    assert!(!marks.is_nested(&|number| number != 2));
    assert_eq!(marks.marked(&|number| number == 1), "{{c1::a b of c}}; d");
    assert_eq!(marks.marked(&|number| number == 2), "a {{c2::b}} of c; d");
    assert_eq!(marks.blanked(2), "a [...] of c; d");
    let same = parse("{{c1::a {{c1::b}}}}");
    assert!(!same.is_nested(&all));
    assert_eq!(same.marked(&all), "{{c1::a b}}");
}

#[test]
fn only_ten_stand_inside_each_other() {
    let field = format!("{}x{}", "{{c1::".repeat(9), "}}".repeat(9));
    assert_eq!(parse(&field).marked(&all), "{{c1::x}}");
    let deep = |number: u16| format!("{{{{c{number}::");
    let field: String = (1..=12).map(deep).collect::<String>() + "x" + &"}}".repeat(12);
    assert_eq!(parse(&field).numbers(), (1..=10).collect());
}

#[test]
fn long_fields_are_read_once() {
    for field in [
        "{{c1::",
        "{{c1::}",
        "}",
        "{",
        "{{c1::a}}",
        "{{c1::<b>",
        "<",
        ":",
        "{{c1::{",
    ] {
        parse(&field.repeat(50_000)).marked(&all);
    }
    let deep = "{{c1::".repeat(50_000) + &"}}".repeat(50_000);
    assert_eq!(parse(&deep).count(), 50_000);
}

proptest! {
    #[test]
    fn no_field_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "{{c1::", "{{c2::", "{{c1,2::", "}}", "{", "}", "::", ":", "<b>", "</b>", "<", ">", "é", "{{c", "0", " ", "<br>", "&nbsp;",
    ]), 0..30)) {
        let field = parts.concat();
        let marks = parse(&field);
        for number in 0..3 {
            marks.blanked(number);
            marks.only(number);
            marks.marked(&|other| other == number);
        }
        let marked = marks.marked(&all);
        prop_assert!(!parse(&marked).is_nested(&all), "{}", marked);
    }
}
