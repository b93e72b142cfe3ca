//! What the learner gave, next to what was expected.

use super::diff::{self, Change};
use super::markdown::render_line;
use super::page::Page;
use super::style::{Line, Span, Style};
use super::table::Table;
use super::wrap::{hang, wrap};

/// An answer that the program could look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `accepted` is the alternative that the answer comes nearest to.
    Typed {
        given: String,
        accepted: String,
        verdict: Verdict,
    },
    /// Both with their units, `accepted` with its tolerance.
    Number {
        given: String,
        accepted: String,
        verdict: Verdict,
    },
    /// `steps` in the right order; `order` names each of them once, as the learner put them.
    Order {
        steps: Vec<String>,
        order: Vec<usize>,
    },
    /// The rubric of an open card, each line with whether it was ticked off.
    Rubric { lines: Vec<(String, bool)> },
}

/// How near an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Near,
    Wrong,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Near => "nearly",
            Verdict::Wrong => "wrong",
        }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Verdict::Right => "✓",
            Verdict::Near => "≈",
            Verdict::Wrong => "✗",
        }
    }

    pub fn style(self) -> Style {
        match self {
            Verdict::Right => Style::Right,
            Verdict::Near => Style::Near,
            Verdict::Wrong => Style::Wrong,
        }
    }
}

impl Given {
    /// Whether its lines hold the whole answer, which need not be repeated below them.
    pub(super) fn shows_the_answer(&self) -> bool {
        match self {
            Given::Order { order, .. } => !order.is_sorted(),
            Given::Rubric { .. } => true,
            Given::Typed { .. } | Given::Number { .. } => false,
        }
    }
}

pub(super) fn lines(given: &Given, page: Page) -> Vec<Line> {
    match given {
        Given::Typed {
            given,
            accepted,
            verdict,
        } => typed(given, accepted, *verdict, page),
        Given::Number {
            given,
            accepted,
            verdict,
        } => number(given, accepted, *verdict, page),
        Given::Order { steps, order } => ordered(steps, order, page),
        Given::Rubric { lines } => rubric(lines, page),
    }
}

/// `✓ right: `
fn verdict_sign(verdict: Verdict) -> Line {
    Line::new().with(
        &format!("{} {}: ", verdict.sign(), verdict.word()),
        verdict.style(),
    )
}

fn typed(given: &str, accepted: &str, verdict: Verdict, page: Page) -> Vec<Line> {
    match verdict {
        Verdict::Right => hang(verdict_sign(verdict), &given.into(), page.prose()),
        Verdict::Near => near(given, accepted, page),
        Verdict::Wrong => beside(given, accepted, verdict, page),
    }
}

/// One line that holds both, in the signs of a word diff: `To{+o+} Many`.
fn near(given: &str, accepted: &str, page: Page) -> Vec<Line> {
    let Some(changes) = diff::characters(given, accepted) else {
        return beside(given, accepted, Verdict::Near, page);
    };
    let mut line = Line::new();
    for (change, text) in changes {
        match change {
            Change::Same => line.push(Span::plain(&text)),
            Change::Extra => line.push(Span::new(&format!("[-{text}-]"), Style::Removed)),
            Change::Missing => line.push(Span::new(&format!("{{+{text}+}}"), Style::Added)),
        }
    }
    hang(verdict_sign(Verdict::Near), &line, page.prose())
}

fn beside(given: &str, accepted: &str, verdict: Verdict, page: Page) -> Vec<Line> {
    let mut lines = hang(verdict_sign(verdict), &given.into(), page.prose());
    lines.extend(hang("accepted: ".into(), &accepted.into(), page.prose()));
    lines
}

fn number(given: &str, accepted: &str, verdict: Verdict, page: Page) -> Vec<Line> {
    beside(given, accepted, verdict, page)
}

fn ordered(steps: &[String], order: &[usize], page: Page) -> Vec<Line> {
    if order.is_sorted() {
        return wrap(
            &Line::new().with("✓ right order", Style::Right),
            page.prose(),
        );
    }
    let steps: Vec<Line> = steps.iter().map(|step| render_line(step, page)).collect();
    let mut lines = wrap(
        &Line::new().with("✗ wrong order", Style::Wrong),
        page.prose(),
    );
    lines.push(Line::new());
    let table = side_by_side(&steps, order);
    lines.extend(match table.is_flat(page.width()) {
        true => table.lay_out(page.width()),
        false => one_below_the_other(&steps, order, page),
    });
    lines
}

/// Two columns: what the learner put, the moved steps marked, and the right order.
fn side_by_side(steps: &[Line], order: &[usize]) -> Table {
    let moved = diff::moved(order);
    let step = |place: usize| steps.get(place).cloned().unwrap_or_default();
    let mut table = Table::new(Vec::new());
    table.header = vec!["your order".into(), "right order".into()];
    for (idx, place) in order.iter().enumerate() {
        let mut yours = sign(moved[idx]).with(&format!("{}. ", place + 1), Style::Plain);
        yours.extend(step(*place));
        let mut right = Line::from(format!("{}. ", idx + 1));
        right.extend(step(idx));
        table.rows.push(vec![yours, right]);
    }
    table
}

/// The right order, each moved step with the place where the learner put it.
fn one_below_the_other(steps: &[Line], order: &[usize], page: Page) -> Vec<Line> {
    let moved = diff::moved(order);
    let mut places = vec![None; steps.len()];
    for (place, step) in order.iter().enumerate() {
        if let Some(slot) = places.get_mut(*step) {
            *slot = Some(place);
        }
    }
    let mut lines = Vec::new();
    for (idx, (step, place)) in steps.iter().zip(places).enumerate() {
        let off = place.is_none_or(|place| moved[place]);
        let mut text = step.clone();
        if let Some(place) = place.filter(|_| off) {
            text = text.with(&format!(" (yours: {})", place + 1), Style::Wrong);
        }
        let sign = sign(off).with(&format!("{}. ", idx + 1), Style::Plain);
        lines.extend(hang(sign, &text, page.prose()));
    }
    lines
}

fn sign(moved: bool) -> Line {
    match moved {
        true => Line::new().with("✗ ", Style::Wrong),
        false => Line::new().with("✓ ", Style::Right),
    }
}

fn rubric(lines: &[(String, bool)], page: Page) -> Vec<Line> {
    let ticked = lines.iter().filter(|(_, ticked)| *ticked).count();
    let count = format!("{ticked} of {} ticked", lines.len());
    let mut out = wrap(&count.into(), page.prose());
    out.push(Line::new());
    for (text, ticked) in lines {
        let sign = match ticked {
            true => Line::new().with("[x] ", Style::Right),
            false => Line::from("[ ] "),
        };
        out.extend(hang(sign, &render_line(text, page), page.prose()));
    }
    out
}
