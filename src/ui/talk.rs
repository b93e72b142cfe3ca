//! Questions that are answered by a line: what a quiz needs of whoever shows it.
//!
//! As with [`super::front`], lines and keys stand behind it. Everything is printed into the
//! scrollback but the prompt, which a terminal may write anew while a clock runs in it.

use super::front::FrontError;
use super::page::Page;
use super::style::Line;

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A line without its line break; it may be empty.
    Line(String),
    /// Nothing more will come.
    End,
    /// The prompt ran out while nobody answered.
    TimeUp,
}

/// What is asked.
pub struct Query<'a> {
    /// The question, laid out.
    pub shown: &'a dyn Fn(Page) -> Vec<Line>,
    /// Whether it is to be printed, or stands there already.
    pub fresh: bool,
    /// What stands before the answer, in so many columns; `None` once the time is up.
    pub prompt: &'a dyn Fn(usize) -> Option<Line>,
}

pub trait Talk {
    /// What lines are laid out for.
    fn page(&self) -> Page;

    /// Says something below what was shown.
    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError>;

    /// Asks and waits for a line.
    fn ask(&mut self, query: &Query) -> Result<Said, FrontError>;
}
