//! The loop of a quiz: ask, judge, keep, and only then go on.
//!
//! What is kept is on the disk before the next question shows. Practice says at once what was
//! right and why; an exam says nothing until it is handed in or the time is up.

use super::put::{Put, verdict};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::keep::Desk;
use crate::cli::review::Stopped;
use crate::model::quiz::{Confidence, Outcome};
use crate::model::time::Timestamp;
use crate::quiz::confidence;
use crate::quiz::exam::{Command, Exam, Place, command};
use crate::store::quiz::{GivenRow, QuestionRow, QuizRow};
use crate::ui::style::{Line, Span};
use crate::ui::talk::{Query, Said, Talk};
use crate::ui::wrap::{listed, wrap};

/// A quiz in hand.
pub struct Quiz {
    pub row: QuizRow,
    pub questions: Vec<QuestionRow>,
    exam: Exam,
    /// When this sitting of it began.
    began: Timestamp,
    /// Whether an answer without a sign means `think so`.
    confidence: bool,
}

/// How a sitting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is asked, or the learner wants no more.
    Done,
    /// The learner goes on later.
    Left,
}

type Sat<T> = std::result::Result<T, Stopped>;

impl Quiz {
    pub fn new(
        row: QuizRow,
        questions: Vec<QuestionRow>,
        now: Timestamp,
        confidence: bool,
    ) -> Quiz {
        let place = |one: &QuestionRow| Place {
            answered: one.given.is_some(),
            flagged: one.flagged,
        };
        let exam = Exam::new(questions.iter().map(place).collect());
        Quiz {
            row,
            questions,
            exam,
            began: now,
            confidence,
        }
    }

    pub fn n_answered(&self) -> usize {
        self.questions.len() - self.exam.n_open()
    }

    /// Time spent on the quiz, in all of its sittings.
    pub fn spent_ms(&self, now: Timestamp) -> i64 {
        self.row.spent_ms + (now.0 - self.began.0).max(0)
    }

    /// What is left of the time allowed; `None` where it is not limited.
    fn left_ms(&self, now: Timestamp) -> Option<i64> {
        let allowed = i64::from(self.row.minutes?) * 60_000;
        Some((allowed - self.spent_ms(now)).max(0))
    }

    fn is_time_up(&self, now: Timestamp) -> bool {
        self.left_ms(now) == Some(0)
    }

    /// Where the learner stands, and what is wanted: the line before the answer. An exam has none
    /// once its time is up.
    fn prompt(&self, wanted: &str, columns: usize, now: Timestamp) -> Option<Line> {
        if self.row.exam && self.is_time_up(now) {
            return None;
        }
        let mut facts = Vec::new();
        let n_all = self.questions.len();
        match self.exam.at() {
            Some(at) => facts.push(format!("{}/{n_all}", at + 1)),
            None => facts.push(format!("{n_all} answered")),
        }
        facts.extend(
            self.left_ms(now)
                .map(|left| format!("{} left", clock(left))),
        );
        if self.row.exam {
            facts.push(format!("{} open", self.exam.n_open()));
        }
        if 0 < self.exam.n_flagged() {
            facts.push(format!("{} flagged", self.exam.n_flagged()));
        }
        let line = |gap: &str| format!("[{}] {wanted}: ", facts.join(gap));
        let long = line(" · ");
        if long.chars().count() + TYPED_MIN <= columns {
            return Some(Line::from(long));
        }
        let short = line(" ").replace(" left", "").replace(" flagged", "!");
        Some(Line::from(short))
    }
}

/// Room for what is typed behind a prompt.
const TYPED_MIN: usize = 20;

