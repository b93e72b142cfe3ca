//! The front matter: what its keys mean.
//!
//! How the lines are read is told in `yaml`; here every value is a text or a list of texts.

mod scalar;
mod yaml;

use super::fault::{Report, nearest, shortened};
use super::fields::level;
use super::text::Text;
use crate::model::card::{SLUG_MAX, is_slug};
use crate::model::deck::{Comment, CommentPlace, Front};
use scalar::Scalar;
use yaml::{Entry, Value};

pub use scalar::needs_quotes;

/// The keys of the front matter, in the order in which they are printed.
pub const KEYS: [&str; 8] = [
    "id", "title", "topic", "level", "tags", "authors", "licence", "checked",
];

/// The longest title, licence and tag or author, in characters.
const TITLE_MAX: usize = 200;
const ITEM_MAX: usize = 100;

/// The most tags or authors.
const ITEMS_MAX: usize = 100;

/// Reads the front matter at the start of `text`; also returns where the body starts.
pub fn front(text: &Text, report: &mut Report) -> (Front, usize) {
    let Some(block) = yaml::block(text, report) else {
        return (Front::default(), 0);
    };
    let mut front = Front {
        comments: block.comments,
        ..Front::default()
    };
    let mut seen: Vec<&str> = Vec::new();
    for entry in &block.entries {
        let Some(key) = known_key(entry, report) else {
            continue;
        };
        if seen.contains(&key) {
            let message = format!("`{key}` stands here a second time");
            report.add(entry.key_at.clone(), message, "keep one of them");
            continue;
        }
        seen.push(key);
        set(&mut front, key, entry, report);
    }
    // An empty list is not printed, so a comment cannot stay with it.
    seen.retain(|key| match *key {
        "tags" => !front.tags.is_empty(),
        "authors" => !front.authors.is_empty(),
        _ => true,
    });
    for key in ["id", "title"] {
        if !seen.contains(&key) && !block.is_broken {
            let hint = format!("add a line `{key}: …`");
            report.add(
                block.opened_at.clone(),
                format!("the deck has no `{key}`"),
                hint,
            );
        }
    }
    front.comments = in_order(std::mem::take(&mut front.comments), &seen);
    (front, block.body)
}

/// Sorts comments as they are printed: by key, above before behind, one behind each value.
fn in_order(comments: Vec<Comment>, seen: &[&str]) -> Vec<Comment> {
    let mut sorted: Vec<Comment> = Vec::new();
    let mut behind: Vec<&str> = Vec::new();
    let keyed = comments.into_iter().map(|mut comment| {
        let key = if comment.key == "license" {
            "licence"
        } else {
            comment.key.as_str()
        };
        let key = seen
            .iter()
            .copied()
            .find(|seen| *seen == key)
            .unwrap_or_default();
        if comment.place == CommentPlace::Behind && (key.is_empty() || behind.contains(&key)) {
            comment.place = CommentPlace::Above;
        } else if comment.place == CommentPlace::Behind {
            behind.push(key);
        }
        comment.key = key.to_string();
        comment
    });
    sorted.extend(keyed);
    sorted.sort_by_key(|comment| {
        let key = KEYS.iter().position(|key| *key == comment.key);
        (key.unwrap_or(KEYS.len()), comment.place)
    });
    sorted
}

fn known_key(entry: &Entry, report: &mut Report) -> Option<&'static str> {
    if entry.key == "license" {
        return Some("licence");
    }
    let known = KEYS.into_iter().find(|key| *key == entry.key);
    if known.is_none() {
        let message = format!("unknown key `{}`", shortened(&entry.key));
        let hint = match nearest(&entry.key, &KEYS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", KEYS.join(", ")),
        };
        report.add(entry.key_at.clone(), message, hint);
    }
    known
}

fn set(front: &mut Front, key: &str, entry: &Entry, report: &mut Report) {
    match key {
        "id" => front.id = slug(entry, report).unwrap_or_default(),
        "title" => front.title = short(entry, report).unwrap_or_default(),
        "topic" => front.topic = slug(entry, report),
        "level" => {
            let scalar = scalar(entry, report);
            front.level = scalar.and_then(|scalar| level(&scalar.text, scalar.at.clone(), report));
        }
        "tags" => front.tags = list(entry, report),
        "authors" => front.authors = list(entry, report),
        "licence" => front.licence = short(entry, report),
        _ => front.checked = month(entry, report),
    }
}

