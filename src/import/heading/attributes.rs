//! What at the end of a heading would be attributes, an id or closing marks, and is text.

use crate::import::guard::unclozed;
use crate::model::card::is_slug;

/// A heading that no reader takes for one with attributes or closing marks.
pub fn safe(heading: &str) -> String {
    let mut heading = heading.replace(['\n', '\t'], " ").trim().to_string();
    if heading.contains("{{c") {
        heading = unclozed(&heading);
    }
    if heading.ends_with('#') {
        let text = heading.trim_end_matches('#');
        heading = format!("{text}{}", "\\#".repeat(heading.len() - text.len()));
    }
    // From the right, so that places found before stay right.
    let opens: Vec<usize> = heading.match_indices('{').map(|(idx, _)| idx).collect();
    for open in opens.into_iter().rev() {
        let inside = &heading[open + 1..];
        let meant = inside.trim_start().starts_with(['#', '.']) || inside.contains('=');
        let is_block =
            heading.ends_with('}') && !heading[open + 1..heading.len() - 1].contains('}');
        let is_open = inside.starts_with('#') && !inside.contains('}');
        if meant && is_block || is_open || is_stray_id(&heading, open) {
            heading.insert(open, '\\');
        }
    }
    heading
}

/// Whether the bracket at `open` begins what looks like the id of a card, but has text behind it;
/// in code it is none.
fn is_stray_id(heading: &str, open: usize) -> bool {
    let inside = heading[open + 1..].strip_prefix('#');
    let name = inside.and_then(|inside| inside.split_once('}'));
    let is_code = heading[..open].matches('`').count() % 2 == 1;
    let is_apart = heading[..open].ends_with(' ');
    is_apart && name.is_some_and(|(name, _)| is_slug(name)) && !is_code
}