/// `12:05`, rounded up: a clock shows 0:00 only when it is over.
fn clock(left_ms: i64) -> String {
    let seconds = (left_ms + 999) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Asks until all is answered, the time is up, or the learner leaves.
pub fn sit(quiz: &mut Quiz, desk: &mut Desk, talk: &mut dyn Talk, context: &Context) -> Sat<Ended> {
    talk.tell(&introduction(quiz, talk))?;
    let ended = questions(quiz, desk, talk, context);
    let spent = quiz.spent_ms(context.clock.now());
    let kept = desk.store.spend_on_quiz(quiz.row.id, spent);
    let ended = ended?;
    kept.map_err(Failure::from)?;
    if ended == Ended::Left {
        return Ok(Ended::Left);
    }
    if mark(quiz, desk, talk, context)? == Ended::Left {
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

fn introduction(quiz: &Quiz, talk: &dyn Talk) -> Vec<Line> {
    let n_questions = crate::ui::words::count(quiz.questions.len(), "question");
    let minutes = quiz
        .row
        .minutes
        .map_or(String::new(), |n| format!(", {n} min"));
    let kind = if quiz.row.exam { "Exam" } else { "Quiz" };
    let commands = match quiz.row.exam {
        true => "skip, flag, go 7, map, end; q leaves",
        false => "skip, end; q leaves",
    };
    let unsure = match quiz.confidence {
        true => "b! sure, b think so, b? a guess",
        false => "b! sure, b? a guess",
    };
    let texts = [
        format!("Enter alone: I do not know. {unsure}. {commands}; /? explains."),
        "Your schedule stays as it is, unless you say so in the end.".to_string(),
    ];
    let page = talk.page();
    let title = Span::strong(&format!("{kind} {}: {n_questions}{minutes}", quiz.row.id));
    let rest = texts
        .iter()
        .flat_map(|text| wrap(&Line::from(text.as_str()), page.prose()));
    std::iter::once(Line::from(title)).chain(rest).collect()
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
                talk.tell(&[Line::from(format!(
                    "question {} is passed over: {}",
                    at + 1,
                    failure.message
                ))])?;
                keep(quiz, at, "", None, None, None, desk, context)?;
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
            Command::Go(_) => talk.tell(&[no_such(quiz)])?,
            _ => {
                let page = talk.page();
                talk.tell(&map(quiz, page.width()))?;
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
    let lead = lead(quiz, at, put);
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
        match command(&line, put.takes_bare_commands()) {
            Command::Answer(text) => {
                let (text, sure) = confidence::parted(&text);
                let sure =
                    sure.or((quiz.confidence && !text.is_empty()).then_some(Confidence::ThinkSo));
                let elapsed = u32::try_from(context.clock.now().0 - asked_at.0).unwrap_or(0);
                let before = quiz.questions[at].given.as_ref();
                let elapsed = elapsed + before.and_then(|given| given.duration_ms).unwrap_or(0);
                match answer(quiz, at, put, (text, sure, elapsed), desk, talk, context)? {
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
                false => talk.tell(&[no_such(quiz)])?,
            },
            Command::Go(_) => talk.tell(&[Line::from("only an exam goes back: `--exam`")])?,
            Command::Map => talk.tell(&map(quiz, talk.page().width()))?,
            Command::End if quiz.exam.n_open() == 0 || wants_end || !quiz.row.exam => {
                return Ok(Some(Ended::Done));
            }
            Command::End => {
                wants_end = true;
                let open = crate::ui::words::count(quiz.exam.n_open(), "question");
                let text = format!("{open} not answered yet: `end` once more hands in");
                talk.tell(&[Line::from(text)])?;
            }
            Command::Quit => return Ok(Some(Ended::Left)),
            Command::Help => talk.tell(&help(talk.page().width()))?,
        }
    }
}

/// The small print above a question. An exam does not say where the answer may be looked up.
fn lead(quiz: &Quiz, at: usize, put: &Put) -> String {
    let title = &put.view.text.deck_title;
    let again = match quiz.questions[at].given.as_ref() {
        Some(given) if !given.answer.is_empty() => format!(" · your answer: {}", given.answer),
        _ => String::new(),
    };
    format!("{} of {} · {title}{again}", at + 1, quiz.questions.len())
}

/// What became of a line.
enum Reply {
    Again(String),
    Kept,
    Left,
}

fn answer(
    quiz: &mut Quiz,
    at: usize,
    put: &Put,
    (text, sure, elapsed): (&str, Option<Confidence>, u32),
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> Sat<Reply> {
    let is_own = put.form.way().is_self_graded();
    let outcome = match (is_own, quiz.row.exam) {
        (true, true) => text.is_empty().then_some(Outcome::Blank),
        (true, false) => match own_grade(put, desk, talk)? {
            Some(outcome) => Some(outcome),
            None => return Ok(Reply::Left),
        },
        (false, _) => match put.form.judge(text) {
            Ok(outcome) => Some(outcome),
            Err(why) => return Ok(Reply::Again(why)),
        },
    };
    keep(quiz, at, text, outcome, sure, Some(elapsed), desk, context)?;
    let Some(outcome) = outcome.filter(|_| !quiz.row.exam) else {
        return Ok(Reply::Kept);
    };
    match is_own {
        true => talk.tell(&[verdict(outcome)])?,
        false => talk.tell(&put.answer(text, Some(outcome), desk, talk.page()))?,
    }
    Ok(Reply::Kept)
}

/// Shows the answer and asks the learner how good theirs was; `None` where they leave.
pub fn own_grade(put: &Put, desk: &Desk, talk: &mut dyn Talk) -> Sat<Option<Outcome>> {
    let wanted = match put.form {
        crate::quiz::form::Form::Open { .. } => "points made, e.g. a c, or Enter for none: ",
        _ => "did you know it? y or n: ",
    };
    let mut fresh = true;
    loop {
        let said = talk.ask(&Query {
            shown: &|page| put.answer("", None, desk, page),
            fresh,
            prompt: &|_| Some(Line::from(wanted)),
        })?;
        fresh = false;
        let Said::Line(line) = said else {
            return Ok(None);
        };
        if command(&line, true) == Command::Quit {
            return Ok(None);
        }
        match put.form.judge(&line) {
            Ok(outcome) => return Ok(Some(outcome)),
            Err(why) => talk.tell(&[Line::from(why)])?,
        }
    }
}

/// After an exam: the answers that only the learner can judge, one by one.
fn mark(quiz: &mut Quiz, desk: &mut Desk, talk: &mut dyn Talk, context: &Context) -> Sat<Ended> {
    for at in 0..quiz.questions.len() {
        let Some(given) = quiz.questions[at].given.clone() else {
            continue;
        };
        let Ok(put) = Put::again(&quiz.questions[at], desk, context) else {
            continue;
        };
        if given.outcome.is_some() {
            continue;
        }
        let lead = format!("{} · your answer: {}", at + 1, given.answer);
        let page = talk.page();
        talk.tell(&put.question(&lead, page))?;
        let Some(outcome) = own_grade(&put, desk, talk)? else {
            return Ok(Ended::Left);
        };
        let (answer, sure, elapsed) = (given.answer.clone(), given.confidence, given.duration_ms);
        keep(
            quiz,
            at,
            &answer,
            Some(outcome),
            sure,
            elapsed,
            desk,
            context,
        )?;
    }
    Ok(Ended::Done)
}

#[expect(
    clippy::too_many_arguments,
    reason = "they are the columns of the record"
)]
fn keep(
    quiz: &mut Quiz,
    at: usize,
    answer: &str,
    outcome: Option<Outcome>,
    confidence: Option<Confidence>,
    duration_ms: Option<u32>,
    desk: &mut Desk,
    context: &Context,
) -> Sat<()> {
    let now = context.clock.now();
    let given = GivenRow {
        answer: answer.to_string(),
        outcome,
        confidence,
        duration_ms,
        at: now,
    };
    let kept = desk
        .store
        .keep_quiz_answer(quiz.row.id, at, &given, quiz.spent_ms(now))
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

fn no_such(quiz: &Quiz) -> Line {
    Line::from(format!("there are questions 1 to {}", quiz.questions.len()))
}

/// The map, as many cells a line as fit, and what its signs mean.
fn map(quiz: &Quiz, width: usize) -> Vec<Line> {
    let cells = quiz.exam.map();
    let cell_width = cells.first().map_or(1, |cell| cell.chars().count() + 1);
    let n_columns = (width / cell_width).clamp(1, 10);
    let mut lines: Vec<Line> = cells
        .chunks(n_columns)
        .map(|row| Line::from(row.join(" ")))
        .collect();
    lines.push(Line::from("✓ answered  · open  ! flagged  ▶ here"));
    lines
}

fn help(width: usize) -> Vec<Line> {
    include_str!("../help/quiz.txt")
        .lines()
        .flat_map(|line| listed(line, width))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Uid;
    use crate::model::quiz::Way;
    use crate::model::time::Day;

    fn exam(minutes: Option<u32>, spent_ms: i64) -> Quiz {
        let row = QuizRow {
            id: 1,
            uid: Uid::new(Timestamp(0), 0, 0),
            started: Timestamp(0),
            day: Day(0),
            ended: None,
            exam: true,
            seed: 0,
            minutes,
            spent_ms,
            selector: String::new(),
        };
        let question = QuestionRow {
            card: "a/b".to_string(),
            topic: "a".to_string(),
            way: Way::Choice,
            question: "Q?".to_string(),
            shown: "[]".to_string(),
            chance: 0.25,
            flagged: false,
            given: None,
            counted: false,
        };
        let questions = vec![question; 20];
        Quiz::new(row, questions, Timestamp(1_000_000), false)
    }

    fn prompt(quiz: &Quiz, columns: usize, after_ms: i64) -> Option<String> {
        let line = quiz.prompt("letter", columns, Timestamp(1_000_000 + after_ms));
        line.map(|line| line.text())
    }

    #[test]
    fn the_clock_runs_on_where_a_quiz_is_continued_and_stands_still_between() {
        let quiz = exam(Some(20), 5 * 60_000);
        let text = prompt(&quiz, 80, 1_000).unwrap();
        assert_eq!(text, "[1/20 · 14:59 left · 20 open] letter: ");
        assert_eq!(prompt(&quiz, 80, 15 * 60_000), None);
        assert_eq!(
            prompt(&exam(None, 0), 80, 0).unwrap(),
            "[1/20 · 20 open] letter: "
        );
    }

    #[test]
    fn forty_columns_leave_room_to_type() {
        let text = prompt(&exam(Some(20), 0), 40, 0).unwrap();
        assert_eq!(text, "[1/20 20:00 20 open] letter: ");
    }
}
