//! `retain interview mock --list`: the prompts, without a sitting.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::{json, pager};
use super::focus::Focus;
use crate::catalogue::prompts::Prompts;
use crate::mock::PartKind;
use crate::model::prompt::Role;
use crate::store::Store;
use crate::store::mocks::Asked;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A prompt as the list shows it.
struct Row {
    kind: PartKind,
    id: String,
    title: String,
    roles: Vec<Role>,
    /// How long it takes; a behavioural question takes what its part gives it.
    minutes: Option<u32>,
    points: usize,
    topics: Vec<String>,
}

/// Lists the prompts; those for `role` and about `focus`, where they are given.
pub fn run(
    role: Option<Role>,
    focus: Option<&str>,
    as_json: bool,
    store: &Store,
    context: &Context,
) -> Result<()> {
    let focus = Focus::read(focus, &store.short_cards()?, store, context)?;
    let mut rows = all();
    rows.retain(|row| role.is_none_or(|role| row.roles.contains(&role)));
    rows.retain(|row| 0.0 < focus.share(&row.topics));
    if as_json {
        let asked: HashMap<Asked, u32> = store.asked()?.into_iter().collect();
        let rows: Vec<Value> = rows.iter().map(|row| fields(row, &asked)).collect();
        return context.print(&json::object("mock-prompts", json!({ "prompts": rows })));
    }
    if rows.is_empty() {
        return Err(Failure::not_found("no prompt touches this focus"));
    }
    pager::print(context, &listed(&rows, context))
}

fn all() -> Vec<Row> {
    let prompts = Prompts::built_in();
    let of = |kind: PartKind| {
        move |prompt: crate::model::prompt::Prompt| Row {
            kind,
            id: prompt.id,
            title: prompt.title,
            roles: prompt.roles,
            minutes: Some(prompt.minutes),
            points: prompt.points.len(),
            topics: prompt.topics,
        }
    };
    let designs = prompts.designs.into_iter().map(of(PartKind::Design));
    let dives = prompts.deep_dives.into_iter().map(of(PartKind::DeepDive));
    let behaviours = prompts.behaviours.into_iter().map(|one| Row {
        kind: PartKind::Behaviour,
        id: one.id,
        title: one.ask,
        roles: one.roles,
        minutes: None,
        points: one.strong.len(),
        topics: one.topics,
    });
    designs.chain(dives).chain(behaviours).collect()
}

fn listed(rows: &[Row], context: &Context) -> String {
    let cells = |row: &Row| {
        let minutes = row.minutes.map(|minutes| format!("{minutes} min"));
        vec![
            row.id.clone(),
            row.kind.name().to_string(),
            minutes.unwrap_or_default(),
            row.topics.join(", "),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    context.columns(&["prompt", "kind", "time", "topics"], &rows)
}

fn fields(row: &Row, asked: &HashMap<Asked, u32>) -> Value {
    let key = Asked {
        kind: row.kind.name().to_string(),
        id: row.id.clone(),
    };
    json!({
        "id": row.id,
        "kind": row.kind.name(),
        "title": row.title,
        "roles": row.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
        "minutes": row.minutes,
        "points": row.points,
        "topics": row.topics,
        "mocks_ago": asked.get(&key),
    })
}