fn scalar<'e>(entry: &'e Entry, report: &mut Report) -> Option<&'e Scalar> {
    match &entry.value {
        Value::Scalar(scalar) if !scalar.text.trim().is_empty() => Some(scalar),
        Value::List(_) => {
            let message = format!("`{}` is one value, not a list", entry.key);
            report.add(entry.key_at.clone(), message, "remove the brackets");
            None
        }
        Value::Broken => None,
        _ => {
            let message = format!("nothing stands behind `{}:`", entry.key);
            report.add(
                entry.key_at.clone(),
                message,
                "write it, or remove the line",
            );
            None
        }
    }
}

fn slug(entry: &Entry, report: &mut Report) -> Option<String> {
    let scalar = scalar(entry, report)?;
    if !is_slug(&scalar.text) {
        let message = format!(
            "`{}` is no {}",
            shortened(&scalar.text),
            slug_name(&entry.key)
        );
        let hint = format!("use 1 to {SLUG_MAX} of a-z, 0-9 and `-`");
        report.add(scalar.at.clone(), message, hint);
    }
    Some(scalar.text.clone())
}

fn slug_name(key: &str) -> &'static str {
    if key == "topic" { "topic id" } else { "id" }
}

fn short(entry: &Entry, report: &mut Report) -> Option<String> {
    let scalar = scalar(entry, report)?;
    at_most(scalar, &entry.key, TITLE_MAX, report);
    Some(scalar.text.trim().to_string())
}

fn at_most(scalar: &Scalar, key: &str, limit: usize, report: &mut Report) {
    if scalar.text.chars().count() > limit {
        let message = format!("`{key}` has more than {limit} characters");
        report.add(scalar.at.clone(), message, "shorten it");
    }
}

fn list(entry: &Entry, report: &mut Report) -> Vec<String> {
    let items = match &entry.value {
        Value::List(items) => items,
        Value::Broken => return Vec::new(),
        Value::Scalar(_) | Value::Nothing => {
            let message = format!("`{}` is a list", entry.key);
            report.add(
                entry.key_at.clone(),
                message,
                "write it as `[one, another]`",
            );
            return Vec::new();
        }
    };
    if items.len() > ITEMS_MAX {
        let message = format!("`{}` has more than {ITEMS_MAX} items", entry.key);
        report.add(entry.key_at.clone(), message, "leave some out");
    }
    for item in items {
        at_most(item, &entry.key, ITEM_MAX, report);
        if item.text.trim().is_empty() {
            let message = format!("an item of `{}` is empty", entry.key);
            report.add(item.at.clone(), message, "write it, or remove it");
        }
    }
    items
        .iter()
        .map(|item| item.text.trim().to_string())
        .collect()
}

/// `2026-11`.
fn month(entry: &Entry, report: &mut Report) -> Option<String> {
    let scalar = scalar(entry, report)?;
    if !is_month(&scalar.text) {
        let message = format!("`{}` is no month", shortened(&scalar.text));
        report.add(scalar.at.clone(), message, "write it as `2026-11`");
    }
    Some(scalar.text.clone())
}

/// Says whether a text is a month as `checked` has it: `2026-11`.
pub fn is_month(text: &str) -> bool {
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        Some((year, month)) => {
            digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
        }
        None => false,
    }
}

/// Says whether the front matter in these lines can only be ours: it has an `id`, or a `title`
/// and no key that some other tool reads.
pub fn is_ours<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let keys = lines.filter(|line| !line.starts_with([' ', '\t', '#', '-']));
    let keys: Vec<&str> = keys
        .filter_map(|line| line.split_once(':').map(|(key, _)| key.trim()))
        .collect();
    let known = |key: &&str| KEYS.contains(key) || *key == "license";
    keys.contains(&"id") || keys.contains(&"title") && keys.iter().all(known)
}

#[cfg(test)]
mod tests;
