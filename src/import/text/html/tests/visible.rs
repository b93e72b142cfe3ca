//! What a page shows, its Markdown shows.

use super::*;
use crate::deck::cloze::{cloze_plain, clozes};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

/// A page as it was meant.
#[derive(Clone, Debug)]
enum Node {
    Text(String),
    Line,
    Inline(&'static str, Vec<Node>),
    Block(&'static str, Vec<Node>),
    List(&'static str, Vec<Vec<Node>>),
    Pre(String),
    Table(Vec<Vec<String>>),
    Cloze(String),
}

fn text() -> impl Strategy<Value = String> {
    "[abc1 é*_`~#+.!\\[\\]<>&|:{}=”\\\\-]{1,7}".prop_map(|text| text.replace("\\[", "["))
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        6 => text().prop_map(Node::Text),
        1 => Just(Node::Line),
        1 => "[a-c<&`|\\\\ \n]{1,9}".prop_map(Node::Pre),
        1 => prop::collection::vec(prop::collection::vec(text(), 2..3), 1..3).prop_map(Node::Table),
        1 => text().prop_map(Node::Cloze),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let nodes = || prop::collection::vec(inner.clone(), 1..4);
        let inline = prop::sample::select(vec!["b", "i", "s", "code", "span", "b", "i"]);
        let block = prop::sample::select(vec!["div", "p", "blockquote", "h2", "section"]);
        let list = prop::sample::select(vec!["ul", "ol"]);
        prop_oneof![
            4 => (inline, nodes()).prop_map(|(name, nodes)| Node::Inline(name, nodes)),
            2 => (block, nodes()).prop_map(|(name, nodes)| Node::Block(name, nodes)),
            1 => (list, prop::collection::vec(nodes(), 1..3)).prop_map(|(name, items)| Node::List(name, items)),
        ]
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Writes nodes as HTML, and what of them is seen.
fn write(nodes: &[Node], clozes: bool, html: &mut String, seen: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => {
                html.push_str(&escaped(text));
                seen.push_str(text);
            }
            Node::Line => html.push_str("<br>"),
            Node::Inline(name, inner) | Node::Block(name, inner) => {
                html.push_str(&format!("<{name}>"));
                write(inner, clozes, html, seen);
                html.push_str(&format!("</{name}>"));
            }
            Node::List(name, items) => {
                html.push_str(&format!("<{name}>"));
                for item in items {
                    html.push_str("<li>");
                    write(item, clozes, html, seen);
                }
                html.push_str(&format!("</{name}>"));
            }
            Node::Pre(text) => {
                html.push_str(&format!("<pre>{}</pre>", escaped(text)));
                seen.push_str(text);
            }
            Node::Table(rows) => {
                html.push_str("<table>");
                for row in rows {
                    html.push_str("<tr>");
                    for cell in row {
                        html.push_str(&format!("<td>{}", escaped(cell)));
                        seen.push_str(cell);
                    }
                }
                html.push_str("</table>");
            }
            Node::Cloze(text) if clozes => {
                let text = text.replace([':', '{', '}'], "");
                html.push_str(&format!("{{{{c1::{}}}}}", escaped(&text)));
                seen.push_str(&text);
            }
            Node::Cloze(_) => (),
        }
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn rendered(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let mut out = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => out.push_str(&format!("HTML:{html}")),
            Event::TaskListMarker(_) => out.push_str("TASK"),
            Event::FootnoteReference(_) => out.push_str("FOOTNOTE"),
            Event::Rule => out.push_str("RULE"),
            _ => (),
        }
    }
    without_blanks(&out)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn all_text_is_seen_in_order(nodes in prop::collection::vec(node(), 1..5)) {
        let (mut html, mut seen) = (String::new(), String::new());
        write(&nodes, false, &mut html, &mut seen);
        // A formula loses its signs.
        prop_assume!(!seen.contains("\\["));
        let markdown = read_as(&html, Page::default()).markdown;
        prop_assert_eq!(rendered(&markdown), without_blanks(&seen), "{}\n{}", html, markdown);
    }

    #[test]
    fn all_clozes_are_clozes(nodes in prop::collection::vec(node(), 1..5)) {
        let (mut html, mut seen) = (String::new(), String::new());
        write(&nodes, true, &mut html, &mut seen);
        let page = Page { clozes: true, ..Page::default() };
        // A formula loses its signs.
        prop_assume!(!seen.contains("\\["));
        let markdown = read_as(&html, page).markdown;
        prop_assert_eq!(rendered(&cloze_plain(&markdown)), without_blanks(&seen), "{}\n{}", html, markdown);
        prop_assert_eq!(clozes(&markdown).len(), markdown.matches("{{c1::").count(), "{}", markdown);
    }
}
