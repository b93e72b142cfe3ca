//! One sitting as a state machine: what is asked next, what an input means, what is to be kept.
//!
//! It knows no terminal, no store and no clock. The caller shows the prompt, hands the input in
//! with the instant, and does what the step says; an answer is only counted once the caller has
//! kept it.

mod summary;
#[cfg(test)]
mod tests;

pub use summary::{Summary, Tally};

use crate::model::card::{Card, Kind, Part};
use crate::model::event::{Action, Answer, Mode, Rating};
use crate::model::memory::CardState;
use crate::model::time::{Day, Timestamp};
use crate::quiz::{self, Verdict};
use crate::schedule::interval::Next;
use crate::schedule::queue::Queue;

/// Row number of a review card, as the store counts them.
pub type CardRow = i64;

/// A card as it is asked: its text, its state, and what each grade would do.
#[derive(Clone, Debug)]
pub struct Item {
    pub row: CardRow,
    /// `deck/card` or `deck/card/part`.
    pub key: String,
    pub deck_title: String,
    pub card: Card,
    pub part: Part,
    pub state: CardState,
    pub next: [Next; 4],
    /// Chance of recall now; `None` for a new card.
    pub predicted: Option<f32>,
    /// The FSRS parameter set in force.
    pub params: i64,
    /// The order in which steps or choices are shown: indices into the card's own list.
    pub order: Vec<usize>,
}

/// What the learner did.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Reveal,
    /// A line typed at the question.
    Given(String),
    Grade(Rating),
    Undo,
    Edit,
    Suspend,
    Bury,
    Flag,
    Hint,
    Info,
    Keys,
    Quit,
    /// A key that means nothing here.
    Other,
}

/// What the caller is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask again; the prompt may have changed.
    Ask,
    /// Keep this for the current card, then call [`Session::kept`].
    Keep(Action),
    /// Take back the last thing done, then call [`Session::undone`].
    Undo,
    /// Open the current card in the editor, then call [`Session::edited`].
    Edit,
    /// Show the hint of the current card.
    Hint,
    /// Show what is known of the current card.
    Info,
    /// Show the keys.
    Keys,
    Done,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Question,
    Answer,
}

/// What was typed, and how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub text: String,
    pub verdict: Verdict,
    pub suggested: Rating,
}

/// The card on the screen.
#[derive(Clone, Debug)]
pub struct Showing {
    pub item: Item,
    pub stage: Stage,
    pub given: Option<Given>,
    /// Whether the rubric of an open card was ticked off, or passed over.
    pub ticked: bool,
    /// Counts the showings of a sitting, so that a front end knows a new one.
    pub number: u32,
    asked_at: Timestamp,
}

/// How far a sitting may go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Goal {
    /// Minutes after which no further card is asked.
    pub minutes: Option<u32>,
    /// Whether there are only Again and Good.
    pub two_buttons: bool,
    /// Whether choices are shown with the question and a letter picks one.
    pub choices: bool,
}

pub struct Session {
    queue: Queue,
    goal: Goal,
    started: Timestamp,
    showing: Option<Showing>,
    n_showings: u32,
    tally: Tally,
    notice: Option<String>,
}

impl Showing {
    /// Whether the rubric of an open card is to be ticked off before it is graded.
    pub fn wants_ticks(&self) -> bool {
        let is_open =
            matches!(&self.item.card.kind, Kind::Open { rubric, .. } if !rubric.is_empty());
        self.stage == Stage::Answer && is_open && !self.ticked
    }
}

impl Session {
    pub fn new(queue: Queue, goal: Goal, started: Timestamp) -> Session {
        Session {
            queue,
            goal,
            started,
            showing: None,
            n_showings: 0,
            tally: Tally::default(),
            notice: None,
        }
    }

    /// The card to load and [`Session::show`] next; `None` where one is on the screen or the
    /// sitting is over.
    pub fn wanted(&self, now: Timestamp) -> Option<CardRow> {
        if self.showing.is_some() || self.is_time_up(now) {
            return None;
        }
        self.queue.next()
    }

    fn is_time_up(&self, now: Timestamp) -> bool {
        let elapsed = now.0 - self.started.0;
        self.goal
            .minutes
            .is_some_and(|minutes| i64::from(minutes) * 60_000 <= elapsed)
    }

