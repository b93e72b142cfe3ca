//! What elements become.

use super::*;

#[test]
fn looks_become_signs() {
    check("a <b>b</b> <strong>c</strong>", "a **b** **c**");
    check("<i>a</i> <em>b</em>", "*a* *b*");
    check("<s>a</s> <del>b</del>", "~~a~~ ~~b~~");
    check(
        "<code>a</code> <tt>b`c</tt> <kbd>`</kbd>",
        "`a` ``b`c`` `` ` ``",
    );
    check("<u>a</u> <mark>b</mark> <small>c</small>", "a b c");
    check(
        "x<sup>2</sup> e<sup>iθ</sup> H<sub>2</sub>O a<sub>qz</sub>",
        "x² e^iθ^ H₂O a_qz\\_",
    );
    check("<q>a</q>", "“a”");
}

#[test]
fn bold_may_be_a_style() {
    check("<span style=\"font-weight: 600;\">a</span> b", "**a** b");
    check("<span style=\"font-weight:bold\">a</span>", "**a**");
    check("<span style=\"font-weight: 500\">a</span>", "a");
    check(
        "<b style=\"font-weight:normal\">a <span style=\"font-weight:700\">b</span></b>",
        "a **b**",
    );
    check(
        "<style>.x{font-weight:800}</style>a <span class=\"y x\">b</span>",
        "a **b**",
    );
    check(
        "<style>p b, .x .y, a:hover {font-weight:400} /* .z{ */ p.z{font-style:italic}</style><p class=z>a<b class=y>b</b>",
        "*ab*",
    );
    check(
        "<style>@media print { .x {display:none} }</style><i class=x>a</i>",
        "*a*",
    );
}

#[test]
fn signs_stand_where_they_work() {
    check("<b>a:</b>b", "**a**:b");
    check("a<b>(b)</b>c", "a(**b**)c");
    check("<b> a </b>b", "**a** b");
    check("a<b>!</b>b", "a!b");
    check("a<b><code>b</code></b>c", "a`b`c");
    check("<b>a</b><i>b</i>", "**a**b");
    check("<b>a <i>b</i></b> c", "**a *b*** c");
    check("<b>a<i>b</b>c</i>", "**a**bc");
    check("<i>a <b>b</b></i> <b>a<i>b</i></b>", "*a **b*** **ab**");
    check("<s>a <b>b</b></s>", "~~a b~~");
    check("<b>a</b><b>b</b>", "**ab**");
    check("<code>a</code><code>b</code>", "`ab`");
    check("<b></b><i> </i>a", "a");
}

#[test]
fn text_is_escaped() {
    check(
        "*a* _b_ `c` [d](e) ~f~ g~ a_b",
        "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\~f\\~ g\\~ a_b",
    );
    check("~43 min", "~43 min");
    check("5 &lt; 6 &amp;&amp; &lt;T&gt;", "5 < 6 && \\<T>");
    check(
        "<div># a</div><div>- b</div><div>1. c</div><div>&gt; d</div>",
        "\\# a\\\n\\- b\\\n1\\. c\\\n\\> d",
    );
    check("<div>a</div><div>---</div>", "a\\\n\\---");
    check("C:\\<br>b", "C:\\\\\\\nb");
    check("{{c1::a}} {{ .Values.x }}", "{\\{c1::a}} {{ .Values.x }}");
    check("a!<a href=\"http://b.c\">d</a>", "a\\![d](http://b.c)");
    check("<h1>C #</h1>", "### C \\#");
}

#[test]
fn entities_are_resolved_once() {
    check(
        "&eacute;&#x27;&#39;&mdash; &amp;#27; &amp;lt;",
        "é''— \\&#27; \\&lt;",
    );
    check("a&nbsp;b&nbsp;&nbsp; c", "a b c");
    check("a&#8203;b&shy;c&#xfeff;d", "abcd");
}

