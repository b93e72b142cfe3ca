//! An answer written in the learner's editor.

use super::super::editor;
use super::super::failure::{Failure, Result};
use std::fs;
use std::io::Write;

/// Opens the editor on `text` below the question; returns what stands there afterwards.
pub fn edit(question: &str, text: &str) -> Result<String> {
    let failed =
        |error: &std::io::Error| Failure::io("make a file in", &std::env::temp_dir(), error);
    let mut file = tempfile::Builder::new()
        .prefix("retain-answer-")
        .suffix(".md")
        .tempfile()
        .map_err(|error| failed(&error))?;
    let head = head(question);
    let line = head.lines().count() + 1;
    file.write_all(format!("{head}{text}\n").as_bytes())
        .map_err(|error| failed(&error))?;
    // Closed, and still removed in the end: an editor may put another file in its place.
    let path = file.into_temp_path();
    editor::open(&path, line)?;
    let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
    Ok(body(&String::from_utf8_lossy(&bytes)).to_string())
}

/// The question as a comment, so that it is in sight and in no answer.
fn head(question: &str) -> String {
    format!("<!--\n{}\n-->\n\n", question.trim().replace("-->", "->"))
}

fn body(text: &str) -> &str {
    let body = text
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .map_or(text, |(_, body)| body);
    body.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_in_sight_and_in_no_answer() {
        let file = format!("{}a <!-- b -->\n", head("Why --> now?"));
        assert!(file.starts_with("<!--\nWhy -> now?\n-->\n\n"));
        assert_eq!(body(&file), "a <!-- b -->");
        assert_eq!(body("all rewritten\n"), "all rewritten");
        assert_eq!(body(&head("Q")), "");
    }
}
