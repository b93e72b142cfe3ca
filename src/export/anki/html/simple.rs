//! Texts as most cards have them: paragraphs of words, some of them bold or code. Their HTML is told without a
//! parser, several times faster; of anything else nothing is said.

/// What pulldown-cmark writes for the simplest Markdown, without the line end behind it; `None` where it is not
/// that simple.
pub(super) fn html(markdown: &str) -> Option<String> {
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 4 + 8);
    for paragraph in markdown.split("\n\n") {
        out.push_str(if out.is_empty() { "<p>" } else { "\n<p>" });
        for (idx, line) in paragraph.split('\n').enumerate() {
            if 0 < idx {
                out.push('\n');
            }
            put_line(line, &mut out)?;
        }
        out.push_str("</p>");
    }
    Some(out)
}

/// Adds a line that starts no block, and does not end in a break.
fn put_line(line: &str, out: &mut String) -> Option<()> {
    let starts = |c: char| c.is_alphabetic() || matches!(c, '`' | '*' | super::GUARD_SIGN);
    if !line.starts_with(starts) || line.ends_with(' ') {
        return None;
    }
    let mut rest = line;
    let mut before = ' ';
    while let Some(at) = rest.find(|c: char| !is_plain(c)) {
        out.push_str(&rest[..at]);
        before = rest[..at].chars().next_back().unwrap_or(before);
        rest = &rest[at..];
        let (mark, tag) = match rest.strip_prefix("**") {
            Some(_) => ("**", "strong"),
            None if rest.starts_with('`') => ("`", "code"),
            None => return None,
        };
        let (inside, behind) = rest[mark.len()..].split_once(mark)?;
        let fits = match tag {
            "code" => is_code(inside),
            _ => is_bold(inside) && is_apart(before) && behind.chars().next().is_none_or(is_apart),
        };
        if !fits || behind.starts_with(['`', '*']) {
            return None;
        }
        out.push_str(&format!("<{tag}>{}</{tag}>", body(inside)));
        before = '*';
        rest = behind;
    }
    out.push_str(rest);
    Some(())
}

/// Whether a sign means nothing but itself, in the middle of a line.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " ,.;:?!'\"()/%=+-@#$^{}".contains(c) || c == super::GUARD_SIGN
}

/// Whether stars beside it belong to the other side alone.
fn is_apart(c: char) -> bool {
    " ,.;:?!()".contains(c) || c == super::GUARD_SIGN
}

fn is_code(inside: &str) -> bool {
    let ends = [inside.chars().next(), inside.chars().next_back()];
    ends.iter().all(|c| c.is_some_and(|c| c != ' ')) && !inside.contains(char::is_control)
}

fn is_bold(inside: &str) -> bool {
    inside.starts_with(char::is_alphanumeric)
        && inside.ends_with(char::is_alphanumeric)
        && inside.chars().all(is_plain)
}

/// Escapes what is special in the body of a page.
fn body(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
