//! Questions that stand as bullets in sections without any `<details>`: nothing answers them.
//!
//! The outline of a file comes in; the rows of such bullets go out. They become no cards, but a
//! learner is told where they stand.

use crate::import::formats::questions::items;
use crate::import::text::headed::blocks::blocks;
use crate::import::text::headed::{Outline, names};

/// Finds bullets under headings that have at least two, most of which ask.
pub fn loose_questions(outline: &Outline) -> Vec<usize> {
    let folded = folded(outline);
    let mut found = Vec::new();
    for (idx, heading) in outline.headings.iter().enumerate() {
        let rows = heading.body..outline.section_end(idx).max(heading.body);
        let has_folded = folded[heading.row..rows.end].contains(&true);
        if has_folded || names::is_apart(&heading.text) {
            continue;
        }
        let bullets = items(outline, Some(idx), rows);
        let n_asking = bullets.iter().filter(|one| one.text.contains('?')).count();
        if 2 <= bullets.len() && bullets.len() < 2 * n_asking {
            found.extend(bullets.iter().map(|one| one.row));
        }
    }
    found
}

/// By row: whether it is part of a block. One that is never closed counts with its first row.
fn folded(outline: &Outline) -> Vec<bool> {
    let mut folded = vec![false; outline.rows.len()];
    // Those in others would only say the same again.
    for block in blocks(outline)
        .iter()
        .filter(|block| block.parent.is_none())
    {
        let end = block.close.map_or(block.start.row, |(end, _)| end.row);
        folded[block.start.row..=end].fill(true);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rows: &[usize]) {
        let folded = "# A\n<details><summary>a?</summary>\n\n## B\n- b?\n- c?\n</details>\n";
        let text = format!("{folded}{text}");
        assert_eq!(loose_questions(&Outline::new(&text)), rows, "{text}");
    }

    #[test]
    fn bullets_that_mostly_ask_are_found_where_no_block_stands() {
        check("## C\n\n- <b>d?</b>\n- e?\n- Tell me of f.\n", &[9, 10, 11]);
        check("- d?\n- e?\n", &[]);
        check("## C\n- d\n- e?\n- f\n", &[]);
        check("## C\n- d?\n", &[]);
        check("## Contributors\n- d?\n- e?\n", &[]);
        check("## C\n```\n- d?\n- e?\n```\n", &[]);
        check("## C\n- d?\n- e?\n<details>", &[]);
    }
}
