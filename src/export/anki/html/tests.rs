use super::*;
use proptest::prelude::*;

fn names() -> Names<'static> {
    let names = [
        ("media/a b.png", "a b.png"),
        ("media/s.mp3", "s.mp3"),
        ("x.pdf", "x.pdf"),
    ];
    names.map(|(path, name)| (path, name.to_string())).into()
}

fn block(markdown: &str, expected: &str) {
    assert_eq!(Writer::new(&names()).block(markdown), expected);
}

fn cloze(markdown: &str, expected: &str) {
    assert_eq!(Writer::new(&names()).clozes(markdown), expected);
}

#[test]
fn code_keeps_its_form() {
    block(
        "```go\nif a < b {\n\tx\n}\n```",
        "<pre><code class=\"language-go\">if a &lt; b {\n\tx\n}\n</code></pre>",
    );
    block(
        "a `b<c>` **d**",
        "a <code>b&lt;c&gt;</code> <strong>d</strong>",
    );
}

#[test]
fn what_anki_would_read_is_broken_up() {
    block(
        "`{{ .Values.x }}`",
        "<code>{<!-- -->{ .Values.x }<!-- -->}</code>",
    );
    block("{{{a}}}", "{<!-- -->{<!-- -->{a}<!-- -->}<!-- -->}");
    block("`{{c1::a}}`", "<code>{<!-- -->{c1::a}<!-- -->}</code>");
    block(
        "[a](http://b/{{c}})",
        "<a href=\"http://b/%7B%7Bc%7D%7D\">a</a>",
    );
    block(
        "\\\\(x\\\\) \\[sound:a.mp3] [$]x[/$]",
        "\\<!-- -->(x\\) [<!-- -->sound:a.mp3] [<!-- -->$]x[/$]",
    );
}

#[test]
fn clozes_become_those_of_anki() {
    cloze("a {{c1::b}} {{c2::c::d}}", "a {{c1::b}} {{c2::c::d}}");
    cloze("{{c1::`a::b`}}", "{{c1::<code>a:<!-- -->:b</code>}}");
    cloze("{{c1::f{x}}}", "{{c1::f{x}<!-- -->}}");
    cloze(
        "{{c1::`{{x}}`}}.",
        "{{c1::<code>{<!-- -->{x}<!-- -->}</code>}}.",
    );
    cloze(
        "{{c1::_a_}} **{{c1,2::b}}**",
        "{{c1::<em>a</em>}} <strong>{{c1,2::b}}</strong>",
    );
    cloze(
        "{{c1::a:::`b::c`}}",
        "{{c1::a::<!-- -->:<code>b:<!-- -->:c</code>}}",
    );
    cloze(
        "[{{c1::a}}](http://b)",
        "<a href=\"http://b\">{{c1::a}}</a>",
    );
    cloze(
        "{{c1::a}}:: {{b::c}}",
        "{{c1::a}}:: {<!-- -->{b::c}<!-- -->}",
    );
}

#[test]
fn a_cloze_in_an_address_is_its_text() {
    cloze(
        "{{c2::a}} [b](http://c/{{c1::d}})",
        "{{c2::a}} <a href=\"http://c/d\">b</a>",
    );
}

#[test]
fn files_go_by_their_names() {
    block("![x](<media/a b.png>)", "<img src=\"a b.png\" alt=\"x\">");
    block("![x](media/a%20b.png)", "<img src=\"a b.png\" alt=\"x\">");
    block("[♪ s](media/s.mp3)", "[sound:s.mp3]");
    block("[x](x.pdf)", "<a href=\"x.pdf\">x</a>");
}

#[test]
fn pictures_that_are_not_there_are_counted() {
    let names = names();
    let writer = Writer::new(&names);
    writer.block("![x](y.png) ![z](https://a/b.png)");
    assert_eq!((writer.take_missing(), writer.take_missing()), (1, 0));
}

#[test]
fn raw_html_is_text_but_for_harmless_tags() {
    block(
        "a<br>b <script>x</script>",
        "a<br>b &lt;script&gt;x&lt;/script&gt;",
    );
    block(
        "<div onclick=x>\n<b>\n</div>",
        "&lt;div onclick=x&gt;<br>\n&lt;b&gt;<br>\n&lt;/div&gt;",
    );
    block("Vec<T>, <b>", "Vec&lt;T&gt;, &lt;b&gt;");
    block("a<sub>2</sub>", "a<sub>2</sub>");
}

#[test]
fn a_line_starts_no_block() {
    let names = names();
    let writer = Writer::new(&names);
    assert_eq!(writer.line("1. a `b`"), "1. a <code>b</code>");
    assert_eq!(writer.line("# a"), "# a");
}

#[test]
fn what_normalising_would_change_is_written_in_numbers() {
    block("e\u{301}", "e&#769;");
    block("\u{e9}", "\u{e9}");
    assert_eq!(escaped("e\u{301}\""), "e&#769;&quot;");
}

#[test]
fn lists_and_tables_are_html() {
    block("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    block("a\n\nb", "<p>a</p>\n<p>b</p>");
}

#[test]
fn the_simplest_texts_are_told_without_a_parser() {
    for markdown in [
        "What is **a cache**, and `b < c`?",
        "One.\\\nTwo (**2**) `x&y`.\n\nThree: \"d\".",
        "\u{a0}1. d",
    ] {
        let told = simple::html(markdown);
        assert_eq!(
            told,
            Some(Writer::new(&names()).parsed(markdown)),
            "{markdown}"
        );
    }
}

proptest! {
    #[test]
    fn the_short_way_leads_where_the_long_one_does(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a", "a", "a", "word", "word ", " b", " **b** ", " `c` ", "**b**", "`c`", "\na", "\n\nb", "\\\n", "\\\nc", "1", "1.", "2)", " ", "  ", "\n", "\n\n", "**", "**b**", "*", "`", "`c`", "``", "`` ` ``",
                "<", "&", "&lt;", "\\", "[d](e)", "![f](g)", "|", "-", "- ", "--", "+", "#", "# ", "=", "===", "> ", "~~", "_", "é",
                ":", ".", "(", ")", "{{", "}}", "\t", "\u{a0}", "\"", "'", "$", "^", "@", "http://h.i", "[^1]", "---", "\r", "\u{2003}",
            ]),
            0..12,
        ),
    ) {
        let (markdown, names) = (pieces.concat(), names());
        if let Some(html) = simple::html(&markdown) {
            prop_assert_eq!(html, Writer::new(&names).parsed(&markdown), "{:?}", markdown);
        }
    }
}
