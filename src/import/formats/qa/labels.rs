//! Lines that are no side of a card: its tags, its number, a count of the next.

use super::mark::without_bullet;
use crate::import::text::markdown::Line;

/// The lines `nid: 7` and `tags: a b` below a heading `Note`, as apy and its like write them.
#[derive(Default)]
pub struct Head {
    pub id: Option<String>,
    pub tags: Vec<String>,
}

impl Head {
    pub fn of(lines: &[Line]) -> Head {
        let mut head = Head::default();
        for (key, value) in lines.iter().filter_map(|line| line.text.split_once(':')) {
            let value = value.trim();
            match key {
                "nid" | "guid" if !value.is_empty() => head.id = Some(value.to_string()),
                "tags" => head.tags = words(value),
                _ => (),
            }
        }
        head
    }
}

/// Whether a text only counts cards: `Card 7`, `**Flashcard 7:**`, `Card #7`.
pub fn is_count(text: &str) -> bool {
    const CARDS: [&str; 4] = ["Card", "Flashcard", "Question", "卡片"];
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let number = CARDS.iter().find_map(|word| bare.strip_prefix(word));
    let number = number.map(|rest| rest.trim_start_matches(['#', ' ']));
    number.is_some_and(|rest| rest.parse::<u32>().is_ok())
}

/// The lines of an answer without a last one `Tags: a, b`, and what it says.
pub fn untagged<'l, 't>(lines: &'l [Line<'t>]) -> (&'l [Line<'t>], Vec<String>) {
    let is_text = |line: &Line| line.verbatim || !line.text.trim().is_empty();
    let last = lines.iter().rposition(is_text).unwrap_or(0);
    let line = lines.get(last).filter(|line| 0 < last && !line.verbatim);
    let bare = line.map_or("", |line| without_bullet(line.text.trim_start()));
    let bare = bare.trim_start_matches('*');
    let rest = bare.strip_prefix("Tags").unwrap_or_default();
    match rest.trim_start_matches('*').strip_prefix(':') {
        Some(tags) => (&lines[..last], words(tags)),
        None => (lines, Vec::new()),
    }
}

/// Parts tags at commas if there are any, else at blanks.
fn words(tags: &str) -> Vec<String> {
    let signs: &[char] = if tags.contains(',') { &[','] } else { &[' '] };
    let tags = tags
        .split(signs)
        .map(|tag| tag.trim().trim_start_matches(['#', '*']).trim());
    let tags = tags.filter(|tag| !tag.is_empty());
    tags.map(str::to_string).collect()
}