#[test]
fn what_is_never_shown_is_dropped() {
    check("<script>a</script><style>b{}</style><!-- c -->d", "d");
    check(
        "<svg><path/>x</svg><button>a</button><noscript>b</noscript>c",
        "c",
    );
    check("<svg><title>a</title></svg>", "a");
    check(
        "<p hidden>a</p><i aria-hidden=true>b</i><i style='display:none'>c</i>d",
        "d",
    );
    check("<style>.x{display:none}</style><p class=x>a</p>b", "b");
    check(
        "<html><head><title>a</title><meta x></head><body>b</body></html>",
        "b",
    );
    check("<head><title>a</title>b", "b");
    let losses = read_as("<script>a</script><canvas></canvas>", Page::default()).losses;
    assert_eq!(losses, ["scripts are left out", "drawings are left out"]);
}

#[test]
fn what_is_no_tag_is_text() {
    check("List<String> a", "List\\<String> a");
    check(
        "<vendor><form:input path='x'/> b",
        "\\<vendor>\\<form:input path='x'/> b",
    );
    check("<vendor>a</vendor>", "a");
    check("if a<b && c>d then", "if a\\<b && c>d then");
    check("a <b", "a \\<b");
    check("I </3 you", "I \\</3 you");
    check("<?php echo 1 ?>a", "\\<?php echo 1 ?>a");
    check("what is <title>?", "what is");
}

#[test]
fn lines_of_the_editor_are_lines() {
    check("a<div>b</div><div>c</div>d", "a\\\nb\\\nc\\\nd");
    check("<div>a</div><div><br></div><div>b</div>", "a\n\nb");
    check("<div>a<br></div><div>b</div>", "a\\\nb");
    check("a<br>b<br><br><br>c", "a\\\nb\n\nc");
    check("<p>a<p>b</p>c", "a\n\nb\n\nc");
    check("a<br/>b</br>c", "a\\\nb\\\nc");
    check("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb");
    check("a\n  b", "a b");
    check(
        "if x:<br>&nbsp; &nbsp; y",
        "if x:\\\n\u{a0}\u{a0}\u{a0}\u{a0}y",
    );
    check("<div style=\"white-space: pre-wrap\">a\nb</div>", "a\\\nb");
}

#[test]
fn crossed_and_missing_tags_are_read_as_browsers_do() {
    check("<b>a<p>b</b>c", "**a**\n\n**b**c");
    check("<p><b>a</p><p>b</b>c</p>", "**a**\n\n**b**c");
    check(
        "<b>a<ul><li>b</b>c</li><li>d</li></ul>",
        "**a**\n\n- **b**c\n- d",
    );
    check("</b></i>a</div>b</p>c", "ab\n\nc");
    check(
        "<table><tr><td><b>a</td><td>b</td></tr></table>",
        "| | |\n| --- | --- |\n| **a** | b |",
    );
}

#[test]
fn lists_keep_their_numbers() {
    check("<ul><li>a<li>b</ul>", "- a\n- b");
    check("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b");
    check("<ol><li>a<li value=7>b</ol>", "1. a\n\n7) b");
    check("<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b");
    check("<li>a<li>b", "- a\n- b");
    check("<ul><li></li></ul>", "");
}

#[test]
fn lists_nest() {
    check(
        "<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>",
        "- a\n  - b\n    1. c\n- d",
    );
    check(
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        "- a\n  - b\n- c",
    );
    check("<ol><li>a<p>b</p><li>c</ol>", "1. a\n\n   b\n2. c");
    check("<ul>a<li>b</ul>", "- a\n- b");
    check("<ul>a</ul>", "a");
    check(
        "<ul><li>a<pre>b\n c</pre></ul>",
        "- a\n\n  ```\n  b\n   c\n  ```",
    );
    check("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b");
    check("<ul><li><b>a</b><br>b</ul>", "- **a**\\\n  b");
}

