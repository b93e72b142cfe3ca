//! Clozes as the deck format wants them.

use super::*;
use crate::deck::cloze::clozes;

#[test]
fn clozes_stay_clozes() {
    check_clozes(
        "{{c1::a}} b {{c2::c::d}} {{c1,3::e}}",
        "{{c1::a}} b {{c2::c::d}} {{c1,3::e}}",
    );
    check_clozes("{{c1::a", "{\\{c1::a");
    check_clozes("{{c1::a_b*}} {{ x }} }}", "{{c1::a_b\\*}} {{ x }} }}");
}

#[test]
fn code_in_a_cloze_is_a_span() {
    check_clozes("{{c1::<code>a::b</code>}}", "{{c1::`a::b`}}");
    check_clozes("<code>a {{c1::b}} c</code>", "`a `{{c1::`b`}}` c`");
    check_clozes("<code>{{c1::b::hint}}</code>", "{{c1::`b`::hint}}");
}

#[test]
fn a_listing_with_clozes_becomes_lines_of_code() {
    check_clozes(
        "<pre><code class=language-rust>fn {{c1::main}}() {\n\n    {{c2::a}};\n}</code></pre>",
        "`fn `{{c1::`main`}}`() {`\\\n` `\\\n`    `{{c2::`a`}}`;`\\\n`}`",
    );
    check_clozes("<pre>{{c1::a\n  b}}</pre>", "{{c1::`a`\\\n`  b`}}");
    check_clozes("{{c1::<pre>a</pre>}} b", "{{c1::`a`}}\n\nb");
    check_clozes("<pre>a</pre>{{c1::b}}", "```\na\n```\n\n{{c1::b}}");
}

#[test]
fn a_cloze_over_paragraphs_becomes_several() {
    check_clozes("{{c1::a<p>b::c}}d", "{{c1::a}}\n\n{{c1::b::c}}d");
    check_clozes(
        "{{c2::<ul><li>a</li><li>b</li></ul>}}",
        "- {{c2::a}}\n- {{c2::b}}",
    );
    check_clozes(
        "<table><tr><td>{{c1::a</td><td>b}}</td></tr></table>",
        "| | |\n| --- | --- |\n| {{c1::a}} | {{c1::b}} |",
    );
    check_clozes("{{c1::a<br>b}}", "{{c1::a\\\nb}}");
}

#[test]
fn looks_do_not_reach_into_a_cloze() {
    check_clozes("<b>{{c1::a}}</b>", "{{c1::**a**}}");
    check_clozes("<b>a {{c1::b}} c</b>", "**a {{c1::b}} c**");
    check_clozes("{{c1::<b>a</b>}}", "{{c1::**a**}}");
    check_clozes("{{c1::a <b>b}} c</b>", "{{c1::a **b**}} **c**");
    check_clozes("<b>a {{c1::b</b> c}}", "**a** {{c1::**b** c}}");
    check_clozes("{{c1::<b>a::b</b>}}", "{{c1::**a**::b}}");
    check_clozes(
        "<a href=\"http://a.b\">{{c1::c}}</a>",
        "[{{c1::c}}](http://a.b)",
    );
}

#[test]
fn what_hides_nothing_is_no_cloze() {
    check_clozes("a {{c1::}} {{c2:: }} {{c3:: b }}c", "a {{c3::b}} c");
}

#[test]
fn lone_braces_are_written_as_entities() {
    check_clozes(
        "{{c1::a{b}} {{c2::{x}}}",
        "{{c1::a&#123;b}} {{c2::&#123;x}}}",
    );
    assert_eq!(clozes("{{c1::a&#123;b}}").len(), 1);
}

#[test]
fn what_a_cloze_hides_starts_no_block() {
    check_clozes("{{c1::# a}}", "{{c1::\\# a}}");
    check_clozes("{{c1::1. a}}", "{{c1::1\\. a}}");
    check_clozes("{{c1::1}}. a", "{{c1::1}}\\. a");
    check_clozes("{{c1::-::b}} c", "{{c1::\\-::b}} c");
}

#[test]
fn inner_clozes_are_text() {
    check_clozes("{{c1::a {{c2::b}} c}}", "{{c1::a {\\{c2::b}} c}}");
    check_clozes("{{c1::a {{c2::b}} c", "{\\{c1::a {{c2::b}} c");
}

#[test]
fn a_cloze_that_ends_in_the_name_of_a_sound_goes_on_behind_it() {
    check_clozes(
        "{{c1::a [sound:b}}c.mp3] d",
        "{{c1::a [♪ b}}c.mp3](media/b}}c.mp3) d}}",
    );
}