    /// Puts a card on the screen.
    pub fn show(&mut self, item: Item, now: Timestamp) {
        self.n_showings += 1;
        self.showing = Some(Showing {
            item,
            stage: Stage::Question,
            given: None,
            ticked: false,
            number: self.n_showings,
            asked_at: now,
        });
    }

    /// Takes a card out of the sitting that cannot be shown.
    pub fn skip(&mut self, row: CardRow) {
        self.queue.remove(row);
    }

    pub fn showing(&self) -> Option<&Showing> {
        self.showing.as_ref()
    }

    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Cards that were passed, suspended or buried and will not come back.
    pub fn n_passed(&self) -> usize {
        self.tally.n_passed()
    }

    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// Takes the line that is to be said once, above the next prompt.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// Says something above the next prompt.
    pub fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(text.into());
    }

    /// Says what an input means now.
    pub fn step(&mut self, input: Input, now: Timestamp) -> Step {
        match input {
            Input::Quit => Step::Done,
            Input::Undo => Step::Undo,
            Input::Keys => Step::Keys,
            Input::Other => Step::Ask,
            _ => match &mut self.showing {
                None => Step::Ask,
                Some(showing) => on_card(showing, input, now, self.goal, &mut self.notice),
            },
        }
    }

    /// Counts what was kept: `after` is the card's state now.
    pub fn kept(&mut self, action: &Action, after: &CardState) {
        let Some(showing) = &mut self.showing else {
            return;
        };
        let row = showing.item.row;
        match action {
            Action::Answer(answer) => {
                self.tally.count(&showing.item, answer, after);
                self.queue.answered(row, answer.rating);
                self.notice = leech_notice(&showing.item.key, answer, after);
                self.showing = None;
            }
            Action::Suspend | Action::Bury => {
                self.queue.remove(row);
                self.showing = None;
            }
            _ => showing.item.state = after.clone(),
        }
    }

    /// Goes on after something was taken back: `restored` is the card's state now. A card that may
    /// be asked on `today` is asked next; what only marked it leaves the order alone.
    pub fn undone(&mut self, row: CardRow, action: &Action, restored: &CardState, today: Day) {
        if matches!(action, Action::Flag | Action::Unflag) {
            if let Some(showing) = self
                .showing
                .as_mut()
                .filter(|showing| showing.item.row == row)
            {
                showing.item.state = restored.clone();
            }
            return;
        }
        self.tally.forget(row, action);
        if is_askable(restored, today) {
            self.showing = None;
            self.queue.put_back(row);
        } else {
            self.showing = self
                .showing
                .take()
                .filter(|showing| showing.item.row != row);
            self.queue.remove(row);
        }
    }

    /// Replaces the current card after an edit; it is asked from the start.
    pub fn edited(&mut self, item: Item, now: Timestamp) {
        self.show(item, now);
    }

    /// Takes the current card off the screen without counting anything.
    pub fn drop_current(&mut self) {
        if let Some(showing) = self.showing.take() {
            self.queue.remove(showing.item.row);
        }
    }

    pub fn summary(&self, now: Timestamp) -> Summary {
        self.tally.summary(now.0 - self.started.0)
    }
}

/// Whether a card may be asked on `today`: new or due, and neither suspended nor buried.
pub fn is_askable(state: &CardState, today: Day) -> bool {
    !state.suspended && state.buried != Some(today) && state.due.is_none_or(|due| due <= today)
}

fn on_card(
    showing: &mut Showing,
    input: Input,
    now: Timestamp,
    goal: Goal,
    notice: &mut Option<String>,
) -> Step {
    match (showing.stage, input) {
        (Stage::Question, Input::Reveal) => {
            showing.stage = Stage::Answer;
            Step::Ask
        }
        (Stage::Question, Input::Given(text)) => {
            match judge(&showing.item, &text) {
                Ok(given) => {
                    showing.given = given;
                    showing.stage = Stage::Answer;
                }
                Err(why) => *notice = Some(why),
            }
            Step::Ask
        }
        (Stage::Question, Input::Grade(_)) => {
            *notice = Some("the answer is not shown yet: reveal it first".to_string());
            Step::Ask
        }
        (Stage::Answer, Input::Given(text)) => {
            tick(showing, &text, notice);
            Step::Ask
        }
        (Stage::Answer, Input::Reveal) => {
            showing.ticked = true;
            Step::Ask
        }
        (Stage::Answer, Input::Grade(rating)) => grade(showing, rating, now, goal, notice),
        (_, Input::Suspend) => Step::Keep(Action::Suspend),
        (_, Input::Bury) => Step::Keep(Action::Bury),
        (_, Input::Flag) if showing.item.state.flagged => Step::Keep(Action::Unflag),
        (_, Input::Flag) => Step::Keep(Action::Flag),
        (_, Input::Edit) => Step::Edit,
        (Stage::Question, Input::Hint) if showing.item.card.hint.is_some() => Step::Hint,
        (Stage::Question, Input::Hint) => {
            showing.stage = Stage::Answer;
            Step::Ask
        }
        (_, Input::Info) => Step::Info,
        _ => Step::Ask,
    }
}

