//! Columns: how much room text takes on a terminal, and fitting it into a given room.
//!
//! Everything here works in grapheme clusters, so that neither an emoji nor an accent is torn.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for the part that was cut off.
pub const ELLIPSIS: &str = "…";

/// On which side text stands in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Right,
    Centre,
}

/// Returns the smallest parts that may stand on different lines, each with its columns, 0..=3.
///
/// Parts are grapheme clusters. A cluster of more than two columns is taken apart: letters that
/// join without end would otherwise make one part wider than any terminal.
pub fn pieces(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).flat_map(|cluster| {
        let oversized = 2 < cluster.width();
        cluster
            .split_inclusive(move |_: char| oversized)
            .map(|piece| (piece, piece.width()))
    })
}

/// Returns the columns of `text`, which must be one line without control characters.
pub fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => pieces(text).map(|(_, columns)| columns).sum(),
    }
}

/// Returns as much of the beginning of `text` as fits into `columns`.
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (piece, piece_columns) in pieces(text) {
        used += piece_columns;
        if columns < used {
            break;
        }
        end += piece.len();
    }
    &text[..end]
}

/// Returns `text` where it fits, otherwise its beginning and an ellipsis.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    match columns.checked_sub(width(ELLIPSIS)) {
        Some(room) => format!("{}{ELLIPSIS}", prefix(text, room).trim_end()),
        None => String::new(),
    }
}

/// Returns the spaces to set before and after something `used` wide, to fill `columns`.
pub fn padding(used: usize, columns: usize, align: Align) -> (usize, usize) {
    let free = columns.saturating_sub(used);
    match align {
        Align::Left => (0, free),
        Align::Right => (free, 0),
        Align::Centre => (free / 2, free - free / 2),
    }
}

/// Returns `text` cut or filled up with spaces to exactly `columns`.
pub fn fit(text: &str, columns: usize, align: Align) -> String {
    let text = cut(text, columns);
    let (before, after) = padding(width(&text), columns, align);
    format!("{}{text}{}", " ".repeat(before), " ".repeat(after))
}

/// Returns `line` with its tabs as spaces up to the next multiple of `stop` columns.
pub fn expand_tabs(line: &str, stop: usize) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for (idx, part) in line.split('\t').enumerate() {
        if 0 < idx {
            let spaces = stop - column % stop;
            out.push_str(&" ".repeat(spaces));
            column += spaces;
        }
        out.push_str(part);
        column += width(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_letters_and_joined_emoji_take_two_columns() {
        let columns = |text| (text, width(text));
        assert_eq!(columns("幻影"), ("幻影", 4));
        assert_eq!(columns("👩‍💻"), ("👩‍💻", 2));
        assert_eq!(columns("🇩🇪"), ("🇩🇪", 2));
        assert_eq!(columns("e\u{301}"), ("e\u{301}", 1));
    }

    #[test]
    fn a_cut_says_so_and_tears_no_cluster() {
        assert_eq!(cut("caching", 7), "caching");
        assert_eq!(cut("caching", 6), "cachi…");
        assert_eq!(cut("幻影読", 4), "幻…");
        assert_eq!(cut("one two", 5), "one…");
        assert_eq!(cut("x👩‍💻y", 3), "x…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn filling_follows_the_alignment() {
        assert_eq!(fit("12", 5, Align::Right), "   12");
        assert_eq!(fit("12", 5, Align::Centre), " 12  ");
        assert_eq!(fit("影", 5, Align::Left), "影   ");
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expand_tabs("\ta\tbc\td", 4), "    a   bc  d");
        assert_eq!(expand_tabs("影\tx", 4), "影  x");
    }

    #[test]
    fn letters_that_join_without_end_are_taken_apart() {
        let hostile = "\u{1100}".repeat(1000);
        assert!(pieces(&hostile).all(|(_, columns)| columns <= 2));
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in "\\PC{0,40}") {
            let joined: String = pieces(&text).map(|(piece, _)| piece).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn a_fitted_text_has_its_columns(text in "\\PC{0,40}", columns in 0usize..60) {
            prop_assert_eq!(width(&fit(&text, columns, Align::Left)), columns);
        }
    }
}
