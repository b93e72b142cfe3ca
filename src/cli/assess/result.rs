//! What a placement says in the end.

use crate::assess::{Assessment, Basis, Verdict};
use crate::catalogue::Catalogue;
use crate::cli::context::Context;
use crate::cli::json;
use crate::ui::road;
use crate::ui::style::Line;
use crate::ui::words;
use crate::ui::wrap::wrap;
use serde_json::json;

pub fn in_json(verdicts: &[Verdict], assessment: &Assessment, n_placeable: usize) -> String {
    let topic = |verdict: &Verdict| {
        let basis = match &verdict.basis {
            Basis::Asked { right, of } => json!({ "asked": { "right": right, "of": of } }),
            Basis::Credited(topics) => json!({ "credited_by": topics }),
            Basis::Unmet(topics) => json!({ "unmet": topics }),
            Basis::Guess => json!({}),
        };
        json!({
            "topic": verdict.topic,
            "verdict": verdict.name(),
            "chance": (verdict.chance * 1000.0).round() / 1000.0,
            "basis": basis,
        })
    };
    json::object(
        "assess",
        json!({
            "questions": assessment.n_answers(),
            "placeable_cards": n_placeable,
            "topics": verdicts.iter().map(topic).collect::<Vec<_>>(),
        }),
    )
}

pub fn in_words(
    verdicts: &[Verdict],
    assessment: &Assessment,
    catalogue: &Catalogue,
    context: &Context,
) -> String {
    let width = context.width();
    let mut lines = vec![Line::new()];
    for area in &catalogue.areas {
        let of_area = verdicts.iter().filter(|verdict| {
            let topic = catalogue.topic(&verdict.topic);
            topic.is_some_and(|topic| topic.area == area.id)
        });
        let is_told =
            |one: &&&Verdict| one.name() != "unknown" || matches!(one.basis, Basis::Asked { .. });
        let bearing = of_area.filter(|one| one.basis != Basis::Guess);
        let (told, closed): (Vec<&Verdict>, Vec<&Verdict>) = bearing.partition(|one| is_told(&one));
        if told.is_empty() && closed.is_empty() {
            continue;
        }
        lines.extend(road::title(&area.title, lines.len() > 1));
        let title = |one: &&Verdict| {
            catalogue
                .topic(&one.topic)
                .map_or("", |topic| topic.title.as_str())
        };
        for verdict in told {
            let facts = format!(
                "{:.0} %, {}",
                verdict.chance * 100.0,
                basis_words(&verdict.basis, catalogue)
            );
            lines.extend(road::verdict(
                verdict.name(),
                title(&verdict),
                &facts,
                width,
            ));
        }
        if !closed.is_empty() {
            let titles: Vec<&str> = closed.iter().map(title).collect();
            let facts = "build on what was not right";
            lines.extend(road::verdict("unknown", &titles.join("; "), facts, width));
        }
    }
    let count = |name: &str| {
        verdicts
            .iter()
            .filter(|one| one.name() == name && one.basis != Basis::Guess)
            .count()
    };
    let n_silent = verdicts
        .iter()
        .filter(|one| one.basis == Basis::Guess)
        .count();
    let sum = format!(
        "{}: {} known, {} shaky, {} unknown; {n_silent} without an answer that bears on them",
        words::count(assessment.n_answers(), "question"),
        count("known"),
        count("shaky"),
        count("unknown"),
    );
    lines.push(Line::new());
    lines.extend(wrap(&road::hint(&sum), width));
    context.palette().paint_all(&lines)
}

fn basis_words(basis: &Basis, catalogue: &Catalogue) -> String {
    let titles = |ids: &[String]| {
        let title = |id: &String| catalogue.topic(id).map(|topic| topic.title.clone());
        let mut titles: Vec<String> = ids.iter().filter_map(title).take(2).collect();
        if 2 < ids.len() {
            titles.push(format!("{} more", ids.len() - 2));
        }
        titles.join(", ")
    };
    match basis {
        Basis::Asked { right, of } => format!("{right} of {of} right"),
        Basis::Credited(topics) => format!("from {}", titles(topics)),
        Basis::Unmet(topics) => format!("without {}", titles(topics)),
        Basis::Guess => String::new(),
    }
}
