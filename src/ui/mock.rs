//! A mock interview as lines: headings, rubrics with their letters, the keys of a step.

use super::face::letter;
use super::markdown::render_line;
use super::page::Page;
use super::style::{Line, Span, Style};
use super::words;
use super::wrap::{hang, wrap};
use crate::model::card::Choice;

/// The heading of a part or a stage, with its share of the clock in seconds.
pub fn heading(title: &str, share: u32, page: Page) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let line = Line::new()
        .with("▶ ", Style::Accent)
        .with(title, Style::Heading);
    let line = line.with(&format!(", {}", time(share)), Style::Plain);
    lines.extend(wrap(&line, page.prose()));
    lines
}

/// A line of talk between the questions.
pub fn note(text: &str, page: Page) -> Vec<Line> {
    wrap(&Line::from(text), page.prose())
}

/// A question on its own, Markdown on one line.
pub fn question(text: &str, page: Page) -> Vec<Line> {
    wrap(&render_line(text, page).strong(), page.prose())
}

/// Points as a list, each behind `sign`.
pub fn listed(texts: &[String], page: Page) -> Vec<Line> {
    let item = |text: &String| {
        let sign = Line::from("  ").with("• ", Style::Dim);
        hang(sign, &render_line(text, page), page.prose())
    };
    texts.iter().flat_map(item).collect()
}

/// The points of a rubric, each with the letter by which it is ticked off; `group` names the stage
/// of a point where it has one.
pub fn rubric(points: &[(Option<&str>, &str)], page: Page) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut last = None;
    for (idx, (group, text)) in points.iter().enumerate() {
        if *group != last {
            lines.extend(group.map(|group| Line::from(Span::dim(group))));
            last = *group;
        }
        let sign = Line::from("  ").with(&format!("{}) ", letter(idx)), Style::Accent);
        lines.extend(hang(sign, &render_line(text, page), page.prose()));
    }
    lines
}

/// The right ones of the choices that were shown in `order`, after another was picked.
pub fn right_choices(choices: &[Choice], order: &[usize], page: Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for (place, idx) in order.iter().enumerate() {
        if let Some(choice) = choices.get(*idx).filter(|choice| choice.right) {
            let sign =
                Line::from("not right: ").with(&format!("{}) ", letter(place)), Style::Right);
            let text = render_line(&choice.text, page);
            lines.extend(hang(sign, &text, page.prose()));
        }
    }
    lines
}

/// `5 min`, of less than a minute `30 s`.
pub fn time(seconds: u32) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        _ => words::duration(u64::from(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn points_stand_below_their_stage() {
        let points = [
            (Some("API"), "names a verb"),
            (Some("API"), "names a code"),
            (
                Some("Data"),
                "names a key that is long enough to be wrapped",
            ),
        ];
        let lines = rubric(&points, Page::new(30, true));
        let expected = [
            "API",
            "  a) names a verb",
            "  b) names a code",
            "Data",
            "  c) names a key that is long",
            "     enough to be wrapped",
        ];
        assert_eq!(text(&lines), expected);
    }

    #[test]
    fn a_heading_fits_a_narrow_page() {
        let lines = heading(
            "Deep dive 1 of 2: A rather long title",
            540,
            Page::new(40, true),
        );
        assert!(lines.iter().all(|line| line.width() <= 40));
        assert!(text(&lines).join(" ").ends_with("title, 9 min"));
        assert_eq!(
            (time(40), time(125)),
            ("40 s".to_string(), "2 min".to_string())
        );
    }
}
