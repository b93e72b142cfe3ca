//! What filters do to the HTML of a field.

/// Says whether a field counts as empty: nothing but blanks, line breaks and empty `<div>`s.
pub fn is_blank(html: &str) -> bool {
    let mut rest = html.trim_start();
    while !rest.is_empty() {
        let Some(behind) = blank_start(rest) else {
            return false;
        };
        rest = behind.trim_start();
    }
    true
}

fn blank_start(html: &str) -> Option<&str> {
    if let Some(behind) = html.strip_prefix("&nbsp;") {
        return Some(behind);
    }
    let (tag, behind) = html.strip_prefix('<')?.split_once('>')?;
    let name = tag.trim_matches(['/', ' ']);
    let is_empty = name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("div");
    is_empty.then_some(behind)
}

/// Returns plain text as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Which part of `base[reading]` is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruby {
    Both,
    Base,
    Reading,
}

/// Returns a text with `base[reading]`, the base behind a blank or at the start, as it is shown.
pub fn ruby(html: &str, shown: Ruby) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, base, reading, behind)) = next_ruby(rest) {
        // The blank only says where the base starts.
        out.push_str(before.strip_suffix(' ').unwrap_or(before));
        match shown {
            Ruby::Both => out += &format!("<ruby>{base}<rt>{reading}</rt></ruby>"),
            Ruby::Base => out.push_str(base),
            Ruby::Reading => out.push_str(reading),
        }
        rest = behind;
    }
    out + rest
}

fn next_ruby(html: &str) -> Option<(&str, &str, &str, &str)> {
    let mut at = 0;
    loop {
        let open = at + html[at..].find('[')?;
        let close = open + html[open..].find(']')?;
        let start = html[at..open]
            .rfind([' ', '>'])
            .map_or(at, |found| at + found + 1);
        let (base, reading) = (&html[start..open], &html[open + 1..close]);
        if !base.is_empty() && !reading.is_empty() && !reading.starts_with("sound:") {
            return Some((&html[..start], base, reading, &html[close + 1..]));
        }
        at = close + 1;
    }
}
