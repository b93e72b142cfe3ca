//! Which points of a rubric were made, by their letters.

use super::super::failure::Result;
use super::talk::Talk;
use crate::quiz::label::LabelFault;
use crate::quiz::open;
use crate::ui::face::letter;
use crate::ui::mock;

/// Asks for the points that were made; `None` where the learner stops instead.
pub fn take(talk: &mut Talk, n_points: usize) -> Result<Option<Vec<usize>>> {
    let last = letter(n_points.saturating_sub(1));
    loop {
        let asked = match talk.page().width() {
            ..60 => "points made (a c, all, none) ".to_string(),
            _ => format!("points made, a to {last} (such as a c; all; none) "),
        };
        let line = match talk.ask(&asked)? {
            None => return Ok(None),
            Some(line) if line == "q" => return Ok(None),
            Some(line) => line,
        };
        match read(&line, n_points) {
            Ok(ticks) => return Ok(Some(ticks)),
            Err(words) => talk.show(&mock::note(&words, talk.page()))?,
        }
    }
}

/// Enter alone ticks nothing off by accident: it asks again.
fn read(line: &str, n_points: usize) -> std::result::Result<Vec<usize>, String> {
    if line.is_empty() {
        return Err("write the letters of the points, or none; q stops".to_string());
    }
    let last = letter(n_points.saturating_sub(1));
    open::read(line, n_points).map_err(|fault| match fault {
        LabelFault::Unknown { label, .. } => {
            let label: String = label.chars().take(20).collect();
            format!("`{label}` is none of a to {last}: write letters, such as a c")
        }
        LabelFault::Twice(idx) => format!("{} stands twice: name it once", letter(idx)),
        _ => "write letters, such as a c".to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tick_points_off() {
        assert_eq!(read("a c, f", 8), Ok(vec![0, 2, 5]));
        assert_eq!(read("ACF", 8), Ok(vec![0, 2, 5]));
        assert_eq!(read("all", 3), Ok(vec![0, 1, 2]));
        assert_eq!(read("none", 3), Ok(vec![]));
    }

    #[test]
    fn what_names_no_point_is_asked_again() {
        assert!(read("", 3).is_err());
        assert_eq!(
            read("a z", 8),
            Err("`z` is none of a to h: write letters, such as a c".to_string())
        );
        assert_eq!(
            read("a a", 8),
            Err("a stands twice: name it once".to_string())
        );
    }
}
