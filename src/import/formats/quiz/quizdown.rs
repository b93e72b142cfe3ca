//! What quizdown's files say to the site that shows them: shortcodes and blocks of settings.
//!
//! Their lines become blank ones, so that all others keep their numbers.

use std::borrow::Cow;

/// Lines of a block of settings.
const SETTINGS_MAX: usize = 20;

/// A text without what is said to the site.
pub fn without_settings(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.split('\n').collect();
    let dropped = dropped(&lines);
    if !dropped.contains(&true) {
        return Cow::Borrowed(text);
    }
    let kept = lines.iter().zip(dropped);
    let kept = kept.map(|(line, drop)| if drop { "" } else { line });
    Cow::Owned(kept.collect::<Vec<_>>().join("\n"))
}

fn dropped(lines: &[&str]) -> Vec<bool> {
    let mut dropped = vec![false; lines.len()];
    // Whether settings may follow: only blank lines stand below a heading or a shortcode.
    let (mut is_fenced, mut may_follow, mut row) = (false, false, 0);
    while row < lines.len() {
        let line = lines[row].trim();
        is_fenced ^= line.starts_with("```") || line.starts_with("~~~");
        let length = match () {
            () if is_fenced => 0,
            () if is_shortcode(line) => 1,
            () if may_follow => settings(&lines[row..]),
            () => 0,
        };
        dropped[row..row + length].fill(true);
        may_follow = match line {
            "" => may_follow,
            _ => !is_fenced && (is_shortcode(line) || line.starts_with('#')),
        };
        row += length.max(1);
    }
    dropped
}

/// `{{< quizdown >}}`, `{{< /quizdown >}}`.
fn is_shortcode(line: &str) -> bool {
    let inner = line
        .strip_prefix("{{<")
        .and_then(|rest| rest.strip_suffix(">}}"));
    inner.is_some_and(|inner| inner.trim_matches([' ', '/']).starts_with("quizdown"))
}

/// How many lines a block of settings has that starts here; 0 where there is none.
fn settings(lines: &[&str]) -> usize {
    if lines[0].trim_end() != "---" {
        return 0;
    }
    let inside = lines[1..].iter().take(SETTINGS_MAX);
    let n_settings = inside.take_while(|line| is_setting(line)).count();
    let closed = lines
        .get(n_settings + 1)
        .is_some_and(|line| line.trim_end() == "---");
    match 0 < n_settings && closed {
        true => n_settings + 2,
        false => 0,
    }
}

/// `shuffle_answers: true`, `startOn: 2`, `locale: de`: no prose is written so.
fn is_setting(line: &str) -> bool {
    let Some((key, _)) = line.split_once(": ") else {
        return false;
    };
    let is_key = key.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let joined = key.contains(|c: char| c == '_' || c.is_ascii_uppercase());
    is_key && key.starts_with(|c: char| c.is_ascii_lowercase()) && (joined || key == "locale")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_shortcodes_are_blank() {
        let text = "{{< quizdown >}}\n---\nlocale: de\n---\n# a\n\n---\nshuffle_answers: true\n---\nb\n{{< /quizdown >}}\n";
        assert_eq!(without_settings(text), "\n\n\n\n# a\n\n\n\n\nb\n\n");
    }

    #[test]
    fn all_else_stays() {
        for text in [
            "---\nshuffle_answers: true\n---\n# a\n",
            "# a\n---\nNote: b\n---\n",
            "# a\n---\nshuffle_answers: true\nb\n",
            "# a\nb\n---\nshuffle_answers: true\n---\n",
            "```\n{{< quizdown >}}\n```\n",
            "{{< figure >}}\r\n",
        ] {
            assert_eq!(without_settings(text), text);
        }
    }
}
