//! The sitting on a terminal: a transcript in the normal scrollback, one key a step.
//!
//! Raw mode for the whole sitting, behind a guard that gives the terminal back on every way out:
//! return, error, panic, Ctrl-C, SIGTERM, SIGHUP. Nothing already printed is touched, except the
//! last line, which shows the keys, and the open card after a resize.

mod talk;

use super::front::{Front, FrontError};
use super::keyboard::{HELD, Keyboard, Wanted, is_chord};
use super::palette::Palette;
use super::screen::Screen;
use super::style::Line;
use super::width;
use crate::session::{Input, Stage};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, queue, style, terminal};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often signals and a vanished terminal are looked for while nobody presses a key.
const TICK: Duration = Duration::from_millis(100);

/// How long a burst of resizes may go on before the card is drawn anew.
const SETTLE: Duration = Duration::from_millis(40);

pub struct Terminal {
    palette: Palette,
    keyboard: Keyboard,
    started: Instant,
    /// SIGTERM or SIGHUP came: the sitting ends, whoever has the terminal.
    ended: Arc<AtomicBool>,
    /// SIGINT came.
    interrupted: Arc<AtomicBool>,
    /// An event that was read too early, and comes next.
    kept: Option<Event>,
    /// The showing and the stage that were printed last.
    shown: Option<(u32, Stage)>,
    /// Whether the line of keys stands on the screen.
    has_status: bool,
    _raw: Raw,
}

