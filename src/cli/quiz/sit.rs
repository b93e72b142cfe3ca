//! The loop of a quiz: ask, judge, keep, and only then go on.
//!
//! What is kept is on the disk before the next question shows. Practice says at once what was
//! right and why; an exam says nothing until it is handed in or the time is up.

use super::given::{Ended, Sat, keep};
use super::paper::Quiz;
use super::put::{Put, verdict};
use super::{own, tell};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::keep::Desk;
use crate::model::quiz::{Confidence, Outcome};
use crate::model::time::Timestamp;
use crate::quiz::exam::{Command, command};
use crate::store::quiz::GivenRow;
use crate::ui::style::Line;
use crate::ui::talk::{Query, Said, Talk};
use crate::ui::words;

/// Asks until all is answered, the time is up, or the learner leaves.
pub fn sit(quiz: &mut Quiz, desk: &mut Desk, talk: &mut dyn Talk, context: &Context) -> Sat<Ended> {
    talk.tell(&tell::introduction(quiz, talk))?;
    let ended = questions(quiz, desk, talk, context);
    let spent = quiz.spent_ms(context.clock.now());
    let kept = desk.store.spend_on_quiz(quiz.row.id, spent);
    let ended = ended?;
    kept.map_err(Failure::from)?;
    if ended == Ended::Left {
        return Ok(Ended::Left);
    }
    if own::mark(quiz, desk, talk, context)? == Ended::Left {
        return Ok(Ended::Left);
    }
    let now = context.clock.now();
    desk.store
        .end_quiz(quiz.row.id, now)
        .map_err(Failure::from)?;
    quiz.row.spent_ms = spent;
    quiz.row.ended = Some(now);
    Ok(Ended::Done)
}

