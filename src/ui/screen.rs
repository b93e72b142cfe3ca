//! What is on the screen of a sitting, as lines: question, answer, and the line of keys.

use super::face::{self, Answer, Question};
use super::given;
use super::page::Page;
use super::style::{Line, Span, Style};
use super::{bar, words};
use crate::deck::cloze;
use crate::model::card::{Kind, Part};
use crate::model::event::Rating;
use crate::quiz;
use crate::schedule::interval::Next;
use crate::session::{Given, Item, Showing, Stage};

/// Columns that are left for what is typed.
const TYPED: usize = 16;

/// A card with what stands around it.
pub struct Screen<'a> {
    pub showing: &'a Showing,
    /// Cards answered for good and cards in all, of this sitting.
    pub progress: (usize, usize),
    pub minutes_left: u32,
    pub two_buttons: bool,
    /// Whether choices are shown with the question.
    pub choices: bool,
    /// Said once, above the keys.
    pub notice: Option<&'a str>,
}

impl Screen<'_> {
    fn item(&self) -> &Item {
        &self.showing.item
    }

    /// Whether the learner types an answer before it is revealed.
    pub fn wants_text(&self) -> bool {
        if self.showing.wants_ticks() {
            return true;
        }
        let typed = matches!(
            self.item().card.kind,
            Kind::Typed { .. } | Kind::Number { .. } | Kind::Order { .. }
        );
        let picks = self.choices && !self.item().card.choices.is_empty();
        self.showing.stage == Stage::Question && self.item().part == Part::Whole && (typed || picks)
    }

    pub fn question(&self, page: Page) -> Vec<Line> {
        let item = self.item();
        let mut question = question(item, self.shown());
        question.caption = caption(&item.deck_title, &item.key);
        question.lines(page)
    }

    pub fn answer(&self, page: Page) -> Vec<Line> {
        let item = self.item();
        let mut answer = answer(item, self.shown());
        answer.given = self
            .showing
            .given
            .as_ref()
            .and_then(|given| beside(item, given));
        if let Some(picked) = self
            .showing
            .given
            .as_ref()
            .and_then(|given| picked(item, given))
        {
            for (choice, idx) in answer.choices.iter_mut().zip(&item.order) {
                choice.taken = picked.contains(idx);
            }
        }
        answer.lines(page)
    }

    /// The places of what the question shows in an order of its own.
    fn shown(&self) -> Option<&[usize]> {
        let item = self.item();
        let is_order = matches!(item.card.kind, Kind::Order { .. });
        let picks = self.choices && !item.card.choices.is_empty();
        (item.part == Part::Whole && (is_order || picks)).then_some(item.order.as_slice())
    }

    /// The last line: how far the sitting is, and what each key does. At most `columns` wide.
    pub fn status(&self, columns: usize) -> Line {
        let (done, total) = self.progress;
        let item = self.item();
        let keys = match self.showing.stage {
            _ if self.wants_text() => self.how_to_type(columns),
            Stage::Question if item.card.hint.is_some() => Line::from("any key: answer  h: hint"),
            Stage::Question => Line::from("any key: answer"),
            Stage::Answer => self.buttons(columns),
        };
        let minutes = match self.minutes_left {
            0 => String::new(),
            minutes => format!(" {}", words::duration(u64::from(minutes) * 60)),
        };
        let typed = if self.wants_text() { TYPED } else { 0 };
        let room = columns
            .saturating_sub(keys.width() + minutes.len() + 2 + typed)
            .min(24);
        let figures = format!("{done}/{total}").len();
        let mut line = Line::new();
        if figures + 3 <= room {
            line.extend(bar::progress(done, total, room));
            line.push(Span::dim(&minutes));
            line.push(Span::plain("  "));
        }
        line.extend(keys);
        line.cut(columns)
    }

    fn how_to_type(&self, columns: usize) -> Line {
        let what = match self.item().card.kind {
            Kind::Order { .. } => "order b a c, or c>a",
            Kind::Number { .. } => "number and unit",
            Kind::Typed { .. } => "answer",
            Kind::Open { .. } => "points made, e.g. a c",
            _ => "letter",
        };
        let keys = if columns < 60 { "" } else { " (Tab for keys)" };
        Line::from(format!("{what}, Enter{keys}: "))
    }

    /// `1 Again now  2 Hard 3 d  3 Good 8 d  4 Easy 20 d`; shorter where the columns are few.
    pub fn buttons(&self, columns: usize) -> Line {
        let long = self.buttons_with(
            "  ",
            |next| format!(" {}", words::interval(next.interval)),
            name,
        );
        if long.width() <= columns {
            return long;
        }
        let tight = |next: &Next| match next.interval {
            0 => String::new(),
            days => format!(" {}", words::interval(days).replace(' ', "")),
        };
        let short = self.buttons_with(" ", tight, name);
        if short.width() <= columns {
            return short;
        }
        self.buttons_with(" ", tight, |rating| &name(rating)[..1])
    }

    fn buttons_with(
        &self,
        gap: &str,
        when: impl Fn(&Next) -> String,
        name: impl Fn(Rating) -> &'static str,
    ) -> Line {
        let suggested = self.showing.given.as_ref().map(|given| given.suggested);
        let is_shown =
            |next: &&Next| !self.two_buttons || matches!(next.rating, Rating::Again | Rating::Good);
        let mut line = Line::new();
        for (idx, next) in self.item().next.iter().filter(is_shown).enumerate() {
            if !line.is_empty() {
                line.push(Span::plain(gap));
            }
            let mark = if suggested == Some(next.rating) {
                "*"
            } else {
                ""
            };
            let text = format!("{} {}{mark}", idx + 1, name(next.rating));
            line.push(Span::new(&text, style(next.rating)));
            line.push(Span::plain(&when(next)));
        }
        line
    }
}

