use super::*;

#[test]
fn a_topic_is_one_tag() {
    check(
        "Chapter,question,answer,category,tags\nIII. Law,a,b,Health Hazards & Risk,x y\n,c,d,\"Go, C++ & more\",\n",
        &[
            "a.csv:2: a → b tags=x/y/III. Law/Health Hazards Risk",
            "a.csv:3: c → d tags=Go/C++ more",
        ],
    );
    check_with(
        "question,answer,Topic\na,b,Go & more\n",
        &options(&[("tags", "topic")]),
        &["a.csv:2: a → b tags=Go more"],
    );
}

#[test]
fn headings_of_many_languages_are_no_card() {
    for headings in [
        "문제,정답",
        "Câu hỏi,Đáp án",
        "Pertanyaan,Jawaban",
        "Question,Ans",
    ] {
        check(&format!("{headings}\na,b\n"), &["a.csv:2: a → b"]);
    }
}

#[test]
fn the_hint_of_a_table_without_headings_keeps_its_first_row() {
    let text = "Is this it?\t2\tYes\tNo\nIs that one?\t1\tNo\tYes\nAnd this?\t0\tYes\tNo\n";
    let found = told(harvest(&Csv, "a.tsv", text.as_bytes(), &options(&[])));
    assert_eq!(
        found,
        [
            "ERROR a.tsv:1: which of the 4 columns asks and which answers is not clear (1 `Is this it?`, 2 `2`, 3 `Yes`, 4 `No`): say so, such as `--map question=1 --map answer=2`",
        ]
    );
    let map = options(&[("question", "1"), ("answer", "2")]);
    assert_eq!(
        told(harvest(&Csv, "a.tsv", text.as_bytes(), &map))[..3],
        [
            "a.tsv:1: Is this it? → 2",
            "a.tsv:2: Is that one? → 1",
            "a.tsv:3: And this? → 0"
        ]
    );
    check(
        "Yes,yes,q\na,b,c d e f g h i\n",
        &[
            "ERROR a.csv:1: which of the 3 columns asks and which answers is not clear (1 `Yes`, 2 `yes`, 3 `q`): say so, such as `--map question=1 --map answer=2`",
        ],
    );
}
