//! Texts as most cards have them: paragraphs of words, some of them bold or code. Their HTML is told without a
//! parser, several times faster; of anything else nothing is said.

/// What pulldown-cmark writes for the simplest Markdown, without the line end behind it; `None` where it is not
/// that simple.
pub(super) fn html(markdown: &str) -> Option<String> {
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 4 + 8);
    for paragraph in markdown.split("\n\n") {
        out.push_str(if out.is_empty() { "<p>" } else { "\n<p>" });
        let mut lines = paragraph.split('\n').peekable();
        while let Some(line) = lines.next() {
            match (line.strip_suffix('\\'), lines.peek()) {
                (Some(line), Some(_)) => {
                    put_line(line, &mut out)?;
                    out.push_str("<br />\n");
                }
                (None, Some(_)) => {
                    put_line(line, &mut out)?;
                    out.push('\n');
                }
                (_, None) => put_line(line, &mut out)?,
            }
        }
        out.push_str("</p>");
    }
    Some(out)
}

/// Adds a line that starts no block.
fn put_line(line: &str, out: &mut String) -> Option<()> {
    let starts = |c: char| c.is_alphabetic() || matches!(c, '`' | '*' | super::GUARD_SIGN);
    if !line.starts_with(starts) || line.ends_with(' ') {
        return None;
    }
    let mut rest = line;
    let mut before = ' ';
    while let Some(at) = rest.find(|c| !is_plain(c)) {
        out.push_str(&rest[..at]);
        before = rest[..at].chars().next_back().unwrap_or(before);
        let (marked, is_code) = match rest[at..].strip_prefix('`') {
            Some(marked) => (marked, true),
            None => (rest[at..].strip_prefix("**")?, false),
        };
        let (inside, behind) = marked.split_once(if is_code { '`' } else { '*' })?;
        rest = match is_code {
            true => behind,
            false => behind.strip_prefix('*')?,
        };
        if rest.starts_with(['`', '*']) {
            return None;
        }
        match is_code {
            true => put_code(inside, out)?,
            false if is_apart(before) && rest.chars().next().is_none_or(is_apart) => {
                put_bold(inside, out)?;
            }
            false => return None,
        }
        before = '*';
    }
    out.push_str(rest);
    Some(())
}

fn put_code(inside: &str, out: &mut String) -> Option<()> {
    let ends = [inside.chars().next()?, inside.chars().next_back()?];
    if ends.contains(&' ') || inside.contains(char::is_control) {
        return None;
    }
    out.push_str("<code>");
    for c in inside.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str("</code>");
    Some(())
}

fn put_bold(inside: &str, out: &mut String) -> Option<()> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut chars = inside.chars();
    if !is_word(chars.next()) || !is_word(inside.chars().next_back()) || !chars.all(is_plain) {
        return None;
    }
    out.push_str("<strong>");
    out.push_str(inside);
    out.push_str("</strong>");
    Some(())
}

/// Whether a sign means nothing but itself, in the middle of a line.
fn is_plain(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | ',' | '.' | ';' | ':' | '?' | '!' | '\'' | '"' | '(' | ')' | '/'
            | '%' | '=' | '+' | '-' | '@' | '#' | '$' | '^' | '{' | '}' | super::GUARD_SIGN
    ) || !c.is_ascii() && c.is_alphanumeric()
}

/// Whether stars beside it belong to the other side alone.
fn is_apart(c: char) -> bool {
    matches!(
        c,
        ' ' | ',' | '.' | ';' | ':' | '?' | '!' | '(' | ')' | super::GUARD_SIGN
    )
}