#[test]
fn code_becomes_a_fence() {
    check("<pre>\na\n  b\n\n</pre>", "```\na\n  b\n```");
    check(
        "<pre><code class=\"language-rust hljs\">&lt;T&gt;</code></pre>",
        "```rust\n<T>\n```",
    );
    check(
        "<div class=\"highlight-source-go\"><pre><span>a</span>&nbsp;&nbsp;b<br>c</pre></div>",
        "```go\na  b\nc\n```",
    );
    check("<pre class=\"brush: sql;\">a</pre>", "```sql\na\n```");
    check(
        "<div class=\"highlight hl-ipython3\"><pre>a</pre></div>",
        "```python\na\n```",
    );
    check(
        "<pre><code class='hljs python'>a</code></pre>",
        "```python\na\n```",
    );
    check(
        "<pre class='sourceCode haskell'>a</pre>",
        "```haskell\na\n```",
    );
    check(
        "<pre><div>a</div><div><br></div><div>b</div></pre>",
        "```\na\n\nb\n```",
    );
    check("<pre>a```b</pre>", "````\na```b\n````");
    check(
        "<code class=language-js>a\nb</code> <code class=language-js>c</code>",
        "```js\na\nb\n```\n\n`c`",
    );
    check(
        "<table><tr><td class=gutter>1</td><td><pre>a</pre></td></tr></table>",
        "```\na\n```",
    );
}

#[test]
fn fonts_of_equal_width_are_code() {
    check(
        "a <span style='font-family: Menlo, monospace'>b</span>",
        "a `b`",
    );
    check("<font face='Courier New'>a</font>", "`a`");
    check("<p style='font-family:Consolas'>a</p>", "`a`");
    check(
        "<div style='font-family: monospace'>a<br>&nbsp; b</div>",
        "```\na\n  b\n```",
    );
    check(
        "<style>p.p4 {font: 12.0px Menlo}</style><p>x</p><p class=p4>a {</p><p class=p4>&nbsp; b</p>\
         <p class=p4><br></p><p class=p4>}</p>y",
        "x\n\n```\na {\n  b\n\n}\n```\n\ny",
    );
    check("<code>a</code><br><code>b</code>", "```\na\nb\n```");
    check("<code>a</code> x<br><code>b</code>", "`a` x\\\n`b`");
    check(
        "<div style='font-family:Menlo; white-space:pre'><div>a {</div><div>  b</div></div>",
        "```\na {\n  b\n```",
    );
}

#[test]
fn colour_is_code_if_nothing_else_stresses() {
    check(
        "Use <font color=red>git stash</font> to put changes aside",
        "Use `git stash` to put changes aside",
    );
    check(
        "Use <span style='color: #f00'>git stash</span> to put changes aside",
        "Use `git stash` to put changes aside",
    );
    check(
        "Use <font color=red>git stash</font> to put <b>changes</b> aside",
        "Use git stash to put **changes** aside",
    );
    check("<font color=red>all of it</font>", "all of it");
    check(
        "a b c d e <span style='color: rgb(36, 41, 46)'>f</span>",
        "a b c d e f",
    );
}

#[test]
fn tables_that_fit_stay_tables() {
    check(
        "<table><tr><th>A</th><th><b>B</b></th></tr><tr><td>1</td><td><code>x|y</code> | z</td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | `x\\|y` \\| z |",
    );
    check(
        "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td>1</td><td></td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | |",
    );
    check(
        "<table><tr><td>1<td>2<tr><td>3<td>4</table>",
        "| | |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |",
    );
    check(
        "<table><tr><td colspan=2>a</td></tr><tr><td rowspan=2>b<td>c<tr><td>d</table>",
        "| | |\n| --- | --- |\n| a | |\n| b | c |\n| | d |",
    );
    check("<table><tr><td>a</td></tr></table>b", "a\n\nb");
    check("<table></table>", "");
}

#[test]
fn other_tables_become_lists() {
    check(
        "<table><tr><th>Verb<th>Body</tr><tr><td>GET<td>no<br>never</tr><tr><td>PUT<td><pre>a</pre><pre>b</pre></tr></table>",
        "- Verb: GET\\\n  Body: no\\\n  never\n\n- Verb: PUT\\\n  Body:\n\n  ```\n  a\n  ```\n\n  ```\n  b\n  ```",
    );
    let wide = format!("<table><tr>{}</tr></table>", "<td>a</td>".repeat(7));
    check(&wide, &format!("- {}a", "a\\\n  ".repeat(6)));
}