fn questions(
    quiz: &mut Quiz,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> Sat<Ended> {
    loop {
        if quiz.is_time_up(context.clock.now()) {
            return time_up(talk);
        }
        let Some(at) = quiz.exam.at() else {
            if !quiz.row.exam {
                return Ok(Ended::Done);
            }
            match hand_in(quiz, talk, context)? {
                Some(ended) => return Ok(ended),
                None => continue,
            }
        };
        let put = match Put::again(&quiz.questions[at], desk, context) {
            Ok(put) => put,
            Err(failure) => {
                let text = format!("question {} is passed over: {}", at + 1, failure.message);
                talk.tell(&[Line::from(text)])?;
                let given = given("", None, context.clock.now());
                keep(quiz, at, given, desk, context)?;
                continue;
            }
        };
        if let Some(ended) = question(quiz, at, &put, desk, talk, context)? {
            return Ok(ended);
        }
    }
}

fn time_up(talk: &mut dyn Talk) -> Sat<Ended> {
    talk.tell(&[Line::new(), Line::from("time is up")])?;
    Ok(Ended::Done)
}

/// All is answered: the learner hands in, or goes back.
fn hand_in(quiz: &mut Quiz, talk: &mut dyn Talk, context: &Context) -> Sat<Option<Ended>> {
    let said = talk.ask(&Query {
        shown: &|_| vec![Line::new()],
        fresh: true,
        prompt: &|columns| {
            quiz.prompt(
                "Enter hands in, go N goes back",
                columns,
                context.clock.now(),
            )
        },
    })?;
    match said {
        Said::End => return Ok(Some(Ended::Left)),
        Said::TimeUp => return time_up(talk).map(Some),
        Said::Line(line) => match command(&line, true) {
            Command::End => return Ok(Some(Ended::Done)),
            Command::Answer(text) if text.is_empty() => return Ok(Some(Ended::Done)),
            Command::Quit => return Ok(Some(Ended::Left)),
            Command::Go(to) if quiz.exam.go(to) => (),
            Command::Go(_) => talk.tell(&[tell::no_such(quiz)])?,
            _ => {
                let page = talk.page();
                talk.tell(&tell::map(quiz, page.width()))?;
            }
        },
    }
    Ok(None)
}

/// Puts one question until it is answered or left; says whether the quiz is over.
fn question(
    quiz: &mut Quiz,
    at: usize,
    put: &Put,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> Sat<Option<Ended>> {
    let asked_at = context.clock.now();
    let lead = tell::lead(quiz, at, put);
    let mut fresh = true;
    let mut wants_end = false;
    loop {
        let said = talk.ask(&Query {
            shown: &|page| put.question(&lead, page),
            fresh,
            prompt: &|columns| quiz.prompt(put.wanted(), columns, context.clock.now()),
        })?;
        fresh = false;
        let line = match said {
            Said::End => return Ok(Some(Ended::Left)),
            Said::TimeUp => return time_up(talk).map(Some),
            Said::Line(line) => line,
        };
        if quiz.row.exam && quiz.is_time_up(context.clock.now()) {
            talk.tell(&[Line::from("that came too late and does not count")])?;
            return time_up(talk).map(Some);
        }
        match command(&line, put.takes_bare_commands(&line)) {
            // Enter lets an answer stand that was given before.
            Command::Answer(text) if text.is_empty() && is_answered(quiz, at) => {
                quiz.exam.answered();
                return Ok(None);
            }
            Command::Answer(text) => {
                match answer(quiz, at, put, &text, asked_at, desk, talk, context)? {
                    Reply::Again(why) => talk.tell(&[Line::from(why)])?,
                    Reply::Kept => return Ok(None),
                    Reply::Left => return Ok(Some(Ended::Left)),
                }
            }
            Command::Skip => {
                quiz.exam.skip();
                if quiz.exam.at() != Some(at) {
                    return Ok(None);
                }
                talk.tell(&[Line::from("it is the only one that is open")])?;
            }
            Command::Flag => {
                let flagged = quiz.exam.flag();
                desk.store
                    .flag_quiz_question(quiz.row.id, at, flagged)
                    .map_err(Failure::from)?;
                quiz.questions[at].flagged = flagged;
                talk.tell(&[Line::from(if flagged {
                    "flagged"
                } else {
                    "flag taken off"
                })])?;
            }
            Command::Go(to) if quiz.row.exam => match quiz.exam.go(to) {
                true => return Ok(None),
                false => talk.tell(&[tell::no_such(quiz)])?,
            },
            Command::Go(_) => talk.tell(&[Line::from("only an exam goes back: `--exam`")])?,
            Command::Map => talk.tell(&tell::map(quiz, talk.page().width()))?,
            Command::End if quiz.exam.n_open() == 0 || wants_end || !quiz.row.exam => {
                return Ok(Some(Ended::Done));
            }
            Command::End => {
                wants_end = true;
                let open = words::count(quiz.exam.n_open(), "question");
                let text = format!("{open} not answered yet: `end` once more hands in");
                talk.tell(&[Line::from(text)])?;
            }
            Command::Quit => return Ok(Some(Ended::Left)),
            Command::Help => talk.tell(&tell::help(talk.page().width()))?,
        }
    }
}

/// What became of a line.
enum Reply {
    Again(String),
    Kept,
    Left,
}

fn is_answered(quiz: &Quiz, at: usize) -> bool {
    let given = quiz.questions[at].given.as_ref();
    given.is_some_and(|given| !given.answer.is_empty())
}

/// Judges a line and keeps it.
#[expect(
    clippy::too_many_arguments,
    reason = "a question, a line, and where both come from"
)]
fn answer(
    quiz: &mut Quiz,
    at: usize,
    put: &Put,
    line: &str,
    asked_at: Timestamp,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> Sat<Reply> {
    let now = context.clock.now();
    let (text, sure) = put.parted(line);
    let is_own = put.form.way().is_self_graded();
    let mut kept = text.to_string();
    let outcome = match (is_own, quiz.row.exam) {
        (true, true) => text.is_empty().then_some(Outcome::Blank),
        (true, false) => match own::grade(put, desk, talk)? {
            Some(grade) => {
                kept = grade.recorded(text);
                Some(grade.outcome)
            }
            None => return Ok(Reply::Left),
        },
        (false, _) => match put.form.judge(text) {
            Ok(outcome) => Some(outcome),
            Err(why) => return Ok(Reply::Again(why)),
        },
    };
    let unsaid = (quiz.confidence && !text.is_empty()).then_some(Confidence::ThinkSo);
    let before = quiz.questions[at].given.as_ref();
    let before = before.and_then(|given| given.duration_ms).unwrap_or(0);
    let elapsed = u32::try_from(now.0 - asked_at.0).unwrap_or(0);
    let given = GivenRow {
        confidence: sure.or(unsaid),
        duration_ms: Some(before.saturating_add(elapsed)),
        ..given(&kept, outcome, now)
    };
    keep(quiz, at, given, desk, context)?;
    let Some(outcome) = outcome.filter(|_| !quiz.row.exam) else {
        return Ok(Reply::Kept);
    };
    match is_own {
        true => talk.tell(&[verdict(outcome)])?,
        false => talk.tell(&put.answer(text, Some(outcome), desk, talk.page()))?,
    }
    Ok(Reply::Kept)
}

fn given(answer: &str, outcome: Option<Outcome>, at: Timestamp) -> GivenRow {
    GivenRow {
        answer: answer.to_string(),
        outcome,
        confidence: None,
        duration_ms: None,
        at,
    }
}
