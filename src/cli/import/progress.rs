//! A sign of life on the terminal for whatever takes longer than a second.

use super::super::context::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A line that says what is being done; it goes when it is dropped.
pub struct Progress {
    bar: ProgressBar,
    /// Waits until it is time to draw.
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

/// Nothing is drawn before.
const PATIENCE: Duration = Duration::from_secs(1);

const TICK: Duration = Duration::from_millis(120);

impl Progress {
    pub fn new(context: &Context, what: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let frames = if context.ascii() {
            "-\\|/ "
        } else {
            "⠋⠙⠸⠴⠦⠇ "
        };
        let style =
            ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is right");
        bar.set_style(style.tick_chars(frames));
        bar.set_message(crate::model::text::harmless_line(what));
        let shows = std::io::stderr().is_terminal() && !context.global.quiet;
        Progress {
            waiting: shows.then(|| wait(bar.clone())),
            bar,
        }
    }

    pub fn say(&self, what: &str) {
        self.bar
            .set_message(crate::model::text::harmless_line(what));
    }

    /// Runs `work` with the line out of the way: somebody is asked.
    pub fn hidden<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// How much of a download has come.
    pub fn bytes(&self, done: u64, of: Option<u64>) {
        let mib = |bytes: u64| bytes as f64 / 1_048_576.0;
        match of {
            Some(of) => self.say(&format!("fetching: {:.1} of {:.1} MiB", mib(done), mib(of))),
            None => self.say(&format!("fetching: {:.1} MiB", mib(done))),
        }
    }
}

/// Begins to draw when the work has taken its second, unless it has ended.
fn wait(bar: ProgressBar) -> (Sender<()>, JoinHandle<()>) {
    let (end, ended) = channel();
    let waiting = std::thread::spawn(move || {
        if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(TICK);
        }
    });
    (end, waiting)
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, waiting)) = self.waiting.take() {
            drop(end);
            let _ = waiting.join();
        }
        self.bar.finish_and_clear();
    }
}
