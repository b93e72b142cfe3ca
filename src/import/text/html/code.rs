//! Listings: which elements are one, in which language, and their text.

use super::tree::{Element, Kind, NodeId, Tree};

/// A listing as a fence holds it.
pub struct Listing {
    /// May be empty.
    pub language: String,
    /// Without blank lines at its ends.
    pub text: String,
}

/// How far up an element may stand that names the language.
const LANGUAGE_SOUGHT: usize = 4;

/// Languages that stand as a bare class beside `hljs`, `prism` or `sourceCode`.
const LANGUAGES: &[&str] = &[
    "asm",
    "awk",
    "bash",
    "c",
    "clojure",
    "cpp",
    "csharp",
    "css",
    "dart",
    "diff",
    "dockerfile",
    "elixir",
    "erlang",
    "go",
    "golang",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "julia",
    "kotlin",
    "kt",
    "less",
    "lisp",
    "lua",
    "makefile",
    "markdown",
    "nginx",
    "nix",
    "ocaml",
    "perl",
    "php",
    "powershell",
    "properties",
    "proto",
    "protobuf",
    "ps1",
    "py",
    "python",
    "r",
    "rb",
    "ruby",
    "rs",
    "rust",
    "scala",
    "scss",
    "sh",
    "shell",
    "sql",
    "swift",
    "terraform",
    "tex",
    "text",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
    "yml",
    "zig",
];

/// Whether `element` is a listing of its own, and not code in a line.
pub fn is_listing(tree: &Tree, id: NodeId, element: &Element) -> bool {
    let name = element.name.as_str();
    let has_listing = || {
        let inner = |child: &NodeId| tree.find(*child, &|inner| inner.name == "pre").is_some();
        tree.children(id).iter().any(inner)
    };
    match name {
        "pre" | "xmp" | "listing" | "plaintext" => true,
        "code" => {
            has_lines(tree, id)
                && (class_language(element).is_some()
                    || is_highlighted(element)
                    || element.look.keeps_lines == Some(true))
        }
        "div" | "p" | "span" | "figure" => {
            let is_source = element.classes().any(|class| {
                class.starts_with("highlight-source-") || class.starts_with("highlight-text-")
            });
            let is_kept = element.look.keeps_lines == Some(true)
                && element.look.mono == Some(true)
                && name != "span";
            (is_source || is_kept) && !has_listing()
        }
        _ => false,
    }
}

fn is_highlighted(element: &Element) -> bool {
    element
        .classes()
        .any(|class| matches!(class, "hljs" | "prism" | "highlight" | "sourceCode"))
}

fn has_lines(tree: &Tree, id: NodeId) -> bool {
    let is_line = |element: &Element| matches!(element.name.as_str(), "br" | "div" | "p");
    tree.find(id, &is_line).is_some() || tree.raw_text(id).trim().contains('\n')
}

/// Reads a listing.
pub fn listing(tree: &Tree, id: NodeId) -> Listing {
    let mut text = String::new();
    add(tree, id, &mut text);
    Listing {
        language: language(tree, id),
        text: tidy(&text),
    }
}

fn add(tree: &Tree, id: NodeId, out: &mut String) {
    let element = match &tree.node(id).kind {
        Kind::Text(text) => return out.push_str(&text.text),
        Kind::Element(element) => element,
    };
    if element.is_hidden() {
        return;
    }
    let is_line = matches!(
        element.name.as_str(),
        "div" | "p" | "li" | "tr" | "ol" | "ul" | "table"
    );
    if element.name == "br" || is_line && !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    for child in tree.children(id) {
        add(tree, *child, out);
    }
    if is_line && !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Blanks that do not break become plain ones; lines end where their text ends.
fn tidy(text: &str) -> String {
    let text = text.replace('\u{a0}', " ");
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let Some(first) = lines.iter().position(|line| !line.is_empty()) else {
        return String::new();
    };
    let last = lines
        .iter()
        .rposition(|line| !line.is_empty())
        .unwrap_or(first);
    lines[first..=last].join("\n")
}

/// The language by the classes of the listing, of what is in it, or of what it is in.
fn language(tree: &Tree, id: NodeId) -> String {
    let inner = tree
        .children(id)
        .iter()
        .filter_map(|child| tree.element(*child));
    let outer = tree.above(id).take(LANGUAGE_SOUGHT);
    let all = tree.element(id).into_iter().chain(inner).chain(outer);
    all.filter_map(class_language)
        .find(|language| is_word(language))
        .unwrap_or_default()
}

fn class_language(element: &Element) -> Option<String> {
    const PREFIXES: &[&str] = &[
        "language-",
        "lang-",
        "highlight-source-",
        "highlight-text-",
        "hl-",
        "src-",
        "brush:",
    ];
    for attribute in ["data-lang", "data-language"] {
        if let Some(language) = element.attribute(attribute) {
            return Some(usual(language));
        }
    }
    let classes = element.attribute("class").unwrap_or_default();
    let classes = classes.replace("brush: ", "brush:");
    let named = classes.split_whitespace().find_map(|class| {
        PREFIXES
            .iter()
            .find_map(|prefix| class.strip_prefix(prefix))
    });
    let is_marked = is_highlighted(element) || matches!(element.name.as_str(), "pre" | "code");
    let bare = || {
        element
            .classes()
            .find(|class| is_marked && LANGUAGES.contains(class))
    };
    named.or_else(bare).map(usual)
}

/// Names of languages as people write them.
fn usual(language: &str) -> String {
    let language = language.trim_matches(';').to_ascii_lowercase();
    match language.as_str() {
        "ipython3" | "ipython" | "python3" => "python".into(),
        "html-basic" | "html-erb" => "html".into(),
        "c++" => "cpp".into(),
        "plaintext" | "none" | "nohighlight" | "plain" | "no-highlight" | "auto" => "text".into(),
        _ => language,
    }
}

fn is_word(language: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+#-_.".contains(c);
    (1..=30).contains(&language.len()) && language.chars().all(plain)
}
