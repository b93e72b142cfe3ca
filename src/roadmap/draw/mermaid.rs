//! A flow chart for Mermaid, which code-hosting sites draw in Markdown.

use super::graph::shapes;
use super::{Drawing, colour};
use crate::model::roadmap::Priority;

/// The roadmap as a Mermaid flow chart: sections one after the other, topics below each.
pub fn mermaid(drawing: &Drawing) -> String {
    let title = quoted(drawing.title);
    let mut text = format!("---\ntitle: {title}\n---\nflowchart LR\n");
    for shape in shapes(drawing) {
        let (id, label) = (&shape.id, quoted(&shape.label.join("<br/>")));
        let class = shape.priority.filter(|_| !shape.is_section);
        let class = class.map(|priority| format!(":::{}", priority.name()));
        let drawn = match shape.is_section {
            true => format!("{id}[{label}]"),
            false => format!("{id}({label}){}", class.unwrap_or_default()),
        };
        text.push_str(&match (&shape.from, shape.is_section) {
            (None, _) => format!("  {drawn}\n"),
            (Some(from), true) => format!("  {drawn}\n  {from} ==> {id}\n"),
            (Some(from), false) => format!("  {from} --> {drawn}\n"),
        });
    }
    for priority in Priority::ALL {
        let (name, colour) = (priority.name(), colour(Some(priority)));
        text.push_str(&format!(
            "  classDef {name} stroke:{colour},stroke-width:2px\n"
        ));
    }
    text
}

/// A label in quotes, in which Mermaid reads entities.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "#quot;"))
}
