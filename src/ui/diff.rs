//! What was typed against what was expected, character by character; and one order against another.

use unicode_segmentation::UnicodeSegmentation;

/// Longer texts are not compared: the table would be too large, and the result unreadable.
const CHARACTERS_MAX: usize = 200;

/// What became of a stretch of text between the given and the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    /// Stands in the given text only.
    Extra,
    /// Stands in the expected text only.
    Missing,
}

/// Returns the stretches that lead from `given` to `expected`; `None` where they are too long.
pub fn characters(given: &str, expected: &str) -> Option<Vec<(Change, String)>> {
    let given: Vec<&str> = given.graphemes(true).collect();
    let expected: Vec<&str> = expected.graphemes(true).collect();
    if CHARACTERS_MAX < given.len() || CHARACTERS_MAX < expected.len() {
        return None;
    }
    let common = common_lengths(&given, &expected);
    let mut changes = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < given.len() || j < expected.len() {
        if i < given.len() && j < expected.len() && given[i] == expected[j] {
            push(&mut changes, Change::Same, given[i]);
            (i, j) = (i + 1, j + 1);
        } else if i < given.len() && (j == expected.len() || common[i][j + 1] <= common[i + 1][j]) {
            push(&mut changes, Change::Extra, given[i]);
            i += 1;
        } else {
            push(&mut changes, Change::Missing, expected[j]);
            j += 1;
        }
    }
    Some(changes)
}

/// The length of the longest common subsequence of `a[i..]` and `b[j..]`, for each i and j.
fn common_lengths(a: &[&str], b: &[&str]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] = match a[i] == b[j] {
                true => lengths[i + 1][j + 1] + 1,
                false => lengths[i + 1][j].max(lengths[i][j + 1]),
            };
        }
    }
    lengths
}

fn push(changes: &mut Vec<(Change, String)>, change: Change, text: &str) {
    match changes.last_mut() {
        Some((last, stretch)) if *last == change => stretch.push_str(text),
        _ => changes.push((change, text.to_string())),
    }
}

/// Says for each place of `order` whether its item would have to move to make the order ascend.
///
/// As few as possible are to move: all but a longest ascending subsequence.
pub fn moved(order: &[usize]) -> Vec<bool> {
    // Patience sorting: `ends[n]` is the place where the best subsequence of n + 1 items ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (idx, item) in order.iter().enumerate() {
        let n = ends.partition_point(|end| order[*end] < *item);
        before.push(n.checked_sub(1).map(|n| ends[n]));
        match ends.get_mut(n) {
            Some(end) => *end = idx,
            None => ends.push(idx),
        }
    }
    let mut moved = vec![true; order.len()];
    let mut place = ends.last().copied();
    while let Some(idx) = place {
        moved[idx] = false;
        place = before[idx];
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(given: &str, expected: &str, shown: &str) {
        let stretches = characters(given, expected).expect("short texts");
        let shown_now: String = stretches
            .iter()
            .map(|(change, text)| match change {
                Change::Same => text.clone(),
                Change::Extra => format!("[-{text}-]"),
                Change::Missing => format!("{{+{text}+}}"),
            })
            .collect();
        assert_eq!(shown_now, shown);
    }

    #[test]
    fn missing_and_extra_letters_are_found() {
        check(
            "To Many Request",
            "Too Many Requests",
            "To{+o+} Many Request{+s+}",
        );
        check("serialisation", "serialization", "seriali[-s-]{+z+}ation");
        check("", "429", "{+429+}");
        check("429", "429", "429");
    }

    #[test]
    fn texts_too_long_are_not_compared() {
        assert_eq!(characters(&"a".repeat(201), "a"), None);
    }

    #[test]
    fn as_few_steps_as_possible_count_as_moved() {
        assert_eq!(moved(&[0, 1, 2]), [false, false, false]);
        assert_eq!(moved(&[3, 0, 1, 2]), [true, false, false, false]);
        assert_eq!(moved(&[1, 0]), [true, false]);
        assert!(moved(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn the_stretches_hold_both_texts(given in "[ab影]{0,12}", expected in "[ab影]{0,12}") {
            let stretches = characters(&given, &expected).expect("short texts");
            let without = |out: Change| -> String {
                let kept = stretches.iter().filter(|(change, _)| *change != out);
                kept.map(|(_, text)| text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Missing), given);
            prop_assert_eq!(without(Change::Extra), expected);
        }

        #[test]
        fn what_did_not_move_ascends(order in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle()) {
            let moved = moved(&order);
            let kept: Vec<usize> =
                order.iter().zip(&moved).filter(|(_, moved)| !**moved).map(|(item, _)| *item).collect();
            prop_assert!(kept.is_sorted());
            prop_assert!(!kept.is_empty());
        }
    }
}
