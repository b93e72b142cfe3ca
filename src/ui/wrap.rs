//! Breaking lines: prose between words, code at the last column.

use super::style::{Line, Look, Style};

/// What stands before the rest of a code line that was too long.
const CONTINUED: &str = "↪ ";

/// Prose behind a sign is not made narrower than this.
const HANG_ROOM_MIN: usize = 12;

/// Breaks prose into lines of at most `columns`, which must be 3 or more.
///
/// Lines break at spaces and between letters of scripts that are written without them. A word
/// wider than a line is broken where the line ends.
pub fn wrap(prose: &Line, columns: usize) -> Vec<Line> {
    let mut wrapper = Wrapper::new(columns);
    for (piece, piece_columns, look) in prose.pieces() {
        match piece {
            " " => wrapper.space(look),
            _ => wrapper.piece(piece, piece_columns, look),
        }
    }
    wrapper.finish()
}

/// Breaks a message between words; one of several lines, or with a word that is wider, as a path,
/// stays as it is.
pub fn fold(text: &str, columns: usize) -> String {
    let is_prose = !text.contains('\n') && text.split(' ').all(|word| word.len() <= columns);
    if !is_prose {
        return text.to_string();
    }
    let lines = wrap(&Line::from(text), columns);
    lines.iter().map(Line::text).collect::<Vec<_>>().join("\n")
}

/// Sets `sign` before the first line of wrapped prose, and spaces of its width before the others.
///
/// Where that would leave too little room, the sign is part of the prose.
pub fn hang(sign: Line, prose: &Line, columns: usize) -> Vec<Line> {
    let indent = sign.width();
    let mut whole = sign.clone();
    if columns < indent + HANG_ROOM_MIN || prose.is_empty() {
        whole.extend(prose.clone());
        return wrap(&whole, columns);
    }
    let mut lines = Vec::new();
    for part in wrap(prose, columns - indent) {
        let mut line = if lines.is_empty() {
            sign.clone()
        } else {
            Line::blank(indent)
        };
        line.extend(part);
        lines.push(line);
    }
    lines
}

/// Sets one line of a plain list, `  key   what it does`: what goes on does so under its last column.
pub fn listed(line: &str, columns: usize) -> Vec<Line> {
    if line.is_empty() {
        return vec![Line::new()];
    }
    let indent = line.len() - line.trim_start().len();
    let column = line[indent..].rfind("  ").map(|at| indent + at + 2);
    let (sign, prose) = line.split_at(column.unwrap_or(indent));
    hang(Line::from(sign), &Line::from(prose), columns)
}

/// Breaks a line of code at `columns`; every further line begins with `↪`. Blanks at a break are not
/// shown. A line is cut inside a word only where half of it would stay empty.
pub fn chop(code: &Line, columns: usize) -> Vec<Line> {
    let pieces: Vec<(&str, usize, &Look)> = code.pieces().collect();
    let is_blank = |idx: usize| pieces[idx].0 == " ";
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let mut line = match start {
            0 => Line::new(),
            _ => Line::new().with(CONTINUED, Style::Accent),
        };
        let mut used = line.width();
        let fits = |(_, columns_of_one, _): &&(&str, usize, &Look)| {
            used += columns_of_one;
            used <= columns
        };
        // A letter wider than the line stands there all the same.
        let most = (start + pieces[start..].iter().take_while(fits).count()).max(start + 1);
        let mut next = most.min(pieces.len());
        if next < pieces.len() && !is_blank(next) {
            let half = start + (next - start) / 2;
            let behind_blank = (half + 1..=next).rev().find(|idx| is_blank(idx - 1));
            next = behind_blank.unwrap_or(next);
        }
        let mut end = next;
        if next < pieces.len() {
            end -= (start..next).rev().take_while(|idx| is_blank(*idx)).count();
            next += (next..pieces.len())
                .take_while(|idx| is_blank(*idx))
                .count();
        }
        for (piece, _, look) in &pieces[start..end] {
            line.push_piece(piece, look);
        }
        lines.push(line);
        start = next;
        if pieces.len() <= start {
            return lines;
        }
    }
}

struct Wrapper {
    columns: usize,
    done: Vec<Line>,
    line: Line,
    line_columns: usize,
    /// Spaces behind `line`, kept only if a word follows on the same line.
    gap: Line,
    gap_columns: usize,
    word: Line,
    word_columns: usize,
    /// The last character of `word`.
    last: Option<char>,
}

impl Wrapper {
    fn new(columns: usize) -> Wrapper {
        Wrapper {
            columns,
            done: Vec::new(),
            line: Line::new(),
            line_columns: 0,
            gap: Line::new(),
            gap_columns: 0,
            word: Line::new(),
            word_columns: 0,
            last: None,
        }
    }

    fn space(&mut self, look: &Look) {
        self.end_word();
        // Several spaces are one in prose; within code each counts.
        if self.gap_columns == 0 || look.style == Style::Code {
            self.gap.push_piece(" ", look);
            self.gap_columns += 1;
        }
    }

