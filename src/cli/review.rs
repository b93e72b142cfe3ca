//! `retain review`: a sitting on the terminal, or on plain lines where there is none.
//!
//! Here session, front end and collection meet: the loop asks, the session says what the input
//! means, and what is to be kept is on the disk before the next card appears.

use super::context::{Context, is_dumb};
use super::day::{self, Today, Wish};
use super::failure::{Failure, Kind, Result};
use super::interview;
use super::keep::Desk;
use super::show::Remembered;
use super::view::View;
use super::{backup, clock, edit, select, show, summary};
use crate::model::event::Action;
use crate::session::{Goal, Input, Session, Showing, Step, is_askable};
use crate::store::cards::CardRecord;
use crate::ui::front::{Front, FrontError};
use crate::ui::plain::Plain;
use crate::ui::screen::{self, Screen};
use crate::ui::style::{Line, Span};
use crate::ui::terminal::Terminal;
use crate::ui::wrap::listed;
use crate::ui::{markdown, words};
use clap_complete::engine::ArgValueCompleter;
use std::io::{self, IsTerminal};

#[derive(Debug, Default, clap::Args)]
#[command(after_help = "Examples:
  retain review                      all that is due, and the new cards of today
  retain review caching              one deck
  retain review area:security --minutes 10
  retain review is:due -tag:redis --limit 20

`retain help keys` lists the keys, `retain help selectors` the selectors.")]
pub struct ReviewArgs {
    /// Which cards [default: all that are due]
    #[arg(add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// At most this many cards
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// This many new cards, in place of what today's limit leaves
    #[arg(long, value_name = "N")]
    new: Option<usize>,
    /// Stop after this many minutes
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    /// Write also where the clock seems wrong
    #[arg(long)]
    force: bool,
}

pub fn run(args: &ReviewArgs, context: &Context) -> Result<()> {
    let mut desk = Desk::open(context)?;
    desk.check_clock(args.force)?;
    warn_of_faults(&desk, context)?;
    if let Err(failure) = backup::daily(&desk.store, context) {
        context.warn(&format!(
            "today's backup could not be written: {}",
            failure.message
        ));
    }
    let mut session = session(args, &desk, context)?;
    if session.queue().next().is_none() {
        return nothing_due(args, &desk, context);
    }
    let mut front = front(context)?;
    let ended = sit(&mut session, &mut desk, front.as_mut(), context);
    let summary = session.summary(context.clock.now());
    let told = match ended {
        Ok(()) | Err(Stopped::Front(FrontError::Interrupted)) => front
            .tell(&summary::lines(&summary, &desk, context))
            .is_ok(),
        Err(_) => false,
    };
    drop(front);
    match ended {
        Ok(()) if told => Ok(()),
        Ok(()) => Err(Failure::silent(Kind::BrokenPipe)),
        Err(Stopped::Failed(failure)) => Err(failure),
        Err(Stopped::Front(FrontError::Gone)) if !io::stdout().is_terminal() => {
            Err(Failure::silent(Kind::BrokenPipe))
        }
        Err(Stopped::Front(_)) => Err(Failure::silent(Kind::Interrupted)),
    }
}

/// Why a sitting ended before its time.
pub enum Stopped {
    Front(FrontError),
    Failed(Failure),
}

