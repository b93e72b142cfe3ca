//! A sign of life on the terminal for whatever takes longer than a second.

use super::super::context::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// A line that says what is being done; it goes when it is dropped.
pub struct Progress(ProgressBar);

/// Nothing is drawn before.
const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    pub fn new(context: &Context, what: &str) -> Progress {
        let bar = match std::io::stderr().is_terminal() && !context.global.quiet {
            true => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()),
            false => ProgressBar::hidden(),
        };
        let frames = if context.ascii() {
            "-\\|/ "
        } else {
            "⠋⠙⠸⠴⠦⠇ "
        };
        let style =
            ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is right");
        bar.set_style(style.tick_chars(frames));
        bar.set_message(crate::model::text::harmless_line(what));
        if !bar.is_hidden() {
            bar.enable_steady_tick(PATIENCE);
        }
        Progress(bar)
    }

    pub fn say(&self, what: &str) {
        self.0.set_message(crate::model::text::harmless_line(what));
    }

    /// Runs `work` with the line out of the way: somebody is asked.
    pub fn hidden<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.suspend(work)
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

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
