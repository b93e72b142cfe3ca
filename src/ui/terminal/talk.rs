//! Questions answered by a line, on a terminal: the clock in the prompt goes on while one types.

use super::super::page::Page;
use super::super::talk::{Query, Said, Talk};
use super::{Duration, Event, FrontError, Input, KeyEvent, Line, Terminal, Wanted, tail};

impl Talk for Terminal {
    fn page(&self) -> Page {
        self.palette.page(self.columns())
    }

    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        self.print(lines)
    }

    fn ask(&mut self, query: &Query) -> Result<Said, FrontError> {
        self.keyboard.clear();
        if query.fresh {
            let lines = (query.shown)(self.page());
            self.print(&lines)?;
        }
        let mut drawn = None;
        loop {
            let Some(prompt) = (query.prompt)(self.columns() - 1) else {
                self.clear_status()?;
                return Ok(Said::TimeUp);
            };
            let line = self.with_typed(prompt);
            if drawn.as_ref() != Some(&line) {
                self.status(&line)?;
                drawn = Some(line);
            }
            match self.event()? {
                Some(Event::Key(key)) => {
                    if let Some(said) = self.line_key(&key) {
                        self.clear_status()?;
                        self.echo(&said)?;
                        return Ok(said);
                    }
                }
                Some(Event::Paste(text)) => self.keyboard.paste(&text),
                Some(Event::Resize(..)) => {
                    self.settle()?;
                    self.wipe()?;
                    let lines = (query.shown)(self.page());
                    self.print(&lines)?;
                    drawn = None;
                }
                _ => (),
            }
        }
    }
}

impl Terminal {
    /// The prompt and the end of what was typed, as far as there is room.
    fn with_typed(&self, prompt: Line) -> Line {
        let columns = self.columns() - 1;
        let mut line = prompt;
        let start = tail(&self.keyboard.typed, columns.saturating_sub(line.width()));
        line.extend(Line::from(&self.keyboard.typed[start..]));
        line
    }

    fn line_key(&mut self, key: &KeyEvent) -> Option<Said> {
        let input = self.keyboard.press(key, Wanted::Text, Duration::ZERO);
        // There are no keys for commands here: they are written.
        self.keyboard.escaped = false;
        match input? {
            Input::Given(line) => Some(Said::Line(line)),
            Input::Reveal => Some(Said::Line(String::new())),
            Input::Quit => Some(Said::End),
            _ => None,
        }
    }

    /// What was typed stays in the transcript.
    fn echo(&mut self, said: &Said) -> Result<(), FrontError> {
        match said {
            Said::Line(line) if !line.is_empty() => {
                self.print(&[Line::from(format!("> {}", line.trim()))])
            }
            _ => Ok(()),
        }
    }
}