impl From<FrontError> for Stopped {
    fn from(error: FrontError) -> Stopped {
        Stopped::Front(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failed(failure)
    }
}

fn session(args: &ReviewArgs, desk: &Desk, context: &Context) -> Result<Session> {
    let today = Today::read(&desk.store, context)?;
    let mut goal = Goal {
        minutes: args.minutes,
        two_buttons: context.config.buttons == 2,
        choices: context.config.choices,
    };
    if args.is_open()
        && let Some(ahead) = interview::ahead(&desk.store, context)?
    {
        context.say(&ahead.in_words());
        // A plan that takes a tenth longer than expected is made anew by the next start.
        let planned = ahead.planned().minutes;
        let most = (0 < planned).then(|| planned + planned.div_ceil(10));
        goal.minutes = args.minutes.or(most);
        let queue = interview::planned_queue(&desk.store, &today, &ahead)?;
        return Ok(Session::new(queue, goal, context.clock.now()));
    }
    let chosen = match args.selector.is_empty() {
        true => None,
        false => Some(select::matching(&desk.store, &args.selector, context)?),
    };
    let queue = day::queue(
        &desk.store,
        &today,
        &Wish {
            chosen,
            total: args.limit,
            new: args.new,
        },
    )?;
    Ok(Session::new(queue, goal, context.clock.now()))
}

impl ReviewArgs {
    /// Whether the learner left it open which cards are asked, so that a plan may say.
    fn is_open(&self) -> bool {
        self.selector.is_empty() && self.limit.is_none() && self.new.is_none()
    }
}

fn warn_of_faults(desk: &Desk, context: &Context) -> Result<()> {
    let faults: Vec<String> = desk
        .store
        .files()?
        .into_iter()
        .filter_map(|file| file.fault)
        .collect();
    for fault in faults {
        context.warn(fault.lines().next().unwrap_or_default());
    }
    Ok(())
}

fn nothing_due(args: &ReviewArgs, desk: &Desk, context: &Context) -> Result<()> {
    let matching = if args.selector.is_empty() {
        ""
    } else {
        " that matches"
    };
    let next = desk
        .store
        .next_due(context.today())?
        .filter(|_| args.selector.is_empty());
    let next = next.map_or(String::new(), |day| {
        format!(
            " The next card is due {}.",
            words::due(day.0 - context.today().0)
        )
    });
    context.print(&format!("Nothing is due{matching}.{next}\n"))
}

/// Keys where a terminal stands at both ends and can move its cursor; lines otherwise.
fn front(context: &Context) -> Result<Box<dyn Front>> {
    let palette = context.palette();
    if !context.is_interactive() || is_dumb() {
        let lines = io::BufReader::new(io::stdin());
        return Ok(Box::new(Plain::new(
            lines,
            io::stdout(),
            palette,
            context.width(),
        )));
    }
    terminal(context).map(|terminal| Box::new(terminal) as Box<dyn Front>)
}

/// The terminal of the process, taken over until it is dropped.
pub fn terminal(context: &Context) -> Result<Terminal> {
    let vi = context.config.keys == super::config::Keys::Vi;
    Terminal::new(context.palette(), vi).map_err(|error| {
        Failure::usage(format!("cannot use the terminal: {error}")).hint("try it with TERM=dumb")
    })
}

/// Waits for the key that starts the review; false where the learner wants to leave.
pub fn wait_for_start(context: &Context) -> Result<bool> {
    if is_dumb() {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).unwrap_or(0);
        return Ok(0 < read && line.trim() != "q");
    }
    let mut terminal = terminal(context)?;
    let status = Line::from(Span::dim("Enter: review   q: leave"));
    let wants = terminal.wait(&status);
    drop(terminal);
    wants.map_err(|_| Failure::silent(Kind::Interrupted))
}

/// The one loop: load what is wanted, ask, do what the step says.
fn sit(
    session: &mut Session,
    desk: &mut Desk,
    front: &mut dyn Front,
    context: &Context,
) -> std::result::Result<(), Stopped> {
    let pace = day::pace(&desk.store)?;
    loop {
        while let Some(row) = session.wanted(context.clock.now()) {
            load(session, row, desk, context)?;
        }
        let notice = session.take_notice();
        if session.showing().is_none() {
            let left: Vec<Line> = notice
                .iter()
                .map(|text| Line::from(text.as_str()))
                .collect();
            return Ok(front.tell(&left)?);
        }
        let input = ask(session, &pace, notice.as_deref(), front)?;
        match session.step(input, context.clock.now()) {
            Step::Ask => (),
            Step::Keep(action) => keep(session, action, desk, front)?,
            Step::Undo => undo(session, desk, context)?,
            Step::Edit => edit_current(session, desk, front, context)?,
            Step::Hint => front.tell(&hint(session, context))?,
            Step::Info => front.tell(&info(session, desk, context)?)?,
            Step::Keys => front.tell(&plain_lines(include_str!("help/keys.txt"), context))?,
            Step::Done => return Ok(()),
        }
    }
}

fn ask(
    session: &Session,
    pace: &crate::schedule::pace::Pace,
    notice: Option<&str>,
    front: &mut dyn Front,
) -> std::result::Result<Input, FrontError> {
    let Some(showing) = session.showing() else {
        return Ok(Input::Quit);
    };
    let left = session.queue().remaining();
    let n_left = left.due + left.new + left.pending;
    let minutes = pace.minutes(left.due, left.new, left.pending).ceil() as u32;
    let done = session.n_passed();
    front.ask(&Screen {
        showing,
        progress: (done, done + n_left),
        minutes_left: minutes,
        two_buttons: session.goal().two_buttons,
        choices: session.goal().choices,
        notice,
    })
}

