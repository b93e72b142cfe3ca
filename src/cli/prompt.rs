//! Questions outside a review. The only file that names dialoguer.

use super::failure::{Failure, Kind, Result};

/// Asks a yes-or-no question on the terminal; Enter gives `default`.
pub fn confirm(question: &str, default: bool) -> Result<bool> {
    let question = crate::model::text::harmless_line(question);
    let answer = dialoguer::Confirm::new()
        .with_prompt(question)
        .default(default)
        .interact_opt();
    match answer {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Ok(false),
        Err(_) => {
            // Ctrl-C inside a prompt leaves the cursor hidden.
            let _ = crossterm::execute!(std::io::stderr(), crossterm::cursor::Show);
            Err(Failure::silent(Kind::Interrupted))
        }
    }
}
