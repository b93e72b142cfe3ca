//! A terminal of a given size, with the program on it: keys in, a screen out.
//!
//! Everything is read in one thread and only when bytes are there, so that the terminal can be
//! taken away whole, as a closed window does it.

use super::{Collection, binary, ends};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::BorrowedFd;
use std::io::{Read, Write};
use std::num::NonZero;

/// How long a text may take to appear before a test fails: 10 s in slices of 20 ms.
const SLICES: usize = 500;
const SLICE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 20_000_000,
};

pub struct Terminal {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    reader: Box<dyn Read + Send>,
    writer: Box<dyn Write + Send>,
    screen: vt100::Parser,
    /// Every byte that the program wrote.
    pub raw: Vec<u8>,
}

impl Collection {
    /// Starts the program on a terminal of `columns` by `rows`.
    pub fn terminal(&self, words: &str, columns: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new(binary());
        command.args(words.split_whitespace());
        self.on_terminal(command, columns, rows)
    }

    pub fn on_terminal(&self, mut command: CommandBuilder, columns: u16, rows: u16) -> Terminal {
        command.env_clear();
        command.env("TERM", "xterm-256color");
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.path());
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let (reader, writer) = (
            pair.master.try_clone_reader().unwrap(),
            pair.master.take_writer().unwrap(),
        );
        let screen = vt100::Parser::new(cells(rows), cells(columns), 5000);
        Terminal {
            child,
            master: pair.master,
            reader,
            writer,
            screen,
            raw: Vec::new(),
        }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}

impl Terminal {
    /// Presses keys.
    pub fn press(&mut self, keys: &str) -> &mut Terminal {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Presses keys and waits until the screen holds `text`.
    pub fn press_until(&mut self, keys: &str, text: &str) -> String {
        self.press(keys);
        self.until(text)
    }

    /// Waits until the screen holds `text`; returns the screen.
    pub fn until(&mut self, text: &str) -> String {
        self.until_it(text, |screen| screen.contains(text))
    }

    /// Waits until `is_so` of the screen; returns the screen.
    pub fn until_it(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        for _ in 0..SLICES {
            let screen = self.contents();
            if is_so(&screen) {
                return screen;
            }
            self.read_some();
        }
        panic!("`{what}` did not come:\n{}", self.contents());
    }

    /// Waits until the program has nothing more to say for a moment; returns the screen.
    pub fn settled(&mut self) -> String {
        let mut n_quiet = 0;
        while n_quiet < 12 {
            n_quiet = if self.read_some() { 0 } else { n_quiet + 1 };
        }
        self.contents()
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// The row in which the cursor stands.
    pub fn cursor_row(&self) -> String {
        let (row, _) = self.screen.screen().cursor_position();
        let (_, columns) = self.screen.screen().size();
        self.screen
            .screen()
            .rows(0, columns.into())
            .nth(usize::from(row))
            .unwrap_or_default()
    }

    /// Reads what is there within a slice; false where nothing came.
    fn read_some(&mut self) -> bool {
        let fd = self.master.as_raw_fd().unwrap();
        // The master lives as long as this terminal.
        let fd = unsafe { BorrowedFd::borrow_raw(fd) };
        let mut fds = [PollFd::new(&fd, PollFlags::IN)];
        if poll(&mut fds, Some(&SLICE)).unwrap_or(0) == 0 {
            return false;
        }
        let mut bytes = [0; 8192];
        match self.reader.read(&mut bytes) {
            Ok(n_bytes) if 0 < n_bytes => {
                self.raw.extend(&bytes[..n_bytes]);
                self.screen.process(&bytes[..n_bytes]);
                true
            }
            _ => {
                // The program has closed its side.
                std::thread::sleep(std::time::Duration::from_millis(20));
                false
            }
        }
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.pid() as i32).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Whether the terminal is as a shell wants it: lines, echo, and a cursor in sight.
    pub fn is_restored(&self) -> bool {
        let fd = unsafe { BorrowedFd::borrow_raw(self.master.as_raw_fd().unwrap()) };
        let modes = rustix::termios::tcgetattr(fd).unwrap().local_modes;
        let cooked = rustix::termios::LocalModes::ICANON | rustix::termios::LocalModes::ECHO;
        modes.contains(cooked)
            && !self.screen.screen().hide_cursor()
            && !self.screen.screen().bracketed_paste()
    }

    /// Waits for the program to end; returns its exit code.
    pub fn code(&mut self) -> u32 {
        for _ in 0..SLICES {
            self.read_some();
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.read_some() {}
                return status.exit_code();
            }
        }
        panic!("it does not end:\n{}", self.contents());
    }

    /// Takes the terminal away while the program runs; `None` where it goes on for 2 s.
    pub fn vanish(self) -> Option<ExitStatus> {
        let Terminal {
            mut child,
            master,
            reader,
            writer,
            ..
        } = self;
        drop((writer, reader, master));
        for _ in 0..200 {
            if let Some(status) = child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        child.kill().unwrap();
        let _ = ends(|| {
            child
                .try_wait()
                .unwrap()
                .map(|_| std::process::ExitStatus::default())
        });
        None
    }
}
