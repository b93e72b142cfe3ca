//! A quiz as JSON and as Markdown: what was asked as it was shown, answers, score.

use super::result::{Outcomes, summary};
use crate::cli::json;
use crate::model::civil::{format_day, format_instant};
use crate::model::quiz::{Confidence, Outcome};
use crate::quiz::score::Tally;
use crate::store::quiz::{QuestionRow, QuizRow};
use crate::ui::screen::letter;
use serde_json::{Value, json};
use std::fmt::Write;

/// `retain.quiz/1`, on one line.
pub fn whole(outcomes: &Outcomes) -> String {
    let questions: Vec<Value> = outcomes
        .questions
        .iter()
        .enumerate()
        .map(|(idx, one)| question(idx, one))
        .collect();
    let fields = json!({ "questions": questions });
    json::object("quiz", json::joined(brief(outcomes), fields))
}

/// A quiz without its questions.
pub fn brief(outcomes: &Outcomes) -> Value {
    let (row, score) = (&outcomes.row, &outcomes.score);
    let topic = |(topic, now): &(String, Tally)| {
        let before = outcomes.before.get(topic).map(tally);
        json::joined(
            json!({ "topic": topic }),
            json::joined(tally(now), json!({ "before": before })),
        )
    };
    let calibration = |(confidence, now): &(Confidence, Tally)| {
        json::joined(json!({ "confidence": confidence.name() }), tally(now))
    };
    let fields = json!({
        "median_ms": score.median_ms,
        "usual_ms": outcomes.usual_ms,
        "change": outcomes.change().map(|(before, now)| share(now.share() - before.share())),
        "topics": score.topics.iter().map(topic).collect::<Vec<_>>(),
        "calibration": score.calibration.iter().map(calibration).collect::<Vec<_>>(),
        "confidently_wrong": outcomes.confidently_wrong().iter()
            .map(|idx| json!(outcomes.questions[*idx].card)).collect::<Vec<_>>(),
    });
    json::joined(json::joined(head(row), tally(&score.all)), fields)
}

fn head(row: &QuizRow) -> Value {
    json!({
        "id": row.id.to_string(),
        "uid": row.uid.to_string(),
        "started": format_instant(row.started),
        "day": format_day(row.day),
        "ended": row.ended.map(format_instant),
        "exam": row.exam,
        "seed": row.seed.to_string(),
        "minutes": row.minutes,
        "spent_ms": row.spent_ms,
        "selector": row.selector,
    })
}

/// Counts with the share after taking away guesses, and the interval of what was right.
fn tally(tally: &Tally) -> Value {
    let (low, high) = tally.interval();
    json!({
        "asked": tally.asked,
        "right": tally.right,
        "share": share(tally.share()),
        "low": share(low),
        "high": share(high),
    })
}

fn share(value: f64) -> Value {
    json!((value * 1000.0).round() / 1000.0)
}

fn question(idx: usize, one: &QuestionRow) -> Value {
    let given = one.given.as_ref();
    json!({
        "number": idx + 1,
        "card": one.card,
        "topic": one.topic,
        "kind": one.way.name(),
        "question": one.question,
        "shown": serde_json::from_str::<Value>(&one.shown).unwrap_or(Value::Null),
        "chance": share(one.chance),
        "flagged": one.flagged,
        "answer": given.map(|given| &given.answer),
        "outcome": given.and_then(|given| given.outcome).map(Outcome::name),
        "confidence": given.and_then(|given| given.confidence).map(Confidence::name),
        "duration_ms": given.and_then(|given| given.duration_ms),
        "answered": given.map(|given| format_instant(given.at)),
        "counted": one.counted,
    })
}

/// A quiz to be kept or shared: what was asked, the choices as they stood, the answers.
pub fn markdown(outcomes: &Outcomes) -> String {
    let row = &outcomes.row;
    let kind = if row.exam { "Exam" } else { "Quiz" };
    let mut text = format!("# {kind} {} of {}\n\n", row.id, format_day(row.day));
    if 0 < outcomes.score.all.asked {
        for line in summary(outcomes) {
            let _ = writeln!(text, "- {}", line.trim_end_matches('.'));
        }
        let _ = writeln!(text, "\n| topic | right | of |\n| --- | --- | --- |");
        for (topic, tally) in &outcomes.score.topics {
            let _ = writeln!(text, "| {topic} | {} | {} |", tally.right, tally.asked);
        }
    }
    for (idx, one) in outcomes.questions.iter().enumerate() {
        let _ = write!(text, "\n## {}. {}\n\n", idx + 1, one.question);
        text.push_str(&offers(&one.shown));
        let _ = writeln!(text, "{} · `{}`", given(one), one.card);
    }
    text
}

fn offers(shown: &str) -> String {
    let shown: Vec<Value> = serde_json::from_str(shown).unwrap_or_default();
    let line = |(idx, offer): (usize, &Value)| match offer {
        Value::String(step) => format!("- {}) {step}\n", letter(idx)),
        offer => {
            let mark = if offer["right"] == true { "x" } else { " " };
            let text = offer["text"].as_str().unwrap_or_default();
            format!("- [{mark}] {}) {text}\n", letter(idx))
        }
    };
    let mut lines: String = shown.iter().enumerate().map(line).collect();
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}

/// What was answered, and what it was worth, in words.
pub fn given(one: &QuestionRow) -> String {
    let Some(given) = &one.given else {
        return "not answered".to_string();
    };
    let outcome = given.outcome.map_or("not judged", Outcome::name);
    let sure = given.confidence.map_or(String::new(), |confidence| {
        format!(", {}", confidence.name())
    });
    match given.answer.is_empty() {
        true => outcome.to_string(),
        false => format!("{outcome}: {}{sure}", given.answer),
    }
}
