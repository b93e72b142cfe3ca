//! What a sitting needs of whoever shows it: two front ends stand behind this, lines and keys.

use super::screen::Screen;
use super::style::Line;
use crate::session::Input;

/// Why a front end cannot go on.
#[derive(Debug)]
pub enum FrontError {
    /// Ctrl-C or a signal: the sitting ends, every answer is kept.
    Interrupted,
    /// Nobody is there any more: the terminal is gone, or the pipe is closed.
    Gone,
}

pub trait Front {
    /// Shows the screen, as far as it is not shown already, and waits for an input.
    fn ask(&mut self, screen: &Screen) -> Result<Input, FrontError>;

    /// Says something below what was shown.
    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError>;

    /// Hands the terminal to another program while `run` goes on, and takes it back.
    fn lend(&mut self, run: &mut dyn FnMut());
}
