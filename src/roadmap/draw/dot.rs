//! A graph for Graphviz.

use super::graph::shapes;
use super::{Drawing, colour};

/// The roadmap as a graph in the DOT language: sections one after the other, topics below each.
pub fn dot(drawing: &Drawing) -> String {
    let mut text = format!(
        "digraph roadmap {{\n  label={}; labelloc=t; rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
        quoted(drawing.title)
    );
    for shape in shapes(drawing) {
        let (id, label) = (&shape.id, quoted(&shape.label.join("\n")));
        let (look, arrow) = match shape.is_section {
            true => ("style=\"rounded,bold\"".to_string(), " [style=bold]"),
            false => (format!("color=\"{}\"", colour(shape.priority)), ""),
        };
        text.push_str(&format!("  {id} [label={label}, {look}];\n"));
        if let Some(from) = &shape.from {
            text.push_str(&format!("  {from} -> {id}{arrow};\n"));
        }
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