/// Puts a card on the screen; one whose text is gone or broken is passed over with a word.
fn load(session: &mut Session, row: i64, desk: &Desk, context: &Context) -> Result<()> {
    let now = context.clock.now();
    let view = match desk.store.card(row)? {
        // Answered, suspended or buried elsewhere since the queue was made.
        Some(record) if !is_askable(&record.state, context.today()) => {
            session.skip(row);
            return Ok(());
        }
        Some(record) => View::of(record, desk, context.today()),
        None => Err(Failure::not_found("a card is gone")),
    };
    match view {
        Ok(view) => session.show(view.item(clock::seed()), now),
        Err(failure) => {
            session.notify(failure.message);
            session.skip(row);
        }
    }
    Ok(())
}

fn keep(
    session: &mut Session,
    action: Action,
    desk: &mut Desk,
    front: &mut dyn Front,
) -> std::result::Result<(), Stopped> {
    let Some(record) = session.showing().map(record) else {
        return Ok(());
    };
    let outcome = match desk.keep(&record, action, None) {
        Ok(outcome) => outcome,
        Err(failure) => {
            // Nothing was kept, so the card stays: the learner can try again or leave.
            session.notify(format!("not kept: {}", failure.message));
            return Ok(());
        }
    };
    session.kept(&outcome.event.action, &outcome.after);
    let line = match &outcome.event.action {
        Action::Answer(answer) => screen::graded(answer.rating, answer.interval),
        other => Line::from(format!("→ {}", said(other))),
    };
    front.tell(&[line])?;
    if outcome.elsewhere {
        front.tell(&[Line::from(
            "the card was changed elsewhere meanwhile; this came on top of it",
        )])?;
    }
    Ok(())
}

fn said(action: &Action) -> &'static str {
    match action {
        Action::Suspend => "suspended",
        Action::Bury => "buried until tomorrow",
        Action::Flag => "flagged",
        Action::Unflag => "flag taken off",
        _ => "kept",
    }
}

/// The card on the screen as the collection knows it.
fn record(showing: &Showing) -> CardRecord {
    let item = &showing.item;
    CardRecord {
        row: item.row,
        key: item.key.clone(),
        state: item.state.clone(),
        family: None,
        text: None,
    }
}

fn undo(session: &mut Session, desk: &mut Desk, context: &Context) -> Result<()> {
    match desk.undo() {
        Ok(None) => session.notify("there is nothing to take back"),
        Ok(Some((card, undone))) => {
            session.undone(card.row, &undone.action, &card.state, context.today());
            session.notify(format!(
                "took back `{}` on {}",
                super::undo::in_words(&undone.action),
                card.key
            ));
        }
        Err(failure) => session.notify(format!("not taken back: {}", failure.message)),
    }
    Ok(())
}

/// Opens the card in the editor, reads its deck again and comes back to it.
fn edit_current(
    session: &mut Session,
    desk: &mut Desk,
    front: &mut dyn Front,
    context: &Context,
) -> std::result::Result<(), Stopped> {
    let Some(key) = session.showing().map(|showing| showing.item.key.clone()) else {
        return Ok(());
    };
    let mut edited = Ok(());
    front.lend(&mut || edited = edit::card(&key, &mut desk.store, context));
    if let Err(failure) = edited {
        session.notify(failure.message);
        return Ok(());
    }
    let record = desk
        .store
        .card_by_key(&key)
        .map_err(Failure::from)?
        .map(|record| View::of(record, desk, context.today()));
    match record {
        Some(Ok(view)) => session.edited(view.item(clock::seed()), context.clock.now()),
        Some(Err(failure)) => {
            session.notify(failure.message);
            session.drop_current();
        }
        None => session.drop_current(),
    }
    Ok(())
}

fn hint(session: &Session, context: &Context) -> Vec<Line> {
    let hint = session
        .showing()
        .and_then(|showing| showing.item.card.hint.as_deref());
    let page = context.palette().page(context.width());
    markdown::render_led(Line::from("Hint: "), hint.unwrap_or_default(), page)
}

fn info(session: &Session, desk: &Desk, context: &Context) -> Result<Vec<Line>> {
    let Some(showing) = session.showing() else {
        return Ok(Vec::new());
    };
    let Some(record) = desk.store.card(showing.item.row)? else {
        return Ok(Vec::new());
    };
    let history = desk.store.history(record.row)?;
    let memory = Remembered::of(&record, desk, context.today());
    let facts = show::facts(&record, &memory, &history, context);
    Ok(show::laid_out(&facts, context.width()))
}

fn plain_lines(text: &str, context: &Context) -> Vec<Line> {
    let width = context.width();
    text.lines().flat_map(|line| listed(line, width)).collect()
}
