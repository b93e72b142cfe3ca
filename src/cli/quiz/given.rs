//! Keeping what was given, and how a sitting of a quiz ends.

use super::paper::Quiz;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::keep::Desk;
use crate::cli::review::Stopped;
use crate::store::quiz::GivenRow;

/// How a sitting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is asked, or the learner wants no more.
    Done,
    /// The learner goes on later.
    Left,
}

/// Something of a sitting, unless the sitting ended before its time.
pub type Sat<T> = std::result::Result<T, Stopped>;

/// Keeps an answer, and goes on to the next question.
pub fn keep(
    quiz: &mut Quiz,
    at: usize,
    given: GivenRow,
    desk: &mut Desk,
    context: &Context,
) -> Sat<()> {
    let spent = quiz.spent_ms(context.clock.now());
    let kept = desk
        .store
        .keep_quiz_answer(quiz.row.id, at, &given, spent)
        .map_err(Failure::from)?;
    if !kept {
        return Err(Failure::runtime("this quiz was ended elsewhere").into());
    }
    quiz.questions[at].given = Some(given);
    if quiz.exam.at() == Some(at) {
        quiz.exam.answered();
    }
    Ok(())
}