/// Raw mode; the terminal is as before when it is dropped.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Raw> {
        terminal::enable_raw_mode()?;
        let _ = execute!(io::stdout(), event::EnableBracketedPaste);
        Ok(Raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back: cooked mode, cursor shown.
fn restore() {
    let _ = execute!(
        io::stdout(),
        event::DisableBracketedPaste,
        cursor::Show,
        style::ResetColor
    );
    let _ = terminal::disable_raw_mode();
}

impl Terminal {
    /// Takes the terminal over. Signals that end the process end the sitting instead.
    #[expect(
        clippy::disallowed_methods,
        reason = "tells a held key from two presses; nothing is decided by it that is kept"
    )]
    pub fn new(palette: Palette, vi: bool) -> io::Result<Terminal> {
        let ended = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&ended))?;
        }
        let interrupted = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&interrupted))?;
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore();
            hook(panic);
        }));
        let raw = Raw::enter()?;
        Ok(Terminal {
            palette,
            keyboard: Keyboard::new(vi),
            started: Instant::now(),
            ended,
            interrupted,
            kept: None,
            shown: None,
            has_status: false,
            _raw: raw,
        })
    }

    /// Prints the lines and waits for a key that is none of a command's; false where it is `q`.
    pub fn wait(&mut self, status: &Line) -> Result<bool, FrontError> {
        self.status(status)?;
        loop {
            match self.event()? {
                Some(Event::Key(key)) if !is_chord(&key) => {
                    self.clear_status()?;
                    return Ok(!matches!(key.code, KeyCode::Char('q') | KeyCode::Esc));
                }
                Some(Event::Resize(..)) => self.status(status)?,
                _ => (),
            }
        }
    }

    fn columns(&self) -> usize {
        size().0.max(10)
    }

    fn rows(&self) -> usize {
        size().1.max(4)
    }

    /// The next event; `None` where none came within a tick.
    fn event(&mut self) -> Result<Option<Event>, FrontError> {
        if self.ended.load(Ordering::Relaxed) || self.interrupted.load(Ordering::Relaxed) {
            return Err(FrontError::Interrupted);
        }
        if let Some(event) = self.kept.take() {
            return self.looked_at(event);
        }
        if event::poll(TICK).map_err(|_| FrontError::Gone)? {
            let event = event::read().map_err(|_| FrontError::Gone)?;
            return self.looked_at(event);
        }
        // A terminal that was taken away answers nothing any more; waiting on would spin for ever.
        if io::stdin().is_terminal() {
            Ok(None)
        } else {
            Err(FrontError::Gone)
        }
    }

    fn looked_at(&mut self, event: Event) -> Result<Option<Event>, FrontError> {
        let Event::Key(key) = &event else {
            return Ok(Some(event));
        };
        if !is_press(key) {
            return Ok(None);
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => Err(FrontError::Interrupted),
            KeyCode::Char('z') if control => {
                self.suspend();
                Ok(Some(Event::Resize(0, 0)))
            }
            KeyCode::Char('l') if control => Ok(Some(Event::Resize(0, 0))),
            _ => Ok(Some(event)),
        }
    }

    /// Ctrl-Z: the shell gets its terminal, and the card is drawn anew on the way back.
    fn suspend(&mut self) {
        self.lend(&mut || {
            #[cfg(unix)]
            let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
        });
    }

    fn write(&self, text: &str) -> Result<(), FrontError> {
        // Raw mode does not turn a line feed into a new line.
        let mut out = io::stdout().lock();
        out.write_all(text.replace('\n', "\r\n").as_bytes())
            .map_err(|_| FrontError::Gone)
    }

    fn flush(&self) -> Result<(), FrontError> {
        io::stdout().flush().map_err(|_| FrontError::Gone)
    }

    /// Prints lines; a screenful at a time where there are more.
    fn print(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        self.clear_status()?;
        let room = self.rows() - 2;
        for (idx, page) in lines.chunks(room).enumerate() {
            if 0 < idx {
                let n_left = lines.len() - idx * room;
                self.wait(&Line::from(format!("-- {n_left} more lines: any key --")))?;
            }
            self.write(&self.palette.paint_all(page))?;
        }
        self.flush()
    }

    fn status(&mut self, line: &Line) -> Result<(), FrontError> {
        self.clear_status()?;
        let line = line.cut(self.columns() - 1);
        self.write(&self.palette.paint(&line))?;
        self.has_status = true;
        self.flush()
    }

    fn clear_status(&mut self) -> Result<(), FrontError> {
        if std::mem::take(&mut self.has_status) {
            queue!(
                io::stdout(),
                cursor::MoveToColumn(0),
                terminal::Clear(terminal::ClearType::CurrentLine)
            )
            .map_err(|_| FrontError::Gone)?;
        }
        Ok(())
    }

    fn show(&mut self, screen: &Screen) -> Result<(), FrontError> {
        let page = self.palette.page(self.columns());
        let now = (screen.showing.number, screen.showing.stage);
        if self.shown.is_none_or(|(number, _)| number != now.0) {
            self.keyboard.clear();
            let mut lines = vec![Line::new()];
            lines.extend(screen.question(page));
            self.print(&lines)?;
        }
        if self.shown != Some(now) && now.1 == Stage::Answer {
            self.print(&screen.answer(page))?;
        }
        self.shown = Some(now);
        if let Some(notice) = screen.notice {
            self.print(&super::wrap::wrap(&Line::from(notice), self.columns()))?;
        }
        Ok(())
    }

    fn show_keys(&mut self, screen: &Screen) -> Result<(), FrontError> {
        let columns = self.columns() - 1;
        if self.keyboard.escaped {
            return self.status(&Line::from("key: u e s b f i ? q, or Tab to type on"));
        }
        let mut line = screen.status(columns);
        if screen.wants_text() {
            // The end of a long line stays in sight.
            let room = columns.saturating_sub(line.width());
            let start = tail(&self.keyboard.typed, room);
            line.extend(Line::from(&self.keyboard.typed[start..]));
        }
        self.status(&line)
    }

    /// Draws the open card anew, at the width that the terminal has now.
    fn redraw(&mut self, screen: &Screen) -> Result<(), FrontError> {
        self.settle()?;
        let typed = std::mem::take(&mut self.keyboard.typed);
        self.wipe()?;
        self.shown = None;
        self.show(screen)?;
        self.keyboard.typed = typed;
        Ok(())
    }

    /// Clears the screen; the scrollback stays.
    fn wipe(&mut self) -> Result<(), FrontError> {
        self.has_status = false;
        execute!(
            io::stdout(),
            terminal::Clear(terminal::ClearType::All),
            cursor::MoveTo(0, 0)
        )
        .map_err(|_| FrontError::Gone)
    }

    /// Waits until a burst of resizes is over.
    fn settle(&mut self) -> Result<(), FrontError> {
        while event::poll(SETTLE).unwrap_or(false) {
            let next = event::read().map_err(|_| FrontError::Gone)?;
            if !matches!(next, Event::Resize(..)) {
                self.kept = Some(next);
                break;
            }
        }
        Ok(())
    }

    fn input(&mut self, key: &KeyEvent, screen: &Screen) -> Result<Option<Input>, FrontError> {
        let wanted = match screen.showing.stage {
            Stage::Question if screen.wants_text() => Wanted::Text,
            Stage::Question => Wanted::Reveal,
            Stage::Answer => Wanted::Grade {
                two_buttons: screen.two_buttons,
            },
        };
        let at = self.started.elapsed();
        if self.keyboard.may_be_held(key, wanted, at) && self.is_repeated(key)? {
            self.keyboard.hold(at);
            return Ok(None);
        }
        Ok(self.keyboard.press(key, wanted, at))
    }

    /// Whether the same key follows at once; what follows is kept.
    fn is_repeated(&mut self, key: &KeyEvent) -> Result<bool, FrontError> {
        if !event::poll(HELD).map_err(|_| FrontError::Gone)? {
            return Ok(false);
        }
        let next = event::read().map_err(|_| FrontError::Gone)?;
        let is_same = matches!(&next, Event::Key(next) if next.code == key.code);
        self.kept = Some(next);
        Ok(is_same)
    }
}

