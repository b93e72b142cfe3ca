//! Separators of a vault whose settings are not there, from the schedules that its cards have.
//!
//! Below a card the plugin writes its schedule. Where that stands below lines that are no card by
//! the usual separators, another separates them; it is the sign that most of them share. Fewer than
//! two such cards say nothing.

use super::note::{Note, Shape};
use super::settings::Settings;

/// As many signs of one card are compared with those of the others.
const SIGNS_MAX: usize = 20;

/// In longer lines, in bytes, none are looked for.
const LINE_MAX: usize = 4_000;

/// Sets the separators that the strangers of a note share; false where they share none.
pub fn separators(note: &Note, settings: &mut Settings) -> bool {
    let has = |wanted: fn(&Shape) -> bool| note.cards.iter().any(|card| wanted(&card.shape));
    let has_multi = has(|shape| matches!(shape, Shape::Multi { .. }));
    let has_single = has(|shape| matches!(shape, Shape::Single { .. }));
    let strangers = || note.strangers.iter();
    let between = strangers().map(|stranger| lines_between(&stranger.lines));
    let multi = shared(between.collect()).filter(|_| !has_multi);
    let inside = strangers().map(|stranger| signs(stranger.lines.last().copied().unwrap_or("")));
    let single = shared(inside.collect()).filter(|_| !has_single && multi.is_none());
    let found = multi.is_some() || single.is_some();
    if let Some(multi) = multi {
        settings.multi = multi.to_string();
    }
    if let Some(single) = single {
        settings.single = single.to_string();
        settings.single_reversed.clear();
    }
    found
}

/// The sign that at least two strangers have, and most of them.
fn shared(of_each: Vec<Vec<&str>>) -> Option<&str> {
    let n_having = |sign: &str| of_each.iter().filter(|signs| signs.contains(&sign)).count();
    // Those of the first few, one of which has it if most do.
    let candidates = of_each.iter().take(8).flatten();
    let counted = candidates.map(|sign| (n_having(sign), *sign));
    let (count, sign) = counted.max_by_key(|(count, _)| *count)?;
    (2 <= count && of_each.len() < 2 * count).then_some(sign)
}

/// Lines of nothing but a few signs, with others above and below.
fn lines_between<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let inner = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let inner = inner.iter().map(|line| line.trim());
    let inner = inner.filter(|line| line.len() <= 8 && is_sign(line));
    inner.take(SIGNS_MAX).collect()
}

fn is_sign(text: &str) -> bool {
    let is_fence = text.starts_with("```") || text.starts_with("~~~") || text.starts_with("$$");
    // A blank line of a quote.
    let is_quote = text.trim_matches(['>', ' ']).is_empty();
    !is_quote && !is_fence && text.bytes().all(|byte| byte.is_ascii_punctuation())
}

/// Runs of signs inside of a line, each once in it, that Markdown does not use.
fn signs(line: &str) -> Vec<&str> {
    let is_sign = |c: char| ":;<>|@^-=~".contains(c);
    let mut runs = Vec::new();
    let mut rest = if line.len() <= LINE_MAX { line } else { "" };
    while let Some(start) = rest.find(is_sign).filter(|_| runs.len() < SIGNS_MAX) {
        let run = &rest[start..];
        let run = &run[..run.find(|c| !is_sign(c)).unwrap_or(run.len())];
        let is_inner = !rest[start + run.len()..].trim().is_empty() && run.len() < line.len();
        let is_own = run.contains([':', ';', '<', '>', '|', '@', '^']) && 2 <= run.len();
        if is_own && is_inner && line.matches(run).count() == 1 {
            runs.push(run);
        }
        rest = &rest[start + run.len()..];
    }
    runs
}