    fn piece(&mut self, piece: &str, columns: usize, look: &Look) {
        let first = piece.chars().next();
        if may_break(self.last, first) {
            self.end_word();
        }
        if self.columns < self.word_columns + columns {
            self.end_word();
            self.end_line();
        }
        self.word.push_piece(piece, look);
        self.word_columns += columns;
        self.last = piece.chars().next_back();
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if self.columns < self.line_columns + self.gap_columns + self.word_columns {
            self.end_line();
        }
        let gap = std::mem::take(&mut self.gap);
        if !self.line.is_empty() {
            self.line.extend(gap);
            self.line_columns += self.gap_columns;
        }
        self.line.extend(std::mem::take(&mut self.word));
        self.line_columns += self.word_columns;
        (self.gap_columns, self.word_columns, self.last) = (0, 0, None);
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.done.push(std::mem::take(&mut self.line));
        }
        self.line_columns = 0;
        self.gap = Line::new();
        self.gap_columns = 0;
    }

    fn finish(mut self) -> Vec<Line> {
        self.end_word();
        self.end_line();
        self.done
    }
}

/// Says whether a line may end between two characters that no space parts.
fn may_break(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let joins = |c: char| is_unspaced(c) || c.is_alphanumeric();
    (is_unspaced(before) || is_unspaced(after))
        && joins(before)
        && joins(after)
        && !OPENING.contains(before)
        && !CLOSING.contains(after)
}

/// Letters and punctuation of Chinese and Japanese; Korean has spaces between its words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// What must not end a line.
const OPENING: &str = "「『（【〈《〔［｛";

/// What must not begin a line.
const CLOSING: &str =
    "、。，．・：；？！」』）】〉》〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, columns: usize, expected: &[&str]) {
        let lines: Vec<String> = wrap(&text.into(), columns).iter().map(Line::text).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_message_breaks_between_words_and_a_path_stays_whole() {
        assert_eq!(fold("one two three", 8), "one two\nthree");
        for text in ["see /home/ann/decks", "a fault\n  ^^^ here it is"] {
            assert_eq!(fold(text, 8), text);
        }
    }

    #[test]
    fn lines_break_between_words() {
        check(
            "the application fills it",
            10,
            &["the", "applicatio", "n fills it"],
        );
        check("one two  three", 9, &["one two", "three"]);
        check("  a  b ", 9, &["a b"]);
    }

    #[test]
    fn a_listed_line_goes_on_below_its_last_column() {
        let set = |line: &str| -> Vec<String> {
            let lines = listed(line, 24);
            lines.iter().map(Line::text).collect()
        };
        assert_eq!(
            set("  b   bury the card until tomorrow"),
            ["  b   bury the card", "      until tomorrow",]
        );
        assert_eq!(
            set("  any time, also at the question"),
            ["  any time, also at the", "  question",]
        );
        assert_eq!(set(""), [""]);
    }

    #[test]
    fn lines_break_between_letters_of_scripts_without_spaces() {
        check(
            "幻影読み取りは起きない。",
            10,
            &["幻影読み取", "りは起きな", "い。"],
        );
    }

    #[test]
    fn a_closing_sign_stays_with_its_letter() {
        check("一二三四五。六", 10, &["一二三四", "五。六"]);
    }

    #[test]
    fn code_is_cut_behind_a_word_or_at_the_last_column() {
        let check = |code: &str, expected: &[&str]| {
            let lines = chop(&code.into(), 12);
            let lines: Vec<String> = lines.iter().map(Line::text).collect();
            assert_eq!(lines, expected);
        };
        check(
            "select count(*) from seat",
            &["select", "↪ count(*)", "↪ from seat"],
        );
        check("a=select_count(b)", &["a=select_cou", "↪ nt(b)"]);
        check("if select_count(b)", &["if select_co", "↪ unt(b)"]);
        check("L1 cache       7 ns", &["L1 cache", "↪ 7 ns"]);
        check("    indented now", &["    indented", "↪ now"]);
        check("exactly 12 c", &["exactly 12 c"]);
        check("exactly 12 c  ", &["exactly 12 c"]);
        check("", &[""]);
    }

    #[test]
    fn a_word_of_several_looks_stays_together() {
        let line = Line::from("use ")
            .with("`", Style::Dim)
            .with("seat", Style::Code);
        let line = line.with("`", Style::Dim).with(", now", Style::Plain);
        let lines: Vec<String> = wrap(&line, 9).iter().map(Line::text).collect();
        assert_eq!(lines, ["use", "`seat`,", "now"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "\\PC{0,80}", columns in 3usize..40) {
            let line = Line::from(text);
            let lines = wrap(&line, columns);
            prop_assert!(lines.iter().all(|line| line.width() <= columns));
            let letters = |text: String| text.replace(' ', "");
            let joined: String = lines.iter().map(Line::text).collect();
            prop_assert_eq!(letters(joined), letters(line.text()));
        }
    }
}