#[test]
fn headings_start_at_the_third_level() {
    check("<h1>a</h1>b<h3>c</h3>", "### a\n\nb\n\n#### c");
    check("<h4><b>a</b><br>b</h4>", "### a b");
    check("<ul><li><h2>a</h2>b</ul>", "- **a**\n\n  b");
    check("<h4><p>a</p><ul><li>b</ul></h4>", "a\n\n- b");
    check_front("<h2>a</h2>", "a");
    check_front("<h2>a</h2><h3>b</h3>", "a\n\n### b");
}

#[test]
fn links_lead_somewhere() {
    check("<a href=\"http://a.b/c\">d</a>", "[d](http://a.b/c)");
    check(
        "<a href=\"http://a.b/c\">http://a.b/c</a>",
        "<http://a.b/c>",
    );
    check(
        "<a href=\"#x\">a</a> <a href=\"javascript:b()\">b</a> <a href=c.html>c</a> <a name=d>d</a>",
        "a b c d",
    );
    check("<h3>a<a href=\"#a\">¶</a></h3>", "### a");
    check(
        "<a href=\"http://a.b/(c d\">e</a>",
        "[e](http://a.b/%28c%20d)",
    );
    check(
        "<a href=\"http://a.b/c_(d)?e=1&amp;lt;f\">g</a>",
        "[g](http://a.b/c_(d)?e=1\\&lt;f)",
    );
    check("a <a href=\"http://a.b\"> b </a>c", "a [b](http://a.b) c");
    check(
        "<b>a <a href=\"http://a.b\">b</a></b>",
        "**a [b](http://a.b)**",
    );
    check(
        "<a href=\"http://a.b\"><code>c</code></a>",
        "[`c`](http://a.b)",
    );
    check(
        "<a href=\"http://a.b\"><ul><li>c</ul></a>",
        "- c\n\n<http://a.b>",
    );
    check("<a href=\"http://a.b\"></a>c", "c");
}

#[test]
fn pictures_and_sounds_are_beside_the_deck() {
    let page = read_as(
        "<img src=\"a b.png\"><img src=i/c.png alt=\"d [e]\"><audio src=f.mp3></audio>[sound:g.mp3]<video><source src=h.mp4></video>",
        Page::default(),
    );
    assert_eq!(
        page.markdown,
        "![](<media/a b.png>)![d \\[e\\]](media/c.png)[♪ f.mp3](media/f.mp3)[♪ g.mp3](media/g.mp3)[♪ h.mp4](media/h.mp4)"
    );
    assert_eq!(
        page.media,
        ["a b.png", "i/c.png", "f.mp3", "h.mp4", "g.mp3"]
    );
    assert!(page.losses.is_empty());
}

#[test]
fn pictures_on_the_web_are_links() {
    let page = read_as(
        "<img src=\"//a.b/c.png?d\"> <img src=x data-canonical-src=\"http://a.b/e.png\" alt=f>",
        Page::default(),
    );
    assert_eq!(
        page.markdown,
        "[c.png (picture on the web)](https://a.b/c.png?d) [f (picture on the web)](http://a.b/e.png)"
    );
    assert!(page.media.is_empty());
    assert_eq!(
        page.losses,
        ["pictures on other computers are left as links"]
    );
    check(
        "<a href=\"http://v.w/x\"><img src=\"http://a.b/c.png\" alt=d></a>",
        "[d (picture on the web)](http://v.w/x)",
    );
    check(
        "<a href=\"http://a.b/z.png\"><img src=\"http://a.b/c.png\" alt=d></a>",
        "[d (picture on the web)](http://a.b/c.png)",
    );
    check("<iframe src=\"https://a.b\"></iframe>", "<https://a.b>");
}

