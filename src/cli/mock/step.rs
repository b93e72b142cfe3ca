//! One question at length: it is answered aloud, written down, skipped, or ends the sitting.

use super::super::failure::Result;
use super::talk::Talk;
use super::written;
use crate::ui::mock;

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Answered,
    Skipped,
    /// `q`, or the end of the input.
    Stop,
}

/// A written answer is not lengthened beyond this, in bytes.
const WRITTEN_MAX: usize = 100_000;

const HELP: &str = "Answer aloud, then press Enter. A line of several words is kept as part of your \
written answer. e: write in your editor; facts: ask the interviewer for figures and rules; \
skip: leave this out; q: stop, with a report of what was done.";

/// Takes what the learner does about `question`, which is on the screen already.
///
/// `None` where something was written to `text`: the step goes on once that is kept.
pub fn take(
    talk: &mut Talk,
    question: &str,
    facts: &[String],
    text: &mut String,
) -> Result<Option<End>> {
    loop {
        let Some(line) = talk.ask(&keys(talk, facts))? else {
            return Ok(Some(End::Stop));
        };
        match line.as_str() {
            "" => return Ok(Some(End::Answered)),
            "q" => return Ok(Some(End::Stop)),
            "skip" | "s" => return Ok(Some(End::Skipped)),
            "e" => {
                write(talk, question, text)?;
                return Ok(None);
            }
            "facts" | "f" => tell(talk, facts)?,
            "?" | "h" => talk.show(&mock::note(HELP, talk.page()))?,
            word if !word.contains(char::is_whitespace) => {
                let words = format!("`{word}` is no key here; ? explains them");
                talk.show(&mock::note(&words, talk.page()))?;
            }
            _ if WRITTEN_MAX < text.len() => {
                talk.show(&mock::note(
                    "that is enough to read: Enter goes on",
                    talk.page(),
                ))?;
            }
            words => {
                *text = format!("{text}\n{words}").trim().to_string();
                talk.show(&mock::note("kept; Enter when you are done", talk.page()))?;
                return Ok(None);
            }
        }
    }
}

fn keys(talk: &Talk, facts: &[String]) -> String {
    let facts = if facts.is_empty() { "" } else { "  facts" };
    match talk.page().width() {
        ..60 => format!("Enter  e{facts}  skip  q  ? "),
        _ => format!("Enter: answered  e: write{facts}  skip  q: stop  ? "),
    }
}

fn tell(talk: &Talk, facts: &[String]) -> Result<()> {
    if facts.is_empty() {
        let words = "The interviewer has no more facts: say what you assume.";
        return talk.show(&mock::note(words, talk.page()));
    }
    talk.show(&mock::listed(facts, talk.page()))
}

/// An editor that fails ends nothing: the answer can still be given aloud.
fn write(talk: &Talk, question: &str, text: &mut String) -> Result<()> {
    let words = match written::edit(question, text) {
        Ok(edited) => {
            *text = edited;
            let n_words = text.split_whitespace().count();
            format!(
                "kept: {}; Enter when you are done",
                crate::ui::words::count(n_words, "word")
            )
        }
        Err(failure) => format!("{}; answer aloud, or press e again", failure.message),
    };
    talk.show(&mock::note(&words, talk.page()))
}
