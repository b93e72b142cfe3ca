//! The report of a mock interview: Markdown that one can show to a mentor.

use super::advice::Advice;
use super::record::{Mock, Part, Point, Written};
use std::fmt::Write;

/// More topics are no plan for a week.
const ADVICE_MAX: usize = 6;

/// A mentor must know how far to trust the figures.
const NOTE: &str =
    "\nThe points were ticked off by the candidate, the time was taken by the program.\n";

/// Returns the whole report; `advice` stands in its order, the most urgent first.
pub fn markdown(mock: &Mock, advice: &[Advice]) -> String {
    let mut out = head(mock);
    out.push_str(NOTE);
    for part in &mock.parts {
        out.push_str(&of_part(part));
    }
    out.push_str(&next(advice, mock.score().of));
    out
}

/// Returns what the learner reads at once: the scores, and what to do next.
pub fn summary(mock: &Mock, advice: &[Advice]) -> String {
    format!("{}{}", head(mock), next(advice, mock.score().of))
}

fn head(mock: &Mock) -> String {
    let mut out = format!("# Mock interview, {}\n\n", mock.began);
    let _ = writeln!(out, "- Role: {}", mock.role.name());
    let used = clock(mock.used());
    let _ = writeln!(out, "- Time: {used} of {} min", mock.minutes);
    if let Some(focus) = &mock.focus {
        let _ = writeln!(out, "- Focus: {}", code(focus));
    }
    if let Some(score) = mock.score().words() {
        let per_cent = 100 * mock.score().heard / mock.score().of;
        let _ = writeln!(out, "- Points heard: {score} ({per_cent} %)");
    }
    if !mock.complete {
        out.push_str("- Not finished: this is what was done.\n");
    }
    out.push_str("\n| part | points | time | share |\n| --- | --- | --- | --- |\n");
    for part in &mock.parts {
        let score = part.score().words();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            one_line(&part.title).replace('|', "\\|"),
            score.as_deref().unwrap_or("not scored"),
            clock(part.used),
            clock(part.share)
        );
    }
    out
}

fn of_part(part: &Part) -> String {
    let mut out = format!("\n## {}\n\n", one_line(&part.title));
    if !part.brief.trim().is_empty() {
        let _ = writeln!(out, "{}\n", part.brief.trim());
    }
    for answer in &part.answers {
        out.push_str(&quoted(answer));
    }
    if part.scored {
        out.push_str(&ticked(part));
    } else {
        out.push_str("Not scored.\n");
    }
    if part.scored && !part.weak.is_empty() {
        out.push_str("\nSigns of a weak answer:\n\n");
        for sign in &part.weak {
            let _ = writeln!(out, "- {}", one_line(sign));
        }
    }
    if !part.sources.is_empty() {
        out.push_str("\nSources:\n\n");
        for source in &part.sources {
            let _ = writeln!(out, "- {}", one_line(source));
        }
    }
    out
}

/// What was written, set off as a quote so that no heading of it becomes one of the report.
fn quoted(answer: &Written) -> String {
    let mut out = format!("**{}**, as written:\n\n", one_line(&answer.step));
    for line in answer.text.trim().lines() {
        let _ = writeln!(out, "{}", format!("> {line}").trim_end());
    }
    out.push('\n');
    out
}

/// The points with their ticks, those that were heard first.
fn ticked(part: &Part) -> String {
    let line = |point: &Point| {
        let mark = if point.heard { "x" } else { " " };
        let text = one_line(&point.text);
        match (&point.card, point.heard) {
            (Some(card), _) => format!("- [{mark}] {text} ({})\n", code(card)),
            (None, true) => format!("- [{mark}] {text}\n"),
            (None, false) => format!("- [{mark}] {text} ({})\n", topics(point)),
        }
    };
    let (heard, missing): (Vec<&Point>, Vec<&Point>) =
        part.points.iter().partition(|point| point.heard);
    let ordered = heard.into_iter().chain(missing);
    ordered.map(line).collect()
}

fn topics(point: &Point) -> String {
    let topics: Vec<String> = point.topics.iter().map(|topic| code(topic)).collect();
    topics.join(", ")
}