#[test]
fn pictures_that_are_text_are_text() {
    check("<img class=latex alt=\"$x$\" src=a.png>", "$x$");
    check("<img class=emoji alt=\"🦀\" src=\"http://a.b\">", "🦀");
    check(
        "<img src=\"data:image/png;base64,AA\" alt=a><img src=\"file:///etc/passwd\">",
        "a",
    );
}

#[test]
fn formulas_stand_between_dollars() {
    check(
        "a \\(x_1 * y_2\\) \\[ z \\] [$]b[/$] [$$]c[/$$] [latex]d[/latex]",
        "a $x_1 \\* y_2$\\\n$$z$$\\\n$b$\\\n$$c$$\\\n$d$",
    );
    check("<b>a \\(b<i>c</i> &lt; d\\)</b>", "**a** $bc < d$");
    check("<p>\\[a\\]</p> \\(\\)", "$$a$$\n\n\\\\(\\\\)");
    check("\\(a", "\\\\(a");
    check("<code>sed \\(a\\)</code>", "`sed \\(a\\)`");
    check(
        "[latex]\\begin{align}a\\end{align}[/latex]",
        "$$\\begin{align}a\\end{align}$$",
    );
    check(
        "<math><mi>y</mi><annotation encoding=\"application/x-tex\">x</annotation></math>",
        "$x$",
    );
    check(
        "<script type=\"math/tex\">x</script><anki-mathjax>y</anki-mathjax>",
        "$x$$y$",
    );
    check("costs $5 or $6", "costs $5 or $6");
    let spoken = read_as("a [anki:tts lang=en_US]b[/anki:tts]", Page::default());
    assert_eq!(spoken.markdown, "a");
    assert_eq!(spoken.losses, ["texts that Anki reads aloud are left out"]);
}

#[test]
fn details_are_shut_on_the_front() {
    let html = "<details><summary>a <code>b</code></summary>c<p>d</details>e";
    check_front(html, "a `b`\n\ne");
    check(html, "**a `b`**\n\nc\n\nd\n\ne");
    check_front(
        "<details open><summary>a</summary>b</details>",
        "**a**\n\nb",
    );
    check_front("<details>a</details>b", "b");
}

#[test]
fn the_rest_of_the_elements() {
    check(
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        "漢(かん)",
    );
    check("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc");
    check("a<hr id=answer>b", "a\n\n***\n\nb");
    check("<hr>a<br><hr id=answer>", "a");
    check("<dl><dt>a<dd>b</dl>", "**a**\\\nb");
    check("<li><input type=checkbox checked> a", "- \\[x\\] a");
    check("<div dir=rtl>a</div>", "a");
    check("<select><option>a<option>b</select>", "a\\\nb");
}

#[test]
fn markdown_stays_markdown() {
    check_markdown("`a` **b**<br>- c<br>- d", "`a` **b**\n- c\n- d");
    check_markdown("a<br>b<div>c</div>", "a\\\nb\\\nc");
    check_markdown(
        "```go<br>a&nbsp; {<br><br>}<br>```",
        "```go\na  {\n\n}\n```",
    );
    check_markdown("a &lt;T&gt; `&lt;T&gt;`", "a \\<T> `<T>`");
    check_markdown("# a\n\n1. b\n   - c\n", "# a\n\n1. b\n   - c");
    check_markdown(
        "a <b>b*</b> <img src='c d.png'><ul><li>e</ul>",
        "a **b*** ![](<media/c d.png>)\n\n- e",
    );
    check_markdown("`sed \\(a\\)` \\(b\\)", "`sed \\(a\\)` $b$");
    check_markdown("| a |\n|---|\n| b |<br>c", "| a |\n|---|\n| b |\nc");
}

#[test]
fn plain_text_has_no_formatting() {
    assert_eq!(
        plain("<h1>a</h1><p>b <b>c</b><br>d<pre>e\n f</pre><script>g</script>"),
        "a b c d e f"
    );
    assert_eq!(plain("<ul><li>a<li>&lt;b&gt;</ul>"), "a <b>");
    assert_eq!(plain(""), "");
}
