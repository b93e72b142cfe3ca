//! What the lexer finds.

use crate::ui::code::highlight;
use crate::ui::languages;
use crate::ui::style::{Line, Style};
use proptest::prelude::*;

/// Each token that is not plain, with the first letter of its style.
fn check(language: &str, code: &str, expected: &str) {
    let lines = highlight(language, code);
    let spans = lines.iter().flat_map(|line| line.spans());
    let shown: Vec<String> = spans
        .filter(|span| span.look.style != Style::Plain)
        .map(|span| format!("{:?}:{}", span.look.style, span.text()))
        .collect();
    assert_eq!(shown.join(" | "), expected);
}

#[test]
fn sql_words_are_known_in_any_case() {
    check(
        "sql",
        "SELECT id from seat where code = 'A''1' -- it's free",
        "Keyword:SELECT | Keyword:from | Keyword:where | Text:'A''1' | Comment:-- it's free",
    );
}

#[test]
fn a_block_comment_goes_on_over_lines() {
    check(
        "go",
        "a /* b\n\"c */ if",
        "Comment:/* b | Comment:\"c */ | Keyword:if",
    );
}

#[test]
fn a_lifetime_is_no_string() {
    check(
        "rust",
        "fn f<'a>(x: &'a str) -> char { 'x' }",
        "Keyword:fn | Text:'x'",
    );
}

#[test]
fn an_apostrophe_in_output_is_no_string() {
    check(
        "bash",
        "$ echo don't 'a b' # c",
        "Dim:$  | Keyword:echo | Text:'a b' | Comment:# c",
    );
}

#[test]
fn keys_of_configuration_stand_out() {
    check(
        "yaml",
        "- host: 10.0.0.1 # x",
        "Keyword:host | Number:10.0.0.1 | Comment:# x",
    );
    check(
        "json",
        r#"{"a": "b", "c": 1e-3}"#,
        "Keyword:\"a\" | Text:\"b\" | Keyword:\"c\" | Number:1e-3",
    );
    check("toml", "[a]\nb = 1", "Keyword:[a] | Keyword:b | Number:1");
    check("nginx", "proxy_pass http://a;", "Keyword:proxy_pass");
}

#[test]
fn requests_and_responses_show_what_matters() {
    check(
        "http",
        "GET /a HTTP/1.1\nHost: example.org",
        "Keyword:GET | Number:1.1 | Keyword:Host",
    );
}

#[test]
fn a_diff_is_told_by_its_first_sign() {
    check(
        "diff",
        "@@ -1 +1 @@\n-a\n+b\n c",
        "Comment:@@ -1 +1 @@ | Removed:-a | Added:+b",
    );
}

#[test]
fn python_strings_go_on_over_lines() {
    check(
        "python",
        "\"\"\"a\nb\"\"\" in",
        "Text:\"\"\"a | Text:b\"\"\" | Keyword:in",
    );
}

#[test]
fn an_unknown_language_stays_plain() {
    check("klingon", "if 'a' 1 # b", "");
}

proptest! {
    #[test]
    fn lines_keep_their_text(
        code in "[a-z0-9'\"`#/*\\-\\\\ :={}\\[\\]\n$影é]{0,80}",
        idx in 0usize..languages::ALL.len(),
    ) {
        let lines = highlight(languages::ALL[idx].names[0], &code);
        let joined: Vec<String> = lines.iter().map(Line::text).collect();
        prop_assert_eq!(joined.join("\n"), code.strip_suffix('\n').unwrap_or(&code));
    }
}