impl Front for Terminal {
    fn ask(&mut self, screen: &Screen) -> Result<Input, FrontError> {
        self.show(screen)?;
        self.show_keys(screen)?;
        loop {
            match self.event()? {
                Some(Event::Key(key)) => {
                    if let Some(input) = self.input(&key, screen)? {
                        self.clear_status()?;
                        return Ok(input);
                    }
                    self.show_keys(screen)?;
                }
                Some(Event::Paste(text)) => {
                    if screen.wants_text() {
                        self.keyboard.paste(&text);
                    }
                    self.show_keys(screen)?;
                }
                Some(Event::Resize(..)) => {
                    self.redraw(screen)?;
                    self.show_keys(screen)?;
                }
                _ => (),
            }
        }
    }

    fn tell(&mut self, lines: &[Line]) -> Result<(), FrontError> {
        self.print(lines)
    }

    fn lend(&mut self, run: &mut dyn FnMut()) {
        let _ = self.clear_status();
        restore();
        run();
        let _ = terminal::enable_raw_mode();
        let _ = execute!(io::stdout(), event::EnableBracketedPaste);
        // Ctrl-C was meant for the program that had the terminal.
        self.interrupted.store(false, Ordering::Relaxed);
        self.shown = None;
    }
}

/// Columns and rows; 80 by 24 where the terminal does not say, or says 0.
fn size() -> (usize, usize) {
    let known = |n: u16, usual: usize| if n == 0 { usual } else { usize::from(n) };
    let (columns, rows) = terminal::size().unwrap_or_default();
    (known(columns, 80), known(rows, 24))
}

fn is_press(key: &KeyEvent) -> bool {
    key.kind != KeyEventKind::Release
}

/// Where the last `columns` columns of a text begin.
fn tail(text: &str, columns: usize) -> usize {
    let starts = text.char_indices().map(|(idx, _)| idx);
    starts
        .into_iter()
        .find(|idx| width::width(&text[*idx..]) <= columns)
        .unwrap_or(text.len())
}
