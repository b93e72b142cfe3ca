//! `retain quiz`: questions from the cards, a score that says how far it can be trusted, a history.
//!
//! Here arguments become a quiz, and a quiz in hand meets a front end. It changes no schedule; what
//! the learner may let count in the end stands in `after`.

mod after;
mod compose;
mod given;
mod held;
pub mod own;
mod paper;
mod past;
pub mod put;
mod result;
mod shapes;
mod sit;
mod tell;

use super::context::Context;
use super::failure::{Failure, Kind, Result};
use super::keep::{Desk, Moment};
use super::review::Stopped;
use super::talk::{ended, talk};
use super::{clock, prompt};
use crate::model::event::Uid;
use crate::model::level::Level;
use crate::model::quiz::Way;
use crate::store::quiz::QuizRow;
use crate::ui::talk::Talk;
use clap_complete::engine::ArgValueCompleter;
use given::Ended;
use paper::Quiz;
use result::Outcomes;
use sit::sit;
use std::collections::HashSet;

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  retain quiz                        20 questions, each answered at once
  retain quiz area:security --kind choice,typed --count 10
  retain quiz --exam --minutes 30    answers in the end, with a clock and a map
  retain quiz --continue             go on with the one that was broken off
  retain quiz history                all quizzes
  retain quiz show 7 --markdown      what was asked and answered

Behind an answer `!` says that you are sure, `?` that you guess; the result shows how well you
know what you know. A quiz moves no due date unless you say so in the end."
)]
pub struct QuizArgs {
    #[command(subcommand)]
    command: Option<past::PastCommand>,
    /// Which cards [default: all]
    #[arg(add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// Ask this many questions
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    count: u32,
    /// Stop after this many minutes [default: no limit; 20 for an exam]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=600))]
    minutes: Option<u32>,
    /// Ask only so: choice, typed, number, order, cloze, open, recall [default: all; an exam asks
    /// only what the program can judge]
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = way)]
    kind: Vec<Way>,
    /// Only cards of this level: foundation, intermediate, senior
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = level)]
    level: Vec<Level>,
    /// Say what was right only in the end
    #[arg(long)]
    exam: bool,
    /// Take every answer without a sign for `think so`
    #[arg(long)]
    confidence: bool,
    /// The same questions for the same seed and progress [default: by chance]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Go on with the last quiz that was broken off
    #[arg(long = "continue", conflicts_with_all = ["selector", "kind", "level", "exam", "seed"])]
    resume: bool,
    /// Let missed cards count as Again, due tomorrow, without being asked
    #[arg(long)]
    again: bool,
    /// Print the result as JSON; the questions go to standard error
    #[arg(long)]
    json: bool,
}

fn way(text: &str) -> std::result::Result<Way, String> {
    let names = Way::ALL.map(Way::name).join(", ");
    Way::from_name(text).ok_or_else(|| format!("there are {names}"))
}

fn level(text: &str) -> std::result::Result<Level, String> {
    let names = Level::ALL.map(Level::name).join(", ");
    Level::from_name(text).ok_or_else(|| format!("there are {names}"))
}

/// Minutes of an exam where none are given.
const EXAM_MINUTES: u32 = 20;

pub fn run(args: &QuizArgs, context: &Context) -> Result<()> {
    if let Some(command) = &args.command {
        return past::run(command, context);
    }
    let mut desk = Desk::open(context)?;
    let (id, _held) = match args.resume {
        true => broken_off(&desk, context)?.ok_or_else(|| {
            Failure::not_found("no quiz was broken off").hint("`retain quiz` begins one")
        })?,
        false => match offered(args, &mut desk, context)? {
            Offered::GoOn(id, held) => (id, held),
            Offered::Begin(before) => {
                let begun = begun(args, &mut desk, context)?;
                // The one that is not wanted ends once there is another.
                if let Some(before) = before {
                    desk.store.end_quiz(before, context.clock.now())?;
                }
                begun
            }
        },
    };
    let row = quiz(id, &desk)?;
    let questions = desk.store.quiz_questions(id)?;
    if !args.resume
        && questions.len() < args.count as usize
        && questions.iter().all(|one| one.given.is_none())
    {
        let found = crate::ui::words::count(questions.len(), "question");
        context.say(&format!("only {found} can be asked"));
    }
    let mut quiz = Quiz::new(row, questions, context.clock.now(), args.confidence);
    let mut talk = talk(context, args.json)?;
    let sat = whole(&mut quiz, args, &mut desk, talk.as_mut(), context);
    // The prompt goes, so that what is said stands on a line of its own.
    let _ = talk.tell(&[]);
    drop(talk);
    if quiz.row.ended.is_none() && !quiz.row.exam && quiz.n_answered() == 0 {
        desk.store.forget_quiz(quiz.row.id)?;
        context.say("nothing was answered: no quiz is kept");
    } else if quiz.row.ended.is_none() {
        let (done, all) = (quiz.n_answered(), quiz.questions.len());
        context.say(&format!(
            "broken off at {done} of {all}: `retain quiz --continue` goes on"
        ));
    }
    ended(sat.map(|_| ()))
}

