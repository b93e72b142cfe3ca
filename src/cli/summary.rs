//! What is said at the end of a sitting.

use super::context::Context;
use super::day::{self, Today};
use super::keep::Desk;
use crate::session::Summary;
use crate::ui::style::{Line, Span, Style};
use crate::ui::{markdown, screen, words};

pub fn lines(summary: &Summary, desk: &Desk, context: &Context) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    if summary.n_answers == 0 {
        lines.push(Line::from("No answer was given."));
        return lines;
    }
    let elapsed = words::duration(summary.elapsed_ms.max(0) as u64 / 1000);
    lines.push(Line::from(Span::strong(&format!(
        "{} to {} in {elapsed}",
        words::count(summary.n_answers, "answer"),
        words::count(summary.n_cards, "card")
    ))));
    let grades = crate::model::event::Rating::ALL
        .iter()
        .zip(summary.by_rating)
        .filter(|(_, n)| 0 < *n);
    let grades: Vec<String> = grades
        .map(|(rating, n)| format!("{n} {}", screen::name(*rating)))
        .collect();
    lines.push(Line::from(grades.join(", ")));
    let (recalled, asked) = summary.recalled;
    if let Some(share) = (100 * recalled).checked_div(asked) {
        lines.push(Line::from(format!(
            "recalled {recalled} of {asked} from earlier days ({share} %)"
        )));
    }
    lines.extend(hardest(summary, context));
    lines.extend(what_is_next(desk, context));
    lines
}

fn hardest(summary: &Summary, context: &Context) -> Vec<Line> {
    let mut lines = Vec::new();
    for (key, question, times) in &summary.hardest {
        if lines.is_empty() {
            lines.push(Line::from("hardest:"));
        }
        let mut line = Line::from(format!("  {times}× "));
        line.extend(markdown::render_line(
            question,
            context.palette().page(context.width()),
        ));
        lines.push(
            line.with(&format!("  {key}"), Style::Dim)
                .cut(context.width()),
        );
    }
    lines
}

fn what_is_next(desk: &Desk, context: &Context) -> Option<Line> {
    let today = Today::read(&desk.store, context).ok()?;
    let left = day::waiting(&desk.store, &today).ok()?;
    if 0 < left.total() {
        return Some(Line::from(format!(
            "{} still wait today",
            words::count(left.total() as usize, "card")
        )));
    }
    let next = desk.store.next_due(context.today()).ok()??;
    Some(Line::from(format!(
        "the next card is due {}",
        words::due(next.0 - context.today().0)
    )))
}