/// The small print above a question.
pub fn caption(deck_title: &str, key: &str) -> String {
    format!("{deck_title} · {key}")
}

/// The question of a review card; `shown` are the places of its choices or steps.
pub fn question(item: &Item, shown: Option<&[usize]>) -> Question {
    let mut question = Question::new(&item.card, item.part, shown);
    if let Part::Cloze(number) = item.part {
        question.body = cloze::cloze_front(&item.card.answer, number);
        if question.prompt.is_empty() && cloze::is_echo(&question.heading, &item.card.answer) {
            question.heading.clear();
        }
    }
    question
}

/// The answer of a review card.
pub fn answer(item: &Item, shown: Option<&[usize]>) -> Answer {
    let all: Vec<usize> = (0..item.card.choices.len()).collect();
    // The answer tells of the choices also where the question did not show them.
    let with_choices = (!all.is_empty() && item.part == Part::Whole).then_some(all.as_slice());
    let mut answer = Answer::new(&item.card, item.part, shown.or(with_choices));
    if let Part::Cloze(number) = item.part {
        answer.answer = cloze::cloze_back(&item.card.answer, number);
    }
    if let Kind::Open { rubric, .. } = &item.card.kind {
        answer.answer = lettered(&item.card.answer, rubric);
    }
    answer
}

/// The answer of an open card, its rubric with the letters by which a point is ticked off.
fn lettered(answer: &str, rubric: &[String]) -> String {
    let is_item = |line: &&str| line.starts_with(['-', '*', '+']);
    let prose: Vec<&str> = answer.lines().take_while(|line| !is_item(line)).collect();
    let point = |(idx, point): (usize, &String)| format!("- **{})** {point}\n", letter(idx));
    let points: String = rubric.iter().enumerate().map(point).collect();
    format!("{}\n\n{points}", prose.join("\n").trim_end())
}

/// What was typed next to what was wanted.
fn beside(item: &Item, given: &Given) -> Option<given::Given> {
    let verdict = verdict(&given.verdict);
    let typed = given.text.clone();
    match &item.card.kind {
        Kind::Typed { accept } => Some(given::Given::Typed {
            accepted: quiz::typed::nearest(&given.text, accept).to_string(),
            given: typed,
            verdict,
        }),
        Kind::Number { accept } => Some(given::Given::Number {
            given: typed,
            accepted: accept.to_string(),
            verdict,
        }),
        Kind::Order { steps } => {
            let shown = quiz::order::read(&given.text, steps.len()).ok()?;
            let order = shown.iter().map(|idx| item.order[*idx]).collect();
            Some(given::Given::Order {
                steps: steps.clone(),
                order,
            })
        }
        _ => None,
    }
}

/// The places of the choices that were picked.
fn picked(item: &Item, given: &Given) -> Option<Vec<usize>> {
    let is_choice = matches!(item.card.kind, Kind::Basic) && !item.card.choices.is_empty();
    let shown = quiz::choice::read(&given.text, item.order.len())
        .ok()
        .filter(|_| is_choice)?;
    Some(shown.iter().map(|idx| item.order[*idx]).collect())
}

fn verdict(verdict: &quiz::Verdict) -> given::Verdict {
    match quiz::suggest(verdict) {
        Rating::Again => given::Verdict::Wrong,
        Rating::Hard => given::Verdict::Near,
        _ => given::Verdict::Right,
    }
}

/// The line that stays in the transcript where a card was graded.
pub fn graded(rating: Rating, interval: u32) -> Line {
    let when = match interval {
        0 => "again in this sitting".to_string(),
        days => format!("next in {}", words::interval(days)),
    };
    Line::from("→ ")
        .with(name(rating), style(rating))
        .with(&format!(", {when}"), Style::Dim)
}

pub fn name(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

fn style(rating: Rating) -> Style {
    match rating {
        Rating::Again => Style::Again,
        Rating::Hard => Style::Hard,
        Rating::Good => Style::Good,
        Rating::Easy => Style::Easy,
    }
}

/// The letter under which the `idx`-th choice can be named.
pub fn letter(idx: usize) -> String {
    face::letter(idx)
}
