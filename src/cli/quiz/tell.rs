//! What is said around the questions of a quiz: introduction, small print, map, help.

use super::paper::Quiz;
use super::put::Put;
use crate::ui::style::{Line, Span};
use crate::ui::talk::Talk;
use crate::ui::words;
use crate::ui::wrap::{listed, wrap};

/// What is to be known before the first question.
pub fn introduction(quiz: &Quiz, talk: &dyn Talk) -> Vec<Line> {
    let n_questions = words::count(quiz.questions.len(), "question");
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

/// The small print above a question. An exam does not say where the answer may be looked up.
pub fn lead(quiz: &Quiz, at: usize, put: &Put) -> String {
    let title = &put.view.text.deck_title;
    let again = match quiz.questions[at].given.as_ref() {
        Some(given) if !given.answer.is_empty() => format!(" · your answer: {}", given.answer),
        _ => String::new(),
    };
    format!("{} of {} · {title}{again}", at + 1, quiz.questions.len())
}

pub fn no_such(quiz: &Quiz) -> Line {
    Line::from(format!("there are questions 1 to {}", quiz.questions.len()))
}

/// The map, as many cells a line as fit, and what its signs mean.
pub fn map(quiz: &Quiz, width: usize) -> Vec<Line> {
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

/// How a quiz is answered.
pub fn help(width: usize) -> Vec<Line> {
    include_str!("../help/quiz.txt")
        .lines()
        .flat_map(|line| listed(line, width))
        .collect()
}
