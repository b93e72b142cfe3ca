use super::super::tests::{harvest, likeness, options, told};
use super::*;
use proptest::prelude::*;

fn check(text: &str, expected: &[&str]) {
    let found = told(harvest(&AnkiText, "a.txt", text.as_bytes(), &options(&[])));
    assert_eq!(found, expected, "{text}");
}

fn community(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community/csv/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

#[test]
fn header_lines_name_columns() {
    check(
        "#separator:Semicolon\n#HTML:false\n#guid column:1\n#deck column:4\n#tags column:5\n#tags:all\ng;a < b;c;D::E;x y\n",
        &["a.txt:7: a < b → c id=g tags=all/x/y deck=D/E"],
    );
    check(
        "#separator:tab\n#columns:Back\tFront\tTags\n#deck:D\n#tags column:3\nb\ta\tx\n",
        &["a.txt:5: a → b tags=x deck=D"],
    );
}

#[test]
fn header_lines_survive_a_spreadsheet() {
    let bytes = community("own.anki-headers-mangled-by-excel.csv");
    let found = told(harvest(&AnkiText, "a.csv", &bytes, &options(&[])));
    assert_eq!(
        found,
        ["a.csv:4: What is TLS? → Transport Layer Security tags=net"]
    );
    check(
        "#separator:Comma,,\n#html:false,,\na,b,\n",
        &["a.txt:3: a → b"],
    );
}

#[test]
fn remarks_may_stand_above_the_header_lines() {
    let text = "# made by a script\n# columns = id,text\n#separator:Pipe\n#html:true\na|b\n";
    assert_eq!(
        likeness(&AnkiText, "a.txt", text.as_bytes()),
        Likeness::Sure
    );
    check(text, &["a.txt:5: a → b"]);
    for markdown in [
        "# Deck: SQL\n\n## Why?\n\nSo.\n",
        "# SQL\n#tags: a\n\n## Why?\n",
    ] {
        let found = likeness(&AnkiText, "a.md", markdown.as_bytes());
        assert_eq!(found, Likeness::No, "{markdown}");
    }
}

#[test]
fn names_of_columns_are_parted_as_they_fit_the_cells() {
    check(
        "#separator:tab\n#columns:Front Back Deck\na\tb\tD::E\n",
        &["a.txt:3: a → b deck=D/E"],
    );
    check(
        "#columns:Back,Front\n#separator:Comma\nb,a\n",
        &["a.txt:3: a → b"],
    );
    check("#separator:tab\n#columns:Word\na\tb\n", &["a.txt:3: a → b"]);
    check(
        "#separator:Comma\n#columns:Front,Back\na,b,c\n",
        &[
            "REFUSED a.txt:3: there are 3 cells in 2 columns: quote the cell that holds the separator",
        ],
    );
}

#[test]
fn the_first_row_may_name_the_columns() {
    check(
        "#separator:tab\n#html:true\n#tags column:3\nFront\tBack\tTags\na\tb\tx\n",
        &["a.txt:5: a → b tags=x"],
    );
    check(
        "#separator:tab\n#notetype:Cloze\nText\tExtra\n{{c1::a}}\tb\n",
        &["a.txt:4:  → {{c1::a}} why=b Cloze"],
    );
    check(
        "#separator:tab\n#columns:Front\tBack\nFront\tBack\n",
        &["a.txt:3: Front → Back"],
    );
}

#[test]
fn tags_are_parted_at_commas_too() {
    check(
        "#separator:tab\n#tags:all;of\n#tags column:3\na\tb\tx,y z\n",
        &["a.txt:4: a → b tags=all/of/x/y/z"],
    );
}

#[test]
fn the_older_line_of_tags_is_read() {
    let bytes = community("own.tags-first-line.csv");
    assert_eq!(likeness(&AnkiText, "a.csv", &bytes), Likeness::Cards(1));
    let found = told(harvest(&AnkiText, "a.csv", &bytes, &options(&[])));
    assert_eq!(found, ["a.csv:2: front → back tags=db/sql"]);
    assert_eq!(
        likeness(&AnkiText, "a.md", b"tags: a\n\nHello, world.\n"),
        Likeness::No
    );
}

#[test]
fn headers_without_sense_are_told() {
    check(
        "#separator:\u{1b}\n#separator:tab\n#html:maybe\n#deck column:99999999999999999999\n#tags column:-1\n#guid column:0\n#notetype column:1\n#columns:\n#deck:../../x\n#if matches:delete everything\n#unknown key:x\n#\n#:\nBasic\tfront\tback\n",
        &[
            "a.txt:14: front → back deck=../../x",
            "LOSS 9 a.txt:1 a.txt:3 a.txt:4 header lines that make no sense",
        ],
    );
    check(
        "#separator:tab\n#html:true\n",
        &["ERROR a.txt: there is no note in it"],
    );
}

#[test]
fn lines_with_a_hash_are_comments_but_quoted_ones_are_not() {
    let bytes = community("own.anki-headers-deck-column.tsv");
    let found = told(harvest(&AnkiText, "a", &bytes, &options(&[])));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("a:7: What is "));
    assert!(found[0].ends_with(" tags=rpc/http2 deck=Net/RPC"));
    assert_eq!(
        found[1],
        "a:9: #hashtag → a quoted hash is a field deck=Misc"
    );
    assert_eq!(
        found[3],
        "LOSS 1 a:8 lines that start with `#`: they are comments in this format"
    );
}