fn next(advice: &[Advice], n_points: usize) -> String {
    let mut out = "\n## What to do next\n\n".to_string();
    if advice.is_empty() {
        out.push_str(match n_points {
            0 => "Nothing was scored, so nothing follows from it.\n",
            _ => "No point was missed: ask for another focus, or for less time.\n",
        });
    }
    for one in advice.iter().take(ADVICE_MAX) {
        let points = match one.missing {
            1 => "1 point".to_string(),
            n => format!("{n} points"),
        };
        let review = code(&format!("retain review topic:{}", one.topic));
        let title = one_line(&one.title);
        let _ = writeln!(out, "- **{title}**: {points} missed\n  - {review}");
        let cards: Vec<String> = one.cards.iter().map(|card| code(card)).collect();
        if !cards.is_empty() {
            let _ = writeln!(out, "  - cards {}", cards.join(", "));
        }
    }
    out
}

/// `<1 min`, `12 min`: rounded to minutes.
pub fn clock(seconds: u32) -> String {
    match (seconds + 30) / 60 {
        0 => "<1 min".to_string(),
        minutes => format!("{minutes} min"),
    }
}

/// Text of others on one line, so that it begins no block of its own.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as code, whatever stands in it.
fn code(text: &str) -> String {
    let text = one_line(text);
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::plan::PartKind;
    use super::*;
    use crate::model::prompt::Role;

    /// A scored part: `x` was heard, `o` was not.
    pub fn part(ticks: &str, topic: &str) -> Part {
        let point = |(idx, tick): (usize, &str)| Point {
            text: format!("names {}", idx + 1),
            topics: vec![topic.to_string()],
            card: None,
            heard: tick == "x",
        };
        Part {
            kind: PartKind::DeepDive,
            id: Some("lag".to_string()),
            title: "Deep dive: Lag".to_string(),
            brief: "Why?".to_string(),
            share: 540,
            used: 600,
            answers: Vec::new(),
            points: ticks.split(' ').enumerate().map(point).collect(),
            scored: true,
            weak: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn mock(parts: Vec<Part>) -> Mock {
        Mock {
            began: "2026-11-20 08:00".to_string(),
            role: Role::Backend,
            minutes: 45,
            focus: None,
            seed: 7,
            parts,
            complete: true,
        }
    }

    #[test]
    fn a_report_in_full() {
        let mut dive = part("o x", "kafka");
        dive.answers.push(Written {
            step: "Answer".to_string(),
            text: "# Lag\n\ngrows".to_string(),
        });
        dive.sources.push("Kafka documentation".to_string());
        let advice = [Advice {
            topic: "kafka".to_string(),
            title: "Kafka".to_string(),
            missing: 1,
            cards: vec!["kafka/lag".to_string()],
        }];
        let expected = "\
# Mock interview, 2026-11-20 08:00

- Role: backend
- Time: 10 min of 45 min
- Points heard: 1 of 2 (50 %)

| part | points | time | share |
| --- | --- | --- | --- |
| Deep dive: Lag | 1 of 2 | 10 min | 9 min |

The points were ticked off by the candidate, the time was taken by the program.

## Deep dive: Lag

Why?

**Answer**, as written:

> # Lag
>
> grows

- [x] names 2
- [ ] names 1 (`kafka`)

Sources:

- Kafka documentation

## What to do next

- **Kafka**: 1 point missed
  - `retain review topic:kafka`
  - cards `kafka/lag`
";
        assert_eq!(markdown(&mock(vec![dive]), &advice), expected);
    }

    #[test]
    fn a_part_that_was_broken_off_is_not_scored() {
        let mut broken = part("o o", "kafka");
        broken.scored = false;
        let mut mock = mock(vec![broken]);
        mock.complete = false;
        let report = markdown(&mock, &[]);
        assert!(
            report.contains("| Deep dive: Lag | not scored |"),
            "{report}"
        );
        assert!(report.contains("- Not finished"), "{report}");
        assert!(!report.contains("Points heard"), "{report}");
        assert!(report.contains("Nothing was scored"), "{report}");
    }

    #[test]
    fn text_of_others_begins_no_block() {
        let mut dive = part("x", "kafka");
        dive.title = "a\n# b | c".to_string();
        let report = markdown(&mock(vec![dive]), &[]);
        assert!(report.contains("| a # b \\| c |"), "{report}");
        assert!(report.contains("\n## a # b | c\n"), "{report}");
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
