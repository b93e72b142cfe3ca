use super::*;

#[test]
fn prose_code_and_logs_are_no_tables() {
    let others = [
        "# Title\n\nHello, world.\n\n- one, two\n- three, four\n",
        "Roses are red, they say\nViolets are blue, they say\nSugar is sweet, they say\n",
        "int a;\nint b;\nfloat c;\nreturn a;\n",
        "INSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b');\n",
        "INSERT INTO t VALUES (1,'a');\nINSERT INTO t VALUES (2,'b');\n",
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
        "2024-01-01 12:00:00,123 INFO started\n2024-01-01 12:00:01,456 INFO done\n",
        "10.0.0.1 - [10/Oct/2000:13:55:36] \"Mozilla (X11; Linux)\"\n10.0.0.2 - [10/Oct/2000:13:55:37] \"Mozilla (X11; Linux)\"\n",
        "| Question | Answer |\n| --- | --- |\n| a | b |\n",
        "Question | Answer\n--- | ---\na | b\n",
        "fn main() {\n\tlet a = 1;\n\tlet b = 2;\n}\n",
        "1,2\n3,4\n5,6\n",
        "all: a b\n\tcc a\n\tcc b\n",
        "Q: a\nA: b\n\nQ: c\nA: d\n",
        "a,b,c,d\ne,f,g,h\n",
        "a\0b,c\n",
        "",
    ];
    for text in others {
        assert_eq!(
            likeness(&Csv, "notes.txt", text.as_bytes()),
            Likeness::No,
            "{text}"
        );
    }
    assert_eq!(likeness(&Csv, "notes", b"\x89PNG\r\n\x1a\n"), Likeness::No);
}

#[test]
fn files_of_other_formats_are_no_tables() {
    for (path, bytes) in community_files_outside("/csv/") {
        assert_eq!(likeness(&Csv, "a.txt", &bytes), Likeness::No, "{path}");
    }
}
