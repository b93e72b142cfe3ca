//! What lines are laid out for.

/// Prose is not set wider than this, however wide the terminal is: long lines are hard to follow.
const PROSE_MAX: usize = 100;

/// Narrower terminals get lines of this width.
const WIDTH_MIN: usize = 10;

/// The room for text, and how emphasis is to be shown in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    width: usize,
    marks: bool,
}

impl Page {
    /// Builds a page of `width` columns, at least 10; for `marks` see [`Page::marks`].
    pub fn new(width: usize, marks: bool) -> Page {
        Page {
            width: width.max(WIDTH_MIN),
            marks,
        }
    }

    /// Columns of tables and code.
    pub fn width(self) -> usize {
        self.width
    }

    /// Columns of prose, at most 100.
    pub fn prose(self) -> usize {
        self.width.min(PROSE_MAX)
    }

    /// Whether strong and emphasised text keeps its Markdown signs, because no escape can show it.
    pub fn marks(self) -> bool {
        self.marks
    }
}

/// A page on which escapes show what is strong.
impl From<usize> for Page {
    fn from(width: usize) -> Page {
        Page::new(width, false)
    }
}
