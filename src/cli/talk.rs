//! Questions and answers outside of a review: on the keyboard, or on plain lines.

use super::context::{Context, is_dumb};
use super::failure::{Failure, Kind, Result};
use super::review::{self, Stopped};
use crate::ui::front::FrontError;
use crate::ui::plain::Plain;
use crate::ui::talk::Talk;
use std::io::{self, IsTerminal, Write};

/// Who asks: the terminal with a clock that runs, or plain lines; beside JSON on standard error.
pub fn talk(context: &Context, json: bool) -> Result<Box<dyn Talk>> {
    if context.is_interactive() && !is_dumb() && !json {
        return Ok(Box::new(review::terminal(context)?));
    }
    let out: Box<dyn Write> = match json {
        true => Box::new(io::stderr()),
        false => Box::new(io::stdout()),
    };
    let lines = io::BufReader::new(io::stdin());
    let (palette, width) = (context.palette(), context.width());
    Ok(Box::new(Plain::new(lines, out, palette, width)))
}

/// The exit of a sitting: Ctrl-C and a lost terminal are told by the code alone.
pub fn ended(sat: std::result::Result<(), Stopped>) -> Result<()> {
    match sat {
        Ok(()) => Ok(()),
        Err(Stopped::Failed(failure)) => Err(failure),
        Err(Stopped::Front(FrontError::Gone)) if !io::stdout().is_terminal() => {
            Err(Failure::silent(Kind::BrokenPipe))
        }
        Err(Stopped::Front(_)) => Err(Failure::silent(Kind::Interrupted)),
    }
}
