//! Long results through a pager, as other command-line tools do it.

use super::context::Context;
use super::failure::Result;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

/// Prints `text`, through the pager where standard output is a terminal that it does not fit.
pub fn print(context: &Context, text: &str) -> Result<()> {
    // Asked last: where there is no terminal, finding its size runs other programs.
    let fits = || {
        let height = crossterm::terminal::size().map_or(24, |(_, height)| usize::from(height));
        text.lines().count() < height
    };
    if context.global.no_pager || !std::io::stdout().is_terminal() || fits() {
        return context.print(text);
    }
    match command() {
        Some(words) if page(&words, text) => Ok(()),
        _ => context.print(text),
    }
}

/// `RETAIN_PAGER`, `PAGER`, else `less`; `None` where it is switched off.
fn command() -> Option<Vec<String>> {
    let named = |name: &str| std::env::var(name).ok();
    let text = named("RETAIN_PAGER")
        .or_else(|| named("PAGER"))
        .unwrap_or_else(|| "less -FRX".to_string());
    let words = shell_words::split(&text).ok()?;
    (!words.is_empty() && words != ["cat"]).then_some(words)
}

/// Runs the pager; false where it could not be started.
fn page(words: &[String], text: &str) -> bool {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut pipe) = child.stdin.take() {
        // A pager that was left early closes the pipe; that is no fault.
        let _ = pipe.write_all(text.as_bytes());
    }
    let _ = child.wait();
    true
}
