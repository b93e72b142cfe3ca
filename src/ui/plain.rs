//! The sitting on plain lines: for pipes, tests, screen readers and terminals that cannot more.
//!
//! Each line is a key; an empty one is Enter. Nothing is overwritten, nothing is coloured unless
//! the palette says so.

use super::front::{Front, FrontError};
use super::keys::{command, graded};
use super::page::Page;
use super::palette::Palette;
use super::screen::Screen;
use super::style::Line;
use super::talk::{Query, Said, Talk};
use crate::model::event::Rating;
use crate::session::{Input, Stage};
use std::io::{BufRead, Write};

pub struct Plain<R, W> {
    lines: R,
    out: W,
    palette: Palette,
    width: usize,
    /// The showing and the stage that were printed last.
    shown: Option<(u32, Stage)>,
}

/// The longest line that is read as an answer, in bytes.
const MAX_LINE: u64 = 64 * 1024;

impl<R: BufRead, W: Write> Plain<R, W> {
    pub fn new(lines: R, out: W, palette: Palette, width: usize) -> Plain<R, W> {
        Plain {
            lines,
            out,
            palette,
            width,
            shown: None,
        }
    }

    fn print(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        let text = self.palette.paint_all(lines);
        self.out
            .write_all(text.as_bytes())
            .map_err(|_| FrontError::Gone)
    }

    fn show(&mut self, screen: &Screen) -> Result<(), FrontError> {
        let page = self.palette.page(self.width);
        let now = (screen.showing.number, screen.showing.stage);
        if self.shown.is_none_or(|(number, _)| number != now.0) {
            let mut lines = vec![Line::new()];
            lines.extend(screen.question(page));
            self.print(&lines)?;
        }
        if self.shown != Some(now) && now.1 == Stage::Answer {
            let lines = screen.answer(page);
            self.print(&lines)?;
        }
        self.shown = Some(now);
        if let Some(notice) = screen.notice {
            self.print(&[Line::from(notice)])?;
        }
        let (done, total) = screen.progress;
        let place = Line::from(format!("[{done}/{total}] "));
        let mut line = place;
        line.extend(match screen.showing.stage {
            Stage::Answer if screen.wants_text() => {
                Line::from("points made, e.g. a c, or Enter to go on")
            }
            Stage::Answer => screen.buttons(usize::MAX),
            Stage::Question => Line::from(at_question(screen)),
        });
        self.print(&[line])?;
        self.out.flush().map_err(|_| FrontError::Gone)
    }

    fn read(&mut self) -> Result<Option<String>, FrontError> {
        let mut line = Vec::new();
        let mut limited = std::io::Read::take(&mut self.lines, MAX_LINE);
        match limited.read_until(b'\n', &mut line) {
            Err(_) => Err(FrontError::Gone),
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(String::from_utf8_lossy(&line).trim().to_string())),
        }
    }
}

impl<R: BufRead, W: Write> Front for Plain<R, W> {
    fn ask(&mut self, screen: &Screen) -> Result<Input, FrontError> {
        self.show(screen)?;
        let Some(line) = self.read()? else {
            return Ok(Input::Quit);
        };
        Ok(match screen.showing.stage {
            _ if screen.wants_text() => typed(line),
            Stage::Question => match command(&line) {
                Some(Input::Grade(_)) | None => Input::Reveal,
                Some(input) => input,
            },
            Stage::Answer if line.is_empty() => Input::Grade(Rating::Good),
            Stage::Answer => graded(&line, screen.two_buttons)
                .or_else(|| command(&line))
                .unwrap_or(Input::Other),
        })
    }

    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        self.print(lines)?;
        self.out.flush().map_err(|_| FrontError::Gone)
    }

    fn lend(&mut self, run: &mut dyn FnMut()) {
        let _ = self.out.flush();
        run();
    }
}

impl<R: BufRead, W: Write> Talk for Plain<R, W> {
    fn page(&self) -> Page {
        self.palette.page(self.width)
    }

    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        Front::tell(self, lines)
    }

    fn ask(&mut self, query: &Query) -> Result<Said, FrontError> {
        if query.fresh {
            let lines = (query.shown)(self.palette.page(self.width));
            self.print(&lines)?;
        }
        let Some(prompt) = (query.prompt)(self.width) else {
            return Ok(Said::TimeUp);
        };
        Talk::tell(self, &[prompt])?;
        Ok(match self.read()? {
            Some(line) => Said::Line(line),
            None => Said::End,
        })
    }
}

/// What may be entered at the question.
fn at_question(screen: &Screen) -> &'static str {
    let has_hint = screen.showing.item.card.hint.is_some();
    match (screen.wants_text(), has_hint) {
        (true, true) => "answer, or Enter to reveal (/h hint, /q end, /? keys)",
        (true, false) => "answer, or Enter to reveal (/q end, /? keys)",
        (false, true) => "Enter to reveal, h: hint",
        (false, false) => "Enter to reveal",
    }
}

/// An answer; a slash before a key makes it a command. A path such as `/etc/hosts` is an answer.
fn typed(line: String) -> Input {
    match line.strip_prefix('/').and_then(command) {
        Some(input) => input,
        None if line.is_empty() => Input::Reveal,
        None => Input::Given(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_before_a_key_is_a_command_and_before_anything_else_an_answer() {
        assert_eq!(typed("/q".to_string()), Input::Quit);
        let path = "/etc/hosts".to_string();
        assert_eq!(typed(path.clone()), Input::Given(path));
        assert_eq!(typed(String::new()), Input::Reveal);
    }
}
