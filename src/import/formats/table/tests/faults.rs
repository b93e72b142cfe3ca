use super::*;

#[test]
fn an_unclosed_quote_is_told_where_it_opens() {
    let error = "a quote opens here and is not closed at the end of a cell: close it, and write quotes inside a quoted cell twice: `\"\"`";
    check(
        "\"front,back\nq,a\nr,b\n",
        &[&format!("ERROR a.csv:1: {error}")],
    );
    check(
        "front,back\nq,a\nr,\"b\ns,c\n",
        &[&format!("ERROR a.csv:3: {error}")],
    );
    check(
        "a,b\nq,\"a\nr,b\ns,\"c\"\n",
        &[&format!("ERROR a.csv:2: {error}")],
    );
}

#[test]
fn what_is_no_table_says_so() {
    let hint = "make the rows even, quote cells that hold the separator, or say what stands between the sides with `--between-sides`";
    check("", &["ERROR a.csv: it is empty"]);
    check("\n \n", &["ERROR a.csv: it is empty"]);
    check(
        "front,back\n",
        &["ERROR a.csv: there is no row below its headings"],
    );
    check(
        "a\nb\n",
        &[&format!(
            "ERROR a.csv: it is no table: neither tabs nor `|`, `;` or `,` part it into columns: {hint}"
        )],
    );
    check(
        "a,b\nc\nd,e\n",
        &[&format!(
            "ERROR a.csv:2: the rows are too uneven for a table: `,` gives 2 columns in 66 % of the records; this one has 1 by `,`: {hint}"
        )],
    );
    let wide = format!("a{}\n", ",".repeat(100_000));
    check(
        &wide,
        &[
            "ERROR a.csv:1: a single row is no table: name its columns with `--map`, or add headings",
        ],
    );
}

#[test]
fn limits_are_named() {
    let mut options = options(&[]);
    options.limits.notes = 1;
    check_with(
        "a,b\nc,d\n",
        &options,
        &[
            "a.csv:1: a → b",
            "ERROR a.csv: there are more than 1 notes: part it, or raise `--max-notes`",
        ],
    );
    options.limits.notes = 9;
    options.limits.field_bytes = 3;
    check_with(
        "a,b\nc,dddd\n",
        &options,
        &[
            "a.csv:1: a → b",
            "REFUSED a.csv:2: a cell has 4 bytes, at most 3 are read: shorten it, or raise `--max-field`",
        ],
    );
    options.limits.field_bytes = 99;
    options.limits.deck_levels = 1;
    check_with(
        "question,answer,deck\na,b,c::d\n",
        &options,
        &[
            "REFUSED a.csv:2: its deck is 2 levels deep, at most 1 are read: shorten its name, or raise `--max-deck-levels`",
        ],
    );
}

#[test]
fn encodings_are_read_or_named() {
    let wide: Vec<u8> = "\u{feff}front;back\na;b\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        told(harvest(&Csv, "a.csv", &wide, &options(&[]))),
        ["a.csv:2: a → b"]
    );
    let unmarked = &wide[2..];
    let found = told(harvest(&Csv, "a.csv", unmarked, &options(&[])));
    assert!(
        found[0].starts_with("ERROR a.csv:1: there is a NUL byte in the text"),
        "{found:?}"
    );
    let named = Options {
        encoding: Some("utf-16le".into()),
        ..options(&[])
    };
    assert_eq!(
        told(harvest(&Csv, "a.csv", unmarked, &named)),
        ["a.csv:2: a → b"]
    );
}