fn grade(
    showing: &Showing,
    rating: Rating,
    now: Timestamp,
    goal: Goal,
    notice: &mut Option<String>,
) -> Step {
    if goal.two_buttons && matches!(rating, Rating::Hard | Rating::Easy) {
        *notice = Some("there are two grades here: 1 Again, 2 Good".to_string());
        return Step::Ask;
    }
    let item = &showing.item;
    let elapsed = u32::try_from(now.0 - showing.asked_at.0).unwrap_or(0);
    Step::Keep(Action::Answer(Answer {
        rating,
        interval: item.next[usize::from(rating.number() - 1)].interval,
        duration_ms: Some(elapsed),
        mode: Mode::Review,
        predicted: item.predicted,
        params: item.params,
        suggested: showing.given.as_ref().map(|given| given.suggested),
    }))
}

/// The order in which steps or choices of a card are shown, by `seed`.
pub fn seeded_order(card: &Card, seed: u64) -> Vec<usize> {
    match &card.kind {
        Kind::Order { steps } => quiz::order::shuffled(steps.len(), seed),
        _ => quiz::choice::shuffled(&card.choices, seed),
    }
}

/// Compares what was typed with what the card accepts. Nothing typed means: just reveal.
///
/// Returns why the line cannot be an answer at all, such as an order with a number too many.
fn judge(item: &Item, text: &str) -> Result<Option<Given>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let verdict = match &item.card.kind {
        Kind::Typed { accept } if item.part == Part::Whole => quiz::typed::judge(text, accept),
        Kind::Number { accept } if item.part == Part::Whole => quiz::number::judge(text, accept),
        Kind::Order { steps } if item.part == Part::Whole => {
            let shown = quiz::order::read(text, steps.len()).map_err(|error| error.to_string())?;
            let places: Vec<usize> = shown.iter().map(|idx| item.order[*idx]).collect();
            quiz::order::judge(&places)
        }
        _ if !item.card.choices.is_empty() => {
            let shown =
                quiz::choice::read(text, item.order.len()).map_err(|error| error.to_string())?;
            let picked: Vec<usize> = shown.iter().map(|idx| item.order[*idx]).collect();
            quiz::choice::judge(&picked, &item.card.choices)
        }
        _ => return Ok(None),
    };
    let suggested = quiz::suggest(&verdict);
    Ok(Some(Given {
        text: text.trim().to_string(),
        verdict,
        suggested,
    }))
}

/// Takes the letters of the rubric's points that the learner made, and suggests a grade.
fn tick(showing: &mut Showing, text: &str, notice: &mut Option<String>) {
    let Kind::Open { rubric, .. } = &showing.item.card.kind else {
        return;
    };
    match quiz::open::read(text, rubric.len()) {
        Err(why) => *notice = Some(why.to_string()),
        Ok(ticked) => {
            let suggested =
                quiz::open::suggest(ticked.len(), rubric.len()).unwrap_or(Rating::Again);
            *notice = Some(format!("{} of {} points", ticked.len(), rubric.len()));
            let verdict = if suggested == Rating::Again {
                Verdict::Wrong
            } else {
                Verdict::Right
            };
            showing.given = Some(Given {
                text: text.trim().to_string(),
                verdict,
                suggested,
            });
            showing.ticked = true;
        }
    }
}

fn leech_notice(key: &str, answer: &Answer, after: &CardState) -> Option<String> {
    let lapsed = answer.rating == Rating::Again && after.is_leech_alarm();
    lapsed.then(|| {
        format!(
            "leech: {key} was forgotten {} times. Reword it (`retain deck edit {key}`) \
             or suspend it (`retain suspend {key}`)",
            after.lapses
        )
    })
}
