//! Questions outside a review. The only file that names dialoguer.

use super::failure::{Failure, Kind, Result};
use std::ops::RangeInclusive;

/// Asks a yes-or-no question on the terminal; Enter gives `default`.
pub fn confirm(question: &str, default: bool) -> Result<bool> {
    let question = crate::model::text::harmless_line(question);
    let answer = dialoguer::Confirm::new()
        .with_prompt(question)
        .default(default)
        .interact_opt();
    Ok(settled(answer)?.unwrap_or(false))
}

/// Lets the learner pick one of `items`; Enter takes the one at `default`, Escape too.
pub fn pick(question: &str, items: &[&str], default: usize) -> Result<usize> {
    let answer = dialoguer::Select::new()
        .with_prompt(question)
        .items(items)
        .default(default)
        .interact_opt();
    Ok(settled(answer)?.unwrap_or(default))
}

/// Asks for a whole number; Enter gives `default`.
pub fn number(question: &str, default: u32, range: RangeInclusive<u32>) -> Result<u32> {
    let (first, last) = (*range.start(), *range.end());
    let read = move |text: &String| text.trim().parse().ok().filter(|n| range.contains(n));
    let check = |text: &String| match read(text) {
        Some(_) => Ok(()),
        None => Err(format!("write a whole number from {first} to {last}")),
    };
    let answer = dialoguer::Input::<String>::new()
        .with_prompt(question)
        .default(default.to_string())
        .validate_with(check)
        .interact_text();
    Ok(read(&settled(answer)?).unwrap_or(default))
}

fn settled<T>(answer: dialoguer::Result<T>) -> Result<T> {
    answer.map_err(|_| {
        // Ctrl-C inside a prompt leaves the cursor hidden.
        let _ = crossterm::execute!(std::io::stderr(), crossterm::cursor::Show);
        Failure::silent(Kind::Interrupted)
    })
}