/// A sitting, its result, and what is done with what was missed.
fn whole(
    quiz: &mut Quiz,
    args: &QuizArgs,
    desk: &mut Desk,
    talk: &mut dyn Talk,
    context: &Context,
) -> std::result::Result<Ended, Stopped> {
    if sit(quiz, desk, talk, context)? == Ended::Left {
        return Ok(Ended::Left);
    }
    let mut outcomes = Outcomes::read(quiz.row.clone(), &desk.store)?;
    talk.tell(&result::lines(&outcomes, context))?;
    if args.again {
        let said = after::count(&mut outcomes, desk, context)?;
        talk.tell(&[crate::ui::style::Line::from(said)])?;
    } else if !args.json && 0 < outcomes.score.all.asked {
        // The quiz is over and kept: leaving here breaks nothing off.
        match after::offer(&mut outcomes, desk, talk, context) {
            Err(Stopped::Front(_)) => (),
            other => other?,
        }
    }
    if args.json {
        context.print(&shapes::whole(&outcomes))?;
    }
    Ok(Ended::Done)
}

fn quiz(id: i64, desk: &Desk) -> Result<QuizRow> {
    let found = desk.store.quiz(id)?;
    found.ok_or_else(|| {
        Failure::not_found(format!("there is no quiz {id}"))
            .hint("`retain quiz history` lists them")
    })
}

/// The last quiz that was broken off, taken in hand; those that go on elsewhere are passed over.
fn broken_off(desk: &Desk, context: &Context) -> Result<Option<(i64, held::Held)>> {
    let mut open = desk.store.open_quizzes()?;
    // One that was killed before its first answer must not hide one in the middle.
    let mut untouched = Vec::new();
    for row in &open {
        let questions = desk.store.quiz_questions(row.id)?;
        untouched.extend(
            questions
                .iter()
                .all(|one| one.given.is_none())
                .then_some(row.id),
        );
    }
    open.sort_by_key(|row| untouched.contains(&row.id));
    let mut found = open
        .iter()
        .filter_map(|row| Some((row.id, held::hold(row.id, context)?)));
    let first = found.next();
    if first.is_none() && !open.is_empty() {
        return Err(Failure::new(
            Kind::Busy,
            "the quiz is being answered in another terminal",
        ));
    }
    Ok(first)
}

/// What becomes of a quiz that was broken off.
enum Offered {
    GoOn(i64, held::Held),
    /// A new one begins; the old one, where there is one that is not wanted, ends as it stands.
    Begin(Option<i64>),
}

/// Offers a quiz that was broken off.
fn offered(args: &QuizArgs, desk: &mut Desk, context: &Context) -> Result<Offered> {
    let Ok(Some((id, held))) = broken_off(desk, context) else {
        return Ok(Offered::Begin(None));
    };
    let questions = desk.store.quiz_questions(id)?;
    let n_answered = questions.iter().filter(|one| one.given.is_some()).count();
    if n_answered == 0 {
        return Ok(Offered::Begin(None));
    }
    let what = format!(
        "quiz {id} was broken off at {n_answered} of {}",
        questions.len()
    );
    if !context.is_interactive() || args.json || context.global.yes {
        context.say(&format!("{what}: `retain quiz --continue` goes on with it"));
        return Ok(Offered::Begin(None));
    }
    let question = format!("Q{}: go on with it? (n ends it)", &what[1..]);
    match prompt::confirm(&question, true)? {
        true => Ok(Offered::GoOn(id, held)),
        false => Ok(Offered::Begin(Some(id))),
    }
}

fn begun(args: &QuizArgs, desk: &mut Desk, context: &Context) -> Result<(i64, held::Held)> {
    let seed = args.seed.unwrap_or_else(clock::seed);
    let ways: HashSet<Way> = match args.kind.is_empty() {
        false => args.kind.iter().copied().collect(),
        true => Way::ALL
            .into_iter()
            .filter(|way| !args.exam || !way.is_self_graded())
            .collect(),
    };
    let questions = compose::compose(args, &ways, seed, desk, context)?;
    let now = Moment::now(context);
    let row = QuizRow {
        id: 0,
        uid: Uid::new(now.at, 0, clock::chance()),
        started: now.at,
        day: now.day,
        ended: None,
        exam: args.exam,
        seed,
        minutes: args.minutes.or(args.exam.then_some(EXAM_MINUTES)),
        spent_ms: 0,
        selector: args.selector.join(" "),
    };
    let id = desk.store.begin_quiz(&row, &questions)?;
    let held = held::hold(id, context).ok_or_else(|| {
        Failure::new(Kind::Busy, "the quiz is being answered in another terminal")
    })?;
    Ok((id, held))
}
