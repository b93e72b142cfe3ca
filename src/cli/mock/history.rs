//! Reports of earlier sittings: all of them in a list, one in full.

use super::super::context::Context;
use super::super::failure::{Failure, Result};
use super::super::{json, pager};
use crate::model::text::harmless;
use crate::store::Store;
use crate::store::mocks::MockRow;
use crate::ui::markdown;
use serde_json::{Value, json};
use std::io::IsTerminal;

pub fn list(as_json: bool, store: &Store, context: &Context) -> Result<()> {
    let rows = store.mocks()?;
    if as_json {
        let mocks: Vec<Value> = rows.iter().map(in_short).collect();
        return context.print(&json::object("mocks", json!({ "mocks": mocks })));
    }
    if rows.is_empty() {
        context.say("no mock interview yet: `retain interview mock` holds one");
        return Ok(());
    }
    let cells = |row: &MockRow| {
        let record = record(row);
        let number = |name: &str| record[name].as_u64().unwrap_or(0);
        let points = match number("points") {
            0 => "not scored".to_string(),
            points => format!("{} of {points}", number("heard")),
        };
        let used = number("used_ms") / 1000;
        let complete = record["complete"] == true;
        vec![
            row.number.to_string(),
            context.clock.local(row.at),
            record["role"].as_str().unwrap_or("").to_string(),
            points,
            crate::ui::words::duration(used),
            if complete { "" } else { "not finished" }.to_string(),
            record["focus"].as_str().unwrap_or("").to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let header = ["report", "began", "role", "points", "time", "", "focus"];
    pager::print(context, &context.columns(&header, &rows))
}

/// On a terminal the report is laid out; a pipe gets the Markdown itself.
pub fn show(number: u32, as_json: bool, store: &Store, context: &Context) -> Result<()> {
    let Some(row) = store.mock(number)? else {
        let failure = Failure::not_found(format!("there is no report {number}"));
        return Err(failure.hint("`retain interview mock --history` lists them"));
    };
    if as_json {
        let fields = json!({ "number": row.number, "report": row.report });
        return context.print(&json::object("mock", json::joined(fields, record(&row))));
    }
    if std::io::stdout().is_terminal() {
        let palette = context.palette();
        let lines = markdown::render(&row.report, palette.page(context.width()));
        return pager::print(context, &palette.paint_all(&lines));
    }
    context.print(&harmless(&row.report))
}

/// What was kept as JSON. A test of the table makes sure that it is some.
fn record(row: &MockRow) -> Value {
    serde_json::from_str(&row.record).unwrap_or_default()
}

fn in_short(row: &MockRow) -> Value {
    let mut record = record(row);
    if let Value::Object(fields) = &mut record {
        fields.remove("parts");
        fields.remove("next");
    }
    json::joined(json!({ "number": row.number }), record)
}
