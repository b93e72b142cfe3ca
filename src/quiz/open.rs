//! Open questions: the points of a rubric that the learner ticks off.

use super::label::{self, LabelFault};
use crate::model::event::Rating;

/// Reads the labels of the points that the answer had: `1 3`, `all`, or `none` (also nothing).
pub fn read(text: &str, n_points: usize) -> Result<Vec<usize>, LabelFault> {
    match text.trim().to_lowercase().as_str() {
        "" | "0" | "none" => Ok(Vec::new()),
        "all" | "*" => Ok((0..n_points).collect()),
        labels => label::read(labels, n_points),
    }
}

/// Returns the grade that fits: Again below 2 points in 5, Hard below 3 in 4, else Good.
///
/// `None` where the rubric has no points.
pub fn suggest(n_ticked: usize, n_points: usize) -> Option<Rating> {
    match () {
        _ if n_points == 0 => None,
        _ if n_ticked * 5 < n_points * 2 => Some(Rating::Again),
        _ if n_ticked * 4 < n_points * 3 => Some(Rating::Hard),
        _ => Some(Rating::Good),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_named_or_all_or_none() {
        assert_eq!(read("1 3", 4), Ok(vec![0, 2]));
        assert_eq!(read(" All ", 3), Ok(vec![0, 1, 2]));
        assert_eq!(read("none", 3), Ok(vec![]));
        assert_eq!(read("", 3), Ok(vec![]));
        assert!(read("5", 4).is_err());
    }

    #[test]
    fn the_share_of_points_suggests_the_grade() {
        let grades: Vec<u8> = (0..=5).map(|n| suggest(n, 5).unwrap().number()).collect();
        assert_eq!(grades, [1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn a_rubric_without_points_suggests_nothing() {
        assert_eq!(suggest(0, 0), None);
    }
}
