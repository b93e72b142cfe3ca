//! Questions of a quiz that have an answer in words instead of options.

use super::answer::{self, Announced};
use super::marks::ends_options;
use super::tail;
use crate::import::text::headed::blocks::without_tags;
use crate::import::text::headed::{Row, inline, names, text_of};

/// What the rows behind the head of a question say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// All Markdown.
    pub prompt: String,
    pub answer: String,
    pub explanation: String,
    pub sources: Vec<String>,
}

/// Reads the rows of a question; `None` where no answer stands in them.
pub fn read(rows: &[Row]) -> Option<Told> {
    let place = answer::place(rows)?;
    let (prompt, behind) = (&rows[..place], &rows[place + 1..]);
    let words = words(rows[place].text)?;
    // Words go on up to a blank line.
    let n_more = match words.is_empty() {
        true => 0,
        false => n_joined(behind),
    };
    let tail = tail::read(&behind[n_more..], &[]);
    let told = Told {
        prompt: text_of(&texts(prompt)),
        sources: tail.sources,
        ..Told::default()
    };
    Some(match words.is_empty() {
        true => Told {
            answer: tail.explanation,
            ..told
        },
        false => {
            let more = text_of(&texts(&behind[..n_more]));
            let answer = format!("{words}\n{more}");
            Told {
                answer: answer.trim().to_string(),
                explanation: tail.explanation,
                ..told
            }
        }
    })
    .filter(|told| !told.answer.is_empty())
}

/// What a row says of the answer besides that it follows; `None` for letters of options.
fn words(line: &str) -> Option<String> {
    match answer::announced(line) {
        Some(Announced::Text(words)) if words.is_empty() => Some(words),
        Some(Announced::Text(words)) => Some(tail::as_written(line, &words)),
        // `Answer: C (wrong), since …`
        Some(Announced::Letters(letters)) if !letters.rest.is_empty() => {
            let plain = inline::plain(line);
            let (_, behind) = plain.split_once([':', '：'])?;
            Some(tail::as_written(line, behind.trim()))
        }
        Some(Announced::Letters(_)) => None,
        None => Some(without_tags(line).0.trim().to_string()),
    }
}

fn n_joined(rows: &[Row]) -> usize {
    let goes_on = |row: &&Row| !row.hidden && !row.is_blank() && !ends_options(row.text);
    rows.iter().take_while(goes_on).count()
}

fn texts<'t>(rows: &[Row<'t>]) -> Vec<&'t str> {
    let kept = rows
        .iter()
        .filter(|row| row.hidden || !names::is_decoration(row.text));
    kept.map(|row| row.text).collect()
}
