//! Lines of org one by one: how far they are indented, whether they are list items, and what a
//! listing looks like in Markdown.

use crate::import::text::markdown::fenced;

/// A listing without the indentation that its lines share; org's commas in front of stars go.
pub fn code_lines(language: &str, lines: &[&str]) -> Vec<String> {
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let common = full
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min();
    let code: Vec<String> = lines
        .iter()
        .map(|line| {
            let line = line.get(common.unwrap_or(0)..).unwrap_or("");
            let bare = line.trim_start();
            let escaped = [",*", ",#+", ",,"]
                .iter()
                .any(|mark| bare.starts_with(mark));
            let indent = line.len() - bare.len();
            if escaped {
                format!("{}{}", &line[..indent], &bare[1..])
            } else {
                line.to_string()
            }
        })
        .collect();
    fenced(language, &code.join("\n"))
        .split('\n')
        .map(str::to_string)
        .collect()
}

/// A check box as a sign, since a task list asks for a choice here; `term :: text` with one colon.
pub fn item_text(text: &str) -> String {
    const BOXES: &[(&str, &str)] = &[("\\[ \\] ", "☐ "), ("\\[X\\] ", "☑ "), ("\\[-\\] ", "☐ ")];
    let boxed = BOXES
        .iter()
        .find_map(|(mark, sign)| Some((text.strip_prefix(mark)?, sign)));
    let text = boxed.map_or(text.to_string(), |(text, sign)| format!("{sign}{text}"));
    text.replacen(" :: ", ": ", 1)
}

pub fn indent_of(line: &str) -> usize {
    let white = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    white.map(|c| if c == '\t' { 8 } else { 1 }).sum()
}

pub fn is_fixed(line: &str) -> bool {
    let line = line.trim_start();
    line == ":" || line.starts_with(": ")
}

/// The mark of a list item in Markdown, and its text.
pub fn item(line: &str) -> Option<(String, &str)> {
    let trimmed = line.trim_start();
    let (mark, text) = trimmed
        .split_once([' ', '\t'])
        .unwrap_or((trimmed.trim_end(), ""));
    let text = text.trim();
    let number = mark.strip_suffix(['.', ')']).unwrap_or("");
    let is_number =
        (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_bullet = matches!(mark, "-" | "+") || mark == "*" && line.starts_with([' ', '\t']);
    // `[@5]` sets the counter, which the number says already.
    let text = match text
        .strip_prefix("[@")
        .and_then(|text| text.split_once(']'))
    {
        Some((_, text)) => text.trim_start(),
        None => text,
    };
    if is_number {
        return Some((format!("{number}."), text));
    }
    is_bullet.then(|| ("-".to_string(), text))
}
