//! Where a typed answer differs from the one that was wanted, for display.

use super::normal::folded;
use unicode_segmentation::UnicodeSegmentation;

/// A stretch of one of the two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both, spelled as in the wanted one.
    Same(String),
    /// In the wanted one alone.
    Missing(String),
    /// In the given one alone.
    Extra(String),
}

/// The longest text that is compared, in grapheme clusters: the work grows with the square.
const COMPARED_MAX: usize = 500;

/// Returns the pieces that lead from `given` to `wanted`.
///
/// The texts are taken apart into grapheme clusters. Case does not count, nor which of blank, `-`
/// and `_` parts two words. `Same` and `Missing` joined give `wanted`. Where a stretch is
/// replaced, what was given stands before what is missing.
pub fn diff(given: &str, wanted: &str) -> Vec<Piece> {
    let given: Vec<&str> = given.graphemes(true).take(COMPARED_MAX + 1).collect();
    let wanted: Vec<&str> = wanted.graphemes(true).collect();
    if COMPARED_MAX < given.len().max(wanted.len()) {
        return joined(vec![
            Piece::Extra(given.concat()),
            Piece::Missing(wanted.concat()),
        ]);
    }
    joined(steps(&given, &wanted))
}

/// One piece for each cluster, by the longest common subsequence.
fn steps(given: &[&str], wanted: &[&str]) -> Vec<Piece> {
    let keys = |clusters: &[&str]| clusters.iter().map(|c| key(c)).collect::<Vec<_>>();
    let (given_keys, wanted_keys) = (keys(given), keys(wanted));
    let common = common_lengths(&given_keys, &wanted_keys);
    let (mut g, mut w) = (0, 0);
    let mut out = Vec::with_capacity(given.len() + wanted.len());
    while g < given.len() || w < wanted.len() {
        if g < given.len() && w < wanted.len() && given_keys[g] == wanted_keys[w] {
            out.push(Piece::Same(wanted[w].to_string()));
            (g, w) = (g + 1, w + 1);
        } else if w == wanted.len() || g < given.len() && common[g][w + 1] <= common[g + 1][w] {
            out.push(Piece::Extra(given[g].to_string()));
            g += 1;
        } else {
            out.push(Piece::Missing(wanted[w].to_string()));
            w += 1;
        }
    }
    out
}

/// What is compared of a cluster.
fn key(cluster: &str) -> String {
    match cluster {
        "-" | "_" => " ".to_string(),
        _ if cluster.trim().is_empty() => " ".to_string(),
        _ => folded(cluster),
    }
}

/// Length of the longest common subsequence of `a[i..]` and `b[j..]`, at `[i][j]`.
fn common_lengths(a: &[String], b: &[String]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
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

/// Joins neighbours of one sort; leaves out empty ones.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Same(text)), Piece::Same(more)) => text.push_str(&more),
            (Some(Piece::Missing(text)), Piece::Missing(more)) => text.push_str(&more),
            (Some(Piece::Extra(text)), Piece::Extra(more)) => text.push_str(&more),
            (_, piece) if piece.text().is_empty() => (),
            (_, piece) => out.push(piece),
        }
    }
    out
}

impl Piece {
    pub fn text(&self) -> &str {
        match self {
            Piece::Same(text) | Piece::Missing(text) | Piece::Extra(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Writes what is missing in `[]` and what is too much in `<>`.
    fn shown(given: &str, wanted: &str) -> String {
        let mark = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Missing(text) => format!("[{text}]"),
            Piece::Extra(text) => format!("<{text}>"),
        };
        diff(given, wanted).iter().map(mark).collect()
    }

    #[test]
    fn differences_stand_where_they_are() {
        assert_eq!(shown("idenpotent", "idempotent"), "ide<n>[m]potent");
        assert_eq!(shown("kafa", "kafka"), "kaf[k]a");
        assert_eq!(shown("kaffka", "kafka"), "kaf<f>ka");
    }

    #[test]
    fn equal_texts_are_one_piece() {
        assert_eq!(diff("kafka", "kafka"), [Piece::Same("kafka".into())]);
    }

    #[test]
    fn nothing_given_is_all_missing() {
        assert_eq!(shown("", "kafka"), "[kafka]");
        assert_eq!(diff("", ""), []);
    }

    #[test]
    fn case_and_the_sort_of_blank_are_no_difference() {
        assert_eq!(shown("CACHE aside", "cache-aside"), "cache-aside");
    }

    #[test]
    fn clusters_stay_whole() {
        assert_eq!(shown("e\u{301}a", "ea"), "<e\u{301}>[e]a");
        assert_eq!(shown("👩‍💻x", "👨‍💻x"), "<👩‍💻>[👨‍💻]x");
    }

    #[test]
    fn very_long_texts_differ_as_a_whole() {
        let long = "a".repeat(100_000);
        assert_eq!(diff(&long, "kafka").len(), 2);
    }

    proptest! {
        #[test]
        fn the_wanted_text_can_be_read_off(given in "[a-d -]{0,12}", wanted in "\\PC{0,12}|[a-d -]{0,12}") {
            let pieces = diff(&given, &wanted);
            let kept = pieces.iter().filter(|piece| !matches!(piece, Piece::Extra(_)));
            prop_assert_eq!(kept.map(Piece::text).collect::<String>(), wanted);
        }

        #[test]
        fn the_given_text_can_be_read_off(given in "[a-d]{0,12}", wanted in "[a-d]{0,12}") {
            let pieces = diff(&given, &wanted);
            let kept = pieces.iter().filter(|piece| !matches!(piece, Piece::Missing(_)));
            prop_assert_eq!(kept.map(Piece::text).collect::<String>(), given);
        }
    }
}
