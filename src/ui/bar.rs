//! Small charts within a line: progress, and values as bars.

use super::style::{Line, Span, Style};
use super::width;

/// Returns `[█████·····] 12/40` in `columns`; just the figures where they leave no room.
pub fn progress(done: usize, total: usize, columns: usize) -> Line {
    let figures = format!("{done}/{total}");
    let room = columns.saturating_sub(width::width(&figures) + "[] ".len());
    if room < 3 {
        return Line::from(figures).cut(columns);
    }
    let full = filled(done, total, room);
    Line::from(Span::dim("["))
        .with(&"█".repeat(full), Style::Accent)
        .with(&"·".repeat(room - full), Style::Dim)
        .with("] ", Style::Dim)
        .with(&figures, Style::Plain)
}

/// Returns a bar as long as `value` is to `most`, at most `columns`; at least one where there is any.
pub fn share(value: usize, most: usize, columns: usize) -> Line {
    let full = match (value, most) {
        (0, _) | (_, 0) => 0,
        (value, most) => (value * columns / most).clamp(1, columns.max(1)),
    };
    Line::new().with(&"█".repeat(full), Style::Accent)
}

/// A bar is empty only at nothing and full only at all.
fn filled(done: usize, total: usize, room: usize) -> usize {
    match (done.min(total), total) {
        (_, 0) | (0, _) => 0,
        (done, total) if done == total => room,
        (done, total) => {
            let share = done as f64 / total as f64;
            ((share * room as f64).round() as usize).clamp(1, room - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::palette::Palette;
    use proptest::prelude::*;

    #[test]
    fn progress_shows_share_and_figures() {
        assert_eq!(progress(12, 40, 18).text(), "[███·······] 12/40");
        assert_eq!(progress(0, 40, 17).text(), "[··········] 0/40");
        assert_eq!(progress(39, 40, 13).text(), "[████·] 39/40");
        assert_eq!(progress(0, 0, 12).text(), "[······] 0/0");
        assert_eq!(progress(12, 40, 7).text(), "12/40");
    }

    #[test]
    fn progress_can_be_ascii() {
        let ascii = Palette {
            ascii: true,
            ..Palette::PLAIN
        };
        assert_eq!(ascii.paint(&progress(5, 10, 17)), "[#####.....] 5/10");
    }

    proptest! {
        #[test]
        fn progress_keeps_to_its_columns(done in 0usize..99, total in 0usize..99, columns in 0usize..60) {
            prop_assert!(progress(done, total, columns).width() <= columns);
        }
    }
}
