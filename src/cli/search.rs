//! `retain search`: the cards that a selector means.

use super::context::Context;
use super::failure::{Failure, Result};
use super::keep::Desk;
use super::{json, pager, select};
use crate::model::civil;
use crate::store::cards::CardRecord;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  retain search deck:kafka is:due
  retain search 'prop:lapses>3' -is:suspended
  retain search \"cache stampede\" --json")]
pub struct SearchArgs {
    /// Which cards; see `retain help selectors`
    #[arg(required = true, add = ArgValueCompleter::new(super::complete::selector))]
    selector: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &SearchArgs, context: &Context) -> Result<()> {
    let desk = Desk::open(context)?;
    let words = &args.selector;
    let rows = select::ordered(&desk.store, words, context)?;
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows {
        cards.extend(desk.store.card(row)?);
    }
    if args.json {
        return context.print(&in_json(&desk, &cards, context));
    }
    if cards.is_empty() {
        return Err(Failure::not_found(format!(
            "no card matches `{}`",
            words.join(" ")
        )));
    }
    pager::print(context, &listed(&cards, context))
}

fn in_json(desk: &Desk, cards: &[CardRecord], context: &Context) -> String {
    let today = context.today();
    let card = |record: &CardRecord| {
        let recall = desk.predicted(&record.key, &record.state, today);
        let question = record.text.as_ref().map(|text| question(&text.source));
        json::joined(json::card(record, recall), json!({ "question": question }))
    };
    let cards: Vec<Value> = cards.iter().map(card).collect();
    json::object("search", json!({ "count": cards.len(), "cards": cards }))
}

fn listed(cards: &[CardRecord], context: &Context) -> String {
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            let due = card.state.due.map_or("new".to_string(), civil::format_day);
            let mark = if card.state.suspended {
                "suspended".to_string()
            } else {
                due
            };
            let text = card
                .text
                .as_ref()
                .map_or("(text gone)".to_string(), |text| {
                    without_escapes(&question(&text.source))
                });
            vec![card.key.clone(), mark, text]
        })
        .collect();
    context.columns(&["card", "due", "question"], &rows)
}

/// A line of Markdown without the backslashes that only escape.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut in_code = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && !in_code && next.is_ascii_punctuation());
        in_code ^= c == '`';
        out.push(escaped.unwrap_or(c));
    }
    out
}

/// The heading of a card's lines, without its signs.
pub fn question(source: &str) -> String {
    let heading = source
        .lines()
        .next()
        .unwrap_or("")
        .trim_start_matches('#')
        .trim();
    let end = heading.rfind("{#").unwrap_or(heading.len());
    crate::model::text::harmless_line(heading[..end].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_not_shown_and_code_is_as_it_stands() {
        assert_eq!(
            without_escapes("a\\<T> `b\\<` \\*c C:\\d"),
            "a<T> `b\\<` *c C:\\d"
        );
    }
}
