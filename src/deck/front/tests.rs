use super::*;
use crate::model::deck::{Comment, CommentPlace};
use crate::model::level::Level;

fn read(lines: &str) -> (Front, Vec<String>) {
    let raw = format!("---\n{lines}\n---\n");
    let text = Text::new(&raw);
    let mut report = Report::new(&text);
    let (front, _) = front(&text, &mut report);
    let faults = report
        .into_faults()
        .iter()
        .map(ToString::to_string)
        .collect();
    (front, faults)
}

/// Reads lines below an id and a title, so that a line of theirs is the file's fourth.
fn reads(lines: &str) -> Front {
    let (front, faults) = read(&format!("id: a\ntitle: A\n{lines}"));
    assert_eq!(faults, Vec::<String>::new(), "{lines}");
    front
}

fn refuses(lines: &str, expected: &[&str]) {
    assert_eq!(
        read(&format!("id: a\ntitle: A\n{lines}")).1,
        expected,
        "{lines}"
    );
}

fn title(written: &str, expected: &str) {
    let (front, faults) = read(&format!("id: a\ntitle: {written}"));
    assert_eq!((front.title.as_str(), faults), (expected, vec![]));
}

#[test]
fn every_key_is_read() {
    let front = reads(
        "topic: t\nlevel: senior\ntags: [x, y z]\nauthors:\n  - One\n  - \"Two, B\"\n\
         licence: CC-BY-4.0\nchecked: 2026-11",
    );
    assert_eq!(front.topic.as_deref(), Some("t"));
    assert_eq!(front.level, Some(Level::Senior));
    assert_eq!(front.tags, ["x", "y z"]);
    assert_eq!(front.authors, ["One", "Two, B"]);
    assert_eq!(front.licence.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(front.checked.as_deref(), Some("2026-11"));
}

#[test]
fn both_spellings_of_licence_are_read() {
    assert_eq!(reads("license: MIT").licence.as_deref(), Some("MIT"));
    refuses(
        "license: MIT\nlicence: MIT",
        &["5:1: `licence` stands here a second time: keep one of them"],
    );
}

#[test]
fn texts_are_plain_or_quoted() {
    title("Redis & co", "Redis & co");
    title("a # b", "a");
    title("a#b", "a#b");
    title("\"a: \\\"b\\\" # c\"", "a: \"b\" # c");
    title("'it''s'", "it's");
    title("NO", "NO");
}

#[test]
fn comments_are_kept_with_their_key() {
    let comments = reads("# why\ntags: [a] # b\n# end").comments;
    let comment = |key: &str, place, text: &str| Comment {
        key: key.to_string(),
        place,
        text: text.to_string(),
    };
    assert_eq!(
        comments,
        [
            comment("tags", CommentPlace::Above, "# why"),
            comment("tags", CommentPlace::Behind, "# b"),
            comment("", CommentPlace::Above, "# end"),
        ]
    );
}

#[test]
fn an_unknown_key_names_the_nearest() {
    refuses(
        "levell: senior",
        &["4:1: unknown key `levell`: did you mean `level`?"],
    );
    refuses(
        "layout: post",
        &[
            "4:1: unknown key `layout`: known are id, title, topic, level, tags, authors, licence, checked",
        ],
    );
}

#[test]
fn what_could_expand_is_refused_by_its_name() {
    refuses(
        "topic: &a b",
        &["4:8: anchors are not read here: put the value in quotes"],
    );
    refuses(
        "topic: *a",
        &["4:8: aliases are not read here: put the value in quotes"],
    );
    refuses(
        "topic: !!binary aGk=",
        &["4:8: tags are not read here: put the value in quotes"],
    );
    refuses(
        "topic: {a: b}",
        &["4:8: mappings are not read here: put the value in quotes"],
    );
    refuses(
        "topic: |",
        &["4:8: block texts are not read here: write the value on one line"],
    );
    refuses(
        "<<: *b",
        &["4:1: merge keys are not read here: write the values themselves"],
    );
    refuses(
        "tags: [[a]]",
        &["4:8: a list stands inside a list: write one list"],
    );
    refuses(
        "tags:\n  a: b\n  c: d",
        &[
            "4:1: `tags` is a list: write it as `[one, another]`",
            "5:3: an indented line: values do not nest here: write each value on the line of its key",
        ],
    );
}

#[test]
fn a_value_has_to_end_on_its_line() {
    refuses(
        "licence: \"a",
        &["4:10: the quote is never closed: close it on the same line"],
    );
    refuses(
        "tags: [a,\n  b]",
        &["4:7: the list is never closed: close it with `]` on the same line"],
    );
    refuses(
        "licence: \"a\" b",
        &["4:14: something stands behind the value: put the whole value in quotes"],
    );
    refuses(
        "licence: a: b",
        &["4:11: a `:` stands in the value: put the value in quotes"],
    );
}

#[test]
fn values_are_checked() {
    refuses(
        "level: off",
        &["4:8: unknown level `off`: use foundation, intermediate, senior"],
    );
    refuses(
        "checked: 2026-13",
        &["4:10: `2026-13` is no month: write it as `2026-11`"],
    );
    refuses(
        "topic: A b",
        &["4:8: `A b` is no topic id: use 1 to 64 of a-z, 0-9 and `-`"],
    );
    refuses(
        "tags: redis",
        &["4:1: `tags` is a list: write it as `[one, another]`"],
    );
    refuses(
        "licence: [a]",
        &["4:1: `licence` is one value, not a list: remove the brackets"],
    );
    refuses(
        "tags: [a,, b]",
        &["4:10: an item of `tags` is empty: write it, or remove it"],
    );
    refuses(
        "level:",
        &["4:1: nothing stands behind `level:`: write it, or remove the line"],
    );
}

#[test]
fn id_and_title_have_to_be_there() {
    assert_eq!(
        read("title: A").1,
        ["1:1: the deck has no `id`: add a line `id: …`"]
    );
    assert_eq!(
        read("id: a").1,
        ["1:1: the deck has no `title`: add a line `title: …`"]
    );
    let long = "t".repeat(201);
    let (_, faults) = read(&format!("id: a\ntitle: {long}"));
    assert_eq!(
        faults,
        ["3:8: `title` has more than 200 characters: shorten it"]
    );
}

#[test]
fn what_never_closes_is_named_at_its_opening() {
    let text = Text::new("---\nid: a\n\n## x\n\n---\n");
    let mut report = Report::new(&text);
    front(&text, &mut report);
    let faults: Vec<String> = report
        .into_faults()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected =
        "1:1: the front matter is never closed: put `---` on a line of its own behind it";
    assert_eq!(faults, [expected]);
}

#[test]
fn texts_that_yaml_reads_otherwise_need_quotes() {
    for text in [
        "",
        " a",
        "no",
        "12",
        "2026-01-01",
        "a: b",
        "a #b",
        "[a",
        "- a",
        "a, b",
        "*a",
    ] {
        assert!(needs_quotes(text, true), "{text}");
    }
    for text in [
        "a",
        "CC-BY-4.0",
        "HTTP/2 & co",
        "the retain contributors",
        "C#",
        "3-way merge",
    ] {
        assert!(!needs_quotes(text, true), "{text}");
    }
}