#[test]
fn a_guid_that_stands_twice_is_refused() {
    let bytes = community("own.anki-headers-guid-update.tsv");
    let read = harvest(&AnkiText, "a", &bytes, &options(&[]));
    assert!(read.0.knows_refused());
    assert_eq!(
        told(read),
        [
            "a:5: What is 2 < 3? → true & so on id=q1-guid tags=imported",
            "a:6: dup guid, first → a id=q2-guid tags=imported",
            "REFUSED a:7: the id `q2-guid` stands on line 6 already: give each row an id of its own",
        ]
    );
}

#[test]
fn note_types_say_what_is_asked() {
    check(
        "#separator:tab\n#html:false\n#notetype column:1\nBasic (and reversed card)\ta\tb\nBasic (optional reversed card)\tc\td\ty\nBasic (optional reversed card)\te\tf\t\nBasic (type in the answer)\tg\th\nCloze\t{{c1::i}}\tj\nCloze\tk\tl\nBasic\t{{c1::m}}\tn\nMine\t{{c1::o}}\t\nMine\tp\tq\tr\n",
        &[
            "a.txt:4: a → b reversed",
            "a.txt:5: c → d reversed",
            "a.txt:6: e → f",
            "a.txt:7: g → h Typed([\"h\"])",
            "a.txt:8:  → {{c1::i}} why=j Cloze",
            "a.txt:10: {\\{c1::m}} → n",
            "a.txt:11:  → {{c1::o}} Cloze",
            "a.txt:12: p → q\n\nr",
            "REFUSED a.txt:9: there is no cloze in it: write it as `{{c1::hidden}}`, with a number from 1 to 500",
        ],
    );
}

#[test]
fn community_exports_give_their_counts() {
    let counts = [
        (
            "backend-sampler.anki-export.html-guid-notetype-deck-tags.txt",
            19,
        ),
        ("own.anki-headers-deck-column.tsv", 3),
        ("own.anki-headers-guid-update.tsv", 3),
        ("own.anki-headers-mangled-by-excel.csv", 1),
        (
            "system-design.anki-export.html-guid-notetype-deck-tags.txt",
            42,
        ),
        ("system-design.anki-export.plain.txt", 42),
    ];
    for (name, expected) in counts {
        let bytes = community(name);
        let (found, error) = harvest(&AnkiText, name, &bytes, &options(&[]));
        assert_eq!((found.n_notes, error.as_str()), (expected, ""), "{name}");
        assert_eq!(likeness(&AnkiText, name, &bytes), Likeness::Sure, "{name}");
        assert_eq!(
            likeness(&super::super::Csv, name, &bytes),
            Likeness::No,
            "{name}"
        );
    }
}

proptest! {
    #[test]
    fn no_header_makes_an_export_panic(marks in prop::collection::vec(prop::sample::select(vec![
        "#", "separator", "html", "columns", "tags column", "notetype column", ":", "tab", "1", "2",
        "\n", "\t", ",", "\"", "tags:", "é", "{{c1::", "}}", "true", "Cloze", "a", "\u{a0}",
    ]), 0..60)) {
        let text = marks.concat();
        harvest(&AnkiText, "a.txt", text.as_bytes(), &options(&[]));
        likeness(&AnkiText, "a.txt", text.as_bytes());
    }
}

#[test]
fn clozes_inside_each_other_are_a_card_each_as_in_packages() {
    check(
        "#separator:tab\n#html:true\n#notetype:Cloze\n#guid column:1\n\
         g\ta {{c1::b {{c2::<i>c</i>::d}} e}} f\tmore\nh\t{{c1::a {{c1::b}}}}\t\n",
        &[
            "a.txt:5:  → a {{c1::b *c* e}} f why=more id=g\u{1f}c1 Cloze",
            "a.txt:5:  → a b {{c2::*c*::d}} e f why=more id=g\u{1f}c2 Cloze",
            "a.txt:6:  → {{c1::a b}} id=h Cloze",
        ],
    );
}

#[test]
fn a_long_text_is_not_written_once_for_each_of_many_clozes() {
    let mut text = "#separator:tab\n#notetype:Cloze\n".to_string();
    for number in 1..=9 {
        text += &format!("{{{{c{number}::a ");
    }
    text += &"}}".repeat(9);
    let limits = Limits {
        field_bytes: 200,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..options(&[])
    };
    let found = told(harvest(&AnkiText, "a.txt", text.as_bytes(), &options));
    assert_eq!(
        found,
        [
            "REFUSED a.txt:3: its cards have 810 bytes, at most 200 are read: part it, or raise `--max-field`"
        ]
    );
}

#[test]
fn a_named_topic_is_one_tag() {
    check(
        "#separator:tab\n#columns:Front\tBack\tCategory\na\tb\tHealth & Risk\n",
        &["a.txt:3: a → b tags=Health Risk"],
    );
}
